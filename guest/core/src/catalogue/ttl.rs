//! How long a backup is kept.

use crate::diagnostic::{Authority, Rule, Severity};

/// Every rule of the subject.
pub(super) static RULES: &[&Rule] = &[&TTL_NOT_A_DURATION, &TTL_EMPTY, &TTL_NEGATIVE, &TTL_ZERO, &TTL_OTHER_FORM];

pub static TTL_NOT_A_DURATION: Rule = Rule {
    code: "ttl-not-a-duration",
    severity: Severity::Error,
    summary: "the ttl is a duration for Velero",
    explanation: "\
Velero reads the ttl as a Go duration: numbers with the units h, m, s, ms, us and ns. Days, weeks and years are no units
of it. Kubernetes refuses the Backup when the operator creates it, so there is no backup at all; the documentation of
the interface names `30d` as an example all the same.

```yaml
ttl: 30d   # write 720h
```",
    authority: Authority::Velero,
};

pub static TTL_EMPTY: Rule = Rule {
    code: "ttl-empty",
    severity: Severity::Error,
    summary: "the ttl is not an empty string",
    explanation: "\
An empty string is no duration, and Kubernetes refuses the Backup. Leave the ttl out, or write null, for Velero's
default of 720h (30 days).",
    authority: Authority::Velero,
};

pub static TTL_NEGATIVE: Rule = Rule {
    code: "ttl-negative",
    severity: Severity::Warning,
    summary: "the ttl is not negative",
    explanation: "\
A negative duration can be read, and the backup has expired as soon as it is made: Velero deletes it with its next
collection. Write how long the backup is to be kept.",
    authority: Authority::Velero,
};

pub static TTL_ZERO: Rule = Rule {
    code: "ttl-zero",
    severity: Severity::Warning,
    summary: "the ttl is not zero",
    explanation: "\
Velero takes zero for *not set*, and keeps the backup for its default of 720h (30 days), neither for ever nor not at
all. Write the time that is meant, or leave the ttl out.",
    authority: Authority::Velero,
};

pub static TTL_OTHER_FORM: Rule = Rule {
    code: "ttl-other-form",
    severity: Severity::Warning,
    summary: "the ttl is of whole hours, minutes and seconds, in this order",
    explanation: "\
Velero reads `1.5h`, `30m1h` and `500ms`. The interface asks for hours, minutes and seconds, whole and in this order
(its check of that never runs today), and others that read the spec may insist on it.

```yaml
ttl: 1.5h   # write 1h30m
```",
    authority: Authority::Interface,
};
