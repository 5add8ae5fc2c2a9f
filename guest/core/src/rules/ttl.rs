//! The checks of the ttl.

use crate::catalogue::{TTL_EMPTY, TTL_NEGATIVE, TTL_NOT_A_DURATION, TTL_OTHER_FORM, TTL_ZERO};
use crate::diagnostic::{Changed, Pointer, quoted};
use crate::report::Report;
use crate::velero::duration::{self, Duration, DurationError};
use crate::velero::filters::Dialect;

/// What Velero does with a ttl that is not a duration.
const UNREADABLE: &str = "Kubernetes accepts it, and Velero then cannot read any list with this object";

/// Checks a ttl at the pointer of the spec. The form that the interface asks for is only a rule for specs.
pub(crate) fn check(ttl: Option<&str>, dialect: Dialect, pointer: &Pointer<'_>, report: &mut Report) {
    let Some(ttl) = ttl else { return };
    let is_spec = dialect == Dialect::Spec;
    let pointer = &pointer.key("ttl");
    if ttl.is_empty() {
        let help = "remove it to use Velero's default of 720h, or write a duration such as `24h`";
        report.push(|| {
            let empty = TTL_EMPTY
                .violation(format!("`ttl` is empty, which is not a duration: {UNREADABLE}"))
                .help(help)
                .at(pointer);
            // A spec can have null instead.
            if is_spec {
                empty.change("write null", pointer, Changed::Json("null".to_owned()))
            } else {
                empty.change("remove it", pointer, Changed::Removed)
            }
        });
        return;
    }
    match ttl.parse::<Duration>() {
        Err(error) => report.push(|| {
            let why = match error {
                DurationError::UnknownUnit(unit) => format!(" ({} is not a unit)", quoted(&unit)),
                DurationError::MissingUnit => " (the unit is missing)".to_owned(),
                DurationError::OutOfRange => " (the maximum is about 292 years)".to_owned(),
                DurationError::Invalid => String::new(),
            };
            let message = format!("{} is not a duration for Velero{why}: {UNREADABLE}", quoted(ttl));
            let wrong = TTL_NOT_A_DURATION.violation(message).at(pointer);
            let means_forever = |word: &&str| word.eq_ignore_ascii_case(ttl);
            match Duration::from_spoken(ttl).and_then(Duration::in_interface_form) {
                Some(meant) => {
                    let help = format!("write `{meant}`");
                    wrong.help(&*help).change(help, pointer, Changed::Text(meant))
                }
                None if ["never", "forever", "infinite", "unlimited", "none"].iter().any(means_forever) => {
                    wrong.help("write a long ttl, such as `87600h` for ten years: every backup expires")
                }
                None => wrong.help("write hours, minutes and seconds, such as `24h` or `1h30m`"),
            }
        }),
        Ok(duration) if duration.is_negative() => report.push(|| {
            let message = format!("{} is negative, so each backup expires as soon as it is made", quoted(ttl));
            TTL_NEGATIVE.violation(message).help("write how long to keep each backup, such as `24h`").at(pointer)
        }),
        Ok(duration) if duration.is_zero() && is_spec => report.push(|| {
            let message = format!("{} is zero, so Velero uses its default of 720h", quoted(ttl));
            TTL_ZERO.violation(message).help("write how long to keep each backup, or remove the ttl").at(pointer)
        }),
        Ok(duration) if is_spec && !duration::is_interface_form(ttl) => report.push(|| {
            let message =
                format!("{} does not consist of whole hours, minutes and seconds, in this order", quoted(ttl));
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
