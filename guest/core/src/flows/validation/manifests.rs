//! Reads Velero's Backups and Schedules among the Kubernetes objects of a document.

use std::ops::Range;

use super::{Kind, TextPlace};
use crate::catalogue::{MANIFEST_FIELD_TYPE, MANIFEST_KIND, MANIFEST_TEMPLATE, POLICY_REFUSED};
use crate::cluster::Cluster;
use crate::decode::manifest::{self, VELERO_KINDS};
use crate::decode::{Unreadable, member, plain_text, policy, server};
use crate::diagnostic::{Changed, Finding, Pointer, Severity, pointer_tokens, quoted};
use crate::document::Document;
use crate::document::templates::{action, not_rendered};
use crate::document::tree::{Layer, Value};
use crate::report::Report;
use crate::rules;
use crate::suggest::nearest;
use crate::velero::backup::{Backup, BackupKind, VELERO_GROUP};
use crate::velero::retention::KnownRuns;
use crate::velero::server::PolicyMap;

/// The version of the API that Velero's Backups and Schedules have.
const API_VERSION: &str = "velero.io/v1";
const SCHEDULES: &str = "schedules";
/// The key of Velero's values in those of a chart that has it as a dependency.
const CHART: &str = "velero";
/// Maximum depth of Lists in Lists.
const MAX_LIST_DEPTH: usize = 4;

/// Returns what kind of manifest a document is, by its keys; `None` if it is not one.
pub(super) fn guess(value: Value<'_>) -> Option<Kind> {
    if let Layer::List(mut items) = value.open() {
        // The output of `jq .items`
        let is_object = |item| matches!(type_of(item), (Some(_), Some(_)));
        return items.next().is_some_and(is_object).then_some(Kind::Objects);
    }
    let (version, kind) = type_of(value);
    match (version.as_deref(), kind.as_deref()) {
        (Some(version), Some(kind)) if is_of_velero(version, kind) => Some(match kind {
            "Backup" => Kind::Backup,
            "Schedule" => Kind::Schedule,
            _ => Kind::Objects,
        }),
        (Some(_), Some(_)) => Some(Kind::Objects),
        (Some(version), None) if group_of(version) == VELERO_GROUP => Some(Kind::Objects),
        (None, Some("Backup")) if has_object_fields(value) => Some(Kind::Backup),
        (None, Some("Schedule")) if has_object_fields(value) => Some(Kind::Schedule),
        (None, Some(_)) if is_list(value) => Some(Kind::Objects),
        (None, None) if server::is_policy(value) => Some(Kind::Policy),
        (None, None) => helm_schedules(value).map(|_| Kind::HelmValues),
        _ => None,
    }
}

/// Returns the kind of a manifest that is being written, and that [`guess`] does not recognise yet: a Backup or a Schedule
/// has only its `kind`, or a Schedule in Helm values no `template`.
pub(super) fn guess_begun(value: Value<'_>) -> Option<Kind> {
    let chart = if is_dependency(value) { member(value, CHART)? } else { value };
    if let Some(Layer::Object(mut entries)) = member(chart, SCHEDULES).map(Value::open)
        && entries.any(|(_, entry)| manifest::is_begun_helm_schedule(entry))
    {
        return Some(Kind::HelmValues);
    }
    backup_kind(type_of(value).1.as_deref()?)
}

/// Whether the values of Velero's chart are below those of a chart that depends on it.
fn is_dependency(values: Value<'_>) -> bool {
    match helm_schedules(values) {
        Some((is_dependency, _)) => is_dependency,
        None => member(values, SCHEDULES).is_none() && member(values, CHART).is_some(),
    }
}

fn backup_kind(kind: &str) -> Option<Kind> {
    match kind {
        "Backup" => Some(Kind::Backup),
        "Schedule" => Some(Kind::Schedule),
        _ => None,
    }
}

/// Returns the Backup, the Schedule or the values around the value at a pointer into a document of this kind, and the
/// pointer to it.
pub(super) fn object_around(kind: Kind, document: Value<'_>, pointer: &str) -> Option<(Kind, String)> {
    let mut tokens = pointer_tokens(pointer);
    if kind == Kind::HelmValues {
        let mut chart = || tokens.next().filter(|first| first == CHART).map(|_| format!("/{CHART}"));
        return Some((kind, if is_dependency(document) { chart()? } else { String::new() }));
    }
    let (mut value, mut of_list, mut place) = (document, None, String::new());
    loop {
        let (kind, is_velero) = type_in_list(value, of_list.as_deref());
        let items = match value.open() {
            Layer::List(_) => value,
            _ => match kind.as_deref().and_then(|kind| kind.strip_suffix("List")).zip(member(value, "items")) {
                Some((list, items)) => {
                    of_list = Some(list.to_owned()).filter(|list| is_velero && VELERO_KINDS.contains(&list.as_str()));
                    tokens.next().filter(|token| token == "items")?;
                    place += "/items";
                    items
                }
                None => return Some((backup_kind(kind.as_deref()?).filter(|_| is_velero)?, place)),
            },
        };
        let index = tokens.next()?;
        let Layer::List(mut entries) = items.open() else { return None };
        value = entries.nth(index.parse().ok()?)?;
        place = format!("{place}/{index}");
    }
}

/// Whether the part of a document that could be read shows that it is an object of another kind.
pub(super) fn is_of_other_kind(part: Value<'_>) -> bool {
    let (version, kind) = type_of(part);
    let is_list = kind.as_deref().is_some_and(|kind| kind.ends_with("List"));
    kind.is_some() && !is_list && version.is_some_and(|version| group_of(&version) != VELERO_GROUP)
}

fn is_list(value: Value<'_>) -> bool {
    let (_, kind) = type_of(value);
    kind.is_some_and(|kind| kind.ends_with("List")) && member(value, "items").is_some()
}

fn has_object_fields(value: Value<'_>) -> bool {
    ["metadata", "spec"].into_iter().any(|key| member(value, key).is_some())
}

/// Returns the apiVersion and the kind of an object.
fn type_of(value: Value<'_>) -> (Option<String>, Option<String>) {
    let text = |key| member(value, key).and_then(plain_text);
    (text("apiVersion"), text("kind"))
}

/// Returns the kind of an object, and whether it is of Velero. `of_list` is the kind that an item of a typed list may leave
/// out.
fn type_in_list(value: Value<'_>, of_list: Option<&str>) -> (Option<String>, bool) {
    let (version, kind) = type_of(value);
    let kind = kind.or_else(|| of_list.map(str::to_owned));
    let is_velero = match &version {
        Some(version) => is_of_velero(version, kind.as_deref().unwrap_or_default()),
        None => of_list.is_some() || matches!(kind.as_deref(), Some("Backup" | "Schedule")),
    };
    (kind, is_velero)
}

/// Whether an apiVersion is of Velero, or is meant to be.
fn is_of_velero(version: &str, kind: &str) -> bool {
    let group = group_of(version);
    let is_like = || nearest(&version.to_lowercase(), [API_VERSION, VELERO_GROUP]).is_some();
    // The core group has no such kinds, and Velero's first releases had another group.
    let is_meant = || ["", "ark.heptio.com"].contains(&group) || is_like();
    group == VELERO_GROUP || (["Backup", "Schedule"].contains(&kind) && is_meant())
}

fn group_of(version: &str) -> &str {
    version.split_once('/').map_or("", |(group, _)| group)
}

/// Returns the `schedules` in the values of Velero's Helm chart, or of a chart with Velero as a dependency, which has them
/// under `velero`. `None` if there are none.
fn helm_schedules(value: Value<'_>) -> Option<(bool, Value<'_>)> {
    let schedules = |value| {
        let schedules = member(value, SCHEDULES)?;
        let is_schedule = |entry: Value<'_>| manifest::is_helm_schedule(entry);
        let has_schedules = match schedules.open() {
            Layer::Object(entries) => {
                entries.clone().all(|(_, entry)| entry.is_null())
                    || entries.into_iter().any(|(_, entry)| is_schedule(entry))
            }
            Layer::List(mut entries) => entries.any(is_schedule),
            Layer::Null => true,
            _ => false,
        };
        has_schedules.then_some(schedules)
    };
    let own = schedules(value).map(|schedules| (false, schedules));
    own.or_else(|| schedules(member(value, CHART)?).map(|schedules| (true, schedules)))
}

/// Reads the objects of one document.
pub(super) struct Manifests<'r> {
    pub(super) document: &'r Document,
    pub(super) cluster: &'r Cluster,
    pub(super) subject: u32,
    pub(super) backups: &'r mut Vec<(Backup, TextPlace)>,
    pub(super) policies: &'r mut Vec<PolicyMap>,
    /// The parts of the text with objects of other kinds, with the document that they are in.
    pub(super) skipped: &'r mut Vec<(u32, Range<usize>)>,
    /// Of all Schedules of the text.
    pub(super) known_runs: &'r mut KnownRuns,
}

impl Manifests<'_> {
    /// Reads a document of this kind, which is one of manifests.
    pub(super) fn read(&mut self, kind: Kind, value: Value<'_>, report: &mut Report) {
        let root = &Pointer::Root;
        match kind {
            Kind::Backup | Kind::Schedule if is_list(value) => self.read_object(value, root, None, 0, report),
            Kind::Backup => self.read_backup(BackupKind::Backup, value, root, report),
            Kind::Schedule => self.read_backup(BackupKind::Schedule, value, root, report),
            Kind::HelmValues => self.read_helm_values(value, root, report),
            Kind::Policy => {
                let data = vec![("policy".to_owned(), self.document.text().to_owned())];
                self.policies.push(PolicyMap { namespace: None, name: None, data });
                self.read_policy(value, root, report);
            }
            _ => self.read_object(value, root, None, 0, report),
        }
    }

    /// Reads an object, which may be a List of others. `of_list` is the kind that an item of a typed list may leave out.
    fn read_object(
        &mut self,
        value: Value<'_>,
        pointer: &Pointer<'_>,
        of_list: Option<&str>,
        depth: usize,
        report: &mut Report,
    ) {
        match value.open() {
            Layer::Object(_) => {}
            Layer::List(_) if depth == 0 => {
                report.push(|| {
                    let help = "write `{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": […]}`";
                    MANIFEST_KIND.violation("this is a list of objects, and not a List").help(help).at(pointer)
                });
                return self.read_items(value, pointer, None, depth, report);
            }
            _ => {
                let help = "write an object with `apiVersion`, `kind` and `metadata`";
                return report.push(|| MANIFEST_KIND.violation("this is not an object").help(help).at(pointer));
            }
        }
        let (kind, is_velero) = type_in_list(value, of_list);
        if let Some(list) = kind.as_deref().and_then(|kind| kind.strip_suffix("List"))
            && let Some(items) = member(value, "items")
        {
            let of_list = Some(list).filter(|list| is_velero && VELERO_KINDS.contains(list));
            return self.read_items(items, &pointer.key("items"), of_list, depth, report);
        }
        match kind.as_deref() {
            Some("ConfigMap") if !is_velero && !policy_keys(value).is_empty() => {
                self.read_config_map(value, pointer, report);
            }
            Some(_) if !is_velero => self.skip(value),
            Some("Backup") => self.read_backup(BackupKind::Backup, value, pointer, report),
            Some("Schedule") => self.read_backup(BackupKind::Schedule, value, pointer, report),
            Some(kind) if VELERO_KINDS.contains(&kind) => self.skip(value),
            Some(kind) => report.push(|| unknown_kind(kind, pointer)),
            None => report.push(|| {
                let help = "add its `kind`, such as `kind: Backup` or `kind: Schedule`";
                MANIFEST_KIND.violation("the object has no `kind`").help(help).at(&pointer.key("kind"))
            }),
        }
    }

    /// Reads a ConfigMap with a resource policy.
    fn read_config_map(&mut self, value: Value<'_>, pointer: &Pointer<'_>, report: &mut Report) {
        let data = &pointer.key("data");
        let Some(map) = server::config_map(value) else { return };
        if map.data.len() > 1 {
            report.push(|| {
                let message = format!(
                    "the ConfigMap has {} keys: Velero reads a resource policy only from a ConfigMap with one key",
                    map.data.len()
                );
                POLICY_REFUSED.violation(message).help("keep only the key with the policy").at(data)
            });
        }
        for key in policy_keys(value) {
            let at = &data.key(&key);
            // What is not YAML is reported with the text.
            if let Some(Ok(policy)) = self.document.embedded(self.subject as usize, &at.to_string()) {
                self.read_policy(policy, at, report);
            }
        }
        self.policies.push(map);
    }

    fn read_policy(&mut self, value: Value<'_>, pointer: &Pointer<'_>, report: &mut Report) {
        let release = self.cluster.release();
        if let Ok(policy) = policy::policy(value, pointer, release, report) {
            rules::policy::check(&policy, release, pointer, report);
        }
    }

    fn skip(&mut self, value: Value<'_>) {
        self.skipped.push((self.subject, value.source()));
    }

    fn read_items(
        &mut self,
        items: Value<'_>,
        pointer: &Pointer<'_>,
        of_list: Option<&str>,
        depth: usize,
        report: &mut Report,
    ) {
        match items.open() {
            Layer::List(items) if depth < MAX_LIST_DEPTH => {
                for (index, item) in items.enumerate() {
                    self.read_object(item, &pointer.index(index), of_list, depth + 1, report);
                }
            }
            Layer::Null => {}
            Layer::List(_) => report.push(|| {
                let message = format!("Lists are nested more than {MAX_LIST_DEPTH} levels deep");
                MANIFEST_FIELD_TYPE.violation(message).help("write the items of the inner List here").at(pointer)
            }),
            _ => report.push(|| {
                let help = "write a list of objects";
                MANIFEST_FIELD_TYPE.violation("`items` must be a list").help(help).at(pointer)
            }),
        }
    }

    fn read_backup(&mut self, kind: BackupKind, value: Value<'_>, pointer: &Pointer<'_>, report: &mut Report) {
        if let Some(finding) = wrong_type(kind, value, pointer) {
            report.push(|| finding);
            return;
        }
        self.read_rendered(value, pointer, report, |reader, report| {
            let backup = manifest::backup(kind, value, pointer, reader.cluster.release(), report)?;
            reader.take(backup, pointer, report);
            Ok(())
        });
    }

    /// Reads the values of Velero's Helm chart.
    fn read_helm_values(&mut self, value: Value<'_>, root: &Pointer<'_>, report: &mut Report) {
        let Some((is_dependency, schedules)) = helm_schedules(value) else {
            report.push(|| {
                let message = "the values have no `schedules` with a `schedule` and a `template`";
                let help = "pass the values of Velero's Helm chart";
                MANIFEST_FIELD_TYPE.violation(message).help(help).at(root)
            });
            return;
        };
        let chart = if is_dependency { root.key(CHART) } else { *root };
        let pointer = &chart.key(SCHEDULES);
        let entries = match schedules.open() {
            Layer::Object(entries) => entries,
            Layer::List(_) => {
                report.push(|| {
                    let message = "`schedules` must be keys and values, found a list";
                    MANIFEST_FIELD_TYPE
                        .violation(message)
                        .help("write the name of each Schedule as its key")
                        .at(pointer)
                });
                return;
            }
            _ => return,
        };
        let schedules = pointer;
        for (key, value) in entries.filter(|(_, value)| !value.is_null()) {
            let pointer = &schedules.key(&key.text);
            self.read_rendered(value, pointer, report, |reader, report| {
                let release = reader.cluster.release();
                if let Some(backup) = manifest::helm_schedule(&key.text, value, pointer, release, report)? {
                    reader.take(backup, pointer, report);
                }
                Ok(())
            });
        }
    }

    /// Reads an object, if it is not a template. Names that are left to fill in are reported once, and the other values are
    /// checked for errors.
    fn read_rendered(
        &mut self,
        value: Value<'_>,
        pointer: &Pointer<'_>,
        report: &mut Report,
        read: impl FnOnce(&mut Self, &mut Report) -> Result<(), Unreadable>,
    ) {
        let mut placeholders = Vec::new();
        find_placeholders(value, pointer, MAX_PLACEHOLDER_DEPTH, &mut placeholders);
        let Some(first) = placeholders.first() else {
            // The report says why it could not be read.
            let _ = read(self, report);
            return;
        };
        report.push(|| first.finding());
        if placeholders.iter().any(|placeholder| placeholder.is_of_program) {
            return;
        }
        let (mut found, known) = (Report::default(), self.backups.len());
        let _ = read(self, &mut found);
        self.backups.truncate(known);
        for finding in found.into_findings() {
            let is_of_placeholder = placeholders.iter().any(|other| other.pointer == finding.diagnostic.pointer);
            if finding.diagnostic.severity == Severity::Error && !is_of_placeholder {
                report.push(|| finding);
            }
        }
    }

    fn take(&mut self, backup: Backup, pointer: &Pointer<'_>, report: &mut Report) {
        rules::backup::check(&backup, self.cluster, self.known_runs, pointer, report);
        self.backups.push((backup, TextPlace { subject: self.subject, pointer: pointer.to_string() }));
    }
}

/// Returns the pointers of the strings of a document that contain a resource policy.
pub(super) fn policies(kind: Kind, value: Value<'_>) -> Vec<String> {
    let mut pointers = Vec::new();
    if kind == Kind::Objects {
        find_policies(value, &Pointer::Root, 0, &mut pointers);
    }
    pointers
}

fn find_policies(value: Value<'_>, pointer: &Pointer<'_>, depth: usize, pointers: &mut Vec<String>) {
    let items = match value.open() {
        Layer::List(items) => Some((items, *pointer)),
        _ => member(value, "items").and_then(|items| match items.open() {
            Layer::List(items) => Some((items, pointer.key("items"))),
            _ => None,
        }),
    };
    match items {
        Some((items, list)) if depth < MAX_LIST_DEPTH => {
            for (index, item) in items.enumerate() {
                find_policies(item, &list.index(index), depth + 1, pointers);
            }
        }
        _ => {
            let data = &pointer.key("data");
            pointers.extend(policy_keys(value).iter().map(|key| data.key(key).to_string()));
        }
    }
}

/// Returns the keys of a ConfigMap whose values are resource policies.
fn policy_keys(value: Value<'_>) -> Vec<String> {
    let Some(map) = server::config_map(value) else { return Vec::new() };
    let has_field = |text: &str| server::POLICY_FIELDS.iter().any(|field| text.contains(field));
    map.data.into_iter().filter(|(_, text)| has_field(text)).map(|(key, _)| key).collect()
}

/// Returns what is wrong with the apiVersion or the kind of a Backup or a Schedule.
fn wrong_type(kind: BackupKind, value: Value<'_>, pointer: &Pointer<'_>) -> Option<Finding> {
    let name = kind.name();
    let text = |key| member(value, key).and_then(plain_text);
    if let Some(other) = text("kind").filter(|other| other != name) {
        let message = format!("the kind is {}, not `{name}`", quoted(&other));
        return Some(MANIFEST_KIND.violation(message).help(format!("write `{name}`")).at(&pointer.key("kind")));
    }
    let at = &pointer.key("apiVersion");
    match text("apiVersion") {
        Some(version) if version == API_VERSION => None,
        Some(version) => {
            let message = format!("`{name}` is not a kind of {}", quoted(&version));
            let help = format!("write `{API_VERSION}`");
            let to = Changed::Text(API_VERSION.to_owned());
            Some(MANIFEST_KIND.violation(message).help(&*help).at(at).suggest(help, None, at, to))
        }
        // An item of a typed list has neither.
        None if text("kind").is_none() => None,
        None => {
            let message = format!("the {name} has no `apiVersion`");
            Some(MANIFEST_KIND.violation(message).help(format!("add `apiVersion: {API_VERSION}`")).at(at))
        }
    }
}

/// Returns the finding about a kind that velero.io does not have.
fn unknown_kind(kind: &str, pointer: &Pointer<'_>) -> Finding {
    let part_of_it = |word: &&str| kind.to_lowercase().contains(&word.to_lowercase());
    let meant = nearest(kind, VELERO_KINDS).or_else(|| ["Schedule", "Restore", "Backup"].into_iter().find(part_of_it));
    let at = &pointer.key("kind");
    let unknown = MANIFEST_KIND.violation(format!("{} is not a kind of {VELERO_GROUP}", quoted(kind))).at(at);
    match meant {
        Some(meant) => unknown.help(format!("did you mean `{meant}`?")).suggest(
            format!("write `{meant}`"),
            None,
            at,
            Changed::Text(meant.to_owned()),
        ),
        None => unknown.help("write `Backup` or `Schedule`"),
    }
}

/// A text that a person or a program must replace.
struct Placeholder {
    pointer: String,
    text: String,
    /// Whether a program replaces it: `{{ }}` or `${NAME}`. Otherwise it is a word such as `<name>`.
    is_of_program: bool,
}

impl Placeholder {
    fn finding(&self) -> Finding {
        let finding = if self.is_of_program {
            not_rendered(&self.text)
        } else {
            let message = format!("{} is a placeholder", quoted(&self.text));
            MANIFEST_TEMPLATE.violation(message).help("write a value instead")
        };
        finding.at_pointer(self.pointer.clone())
    }
}

/// Fields whose texts may look like placeholders: commands of hooks and annotations.
const FREE_TEXTS: [&str; 4] = ["annotations", "command", "managedFields", "status"];

/// Maximum number of placeholders of an object that are looked at.
const MAX_PLACEHOLDERS: usize = 100;

/// Maximum depth at which placeholders are looked for. No field is deeper.
const MAX_PLACEHOLDER_DEPTH: usize = 16;

/// Adds the placeholders in the values of an object, down to a depth.
fn find_placeholders(value: Value<'_>, pointer: &Pointer<'_>, depth: usize, found: &mut Vec<Placeholder>) {
    match value.open() {
        _ if depth == 0 || found.len() == MAX_PLACEHOLDERS => {}
        Layer::Text(text) => {
            if let Some((text, is_of_program)) = placeholder(&text.text) {
                found.push(Placeholder { pointer: pointer.to_string(), text: text.to_owned(), is_of_program });
            }
        }
        Layer::List(entries) => {
            for (index, entry) in entries.enumerate() {
                find_placeholders(entry, &pointer.index(index), depth - 1, found);
            }
        }
        Layer::Object(members) => {
            for (key, value) in members.filter(|(key, _)| !FREE_TEXTS.contains(&&*key.text)) {
                find_placeholders(value, &pointer.key(&key.text), depth - 1, found);
            }
        }
        Layer::Null | Layer::Bool(_) | Layer::Number(_) => {}
    }
}

/// Returns the placeholder in a text, and whether a program replaces it.
fn placeholder(text: &str) -> Option<(&str, bool)> {
    if let Some(range) = action(text) {
        return Some((text.get(range)?, true));
    }
    if let Some(start) = text.find("${") {
        let rest = text.get(start..)?;
        return Some((rest.get(..=rest.find('}')?)?, true));
    }
    let inner = text.strip_prefix('<')?.strip_suffix('>')?;
    let is_word = |char: char| char.is_ascii_alphanumeric() || "-_ .".contains(char);
    (!inner.is_empty() && inner.chars().all(is_word)).then_some((text, false))
}
