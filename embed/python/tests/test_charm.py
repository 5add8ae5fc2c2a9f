"""Compares the replacement with the library, in the same run."""

from __future__ import annotations

import json
import logging
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import ops
import pytest
from charmlibs.interfaces import k8s_backup_target as reference
from charmlibs.interfaces.k8s_backup_target import _schema as reference_schema
from ops import testing
from testdata import cases

from k8s_backup_target import InvalidSpec
from k8s_backup_target import charm as ours
from k8s_backup_target.charm import K8sBackupTargetProvider, K8sBackupTargetRequirer, K8sBackupTargetSpec

if TYPE_CHECKING:
    from collections.abc import Callable

GOOD = {
    "include_namespaces": ["my-namespace"],
    "include_resources": ["persistentvolumeclaims", "services"],
    "ttl": "24h",
}
META = {"name": "my-app", "provides": {"backup": {"interface": "k8s_backup_target"}}}
REQUIRER_META = {"name": "integrator", "requires": {"targets": {"interface": "k8s_backup_target"}}}


def provider_charm(library: Any, spec: dict[str, Any], **options: Any) -> type[ops.CharmBase]:
    class Charm(ops.CharmBase):
        def __init__(self, framework: ops.Framework) -> None:
            super().__init__(framework)
            self.backup = library.K8sBackupTargetProvider(
                self,
                relation_name="backup",
                spec=library.K8sBackupTargetSpec(**spec),
                refresh_event=[self.on.config_changed],
                **options,
            )

    return Charm


class Outcome(NamedTuple):
    databags: dict[int, dict[str, str]]
    logs: list[tuple[str, str]]


def logs_of(context: testing.Context[Any]) -> list[tuple[str, str]]:
    """Returns what the charm's own code logs; `ops` logs at debug level too."""
    return [(line.level, line.message) for line in context.juju_log if not line.message.startswith("Emitting")]


def provide(
    library: Any, spec: dict[str, Any], event: str, *, leader: bool = True, ids: tuple[int, ...] = (7,), **options: Any
) -> Outcome:
    context = testing.Context(provider_charm(library, spec, **options), meta=META, app_name="my-app")
    relations = [testing.Relation("backup", interface="k8s_backup_target", id=id_) for id_ in ids]
    model = testing.Model(name="my-model", uuid="8f2c1d9e-5b1f-4a58-9d51-1f8f5a3d6a10")
    state = testing.State(leader=leader, relations=relations, model=model)
    on = getattr(context.on, event)
    out = context.run(on(relations[0]) if event.startswith("relation") else on(), state)
    return Outcome({each.id: dict(each.local_app_data) for each in out.relations}, logs_of(context))


EVENTS = ["leader_elected", "relation_created", "upgrade_charm", "config_changed"]
OTHER_EVENTS = ["relation_changed", "relation_joined", "relation_broken", "update_status", "install", "start"]


@pytest.mark.parametrize("event", EVENTS + OTHER_EVENTS)
@pytest.mark.parametrize("leader", [True, False])
def test_each_event_writes_the_same_bytes_and_logs(event: str, leader: bool) -> None:
    expected = provide(reference, GOOD, event, leader=leader, ids=(7, 3, 12))
    assert provide(ours, GOOD, event, leader=leader, ids=(7, 3, 12)) == expected
    is_written = leader and event in EVENTS
    assert all(bool(databag) == is_written for databag in expected.databags.values())


@pytest.mark.parametrize("event", ["leader_elected", "upgrade_charm", "config_changed"])
def test_without_a_relation_the_logs_are_the_same(event: str) -> None:
    expected = provide(reference, GOOD, event, ids=())
    assert any("no relation 'backup' found" in message for _, message in expected.logs)
    assert provide(ours, GOOD, event, ids=()) == expected


def specs() -> list[dict[str, Any]]:
    return [case["spec"] for _, case in cases("publish")]


@pytest.mark.parametrize("place", range(0, len(specs()), 6))
def test_any_spec_is_written_with_the_same_bytes(place: int) -> None:
    spec = specs()[place]
    assert provide(ours, spec, "config_changed").databags == provide(reference, spec, "config_changed").databags


@pytest.mark.parametrize("refresh", [None, "one", "several", "tuple"])
def test_there_can_be_one_or_several_refresh_events(refresh: str | None) -> None:
    def databags(library: Any) -> object:
        class Charm(ops.CharmBase):
            def __init__(self, framework: ops.Framework) -> None:
                super().__init__(framework)
                events: dict[str | None, Any] = {
                    "one": self.on.update_status,
                    "several": [self.on.start, self.on.update_status],
                    "tuple": (self.on.update_status,),
                }
                spec = library.K8sBackupTargetSpec(**GOOD)
                self.backup = library.K8sBackupTargetProvider(self, "backup", spec, events.get(refresh))

        context = testing.Context(Charm, meta=META)
        state = testing.State(leader=True, relations=[testing.Relation("backup", id=1)])
        out = context.run(context.on.update_status(), state)
        # Each state has a random name of the model.
        databag: dict[str, str] = dict(out.get_relation(1).local_app_data)
        return {key: [{**entry, "model": ""} for entry in json.loads(text)] for key, text in databag.items()}

    assert databags(ours) == databags(reference)


WRONG = {**GOOD, "ttl": "30d"}


def test_a_spec_with_errors_is_written_and_the_errors_are_logged() -> None:
    expected, outcome = (provide(library, WRONG, "config_changed") for library in (reference, ours))
    assert outcome.databags == expected.databags
    assert [line for line in outcome.logs if line in expected.logs] == expected.logs
    logged = [message for level, message in outcome.logs if level == "ERROR"]
    assert logged == [
        "The spec of relation 'backup': error[ttl-not-a-duration]: `30d` is not a duration for Velero"
        " (`d` is not a unit): Kubernetes accepts it, and Velero then cannot read any list with this object (at /ttl);"
        " write `720h`"
    ]


def test_a_strict_provider_raises_an_error_and_writes_nothing() -> None:
    context = testing.Context(provider_charm(ours, WRONG, strict=True), meta=META)
    published = {"backup_targets": "[]", "other": "text"}
    relation = testing.Relation("backup", local_app_data=published, id=5)
    state = testing.State(leader=True, relations=[relation])
    with context(context.on.update_status(), state) as manager:
        with pytest.raises(ValueError, match="ttl-not-a-duration") as raised:
            manager.charm.backup._send_data(None)
        assert isinstance(raised.value, InvalidSpec)
        assert "ttl-not-a-duration" in [each.code for each in raised.value.diagnostics]
        found = manager.charm.model.get_relation("backup", 5)
        assert found is not None
        assert dict(found.data[manager.charm.app]) == published
    # A valid spec is written.
    assert provide(ours, GOOD, "config_changed", strict=True) == provide(reference, GOOD, "config_changed")


CHANGES: list[dict[str, Any]] = [
    {"ttl": 24},
    {"ttl": [[]], "include_resources": "pods"},
    {"ttl": float("nan")},
    {"ttl": b"24h"},
    {"include_namespaces": ("a",)},
    {"include_namespaces": {"a"}},
    {"include_namespaces": [1, None, {"x": 2.5, "y": ("a", b"b")}]},
    {"label_selector": {1: 2, False: True, None: "\u00e9"}},
    {"label_selector": [("a", "b")]},
]


def provide_changed(library: Any, changes: dict[str, Any], **options: Any) -> Outcome:
    class Charm(ops.CharmBase):
        def __init__(self, framework: ops.Framework) -> None:
            super().__init__(framework)
            spec = library.K8sBackupTargetSpec(**GOOD)
            for name, value in changes.items():
                setattr(spec, name, value)
            event = self.on.config_changed
            self.backup = library.K8sBackupTargetProvider(self, "backup", spec, event, **options)

    context = testing.Context(Charm, meta=META, app_name="my-app")
    relation = testing.Relation("backup", interface="k8s_backup_target", id=7)
    state = testing.State(leader=True, relations=[relation], model=testing.Model(name="my-model"))
    out = context.run(context.on.config_changed(), state)
    return Outcome({each.id: dict(each.local_app_data) for each in out.relations}, logs_of(context))


@pytest.mark.parametrize("place", range(len(CHANGES)))
@pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")
def test_a_value_of_a_wrong_type_is_written_as_by_the_library(place: int) -> None:
    expected, outcome = (provide_changed(library, CHANGES[place]) for library in (reference, ours))
    assert outcome.databags == expected.databags
    is_converted = next(iter(CHANGES[place].values())) in (b"24h", ("a",), {"a"})
    assert is_converted != any("1 validation error" in text or "validation errors" in text for _, text in outcome.logs)


@pytest.mark.parametrize(
    "spec",
    [{"ttl": "1h", "unknown": 1}, {"include_namespaces": ("a",)}, {"ttl": 5}, {"ttl": None}, None, 5, [("ttl", "1h")]],
)
def test_a_spec_of_another_type_is_treated_as_by_the_library(spec: Any) -> None:
    def outcome(library: Any) -> object:
        class Charm(ops.CharmBase):
            def __init__(self, framework: ops.Framework) -> None:
                super().__init__(framework)
                self.backup = library.K8sBackupTargetProvider(self, "backup", spec, self.on.config_changed)

        context = testing.Context(Charm, meta=META, app_name="my-app")
        relation = testing.Relation("backup", interface="k8s_backup_target", id=7)
        state = testing.State(leader=True, relations=[relation], model=testing.Model(name="my-model"))
        try:
            return dict(context.run(context.on.config_changed(), state).get_relation(7).local_app_data)
        except testing.errors.UncaughtCharmError as error:
            assert isinstance(error.__cause__, ValueError)
            return str(error.__cause__)

    assert outcome(ours) == outcome(reference)


@pytest.mark.parametrize("value", ["yes", 1])
@pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")
def test_a_value_that_is_read_as_true_is_written_as_true(value: Any) -> None:
    expected, outcome = (
        json.loads(provide_changed(library, {"include_cluster_resources": value}).databags[7]["backup_targets"])
        for library in (reference, ours)
    )
    assert expected[0]["spec"].pop("include_cluster_resources") == value
    assert outcome[0]["spec"].pop("include_cluster_resources") is True
    assert outcome == expected


def test_a_lone_surrogate_is_written_as_the_replacement_character() -> None:
    expected, outcome = (
        provide_changed(library, {"ttl": "\ud800"}).databags[7]["backup_targets"] for library in (reference, ours)
    )
    assert outcome == expected.replace("\\ud800", "\\ufffd") != expected


def test_a_strict_provider_refuses_a_value_of_a_wrong_type() -> None:
    with pytest.raises(testing.errors.UncaughtCharmError) as raised:
        provide_changed(ours, {"ttl": 24}, strict=True)
    assert isinstance(raised.value.__cause__, ValueError)
    assert "Input should be a valid string" in str(raised.value.__cause__)


def require(
    library: Any, databags: list[dict[str, str]], ask: Callable[[Any, Any], Any], event: str = "update_status"
) -> tuple[Any, list[tuple[str, str]]]:
    class Charm(ops.CharmBase):
        def __init__(self, framework: ops.Framework) -> None:
            super().__init__(framework)
            self.targets = library.K8sBackupTargetRequirer(self, relation_name="targets")

    context = testing.Context(Charm, meta=REQUIRER_META)
    relations = [
        testing.Relation("targets", remote_app_name=f"app-{place}", remote_app_data=databag, id=place)
        for place, databag in enumerate(databags)
    ]
    on = getattr(context.on, event)
    arguments = [relations[0]] if event.startswith("relation") else []
    with context(on(*arguments), testing.State(relations=relations)) as manager:
        answer = ask(manager.charm.targets, manager.charm)
        manager.run()
    return answer, logs_of(context)


def entry(app: str = "my-app", model: str = "prod", **spec: Any) -> dict[str, Any]:
    return {"app": app, "relation_name": "backup", "model": model, "spec": spec}


def published(*entries: dict[str, Any]) -> dict[str, str]:
    return {"backup_targets": json.dumps(entries)}


DATABAGS: list[list[dict[str, str]]] = [
    [],
    [{}],
    [published()],
    [published(entry(ttl="1h"))],
    [published(entry("other"))],
    [published(entry("other")), published(entry(ttl="2h"), entry(ttl="3h"))],
    [{"backup_targets": "not-valid-json{{{"}, published(entry(include_cluster_resources="yes"))],
    [published(entry(ttl=5), entry()), published(entry(ttl="4h"))],
    [{"backup_targets": json.dumps(json.dumps([entry()]))}],
    [{"other": "{", **published(entry(label_selector={"b": "1", "a": "2"}))}],
]


@pytest.mark.parametrize("place", range(len(DATABAGS)))
@pytest.mark.parametrize("event", ["update_status", "relation_changed", "relation_broken"])
def test_a_databag_is_read_as_by_the_library(place: int, event: str) -> None:
    databags = DATABAGS[place]
    if event.startswith("relation") and not databags:
        return

    def ask(requirer: Any, charm: ops.CharmBase) -> Any:
        found = requirer.get_backup_spec(app_name="my-app", endpoint="backup", model="prod")
        nothing = requirer.get_backup_spec("my-app", "backup", None)
        return requirer.is_ready, found and found.model_dump_json(), nothing

    assert require(ours, databags, ask, event) == require(reference, databags, ask, event)


class FakeRelation:
    """The part of a relation that the libraries use, for thousands of cases."""

    load = ops.Relation.load
    id = 1

    def __init__(self, databag: dict[str, str]) -> None:
        self.app = "provider"
        self.data = {self.app: databag}


class FakeCharm:
    def __init__(self, relations: list[FakeRelation]) -> None:
        self.model = self
        self.relations = {"targets": relations}


def test_a_measured_databag_is_read_as_by_the_library() -> None:
    for place, case in cases("databag"):
        charm: Any = FakeCharm([FakeRelation(bag["data"]) for bag in case["databags"]])
        query = case["query"]
        requirer = K8sBackupTargetRequirer(charm, "targets")
        found = requirer.get_backup_spec(query["app"], query["endpoint"], query["model"])
        answered = requirer.is_ready, found and found.model_dump_json()
        if case.get("instead"):
            assert answered[0] == case["instead"]["is_ready"], place
            continue
        library = reference.K8sBackupTargetRequirer(charm, "targets")
        expected = library.get_backup_spec(query["app"], query["endpoint"], query["model"])
        assert answered == (library.is_ready, expected and expected.model_dump_json()), place


def outcome_of(call: Callable[[], Any]) -> Any:
    try:
        return call().model_dump_json()
    except ValueError:
        return "refused"
    except RecursionError:
        return "too deep for json.loads"


def test_a_relation_is_loaded_as_with_the_models_of_the_library() -> None:
    refused = 0
    for place, case in cases("databag"):
        for bag in case["databags"]:
            relation: Any = FakeRelation(bag["data"])
            models = (reference_schema.ProviderAppData, ours.ProviderAppData)
            expected, answered = (outcome_of(partial(relation.load, model, "provider")) for model in models)
            is_surrogate = "surrogate" in (case.get("instead") or {"because": ""})["because"] or "\ufffd" in answered
            if not is_surrogate:
                assert answered == expected, place
            refused += answered == "refused"
    assert refused > 100


def test_loaded_data_can_be_saved() -> None:
    def ask(requirer: Any, charm: ops.CharmBase) -> None:
        relation = charm.model.relations["targets"][0]
        data = relation.load(ours.ProviderAppData, relation.app)
        assert isinstance(data.backup_targets[0], ours.BackupTargetEntry)
        assert isinstance(data.backup_targets[0].spec, K8sBackupTargetSpec)
        relation.save(data, charm.unit)
        assert relation.data[charm.unit]["backup_targets"] == json.dumps([{**entry(), "spec": full}])

    full = {**dict.fromkeys(K8sBackupTargetSpec.model_fields), "ttl": "1h"}
    require(ours, [published(entry(ttl="1h", unknown=1))], ask)


def test_targets_are_read_again_only_if_they_have_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    from k8s_backup_target import requirer as module

    reads = []
    make = module.Targets.__init__

    def counted(self: Any, relations: Any, **options: Any) -> None:
        reads.append(relations)
        make(self, relations, **options)

    monkeypatch.setattr(module.Targets, "__init__", counted)
    charm: Any = FakeCharm([FakeRelation(published(entry(ttl="1h")))])
    requirer = K8sBackupTargetRequirer(charm, "targets")
    for _ in range(3):
        assert requirer.is_ready
        assert requirer.get_backup_spec("my-app", "backup", "prod") == K8sBackupTargetSpec(ttl="1h")
    assert len(reads) == 1
    charm.relations["targets"][0].data["provider"] = published(entry(ttl="2h"))
    assert requirer.get_backup_spec("my-app", "backup", "prod") == K8sBackupTargetSpec(ttl="2h")
    assert len(reads) == 2


def test_reading_never_raises_an_error(caplog: pytest.LogCaptureFixture) -> None:
    nested = "[" * 100_000 + "]" * 100_000
    deep = '[{"app": "a", "relation_name": "b", "model": "c", "spec": {"ttl": ' + nested + "}}]"
    gone = FakeRelation({})
    gone.app = None  # type: ignore[assignment]

    class Failing(FakeRelation):
        @property
        def data(self) -> Any:
            raise ops.ModelError("relation-get failed")

        @data.setter
        def data(self, _: Any) -> None: ...

    hostile = [FakeRelation({"backup_targets": deep}), gone, Failing({}), FakeRelation({"backup_targets": "\ud800"})]
    charm: Any = FakeCharm([*hostile, FakeRelation(published(entry(ttl="1h")))])
    requirer = K8sBackupTargetRequirer(charm, "targets")
    assert requirer.is_ready
    assert requirer.get_backup_spec("my-app", "backup", "prod") == K8sBackupTargetSpec(ttl="1h")
    assert {each.subject for each in requirer.diagnostics} == {0, 3}
    assert "relation-get failed" in caplog.text
    assert requirer.get_backup_spec(None, 5, "prod") is None  # type: ignore[arg-type]


def test_a_databag_that_exceeds_a_limit_does_not_hide_the_others(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from k8s_backup_target import Host, Limits, host

    monkeypatch.setattr(host, "_default", Host(Limits(memory_bytes=8 << 20)))
    huge = published(entry(ttl="x" * (16 << 20)))
    charm: Any = FakeCharm([FakeRelation(huge), FakeRelation(published(entry(ttl="1h")))])
    with caplog.at_level(logging.ERROR):
        requirer = K8sBackupTargetRequirer(charm, "targets")
        assert requirer.get_backup_spec("my-app", "backup", "prod") == K8sBackupTargetSpec(ttl="1h")
    assert "could not be read" in caplog.text


def test_the_parameters_are_those_of_the_library() -> None:
    import inspect

    for name in ("K8sBackupTargetProvider", "K8sBackupTargetRequirer"):
        expected = list(inspect.signature(getattr(reference, name)).parameters)
        assert list(inspect.signature(getattr(ours, name)).parameters)[: len(expected)] == expected
    assert issubclass(K8sBackupTargetProvider, ops.Object)
