//! Decodes Velero's Backups and Schedules, as strictly as the API server with Velero's CustomResourceDefinitions.
//!
//! The API server refuses wrong types and missing fields. `kubectl` also refuses unknown fields; other clients let the
//! API server drop them.

pub(crate) mod json_schema;
pub(in crate::decode) mod schema;

pub(crate) use schema::VELERO_KINDS;
use schema::{
    BACKUP, BACKUP_SPEC, Choice, Field, HELM_SCHEDULE, LABEL_SELECTOR, OBJECT_METADATA, RESTORE_FIELDS, SCHEDULE,
    SCHEDULE_SPEC, Schema,
};

use super::{Read, Unreadable, found, name, plain_text, report_repeated, same_but_for_style, whole};
use crate::catalogue::{
    COERCED_VALUE, MANIFEST_DURATION, MANIFEST_FIELD_MISSING, MANIFEST_FIELD_TYPE, MANIFEST_FIELD_UNKNOWN,
    MANIFEST_FIELD_VALUE, MANIFEST_METADATA, MANIFEST_NAMESPACE, SCHEDULE_NOT_CRON,
};
use crate::diagnostic::{Changed, Finding, Pointer, quoted};
use crate::document::tree::{Layer, Text, Value};
use crate::model::{LabelSelector, ScheduleConfig};
use crate::names::{MAX_DNS_LABEL, is_dns_label, is_dns_subdomain, label_key_fault, label_value_fault};
use crate::release::Release;
use crate::report::Report;
use crate::suggest::nearest;
use crate::velero::backup::{Backup, BackupKind, Status, VolumeFields};
use crate::velero::duration::Duration;
use crate::velero::filters::{Dialect, Expression, Filters, Selector, is_filter};

/// The key of a spec in an object, and of the spec of backups in a Schedule.
const SPEC: &str = "spec";
const TEMPLATE: &str = "template";
const METADATA: &str = "metadata";
const LABELS: &str = "labels";

/// Decodes a Backup or a Schedule. Metadata are decoded, and checked elsewhere.
pub(crate) fn backup(
    kind: BackupKind,
    value: Value<'_>,
    pointer: &Pointer<'_>,
    release: Release,
    report: &mut Report,
) -> Read<Backup> {
    let mut reader = Reader { release, report, is_lost: false };
    let fields = match kind {
        BackupKind::Backup => BACKUP,
        BackupKind::Schedule => SCHEDULE,
    };
    let mut read = reader.object(value, fields, pointer);
    if !matches!(value.open(), Layer::Object(_)) {
        return Err(Unreadable);
    }
    reader.metadata(kind, member(value, METADATA), pointer);
    let spec = member(value, SPEC);
    if spec.is_none() && (reader.is_lost || kind == BackupKind::Schedule) {
        let what = kind.name();
        // The API server accepts a Schedule without a spec, and Velero refuses its empty expression.
        let rule = if reader.is_lost { &MANIFEST_FIELD_MISSING } else { &SCHEDULE_NOT_CRON };
        reader.report.push(|| {
            rule.violation(format!("the {what} has no `{SPEC}`"))
                .help(format!("add `{SPEC}`, with the fields of the {what}"))
                .at(&pointer.key(SPEC))
        });
        read = false;
    }
    if !read || reader.is_lost {
        return Err(Unreadable);
    }
    let (dialect, template, schedule) = match kind {
        BackupKind::Backup => (Dialect::Backup, spec, None),
        BackupKind::Schedule => {
            (Dialect::Schedule, spec.and_then(|spec| member(spec, TEMPLATE)), Some(schedule_of(spec)))
        }
    };
    if let Some(template) = template.filter(|_| kind == BackupKind::Schedule) {
        // Each Backup of a Schedule has these labels.
        let labels = member(template, METADATA).and_then(|metadata| member(metadata, LABELS));
        dialect.with_pointer(pointer, |spec| reader.labels(labels, &spec.key(METADATA).key(LABELS)));
    }
    let metadata = member(value, METADATA);
    let of_metadata = |key| metadata.and_then(|metadata| member(metadata, key)).and_then(plain_text);
    let status = member(value, "status");
    let of_status = |key| status.and_then(|status| member(status, key)).and_then(plain_text);
    Ok(Backup {
        name: of_metadata("name"),
        namespace: of_metadata("namespace"),
        schedule,
        status: Status { phase: of_status("phase"), expiration: of_status("expiration") },
        ..of_spec(dialect, template)
    })
}

/// Decodes an entry of `schedules` in the values of Velero's Helm chart, whose key is its name. The chart makes no Schedule
/// of one that is disabled, which is `None`.
pub(crate) fn helm_schedule(
    key: &str,
    value: Value<'_>,
    pointer: &Pointer<'_>,
    release: Release,
    report: &mut Report,
) -> Read<Option<Backup>> {
    let mut reader = Reader { release, report, is_lost: false };
    let mut read = reader.object(value, HELM_SCHEDULE, pointer);
    let template = member(value, TEMPLATE);
    if template.is_some_and(is_empty_object) {
        reader.report.push(|| {
            MANIFEST_FIELD_MISSING
                .violation("the chart leaves out an empty `template`, which a Schedule must have")
                .help("write a field into it, such as `ttl: 720h`")
                .at(&pointer.key(TEMPLATE))
        });
        read = false;
    }
    if !read || reader.is_lost {
        return Err(Unreadable);
    }
    if member(value, "disabled").is_some_and(is_true) {
        return Ok(None);
    }
    reader.helm_name(key, pointer);
    let schedule = Some(schedule_of(Some(value)));
    Ok(Some(Backup { name: Some(key.to_owned()), schedule, ..of_spec(Dialect::HelmSchedule, template) }))
}

/// Whether a value is an entry of `schedules` in the values of Velero's Helm chart, and not of another chart: it has a
/// template, or fields of one.
pub(crate) fn is_helm_schedule(value: Value<'_>) -> bool {
    let is_template = |template: Value<'_>| matches!(template.open(), Layer::Object(_) | Layer::Null);
    super::member(value, TEMPLATE).is_some_and(is_template)
        || BACKUP_SPEC.iter().any(|field| field.name != METADATA && super::member(value, field.name).is_some())
}

/// Whether a value is such an entry, or one that is being written: it has a `schedule`, and at most one key, which can be
/// half-written, is not a field of an entry.
pub(crate) fn is_begun_helm_schedule(value: Value<'_>) -> bool {
    let Layer::Object(members) = value.open() else { return false };
    let is_field = |name: &str| HELM_SCHEDULE.iter().any(|field| field.name == name);
    let mut unknown = members.filter(|(key, _)| !is_field(&key.text));
    is_helm_schedule(value) || (super::member(value, "schedule").is_some() && unknown.nth(1).is_none())
}

fn is_empty_object(value: Value<'_>) -> bool {
    matches!(value.open(), Layer::Object(members) if members.clone().next().is_none())
}

/// Returns the last value of a key that is not null.
pub(super) fn member<'t>(value: Value<'t>, key: &str) -> Option<Value<'t>> {
    super::member(value, key).filter(|value| !value.is_null())
}

fn is_true(value: Value<'_>) -> bool {
    matches!(value.open(), Layer::Bool(true)) || yaml_bool(value) == Some(true)
}

/// Returns the bool that a word without quotes is in YAML 1.1, which `kubectl` reads.
fn yaml_bool(value: Value<'_>) -> Option<bool> {
    match value.written() {
        "yes" | "Yes" | "YES" | "on" | "On" | "ON" => Some(true),
        "no" | "No" | "NO" | "off" | "Off" | "OFF" => Some(false),
        _ => None,
    }
}

pub(super) fn entries(value: Value<'_>) -> Vec<Value<'_>> {
    match value.open() {
        Layer::List(entries) => entries.collect(),
        _ => Vec::new(),
    }
}

fn texts(value: Value<'_>) -> Vec<String> {
    entries(value).into_iter().filter_map(plain_text).collect()
}

fn schedule_of(spec: Option<Value<'_>>) -> ScheduleConfig {
    let field = |key| spec.and_then(|spec| member(spec, key));
    ScheduleConfig {
        schedule: Some(field("schedule").and_then(plain_text).unwrap_or_default()),
        paused: field("paused").is_some_and(is_true),
        skip_immediately: field("skipImmediately").is_some_and(is_true),
        use_owner_references_in_backup: field("useOwnerReferencesInBackup").is_some_and(is_true),
    }
}

/// Returns what the spec of a Backup says, whose types are checked.
fn of_spec(dialect: Dialect, spec: Option<Value<'_>>) -> Backup {
    let field = |key| spec.and_then(|spec| member(spec, key));
    let names = |key| field(key).map(texts);
    let policy = field("resourcePolicy");
    let policy_field = |key| policy.and_then(|policy| member(policy, key)).and_then(plain_text);
    // Velero ignores policies of other kinds.
    let is_config_map = policy_field("kind").is_some_and(|kind| kind.eq_ignore_ascii_case("configmap"));
    let hooks = field("hooks").and_then(|hooks| member(hooks, "resources")).map(entries).unwrap_or_default();
    let hook_selector = |(index, hook): (u32, _)| Some((index, selector(member(hook, "labelSelector")?)));
    Backup {
        filters: Filters {
            dialect,
            included_namespaces: names("includedNamespaces"),
            excluded_namespaces: names("excludedNamespaces"),
            included_resources: names("includedResources"),
            excluded_resources: names("excludedResources"),
            include_cluster_resources: field("includeClusterResources").map(is_true),
            included_cluster_scoped_resources: names("includedClusterScopedResources"),
            excluded_cluster_scoped_resources: names("excludedClusterScopedResources"),
            included_namespace_scoped_resources: names("includedNamespaceScopedResources"),
            excluded_namespace_scoped_resources: names("excludedNamespaceScopedResources"),
            label_selector: field("labelSelector").map(selector),
            or_label_selectors: field("orLabelSelectors")
                .map(|selectors| entries(selectors).into_iter().map(selector).collect()),
            volume_group_snapshot_label_key: field("volumeGroupSnapshotLabelKey").and_then(plain_text),
        },
        ttl: field("ttl").and_then(plain_text),
        resource_policy: policy_field("name").filter(|_| is_config_map),
        storage_location: field("storageLocation").and_then(plain_text).filter(|name| !name.is_empty()),
        volumes: VolumeFields {
            snapshot_volumes: field("snapshotVolumes").map(is_true),
            snapshot_move_data: field("snapshotMoveData").map(is_true),
            datamover: field("datamover").and_then(plain_text),
            default_volumes_to_fs_backup: field("defaultVolumesToFsBackup").map(is_true),
            default_volumes_to_restic: field("defaultVolumesToRestic").map(is_true),
            volume_snapshot_locations: names("volumeSnapshotLocations").unwrap_or_default(),
            annotations: Vec::new(),
        },
        hook_selectors: (0..).zip(hooks).filter_map(hook_selector).collect(),
        ..Backup::default()
    }
}

fn selector(value: Value<'_>) -> Selector {
    let labels = match member(value, "matchLabels").map(Value::open) {
        Some(Layer::Object(labels)) => labels
            .filter(|(_, value)| !value.is_null())
            .filter_map(|(key, value)| Some((key.text.into_owned(), plain_text(value)?)))
            .collect(),
        _ => LabelSelector::default(),
    };
    let text = |value, key| member(value, key).and_then(plain_text).unwrap_or_default();
    let expression = |value| Expression {
        key: text(value, "key"),
        operator: text(value, "operator"),
        values: member(value, "values").map(texts).unwrap_or_default(),
    };
    let expressions = member(value, "matchExpressions").map(entries).unwrap_or_default();
    Selector { match_labels: labels, match_expressions: expressions.into_iter().map(expression).collect() }
}

/// Checks values against the schema of a release.
struct Reader<'r> {
    release: Release,
    report: &'r mut Report,
    /// Whether a field that decides what is saved is not where it is read.
    is_lost: bool,
}

impl Reader<'_> {
    /// Checks an object; returns whether its fields have their types.
    fn object(&mut self, value: Value<'_>, fields: &'static [Field], pointer: &Pointer<'_>) -> bool {
        let layer = value.open();
        let Layer::Object(members) = layer else {
            return self.refuse(&layer, "an object", ("write keys and values".to_owned(), None), pointer);
        };
        let mut found = vec![None; fields.len()];
        for (key, value) in members {
            let known = fields.iter().position(|field| field.name == key.text);
            match known.filter(|index| fields.get(*index).is_some_and(|field| field.releases.contain(self.release))) {
                Some(index) => {
                    let slot = found.get_mut(index).expect("there is one for each field");
                    if let Some(replaced) = slot.replace((key.source, value)) {
                        report_repeated(&key.text, replaced, pointer, self.report);
                    }
                }
                None => self.unknown(&key, fields, pointer),
            }
        }
        let mut read = true;
        for (field, found) in fields.iter().zip(found) {
            let pointer = &pointer.key(field.name);
            match found.map(|(_, value)| value).filter(|value| !value.is_null()) {
                Some(value) => read &= self.value(value, &field.schema, pointer),
                None if field.is_required => {
                    read = false;
                    self.report.push(|| missing(field, pointer));
                }
                None => {}
            }
        }
        read
    }

    /// Checks the name, the namespace and the labels of an object.
    fn metadata(&mut self, kind: BackupKind, metadata: Option<Value<'_>>, object: &Pointer<'_>) {
        let pointer = &object.key(METADATA);
        let is_object = |value: Value<'_>| matches!(value.open(), Layer::Object(_));
        if metadata.is_some_and(|metadata| !is_object(metadata)) {
            return;
        }
        // A value of a wrong type is reported with its field.
        let text = |key| metadata.and_then(|metadata| member(metadata, key)).map(plain_text);
        let report = &mut *self.report;
        let mut refuse = |key: &str, message: String, help: &str| {
            report.push(|| MANIFEST_METADATA.violation(message).help(help).at(&pointer.key(key)));
        };
        match (text("name"), text("generateName")) {
            (None, None) => {
                let message = format!("the {} has no name: the API server refuses it", kind.name());
                refuse("name", message, "add `name` to `metadata`");
            }
            (Some(Some(name)), _) if !is_dns_subdomain(&name) => {
                let message = format!("{} is not a valid name of an object", quoted(&name));
                refuse("name", message, "use only lower-case letters, digits, `-` and `.`, at most 253 characters");
            }
            (Some(Some(name)), _) if kind == BackupKind::Schedule && name.len() > MAX_DNS_LABEL => {
                let message = format!(
                    "the name of the Schedule has {} characters: Velero labels each Backup with it, and a label value has at \
                     most {MAX_DNS_LABEL}",
                    name.len()
                );
                refuse("name", message, "write a shorter name");
            }
            _ => {}
        }
        match text("namespace") {
            None => report.push(|| {
                let message = "without a namespace, the object is created in the current one of the client, and Velero only \
                               looks in its own";
                MANIFEST_NAMESPACE
                    .violation(message)
                    .help("add the namespace of Velero, such as `namespace: velero`")
                    .at(&pointer.key("namespace"))
            }),
            Some(Some(namespace)) if !is_dns_label(&namespace) => {
                let message = format!("{} is not a valid name of a namespace", quoted(&namespace));
                refuse("namespace", message, "use only lower-case letters, digits and `-`, at most 63 characters");
            }
            Some(_) => {}
        }
        self.labels(metadata.and_then(|metadata| member(metadata, LABELS)), &pointer.key(LABELS));
    }

    /// Checks the key of a Schedule in Helm values, which the chart writes behind the name of the release.
    fn helm_name(&mut self, key: &str, pointer: &Pointer<'_>) {
        const SHORTEST: &str = "velero-";
        let name = format!("{SHORTEST}{key}");
        if !is_dns_subdomain(&name) || name.len() > MAX_DNS_LABEL {
            self.report.push(|| {
                let message =
                    format!("{} is not valid in the name of a Schedule, such as {}", quoted(key), quoted(&name));
                let help = "use only lower-case letters, digits and `-`, and at most 63 characters with the release";
                MANIFEST_METADATA.violation(message).help(help).at(pointer).on_key()
            });
        }
    }

    /// Checks labels of an object.
    fn labels(&mut self, labels: Option<Value<'_>>, pointer: &Pointer<'_>) {
        let Some(Layer::Object(labels)) = labels.map(Value::open) else { return };
        for (key, value) in labels {
            let value = plain_text(value).unwrap_or_default();
            let fault = match (label_key_fault(&key.text), label_value_fault(&value)) {
                (Some(fault), _) => format!("{} is not a valid label key: {fault}", quoted(&key.text)),
                (None, Some(fault)) => format!("{} is not a valid label value: {fault}", quoted(&value)),
                (None, None) => continue,
            };
            self.report.push(|| {
                let help =
                    "write a key such as `app.kubernetes.io/name`, and a value of letters, digits, `-`, `_` and `.`";
                MANIFEST_METADATA.violation(fault).help(help).at(&pointer.key(&key.text))
            });
        }
    }

    /// Checks a value that is not null; returns whether it has its type.
    fn value(&mut self, value: Value<'_>, schema: &'static Schema, pointer: &Pointer<'_>) -> bool {
        let layer = value.open();
        match (schema, &layer) {
            (Schema::Any, _) => true,
            (Schema::Bool, Layer::Bool(_)) => true,
            (Schema::Bool, Layer::Text(text)) if yaml_bool(value).is_some() => {
                let meant = yaml_bool(value) == Some(true);
                self.report.push(|| {
                    let message = format!("{} of {} is {meant} for `kubectl`", quoted(&text.text), name(pointer));
                    let message = format!("{message}, and a string for readers of YAML 1.2");
                    let help = format!("write `{meant}`");
                    let to = Changed::Json(meant.to_string());
                    COERCED_VALUE.violation(message).help(&*help).at(pointer).change(help, pointer, to)
                });
                true
            }
            (Schema::Bool, Layer::Text(text)) if matches!(&*text.text, "true" | "false") => {
                let help = format!("remove the quotes: `{}`", text.text);
                let to = Changed::Json(text.text.clone().into_owned());
                self.refuse(&layer, "true or false", (help, Some(to)), pointer)
            }
            (Schema::Bool, _) => {
                self.refuse(&layer, "true or false", ("write `true` or `false`".to_owned(), None), pointer)
            }
            (Schema::Integer, Layer::Number(digits)) if is_integer(digits) => true,
            (Schema::Integer, Layer::Text(text)) if text.text.parse::<i64>().is_ok() => {
                let to = Changed::Json(text.text.clone().into_owned());
                self.refuse(&layer, "an integer", ("remove the quotes".to_owned(), Some(to)), pointer)
            }
            (Schema::Integer, _) => {
                self.refuse(&layer, "an integer", ("write a number, such as `4`".to_owned(), None), pointer)
            }
            (Schema::Text | Schema::Duration | Schema::OneOf(_), Layer::Text(text)) if yaml_bool(value).is_some() => {
                let found = quoted(&text.text);
                self.report.push(|| {
                    let message = format!("{} must be a string, and {found} is a bool for `kubectl`", name(pointer));
                    let help = format!("write `\"{}\"`", text.text);
                    let wrong = MANIFEST_FIELD_TYPE.violation(message).help(&*help).at(pointer);
                    wrong.change(help, pointer, Changed::Text(text.text.clone().into_owned()))
                });
                false
            }
            (Schema::Text | Schema::Duration | Schema::OneOf(_), Layer::Text(_)) => {
                let Layer::Text(text) = layer else { return false };
                let text = whole(text, pointer, self.report);
                match schema {
                    Schema::Duration => self.duration(&text, pointer),
                    Schema::OneOf(choices) => self.choice(&text, choices, pointer),
                    _ => true,
                }
            }
            (Schema::Text | Schema::Duration | Schema::OneOf(_), _) => self.refuse_text(&layer, schema, pointer),
            (Schema::Texts(least), Layer::List(entries)) => {
                let mut read = true;
                for (index, entry) in entries.clone().enumerate() {
                    read &= self.value(entry, &Schema::Text, &pointer.index(index));
                }
                if entries.clone().count() < *least {
                    self.report.push(|| {
                        let message = format!("{} is empty: it must have an entry", name(pointer));
                        MANIFEST_FIELD_VALUE.violation(message).help("write at least one entry").at(pointer)
                    });
                    read = false;
                }
                read
            }
            (Schema::Texts(_), Layer::Text(text)) => {
                let list = format!("[{}]", serde_json::Value::from(&*text.text));
                let help = format!("write a list: {}", quoted(&list));
                self.refuse(&layer, "a list of strings", (help, Some(Changed::Json(list))), pointer)
            }
            (Schema::Texts(_), _) => {
                let help = "write a list of strings, such as `[\"one\", \"other\"]`, or remove it".to_owned();
                self.refuse(&layer, "a list of strings", (help, None), pointer)
            }
            (Schema::TextMap, Layer::Object(members)) => {
                let mut read = true;
                for (key, value) in members.clone().filter(|(_, value)| !value.is_null()) {
                    read &= self.value(value, &Schema::Text, &pointer.key(&key.text));
                }
                read
            }
            (Schema::TextMap, _) => {
                let help = "write keys and values, such as `{\"app\": \"my-app\"}`".to_owned();
                self.refuse(&layer, "an object of strings", (help, None), pointer)
            }
            (Schema::Object(fields), _) => self.object(value, fields, pointer),
            (Schema::Objects(fields), Layer::List(entries)) => {
                let mut read = true;
                for (index, entry) in entries.clone().enumerate() {
                    read &= self.object(entry, fields, &pointer.index(index));
                }
                read
            }
            (Schema::Objects(_), _) => {
                self.refuse(&layer, "a list of objects", ("write `- ` before the first key".to_owned(), None), pointer)
            }
        }
    }

    /// Reports a duration that Velero cannot decode. The ttl has rules of its own.
    fn duration(&mut self, text: &str, pointer: &Pointer<'_>) -> bool {
        if matches!(pointer, Pointer::Key(_, "ttl")) || text.parse::<Duration>().is_ok() {
            return true;
        }
        self.report.push(|| {
            let message = format!(
                "{} of {} is not a duration: Kubernetes accepts it, and Velero then cannot read any list with this object",
                quoted(text),
                name(pointer)
            );
            let wrong = MANIFEST_DURATION.violation(message).at(pointer);
            match Duration::from_spoken(text).and_then(Duration::in_interface_form) {
                Some(meant) => {
                    let help = format!("write `{meant}`");
                    wrong.help(&*help).change(help, pointer, Changed::Text(meant))
                }
                None => wrong.help("write hours, minutes and seconds, such as `10m` or `4h`"),
            }
        });
        false
    }

    fn choice(&mut self, text: &str, choices: &[Choice], pointer: &Pointer<'_>) -> bool {
        let choices = choices.iter().filter(|Choice(_, releases)| releases.contain(self.release));
        let choices: Vec<&str> = choices.map(|Choice(name, _)| *name).collect();
        if choices.contains(&text) {
            return true;
        }
        self.report.push(|| {
            let message = format!("{} is not a value of {}", quoted(text), name(pointer));
            let wrong = MANIFEST_FIELD_VALUE.violation(message).at(pointer);
            let same = choices.iter().find(|choice| choice.eq_ignore_ascii_case(text));
            match same.copied().or_else(|| nearest(text, choices.iter().copied())) {
                Some(meant) => wrong.help(format!("did you mean `{meant}`?")).suggest(
                    format!("write `{meant}`"),
                    None,
                    pointer,
                    Changed::Text(meant.to_owned()),
                ),
                None => {
                    let all: Vec<String> = choices.iter().map(|choice| format!("`{choice}`")).collect();
                    wrong.help(format!("write one of {}", all.join(", ")))
                }
            }
        });
        false
    }

    fn refuse_text(&mut self, layer: &Layer<'_>, schema: &Schema, pointer: &Pointer<'_>) -> bool {
        let help = match (schema, layer) {
            (Schema::Duration, _) => ("write a duration, such as `\"24h\"`".to_owned(), None),
            (_, Layer::Number(_) | Layer::Bool(_)) => ("put it in quotes".to_owned(), Some(Changed::Quoted)),
            (_, Layer::Null) => ("write a string, or remove it".to_owned(), None),
            _ => ("write one string".to_owned(), None),
        };
        self.refuse(layer, "a string", help, pointer)
    }

    /// Reports a value of a wrong type. The help has a change if the intended value is certain.
    fn refuse(
        &mut self,
        layer: &Layer<'_>,
        expected: &str,
        (help, change): (String, Option<Changed>),
        pointer: &Pointer<'_>,
    ) -> bool {
        self.report.push(|| {
            let message = format!("{} must be {expected}, found {}", name(pointer), found(layer));
            let wrong = MANIFEST_FIELD_TYPE.violation(message).help(&*help).at(pointer);
            match change {
                Some(to) => wrong.change(help, pointer, to),
                None => wrong,
            }
        });
        false
    }

    /// Reports a key that is not a field here in this release.
    fn unknown(&mut self, key: &Text<'_>, fields: &'static [Field], pointer: &Pointer<'_>) {
        if is_in_status(pointer) {
            // Velero writes the status. The API server drops what it does not know.
            return;
        }
        let text = &*key.text;
        let release = self.release;
        let level = Level::of(fields);
        let known: Vec<&str> =
            fields.iter().filter(|field| field.releases.contain(release)).map(|field| field.name).collect();
        let meant = || {
            let same = known.iter().copied().find(|field| same_but_for_style(field, text));
            let synonym = || SYNONYMS.iter().find(|(word, _)| *word == text).map(|(_, field)| *field);
            same.or_else(|| synonym().filter(|field| known.contains(field)))
                .or_else(|| nearest(text, known.iter().copied()))
        };
        let other_release = fields.iter().find(|field| field.name == text).map(|field| field.releases);
        let misplaced = level.and_then(|level| level.misplaced(text, pointer));
        let meant = if other_release.is_some() || misplaced.is_some() { None } else { meant() };
        // Without it, a selector would select other objects.
        self.is_lost |= fields.iter().any(|field| ["matchLabels", "operator"].contains(&field.name));
        self.is_lost |= misplaced.as_ref().is_some_and(|misplaced| misplaced.is_filter) || meant.is_some_and(is_filter);
        self.report.push(|| {
            let owner = match pointer {
                Pointer::Root | Pointer::Index(Pointer::Key(_, "items"), _) => "the object".to_owned(),
                _ => name(pointer),
            };
            let pointer = &pointer.key(text);
            let refused = match level {
                Some(Level::HelmSchedule) => "Velero's Helm chart ignores it",
                _ => "`kubectl` refuses it, and for other clients it is dropped",
            };
            let message = match other_release {
                Some(releases) => {
                    format!("{} is a field of Velero {releases}, and not of {release}: {refused}", quoted(text))
                }
                None => format!("{} is not a field of {owner}: {refused}", quoted(text)),
            };
            let unknown = MANIFEST_FIELD_UNKNOWN.violation(message).at(pointer).source(key.source.clone());
            match (misplaced, meant) {
                (Some(misplaced), _) => unknown.help(misplaced.help),
                (None, Some(field)) => {
                    let to = Changed::Key(field.to_owned());
                    let effect = format!("`{field}` is then used");
                    unknown.help(format!("did you mean `{field}`?")).suggest(
                        format!("write `{field}`"),
                        effect,
                        pointer,
                        to,
                    )
                }
                (None, None) if text == "timezone" || text == "timeZone" => {
                    unknown.help("write the time zone in `schedule`, such as `CRON_TZ=Europe/Paris 0 2 * * *`")
                }
                (None, None) => unknown.help("remove it").change("remove it", pointer, Changed::Removed),
            }
        });
    }
}

/// Fields by other names.
const SYNONYMS: [(&str, &str); 10] = [
    ("backupLocation", "storageLocation"),
    ("backupStorageLocation", "storageLocation"),
    ("cron", "schedule"),
    ("namespaces", "includedNamespaces"),
    ("resources", "includedResources"),
    ("retention", "ttl"),
    ("selector", "labelSelector"),
    ("snapshotLocations", "volumeSnapshotLocations"),
    ("suspend", "paused"),
    ("suspended", "paused"),
];

/// An object whose fields are easily written in another one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    Object,
    ScheduleSpec,
    HelmSchedule,
    BackupSpec,
    LabelSelector,
}

impl Level {
    fn of(fields: &'static [Field]) -> Option<Self> {
        let levels = [
            (BACKUP, Level::Object),
            (SCHEDULE, Level::Object),
            (OBJECT_METADATA, Level::Object),
            (SCHEDULE_SPEC, Level::ScheduleSpec),
            (HELM_SCHEDULE, Level::HelmSchedule),
            (BACKUP_SPEC, Level::BackupSpec),
            (LABEL_SELECTOR, Level::LabelSelector),
        ];
        levels.into_iter().find(|(of_level, _)| std::ptr::eq(*of_level, fields)).map(|(_, level)| level)
    }

    /// Returns what to do with a field of another object; `None` if it is not one.
    fn misplaced(self, key: &str, pointer: &Pointer<'_>) -> Option<Misplaced> {
        let has = |fields: &[Field]| fields.iter().any(|field| field.name == key);
        let is_template = matches!(pointer, Pointer::Key(_, TEMPLATE));
        let help = match self {
            Level::Object if has(BACKUP_SPEC) || has(SCHEDULE_SPEC) => "move it into `spec`",
            Level::ScheduleSpec | Level::HelmSchedule if has(BACKUP_SPEC) => "move it into `template`",
            Level::ScheduleSpec | Level::HelmSchedule if key == SPEC => "write its fields here, without `spec`",
            Level::LabelSelector if nearest(key, ["matchLabels", "matchExpressions"]).is_none() => {
                "move it into `matchLabels`"
            }
            Level::BackupSpec if key == SPEC && is_template => "write its fields directly in `template`",
            Level::BackupSpec if key == SPEC => "write its fields here, without another `spec`",
            Level::BackupSpec if key == TEMPLATE => {
                "write its fields directly in `spec`: only a Schedule has a template"
            }
            Level::BackupSpec if has(SCHEDULE_SPEC) && is_template => {
                "move it out of `template`: write it beside `template`"
            }
            Level::BackupSpec if has(SCHEDULE_SPEC) => "remove it: it is a field of a Schedule",
            Level::BackupSpec if ["matchLabels", "matchExpressions"].contains(&key) => "move it into `labelSelector`",
            Level::BackupSpec if ["annotations", "labels"].contains(&key) => "move it into `metadata`",
            Level::BackupSpec if RESTORE_FIELDS.contains(&key) => "remove it: it is a field of a Restore",
            _ => return None,
        };
        let has_filters = [SPEC, TEMPLATE, "matchLabels", "matchExpressions"].contains(&key);
        Some(Misplaced { help, is_filter: self != Level::BackupSpec || has_filters })
    }
}

/// A field in the wrong object.
struct Misplaced {
    help: &'static str,
    /// Whether what is saved depends on it.
    is_filter: bool,
}

/// What to write for a required field.
const EXAMPLES: [(&str, &str); 5] = [
    ("schedule", "schedule: \"0 2 * * *\""),
    ("operator", "operator: In"),
    ("kind", "kind: configmap"),
    ("command", "command: [\"/bin/sh\", \"-c\", \"sync\"]"),
    ("template", "template: {ttl: 720h}"),
];

fn missing(field: &Field, pointer: &Pointer<'_>) -> Finding {
    let example = EXAMPLES.iter().find(|(name, _)| *name == field.name);
    let help = match example {
        Some((_, example)) => format!("add `{}`, such as `{example}`", field.name),
        None => format!("add `{}`", field.name),
    };
    let message = format!("`{}` is missing: the API server refuses the object", field.name);
    MANIFEST_FIELD_MISSING.violation(message).help(help).at(pointer)
}

fn is_in_status(pointer: &Pointer<'_>) -> bool {
    match pointer {
        Pointer::Root => false,
        Pointer::Key(_, "status") => true,
        Pointer::Key(parent, _) | Pointer::Index(parent, _) => is_in_status(parent),
    }
}

/// Whether a number of JSON is an integer for the API server.
fn is_integer(digits: &str) -> bool {
    digits.parse::<f64>().is_ok_and(|number| number.fract() == 0.0)
}
