//! A table of the fields of a spec. Reading, writing and limits iterate over it.

use serde::{Serialize, Serializer};

use super::{LabelSelector, Spec};

/// A field of a spec.
pub(crate) struct Field {
    /// The name in JSON, YAML and databags.
    pub(crate) name: &'static str,
    /// The name in the `spec` of Velero's Backup.
    pub(crate) manifest_name: &'static str,
    pub(crate) access: Access,
}

/// Functions that read and set a field. The variant is the field's type.
pub(crate) enum Access {
    Names(fn(&Spec) -> &Option<Vec<String>>, fn(&mut Spec) -> &mut Option<Vec<String>>),
    Bool(fn(&Spec) -> &Option<bool>, fn(&mut Spec) -> &mut Option<bool>),
    Labels(fn(&Spec) -> &Option<LabelSelector>, fn(&mut Spec) -> &mut Option<LabelSelector>),
    Text(fn(&Spec) -> &Option<String>, fn(&mut Spec) -> &mut Option<String>),
}

/// A row of the table.
macro_rules! field {
    ($name:ident, $manifest_name:literal, $access:ident) => {
        Field {
            name: stringify!($name),
            manifest_name: $manifest_name,
            access: Access::$access(|spec| &spec.$name, |spec| &mut spec.$name),
        }
    };
}

/// The fields, in the reference's order.
pub(crate) static SPEC_FIELDS: [Field; 7] = [
    field!(include_namespaces, "includedNamespaces", Names),
    field!(include_resources, "includedResources", Names),
    field!(exclude_namespaces, "excludedNamespaces", Names),
    field!(exclude_resources, "excludedResources", Names),
    field!(include_cluster_resources, "includeClusterResources", Bool),
    field!(label_selector, "labelSelector", Labels),
    field!(ttl, "ttl", Text),
];

/// The value of a field that is set.
#[derive(Clone, Copy, Serialize)]
#[serde(untagged)]
pub(crate) enum FieldValue<'s> {
    Names(&'s [String]),
    Bool(bool),
    Labels(&'s LabelSelector),
    Text(&'s str),
}

impl Field {
    /// Returns the field's value in a spec, or `None` if it is not set.
    pub(crate) fn value<'s>(&self, spec: &'s Spec) -> Option<FieldValue<'s>> {
        match self.access {
            Access::Names(get, _) => get(spec).as_deref().map(FieldValue::Names),
            Access::Bool(get, _) => get(spec).map(FieldValue::Bool),
            Access::Labels(get, _) => get(spec).as_ref().map(FieldValue::Labels),
            Access::Text(get, _) => get(spec).as_deref().map(FieldValue::Text),
        }
    }
}

/// All fields. Those that are not set are null.
impl Serialize for Spec {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(SPEC_FIELDS.iter().map(|field| (field.name, field.value(self))))
    }
}
