"""The modules of the package depend on each other in one direction."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

from testdata import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SOURCES = PROJECT / "embed/python/src"


def name_of(file: Path) -> str:
    return ".".join(file.relative_to(SOURCES).with_suffix("").parts).removesuffix(".__init__")


def imported(file: Path) -> Iterator[str]:
    """Returns what a module imports, including imports for types and in functions."""
    package = file.relative_to(SOURCES).parent.parts
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            outer = package[: len(package) + 1 - node.level] if node.level else ()
            home = ".".join([*outer, *([node.module] if node.module else [])])
            # A name can be a module of the package.
            names = {f"{home}.{alias.name}" for alias in node.names}
            yield from (name if name in MODULES else home for name in names)


MODULES = {name_of(file): file for file in SOURCES.rglob("*.py")}


def test_the_imports_have_no_cycle() -> None:
    graph = {name: [each for each in imported(file) if each in MODULES] for name, file in MODULES.items()}
    assert sum(map(len, graph.values())) > len(MODULES)
    TopologicalSorter(graph).prepare()  # The error shows the cycle.
