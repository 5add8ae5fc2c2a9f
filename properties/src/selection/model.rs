//! Velero's selection, implemented rule by rule, as the rules are documented for each release.

use std::collections::BTreeSet;

use k8s_backup_target::cluster::Cluster;
use k8s_backup_target::diagnostic::Severity;
use k8s_backup_target::model::Spec;
use k8s_backup_target::release::{Behaviour, Release};
use k8s_backup_target::selection::Reason::{self, *};
use k8s_backup_target::validation;
use k8s_backup_target::velero::glob::{Pattern, is_pattern};

use super::generate::Object;

const SNAPSHOTS: [&str; 2] =
    ["volumesnapshots.snapshot.storage.k8s.io", "volumesnapshotcontents.snapshot.storage.k8s.io"];

/// The label of a volume group.
const GROUP: (&str, &str) = ("velero.io/volume-group", "g");

/// Returns why each object is in the backup, or is not in it.
pub fn reasons(objects: &[Object], spec: &Spec, cluster: &Cluster) -> Vec<Reason> {
    let Some(backup) = Backup::of(objects, spec, cluster) else { return vec![SpecRefused; objects.len()] };
    let mut reasons: Vec<Reason> = objects.iter().map(|object| backup.reason(object)).collect();
    let is_tracked = |object: &Object| {
        let tracks_all = backup.release.has(Behaviour::SavesNamespacesOfListedObjects);
        object.namespace.is_some_and(|namespace| tracks_all || backup.has_namespace(namespace).is_ok())
    };
    let is_listed =
        |object: &Object| object.kind != "Namespace" && backup.not_listed(object).is_none() && is_tracked(object);
    let listed: BTreeSet<&str> = objects.iter().filter(|o| is_listed(o)).filter_map(|o| o.namespace).collect();
    for (object, reason) in objects.iter().zip(&mut reasons).filter(|(object, _)| object.kind == "Namespace") {
        *reason = backup.namespace(object, listed.contains(object.name.as_str()));
    }
    backup.bring_along(&mut reasons);
    reasons
}

struct Backup<'a> {
    objects: &'a [Object],
    cluster: &'a Cluster,
    release: Release,
    include_namespaces: BTreeSet<String>,
    exclude_namespaces: BTreeSet<String>,
    was_expanded: bool,
    include_resources: BTreeSet<String>,
    exclude_resources: BTreeSet<String>,
    include_cluster_resources: Option<bool>,
    is_global: bool,
    labels: Vec<(String, String)>,
    are_labels_refused: bool,
}

fn set(names: &Option<Vec<String>>) -> BTreeSet<String> {
    names.iter().flatten().cloned().collect()
}

/// Returns whether a name matches. Names are tried in sorted order, up to the first one that does not compile.
fn matches(names: &BTreeSet<String>, text: &str) -> bool {
    for name in names {
        match Pattern::compile(name) {
            Ok(pattern) if pattern.matches(text) => return true,
            Ok(_) => {}
            Err(_) => return false,
        }
    }
    false
}

fn has(object: &Object, key: &str, value: &str) -> bool {
    object.labels.contains(&(key, value))
}

fn is_excluded_by_label(object: &Object) -> bool {
    has(object, "velero.io/exclude-from-backup", "true")
}

impl<'a> Backup<'a> {
    /// Applies rules 1 to 13. Returns `None` if the spec is refused, or the backup fails.
    fn of(objects: &'a [Object], spec: &Spec, cluster: &'a Cluster) -> Option<Self> {
        let accepted = ["namespace-pattern-unreadable", "namespace-pattern-not-expanded"];
        let of_velero = |code: &str| {
            (code.starts_with("namespace-") && !accepted.contains(&code))
                || code.starts_with("resource-")
                || code.starts_with("ttl-")
        };
        let is_refusal = |diagnostic: &k8s_backup_target::diagnostic::Diagnostic| {
            diagnostic.severity == Severity::Error && of_velero(diagnostic.rule.code)
        };
        if validation::check_spec(spec, Some(cluster)).iter().any(is_refusal) {
            return None;
        }
        let release = cluster.release();
        let namespaces = || objects.iter().filter(|object| object.kind == "Namespace");
        let mut include_namespaces = set(&spec.include_namespaces);
        let mut exclude_namespaces = set(&spec.exclude_namespaces);
        for namespace in namespaces().filter(|namespace| is_excluded_by_label(namespace)) {
            if include_namespaces.contains(&namespace.name) {
                return None;
            }
            exclude_namespaces.insert(namespace.name.clone());
        }
        if include_namespaces.is_empty() {
            include_namespaces.insert("*".to_owned());
        }
        let mut has_pattern = include_namespaces.iter().chain(&exclude_namespaces).map(|name| is_pattern(name));
        let was_expanded = if include_namespaces.contains("*") {
            release.has(Behaviour::ExpandsWildcard)
        } else {
            release.has(Behaviour::ExpandsNamespacePatterns) && has_pattern.any(|is_pattern| is_pattern)
        };
        if was_expanded {
            let expand = |names: &BTreeSet<String>| -> Option<BTreeSet<String>> {
                let mut expanded = BTreeSet::new();
                for name in names {
                    if is_pattern(name) {
                        let pattern = Pattern::compile(name).ok()?;
                        let matching = namespaces().filter(|namespace| pattern.matches(&namespace.name));
                        expanded.extend(matching.map(|namespace| namespace.name.clone()));
                    } else {
                        expanded.insert(name.clone());
                    }
                }
                Some(expanded)
            };
            include_namespaces = expand(&include_namespaces)?;
            exclude_namespaces = expand(&exclude_namespaces)?;
        }
        let resolve = |name: &String| cluster.resolve(name).map_or_else(|| name.clone(), |kind| kind.group_resource());
        let added = if release.has(Behaviour::ExcludesVolumeSnapshots) { &SNAPSHOTS[..] } else { &[] };
        let mut includes: Vec<String> = spec.include_resources.iter().flatten().cloned().collect();
        for excluded in added {
            // Of two in a row, the second is skipped.
            let mut index = 0;
            while index < includes.len() {
                if includes[index] == *excluded {
                    includes.remove(index);
                }
                index += 1;
            }
        }
        let added = added.iter().map(|&name| name.to_owned());
        let excludes = spec.exclude_resources.iter().flatten().cloned().chain(added);
        let is_some = |list: &Option<Vec<String>>| list.as_ref().is_some_and(|list| !list.is_empty());
        let labels = spec.label_selector.clone().map(Vec::from).unwrap_or_default();
        Some(Backup {
            objects,
            cluster,
            release,
            include_namespaces,
            exclude_namespaces,
            was_expanded,
            include_resources: includes.iter().map(resolve).filter(|name| !name.is_empty()).collect(),
            exclude_resources: excludes.map(|name| resolve(&name)).filter(|name| !name.is_empty()).collect(),
            include_cluster_resources: spec.include_cluster_resources,
            is_global: spec.include_cluster_resources.is_some()
                || is_some(&spec.include_resources)
                || is_some(&spec.exclude_resources),
            are_labels_refused: labels.iter().any(|(key, _)| key == "bad key"),
            labels,
        })
    }

    /// Applies rule 14.
    fn has_namespace(&self, name: &str) -> Result<(), Reason> {
        if self.was_expanded && self.include_namespaces.is_empty() {
            return Err(NamespaceNotIncluded);
        }
        if matches(&self.exclude_namespaces, name) {
            return Err(NamespaceExcluded);
        }
        let is_in = self.include_namespaces.is_empty()
            || self.include_namespaces.contains("*")
            || matches(&self.include_namespaces, name);
        if is_in { Ok(()) } else { Err(NamespaceNotIncluded) }
    }

    /// Applies rule 16.
    fn is_everything(&self) -> bool {
        let all = self.include_namespaces.is_empty()
            || (self.include_namespaces.len() == 1 && self.include_namespaces.contains("*"));
        let mut namespaces = self.objects.iter().filter(|object| object.kind == "Namespace");
        let names_all = self.release.has(Behaviour::CountsAllNamesAsEverything)
            && namespaces.all(|namespace| self.include_namespaces.contains(&namespace.name));
        self.exclude_namespaces.is_empty() && (all || names_all)
    }

    fn has_resource(&self, group_resource: &str) -> Result<(), Reason> {
        if matches(&self.exclude_resources, group_resource) {
            return Err(ResourceExcluded);
        }
        let is_in = self.include_resources.is_empty()
            || self.include_resources.contains("*")
            || matches(&self.include_resources, group_resource);
        if is_in { Ok(()) } else { Err(ResourceNotIncluded) }
    }

    /// Whether the default spec takes every cluster-scoped type.
    fn takes_whole_cluster(&self) -> bool {
        self.release.has(Behaviour::SelectsClusterScopedTypesByDefault) && self.is_everything()
    }

    /// Applies rules 18 and 19.
    fn takes_type(&self, group_resource: &str) -> Result<(), Reason> {
        let kind = self.cluster.resolve(group_resource).ok_or(UnknownResource)?;
        if self.is_global {
            if !kind.namespaced && self.include_cluster_resources == Some(false) {
                return Err(ClusterScopeExcluded);
            }
            let is_automatic = self.include_cluster_resources.is_none() && group_resource != "namespaces";
            if !kind.namespaced && is_automatic && !self.is_everything() {
                return Err(ClusterScopeNotAutomatic);
            }
            self.has_resource(group_resource)
        } else if SNAPSHOTS.contains(&group_resource) && self.release.has(Behaviour::ExcludesVolumeSnapshots) {
            Err(ResourceExcluded)
        } else if kind.namespaced || group_resource == "namespaces" || self.takes_whole_cluster() {
            Ok(())
        } else {
            Err(ClusterScopeNotAutomatic)
        }
    }

    /// Applies rule 34: returns the resource as which Velero collects the objects of a kind.
    fn collected_as(&self, object: &Object) -> &'static str {
        match object.resource {
            "events" if self.takes_type("events").is_err() && self.takes_type("events.events.k8s.io").is_ok() => {
                "events.events.k8s.io"
            }
            resource => resource,
        }
    }

    fn has_labels(&self, object: &Object) -> bool {
        !self.are_labels_refused && self.labels.iter().all(|(key, value)| has(object, key, value))
    }

    /// Applies rules 18 to 22, for objects that are not Namespaces.
    fn not_listed(&self, object: &Object) -> Option<Reason> {
        if let Err(reason) = self.takes_type(self.collected_as(object)) {
            return Some(reason);
        }
        if let Some(namespace) = object.namespace {
            let lists_all = self.has_namespace("*").is_ok()
                || (self.include_namespaces.contains("") && self.has_namespace("").is_ok());
            if !lists_all {
                let is_all_excluded = self.include_namespaces.contains("*");
                let own = self.has_namespace(namespace);
                if is_all_excluded || !self.include_namespaces.contains(namespace) || own.is_err() {
                    let unlisted = if is_all_excluded { NamespaceExcluded } else { NamespaceNotIncluded };
                    return Some(own.err().unwrap_or(unlisted));
                }
            }
        }
        (!self.has_labels(object)).then_some(LabelsDoNotMatch)
    }

    /// Applies rules 24 and 25.
    fn refused(&self, object: &Object) -> Option<Reason> {
        if is_excluded_by_label(object) {
            return Some(ExcludeLabel);
        }
        let group_resource = self.collected_as(object);
        let checked = match object.namespace {
            Some(namespace) => self.has_namespace(namespace).and_then(|()| self.takes_type(group_resource)),
            None if matches(&self.exclude_resources, group_resource) => Err(ResourceExcluded),
            None if self.cluster.resolve(group_resource).is_none() => Err(UnknownResource),
            None if !self.is_global => Ok(()),
            None => match self.include_cluster_resources {
                Some(false) => Err(ClusterScopeExcluded),
                Some(true) => Ok(()),
                None => self.has_resource(group_resource),
            },
        };
        checked.err().or(object.is_deleted.then_some(BeingDeleted))
    }

    fn reason(&self, object: &Object) -> Reason {
        let skip = self.is_dropped(object).then_some(SkipAnnotation);
        self.not_listed(object).or_else(|| self.refused(object)).or(skip).unwrap_or(Selected)
    }

    /// Applies rule 23.
    fn namespace(&self, object: &Object, has_listed: bool) -> Reason {
        if let Err(reason) = self.takes_type("namespaces") {
            return reason;
        }
        let has_selector = !self.labels.is_empty() && !self.are_labels_refused;
        let by_labels = has_selector && self.has_labels(object);
        let is_active = object.is_on || !self.release.has(Behaviour::SkipsInactiveNamespaces);
        let own = self.has_namespace(&object.name);
        let by_name = own.is_ok() && (!has_selector || !self.is_everything());
        let reason = if is_active && by_labels {
            NamespaceOfSelected
        } else if is_active && by_name {
            Selected
        } else if has_listed {
            NamespaceOfSelected
        } else if !is_active {
            return BeingDeleted;
        } else {
            return own.err().unwrap_or(LabelsDoNotMatch);
        };
        if is_excluded_by_label(object) {
            ExcludeLabel
        } else if object.is_deleted {
            BeingDeleted
        } else {
            reason
        }
    }

    /// Returns the objects that an object adds: their index, and whether an action adds them too.
    fn brings(&self, from: &Object) -> Vec<(usize, bool)> {
        brings(self.objects, from, self.release)
    }

    /// Applies rules 25 to 31.
    fn bring_along(&self, reasons: &mut [Reason]) {
        let listed = |reason: Reason| matches!(reason, Selected | SkipAnnotation);
        let mut in_blocks: BTreeSet<usize> =
            reasons.iter().enumerate().filter(|(_, reason)| listed(**reason)).map(|(place, _)| place).collect();
        loop {
            let brought = in_blocks.iter().flat_map(|&place| self.brings(&self.objects[place])).map(|(place, _)| place);
            let new: Vec<usize> = brought
                .filter(|place| !in_blocks.contains(place) && self.refused(&self.objects[*place]).is_none())
                .collect();
            if new.is_empty() {
                break;
            }
            for place in new {
                in_blocks.insert(place);
                if !self.is_dropped(&self.objects[place]) {
                    reasons[place] = ComesAlong;
                }
            }
        }
        let definition_kinds = self.kinds_with_definitions(reasons);
        loop {
            let mut new = Vec::new();
            for place in (0..reasons.len()).filter(|&place| reasons[place].is_included()) {
                let from = &self.objects[place];
                let must_include =
                    from.must_include && matches!(from.kind, "Pod" | "PersistentVolumeClaim" | "ServiceAccount");
                for (to, _) in self.brings(from).into_iter().filter(|(_, by_action)| *by_action) {
                    let object = &self.objects[to];
                    let passes = if must_include { !object.is_deleted } else { self.refused(object).is_none() };
                    if passes && !reasons[to].is_included() && !self.is_dropped(object) {
                        new.push(to);
                    }
                }
            }
            if new.is_empty() {
                break;
            }
            new.into_iter().for_each(|place| reasons[place] = ComesAlong);
        }
        for (place, object) in self.objects.iter().enumerate() {
            let is_definition = object.kind == "CustomResourceDefinition" && definition_kinds.contains(&*object.name);
            if is_definition
                && self.refused(object).is_none()
                && !self.is_dropped(object)
                && !reasons[place].is_included()
            {
                reasons[place] = ComesAlong;
            }
        }
    }

    fn is_dropped(&self, object: &Object) -> bool {
        let has_action =
            matches!(object.kind, "Pod" | "PersistentVolumeClaim" | "ServiceAccount" | "CustomResourceDefinition");
        object.skips && has_action && self.release.has(Behaviour::HonoursSkipAnnotation)
    }

    /// Applies rule 30.
    fn kinds_with_definitions(&self, reasons: &[Reason]) -> BTreeSet<&'static str> {
        if self.takes_type("customresourcedefinitions.apiextensions.k8s.io").is_ok() {
            return BTreeSet::new();
        }
        let included = self.objects.iter().zip(reasons).filter(|(_, reason)| reason.is_included());
        included.map(|(object, _)| object.resource).collect()
    }
}

/// Returns the objects that an object adds: their index, and whether an action adds them too.
pub fn brings(objects: &[Object], from: &Object, release: Release) -> Vec<(usize, bool)> {
    let find = |kind: &str, namespace: Option<&str>, name: &str| {
        let is_it = |o: &Object| o.kind == kind && o.namespace == namespace && o.name == name;
        objects.iter().position(is_it)
    };
    let mut brings = Vec::new();
    let is_grouped = has(from, GROUP.0, GROUP.1) && release.has(Behaviour::BringsVolumeGroups);
    if from.kind == "PersistentVolumeClaim" && is_grouped && from.is_on && !from.names.is_empty() {
        let is_in_group = |claim: &Object| {
            claim.kind == from.kind && claim.namespace == from.namespace && has(claim, GROUP.0, GROUP.1)
        };
        brings.extend((0..).zip(objects).filter(|(_, claim)| is_in_group(claim)).map(|(place, _)| (place, false)));
    }
    match from.kind {
        "PersistentVolumeClaim" if from.is_on && !from.names.is_empty() => {
            brings.extend(find("PersistentVolume", None, &from.names[0]).map(|place| (place, true)));
            for (place, pod) in objects.iter().enumerate().filter(|(_, object)| object.kind == "Pod") {
                let names_it = pod.namespace == from.namespace && pod.names.contains(&from.name);
                if names_it && pod.is_on && !pod.is_deleted {
                    brings.push((place, false));
                }
            }
        }
        "Pod" => {
            let class = from.priority_class.iter().filter_map(|name| find("PriorityClass", None, name));
            let claims = from.names.iter().filter_map(|name| find("PersistentVolumeClaim", from.namespace, name));
            brings.extend(class.chain(claims).map(|place| (place, true)));
        }
        "ServiceAccount" => {
            for (place, binding) in objects.iter().enumerate() {
                let is_it =
                    |(namespace, name): &(&str, String)| Some(*namespace) == from.namespace && *name == from.name;
                if binding.kind == "ClusterRoleBinding" && binding.subjects.iter().any(is_it) {
                    brings.push((place, true));
                    let role = binding.names.first().and_then(|name| find("ClusterRole", None, name));
                    brings.extend(role.map(|place| (place, true)));
                }
            }
        }
        _ => {}
    }
    brings
}
