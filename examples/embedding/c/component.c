#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wasmtime.h>

static void check(wasmtime_error_t *error) {
  if (error == NULL) return;
  wasm_byte_vec_t message;
  wasmtime_error_message(error, &message);
  fprintf(stderr, "%.*s\n", (int)message.size, message.data);
  exit(2);
}

static wasmtime_component_val_t string(char *text) {
  return (wasmtime_component_val_t){.kind = WASMTIME_COMPONENT_STRING, .of.string = {strlen(text), text}};
}

int main(void) {
  static uint8_t wasm[16 << 20];
  FILE *file = fopen("k8s-backup-target.wasm", "rb");
  if (file == NULL) return perror("k8s-backup-target.wasm"), 2;
  size_t size = fread(wasm, 1, sizeof wasm, file);
  fclose(file);

  wasm_engine_t *engine = wasm_engine_new();
  wasmtime_component_t *component;
  check(wasmtime_component_new(engine, wasm, size, &component));
  wasmtime_store_t *owner = wasmtime_store_new(engine, NULL, NULL);
  wasmtime_store_limiter(owner, 1 << 30, -1, -1, -1, -1);
  wasmtime_context_t *store = wasmtime_store_context(owner);
  wasmtime_component_instance_t instance;
  check(wasmtime_component_linker_instantiate(wasmtime_component_linker_new(engine), store, component, &instance));

  const char *json = "k8s-backup:target/json@0.1.0";
  wasmtime_component_export_index_t *index;
  index = wasmtime_component_get_export_index(component, NULL, json, strlen(json));
  index = wasmtime_component_get_export_index(component, index, "call", strlen("call"));
  wasmtime_component_func_t call;
  if (index == NULL || !wasmtime_component_instance_get_func(&instance, store, index, &call)) abort();

  wasmtime_component_val_t arguments[] = {string("validation.check-spec"), string("{\"spec\": {\"ttl\": \"30d\"}}")};
  wasmtime_component_val_t result;
  check(wasmtime_component_func_call(&call, store, arguments, 2, &result, 1));
  fwrite(result.of.result.val->of.string.data, 1, result.of.result.val->of.string.size, stdout);
  bool is_error = !result.of.result.is_ok;
  wasmtime_component_val_delete(&result);
  return is_error;
}
