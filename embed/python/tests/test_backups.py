"""Reads, checks, describes and selects with Backups and Schedules."""

from __future__ import annotations

from typing import Any

import pytest

import k8s_backup_target as k8s
from k8s_backup_target import (
    Backup,
    Document,
    Filters,
    HookSelector,
    LabelRequirement,
    ScheduleConfig,
    Selector,
    Spec,
    Target,
)

SCHEDULE = """
apiVersion: velero.io/v1
kind: Schedule
metadata: {name: nightly, namespace: velero}
spec:
  schedule: 0 2 * * *
  paused: true
  template:
    includedNamespaces: [prod]
    ttl: 24h
    orLabelSelectors:
    - matchLabels: {tier: web}
    - matchExpressions: [{key: tier, operator: In, values: [api, db]}]
    hooks:
      resources:
      - name: freeze
        labelSelector: {matchLabels: {app: db}}
---
apiVersion: v1
kind: Secret
metadata: {name: key}
"""

NIGHTLY = Backup(
    "schedule",
    "nightly",
    "velero",
    Filters(
        included_namespaces=["prod"],
        or_label_selectors=[
            Selector({"tier": "web"}, []),
            Selector({}, [LabelRequirement("tier", "In", ["api", "db"])]),
        ],
    ),
    ttl="24h",
    schedule=ScheduleConfig("0 2 * * *", paused=True),
    hook_selectors=[HookSelector(0, Selector({"app": "db"}, []))],
)

OBJECTS = b"""
{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "prod"}, "status": {"phase": "Active"}}
{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "namespace": "prod", "labels": {"tier": "db"}}}
{"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": "data", "namespace": "prod"}}
{"apiVersion": "velero.io/v1", "kind": "Schedule", "metadata": {"name": "all", "namespace": "velero"},
 "spec": {"schedule": "@daily", "template": {"includedNamespaces": ["prod"]}}}
"""

EXPIRATION = 1767225600


def once(filters: Filters, phase: str | None = None, expiration: str | None = None) -> Backup:
    return Backup("backup", "once", "velero", filters, phase=phase, expiration=expiration)


def test_a_document_returns_its_backups() -> None:
    with Document(SCHEDULE, "yaml") as document:
        assert document.backups() == [NIGHTLY]
        assert document.skipped() == 1
        assert (document.specs(), document.targets()) == ([], [])
    with Document("ttl: 24h", "yaml") as document:
        assert (document.backups(), document.skipped()) == ([], 0)


def test_a_backup_is_checked_with_pointers_into_its_manifest() -> None:
    assert k8s.check_backup(NIGHTLY) == []
    wrong = once(Filters(included_namespaces=["a", "*"]))
    assert [(each.code, each.pointer) for each in k8s.check_backup(wrong)] == [
        ("namespace-wildcard-not-alone", "/spec/includedNamespaces/1")
    ]
    with k8s.Cluster.open(velero_version="1.17") as cluster:
        [pattern] = k8s.check_backup(once(Filters(included_namespaces=["prod-*"])), cluster)
    assert pattern.code == "namespace-pattern-not-expanded"
    scheduled = Backup("schedule", None, None, Filters(["a"]), ttl="30d", schedule=ScheduleConfig("0 2 * * *"))
    pointers = {each.code: each.pointer for each in k8s.check_backup(scheduled)}
    assert pointers["ttl-not-a-duration"] == "/spec/template/ttl"


def test_a_backup_is_described() -> None:
    described = k8s.describe_backup(once(Filters(included_namespaces=["prod"], included_resources=["secrets"])))
    assert described.startswith("Saves secrets in prod."), described
    nightly = Backup("schedule", "a", "b", Filters(), schedule=ScheduleConfig("0 2 * * *"))
    assert "Runs every day at 02:00 UTC." in k8s.describe_backup(nightly)


def test_a_backup_is_evaluated_as_a_spec_is() -> None:
    inventory = k8s.Inventory.read([OBJECTS])
    filters = Filters(included_namespaces=["prod"], excluded_resources=["persistentvolumeclaims"])
    of_backup = inventory.evaluate(once(filters)).run(1)
    of_spec = inventory.evaluate(Spec(include_namespaces=["prod"], exclude_resources=["persistentvolumeclaims"])).run()
    assert of_backup.reasons() == of_spec.reasons()
    assert (of_backup.included(), of_backup.outcome().kind) == (2, "completed")
    assert of_backup.verdicts(2, 1)[0].pointer == "/spec/excludedResources/0"
    assert of_spec.verdicts(2, 1)[0].pointer == "/exclude_resources/0"
    labelled = inventory.evaluate(NIGHTLY).run()
    assert [each.object.name for each in labelled if each.included] == ["prod", "a"]


def test_coverage_counts_specs_targets_and_backups_that_protect() -> None:
    inventory = k8s.Inventory.read([OBJECTS])
    spec = Spec(include_namespaces=["prod"])
    completed = once(Filters(["prod"]), "Completed", "2026-01-01T00:00:00Z")
    failed = once(Filters(["prod"]), "Failed")
    targets = (spec, Target("a", "b", "m", spec), completed, failed, NIGHTLY)

    def covered(at: int | None) -> list[tuple[int, str | None]]:
        with inventory.coverage(targets, at) as coverage:
            return [(each.objects, each.why_nothing) for each in coverage.run(1).targets()]

    others = [(0, "its phase is `Failed`"), (0, "it is paused")]
    assert covered(None) == [(3, None)] * 3 + others
    assert covered(EXPIRATION - 1) == covered(None)
    assert covered(EXPIRATION) == [(3, None)] * 2 + [(0, "it expired at 2026-01-01T00:00:00Z"), *others]
    paused = inventory.coverage([NIGHTLY], at=EXPIRATION).run()
    assert (len(paused.uncovered()), paused.uncovered_claims()) == (4, [2])


def test_the_schedules_of_an_inventory_are_documents() -> None:
    inventory = k8s.Inventory.read([OBJECTS])
    [text] = inventory.schedules()
    [schedule] = Document(text, "json").backups()
    assert (schedule.kind, schedule.name, schedule.filters) == ("schedule", "all", Filters(["prod"]))
    assert inventory.coverage([schedule]).run().uncovered_claims() == []


def test_rules_say_what_they_are_about() -> None:
    applies = {rule.applies_to for rule in k8s.rules()}
    assert {"specs", "Backups and Schedules"} < applies, applies


def test_a_source_of_the_wrong_type_is_refused() -> None:
    inventory = k8s.Inventory.read([OBJECTS])
    for wrong in (None, "prod", {"ttl": "24h"}, Filters()):
        source: Any = wrong
        with pytest.raises(TypeError, match="expected one of Spec, Backup, Target, not "):
            inventory.evaluate(source)
        with pytest.raises(TypeError, match="expected one of Spec, Backup, Target, not "):
            inventory.coverage([Spec(), source])
    targets: Any = Spec()
    with pytest.raises(TypeError, match="targets: expected a list"):
        inventory.coverage(targets)
    time: Any = "2026-01-01T00:00:00Z"
    with pytest.raises(TypeError, match="at: expected an int, not '2026-01-01"):
        inventory.coverage([], time)
    kind: Any = "Schedule"
    with pytest.raises(ValueError, match="`Schedule` is not one of backup, schedule, helm-schedule"):
        k8s.check_backup(Backup(kind, None, None, Filters()))
    with pytest.raises(TypeError, match="included_namespaces: expected a list"):
        inventory.evaluate(once(Filters(included_namespaces="prod")))
