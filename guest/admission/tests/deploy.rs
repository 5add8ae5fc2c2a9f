//! The manifests in `deploy/` agree with each other, and with the webhook.

use std::fs;
use std::path::Path;

use k8s_backup_target::validation::{CheckedDocument, Format};
use k8s_backup_target_admission::{Route, Settings, answer};
use serde_json::{Value, json};

fn text(path: &str) -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy").join(path);
    fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// Returns the documents of a YAML file.
fn documents(path: &str) -> Vec<Value> {
    let read = CheckedDocument::read(text(path), Format::Yaml, None, None);
    read.json().map(|json| serde_json::from_str(&json.expect("YAML")).expect("JSON")).collect()
}

/// Returns all objects that kustomization.yaml lists.
fn objects() -> Vec<Value> {
    let kustomization = &documents("admission/kustomization.yaml")[0];
    let files = kustomization["resources"].as_array().expect("a list");
    files.iter().flat_map(|file| documents(&format!("admission/{}", file.as_str().expect("text")))).collect()
}

fn object(kind: &str) -> Value {
    let mut objects = objects();
    objects.retain(|object| object["kind"] == kind);
    let [object] = &objects[..] else { panic!("there are {} {kind}s", objects.len()) };
    object.clone()
}

fn container(name: &str) -> Value {
    let deployment = object("Deployment");
    let containers = deployment["spec"]["template"]["spec"]["containers"].as_array().expect("a list");
    containers.iter().find(|container| container["name"] == name).expect("a container").clone()
}

/// Returns the only item of a list.
fn only(list: &Value) -> &Value {
    let [item] = &list.as_array().expect("a list")[..] else { panic!("{list}") };
    item
}

fn envoy() -> Value {
    documents("admission/envoy.yaml").remove(0)["static_resources"].take()
}

#[test]
fn everything_is_in_one_namespace() {
    let namespace = object("Namespace")["metadata"]["name"].clone();
    assert_eq!(documents("admission/kustomization.yaml")[0]["namespace"], namespace);
    for object in objects() {
        let has_none =
            ["Namespace", "ValidatingWebhookConfiguration"].contains(&object["kind"].as_str().expect("a kind"));
        let expected = if has_none { &Value::Null } else { &namespace };
        assert_eq!(&object["metadata"]["namespace"], expected, "{object}");
    }
}

#[test]
fn the_api_server_reaches_the_pods() {
    let (service, deployment) = (object("Service"), object("Deployment"));
    let webhook = only(&object("ValidatingWebhookConfiguration")["webhooks"]).clone();
    let target = &webhook["clientConfig"]["service"];
    assert_eq!(target["name"], service["metadata"]["name"]);
    assert_eq!(target["namespace"], service["metadata"]["namespace"]);
    let port = only(&service["spec"]["ports"]);
    assert_eq!(target["port"], port["port"]);

    let labels = &deployment["spec"]["template"]["metadata"]["labels"];
    let disruption = object("PodDisruptionBudget");
    let spread = only(&deployment["spec"]["template"]["spec"]["topologySpreadConstraints"]);
    assert_eq!(&service["spec"]["selector"], labels);
    for selector in [&deployment["spec"]["selector"], &disruption["spec"]["selector"], &spread["labelSelector"]] {
        assert_eq!(&selector["matchLabels"], labels);
    }
    assert!(disruption["spec"]["minAvailable"].as_u64() < deployment["spec"]["replicas"].as_u64());

    let of_envoy = only(&container("envoy")["ports"]).clone();
    assert_eq!(port["targetPort"], of_envoy["name"]);
    let listener = only(&envoy()["listeners"]).clone();
    assert_eq!(listener["address"]["socket_address"]["port_value"], of_envoy["containerPort"]);
    for probe in ["livenessProbe", "readinessProbe"] {
        assert_eq!(container("wasmtime")[probe]["httpGet"]["port"], of_envoy["containerPort"]);
    }
}

#[test]
fn envoy_reaches_the_webhook() {
    let cluster = only(&envoy()["clusters"]).clone();
    let endpoint = only(&only(&cluster["load_assignment"]["endpoints"])["lb_endpoints"])["endpoint"].clone();
    let address = &endpoint["address"]["socket_address"];
    let (host, port) = (address["address"].as_str().expect("text"), address["port_value"].as_u64().expect("a number"));
    assert!(text("admission/Containerfile").contains(&format!("\"--addr={host}:{port}\"")));
    let listener = only(&envoy()["listeners"]).clone();
    let filter = only(&only(&listener["filter_chains"])["filters"]).clone();
    let host = only(&filter["typed_config"]["route_config"]["virtual_hosts"]).clone();
    assert_eq!(only(&host["routes"])["route"]["cluster"], cluster["name"]);
    assert_eq!(cluster["load_assignment"]["cluster_name"], cluster["name"]);
}

#[test]
fn the_webhook_answers_the_paths_that_are_asked() {
    let status = |method: &str, path: &Value| {
        let path = path.as_str().expect("text");
        answer(&Settings::default(), Route { method, path }, b"").status
    };
    let webhook = only(&object("ValidatingWebhookConfiguration")["webhooks"]).clone();
    assert_eq!(status("POST", &webhook["clientConfig"]["service"]["path"]), 400);
    for probe in ["livenessProbe", "readinessProbe"] {
        assert_eq!(status("GET", &container("wasmtime")[probe]["httpGet"]["path"]), 200);
    }
}

#[test]
fn the_certificate_is_that_of_the_service() {
    let (certificate, service) = (object("Certificate"), object("Service"));
    let name = |object: &Value, key: &str| object["metadata"][key].as_str().expect("text").to_owned();
    let (service, namespace) = (name(&service, "name"), name(&service, "namespace"));
    let host = json!(format!("{service}.{namespace}.svc"));
    assert_eq!(only(&certificate["spec"]["dnsNames"]), &host);
    assert_eq!(certificate["spec"]["commonName"], host);
    assert_eq!(certificate["spec"]["issuerRef"]["name"], object("Issuer")["metadata"]["name"]);
    let injected =
        &object("ValidatingWebhookConfiguration")["metadata"]["annotations"]["cert-manager.io/inject-ca-from"];
    assert_eq!(injected, &json!(format!("{namespace}/{}", name(&certificate, "name"))));

    let volumes = object("Deployment")["spec"]["template"]["spec"]["volumes"].clone();
    let volumes = volumes.as_array().expect("a list");
    let secret = volumes.iter().find(|volume| volume["secret"].is_object()).expect("a secret");
    assert_eq!(secret["secret"]["secretName"], certificate["spec"]["secretName"]);
    let envoy = container("envoy");
    let mounts = envoy["volumeMounts"].as_array().expect("a list");
    let mount = mounts.iter().find(|mount| mount["name"] == secret["name"]).expect("it is mounted");
    let node = &documents("admission/envoy.yaml")[0]["node"];
    assert!(node["id"].is_string() && node["cluster"].is_string(), "Envoy reads no secret from a file without both");
    let of_envoy = only(&documents("admission/certificates.yaml")[0]["resources"]).clone();
    assert_eq!(of_envoy["tls_certificate"]["watched_directory"]["path"], mount["mountPath"]);
    let listener = only(&self::envoy()["listeners"]).clone();
    let tls = &only(&listener["filter_chains"])["transport_socket"]["typed_config"]["common_tls_context"];
    assert_eq!(only(&tls["tls_certificate_sds_secret_configs"])["name"], of_envoy["name"]);
}

#[test]
fn the_settings_and_the_image_are_set_in_one_file() {
    let kustomization = documents("admission/kustomization.yaml").remove(0);
    assert_eq!(only(&kustomization["images"])["name"], container("wasmtime")["image"]);
    let maps = kustomization["configMapGenerator"].as_array().expect("a list");
    let map = |name: &str| maps.iter().find(|map| map["name"] == name).expect("a ConfigMap");
    assert_eq!(only(&container("wasmtime")["envFrom"])["configMapRef"]["name"], map("settings")["name"]);
    let literals = map("settings")["literals"].as_array().expect("a list");
    let literals: Vec<(&str, &str)> = literals.iter().filter_map(|literal| literal.as_str()?.split_once('=')).collect();
    assert_eq!(
        literals.iter().map(|(name, _)| *name).collect::<Vec<_>>(),
        ["IGNORE", "WARN_ONLY", "DENY_WARNINGS", "VELERO_VERSION"]
    );
    let value = |name: &str| literals.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
    Settings::from_variables(value).expect("valid settings");
    for file in map("envoy")["files"].as_array().expect("a list") {
        assert!(!text(&format!("admission/{}", file.as_str().expect("text"))).is_empty());
    }
}

#[test]
fn the_memory_is_enough_for_all_requests_at_a_time() {
    let containerfile = text("admission/Containerfile");
    let (_, rest) = containerfile.split_once("-Wmax-memory-size=").expect("the memory of a request");
    let of_request: u64 = rest.split('"').next().and_then(|bytes| bytes.parse().ok()).expect("a number");
    let thresholds = only(&only(&envoy()["clusters"])["circuit_breakers"]["thresholds"]).clone();
    let requests = thresholds["max_requests"].as_u64().expect("a number");
    let limit = container("wasmtime")["resources"]["limits"]["memory"].clone();
    let limit: u64 = limit.as_str().and_then(|limit| limit.strip_suffix("Mi")?.parse().ok()).expect("in Mi");
    assert!(requests * of_request + (128 << 20) <= limit << 20);
}

#[test]
fn waiting_requests_leave_room_in_the_connection() {
    let listener = only(&envoy()["listeners"]).clone();
    let http2 = &only(&only(&listener["filter_chains"])["filters"])["typed_config"]["http2_protocol_options"];
    let number = |value: &Value| value.as_u64().expect("a number");
    // A stream that waits keeps what Envoy has buffered, and then a full window.
    let waiting = number(&listener["per_connection_buffer_limit_bytes"]) + number(&http2["initial_stream_window_size"]);
    let all = number(&http2["max_concurrent_streams"]) * waiting;
    assert!(all < number(&http2["initial_connection_window_size"]));
}

#[test]
fn a_pod_stops_when_no_api_server_is_connected_any_more() {
    let seconds = |text: &Value| -> u64 {
        text.as_str().and_then(|text| text.strip_suffix('s')?.parse().ok()).expect("seconds, such as 5s")
    };
    let stops = |name: &str| container(name)["lifecycle"]["preStop"]["sleep"]["seconds"].as_u64().expect("a number");
    let listener = only(&envoy()["listeners"]).clone();
    let connections = &only(&only(&listener["filter_chains"])["filters"])["typed_config"];
    let closed = seconds(&connections["common_http_protocol_options"]["max_connection_duration"])
        + seconds(&connections["drain_timeout"]);
    assert!(closed < stops("wasmtime"));
    assert!(stops("wasmtime") < stops("envoy"));
    // What Kubernetes allows without terminationGracePeriodSeconds.
    assert!(stops("envoy") < 30);
}

#[test]
fn the_policy_of_kubewarden_is_asked_the_same() {
    let policy = documents("kubewarden/policy.yaml").remove(0);
    let webhook = only(&object("ValidatingWebhookConfiguration")["webhooks"]).clone();
    for key in ["rules", "matchConditions", "failurePolicy", "timeoutSeconds", "sideEffects"] {
        assert_eq!(policy["spec"][key], webhook[key], "{key}");
    }
    let metadata = documents("../guest/kubewarden/metadata.yml").remove(0);
    assert_eq!(metadata["rules"], webhook["rules"]);
    assert_eq!((&metadata["mutating"], &metadata["contextAware"]), (&json!(false), &json!(false)));
}

#[test]
fn containers_have_no_rights() {
    let pod = object("Deployment")["spec"]["template"]["spec"].clone();
    assert_eq!(pod["automountServiceAccountToken"], false);
    assert_eq!(pod["securityContext"]["runAsNonRoot"], true);
    for name in ["wasmtime", "envoy"] {
        let container = container(name);
        let context = &container["securityContext"];
        assert_eq!(context["readOnlyRootFilesystem"], true);
        assert_eq!(context["allowPrivilegeEscalation"], false);
        assert_eq!(context["capabilities"]["drop"], json!(["ALL"]));
        assert!(container["resources"]["limits"]["memory"].is_string());
    }
    // Its cache is in the home directory, which is read-only too.
    assert!(text("admission/Containerfile").contains("\"-Ccache=n\""));
}
