"""What the command may read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from test_command import run

from k8s_backup_target.files import CONFIGURATION, Files, NotPermitted

GOOD = "include_namespaces: [prod]\nttl: 24h\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Returns a working directory with files in it and beside it."""
    for name in ("work/named.yaml", "work/other.yaml", "work/specs/a.yaml", "work/specs/in/b.yaml", "secret.yaml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(GOOD)
    return tmp_path


def opened(root: Path, arguments: list[str], path: str | Path) -> bytes | None:
    """Returns the content of a file, or None for a folder. Relative paths start from the working directory."""
    return content(Files(arguments, root / "work"), root / "work" / path)


def content(files: Files, path: Path) -> bytes | None:
    found = files.open(path)
    if found.file is None:
        return None
    with found.file:
        found.file.seek(0)
        return found.file.read()


def is_refused(root: Path, arguments: list[str], path: str | Path) -> bool:
    try:
        opened(root, arguments, path)
    except NotPermitted:
        return True
    return False


@pytest.mark.parametrize(
    "argument", ["named.yaml", "./named.yaml", "--inventory=named.yaml", "a=named.yaml", "specs/../named.yaml"]
)
def test_a_file_that_an_argument_names_is_opened(root: Path, argument: str) -> None:
    assert opened(root, ["check", argument], argument.rpartition("=")[2]) == GOOD.encode()


def test_a_path_outside_of_the_working_directory_is_opened_if_it_is_named(root: Path) -> None:
    absolute = root / "secret.yaml"
    assert opened(root, ["../secret.yaml"], "../secret.yaml") == GOOD.encode()
    assert opened(root, [str(absolute)], absolute) == GOOD.encode()
    for status, _, errors in (
        run(["check", name], folder=root / "work") for name in ("../secret.yaml", str(absolute), "named.yaml", "specs")
    ):
        assert (status, errors) == (0, "")


@pytest.mark.parametrize("arguments", [[], [""], ["--x="], ["-named.yaml"], ["other.yaml"], ["specs"], ["missing"]])
def test_a_file_that_no_argument_names_is_refused(root: Path, arguments: list[str]) -> None:
    for path in ("named.yaml", "../secret.yaml", "/etc/passwd", "specs/../named.yaml"):
        assert is_refused(root, arguments, path)


def test_everything_in_a_named_folder_is_opened(root: Path) -> None:
    for name in ("specs", "specs/", "./specs", str(root / "work/specs"), "--in=specs"):
        assert opened(root, [name], "specs") is None
        assert opened(root, [name], "specs/in/b.yaml") == GOOD.encode()
        with pytest.raises(FileNotFoundError):
            opened(root, [name], "specs/missing.yaml")
    assert opened(root, ["."], "specs/a.yaml") == GOOD.encode()
    assert opened(root, [".."], "../secret.yaml") == GOOD.encode()


def test_a_named_file_is_opened_wherever_its_links_lead(root: Path) -> None:
    (root / "work/link.yaml").symlink_to("../secret.yaml")
    assert opened(root, ["link.yaml"], "link.yaml") == GOOD.encode()
    assert is_refused(root, ["link.yaml"], "../secret.yaml")
    assert run(["check", "link.yaml"], folder=root / "work")[0] == 0


def test_a_link_in_a_named_folder_is_followed_in_that_folder_only(root: Path) -> None:
    specs = root / "work/specs"
    (specs / "inside.yaml").symlink_to("in/b.yaml")
    (specs / "outside.yaml").symlink_to("../../secret.yaml")
    (specs / "folder").symlink_to("../..")
    (specs / "circle.yaml").symlink_to("circle.yaml")
    assert opened(root, ["specs"], "specs/inside.yaml") == GOOD.encode()
    for path in ("specs/outside.yaml", "specs/folder", "specs/folder/secret.yaml", "specs/../named.yaml"):
        assert is_refused(root, ["specs"], path)
    with pytest.raises(OSError, match="symbolic links"):
        opened(root, ["specs"], "specs/circle.yaml")
    (root / "work/specs-link").symlink_to("specs")
    assert opened(root, ["specs-link"], "specs-link/a.yaml") == GOOD.encode()


def test_a_pipe_does_not_block(root: Path) -> None:
    os.mkfifo(root / "work/pipe")
    status, _, errors = run(["check", "pipe"], folder=root / "work")
    assert status == 2
    assert "it is neither a file nor a folder" in errors


def test_a_name_that_is_too_long_is_reported(root: Path) -> None:
    status, _, errors = run(["check", "x" * 300], folder=root / "work")
    assert status == 2
    assert "its name is too long" in errors


@pytest.mark.skipif(os.name == "nt", reason="names are Unicode")
def test_a_name_that_is_not_utf_8_is_reported(root: Path) -> None:
    Path(os.fsdecode(os.fsencode(root / "work/specs") + b"/\xff.yaml")).write_text(GOOD)
    status, _, errors = run(["check", "specs"], folder=root / "work")
    assert status == 2
    assert "its name is not UTF-8" in errors


def test_configurations_are_opened_in_the_folders_of_named_paths_and_above(root: Path) -> None:
    for folder in ("", "work", "work/specs", "work/specs/in", "beside"):
        (root / folder).mkdir(exist_ok=True)
        (root / folder / CONFIGURATION).write_text(f"# {folder}")
    for arguments, permitted in (
        ([], {"", "work"}),
        (["specs"], {"", "work", "work/specs", "work/specs/in"}),
        (["specs/a.yaml"], {"", "work", "work/specs"}),
        (["specs/in/missing.yaml"], {"", "work", "work/specs", "work/specs/in"}),
        (["../beside/x.yaml"], {"", "work", "beside"}),
    ):
        for folder in ("", "work", "work/specs", "work/specs/in", "beside"):
            is_permitted = not is_refused(root, arguments, root / folder / CONFIGURATION)
            assert is_permitted == (folder in permitted), (arguments, folder)
    with pytest.raises(FileNotFoundError):
        opened(root, [], f"/{CONFIGURATION}")
    assert opened(root, [], f"../work/{CONFIGURATION}") == b"# work"


def test_a_configuration_that_is_a_link_out_of_its_folder_is_refused(root: Path) -> None:
    (root / "work" / CONFIGURATION).symlink_to("../secret.yaml")
    assert is_refused(root, [], CONFIGURATION)
    (root / "work/specs" / CONFIGURATION).symlink_to("a.yaml")
    assert opened(root, ["specs/a.yaml"], f"specs/{CONFIGURATION}") == GOOD.encode()


@pytest.mark.parametrize(
    ("line", "path", "is_permitted"),
    [
        ('api-resources = "kinds.txt"', "kinds.txt", True),
        ("  'api-resources'='in/kinds.txt' # a comment", "in/kinds.txt", True),
        ('api-resources = "kinds.txt"', "in/kinds.txt", False),
        ('# api-resources = "kinds.txt"', "kinds.txt", False),
        ('api-resources = "../kinds.txt"', "../kinds.txt", False),
        ('api-resources = "in/../kinds.txt"', "kinds.txt", False),
        ('api-resources = "/etc/passwd"', "/etc/passwd", False),
        ('api-resources = "link.txt"', "link.txt", False),
        ('api-resources = "a\0b"', "kinds.txt", False),
    ],
)
def test_a_configuration_permits_the_file_of_its_kinds(root: Path, line: str, path: str, is_permitted: bool) -> None:
    folder = root / "work/conf"
    (folder / "in").mkdir(parents=True)
    for name in ("kinds.txt", "in/kinds.txt", "../kinds.txt"):
        (folder / name).write_text("kinds")
    (folder / "link.txt").symlink_to("../kinds.txt")
    (folder / CONFIGURATION).write_text(f"# one\n{line}\n")
    files = Files(["conf/spec.yaml"], root / "work")
    with pytest.raises(NotPermitted):
        content(files, folder / path)
    assert content(files, folder / CONFIGURATION) == f"# one\n{line}\n".encode()
    if is_permitted:
        assert content(files, folder / path) == b"kinds"
    else:
        with pytest.raises(NotPermitted):
            content(files, folder / path)
