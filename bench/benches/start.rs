//! Measures the time until the component answers: to compile it, to load the compiled code, to make an instance, to
//! call it. `cargo xtask bench` runs it.

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};

use bindings::exports::k8s_backup::target::types::Spec;
use bindings::{Evaluator, EvaluatorPre};
use k8s_backup_target_bench::{COMPONENT, Line, cached, component, file, in_turn, median};
use k8s_backup_target_host::{self as host, Limits, Origin};
use wasmtime::component::{Component, Linker};
use wasmtime::{
    Config, Engine, InstanceAllocationStrategy, PoolingAllocationConfig, Store, StoreLimits, StoreLimitsBuilder,
};

mod bindings {
    wasmtime::component::bindgen!({ path: "../wit", world: "evaluator" });
}

const POOLING: &str = "Rust, pooling allocator";
const WASMTIME: &str = "wasmtime alone";
/// A row that other hosts have too.
/// An inventory with one object.
const OBJECT: &[u8] = br#"{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "prod"}}"#;
/// The number of an inventory's objects.
const EMPTY_CALL: &str = "an empty call";
const FIRST_CHECK: &str = "until the first check is answered, in a process that runs";

fn main() {
    let component = component();
    host_that_caches(&component);
    empty_calls(&component);
    for (host, strategy) in [(COMPONENT, InstanceAllocationStrategy::OnDemand), (POOLING, pooling())] {
        Started::new(&component, strategy).measure(host);
    }
}

/// Measures the host of this project. It does not load files that are damaged or from another source.
fn host_that_caches(component: &[u8]) {
    let load = || host::Evaluator::with_options(component, &cached()).expect("a valid component");
    load();
    assert!(load().origin() == Origin::Cached, "it is loaded from the cache");
    Line::of(COMPONENT, "load it compiled from a cache that is checked").seconds(median(load));
    let spec =
        host::Spec { include_namespaces: Some(vec!["prod".into()]), ttl: Some("24h".into()), ..host::Spec::default() };
    let check = || load().check_spec(&spec).expect("within limits");
    Line::of(COMPONENT, "load it compiled from a cache that is checked, and check").seconds(median(check));
}

/// Measures a call without arguments, by the host of this project and by wasmtime alone.
fn empty_calls(component: &[u8]) {
    let evaluator = host::Evaluator::with_options(component, &cached()).expect("a valid component");
    let cluster = evaluator.open_cluster(&[], None).expect("within limits").expect("no kinds");
    let mut reader = cluster.inventory_reader().expect("within limits");
    reader.push(OBJECT).expect("within limits").expect("an object");
    let inventory = reader.finish().expect("within limits").expect("an object");
    let started = Started::new(component, InstanceAllocationStrategy::OnDemand);
    let mut of_wasmtime = started.empty_call();
    let [host, wasmtime] = in_turn([&mut || assert!(inventory.len().expect("within limits") > 0), &mut of_wasmtime]);
    Line::of(COMPONENT, EMPTY_CALL).seconds(host);
    Line::of(WASMTIME, EMPTY_CALL).seconds(wasmtime);
}

/// Returns the pooling strategy for a few instances, with the host's limits.
fn pooling() -> InstanceAllocationStrategy {
    let mut pool = PoolingAllocationConfig::new();
    pool.total_component_instances(16)
        .total_core_instances(16)
        .total_memories(16)
        .total_tables(16)
        .table_elements(10_000)
        .max_memory_size(Limits::default().memory_bytes)
        .linear_memory_keep_resident(65536)
        .table_keep_resident(65536);
    InstanceAllocationStrategy::Pooling(pool)
}

/// A host that trusts its own folder.
struct Started {
    engine: Engine,
    compiled: PathBuf,
    component: Vec<u8>,
}

impl Started {
    fn new(component: &[u8], strategy: InstanceAllocationStrategy) -> Self {
        let mut config = Config::new();
        config.allocation_strategy(strategy).max_wasm_stack(Limits::default().stack_bytes).concurrency_support(false);
        let engine = Engine::new(&config).expect("a configuration");
        let compiled = file("target/bench/evaluator.cwasm");
        let code = engine.precompile_component(component).expect("a valid component");
        fs::create_dir_all(compiled.parent().expect("a folder"))
            .and_then(|()| fs::write(&compiled, code))
            .expect("a file");
        Started { engine, compiled, component: component.to_owned() }
    }

    fn measure(&self, host: &str) {
        let spec = Spec {
            include_namespaces: Some(vec!["prod".into()]),
            include_resources: None,
            exclude_namespaces: None,
            exclude_resources: None,
            include_cluster_resources: None,
            label_selector: None,
            ttl: Some("24h".into()),
        };
        let check = |(mut store, evaluator): (Store<StoreLimits>, Evaluator)| {
            let validation = evaluator.k8s_backup_target_validation();
            black_box(validation.call_check_spec(&mut store, &spec, None).expect("within limits"));
        };
        let linked = self.linked();
        let compile = || Component::new(&self.engine, &self.component).expect("a valid component");
        Line::of(host, "compile").seconds(median(compile));
        Line::of(host, "load it compiled").seconds(median(|| self.linked()));
        Line::of(host, "make an instance").seconds(median(|| self.instance(&linked)));
        Line::of(host, "make an instance and check").seconds(median(|| check(self.instance(&linked))));
        Line::of(host, FIRST_CHECK).seconds(median(|| check(self.instance(&self.linked()))));
    }

    /// Returns a function that asks for the number of an inventory's objects.
    fn empty_call(&self) -> impl FnMut() {
        let (mut store, evaluator) = self.instance(&self.linked());
        let open = evaluator.k8s_backup_target_cluster().cluster().call_open(&mut store, &[], None);
        let cluster = open.expect("within limits").expect("no kinds");
        let readers = evaluator.k8s_backup_target_selection().inventory_reader();
        let reader = readers.call_constructor(&mut store, cluster).expect("within limits");
        readers.call_push(&mut store, reader, OBJECT).expect("within limits").expect("an object");
        let inventory = readers.call_finish(&mut store, reader).expect("within limits").expect("an object");
        move || {
            let inventories = evaluator.k8s_backup_target_selection().inventory();
            black_box(inventories.call_len(&mut store, inventory).expect("within limits"));
        }
    }

    fn linked(&self) -> EvaluatorPre<StoreLimits> {
        let component = trusted(&self.engine, &self.compiled);
        let linked = Linker::new(&self.engine).instantiate_pre(&component);
        linked.and_then(EvaluatorPre::new).expect("it imports nothing")
    }

    fn instance(&self, linked: &EvaluatorPre<StoreLimits>) -> (Store<StoreLimits>, Evaluator) {
        let limits = StoreLimitsBuilder::new().memory_size(Limits::default().memory_bytes).build();
        let mut store = Store::new(&self.engine, limits);
        store.limiter(|limits| limits);
        let evaluator = linked.instantiate(&mut store).expect("within limits");
        (store, evaluator)
    }
}

#[expect(unsafe_code, reason = "loads machine code")]
fn trusted(engine: &Engine, compiled: &Path) -> Component {
    // SAFETY: this process wrote the file.
    unsafe { Component::deserialize_file(engine, compiled) }.expect("this engine compiled it")
}
