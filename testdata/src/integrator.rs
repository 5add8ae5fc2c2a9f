//! The behaviour of the velero-integrator charm (at `65911947`, in Python 3.12).

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::check;

/// A text for the charm's option `schedule`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScheduleCase {
    /// The text.
    pub input: String,
    /// Whether the charm accepts it.
    pub ok: bool,
}

/// Compares which texts are accepted as a schedule.
///
/// # Panics
///
/// If an answer differs. The message has all cases with other answers.
pub fn check_schedules(accepts: impl Fn(&str) -> bool) {
    check("schedule", |case: &ScheduleCase| (format!("{:?}", case.input), case.ok, accepts(&case.input)));
}

/// A target, the charm's configuration, and the databag that the charm writes.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MergeCase {
    /// The name. It is unique in the file.
    pub name: String,
    /// The target, as in its databag. It can be invalid.
    pub target: Box<RawValue>,
    /// The charm's configuration.
    pub config: ScheduleConfig,
    /// The four keys and their values, or `None` if the charm writes nothing.
    pub databag: Option<BTreeMap<String, String>>,
}

/// The charm's configuration, as decoded by pydantic.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names of the charm's options")]
pub struct ScheduleConfig {
    pub schedule: Option<String>,
    pub paused: bool,
    pub skip_immediately: bool,
    pub use_owner_references_in_backup: bool,
}

impl MergeCase {
    /// Returns the databag of a provider that publishes the target.
    pub fn provider_databag(&self) -> BTreeMap<String, String> {
        BTreeMap::from([("backup_targets".to_owned(), format!("[{}]", self.target))])
    }
}

/// Compares the databags that the charm writes.
///
/// # Panics
///
/// If an answer differs. The message has all cases with other answers.
pub fn check_merging(databag: impl Fn(&MergeCase) -> Option<BTreeMap<String, String>>) {
    check("merge", |case: &MergeCase| (case.name.clone(), case.databag.clone(), databag(case)));
}
