//! What `charmlibs-interfaces-k8s-backup-target` 0.1.0.post1 reads and publishes, with ops 3.9.0 and pydantic 2.14.3.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::{Spec, check};

/// Databags, a lookup in them, and the answer.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatabagCase {
    /// Unique in its file.
    pub name: String,
    /// The relations, in order.
    pub databags: Vec<RelationData>,
    /// What is looked up.
    pub query: Query,
    /// Whether the reference is ready; `None` where it raises.
    pub is_ready: Option<bool>,
    /// The spec that the reference finds.
    pub found: Option<Spec>,
    /// The exception with which the reference leaves, where it does.
    pub raises: Option<String>,
    /// Where the answer differs from the reference's on purpose.
    pub instead: Option<Instead>,
}

/// What is answered instead of what the reference answers, and why.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instead {
    /// The deliberate difference.
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
    /// A databag through which an implementation reads the spec of the case, found by three empty names.
    pub fn spec_databag(&self) -> BTreeMap<String, String> {
        let text = format!(r#"[{{"app": "", "relation_name": "", "model": "", "spec": {}}}]"#, self.spec);
        BTreeMap::from([("backup_targets".to_owned(), text)])
    }
}

/// What a requirer looks up.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the parameters of the reference")]
pub struct Query {
    pub app: String,
    pub endpoint: String,
    pub model: String,
}

/// What a requirer answers.
#[derive(Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of the reference")]
pub struct DatabagAnswer {
    pub is_ready: bool,
    pub found: Option<Spec>,
}

/// A spec, and the text that is published for it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishCase {
    /// Unique in its file.
    pub name: String,
    /// The provider's application.
    pub app: String,
    /// Its model.
    pub model: String,
    /// Its relation.
    pub relation_name: String,
    /// What the reference's constructor was given, coerced values and unknown fields included.
    pub spec: Box<RawValue>,
    /// The text of `backup_targets`.
    pub wire: String,
}

/// Asks for the answer to every databag case.
///
/// # Panics
///
/// With all disagreements, if there is one.
pub fn check_databags(answer: impl Fn(&DatabagCase) -> DatabagAnswer) {
    check("databag", |case: &DatabagCase| {
        let expected = match &case.instead {
            Some(instead) => DatabagAnswer { is_ready: instead.is_ready, found: instead.found.clone() },
            None => DatabagAnswer {
                is_ready: case.is_ready.expect("where the reference raises, the case says what is answered instead"),
                found: case.found.clone(),
            },
        };
        (case.name.clone(), expected, answer(case))
    });
}

/// Asks for the published text of every publish case.
///
/// # Panics
///
/// With all disagreements, if there is one.
pub fn check_publishing(publish: impl Fn(&PublishCase) -> String) {
    check("publish", |case: &PublishCase| (case.name.clone(), case.wire.clone(), publish(case)));
}
