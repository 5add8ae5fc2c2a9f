"""Moves values between Python and the component, by the layout of wasmtime's C API.

A value goes in by the shape of its type, as the contract has it; wasmtime refuses a value of another type. What comes
out says itself of what kind it is: a record comes as a tuple of its fields, a variant or a result as a pair.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from .capi import VALUE, Resource, Result, address_of
from .text import encoded

Value: TypeAlias = tuple[int, int, int, int]
"""A kind, and three words."""

Shape: TypeAlias = Callable[[Any, list[object]], Value]
"""Makes a value of a Python one. What it points to is kept alive in the list."""

_ENTRY = struct.Struct("=2QB7x3Q")
_ENTRY_VALUE = struct.Struct("=16xB7x3Q")

# The constants of `wasmtime/component/val.h`.
_BOOL, _U8, _U32, _S64 = 0, 2, 6, 7
_STRING, _LIST, _RECORD, _TUPLE, _VARIANT, _ENUM, _OPTION, _RESULT = 12, 13, 14, 15, 16, 17, 18, 19
_RESOURCE = 21


def lowered(shapes: tuple[Shape, ...], arguments: tuple[Any, ...], kept: list[object]) -> bytes:
    """Arguments as the values of parameters.

    Raises:
        TypeError, ValueError: an argument is not of its type.
    """
    values = [VALUE.pack(*shape(argument, kept)) for shape, argument in zip(shapes, arguments, strict=True)]
    return b"".join(values)


def _keep(data: bytes, kept: list[object]) -> int:
    """Where the data is, for as long as it is kept."""
    kept.append(data)
    return address_of(data)


def boolean(value: Any, _: list[object]) -> Value:
    """A bool."""
    if not isinstance(value, bool):
        raise TypeError(f"a bool is wanted, not {value!r}")
    return _BOOL, value, 0, 0


def string(value: Any, kept: list[object]) -> Value:
    """Text."""
    if not isinstance(value, str):
        raise TypeError(f"text is wanted, not {value!r}")
    data = encoded(value)
    return _STRING, len(data), _keep(data, kept), 0


def u32(value: Any, _: list[object]) -> Value:
    """An integer of 32 bits without a sign."""
    return _U32, _integer(value, 0, 2**32), 0, 0


def s64(value: Any, _: list[object]) -> Value:
    """An integer of 64 bits with a sign."""
    return _S64, _integer(value, -(2**63), 2**63) & (2**64 - 1), 0, 0


def _integer(value: Any, start: int, end: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"an integer is wanted, not {value!r}")
    if not start <= value < end:
        raise ValueError(f"{value} is not between {start} and {end - 1}")
    return value


def resource(value: Any, kept: list[object]) -> Value:
    """A resource, lent or given away."""
    if not isinstance(value, Resource):
        raise TypeError(f"a resource is wanted, not {value!r}")
    kept.append(value)
    return _RESOURCE, value.pointer, 0, 0


def octets(value: Any, kept: list[object]) -> Value:
    """A list of bytes."""
    if not isinstance(value, (bytes, bytearray, memoryview)):
        raise TypeError(f"bytes are wanted, not {value!r}")
    block = bytearray(VALUE.pack(_U8, 0, 0, 0) * len(value))
    block[8 :: VALUE.size] = value
    shared = (ctypes.c_char * len(block)).from_buffer(block)
    kept.append(shared)
    return _LIST, len(value), ctypes.addressof(shared), 0


def list_of(element: Shape) -> Shape:
    """A list; of pairs, also a mapping."""

    def lower(value: Any, kept: list[object]) -> Value:
        if isinstance(value, Mapping):
            value = value.items()
        elif isinstance(value, (str, bytes)) or not isinstance(value, Iterable):
            raise TypeError(f"a list is wanted, not {value!r}")
        elements = [VALUE.pack(*element(each, kept)) for each in value]
        return _LIST, len(elements), _keep(b"".join(elements), kept), 0

    return lower


def tuple_of(*elements: Shape) -> Shape:
    """A tuple."""

    def lower(value: Any, kept: list[object]) -> Value:
        values = [VALUE.pack(*element(each, kept)) for element, each in zip(elements, value, strict=True)]
        return _TUPLE, len(values), _keep(b"".join(values), kept), 0

    return lower


def record(**fields: Shape) -> Shape:
    """A record, of any object with attributes of the names of its fields."""
    # The names stay alive with the function below.
    names = [(attribute, attribute.replace("_", "-").encode(), shape) for attribute, shape in fields.items()]
    placed = [(attribute, name, len(name), address_of(name), shape) for attribute, name, shape in names]

    def lower(value: Any, kept: list[object]) -> Value:
        entries = [
            _ENTRY.pack(size, address, *shape(getattr(value, attribute), kept))
            for attribute, _, size, address, shape in placed
        ]
        return _RECORD, len(entries), _keep(b"".join(entries), kept), 0

    return lower


def enum_of(*names: str) -> Shape:
    """One of some names."""

    def lower(value: Any, kept: list[object]) -> Value:
        if value not in names:
            raise ValueError(f"{value!r} is none of {', '.join(names)}")
        return _ENUM, *string(value, kept)[1:]

    return lower


def option(payload: Shape) -> Shape:
    """A value, or None."""

    def lower(value: Any, kept: list[object]) -> Value:
        if value is None:
            return _OPTION, 0, 0, 0
        return _OPTION, _keep(VALUE.pack(*payload(value, kept)), kept), 0, 0

    return lower


def lifted(result: Result) -> Any:
    """A result as Python has it, which needs the result no longer."""
    return _lift(*VALUE.unpack(result.memory))


def _lift(kind: int, a: int, b: int, c: int) -> Any:
    return _LIFT[kind](a, b, c)


def _lift_string(size: int, data: int, _: int) -> str:
    return ctypes.string_at(data, size).decode() if size else ""


def _lift_list(size: int, data: int, _: int) -> list[Any] | bytes:
    if not size:
        return []
    block = ctypes.string_at(data, size * VALUE.size)
    if block[0] == _U8:
        return block[8 :: VALUE.size]
    return [_LIFT[kind](a, b, c) for kind, a, b, c in VALUE.iter_unpack(block)]


def _lift_tuple(size: int, data: int, unused: int) -> tuple[Any, ...]:
    return tuple(_lift_list(size, data, unused))


def _lift_record(size: int, data: int, _: int) -> tuple[Any, ...]:
    block = ctypes.string_at(data, size * _ENTRY.size)
    return tuple([_LIFT[kind](a, b, c) for kind, a, b, c in _ENTRY_VALUE.iter_unpack(block)])


def _lift_at(address: int) -> Any:
    return _lift(*VALUE.unpack(ctypes.string_at(address, VALUE.size))) if address else None


_LIFT: dict[int, Callable[[int, int, int], Any]] = {
    _BOOL: lambda a, _, __: bool(a & 0xFF),
    _U8: lambda a, _, __: a & 0xFF,
    _U32: lambda a, _, __: a & 0xFFFF_FFFF,
    _S64: lambda a, _, __: a - (a >> 63 << 64),
    _STRING: _lift_string,
    _ENUM: _lift_string,
    _LIST: _lift_list,
    _TUPLE: _lift_tuple,
    _RECORD: _lift_record,
    _VARIANT: lambda a, b, c: (_lift_string(a, b, 0), _lift_at(c)),
    _OPTION: lambda a, _, __: _lift_at(a),
    _RESULT: lambda a, b, _: (bool(a & 0xFF), _lift_at(b)),
    _RESOURCE: lambda a, _, __: Resource(a),
}
