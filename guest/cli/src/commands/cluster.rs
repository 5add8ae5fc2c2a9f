//! What the options say of a cluster.

use k8s_backup_target::api_resources::parse_api_resources;
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
        // What is said of the version has no subject; of a kind, no place in the listing is known any more.
        let (of_kinds, of_version): (Vec<_>, Vec<_>) = found.into_iter().partition(|found| found.subject.is_some());
        let mut outcome = refusal(&of_version, "--velero-version", "");
        let of_kinds = refusal(&of_kinds, options.api_resources.as_deref().unwrap_or_default(), "");
        outcome.complaints += &of_kinds.complaints;
        outcome
    })
}

fn refusal(diagnostics: &[Diagnostic], name: &str, text: &str) -> Outcome {
    let complaints = render(diagnostics, Source { name, text }, Color::Never);
    Outcome { complaints, status: Status::Unable, ..Outcome::default() }
}
