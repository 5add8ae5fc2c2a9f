//! How long a backup lives.

use crate::authority::{INTERFACE, VELERO};
use crate::diagnostic::{Changed, Place, Report, Rule, Severity, quoted};
use crate::duration::{self, Duration, DurationError};
use crate::model::Spec;

pub(super) static NOT_A_DURATION: Rule = Rule {
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
    authority: VELERO,
};
pub(super) static EMPTY: Rule = Rule {
    code: "ttl-empty",
    severity: Severity::Error,
    summary: "the ttl is not an empty string",
    explanation: "\
An empty string is no duration, and Kubernetes refuses the Backup. Leave the ttl out, or write null, for Velero's
default of 720h (30 days).",
    authority: VELERO,
};
pub(super) static NEGATIVE: Rule = Rule {
    code: "ttl-negative",
    severity: Severity::Warning,
    summary: "the ttl is not negative",
    explanation: "\
A negative duration can be read, and the backup has expired as soon as it is made: Velero deletes it with its next
collection. Write how long the backup is to be kept.",
    authority: VELERO,
};
pub(super) static ZERO: Rule = Rule {
    code: "ttl-zero",
    severity: Severity::Warning,
    summary: "the ttl is not zero",
    explanation: "\
Velero takes zero for *not set*, and keeps the backup for its default of 720h (30 days), neither for ever nor not at
all. Write the time that is meant, or leave the ttl out.",
    authority: VELERO,
};
pub(super) static OTHER_FORM: Rule = Rule {
    code: "ttl-other-form",
    severity: Severity::Warning,
    summary: "the ttl is of whole hours, minutes and seconds, in this order",
    explanation: "\
Velero reads `1.5h`, `30m1h` and `500ms`. The interface asks for hours, minutes and seconds, whole and in this order
(its check of that never runs today), and others that read the spec may insist on it.

```yaml
ttl: 1.5h   # write 1h30m
```",
    authority: INTERFACE,
};

pub(crate) fn check(spec: &Spec, place: &Place<'_>, report: &mut Report<'_>) {
    let Some(ttl) = &spec.ttl else { return };
    let place = &place.key("ttl");
    if ttl.is_empty() {
        let help = "leave it out for Velero's default of 720h, or write a duration such as `24h`";
        report.push(|| {
            let empty = EMPTY.broken("`ttl` is empty, which is no duration for Velero").help(help).at(place);
            empty.change("write null", place, Changed::Json("null".to_owned()))
        });
        return;
    }
    match ttl.parse::<Duration>() {
        Err(error) => report.push(|| {
            let why = match error {
                DurationError::UnknownUnit(unit) => format!(": {} is no unit", quoted(&unit)),
                DurationError::MissingUnit => ": it has no unit".to_owned(),
                DurationError::OutOfRange => ": it is longer than the 292 years that can be counted".to_owned(),
                DurationError::Invalid => String::new(),
            };
            let wrong = NOT_A_DURATION.broken(format!("{} is not a duration for Velero{why}", quoted(ttl))).at(place);
            let is_forever = |word: &&str| word.eq_ignore_ascii_case(ttl);
            match Duration::from_spoken(ttl).and_then(Duration::in_interface_form) {
                Some(meant) => {
                    let help = format!("write `{meant}`");
                    wrong.help(&*help).change(help, place, Changed::Text(meant))
                }
                None if ["never", "forever", "infinite", "unlimited", "none"].iter().any(is_forever) => {
                    wrong.help("a ttl always ends: write a long one, such as `87600h` for ten years")
                }
                None => wrong.help("write hours, minutes and seconds, such as `24h` or `1h30m`"),
            }
        }),
        Ok(duration) if duration.is_negative() => report.push(|| {
            let message = format!("{} is negative, so each backup expires as soon as it is made", quoted(ttl));
            NEGATIVE.broken(message).help("write how long a backup is to be kept, such as `24h`").at(place)
        }),
        Ok(duration) if duration.is_zero() => report.push(|| {
            let message = format!("{} is zero, for which Velero takes its default of 720h", quoted(ttl));
            ZERO.broken(message).help("write the time that is meant, or leave the ttl out").at(place)
        }),
        Ok(duration) if !duration::is_interface_form(ttl) => report.push(|| {
            let message = format!("{} is not of whole hours, minutes and seconds in this order", quoted(ttl));
            let other = OTHER_FORM.broken(message).at(place);
            match duration.in_interface_form() {
                Some(form) => {
                    let help = format!("write `{form}`");
                    other.help(&*help).change(help, place, Changed::Text(form))
                }
                None => other.help("write whole seconds"),
            }
        }),
        Ok(_) => {}
    }
}
