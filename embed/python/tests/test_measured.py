"""The results for the measured cases are the same as in Rust."""

from __future__ import annotations

import dataclasses
import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from testdata import TESTDATA, Case, cases, check, check_files, compact, spec_of

import k8s_backup_target as k8s
from k8s_backup_target import (
    Cluster,
    Diagnostic,
    Identity,
    InvalidInput,
    Inventory,
    Relation,
    ScheduleConfig,
    Spec,
    Targets,
)
from k8s_backup_target.merge import merge

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def read(*databags: dict[str, str]) -> Targets:
    return Targets([Relation(id_, databag) for id_, databag in enumerate(databags)])


def fields(spec: Spec | None) -> dict[str, Any] | None:
    return None if spec is None else dataclasses.asdict(spec)


def in_order(spec: dict[str, Any] | None) -> object:
    """Returns a spec whose labels are compared in their order, and its fields in any order."""
    return spec and {**spec, "label_selector": spec["label_selector"] and list(spec["label_selector"].items())}


def test_databags_are_read_as_by_the_reference() -> None:
    def run(case: Case) -> tuple[object, object]:
        expected = case.get("instead") or case
        query = case["query"]
        with Targets([Relation(bag["relation_id"], bag["data"]) for bag in case["databags"]]) as targets:
            found = fields(targets.get_backup_spec(query["app"], query["endpoint"], query["model"]))
            answered = targets.is_ready(), in_order(found)
        # Fields that are not set can be missing.
        found = None if expected.get("found") is None else fields(spec_of(expected["found"]))
        return (expected["is_ready"], in_order(found)), answered

    check("databag", run)


def test_specs_are_published_as_by_the_reference() -> None:
    def run(case: Case) -> tuple[object, object]:
        entry = {"app": "", "relation_name": "", "model": "", "spec": case["spec"]}
        with read({"backup_targets": json.dumps([entry])}) as targets:
            spec = targets.get_backup_spec("", "", "")
        assert spec is not None
        identity = Identity(case["app"], case["model"], case["relation_name"])
        writes = k8s.publish(identity, spec, True, [Relation(0)], "publish")
        return [case["wire"]], [write.value for write in writes]

    check("publish", run)


def runs_of(schedule: str, after: int, count: int) -> list[int] | None:
    try:
        return k8s.next_runs(schedule, after, count)
    except InvalidInput as error:
        assert error.diagnostics
        return None


def test_schedules_run_as_in_velero() -> None:
    check("cron", lambda case: (case.get("next"), runs_of(case["input"], case.get("after") or 0, 3)))


def test_targets_are_merged_as_by_the_integrator() -> None:
    def run(case: Case) -> tuple[object, object]:
        expected = case["databag"]
        with read({"backup_targets": json.dumps([case["target"]])}) as targets:
            entries = targets.entries()
        if not entries:
            return expected, None
        target, config = entries[-1].target, ScheduleConfig(**case["config"])
        assert accepts(lambda: merge(target, config)) == (expected is not None), case["name"]
        # The integrator accepts some schedules that Velero refuses. Here they are refused.
        if expected is not None and config.schedule and runs_of(config.schedule, 0, 0) is None:
            assert not accepts(lambda: k8s.to_databag(target, config)), case["name"]
            return expected, expected
        return expected, k8s.to_databag(target, config) if expected is not None else None

    check("merge", run)


def accepts(call: Any) -> bool:
    try:
        call()
    except InvalidInput as error:
        assert error.diagnostics
        return False
    return True


SPEC_REFUSALS = {
    "namespace-in-both": ("namespaces", "in both"),
    "namespace-wildcard-excluded": ("namespaces", "wildcard excluded"),
    "namespace-wildcard-not-alone": ("namespaces", "wildcard not alone"),
    "namespace-pattern": ("namespaces", "pattern"),
    "namespace-name": ("namespaces", "name"),
    "resource-in-both": ("resources", "in both"),
    "resource-wildcard-excluded": ("resources", "wildcard excluded"),
    "resource-wildcard-not-alone": ("resources", "wildcard not alone"),
}
IN_BOTH = "excludes list cannot contain an item in the includes list: "
WORDS = {
    "excludes list cannot contain '*'": "wildcard excluded",
    "includes list must either contain '*' only": "wildcard not alone",
    "wildcard pattern": "pattern",
    "invalid namespace": "name",
}

Refusal = tuple[str, str, str | None]


def refusal_in_words(error: str) -> Refusal:
    for subject in ("namespaces", "resources"):
        start = f"Invalid included/excluded {subject[:-1]} lists: "
        if error.startswith(start):
            words = error.removeprefix(start)
            if words.startswith(IN_BOTH):
                return subject, "in both", words.removeprefix(IN_BOTH)
            return subject, next(kind for known, kind in WORDS.items() if words.startswith(known)), None
    raise AssertionError(error)


def refusals_of(spec: Spec) -> set[Refusal]:
    refusals: set[Refusal] = set()
    for diagnostic in k8s.check_spec(spec):
        if diagnostic.code in SPEC_REFUSALS:
            subject, kind = SPEC_REFUSALS[diagnostic.code]
            excluded = getattr(spec, f"exclude_{subject}")
            entry = excluded[int(diagnostic.pointer.rsplit("/")[-1])] if kind == "in both" else None
            refusals.add((subject, kind, entry))
        # Velero accepts such a pattern, but its library does not compile it: the backup fails later.
        elif diagnostic.code != "namespace-pattern-unreadable":
            assert diagnostic.severity != "error", diagnostic
    # For `*` in both lists Velero has two errors; here there is one. For Velero, missing namespaces are `*`.
    for subject in ("namespaces", "resources"):
        included = getattr(spec, f"include_{subject}") or (["*"] if subject == "namespaces" else [])
        if "*" in included and "*" in (getattr(spec, f"exclude_{subject}") or []):
            refusals.add((subject, "in both", "*"))
    return refusals


def test_the_lists_of_a_spec_are_refused_as_by_velero() -> None:
    def run(case: Case) -> tuple[object, object]:
        # Velero ignores the labels here.
        spec = dataclasses.replace(spec_of(case["spec"]), label_selector=None)
        return set(map(refusal_in_words, case["errors"])), refusals_of(spec)

    check("validation", run)


@pytest.fixture(scope="module")
def measured_cluster() -> Cluster:
    """Returns a cluster with the kinds that Velero was measured with, at a commit of its main branch."""
    kinds = []
    for _, kind in cases("kinds"):
        plural, _, group = kind["group_resource"].partition(".")
        short_names = kind.get("short_names") or []
        kinds.append(k8s.ApiResource(group, plural, kind["singular"], kind["kind"], short_names, kind["namespaced"]))
    return Cluster.open(kinds, "next")


def test_names_are_resolved_as_by_velero(measured_cluster: Cluster) -> None:
    def run(case: Case) -> tuple[object, object]:
        expected = (case["group_resource"], case["namespaced"]) if case.get("group_resource") else None
        found = measured_cluster.resolve(case["input"])
        answered = found and (".".join(filter(None, [found.plural, found.group])), found.namespaced)
        # Every Kubernetes has this resource, but the measured cluster did not.
        if case["input"] == "events.events.k8s.io":
            assert answered == (case["input"], True)
            answered = expected
        return expected, answered

    check("resolve", run)


def namespace(name: str) -> bytes:
    return json.dumps({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}).encode() + b"\n"


def test_patterns_match_as_in_velero() -> None:
    texts = {text for _, case in cases("glob") for text in case.get("matches") or []}
    # A namespace has a name.
    inventory = Inventory.read(map(namespace, sorted(texts - {""})))

    def run(case: Case) -> tuple[object, object]:
        matched = set(case.get("matches") or []) - {""}
        refused = "namespace-pattern" if case["velero_namespace_pattern_error"] else "namespace-pattern-unreadable"
        try:
            return matched if case["ok"] else refused, set(inventory.matching_namespaces(case["pattern"]))
        except InvalidInput as error:
            codes = [diagnostic.code for diagnostic in error.diagnostics]
            # A valid pattern can be one that no name of a namespace matches.
            return [refused] if codes != ["namespace-name"] else codes, codes

    check("glob", run)


# The start of Velero's texts, and the reasons of the interface that they correspond to.
REASONS_IN_WORDS = [
    ("included: namespace object matches the label selector", {"namespace-of-selected"}),
    ("included", {"selected", "namespace-of-selected"}),
    ("selected", {"selected"}),
    ("comes-along", {"comes-along"}),
    ("spec rejected by validation", {"spec-refused"}),
    ("backup fails", {"spec-refused"}),
    ("namespace not listed", {"namespace-not-included", "namespace-excluded"}),
    ("namespace excluded (item check)", {"namespace-not-included", "namespace-excluded"}),
    ("namespace not tracked", {"namespace-not-included", "namespace-excluded", "labels-do-not-match"}),
    ("namespaces resource type excluded", {"resource-not-included", "resource-excluded", "cluster-scope-excluded"}),
    ("resource type excluded", {"resource-not-included", "resource-excluded"}),
    (
        "cluster-scoped resource type not selected",
        {"cluster-scope-excluded", "cluster-scope-not-automatic", "resource-not-included", "resource-excluded"},
    ),
    ("label selector does not match", {"labels-do-not-match"}),
    ("list error: label selector", {"labels-do-not-match"}),
    ("label velero.io/exclude-from-backup=true", {"exclude-label"}),
    ("annotation velero.io/skip-from-backup", {"skip-annotation"}),
    ("resource type not in discovery", {"unknown-resource"}),
    ("being deleted", {"being-deleted"}),
]

Place = tuple[str, str, str]
Answer = tuple[bool, str, Place | None]


def in_words(answers: Iterable[Answer], expected: list[Answer]) -> list[Answer]:
    """Replaces each reason with Velero's text if they correspond."""
    answered: list[Answer] = []
    for (included, reason, by), (_, words, _) in zip(answers, expected, strict=True):
        reasons = next(reasons for start, reasons in REASONS_IN_WORDS if words.startswith(start))
        answered.append((included, words if reason in reasons else reason, by))
    return answered


def select(cluster: Cluster, objects: str, spec: dict[str, Any]) -> list[Answer]:
    with Inventory.read([objects.encode()], cluster) as inventory, inventory.evaluate(spec_of(spec)) as evaluation:
        places = [(each.group_resource, each.namespace or "", each.name) for each in inventory]
        verdicts = evaluation.run().verdicts()
    by = [None if verdict.brought_by is None else places[verdict.brought_by] for verdict in verdicts]
    return [(verdict.included, verdict.reason, by) for verdict, by in zip(verdicts, by, strict=True)]


def is_left_out(case: Case) -> bool:
    """Returns whether the selector has no labels: the operator ignores it, and Velero does not."""
    labels: object = case["spec"].get("label_selector")
    return labels == {}


def as_kubectl_prints(objects: Iterable[Case]) -> str:
    kinds = {kind["group_resource"]: kind for _, kind in cases("kinds")}
    lines = []
    for each in objects:
        served = kinds.get(each["resource"])
        # The cluster does not serve other kinds.
        version = served["group_version"] if served else each["resource"].partition(".")[2] + "/v1"
        kind = served["kind"] if served else "Nosuch"
        metadata = {"labels": each["labels"], "name": each["name"]}
        if each["namespaced"]:
            metadata["namespace"] = each["namespace"]
        status = {"phase": "Active"} if kind == "Namespace" else {}
        lines.append(compact({"apiVersion": version, "kind": kind, "metadata": metadata, "status": status}) + "\n")
    return "".join(lines)


def test_objects_are_selected_as_by_velero(measured_cluster: Cluster) -> None:
    def run(case: Case) -> tuple[object, object]:
        object_ = case["object"]
        expected: Answer = case["included"], case["reason"], None
        if is_left_out(case):
            return expected, expected
        is_it = object_["name"] if object_["resource"] == "namespaces" else None
        names = [name for name in case["active_namespaces"] if name != is_it]
        template = {"resource": "namespaces", "namespaced": False, "namespace": "", "labels": {}}
        objects = as_kubectl_prints([*({**template, "name": name} for name in names), object_])
        return [expected], in_words(select(measured_cluster, objects, case["spec"])[-1:], [expected])

    check("selection", run)


def test_namespaces_are_selected_with_their_objects_as_by_velero(measured_cluster: Cluster) -> None:
    def run(case: Case) -> tuple[object, object]:
        names = [namespace["name"] for namespace in case["namespaces"]]
        included = case["included_namespaces_objects"]
        reasons = dict(case["namespaces_reasons"])
        if instead := case.get("instead"):
            reasons[instead["namespace"]] = instead["reason"]
        expected: list[Answer] = [(name in included, reasons[name], None) for name in names]
        expected += [
            (included, reason, None)
            for included, reason in zip(case["objects_included"], case["objects_reasons"], strict=True)
        ]
        if is_left_out(case):
            return expected, expected
        objects = as_kubectl_prints([*case["namespaces"], *case["objects"]])
        return expected, in_words(select(measured_cluster, objects, case["spec"]), expected)

    check("selection_cluster", run)


def test_objects_are_added_for_others_as_by_velero(measured_cluster: Cluster) -> None:
    def place(by: Case | None) -> Place | None:
        return None if by is None else (by["resource"], by["namespace"], by["name"])

    def run(case: Case) -> tuple[object, object]:
        objects = "".join(compact(each) + "\n" for each in [*case["namespaces"], *case["objects"]])
        answers = select(measured_cluster, objects, case["spec"])[len(case["namespaces"]) :]
        expected: list[Answer] = []
        for answer, (_, _, by) in zip(case["expect"], answers, strict=True):
            bringers = [place(answer.get("by")), *map(place, answer.get("by_all") or [])]
            # Each of them is correct.
            one = next((each for each in bringers if each is not None), None)
            expected.append((answer["included"], answer["how"], by if by is not None and by in bringers else one))
        return expected, in_words(answers, expected)

    check("related", run)


def reading(file: Path) -> str:
    databags = json.loads(file.read_text("utf-8"))
    relations = [Relation(id_, databag) for id_, databag in enumerate(databags, start=1)]

    def place(subject: int | None, pointer: str) -> str:
        assert subject is not None, "each diagnostic is about a relation"
        return f"relation {relations[subject].id} {pointer}"

    lines = []
    with Targets(relations) as targets:
        for entry in targets.entries():
            names = entry.target.app, entry.target.relation_name, entry.target.model
            names_ = [json.dumps(name, ensure_ascii=False) for name in names]
            lines.append(f"relation {entry.relation_id} has {' '.join(names_)}")
        lines = lines or ["no target"]
        for found in targets.diagnostics():
            lines += ["", str(found), f"  at {place(found.subject, found.pointer)}".rstrip()]
            lines += [f"  {place(each.subject, each.pointer)}: {each.message}" for each in found.related]
            lines += [f"  help: {found.help}"] if found.help else []
    return "\n".join([*lines, ""])


def test_every_reading_is_as_expected() -> None:
    check_files("readings", "*.json", reading)


def selection(file: Path) -> str:
    listing, written = file.with_suffix(".api-resources"), file.with_suffix(".yaml")
    kinds = k8s.parse_api_resources(listing.read_text("utf-8")) if listing.exists() else []
    version, given = file.with_suffix(".velero-version"), file.with_suffix(".settings")
    release = version.read_text("utf-8").strip() if version.exists() else None
    settings = k8s.parse_settings(given.read_text("utf-8")) if given.exists() else None
    with Cluster.open(kinds, release) as cluster:
        source: k8s.Source = Spec()
        if written.exists():
            text = written.read_text("utf-8")
            is_backup = text.startswith("apiVersion")
            document = k8s.Document(text, "yaml", None if is_backup else "spec", cluster)
            source = document.backups()[0] if is_backup else document.specs()[0]
        try:
            inventory = Inventory.read([file.read_bytes()], cluster)
        except InvalidInput as error:
            return "".join(map(rendered, error.diagnostics))
        evaluation = inventory.evaluate(source, settings).run(1)
        verdicts = list(evaluation)
        volumes = evaluation.volumes() if settings else []
    assert Counter(k8s.REASONS[byte] for byte in evaluation.reasons()) == Counter(each.reason for each in verdicts)
    assert evaluation.included() == sum(each.included for each in verdicts)
    lines = []
    for each in verdicts:
        pointer = f" {each.pointer}" if each.pointer is not None else ""
        by = "" if each.brought_by is None else f" with {name_of(verdicts[each.brought_by].object)}"
        reason = each.reason.replace("-", " ").title().replace(" ", "")
        lines.append(f"{'+' if each.included else '-'} {name_of(each.object)}: {reason}{pointer}{by}\n")
    for volume in volumes:
        subject = volume.claim if volume.claim is not None else volume.volume if volume.pod is None else volume.pod
        assert subject is not None
        name = name_of(verdicts[subject].object) + (f" {volume.pod_volume}" if volume.pod_volume else "")
        if volume.saved_by:
            means = " and ".join(each.means.replace("-", " ").title().replace(" ", "") for each in volume.saved_by)
            lines.append(f"{name}: contents by {means}\n")
        else:
            said = max((each.said for each in volume.unsaved_by), key=["nothing", "warning", "error"].index)
            lines.append(f"{name}: no contents, says {said.title()}: {volume.why}\n")
    # Without settings, every claim has the advice that they are not known.
    found = [*inventory.diagnostics(), *evaluation.diagnostics()]
    is_of_case = file.parts[-3] == "contents-not-known"
    shown = [each for each in found if is_of_case or each.code != "contents-not-known"]
    return "".join([*map(rendered, shown), *lines])


def name_of(object_: k8s.ObjectRef) -> str:
    return f"{object_.group_resource} {object_.namespace + '/' if object_.namespace else ''}{object_.name}"


def rendered(found: Diagnostic) -> str:
    subject = "" if found.subject is None else str(found.subject)
    place = f"\n  at {subject}{found.pointer}" if subject or found.pointer else ""
    return f"{found}{place}\n  help: {found.help or ''}\n"


def test_every_small_cluster_is_evaluated_as_expected() -> None:
    check_files("cases", "*/*/*.objects", selection)


HEADING = re.compile(
    r"^(?P<heading>(?:error|warning|advice)\[[a-z-]+\]: .*)(?:\n *--> (?P<place>.*:\d+:\d+)$)?", re.MULTILINE
)


def headings_of(file: Path) -> list[tuple[str, str | None]]:
    """Returns the diagnostics of a document with their positions, without source lines."""
    name, _, endings = file.name.partition(".")
    *kinds, language = endings.split(".")
    listing = file.with_name(f"{name}.api-resources")
    resources = k8s.parse_api_resources(listing.read_text("utf-8")) if listing.exists() else []
    of_case = file.with_name(f"{name}.velero-version")
    version = of_case.read_text("utf-8").strip() if of_case.exists() else "1.18"
    # Without a version, each difference is reported.
    cluster = Cluster.open(resources, None if file.parts[-3] == "differs-by-release" else version)
    kind: Any = kinds[0] if kinds else None
    document = k8s.Document(file.read_bytes().decode(), "json" if language == "json" else "yaml", kind, cluster)
    headings: list[tuple[str, str | None]] = []
    for found in document.diagnostics():
        start = found.span.start if found.span else None
        at = f"{file.name}:{start.line}:{start.column}" if start else None
        headings.append((str(found), at))
    return headings


def documents(folder: str) -> list[Path]:
    files = sorted(each for each in (TESTDATA / "cases").glob(f"*/{folder}/*") if each.suffix in {".yaml", ".json"})
    others = {".plan", ".schedule"}
    return [file for file in files if not others & set(file.suffixes) and not file.with_suffix(".objects").exists()]


def test_every_document_has_the_expected_diagnostics() -> None:
    compared = 0
    for file in documents("fail"):
        expected = file.with_name(file.name.partition(".")[0] + ".txt").read_text("utf-8")
        try:
            found = headings_of(file)
        except InvalidInput:
            # The expected diagnostics are about the kinds of the cluster.
            assert "api-resources" in expected
            continue
        drawn = [(match["heading"], match["place"]) for match in HEADING.finditer(expected)]
        assert sorted(each for each, _ in found) == sorted(each for each, _ in drawn), file
        assert {place for _, place in drawn} <= {place for _, place in found}, file
        compared += 1
    assert compared > 200


def test_a_document_without_problems_has_no_diagnostics() -> None:
    assert [file.name for file in documents("ok") if headings_of(file)] == []
