"""Calls wasmtime's C API in the shared library of the `wasmtime` package.

The modules of that package bind the whole API. Importing them takes longer than all the rest of a start, and a charm's
hook is a new process each time. The functions and the layout of values follow wasmtime's headers. They can change in a
new version, so only tested versions are used.

Importing this module loads the library. If that is not possible, the import raises a `ComponentError`.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib.machinery
import os
import sys
from ctypes import POINTER, byref, c_bool, c_char_p, c_int64, c_size_t, c_uint8, c_uint64, c_void_p
from typing import Any, ClassVar

from .errors import ComponentError, Lost

TESTED = range(48, 51)
"""The major versions of wasmtime that pass all tests."""

LIBRARIES = {
    "android": "_libwasmtime.so",
    "darwin": "_libwasmtime.dylib",
    "linux": "_libwasmtime.so",
    "win32": "_wasmtime.dll",
}
"""The platforms that wasmtime has wheels for, and the file names of its library there."""

MACHINES = {
    "x86_64": "x86_64",
    "AMD64": "x86_64",
    "aarch64": "aarch64",
    "arm64": "aarch64",
    "ARM64": "aarch64",
}
"""The machines that wasmtime has wheels for on each platform, by the names that the platforms give them."""

INSTALL = f"`wasmtime>={TESTED[0]},<{TESTED[-1] + 1}`"


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

    delete: ClassVar[Any]

    def __del__(self) -> None:
        # Also if a signal handler raises before the result is read.
        self.delete(self)


class _Bytes(ctypes.Structure):
    """A `wasm_byte_vec_t` that wasmtime fills."""

    _fields_: ClassVar = [("size", c_size_t), ("data", c_void_p)]

    delete: ClassVar[Any]

    def content(self) -> bytes:
        """Returns a copy."""
        return ctypes.string_at(self.data, self.size) if self.size else b""

    def __del__(self) -> None:
        self.delete(self)


def _library_name() -> str:
    """Returns the path of the library of this machine in the package.

    Raises:
        ComponentError: wasmtime has no library for this machine.
    """
    platform = "android" if hasattr(sys, "getandroidapilevel") else sys.platform
    machine = os.uname().machine if hasattr(os, "uname") else os.environ.get("PROCESSOR_ARCHITECTURE", "")
    # A machine with 64 bits can run a Python with 32 bits.
    is_64_bit = sys.maxsize > 2**32
    if platform not in LIBRARIES or machine not in MACHINES or not is_64_bit:
        bits = "" if is_64_bit else " with a 32-bit Python"
        *platforms, last = LIBRARIES
        raise ComponentError(
            f"wasmtime does not run on {platform}, {machine}{bits}: "
            f"it runs on {', '.join(platforms)} and {last}, on x86_64 and aarch64, with a 64-bit Python"
        )
    return os.path.join(f"{platform}-{MACHINES[machine]}", LIBRARIES[platform])  # noqa: PTH118 - pathlib is slow to import


def _package() -> str:
    """Returns the folder of the package, without importing it.

    Raises:
        ComponentError: it is not installed.
    """
    spec = importlib.machinery.PathFinder.find_spec("wasmtime")
    for folder in (spec and spec.submodule_search_locations) or ():
        return folder
    raise ComponentError(f"wasmtime is not installed; install {INSTALL}")


def _library() -> ctypes.CDLL:
    """Loads the library.

    Raises:
        ComponentError: it is for other machines, or it cannot be loaded.
    """
    path = os.path.join(_package_folder, _name)  # noqa: PTH118
    try:
        return ctypes.CDLL(path)
    except OSError as error:
        raise ComponentError(
            f"wasmtime is installed without a library that this machine can load; install {INSTALL} from its wheel for "
            f"{os.path.dirname(_name)}, not from its source: {error}"  # noqa: PTH120
        ) from error


def _version() -> str:
    """Returns the version from the name of a folder: `importlib.metadata` is slow to import."""
    start, end = "wasmtime-", ".dist-info"
    with contextlib.suppress(OSError):
        beside = os.listdir(os.path.dirname(_package_folder))  # noqa: PTH120, PTH208 - pathlib is slow to import
        found = [name for name in beside if name.startswith(start) and name.endswith(end)]
        if len(found) == 1:
            return found[0].removeprefix(start).removesuffix(end)
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("wasmtime")
    except PackageNotFoundError:
        raise ComponentError(f"the version of wasmtime is not known; install {INSTALL}") from None


def require_tested(version: str) -> None:
    """Checks that a version of wasmtime was tested.

    Raises:
        ComponentError: the version was not tested.
    """
    major = version.split(".")[0]
    if not (major.isdecimal() and int(major) in TESTED):
        raise ComponentError(
            f"wasmtime {version} is not supported: this package is tested with wasmtime {TESTED[0]} to {TESTED[-1]}; "
            f"install {INSTALL}"
        )


_name = _library_name()
_package_folder = _package()
version = _version()
"""The version of the installed wasmtime."""
require_tested(version)
_dll = _library()


def bind(name: str, result: Any, *parameters: Any) -> Any:
    """Returns a function of the C API, by the types of its result and its parameters.

    Raises:
        ComponentError: the library does not have the function.
    """
    try:
        function = getattr(_dll, name)
    except AttributeError:
        raise ComponentError(f"the library of wasmtime does not have `{name}`; install {INSTALL}") from None
    function.restype, function.argtypes = result, parameters
    return function


class Owned(c_void_p):
    """A pointer to an object of wasmtime, which is freed with it.

    A function that returns it makes it in one step, so a signal handler that raises cannot lose the object.
    """

    # A finalizer can run after its module's names are gone, so it uses no global name.
    delete: ClassVar[Any]

    def get(self) -> int:
        """Returns the address.

        Raises:
            Lost: it was freed: a finalizer uses an object of the same cycle.
        """
        if self.value is None:
            raise Lost
        return self.value

    def free(self) -> None:
        """Frees the object. The pointer cannot be used afterwards."""
        address, self.value = self.value, None
        if address is not None:
            self.delete(address)

    def __del__(self) -> None:
        self.free()


def _owned(delete: str) -> type[Owned]:
    return type("Owned", (Owned,), {"delete": staticmethod(bind(delete, None, c_void_p))})


_Engine = _owned("wasm_engine_delete")
_Component = _owned("wasmtime_component_delete")
_ExportIndex = _owned("wasmtime_component_export_index_delete")
_Linker = _owned("wasmtime_component_linker_delete")
_Store = _owned("wasmtime_store_delete")
_Error = _owned("wasmtime_error_delete")

_config_new = bind("wasm_config_new", c_void_p)
_config_fuel = bind("wasmtime_config_consume_fuel_set", None, c_void_p, c_bool)
_config_parallel = bind("wasmtime_config_parallel_compilation_set", None, c_void_p, c_bool)
_config_stack = bind("wasmtime_config_max_wasm_stack_set", None, c_void_p, c_size_t)
_engine_new = bind("wasm_engine_new_with_config", _Engine, c_void_p)
_component_new = bind("wasmtime_component_new", _Error, c_void_p, c_void_p, c_size_t, POINTER(c_void_p))
_component_load = bind("wasmtime_component_deserialize", _Error, c_void_p, c_void_p, c_size_t, POINTER(c_void_p))
_component_serialize = bind("wasmtime_component_serialize", _Error, c_void_p, POINTER(_Bytes))
_export_index = bind("wasmtime_component_get_export_index", _ExportIndex, c_void_p, c_void_p, c_char_p, c_size_t)
_linker_new = bind("wasmtime_component_linker_new", _Linker, c_void_p)
_instantiate = bind("wasmtime_component_linker_instantiate", _Error, c_void_p, c_void_p, c_void_p, c_void_p)
_instance_func = bind("wasmtime_component_instance_get_func", c_bool, c_void_p, c_void_p, c_void_p, c_void_p)
_store_new = bind("wasmtime_store_new", _Store, c_void_p, c_void_p, c_void_p)
_store_context = bind("wasmtime_store_context", c_void_p, c_void_p)
_store_limiter = bind("wasmtime_store_limiter", None, c_void_p, *[c_int64] * 5)
_set_fuel = bind("wasmtime_context_set_fuel", _Error, c_void_p, c_uint64)
_func_call = bind("wasmtime_component_func_call", _Error, c_void_p, c_void_p, c_void_p, c_size_t, c_void_p, c_size_t)
_Result.delete = staticmethod(bind("wasmtime_component_val_delete", None, POINTER(_Result)))
_Bytes.delete = staticmethod(bind("wasm_byte_vec_delete", None, POINTER(_Bytes)))
_error_message = bind("wasmtime_error_message", None, c_void_p, POINTER(_Bytes))


def require(error: Owned) -> None:
    """Raises an error that a function returned.

    Raises:
        WasmtimeError: the function failed.
    """
    if error:
        message = _Bytes()
        _error_message(error, byref(message))
        raise WasmtimeError(message.content().decode(errors="replace"))


_process = os.getpid()


class Engine:
    """Compiles and runs components.

    Args:
        stack_bytes: Maximum number of bytes of stack of a call.
        counts_fuel: Whether calls use fuel, which makes them slower.
    """

    def __init__(self, stack_bytes: int, counts_fuel: bool = False) -> None:
        config = _config_new()
        _config_fuel(config, counts_fuel)
        _config_stack(config, stack_bytes)
        # The threads that compile in parallel do not exist in a forked process: it would wait for them.
        _config_parallel(config, os.getpid() == _process)
        self.counts_fuel = counts_fuel
        self.pointer: Owned = _engine_new(config)


class Component:
    """A compiled component, and the linker that defines its imports."""

    def __init__(self, engine: Engine, pointer: Owned) -> None:
        self.engine = engine
        self.pointer = pointer
        self.linker: Owned = _linker_new(engine.pointer.get())

    @classmethod
    def compile(cls, engine: Engine, wasm: bytes) -> Component:
        """Compiles a component.

        Raises:
            WasmtimeError: the bytes are not a component.
        """
        pointer = _Component()
        require(_component_new(engine.pointer.get(), wasm, len(wasm), byref(pointer)))
        return cls(engine, pointer)

    @classmethod
    def load(cls, engine: Engine, code: bytes) -> Component:
        """Loads what `serialize` returned. It must be trusted: it runs as machine code.

        Raises:
            WasmtimeError: another version or configuration of wasmtime compiled it.
        """
        pointer = _Component()
        require(_component_load(engine.pointer.get(), code, len(code), byref(pointer)))
        return cls(engine, pointer)

    def serialize(self) -> bytes:
        """Returns the machine code."""
        code = _Bytes()
        require(_component_serialize(self.pointer.get(), byref(code)))
        return code.content()

    def index(self, interface: str, function: str) -> Owned:
        """Returns the index of an exported function.

        Raises:
            WasmtimeError: the component does not export the function.
        """
        return self._index(self._index(None, interface), function)

    def _index(self, within: Owned | None, name: str) -> Owned:
        encoded = name.encode()
        found: Owned = _export_index(self.pointer.get(), within, encoded, len(encoded))
        if not found:
            raise WasmtimeError(f"the component does not export {name}")
        return found


class Function:
    """An exported function, in an instance with a store of its own, for one call at a time.

    Args:
        component: The component, with its imports defined.
        interface: The interface that the component exports.
        function: The name of the function.
        memory_bytes: Maximum number of bytes of linear memory; -1 for no limit.
        fuel: Fuel of each call; `None` if the engine does not count it.

    Raises:
        WasmtimeError: the instance does not start.
    """

    # At least the size of a `wasmtime_component_instance_t` and a `wasmtime_component_func_t` in all tested versions.
    _SIZE: ClassVar = 64

    def __init__(
        self, component: Component, interface: str, function: str, memory_bytes: int = -1, fuel: int | None = None
    ) -> None:
        self._component = component
        self._fuel = fuel
        self._running = 0
        self._store: Owned = _store_new(component.engine.pointer.get(), None, None)
        self._context: int = _store_context(self._store.get())
        _store_limiter(self._store, memory_bytes, -1, -1, -1, -1)
        self._refuel()
        instance = ctypes.create_string_buffer(self._SIZE)
        require(_instantiate(component.linker.get(), self._context, component.pointer.get(), instance))
        self._function = ctypes.create_string_buffer(self._SIZE)
        index = component.index(interface, function)
        if not _instance_func(instance, self._context, index, self._function):
            raise WasmtimeError(f"{function} is not a function")
        # ctypes passes integers faster than pointers.
        self._address = ctypes.addressof(self._function)

    def free(self) -> None:
        """Frees the instance and its memory, unless this thread is in a call. It cannot be called afterwards."""
        if not self._running:
            self._store.free()

    def abandon(self) -> None:
        """Does not free the instance, also not later. It cannot be called afterwards."""
        self._store.value = None

    def _refuel(self) -> None:
        if self._fuel is not None:
            require(_set_fuel(self._context, self._fuel))

    def _call_with(self, parameters: Any, count: int, result: _Result) -> None:
        """Calls the function. A signal handler can make another call in between, so the state is always complete."""
        self._running += 1
        try:
            self._store.get()
            self._refuel()
            try:
                require(_func_call(self._address, self._context, parameters, count, byref(result), 1))
            finally:
                self._refuel()
        finally:
            self._running -= 1


class Evaluator(Function):
    """The string call of the evaluator.

    Args:
        component: The evaluator.
        memory_bytes: Maximum number of bytes of linear memory.
        fuel: Fuel of each call; `None` if the engine does not count it.

    Raises:
        WasmtimeError: the instance does not start.
    """

    def __init__(self, component: Component, memory_bytes: int, fuel: int | None = None) -> None:
        super().__init__(component, "k8s-backup:target/json@0.1.0", "call", memory_bytes, fuel)

    def call(self, function: bytes, arguments: bytes) -> tuple[bool, bytes]:
        """Calls a function of the contract by its name.

        A signal handler can make another call before or after the call of wasmtime, but not during it. So each call has
        its own parameters and result.

        Returns:
            Whether the function was called, and its result or the error.

        Raises:
            WasmtimeError: the call trapped.
            Lost: the instance was freed.
        """
        parameters, result = (_Parameter * 2)(), _Result()
        for parameter, text in zip(parameters, (function, arguments), strict=True):
            parameter.kind, parameter.size, parameter.data = _Parameter.STRING, len(text), text
        self._call_with(parameters, 2, result)
        answer = result.value.contents
        return bool(result.is_ok), ctypes.string_at(answer.data, answer.size)


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
