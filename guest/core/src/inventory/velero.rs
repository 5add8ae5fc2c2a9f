//! The objects of Velero in an inventory: its Schedules, and what decides the settings of its server.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::object::Object;
use super::storage::Storage;
use crate::velero::backup::VELERO_GROUP;
use crate::velero::server::{PolicyMap, ServerSettings, SnapshotLocation};

/// The objects of Velero, by namespace.
#[derive(Default)]
pub(super) struct VeleroObjects {
    /// The JSON of Schedules, by namespace and name.
    schedules: BTreeMap<(String, String), Box<str>>,
    /// The arguments of the server, by namespace.
    servers: BTreeMap<String, Vec<String>>,
    /// By namespace and name.
    snapshot_locations: BTreeMap<(String, String), String>,
    storage_locations: BTreeMap<(String, String), String>,
}

#[derive(Deserialize)]
struct Location {
    spec: LocationSpec,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct LocationSpec {
    provider: String,
}

#[derive(Deserialize)]
struct Deployment {
    spec: DeploymentSpec,
}

#[derive(Deserialize)]
struct DeploymentSpec {
    template: Template,
}

#[derive(Deserialize)]
struct Template {
    spec: PodSpec,
}

#[derive(Deserialize)]
struct PodSpec {
    containers: Vec<Container>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Container {
    command: Vec<String>,
    args: Vec<String>,
}

impl VeleroObjects {
    /// Keeps an object if it is one of Velero's; returns the number of bytes that are kept.
    pub(super) fn keep(&mut self, object: &Object<'_>, bytes: &[u8]) -> usize {
        let key = || (object.namespace.clone().into_owned(), object.name.clone().into_owned());
        match (object.group.as_str(), &*object.kind) {
            (VELERO_GROUP, "Schedule") => {
                let Ok(json) = std::str::from_utf8(bytes) else { return 0 };
                self.schedules.entry(key()).or_insert_with(|| json.into());
                json.len()
            }
            (VELERO_GROUP, "VolumeSnapshotLocation" | "BackupStorageLocation") => {
                let Ok(location) = serde_json::from_slice::<Location>(bytes) else { return 0 };
                let locations = if object.kind == "VolumeSnapshotLocation" {
                    &mut self.snapshot_locations
                } else {
                    &mut self.storage_locations
                };
                locations.entry(key()).or_insert(location.spec.provider);
                object.name.len() + object.namespace.len() + 128
            }
            ("apps", "Deployment") if is_server(object) => {
                let Ok(deployment) = serde_json::from_slice::<Deployment>(bytes) else { return 0 };
                let arguments = deployment.spec.template.spec.containers.into_iter().find_map(|container| {
                    let all: Vec<String> = container.command.into_iter().chain(container.args).collect();
                    all.iter().any(|argument| argument == "server").then_some(all)
                });
                let Some(arguments) = arguments else { return 0 };
                let kept = arguments.iter().map(String::len).sum();
                self.servers.entry(object.namespace.clone().into_owned()).or_insert(arguments);
                kept
            }
            _ => 0,
        }
    }

    /// Returns the Schedules, and the settings of the server of one namespace: that of the only server, or of the first
    /// location.
    pub(super) fn finish(self, storage: &Storage) -> (Vec<Box<str>>, ServerSettings) {
        let locations = || self.snapshot_locations.keys().chain(self.storage_locations.keys());
        let namespace = self.servers.keys().next().or_else(|| locations().next().map(|(namespace, _)| namespace));
        let namespace = namespace.cloned().unwrap_or_default();
        let is_its = |(known, _): &&(String, String)| *known == namespace;
        let mut settings = self.servers.get(&namespace).map(|server| of_arguments(server)).unwrap_or_default();
        let snapshots: Vec<SnapshotLocation> = (self.snapshot_locations.iter())
            .filter(|(key, _)| is_its(key))
            .map(|((_, name), provider)| SnapshotLocation { name: name.clone(), provider: provider.clone() })
            .collect();
        let storages: Vec<String> =
            self.storage_locations.keys().filter(is_its).map(|(_, name)| name.clone()).collect();
        settings.snapshot_locations = Some(snapshots).filter(|locations| !locations.is_empty());
        settings.storage_locations = Some(storages).filter(|locations| !locations.is_empty());
        let nodes: Vec<(String, String)> = storage.nodes.iter().map(|(name, os)| (name.clone(), os.clone())).collect();
        settings.nodes = Some(nodes).filter(|nodes| !nodes.is_empty());
        let agents: Vec<String> = storage.agents.iter().map(|(node, _)| node.clone()).collect();
        settings.agents = Some(agents).filter(|agents| !agents.is_empty());
        if let Some(global) = &mut settings.global_policy {
            let is_it = |map: &&super::storage::PolicyMap| {
                map.namespace == namespace && Some(&map.name) == global.name.as_ref()
            };
            match storage.policies.iter().find(is_it) {
                Some(map) => global.data = vec![("policy".to_owned(), map.text.clone())],
                None => settings.global_policy = None,
            }
        }
        (self.schedules.into_values().collect(), settings)
    }
}

/// Whether a Deployment may be Velero's server.
fn is_server(object: &Object<'_>) -> bool {
    let has = |key: &str| object.label(key) == Some("velero");
    object.name.contains("velero") || has("component") || has("app.kubernetes.io/name") || has("deploy")
}

/// Returns the settings in the arguments of Velero's server.
fn of_arguments(arguments: &[String]) -> ServerSettings {
    let mut settings = ServerSettings {
        // A flag that is not given has its default.
        default_volumes_to_fs_backup: Some(false),
        default_snapshot_move_data: Some(false),
        enable_csi: Some(false),
        ..ServerSettings::default()
    };
    for (index, argument) in arguments.iter().enumerate() {
        let Some(flag) = argument.strip_prefix("--") else { continue };
        let (flag, value) = match flag.split_once('=') {
            Some((flag, value)) => (flag, Some(value)),
            None => (flag, None),
        };
        // The value of a flag, which can be the next argument, except for a flag without one.
        let value_or_next = value.or_else(|| arguments.get(index + 1).map(String::as_str)).unwrap_or_default();
        let is_on = Some(value.is_none_or(|value| ["true", "1", "t", "T", "TRUE", "True"].contains(&value)));
        match flag {
            "default-volumes-to-fs-backup" => settings.default_volumes_to_fs_backup = is_on,
            "default-volumes-to-restic" if is_on == Some(true) => settings.default_volumes_to_fs_backup = is_on,
            "default-snapshot-move-data" => settings.default_snapshot_move_data = is_on,
            "features" => {
                settings.enable_csi = Some(value_or_next.split(',').any(|feature| feature.trim() == "EnableCSI"));
            }
            "default-volume-snapshot-locations" => {
                let pairs = value_or_next.split(',').filter_map(|pair| pair.trim().split_once(':'));
                settings.default_snapshot_locations =
                    pairs.map(|(provider, name)| (provider.to_owned(), name.to_owned())).collect();
            }
            "global-backup-volume-policies-configmap" if !value_or_next.is_empty() => {
                let name = Some(value_or_next.to_owned());
                settings.global_policy = Some(PolicyMap { name, ..PolicyMap::default() });
            }
            _ => {}
        }
    }
    settings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_of_the_server_are_settings() {
        let of = |arguments: &[&str]| of_arguments(&arguments.iter().map(|&text| text.to_owned()).collect::<Vec<_>>());
        let none = of(&["server"]);
        assert_eq!((none.enable_csi, none.default_volumes_to_fs_backup), (Some(false), Some(false)));
        let all = of(&[
            "server",
            "--features=EnableAPIGroupVersions,EnableCSI",
            "--default-volumes-to-fs-backup",
            "--default-snapshot-move-data=true",
            "--default-volume-snapshot-locations",
            "aws:a,gcp:g",
        ]);
        assert_eq!((all.enable_csi, all.default_volumes_to_fs_backup), (Some(true), Some(true)));
        assert_eq!(all.default_snapshot_move_data, Some(true));
        let locations = [("aws".to_owned(), "a".to_owned()), ("gcp".to_owned(), "g".to_owned())];
        assert_eq!(all.default_snapshot_locations, locations);
        assert_eq!(of(&["server", "--default-volumes-to-fs-backup=false"]).default_volumes_to_fs_backup, Some(false));
    }
}
