"""The part of wasmtime's C API that is used here, out of the library that the `wasmtime` package brings.

The package's own modules bind the whole API, which takes longer than all the rest of a start; a charm's hook is a new
process each time. The functions and the layout of values are those of wasmtime's headers. They can change in a new
version, so only the versions that were tested are used.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib.machinery
import os
import sys
from ctypes import POINTER, byref, c_bool, c_char_p, c_int64, c_size_t, c_uint8, c_uint64, c_void_p
from typing import Any, ClassVar

from .errors import ComponentError

TESTED = range(48, 51)
"""The major versions of wasmtime that pass all tests."""

if ctypes.sizeof(c_void_p) != 8 or sys.byteorder != "little":
    raise ImportError("wasmtime runs on 64-bit, little-endian machines")


class WasmtimeError(Exception):
    """What wasmtime says of a call that failed."""


class _Parameter(ctypes.Structure):
    """A `wasmtime_component_val_t` with a string that Python owns."""

    _fields_: ClassVar = [("kind", c_uint64), ("size", c_size_t), ("data", c_char_p), ("unused", c_uint64)]

    STRING: ClassVar = 12


class _Answer(ctypes.Structure):
    """A `wasmtime_component_val_t` with a string that wasmtime owns."""

    _fields_: ClassVar = [("kind", c_uint64), ("size", c_size_t), ("data", c_void_p), ("unused", c_uint64)]


class _Result(ctypes.Structure):
    """A `wasmtime_component_val_t` with a `result<string, string>`."""

    _fields_: ClassVar = [("kind", c_uint64), ("is_ok", c_uint8), ("value", POINTER(_Answer)), ("unused", c_uint64)]


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
    path = os.path.join(_package_folder, f"{sys.platform}-{machine}", names.get(sys.platform, ""))  # noqa: PTH118
    if os.path.isfile(path):  # noqa: PTH113 - pathlib is slow to import
        return ctypes.CDLL(path)
    # It is somewhere else: the package knows where, or why not.
    from wasmtime import _ffi

    return _ffi.dll


def _version() -> str:
    """Returns the version, from the name of a folder: `importlib.metadata` is slow to import."""
    start, end = "wasmtime-", ".dist-info"
    with contextlib.suppress(OSError):
        beside = os.listdir(os.path.dirname(_package_folder))  # noqa: PTH120, PTH208 - pathlib is slow to import
        found = [name for name in beside if name.startswith(start) and name.endswith(end)]
        if len(found) == 1:
            return found[0].removeprefix(start).removesuffix(end)
    from importlib.metadata import version

    return version("wasmtime")


def require_tested(version: str) -> None:
    """Checks that a version of wasmtime was tested.

    Raises:
        ComponentError: it was not.
    """
    major = version.split(".")[0]
    if not (major.isdecimal() and int(major) in TESTED):
        raise ComponentError(
            f"wasmtime {version} is not supported: this package is tested with wasmtime {TESTED[0]} to {TESTED[-1]}; "
            f"install `wasmtime>={TESTED[0]},<{TESTED[-1] + 1}`"
        )


_package_folder = _package()
version = _version()
"""The version of the installed wasmtime."""
require_tested(version)
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
_bytes_delete = _bind("wasm_byte_vec_delete", None, POINTER(_Bytes))
_error_message = _bind("wasmtime_error_message", None, c_void_p, POINTER(_Bytes))
_error_delete = _bind("wasmtime_error_delete", None, c_void_p)


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
        address = ctypes.cast(c_char_p(content), c_void_p).value
        if address is None:
            raise AssertionError("a bytes object has no address")
        _require(_component_load(engine.pointer, address + start, len(content) - start, byref(pointer)))
        return cls(engine, pointer)

    def serialize(self) -> bytes:
        """The machine code."""
        code = _Bytes()
        _require(_component_serialize(self.pointer, byref(code)))
        return _taken(code)

    def index(self, interface: str, function: str) -> int:
        """Returns the index of an exported function. The caller must free it.

        Raises:
            WasmtimeError: there is no function of that name.
        """
        exports = self._index(None, interface)
        try:
            return self._index(exports, function)
        finally:
            _export_index_delete(exports)

    def _index(self, within: int | None, name: str) -> int:
        encoded = name.encode()
        found: int | None = _export_index(self.pointer, within, encoded, len(encoded))
        if found is None:
            raise WasmtimeError(f"there is no {name}")
        return found

    def __del__(self, _delete: Any = _component_delete, _delete_linker: Any = _linker_delete) -> None:
        _delete_linker(self.linker)
        _delete(self.pointer)


class Instance:
    """An instance of a component with a store of its own, for one call at a time.

    Args:
        component: What it is an instance of.
        memory_bytes: How much linear memory it may have.
        fuel: How much its start may burn.

    Raises:
        WasmtimeError: it does not start.
    """

    _INTERFACE: ClassVar = "k8s-backup:target/json@0.1.0"
    # More than a `wasmtime_component_instance_t` or a `wasmtime_component_func_t` takes in any version.
    _SIZE: ClassVar = 64

    def __init__(self, component: Component, memory_bytes: int, fuel: int) -> None:
        self._component = component
        self._store = _store_new(component.engine.pointer, None, None)
        self._context = _store_context(self._store)
        _store_limiter(self._store, memory_bytes, -1, -1, -1, -1)
        self.fuel = fuel
        instance = ctypes.create_string_buffer(self._SIZE)
        _require(_instantiate(component.linker, self._context, component.pointer, instance))
        self._call = ctypes.create_string_buffer(self._SIZE)
        index = component.index(self._INTERFACE, "call")
        is_found = _instance_func(instance, self._context, index, self._call)
        _export_index_delete(index)
        if not is_found:
            raise WasmtimeError("its call is no function")
        self._parameters = (_Parameter * 2)()
        self._function, self._arguments = self._parameters
        self._function.kind = self._arguments.kind = _Parameter.STRING
        # ctypes passes integers faster than pointers.
        self._addresses = ctypes.addressof(self._call), ctypes.addressof(self._parameters)

    @property
    def fuel(self) -> int:
        """What is left to burn."""
        left = c_uint64()
        _require(_get_fuel(self._context, byref(left)))
        return left.value

    @fuel.setter
    def fuel(self, fuel: int) -> None:
        _require(_set_fuel(self._context, fuel))

    def call(self, function: bytes, arguments: bytes) -> tuple[bool, bytes]:
        """Calls a function of the contract by its name.

        Returns:
            Whether the function was called, and its result or the error.

        Raises:
            WasmtimeError: it trapped.
        """
        called, parameters = self._addresses
        # A new one: an exception of a signal handler can leave it half read.
        result = _Result()
        self._function.size, self._function.data = len(function), function
        self._arguments.size, self._arguments.data = len(arguments), arguments
        _require(_func_call(called, self._context, parameters, 2, byref(result), 1))
        _require(_func_post_return(called, self._context))
        answer = result.value.contents
        content = ctypes.string_at(answer.data, answer.size)
        _value_delete(byref(result))
        # An instance can wait long for its next call, and the arguments can be large.
        self._arguments.data = None
        return result.is_ok == 1, content

    def __del__(self, _delete: Any = _store_delete) -> None:
        _delete(self._store)
