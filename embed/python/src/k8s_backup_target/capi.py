"""The part of wasmtime's C API that is used here, out of the library that the `wasmtime` package brings.

The package's own modules bind the whole API, which takes longer than all the rest of a start; a charm's hook is a new
process each time. The functions and the layout of values are those of wasmtime's headers; the tests hold them against
each version that the package depends on.
"""

from __future__ import annotations

import ctypes
import importlib.machinery
import os
import struct
import sys
from ctypes import POINTER, byref, c_bool, c_char_p, c_int64, c_size_t, c_uint64, c_void_p
from typing import Any, ClassVar

VALUE = struct.Struct("=B7x3Q")
"""A `wasmtime_component_val_t`: its kind, and its union as three words."""

if struct.calcsize("P") != 8 or sys.byteorder != "little":
    raise ImportError("wasmtime runs on 64-bit, little-endian machines")


class WasmtimeError(Exception):
    """What wasmtime says of a call that failed."""


class _Bytes(ctypes.Structure):
    """A `wasm_byte_vec_t`."""

    _fields_: ClassVar = [("size", c_size_t), ("data", c_void_p)]


def _package() -> str:
    """The folder of the package, without importing it."""
    spec = importlib.machinery.PathFinder.find_spec("wasmtime")
    folders = spec.submodule_search_locations if spec else None
    return next(iter(folders)) if folders else ""


def _library() -> ctypes.CDLL:
    names = {"linux": "_libwasmtime.so", "darwin": "_libwasmtime.dylib", "win32": "_wasmtime.dll"}
    machine = os.uname().machine if hasattr(os, "uname") else os.environ.get("PROCESSOR_ARCHITECTURE", "")
    machine = {"AMD64": "x86_64", "arm64": "aarch64", "ARM64": "aarch64"}.get(machine, machine)
    path = os.path.join(package_folder, f"{sys.platform}-{machine}", names.get(sys.platform, ""))  # noqa: PTH118
    if os.path.isfile(path):  # noqa: PTH113 - pathlib is slow to import
        return ctypes.CDLL(path)
    # It is somewhere else: the package knows where, or why not.
    from wasmtime import _ffi

    return _ffi.dll


package_folder = _package()
_dll = _library()


def _bind(name: str, result: Any, *parameters: Any) -> Any:
    function = getattr(_dll, name)
    function.restype, function.argtypes = result, parameters
    return function


_config_new = _bind("wasm_config_new", c_void_p)
_config_fuel = _bind("wasmtime_config_consume_fuel_set", None, c_void_p, c_bool)
_config_stack = _bind("wasmtime_config_max_wasm_stack_set", None, c_void_p, c_size_t)
_engine_new = _bind("wasm_engine_new_with_config", c_void_p, c_void_p)
_engine_delete = _bind("wasm_engine_delete", None, c_void_p)
_component_new = _bind("wasmtime_component_new", c_void_p, c_void_p, c_void_p, c_size_t, POINTER(c_void_p))
_component_load = _bind("wasmtime_component_deserialize", c_void_p, c_void_p, c_void_p, c_size_t, POINTER(c_void_p))
_component_serialize = _bind("wasmtime_component_serialize", c_void_p, c_void_p, POINTER(_Bytes))
_component_delete = _bind("wasmtime_component_delete", None, c_void_p)
_export_index = _bind("wasmtime_component_get_export_index", c_void_p, c_void_p, c_void_p, c_char_p, c_size_t)
_export_index_delete = _bind("wasmtime_component_export_index_delete", None, c_void_p)
_linker_new = _bind("wasmtime_component_linker_new", c_void_p, c_void_p)
_linker_delete = _bind("wasmtime_component_linker_delete", None, c_void_p)
_instantiate = _bind("wasmtime_component_linker_instantiate", c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
_instance_func = _bind("wasmtime_component_instance_get_func", c_bool, c_void_p, c_void_p, c_void_p, c_void_p)
_store_new = _bind("wasmtime_store_new", c_void_p, c_void_p, c_void_p, c_void_p)
_store_delete = _bind("wasmtime_store_delete", None, c_void_p)
_store_context = _bind("wasmtime_store_context", c_void_p, c_void_p)
_store_limiter = _bind("wasmtime_store_limiter", None, c_void_p, *[c_int64] * 5)
_set_fuel = _bind("wasmtime_context_set_fuel", c_void_p, c_void_p, c_uint64)
_get_fuel = _bind("wasmtime_context_get_fuel", c_void_p, c_void_p, POINTER(c_uint64))
_func_call = _bind("wasmtime_component_func_call", c_void_p, c_void_p, c_void_p, c_void_p, c_size_t, c_void_p, c_size_t)
_func_post_return = _bind("wasmtime_component_func_post_return", c_void_p, c_void_p, c_void_p)
_value_delete = _bind("wasmtime_component_val_delete", None, c_void_p)
_resource_clone = _bind("wasmtime_component_resource_any_clone", c_void_p, c_void_p)
_resource_drop = _bind("wasmtime_component_resource_any_drop", c_void_p, c_void_p, c_void_p)
_resource_delete = _bind("wasmtime_component_resource_any_delete", None, c_void_p)
_bytes_delete = _bind("wasm_byte_vec_delete", None, POINTER(_Bytes))
_error_message = _bind("wasmtime_error_message", None, c_void_p, POINTER(_Bytes))
_error_delete = _bind("wasmtime_error_delete", None, c_void_p)


def address_of(data: bytes) -> int:
    """The address of the bytes, valid while they are alive."""
    address = ctypes.cast(c_char_p(data), c_void_p).value
    if address is None:
        raise AssertionError("a bytes object has no address")
    return address


def _taken(bytes_: _Bytes) -> bytes:
    """What is in bytes of wasmtime's, which are freed."""
    content = ctypes.string_at(bytes_.data, bytes_.size) if bytes_.size else b""
    _bytes_delete(byref(bytes_))
    return content


def _require(error: int | None) -> None:
    if error:
        message = _Bytes()
        _error_message(error, byref(message))
        _error_delete(error)
        raise WasmtimeError(_taken(message).decode(errors="replace"))


# When a process ends, a finalizer may run without the names of its module: it has its own.


class Engine:
    """Compiles and runs components that count fuel.

    Args:
        stack_bytes: How much stack a call may use.
    """

    def __init__(self, stack_bytes: int) -> None:
        config = _config_new()
        _config_fuel(config, True)
        _config_stack(config, stack_bytes)
        self.pointer = _engine_new(config)

    def __del__(self, _delete: Any = _engine_delete) -> None:
        _delete(self.pointer)


class Component:
    """A compiled component that imports nothing."""

    def __init__(self, engine: Engine, pointer: c_void_p) -> None:
        self.engine = engine
        self.pointer = pointer.value
        self.linker = _linker_new(engine.pointer)
        self._indexes: dict[tuple[str, str], int | None] = {}

    @classmethod
    def compile(cls, engine: Engine, wasm: bytes) -> Component:
        """Compiles one.

        Raises:
            WasmtimeError: it is no component.
        """
        pointer = c_void_p()
        _require(_component_new(engine.pointer, wasm, len(wasm), byref(pointer)))
        return cls(engine, pointer)

    @classmethod
    def load(cls, engine: Engine, content: bytes, start: int) -> Component:
        """What `serialize` gave, which must be trusted: it is run as machine code.

        Args:
            engine: What is to run it.
            content: What it is in.
            start: Where it starts; a copy of the rest would take long.

        Raises:
            WasmtimeError: another version or configuration made it.
        """
        pointer = c_void_p()
        _require(_component_load(engine.pointer, address_of(content) + start, len(content) - start, byref(pointer)))
        return cls(engine, pointer)

    def serialize(self) -> bytes:
        """The machine code."""
        code = _Bytes()
        _require(_component_serialize(self.pointer, byref(code)))
        return _taken(code)

    def index(self, interface: str, function: str) -> int | None:
        """Finds an exported function; none where there is none of that name."""
        name = interface, function
        if name not in self._indexes:
            exports = self._index(None, interface)
            self._indexes[name] = None if exports is None else self._index(exports, function)
            if exports is not None:
                _export_index_delete(exports)
        return self._indexes[name]

    def _index(self, within: int | None, name: str) -> int | None:
        encoded = name.encode()
        found: int | None = _export_index(self.pointer, within, encoded, len(encoded))
        return found

    def __del__(
        self,
        _delete: Any = _component_delete,
        _delete_linker: Any = _linker_delete,
        _delete_index: Any = _export_index_delete,
    ) -> None:
        for index in self._indexes.values():
            if index is not None:
                _delete_index(index)
        _delete_linker(self.linker)
        _delete(self.pointer)


class Resource:
    """Names a resource of an instance, which is to drop it, or to forget it once it was given away."""

    # It has no finalizer: that of what holds it may hand it on.
    def __init__(self, pointer: int) -> None:
        self.pointer = _resource_clone(pointer)


class Function:
    """A function of an instance."""

    # More than a `wasmtime_component_func_t` takes in any version.
    _SIZE: ClassVar = 64

    def __init__(self) -> None:
        self.memory = ctypes.create_string_buffer(self._SIZE)


class Instance:
    """An instance of a component with a store of its own, for one call at a time.

    Args:
        component: What it is an instance of.
        memory_bytes: How much linear memory it may have.
        fuel: How much its start may burn.

    Raises:
        WasmtimeError: it does not start.
    """

    def __init__(self, component: Component, memory_bytes: int, fuel: int) -> None:
        self._component = component
        self._store = _store_new(component.engine.pointer, None, None)
        self._context = _store_context(self._store)
        _store_limiter(self._store, memory_bytes, -1, -1, -1, -1)
        self.fuel = fuel
        self._memory = ctypes.create_string_buffer(Function._SIZE)
        _require(_instantiate(component.linker, self._context, component.pointer, self._memory))

    @property
    def fuel(self) -> int:
        """What is left to burn."""
        left = c_uint64()
        _require(_get_fuel(self._context, byref(left)))
        return left.value

    @fuel.setter
    def fuel(self, fuel: int) -> None:
        _require(_set_fuel(self._context, fuel))

    def function(self, interface: str, name: str) -> Function | None:
        """An exported function, if there is one of that name."""
        index = self._component.index(interface, name)
        found = Function()
        if index is None or not _instance_func(self._memory, self._context, index, found.memory):
            return None
        return found

    def call(self, function: Function, parameters: bytes, count: int) -> Result:
        """Calls a function that has a result, with `count` values.

        Raises:
            WasmtimeError: it trapped, or the values are not of its types.
        """
        result = Result()
        _require(_func_call(function.memory, self._context, parameters, count, result.memory, 1))
        _require(_func_post_return(function.memory, self._context))
        return result

    def drop(self, resource: Resource) -> None:
        """Drops a resource of this instance.

        Raises:
            WasmtimeError: its destructor trapped.
        """
        try:
            _require(_resource_drop(self._context, resource.pointer))
        finally:
            self.forget(resource)

    def forget(self, resource: Resource) -> None:
        """Frees the name of a resource that is in other hands."""
        _resource_delete(resource.pointer)

    def __del__(self, _delete: Any = _store_delete) -> None:
        _delete(self._store)


class Result:
    """A value that a call gave, freed when it is no longer used."""

    def __init__(self) -> None:
        # A value of kind 0 is a bool, of which nothing is freed.
        self.memory = ctypes.create_string_buffer(VALUE.size)

    def __del__(self, _delete: Any = _value_delete) -> None:
        _delete(self.memory)
