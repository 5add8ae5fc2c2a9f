//! Rules about the ttl.

use crate::diagnostic::{AppliesTo, Authority, Rule, Severity, explanation};

/// All rules of the subject.
pub(super) static RULES: &[&Rule] = &[&TTL_NOT_A_DURATION, &TTL_EMPTY, &TTL_NEGATIVE, &TTL_ZERO, &TTL_OTHER_FORM];

pub static TTL_NOT_A_DURATION: Rule = Rule {
    code: "ttl-not-a-duration",
    severity: Severity::Error,
    summary: "the ttl is a duration for Velero",
    explanation: explanation(
        "\
Velero reads the ttl as a Go duration: numbers with the units h, m, s, ms, us and ns. Days, weeks and years are not
valid units.

```yaml
ttl: 30d   # write 720h
```

Kubernetes accepts it, since the field is any string for the API server. Velero then cannot read any list that contains
the object. If it is in a Schedule, `velero schedule get` fails, a server that starts sees no Schedule at all, and a
running one sees no more changes, until the object is deleted. The operator copies the ttl of a spec as it is. So the
ttl of one charm can stop the backups of all others. The documentation of the interface wrongly gives `30d` as an
example.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Velero,
};

pub static TTL_EMPTY: Rule = Rule {
    code: "ttl-empty",
    severity: Severity::Error,
    summary: "the ttl is not an empty string",
    explanation: explanation(
        "\
An empty string is not a duration. Kubernetes accepts it, and Velero then cannot read any list that contains the object
(see `ttl-not-a-duration`). Remove the ttl, or write null, to use Velero's default of 720h (30 days).",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Velero,
};

pub static TTL_NEGATIVE: Rule = Rule {
    code: "ttl-negative",
    severity: Severity::Warning,
    summary: "the ttl is not negative",
    explanation: explanation(
        "\
Velero accepts a negative duration. Each backup then expires immediately: Velero deletes it at its next garbage
collection. Write how long to keep the backup.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Velero,
};

pub static TTL_ZERO: Rule = Rule {
    code: "ttl-zero",
    severity: Severity::Warning,
    summary: "the ttl is not zero",
    explanation: explanation(
        "\
For Velero, zero means *not set*: it keeps the backup for its default of 720h (30 days). It does not mean *forever* or
*not at all*. Write the intended duration, or remove the ttl.",
    ),
    applies_to: AppliesTo::Specs,
    authority: Authority::Velero,
};

pub static TTL_OTHER_FORM: Rule = Rule {
    code: "ttl-other-form",
    severity: Severity::Warning,
    summary: "the ttl consists of whole hours, minutes and seconds, in this order",
    explanation: explanation(
        "\
Velero accepts `1.5h`, `30m1h` and `500ms`. The interface requires whole hours, minutes and seconds, in this order.
Its own check is never run today, but other readers of the spec may require this form.

```yaml
ttl: 1.5h   # write 1h30m
```",
    ),
    applies_to: AppliesTo::Specs,
    authority: Authority::Interface,
};
