//! Decodes the settings of Velero's server, and ConfigMaps with resource policies, from files.

use super::manifest::{entries, member};
use super::{Read, Unreadable, found, name, plain_text};
use crate::catalogue::VELERO_SETTINGS;
use crate::diagnostic::{Changed, Pointer, and_list, quoted};
use crate::document::tree::{Layer, Value};
use crate::report::Report;
use crate::suggest::nearest;
use crate::velero::server::{PolicyMap, ServerSettings, SnapshotLocation};

/// The members of the settings.
const MEMBERS: [&str; 10] = [
    "EnableCSI",
    "agents",
    "csiNoHandle",
    "defaultSnapshotLocations",
    "defaultSnapshotMoveData",
    "defaultVolumesToFsBackup",
    "groupClass",
    "locations",
    "nodes",
    "storageLocations",
];

/// Decodes the settings of Velero's server. Every fault is reported, and is an error.
pub(crate) fn settings(value: Value<'_>, report: &mut Report) -> Read<ServerSettings> {
    let root = &Pointer::Root;
    let mut reader = Reader { report, is_refused: false };
    let Layer::Object(members) = value.open() else {
        reader.wrong_type(value, "keys and values", root);
        return Err(Unreadable);
    };
    for (key, _) in members.filter(|(key, _)| !MEMBERS.contains(&&*key.text)) {
        let at = &root.key(&key.text);
        reader.is_refused = true;
        reader.report.push(|| {
            let message = format!("{} is not a setting of Velero", quoted(&key.text));
            let unknown = VELERO_SETTINGS.violation(message).at(at).source(key.source.clone());
            match nearest(&key.text, MEMBERS) {
                Some(meant) => unknown.help(format!("did you mean `{meant}`?")).suggest(
                    format!("write `{meant}`"),
                    None,
                    at,
                    Changed::Key(meant.to_owned()),
                ),
                None => {
                    let known = MEMBERS.map(|member| format!("`{member}`"));
                    unknown.help(format!("the settings are {}", and_list(&known)))
                }
            }
        });
    }
    let settings = ServerSettings {
        default_volumes_to_fs_backup: reader.bool(value, "defaultVolumesToFsBackup"),
        default_snapshot_move_data: reader.bool(value, "defaultSnapshotMoveData"),
        enable_csi: reader.bool(value, "EnableCSI"),
        snapshot_locations: reader.locations(value),
        default_snapshot_locations: reader.texts_by_key(value, "defaultSnapshotLocations").unwrap_or_default(),
        storage_locations: reader.texts(value, "storageLocations"),
        nodes: reader.texts_by_key(value, "nodes"),
        agents: reader.texts(value, "agents"),
        group_snapshot_driver: reader.text(value, "groupClass"),
        snapshots_without_handles: reader.bool(value, "csiNoHandle").unwrap_or(false),
        policies: Vec::new(),
        global_policy: None,
    };
    if reader.is_refused { Err(Unreadable) } else { Ok(settings) }
}

struct Reader<'r> {
    report: &'r mut Report,
    is_refused: bool,
}

impl Reader<'_> {
    fn wrong_type(&mut self, value: Value<'_>, expected: &str, pointer: &Pointer<'_>) {
        self.is_refused = true;
        self.report.push(|| {
            let message = format!("{} must be {expected}, found {}", name(pointer), found(&value.open()));
            VELERO_SETTINGS.violation(message).help(format!("write {expected}, or remove it")).at(pointer)
        });
    }

    fn bool(&mut self, value: Value<'_>, key: &str) -> Option<bool> {
        let value = member(value, key)?;
        match value.open() {
            Layer::Bool(bool) => Some(bool),
            _ => {
                self.wrong_type(value, "true or false", &Pointer::Root.key(key));
                None
            }
        }
    }

    fn text(&mut self, value: Value<'_>, key: &str) -> Option<String> {
        let value = member(value, key)?;
        let text = plain_text(value);
        if text.is_none() {
            self.wrong_type(value, "a string", &Pointer::Root.key(key));
        }
        text
    }

    fn texts(&mut self, value: Value<'_>, key: &str) -> Option<Vec<String>> {
        let value = member(value, key)?;
        let texts: Vec<String> = entries(value).into_iter().filter_map(plain_text).collect();
        if !matches!(value.open(), Layer::List(_)) || texts.len() != entries(value).len() {
            self.wrong_type(value, "a list of strings", &Pointer::Root.key(key));
            return None;
        }
        Some(texts)
    }

    fn texts_by_key(&mut self, value: Value<'_>, key: &str) -> Option<Vec<(String, String)>> {
        let value = member(value, key)?;
        if let Layer::Object(members) = value.open() {
            let pairs = members.map(|(key, value)| Some((key.text.into_owned(), plain_text(value)?)));
            if let Some(pairs) = pairs.collect() {
                return Some(pairs);
            }
        }
        self.wrong_type(value, "keys and strings", &Pointer::Root.key(key));
        None
    }

    fn locations(&mut self, value: Value<'_>) -> Option<Vec<SnapshotLocation>> {
        let value = member(value, "locations")?;
        let text = |entry, key| member(entry, key).and_then(plain_text);
        let location =
            |entry| Some(SnapshotLocation { name: text(entry, "name")?, provider: text(entry, "provider")? });
        let locations: Option<Vec<SnapshotLocation>> = entries(value).into_iter().map(location).collect();
        if locations.is_none() || !matches!(value.open(), Layer::List(_)) {
            let expected = "a list of locations with `name` and `provider`";
            self.wrong_type(value, expected, &Pointer::Root.key("locations"));
            return None;
        }
        locations
    }
}

/// The fields of a policy that no other file has.
pub(crate) const POLICY_FIELDS: [&str; 4] =
    ["volumePolicies", "includeExcludePolicy", "clusterScopedFilterPolicy", "namespacedFilterPolicies"];

/// Whether a document is a resource policy, and not the ConfigMap with one.
pub(crate) fn is_policy(value: Value<'_>) -> bool {
    member(value, "kind").is_none() && POLICY_FIELDS.iter().any(|field| member(value, field).is_some())
}

/// Returns the ConfigMap of a document; `None` if it is not one.
pub(crate) fn config_map(value: Value<'_>) -> Option<PolicyMap> {
    if member(value, "kind").and_then(plain_text)? != "ConfigMap" {
        return None;
    }
    let metadata = member(value, "metadata");
    let of_metadata = |key| metadata.and_then(|metadata| member(metadata, key)).and_then(plain_text);
    let data = match member(value, "data").map(Value::open) {
        Some(Layer::Object(members)) => {
            members.map(|(key, value)| (key.text.into_owned(), plain_text(value).unwrap_or_default())).collect()
        }
        _ => Vec::new(),
    };
    Some(PolicyMap { namespace: of_metadata("namespace"), name: of_metadata("name"), data })
}

/// Returns the resource policies of a document: of a ConfigMap, of each ConfigMap in a List, of the data of one, or a
/// policy itself, whose text is `text`.
pub(crate) fn policies(value: Value<'_>, text: &str) -> Vec<PolicyMap> {
    if let Some(items) = member(value, "items") {
        return entries(items).into_iter().filter_map(config_map).collect();
    }
    if let Some(map) = config_map(value) {
        return vec![map];
    }
    let only = |data| vec![PolicyMap { namespace: None, name: None, data }];
    if let Layer::Object(members) = value.open()
        && !is_policy(value)
        && member(value, "version").is_none()
        && let Some(data) = members.map(|(key, value)| Some((key.text.into_owned(), plain_text(value)?))).collect()
    {
        return only(data);
    }
    only(vec![("policy".to_owned(), text.to_owned())])
}
