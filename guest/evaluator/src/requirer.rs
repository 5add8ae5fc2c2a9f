//! Implements the `requirer` interface.

use k8s_backup_target::{model, requirer};

use crate::exports::k8s_backup::target::requirer as wit;
use crate::exports::k8s_backup::target::types;
use crate::{Evaluator, all};

impl wit::Guest for Evaluator {
    type Targets = requirer::Targets;

    fn find_spec(
        relations: Vec<types::Relation>,
        app_name: String,
        endpoint: String,
        model: String,
    ) -> Option<types::Spec> {
        let relations: Vec<model::Relation> = all(relations);
        requirer::find_spec(&relations, &app_name, &endpoint, &model).map(Into::into)
    }
}

impl wit::GuestTargets for requirer::Targets {
    fn new(relations: Vec<types::Relation>) -> Self {
        requirer::Targets::read(&all::<_, model::Relation>(relations))
    }

    fn is_ready(&self) -> bool {
        self.is_ready()
    }

    fn get_backup_spec(&self, app_name: String, endpoint: String, model: String) -> Option<types::Spec> {
        self.get_backup_spec(&app_name, &endpoint, &model).cloned().map(Into::into)
    }

    fn entries(&self) -> Vec<wit::LocatedTarget> {
        all(self.entries().to_vec())
    }

    fn diagnostics(&self) -> Vec<types::Diagnostic> {
        all(self.diagnostics().to_vec())
    }
}

impl From<requirer::LocatedTarget> for wit::LocatedTarget {
    fn from(located: requirer::LocatedTarget) -> Self {
        wit::LocatedTarget { relation_id: located.relation_id, index: located.index, target: located.target.into() }
    }
}
