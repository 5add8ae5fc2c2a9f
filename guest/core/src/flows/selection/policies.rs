//! The resource policies of a backup: found, read, and refused as Velero does.

use crate::catalogue::{POLICY_MISSING, POLICY_REFUSED};
use crate::decode::policy;
use crate::diagnostic::{Diagnostic, Finding, Pointer, Severity, quoted};
use crate::document::{Document, Format};
use crate::inventory::Inventory;
use crate::release::{Behaviour, Release};
use crate::report::Report;
use crate::rules;
use crate::rules::namespaces::VELERO_NAMESPACE;
use crate::velero::backup::Backup;
use crate::velero::policy::Policy;
use crate::velero::server::{Policies, PolicyMap, ServerSettings};
use crate::velero::special::Special;

/// Reads a resource policy: the text of the value in its ConfigMap. Velero reads the first YAML document.
pub(crate) fn read(text: &str, release: Release) -> Result<Policy, Vec<Diagnostic>> {
    let mut document = Document::read(text.to_owned(), Format::Yaml);
    let mut report = Report::about(0);
    let read = document.value(0).map(|value| policy::policy(value, &Pointer::Root, release, &mut report));
    match read {
        Some(Ok(policy)) => Ok(policy),
        read => {
            let findings = report.into_findings();
            let mut found = document.diagnostics(findings);
            found.retain(|found| found.subject == Some(0) && found.severity == Severity::Error);
            if found.is_empty() && read.is_none() {
                found.push(POLICY_REFUSED.violation("the text is not YAML").into_diagnostic());
            }
            Err(found)
        }
    }
}

/// Returns the only value of a ConfigMap.
fn only_value(map: &PolicyMap) -> Result<&str, Finding> {
    match map.data.as_slice() {
        [(_, text)] => Ok(text),
        data => {
            let message =
                format!("the ConfigMap has {} keys: Velero reads a policy from the value of the only key", data.len());
            Err(POLICY_REFUSED.violation(message).help("keep one key in `data`"))
        }
    }
}

fn read_map(map: &PolicyMap, release: Release) -> Result<Policy, String> {
    let text = only_value(map).map_err(|finding| finding.into_diagnostic().message)?;
    read(text, release).map_err(|found| found.into_iter().next().map_or_else(String::new, |found| found.message))
}

/// The policies of a backup, and what is wrong with them.
#[derive(Default)]
pub(super) struct Found {
    pub(super) policies: Policies,
    pub(super) refusals: Vec<Diagnostic>,
    pub(super) notes: Vec<Diagnostic>,
}

/// Finds and reads the policies of a backup. `backup` is `None` for a spec, which has no policy of its own.
pub(super) fn of(backup: Option<&Backup>, inventory: &Inventory, settings: &ServerSettings) -> Found {
    let release = inventory.cluster().release();
    let mut found = Found::default();
    if let Some((backup, name)) = backup.and_then(|backup| Some((backup, backup.resource_policy.as_deref()?))) {
        let at = &backup.filters.dialect.pointer().key("resourcePolicy");
        let namespace = backup.namespace.as_deref().unwrap_or(VELERO_NAMESPACE);
        match find(name, namespace, inventory, settings) {
            Search::Found(map) => match read_map(&map, release) {
                Ok(policy) => found.policies.own = Some(policy),
                Err(message) => {
                    let message = format!("Velero refuses the resource policy {}: {message}", quoted(name));
                    let help = "check the ConfigMap: it is shown where the fault is";
                    found.refusals.push(POLICY_REFUSED.violation(message).help(help).at(at).into_diagnostic());
                }
            },
            Search::Missing => {
                let message = format!("there is no ConfigMap {} in the namespace {}", quoted(name), quoted(namespace));
                let help = "create the ConfigMap in the namespace of Velero, or fix the name";
                found.refusals.push(POLICY_MISSING.violation(message).help(help).at(at).into_diagnostic());
            }
            Search::NotKnown => {
                let note = rules::backup::not_considered(backup, backup.filters.dialect.pointer());
                found.notes.extend(note.map(Finding::into_diagnostic));
            }
        }
    }
    found.policies.own_rules = found.policies.own.as_ref().map_or(0, |policy| policy.volume_rules.len());
    found.policies.merged = found.policies.own.clone();
    if let Some(map) = settings.global_policy.as_ref().filter(|_| release.has(Behaviour::HasGlobalPolicy)) {
        match read_map(map, release) {
            Ok(global) => {
                let merged = found.policies.merged.get_or_insert_default();
                merged.volume_rules.extend(global.volume_rules);
            }
            Err(message) => {
                let message = format!("Velero refuses every backup, because of its global policy: {message}");
                found
                    .refusals
                    .push(POLICY_REFUSED.violation(message).help("fix the policy of the server").into_diagnostic());
            }
        }
    }
    found
}

enum Search {
    Found(PolicyMap),
    Missing,
    /// There is no ConfigMap at all in the inventory, and no policy is given.
    NotKnown,
}

fn find(name: &str, namespace: &str, inventory: &Inventory, settings: &ServerSettings) -> Search {
    let is_it = |known: &Option<String>, wanted: &str| known.as_deref().is_none_or(|known| known == wanted);
    let given = settings.policies.iter().find(|map| is_it(&map.name, name) && is_it(&map.namespace, namespace));
    if let Some(given) = given {
        return Search::Found(given.clone());
    }
    let kept = inventory.storage.policies.iter().find(|map| map.namespace == namespace && map.name == name);
    if let Some(kept) = kept {
        let data = vec![("policy".to_owned(), kept.text.clone())];
        return Search::Found(PolicyMap { namespace: None, name: None, data });
    }
    let number = inventory.namespaces.find(namespace);
    let has_config_maps = inventory.kinds.iter().any(|kind| kind.special == Some(Special::ConfigMap));
    if number.and_then(|number| inventory.find(Special::ConfigMap, number, name)).is_some() {
        // It has another number of keys, or its text cannot be a policy.
        return Search::Found(PolicyMap::default());
    }
    if has_config_maps || !settings.policies.is_empty() { Search::Missing } else { Search::NotKnown }
}
