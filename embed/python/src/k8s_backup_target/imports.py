"""Host functions for a component that has imports, by wasmtime's C API.

`wasmtime.component` converts a `list<u8>` byte by byte, which takes minutes for a large file. Here all bytes are copied
at once.
"""

from __future__ import annotations

import ctypes
from ctypes import CFUNCTYPE, POINTER, byref, c_bool, c_char_p, c_size_t, c_uint8, c_uint32, c_uint64, c_void_p
from typing import TYPE_CHECKING, Any, ClassVar

from .capi import bind, require

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from .capi import Component


class Value(ctypes.Structure):
    """A `wasmtime_component_val_t`: its kind, and three words whose meaning depends on the kind."""

    _fields_: ClassVar = [("kind", c_uint8), ("first", c_uint64), ("second", c_uint64), ("third", c_uint64)]


class _Field(ctypes.Structure):
    """A `wasmtime_component_valrecord_entry_t`."""

    _fields_: ClassVar = [("size", c_uint64), ("name", c_uint64), ("value", Value)]


class _Vector(ctypes.Structure):
    """A vector of the C API, of any type."""

    _fields_: ClassVar = [("size", c_uint64), ("data", c_uint64)]


_BOOL, _U8, _U64, _STRING, _LIST, _RECORD, _TUPLE = 0, 2, 8, 12, 13, 14, 15
_VARIANT, _ENUM, _OPTION, _RESULT, _RESOURCE = 16, 17, 18, 19, 21
_STEP = ctypes.sizeof(Value)
_NUMBERS = {_BOOL, _U8, _U64}

_function_type = CFUNCTYPE(c_size_t, c_void_p, c_void_p, c_void_p, POINTER(Value), c_size_t, POINTER(Value), c_size_t)
_destructor_type = CFUNCTYPE(c_size_t, c_void_p, c_void_p, c_uint32)

_linker_root = bind("wasmtime_component_linker_root", c_void_p, c_void_p)
_add_instance = bind(
    "wasmtime_component_linker_instance_add_instance", c_void_p, c_void_p, c_char_p, c_size_t, POINTER(c_void_p)
)
_add_function = bind(
    "wasmtime_component_linker_instance_add_func",
    *(c_void_p, c_void_p, c_char_p, c_size_t, _function_type, c_void_p, c_void_p),
)
_add_resource = bind(
    "wasmtime_component_linker_instance_add_resource",
    *(c_void_p, c_void_p, c_char_p, c_size_t, c_void_p, _destructor_type, c_void_p, c_void_p),
)
_instance_delete = bind("wasmtime_component_linker_instance_delete", None, c_void_p)
_type_new = bind("wasmtime_component_resource_type_new_host", c_void_p, c_uint32)
_type_delete = bind("wasmtime_component_resource_type_delete", None, c_void_p)
_host_new = bind("wasmtime_component_resource_host_new", c_void_p, c_bool, c_uint32, c_uint32)
_host_number = bind("wasmtime_component_resource_host_rep", c_uint32, c_void_p)
_host_delete = bind("wasmtime_component_resource_host_delete", None, c_void_p)
_to_any = bind("wasmtime_component_resource_host_to_any", c_void_p, c_void_p, c_void_p, POINTER(c_void_p))
_to_host = bind("wasmtime_component_resource_any_to_host", c_void_p, c_void_p, c_void_p, POINTER(c_void_p))
_bytes_new = bind("wasm_byte_vec_new", None, POINTER(_Vector), c_size_t, c_char_p)
_list_new = bind("wasmtime_component_vallist_new_uninit", None, POINTER(_Vector), c_size_t)
_tuple_new = bind("wasmtime_component_valtuple_new_uninit", None, POINTER(_Vector), c_size_t)
_record_new = bind("wasmtime_component_valrecord_new_uninit", None, POINTER(_Vector), c_size_t)
_value_new = bind("wasmtime_component_val_new", c_void_p, POINTER(Value))
_error_new = bind("wasmtime_error_new", c_void_p, c_char_p)


def boolean(value: bool) -> Value:
    """Returns a bool."""
    return Value(_BOOL, value)


def string(value: str, kind: int = _STRING) -> Value:
    """Returns a string."""
    name = _string(value)
    return Value(kind, name.size, name.data)


def enum(name: str) -> Value:
    """Returns a case of an enum."""
    return string(name, _ENUM)


def byte_list(content: bytes) -> Value:
    """Returns a `list<u8>`."""
    vector = _Vector()
    _list_new(byref(vector), len(content))
    if content:
        values = bytearray(len(content) * _STEP)
        values[::_STEP] = bytes([_U8]) * len(content)
        values[Value.first.offset :: _STEP] = content
        ctypes.memmove(vector.data, (ctypes.c_char * len(values)).from_buffer(values), len(values))
    return Value(_LIST, vector.size, vector.data)


def list_of(values: Sequence[Value]) -> Value:
    """Returns a list."""
    return _vector(_LIST, _list_new, values)


def tuple_of(*values: Value) -> Value:
    """Returns a tuple."""
    return _vector(_TUPLE, _tuple_new, values)


def record(fields: Mapping[str, Value]) -> Value:
    """Returns a record, with its fields in the order of the WIT."""
    vector = _Vector()
    _record_new(byref(vector), len(fields))
    entries = (_Field * len(fields)).from_address(vector.data)
    for place, (name, value) in enumerate(fields.items()):
        text = _string(name)
        entries[place] = _Field(text.size, text.data, value)
    return Value(_RECORD, vector.size, vector.data)


def variant(name: str, payload: Value | None = None) -> Value:
    """Returns a case of a variant."""
    text = _string(name)
    return Value(_VARIANT, text.size, text.data, _boxed(payload))


def option(value: Value | None) -> Value:
    """Returns an option."""
    return Value(_OPTION, _boxed(value))


def ok(value: Value | None = None) -> Value:
    """Returns a result that is a success."""
    return Value(_RESULT, True, _boxed(value))


def error(value: Value) -> Value:
    """Returns a result that is an error."""
    return Value(_RESULT, False, _boxed(value))


def _string(text: str) -> _Vector:
    encoded, vector = text.encode(), _Vector()
    _bytes_new(byref(vector), len(encoded), encoded)
    return vector


def _vector(kind: int, new: Any, values: Sequence[Value]) -> Value:
    vector = _Vector()
    new(byref(vector), len(values))
    if values:
        (Value * len(values)).from_address(vector.data)[:] = list(values)
    return Value(kind, vector.size, vector.data)


def _boxed(value: Value | None) -> int:
    return 0 if value is None else _value_new(byref(value))


class Imports:
    """Python functions and resources that a component imports.

    A function gets strings, bytes, ints, and the numbers of resources; other arguments are None. It returns a `Value`.

    Args:
        component: What imports them.
        resources: The names of resource types, by interface. All have numbers from the caller.
        functions: The functions by interface and name.
        drop: Called with the number of a resource that the component no longer uses.
    """

    failure: BaseException | None = None
    """What a function raised; the call ended with a trap."""

    def __init__(
        self,
        component: Component,
        resources: Mapping[str, Sequence[str]],
        functions: Mapping[str, Mapping[str, Callable[..., Value | None]]],
        drop: Callable[[int], None],
    ) -> None:
        self._kinds = {name: kind for kind, name in enumerate(name for names in resources.values() for name in names)}
        # wasmtime keeps their addresses.
        self._callbacks: list[Any] = [_destructor_type(self._callback(lambda _context, number: drop(number)))]
        root = _linker_root(component.linker)
        for interface in {*resources, *functions}:
            instance = c_void_p()
            require(_add_instance(root, *_name(interface), byref(instance)))
            for name in resources.get(interface, ()):
                kind = _type_new(self._kinds[name])
                require(_add_resource(instance, *_name(name), kind, self._callbacks[0], None, None))
                _type_delete(kind)
            for name, function in functions.get(interface, {}).items():
                self._callbacks.append(_function_type(self._callback(self._function(function))))
                require(_add_function(instance, *_name(name), self._callbacks[-1], None, None))
            _instance_delete(instance)
        _instance_delete(root)

    def own(self, kind: str, number: int) -> Value:
        """Returns a new resource with a number of the caller's. Only a function that is being called can make one."""
        resource, host = c_void_p(), _host_new(True, number, self._kinds[kind])
        require(_to_any(self._context, host, byref(resource)))
        _host_delete(host)
        return Value(_RESOURCE, resource.value)

    def _callback(self, function: Callable[..., None]) -> Callable[..., int]:
        def called(_data: int, context: int, *arguments: Any) -> int:
            try:
                function(context, *arguments)
            except BaseException as failure:
                self.failure = failure
                pointer: int = _error_new(b"a host function failed")
                return pointer
            return 0

        return called

    def _function(self, function: Callable[..., Value | None]) -> Callable[..., None]:
        def called(context: int, _type: int, values: Any, count: int, results: Any, _results: int) -> None:
            self._context = context
            result = function(*[self._argument(values[place]) for place in range(count)])
            if result is not None:
                results[0] = result

        return called

    def _argument(self, value: Value) -> Any:
        if value.kind == _STRING:
            return ctypes.string_at(value.second, value.first).decode()
        if value.kind == _LIST:
            values = ctypes.string_at(value.second, value.first * _STEP) if value.first else b""
            return values[Value.first.offset :: _STEP]
        if value.kind == _RESOURCE:
            host = c_void_p()
            require(_to_host(self._context, value.first, byref(host)))
            number = _host_number(host)
            _host_delete(host)
            return number
        return value.first & 0xFF if value.kind == _U8 else value.first if value.kind == _U64 else None


def _name(name: str) -> tuple[bytes, int]:
    encoded = name.encode()
    return encoded, len(encoded)
