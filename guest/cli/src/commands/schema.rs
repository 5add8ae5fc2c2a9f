//! `schema`: prints a JSON Schema.

use k8s_backup_target::release::Release;
use k8s_backup_target::validation::{Kind, json_schema};

use super::Ended;
use crate::arguments::{Schema, SchemaKind};
use crate::formats::visible;
use crate::outcome::Outcome;

pub(super) fn run(arguments: &Schema) -> Ended<Outcome> {
    let release = match arguments.velero.velero_version.as_deref() {
        None => Release::default(),
        Some(version) => Release::of_version(version).ok_or_else(|| {
            let names: Vec<&str> = Release::ALL.iter().map(|release| release.name()).collect();
            let reason = format!("there is no Velero `{}`; the releases are {}", visible(version), names.join(", "));
            Outcome::failure(&reason)
        })?,
    };
    let kind = match arguments.kind {
        SchemaKind::Spec => Kind::Spec,
        SchemaKind::Target => Kind::Target,
        SchemaKind::Backup => Kind::Backup,
        SchemaKind::Schedule => Kind::Schedule,
        SchemaKind::HelmValues => Kind::HelmValues,
    };
    Ok(Outcome::success(json_schema(kind, release).expect("people write each of these kinds")))
}
