"""Runs the component in wasmtime, with limits.

Every function and class of this package runs in the host that it is given, or in the default host of the process. Any
thread can use a host: each call has its own instance of the component. Calls on objects of one instance, such as an
inventory and its evaluations, wait for each other.
"""

from __future__ import annotations

import json
import os
import threading
import weakref
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final, NoReturn, TypeVar

from .errors import ComponentError, LimitExceeded, Lost, Trapped

if TYPE_CHECKING:
    from types import TracebackType

    from . import capi

EVALUATOR_WASM = "k8s-backup-target.wasm"
COMMAND_WASM = "k8s-backup-target-cli.wasm"

Self = TypeVar("Self", bound="Resource")


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of memory, time and stack.

    With the defaults a databag of 50 MB can be read, and a call ends after about ten seconds.
    """

    memory_bytes: int = 1 << 30
    """Maximum number of bytes of linear memory of an instance."""
    fuel: int = 100_000_000_000
    """Maximum fuel of a call, about one unit for each instruction.

    Counting fuel makes calls about a fifth slower, as a timer would. With fuel, the same call ends at the same
    instruction on every machine, and it needs no thread.
    """
    stack_bytes: int = 512 << 10
    """Maximum number of bytes of stack of a call, up to 2 MiB."""

    def __post_init__(self) -> None:
        for name, maximum in (("memory_bytes", 2**63 - 1), ("fuel", 2**64 - 1), ("stack_bytes", 2 << 20)):
            value = getattr(self, name)
            if not isinstance(value, int) or isinstance(value, bool):
                raise TypeError(f"{name}: expected an int, not {value!r}")
            if not 1 <= value <= maximum:
                raise ValueError(f"{name}: {value} is not between 1 and {maximum}")


class _UserFolder:
    """The default folder of the user."""


_USER_FOLDER: Final = _UserFolder()


def component_bytes(name: str = EVALUATOR_WASM) -> bytes:
    """Returns a component of the package. A source tree has none, and the one that was built last is used."""
    here = Path(__file__).parent
    try:
        return Path(here, name).read_bytes()
    except FileNotFoundError:
        built = Path(here, "../../../../target/components", name)
        if built.is_file():
            return built.read_bytes()
        raise ComponentError(f"the package does not contain {name}; build it with `cargo xtask build`") from None


class Host:
    """Compiles the component once, and runs it with limits.

    Args:
        limits: The limits of each call.
        cache: The folder of compiled components, by default `k8s-backup-target` in `$XDG_CACHE_HOME` or `~/.cache`;
            `None` for no cache. It is not used if other users have access to it.
    """

    _SPARE_INSTANCES: ClassVar = 4

    def __init__(self, limits: Limits | None = None, cache: Path | str | _UserFolder | None = _USER_FOLDER) -> None:
        self.limits: Final = limits or Limits()
        self._cache = cache
        self._lock = threading.Lock()
        self._component: capi.Component | None = None
        self._spare: list[_Instance] = []
        # Keeps the instances of homes alive: the finalizer of a home needs its instance.
        self._lent: set[_Instance] = set()
        _hosts.add(self)

    def _call(self, function: str, arguments: dict[str, Any]) -> Any:
        """Calls a function that creates no resource, in an instance that no other call uses."""
        instance = self._take()
        answer = instance.call(function, arguments)
        self._give_back(instance)
        return answer

    def _take(self) -> _Instance:
        try:
            return self._spare.pop()
        except IndexError:
            return _Instance(self._compiled(), self.limits)

    def _give_back(self, instance: _Instance) -> None:
        if not instance.has_grown and len(self._spare) < self._SPARE_INSTANCES:
            self._spare.append(instance)

    def _lend(self) -> _Instance:
        instance = self._take()
        self._lent.add(instance)
        return instance

    def _compiled(self) -> capi.Component:
        with self._lock:
            if self._component is None:
                self._component = self._compile()
            return self._component

    def _compile(self) -> capi.Component:
        from . import cache, capi

        if isinstance(self._cache, _UserFolder):
            folder = cache.user_folder()
        else:
            folder = None if self._cache is None else Path(self._cache)
        try:
            return cache.load_or_compile(capi.Engine(self.limits.stack_bytes), component_bytes(), folder)
        except capi.WasmtimeError as error:
            raise ComponentError(f"cannot load the component: {error}") from error


class _Instance:
    """An instance of the component. It cannot be used after a trap."""

    _GROWN_FUEL: ClassVar = 1_000_000_000
    """After a call with more fuel the instance is not used again: its memory can be large, and never shrinks."""

    def __init__(self, component: capi.Component, limits: Limits) -> None:
        from . import capi

        self._fuel = limits.fuel
        self._failure = capi.WasmtimeError
        self.has_grown = False
        # A finalizer can run during a call, so it only adds its resource here.
        self.dropped: deque[int] = deque()
        try:
            self._instance = capi.Evaluator(component, limits.memory_bytes, limits.fuel)
        except capi.WasmtimeError as error:
            raise _call_error(error) from error

    def call(self, function: str, arguments: dict[str, Any]) -> Any:
        self.close_what_is_no_longer_used()
        return self._call(function, arguments)

    def _call(self, function: str, arguments: dict[str, Any]) -> Any:
        text = _encode(arguments).encode()
        self._instance.fuel = self._fuel
        try:
            is_ok, answer = self._instance.call(function.encode(), text)
        except self._failure as error:
            raise _call_error(error) from error
        if self._fuel - self._instance.fuel > self._GROWN_FUEL:
            self.has_grown = True
        if not is_ok:
            raise _refusal(**_decode(answer.decode()))
        return _decode(answer.decode())

    def close_what_is_no_longer_used(self) -> None:
        while self.dropped:
            self._call("close", {"self": self.dropped.popleft()})


_encode = json.JSONEncoder(separators=(",", ":"), check_circular=False, allow_nan=False).encode
_decode = json.JSONDecoder().decode


def _refusal(code: str, message: str, help: str, pointer: str) -> Exception:  # noqa: A002 - the contract's name
    """Returns why the function was not called."""
    kind = TypeError if code in ("wrong-type", "wrong-resource") else ValueError
    return kind(f"{pointer.removeprefix('/').replace('/', '.') or 'the arguments'}: {message}; {help}")


def _call_error(error: capi.WasmtimeError) -> ComponentError:
    text = str(error)
    if "all fuel consumed" in text:
        return LimitExceeded("fuel")
    if "call stack exhausted" in text:
        return LimitExceeded("stack")
    return Trapped(f"the component trapped, as it does if it needs more memory than its limit: {text}")


class _Home:
    """An instance with objects, and the lock for calls on them."""

    def __init__(self, host: Host, *, is_reusable: bool = True) -> None:
        self._host = host
        self._is_reusable = is_reusable
        self._instance: _Instance | None = host._lend()
        self._lock = threading.Lock()
        _homes.add(self)

    def _call(self, function: str, arguments: dict[str, Any]) -> Any:
        with self._lock:
            instance = self._instance
            if instance is None:
                raise Lost
            try:
                return instance.call(function, arguments)
            except (TypeError, ValueError):
                raise  # Refused: the function was not called.
            except BaseException:
                # A signal handler can interrupt a call anywhere.
                self._lose(instance)
                raise

    def _lose(self, instance: _Instance) -> None:
        self._instance = None
        self._host._lent.discard(instance)

    def close(self, resource: int) -> None:
        """Closes a resource now, or before the next call if a call is running."""
        instance = self._instance
        if instance is None:
            return
        instance.dropped.append(resource)
        if self._lock.acquire(blocking=False):
            try:
                instance.close_what_is_no_longer_used()
            except ComponentError:
                self._lose(instance)
            finally:
                self._lock.release()

    def close_later(self, resource: int) -> None:
        """Closes a resource before the next call."""
        instance = self._instance
        if instance is not None:
            instance.dropped.append(resource)

    def __del__(self) -> None:
        instance = getattr(self, "_instance", None)
        if instance is not None:
            self._host._lent.discard(instance)
            if self._is_reusable:
                self._host._give_back(instance)


class Resource:
    """An object in an instance of the component. It is closed by `close`, or when it is no longer used."""

    __slots__ = ("__weakref__", "_home", "_number")

    _NAME: ClassVar[str]

    _home: _Home
    _number: int | None
    """Its number in the string call; `None` if it is closed."""

    @classmethod
    def _in(cls: type[Self], home: _Home, number: int) -> Self:
        made = object.__new__(cls)
        made._home, made._number = home, number
        return made

    def _make(self, home: _Home, function: str, arguments: dict[str, Any]) -> None:
        self._home, self._number = home, None
        self._number = home._call(function, arguments)

    @property
    def _alive(self) -> int:
        if self._number is None:
            raise ValueError(f"the {self._NAME} is closed")
        return self._number

    def _give_away(self) -> int:
        """Returns its number, for another object that closes it."""
        number, self._number = self._alive, None
        return number

    def __reduce__(self) -> NoReturn:
        raise TypeError(f"a {type(self).__name__} cannot be copied or pickled")

    def close(self) -> None:
        """Frees its memory. It cannot be used afterwards. Closing it again does nothing."""
        number, self._number = self._number, None
        if number is not None:
            self._home.close(number)

    def __enter__(self: Self) -> Self:
        return self

    def __exit__(
        self, type_: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __del__(self) -> None:
        number = getattr(self, "_number", None)
        if number is not None:
            self._home.close_later(number)


class Session:
    """Calls functions of the contract by their names, in its own instance.

    The numbers of resources are only valid in this session. The function `close` closes a resource.

    Args:
        host: The host.
    """

    def __init__(self, *, host: Host | None = None) -> None:
        # The instance is not used again, since it can have resources that are not closed.
        self._home = _Home(of(host), is_reusable=False)

    def call(self, function: str, arguments: Mapping[str, Any]) -> Any:
        """Calls a function.

        Args:
            function: Its name, such as `validation.check-spec`.
            arguments: Its parameters by name, as values of JSON.

        Returns:
            The result, as a value of JSON.

        Raises:
            ComponentError: the call failed. The session and its resources are lost.
            TypeError, ValueError: the function was not called: its name or an argument is not valid.
        """
        if not isinstance(function, str):
            raise TypeError(f"expected the name of a function, not {function!r}")
        _require_str_keys(arguments)
        return self._home._call(function, dict(arguments))


def _require_str_keys(value: Any) -> None:
    """Checks that all keys are str: the JSON encoder would convert others."""
    values = [value]
    while values:
        value = values.pop()
        if isinstance(value, Mapping):
            for key in value:
                if not isinstance(key, str):
                    raise TypeError(f"expected a str as key, not {key!r}")
            values += value.values()
        elif isinstance(value, (list, tuple)):
            values += value


_default: Host | None = None
_default_lock = threading.Lock()


_hosts: weakref.WeakSet[Host] = weakref.WeakSet()
_homes: weakref.WeakSet[_Home] = weakref.WeakSet()


def _after_fork() -> None:
    """Replaces the locks in a child process: a thread that held one does not exist there."""
    global _default_lock
    _default_lock = threading.Lock()
    for host in _hosts:
        host._lock = threading.Lock()
    for home in _homes:
        if home._lock.locked() and home._instance is not None:
            # The fork was during a call.
            home._lose(home._instance)
        home._lock = threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


def of(host: Host | None) -> Host:
    """Returns the given host, or the default host of the process."""
    global _default
    if host is not None:
        return host
    with _default_lock:
        if _default is None:
            _default = Host()
        return _default


def new_home(host: Host | None) -> _Home:
    """Returns an instance for objects that are used together."""
    return _Home(of(host))


def home_of(other: Resource | None, host: Host | None) -> _Home:
    """Returns the instance of another object, or a new one."""
    return new_home(host) if other is None else other._home


def beside(other: Resource | None, host: Host | None) -> _Home | Host:
    """Returns the instance of another object, or the host."""
    return of(host) if other is None else other._home
