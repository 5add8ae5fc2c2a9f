//! The example cluster, `examples/cluster/objects.json`: a Canonical Kubernetes with Kubeflow, as
//! `kubectl get ... -A -o json` shows it.
//!
//! Its tables say what is in it; here each row becomes the objects that it stands for. Only the main fields of an
//! object are there.

mod tables;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::inventory::{self, Form, Printer};
use tables::{CHARMS, Charm, PROFILES, SYSTEM, SystemApp, charm};
pub use tables::{CUSTOM_KINDS, CustomKind};

const RBAC: &str = "rbac.authorization.k8s.io/v1";

/// The text of `examples/cluster/objects.json`.
pub fn cluster() -> String {
    let mut example = Example::default();
    example.system();
    example.juju();
    example.kubeflow();
    example.my_app("my-namespace", 2);
    example.my_app("my-namespace-staging", 1);
    example.profiles();
    example.leftovers();
    example.definitions();
    let mut text = Vec::new();
    let mut printer = Printer::begin(&mut text, Form::List).expect("memory");
    for object in example.sorted() {
        printer.print(&object).expect("memory");
    }
    printer.end().expect("memory");
    String::from_utf8(text).expect("JSON")
}

#[derive(Default)]
struct Example {
    objects: Vec<Value>,
}

/// FNV-1a: names that look made up by Kubernetes, and stay the same.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

fn uid(text: &str) -> String {
    inventory::uid(hash(text), hash(&format!("{text}.")))
}

fn suffix(text: &str, length: usize) -> String {
    let letters: Vec<char> = "bcdfghjklmnpqrstvwxz2456789".chars().collect();
    let mut rest = hash(text);
    let letter = |_| {
        let letter = letters[(rest % letters.len() as u64) as usize];
        rest /= letters.len() as u64;
        letter
    };
    (0..length).map(letter).collect()
}

impl Example {
    /// Adds an object, and gives it to be completed.
    fn add(&mut self, version: &str, kind: &str, namespace: &str, name: &str, labels: &Value) -> &mut Value {
        let mut metadata = json!({"creationTimestamp": "2026-02-10T09:12:44Z", "name": name});
        if !namespace.is_empty() {
            metadata["namespace"] = namespace.into();
        }
        if labels.as_object().is_some_and(|labels| !labels.is_empty()) {
            metadata["labels"] = labels.clone();
        }
        self.objects.push(json!({"apiVersion": version, "kind": kind, "metadata": metadata}));
        self.objects.last_mut().expect("it was added")
    }

    fn namespace(&mut self, name: &str, mut labels: Value) -> &mut Value {
        labels["kubernetes.io/metadata.name"] = name.into();
        let namespace = self.add("v1", "Namespace", "", name, &labels);
        namespace["spec"] = json!({"finalizers": ["kubernetes"]});
        namespace["status"] = json!({"phase": "Active"});
        self.add("v1", "ServiceAccount", name, "default", &json!({}));
        self.add("v1", "ConfigMap", name, "kube-root-ca.crt", &json!({}))["data"] =
            json!({"ca.crt": "-----BEGIN CERTIFICATE-----"});
        self.objects.iter_mut().rev().nth(2).expect("it was added")
    }

    fn secret(&mut self, namespace: &str, name: &str, labels: &Value, keys: &[&str]) {
        let secret = self.add("v1", "Secret", namespace, name, labels);
        secret["type"] = "Opaque".into();
        secret["data"] = keys.iter().map(|key| ((*key).to_owned(), Value::from("KioqKioqKio="))).collect();
    }

    fn service(&mut self, namespace: &str, name: &str, labels: &Value, port: u16, selector: &Value) {
        let service = self.add("v1", "Service", namespace, name, labels);
        service["spec"] =
            json!({"ports": [{"port": port, "protocol": "TCP"}], "selector": selector, "type": "ClusterIP"});
    }

    /// A service account, and what it may do.
    fn account(&mut self, namespace: &str, name: &str, labels: &Value, is_cluster_wide: bool) {
        self.add("v1", "ServiceAccount", namespace, name, labels);
        let subjects = json!([{"kind": "ServiceAccount", "name": name, "namespace": namespace}]);
        let (scope, kind, full_name) = if is_cluster_wide {
            ("", "ClusterRole", format!("{namespace}-{name}"))
        } else {
            (namespace, "Role", name.to_owned())
        };
        self.add(RBAC, kind, scope, &full_name, labels)["rules"] =
            json!([{"apiGroups": [""], "resources": ["pods", "services"], "verbs": ["get", "list", "watch"]}]);
        let binding = self.add(RBAC, &format!("{kind}Binding"), scope, &full_name, labels);
        binding["roleRef"] = json!({"apiGroup": "rbac.authorization.k8s.io", "kind": kind, "name": full_name});
        binding["subjects"] = subjects;
    }

    fn pod(&mut self, namespace: &str, name: &str, owner: &str, labels: &Value, spec: Value) -> &mut Value {
        let pod = self.add("v1", "Pod", namespace, name, labels);
        pod["metadata"]["ownerReferences"] = json!([{"apiVersion": "apps/v1", "controller": true, "kind": owner}]);
        pod["spec"] = spec;
        pod["spec"]["nodeName"] = "node-1".into();
        pod["status"] = json!({"phase": "Running", "podIP": "10.1.0.17", "qosClass": "BestEffort"});
        pod
    }

    /// A deployment, its replica set and its pods.
    fn deployment(&mut self, namespace: &str, name: &str, labels: &Value, replicas: usize, spec: &Value) {
        let template = json!({"metadata": {"labels": labels}, "spec": spec});
        let deployment = self.add("apps/v1", "Deployment", namespace, name, labels);
        deployment["spec"] = json!({"replicas": replicas, "selector": {"matchLabels": labels}, "template": template});
        deployment["status"] = json!({"readyReplicas": replicas, "replicas": replicas});
        let template_hash = suffix(&format!("{namespace}/{name}"), 10);
        let mut labels = labels.clone();
        labels["pod-template-hash"] = template_hash.as_str().into();
        let set = self.add("apps/v1", "ReplicaSet", namespace, &format!("{name}-{template_hash}"), &labels);
        set["metadata"]["ownerReferences"] = json!([{"apiVersion": "apps/v1", "kind": "Deployment", "name": name}]);
        set["spec"] = json!({"replicas": replicas, "selector": {"matchLabels": labels}});
        for replica in 0..replicas {
            let pod = format!("{name}-{template_hash}-{}", suffix(&format!("{namespace}/{name}/{replica}"), 5));
            self.pod(namespace, &pod, "ReplicaSet", &labels, spec.clone());
        }
    }

    /// A claim, and the volume that it is bound to.
    fn claim(&mut self, namespace: &str, name: &str, labels: &Value, size: &str) {
        let volume_name = format!("pvc-{}", uid(&format!("{namespace}/{name}")));
        let claim = self.add("v1", "PersistentVolumeClaim", namespace, name, labels);
        claim["spec"] = json!({
            "accessModes": ["ReadWriteOnce"],
            "resources": {"requests": {"storage": size}},
            "storageClassName": "csi-rawfile-default",
            "volumeName": volume_name,
        });
        claim["status"] = json!({"accessModes": ["ReadWriteOnce"], "capacity": {"storage": size}, "phase": "Bound"});
        self.volume(&volume_name, namespace, name, size, "Bound");
    }

    fn volume(&mut self, name: &str, namespace: &str, claim: &str, size: &str, phase: &str) {
        let volume = self.add("v1", "PersistentVolume", "", name, &json!({}));
        volume["spec"] = json!({
            "accessModes": ["ReadWriteOnce"],
            "capacity": {"storage": size},
            "claimRef": {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "name": claim, "namespace": namespace},
            "csi": {"driver": "rawfile.csi.openebs.io", "volumeHandle": name},
            "persistentVolumeReclaimPolicy": if phase == "Released" { "Retain" } else { "Delete" },
            "storageClassName": "csi-rawfile-default",
        });
        volume["status"] = json!({"phase": phase});
    }

    fn system(&mut self) {
        self.namespace("default", json!({}));
        self.namespace("kube-public", json!({}));
        self.namespace("kube-node-lease", json!({}));
        self.namespace("kube-system", json!({}));
        self.namespace("metallb-system", json!({"pod-security.kubernetes.io/enforce": "privileged"}));
        self.service(
            "default",
            "kubernetes",
            &json!({"component": "apiserver", "provider": "kubernetes"}),
            443,
            &json!({}),
        );
        self.add("v1", "ConfigMap", "kube-public", "cluster-info", &json!({}))["data"] =
            json!({"kubeconfig": "apiVersion: v1\nkind: Config\n"});
        for node in ["node-1", "node-2"] {
            let labels = json!({"kubernetes.io/hostname": node, "node-role.kubernetes.io/control-plane": ""});
            self.add("v1", "Node", "", node, &labels)["status"] = json!({"nodeInfo": {"kubeletVersion": "v1.32.6"}});
            self.add("coordination.k8s.io/v1", "Lease", "kube-node-lease", node, &json!({}))["spec"] =
                json!({"holderIdentity": node});
        }
        for (name, value) in [("system-cluster-critical", 2_000_000_000), ("system-node-critical", 2_000_001_000)] {
            self.add("scheduling.k8s.io/v1", "PriorityClass", "", name, &json!({}))["value"] = value.into();
        }
        let class = self.add("storage.k8s.io/v1", "StorageClass", "", "csi-rawfile-default", &json!({}));
        class["metadata"]["annotations"]["storageclass.kubernetes.io/is-default-class"] = "true".into();
        class["provisioner"] = "rawfile.csi.openebs.io".into();
        for role in ["admin", "cluster-admin", "edit", "view"] {
            let labels = json!({"kubernetes.io/bootstrapping": "rbac-defaults"});
            self.add(RBAC, "ClusterRole", "", role, &labels)["rules"] =
                json!([{"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}]);
        }
        for app in &SYSTEM {
            self.system_app(app);
        }
        self.add("cilium.io/v2", "CiliumNode", "", "node-1", &json!({}))["spec"] = json!({"bootid": uid("node-1")});
        for app in ["coredns", "metrics-server"] {
            let policy = self.add("cilium.io/v2", "CiliumNetworkPolicy", "kube-system", app, &json!({}));
            policy["spec"] = json!({"endpointSelector": {"matchLabels": {"k8s-app": app}}, "ingress": [{}]});
        }
        let pool = self.add("metallb.io/v1beta1", "IPAddressPool", "metallb-system", "default", &json!({}));
        pool["spec"] = json!({"addresses": ["10.64.140.43-10.64.140.49"]});
        self.add("metallb.io/v1beta1", "L2Advertisement", "metallb-system", "default", &json!({}))["spec"] =
            json!({"ipAddressPools": ["default"]});
        let class = self.add("gateway.networking.k8s.io/v1", "GatewayClass", "", "ck-gateway", &json!({}));
        class["spec"] = json!({"controllerName": "io.cilium/gateway-controller"});
    }

    /// A workload of the cluster itself.
    fn system_app(&mut self, app: &SystemApp) {
        let labels =
            json!({"app.kubernetes.io/name": app.name, "app.kubernetes.io/managed-by": "Helm", "k8s-app": app.name});
        let spec = json!({
            "containers": [{"image": format!("ghcr.io/canonical/{}:1", app.name), "name": app.name}],
            "priorityClassName": "system-cluster-critical",
            "serviceAccountName": app.name,
        });
        if !app.on_every_node {
            self.deployment(app.namespace, app.name, &labels, 1, &spec);
        } else {
            let set = self.add("apps/v1", "DaemonSet", app.namespace, app.name, &labels);
            set["spec"] = json!({"selector": {"matchLabels": labels}, "template": {"metadata": {"labels": labels}, "spec": spec}});
            for node in ["node-1", "node-2"] {
                let name = format!("{}-{}", app.name, suffix(&format!("{}/{node}", app.name), 5));
                self.pod(app.namespace, &name, "DaemonSet", &labels, spec.clone());
            }
        }
        self.account(app.namespace, app.name, &labels, true);
        self.add("v1", "ConfigMap", app.namespace, &format!("{}-config", app.name), &labels)["data"] =
            json!({"config": "debug: \"false\"\n"});
        self.secret(
            app.namespace,
            &format!("sh.helm.release.v1.{}.v1", app.name),
            &json!({"owner": "helm"}),
            &["release"],
        );
        if let Some(port) = app.port {
            self.service(app.namespace, app.name, &labels, port, &json!({"k8s-app": app.name}));
        }
    }

    fn juju(&mut self) {
        let model = |name: &str| json!({"model.juju.is/name": name, "app.kubernetes.io/managed-by": "juju"});
        self.namespace("controller-ck8s", model("controller"));
        let labels = json!({"app.kubernetes.io/managed-by": "juju", "app.kubernetes.io/name": "controller"});
        self.stateful("controller-ck8s", "controller", &labels, Some(("storage", "20Gi")));
        self.service(
            "controller-ck8s",
            "controller-service",
            &labels,
            17070,
            &json!({"app.kubernetes.io/name": "controller"}),
        );
        self.secret("controller-ck8s", "controller-secret", &labels, &["server.pem", "shared-secret"]);
        self.add("v1", "ConfigMap", "controller-ck8s", "controller-configmap", &labels)["data"] =
            json!({"bootstrap-params": "{}"});
        self.account("controller-ck8s", "controller", &labels, true);
        self.namespace("infra-backup", model("infra-backup"));
        self.charm("infra-backup", &charm("infra-backup-operator", 65535, None));
        self.charm("infra-backup", &charm("velero-operator", 65535, None));
    }

    /// A stateful set with one replica, and a claim if it has storage.
    fn stateful(&mut self, namespace: &str, name: &str, labels: &Value, storage: Option<(&str, &str)>) {
        let claim_name = storage.map(|(claim, _)| format!("{name}-{claim}-{}-{name}-0", &uid(name)[..8]));
        let volumes: Vec<Value> = claim_name
            .iter()
            .map(|claim| json!({"name": "data", "persistentVolumeClaim": {"claimName": claim}}))
            .chain([json!({"emptyDir": {}, "name": "charm-data"})])
            .collect();
        let spec = json!({
            "containers": [{"image": format!("docker.io/charmed/{name}:latest"), "name": name}],
            "serviceAccountName": name,
            "volumes": volumes,
        });
        let set = self.add("apps/v1", "StatefulSet", namespace, name, labels);
        set["spec"] = json!({"replicas": 1, "selector": {"matchLabels": {"app.kubernetes.io/name": name}}, "serviceName": format!("{name}-endpoints")});
        let mut pod_labels = labels.clone();
        pod_labels["statefulset.kubernetes.io/pod-name"] = format!("{name}-0").into();
        self.pod(namespace, &format!("{name}-0"), "StatefulSet", &pod_labels, spec);
        if let (Some(claim), Some((storage, size))) = (claim_name, storage) {
            let mut labels = labels.clone();
            labels["storage.juju.is/name"] = storage.into();
            self.claim(namespace, &claim, &labels, size);
        }
    }

    /// A Juju application: what Juju makes for a sidecar charm.
    fn charm(&mut self, namespace: &str, app: &Charm) {
        let labels = json!({"app.kubernetes.io/managed-by": "juju", "app.kubernetes.io/name": app.name});
        self.stateful(namespace, app.name, &labels, app.storage);
        self.service(namespace, app.name, &labels, app.port, &json!({"app.kubernetes.io/name": app.name}));
        self.secret(namespace, &format!("{}-application-config", app.name), &labels, &["JUJU_K8S_MODEL"]);
        self.account(namespace, app.name, &labels, app.name.ends_with("controller") || app.name.ends_with("operator"));
    }

    fn kubeflow(&mut self) {
        self.namespace("kubeflow", json!({"model.juju.is/name": "kubeflow", "app.kubernetes.io/managed-by": "juju"}));
        for app in &CHARMS {
            self.charm("kubeflow", app);
        }
        let labels = json!({"app.kubernetes.io/managed-by": "juju", "app.kubernetes.io/name": "mlflow-server"});
        self.secret(
            "kubeflow",
            "mlflow-server-minio-artifact",
            &labels,
            &["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"],
        );
        self.secret("kubeflow", "mlflow-server-db-secret", &labels, &["password", "username"]);
        self.add("v1", "ConfigMap", "kubeflow", "mlflow-server-settings", &labels)["data"] =
            json!({"MLFLOW_HOST": "0.0.0.0"});
        for name in ["pipeline-runtime-params", "viewer-pod-template", "dashboard-links"] {
            self.add("v1", "ConfigMap", "kubeflow", name, &json!({"app": "kubeflow"}))["data"] =
                json!({"settings": "{}"});
        }
        let gateway = self.add("gateway.networking.k8s.io/v1", "Gateway", "kubeflow", "kubeflow-gateway", &json!({}));
        gateway["spec"] =
            json!({"gatewayClassName": "ck-gateway", "listeners": [{"name": "http", "port": 80, "protocol": "HTTP"}]});
        for (name, port) in [("kubeflow-dashboard", 8082), ("kfp-ui", 3000), ("mlflow-server", 5000)] {
            let route = self.add("gateway.networking.k8s.io/v1", "HTTPRoute", "kubeflow", name, &json!({}));
            route["spec"] = json!({"parentRefs": [{"name": "kubeflow-gateway"}], "rules": [{"backendRefs": [{"name": name, "port": port}]}]});
        }
        for (name, schedule) in [("cache-cleanup", "0 3 * * *"), ("metadata-compaction", "30 2 * * 0")] {
            self.add("batch/v1", "CronJob", "kubeflow", name, &json!({"app": "kubeflow"}))["spec"] =
                json!({"schedule": schedule});
        }
        // A scratch area that its owner keeps out of backups.
        self.claim("kubeflow", "pipeline-scratch", &json!({"velero.io/exclude-from-backup": "true"}), "100Gi");
    }

    /// The application of `plain-application.json`, with a claim that is not its own.
    fn my_app(&mut self, namespace: &str, replicas: usize) {
        self.namespace(namespace, json!({}));
        let labels = json!({"app": "my-app"});
        let spec = json!({
            "containers": [{"image": "ghcr.io/example/my-app:2.3", "name": "my-app"}],
            "serviceAccountName": "my-app",
            "volumes": [{"name": "data", "persistentVolumeClaim": {"claimName": "my-app-data"}}],
        });
        self.deployment(namespace, "my-app", &labels, replicas, &spec);
        self.service(namespace, "my-app", &labels, 8080, &labels);
        self.account(namespace, "my-app", &labels, false);
        self.secret(namespace, "my-app-tls", &labels, &["tls.crt", "tls.key"]);
        self.add("v1", "ConfigMap", namespace, "my-app-settings", &labels)["data"] = json!({"LOG_LEVEL": "info"});
        self.claim(namespace, "my-app-data", &labels, "10Gi");
        self.claim(namespace, "reports-archive", &json!({"app": "reports"}), "50Gi");
        let ingress = self.add("networking.k8s.io/v1", "Ingress", namespace, "my-app", &labels);
        ingress["spec"] = json!({"rules": [{"host": format!("{namespace}.example.com")}]});
        let policy = self.add("networking.k8s.io/v1", "NetworkPolicy", namespace, "my-app", &labels);
        policy["spec"] = json!({"podSelector": {"matchLabels": labels}, "policyTypes": ["Ingress"]});
        let secret =
            self.add("v1", "Secret", namespace, "registry-token", &json!({"velero.io/exclude-from-backup": "true"}));
        secret["type"] = "kubernetes.io/dockerconfigjson".into();
    }

    fn profiles(&mut self) {
        for (profile, owner, notebooks, models) in PROFILES {
            let labels = json!({"app.kubernetes.io/part-of": "kubeflow-profile", "katib.kubeflow.org/metrics-collector-injection": "enabled"});
            let namespace = self.namespace(profile, labels);
            namespace["metadata"]["annotations"] = json!({"owner": owner});
            self.add("kubeflow.org/v1", "Profile", "", profile, &json!({}))["spec"] =
                json!({"owner": {"kind": "User", "name": owner}});
            for account in ["default-editor", "default-viewer"] {
                self.account(profile, account, &json!({}), false);
            }
            self.secret(profile, "mlpipeline-minio-artifact", &json!({}), &["accesskey", "secretkey"]);
            let quota = self.add("v1", "ResourceQuota", profile, "kf-resource-quota", &json!({}));
            quota["spec"] = json!({"hard": {"requests.nvidia.com/gpu": "2"}});
            for name in notebooks {
                let labels = json!({"app": name, "notebook-name": name});
                let claim = format!("{name}-volume");
                let volumes = json!([{"name": claim, "persistentVolumeClaim": {"claimName": claim}}]);
                let spec = json!({"containers": [{"image": "charmedkubeflow/jupyter-scipy:1.10", "name": name}], "volumes": volumes});
                self.add("kubeflow.org/v1", "Notebook", profile, name, &json!({"app": name}))["spec"] =
                    json!({"template": {"spec": spec}});
                self.pod(profile, &format!("{name}-0"), "StatefulSet", &labels, spec);
                self.claim(profile, &claim, &json!({}), "5Gi");
            }
            for name in models {
                let service = self.add("serving.kserve.io/v1beta1", "InferenceService", profile, name, &json!({}));
                service["spec"] = json!({"predictor": {"model": {"modelFormat": {"name": "sklearn"}, "storageUri": format!("s3://{name}")}}});
            }
        }
    }

    /// What any cluster gathers over time.
    fn leftovers(&mut self) {
        let namespace = self.namespace("old-project", json!({}));
        namespace["metadata"]["deletionTimestamp"] = "2026-05-02T16:20:05Z".into();
        namespace["status"]["phase"] = "Terminating".into();
        let map = self.add("v1", "ConfigMap", "old-project", "stuck", &json!({}));
        map["metadata"]["deletionTimestamp"] = "2026-05-02T16:20:09Z".into();
        map["metadata"]["finalizers"] = json!(["example.com/never-removed"]);
        self.volume("pvc-0c1de2aa-6f7b-4d41-8a52-94ab6f2dd1c7", "old-project", "database", "30Gi", "Released");
        let pending = self.add("v1", "PersistentVolumeClaim", "team-vision", "datasets", &json!({}));
        pending["spec"] = json!({"accessModes": ["ReadWriteMany"], "storageClassName": "nfs"});
        pending["status"] = json!({"phase": "Pending"});
    }

    fn definitions(&mut self) {
        for custom in &CUSTOM_KINDS {
            let name = format!("{}.{}", custom.plural, custom.group);
            let definition = self.add("apiextensions.k8s.io/v1", "CustomResourceDefinition", "", &name, &json!({}));
            let singular = custom.kind.to_lowercase();
            let mut names = json!({"kind": custom.kind, "listKind": format!("{}List", custom.kind), "plural": custom.plural, "singular": singular});
            if !custom.short_names.is_empty() {
                names["shortNames"] = json!(custom.short_names);
            }
            definition["spec"] = json!({
                "group": custom.group,
                "names": names,
                "scope": if custom.namespaced { "Namespaced" } else { "Cluster" },
                "versions": [{"name": custom.version, "served": true, "storage": true}],
            });
        }
    }

    /// Kind by kind, and by namespace and name in each, as kubectl lists them.
    fn sorted(self) -> Vec<Value> {
        let text = |object: &Value, pointer: &str| {
            object.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        let key = |object: &Value| {
            let version = text(object, "/apiVersion");
            let group = version.rsplit_once('/').map_or(String::new(), |(group, _)| group.to_owned());
            (group, text(object, "/kind"), text(object, "/metadata/namespace"), text(object, "/metadata/name"))
        };
        let objects: BTreeMap<_, Value> = self.objects.into_iter().map(|object| (key(&object), object)).collect();
        objects.into_values().collect()
    }
}
