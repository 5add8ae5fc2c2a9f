#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wasmtime.h>

static wasmtime_context_t *store;
static wasmtime_instance_t instance;

static void check(wasmtime_error_t *error, wasm_trap_t *trap) {
  wasm_byte_vec_t message;
  if (error != NULL) wasmtime_error_message(error, &message);
  else if (trap != NULL) wasm_trap_message(trap, &message);
  else return;
  fprintf(stderr, "%.*s\n", (int)message.size, message.data);
  exit(2);
}

static wasmtime_extern_t exported(const char *name) {
  wasmtime_extern_t item;
  if (!wasmtime_instance_export_get(store, &instance, name, strlen(name), &item)) abort();
  return item;
}

static uint32_t invoke(const char *name, const uint32_t *numbers, size_t count, size_t results) {
  wasmtime_val_t values[4], result = {0};
  for (size_t i = 0; i < count; i++)
    values[i] = (wasmtime_val_t){.kind = WASMTIME_I32, .of.i32 = (int32_t)numbers[i]};
  wasmtime_extern_t function = exported(name);
  wasm_trap_t *trap = NULL;
  check(wasmtime_func_call(store, &function.of.func, values, count, &result, results, &trap), trap);
  return (uint32_t)result.of.i32;
}

// The pointer is valid until the next call, because the memory moves when it grows.
static uint8_t *memory_at(uint32_t address) {
  wasmtime_extern_t memory = exported("memory");
  return wasmtime_memory_data(store, &memory.of.memory) + address;
}

static uint32_t number_at(uint32_t address) {
  const uint8_t *byte = memory_at(address);
  return byte[0] | byte[1] << 8 | byte[2] << 16 | (uint32_t)byte[3] << 24;
}

static uint32_t allocated(const char *text, uint32_t size) {
  uint32_t address = invoke("allocate", &size, 1, 1);
  memcpy(memory_at(address), text, size);
  return address;
}

// Prints the answer. Returns whether it is an error of the call.
static bool call(const char *function, const char *arguments) {
  uint32_t sizes[] = {(uint32_t)strlen(function), (uint32_t)strlen(arguments)};
  uint32_t addresses[] = {allocated(function, sizes[0]), allocated(arguments, sizes[1])};
  uint32_t result = invoke("call", (uint32_t[]){addresses[0], sizes[0], addresses[1], sizes[1]}, 4, 1);
  bool is_error = *memory_at(result) == 1;
  fwrite(memory_at(number_at(result + 4)), 1, number_at(result + 8), stdout);
  invoke("free", &result, 1, 0);
  return is_error;
}

int main(void) {
  static uint8_t wasm[16 << 20];
  FILE *file = fopen("k8s-backup-target-module.wasm", "rb");
  if (file == NULL) return perror("k8s-backup-target-module.wasm"), 2;
  size_t size = fread(wasm, 1, sizeof wasm, file);
  fclose(file);

  wasm_engine_t *engine = wasm_engine_new();
  wasmtime_module_t *module;
  check(wasmtime_module_new(engine, wasm, size, &module), NULL);
  wasmtime_store_t *owner = wasmtime_store_new(engine, NULL, NULL);
  wasmtime_store_limiter(owner, 1 << 30, -1, -1, -1, -1);
  store = wasmtime_store_context(owner);
  wasm_trap_t *trap = NULL;
  check(wasmtime_instance_new(store, module, NULL, 0, &instance, &trap), trap);

  return call("validation.check-spec", "{\"spec\": {\"ttl\": \"30d\"}}");
}
