//! Tests the evaluator's module for hosts without the component model, as documented.

use std::path::Path;

use wasmtime::{Engine, Instance, Memory, Module, Store, TypedFunc};

struct Standalone {
    store: Store<()>,
    memory: Memory,
    allocate: TypedFunc<u32, u32>,
    call: TypedFunc<(u32, u32, u32, u32), u32>,
    free: TypedFunc<u32, ()>,
}

impl Standalone {
    fn new() -> Self {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/components/k8s-backup-target-module.wasm");
        let engine = Engine::default();
        let module = Module::from_file(&engine, file).expect("the module; run `cargo xtask build`");
        assert_eq!(module.imports().count(), 0);
        let mut exports: Vec<&str> = module.exports().map(|export| export.name()).collect();
        exports.sort_unstable();
        assert_eq!(exports, ["allocate", "call", "free", "memory"]);
        let mut store = Store::new(&engine, ());
        let instance = Instance::new(&mut store, &module, &[]).expect("it imports nothing");
        Standalone {
            memory: instance.get_memory(&mut store, "memory").expect("memory"),
            allocate: instance.get_typed_func(&mut store, "allocate").expect("a function"),
            call: instance.get_typed_func(&mut store, "call").expect("a function"),
            free: instance.get_typed_func(&mut store, "free").expect("a function"),
            store,
        }
    }

    fn allocated(&mut self, text: &[u8]) -> (u32, u32) {
        let size = text.len().try_into().expect("32 bits");
        let address = self.allocate.call(&mut self.store, size).expect("it does not trap");
        self.memory.write(&mut self.store, address as usize, text).expect("it was allocated");
        (address, size)
    }

    fn call(&mut self, function: &str, arguments: &str) -> Result<String, String> {
        self.call_with_bytes(function.as_bytes(), arguments.as_bytes())
    }

    fn call_with_bytes(&mut self, function: &[u8], arguments: &[u8]) -> Result<String, String> {
        let (function, arguments) = (self.allocated(function), self.allocated(arguments));
        let parameters = (function.0, function.1, arguments.0, arguments.1);
        let answer = self.call.call(&mut self.store, parameters).expect("it does not trap");
        let memory = self.memory.data(&self.store);
        let at = |offset: u32| &memory[(answer + offset) as usize..][..4];
        let [address, size] =
            [4, 8].map(|offset| u32::from_le_bytes(at(offset).try_into().expect("four bytes")) as usize);
        let text = String::from_utf8(memory[address..address + size].to_vec()).expect("UTF-8");
        let is_error = at(0)[0] == 1;
        self.free.call(&mut self.store, answer).expect("it does not trap");
        if is_error { Err(text) } else { Ok(text) }
    }
}

/// Returns the calls in the documentation.
fn documented() -> Vec<(String, String)> {
    let page = include_str!("../../../../wit/json.md");
    let calls = page.lines().filter_map(|line| line.strip_prefix("call(\"")?.strip_suffix(')')?.split_once("\", "));
    calls.map(|(function, arguments)| (function.to_owned(), arguments.to_owned())).collect()
}

#[test]
fn the_documented_calls_are_answered() {
    let mut module = Standalone::new();
    let answers: Vec<_> = documented().iter().map(|(name, arguments)| module.call(name, arguments)).collect();
    let [Ok(found), Ok(spec)] = &answers[..] else { panic!("{answers:?}") };
    assert!(found.contains(r#""code":"ttl-not-a-duration""#), "{found}");
    assert_eq!(spec, "null");
}

#[test]
fn text_that_is_not_utf_8_is_refused() {
    let mut module = Standalone::new();
    for (function, arguments) in [
        (&b"\xff"[..], &b"{}"[..]),
        (b"validation.check-spec", b"{\"spec\": {\"ttl\": \"\xff\"}}"),
        (b"validation.check-spec", b"{\"spec\": {\"\xc3\": 1}}"),
    ] {
        let error = module.call_with_bytes(function, arguments).expect_err("it is not UTF-8");
        assert!(error.contains("the call is not UTF-8 (at byte "), "{error}");
    }
    assert!(module.call("close", "{}").expect_err("no number").contains("`self` is missing"));
}

#[test]
fn resources_are_valid_until_they_are_closed() {
    let mut module = Standalone::new();
    let databag = "x".repeat(1 << 20);
    let relations = format!(r#"{{"relations": [{{"id": 1, "databag": {{"k": "{databag}"}}}}]}}"#);
    // The memory of closed resources is used again.
    for number in 1..300 {
        assert_eq!(module.call("requirer.targets.new", &relations), Ok(number.to_string()));
        let itself = format!(r#"{{"self": {number}}}"#);
        assert_eq!(module.call("requirer.targets.is-ready", &itself).as_deref(), Ok("false"));
        assert_eq!(module.call("close", &itself).as_deref(), Ok("null"));
        assert!(module.call("requirer.targets.is-ready", &itself).is_err());
    }
    assert!(module.memory.data_size(&module.store) < 16 << 20);

    let open = module.call("cluster.cluster.open", r#"{"api_resources": []}"#);
    assert_eq!(open.as_deref(), Ok(r#"{"ok":300}"#));
    let checked = module.call("validation.check-spec", r#"{"spec": {"ttl": "30d"}, "cluster": 300}"#);
    assert!(checked.expect("it is called").contains("ttl-not-a-duration"));
    let error = module.call("validation.chek-spec", "{}").expect_err("there is no such function");
    assert!(error.contains("write `validation.check-spec`"), "{error}");
}
