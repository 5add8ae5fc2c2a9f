//! The targets of files.

use std::collections::BTreeMap;

use k8s_backup_target::cluster::Cluster;
use k8s_backup_target::diagnostic::Diagnostic;
use k8s_backup_target::model::Target;

use super::Ended;
use super::located::{Files, Origin, origin_of};
use crate::outcome::{Outcome, Status};
use crate::settings::Settings;
use crate::system::System;

/// Every target of some files, in their order.
pub(super) struct Targets {
    pub(super) files: Files,
    pub(super) targets: Vec<Target>,
    pub(super) origins: Vec<Origin>,
}

impl Targets {
    /// Reads files. The outcome has their errors.
    ///
    /// If several files have a target with the same names, the first one counts, as in a lookup. Within one file, a
    /// diagnostic reports it.
    pub(super) fn read(
        paths: &[String],
        cluster: Option<&Cluster>,
        settings: &mut Settings,
        system: &mut dyn System,
    ) -> Ended<(Self, Outcome)> {
        let files = Files::read(paths, None, cluster, settings, system)?;
        let mut outcome = Outcome::default();
        let (mut targets, mut origins) = (Vec::<Target>::new(), Vec::<Origin>::new());
        let mut seen = BTreeMap::new();
        for (place, file) in files.files.iter().enumerate() {
            outcome.stderr += &file.draw_errors();
            outcome.judge(file.errors());
            for (target, at) in file.document.targets().iter().zip(file.document.target_places()) {
                let identity = target.identity();
                let identity = [identity.0, identity.1, identity.2].map(str::to_owned);
                let (first, there) = *seen.entry(identity).or_insert((place, &file.name));
                if first != place {
                    let here = &file.name;
                    let name = name(target);
                    outcome.stderr += &format!("note: {name} is skipped in {here}: it is already in {there}\n");
                    continue;
                }
                targets.push(target.clone());
                origins.push(Origin { file: place, subject: at.subject, pointer: at.pointer.clone() });
            }
            if file.document.targets().is_empty() && !file.document.specs().is_empty() {
                outcome.stderr += &format!(
                    "error: `{}` contains a spec without names: add `app`, `relation_name` and `model`\n",
                    crate::formats::visible(&file.name)
                );
                outcome.raise(Status::Failure);
            }
        }
        outcome.report_unreadable(&files.unreadable);
        Ok((Targets { files, targets, origins }, outcome))
    }

    /// `my-app, backup, prod`
    pub(super) fn name(&self, index: u32) -> String {
        name(self.targets.get(index as usize).expect("plans and coverages name targets that they were given"))
    }

    /// Returns the diagnostics of a flow that settings and comments do not ignore.
    pub(super) fn reported(&self, diagnostics: &[Diagnostic]) -> Vec<Diagnostic> {
        self.files.reported(diagnostics, &self.origins)
    }

    /// Returns the diagnostics that the files do not have already.
    pub(super) fn unreported<'d>(&self, diagnostics: &'d [Diagnostic]) -> impl Iterator<Item = &'d Diagnostic> {
        diagnostics.iter().filter(|found| {
            let file = found.subject.map(|subject| self.files.of(origin_of(&self.origins, subject)));
            // The message about a target can be longer than that about its object.
            let is_same = |known: &Diagnostic| known.rule == found.rule && known.message.starts_with(&found.message);
            !file.is_some_and(|file| file.errors().chain(file.document.diagnostics()).any(is_same))
        })
    }
}

pub(super) fn name(target: &Target) -> String {
    let (app, endpoint, model) = target.identity();
    crate::formats::visible(&format!("{app}, {endpoint}, {model}"))
}
