//! A host of waPC, as Kubewarden's policy server has it: only calls to the guest.

use std::path::Path;

use wasmtime::{Caller, Engine, Instance, Linker, Memory, Module, Store};

/// The policy, which gets a new instance for each call.
pub(super) struct Policy {
    engine: Engine,
    module: Module,
}

/// One call, and what came of it.
#[derive(Default)]
struct Call {
    operation: Vec<u8>,
    payload: Vec<u8>,
    answer: Option<Result<String, String>>,
}

impl Policy {
    pub(super) fn new() -> Self {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/components/k8s-backup-target-kubewarden.wasm");
        let engine = Engine::default();
        let module = Module::from_file(&engine, file).expect("the module; run `cargo xtask build`");
        let mut imports: Vec<_> = module.imports().map(|import| (import.module(), import.name())).collect();
        imports.sort_unstable();
        let functions = ["__guest_error", "__guest_request", "__guest_response"];
        assert_eq!(imports, functions.map(|function| ("wapc", function)));
        Policy { engine, module }
    }

    /// Calls an operation. Returns the answer, or the error of the policy.
    pub(super) fn call(&self, operation: &str, payload: &str) -> Result<String, String> {
        let call = Call { operation: operation.into(), payload: payload.into(), answer: None };
        let lengths = [call.operation.len(), call.payload.len()].map(|length| u32::try_from(length).expect("32 bits"));
        let mut store = Store::new(&self.engine, call);
        let mut linker = Linker::new(&self.engine);
        let defined = linker
            .func_wrap("wapc", "__guest_request", |mut caller: Caller<'_, Call>, operation: u32, payload: u32| {
                let memory = memory(&mut caller);
                let (bytes, call) = memory.data_and_store_mut(&mut caller);
                for (start, value) in [(operation, &call.operation), (payload, &call.payload)] {
                    bytes[start as usize..][..value.len()].copy_from_slice(value);
                }
            })
            .and_then(|linker| {
                linker.func_wrap("wapc", "__guest_response", |mut caller: Caller<'_, Call>, start: u32, length: u32| {
                    let text = text(&mut caller, start, length);
                    caller.data_mut().answer = Some(Ok(text));
                })
            })
            .and_then(|linker| {
                linker.func_wrap("wapc", "__guest_error", |mut caller: Caller<'_, Call>, start: u32, length: u32| {
                    let text = text(&mut caller, start, length);
                    caller.data_mut().answer = Some(Err(text));
                })
            });
        defined.expect("each name is defined once");
        let instance: Instance = linker.instantiate(&mut store, &self.module).expect("it imports nothing else");
        let guest_call = instance.get_typed_func::<(u32, u32), i32>(&mut store, "__guest_call").expect("a function");
        let status = guest_call.call(&mut store, lengths.into()).expect("it does not trap");
        let answer = store.into_data().answer.expect("an answer");
        assert_eq!(status == 1, answer.is_ok());
        answer
    }
}

fn memory(caller: &mut Caller<'_, Call>) -> Memory {
    caller.get_export("memory").and_then(wasmtime::Extern::into_memory).expect("memory")
}

fn text(caller: &mut Caller<'_, Call>, start: u32, length: u32) -> String {
    let bytes = memory(caller).data(&*caller)[start as usize..][..length as usize].to_vec();
    String::from_utf8(bytes).expect("UTF-8")
}
