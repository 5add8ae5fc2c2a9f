"""What is known of a cluster beyond the kinds that every Kubernetes serves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from . import host as hosts
from . import lift

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class ApiResource:
    """A kind of object that a cluster serves."""

    group: str
    """The API group, such as `apps`; empty for the core group."""
    plural: str
    """The name in requests, in lower case: `deployments`. Subresources are no kinds."""
    singular: str | None
    """The plural's singular; where it is not given, the kind in lower case."""
    kind: str
    """The name in objects: `Deployment`."""
    short_names: Sequence[str]
    """Abbreviations, such as `deploy`."""
    namespaced: bool
    """Whether its objects are in namespaces."""
    verbs: Sequence[str] = ()
    """What can be done with it, such as `list`; empty when not known.

    Velero sees only kinds with list, create, get and delete.
    """


class Cluster(hosts.Resource):
    """The kinds that a cluster serves, and how Velero finds one by a name. `Cluster.open` makes one."""

    __slots__ = ()
    _INTERFACE: ClassVar = "cluster"
    _NAME: ClassVar = "cluster"

    def __init__(self) -> None:
        raise TypeError("Cluster.open makes one")

    @staticmethod
    def open(
        api_resources: Iterable[ApiResource] = (),
        velero_version: str | None = None,
        *,
        host: hosts.Host | None = None,
    ) -> Cluster:
        """The kinds of every Kubernetes and those given.

        A given one takes the place of a built-in one of its group and plural. With kinds given, a name that none of
        them has is known to be unknown.

        Args:
            api_resources: What the cluster serves.
            velero_version: "1.18"; none is the newest that the component follows.
            host: What it runs in.

        Raises:
            InvalidInput: a version that the component does not follow, or kinds that no cluster can serve, each with
                its place as the subject.
        """
        home = hosts.new_home(host)
        opened = home.call("cluster", "[static]cluster.open", (api_resources, velero_version))
        return Cluster._in(home, lift.accepted(opened))

    def api_resources(self) -> list[ApiResource]:
        """Built-in kinds and those given, group by group, in the order in which Velero prefers them."""
        return [ApiResource(*fields) for fields in self._method("api-resources")]

    def resolve(self, name: str) -> ApiResource | None:
        """The kind that Velero takes a name in a resource list for.

        Args:
            name: A plural, singular, kind or short name, with or without its group or the start of it.

        Returns:
            None where Velero finds nothing, or a kind that it does not see.
        """
        found = self._method("resolve", name)
        return None if found is None else ApiResource(*found)


def parse_api_resources(text: str, *, host: hosts.Host | None = None) -> list[ApiResource]:
    """What `kubectl api-resources` prints, plain, with `-o wide` or with `-o json`, and the JSON of discovery.

    Raises:
        InvalidInput: it is none of these; all errors there are, each with its line.
    """
    parsed = hosts.of(host).call("cluster", "parse-api-resources", text)
    return [ApiResource(*fields) for fields in lift.accepted(parsed)]
