//! The contents of the example cluster.

/// A charm, with its port and storage.
pub(super) struct Charm {
    pub(super) name: &'static str,
    pub(super) port: u16,
    /// Name and size of the storage.
    pub(super) storage: Option<(&'static str, &'static str)>,
}

pub(super) const fn charm(name: &'static str, port: u16, storage: Option<(&'static str, &'static str)>) -> Charm {
    Charm { name, port, storage }
}

/// A workload of the cluster itself.
pub(super) struct SystemApp {
    pub(super) name: &'static str,
    pub(super) namespace: &'static str,
    /// The port of the service, if there is one.
    pub(super) port: Option<u16>,
    pub(super) on_every_node: bool,
}

const fn system(name: &'static str, namespace: &'static str, port: Option<u16>, on_every_node: bool) -> SystemApp {
    SystemApp { name, namespace, port, on_every_node }
}

/// Workloads of the cluster itself.
pub(super) const SYSTEM: [SystemApp; 8] = [
    system("cilium", "kube-system", None, true),
    system("cilium-operator", "kube-system", None, false),
    system("ck-storage-rawfile-csi", "kube-system", None, true),
    system("coredns", "kube-system", Some(53), false),
    system("hubble-relay", "kube-system", Some(4245), false),
    system("metrics-server", "kube-system", Some(443), false),
    system("metallb-controller", "metallb-system", None, false),
    system("metallb-speaker", "metallb-system", None, true),
];

/// Charms of Kubeflow and MLflow.
pub(super) const CHARMS: [Charm; 18] = [
    charm("argo-controller", 9090, None),
    charm("dex-auth", 5556, None),
    charm("istio-pilot", 15012, None),
    charm("jupyter-controller", 8080, None),
    charm("jupyter-ui", 5000, None),
    charm("katib-controller", 443, None),
    charm("katib-db", 3306, Some(("database", "10Gi"))),
    charm("katib-ui", 8080, None),
    charm("kfp-api", 8888, None),
    charm("kfp-db", 3306, Some(("database", "10Gi"))),
    charm("kfp-ui", 3000, None),
    charm("kubeflow-dashboard", 8082, None),
    charm("kubeflow-profiles", 8081, None),
    charm("minio", 9000, Some(("minio-data", "50Gi"))),
    charm("mlflow-mysql", 3306, Some(("database", "10Gi"))),
    charm("mlflow-server", 5000, None),
    charm("mlmd", 8080, Some(("mlmd-data", "10Gi"))),
    charm("training-operator", 8080, None),
];

/// Profiles of users: the owner, notebooks and models.
type Profile = (&'static str, &'static str, &'static [&'static str], &'static [&'static str]);

pub(super) const PROFILES: [Profile; 3] = [
    ("alice", "alice@example.com", &["exploration"], &["churn"]),
    ("bob", "bob@example.com", &["forecasting"], &[]),
    ("team-vision", "vision@example.com", &["labelling", "training"], &["defects", "segmentation"]),
];

/// A custom resource.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "the names are enough")]
pub struct CustomKind {
    pub group: &'static str,
    pub version: &'static str,
    pub plural: &'static str,
    pub kind: &'static str,
    pub short_names: &'static [&'static str],
    pub namespaced: bool,
}

const fn custom(
    group: &'static str,
    version: &'static str,
    plural: &'static str,
    kind: &'static str,
    short_names: &'static [&'static str],
    namespaced: bool,
) -> CustomKind {
    CustomKind { group, version, plural, kind, short_names, namespaced }
}

/// The custom resources of the example cluster.
pub const CUSTOM_KINDS: [CustomKind; 33] = [
    custom("argoproj.io", "v1alpha1", "workflows", "Workflow", &["wf"], true),
    custom("cilium.io", "v2", "ciliumclusterwidenetworkpolicies", "CiliumClusterwideNetworkPolicy", &["ccnp"], false),
    custom("cilium.io", "v2", "ciliumendpoints", "CiliumEndpoint", &["cep", "ciliumep"], true),
    custom("cilium.io", "v2", "ciliumidentities", "CiliumIdentity", &["ciliumid"], false),
    custom("cilium.io", "v2", "ciliumnetworkpolicies", "CiliumNetworkPolicy", &["cnp", "ciliumnp"], true),
    custom("cilium.io", "v2", "ciliumnodes", "CiliumNode", &["cn", "ciliumn"], false),
    custom("gateway.networking.k8s.io", "v1", "gatewayclasses", "GatewayClass", &["gc"], false),
    custom("gateway.networking.k8s.io", "v1", "gateways", "Gateway", &["gtw"], true),
    custom("gateway.networking.k8s.io", "v1", "grpcroutes", "GRPCRoute", &[], true),
    custom("gateway.networking.k8s.io", "v1", "httproutes", "HTTPRoute", &[], true),
    custom("gateway.networking.k8s.io", "v1alpha2", "tlsroutes", "TLSRoute", &[], true),
    custom("gateway.networking.k8s.io", "v1beta1", "referencegrants", "ReferenceGrant", &["refgrant"], true),
    custom("kubeflow.org", "v1", "notebooks", "Notebook", &[], true),
    custom("kubeflow.org", "v1", "profiles", "Profile", &[], false),
    custom("kubeflow.org", "v1", "pytorchjobs", "PyTorchJob", &[], true),
    custom("kubeflow.org", "v1", "tfjobs", "TFJob", &[], true),
    custom("kubeflow.org", "v1alpha1", "poddefaults", "PodDefault", &[], true),
    custom("kubeflow.org", "v1beta1", "experiments", "Experiment", &[], true),
    custom("kubeflow.org", "v1beta1", "scheduledworkflows", "ScheduledWorkflow", &["swf"], true),
    custom("kubeflow.org", "v1beta1", "suggestions", "Suggestion", &[], true),
    custom("kubeflow.org", "v1beta1", "trials", "Trial", &[], true),
    custom("metallb.io", "v1beta1", "bfdprofiles", "BFDProfile", &[], true),
    custom("metallb.io", "v1beta1", "ipaddresspools", "IPAddressPool", &[], true),
    custom("metallb.io", "v1beta1", "l2advertisements", "L2Advertisement", &[], true),
    custom("security.istio.io", "v1", "authorizationpolicies", "AuthorizationPolicy", &["ap"], true),
    custom("serving.kserve.io", "v1alpha1", "clusterservingruntimes", "ClusterServingRuntime", &[], false),
    custom("serving.kserve.io", "v1alpha1", "servingruntimes", "ServingRuntime", &[], true),
    custom("serving.kserve.io", "v1beta1", "inferenceservices", "InferenceService", &["isvc"], true),
    custom("snapshot.storage.k8s.io", "v1", "volumesnapshotclasses", "VolumeSnapshotClass", &["vsclass"], false),
    custom("snapshot.storage.k8s.io", "v1", "volumesnapshotcontents", "VolumeSnapshotContent", &["vsc"], false),
    custom("snapshot.storage.k8s.io", "v1", "volumesnapshots", "VolumeSnapshot", &["vs"], true),
    custom("velero.io", "v1", "backups", "Backup", &[], true),
    custom("velero.io", "v1", "schedules", "Schedule", &[], true),
];
