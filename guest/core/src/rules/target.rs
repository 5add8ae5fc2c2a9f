//! The checks of the names in a target: those of Juju, and those of Kubernetes where the operator uses them.

use crate::catalogue::{
    APP_NAME, GENERATED_NAME, GENERATED_NAME_CUT, LONG_NAME, MODEL_NAME, RELATION_NAME, SHADOWED_TARGET,
};
use crate::diagnostic::{Changed, Finding, Pointer, Rule, quoted};
use crate::model::Target;
use crate::names::{MAX_DNS_LABEL, has_form_of_dns_subdomain, label_name_fault};
use crate::report::Report;
use crate::sort::sort_indexes;

/// A name in a target, and its rule.
struct Name<'t> {
    key: &'static str,
    name: &'t str,
    is_valid: fn(&str) -> bool,
    rule: &'static Rule,
    help: &'static str,
}

pub(crate) fn check(target: &Target, pointer: &Pointer<'_>, report: &mut Report) {
    let names = [
        Name {
            key: "app",
            name: &target.app,
            is_valid: is_app_name,
            rule: &APP_NAME,
            help: "write it as `juju status` shows it, such as `my-app`",
        },
        Name {
            key: "relation_name",
            name: &target.relation_name,
            is_valid: is_relation_name,
            rule: &RELATION_NAME,
            help: "write the endpoint's name from the charm's metadata, such as `backup`",
        },
        Name {
            key: "model",
            name: &target.model,
            is_valid: is_model_name,
            rule: &MODEL_NAME,
            help: "write it as `juju models` shows it, without its owner",
        },
    ];
    for &Name { key, name, is_valid, rule, help } in &names {
        let pointer = &pointer.key(key);
        if !is_valid(name) {
            report.push(|| {
                let message = if name.is_empty() {
                    format!("`{key}` is empty")
                } else {
                    format!("{} is not a valid Juju name for `{key}`", quoted(name))
                };
                // The name may be a unit, an endpoint with its app, or a model with its owner.
                let mut parts = name.split(['/', ':']);
                let meant =
                    if key == "app" { parts.find(|part| is_valid(part)) } else { parts.rfind(|part| is_valid(part)) };
                match meant.filter(|_| name.contains(['/', ':'])) {
                    Some(meant) => {
                        let help = format!("did you mean {}?", quoted(meant));
                        let to = Changed::Text(meant.to_owned());
                        let wrong = rule.violation(message).help(help).at(pointer);
                        wrong.suggest(format!("write `{meant}`"), None, pointer, to)
                    }
                    None => rule.violation(message).help(help).at(pointer),
                }
            });
        } else if let Some(fault) = label_name_fault(name) {
            report.push(|| not_a_label_value(name, &fault).at(pointer));
        }
    }
    if is_relation_name(&target.relation_name) && target.relation_name.contains('_') {
        report.push(|| {
            let name = generated_name(target);
            let message = format!("Kubernetes refuses names that start with {}, because of the `_`", quoted(&name));
            GENERATED_NAME
                .violation(message)
                .help("use `-` instead of `_` in the name of the endpoint")
                .at(&pointer.key("relation_name"))
        });
    } else if generated_name(target).len() > MAX_GENERATED_NAME_PREFIX
        && names.iter().all(|name| (name.is_valid)(name.name) && label_name_fault(name.name).is_none())
    {
        report.push(|| {
            let name = generated_name(target);
            let message = format!(
                "Kubernetes shortens {} to {MAX_GENERATED_NAME_PREFIX} characters in generated names",
                quoted(&name)
            );
            GENERATED_NAME_CUT.violation(message).help("use a shorter app name or endpoint").at(pointer)
        });
    }
}

/// Reports names that Kubernetes refuses in the objects that the operator makes of a target, also if Juju accepts them.
pub(crate) fn check_objects(target: &Target, pointer: &Pointer<'_>, report: &mut Report) {
    for (key, name) in [("app", &target.app), ("relation_name", &target.relation_name), ("model", &target.model)] {
        // An empty label value is valid.
        if let Some(fault) = label_name_fault(name).filter(|_| !name.is_empty()) {
            report.push(|| not_a_label_value(name, &fault).at(&pointer.key(key)));
        }
    }
    let name = generated_name(target);
    // Kubernetes adds letters and digits.
    let generated: String = name.chars().take(MAX_GENERATED_NAME_PREFIX).chain(['x']).collect();
    if !has_form_of_dns_subdomain(&generated) {
        report.push(|| {
            let message = format!("Kubernetes refuses names that start with {}", quoted(&name));
            let help = "use only lower-case letters, digits and `-` in the app name and the endpoint";
            GENERATED_NAME.violation(message).help(help).at(pointer)
        });
    }
}

/// Maximum length of `generateName` in a generated name, in bytes. Kubernetes removes the rest.
const MAX_GENERATED_NAME_PREFIX: usize = 58;

/// Returns the `generateName` of a target's objects.
pub(crate) fn generated_name(target: &Target) -> String {
    format!("{}-{}-", target.app, target.relation_name)
}

/// The finding about a name that is not a label value.
fn not_a_label_value(name: &str, fault: &str) -> Finding {
    let help = if name.len() > MAX_DNS_LABEL {
        "use a shorter name"
    } else {
        "use a name of letters, digits, `-`, `_` and `.` that starts and ends with a letter or digit"
    };
    LONG_NAME.violation(format!("{} is not a valid label value: {fault}", quoted(name))).help(help)
}

/// Whether a name matches `[a-z][a-z0-9]*(-[a-z0-9]*[a-z][a-z0-9]*)*`.
fn is_app_name(name: &str) -> bool {
    let is_part = |part: &str| is_lower_alphanumeric(part) && part.bytes().any(|byte| byte.is_ascii_lowercase());
    starts_lower(name) && name.split('-').all(is_part)
}

/// Whether a name matches `[a-z][a-z0-9]*([_-][a-z0-9]+)*`.
fn is_relation_name(name: &str) -> bool {
    starts_lower(name) && name.split(['-', '_']).all(|part| !part.is_empty() && is_lower_alphanumeric(part))
}

/// Whether a name matches `[a-z0-9]+[a-z0-9-]*`.
fn is_model_name(name: &str) -> bool {
    !name.is_empty() && !name.starts_with('-') && is_lower_alphanumeric(&name.replace('-', ""))
}

fn starts_lower(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
}

fn is_lower_alphanumeric(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

/// Returns the indexes of targets, sorted by identity and then by index.
pub(crate) fn by_identity<'t>(target: &dyn Fn(u32) -> Option<&'t Target>, count: usize) -> Vec<u32> {
    let mut indexes: Vec<u32> = (0_u32..).take(count).collect();
    let identity = |index: u32| target(index).map(Target::identity);
    sort_indexes(&mut indexes, &|a, b| identity(a).cmp(&identity(b)));
    indexes
}

/// Returns each shadowed target with the target that shadows it, in the order of `by_identity`.
pub(crate) fn shadowed<'t>(
    by_identity: &[u32],
    target: &dyn Fn(u32) -> Option<&'t Target>,
) -> impl Iterator<Item = (u32, u32)> {
    let identity = move |index: &u32| target(*index).map(Target::identity);
    let groups = by_identity.chunk_by(move |a, b| identity(a) == identity(b));
    groups.flat_map(|same| {
        let first = same.first().copied();
        same.iter().skip(1).filter_map(move |later| Some((*later, first?)))
    })
}

/// The finding about a shadowed target; the caller adds its position.
pub(crate) fn shadowed_target(target: &Target) -> Finding {
    let (app, relation_name, model) = target.identity();
    let message = format!(
        "the target of app {}, relation {} and model {} is never found: an earlier target has the same names",
        quoted(app),
        quoted(relation_name),
        quoted(model)
    );
    SHADOWED_TARGET.violation(message).help("publish it once, or under another name")
}
