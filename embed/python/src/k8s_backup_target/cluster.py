"""The kinds that a cluster serves, and its release of Velero."""

# Generated from wit/ by `cargo xtask bindings`.

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from . import convert
from . import host as hosts

if TYPE_CHECKING:
    from .diagnostic import Diagnostic


@dataclass(frozen=True, slots=True)
class ApiResource:
    """A kind of object that a cluster serves."""

    group: str
    """The API group, such as `apps`. It is empty for the core group."""
    plural: str
    """The plural name, in lower case, such as `deployments`. Subresources are not kinds."""
    singular: str | None
    """The singular name. If it is not set, the kind in lower case."""
    kind: str
    """The kind, such as `Deployment`."""
    short_names: Sequence[str]
    """Short names, such as `deploy`."""
    namespaced: bool
    """Whether its objects are in namespaces."""
    verbs: Sequence[str] = ()
    """The verbs that it supports, such as `list`.

    It is empty if they are not known. Velero sees only kinds that support list, create, get and delete.
    """


def read_api_resource(value: Any) -> ApiResource:
    """Converts JSON to a value."""
    return ApiResource(**value)


def write_api_resource(value: ApiResource, name: str) -> dict[str, Any]:
    """Converts a value to JSON."""
    convert.require_fields(value, ApiResource, name)
    return {
        "group": convert.text(value.group, f"{name}.group"),
        "plural": convert.text(value.plural, f"{name}.plural"),
        "singular": convert.optional(convert.text, value.singular, f"{name}.singular"),
        "kind": convert.text(value.kind, f"{name}.kind"),
        "short_names": convert.list_of(convert.text, value.short_names, f"{name}.short_names"),
        "namespaced": convert.truth(value.namespaced, f"{name}.namespaced"),
        "verbs": convert.list_of(convert.text, value.verbs, f"{name}.verbs"),
    }


@dataclass(frozen=True, slots=True)
class VeleroRelease:
    """A release of Velero whose behaviour was measured. Most patches of a release behave like its newest one."""

    name: str
    """The name, such as `1.18`. `next` is the main branch of Velero."""
    measured: str
    """The tag, or the branch and the commit, that was measured."""
    is_default: bool
    """Whether it is used if no version is given."""


def read_velero_release(value: Any) -> VeleroRelease:
    """Converts JSON to a value."""
    return VeleroRelease(**value)


class Cluster(hosts.Resource):
    """The kinds that a cluster serves, and its release of Velero. It finds a kind by a name as Velero does."""

    __slots__ = ()
    _NAME: ClassVar = "cluster"

    def __init__(self) -> None:
        raise TypeError("Cluster.open makes one")

    @staticmethod
    def open(
        api_resources: Iterable[ApiResource] = (), velero_version: str | None = None, *, host: hosts.Host | None = None
    ) -> Cluster:
        """Returns a cluster that serves the built-in Kubernetes kinds and the given ones.

        A given kind replaces the built-in kind of the same group and plural. If kinds are given, any other name is an
        unknown kind.

        `velero_version` is a version such as "1.18", "v1.17.2" or "next"; `velero_versions` lists the releases. Without
        it, the default release is used, and checks also report what differs between the releases. The errors are a
        version that is not known, and kinds that a cluster cannot serve. The subject of such a kind is its index.

        Raises:
            InvalidInput: The input is refused. The diagnostics give the reasons.
        """
        return Cluster._returned(
            hosts.new_home(host),
            "cluster.cluster.open",
            {
                "api_resources": convert.list_of(write_api_resource, api_resources, "api_resources"),
                "velero_version": convert.optional(convert.text, velero_version, "velero_version"),
            },
        )

    def diagnostics(self) -> list[Diagnostic]:
        """Returns the warnings about the version: it is known to differ from the release that it is treated as."""
        return convert.diagnostics(self._call("cluster.cluster.diagnostics", {}))

    def api_resources(self) -> list[ApiResource]:
        """Returns the built-in kinds and the given ones, by group, in the order in which Velero prefers them."""
        return [read_api_resource(each) for each in self._call("cluster.cluster.api-resources", {})]

    def resolve(self, name: str) -> ApiResource | None:
        """Returns the kind that Velero finds for a name in a list of resources.

        The name is a plural, a singular, a kind or a short name. The group, or the start of the group, can follow.
        Returns `None` if Velero finds no kind, or does not see the kind.
        """
        answer = self._call("cluster.cluster.resolve", {"name": convert.text(name, "name")})
        return None if answer is None else read_api_resource(answer)


def velero_versions(*, host: hosts.Host | None = None) -> list[VeleroRelease]:
    """Returns the known releases of Velero, from the oldest to the newest."""
    return [read_velero_release(each) for each in hosts.of(host)._call("cluster.velero-versions", {})]


def parse_api_resources(text: str, *, host: hosts.Host | None = None) -> list[ApiResource]:
    """Parses the output of `kubectl api-resources`, with or without `-o wide` or `-o json`, or the JSON of API
    discovery.

    Returns all errors, each with its line.

    Raises:
        InvalidInput: The input is refused. The diagnostics give the reasons.
    """
    return [
        read_api_resource(each)
        for each in convert.accepted(
            hosts.of(host)._call("cluster.parse-api-resources", {"text": convert.text(text, "text")})
        )
    ]
