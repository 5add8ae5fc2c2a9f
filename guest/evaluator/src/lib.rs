//! The component: maps WIT values to the core's and back, and decides nothing.

#![expect(missing_docs, reason = "the exports are documented in wit/")]

use k8s_backup_target::{diagnostic, model, provider, requirer};

use exports::k8s_backup::target::provider as wit_provider;
use exports::k8s_backup::target::requirer as wit_requirer;
use exports::k8s_backup::target::types as wit;

wit_bindgen::generate!({ path: "../../wit", world: "evaluator" });

struct Evaluator;

export!(Evaluator);

impl wit_provider::Guest for Evaluator {
    fn publish(
        identity: wit_provider::Identity,
        spec: wit::Spec,
        leader: bool,
        relations: Vec<wit::Relation>,
        on_errors: wit_provider::OnErrors,
    ) -> Result<Vec<wit_provider::DatabagWrite>, wit_provider::PublishError> {
        let relations: Vec<model::Relation> = all(relations);
        match provider::publish(&identity.into(), &spec.into(), leader, &relations, on_errors.into()) {
            Ok(writes) => Ok(all(writes)),
            Err(error) => Err(error.into()),
        }
    }
}

impl wit_requirer::Guest for Evaluator {
    type Targets = requirer::Targets;
}

impl wit_requirer::GuestTargets for requirer::Targets {
    fn new(relations: Vec<wit::Relation>) -> Self {
        requirer::Targets::read(&all::<_, model::Relation>(relations))
    }

    fn is_ready(&self) -> bool {
        self.is_ready()
    }

    fn get_backup_spec(&self, app_name: String, endpoint: String, model: String) -> Option<wit::Spec> {
        self.get_backup_spec(&app_name, &endpoint, &model).cloned().map(Into::into)
    }

    fn entries(&self) -> Vec<wit_requirer::LocatedTarget> {
        all(self.entries().to_vec())
    }

    fn diagnostics(&self) -> Vec<wit::Diagnostic> {
        all(self.diagnostics().to_vec())
    }
}

fn all<A, B: From<A>>(values: Vec<A>) -> Vec<B> {
    values.into_iter().map(B::from).collect()
}

impl From<wit::Spec> for model::Spec {
    fn from(spec: wit::Spec) -> Self {
        model::Spec {
            include_namespaces: spec.include_namespaces,
            include_resources: spec.include_resources,
            exclude_namespaces: spec.exclude_namespaces,
            exclude_resources: spec.exclude_resources,
            include_cluster_resources: spec.include_cluster_resources,
            label_selector: spec.label_selector.map(model::LabelSelector::from_iter),
            ttl: spec.ttl,
        }
    }
}

impl From<model::Spec> for wit::Spec {
    fn from(spec: model::Spec) -> Self {
        wit::Spec {
            include_namespaces: spec.include_namespaces,
            include_resources: spec.include_resources,
            exclude_namespaces: spec.exclude_namespaces,
            exclude_resources: spec.exclude_resources,
            include_cluster_resources: spec.include_cluster_resources,
            label_selector: spec.label_selector.map(Vec::from),
            ttl: spec.ttl,
        }
    }
}

impl From<model::Target> for wit::Target {
    fn from(target: model::Target) -> Self {
        wit::Target {
            app: target.app,
            relation_name: target.relation_name,
            model: target.model,
            spec: target.spec.into(),
        }
    }
}

impl From<wit::Relation> for model::Relation {
    fn from(relation: wit::Relation) -> Self {
        model::Relation { id: relation.id, databag: relation.databag.into_iter().collect() }
    }
}

impl From<requirer::LocatedTarget> for wit_requirer::LocatedTarget {
    fn from(located: requirer::LocatedTarget) -> Self {
        wit_requirer::LocatedTarget {
            relation_id: located.relation_id,
            index: located.index,
            target: located.target.into(),
        }
    }
}

impl From<wit_provider::Identity> for provider::Identity {
    fn from(identity: wit_provider::Identity) -> Self {
        provider::Identity { app: identity.app, model: identity.model, relation_name: identity.relation_name }
    }
}

impl From<wit_provider::OnErrors> for provider::OnErrors {
    fn from(on_errors: wit_provider::OnErrors) -> Self {
        match on_errors {
            wit_provider::OnErrors::Refuse => provider::OnErrors::Refuse,
            wit_provider::OnErrors::Publish => provider::OnErrors::Publish,
        }
    }
}

impl From<provider::DatabagWrite> for wit_provider::DatabagWrite {
    fn from(write: provider::DatabagWrite) -> Self {
        wit_provider::DatabagWrite {
            relation_id: write.relation_id,
            key: write.key.to_owned(),
            value: write.value,
            changed: write.changed,
        }
    }
}

impl From<provider::PublishError> for wit_provider::PublishError {
    fn from(error: provider::PublishError) -> Self {
        match error {
            provider::PublishError::NotLeader => wit_provider::PublishError::NotLeader,
            provider::PublishError::NoRelation => wit_provider::PublishError::NoRelation,
            provider::PublishError::Invalid(diagnostics) => wit_provider::PublishError::Invalid(all(diagnostics)),
        }
    }
}

impl From<diagnostic::Severity> for wit::Severity {
    fn from(severity: diagnostic::Severity) -> Self {
        match severity {
            diagnostic::Severity::Error => wit::Severity::Error,
            diagnostic::Severity::Warning => wit::Severity::Warning,
            diagnostic::Severity::Advice => wit::Severity::Advice,
        }
    }
}

/// No export checks a text yet, so that there are no spans and no fixes.
impl From<diagnostic::Diagnostic> for wit::Diagnostic {
    fn from(diagnostic: diagnostic::Diagnostic) -> Self {
        wit::Diagnostic {
            code: diagnostic.rule.code.to_owned(),
            severity: diagnostic.rule.severity.into(),
            message: diagnostic.message,
            help: diagnostic.help,
            subject: diagnostic.subject,
            pointer: diagnostic.pointer,
            span: None,
            fixes: Vec::new(),
            related: all(diagnostic.related),
        }
    }
}

impl From<diagnostic::RelatedPlace> for wit::RelatedPlace {
    fn from(place: diagnostic::RelatedPlace) -> Self {
        wit::RelatedPlace { message: place.message, subject: place.subject, pointer: place.pointer, span: None }
    }
}
