"""Runs the component in wasmtime, with limits.

Every function and class of this package runs in the host that it is given, or in the default host of the process. Any
thread can use a host: each call has its own instance of the component. Calls on objects of one instance, such as an
inventory and its evaluations, wait for each other.

A signal handler or a finalizer can run between two steps of any function here. It can make calls, and it can raise.
wasmtime's call is one step, so no instance is in the middle of a call then. Locks are reentrant, and the state is
complete after each step.
"""

from __future__ import annotations

import json
import os
import threading
import weakref
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final, NoReturn, TypeVar

from . import convert
from .errors import ClosedError, ComponentError, LimitExceeded, Lost, Trapped, shortened_pointer
from .forks import importing
from .text import whole

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from . import capi

EVALUATOR_WASM = "k8s-backup-target.wasm"
COMMAND_WASM = "k8s-backup-target-cli.wasm"

Self = TypeVar("Self", bound="Resource")
_Answer = TypeVar("_Answer")


class _NotCopied:
    """A class whose objects are in one instance of wasmtime."""

    __slots__ = ()

    def __reduce__(self) -> NoReturn:
        raise TypeError(f"a {type(self).__name__} cannot be copied or pickled")


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of memory, time and stack.

    With the defaults a databag of 50 MB can be read, and the time of a call is not limited: the evaluator refuses input
    that would take too long.
    """

    memory_bytes: int = 1 << 30
    """Maximum number of bytes of linear memory of an instance."""
    fuel: int | None = None
    """Maximum fuel of a call, about one unit for each instruction. `None` does not count it.

    Counting makes calls up to a third slower. With fuel, the same call ends at the same instruction on every machine.
    100,000,000,000 are enough for every input in the tests of the limits. The component is compiled again for it, once.
    """
    stack_bytes: int = 512 << 10
    """Maximum number of bytes of stack of a call, up to 2 MiB."""

    def __post_init__(self) -> None:
        for name, maximum in (("memory_bytes", 2**63 - 1), ("fuel", 2**64 - 1), ("stack_bytes", 2 << 20)):
            value = getattr(self, name)
            if value is None and name == "fuel":
                continue
            object.__setattr__(self, name, convert.whole(value, name, 1, maximum))


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


class Host(_NotCopied):
    """Compiles the component once, and runs it with limits.

    Args:
        limits: The limits of each call.
        cache: The folder of compiled components, by default `k8s-backup-target` in `$XDG_CACHE_HOME` or `~/.cache`;
            `None` for no cache. It is not used if other users have access to it.
    """

    _SPARE_INSTANCES: ClassVar = 4

    def __init__(self, limits: Limits | None = None, cache: Path | str | _UserFolder | None = _USER_FOLDER) -> None:
        if not isinstance(limits, (Limits, type(None))):
            raise convert.wrong_type("limits", "Limits", limits)
        if not isinstance(cache, (Path, str, _UserFolder, type(None))):
            raise convert.wrong_type("cache", "a path", cache)
        if "\0" in str(cache):
            raise ValueError("cache: a path cannot contain a null character")
        self.limits: Final = limits or Limits()
        self._cache = cache
        self._lock = threading.RLock()
        self._component: capi.Component | None = None
        self._spare: list[_Instance] = []
        # Keeps the instances of homes alive: the finalizer of a home needs its instance.
        self._lent: set[_Instance] = set()
        _hosts.add(self)

    def _call(self, function: str, arguments: dict[str, Any], lent: _Lent = {}) -> Any:  # noqa: B006 - never changed
        """Calls a function that creates no resource, in an instance that no other call uses.

        Args:
            function: The name of the function.
            arguments: Its arguments, checked.
            lent: Only None: another object would have its home.
        """
        text = _encode(arguments).encode()
        instance = self._take()
        is_ok, answer = instance.call(function, text)
        self._give_back(instance)
        return _result(is_ok, answer)

    def _take(self) -> _Instance:
        try:
            return self._spare.pop()
        except IndexError:
            return _Instance(self._compiled(), self.limits)

    def _give_back(self, instance: _Instance) -> None:
        if not instance.has_grown and len(self._spare) < self._SPARE_INSTANCES:
            self._spare.append(instance)

    def _compiled(self) -> capi.Component:
        if self._component is None:
            with self._lock:
                if self._component is None:
                    self._component = self._compile()
        return self._component

    def _compile(self) -> capi.Component:
        with importing:
            from . import cache, capi

        if isinstance(self._cache, _UserFolder):
            folder = cache.user_folder()
        else:
            folder = None if self._cache is None else Path(self._cache)
        try:
            engine = capi.Engine(self.limits.stack_bytes, self.limits.fuel is not None)
            return cache.load_or_compile(engine, component_bytes(), folder)
        except capi.WasmtimeError as error:
            raise ComponentError(f"cannot load the component: {error}") from error


class _Instance(_NotCopied):
    """An instance of the component. It cannot be used after a trap."""

    _GROWN_BYTES: ClassVar = 256 << 10
    """After this size of arguments and answers the instance is not used again.

    Its memory can be large, and never shrinks. wasmtime's C API does not have the memory of a component. What a call
    needs depends on the size of its input and of its answer, and a new instance takes less time than 256 KiB of them.
    """

    def __init__(self, component: capi.Component, limits: Limits) -> None:
        from . import capi

        self._failure = capi.WasmtimeError
        self._bytes = 0
        self.has_orphans = False
        """Whether it can have resources that no object has: a signal handler raised when one was created."""
        # A finalizer can run during a call, so it only adds its resource here.
        self.dropped: set[int] = set()
        try:
            self._evaluator = capi.Evaluator(component, limits.memory_bytes, limits.fuel)
        except capi.WasmtimeError as error:
            raise _call_error(error) from error

    @property
    def has_grown(self) -> bool:
        """Returns whether it is not worth keeping."""
        return self._bytes > self._GROWN_BYTES or self.has_orphans

    def call(self, function: str, arguments: bytes) -> tuple[bool, bytes]:
        """Closes what was dropped, and calls a function.

        Returns:
            Whether the function was called, and its result or the error.

        Raises:
            ComponentError: the call failed.
        """
        for number in tuple(self.dropped):
            # A number that is closed already is refused, which does no harm.
            self._call("close", b'{"self":%d}' % number)
            self.dropped.discard(number)
        return self._call(function, arguments)

    def abandon(self) -> None:
        """Makes it unusable, and does not free it: another thread was in a call when the process forked."""
        self._evaluator.abandon()

    def _call(self, function: str, arguments: bytes) -> tuple[bool, bytes]:
        try:
            is_ok, answer = self._evaluator.call(function.encode(), arguments)
        except self._failure as error:
            # The traceback of the error keeps this object.
            self._evaluator.free()
            raise _call_error(error) from error
        self._bytes += len(arguments) + len(answer)
        return is_ok, answer


_encode = json.JSONEncoder(separators=(",", ":"), check_circular=False, allow_nan=False).encode
_decode = json.JSONDecoder().decode


def _result(is_ok: bool, answer: bytes) -> Any:
    """Returns what a function returned.

    Raises:
        TypeError, ValueError: the function was not called.
    """
    value = _decode(answer.decode())
    if is_ok:
        return value
    kind = TypeError if value["code"] in ("wrong-type", "wrong-resource") else ValueError
    name = shortened_pointer(value["pointer"]).removeprefix("/").replace("/", ".") or "the arguments"
    raise kind(f"{name}: {value['message']}; {value['help']}")


def _call_error(error: capi.WasmtimeError) -> ComponentError:
    text = str(error)
    if "all fuel consumed" in text:
        return LimitExceeded("fuel")
    if "call stack exhausted" in text:
        return LimitExceeded("stack")
    return Trapped(f"the component trapped, as it does if it needs more memory than its limit: {text}")


class _ThreadState(threading.local):
    calls = 0
    """Number of calls on objects that this thread is in."""


_thread_state = _ThreadState()


class _Home(_NotCopied):
    """An instance with objects, and the lock for calls on them."""

    def __init__(self, host: Host, *, is_reusable: bool = True) -> None:
        self._host = host
        self._is_reusable = is_reusable
        self._lock = threading.RLock()
        self._numbers: set[int] = set()
        self._is_unused = False
        self._running = 0
        self._instance: _Instance | None = host._take()
        self._dropped = self._instance.dropped
        host._lent.add(self._instance)
        _homes.add(self)

    def _call(
        self,
        function: str,
        arguments: dict[str, Any],
        lent: _Lent = {},  # noqa: B006 - never changed
        *,
        made: Resource | None = None,
        takes: Resource | None = None,
    ) -> Any:
        """Calls a function.

        Args:
            function: The name of the function.
            arguments: Its arguments, checked.
            lent: Its arguments that are objects of this home.
            made: Becomes the object that the function returns.
            takes: An object that the function closes.

        Raises:
            ClosedError: an object is closed.
            ComponentError: the call failed. All objects of this home are lost.
            TypeError, ValueError: the function was not called.
        """
        text = _encode(arguments).encode()

        def call() -> tuple[bool, bytes]:
            _thread_state.calls += 1
            try:
                return self._locked_call(function, text, lent, made, takes)
            finally:
                _thread_state.calls -= 1

        # A signal handler or a finalizer of this thread must not wait for another thread: that one can wait for this.
        called = self._with_lock(call, waits=not _thread_state.calls)
        if called is None:
            raise ComponentError("another thread uses the object, and this thread is in a call already")
        is_ok, answer = called
        if not is_ok and b'"code":"unknown-resource"' in answer:
            # A signal handler closed it in this call.
            for each in lent.values():
                if each is not None:
                    raise ClosedError(f"the {each._NAME} is closed")
        return _result(is_ok, answer)

    def _with_lock(self, work: Callable[[], _Answer], *, waits: bool) -> _Answer | None:
        """Returns None if the lock is not free."""
        acquired: list[bool] = []
        try:
            # In one step: a signal handler that raises cannot come between.
            acquired.extend(map(self._lock.acquire, (waits,)))
            return work() if acquired[0] else None
        finally:
            if True in acquired:
                self._lock.release()

    def _locked_call(
        self, function: str, text: bytes, lent: _Lent, made: Resource | None, takes: Resource | None
    ) -> tuple[bool, bytes]:
        # Another thread can close an object until here. Afterwards its number is dropped before the next call.
        numbers = [b'"%s":%d' % (name.encode(), each._open_number) for name, each in lent.items() if each is not None]
        if numbers:
            text = b"{" + b",".join(numbers) + (b"}" if text == b"{}" else b"," + text[1:])
        instance = self._instance
        if instance is None:
            raise Lost
        had_orphans = instance.has_orphans
        instance.has_orphans = had_orphans or made is not None
        self._running += 1
        try:
            is_ok, answer = instance.call(function, text)
            if takes is not None and is_ok:
                self._numbers.discard(takes._number or 0)
                takes._number = None
            if made is not None:
                self._keep(made, is_ok, answer)
                instance.has_orphans = had_orphans
        except ComponentError:
            self._lose(instance)
            raise
        finally:
            self._running -= 1
        self._release_if_unused()
        return is_ok, answer

    def _keep(self, made: Resource, is_ok: bool, answer: bytes) -> None:
        value = _decode(answer.decode()) if is_ok else None
        number = value.get("ok") if isinstance(value, dict) else value
        if number is not None:
            self._numbers.add(number)
            made._number = number

    def _lose(self, instance: _Instance) -> None:
        self._instance = None
        self._host._lent.discard(instance)

    def _drop(self, number: int) -> None:
        """Closes a resource before the next call."""
        self._dropped.add(number)
        self._numbers.discard(number)

    def close(self, resource: Resource) -> None:
        """Closes a resource, and releases the instance if it was the last one."""
        number = resource._number
        if number is None:
            return
        self._drop(number)
        resource._number = None
        if not self._numbers:
            # If a call is running, it releases the instance.
            self._is_unused = True
            self._with_lock(self._release_if_unused, waits=False)

    def _release_if_unused(self) -> None:
        # A signal handler can close the last object in a call of its thread.
        if self._is_unused and not self._numbers and not self._running:
            self._release()

    def _release(self) -> None:
        """Returns the instance to the host. The objects, which are closed, cannot be used."""
        instance, self._instance = self._instance, None
        if instance is not None:
            self._host._lent.discard(instance)
            if self._is_reusable:
                self._host._give_back(instance)

    def __del__(self) -> None:
        if hasattr(self, "_instance"):
            self._release()


class Resource(_NotCopied):
    """An object in an instance of the component. It is closed by `close`, or when it is no longer used."""

    __slots__ = ("__weakref__", "_home", "_number")

    _NAME: ClassVar[str]

    _home: _Home
    _number: int | None
    """Its number in the string call; `None` if it is closed."""

    @classmethod
    def _from(cls: type[Self], other: Resource) -> Self:
        """Returns an object with the resource of another one, which is closed."""
        made = object.__new__(cls)
        made._home, made._number, other._number = other._home, other._number, None
        return made

    @classmethod
    def _returned(
        cls: type[Self],
        home: _Home,
        function: str,
        arguments: dict[str, Any],
        takes: dict[str, Resource] = {},  # noqa: B006
    ) -> Self:
        """Returns the object that a function returns if it accepts its input."""
        made = object.__new__(cls)
        made._home, made._number = home, None
        convert.accepted(home._call(function, arguments, takes, made=made, takes=next(iter(takes.values()), None)))
        return made

    def _make(self, home: _Home, function: str, arguments: dict[str, Any], lent: _Lent = {}) -> None:  # noqa: B006
        self._home, self._number = home, None
        home._call(function, arguments, lent, made=self)

    def _call(self, function: str, arguments: dict[str, Any]) -> Any:
        return self._home._call(function, arguments, {"self": self})

    @property
    def _open_number(self) -> int:
        """Returns its number. It is only valid while the lock of its home is held."""
        number = self._number
        if number is None:
            raise ClosedError(f"the {self._NAME} is closed")
        return number

    def close(self) -> None:
        """Frees its memory. It cannot be used afterwards. Closing it again does nothing.

        A call on it in another thread is answered, or raises `ClosedError`.
        """
        self._home.close(self)

    def __enter__(self: Self) -> Self:
        return self

    def __exit__(
        self, type_: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __del__(self) -> None:
        number = getattr(self, "_number", None)
        if number is not None:
            self._home._drop(number)


_Lent = Mapping[str, Resource | None]
"""Arguments that are objects of one home, by their names."""


class Session(_NotCopied):
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
        if not issubclass(type(function), str):
            raise convert.wrong_type("function", "the name of a function", function)
        checked = convert.json_of(arguments, "arguments")
        if not isinstance(checked, dict):
            raise convert.wrong_type("arguments", "a mapping", arguments)
        return self._home._call(whole(convert.text(function, "function")), checked)


_default: Host | None = None

_hosts: weakref.WeakSet[Host] = weakref.WeakSet()
_homes: weakref.WeakSet[_Home] = weakref.WeakSet()


def _after_fork() -> None:
    """Replaces the locks in a child process that another thread held: it does not exist there."""
    for host in list(_hosts):
        if not _is_free(host._lock):
            host._lock = threading.RLock()
    for home in list(_homes):
        if not _is_free(home._lock):
            # The fork was during a call.
            if home._instance is not None:
                home._instance.abandon()
                home._lose(home._instance)
            home._lock = threading.RLock()


def _is_free(lock: threading.RLock) -> bool:
    """Returns whether no other thread holds a lock."""
    is_free: bool = lock.acquire(blocking=False)
    if is_free:
        lock.release()
    return is_free


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


def of(host: Host | None) -> Host:
    """Returns the given host, or the default host of the process."""
    global _default
    if host is not None:
        if not isinstance(host, Host):
            raise convert.wrong_type("host", "a Host", host)
        return host
    if _default is None:
        # Two threads can both make one. Only one of them is kept, as in a dict.
        _default = _defaults.setdefault("host", Host())
    return _default


_defaults: dict[str, Host] = {}


def new_home(host: Host | None) -> _Home:
    """Returns an instance for objects that are used together."""
    return _Home(of(host))


def home_of(other: Resource, name: str) -> _Home:
    """Returns the instance of an object. `name` is the name of its type and of the parameter."""
    if not (issubclass(type(other), Resource) and name == other._NAME):
        raise convert.wrong_type(name, f"an object of the type {name}", other)
    return other._home


def home_beside(other: Resource | None, name: str, host: Host | None) -> _Home:
    """Returns the instance of another object, or a new one."""
    return new_home(host) if other is None else home_of(other, name)


def beside(other: Resource | None, name: str, host: Host | None) -> _Home | Host:
    """Returns the instance of another object, or the host."""
    return of(host) if other is None else home_of(other, name)
