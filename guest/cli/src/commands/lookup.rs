//! `lookup`: finds a spec in databags.

use std::collections::BTreeMap;

use k8s_backup_target::model::{Databag, Relation};
use k8s_backup_target::requirer::Targets;
use k8s_backup_target::validation::{Kind, format_spec};

use super::Ended;
use super::located::{Files, Origin, origin_of};
use crate::arguments::{ClusterOptions, Lookup};
use crate::formats::escaped;
use crate::input::Unreadable;
use crate::outcome::{Outcome, Status};
use crate::settings::Settings;
use crate::system::System;

pub(super) fn run(arguments: &Lookup, system: &mut dyn System) -> Ended<Outcome> {
    let mut settings = Settings::new(&ClusterOptions::default(), &[], system)?;
    let files = Files::read(&arguments.databags, Some(Kind::Databag), None, &mut settings, system)?;
    let mut outcome = Outcome::default();
    let (mut relations, mut origins) = (Vec::new(), Vec::new());
    for (place, file) in files.files.iter().enumerate() {
        for (subject, json) in (0..).zip(file.document.json()) {
            let Some(json) = json else {
                outcome.stderr += &file.draw_errors();
                outcome.raise(Status::Problems);
                continue;
            };
            match databag(&json) {
                Ok(databag) => {
                    let id = u32::try_from(relations.len() + 1).expect("fewer documents fit in memory");
                    relations.push(Relation { id, databag });
                    origins.push(Origin { file: place, subject, pointer: String::new() });
                }
                Err(reason) => outcome.report_unreadable(&[Unreadable { name: file.name.clone(), reason }]),
            }
        }
    }
    outcome.report_unreadable(&files.unreadable);

    let targets = Targets::read(&relations);
    outcome.stderr += &files.draw(&files.reported(targets.diagnostics(), &origins), &origins);
    let names = &arguments.names;
    match targets.get_backup_spec(&names.app, &names.endpoint, &names.model) {
        Some(spec) => outcome.stdout = escaped(&format_spec(spec, arguments.format.into())),
        None => {
            let wanted = crate::formats::visible(&format!("{}, {}, {}", names.app, names.endpoint, names.model));
            outcome.stderr += &format!("error: no databag has the target {wanted}\n");
            for located in targets.entries() {
                // The ids count from 1.
                let file = &files.of(origin_of(&origins, located.relation_id - 1)).name;
                let name = super::targets::name(&located.target);
                outcome.stderr += &format!("  found: {name}, in {file}\n");
            }
            outcome.raise(Status::Problems);
        }
    }
    Ok(outcome)
}

/// Parses a databag: keys and strings, as Juju has them.
pub(super) fn databag(json: &str) -> Result<Databag, String> {
    let entries: Result<BTreeMap<String, String>, _> = serde_json::from_str(json);
    entries.map(Databag::from_iter).map_err(|_| {
        "it is not a databag: write an object with string values, such as {\"backup_targets\": \"[…]\"}".to_owned()
    })
}
