"""The examples of the README run, and print what the README says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import ops
import pytest
import yaml  # type: ignore[import-untyped]
from ops import testing
from test_command import run
from testdata import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

README = (PROJECT / "embed/python/README.md").read_text("utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
[CHARMCRAFT] = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
CHARM = next(example for example in EXAMPLES if "CharmBase" in example)


@pytest.mark.parametrize("place", range(len(EXAMPLES)))
def test_an_example_runs_and_prints_its_comments(place: int, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(EXAMPLES[place], f"README.md, example {place}", "exec"), {"__name__": "example"})
    printed = capsys.readouterr().out
    for expected in re.findall(r"print\(.*?\)\s+# (.*)", EXAMPLES[place]):
        assert expected.removesuffix(" …") in printed


def test_the_charm_publishes() -> None:
    names: dict[str, Any] = {"__name__": "example"}
    exec(compile(CHARM, "README.md", "exec"), names)
    charm: type[ops.CharmBase] = names["MyCharm"]
    context = testing.Context(charm, meta={"name": "my-app", **yaml.safe_load(CHARMCRAFT)})
    out = context.run(
        context.on.config_changed(), testing.State(leader=True, relations=[testing.Relation("backup", id=1)])
    )
    databag: dict[str, str] = dict(out.get_relation(1).local_app_data)
    assert '"include_namespaces": ["my-namespace"]' in databag["backup_targets"]


def test_the_command_prints_what_the_readme_shows(tmp_path: Path) -> None:
    shown = re.search(r"```console\n\$ cat (\S+)\n(.*?)\$ k8s-backup-target (.*?)\n(.*?)```", README, re.DOTALL)
    assert shown is not None
    file, content, arguments, output = shown.groups()
    (tmp_path / file).write_text(content)
    assert run(arguments.split(), folder=tmp_path) == (1, output, "")


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) <= 140
    first = next(line for line in README.split("\n\n") if not line.startswith("#"))
    assert len(first.split()) <= 25
