//! How long a backup lives.

use crate::catalogue::{TTL_EMPTY, TTL_NEGATIVE, TTL_NOT_A_DURATION, TTL_OTHER_FORM, TTL_ZERO};
use crate::diagnostic::{Changed, Pointer, quoted};
use crate::model::Spec;
use crate::report::Report;
use crate::velero::duration::{self, Duration, DurationError};

pub(crate) fn check(spec: &Spec, pointer: &Pointer<'_>, report: &mut Report) {
    let Some(ttl) = &spec.ttl else { return };
    let pointer = &pointer.key("ttl");
    if ttl.is_empty() {
        let help = "leave it out for Velero's default of 720h, or write a duration such as `24h`";
        report.push(|| {
            let empty = TTL_EMPTY.violation("`ttl` is empty, which is no duration for Velero").help(help).at(pointer);
            empty.change("write null", pointer, Changed::Json("null".to_owned()))
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
            let wrong =
                TTL_NOT_A_DURATION.violation(format!("{} is not a duration for Velero{why}", quoted(ttl))).at(pointer);
            let is_forever = |word: &&str| word.eq_ignore_ascii_case(ttl);
            match Duration::from_spoken(ttl).and_then(Duration::in_interface_form) {
                Some(meant) => {
                    let help = format!("write `{meant}`");
                    wrong.help(&*help).change(help, pointer, Changed::Text(meant))
                }
                None if ["never", "forever", "infinite", "unlimited", "none"].iter().any(is_forever) => {
                    wrong.help("a ttl always ends: write a long one, such as `87600h` for ten years")
                }
                None => wrong.help("write hours, minutes and seconds, such as `24h` or `1h30m`"),
            }
        }),
        Ok(duration) if duration.is_negative() => report.push(|| {
            let message = format!("{} is negative, so each backup expires as soon as it is made", quoted(ttl));
            TTL_NEGATIVE.violation(message).help("write how long a backup is to be kept, such as `24h`").at(pointer)
        }),
        Ok(duration) if duration.is_zero() => report.push(|| {
            let message = format!("{} is zero, for which Velero takes its default of 720h", quoted(ttl));
            TTL_ZERO.violation(message).help("write the time that is meant, or leave the ttl out").at(pointer)
        }),
        Ok(duration) if !duration::is_interface_form(ttl) => report.push(|| {
            let message = format!("{} is not of whole hours, minutes and seconds in this order", quoted(ttl));
            let other = TTL_OTHER_FORM.violation(message).at(pointer);
            match duration.in_interface_form() {
                Some(form) => {
                    let help = format!("write `{form}`");
                    other.help(&*help).change(help, pointer, Changed::Text(form))
                }
                None => other.help("write whole seconds"),
            }
        }),
        Ok(_) => {}
    }
}
