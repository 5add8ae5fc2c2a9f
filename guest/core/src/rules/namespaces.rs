//! The two lists of namespaces.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::authority::VELERO;
use crate::diagnostic::{Changed, Finding, Place, Report, Rule, Severity, quoted};
use crate::model::Spec;
use crate::pattern::{self, NameFault, Pattern, PatternError, PatternFault};

pub(super) static NAME: Rule = Rule {
    code: "namespace-name",
    severity: Severity::Error,
    summary: "a namespace has a name that Kubernetes takes",
    explanation: "\
A namespace's name is of lower-case letters, digits and `-`, starts and ends with a letter or digit, and has at most 63
characters. Velero refuses the backup for any other, in either list.

```yaml
include_namespaces: [My_Namespace]   # my-namespace
```",
    authority: VELERO,
};
pub(super) static PATTERN: Rule = Rule {
    code: "namespace-pattern",
    severity: Severity::Error,
    summary: "a namespace pattern is one that Velero takes",
    explanation: "\
Since 1.18 Velero takes patterns of `*`, `?` and a class such as `[a-z]`. It refuses `**`, each of `| ( ) ! { } ,`, and
brackets that are empty, not closed or not opened, in either list. Instead of `{prod,staging}-*` write two patterns.",
    authority: VELERO,
};
pub(super) static UNREADABLE_PATTERN: Rule = Rule {
    code: "namespace-pattern-unreadable",
    severity: Severity::Error,
    summary: "a class in a pattern is one range, or characters",
    explanation: "\
`[a-z0-9]`, `[a-]` and `[z-a]` pass Velero's validation and cannot be compiled by the library that it matches with. The
backup fails; or, with every namespace included, the exclusion and those after it are ignored. Write two patterns,
one for each range.",
    authority: VELERO,
};
pub(super) static WILDCARD_NOT_ALONE: Rule = Rule {
    code: "namespace-wildcard-not-alone",
    severity: Severity::Error,
    summary: "`*` is the only namespace that is included",
    explanation: "\
`*` stands for every namespace. Velero refuses a list that has it together with others, rather than guess which is
meant.

```yaml
include_namespaces: [\"*\", kube-system]   # write one or the other
```",
    authority: VELERO,
};
pub(super) static WILDCARD_EXCLUDED: Rule = Rule {
    code: "namespace-wildcard-excluded",
    severity: Severity::Error,
    summary: "`*` is not excluded",
    explanation: "\
Excluding every namespace leaves nothing of any, and Velero refuses it. For objects that are in no namespace, include
their kinds and set `include_cluster_resources: true`.",
    authority: VELERO,
};
pub(super) static IN_BOTH: Rule = Rule {
    code: "namespace-in-both",
    severity: Severity::Error,
    summary: "a namespace is not both included and excluded",
    explanation: "\
Velero compares the two lists as they are written, and refuses a backup when they share an entry, pattern or not. Remove
it from one of them.",
    authority: VELERO,
};
pub(super) static REPEATED: Rule = Rule {
    code: "namespace-repeated",
    severity: Severity::Warning,
    summary: "a namespace stands once in a list",
    explanation: "A second time it does nothing. Remove it; perhaps another namespace was meant.",
    authority: VELERO,
};
pub(super) static EMPTY_NAME: Rule = Rule {
    code: "namespace-empty-name",
    severity: Severity::Warning,
    summary: "a namespace has a name",
    explanation: "\
Velero takes an empty name, and no namespace has it. `include_namespaces: [\"\"]` selects no object of any namespace.
It is mostly what is left of a configuration that was not set. Remove it.",
    authority: VELERO,
};
pub(super) static EMPTY_LIST: Rule = Rule {
    code: "namespaces-empty",
    severity: Severity::Warning,
    summary: "a list of included namespaces has an entry",
    explanation: "\
For Velero an empty list is the same as none: every namespace is included, and not no namespace. Name the namespaces,
or leave the field out if all are meant.",
    authority: VELERO,
};

pub(super) fn check(spec: &Spec, place: &Place<'_>, report: &mut Report<'_>) {
    let includes = spec.include_namespaces.as_deref();
    let excludes = spec.exclude_namespaces.as_deref().unwrap_or_default();
    let include_place = &place.key("include_namespaces");
    let exclude_place = &place.key("exclude_namespaces");
    if includes.is_some_and(<[_]>::is_empty) {
        report.push(|| {
            let message = "`include_namespaces` is an empty list, which selects every namespace and not none";
            EMPTY_LIST.broken(message).help("name the namespaces, or leave the field out").at(include_place)
        });
    }
    check_list(includes.unwrap_or_default(), include_place, report);
    check_list(excludes, exclude_place, report);
    check_refused(spec, place, report);
}

/// What Velero refuses a backup for, of the lists as they are written.
pub(super) fn check_refused(spec: &Spec, place: &Place<'_>, report: &mut Report<'_>) {
    let includes = spec.include_namespaces.as_deref().unwrap_or_default();
    let excludes = spec.exclude_namespaces.as_deref().unwrap_or_default();
    let include_place = &place.key("include_namespaces");
    let exclude_place = &place.key("exclude_namespaces");
    let first_includes = check_names(includes, include_place, report);
    check_names(excludes, exclude_place, report);

    let only_wildcards = includes.iter().all(|name| name == "*");
    for (index, _) in includes.iter().enumerate().filter(|(_, name)| *name == "*" && !only_wildcards) {
        report.push(|| {
            let help = "write `*` alone for every namespace, or the others without it";
            let message = "`*` stands for every namespace, and Velero refuses it together with others";
            WILDCARD_NOT_ALONE.broken(message).help(help).at(&include_place.index(index))
        });
    }
    for (index, name) in excludes.iter().enumerate() {
        let place = &exclude_place.index(index);
        if name == "*" {
            report.push(|| {
                let help = "leave it out, or name the namespaces to exclude";
                WILDCARD_EXCLUDED.broken("Velero refuses to exclude every namespace with `*`").help(help).at(place)
            });
        } else if let Some(first) = first_includes.get(name.as_str()) {
            report.push(|| {
                let message = format!("{} is both included and excluded, which Velero refuses", quoted(name));
                let included = include_place.index(*first);
                IN_BOTH.broken(message).help("remove it from one of the lists").at(place).related(
                    "included here",
                    None,
                    &included,
                )
            });
        }
    }
}

/// Reports each name that no namespace can have; where each stands first.
fn check_names<'s>(names: &'s [String], place: &Place<'_>, report: &mut Report<'_>) -> BTreeMap<&'s str, usize> {
    let mut first_places = BTreeMap::new();
    for (index, name) in names.iter().enumerate() {
        if let Entry::Vacant(first) = first_places.entry(name.as_str()) {
            first.insert(index);
            for fault in pattern::name_faults(name) {
                report_fault(name, fault, &place.index(index), report);
            }
        }
    }
    first_places
}

/// Reports each name that does nothing, or not what is meant.
fn check_list(names: &[String], place: &Place<'_>, report: &mut Report<'_>) {
    let mut first_places = BTreeMap::new();
    for (index, name) in names.iter().enumerate() {
        let place = &place.index(index);
        if let Some(first) = first_places.get(name.as_str()) {
            report_repeated(&REPEATED, name, *first, place, report);
            continue;
        }
        first_places.insert(name.as_str(), index);
        if name.is_empty() {
            report.push(|| {
                let message = match names.iter().all(String::is_empty) {
                    true => "`\"\"` is the name of no namespace, so nothing of any is selected",
                    false => "`\"\"` is the name of no namespace",
                };
                EMPTY_NAME.broken(message).help("remove it").at(place)
            });
        }
        if !pattern::is_label(name)
            && pattern::name_faults(name).is_empty()
            && let Err(error) = Pattern::compile(name)
        {
            report.push(|| unreadable(name, error).at(place));
        }
    }
}

/// A pattern that Velero accepts and cannot match with.
pub(crate) fn unreadable(name: &str, error: PatternError) -> Finding {
    let message = format!("Velero accepts {}, and cannot match with it: {error}", quoted(name));
    UNREADABLE_PATTERN.broken(message).help("write an entry for each range, from low to high")
}

fn report_fault(name: &str, fault: NameFault, place: &Place<'_>, report: &mut Report<'_>) {
    report.push(|| {
        let (rule, what, help) = match fault {
            NameFault::Pattern(fault) => (&PATTERN, "pattern", pattern_help(name, fault)),
            NameFault::TooLong => (&NAME, "namespace", "write at most 63 characters"),
            NameFault::Dots => (&NAME, "namespace", "a namespace has no dots; perhaps a resource was meant"),
            NameFault::NotALabel => (&NAME, "namespace", "write lower-case letters, digits and `-`"),
        };
        let message = match fault {
            NameFault::Pattern(PatternFault::UnsupportedCharacter(char)) => {
                format!("Velero refuses the pattern {}: it has {}", quoted(name), quoted(&char.to_string()))
            }
            _ => format!("Velero refuses the {what} {}: {fault}", quoted(name)),
        };
        let finding = rule.broken(message).at(place);
        // Kubernetes has no other names, so that only one can be meant.
        let lower: String = name.trim().to_lowercase().replace(['_', ' '], "-");
        match fault {
            NameFault::NotALabel if lower != name && pattern::name_faults(&lower).is_empty() => {
                finding.help(format!("did you mean {}?", quoted(&lower)))
            }
            _ => finding.help(help),
        }
    });
}

fn pattern_help(name: &str, fault: PatternFault) -> &'static str {
    match fault {
        PatternFault::UnsupportedCharacter('!') if name.starts_with('!') => {
            "to leave a namespace out, write it in `exclude_namespaces`"
        }
        PatternFault::UnsupportedCharacter('!') => "a class cannot be negated: write what is meant",
        PatternFault::UnsupportedCharacter(_) => "write an entry for each name or pattern that is meant",
        PatternFault::ConsecutiveAsterisks => "write a single `*`, which stands for any text",
        PatternFault::EmptyBrackets => "write the characters that are meant, such as `[a-z]`",
        PatternFault::UnclosedBracket => "close the bracket: `]`",
        PatternFault::UnmatchedBracket => "open the bracket: `[`",
    }
}

/// An entry that stands in a list before.
pub(super) fn report_repeated(
    rule: &'static Rule,
    name: &str,
    first: usize,
    place: &Place<'_>,
    report: &mut Report<'_>,
) {
    report.push(|| {
        let Place::Index(list, _) = place else { return rule.broken("") };
        let repeated = rule.broken(format!("{} stands in the list before", quoted(name))).help("remove it").at(place);
        repeated.related("here", None, &list.index(first)).change("remove it", place, Changed::Removed)
    });
}
