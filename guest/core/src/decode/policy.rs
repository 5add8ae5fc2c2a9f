//! Decodes resource policies, as strictly as Velero: it refuses every backup with a policy that has a fault.

mod schema;

use std::collections::BTreeSet;

use super::manifest::schema::{Field, Schema};
use super::manifest::{entries, member};
use super::{Read, Unreadable, found, name};
use crate::catalogue::POLICY_REFUSED;
use crate::diagnostic::{Changed, Finding, Pointer, and_list, quoted};
use crate::document::tree::{Layer, Text, Value};
use crate::model::LabelSelector;
use crate::names::{label_key_fault, label_value_fault};
use crate::release::{Behaviour, Release};
use crate::report::Report;
use crate::suggest::nearest;
use crate::velero::filters::{Expression, Requirement, Selector};
use crate::velero::glob::{Pattern, name_faults};
use crate::velero::policy::{
    Action, Conditions, CsiCondition, NamespaceFilter, Policy, PolicyResources, ResourceFilter, VolumeRule,
};
use crate::velero::volumes::Quantity;
use schema::POLICY;

/// The version that Velero reads.
const VERSION: &str = "v1";
/// Each action, and the releases before which Velero refuses it.
const ACTIONS: [(Action, Release); 4] = [
    (Action::Skip, Release::OLDEST),
    (Action::Snapshot, Release::OLDEST),
    (Action::FsBackup, Release::OLDEST),
    (Action::Custom, Release::V1_18_1),
];
const DATA_MOVERS: [&str; 3] = ["velero", "velero-fs", "velero-block"];

/// Decodes a resource policy: the value of the one key of its ConfigMap. Every fault is reported, and is an error.
pub(crate) fn policy(value: Value<'_>, pointer: &Pointer<'_>, release: Release, report: &mut Report) -> Read<Policy> {
    let mut reader = Reader { release, report, is_refused: false };
    if value.is_null() {
        reader.refuse(pointer, "the resource policy is empty", "write `version: v1` and its rules");
        return Err(Unreadable);
    }
    reader.object(value, POLICY, pointer);
    if reader.is_refused {
        return Err(Unreadable);
    }
    let policy = reader.policy(value, pointer);
    if reader.is_refused { Err(Unreadable) } else { Ok(policy) }
}

/// Returns the text of a scalar, as Go's YAML reader decodes it into a string. `None` for null.
fn scalar(value: Value<'_>) -> Option<String> {
    match value.open() {
        Layer::Text(text) => Some(text.text.into_owned()),
        Layer::Number(_) | Layer::Bool(_) => Some(value.written().to_owned()),
        Layer::Null | Layer::List(_) | Layer::Object(_) => None,
    }
}

fn text(value: Value<'_>, key: &str) -> Option<String> {
    member(value, key).and_then(scalar)
}

fn texts(value: Value<'_>, key: &str) -> Vec<String> {
    let texts = member(value, key).map(entries).unwrap_or_default().into_iter();
    texts.map(|entry| scalar(entry).unwrap_or_default()).collect()
}

fn pairs(value: Value<'_>, key: &str) -> Vec<(String, String)> {
    match member(value, key).map(Value::open) {
        Some(Layer::Object(members)) => {
            members.map(|(key, value)| (key.text.into_owned(), scalar(value).unwrap_or_default())).collect()
        }
        _ => Vec::new(),
    }
}

fn objects<'t>(value: Value<'t>, key: &str) -> Vec<Value<'t>> {
    member(value, key).map(entries).unwrap_or_default()
}

/// Checks a policy for a release.
struct Reader<'r> {
    release: Release,
    report: &'r mut Report,
    is_refused: bool,
}

impl Reader<'_> {
    fn refuse(&mut self, pointer: &Pointer<'_>, message: impl Into<String>, help: impl Into<String>) {
        self.refuse_with(|| POLICY_REFUSED.violation(message).help(help).at(pointer));
    }

    fn refuse_with(&mut self, finding: impl FnOnce() -> Finding) {
        self.is_refused = true;
        self.report.push(finding);
    }

    fn object(&mut self, value: Value<'_>, fields: &'static [Field], pointer: &Pointer<'_>) {
        let layer = value.open();
        let Layer::Object(members) = layer else {
            if !value.is_null() {
                self.wrong_type(&layer, "keys and values", pointer);
            }
            return;
        };
        let mut seen = vec![false; fields.len()];
        for (key, value) in members {
            let index = fields.iter().position(|field| field.name == key.text);
            let field = index.and_then(|index| fields.get(index));
            match field.filter(|field| field.releases.contain(self.release)) {
                Some(field) => {
                    let is_seen = index.and_then(|index| seen.get_mut(index)).expect("there is one for each field");
                    if std::mem::replace(is_seen, true) {
                        self.repeated(&key, pointer);
                    }
                    self.value(value, &field.schema, &pointer.key(field.name));
                }
                None => self.unknown(&key, fields, field, pointer),
            }
        }
    }

    fn value(&mut self, value: Value<'_>, schema: &'static Schema, pointer: &Pointer<'_>) {
        let layer = value.open();
        match (schema, &layer) {
            (Schema::TextMap, Layer::Null) if matches!(pointer, Pointer::Key(_, "pvcLabels")) => {
                self.wrong_type(&layer, "keys and values", pointer);
            }
            (_, Layer::Null) if matches!(pointer, Pointer::Key(_, "pvcVolumeMode" | "pvcAccessModes")) => {
                self.wrong_type(&layer, "a value", pointer);
            }
            (_, Layer::Null) | (Schema::Any, _) => {}
            (Schema::Object(fields), _) => self.object(value, fields, pointer),
            (Schema::Objects(fields), Layer::List(entries)) => {
                for (index, entry) in entries.clone().enumerate() {
                    self.object(entry, fields, &pointer.index(index));
                }
            }
            (Schema::Objects(_), _) => self.wrong_type(&layer, "a list of objects", pointer),
            (Schema::Texts(_), Layer::List(entries)) => {
                let are_strings = matches!(pointer, Pointer::Key(_, "pvcAccessModes"));
                for (index, entry) in entries.clone().enumerate() {
                    self.scalar(entry, are_strings, &pointer.index(index));
                }
            }
            (Schema::Texts(_), Layer::Text(text)) => {
                let list = format!("[{}]", serde_json::Value::from(&*text.text));
                let message = format!("{} must be a list, found {}", name(pointer), found(&layer));
                let help = format!("write {}", quoted(&list));
                self.refuse_with(|| {
                    POLICY_REFUSED.violation(message).help(&*help).at(pointer).change(
                        help,
                        pointer,
                        Changed::Json(list),
                    )
                });
            }
            (Schema::Texts(_), _) => self.wrong_type(&layer, "a list of strings", pointer),
            (Schema::TextMap, Layer::Object(members)) => {
                let mut seen: BTreeSet<String> = BTreeSet::new();
                for (key, value) in members.clone() {
                    if seen.contains(&*key.text) {
                        self.repeated(&key, pointer);
                    }
                    self.scalar(value, false, &pointer.key(&key.text));
                    seen.insert(key.text.into_owned());
                }
            }
            (Schema::TextMap, _) => self.wrong_type(&layer, "keys and values", pointer),
            _ => self.scalar(value, matches!(pointer, Pointer::Key(_, "pvcVolumeMode")), pointer),
        }
    }

    /// Checks a string. Velero also reads numbers and bools as strings, except in some conditions.
    fn scalar(&mut self, value: Value<'_>, is_string: bool, pointer: &Pointer<'_>) {
        let layer = value.open();
        match layer {
            Layer::List(_) | Layer::Object(_) => self.wrong_type(&layer, "a string", pointer),
            Layer::Null | Layer::Bool(_) | Layer::Number(_) if is_string => {
                self.wrong_type(&layer, "a string", pointer);
            }
            _ => {}
        }
    }

    fn wrong_type(&mut self, layer: &Layer<'_>, expected: &str, pointer: &Pointer<'_>) {
        let message = format!("{} must be {expected}, found {}", name(pointer), found(layer));
        self.refuse(pointer, message, format!("write {expected}, or remove it"));
    }

    fn repeated(&mut self, key: &Text<'_>, pointer: &Pointer<'_>) {
        let message = format!("{} is repeated: Velero refuses the policy", quoted(&key.text));
        let pointer = &pointer.key(&key.text);
        let source = key.source.clone();
        self.refuse_with(|| POLICY_REFUSED.violation(message).help("keep only one of them").at(pointer).source(source));
    }

    fn unknown(&mut self, key: &Text<'_>, fields: &'static [Field], other: Option<&Field>, pointer: &Pointer<'_>) {
        let text = &*key.text;
        let release = self.release;
        let owner = if std::ptr::eq(fields, POLICY) { "a resource policy".to_owned() } else { name(pointer) };
        let pointer = &pointer.key(text);
        let known = fields.iter().filter(|field| field.releases.contain(release)).map(|field| field.name);
        let source = key.source.clone();
        self.refuse_with(|| {
            let message = match other {
                Some(field) => {
                    format!("{} is read by Velero {}: {release} refuses the policy", quoted(text), field.releases)
                }
                None => format!("{} is not a field of {owner}: Velero refuses the policy", quoted(text)),
            };
            let unknown = POLICY_REFUSED.violation(message).at(pointer).source(source);
            match nearest(text, known.clone()).filter(|_| other.is_none()) {
                Some(meant) => unknown.help(format!("did you mean `{meant}`?")).suggest(
                    format!("write `{meant}`"),
                    format!("`{meant}` is then used"),
                    pointer,
                    Changed::Key(meant.to_owned()),
                ),
                None => {
                    let known: Vec<String> = known.map(|field| format!("`{field}`")).collect();
                    unknown.help(format!("remove it: the fields are {}", and_list(&known)))
                }
            }
        });
    }

    fn policy(&mut self, value: Value<'_>, pointer: &Pointer<'_>) -> Policy {
        let version = text(value, "version").unwrap_or_default();
        if version != VERSION {
            let message = if version.is_empty() {
                "the resource policy has no `version`".to_owned()
            } else {
                format!("{} is not a version that Velero reads", quoted(&version))
            };
            self.refuse(&pointer.key("version"), message, "write `version: v1`");
        }
        let rules = &pointer.key("volumePolicies");
        let volume_rules = objects(value, "volumePolicies").into_iter().enumerate();
        let volume_rules = volume_rules.map(|(index, rule)| self.volume_rule(rule, &rules.index(index))).collect();
        let resources = &pointer.key("includeExcludePolicy");
        let resources = member(value, "includeExcludePolicy").map(|policy| self.resources(policy, resources));
        let cluster_scoped = &pointer.key("clusterScopedFilterPolicy");
        let cluster_scoped = member(value, "clusterScopedFilterPolicy")
            .map(|policy| self.cluster_scoped(policy, cluster_scoped))
            .unwrap_or_default();
        let namespaced = self.namespaced(value, &pointer.key("namespacedFilterPolicies"));
        Policy { volume_rules, resources, cluster_scoped, namespaced }
    }

    fn volume_rule(&mut self, value: Value<'_>, pointer: &Pointer<'_>) -> VolumeRule {
        let conditions = member(value, "conditions");
        let conditions = conditions.map(|conditions| self.conditions(conditions, &pointer.key("conditions")));
        let action = member(value, "action");
        let written = action.and_then(|action| text(action, "type"));
        let pointer = &pointer.key("action");
        let at = &pointer.key("type");
        let release = self.release;
        let known = || ACTIONS.iter().filter(|(_, since)| *since <= release).map(|(action, _)| *action);
        let Some(written) = written else {
            self.refuse(at, "the rule has no action", format!("write one of {}", action_names(known())));
            return VolumeRule::default();
        };
        let Some(kind) = known().find(|action| action.name() == written) else {
            let message = match ACTIONS.iter().find(|(action, _)| action.name() == written) {
                Some((_, since)) => {
                    format!("the action {} is read by Velero {since} and later, not by {release}", quoted(&written))
                }
                None => format!("{} is not an action", quoted(&written)),
            };
            let help = format!("write one of {}", action_names(known()));
            let meant = nearest(&written, known().map(Action::name));
            self.refuse_with(|| {
                let refused = POLICY_REFUSED.violation(message).help(help).at(at);
                match meant {
                    Some(meant) => {
                        let effect = format!("the contents of these volumes are treated by `{meant}`");
                        refused.suggest(format!("write `{meant}`"), effect, at, Changed::Text(meant.to_owned()))
                    }
                    None => refused,
                }
            });
            return VolumeRule::default();
        };
        let parameters = action.and_then(|action| member(action, "parameters"));
        let snapshot_class = parameters.and_then(|parameters| self.parameters(parameters, kind, pointer));
        VolumeRule { conditions: conditions.unwrap_or_default(), action: kind, snapshot_class }
    }

    /// Checks the parameters of an action; returns the class for CSI snapshots.
    fn parameters(&mut self, value: Value<'_>, action: Action, pointer: &Pointer<'_>) -> Option<String> {
        let pointer = &pointer.key("parameters");
        let layer = value.open();
        if !matches!(layer, Layer::Object(_)) {
            self.wrong_type(&layer, "keys and values", pointer);
            return None;
        }
        if !self.release.has(Behaviour::ChecksPolicyParameters) {
            return None;
        }
        for key in ["dataMover", "snapshotClass"] {
            let Some(parameter) = super::member(value, key) else { continue };
            let at = &pointer.key(key);
            if action != Action::Snapshot {
                let message = format!("`{key}` is a parameter of `snapshot`, not of `{}`", action.name());
                self.refuse(at, message, "remove it");
            } else if let Some(text) = scalar(parameter).filter(|_| matches!(parameter.open(), Layer::Text(_))) {
                if key == "dataMover" && !DATA_MOVERS.contains(&text.as_str()) {
                    let known = DATA_MOVERS.map(|mover| format!("`{mover}`"));
                    self.refuse(
                        at,
                        format!("{} is not a data mover", quoted(&text)),
                        format!("write one of {}", and_list(&known)),
                    );
                }
            } else {
                self.wrong_type(&parameter.open(), "a string", at);
            }
        }
        text(value, "snapshotClass").filter(|class| !class.is_empty())
    }

    fn conditions(&mut self, value: Value<'_>, pointer: &Pointer<'_>) -> Conditions {
        let (least_capacity, most_capacity) = text(value, "capacity")
            .and_then(|capacity| self.capacity(&capacity, &pointer.key("capacity")))
            .unwrap_or_default();
        let csi = member(value, "csi").map(|csi| CsiCondition {
            driver: text(csi, "driver").unwrap_or_default(),
            attributes: pairs(csi, "volumeAttributes"),
        });
        if csi.as_ref().is_some_and(|csi| csi.driver.is_empty() && !csi.attributes.is_empty()) {
            let help = "write the driver of the volumes too";
            self.refuse(&pointer.key("csi").key("volumeAttributes"), "attributes of volumes need a `driver`", help);
        }
        let nfs = member(value, "nfs").map(|nfs| {
            let text = |key| text(nfs, key).unwrap_or_default();
            (text("server"), text("path"))
        });
        Conditions {
            least_capacity,
            most_capacity,
            storage_classes: texts(value, "storageClass"),
            nfs,
            csi,
            volume_types: texts(value, "volumeTypes"),
            claim_labels: pairs(value, "pvcLabels"),
            claim_phases: texts(value, "pvcPhase"),
            claim_mode: text(value, "pvcVolumeMode").filter(|mode| !mode.is_empty()),
            claim_access_modes: texts(value, "pvcAccessModes"),
        }
    }

    /// Parses a range of capacities, such as `10Gi,100Gi` or `,5Gi`.
    fn capacity(&mut self, text: &str, pointer: &Pointer<'_>) -> Option<(Quantity, Quantity)> {
        const HELP: &str = "write the smallest and the largest capacity, such as `10Gi,100Gi`, `10Gi,` or `,100Gi`";
        if text.is_empty() {
            return None;
        }
        let quantity = |text: &str| match text.trim() {
            "" => Some(Quantity::ZERO),
            text => Quantity::parse(text),
        };
        let range = text.split_once(',').and_then(|(least, most)| Some((quantity(least)?, quantity(most)?)));
        match range {
            None => self.refuse(pointer, format!("{} is not a range of capacities", quoted(text)), HELP),
            Some((least, most)) if most != Quantity::ZERO && least > most => {
                self.refuse(
                    pointer,
                    format!("{} is an empty range: its start is larger than its end", quoted(text)),
                    HELP,
                );
            }
            Some(_) => {}
        }
        range
    }

    fn resources(&mut self, value: Value<'_>, pointer: &Pointer<'_>) -> PolicyResources {
        let mut list = |includes: &str, excludes: &str| {
            let (included, excluded) = (texts(value, includes), texts(value, excludes));
            for (key, names) in [(includes, &included), (excludes, &excluded)] {
                if let Some(index) = names.iter().position(|name| name == "*") {
                    let help = "name the resources, or write `*` in the Backup";
                    self.refuse(&pointer.key(key).index(index), "`*` is not allowed in a policy", help);
                }
            }
            if let Some(index) = excluded.iter().position(|name| included.contains(name)) {
                let name = excluded.get(index).map(String::as_str).unwrap_or_default();
                let message = format!("{} is both included and excluded", quoted(name));
                self.refuse(&pointer.key(excludes).index(index), message, "remove it from one of the lists");
            }
            (included, excluded)
        };
        let (included_cluster_scoped, excluded_cluster_scoped) =
            list("includedClusterScopedResources", "excludedClusterScopedResources");
        let (included_namespace_scoped, excluded_namespace_scoped) =
            list("includedNamespaceScopedResources", "excludedNamespaceScopedResources");
        PolicyResources {
            included_cluster_scoped,
            excluded_cluster_scoped,
            included_namespace_scoped,
            excluded_namespace_scoped,
        }
    }

    fn cluster_scoped(&mut self, value: Value<'_>, pointer: &Pointer<'_>) -> Vec<ResourceFilter> {
        let pointer = &pointer.key("resourceFilters");
        let filters = self.resource_filters(value, pointer);
        if filters.is_empty() {
            self.refuse(pointer, "the policy has no filter", "write a filter, or remove `clusterScopedFilterPolicy`");
        }
        for (index, _) in filters.iter().enumerate().filter(|(_, filter)| filter.is_catch_all()) {
            let message = "the filter has no kinds: Velero refuses `*` for cluster-scoped kinds";
            self.refuse(&pointer.index(index).key("kinds"), message, "name the kinds");
        }
        filters
    }

    fn namespaced(&mut self, value: Value<'_>, pointer: &Pointer<'_>) -> Vec<NamespaceFilter> {
        let mut known: Vec<String> = Vec::new();
        let mut read = Vec::new();
        for (index, entry) in objects(value, "namespacedFilterPolicies").into_iter().enumerate() {
            let pointer = &pointer.index(index);
            let namespaces = texts(entry, "namespaces");
            let at = &pointer.key("namespaces");
            if namespaces.is_empty() {
                self.refuse(
                    at,
                    "the filters have no namespace",
                    "name a namespace, or write a pattern such as `team-*`",
                );
            }
            for (index, namespace) in namespaces.iter().enumerate() {
                let at = &at.index(index);
                if !name_faults(namespace, self.release).is_empty() {
                    let message = format!("{} is not a namespace or a pattern", quoted(namespace));
                    self.refuse(at, message, "use lower-case letters, digits and `-`, with `*`, `?` and `[a-z]`");
                }
                if known.contains(namespace) {
                    let message = format!("{} has filters already", quoted(namespace));
                    self.refuse(at, message, "write each namespace and pattern once");
                }
                known.push(namespace.clone());
            }
            let at = &pointer.key("resourceFilters");
            let filters = self.resource_filters(entry, at);
            if filters.is_empty() {
                self.refuse(at, "the namespaces have no filter", "write a filter, such as `kinds: [\"*\"]`");
            }
            let catch_all = |filter: &&ResourceFilter| filter.is_catch_all();
            if filters.iter().filter(catch_all).count() > 1 {
                self.refuse(at, "several filters are for all kinds", "keep one filter with `kinds: [\"*\"]`");
            }
            let names_objects = |filter: &ResourceFilter| !filter.names.is_empty() || !filter.excluded_names.is_empty();
            if let Some(index) = filters.iter().position(|filter| filter.is_catch_all() && names_objects(filter)) {
                let message = "a filter for all kinds cannot have `names` or `excludedNames`";
                self.refuse(&at.index(index), message, "name the kinds of these objects");
            }
            read.push(NamespaceFilter { namespaces, filters });
        }
        read
    }

    fn resource_filters(&mut self, value: Value<'_>, pointer: &Pointer<'_>) -> Vec<ResourceFilter> {
        let mut known: Vec<String> = Vec::new();
        let mut read = Vec::new();
        for (index, filter) in objects(value, "resourceFilters").into_iter().enumerate() {
            let pointer = &pointer.index(index);
            let kinds = texts(filter, "kinds");
            for (index, kind) in kinds.iter().enumerate().filter(|(_, kind)| *kind != "*") {
                if known.contains(kind) {
                    let message = format!("{} is in two filters", quoted(kind));
                    self.refuse(&pointer.key("kinds").index(index), message, "write each kind once");
                }
                known.push(kind.clone());
            }
            let selector = member(filter, "labelSelector");
            let selector = selector.map(|value| self.selector(value, &pointer.key("labelSelector")));
            let selector = selector.filter(|selector| !selector.is_empty());
            let alternatives = objects(filter, "orLabelSelectors").into_iter().enumerate();
            let at = &pointer.key("orLabelSelectors");
            let alternatives: Vec<Selector> =
                alternatives.map(|(index, value)| self.selector(value, &at.index(index))).collect();
            if selector.is_some() && !alternatives.is_empty() {
                let message = "`labelSelector` and `orLabelSelectors` are both set: Velero refuses the policy";
                self.refuse(pointer, message, "keep one of them");
            }
            for key in ["names", "excludedNames"] {
                for (index, pattern) in texts(filter, key).iter().enumerate() {
                    if Pattern::compile(pattern).is_err() {
                        let message = format!("{} is not a pattern of names", quoted(pattern));
                        self.refuse(
                            &pointer.key(key).index(index),
                            message,
                            "write a name, or a pattern such as `app-*`",
                        );
                    }
                }
            }
            read.push(ResourceFilter {
                kinds,
                selectors: selector.into_iter().chain(alternatives).collect(),
                names: texts(filter, "names"),
                excluded_names: texts(filter, "excludedNames"),
            });
        }
        read
    }

    fn selector(&mut self, value: Value<'_>, pointer: &Pointer<'_>) -> Selector {
        let labels: LabelSelector = pairs(value, "matchLabels").into_iter().collect();
        let expressions = objects(value, "matchExpressions").into_iter().map(|value| Expression {
            key: text(value, "key").unwrap_or_default(),
            operator: text(value, "operator").unwrap_or_default(),
            values: texts(value, "values"),
        });
        let selector = Selector { match_labels: labels, match_expressions: expressions.collect() };
        match selector.first_refused() {
            None => {}
            Some(Requirement::Label(index)) => {
                let label = selector.match_labels.iter().nth(index as usize);
                let fault = label.and_then(|(key, value)| label_key_fault(key).or_else(|| label_value_fault(value)));
                let message = format!("a label of the selector is not valid: {}", fault.unwrap_or_default());
                self.refuse(&pointer.key("matchLabels"), message, "write a valid key and value");
            }
            Some(Requirement::Expression(index)) => {
                let help = "write a key, an operator (`In`, `NotIn`, `Exists` or `DoesNotExist`), and values for `In` and `NotIn`";
                let expressions = &pointer.key("matchExpressions");
                self.refuse(&expressions.index(index as usize), "the expression is not valid", help);
            }
        }
        selector
    }
}

fn action_names(actions: impl Iterator<Item = Action>) -> String {
    let names: Vec<String> = actions.map(|action| format!("`{}`", action.name())).collect();
    and_list(&names)
}
