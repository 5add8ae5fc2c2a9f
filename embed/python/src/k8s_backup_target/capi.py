"""Calls wasmtime's C API in the shared library of the `wasmtime` package.

The modules of that package bind the whole API. Importing them takes longer than all the rest of a start, and a charm's
hook is a new process each time. The functions and the layout of values follow wasmtime's headers. They can change in a
new version, so only tested versions are used.
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
    """A call of wasmtime failed."""


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
    """Returns the folder of the package, without importing it."""
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
    # The library is in another folder, or this platform has none: the package finds it, or raises an error.
    from wasmtime import _ffi

    return _ffi.dll


def _version() -> str:
    """Returns the version from the name of a folder: `importlib.metadata` is slow to import."""
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
        ComponentError: the version was not tested.
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


def bind(name: str, result: Any, *parameters: Any) -> Any:
    """Returns a function of the C API, by the types of its result and its parameters."""
    function = getattr(_dll, name)
    function.restype, function.argtypes = result, parameters
    return function


_config_new = bind("wasm_config_new", c_void_p)
_config_fuel = bind("wasmtime_config_consume_fuel_set", None, c_void_p, c_bool)
_config_stack = bind("wasmtime_config_max_wasm_stack_set", None, c_void_p, c_size_t)
_engine_new = bind("wasm_engine_new_with_config", c_void_p, c_void_p)
_engine_delete = bind("wasm_engine_delete", None, c_void_p)
_component_new = bind("wasmtime_component_new", c_void_p, c_void_p, c_void_p, c_size_t, POINTER(c_void_p))
_component_load = bind("wasmtime_component_deserialize", c_void_p, c_void_p, c_void_p, c_size_t, POINTER(c_void_p))
_component_serialize = bind("wasmtime_component_serialize", c_void_p, c_void_p, POINTER(_Bytes))
_component_delete = bind("wasmtime_component_delete", None, c_void_p)
_export_index = bind("wasmtime_component_get_export_index", c_void_p, c_void_p, c_void_p, c_char_p, c_size_t)
_export_index_delete = bind("wasmtime_component_export_index_delete", None, c_void_p)
_linker_new = bind("wasmtime_component_linker_new", c_void_p, c_void_p)
_linker_delete = bind("wasmtime_component_linker_delete", None, c_void_p)
_instantiate = bind("wasmtime_component_linker_instantiate", c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
_instance_func = bind("wasmtime_component_instance_get_func", c_bool, c_void_p, c_void_p, c_void_p, c_void_p)
_store_new = bind("wasmtime_store_new", c_void_p, c_void_p, c_void_p, c_void_p)
_store_delete = bind("wasmtime_store_delete", None, c_void_p)
_store_context = bind("wasmtime_store_context", c_void_p, c_void_p)
_store_limiter = bind("wasmtime_store_limiter", None, c_void_p, *[c_int64] * 5)
_set_fuel = bind("wasmtime_context_set_fuel", c_void_p, c_void_p, c_uint64)
_get_fuel = bind("wasmtime_context_get_fuel", c_void_p, c_void_p, POINTER(c_uint64))
_func_call = bind("wasmtime_component_func_call", c_void_p, c_void_p, c_void_p, c_void_p, c_size_t, c_void_p, c_size_t)
_func_post_return = bind("wasmtime_component_func_post_return", c_void_p, c_void_p, c_void_p)
_value_delete = bind("wasmtime_component_val_delete", None, c_void_p)
_bytes_delete = bind("wasm_byte_vec_delete", None, POINTER(_Bytes))
_error_message = bind("wasmtime_error_message", None, c_void_p, POINTER(_Bytes))
_error_delete = bind("wasmtime_error_delete", None, c_void_p)


def _taken(bytes_: _Bytes) -> bytes:
    """Returns a copy of bytes that wasmtime owns, and frees them."""
    content = ctypes.string_at(bytes_.data, bytes_.size) if bytes_.size else b""
    _bytes_delete(byref(bytes_))
    return content


def require(error: int | None) -> None:
    """Raises an error that a function returned.

    Raises:
        WasmtimeError: the function failed.
    """
    if error:
        message = _Bytes()
        _error_message(error, byref(message))
        _error_delete(error)
        raise WasmtimeError(_taken(message).decode(errors="replace"))


# At the end of a process a finalizer can run after its module's names are gone, so its functions are default arguments.


class Engine:
    """Compiles and runs components.

    Args:
        stack_bytes: Maximum number of bytes of stack of a call.
        counts_fuel: Whether calls use fuel, which makes them slower.
    """

    def __init__(self, stack_bytes: int, counts_fuel: bool = True) -> None:
        config = _config_new()
        _config_fuel(config, counts_fuel)
        _config_stack(config, stack_bytes)
        self.counts_fuel = counts_fuel
        self.pointer = _engine_new(config)

    def __del__(self, _delete: Any = _engine_delete) -> None:
        _delete(self.pointer)


class Component:
    """A compiled component, and the linker that defines its imports."""

    def __init__(self, engine: Engine, pointer: c_void_p) -> None:
        self.engine = engine
        self.pointer = pointer.value
        self.linker = _linker_new(engine.pointer)

    @classmethod
    def compile(cls, engine: Engine, wasm: bytes) -> Component:
        """Compiles a component.

        Raises:
            WasmtimeError: the bytes are not a component.
        """
        pointer = c_void_p()
        require(_component_new(engine.pointer, wasm, len(wasm), byref(pointer)))
        return cls(engine, pointer)

    @classmethod
    def load(cls, engine: Engine, code: bytes) -> Component:
        """Loads what `serialize` returned. It must be trusted: it runs as machine code.

        Raises:
            WasmtimeError: another version or configuration of wasmtime compiled it.
        """
        pointer = c_void_p()
        require(_component_load(engine.pointer, code, len(code), byref(pointer)))
        return cls(engine, pointer)

    def serialize(self) -> bytes:
        """Returns the machine code."""
        code = _Bytes()
        require(_component_serialize(self.pointer, byref(code)))
        return _taken(code)

    def index(self, interface: str, function: str) -> int:
        """Returns the index of an exported function. The caller must free it.

        Raises:
            WasmtimeError: the component does not export the function.
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
            raise WasmtimeError(f"the component does not export {name}")
        return found

    def __del__(self, _delete: Any = _component_delete, _delete_linker: Any = _linker_delete) -> None:
        _delete_linker(self.linker)
        _delete(self.pointer)


class Function:
    """An exported function, in an instance with a store of its own, for one call at a time.

    Args:
        component: The component, with its imports defined.
        interface: The interface that the component exports.
        function: The name of the function.
        memory_bytes: Maximum number of bytes of linear memory; -1 for no limit.
        fuel: Fuel for the start of the instance; `None` if the engine does not count it.

    Raises:
        WasmtimeError: the instance does not start.
    """

    # At least the size of a `wasmtime_component_instance_t` and a `wasmtime_component_func_t` in all tested versions.
    _SIZE: ClassVar = 64

    def __init__(
        self, component: Component, interface: str, function: str, memory_bytes: int = -1, fuel: int | None = None
    ) -> None:
        self._component = component
        self._store = _store_new(component.engine.pointer, None, None)
        self._context = _store_context(self._store)
        _store_limiter(self._store, memory_bytes, -1, -1, -1, -1)
        if fuel is not None:
            self.fuel = fuel
        instance = ctypes.create_string_buffer(self._SIZE)
        require(_instantiate(component.linker, self._context, component.pointer, instance))
        self._function = ctypes.create_string_buffer(self._SIZE)
        index = component.index(interface, function)
        is_found = _instance_func(instance, self._context, index, self._function)
        _export_index_delete(index)
        if not is_found:
            raise WasmtimeError(f"{function} is not a function")
        # ctypes passes integers faster than pointers.
        self._address = ctypes.addressof(self._function)

    @property
    def fuel(self) -> int:
        """Returns the fuel that is left."""
        left = c_uint64()
        require(_get_fuel(self._context, byref(left)))
        return left.value

    @fuel.setter
    def fuel(self, fuel: int) -> None:
        require(_set_fuel(self._context, fuel))

    def _call_with(self, parameters: int | None, count: int, result: Any) -> None:
        require(_func_call(self._address, self._context, parameters, count, byref(result), 1))
        require(_func_post_return(self._address, self._context))

    def __del__(self, _delete: Any = _store_delete) -> None:
        _delete(self._store)


class Evaluator(Function):
    """The string call of the evaluator.

    Args:
        component: The evaluator.
        memory_bytes: Maximum number of bytes of linear memory.
        fuel: Fuel for the start of the instance.

    Raises:
        WasmtimeError: the instance does not start.
    """

    def __init__(self, component: Component, memory_bytes: int, fuel: int) -> None:
        super().__init__(component, "k8s-backup:target/json@0.1.0", "call", memory_bytes, fuel)
        self._parameters = (_Parameter * 2)()
        self._name, self._arguments = self._parameters
        self._name.kind = self._arguments.kind = _Parameter.STRING

    def call(self, function: bytes, arguments: bytes) -> tuple[bool, bytes]:
        """Calls a function of the contract by its name.

        Returns:
            Whether the function was called, and its result or the error.

        Raises:
            WasmtimeError: the call trapped.
        """
        # A new result: an exception of a signal handler can leave an old one half read.
        result = _Result()
        self._name.size, self._name.data = len(function), function
        self._arguments.size, self._arguments.data = len(arguments), arguments
        self._call_with(ctypes.addressof(self._parameters), 2, result)
        answer = result.value.contents
        content = ctypes.string_at(answer.data, answer.size)
        _value_delete(byref(result))
        # An instance can wait long for its next call, and the arguments can be large.
        self._arguments.data = None
        return bool(result.is_ok), content


class Command(Function):
    """The `run` function of a WASI command.

    Args:
        component: The command, with its imports defined.

    Raises:
        WasmtimeError: the instance does not start.
    """

    def __init__(self, component: Component) -> None:
        super().__init__(component, "wasi:cli/run@0.2.12", "run")

    def run(self) -> bool:
        """Runs the command, and returns whether it succeeded.

        Raises:
            WasmtimeError: the command trapped, or a host function ended it.
        """
        result = _Result()
        self._call_with(None, 0, result)
        return bool(result.is_ok)
