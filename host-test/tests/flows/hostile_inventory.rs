//! Objects that an API server never prints, and specs that nobody writes: each call returns a result and never traps.

use k8s_backup_target_host::{
    ApiResource, Backup, Diagnostic, DocumentFormat, Evaluator, Inventory, PolicyMap, ServerSettings, Source, Spec,
};
use proptest::prelude::*;

use crate::BOUNDED as EVALUATOR;

const GOOD: &str =
    r#"{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "good"}, "status": {"phase": "Active"}}"#;

/// Reads the text in chunks.
fn read(text: &[u8], chunk: usize) -> Result<Inventory, Vec<Diagnostic>> {
    read_with(&EVALUATOR, text, chunk)
}

fn read_with(evaluator: &Evaluator, text: &[u8], chunk: usize) -> Result<Inventory, Vec<Diagnostic>> {
    let cluster = evaluator.open_cluster(&[], Some("next")).expect("within limits").expect("no kinds");
    let mut reader = cluster.inventory_reader().expect("within limits");
    for chunk in text.chunks(chunk) {
        reader.push(chunk).expect("within limits")?;
    }
    reader.finish().expect("within limits")
}

/// Reads the text between two good objects, which must both be found. Returns the codes of its diagnostics.
#[track_caller]
fn codes(text: &str) -> Vec<String> {
    let other = GOOD.replace("good", "better");
    let inventory = read(format!("{GOOD}\n{text}\n{other}\n").as_bytes(), 1 << 16).expect("two objects");
    let names: Vec<_> =
        inventory.objects(0, 10).expect("within limits").into_iter().map(|object| object.name).collect();
    assert!(names.contains(&"good".to_owned()) && names.contains(&"better".to_owned()), "{names:?}");
    inventory.diagnostics().expect("within limits").into_iter().map(|diagnostic| diagnostic.code).collect()
}

#[test]
fn a_hundred_thousand_levels_of_nesting_do_no_harm() {
    let nested = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let ignored = GOOD.replace("{\"name\"", &format!("{{\"x\": {nested}, \"name\"")).replace("good", "deep");
    assert_eq!(codes(&ignored), [""; 0]);
    assert_eq!(codes(&format!(r#"{{"kind": {nested}}}"#)), ["inventory-object-unreadable"]);
    assert_eq!(codes(&nested), ["inventory-object-unreadable"]);
}

#[test]
fn an_object_of_ten_megabytes_is_skipped() {
    let large = GOOD.replace("{\"name\"", &format!("{{\"x\": \"{}\", \"name\"", "x".repeat(10 << 20)));
    assert_eq!(codes(&large.replace("good", "large")), ["inventory-object-unreadable"]);
}

#[test]
fn bytes_that_are_not_utf_8_are_reported() {
    let mut text = GOOD.as_bytes().to_vec();
    text.extend(b"\n{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"metadata\": {\"name\": \"\xff\xfe\"}}\n");
    let inventory = read(&text, 5).expect("one object");
    assert_eq!(inventory.len().expect("within limits"), 1);
    assert_eq!(inventory.diagnostics().expect("within limits").len(), 1);
}

#[test]
fn unreadable_objects_do_not_fill_the_memory_with_diagnostics() {
    let codes = codes(&"{}\n".repeat(1_000_000));
    assert_eq!(codes.len(), 1001);
    assert_eq!(codes.last().map(String::as_str), Some("too-many-problems"));
}

#[test]
fn names_that_take_too_much_memory_are_refused() {
    let long = "x".repeat(1 << 20);
    let objects: String = (0..220).map(|number| GOOD.replace("good", &format!("{long}{number}"))).collect();
    // The names alone take most of what an evaluator with little memory has.
    let refused = read_with(&crate::EVALUATOR, objects.as_bytes(), 1 << 20).err().expect("too much");
    let codes: Vec<_> = refused.into_iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(codes, ["inventory-too-large"]);
}

#[test]
fn patterns_that_take_too_long_are_refused() {
    let namespaces: String = (0..2_000).map(|number| GOOD.replace("good", &format!("namespace-{number}"))).collect();
    let inventory = read(namespaces.as_bytes(), 1 << 16).expect("objects");
    let patterns = (0..20_000).map(|number| format!("{number}{}", "*a".repeat(20))).collect();
    let spec = Spec { include_namespaces: Some(patterns), ..Spec::default() };
    let mut evaluation = inventory.evaluate(&spec, None).expect("within limits");
    while !evaluation.step(1_000_000).expect("within limits") {}
    assert_eq!(evaluation.included().expect("within limits"), 0);
    let codes: Vec<_> =
        evaluation.diagnostics().expect("within limits").into_iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(codes, ["selection-too-many-patterns"]);
}

/// Returns the codes of an evaluation. It ends, and the inventory can still be used.
#[track_caller]
fn evaluated(inventory: &Inventory, source: impl Into<Source>, settings: Option<&ServerSettings>) -> Vec<String> {
    let mut evaluation = inventory.evaluate(source, settings).expect("within limits");
    while !evaluation.step(1_000_000).expect("within limits") {}
    assert!(inventory.len().expect("within limits") > 0);
    evaluation.diagnostics().expect("within limits").into_iter().map(|diagnostic| diagnostic.code).collect()
}

/// Returns an inventory with an object of each of these custom kinds.
fn of_custom_kinds(count: usize) -> Inventory {
    let label = "ab".repeat(30);
    let kind = |number: usize| ApiResource {
        group: format!("{label}.{label}.{label}.g{number}"),
        plural: label.clone(),
        singular: None,
        kind: format!("K{number}"),
        short_names: Vec::new(),
        namespaced: true,
        verbs: vec!["list".to_owned(), "create".to_owned()],
    };
    let kinds: Vec<ApiResource> = (0..count).map(kind).collect();
    let object = |kind: &ApiResource| {
        let ApiResource { group, kind, .. } = kind;
        format!(
            "{{\"apiVersion\": \"{group}/v1\", \"kind\": \"{kind}\", \"metadata\": {{\"name\": \"a\", \"namespace\": \"b\"}}}}\n"
        )
    };
    let cluster = EVALUATOR.open_cluster(&kinds, None).expect("within limits").expect("valid kinds");
    let mut reader = cluster.inventory_reader().expect("within limits");
    reader.push(kinds.iter().map(object).collect::<String>().as_bytes()).expect("within limits").expect("objects");
    reader.finish().expect("within limits").expect("objects")
}

#[test]
fn one_pattern_is_compared_with_few_kinds_and_not_with_thousands() {
    let pattern = "*{a,aa}".repeat(36);
    let spec = Spec { include_resources: Some(vec![pattern]), ..Spec::default() };
    assert!(!evaluated(&of_custom_kinds(50), &spec, None).contains(&"selection-too-many-patterns".to_owned()));
    assert_eq!(evaluated(&of_custom_kinds(4_500), &spec, None), ["spec-too-large"]);
}

/// Returns an inventory of ConfigMaps with different labels.
fn of_config_maps(count: usize) -> Inventory {
    let object = |number: usize| {
        format!(
            "{{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"metadata\": {{\"name\": \"c{number}\", \
             \"namespace\": \"a\", \"labels\": {{\"k\": \"{number}\"}}}}}}\n"
        )
    };
    read((0..count).map(object).collect::<String>().as_bytes(), 1 << 20).expect("objects")
}

#[test]
fn too_many_label_requirements_are_refused() {
    let inventory = of_config_maps(50_000);
    let labels = |count| Some((0..count).map(|number| (format!("k{number}"), "v".to_owned())).collect());
    let spec = |count| Spec { label_selector: labels(count), ..Spec::default() };
    assert_eq!(evaluated(&inventory, spec(2_000), None), ["nothing-selected"]);
    assert_eq!(evaluated(&inventory, spec(2_001), None), ["selection-too-many-patterns"]);
}

fn backup_with_policy() -> Backup {
    let manifest = "{apiVersion: velero.io/v1, kind: Backup, metadata: {name: a}, spec: {includedNamespaces: [a], \
                    includedNamespaceScopedResources: [configmaps], resourcePolicy: {kind: configmap, name: p}}}";
    let document = EVALUATOR.read_document(manifest, DocumentFormat::Yaml, None, None).expect("within limits");
    let [backup] = document.backups().expect("within limits").try_into().expect("one Backup");
    backup
}

#[test]
fn policies_that_take_too_long_are_refused() {
    let inventory = of_config_maps(5_000);
    let codes = |policy: &str| {
        let data = vec![("policy".to_owned(), policy.to_owned())];
        let policies = vec![PolicyMap { namespace: None, name: None, data }];
        let settings = ServerSettings { policies, ..inventory.settings().expect("within limits") };
        evaluated(&inventory, backup_with_policy(), Some(&settings))
    };
    let names = |count: usize| vec![format!("'{}'", "*{a,aa}".repeat(36)); count].join(", ");
    let policy = |count| {
        format!(
            "version: v1\nnamespacedFilterPolicies:\n- namespaces: [a]\n  resourceFilters:\n  \
             - kinds: [configmaps]\n    names: [{}]\n",
            names(count)
        )
    };
    assert_eq!(codes(&policy(1)), ["nothing-selected"]);
    assert_eq!(codes(&policy(1_000)), ["selection-too-many-patterns"]);
}

proptest! {
    #[test]
    fn any_bytes_have_a_result(
        text in "(\\PC{0,20}|[\\[\\]{}\",:]{0,10}|\"(items|kind|metadata|name|apiVersion)\": ?|\"v1\"|\"Pod\"|List|\n){0,40}",
        chunk in 1_usize..50,
    ) {
        let result = |chunk| match read(text.as_bytes(), chunk) {
            Ok(inventory) => (
                Some(inventory.objects(0, 1000).expect("within limits")),
                inventory.diagnostics().expect("within limits"),
            ),
            Err(refusals) => (None, refusals),
        };
        // The chunks make no difference.
        prop_assert_eq!(result(chunk), result(usize::MAX));
    }
}
