//! The checks of the two lists of namespaces.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::report_repeated;
use crate::catalogue::{
    NAMESPACE_EMPTY_NAME, NAMESPACE_EXCLUDES_ALL, NAMESPACE_IN_BOTH, NAMESPACE_NAME, NAMESPACE_PATTERN,
    NAMESPACE_PATTERN_NOT_EXPANDED, NAMESPACE_PATTERN_UNREADABLE, NAMESPACE_REPEATED, NAMESPACE_WILDCARD_EXCLUDED,
    NAMESPACE_WILDCARD_NOT_ALONE, NAMESPACES_EMPTY, VELERO_NAMESPACE_INCLUDED,
};
use crate::diagnostic::{Changed, Finding, Pointer, quoted};
use crate::names::is_dns_label;
use crate::release::{Behaviour, Release};
use crate::report::Report;
use crate::velero::filters::{Dialect, Field, Filters, Pair};
use crate::velero::glob::{self, NameFault, Pattern, PatternError, PatternFault};
use crate::velero::includes_excludes::IncludesExcludes;

pub(super) fn check(
    filters: &Filters,
    has_namespaces: bool,
    release: Release,
    pointer: &Pointer<'_>,
    report: &mut Report,
) {
    let IncludesExcludes { includes, excludes } = filters.namespaces();
    let include_name = filters.name(Field::IncludedNamespaces);
    let include_pointer = &pointer.key(include_name);
    let exclude_pointer = &pointer.key(filters.name(Field::ExcludedNamespaces));
    if filters.included_namespaces.as_ref().is_some_and(Vec::is_empty) {
        report.push(|| {
            let message = format!("`{include_name}` is an empty list, which means every namespace, not none");
            NAMESPACES_EMPTY
                .violation(message)
                .help("name the namespaces to save only these; write `[\"*\"]` if every namespace is meant")
                .at(include_pointer)
        });
    }
    check_list(includes, Some(has_namespaces), release, include_pointer, report);
    check_list(excludes, None, release, exclude_pointer, report);
    check_refused(filters, release, pointer, report);
    let is_read = |name: &str| glob::is_pattern(name) && name != "*" && glob::name_faults(name, release).is_empty();
    if filters.namespaces().includes_all() && !release.has(Behaviour::ExpandsWildcard) {
        let excludes_all = |name: &str| is_read(name) && glob::matches_wildcard(name);
        for (index, name) in filters.namespaces().used_excludes().filter(|(_, name)| excludes_all(name)) {
            report.push(|| {
                let message = format!(
                    "Velero {release} saves no namespaced object: {} also matches `*`, which means every namespace",
                    quoted(name)
                );
                let help = "write the names of the namespaces to exclude";
                NAMESPACE_EXCLUDES_ALL.violation(message).help(help).at(&exclude_pointer.index(index))
            });
        }
    }
    if !release.has(Behaviour::ExpandsNamespacePatterns) {
        for (index, name) in includes.iter().enumerate().filter(|(_, name)| is_read(name)) {
            report.push(|| not_expanded(name, release, has_namespaces).at(&include_pointer.index(index)));
        }
    }
}

/// The finding about an included pattern in a release that does not expand it. `has_namespaces` is whether the backup
/// contains Namespace objects.
pub(crate) fn not_expanded(name: &str, release: Release, has_namespaces: bool) -> Finding {
    let name_quoted = quoted(name);
    if glob::matches_wildcard(name) {
        let message =
            format!("Velero {release} saves every namespace for {name_quoted}, but the backup ends PartiallyFailed");
        return NAMESPACE_PATTERN_NOT_EXPANDED.violation(message).help("write only `*`: it means every namespace");
    }
    let saved = if has_namespaces {
        "only the Namespace objects that match, not the objects in these namespaces, and the backup ends PartiallyFailed"
    } else {
        "nothing for it"
    };
    let message = format!("Velero {release} does not expand {name_quoted}: it saves {saved}");
    NAMESPACE_PATTERN_NOT_EXPANDED.violation(message).help("write the names of the namespaces to save their objects")
}

/// Whether Velero refuses the lists as they are written.
pub(super) fn are_refused(filters: &Filters, release: Release) -> bool {
    // Without the messages.
    let mut report = Report::counting(0);
    check_refused(filters, release, &Pointer::Root, &mut report);
    report.only_counted() > 0
}

/// Reports why Velero refuses the lists as they are written.
pub(super) fn check_refused(filters: &Filters, release: Release, pointer: &Pointer<'_>, report: &mut Report) {
    let IncludesExcludes { includes, excludes } = filters.namespaces();
    let (include_name, exclude_name) =
        (filters.name(Field::IncludedNamespaces), filters.name(Field::ExcludedNamespaces));
    let include_pointer = &pointer.key(include_name);
    let exclude_pointer = &pointer.key(exclude_name);
    let read_by = (release, filters.dialect);
    let first_includes =
        check_names(includes, (includes.len() > 1).then_some(WRITE_ONLY_WILDCARD), read_by, include_pointer, report);
    let exclude_all = exclude_all_help(filters);
    check_names(excludes, Some(&exclude_all), read_by, exclude_pointer, report);

    let only_wildcards = includes.iter().all(|name| name == "*");
    for (index, _) in includes.iter().enumerate().filter(|(_, name)| *name == "*" && !only_wildcards) {
        report.push(|| {
            let message = "`*` means every namespace: Velero refuses it together with other entries";
            NAMESPACE_WILDCARD_NOT_ALONE.violation(message).help(WRITE_ONLY_WILDCARD).at(&include_pointer.index(index))
        });
    }
    for (index, name) in excludes.iter().enumerate() {
        let pointer = &exclude_pointer.index(index);
        if name == "*" {
            report.push(|| {
                NAMESPACE_WILDCARD_EXCLUDED
                    .violation("Velero refuses to exclude every namespace with `*`")
                    .help(&*exclude_all)
                    .at(pointer)
            });
        } else if let Some(first) = first_includes.get(name.as_str()) {
            report.push(|| {
                let message = format!("{} is both included and excluded: Velero refuses the backup", quoted(name));
                let included = include_pointer.index(*first);
                NAMESPACE_IN_BOTH
                    .violation(message)
                    .help(format!("remove it from `{exclude_name}` to save it, or from `{include_name}` to exclude it"))
                    .at(pointer)
                    .related("included here", None, &included)
            });
        }
    }
}

/// The namespace of Velero, if no settings name another one.
pub(crate) const VELERO_NAMESPACE: &str = "velero";

/// Reports that the namespace of Velero is included by its name or by a pattern.
pub(crate) fn check_velero_namespace(filters: &Filters, namespace: &str, pointer: &Pointer<'_>, report: &mut Report) {
    let IncludesExcludes { includes, excludes } = filters.namespaces();
    let matches = |name: &String| {
        // A pattern for every namespace is a choice of the whole cluster.
        name == namespace
            || (!glob::matches_wildcard(name)
                && super::compiled(name).is_some_and(|pattern| pattern.matches(namespace)))
    };
    const BACKUPS: &str = "backups.velero.io";
    let is_backups = |name: &String| {
        BACKUPS == name
            || name == "backups"
            || super::compiled(name).is_some_and(|pattern| glob::is_glob(name) && pattern.matches(BACKUPS))
    };
    let lists = if filters.are_scoped() { Pair::NamespaceScopedResources } else { Pair::Resources };
    let resources = filters.pair(lists);
    let saves_backups = (resources.includes_all() || resources.includes.iter().any(is_backups))
        && !resources.excludes.iter().any(is_backups)
        && filters.label_selector.is_none();
    if excludes.iter().any(matches) || !saves_backups {
        return;
    }
    let list = &pointer.key(filters.name(Field::IncludedNamespaces));
    for (index, name) in includes.iter().enumerate().filter(|(_, name)| matches(name)).take(1) {
        report.push(|| {
            let exclude = filters.name(lists.fields().1);
            let message = format!(
                "{} includes Velero's own namespace: restoring it brings back old Backups, which Velero then deletes when \
                 they have expired",
                quoted(name)
            );
            let help = format!("remove it, or add `*.velero.io` to `{exclude}` to save the rest of the namespace");
            let remove = VELERO_NAMESPACE_INCLUDED.violation(message).help(help).at(&list.index(index));
            if name != namespace {
                return remove;
            }
            let effect = format!("the objects in {} are no longer saved", quoted(namespace));
            remove.suggest("remove it", effect, &list.index(index), Changed::Removed)
        });
    }
}

/// The help for `*` among other included names.
const WRITE_ONLY_WILDCARD: &str =
    "write only `*` to save every namespace, or remove this entry to save only the others";

/// Returns the help for an exclude that means every namespace.
fn exclude_all_help(filters: &Filters) -> String {
    let (resources, cluster) = (filters.name(Field::IncludedResources), filters.name(Field::IncludeClusterResources));
    format!(
        "name the namespaces to exclude; to save only cluster-scoped resources, name these in `{resources}` and set \
         `{cluster}: true`"
    )
}

/// Reports each name that is not valid for a namespace; returns the first index of each name. `every_help` is the help
/// for `**`, which means every namespace, if `*` is refused too.
fn check_names<'s>(
    names: &'s [String],
    every_help: Option<&str>,
    (release, dialect): (Release, Dialect),
    pointer: &Pointer<'_>,
    report: &mut Report,
) -> BTreeMap<&'s str, usize> {
    let mut first_indexes = BTreeMap::new();
    for (index, name) in names.iter().enumerate() {
        if let Entry::Vacant(first) = first_indexes.entry(name.as_str()) {
            first.insert(index);
            for fault in glob::name_faults(name, release) {
                let every_help = every_help.filter(|_| name.bytes().all(|byte| byte == b'*'));
                report_fault(name, fault, every_help, (release, dialect), &pointer.index(index), report);
            }
        }
    }
    first_indexes
}

/// Reports each name that has no effect, or probably not the intended one.
///
/// For included names, `has_namespaces` is whether the backup contains Namespace objects.
fn check_list(
    names: &[String],
    has_namespaces: Option<bool>,
    release: Release,
    list: &Pointer<'_>,
    report: &mut Report,
) {
    let are_excluded = has_namespaces.is_none();
    let mut first_indexes = BTreeMap::new();
    for (index, name) in names.iter().enumerate() {
        if let Some(first) = first_indexes.get(name.as_str()) {
            report_repeated(&NAMESPACE_REPEATED, name, (*first, index), list, report);
            continue;
        }
        let pointer = &list.index(index);
        first_indexes.insert(name.as_str(), index);
        if name.is_empty() {
            let saves_namespaces = !are_excluded && release.has(Behaviour::SavesNamespacesOfListedObjects);
            report.push(|| {
                let message = "`\"\"` is not the name of a namespace, and matches none";
                let message = if saves_namespaces {
                    format!("{message}: Velero {release} saves the Namespaces of all selected objects for it")
                } else {
                    message.to_owned()
                };
                let message = match has_namespaces {
                    Some(true) => format!("{message}; the backup ends PartiallyFailed"),
                    _ => message,
                };
                let empty = NAMESPACE_EMPTY_NAME.violation(message).at(pointer);
                match names.iter().all(String::is_empty) {
                    true if are_excluded => empty.help("name the namespaces to exclude"),
                    true => empty.help("name the namespaces to save"),
                    false => {
                        let mut others = names.iter().filter(|name| !name.is_empty());
                        let effect = if saves_namespaces {
                            Some("the Namespaces of selected objects in other namespaces are no longer saved")
                        } else if others.all(|name| glob::is_pattern(name)) {
                            Some("if the patterns match no namespace, Velero chooses as for the whole cluster")
                        } else {
                            None
                        };
                        let removed = empty.help("remove it");
                        match effect {
                            Some(effect) => removed.suggest("remove it", effect.to_owned(), pointer, Changed::Removed),
                            None => removed.change("remove it", pointer, Changed::Removed),
                        }
                    }
                }
            });
        }
        if !is_dns_label(name)
            && glob::name_faults(name, release).is_empty()
            && let Err(error) = Pattern::compile(name)
        {
            report.push(|| unreadable_pattern(name, error).at(pointer));
        }
    }
}

/// The finding about a pattern that Velero accepts but cannot compile.
pub(crate) fn unreadable_pattern(name: &str, error: PatternError) -> Finding {
    let message = format!("Velero accepts {}, but cannot match with it: {error}", quoted(name));
    NAMESPACE_PATTERN_UNREADABLE.violation(message).help("write an entry for each range, from low to high")
}

fn report_fault(
    name: &str,
    fault: NameFault,
    every_help: Option<&str>,
    (release, dialect): (Release, Dialect),
    pointer: &Pointer<'_>,
    report: &mut Report,
) {
    // Whether a newer release accepts it.
    let is_read_later = || glob::name_faults(name, Release::NEWEST).is_empty();
    report.push(|| {
        let (rule, what, help) = match fault {
            NameFault::Pattern(fault) => (&NAMESPACE_PATTERN, "pattern", pattern_help(name, fault, dialect)),
            NameFault::TooLong => (&NAMESPACE_NAME, "namespace", "use at most 63 characters".to_owned()),
            NameFault::Dots => (
                &NAMESPACE_NAME,
                "namespace",
                "remove the dots, or move the name of a resource to the lists of resources".to_owned(),
            ),
            NameFault::NotALabel if is_read_later() => {
                let help = "write the names; a pattern with only `*` works in the excludes";
                (&NAMESPACE_NAME, "namespace", help.to_owned())
            }
            NameFault::NotALabel => {
                (&NAMESPACE_NAME, "namespace", "use only lower-case letters, digits and `-`".to_owned())
            }
        };
        let message = match fault {
            NameFault::Pattern(PatternFault::UnsupportedCharacter(char)) => {
                format!("Velero refuses the pattern {}: it contains {}", quoted(name), quoted(&char.to_string()))
            }
            _ if is_read_later() => {
                format!("Velero {release} refuses the {what} {}: {fault}", quoted(name))
            }
            _ => format!("Velero refuses the {what} {}: {fault}", quoted(name)),
        };
        let finding = rule.violation(message).at(pointer);
        let meant = match fault {
            NameFault::Pattern(PatternFault::ConsecutiveAsterisks) => {
                let mut text = name.to_owned();
                while text.contains("**") {
                    text = text.replace("**", "*");
                }
                Some(text)
            }
            // A class in lower case is another class.
            NameFault::NotALabel if name.contains('[') || name.trim().is_empty() => None,
            NameFault::NotALabel => Some(name.trim().to_lowercase().replace(['_', ' '], "-")),
            _ => None,
        };
        let meant = meant.filter(|meant| meant != name && glob::name_faults(meant, release).is_empty());
        match (every_help, meant) {
            (Some(help), _) => finding.help(help),
            (None, Some(meant)) => {
                let help = format!("did you mean {}?", quoted(&meant));
                let effect = format!("Velero then accepts {}", quoted(&meant));
                finding.help(help).suggest(format!("write `{meant}`"), effect, pointer, Changed::Text(meant))
            }
            (None, None) => finding.help(help),
        }
    });
}

fn pattern_help(name: &str, fault: PatternFault, dialect: Dialect) -> String {
    let help = match fault {
        PatternFault::UnsupportedCharacter('!') if name.starts_with('!') => {
            return format!("to exclude a namespace, add it to `{}`", dialect.name(Field::ExcludedNamespaces));
        }
        PatternFault::UnsupportedCharacter('!') => "write the characters to match: a class cannot be negated",
        PatternFault::UnsupportedCharacter(_) => "write an entry for each name or pattern",
        PatternFault::ConsecutiveAsterisks => "write a single `*`, which matches any text",
        PatternFault::EmptyBrackets => "write characters in the brackets, such as `[a-z]`",
        PatternFault::UnclosedBracket => "add the closing bracket `]`",
        PatternFault::UnmatchedBracket => "add the opening bracket `[`",
    };
    help.to_owned()
}
