"""The measured cases of the project's corpora, and who disagrees with one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from k8s_backup_target import Spec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PROJECT = Path(__file__).parents[3]
CORPORA = PROJECT / "corpora"

Case = dict[str, Any]


def cases(corpus: str) -> Iterator[tuple[str, Case]]:
    """Each with where it stands."""
    for file in sorted((CORPORA / corpus).glob("*.jsonl")):
        for line, text in enumerate(file.read_text("utf-8").split("\n"), start=1):
            if text:
                yield f"{file}:{line}", json.loads(text)


def check(corpus: str, run: Callable[[Case], tuple[object, object]]) -> int:
    """Fails with every case of which the expected answer, the first of a pair, is not the answer."""
    disagreements = []
    count = 0
    for place, case in cases(corpus):
        count += 1
        expected, answered = run(case)
        if expected != answered:
            disagreements.append(f"{place}: {case.get('name', '')}\n  expected {expected!r}\n  answered {answered!r}")
    assert not disagreements, "\n".join(disagreements)
    assert count, f"the corpus {corpus} is empty"
    return count


def check_files(folder: str, pattern: str, answer: Callable[[Path], str]) -> None:
    """Fails with every file whose `.txt` is not the answer."""
    differences = []
    files = sorted((CORPORA / folder).glob(pattern))
    for file in files:
        expected, answered = file.with_suffix(".txt"), answer(file)
        if expected.read_text("utf-8") != answered:
            differences.append(f"{expected} is not\n{answered}")
    assert not differences, "\n".join(differences)
    assert files, f"the corpus {folder} is empty"


def spec_of(case: Case) -> Spec:
    """The spec of a case, in the order of the document."""
    return Spec(**case)


def compact(value: object) -> str:
    """JSON as the corpora's own code writes it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
