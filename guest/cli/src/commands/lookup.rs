//! `lookup`: a spec out of databags.

use std::collections::BTreeMap;

use k8s_backup_target::model::{Databag, Relation};
use k8s_backup_target::requirer::Targets;
use k8s_backup_target::validation::{Kind, format_spec};

use super::located::{Files, Origin};
use crate::arguments::Lookup;
use crate::input::Unreadable;
use crate::outcome::{Outcome, Status};
use crate::system::System;

pub(super) fn run(arguments: &Lookup, system: &mut dyn System) -> Outcome {
    let files = Files::read(&arguments.databags, Some(Kind::Databag), None, system);
    let mut outcome = Outcome::default();
    let (mut relations, mut origins) = (Vec::new(), Vec::new());
    for (place, file) in files.files.iter().enumerate() {
        for (subject, json) in (0..).zip(file.document.json()) {
            let Some(json) = json else {
                outcome.complaints += &file.draw_errors();
                outcome.worsen(Status::Problems);
                continue;
            };
            match databag(json) {
                Ok(databag) => {
                    let id = u32::try_from(relations.len()).unwrap_or(u32::MAX).saturating_add(1);
                    relations.push(Relation { id, databag });
                    origins.push(Origin { file: place, subject, pointer: String::new() });
                }
                Err(reason) => outcome.report_unreadable(&[Unreadable { name: file.name.clone(), reason }]),
            }
        }
    }
    outcome.report_unreadable(&files.unreadable);

    let targets = Targets::read(&relations);
    outcome.complaints += &files.draw(targets.diagnostics(), &origins);
    let names = &arguments.names;
    match targets.get_backup_spec(&names.app, &names.endpoint, &names.model) {
        Some(spec) => outcome.output = format_spec(spec, arguments.format.into()),
        None => {
            let wanted = crate::input::visible(&format!("{}, {}, {}", names.app, names.endpoint, names.model));
            outcome.complaints += &format!("error: no databag has a target {wanted}\n");
            for located in targets.entries() {
                let relation = relations.iter().position(|relation| relation.id == located.relation_id);
                let origin = relation.and_then(|place| origins.get(place));
                let file = origin.and_then(|origin| files.files.get(origin.file)).map(|file| file.name.as_str());
                let name = super::targets::name(&located.target);
                outcome.complaints += &format!("  there is {name}, in {}\n", file.unwrap_or_default());
            }
            outcome.worsen(Status::Problems);
        }
    }
    outcome
}

/// A databag as Juju has it: keys to texts.
pub(super) fn databag(json: &str) -> Result<Databag, String> {
    let entries: Result<BTreeMap<String, String>, _> = serde_json::from_str(json);
    entries.map(Databag::from_iter).map_err(|_| {
        "it is no databag, which is an object whose values are texts: {\"backup_targets\": \"[…]\"}".to_owned()
    })
}
