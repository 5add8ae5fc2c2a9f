require "wasmtime"

engine = Wasmtime::Engine.new
component = Wasmtime::Component::Component.from_file(engine, "k8s-backup-target.wasm")
store = Wasmtime::Store.new(engine, limits: {memory_size: 1 << 30})
instance = Wasmtime::Component::Linker.new(engine).instantiate(store, component)
json = instance.get_func(["k8s-backup:target/json@0.1.0", "call"])

answer = json.call("validation.check-spec", '{"spec": {"ttl": "30d"}}')
puts answer.ok? ? answer.ok : answer.error
