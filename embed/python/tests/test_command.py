"""`python -m k8s_backup_target check`."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from testdata import PROJECT

from k8s_backup_target.__main__ import main

if TYPE_CHECKING:
    from pathlib import Path

WRONG = "include_namespaces: [my-namespace]\nttl: 30d\n"
KINDS = (
    "NAME       SHORTNAMES   APIVERSION        NAMESPACED   KIND\n"
    "profiles                kubeflow.org/v1   false        Profile\n"
)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(["check", *arguments])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_an_error_is_reported_with_its_place_and_help(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "spec.yaml").write_text(WRONG)
    assert run(capsys, "spec.yaml") == (
        1,
        "spec.yaml:2:6: error[ttl-not-a-duration] `30d` is not a duration for Velero: `d` is no unit\n"
        "  help: write `720h`\n"
        "checked 1 file: 1 error\n",
        "",
    )


def test_what_is_right_is_summed_up(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "a.yaml").write_text("include_namespaces: [a]\n")
    (here / "b.json").write_text('{"include_namespaces": ["a"]}')
    assert run(capsys, "a.yaml", "b.json", "a.yaml") == (0, "checked 2 files: no problems found\n", "")


def test_the_examples_have_no_errors(capsys: pytest.CaptureFixture[str]) -> None:
    files = sorted(str(file) for file in (PROJECT / "examples").glob("*.json"))
    assert len(files) >= 5
    assert run(capsys, *files)[0] == 0


@pytest.mark.parametrize(
    ("spec", "deny", "status"),
    [
        ("include_namespaces: [a, a]", None, 0),
        ("include_namespaces: [a, a]", "warnings", 1),
        ("include_namespaces: [a, a]", "advice", 1),
        ("ttl: 24h", None, 0),
        ("ttl: 24h", "warnings", 0),
        ("ttl: 24h", "advice", 1),
    ],
)
def test_warnings_and_advice_can_be_denied(
    here: Path, capsys: pytest.CaptureFixture[str], spec: str, deny: str | None, status: int
) -> None:
    (here / "spec.yaml").write_text(spec)
    assert run(capsys, *(["--deny", deny] if deny else []), "spec.yaml")[0] == status


def test_json_has_all_that_is_known(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "spec.yaml").write_text(WRONG)
    status, out, _ = run(capsys, "--format", "json", "spec.yaml", "missing.yaml")
    report: dict[str, Any] = json.loads(out)
    assert status == 2
    [found] = report["diagnostics"]
    assert (found["file"], found["code"], found["pointer"]) == ("spec.yaml", "ttl-not-a-duration", "/ttl")
    assert found["span"]["start"] == {"utf8_offset": 40, "utf16_offset": 40, "line": 2, "column": 6}
    assert found["fixes"][0]["edits"][0]["text"]
    assert report["unreadable"] == [{"file": "missing.yaml", "reason": "No such file or directory"}]
    assert report["summary"] == {"files": 1, "errors": 1, "warnings": 0, "advice": 0, "unreadable": 1}


@pytest.mark.parametrize("text", [WRONG, json.dumps({"include_namespaces": ["a"], "ttl": "30d"})])
def test_standard_input_is_yaml_unless_it_is_json(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    status, out, _ = run(capsys, "-")
    assert status == 1
    assert out.startswith("<stdin>:")


def test_what_cannot_be_read_is_reported(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "latin.yaml").write_bytes(b"ttl: \xff")
    (here / "folder").mkdir()
    assert run(capsys, "latin.yaml", "folder", "missing.yaml") == (
        2,
        "latin.yaml: cannot be read: it is not UTF-8\n"
        "folder: cannot be read: Is a directory\n"
        "missing.yaml: cannot be read: No such file or directory\n"
        "checked 0 files; 3 could not be read\n",
        "",
    )


def test_a_clusters_kinds_are_known(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "spec.yaml").write_text("include_namespaces: [a]\ninclude_resources: [gadgets.example.com]\n")
    (here / "kinds.txt").write_text(KINDS)
    assert "resource-unknown" not in run(capsys, "spec.yaml")[1]
    assert "resource-unknown" in run(capsys, "--api-resources", "kinds.txt", "spec.yaml")[1]
    assert run(capsys, "--api-resources", "spec.yaml", "spec.yaml")[0] == 2
    assert "missing" in run(capsys, "--api-resources", "missing", "spec.yaml")[2]
    assert "1.4" in run(capsys, "--velero-version", "1.4", "spec.yaml")[2]


def test_the_kind_can_be_given(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "target.yaml").write_text("ttl: 24h\n")
    assert "missing-field" in run(capsys, "--kind", "target", "target.yaml")[1]


@pytest.mark.parametrize("arguments", [[], ["check"], ["check", "--deny", "all", "x"], ["plan"]])
def test_wrong_usage_is_reported(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2


def test_it_runs_as_a_module(here: Path) -> None:
    (here / "spec.yaml").write_text("ttl: é30d\n", "utf-8")
    environment = {"PYTHONPATH": str(PROJECT / "embed/python/src"), "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "k8s_backup_target", "check", "spec.yaml"]

    done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True)
    assert done.returncode == 1, done.stderr
    assert "spec.yaml:1:6: error[ttl-not-a-duration] `\\xe930d`" in done.stdout
