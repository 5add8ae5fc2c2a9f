//! For the provider: a charm's leader publishes its spec to each of its relations.

use std::fmt;

use super::validation;
use crate::databag;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{BACKUP_TARGETS, Relation, Spec, Target};

/// The application that publishes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Name of the application.
    pub app: String,
    /// Name of its model.
    pub model: String,
    /// Name of the relation in its metadata.
    pub relation_name: String,
}

/// What to do if a spec has errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnErrors {
    /// Return the errors. The published spec does not change.
    Refuse,
    /// Publish the spec, as the reference does.
    Publish,
}

/// What to write into the application's databag of one relation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatabagWrite {
    /// The relation.
    pub relation_id: u32,
    /// The key to set.
    pub key: &'static str,
    /// The value to set.
    pub value: String,
    /// False if the databag already has this value.
    pub changed: bool,
}

/// Why nothing is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PublishError {
    /// The unit is not the leader. Only the leader can write.
    NotLeader,
    /// There is no relation with this name.
    NoRelation,
    /// The spec has errors, and [`OnErrors::Refuse`] was given. The diagnostics include warnings and advice.
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

/// Returns what the leader must write into each relation, in the order of the relations.
///
/// `relations` are all relations with the identity's relation name, each with the application's own databag. The values
/// have the same bytes as those of `K8sBackupTargetProvider` in the reference.
///
/// # Errors
///
/// Checked in this order, as in the reference:
///
/// - [`PublishError::NotLeader`] if the unit is not the leader.
/// - [`PublishError::NoRelation`] if there are no relations.
/// - [`PublishError::Invalid`] if the spec has errors, and `on_errors` is [`OnErrors::Refuse`].
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
