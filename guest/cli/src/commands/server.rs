//! What is known about Velero's server: the options of `select` and `coverage`.

use k8s_backup_target::diagnostic::{Diagnostic, quoted};
use k8s_backup_target::selection::{read_policies, read_settings};
use k8s_backup_target::validation::Format;
use k8s_backup_target::velero::server::{PolicyMap, ServerSettings, SnapshotLocation};
use k8s_backup_target_render::{Color, Source, render};

use super::Ended;
use crate::arguments::ServerOptions;
use crate::input::{read_text, shown};
use crate::outcome::{Outcome, Status};
use crate::system::System;

/// Reads the settings of the options. An option is used before the same setting of the file.
pub(super) fn settings(options: &ServerOptions, system: &mut dyn System) -> Ended<ServerSettings> {
    let mut policies = Vec::new();
    for path in &options.policy {
        policies.extend(policies_of(path, system)?);
    }
    let global_policy = match &options.global_policy {
        Some(path) => policies_of(path, system)?.into_iter().next(),
        None => None,
    };
    let locations = options.snapshot_location.iter().map(|location| location_of(location));
    let locations = locations.collect::<Ended<Vec<SnapshotLocation>>>()?;
    let of_options = ServerSettings {
        default_volumes_to_fs_backup: options.default_volumes_to_fs_backup,
        default_snapshot_move_data: options.default_snapshot_move_data,
        enable_csi: options.enable_csi,
        snapshot_locations: Some(locations).filter(|locations| !locations.is_empty()),
        policies,
        global_policy,
        ..ServerSettings::default()
    };
    let Some(path) = &options.settings else { return Ok(of_options) };
    let text = read_text(path, system).map_err(Outcome::from)?;
    let of_file = read_settings(&text, format_of(&text)).map_err(|found| refused(&found, path, &text))?;
    Ok(of_options.or(&of_file))
}

fn policies_of(path: &str, system: &mut dyn System) -> Ended<Vec<PolicyMap>> {
    let text = read_text(path, system).map_err(Outcome::from)?;
    read_policies(&text, format_of(&text)).map_err(|found| refused(&found, path, &text))
}

/// JSON is YAML too, but its errors are those of JSON.
fn format_of(text: &str) -> Format {
    if text.trim_start().starts_with('{') { Format::Json } else { Format::Yaml }
}

fn location_of(text: &str) -> Ended<SnapshotLocation> {
    match text.split_once('=') {
        Some((name, provider)) if !name.is_empty() && !provider.is_empty() => {
            Ok(SnapshotLocation { name: name.to_owned(), provider: provider.to_owned() })
        }
        _ => Err(Outcome::failure(&format!(
            "{} has no provider: write `--snapshot-location NAME=PROVIDER`, such as `default=aws`",
            quoted(&format!("--snapshot-location {text}"))
        ))),
    }
}

fn refused(found: &[Diagnostic], path: &str, text: &str) -> Outcome {
    let stderr = render(found, Source { name: shown(path), text }, Color::Never) + "\n";
    Outcome { stderr, status: Status::Failure, ..Outcome::default() }
}
