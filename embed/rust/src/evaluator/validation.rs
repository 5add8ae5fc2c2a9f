//! `validation`.

use std::convert::Infallible;

use super::Evaluator;
use crate::document::Document;
use crate::error::Error;
use crate::handle::Handle;
use crate::instance::Instance;
use crate::{Diagnostic, DocumentFormat, DocumentKind, Rule, ScheduleConfig, Spec, Target};

#[expect(clippy::missing_errors_doc, reason = "the type says it")]
impl Evaluator {
    /// What is wrong with a spec: `validation.check-spec`. See [`crate::Cluster::check_spec`] for one of a known cluster.
    pub fn check_spec(&self, spec: &Spec) -> Result<Vec<Diagnostic>, Error> {
        self.call(|Instance { store, exports }| {
            exports.k8s_backup_target_validation().call_check_spec(store, spec, None)
        })
    }

    /// What is wrong with a target: `validation.check-target`.
    pub fn check_target(&self, target: &Target) -> Result<Vec<Diagnostic>, Error> {
        self.call(|Instance { store, exports }| {
            exports.k8s_backup_target_validation().call_check_target(store, target, None)
        })
    }

    /// Reads and checks a text: `validation.document`.
    pub fn read_document(
        &self,
        text: &str,
        format: DocumentFormat,
        kind: Option<DocumentKind>,
    ) -> Result<Document, Error> {
        let document = Handle::new(&self.instances, |Instance { store, exports }| {
            let documents = exports.k8s_backup_target_validation().document();
            documents.call_constructor(store, text, format, kind, None).map(Ok::<_, Infallible>)
        })?;
        let Ok(document) = document;
        Ok(Document(document))
    }

    /// What is wrong with a text: `validation.check-text`.
    pub fn check_text(
        &self,
        text: &str,
        format: DocumentFormat,
        kind: Option<DocumentKind>,
    ) -> Result<Vec<Diagnostic>, Error> {
        self.call(|Instance { store, exports }| {
            exports.k8s_backup_target_validation().call_check_text(store, text, format, kind, None)
        })
    }

    /// The text of a spec, ready to be put into a file: `validation.format-spec`.
    pub fn format_spec(&self, spec: &Spec, format: DocumentFormat) -> Result<String, Error> {
        self.call(|Instance { store, exports }| {
            exports.k8s_backup_target_validation().call_format_spec(store, spec, format)
        })
    }

    /// The spec, and the schedule, in one or two plain sentences: `validation.describe`.
    pub fn describe(&self, spec: &Spec, schedule: Option<&ScheduleConfig>) -> Result<String, Error> {
        self.call(|Instance { store, exports }| {
            exports.k8s_backup_target_validation().call_describe(store, spec, schedule)
        })
    }

    /// JSON Schema (2020-12) of a spec: `validation.json-schema`.
    pub fn json_schema(&self) -> Result<String, Error> {
        self.call(|Instance { store, exports }| exports.k8s_backup_target_validation().call_json_schema(store))
    }

    /// Every rule, by subject: `validation.rules`.
    pub fn rules(&self) -> Result<Vec<Rule>, Error> {
        self.call(|Instance { store, exports }| exports.k8s_backup_target_validation().call_rules(store))
    }
}
