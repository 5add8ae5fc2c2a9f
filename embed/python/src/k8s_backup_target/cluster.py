"""What is known of a cluster beyond the kinds that every Kubernetes serves."""

# Generated from wit/ by `cargo xtask bindings`.

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from . import convert
from . import host as hosts


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


def read_api_resource(value: Any) -> ApiResource:
    """Returns the value of its JSON."""
    return ApiResource(**value)


def write_api_resource(value: ApiResource) -> dict[str, Any]:
    """Returns the JSON of the value."""
    return {
        "group": value.group,
        "plural": value.plural,
        "singular": value.singular,
        "kind": value.kind,
        "short_names": convert.items(value.short_names, "short_names"),
        "namespaced": value.namespaced,
        "verbs": convert.items(value.verbs, "verbs"),
    }


class Cluster(hosts.Resource):
    """The kinds that a cluster serves, and how Velero finds one by a name."""

    __slots__ = ()
    _NAME: ClassVar = "cluster"

    def __init__(self) -> None:
        raise TypeError("Cluster.open makes one")

    @staticmethod
    def open(
        api_resources: Iterable[ApiResource] = (), velero_version: str | None = None, *, host: hosts.Host | None = None
    ) -> Cluster:
        """The kinds of every Kubernetes and those given; a given one takes the place of a built-in one of its group and
        plural.

        With kinds given, a name that none of them has is known to be unknown.

        `velero_version`: "1.18"; none is the newest that the component follows. Refuses a version that it does not
        follow, and kinds that no cluster can serve, each with its place as the subject.

        Raises:
            InvalidInput: it is refused; the diagnostics say why.
        """
        home = hosts.new_home(host)
        return Cluster._in(
            home,
            convert.accepted(
                home._call(
                    "cluster.cluster.open",
                    {
                        "api_resources": [
                            write_api_resource(each) for each in convert.items(api_resources, "api_resources")
                        ],
                        "velero_version": velero_version,
                    },
                )
            ),
        )

    def api_resources(self) -> list[ApiResource]:
        """Built-in kinds and those given, group by group, in the order in which Velero prefers them."""
        return [
            read_api_resource(each) for each in self._home._call("cluster.cluster.api-resources", {"self": self._alive})
        ]

    def resolve(self, name: str) -> ApiResource | None:
        """The kind that Velero takes a name in a resource list for: a plural, singular, kind or short name, with or
        without its group or the start of it.

        None where it finds nothing, or a kind that it does not see.
        """
        answer = self._home._call("cluster.cluster.resolve", {"self": self._alive, "name": name})
        return None if answer is None else read_api_resource(answer)


def parse_api_resources(text: str, *, host: hosts.Host | None = None) -> list[ApiResource]:
    """What `kubectl api-resources` prints, plain, with `-o wide` or with `-o json`, and the JSON of discovery.

    The errors are all there are, each with its line.

    Raises:
        InvalidInput: it is refused; the diagnostics say why.
    """
    return [
        read_api_resource(each)
        for each in convert.accepted(hosts.of(host)._call("cluster.parse-api-resources", {"text": text}))
    ]
