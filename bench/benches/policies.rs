//! Measures the time to decide which objects of a cluster are selected. It is compared with policy languages: Rego, by
//! regorus, and Cedar. `cargo xtask bench` runs it.
//!
//! The policies cover the part of Velero's behaviour that they can express: objects in namespaces, of kinds that Velero
//! sees, by the lists and the labels of the spec. The benchmark asserts that the decisions are equal.

use std::sync::Arc;

use cedar_policy::{Authorizer, Context, Decision, Entities, EntityUid, PolicySet, Request};
use k8s_backup_target::cluster::Cluster;
use k8s_backup_target::inventory::{Inventory, Reader};
use k8s_backup_target::model::Spec;
use k8s_backup_target::selection::{Evaluation, Reason};
use k8s_backup_target_bench::{COMPONENT, Line, NATIVE, evaluator, in_turn, targets, to_host};
use k8s_backup_target_host::{self as host};
use k8s_backup_target_testdata::inventory::{Form, write};
use serde_json::{Value, json};

const REGORUS: &str = "Rego, by regorus";
const CEDAR: &str = "Cedar, by cedar-policy";
const OBJECTS: [usize; 4] = [500, 1_000, 2_000, 4_000];
const TARGETS: usize = 10;

fn main() {
    let evaluator = evaluator();
    for objects in OBJECTS {
        let mut text = Vec::new();
        write(&mut text, objects, 1, Form::List).expect("into memory");
        measure(&evaluator, &text);
    }
}

fn measure(evaluator: &host::Evaluator, text: &[u8]) {
    let mut reader = Reader::new(Cluster::builtin());
    reader.push(text).expect("objects");
    let inventory = Arc::new(reader.finish().expect("objects"));
    let cluster = evaluator.open_cluster(&[], None).expect("within limits").expect("no kinds");
    let mut reader = cluster.inventory_reader().expect("within limits");
    reader.push(text).expect("within limits").expect("objects");
    let in_component = reader.finish().expect("within limits").expect("objects");

    let objects = objects(text, &inventory);
    let targets = targets(TARGETS);
    let host_targets: Vec<host::Target> = targets.iter().map(to_host).collect();
    let rego: Vec<Rego> = targets.iter().map(|target| Rego::new(&named(&target.spec))).collect();
    let inputs: Vec<regorus::Value> = objects.iter().map(|object| regorus::Value::from(object.attributes())).collect();
    let cedar: Vec<PolicySet> = targets.iter().map(|target| cedar(&named(&target.spec))).collect();
    let requests: Vec<(Request, Entities)> = objects.iter().map(request).collect();

    let natively = || targets.iter().map(|target| natively(&inventory, &target.spec, &objects)).collect::<Vec<_>>();
    let through =
        || host_targets.iter().map(|target| through(&in_component, &target.spec, &objects)).collect::<Vec<_>>();
    let by_rego = || rego.iter().map(|rego| rego.decide(&inputs)).collect::<Vec<_>>();
    let by_cedar = || cedar.iter().map(|policies| decide_by_cedar(policies, &requests)).collect::<Vec<_>>();

    let decided = natively();
    assert!(
        decided.iter().all(|decided| decided.contains(&true) && decided.contains(&false)),
        "each target selects some objects, and not all"
    );
    assert!(through() == decided, "the component's decisions are equal");
    assert!(by_rego() == decided, "Rego's decisions are equal");
    assert!(by_cedar() == decided, "Cedar's decisions are equal");
    // In turn with Rego, which takes a second, the others would always start with empty caches.
    let [native, component] = in_turn([&mut || drop(natively()), &mut || drop(through())]);
    let [rego, cedar] = in_turn([&mut || drop(by_rego()), &mut || drop(by_cedar())]);
    for (host, seconds) in [(NATIVE, native), (COMPONENT, component), (REGORUS, rego), (CEDAR, cedar)] {
        let row = "decide about objects in namespaces for 10 targets, objects";
        Line::of(host, row).size(objects.len()).items(objects.len() * TARGETS).seconds(seconds);
    }
}

/// The fields of an object in a namespace that policies use.
struct Object {
    index: usize,
    group_resource: String,
    namespace: String,
    labels: Value,
}

/// Returns the objects that are in namespaces.
fn objects(text: &[u8], inventory: &Inventory) -> Vec<Object> {
    let list: Value = serde_json::from_slice(text).expect("JSON");
    let items = list["items"].as_array().expect("a list");
    let all = inventory.objects(0, u32::MAX).zip(items).enumerate();
    all.filter_map(|(index, (object, item))| {
        assert_eq!(object.name, item["metadata"]["name"], "objects keep their order");
        let labels = item["metadata"]["labels"].clone();
        let labels = if labels.is_null() { json!({}) } else { labels };
        Some(Object { index, group_resource: object.group_resource, namespace: object.namespace?, labels })
    })
    .collect()
}

impl Object {
    fn attributes(&self) -> Value {
        json!({ "namespace": self.namespace, "group_resource": self.group_resource, "labels": self.labels })
    }
}

/// Returns the spec with resource names as objects have them.
fn named(spec: &Spec) -> Spec {
    let cluster = Cluster::builtin();
    let named = |names: &Option<Vec<String>>| {
        let name = |name: &String| cluster.resolve(name).expect("a kind").group_resource().to_string();
        names.as_ref().map(|names| names.iter().map(name).collect())
    };
    Spec {
        include_resources: named(&spec.include_resources),
        exclude_resources: named(&spec.exclude_resources),
        ..spec.clone()
    }
}

fn natively(inventory: &Arc<Inventory>, spec: &Spec, objects: &[Object]) -> Vec<bool> {
    let mut evaluation = Evaluation::new(Arc::clone(inventory), spec.clone());
    while !evaluation.step(100_000) {}
    let reasons = evaluation.reasons();
    objects.iter().map(|object| reasons[object.index] == Reason::Selected).collect()
}

fn through(inventory: &host::Inventory, spec: &host::Spec, objects: &[Object]) -> Vec<bool> {
    let mut evaluation = inventory.evaluate(spec, None).expect("within limits");
    while !evaluation.step(100_000).expect("within limits") {}
    let reasons = evaluation.reasons().expect("within limits");
    objects.iter().map(|object| reasons[object.index] == host::Reason::Selected as u8).collect()
}

const REGO: &str = r#"
package backup
import rego.v1

default selected := false

selected if {
    namespace_included
    not namespace_excluded
    resource_included
    not input.group_resource in data.spec.exclude_resources
    every key, value in data.spec.label_selector { input.labels[key] == value }
    not input.labels["velero.io/exclude-from-backup"] == "true"
}

namespace_included if count(data.spec.include_namespaces) == 0
namespace_included if { some pattern in data.spec.include_namespaces; glob.match(pattern, [], input.namespace) }
namespace_excluded if { some pattern in data.spec.exclude_namespaces; glob.match(pattern, [], input.namespace) }

resource_included if count(data.spec.include_resources) == 0
resource_included if input.group_resource in data.spec.include_resources
"#;

/// The compiled policy, with the spec of a target as its data.
struct Rego(regorus::CompiledPolicy);

impl Rego {
    fn new(spec: &Spec) -> Self {
        let list = |list: &Option<Vec<String>>| list.clone().unwrap_or_default();
        let labels: Value = spec.label_selector.iter().flat_map(|labels| labels.iter()).collect();
        let data = json!({ "spec": {
            "include_namespaces": list(&spec.include_namespaces),
            "exclude_namespaces": list(&spec.exclude_namespaces),
            "include_resources": list(&spec.include_resources),
            "exclude_resources": list(&spec.exclude_resources),
            "label_selector": labels,
        } });
        let mut engine = regorus::Engine::new();
        engine.add_policy("backup.rego".into(), REGO.into()).expect("a policy");
        engine.add_data(data.into()).expect("data");
        Rego(engine.compile_with_entrypoint(&"data.backup.selected".into()).expect("a policy"))
    }

    fn decide(&self, inputs: &[regorus::Value]) -> Vec<bool> {
        let is_selected = |input: &regorus::Value| {
            self.0.eval_with_input(input.clone()).expect("a decision") == regorus::Value::from(true)
        };
        inputs.iter().map(is_selected).collect()
    }
}

/// Returns the spec as a policy.
fn cedar(spec: &Spec) -> PolicySet {
    let any = |texts: Vec<String>| format!("({})", texts.join(" || "));
    let patterns = |list: &[String]| any(list.iter().map(|name| format!("resource.namespace like {name:?}")).collect());
    let names = |list: &[String]| format!("{list:?}.contains(resource.group_resource)");
    let has =
        |key: &str, value: &str| format!("(resource.labels has {key:?} && resource.labels[{key:?}] == {value:?})");
    let mut conditions = vec![format!("!{}", has("velero.io/exclude-from-backup", "true"))];
    conditions.extend(spec.include_namespaces.as_deref().map(patterns));
    conditions.extend(spec.exclude_namespaces.as_deref().map(|list| format!("!{}", patterns(list))));
    conditions.extend(spec.include_resources.as_deref().map(names));
    conditions.extend(spec.exclude_resources.as_deref().map(|list| format!("!({})", names(list))));
    conditions.extend(spec.label_selector.iter().flat_map(|labels| labels.iter()).map(|(key, value)| has(key, value)));
    let policy = format!("permit(principal, action, resource) when {{ {} }};", conditions.join(" && "));
    policy.parse().unwrap_or_else(|error| panic!("{policy}: {error}"))
}

/// Returns the request whether an object is selected. Its labels are a record.
fn request(object: &Object) -> (Request, Entities) {
    let uid = |text: &str| text.parse::<EntityUid>().expect("a name");
    let resource: EntityUid = uid(&format!("Object::{:?}", object.index.to_string()));
    let entity = json!([{ "uid": { "type": "Object", "id": object.index.to_string() }, "attrs": object.attributes(), "parents": [] }]);
    let entities = Entities::from_json_value(entity, None).expect("an object");
    let request = Request::new(uid(r#"Backup::"a""#), uid(r#"Action::"select""#), resource, Context::empty(), None);
    (request.expect("a request"), entities)
}

fn decide_by_cedar(policies: &PolicySet, requests: &[(Request, Entities)]) -> Vec<bool> {
    let authorizer = Authorizer::new();
    let is_selected = |(request, entities): &(Request, Entities)| {
        authorizer.is_authorized(request, policies, entities).decision() == Decision::Allow
    };
    requests.iter().map(is_selected).collect()
}
