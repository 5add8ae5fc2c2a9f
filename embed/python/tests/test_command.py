"""The command `k8s-backup-target`: what it prints, and how the process behaves."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from testdata import PROJECT, TESTDATA

from k8s_backup_target import ComponentError, Limits, __main__, host
from k8s_backup_target.wasi import Streams

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

TRANSCRIPTS = TESTDATA / "transcripts"
WRONG = "include_namespaces: [prod]\nttl: 30d\n"


class Unbuffered(io.BytesIO):
    """Output that is closed, or not ready, after some bytes."""

    def __init__(self, capacity: int | None = None) -> None:
        super().__init__()
        self.capacity = capacity

    def write(self, content: Any) -> int:
        if self.capacity is not None and self.tell() >= self.capacity:
            raise BrokenPipeError
        return super().write(content[:1000])


def run(
    arguments: Sequence[str], *, folder: Path, given: bytes = b"", variables: dict[str, str] | None = None
) -> tuple[int, str, str]:
    output, errors = Unbuffered(), Unbuffered()
    status = __main__.run(arguments, variables or {}, folder, Streams(io.BytesIO(given), output, errors))
    return status, output.getvalue().decode(), errors.getvalue().decode()


def words(line: str) -> Iterator[str]:
    """Returns the words of a line, as a shell does with single quotes."""
    for place, part in enumerate(line.split("'")):
        yield from [part] if place % 2 else part.split()


def ran(line: str) -> str:
    """Returns what a line of a transcript prints."""
    found = list(words(line))
    variables: dict[str, str] = {}
    while found and "=" in found[0] and found[0].partition("=")[0].replace("_", "").isupper():
        name, _, variables[name] = found.pop(0).partition("=")
    given = b""
    if "<" in found:
        *found, _, file = found
        given = (TRANSCRIPTS / "files" / file).read_bytes()
    status, output, errors = run(found, folder=TRANSCRIPTS / "files", given=given, variables=variables)
    marked = "".join(f"! {line}\n" for line in errors.removesuffix("\n").split("\n") if errors)
    return f"{output}{marked}exit {status}\n"


@pytest.mark.parametrize("transcript", sorted(TRANSCRIPTS.glob("*.txt")), ids=lambda file: file.stem)
def test_a_transcript_is_printed_byte_by_byte(transcript: Path) -> None:
    expected = transcript.read_text("utf-8")
    answer = []
    for line in expected.split("\n"):
        if line.startswith("# "):
            answer.append(f"{line}\n")
        elif line == "$" or line.startswith("$ "):
            answer.append(f"{line}\n{ran(line[1:])}\n")
    assert "".join(answer) == expected


def test_a_closed_output_ends_the_command_quietly(tmp_path: Path) -> None:
    for output in (Unbuffered(1000), Unbuffered(0), None):
        errors = Unbuffered()
        status = __main__.run(["rules"], {}, tmp_path, Streams(None, output, errors))
        assert (status, errors.getvalue()) == (0, b"")


def test_standard_input_that_cannot_be_read_is_reported(tmp_path: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, _: int | None = None) -> bytes:
            raise OSError("broken")

    errors = Unbuffered()
    status = __main__.run(["check", "-"], {}, tmp_path, Streams(Broken(), Unbuffered(), errors))
    assert (status, b"cannot read `<stdin>`" in errors.getvalue()) == (2, True), errors.getvalue()


def test_standard_input_that_is_closed_is_empty(tmp_path: Path) -> None:
    output = Unbuffered()
    __main__.run(["check", "-"], {}, tmp_path, Streams(None, output, None))
    assert output.getvalue().decode() == run(["check", "-"], folder=tmp_path)[1]


def test_a_trap_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host, "Limits", lambda: Limits(stack_bytes=256))
    with pytest.raises(ComponentError, match=r"the command failed \(a bug\): wasm trap: call stack exhausted$"):
        run(["--version"], folder=tmp_path)


def test_an_error_of_the_component_ends_the_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> int:
        raise ComponentError("a reason")

    monkeypatch.setattr(__main__, "run", fail)
    assert __main__.main() == 2
    assert capsys.readouterr() == ("", "error: a reason\n")


def test_an_error_of_a_host_function_is_not_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted(Unbuffered):
        def write(self, _: Any) -> int:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        __main__.run(["--version"], {}, tmp_path, Streams(None, Interrupted(), None))


def start(*arguments: str | bytes, **options: Any) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(PROJECT / "embed/python/src")}
    command = [sys.executable, "-m", "k8s_backup_target", *arguments]
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, **options)


def test_the_process_has_bytes_and_a_status(tmp_path: Path) -> None:
    (tmp_path / "spec.yaml").write_text("ttl: é30d\n", "utf-8")
    process = start("check", "spec.yaml", cwd=tmp_path, stdout=subprocess.PIPE)
    output, errors = process.communicate()
    assert (process.returncode, errors) == (1, b"")
    assert "`é30d`".encode() in output
    assert b"\r" not in output


def test_standard_input_is_read(tmp_path: Path) -> None:
    process = start("check", "-", cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    output, _ = process.communicate(WRONG.encode())
    assert process.returncode == 1
    assert b"<stdin>:2:6" in output


def test_a_closed_pipe_ends_the_process_quietly(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    process = start("rules", cwd=tmp_path, stdout=writer)
    os.close(writer)
    assert (process.communicate()[1], process.returncode) == (b"", 0)


def test_a_pipe_that_does_not_block_gets_everything(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    process = start("schema", cwd=tmp_path, stdout=writer)
    os.close(writer)
    with os.fdopen(reader, "rb") as file:
        assert file.read().decode() == run(["schema"], folder=tmp_path)[1]
    assert process.wait() == 0
    process.communicate()


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Lets processes be interrupted. They ignore interrupts if their parent does, such as in a background job."""
    previous = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, previous)


@pytest.mark.usefixtures("interruptible")
def test_an_interrupt_ends_the_process_without_a_traceback(tmp_path: Path) -> None:
    with start("check", "-", cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        # When more is written than the pipe holds, the command has started to read.
        process.stdin.write(b"# a comment\n" * 100_000)
        process.send_signal(signal.SIGINT)
        assert process.communicate() == (b"", b"")
    # A shell reports this as 130.
    assert process.returncode == -signal.SIGINT


def test_an_argument_that_is_not_utf_8_cannot_act_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["k8s-backup-target", "check", "\n::error::x\x1b[31m\x9b##[x]\u202e\udcff"])
    assert __main__.main() == 2
    errors = capsys.readouterr().err
    assert errors.count("\n") == 1
    assert errors.startswith("error: the argument `\\u{a}::error::x\\u{1b}[31m\\u{9b}\\u{23}#[x]\\u{202e}")


def test_an_argument_that_is_not_utf_8_is_an_error(tmp_path: Path) -> None:
    process = start("check", b"\xff.yaml", cwd=tmp_path, stdout=subprocess.PIPE)
    assert process.communicate() == (b"", "error: the argument `\ufffd.yaml` is not UTF-8\n".encode())
    assert process.returncode == 2


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not have such names")
def test_a_folder_with_a_name_that_is_not_utf_8_is_read_but_for_that_entry(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(WRONG)
    (tmp_path / os.fsdecode(b"\xff.yaml")).write_text(WRONG)
    status, output, errors = run(["check", "."], folder=tmp_path)
    assert status == 2
    assert "checked 1 file: 1 error; 1 could not be read" in output
    assert "its name is not UTF-8" in errors


def test_a_terminal_has_colors_unless_they_are_turned_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "spec.yaml").write_text(WRONG)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("CLICOLOR_FORCE", raising=False)
    for variable, has_colors in (("UNRELATED", True), ("NO_COLOR", False)):
        monkeypatch.setenv(variable, "1")
        controller, terminal = os.openpty()
        process = start("check", "spec.yaml", cwd=tmp_path, stdout=terminal)
        os.close(terminal)
        output = b"".join(iter(lambda: read(controller), b""))  # noqa: B023 - it is called here
        os.close(controller)
        process.communicate()
        assert (b"\x1b[" in output) == has_colors


def read(controller: int) -> bytes:
    try:
        return os.read(controller, 4096)
    except OSError:  # Linux: the other end is closed.
        return b""


def test_the_command_does_not_import_ops(tmp_path: Path) -> None:
    program = (
        "import sys; from k8s_backup_target.__main__ import main; sys.argv[1:] = ['--version']; main(); "
        "assert not {'ops', 'wasmtime'} & set(sys.modules)"
    )
    environment = {**os.environ, "PYTHONPATH": str(PROJECT / "embed/python/src")}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "k8s-backup-target 0.1.0\n", "")
