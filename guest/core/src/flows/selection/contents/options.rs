//! What decides how contents are saved: the fields of a Backup, and the settings of the server.

use std::collections::BTreeMap;

use super::super::policies::Found;
use super::Options;
use crate::catalogue::LOCATION_REFUSED;
use crate::diagnostic::{Diagnostic, quoted};
use crate::velero::backup::{Backup, VolumeFields};
use crate::velero::filters::Dialect;
use crate::velero::server::{ServerSettings, SnapshotLocation};

/// Returns the options of a backup, and why Velero refuses it for them. `backup` is `None` for a spec, which has no such
/// fields.
pub(in super::super) fn of(backup: Option<&Backup>, settings: ServerSettings, found: &mut Found) -> Options {
    let dialect = backup.map_or(Dialect::Spec, |backup| backup.filters.dialect);
    let fields = backup.map(|backup| backup.volumes.clone()).unwrap_or_default();
    let locations = locations(&fields, &settings, dialect).unwrap_or_else(|refusals| {
        found.refusals.extend(refusals);
        Vec::new()
    });
    if let (Some(name), Some(known)) =
        (backup.and_then(|backup| backup.storage_location.as_ref()), &settings.storage_locations)
        && !known.contains(name)
    {
        let message = format!("there is no BackupStorageLocation {}", quoted(name));
        let known: Vec<String> = known.iter().map(|name| quoted(name).to_string()).collect();
        let help = if known.is_empty() {
            "create it in the namespace of Velero".to_owned()
        } else {
            format!("write one of {}", known.join(", "))
        };
        let at = &dialect.pointer().key("storageLocation");
        found.refusals.push(LOCATION_REFUSED.violation(message).help(help).at(at).into_diagnostic());
    }
    let or_setting = |field: Option<bool>, setting: Option<bool>| field.or(setting).unwrap_or(false);
    Options {
        default_to_fs: fields.default_volumes_to_restic == Some(true)
            || or_setting(fields.default_volumes_to_fs_backup, settings.default_volumes_to_fs_backup),
        enable_csi: settings.enable_csi.unwrap_or(false),
        moves_data: or_setting(fields.snapshot_move_data, settings.default_snapshot_move_data),
        snapshots_volumes: fields.snapshot_volumes != Some(false),
        policies: std::mem::take(&mut found.policies),
        locations,
        fields,
        settings,
    }
}

/// Returns the snapshot locations that a backup uses, one for each provider: Velero's `validateAndGetSnapshotLocations`.
fn locations(
    fields: &VolumeFields,
    settings: &ServerSettings,
    dialect: Dialect,
) -> Result<Vec<SnapshotLocation>, Vec<Diagnostic>> {
    let named = &fields.volume_snapshot_locations;
    let Some(known) = &settings.snapshot_locations else {
        // Their providers are not known.
        let location = |name: &String| SnapshotLocation { name: name.clone(), provider: String::new() };
        return Ok(named.first().map(location).into_iter().collect());
    };
    let at = &dialect.pointer().key("volumeSnapshotLocations");
    let mut refusals = Vec::new();
    let mut refuse = |message: String, help: String, index: Option<usize>| {
        let refusal = LOCATION_REFUSED.violation(message).help(help);
        let refusal = match index {
            Some(index) => refusal.at(&at.index(index)),
            None => refusal.at(at),
        };
        refusals.push(refusal.into_diagnostic());
    };
    let mut used: BTreeMap<&str, &SnapshotLocation> = BTreeMap::new();
    for (index, name) in named.iter().enumerate() {
        let Some(location) = known.iter().find(|location| location.name == *name) else {
            let message = format!("there is no VolumeSnapshotLocation {}", quoted(name));
            refuse(message, "create it in the namespace of Velero, or remove the name".to_owned(), Some(index));
            continue;
        };
        let first = used.entry(&location.provider).or_insert(location);
        if first.name != location.name {
            let message = format!(
                "{} and {} are both locations of the provider {}: Velero uses one for each provider",
                quoted(&first.name),
                quoted(name),
                quoted(&location.provider)
            );
            refuse(message, "remove one of them".to_owned(), Some(index));
        }
    }
    for location in known {
        let provider = location.provider.as_str();
        if used.contains_key(provider) || known.iter().any(|other| is_earlier(known, other, location)) {
            continue;
        }
        let of_provider: Vec<&SnapshotLocation> =
            known.iter().filter(|location| location.provider == provider).collect();
        let default = settings.default_snapshot_locations.iter().find(|(of, _)| of == provider).map(|(_, name)| name);
        match (of_provider.as_slice(), default) {
            ([only], _) => {
                used.insert(provider, only);
            }
            (several, Some(default)) => match several.iter().find(|location| location.name == *default) {
                Some(location) => {
                    used.insert(provider, location);
                }
                None => refuse(
                    format!(
                        "the default location {} of the provider {} does not exist",
                        quoted(default),
                        quoted(provider)
                    ),
                    "name a location of the provider".to_owned(),
                    None,
                ),
            },
            (_, None) => refuse(
                format!("the provider {} has several locations, and the backup names none", quoted(provider)),
                "name one of them, or set a default with `--default-volume-snapshot-locations` of the server"
                    .to_owned(),
                None,
            ),
        }
    }
    if refusals.is_empty() { Ok(used.into_values().cloned().collect()) } else { Err(refusals) }
}

/// Whether a location is an earlier one of the same provider.
fn is_earlier(known: &[SnapshotLocation], other: &SnapshotLocation, location: &SnapshotLocation) -> bool {
    let place = |wanted: &SnapshotLocation| known.iter().position(|known| std::ptr::eq(known, wanted));
    other.provider == location.provider && place(other) < place(location)
}
