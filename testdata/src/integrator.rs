//! What the velero-integrator charm does (at `65911947`, in Python 3.12).

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

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
    check("schedule", |case: &ScheduleCase| (format!("{:?}", case.input), case.ok, accepts(&case.input)));
}

/// A target and the charm's configuration, and what it writes for the operator.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MergeCase {
    /// Unique in its file.
    pub name: String,
    /// The target as it was read from its databag; it need not be one.
    pub target: Box<RawValue>,
    /// The charm's configuration.
    pub config: ScheduleConfig,
    /// The four keys and their texts; `None` where the charm writes nothing.
    pub databag: Option<BTreeMap<String, String>>,
}

/// The charm's configuration, as pydantic reads it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names of the charm")]
pub struct ScheduleConfig {
    pub schedule: Option<String>,
    pub paused: bool,
    pub skip_immediately: bool,
    pub use_owner_references_in_backup: bool,
}

impl MergeCase {
    /// The databag of a provider that publishes the target.
    pub fn provider_databag(&self) -> BTreeMap<String, String> {
        BTreeMap::from([("backup_targets".to_owned(), format!("[{}]", self.target))])
    }
}

/// Asks for the databag of every merge case, as the charm writes it.
///
/// # Panics
///
/// With all disagreements, if there is one.
pub fn check_merging(databag: impl Fn(&MergeCase) -> Option<BTreeMap<String, String>>) {
    check("merge", |case: &MergeCase| (case.name.clone(), case.databag.clone(), databag(case)));
}
