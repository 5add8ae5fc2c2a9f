//! The provider's flow: a charm's leader publishes its spec into each of its relations.

use std::fmt;

use super::validation;
use crate::databag;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{BACKUP_TARGETS, Relation, Spec, Target};

/// Who publishes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Name of the application.
    pub app: String,
    /// Name of its model.
    pub model: String,
    /// Name of the relation in its metadata.
    pub relation_name: String,
}

/// What to do with a spec that has errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnErrors {
    /// It is not published; what is published stays.
    Refuse,
    /// It is published, as the reference does.
    Publish,
}

/// What to write into the application's databag of one relation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatabagWrite {
    /// The relation.
    pub relation_id: u32,
    /// The key to set.
    pub key: &'static str,
    /// The text to set it to.
    pub value: String,
    /// False when the relation already holds these bytes.
    pub changed: bool,
}

/// Why nothing is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PublishError {
    /// The unit is not the leader; only the leader may write.
    NotLeader,
    /// There is no relation of that name.
    NoRelation,
    /// The spec has errors, and was to be refused for them. Warnings and advice are among the diagnostics.
    Invalid(Vec<Diagnostic>),
}

impl fmt::Display for PublishError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PublishError::NotLeader => f.write_str("the unit is not the leader"),
            PublishError::NoRelation => f.write_str("there is no relation to publish into"),
            PublishError::Invalid(diagnostics) => {
                let messages: Vec<&str> = diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
                write!(f, "the spec has errors: {}", messages.join("; "))
            }
        }
    }
}

impl std::error::Error for PublishError {}

/// What the leader is to write into each relation, in their order.
///
/// `relations` are those of the identity's relation name, each with the application's own databag. The bytes are those
/// that `K8sBackupTargetProvider` of the reference writes.
///
/// # Errors
///
/// [`PublishError::NotLeader`] before [`PublishError::NoRelation`], as the reference asks; then, with
/// [`OnErrors::Refuse`], [`PublishError::Invalid`] for a spec in which a rule finds an error.
pub fn publish(
    identity: &Identity,
    spec: &Spec,
    leader: bool,
    relations: &[Relation],
    on_errors: OnErrors,
) -> Result<Vec<DatabagWrite>, PublishError> {
    if !leader {
        return Err(PublishError::NotLeader);
    }
    if relations.is_empty() {
        return Err(PublishError::NoRelation);
    }
    if on_errors == OnErrors::Refuse {
        let diagnostics = validation::check_spec(spec, None);
        if diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
            return Err(PublishError::Invalid(diagnostics));
        }
    }
    let target = Target {
        app: identity.app.clone(),
        relation_name: identity.relation_name.clone(),
        model: identity.model.clone(),
        spec: spec.clone(),
    };
    let value = databag::write(&[target]);
    let write = |relation: &Relation| DatabagWrite {
        relation_id: relation.id,
        key: BACKUP_TARGETS,
        value: value.clone(),
        changed: relation.databag.get(BACKUP_TARGETS) != Some(&value),
    };
    Ok(relations.iter().map(write).collect())
}
