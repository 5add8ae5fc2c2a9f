"""Calls each function of the contract once, and compares its result."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from testdata import PROJECT

import k8s_backup_target as k8s
from k8s_backup_target import (
    Edit,
    Fix,
    Identity,
    Position,
    RelatedPlace,
    Relation,
    ScheduleConfig,
    Span,
    Spec,
    Target,
    VeleroSettings,
    Window,
)
from k8s_backup_target.merge import VeleroBackupSpec, merge

SPEC = Spec(include_namespaces=["prod"], label_selector={"b": "1", "a": "2"}, ttl="24h")
TARGET = Target("my-app", "backup", "prod", SPEC)
DAILY = ScheduleConfig("0 2 * * *")
SETTINGS = VeleroSettings("velero", "default")
IDENTITY = Identity("my-app", "prod", "backup")


def test_a_spec_is_published_and_found() -> None:
    [write] = k8s.publish(IDENTITY, SPEC, True, [Relation(7)], "refuse")
    assert (write.relation_id, write.key, write.changed) == (7, "backup_targets", True)
    databag = {write.key: write.value}
    assert [each.changed for each in k8s.publish(IDENTITY, SPEC, True, [Relation(7, databag)], "refuse")] == [False]
    targets = k8s.Targets([Relation(7, databag)])
    assert targets.get_backup_spec("my-app", "backup", "prod") == SPEC
    assert targets.entries() == [k8s.LocatedTarget(7, 0, TARGET)]
    assert targets.diagnostics() == []
    assert k8s.find_spec([Relation(7, databag)], "my-app", "backup", "prod") == SPEC
    assert k8s.find_spec([Relation(7, databag)], "my-app", "backup", "other") is None


def test_the_class_of_the_error_says_why_nothing_is_published() -> None:
    with pytest.raises(k8s.NotLeader):
        k8s.publish(IDENTITY, SPEC, False, [], "refuse")
    with pytest.raises(k8s.NoRelation):
        k8s.publish(IDENTITY, SPEC, True, [], "refuse")
    with pytest.raises(k8s.PublishError) as raised:
        k8s.publish(IDENTITY, Spec(include_namespaces=["a"], ttl="30d"), True, [Relation(1)], "refuse")
    assert isinstance(raised.value, k8s.InvalidSpec)
    assert [each.code for each in raised.value.diagnostics] == ["ttl-not-a-duration"]
    assert str(raised.value) == (
        "error[ttl-not-a-duration]: `30d` is not a duration for Velero (`d` is not a unit): Kubernetes accepts it, and"
        " Velero then cannot read any list with this object (at /ttl); write `720h`"
    )


def test_levels_and_comments_change_what_is_reported() -> None:
    text = "include_namespaces: [prod]\nttl: 30d\nother: 1\n"
    levels = [k8s.RuleLevel("ttl-not-a-duration", "ignore"), k8s.RuleLevel("unknown-field", "error")]
    found = k8s.check_text(text, "yaml", levels=levels)
    assert [(each.code, each.severity) for each in found] == [("unknown-field", "error")]
    with k8s.Document(text, "yaml", levels=levels) as document:
        assert document.diagnostics() == found
    ignored = text.replace("30d", "30d # k8s-backup-target: ignore ttl-not-a-duration")
    assert [each.code for each in k8s.check_text(ignored, "yaml")] == ["unknown-field"]
    unknown = k8s.check_text("ttl: 1h", "yaml", levels=[k8s.RuleLevel("ttl-zreo", "ignore")])
    assert [each.code for each in unknown] == ["unknown-rule", "whole-cluster"]


def test_diagnostics_of_a_text_have_positions_and_fixes() -> None:
    text = "include_namespaces: [é]\nttl: 30d\n"
    with k8s.Document(text, "yaml") as document:
        diagnostics = {each.code: each for each in document.diagnostics()}
        assert document.specs() == [Spec(include_namespaces=["é"], ttl="30d")]
        assert document.targets() == []
        assert document.diagnostics() == k8s.check_text(text, "yaml") == k8s.check_text(text, "yaml", "spec")
        found = diagnostics["ttl-not-a-duration"]
        span = Span(Position(30, 29, 2, 6), Position(33, 32, 2, 9))
        assert found.span == span == document.locate(0, "/ttl")
        assert found.fixes == [Fix("write `720h`", [Edit(span, "720h")], certain=True, effect=None)]
        assert document.locate(0, "/other") is None
        assert document.edit(0, "/ttl", '"48h"') == [Edit(span, "48h")]
        with pytest.raises(k8s.InvalidInput) as refused:
            document.edit(0, "/other", None)
        assert [each.code for each in refused.value.diagnostics] == ["edit-refused"]
        assert document.pointer_at(30) == (0, "/ttl")
        assert document.pointer_at(34) is None
    targets = k8s.Document(
        json.dumps([{"app": "a", "relation_name": "b", "model": "m", "spec": {"ttl": "1h"}}]), "json"
    )
    assert targets.targets() == [Target("a", "b", "m", Spec(ttl="1h"))]


def test_a_fix_says_whether_it_is_certain_and_what_it_changes() -> None:
    [misspelled] = fixes("include_namespaces: [prod]\ninclude_resources: [pvcs]\n")
    assert misspelled.title == "write `persistentvolumeclaims`"
    assert not misspelled.certain
    assert misspelled.effect == "objects of `persistentvolumeclaims` are saved too"
    [duration] = fixes("include_namespaces: [prod]\nttl: 30d\n")
    assert (duration.title, duration.certain, duration.effect) == ("write `720h`", True, None)


def fixes(text: str) -> list[Fix]:
    return [fix for each in k8s.check_text(text, "yaml") for fix in each.fixes]


def test_related_positions_are_reported() -> None:
    entry = {"app": "a", "relation_name": "b", "model": "m", "spec": {}}
    relation = Relation(3, {"backup_targets": json.dumps([entry, entry])})
    [found] = k8s.Targets([relation]).diagnostics()
    assert (found.code, found.pointer, found.subject) == ("shadowed-target", "/backup_targets/1", 0)
    place = RelatedPlace("this target of relation 3 is found instead", 0, "/backup_targets/0", None)
    assert found.related == [place]


def test_a_spec_is_checked_with_and_without_a_cluster() -> None:
    spec = Spec(
        include_namespaces=["kubeflow"], include_resources=["profiles.kubeflow.org"], include_cluster_resources=False
    )
    target = Target("a", "b", "m", spec)
    assert k8s.check_spec(spec) == k8s.check_target(target) == []
    kind = k8s.ApiResource("kubeflow.org", "profiles", None, "Profile", ["pf"], False)
    with k8s.Cluster.open([kind], "1.18") as cluster:
        assert [each.code for each in k8s.check_spec(spec, cluster)] == ["cluster-scoped-skipped"]
        assert [each.pointer for each in k8s.check_target(target, cluster)] == ["/spec/include_resources/0"]
        text = k8s.format_spec(spec, "json")
        assert [each.code for each in k8s.check_text(text, "json", None, cluster)] == ["cluster-scoped-skipped"]
        for name in ("Profile", "pf", "profiles.kubeflow.org"):
            found = cluster.resolve(name)
            assert found is not None
            assert (found.group, found.plural, found.namespaced) == ("kubeflow.org", "profiles", False)
        assert cluster.resolve("gadgets") is None
        assert found in cluster.api_resources()
    with pytest.raises(k8s.InvalidInput, match="unknown-velero-version"):
        k8s.Cluster.open([], "1.4")


def codes(refused: pytest.ExceptionInfo[k8s.InvalidInput]) -> list[str]:
    return [each.code for each in refused.value.diagnostics]


def test_the_releases_of_velero_are_listed() -> None:
    releases = k8s.velero_versions()
    assert len(releases) == 7
    assert [each.name for each in releases if each.is_default] == ["1.18"]
    assert [each.measured for each in releases if each.name == "1.17"] == ["v1.17.2"]
    for release in releases:
        assert k8s.Cluster.open(velero_version=release.name).diagnostics() == []
    [warning] = k8s.Cluster.open(velero_version="v1.18.0").diagnostics()
    assert (warning.code, warning.severity) == ("velero-version-differs", "warning")


def test_a_namespace_pattern_depends_on_the_release_of_velero() -> None:
    target = Target("a", "b", "m", Spec(include_namespaces=["team-?"], ttl="24h"))
    before, since = k8s.Cluster.open(velero_version="1.17"), k8s.Cluster.open(velero_version="1.18")
    refusals = [each for each in k8s.check_spec(target.spec, before) if each.severity == "error"]
    assert [each.pointer for each in refusals] == ["/include_namespaces/0"]
    assert k8s.check_spec(target.spec, since) == []
    assert k8s.describe(target.spec, None, before).startswith("Saves nothing")
    assert k8s.describe(target.spec, None, since) == k8s.describe(target.spec)
    with pytest.raises(k8s.InvalidInput) as raised:
        k8s.backup_manifest(target, SETTINGS, before)
    assert codes(raised) == [each.code for each in refusals]
    with pytest.raises(k8s.InvalidInput):
        k8s.schedule_manifest(target, DAILY, SETTINGS, before)
    assert k8s.plan([target], DAILY, SETTINGS, [], before).manifests == []
    assert k8s.backup_manifest(target, SETTINGS, since) == k8s.backup_manifest(target, SETTINGS)
    assert k8s.schedule_manifest(target, DAILY, SETTINGS, since) == k8s.schedule_manifest(target, DAILY, SETTINGS)
    planned, of_any_release = k8s.plan([target], DAILY, SETTINGS, [], since), k8s.plan([target], DAILY, SETTINGS, [])
    assert (planned.writes, planned.manifests) == (of_any_release.writes, of_any_release.manifests)
    assert "differs-by-release" in [each.code for each in of_any_release.diagnostics]
    assert planned.diagnostics == [each for each in of_any_release.diagnostics if each.code != "differs-by-release"]


def test_a_schedule_depends_on_the_release_of_velero() -> None:
    sunday = "0 2 * * 7"
    for version in (None, "1.18"):
        assert k8s.check_schedule(ScheduleConfig(sunday), version) == k8s.check_schedule(ScheduleConfig(sunday))
        with pytest.raises(k8s.InvalidInput):
            k8s.next_runs(sunday, 0, 1, version)
        with pytest.raises(k8s.InvalidInput):
            k8s.retention(sunday, "1h", 0, 1, version)
    assert k8s.next_runs(sunday, 0, 1, "1.18.3") == [266400]
    assert k8s.retention(sunday, "1h", 0, 1, "1.18.3").backups == [Window(266400, 270000)]
    assert [each.code for each in k8s.check_schedule(DAILY, "1.4")] == ["unknown-velero-version"]
    with pytest.raises(k8s.InvalidInput) as raised:
        k8s.next_runs("0 2 * * *", 0, 1, "1.4")
    assert codes(raised) == ["unknown-velero-version"]


def outcome(spec: Spec, velero_version: str | None = None) -> k8s.Outcome:
    namespace = (
        b'{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "prod"}, "status": {"phase": "Active"}}'
    )
    with k8s.Cluster.open(velero_version=velero_version) as cluster:
        return k8s.Inventory.read([namespace], cluster).evaluate(spec).outcome()


def test_an_evaluation_says_how_the_backup_ends() -> None:
    assert outcome(Spec(include_namespaces=["prod"])) == k8s.Outcome("completed", [])
    refused = outcome(Spec(include_namespaces=["*", "prod"]))
    assert (refused.kind, [each.pointer for each in refused.diagnostics]) == ("refused", ["/include_namespaces/0"])


def test_how_a_backup_ends_depends_on_the_release_of_velero() -> None:
    assert outcome(Spec(include_namespaces=["pro*"]), "1.18") == k8s.Outcome("completed", [])
    partial = outcome(Spec(include_namespaces=["pro*"]), "1.17")
    assert (partial.kind, [each.pointer for each in partial.diagnostics]) == (
        "partially-failed",
        ["/include_namespaces/0"],
    )


def test_kinds_are_read_from_the_output_of_kubectl() -> None:
    listing = (PROJECT / "examples/cluster/api-resources.txt").read_text("utf-8")
    kinds = k8s.parse_api_resources(listing)
    assert len(kinds) > 50
    with k8s.Cluster.open(kinds) as cluster:
        assert cluster.resolve("gadgets") is None
    with pytest.raises(k8s.InvalidInput) as raised:
        k8s.parse_api_resources("hello")
    assert "line 1" in str(raised.value)


def test_the_example_cluster_is_read_and_covered() -> None:
    with (PROJECT / "examples/cluster/objects.json").open("rb") as objects:
        inventory = k8s.Inventory.read(objects)
    assert len(list(inventory)) == len(inventory) > 100
    everything = inventory.evaluate(Spec()).run(50)
    coverage = inventory.coverage([Target("a", "b", "m", Spec())]).run(50)
    assert everything.included() == coverage.targets()[0].objects
    assert len(coverage.uncovered()) == len(inventory) - everything.included()


def test_a_spec_is_described_and_formatted() -> None:
    described = Spec(include_namespaces=["prod"], include_resources=["secrets"], label_selector={"b": "1"}, ttl="24h")
    assert k8s.describe(described, DAILY) == (
        "Saves objects labelled b=1: secrets in prod. Does not save cluster-scoped resources, or Namespace objects."
        " Runs every day at 02:00 UTC. Each backup expires after 1 day."
    )
    assert k8s.describe(Spec(ttl="30d")).startswith("Saves nothing")
    for format_ in ("json", "yaml"):
        text = k8s.format_spec(SPEC, format_)
        assert k8s.Document(text, format_, "spec").specs() == [SPEC]
    assert json.loads(k8s.json_schema())["$schema"].endswith("2020-12/schema")
    rules = k8s.rules()
    documented = (PROJECT / "docs/rules.md").read_text("utf-8")
    assert len({rule.code for rule in rules}) == len(rules) > 50
    assert all(rule.code in documented and rule.explanation in documented for rule in rules)


def test_the_clauses_of_a_spec_are_values() -> None:
    clauses = k8s.describe_clauses(Spec(include_namespaces=["prod"], include_resources=["pvc", "pv", "secrets"]))
    assert clauses is not None
    assert clauses.namespaces == k8s.NameFilter(included=["prod"], excluded=[])
    assert clauses.namespaced_resources == k8s.NameFilter(included=["persistentvolumeclaims", "secrets"], excluded=[])
    assert clauses.cluster_scoped_resources == k8s.NameFilter(included=["persistentvolumes"], excluded=[])
    assert clauses.cluster_scoped_condition == "all-namespaces"
    assert clauses.namespace_objects.with_objects == "never"
    assert k8s.BroughtAlong("persistentvolumeclaims", "persistentvolumes") in clauses.brought_along
    patterns = k8s.describe_clauses(Spec(include_namespaces=["prod-*"], exclude_namespaces=["prod-old"]))
    assert patterns is not None
    assert patterns.namespaces == k8s.NameFilter(included=["prod-*"], excluded=["prod-old"])
    everything = k8s.describe_clauses(SPEC)
    assert everything is not None
    assert everything.namespaced_resources.included is None
    assert k8s.BroughtAlong(None, "customresourcedefinitions.apiextensions.k8s.io") in everything.brought_along
    assert list(everything.label_selector.items()) == [("b", "1"), ("a", "2")]


def test_the_clauses_follow_the_release_of_velero() -> None:
    for refused in (Spec(ttl="30d"), Spec(include_namespaces=["prod", "*"])):
        assert k8s.describe_clauses(refused) is None
    pattern = Spec(include_namespaces=["team-?"])
    assert k8s.describe_clauses(pattern) is not None
    assert k8s.describe_clauses(pattern, k8s.Cluster.open(velero_version="1.17")) is None


def test_a_schedule_is_checked_and_its_backups_are_listed() -> None:
    assert [each.pointer for each in k8s.check_schedule(ScheduleConfig("@never"))] != []
    assert k8s.next_runs("0 2 * * *", 0, 2) == [7200, 93600]
    assert k8s.next_runs("0 2 * * *", -86400, 1) == [-79200]
    timeline = k8s.retention("0 2 * * *", "1h", 0, 2)
    assert timeline == k8s.Timeline([Window(7200, 10800), Window(93600, 97200)], [Window(10800, 93600)], 1)
    with pytest.raises(k8s.InvalidInput):
        k8s.retention("0 2 * * *", "30d", 0, 2)


def test_a_target_is_merged_with_a_schedule() -> None:
    assert merge(TARGET, ScheduleConfig("", paused=True)) == VeleroBackupSpec(SPEC, ScheduleConfig(paused=True))
    databag = k8s.to_databag(TARGET, DAILY)
    assert list(databag) == ["spec", "app", "relation_name", "model"]
    assert databag["spec"].startswith('{"include_namespaces":["prod"],"include_resources":null,')
    with pytest.raises(k8s.InvalidInput, match="schedule-refused-by-integrator"):
        k8s.to_databag(TARGET, ScheduleConfig("@daily"))


def test_manifests_are_created() -> None:
    backup = json.loads(k8s.backup_manifest(TARGET, SETTINGS))
    assert (backup["kind"], backup["spec"]["includedNamespaces"]) == ("Backup", ["prod"])
    settings = VeleroSettings("velero", "s3", ["snapshots"], True)
    schedule = json.loads(k8s.schedule_manifest(TARGET, DAILY, settings))
    assert schedule["spec"]["schedule"] == "0 2 * * *"
    assert schedule["spec"]["template"]["volumeSnapshotLocations"] == ["snapshots"]
    for wrong in (Spec(include_namespaces=["a"], ttl="30d"), Spec(include_namespaces=["a", "*"])):
        with pytest.raises(k8s.InvalidInput):
            k8s.backup_manifest(Target("a", "b", "m", wrong), SETTINGS)
    with pytest.raises(k8s.InvalidInput):
        k8s.schedule_manifest(TARGET, ScheduleConfig(), SETTINGS)


def test_a_plan_reports_lost_targets() -> None:
    targets = [TARGET, Target("other", "backup", "prod", SPEC)]
    relations = [Relation(7), Relation(9, k8s.to_databag(targets[1], DAILY))]
    plan = k8s.plan(targets, DAILY, SETTINGS, relations)
    assert [(each.relation_id, each.target_index, each.changed) for each in plan.writes] == [
        (7, 1, True),
        (9, 1, False),
    ]
    assert plan.writes[0].databag == k8s.to_databag(targets[1], DAILY)
    assert [(each.target_index, each.kind) for each in plan.manifests] == [(0, "schedule"), (1, "schedule")]
    assert plan.manifests[0].json == k8s.schedule_manifest(TARGET, DAILY, SETTINGS)
    assert ("lost-target", 0) in [(each.code, each.subject) for each in plan.diagnostics]


def test_a_lone_surrogate_is_read_as_the_replacement_character() -> None:
    spec = Spec(include_namespaces=["x\ud83dy"], label_selector={"\ud83d\ude00": "\ude00"})
    [write] = k8s.publish(IDENTITY, spec, True, [Relation(1)], "publish")
    found = k8s.Targets([Relation(1, {write.key: write.value})]).get_backup_spec("my-app", "backup", "prod")
    assert found == Spec(include_namespaces=["x\ufffdy"], label_selector={"\U0001f600": "\ufffd"})


def test_values_are_frozen() -> None:
    with pytest.raises(AttributeError):
        SPEC.ttl = "1h"  # type: ignore[misc]
    assert not hasattr(SPEC, "__dict__")


def test_every_name_of_the_contract_is_exported() -> None:
    functions = set()
    for file in sorted((PROJECT / "wit").glob("*.wit")):
        if file.stem == "json":
            continue  # `Session.call` calls it.
        text = re.sub(r"///.*", "", file.read_text("utf-8"))
        for resource in re.finditer(r"^  resource ([a-z-]+) \{(.*?)^  \}", text, re.MULTILINE | re.DOTALL):
            name = "".join(part.title() for part in resource[1].split("-"))
            methods = re.findall(r"^    ([a-z-]+): (?:static )?func", resource[2], re.MULTILINE)
            assert name in k8s.__all__
            for method in methods:
                # Python has its own name for a length.
                attribute = "__len__" if method == "len" else method.replace("-", "_")
                assert hasattr(getattr(k8s, name), attribute), f"{name}.{attribute}"
        functions |= set(re.findall(r"^  ([a-z-]+): func", text, re.MULTILINE))
        for record in re.findall(r"^  record ([a-z-]+)", text, re.MULTILINE):
            assert "".join(part.title() for part in record.split("-")) in k8s.__all__, record
    assert len(functions) > 10
    assert {function.replace("-", "_") for function in functions} <= set(k8s.__all__)


def test_every_exported_name_exists() -> None:
    for name in k8s.__all__:
        assert getattr(k8s, name) is not None
    assert sorted({*k8s._HOMES, "merge"}) == sorted(k8s.__all__)
    assert set(k8s.__all__) <= set(dir(k8s))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        k8s.nothing  # noqa: B018


IMPORTS = [
    ("k8s_backup_target", {"wasmtime", "ctypes", "dataclasses"}),
    ("k8s_backup_target.charm", {"wasmtime", "pydantic", "k8s_backup_target.capi"}),
]


@pytest.mark.parametrize(("module", "slow"), IMPORTS)
def test_an_import_does_not_load_slow_modules(module: str, slow: set[str]) -> None:
    program = f"import sys, {module}; print(*sorted(set(sys.modules) & {slow!r}))"
    sources = str(Path(k8s.__file__).parents[1])
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {sources!r}); {program}"]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.split() == []
