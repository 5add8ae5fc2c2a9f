"""The component in wasmtime, held to limits.

Every function and class of this package runs in the host that it is given, or in the one that the process makes on its
first call. A host may be used from any thread: each call has an instance of the component to itself, and calls on
objects that live in one instance, such as an inventory and its evaluations, wait for each other.
"""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeVar

from .errors import ComponentError, LimitExceeded, Lost, Trapped

if TYPE_CHECKING:
    from types import TracebackType

    from . import capi

_WASM = "k8s-backup-target.wasm"

Self = TypeVar("Self", bound="Resource")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a call may use of the host's memory, time and stack.

    The defaults let a databag of 50 MB through, and end a call after about ten seconds.
    """

    memory_bytes: int = 1 << 30
    """Bytes of linear memory of one instance."""
    fuel: int = 100_000_000_000
    """How long one call may run, in wasmtime's fuel: about an instruction each.

    Fuel costs a fifth of the speed, about as much as a clock would; but the same call ends at the same place on every
    machine, and no thread is needed for it.
    """
    stack_bytes: int = 512 << 10
    """Bytes of stack of one call."""


class _UserFolder:
    """Stands for the folder of the user."""


_USER_FOLDER: Final = _UserFolder()


def component_bytes() -> bytes:
    """The component: that of the package, or in a source tree, where it has none, the one that was built last."""
    here = Path(__file__).parent
    try:
        return Path(here, _WASM).read_bytes()
    except FileNotFoundError:
        built = Path(here, "../../../../target/components", _WASM)
        if built.is_file():
            return built.read_bytes()
        raise ComponentError(f"{_WASM} is not in the package; `cargo xtask build` makes it") from None


class Host:
    """Runs the component under limits, and keeps it compiled.

    Args:
        limits: What one call may use.
        cache: Where the compiled component is kept between processes: by default `k8s-backup-target` in
            `$XDG_CACHE_HOME` or `~/.cache`; `None` to keep it nowhere. A folder that is not this user's alone is not
            used.
    """

    _SPARE_INSTANCES: ClassVar = 4

    def __init__(self, limits: Limits | None = None, cache: Path | str | _UserFolder | None = _USER_FOLDER) -> None:
        self.limits: Final = limits or Limits()
        self._cache = cache
        self._lock = threading.Lock()
        self._component: capi.Component | None = None
        self._spare: list[_Instance] = []
        # Those of homes are held here, so that the finalizer of a home never finds that of its instance done.
        self._lent: set[_Instance] = set()

    def call(self, interface: str, function: str, *arguments: Any) -> Any:
        """Calls a function of the contract in an instance that nobody else uses.

        Raises:
            ComponentError: it came to no answer.
            TypeError, ValueError: an argument is not of its type.
        """
        instance = self._take()
        answer = instance.call(interface, function, arguments)
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
            raise ComponentError(f"the component cannot be used: {error}") from error


class _Instance:
    """One instance, with its memory. After a trap it cannot be entered again."""

    _GROWN_FUEL: ClassVar = 1_000_000_000
    """A call that burns so much may have left much memory behind, which never shrinks."""

    def __init__(self, component: capi.Component, limits: Limits) -> None:
        from . import capi

        self._fuel = limits.fuel
        self._functions: dict[tuple[str, str], capi.Function] = {}
        self.has_grown = False
        # A finalizer may run inside of a call: it leaves its resource here, and does nothing else.
        self.dropped: deque[capi.Resource] = deque()
        try:
            self._instance = capi.Instance(component, limits.memory_bytes, limits.fuel)
        except capi.WasmtimeError as error:
            raise _call_error(error) from error

    def call(self, interface: str, function: str, arguments: tuple[Any, ...]) -> Any:
        from . import contract, values
        from .capi import WasmtimeError

        self.drop_what_is_no_longer_used()
        name = interface, function
        found = self._functions.get(name) or self._find(name)
        kept: list[object] = []
        parameters = values.lowered(contract.PARAMETERS[name], arguments, kept)
        self._instance.fuel = self._fuel
        try:
            result = self._instance.call(found, parameters, len(arguments))
        except WasmtimeError as error:
            raise _call_error(error) from error
        if self._fuel - self._instance.fuel > self._GROWN_FUEL:
            self.has_grown = True
        return values.lifted(result)

    def _find(self, name: tuple[str, str]) -> capi.Function:
        from . import contract

        interface, function = name
        found = self._instance.function(contract.EXPORT.format(interface), function)
        if found is None:
            raise ComponentError(f"the component has no {interface}/{function}")
        self._functions[name] = found
        return found

    def forget(self, resource: capi.Resource) -> None:
        self._instance.forget(resource)

    def drop_what_is_no_longer_used(self) -> None:
        while self.dropped:
            from .capi import WasmtimeError

            self._instance.fuel = self._fuel
            try:
                self._instance.drop(self.dropped.popleft())
            except WasmtimeError as error:
                raise _call_error(error) from error


def _call_error(error: capi.WasmtimeError) -> ComponentError:
    text = str(error)
    if "all fuel consumed" in text:
        return LimitExceeded("fuel")
    if "call stack exhausted" in text:
        return LimitExceeded("stack")
    return Trapped(f"the component failed, as it does when it needs more memory than it may use: {text}")


class _Home:
    """An instance that objects live in, and the lock that calls on them wait for."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._instance: _Instance | None = host._lend()
        self._lock = threading.Lock()

    def call(self, interface: str, function: str, arguments: tuple[Any, ...]) -> Any:
        with self._lock:
            instance = self._instance
            if instance is None:
                raise Lost
            try:
                return instance.call(interface, function, arguments)
            except ComponentError:
                self._lose(instance)
                raise

    def give(self, interface: str, function: str, resource: capi.Resource) -> Any:
        """Calls a function that takes the resource."""
        answer = self.call(interface, function, (resource,))
        instance = self._instance
        if instance is not None:
            instance.forget(resource)
        return answer

    def _lose(self, instance: _Instance) -> None:
        self._instance = None
        self._host._lent.discard(instance)

    def drop(self, resource: capi.Resource) -> None:
        """Drops it now, or before the next call where one is going on."""
        instance = self._instance
        if instance is None:
            return
        instance.dropped.append(resource)
        if self._lock.acquire(blocking=False):
            try:
                instance.drop_what_is_no_longer_used()
            except ComponentError:
                self._lose(instance)
            finally:
                self._lock.release()

    def drop_later(self, resource: capi.Resource) -> None:
        """Drops it before the next call."""
        instance = self._instance
        if instance is not None:
            instance.dropped.append(resource)

    def __del__(self) -> None:
        instance = getattr(self, "_instance", None)
        if instance is not None:
            self._host._lent.discard(instance)
            self._host._give_back(instance)


class Resource:
    """An object that lives in an instance of the component. It is closed when it is no longer used, or by `close`."""

    __slots__ = ("__weakref__", "_home", "_resource")

    _INTERFACE: ClassVar[str]
    _NAME: ClassVar[str]

    _home: _Home
    _resource: capi.Resource | None

    @classmethod
    def _in(cls: type[Self], home: _Home, resource: capi.Resource) -> Self:
        made = object.__new__(cls)
        made._home, made._resource = home, resource
        return made

    def _make(self, home: _Home, *arguments: Any) -> None:
        self._home, self._resource = home, None
        self._resource = home.call(self._INTERFACE, f"[constructor]{self._NAME}", arguments)

    def _method(self, name: str, *arguments: Any) -> Any:
        return self._home.call(self._INTERFACE, f"[method]{self._NAME}.{name}", (self._alive, *arguments))

    @property
    def _alive(self) -> capi.Resource:
        if self._resource is None:
            raise ValueError(f"the {self._NAME} is closed")
        return self._resource

    def _give_away(self) -> capi.Resource:
        """The resource, which the component is to take."""
        resource, self._resource = self._alive, None
        return resource

    def close(self) -> None:
        """Gives its memory back. It cannot be used afterwards; closing it again does nothing."""
        resource, self._resource = self._resource, None
        if resource is not None:
            self._home.drop(resource)

    def __enter__(self: Self) -> Self:
        return self

    def __exit__(
        self, type_: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __del__(self) -> None:
        resource = getattr(self, "_resource", None)
        if resource is not None:
            self._home.drop_later(resource)


_default: Host | None = None
_default_lock = threading.Lock()


def of(host: Host | None) -> Host:
    """The host that was given, or the one of the process."""
    global _default
    if host is not None:
        return host
    with _default_lock:
        if _default is None:
            _default = Host()
        return _default


def new_home(host: Host | None) -> _Home:
    """An instance for objects that live beside each other."""
    return _Home(of(host))
