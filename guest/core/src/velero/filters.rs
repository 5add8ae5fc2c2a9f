//! The filters of a Backup: every field of Velero's BackupSpec that decides which objects are saved.
//!
//! A spec of the interface and a Backup are both converted to [`Filters`]. They differ only in the names of their
//! fields, which a [`Dialect`] has.

use std::borrow::Cow;

use super::includes_excludes::{EXCLUDED_CLUSTER_SCOPED, EXCLUDED_NAMESPACED, IncludesExcludes};
use crate::diagnostic::Pointer;
use crate::model::{LabelSelector, Spec};
use crate::names::{label_key_fault, label_value_fault};
use crate::release::{Behaviour, Release};

/// The fields of a BackupSpec that decide which objects are saved. An empty list of names is the same as none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields of Velero")]
pub struct Filters {
    /// How the fields are written.
    pub dialect: Dialect,
    pub included_namespaces: Option<Vec<String>>,
    pub excluded_namespaces: Option<Vec<String>>,
    pub included_resources: Option<Vec<String>>,
    pub excluded_resources: Option<Vec<String>>,
    pub include_cluster_resources: Option<bool>,
    pub included_cluster_scoped_resources: Option<Vec<String>>,
    pub excluded_cluster_scoped_resources: Option<Vec<String>>,
    pub included_namespace_scoped_resources: Option<Vec<String>>,
    pub excluded_namespace_scoped_resources: Option<Vec<String>>,
    pub label_selector: Option<Selector>,
    pub or_label_selectors: Option<Vec<Selector>>,
    /// The key of the label of volume groups. If it is empty, the default of Velero's server.
    pub volume_group_snapshot_label_key: Option<String>,
}

/// A label selector of Kubernetes. All labels and all expressions must match.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selector {
    /// Labels that an object must have.
    pub match_labels: LabelSelector,
    /// Further requirements.
    pub match_expressions: Vec<Expression>,
}

/// A requirement of a label selector.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expression {
    /// The key of the label.
    pub key: String,
    /// `In`, `NotIn`, `Exists` or `DoesNotExist`. Kubernetes cannot use a selector with any other.
    pub operator: String,
    /// The values of `In` and `NotIn`.
    pub values: Vec<String>,
}

/// How filters are written: the names of their fields.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    /// A spec of the interface: `include_namespaces`.
    #[default]
    Spec,
    /// A Backup: `includedNamespaces` in its `spec`.
    Backup,
    /// A Schedule: the same in `spec.template`.
    Schedule,
    /// A Schedule in the values of Velero's Helm chart: the same in `template`.
    HelmSchedule,
}

/// A field of the filters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    IncludedNamespaces,
    ExcludedNamespaces,
    IncludedResources,
    ExcludedResources,
    IncludeClusterResources,
    IncludedClusterScopedResources,
    ExcludedClusterScopedResources,
    IncludedNamespaceScopedResources,
    ExcludedNamespaceScopedResources,
    LabelSelector,
    OrLabelSelectors,
}

/// Each field with its name in a Backup, and its name in a spec if it is another one. A spec has only the latter.
const FIELD_NAMES: [(Field, &str, &str); 11] = {
    use Field::*;
    [
        (IncludedNamespaces, "includedNamespaces", "include_namespaces"),
        (ExcludedNamespaces, "excludedNamespaces", "exclude_namespaces"),
        (IncludedResources, "includedResources", "include_resources"),
        (ExcludedResources, "excludedResources", "exclude_resources"),
        (IncludeClusterResources, "includeClusterResources", "include_cluster_resources"),
        (IncludedClusterScopedResources, "includedClusterScopedResources", ""),
        (ExcludedClusterScopedResources, "excludedClusterScopedResources", ""),
        (IncludedNamespaceScopedResources, "includedNamespaceScopedResources", ""),
        (ExcludedNamespaceScopedResources, "excludedNamespaceScopedResources", ""),
        (LabelSelector, "labelSelector", "label_selector"),
        (OrLabelSelectors, "orLabelSelectors", ""),
    ]
};

/// A pair of lists: what is included, and what is excluded from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pair {
    Namespaces,
    Resources,
    ClusterScopedResources,
    NamespaceScopedResources,
}

impl Pair {
    /// The pairs of resources.
    pub(crate) const OF_RESOURCES: [Pair; 3] =
        [Pair::Resources, Pair::ClusterScopedResources, Pair::NamespaceScopedResources];

    /// Returns the fields of the includes and of the excludes.
    pub(crate) const fn fields(self) -> (Field, Field) {
        match self {
            Pair::Namespaces => (Field::IncludedNamespaces, Field::ExcludedNamespaces),
            Pair::Resources => (Field::IncludedResources, Field::ExcludedResources),
            Pair::ClusterScopedResources => {
                (Field::IncludedClusterScopedResources, Field::ExcludedClusterScopedResources)
            }
            Pair::NamespaceScopedResources => {
                (Field::IncludedNamespaceScopedResources, Field::ExcludedNamespaceScopedResources)
            }
        }
    }
}

impl Dialect {
    /// Returns the pointer to the object that has the filters.
    pub(crate) const fn pointer(self) -> &'static Pointer<'static> {
        const SPEC: Pointer<'static> = Pointer::Key(&Pointer::Root, "spec");
        match self {
            Dialect::Spec => &Pointer::Root,
            Dialect::Backup => &SPEC,
            Dialect::Schedule => &const { Pointer::Key(&SPEC, "template") },
            Dialect::HelmSchedule => &const { Pointer::Key(&Pointer::Root, "template") },
        }
    }

    /// Calls a function with the pointer to the object that has the filters, in a document.
    pub(crate) fn with_pointer<T>(self, document: &Pointer<'_>, then: impl FnOnce(&Pointer<'_>) -> T) -> T {
        match self {
            Dialect::Spec => then(document),
            Dialect::Backup => then(&document.key("spec")),
            Dialect::Schedule => then(&document.key("spec").key("template")),
            Dialect::HelmSchedule => then(&document.key("template")),
        }
    }

    /// Calls a function with the pointer to the object that has the schedule, in a document.
    pub(crate) fn with_schedule<T>(self, document: &Pointer<'_>, then: impl FnOnce(&Pointer<'_>) -> T) -> T {
        match self {
            Dialect::Schedule => then(&document.key("spec")),
            Dialect::Spec | Dialect::Backup | Dialect::HelmSchedule => then(document),
        }
    }

    /// Returns the word for what has the filters.
    pub(crate) const fn noun(self) -> &'static str {
        match self {
            Dialect::Spec => "the spec",
            Dialect::Backup | Dialect::Schedule | Dialect::HelmSchedule => "the backup",
        }
    }

    /// Returns the name of a field.
    pub(crate) fn name(self, field: Field) -> &'static str {
        let (_, in_backup, in_spec) =
            FIELD_NAMES.iter().find(|(named, ..)| *named == field).expect("each field has a row");
        if self == Dialect::Spec && !in_spec.is_empty() { in_spec } else { in_backup }
    }
}

/// Whether a name is that of a field of a Backup that decides which objects are saved.
pub(crate) fn is_filter(name: &str) -> bool {
    FIELD_NAMES.iter().any(|(_, in_backup, _)| *in_backup == name)
}

impl From<&Spec> for Filters {
    /// Returns the filters of the Backup that the operator makes of a spec. It removes a selector without labels.
    fn from(spec: &Spec) -> Self {
        let labels = spec.label_selector.clone().filter(|labels| labels.iter().len() > 0);
        Filters {
            included_namespaces: spec.include_namespaces.clone(),
            excluded_namespaces: spec.exclude_namespaces.clone(),
            included_resources: spec.include_resources.clone(),
            excluded_resources: spec.exclude_resources.clone(),
            include_cluster_resources: spec.include_cluster_resources,
            label_selector: labels.map(|match_labels| Selector { match_labels, match_expressions: Vec::new() }),
            ..Filters::default()
        }
    }
}

impl Filters {
    /// Returns the name of a field, as it is written.
    pub(crate) fn name(&self, field: Field) -> &'static str {
        self.dialect.name(field)
    }

    /// Returns a pair of lists.
    pub(crate) fn pair(&self, pair: Pair) -> IncludesExcludes<'_> {
        let (includes, excludes) = pair.fields();
        IncludesExcludes { includes: self.list(includes), excludes: self.list(excludes) }
    }

    /// Returns the two lists of namespaces.
    pub(crate) fn namespaces(&self) -> IncludesExcludes<'_> {
        self.pair(Pair::Namespaces)
    }

    /// Returns the two lists of resources that do not depend on the scope.
    pub(crate) fn resources(&self) -> IncludesExcludes<'_> {
        self.pair(Pair::Resources)
    }

    /// Returns a list, which is empty if it is not set.
    pub(crate) fn list(&self, field: Field) -> &[String] {
        self.list_as_written(field).as_deref().unwrap_or(&[])
    }

    /// Returns a list as it is written.
    pub(crate) fn list_as_written(&self, field: Field) -> &Option<Vec<String>> {
        match field {
            Field::IncludedNamespaces => &self.included_namespaces,
            Field::ExcludedNamespaces => &self.excluded_namespaces,
            Field::IncludedResources => &self.included_resources,
            Field::ExcludedResources => &self.excluded_resources,
            Field::IncludedClusterScopedResources => &self.included_cluster_scoped_resources,
            Field::ExcludedClusterScopedResources => &self.excluded_cluster_scoped_resources,
            Field::IncludedNamespaceScopedResources => &self.included_namespace_scoped_resources,
            Field::ExcludedNamespaceScopedResources => &self.excluded_namespace_scoped_resources,
            Field::IncludeClusterResources | Field::LabelSelector | Field::OrLabelSelectors => &None,
        }
    }

    /// Whether Velero uses the lists of resources that do not depend on the scope: its `UseOldResourceFilters`.
    pub(crate) fn are_global(&self) -> bool {
        let IncludesExcludes { includes, excludes } = self.resources();
        self.include_cluster_resources.is_some() || !includes.is_empty() || !excludes.is_empty()
    }

    /// Whether a list of resources of one scope is set.
    pub(crate) fn are_scoped(&self) -> bool {
        let has_names = |pair| self.pair(pair).names().next().is_some();
        has_names(Pair::ClusterScopedResources) || has_names(Pair::NamespaceScopedResources)
    }

    /// Returns the alternative selectors, of which one must match. The list is empty if it is not set.
    pub(crate) fn alternatives(&self) -> &[Selector] {
        self.or_label_selectors.as_deref().unwrap_or(&[])
    }

    /// Returns the key of the label of volume groups.
    pub(crate) fn volume_group_label(&self) -> &str {
        const DEFAULT: &str = "velero.io/volume-group";
        let key = self.volume_group_snapshot_label_key.as_deref().unwrap_or_default();
        if key.is_empty() { DEFAULT } else { key }
    }
}

impl Selector {
    /// Whether it has no labels and no expressions. Velero can list nothing with such a selector.
    pub(crate) fn is_empty(&self) -> bool {
        self.match_labels.iter().len() == 0 && self.match_expressions.is_empty()
    }

    /// Returns the first requirement that Kubernetes refuses: Velero can list nothing with the selector.
    pub(crate) fn first_refused(&self) -> Option<Requirement> {
        let is_refused =
            |(key, value): (&str, &str)| label_key_fault(key).is_some() || label_value_fault(value).is_some();
        let label = self.match_labels.iter().position(is_refused).map(|index| Requirement::Label(index as u32));
        let expression = || self.match_expressions.iter().position(|expression| !expression.is_valid());
        label.or_else(|| expression().map(|index| Requirement::Expression(index as u32)))
    }
}

impl Expression {
    fn is_valid(&self) -> bool {
        let has_values = match self.operator.as_str() {
            "In" | "NotIn" => !self.values.is_empty(),
            "Exists" | "DoesNotExist" => self.values.is_empty(),
            _ => false,
        };
        let are_valid = || self.values.iter().all(|value| label_value_fault(value).is_none());
        has_values && label_key_fault(&self.key).is_none() && are_valid()
    }
}

/// A label or an expression of a selector, by its index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Requirement {
    Label(u32),
    Expression(u32),
}

/// The part of the filters that decided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum FilterPart {
    /// No part decided.
    #[default]
    None,
    Field(Field),
    /// An entry of a list, by its index.
    Item(Field, u32),
    /// A requirement of the label selector.
    Requirement(Requirement),
    /// The resource policy of the Backup.
    ResourcePolicy,
}

impl FilterPart {
    /// Returns the JSON pointer (RFC 6901) into the spec, or into the Backup or the Schedule. `None` if no part decided.
    pub(crate) fn pointer(self, filters: &Filters) -> Option<String> {
        let root = filters.dialect.pointer();
        Some(match self {
            FilterPart::None => return None,
            FilterPart::ResourcePolicy => root.key("resourcePolicy").to_string(),
            FilterPart::Field(field) => root.key(filters.name(field)).to_string(),
            FilterPart::Item(field, index) => root.key(filters.name(field)).index(index as usize).to_string(),
            FilterPart::Requirement(requirement) => {
                let selector = filters.label_selector.as_ref()?;
                let field = &root.key(filters.name(Field::LabelSelector));
                match requirement {
                    Requirement::Label(index) => {
                        let (key, _) = selector.match_labels.iter().nth(index as usize)?;
                        match filters.dialect {
                            Dialect::Spec => field.key(key).to_string(),
                            _ => field.key("matchLabels").key(key).to_string(),
                        }
                    }
                    Requirement::Expression(index) => field.key("matchExpressions").index(index as usize).to_string(),
                }
            }
        })
    }
}

/// Returns the included resources that do not depend on the scope, without what a release of Velero removes.
pub(crate) fn included_resources(filters: &Filters, release: Release) -> Cow<'_, [String]> {
    let are_excluded = release.has(Behaviour::ExcludesVolumeSnapshots);
    let excluded: &[&str] = if are_excluded { &[EXCLUDED_NAMESPACED, EXCLUDED_CLUSTER_SCOPED] } else { &[] };
    without_excluded(filters.resources().includes, excluded)
}

/// A list of resources after Velero has excluded others: its `modifyResourceIncludeExclude`.
///
/// An include that is literally an exclude is removed. If it is repeated in a row, one of them stays.
pub(crate) fn without_excluded<'l>(includes: &'l [String], excludes: &[&str]) -> Cow<'l, [String]> {
    let mut kept = Cow::Borrowed(includes);
    for exclude in excludes {
        // Velero goes on to the next index, although the next entry is now at this one.
        for index in 0..kept.len() {
            if kept.get(index).is_some_and(|name| name == exclude) {
                kept.to_mut().remove(index);
            }
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fields_that_decide_which_objects_are_saved() {
        for name in ["includedNamespaces", "excludedResources", "orLabelSelectors", "includeClusterResources"] {
            assert!(is_filter(name), "{name}");
        }
        for name in ["", "storageLocation", "ttl", "include_namespaces"] {
            assert!(!is_filter(name), "{name}");
        }
    }
}
