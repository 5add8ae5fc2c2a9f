"""Reads the measured cases of the project's testdata, and compares results with them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from k8s_backup_target import Spec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PROJECT = Path(__file__).parents[3]
TESTDATA = PROJECT / "testdata"

Case = dict[str, Any]


def cases(folder: str) -> Iterator[tuple[str, Case]]:
    """Returns each case with its file and line."""
    for file in sorted((TESTDATA / folder).glob("*.jsonl")):
        for line, text in enumerate(file.read_text("utf-8").split("\n"), start=1):
            if text:
                yield f"{file}:{line}", json.loads(text)


def check(folder: str, run: Callable[[Case], tuple[object, object]]) -> int:
    """Fails if the two values that `run` returns, the expected and the actual one, differ for a case."""
    differences = []
    count = 0
    for position, case in cases(folder):
        count += 1
        expected, actual = run(case)
        if expected != actual:
            differences.append(f"{position}: {case.get('name', '')}\n  expected {expected!r}\n  got {actual!r}")
    assert not differences, "\n".join(differences)
    assert count, f"{folder} has no cases"
    return count


def check_files(folder: str, pattern: str, answer: Callable[[Path], str]) -> None:
    """Fails if the result for a file differs from its `.txt`."""
    differences = []
    files = sorted((TESTDATA / folder).glob(pattern))
    for file in files:
        expected, answered = file.with_suffix(".txt"), answer(file)
        if expected.read_text("utf-8") != answered:
            differences.append(f"{expected} is not\n{answered}")
    assert not differences, "\n".join(differences)
    assert files, f"{folder} has no cases"


def spec_of(case: Case) -> Spec:
    """Returns the spec of a case, with the labels in their order."""
    return Spec(**case)


def compact(value: object) -> str:
    """Returns JSON as in the measured cases."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
