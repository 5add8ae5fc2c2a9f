//! Makes a core module without imports from the evaluator's module, for hosts without the component model.
//!
//! It exports only the string call. In a component, the host gives numbers to resources. Here, the number of a resource
//! is its address.

use anyhow::{Context, Result, ensure};
use walrus::{FunctionBuilder, FunctionId, Module, ModuleConfig, ValType};
use wasmparser::{Validator, WasmFeatures};

const JSON: &str = "k8s-backup:target/json@0.1.0#call";

/// The features of WebAssembly that the module needs. `docs/embedding.md` lists them for users of other engines.
const FEATURES: WasmFeatures = WasmFeatures::WASM1
    .union(WasmFeatures::SIGN_EXTENSION)
    .union(WasmFeatures::SATURATING_FLOAT_TO_INT)
    .union(WasmFeatures::BULK_MEMORY);

/// Returns the standalone module, given the module of the component.
pub(crate) fn of(module: &[u8]) -> Result<Vec<u8>> {
    let mut module = ModuleConfig::new().generate_producers_section(false).parse(module)?;
    let imports: Vec<(String, String)> =
        module.imports.iter().map(|import| (import.module.clone(), import.name.clone())).collect();
    for (interface, name) in imports {
        let imported = module.imports.get_func(&interface, &name)?;
        let interface = interface.strip_prefix("[export]").context("an import is not a function of a resource")?;
        let (intrinsic, resource) = name.split_once(']').context("an import is not a function of a resource")?;
        // Number and address are equal, so two of the three functions return their argument.
        let destructor = match intrinsic {
            "[resource-new" | "[resource-rep" => None,
            "[resource-drop" => Some(exported(&module, &format!("{interface}#[dtor]{resource}"))?),
            _ => anyhow::bail!("unknown import: {name}"),
        };
        module.replace_imported_func(imported, |(body, parameters)| {
            for parameter in parameters {
                body.local_get(*parameter);
            }
            if let Some(destructor) = destructor {
                body.call(destructor);
            }
        })?;
    }

    let (call, free) = (exported(&module, JSON)?, exported(&module, &format!("cabi_post_{JSON}"))?);
    let reallocate = exported(&module, "cabi_realloc")?;
    let size = module.locals.add(ValType::I32);
    let mut allocate = FunctionBuilder::new(&mut module.types, &[ValType::I32], &[ValType::I32]);
    allocate.func_body().i32_const(0).i32_const(0).i32_const(1).local_get(size).call(reallocate);
    let allocate = allocate.finish(vec![size], &mut module.funcs);

    let exports: Vec<_> =
        module.exports.iter().filter(|export| export.name != "memory").map(walrus::Export::id).collect();
    exports.into_iter().for_each(|export| module.exports.delete(export));
    for (name, function) in [("call", call), ("allocate", allocate), ("free", free)] {
        module.exports.add(name, function);
    }
    let customs: Vec<_> = module.customs.iter().map(|(id, _)| id).collect();
    customs.into_iter().for_each(|custom| drop(module.customs.delete(custom)));
    walrus::passes::gc::run(&mut module);
    ensure!(module.imports.iter().next().is_none(), "the standalone module has imports");
    let standalone = module.emit_wasm();
    Validator::new_with_features(FEATURES)
        .validate_all(&standalone)
        .context("the standalone module needs a feature that is not in docs/embedding.md")?;
    Ok(standalone)
}

fn exported(module: &Module, name: &str) -> Result<FunctionId> {
    module.exports.get_func(name).with_context(|| format!("the module has no {name}"))
}
