//! What the options say of a cluster.

use k8s_backup_target::api_resources::parse_api_resources;
use k8s_backup_target::catalogue::UNKNOWN_VELERO_VERSION;
use k8s_backup_target::cluster::Cluster;
use k8s_backup_target::diagnostic::Diagnostic;
use k8s_backup_target_render::{Color, Source, render};

use super::Ended;
use crate::arguments::ClusterOptions;
use crate::input::read_text;
use crate::outcome::{Outcome, Status};
use crate::system::System;

/// The cluster; `None` when nothing is said of it.
pub(super) fn read(options: &ClusterOptions, system: &mut dyn System) -> Ended<Option<Cluster>> {
    if options.api_resources.is_none() && options.velero_version.is_none() {
        return Ok(None);
    }
    let mut kinds = Vec::new();
    if let Some(path) = &options.api_resources {
        let text = read_text(path, system)?;
        kinds = parse_api_resources(&text).map_err(|found| refusal(&found, path, &text))?;
    }
    let cluster = Cluster::open(kinds, options.velero_version.as_deref());
    cluster.map(Some).map_err(|found| {
        let is_of_version = |found: &Diagnostic| found.rule.code == UNKNOWN_VELERO_VERSION.code;
        let (of_version, of_kinds): (Vec<_>, Vec<_>) = found.into_iter().partition(is_of_version);
        let mut outcome = refusal(&of_version, "--velero-version", "");
        if !of_kinds.is_empty() {
            let path = options.api_resources.as_ref().expect("the kinds are those of a file");
            // The positions of the kinds in the file are no longer known.
            outcome.stderr += &refusal(&of_kinds, path, "").stderr;
        }
        outcome
    })
}

fn refusal(diagnostics: &[Diagnostic], name: &str, text: &str) -> Outcome {
    let stderr = render(diagnostics, Source { name, text }, Color::Never);
    Outcome { stderr, status: Status::Failure, ..Outcome::default() }
}
