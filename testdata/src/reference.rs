//! The behaviour of `charmlibs-interfaces-k8s-backup-target` 0.1.0.post1, with ops 3.9.0 and pydantic 2.14.3.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::{Spec, check};

/// Databags, a lookup, and the answer.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatabagCase {
    /// The name. It is unique in the file.
    pub name: String,
    /// The relations, in order.
    pub databags: Vec<RelationData>,
    /// The lookup.
    pub query: Query,
    /// Whether the reference is ready, or `None` if it raises an exception.
    pub is_ready: Option<bool>,
    /// The spec that the reference finds.
    pub found: Option<Spec>,
    /// The exception that the reference raises, if any.
    pub raises: Option<String>,
    /// The expected answer, if it differs from the reference's on purpose.
    pub instead: Option<Instead>,
}

/// An answer that differs from the reference's, and the reason.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instead {
    /// The reason.
    pub because: String,
    /// Whether there is a target.
    pub is_ready: bool,
    /// The spec that is found.
    pub found: Option<Spec>,
}

/// One relation's databag.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names of Juju")]
pub struct RelationData {
    pub relation_id: u32,
    pub data: BTreeMap<String, String>,
}

impl PublishCase {
    /// Returns a databag with the spec of the case. A lookup with three empty names finds it.
    pub fn spec_databag(&self) -> BTreeMap<String, String> {
        let text = format!(r#"[{{"app": "", "relation_name": "", "model": "", "spec": {}}}]"#, self.spec);
        BTreeMap::from([("backup_targets".to_owned(), text)])
    }
}

/// A lookup of a requirer.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the parameters of the reference")]
pub struct Query {
    pub app: String,
    pub endpoint: String,
    pub model: String,
}

/// An answer of a requirer.
#[derive(Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of the reference")]
pub struct DatabagAnswer {
    pub is_ready: bool,
    pub found: Option<Spec>,
}

/// A spec, and the text that the reference publishes for it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishCase {
    /// The name. It is unique in the file.
    pub name: String,
    /// The provider's application.
    pub app: String,
    /// Its model.
    pub model: String,
    /// Its relation.
    pub relation_name: String,
    /// The arguments of the reference's constructor. Some have to be converted, or are unknown.
    pub spec: Box<RawValue>,
    /// The text of `backup_targets`.
    pub wire: String,
}

/// Compares the answers to lookups in databags.
///
/// # Panics
///
/// If an answer differs. The message has all cases with other answers.
pub fn check_databags(answer: impl Fn(&DatabagCase) -> DatabagAnswer) {
    check("databag", |case: &DatabagCase| {
        let expected = match &case.instead {
            Some(instead) => DatabagAnswer { is_ready: instead.is_ready, found: instead.found.clone() },
            None => DatabagAnswer {
                is_ready: case.is_ready.expect("a case with an exception has an answer of its own"),
                found: case.found.clone(),
            },
        };
        (case.name.clone(), expected, answer(case))
    });
}

/// Compares the published texts.
///
/// # Panics
///
/// If an answer differs. The message has all cases with other answers.
pub fn check_publishing(publish: impl Fn(&PublishCase) -> String) {
    check("publish", |case: &PublishCase| (case.name.clone(), case.wire.clone(), publish(case)));
}
