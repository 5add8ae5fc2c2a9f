"""The measured cases of the project's testdata, and who disagrees with one."""

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
    """Each with where it stands."""
    for file in sorted((TESTDATA / folder).glob("*.jsonl")):
        for line, text in enumerate(file.read_text("utf-8").split("\n"), start=1):
            if text:
                yield f"{file}:{line}", json.loads(text)


def check(folder: str, run: Callable[[Case], tuple[object, object]]) -> int:
    """Fails with every case of which the expected answer, the first of a pair, is not the answer."""
    disagreements = []
    count = 0
    for place, case in cases(folder):
        count += 1
        expected, answered = run(case)
        if expected != answered:
            disagreements.append(f"{place}: {case.get('name', '')}\n  expected {expected!r}\n  answered {answered!r}")
    assert not disagreements, "\n".join(disagreements)
    assert count, f"{folder} has no cases"
    return count


def check_files(folder: str, pattern: str, answer: Callable[[Path], str]) -> None:
    """Fails with every file whose `.txt` is not the answer."""
    differences = []
    files = sorted((TESTDATA / folder).glob(pattern))
    for file in files:
        expected, answered = file.with_suffix(".txt"), answer(file)
        if expected.read_text("utf-8") != answered:
            differences.append(f"{expected} is not\n{answered}")
    assert not differences, "\n".join(differences)
    assert files, f"{folder} has no cases"


def spec_of(case: Case) -> Spec:
    """The spec of a case, in the order of the document."""
    return Spec(**case)


def compact(value: object) -> str:
    """JSON as the measured cases have it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
