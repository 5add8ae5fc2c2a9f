//! What can be written at a place of a text, from the JSON Schemas of the core.

use k8s_backup_target::diagnostic::pointer_tokens;
use k8s_backup_target::release::Release;
use k8s_backup_target::validation::{CheckedDocument, json_schema};
use serde_json::Value;

/// The schema of an object in a text.
pub(super) struct Schema(Value);

/// The part of a schema for one value.
#[derive(Clone, Copy)]
pub(super) struct Node<'s>(&'s Value);

/// What the texts of a field are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Resource,
    Namespace,
    Duration,
    Cron,
    Other,
}

const MEANINGS: [(&str, Meaning); 17] = [
    ("exclude_namespaces", Meaning::Namespace),
    ("exclude_resources", Meaning::Resource),
    ("excludedClusterScopedResources", Meaning::Resource),
    ("excludedNamespaceScopedResources", Meaning::Resource),
    ("excludedNamespaces", Meaning::Namespace),
    ("excludedResources", Meaning::Resource),
    ("include_namespaces", Meaning::Namespace),
    ("include_resources", Meaning::Resource),
    ("includedClusterScopedResources", Meaning::Resource),
    ("includedNamespaceScopedResources", Meaning::Resource),
    ("includedNamespaces", Meaning::Namespace),
    ("includedResources", Meaning::Resource),
    ("csiSnapshotTimeout", Meaning::Duration),
    ("itemOperationTimeout", Meaning::Duration),
    ("timeout", Meaning::Duration),
    ("ttl", Meaning::Duration),
    ("schedule", Meaning::Cron),
];

impl Meaning {
    /// Returns the meaning of the texts at these tokens: of a field, or of an entry of its list.
    pub(super) fn at(tokens: &[String]) -> Self {
        let is_name = |token: &&String| token.parse::<usize>().is_err();
        let field = tokens.iter().rev().find(is_name);
        let known = field.and_then(|field| MEANINGS.iter().find(|(name, _)| name == field));
        known.map_or(Meaning::Other, |(_, meaning)| *meaning)
    }
}

impl Schema {
    /// Returns the schema of the innermost object around a pointer into a document of a text, and the rest of the pointer.
    pub(super) fn around(
        text: &CheckedDocument,
        subject: u32,
        pointer: &str,
        release: Release,
    ) -> Option<(Self, Vec<String>)> {
        let (kind, object) = text.object_around(subject, pointer)?;
        let rest = pointer.strip_prefix(&object).expect("an object is around the value");
        let schema = serde_json::from_str(&json_schema(kind, release)?).expect("the core's schemas are JSON");
        Some((Schema(schema), pointer_tokens(rest).collect()))
    }

    /// Returns the part for the value at these tokens.
    pub(super) fn at(&self, tokens: &[String]) -> Option<Node<'_>> {
        tokens.iter().try_fold(Node(&self.0), |node, token| node.child(token))
    }
}

impl<'s> Node<'s> {
    fn child(self, token: &str) -> Option<Self> {
        let Node(schema) = self;
        let parts = [schema["properties"].get(token), schema.get("additionalProperties"), schema.get("items")];
        parts.into_iter().flatten().find(|part| part.is_object()).map(Node)
    }

    /// Returns the part for an entry, if this is the part for a list.
    pub(super) fn entry(self) -> Option<Self> {
        self.0.get("items").map(Node)
    }

    /// Returns the fields of an object, by name.
    pub(super) fn fields(self) -> impl Iterator<Item = (&'s str, Node<'s>)> {
        self.0["properties"].as_object().into_iter().flatten().map(|(name, schema)| (name.as_str(), Node(schema)))
    }

    pub(super) fn description(self) -> Option<&'s str> {
        self.0["description"].as_str()
    }

    /// Whether it is the part for a list or an object.
    pub(super) fn has_parts(self) -> bool {
        ["array", "object"].into_iter().any(|name| self.is_of_type(name))
    }

    /// Returns all texts that are allowed; none if that is any text.
    pub(super) fn choices(self) -> Vec<&'s str> {
        if self.is_of_type("boolean") {
            return vec!["true", "false"];
        }
        let one = self.0["const"].as_str();
        one.into_iter().chain(texts(&self.0["enum"])).collect()
    }

    /// Returns some texts that can be written.
    pub(super) fn examples(self) -> impl Iterator<Item = &'s str> {
        texts(&self.0["examples"])
    }

    fn is_of_type(self, name: &str) -> bool {
        let types = &self.0["type"];
        types == name || texts(types).any(|one| one == name)
    }
}

fn texts(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str)
}
