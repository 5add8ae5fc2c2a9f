//! `schema`: prints a JSON Schema.

use k8s_backup_target::validation::{Kind, json_schema};

use super::Ended;
use crate::arguments::{Schema, SchemaKind};
use crate::outcome::Outcome;
use crate::settings::Settings;
use crate::system::System;

pub(super) fn run(arguments: &Schema, system: &mut dyn System) -> Ended<Outcome> {
    let mut settings = Settings::new(&arguments.velero.clone().into(), &[], system)?;
    let release = settings.of_first(&[], system)?.release();
    let kind = match arguments.kind {
        SchemaKind::Spec => Kind::Spec,
        SchemaKind::Target => Kind::Target,
        SchemaKind::Targets => Kind::Targets,
        SchemaKind::Backup => Kind::Backup,
        SchemaKind::Schedule => Kind::Schedule,
        SchemaKind::HelmValues => Kind::HelmValues,
    };
    let schema = json_schema(kind, release).expect("people write each of these kinds");
    Ok(Outcome { stderr: settings.warnings(), ..Outcome::success(schema) })
}
