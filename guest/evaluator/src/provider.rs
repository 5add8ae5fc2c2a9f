//! Implements the `provider` interface.

use k8s_backup_target::{model, provider};

use crate::exports::k8s_backup::target::provider as wit;
use crate::exports::k8s_backup::target::types;
use crate::{Evaluator, all};

impl wit::Guest for Evaluator {
    fn publish(
        identity: wit::Identity,
        spec: types::Spec,
        leader: bool,
        relations: Vec<types::Relation>,
        on_errors: wit::OnErrors,
    ) -> Result<Vec<wit::DatabagWrite>, wit::PublishError> {
        let relations: Vec<model::Relation> = all(relations);
        match provider::publish(&identity.into(), &spec.into(), leader, &relations, on_errors.into()) {
            Ok(writes) => Ok(all(writes)),
            Err(error) => Err(error.into()),
        }
    }
}

impl From<wit::Identity> for provider::Identity {
    fn from(identity: wit::Identity) -> Self {
        provider::Identity { app: identity.app, model: identity.model, relation_name: identity.relation_name }
    }
}

impl From<wit::OnErrors> for provider::OnErrors {
    fn from(on_errors: wit::OnErrors) -> Self {
        match on_errors {
            wit::OnErrors::Refuse => provider::OnErrors::Refuse,
            wit::OnErrors::Publish => provider::OnErrors::Publish,
        }
    }
}

impl From<provider::DatabagWrite> for wit::DatabagWrite {
    fn from(write: provider::DatabagWrite) -> Self {
        wit::DatabagWrite {
            relation_id: write.relation_id,
            key: write.key.to_owned(),
            value: write.value,
            changed: write.changed,
        }
    }
}

impl From<provider::PublishError> for wit::PublishError {
    fn from(error: provider::PublishError) -> Self {
        match error {
            provider::PublishError::NotLeader => wit::PublishError::NotLeader,
            provider::PublishError::NoRelation => wit::PublishError::NoRelation,
            provider::PublishError::Invalid(diagnostics) => wit::PublishError::Invalid(all(diagnostics)),
        }
    }
}
