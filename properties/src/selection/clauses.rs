//! What clauses say about a cluster, read as their documentation says.

use std::collections::BTreeSet;

use k8s_backup_target::cluster::Cluster;
use k8s_backup_target::validation::{Clauses, Condition, NameFilter, WithObjects};
use k8s_backup_target::velero::glob::{Pattern, is_pattern};

use super::generate::Object;
use super::model::brings;

/// Returns whether each object is saved.
pub fn saved(objects: &[Object], clauses: &Clauses, cluster: &Cluster) -> Vec<bool> {
    let read = Read { objects, clauses, cluster };
    let mut saved: Vec<bool> = objects.iter().map(|object| read.is_saved(object)).collect();
    read.bring_along(&mut saved);
    saved
}

struct Read<'a> {
    objects: &'a [Object],
    clauses: &'a Clauses,
    cluster: &'a Cluster,
}

fn matches(names: &[String], name: &str) -> bool {
    names.iter().any(|entry| entry == name || Pattern::compile(entry).is_ok_and(|pattern| pattern.matches(name)))
}

fn is_in(names: &NameFilter, name: &str) -> bool {
    names.included.as_ref().is_none_or(|included| matches(included, name)) && !matches(&names.excluded, name)
}

fn has_exclude_label(object: &Object) -> bool {
    object.labels.contains(&("velero.io/exclude-from-backup", "true"))
}

fn opts_out(object: &Object) -> bool {
    has_exclude_label(object) || object.is_deleted
}

impl Read<'_> {
    fn namespaces(&self) -> impl Iterator<Item = &Object> {
        self.objects.iter().filter(|object| object.kind == "Namespace")
    }

    fn namespace_opts_out(&self, name: &str) -> bool {
        self.namespaces().any(|namespace| namespace.name == name && has_exclude_label(namespace))
    }

    fn holds(&self, condition: Condition) -> bool {
        // The names of `named` are those of `namespaces`, also where no Namespace object is saved.
        let chosen = &self.clauses.namespaces;
        let included = |name: &str| chosen.included.as_ref().is_none_or(|included| matches(included, name));
        let mut names = self.namespaces().map(|namespace| namespace.name.as_str());
        let is_all = || self.namespaces().all(|namespace| included(&namespace.name));
        let is_none = || !self.namespaces().any(|namespace| included(&namespace.name));
        if condition == Condition::Always {
            return true;
        }
        if self.namespaces().any(has_exclude_label) {
            return false;
        }
        let excludes_none = !names.any(|name| matches(&chosen.excluded, name));
        match condition {
            Condition::Always | Condition::NoNamespaceOptsOut => true,
            Condition::AllNamespaces => excludes_none && is_all(),
            Condition::NoNamespace => excludes_none && is_none(),
            Condition::AllNamespacesOrNone => excludes_none && (is_all() || is_none()),
        }
    }

    fn has_labels(&self, object: &Object) -> bool {
        self.clauses.label_selector.iter().all(|(key, value)| object.labels.contains(&(key, value)))
    }

    /// Whether the resource and the labels of a namespaced object are selected.
    fn is_of_selected_kind(&self, object: &Object) -> bool {
        let resources = &self.clauses.namespaced_resources;
        let names: &[&str] = match object.resource {
            "events" => &["events", "events.events.k8s.io"],
            resource => &[resource],
        };
        names.iter().any(|name| is_in(resources, name)) && self.has_labels(object)
    }

    fn is_selected(&self, object: &Object) -> bool {
        match object.namespace {
            Some(namespace) => {
                self.is_of_selected_kind(object)
                    && is_in(&self.clauses.namespaces, namespace)
                    && !self.namespace_opts_out(namespace)
            }
            None => {
                object.kind != "Namespace"
                    && self.holds(self.clauses.cluster_scoped_condition)
                    && is_in(&self.clauses.cluster_scoped_resources, object.resource)
                    && self.has_labels(object)
            }
        }
    }

    fn is_skipped(&self, object: &Object) -> bool {
        use k8s_backup_target::release::Behaviour;
        let is_read =
            matches!(object.kind, "Pod" | "PersistentVolumeClaim" | "ServiceAccount" | "CustomResourceDefinition");
        object.skips && is_read && self.cluster.release().has(Behaviour::HonoursSkipAnnotation)
    }

    fn is_saved(&self, object: &Object) -> bool {
        if opts_out(object) || self.is_skipped(object) {
            return false;
        }
        if object.kind == "Namespace" { self.is_saved_namespace(object) } else { self.is_selected(object) }
    }

    fn is_saved_namespace(&self, object: &Object) -> bool {
        let chosen = &self.clauses.namespace_objects;
        let is_active = object.is_on || !chosen.skips_inactive;
        let is_named = is_in(&chosen.named, &object.name) && !chosen.unless.is_some_and(|unless| self.holds(unless));
        let is_labelled = chosen.labelled && self.has_labels(object);
        let has = |counts: &dyn Fn(&Object) -> bool| {
            self.objects.iter().any(|inner| inner.namespace == Some(&object.name) && counts(inner))
        };
        let has_objects = match chosen.with_objects {
            WithObjects::Never => false,
            WithObjects::Named => is_in(&chosen.named, &object.name) && has(&|inner| self.is_selected(inner)),
            WithObjects::Any => has(&|inner| self.is_of_selected_kind(inner)),
        };
        (is_active && (is_named || is_labelled)) || has_objects
    }

    fn bring_along(&self, saved: &mut [bool]) {
        let mut bringing: BTreeSet<usize> = (0..self.objects.len())
            .filter(|&index| self.is_selected(&self.objects[index]) && !opts_out(&self.objects[index]))
            .collect();
        let pairs = &self.clauses.brought_along;
        loop {
            let mut new = BTreeSet::new();
            for &index in &bringing {
                let from = &self.objects[index];
                for (to, _) in brings(self.objects, from, self.cluster.release()) {
                    let object = &self.objects[to];
                    let comes = pairs.iter().any(|pair| {
                        pair.because_of.as_deref() == Some(from.resource) && pair.group_resource == object.resource
                    });
                    if comes && !opts_out(object) && !bringing.contains(&to) {
                        new.insert(to);
                    }
                }
            }
            if new.is_empty() {
                break;
            }
            for &index in &new {
                saved[index] |= !self.is_skipped(&self.objects[index]);
            }
            bringing.extend(new);
        }
        let brings_definitions = pairs.iter().any(|pair| pair.because_of.is_none());
        let definitions = "customresourcedefinitions.apiextensions.k8s.io";
        let are_selected = self.holds(self.clauses.cluster_scoped_condition)
            && is_in(&self.clauses.cluster_scoped_resources, definitions);
        if brings_definitions && !are_selected {
            let kinds: BTreeSet<&str> = self
                .objects
                .iter()
                .zip(&*saved)
                .filter(|(object, saved)| **saved && object.kind != "Namespace")
                .map(|(object, _)| object.resource)
                .collect();
            for (object, saved) in self.objects.iter().zip(saved) {
                *saved |= object.resource == definitions
                    && kinds.contains(object.name.as_str())
                    && !opts_out(object)
                    && !self.is_skipped(object);
            }
        }
    }
}

/// Whether an excluded namespace cannot be compiled. Velero then also ignores some of the Namespaces that opt out.
pub fn excludes_unreadable(excludes: Option<&[String]>) -> bool {
    excludes.unwrap_or_default().iter().any(|name| is_pattern(name) && Pattern::compile(name).is_err())
}
