//! Generates small clusters with many special cases, and specs that select some of their objects.

use k8s_backup_target::model::{LabelSelector, Spec};
use k8s_backup_target::release::Release;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Map, Value, json};

/// The fields of an object that the rules use.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the names are enough")]
pub struct Object {
    /// Empty for the core group.
    pub group: &'static str,
    pub kind: &'static str,
    pub resource: &'static str,
    pub namespace: Option<&'static str>,
    pub name: String,
    pub labels: Vec<(&'static str, &'static str)>,
    pub is_deleted: bool,
    pub skips: bool,
    pub must_include: bool,
    /// Whether a Namespace is active, a claim is bound, or a pod is running.
    pub is_on: bool,
    /// The volume of a claim, the claims of a pod, the role of a binding.
    pub names: Vec<String>,
    pub priority_class: Option<String>,
    /// The service accounts of a binding: namespace and name.
    pub subjects: Vec<(&'static str, String)>,
}

/// Group, kind, group-resource, and whether it is namespaced.
const KINDS: [(&str, &str, &str, bool); 14] = [
    ("", "Namespace", "namespaces", false),
    ("", "Pod", "pods", true),
    ("", "PersistentVolumeClaim", "persistentvolumeclaims", true),
    ("", "PersistentVolume", "persistentvolumes", false),
    ("", "ServiceAccount", "serviceaccounts", true),
    ("", "ConfigMap", "configmaps", true),
    ("", "Event", "events", true),
    ("apps", "Deployment", "deployments.apps", true),
    ("rbac.authorization.k8s.io", "ClusterRoleBinding", "clusterrolebindings.rbac.authorization.k8s.io", false),
    ("rbac.authorization.k8s.io", "ClusterRole", "clusterroles.rbac.authorization.k8s.io", false),
    ("scheduling.k8s.io", "PriorityClass", "priorityclasses.scheduling.k8s.io", false),
    ("apiextensions.k8s.io", "CustomResourceDefinition", "customresourcedefinitions.apiextensions.k8s.io", false),
    ("example.com", "Widget", "widgets.example.com", true),
    ("example.com", "ClusterWidget", "clusterwidgets.example.com", false),
];

const NAMESPACES: [&str; 4] = ["a", "app-1", "app-2", "kube-system"];
const NAMES: [&str; 2] = ["x", "y"];
const LABELS: [(&str, &str); 5] = [
    ("velero.io/volume-group", "g"),
    ("app", "web"),
    ("tier", "db"),
    ("velero.io/exclude-from-backup", "true"),
    ("velero.io/exclude-from-backup", "false"),
];

impl Object {
    /// Returns the object as `kubectl` prints it.
    pub fn json(&self) -> Value {
        let mut metadata = json!({"name": self.name, "uid": "0", "managedFields": [{"fieldsV1": {"f:metadata": {}}}]});
        if let Some(namespace) = self.namespace {
            metadata["namespace"] = namespace.into();
        }
        if !self.labels.is_empty() {
            let labels: Map<String, Value> =
                self.labels.iter().map(|(key, value)| ((*key).to_owned(), (*value).into())).collect();
            metadata["labels"] = labels.into();
        }
        if self.is_deleted {
            metadata["deletionTimestamp"] = "2026-01-01T00:00:00Z".into();
        }
        if self.skips {
            metadata["annotations"]["velero.io/skip-from-backup"] = "".into();
        }
        if self.must_include {
            metadata["annotations"]["backup.velero.io/must-include-additional-items"] = "true".into();
        }
        let version = if self.group.is_empty() { "v1".to_owned() } else { format!("{}/v1", self.group) };
        let mut object = json!({"apiVersion": version, "kind": self.kind, "metadata": metadata});
        let on = |on: &'static str, off: &'static str| json!({"phase": if self.is_on { on } else { off }});
        match self.kind {
            "Namespace" => object["status"] = on("Active", "Terminating"),
            "PersistentVolumeClaim" => {
                object["status"] = on("Bound", "Pending");
                object["spec"] = json!({"volumeName": self.names.first()});
            }
            "Pod" => {
                object["status"] = on("Running", "Pending");
                let volumes = self.names.iter().map(|name| json!({"persistentVolumeClaim": {"claimName": name}}));
                let volumes: Vec<Value> = volumes.chain([json!({"name": "v", "emptyDir": {}})]).collect();
                object["spec"] = json!({"nodeName": "n", "priorityClassName": self.priority_class, "volumes": volumes});
            }
            "ClusterRoleBinding" => {
                let subjects = self
                    .subjects
                    .iter()
                    .map(|(namespace, name)| json!({"kind": "ServiceAccount", "namespace": namespace, "name": name}));
                object["subjects"] = subjects.collect();
                object["roleRef"] = json!({"kind": "ClusterRole", "name": self.names.first()});
            }
            "CustomResourceDefinition" => {
                let is_namespaced = self.name.starts_with("widgets");
                let (plural, kind) =
                    if is_namespaced { ("widgets", "Widget") } else { ("clusterwidgets", "ClusterWidget") };
                let scope = if is_namespaced { "Namespaced" } else { "Cluster" };
                object["spec"] = json!({
                    "group": "example.com",
                    "scope": scope,
                    "names": {"plural": plural, "kind": kind, "singular": kind.to_lowercase(), "shortNames": ["wd"]},
                });
            }
            _ => {}
        }
        object
    }
}

fn object() -> impl Strategy<Value = Object> {
    let name = || select(NAMES.to_vec()).prop_map(str::to_owned);
    let subject = (select(NAMESPACES.to_vec()), name());
    let rarely = || prop::bool::weighted(0.08);
    (
        select(KINDS.to_vec()),
        (select(NAMESPACES.to_vec()), name()),
        subsequence(LABELS.to_vec(), 0..3),
        (rarely(), rarely(), rarely(), prop::bool::weighted(0.85)),
        prop::collection::vec(name(), 0..3),
        prop::option::of(name()),
        prop::collection::vec(subject, 0..3),
    )
        .prop_map(|(kind, (namespace, name), mut labels, flags, names, priority_class, subjects)| {
            let (group, kind, resource, namespaced) = kind;
            let (is_deleted, skips, must_include, is_on) = flags;
            labels.dedup_by_key(|(key, _)| *key);
            let name = match kind {
                "Namespace" => namespace.to_owned(),
                "CustomResourceDefinition" if name == "x" => "widgets.example.com".to_owned(),
                "CustomResourceDefinition" => "clusterwidgets.example.com".to_owned(),
                _ => name,
            };
            Object {
                group,
                kind,
                resource,
                namespace: namespaced.then_some(namespace),
                name,
                labels,
                is_deleted,
                skips,
                must_include,
                is_on,
                names,
                priority_class,
                subjects,
            }
        })
}

/// Generates objects that are not repeated, their Namespaces, and another Namespace.
pub fn objects() -> impl Strategy<Value = Vec<Object>> {
    let namespace = |name: &'static str| Object {
        group: "",
        kind: "Namespace",
        resource: "namespaces",
        namespace: None,
        name: name.to_owned(),
        labels: Vec::new(),
        is_deleted: false,
        skips: false,
        must_include: false,
        is_on: true,
        names: Vec::new(),
        priority_class: None,
        subjects: Vec::new(),
    };
    prop::collection::vec(object(), 1..24).prop_map(move |mut objects| {
        let used: Vec<&str> = objects.iter().filter_map(|object| object.namespace).collect();
        objects.extend(used.into_iter().chain(["a"]).map(namespace));
        let mut seen = std::collections::BTreeSet::new();
        objects.retain(|object| seen.insert((object.kind, object.namespace, object.name.clone())));
        objects
    })
}

/// Generates an entry of a list of namespaces.
pub fn namespace_entry() -> impl Strategy<Value = String> {
    let entries = [
        "a",
        "app-1",
        "app-2",
        "kube-system",
        "missing",
        "*",
        "app-*",
        "?",
        "*-1",
        "[a-k]*",
        "missing-*",
        "",
        "[z-a]",
        "Bad",
        "**",
        "[a-z0-9]*",
    ];
    prop_oneof![12 => select(entries[..5].to_vec()), 5 => select(entries[5..12].to_vec()), 1 => select(entries[12..].to_vec())]
        .prop_map(str::to_owned)
}

fn resource_entry() -> impl Strategy<Value = String> {
    let entries = [
        "pods",
        "po",
        "Deployment",
        "deployments.apps",
        "pvc",
        "persistentvolumes",
        "namespaces",
        "serviceaccounts",
        "clusterroles",
        "clusterrolebindings.rbac.authorization.k8s.io",
        "priorityclasses",
        "crds",
        "widgets.example.com",
        "wd",
        "clusterwidget",
        "events",
        "events.events.k8s.io",
        "configmaps",
        "cm",
        "*",
        "*.example.com",
        "p*",
        "nosuch",
        "",
        "[z-a]",
        "volumesnapshots.snapshot.storage.k8s.io",
        "{pods,configmaps}",
    ];
    select(entries.to_vec()).prop_map(str::to_owned)
}

/// Generates a release of Velero.
pub fn release() -> impl Strategy<Value = Release> {
    select(Release::ALL.to_vec())
}

/// Generates a spec that selects some objects of these clusters.
pub fn spec() -> impl Strategy<Value = Spec> {
    let list = |entry: BoxedStrategy<String>| prop::option::weighted(0.5, prop::collection::vec(entry, 0..4));
    let labels = [("app", "web"), ("tier", "db"), ("bad key", "x"), ("none", "")];
    let labels = prop_oneof![6 => subsequence(labels[..2].to_vec(), 0..3), 1 => subsequence(labels.to_vec(), 1..3)];
    (
        list(namespace_entry().boxed()),
        list(resource_entry().boxed()),
        prop::option::weighted(0.3, prop::collection::vec(namespace_entry(), 0..3)),
        prop::option::weighted(0.3, prop::collection::vec(resource_entry(), 0..3)),
        prop::option::of(any::<bool>()),
        prop::option::weighted(0.4, labels),
        prop_oneof![20 => Just(None), 1 => Just(Some("30d".to_owned()))],
    )
        .prop_map(
            |(include_namespaces, include_resources, exclude_namespaces, exclude_resources, cluster, labels, ttl)| {
                Spec {
                    include_namespaces,
                    include_resources,
                    exclude_namespaces,
                    exclude_resources,
                    include_cluster_resources: cluster,
                    label_selector: labels.map(LabelSelector::from_iter),
                    ttl,
                }
            },
        )
}

/// Returns the objects as `kubectl` prints them: one in each line, in a list, in nested lists, or indented one after
/// the other.
pub fn text(objects: &[Object], form: u8) -> String {
    let json = || objects.iter().map(Object::json);
    let list =
        |items: Vec<Value>| json!({"apiVersion": "v1", "items": items, "kind": "List", "metadata": {"a": ["}"]}});
    match form {
        0 => json().map(|object| format!("{object}\n")).collect(),
        1 => format!("{:#}\n", list(json().collect())),
        2 => {
            let (first, second) = objects.split_at(objects.len() / 2);
            let lists = [first, second].map(|objects| list(objects.iter().map(Object::json).collect()));
            list(lists.to_vec()).to_string()
        }
        _ => json().map(|object| format!("{object:#}\n")).collect::<String>() + &list(Vec::new()).to_string(),
    }
}
