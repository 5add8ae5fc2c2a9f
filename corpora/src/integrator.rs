//! What the velero-integrator charm does (at `65911947`, in Python 3.12).

use serde::Deserialize;

use crate::check;

/// A text as the charm's `schedule`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScheduleCase {
    /// The text.
    pub input: String,
    /// Whether its check lets it pass.
    pub ok: bool,
}

/// Asks whether the charm takes the text of every case as its schedule.
///
/// # Panics
///
/// With all disagreements, if there is one.
pub fn check_schedules(accepts: impl Fn(&str) -> bool) {
    check("integrator", |case: &ScheduleCase| (format!("{:?}", case.input), case.ok, accepts(&case.input)));
}
