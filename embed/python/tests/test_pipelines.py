"""The recipes for pipelines, with the packaged wheel: each command of them runs in a repository with a wrong spec."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml  # type: ignore[import-untyped]
from testdata import PROJECT

WHEEL = os.environ.get("WHEEL")
VERSION = re.findall(r'^version = "(.*)"$', (PROJECT / "Cargo.toml").read_text("utf-8"), re.MULTILINE)[0]
PACKAGE = f"k8s-backup-target=={VERSION}"
WRONG = "include_namespaces: [prod]\nttl: 30d\n"
RIGHT = "include_namespaces: [prod]\nttl: 720h\n"

needs_wheel = pytest.mark.skipif(not WHEEL, reason="WHEEL is not set")


def read(file: str) -> Any:
    return yaml.safe_load((PROJECT / file).read_text("utf-8"))


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    (folder / "specs").mkdir(parents=True)
    (folder / "specs/web.yaml").write_text(WRONG, "utf-8")
    return folder


def run(command: list[str], folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    wheels = str(Path(WHEEL or "").parent)
    environment = {**os.environ, "PIP_FIND_LINKS": wheels, "PIP_DISABLE_PIP_VERSION_CHECK": "1", **variables}
    environment.pop("PYTHONPATH", None)
    return subprocess.run(command, cwd=folder, env=environment, text=True, capture_output=True, check=False)


def bash(script: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return run(["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script], folder, **variables)


def test_each_recipe_installs_this_version() -> None:
    action = [step["run"] for step in read("action.yml")["runs"]["steps"] if "pip" in step.get("run", "")]
    assert [PACKAGE in script for script in action] == [True]
    assert read("ci/gitlab-job.yml")["backup-specs"]["before_script"] == [f"pip install --quiet {PACKAGE}"]
    hook = (PROJECT / "pyproject.toml").read_text("utf-8")
    assert f'\nversion = "{VERSION}"\n' in hook
    assert f'\ndependencies = ["{PACKAGE}"]\n' in hook


def test_the_workflow_uses_inputs_of_the_action() -> None:
    steps = read("ci/github-workflow.yml")["jobs"]["check"]["steps"]
    [step] = [step for step in steps if step["uses"].startswith("OWNER/k8s-backup-target@")]
    assert step["uses"] == f"OWNER/k8s-backup-target@v{VERSION.split('.')[0]}"
    assert set(step["with"]) <= set(read("action.yml")["inputs"])


@needs_wheel
def test_the_action_reports_errors_in_the_pull_request_and_as_sarif(repository: Path, tmp_path: Path) -> None:
    action = read("action.yml")
    inputs = {name: str(value["default"]) for name, value in action["inputs"].items()}
    outputs = tmp_path / "outputs"
    variables = {"RUNNER_TEMP": str(tmp_path), "GITHUB_OUTPUT": str(outputs)}
    done = []
    for step in action["runs"]["steps"]:
        if "run" not in step:
            assert step["with"]["sarif_file"] == "${{ steps.sarif.outputs.file }}"
            continue
        own = {name: inputs[value[len("${{ inputs.") : -len(" }}")]] for name, value in step.get("env", {}).items()}
        done.append(bash(step["run"], repository, **variables, **own))
    assert [step.returncode for step in done] == [0, 0, 1], [step.stderr for step in done]
    assert done[-1].stdout.startswith("::error file=specs/web.yaml,line=2,"), done[-1].stdout
    name, _, file = outputs.read_text("utf-8").strip().partition("=")
    [result] = json.loads(Path(file).read_text("utf-8"))["runs"][0]["results"]
    assert (name, result["ruleId"]) == ("file", "ttl-not-a-duration")

    (repository / "specs/web.yaml").write_text(RIGHT, "utf-8")
    check = action["runs"]["steps"][-1]["run"]
    assert bash(check, repository, **variables, FILES="specs/", ARGUMENTS="--deny warnings").returncode == 0
    assert bash(check, repository, **variables, FILES="missing/", ARGUMENTS="").returncode == 2


@needs_wheel
def test_the_gitlab_job_writes_test_results(repository: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "image"], check=True)
    path = f"{tmp_path / 'image/bin'}{os.pathsep}{os.environ['PATH']}"
    job = read("ci/gitlab-job.yml")["backup-specs"]
    script = "\n".join(job["before_script"] + job["script"])
    done = bash(script, repository, PATH=path)
    assert (done.returncode, done.stderr) == (1, "")
    report = ElementTree.parse(repository / job["artifacts"]["reports"]["junit"])
    assert [failure.get("type") for failure in report.iter("failure")] == ["error"]
    (repository / "specs/web.yaml").write_text(RIGHT, "utf-8")
    assert bash(job["script"][0], repository, PATH=path).returncode == 0


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def commit(folder: Path) -> None:
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "all")


@needs_wheel
def test_the_hook_runs_in_pre_commit(repository: Path, tmp_path: Path) -> None:
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for file in (".pre-commit-hooks.yaml", "pyproject.toml"):
        shutil.copy(PROJECT / file, hooks)
    commit(hooks)
    revision = subprocess.check_output(["git", "rev-parse", "HEAD"], cwd=hooks, text=True).strip()
    hook = {"repo": str(hooks), "rev": revision, "hooks": [{"id": "k8s-backup-target"}]}
    (repository / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [hook]}), "utf-8")
    (repository / "other.yaml").write_text(WRONG, "utf-8")
    commit(repository)
    pre_commit = [sys.executable, "-m", "pre_commit", "run", "--all-files"]
    home = str(tmp_path / "pre-commit")
    done = run(pre_commit, repository, PRE_COMMIT_HOME=home)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "error[ttl-not-a-duration]" in done.stdout
    assert "checked 1 file: 1 error" in done.stdout
    (repository / "specs/web.yaml").write_text(RIGHT, "utf-8")
    done = run(pre_commit, repository, PRE_COMMIT_HOME=home)
    assert done.returncode == 0, done.stdout + done.stderr
