//! Tests the imports and exports of the component.

use wasmtime::Engine;
use wasmtime::component::Component;

use crate::COMPONENT;

#[test]
fn it_imports_nothing_and_exports_the_interfaces() {
    let engine = Engine::default();
    let component = Component::new(&engine, &*COMPONENT).expect("a component");
    let component = component.component_type();
    assert_eq!(component.imports(&engine).map(|(name, _)| name).collect::<Vec<_>>(), Vec::<&str>::new());
    assert_eq!(
        component.exports(&engine).map(|(name, _)| name).collect::<Vec<_>>(),
        ["types", "cluster", "validation", "provider", "requirer", "schedule", "merge", "selection", "json"]
            .map(|name| format!("k8s-backup:target/{name}@0.1.0"))
    );
}
