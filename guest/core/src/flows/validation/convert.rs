//! Converts a Backup or a Schedule into a spec of the interface.

use super::{CheckedDocument, TextPlace};
use crate::catalogue::{CONVERSION_LEAVES_OUT, CONVERSION_LOSES};
use crate::decode::plain_text;
use crate::diagnostic::{Diagnostic, Finding, Pointer, quoted};
use crate::document::tree::{Layer, Value};
use crate::model::{LabelSelector, SPEC_FIELDS, Spec};
use crate::velero::backup::Backup;
use crate::velero::duration::{Duration, is_interface_form};
use crate::velero::filters::{Dialect, Expression, Selector};
use crate::velero::includes_excludes::{EXCLUDED_CLUSTER_SCOPED, EXCLUDED_NAMESPACED};

/// A spec, and what it does not say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConvertedSpec {
    /// Saves the same objects for as long as the Backup or the Schedule.
    pub spec: Spec,
    /// The fields that the configuration of the integrator or of the operator has instead.
    pub left_out: Vec<Diagnostic>,
}

/// The fields of a BackupSpec that the operator's configuration has.
const OF_OPERATOR: [&str; 3] = ["defaultVolumesToFsBackup", "storageLocation", "volumeSnapshotLocations"];

impl CheckedDocument {
    /// Returns the spec of the Backup or the Schedule with an index among [`CheckedDocument::backups`].
    ///
    /// # Errors
    ///
    /// The fields that a spec does not have, and that change what is saved or how, or that there is no such index.
    pub fn backup_as_spec(&self, index: usize) -> Result<ConvertedSpec, Vec<Diagnostic>> {
        let (Some(backup), Some(place)) = (self.backups.get(index), self.backup_places.get(index)) else {
            let message = format!("there is no Backup or Schedule with the index {index}");
            return Err(vec![CONVERSION_LOSES.violation(message).into_diagnostic()]);
        };
        let mut conversion = Conversion { document: self, place, left_out: Vec::new(), lost: Vec::new() };
        let spec = conversion.spec(backup);
        let Conversion { left_out, lost, .. } = conversion;
        if lost.is_empty() { Ok(ConvertedSpec { spec, left_out }) } else { Err(lost) }
    }
}

struct Conversion<'d> {
    document: &'d CheckedDocument,
    place: &'d TextPlace,
    left_out: Vec<Diagnostic>,
    lost: Vec<Diagnostic>,
}

impl<'d> Conversion<'d> {
    fn spec(&mut self, backup: &Backup) -> Spec {
        let filters = &backup.filters;
        let of_spec = filters.dialect.pointer();
        for (key, value) in self.members(&of_spec.to_string()) {
            let is_carried = SPEC_FIELDS.iter().any(|field| field.manifest_name == key);
            let at = &of_spec.key(&key);
            if is_carried || is_empty(value) || is_default(&key, value) {
                continue;
            }
            if OF_OPERATOR.contains(&&*key) {
                self.leave_out(&key, "the configuration of the operator", at);
            } else {
                self.lose(format!("a spec has no {}", quoted(&key)), at);
            }
        }
        match filters.dialect {
            Dialect::Schedule => self.leave_out_schedule(&Pointer::Root.key("spec")),
            Dialect::HelmSchedule => self.leave_out_schedule(&Pointer::Root),
            Dialect::Spec | Dialect::Backup => {}
        }
        let selector = &of_spec.key("labelSelector");
        let spec = Spec {
            include_namespaces: filters.included_namespaces.clone(),
            include_resources: filters.included_resources.clone(),
            exclude_namespaces: filters.excluded_namespaces.clone(),
            exclude_resources: filters.excluded_resources.clone(),
            include_cluster_resources: filters.include_cluster_resources,
            label_selector: filters.label_selector.as_ref().map(|labels| self.labels(labels, selector)),
            ttl: backup.ttl.as_deref().map(in_interface_form),
        };
        if spec == Spec::default() {
            // A spec without fields looks like another kind of file.
            return Spec { include_namespaces: Some(vec!["*".to_owned()]), ..spec };
        }
        spec
    }

    /// Returns the labels of a selector. A requirement with one possible value is a label too.
    fn labels(&mut self, selector: &Selector, pointer: &Pointer<'_>) -> LabelSelector {
        let mut labels: Vec<(String, String)> = selector.match_labels.clone().into();
        if selector.is_empty() {
            let why =
                "Velero lists nothing with an empty label selector, and a spec without labels selects all objects";
            self.lose(why.to_owned(), pointer);
        }
        let expressions = &pointer.key("matchExpressions");
        for (index, Expression { key, operator, values }) in selector.match_expressions.iter().enumerate() {
            match (operator.as_str(), values.as_slice()) {
                ("In", [value]) if !labels.iter().any(|(known, other)| known == key && other != value) => {
                    labels.push((key.clone(), value.clone()));
                }
                _ => {
                    let why = format!("a spec only has labels with one value, and no {}", quoted(operator));
                    self.lose(why, &expressions.index(index));
                }
            }
        }
        labels.into_iter().collect()
    }

    fn leave_out_schedule(&mut self, pointer: &Pointer<'_>) {
        for (key, value) in self.members(&pointer.to_string()) {
            // `false` is the default of each option.
            let is_default = is_empty(value) || matches!(value.open(), Layer::Bool(false));
            if !is_default && !["annotations", "disabled", "labels", "template"].contains(&&*key) {
                self.leave_out(&key, "the configuration of the integrator", &pointer.key(&key));
            }
        }
    }

    /// Returns the members of the object at a pointer into the manifest.
    fn members(&self, pointer: &str) -> Vec<(String, Value<'d>)> {
        let pointer = format!("{}{pointer}", self.place.pointer);
        match self.document.document.value_at(self.place.subject, &pointer).map(Value::open) {
            Some(Layer::Object(members)) => members.map(|(key, value)| (key.text.into_owned(), value)).collect(),
            _ => Vec::new(),
        }
    }

    fn leave_out(&mut self, key: &str, where_instead: &str, pointer: &Pointer<'_>) {
        let message = format!("{} is not part of a spec: set it in {where_instead}", quoted(key));
        let found = self.placed(CONVERSION_LEAVES_OUT.violation(message), pointer);
        self.left_out.push(found);
    }

    fn lose(&mut self, message: String, pointer: &Pointer<'_>) {
        let help = "remove it if the backup does not need it, or keep the manifest";
        let found = self.placed(CONVERSION_LOSES.violation(message).help(help), pointer);
        self.lost.push(found);
    }

    /// Returns the diagnostic at a pointer into the manifest.
    fn placed(&self, finding: Finding, pointer: &Pointer<'_>) -> Diagnostic {
        let pointer = format!("{}{pointer}", self.place.pointer);
        let span = self.document.mark_of(self.place.subject, &pointer);
        let finding = finding.about(self.place.subject).at_pointer(pointer);
        Diagnostic { span, ..finding.into_diagnostic() }
    }
}

/// Whether a value of a field that a spec does not have is the default of Velero's server, or what Velero itself adds.
fn is_default(key: &str, value: Value<'_>) -> bool {
    let text = plain_text(value);
    let is_duration = |seconds: i64| {
        let duration = text.as_deref().and_then(|text| text.parse::<Duration>().ok());
        duration.is_some_and(|duration| {
            duration.is_zero() || duration == Duration::from_nanoseconds(seconds.saturating_mul(1_000_000_000))
        })
    };
    let is_only = |name: &str| {
        let Layer::List(mut entries) = value.open() else { return false };
        entries.all(|entry| plain_text(entry).as_deref() == Some(name))
    };
    match key {
        "csiSnapshotTimeout" => is_duration(600),
        "itemOperationTimeout" => is_duration(4 * 3600),
        "snapshotMoveData" => matches!(value.open(), Layer::Bool(false)),
        "volumeGroupSnapshotLabelKey" => text.as_deref() == Some("velero.io/volume-group"),
        "excludedNamespaceScopedResources" => is_only(EXCLUDED_NAMESPACED),
        "excludedClusterScopedResources" => is_only(EXCLUDED_CLUSTER_SCOPED),
        _ => false,
    }
}

/// Whether a value is the same as a missing one.
fn is_empty(value: Value<'_>) -> bool {
    match value.open() {
        Layer::Null => true,
        Layer::Text(text) => text.text.is_empty(),
        Layer::List(entries) => entries.clone().next().is_none(),
        // Also `hooks: {resources: []}`.
        Layer::Object(members) => members.clone().all(|(_, value)| match value.open() {
            Layer::Null => true,
            Layer::List(entries) => entries.clone().next().is_none(),
            _ => false,
        }),
        Layer::Bool(_) | Layer::Number(_) => false,
    }
}

/// Returns the same duration in the form of the interface, if it has one.
fn in_interface_form(ttl: &str) -> String {
    let other = || ttl.parse::<Duration>().ok()?.in_interface_form();
    if is_interface_form(ttl) { ttl.to_owned() } else { other().unwrap_or_else(|| ttl.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validation::Format;

    const OBJECT: &str = "apiVersion: velero.io/v1\nmetadata: {name: a, namespace: velero}\n";

    fn converted(text: &str) -> Result<ConvertedSpec, Vec<Diagnostic>> {
        let document = CheckedDocument::read(format!("{OBJECT}{text}"), Format::Yaml, None, None);
        document.backup_as_spec(0)
    }

    fn pointers(found: &[Diagnostic]) -> Vec<&str> {
        found.iter().map(|found| found.pointer.as_str()).collect()
    }

    #[test]
    fn a_backup_is_a_spec_if_that_loses_nothing() {
        let backup = "kind: Backup\nspec: {includedNamespaces: [prod], excludedResources: [events], ttl: 1.5h, hooks: {}, \
                      labelSelector: {matchLabels: {app: web}, matchExpressions: [{key: tier, operator: In, values: [a]}]}}";
        let ConvertedSpec { spec, left_out } = converted(backup).expect("nothing is lost");
        let names = |name: &str| Some(vec![name.to_owned()]);
        let expected = Spec {
            include_namespaces: names("prod"),
            exclude_resources: names("events"),
            label_selector: Some([("app", "web"), ("tier", "a")].into_iter().collect()),
            ttl: Some("1h30m".to_owned()),
            ..Spec::default()
        };
        assert_eq!((spec, left_out), (expected, Vec::new()));
    }

    #[test]
    fn the_fields_of_other_configuration_are_named() {
        let schedule = "kind: Schedule\nspec: {schedule: \"0 2 * * *\", paused: true, skipImmediately: false, \
                        template: {includedNamespaces: [prod], storageLocation: default}}";
        let converted = converted(schedule).expect("nothing is lost");
        assert_eq!(pointers(&converted.left_out), ["/spec/template/storageLocation", "/spec/schedule", "/spec/paused"]);
    }

    #[test]
    fn a_field_that_a_spec_does_not_have_is_an_error() {
        let backup = "kind: Backup\nspec: {includedNamespaceScopedResources: [pods], snapshotVolumes: false, \
                      labelSelector: {matchExpressions: [{key: tier, operator: NotIn, values: [a]}]}}";
        let expected = [
            "/spec/includedNamespaceScopedResources",
            "/spec/snapshotVolumes",
            "/spec/labelSelector/matchExpressions/0",
        ];
        assert_eq!(pointers(&converted(backup).expect_err("fields are lost")), expected);
        let empty = converted("kind: Backup\nspec: {labelSelector: {}}").expect_err("the selector is lost");
        assert_eq!(pointers(&empty), ["/spec/labelSelector"]);
    }
}
