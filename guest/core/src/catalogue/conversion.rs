//! Rules about the conversion of Backups and Schedules into specs.

use crate::diagnostic::{AppliesTo, Authority, Rule, Severity, explanation};

/// All rules of the subject.
pub(super) static RULES: &[&Rule] = &[&CONVERSION_LOSES, &CONVERSION_LEAVES_OUT];

pub static CONVERSION_LOSES: Rule = Rule {
    code: "conversion-loses",
    severity: Severity::Error,
    summary: "a spec says the same as the Backup or the Schedule",
    explanation: explanation(
        "\
A spec has seven fields. It has no lists of one scope, no requirements such as `NotIn`, no hooks, and no choice of
snapshots. A Backup with such a field is not converted: its spec would save other objects, or save them in another way.

A requirement `In` with one value is converted to a label.",
    ),
    applies_to: AppliesTo::Backups,
    authority: Authority::Interface,
};

pub static CONVERSION_LEAVES_OUT: Rule = Rule {
    code: "conversion-leaves-out",
    severity: Severity::Advice,
    summary: "a field that other configuration has is not part of a spec",
    explanation: explanation(
        "\
The integrator's configuration has the schedule: `schedule`, `paused`, `skip_immediately` and
`use_owner_references_in_backup`. The operator's configuration has the locations, and whether file-system backup is the
default. The spec is converted without these fields. Set them there.",
    ),
    applies_to: AppliesTo::Backups,
    authority: Authority::Integrator,
};
