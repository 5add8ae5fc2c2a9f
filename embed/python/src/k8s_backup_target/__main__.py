"""`python -m k8s_backup_target check FILE...`, for pipelines that have only Python."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from .cluster import Cluster, parse_api_resources
from .diagnostic import Diagnostic, Severity
from .errors import ComponentError, InvalidInput, in_one_line
from .validation import DocumentKind, check_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .diagnostic import Span
    from .validation import DocumentFormat

_OK, _FOUND, _CANNOT_RUN = 0, 1, 2
_STDIN = "-"
_DENIED: dict[str | None, tuple[Severity, ...]] = {
    None: ("error",),
    "warnings": ("error", "warning"),
    "advice": ("error", "warning", "advice"),
}


@dataclass
class _Report:
    """What was found in all files."""

    files: int
    found: list[tuple[str, Diagnostic]]
    unreadable: list[tuple[str, str]]

    def counts(self) -> dict[Severity, int]:
        counted = Counter(diagnostic.severity for _, diagnostic in self.found)
        return {severity: counted[severity] for severity in get_args(Severity)}

    def in_lines(self) -> Iterator[str]:
        for file, diagnostic in self.found:
            yield f"{_place(file, diagnostic.span)}: {diagnostic.severity}[{diagnostic.code}] {diagnostic.message}"
            if diagnostic.help:
                yield f"  help: {diagnostic.help}"
            for related in diagnostic.related:
                yield f"  {_place(file, related.span)}: {related.message}"
        for file, reason in self.unreadable:
            yield f"{file}: cannot be read: {reason}"
        yield self._summary()

    def _summary(self) -> str:
        names = {"error": ("error", "errors"), "warning": ("warning", "warnings"), "advice": ("advice", "advice")}
        counted = [f"{count} {names[severity][count != 1]}" for severity, count in self.counts().items() if count]
        found = f": {', '.join(counted) or 'no problems found'}" if self.files else ""
        unreadable = f"; {len(self.unreadable)} could not be read" if self.unreadable else ""
        return f"checked {self.files} {'file' if self.files == 1 else 'files'}{found}{unreadable}"

    def in_json(self) -> str:
        counts = self.counts()
        summary = {
            "files": self.files,
            "errors": counts["error"],
            "warnings": counts["warning"],
            "advice": counts["advice"],
            "unreadable": len(self.unreadable),
        }
        report = {
            "diagnostics": [{"file": file, **asdict(diagnostic)} for file, diagnostic in self.found],
            "unreadable": [{"file": file, "reason": reason} for file, reason in self.unreadable],
            "summary": summary,
        }
        return json.dumps(report, indent=2)


def _place(file: str, span: Span | None) -> str:
    return f"{file}:{span.start.line}:{span.start.column}" if span else file


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m k8s_backup_target", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    check = commands.add_parser(
        "check",
        help="say what the interface, Velero, Kubernetes or Juju will refuse",
        description="Checks specs, targets, lists of targets and databags, in YAML or JSON.",
        epilog="Exit status: 0 when all is well, 1 when errors are found, 2 when the command cannot run: "
        "wrong usage, or a file that cannot be read.",
    )
    check.add_argument("files", nargs="+", metavar="FILE", help="what to check; `-` is standard input")
    check.add_argument("--format", choices=["text", "json"], default="text", help="how to write what is found")
    check.add_argument("--deny", choices=["warnings", "advice"], help="fail on warnings too, or on warnings and advice")
    check.add_argument("--kind", choices=get_args(DocumentKind), help="what the files hold, instead of guessing it")
    check.add_argument("--api-resources", metavar="FILE", help="the cluster's kinds, as `kubectl api-resources` prints")
    check.add_argument("--velero-version", metavar="VERSION", help="the version of Velero, such as 1.18")
    return parser


def _read(file: str) -> str:
    content = sys.stdin.buffer.read() if file == _STDIN else Path(file).read_bytes()
    return content.decode()


def _reason(error: OSError | UnicodeDecodeError) -> str:
    return error.strerror or str(error) if isinstance(error, OSError) else "it is not UTF-8"


def _format_of(file: str, text: str) -> DocumentFormat:
    """By its ending; without a known one it is YAML unless it is JSON."""
    if file.endswith(".json"):
        return "json"
    if not file.endswith((".yaml", ".yml")):
        with contextlib.suppress(ValueError, RecursionError):
            json.loads(text)
            return "json"
    return "yaml"


def _cluster(listing: str | None, velero_version: str | None) -> Cluster | None:
    if listing is None and velero_version is None:
        return None
    return Cluster.open(parse_api_resources(_read(listing)) if listing is not None else [], velero_version)


def _check(files: Sequence[str], kind: DocumentKind | None, cluster: Cluster | None) -> _Report:
    report = _Report(0, [], [])
    for file in dict.fromkeys(files):
        name = "<stdin>" if file == _STDIN else file
        try:
            text = _read(file)
        except (OSError, UnicodeDecodeError) as error:
            report.unreadable.append((name, _reason(error)))
            continue
        report.files += 1
        found = check_text(text, _format_of(file, text), kind, cluster)
        report.found += [(name, diagnostic) for diagnostic in found]
    return report


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command, and answers its exit status."""
    parsed = _arguments().parse_args(arguments)
    try:
        cluster = _cluster(parsed.api_resources, parsed.velero_version)
        report = _check(parsed.files, parsed.kind, cluster)
    except (OSError, UnicodeDecodeError) as error:
        print(f"error: cannot read `{parsed.api_resources}`: {_reason(error)}", file=sys.stderr)
        return _CANNOT_RUN
    except InvalidInput as error:
        for diagnostic in error.diagnostics:
            place = _place(parsed.api_resources or "--velero-version", diagnostic.span)
            print(f"{place}: {in_one_line(diagnostic)}", file=sys.stderr)
        return _CANNOT_RUN
    except ComponentError as error:
        print(f"error: {error}", file=sys.stderr)
        return _CANNOT_RUN
    print(report.in_json() if parsed.format == "json" else "\n".join(report.in_lines()))
    if report.unreadable:
        return _CANNOT_RUN
    return _FOUND if any(report.counts()[severity] for severity in _DENIED[parsed.deny]) else _OK


def _run() -> int:
    for stream in (sys.stdout, sys.stderr):
        # Where the terminal has no such character, its escape is better than none.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        status = main()
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read has enough. Nothing more can be written, at exit neither.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _FOUND
    return status


if __name__ == "__main__":
    sys.exit(_run())
