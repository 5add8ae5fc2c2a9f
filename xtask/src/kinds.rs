//! Writes the built-in Kubernetes kinds as a table for core.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;

use anyhow::{Context, Result, bail};

use crate::process::{cargo, root, run};
use crate::pypi;

/// The source of the kinds: classes that are generated from Kubernetes' OpenAPI. The licence is MIT.
const PACKAGE: &str = "lightkube-models";
const VERSION: &str = "1.37.0.8";
const KUBERNETES: &str = "1.37";

/// The short names. The package does not have them.
const SHORT_NAMES: &str = include_str!("../data/short-names.txt");

/// The order in which an API server lists its groups. Other groups follow, by name.
const GROUPS: [&str; 20] = [
    "",
    "apiregistration.k8s.io",
    "apps",
    "events.k8s.io",
    "authentication.k8s.io",
    "authorization.k8s.io",
    "autoscaling",
    "batch",
    "certificates.k8s.io",
    "networking.k8s.io",
    "policy",
    "rbac.authorization.k8s.io",
    "storage.k8s.io",
    "admissionregistration.k8s.io",
    "apiextensions.k8s.io",
    "scheduling.k8s.io",
    "coordination.k8s.io",
    "node.k8s.io",
    "discovery.k8s.io",
    "flowcontrol.apiserver.k8s.io",
];

/// Methods of the package's client whose names are not those of Kubernetes' verbs.
const VERBS: [(&str, &str); 2] = [("post", "create"), ("put", "update")];

/// Verbs of most kinds.
const USUAL_VERBS: [&str; 8] = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

/// A class of the package.
#[derive(Default)]
struct Class<'t> {
    group: &'t str,
    version: &'t str,
    kind: &'t str,
    plural: &'t str,
    namespaced: bool,
    verbs: Vec<&'t str>,
    is_subresource: bool,
}

/// Writes the table into core.
pub(crate) fn write() -> Result<()> {
    let sources = pypi::unpacked(PACKAGE, VERSION)?;
    let mut texts = Vec::new();
    for file in fs::read_dir(sources.join("lightkube/resources"))? {
        texts.push(fs::read_to_string(file?.path())?);
    }
    let mut kinds = BTreeMap::new();
    for class in texts.iter().map(|text| classes(text)).collect::<Result<Vec<_>>>()?.into_iter().flatten() {
        // An API server serves alpha and beta versions only if they are enabled.
        let is_stable = class.version.strip_prefix('v').is_some_and(|v| v.bytes().all(|byte| byte.is_ascii_digit()));
        if is_stable && !class.is_subresource {
            let rank = GROUPS.iter().position(|&group| group == class.group).unwrap_or(GROUPS.len());
            kinds.insert((rank, class.group, class.plural), class);
        }
    }
    let table = table(kinds.into_values(), short_names()?)?;
    let file = root().join("guest/core/src/cluster/kinds.rs");
    fs::write(&file, table)?;
    run(cargo().args(["fmt", "--package", "k8s-backup-target"]))
}

/// Returns the classes in a file of the package.
fn classes(text: &str) -> Result<Vec<Class<'_>>> {
    let mut classes = Vec::new();
    for source in text.split("\nclass ").skip(1) {
        let (_, base) = source.split_once("(res.").context("a class has a base")?;
        let mut class = Class {
            namespaced: base.starts_with("Namespaced"),
            is_subresource: source.contains("parent=res."),
            ..Class::default()
        };
        for line in source.lines().map(str::trim) {
            if let Some(definition) = line.strip_prefix("resource=") {
                let [group, version, kind] = strings(definition)[..] else { bail!("unexpected definition: {line}") };
                (class.group, class.version, class.kind) = (group, version, kind);
            } else if let Some(plural) = line.strip_prefix("plural=") {
                class.plural = strings(plural).first().context("a plural is a string")?;
            } else if let Some(verbs) = line.strip_prefix("verbs=") {
                class.verbs = strings(verbs).into_iter().filter_map(verb).collect();
                class.verbs.sort_unstable();
            }
        }
        if class.kind.is_empty() || class.plural.is_empty() || class.verbs.is_empty() {
            bail!("the class has no kind, plural or verbs: {source}");
        }
        classes.push(class);
    }
    Ok(classes)
}

/// Returns the string literals in a line of Python.
fn strings(python: &str) -> Vec<&str> {
    python.split('\'').skip(1).step_by(2).collect()
}

/// Returns the verb of a method of the client, or `None` for variants for all namespaces.
fn verb(method: &str) -> Option<&str> {
    let renamed = VERBS.iter().find(|(from, _)| *from == method).map_or(method, |(_, to)| to);
    (!method.starts_with("global_")).then_some(renamed)
}

/// Returns the short names in the data file, by group-resource.
fn short_names() -> Result<BTreeMap<&'static str, Vec<&'static str>>> {
    let mut names = BTreeMap::new();
    for line in SHORT_NAMES.lines().filter(|line| !line.starts_with('#')) {
        match line.split(' ').collect::<Vec<_>>()[..] {
            [resource, short] => {
                if names.insert(resource, short.split(',').collect()).is_some() {
                    bail!("{resource} is repeated in short-names.txt");
                }
            }
            [_, _, "dropped"] => {}
            _ => bail!("unexpected line in short-names.txt: {line}"),
        }
    }
    Ok(names)
}

fn table<'t>(
    kinds: impl ExactSizeIterator<Item = Class<'t>>,
    mut short_names: BTreeMap<&str, Vec<&str>>,
) -> Result<String> {
    let mut text = format!(
        "//! The kinds that Kubernetes {KUBERNETES} serves by default, in the order of its API groups.\n//!\n\
         //! Written by `cargo xtask kinds` from {PACKAGE} {VERSION}, not by hand.\n\n\
         use super::api_resource::{{ApiResource, Names, builtin, names}};\n\
         use super::index::{{IndexEntry, index_entries}};\n\n\
         /// The verbs of a kind that can be kept.\nconst USUAL: Names = names!{USUAL_VERBS:?};\n\n\
         pub(super) static KINDS: [ApiResource; {}] = [\n",
        kinds.len()
    );
    let (mut called, mut abbreviated) = (BTreeSet::new(), BTreeSet::new());
    for (index, Class { group, kind, plural, namespaced, verbs, .. }) in kinds.enumerate() {
        let resource = if group.is_empty() { plural.to_owned() } else { format!("{plural}.{group}") };
        let short_names = short_names.remove(resource.as_str()).unwrap_or_default();
        let singular = kind.to_lowercase();
        called.extend([(plural.to_owned(), index), (singular.clone(), index)]);
        abbreviated.extend(short_names.iter().map(|short| ((*short).to_owned(), index)));
        let verbs = if verbs == USUAL_VERBS { "USUAL".to_owned() } else { format!("names!{verbs:?}") };
        writeln!(
            text,
            "builtin({group:?}, {plural:?}, {singular:?}, {kind:?}, names!{short_names:?}, {namespaced}, {verbs}),"
        )?;
    }
    if let Some(unknown) = short_names.keys().next() {
        bail!("short-names.txt has {unknown}, which Kubernetes {KUBERNETES} does not serve; mark it as `dropped`");
    }
    text.push_str("];\n");
    write_index(&mut text, "BY_NAME", "The index of each plural and each singular among them", &called)?;
    write_index(&mut text, "BY_SHORT_NAME", "The index of each short name among them", &abbreviated)?;
    Ok(text)
}

/// Writes an index by name, so that a new instance does not have to build it.
fn write_index(text: &mut String, table: &str, doc: &str, indexes: &BTreeSet<(String, usize)>) -> Result<()> {
    let rows: Vec<String> = indexes.iter().map(|(name, index)| format!("({name:?}, {index})")).collect();
    let (count, rows) = (rows.len(), rows.join(", "));
    writeln!(
        text,
        "\n/// {doc}, by name.\npub(super) static {table}: [IndexEntry; {count}] = index_entries![{rows}];"
    )?;
    Ok(())
}
