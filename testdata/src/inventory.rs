//! Generates clusters, as the output of `kubectl get -A -o json`.
//!
//! Names, numbers and sizes are like those of a cluster of many teams. The same seed generates the same bytes.

use std::io::{self, Write};

use serde_json::{Value, json};

/// How the objects are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// As `kubectl` does: a List, indented by four spaces.
    List,
    /// One object in each line, as `jq -c '.items[]'` does.
    Lines,
}

/// Writes at least `objects` objects. The last application is complete.
///
/// # Errors
///
/// Errors of the writer.
pub fn write(out: &mut dyn Write, objects: usize, seed: u64, form: Form) -> io::Result<()> {
    let mut printer = Printer::begin(out, form)?;
    let mut cluster = MadeUp { random: Random(seed), volumes: 0 };
    for definition in cluster.definitions() {
        printer.print(&definition)?;
    }
    for namespace in 0.. {
        if printer.printed >= objects {
            break;
        }
        for object in cluster.team(namespace) {
            printer.print(&object)?;
        }
    }
    printer.end()
}

/// Prints objects, one after the other.
pub(crate) struct Printer<'w> {
    out: &'w mut dyn Write,
    form: Form,
    pub(crate) printed: usize,
}

impl<'w> Printer<'w> {
    pub(crate) fn begin(out: &'w mut dyn Write, form: Form) -> io::Result<Self> {
        if form == Form::List {
            out.write_all(b"{\n    \"apiVersion\": \"v1\",\n    \"items\": [")?;
        }
        Ok(Printer { out, form, printed: 0 })
    }

    pub(crate) fn print(&mut self, object: &Value) -> io::Result<()> {
        if self.form == Form::Lines {
            serde_json::to_writer(&mut *self.out, object)?;
            self.out.write_all(b"\n")?;
        } else {
            let separator: &[u8] = if self.printed == 0 { b"\n        " } else { b",\n        " };
            self.out.write_all(separator)?;
            let mut text = Vec::new();
            let indent = serde_json::ser::PrettyFormatter::with_indent(b"    ");
            let mut serializer = serde_json::Serializer::with_formatter(&mut text, indent);
            serde::Serialize::serialize(object, &mut serializer)?;
            // Strings cannot contain line breaks: they are escaped.
            for part in text.split_inclusive(|&byte| byte == b'\n') {
                self.out.write_all(part)?;
                if part.ends_with(b"\n") {
                    self.out.write_all(b"        ")?;
                }
            }
        }
        self.printed += 1;
        Ok(())
    }

    pub(crate) fn end(self) -> io::Result<()> {
        if self.form == Form::List {
            let metadata =
                "    \"kind\": \"List\",\n    \"metadata\": {\n        \"resourceVersion\": \"\"\n    }\n}\n";
            self.out.write_all(b"\n    ],\n")?;
            self.out.write_all(metadata.as_bytes())?;
        }
        Ok(())
    }
}

/// A random number generator: SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }

    fn one_in(&mut self, count: u64) -> bool {
        self.below(count) == 0
    }

    fn pick<'t>(&mut self, words: &[&'t str]) -> &'t str {
        words.get(self.below(words.len() as u64) as usize).copied().expect("the list of words is not empty")
    }

    /// Returns a suffix as in the names of pods.
    fn suffix(&mut self, length: usize) -> String {
        const LETTERS: &[u8] = b"bcdfghjklmnpqrstvwxz2456789";
        let letter = |random: &mut Random| char::from(LETTERS[random.below(LETTERS.len() as u64) as usize]);
        (0..length).map(|_| letter(self)).collect()
    }

    fn uid(&mut self) -> String {
        let (high, low) = (self.next(), self.next());
        uid(high, low)
    }
}

/// Returns a uid with these bits.
pub(crate) fn uid(high: u64, low: u64) -> String {
    format!(
        "{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}",
        high >> 32,
        high >> 16 & 0xffff,
        high & 0xfff,
        low >> 52,
        low & 0xffff_ffff_ffff
    )
}

const TEAMS: [&str; 12] = [
    "billing", "search", "identity", "checkout", "catalog", "platform", "data", "media", "mobile", "partner", "risk",
    "web",
];
const STAGES: [&str; 4] = ["prod", "staging", "dev", "test"];
const APPS: [&str; 14] = [
    "api",
    "worker",
    "frontend",
    "gateway",
    "scheduler",
    "cache",
    "indexer",
    "importer",
    "exporter",
    "auth",
    "mailer",
    "reports",
    "ledger",
    "queue",
];
const STORES: [&str; 5] = ["postgres", "redis", "kafka", "minio", "mysql"];

/// Group, plural, kind, and whether it is namespaced.
const CUSTOM: [(&str, &str, &str, bool); 5] = [
    ("cert-manager.io", "certificates", "Certificate", true),
    ("monitoring.coreos.com", "servicemonitors", "ServiceMonitor", true),
    ("gateway.networking.k8s.io", "httproutes", "HTTPRoute", true),
    ("example.com", "widgets", "Widget", true),
    ("example.com", "clusterwidgets", "ClusterWidget", false),
];

struct MadeUp {
    random: Random,
    volumes: u64,
}

impl MadeUp {
    fn object(&mut self, version: &str, kind: &str, namespace: &str, name: &str, labels: Value) -> Value {
        let mut metadata = json!({
            "creationTimestamp": "2026-03-01T08:00:00Z",
            "name": name,
            "resourceVersion": (self.random.next() % 100_000_000).to_string(),
            "uid": self.random.uid(),
        });
        if !namespace.is_empty() {
            metadata["namespace"] = namespace.into();
        }
        if labels.as_object().is_some_and(|labels| !labels.is_empty()) {
            metadata["labels"] = labels;
        }
        if self.random.one_in(400) {
            metadata["labels"]["velero.io/exclude-from-backup"] = "true".into();
        }
        json!({"apiVersion": version, "kind": kind, "metadata": metadata})
    }

    fn definitions(&mut self) -> Vec<Value> {
        let define = |made_up: &mut Self, (group, plural, kind, namespaced): (&str, &str, &str, bool)| {
            let name = format!("{plural}.{group}");
            let mut object =
                made_up.object("apiextensions.k8s.io/v1", "CustomResourceDefinition", "", &name, json!({}));
            let singular = kind.to_lowercase();
            object["spec"] = json!({
                "group": group,
                "names": {"kind": kind, "listKind": format!("{kind}List"), "plural": plural, "singular": singular},
                "scope": if namespaced { "Namespaced" } else { "Cluster" },
                "versions": [{"name": "v1", "served": true, "storage": true}],
            });
            object
        };
        CUSTOM.into_iter().map(|custom| define(self, custom)).collect()
    }

    /// Returns a namespace with the objects of a team.
    fn team(&mut self, number: usize) -> Vec<Value> {
        let (team, stage) = (TEAMS[number % TEAMS.len()], STAGES[number / TEAMS.len() % STAGES.len()]);
        let round = number / (TEAMS.len() * STAGES.len());
        let name = if round == 0 { format!("{team}-{stage}") } else { format!("{team}-{stage}-{round}") };
        let labels = json!({"kubernetes.io/metadata.name": name, "team": team, "stage": stage});
        let mut namespace = self.object("v1", "Namespace", "", &name, labels);
        namespace["spec"] = json!({"finalizers": ["kubernetes"]});
        namespace["status"] = json!({"phase": "Active"});
        let mut objects = vec![namespace, self.object("v1", "ServiceAccount", &name, "default", json!({}))];
        let mut root = self.object("v1", "ConfigMap", &name, "kube-root-ca.crt", json!({}));
        root["data"] = json!({"ca.crt": "-----BEGIN CERTIFICATE-----\nMIIC\n-----END CERTIFICATE-----\n"});
        objects.push(root);
        for _ in 0..6 + self.random.below(10) {
            let app = format!("{}-{}", self.random.pick(&APPS), self.random.suffix(4));
            self.app(&name, team, &app, &mut objects);
        }
        for _ in 0..1 + self.random.below(3) {
            let store = format!("{}-{}", self.random.pick(&STORES), self.random.suffix(4));
            self.store(&name, team, &store, &mut objects);
        }
        objects
    }

    /// Adds a Deployment with its objects.
    fn app(&mut self, namespace: &str, team: &str, app: &str, objects: &mut Vec<Value>) {
        let labels = json!({"app.kubernetes.io/name": app, "app.kubernetes.io/part-of": team, "app": app});
        let replicas = 1 + self.random.below(3);
        let mut deployment = self.object("apps/v1", "Deployment", namespace, app, labels.clone());
        deployment["spec"] = json!({
            "replicas": replicas,
            "selector": {"matchLabels": {"app": app}},
            "template": {"metadata": {"labels": labels}, "spec": self.pod_spec(app, &[])},
        });
        objects.push(deployment);
        let mut hash = String::new();
        for revision in 0..1 + self.random.below(4) {
            hash = self.random.suffix(10);
            let mut labels = labels.clone();
            labels["pod-template-hash"] = hash.as_str().into();
            let mut set = self.object("apps/v1", "ReplicaSet", namespace, &format!("{app}-{hash}"), labels);
            set["metadata"]["annotations"]["deployment.kubernetes.io/revision"] = (revision + 1).to_string().into();
            set["metadata"]["ownerReferences"] = json!([{"apiVersion": "apps/v1", "kind": "Deployment", "name": app}]);
            set["spec"] = json!({"replicas": 0, "template": {"spec": self.pod_spec(app, &[])}});
            objects.push(set);
        }
        for _ in 0..replicas {
            let mut labels = labels.clone();
            labels["pod-template-hash"] = hash.as_str().into();
            let name = format!("{app}-{hash}-{}", self.random.suffix(5));
            objects.push(self.pod(namespace, &name, app, labels, &[]));
        }
        self.around(namespace, app, &labels, objects);
        for (group, plural, kind, namespaced) in CUSTOM {
            if namespaced && self.random.one_in(3) {
                let mut custom = self.object(&format!("{group}/v1"), kind, namespace, app, labels.clone());
                custom["spec"] = json!({"for": app, "resource": plural, "interval": "30s"});
                objects.push(custom);
            }
        }
    }

    /// Adds the objects that each application has, except its workload.
    fn around(&mut self, namespace: &str, app: &str, labels: &Value, objects: &mut Vec<Value>) {
        let mut service = self.object("v1", "Service", namespace, app, labels.clone());
        service["spec"] = json!({"ports": [{"port": 80, "targetPort": "http"}], "selector": {"app": app}});
        objects.push(service);
        let name = format!("{app}-{}", self.random.suffix(5));
        let of_service = json!({"kubernetes.io/service-name": app});
        let mut slice = self.object("discovery.k8s.io/v1", "EndpointSlice", namespace, &name, of_service);
        slice["endpoints"] = json!([{"addresses": ["10.1.2.3"], "conditions": {"ready": true}}]);
        objects.push(slice);
        objects.push(self.object("v1", "ServiceAccount", namespace, app, labels.clone()));
        for kind in ["settings", "scripts"] {
            let mut map = self.object("v1", "ConfigMap", namespace, &format!("{app}-{kind}"), labels.clone());
            let lines: String =
                (0..12 + self.random.below(20)).map(|line| format!("option_{line}: \"value\"\n")).collect();
            map["data"] = json!({"application.yaml": lines});
            objects.push(map);
        }
        for kind in ["tls", "credentials"] {
            let mut secret = self.object("v1", "Secret", namespace, &format!("{app}-{kind}"), labels.clone());
            secret["type"] = "Opaque".into();
            secret["data"] = json!({"value": "c2VjcmV0".repeat(40)});
            objects.push(secret);
        }
        let mut binding = self.object("rbac.authorization.k8s.io/v1", "RoleBinding", namespace, app, labels.clone());
        binding["roleRef"] = json!({"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": app});
        binding["subjects"] = json!([{"kind": "ServiceAccount", "name": app, "namespace": namespace}]);
        objects.push(binding);
        if self.random.one_in(8) {
            let name = format!("{namespace}-{app}");
            let mut binding =
                self.object("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "", &name, labels.clone());
            binding["roleRef"] = json!({"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": name});
            binding["subjects"] = json!([{"kind": "ServiceAccount", "name": app, "namespace": namespace}]);
            let mut role = self.object("rbac.authorization.k8s.io/v1", "ClusterRole", "", &name, labels.clone());
            role["rules"] = json!([{"apiGroups": [""], "resources": ["nodes"], "verbs": ["get", "list"]}]);
            objects.extend([role, binding]);
        }
    }

    /// Adds a StatefulSet with claims and their volumes.
    fn store(&mut self, namespace: &str, team: &str, store: &str, objects: &mut Vec<Value>) {
        let labels = json!({"app.kubernetes.io/name": store, "app.kubernetes.io/part-of": team, "app": store});
        let replicas = 1 + self.random.below(3);
        let mut set = self.object("apps/v1", "StatefulSet", namespace, store, labels.clone());
        set["spec"] = json!({
            "replicas": replicas,
            "selector": {"matchLabels": {"app": store}},
            "template": {"metadata": {"labels": labels}, "spec": self.pod_spec(store, &[])},
        });
        objects.push(set);
        for replica in 0..replicas {
            let pod = format!("{store}-{replica}");
            let claim_name = format!("data-{pod}");
            self.volumes += 1;
            let volume_name = format!("pvc-{}", self.random.uid());
            let mut labels = labels.clone();
            labels["statefulset.kubernetes.io/pod-name"] = pod.as_str().into();
            objects.push(self.pod(namespace, &pod, store, labels.clone(), &[&claim_name]));
            let mut claim = self.object("v1", "PersistentVolumeClaim", namespace, &claim_name, labels);
            claim["spec"] = json!({
                "accessModes": ["ReadWriteOnce"],
                "resources": {"requests": {"storage": "20Gi"}},
                "storageClassName": "ceph-rbd",
                "volumeName": volume_name,
            });
            claim["status"] = json!({"phase": "Bound", "capacity": {"storage": "20Gi"}});
            let mut volume = self.object("v1", "PersistentVolume", "", &volume_name, json!({}));
            volume["spec"] = json!({
                "accessModes": ["ReadWriteOnce"],
                "capacity": {"storage": "20Gi"},
                "claimRef": {"kind": "PersistentVolumeClaim", "name": claim_name, "namespace": namespace},
                "csi": {"driver": "rbd.csi.ceph.com", "volumeHandle": format!("0001-{}", self.volumes)},
                "persistentVolumeReclaimPolicy": "Delete",
            });
            volume["status"] = json!({"phase": "Bound"});
            objects.extend([claim, volume]);
        }
        self.around(namespace, store, &labels, objects);
    }

    fn pod_spec(&mut self, app: &str, claims: &[&str]) -> Value {
        let env: Vec<Value> = (0..4 + self.random.below(8))
            .map(|number| json!({"name": format!("SETTING_{number}"), "value": format!("{app}-{number}")}))
            .collect();
        let volumes = claims.iter().map(|claim| json!({"name": claim, "persistentVolumeClaim": {"claimName": claim}}));
        let volumes: Vec<Value> = volumes
            .chain([
                json!({"name": "settings", "configMap": {"name": format!("{app}-settings"), "defaultMode": 420}}),
                json!({"name": "token", "projected": {"sources": [{"serviceAccountToken": {"path": "token"}}]}}),
            ])
            .collect();
        json!({
            "containers": [{
                "env": env,
                "image": format!("registry.example.com/{app}:1.{}", self.random.below(90)),
                "name": app,
                "ports": [{"containerPort": 8080, "name": "http", "protocol": "TCP"}],
                "resources": {"limits": {"memory": "512Mi"}, "requests": {"cpu": "100m", "memory": "256Mi"}},
                "readinessProbe": {"httpGet": {"path": "/ready", "port": "http"}, "periodSeconds": 10},
                "volumeMounts": [{"mountPath": "/etc/settings", "name": "settings", "readOnly": true}],
            }],
            "restartPolicy": "Always",
            "serviceAccountName": app,
            "volumes": volumes,
        })
    }

    fn pod(&mut self, namespace: &str, name: &str, app: &str, labels: Value, claims: &[&str]) -> Value {
        let mut pod = self.object("v1", "Pod", namespace, name, labels);
        pod["spec"] = self.pod_spec(app, claims);
        pod["spec"]["nodeName"] = format!("worker-{}", self.random.below(40)).into();
        let condition =
            |kind: &str| json!({"lastTransitionTime": "2026-03-01T08:00:12Z", "status": "True", "type": kind});
        let conditions = ["Initialized", "Ready", "ContainersReady", "PodScheduled"].map(condition);
        let phase = if self.random.one_in(50) { "Succeeded" } else { "Running" };
        pod["status"] = json!({
            "conditions": conditions,
            "containerStatuses": [{"image": app, "name": app, "ready": true, "restartCount": self.random.below(4)}],
            "hostIP": "10.0.0.7",
            "phase": phase,
            "podIP": "10.1.2.3",
            "qosClass": "Burstable",
        });
        pod
    }
}
