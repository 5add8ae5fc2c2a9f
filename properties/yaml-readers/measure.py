#!/usr/bin/env python3
"""Measures what PyYAML and Kubernetes read in generated YAML texts, and writes `testdata/yaml/answers.jsonl.gz`.

    pip install pyyaml==6.0.3
    python3 properties/yaml-readers/measure.py

It needs Go: `main.go` reads the texts as kubectl and Velero 1.16 to 1.18 do, with sigs.k8s.io/yaml 1.4.0.
The test `document::readers` of guest/core compares its own reading with the answers, and needs neither Python nor Go.

Each line is `[class, text, PyYAML's answer, Kubernetes' answer]`. An answer is the list of the documents that are not
null, or 0 if the reader refuses the text or reads a value that JSON does not have: a date, or a key that is not text.
An answer of Kubernetes that is the same as PyYAML's is left out.
"""

import gzip
import json
import math
import pathlib
import random
import subprocess
from collections.abc import Callable, Iterator

import yaml

SEED = 20261126
COUNT = 25_000
HERE = pathlib.Path(__file__).parent
ANSWERS = HERE.parent.parent / "testdata/yaml/answers.jsonl.gz"

Random = random.Random
Generator = Callable[[Random], str]

WORDS = ["a", "b", "prod", "my-app", "team/x", "v1.2", "24h", "app.kubernetes.io/name", "e", "x-1"]
# Plain scalars that some reader does not read as a string.
SCALARS = [
    "on",
    "off",
    "On",
    "OFF",
    "yes",
    "no",
    "Yes",
    "NO",
    "y",
    "n",
    "Y",
    "N",
    "true",
    "True",
    "TRUE",
    "tRue",
    "false",
    "null",
    "Null",
    "NULL",
    "nUll",
    "~",
    "=",
    "<<",
    "1",
    "0",
    "-1",
    "+1",
    "-0",
    "+0",
    "00",
    "007",
    "0777",
    "0o17",
    "0O17",
    "-0o7",
    "0x1F",
    "0X1f",
    "-0x1",
    "+0xf",
    "0b1",
    "0b12",
    "-0b10",
    "0B1",
    "1_000",
    "1__0",
    "_1",
    "1_",
    "0_7",
    "0x_1",
    "0b_1",
    "0o_7",
    "1:30",
    "1:30:59",
    "01:30",
    "1:60",
    "-1:30",
    "1:30.5",
    "190:20:30",
    "190:20:30.15",
    "1:3:5",
    ".5",
    "+.5",
    "-.5",
    "5.",
    "1.",
    "1.0",
    "01.5",
    "1.5e3",
    "1e3",
    "1E3",
    "1e+3",
    "1.e+3",
    "1.5e+3",
    "1.5E-3",
    ".5e+1",
    "1_0.5",
    "1e400",
    "1_0e3",
    ".1_0",
    ".",
    "..",
    "...",
    ".inf",
    "-.inf",
    "+.inf",
    ".Inf",
    ".INF",
    ".nan",
    ".NaN",
    ".NAN",
    "inf",
    "nan",
    "2001-01-01",
    "2001-1-1",
    "2001-13-41",
    "2001-01-01T00:00:00Z",
    "2001-01-01t1:2:3",
    "2001-12-14_1",
    "20010101",
    "12e03",
    "0e0",
    "0.0",
    "-0.0",
    "08",
    "09",
    "089",
    "0o8",
    "0x",
    "0b",
    "0o",
    "12345678901234567890",
    "123456789012345678901234567890",
    "-9223372036854775809",
    "18446744073709551616",
    "1.7976931348623157e309",
    "3.14",
    "1.10",
    "1.20",
    "1e1",
    "e1",
    "1e",
    "+e1",
    "-",
    "--",
    "+",
    "+a",
    "-a",
    "?",
    "?a",
    ":a",
    "a:",
    "::",
    "a:b",
    "a::b",
    "@",
    "`a`",
    "%a",
    "!a",
    "&a",
    "*a",
    "|",
    ">",
    "#a",
    "a#b",
]
SCALAR_PARTS = [
    "0",
    "1",
    "7",
    "9",
    "12",
    "59",
    "60",
    "_",
    ":",
    ".",
    "-",
    "+",
    "e",
    "E",
    "x",
    "o",
    "b",
    "f",
    "2001-",
    "T",
    "Z",
]
TAGS = [
    "!!str",
    "!!int",
    "!!float",
    "!!bool",
    "!!null",
    "!!binary",
    "!!timestamp",
    "!!set",
    "!!omap",
    "!!pairs",
    "!!seq",
    "!!map",
    "!",
    "!x",
    "!!x",
    "!<tag:yaml.org,2002:str>",
    "!<tag:yaml.org,2002:int>",
    "!e!x",
    "!!merge",
    "!!value",
]
BREAKS = ["\u0085", "\u2028", "\u2029"]
CHARACTERS = [
    *BREAKS,
    *BREAKS,
    "\ufeff",
    "\x7f",
    "\x80",
    "\x9f",
    "\xa0",
    "\u200b",
    "\ufffe",
    "\uffff",
    "\ufffd",
    "\x00",
    "\x07",
    "\x0b",
    "\x0c",
    "\x1b",
    "\r",
    "\t",
    "é",
    "漢",
    "😀",
    "\ue000",
    "\u2009",
    "\U0001ffff",
]
PIECES = [
    "a",
    "b",
    "c",
    " ",
    " ",
    " ",
    "\n",
    "\n",
    "\n  ",
    "\n    ",
    "\n- ",
    "- ",
    ": ",
    ": ",
    ":",
    "? ",
    "?",
    ", ",
    ",",
    "[",
    "]",
    "{",
    "}",
    "#",
    " #",
    "&x ",
    "*x",
    "*x ",
    "!",
    "!!str ",
    "|",
    ">",
    "|-",
    "|+",
    "|2",
    ">1",
    "|9",
    "'",
    '"',
    "%",
    "@",
    "`",
    "---",
    "\n---\n",
    "\n--- ",
    "\n...\n",
    "...",
    "\t",
    "\t",
    "\r\n",
    "\r",
    "<<: ",
    "1",
    "on",
    "~",
    "\\",
    "\\n",
    "''",
    "é",
    "0",
]


def word(r: Random) -> str:
    return r.choice(WORDS)


def ordinary_scalar(r: Random) -> str:
    text = word(r)
    return r.choice(
        [
            text,
            text,
            text,
            f'"{text}"',
            f"'{text}'",
            "true",
            "false",
            str(r.randrange(1, 1000)),
            "null",
            '"*"',
            '"on"',
            '"1"',
        ]
    )


def ordinary_flow(r: Random) -> str:
    if r.random() < 0.5:
        return "[" + ", ".join(ordinary_scalar(r) for _ in range(r.randrange(4))) + "]"
    return "{" + ", ".join(f"{w}: {ordinary_scalar(r)}" for w in r.sample(WORDS, r.randrange(4))) + "}"


def ordinary_block(r: Random, indent: str, depth: int) -> Iterator[str]:
    """Yields lines that every reader reads alike."""
    for key in r.sample(WORDS, r.randrange(1, 4)):
        comment = r.choice(["", "", "", " # a note: x"])
        kind = r.randrange(8)
        key = r.choice([key, key, f'"{key}"'])
        if kind == 0 and depth < 3:
            yield f"{indent}{key}:{comment}"
            yield from ordinary_block(r, indent + "  ", depth + 1)
        elif kind == 1:
            yield f"{indent}{key}:{comment}"
            dash = r.choice(["", "  "])
            for _ in range(r.randrange(1, 4)):
                yield f"{indent}{dash}- {ordinary_scalar(r)}"
        elif kind == 2:
            yield f"{indent}{key}: {r.choice(['|', '>', '|-', '>-', '|+'])}"
            for _ in range(r.randrange(1, 3)):
                yield f"{indent}  {word(r)}: {word(r)} # text"
        elif kind == 3:
            yield f"{indent}{key}: {ordinary_flow(r)}{comment}"
        else:
            yield f"{indent}{key}: {ordinary_scalar(r)}{comment}"


def ordinary(r: Random) -> str:
    documents = ["\n".join(ordinary_block(r, "", 0)) + "\n" for _ in range(r.choice([1, 1, 1, 2]))]
    return r.choice(["", "", "---\n", "# a comment\n"]) + "---\n".join(documents)


def plain(r: Random) -> str:
    if r.random() < 0.5:
        return r.choice(SCALARS)
    return "".join(r.choice(SCALAR_PARTS) for _ in range(r.randrange(1, 6)))


def around(r: Random, value: str) -> str:
    """Puts a scalar into a text."""
    return r.choice(
        [
            f"a: {value}\n",
            f"a: {value}\n",
            f"a:\n- {value}\n- b\n",
            f"a: [{value}]\n",
            f"a: [b, {value}, c]\n",
            f"{{a: {value}}}\n",
            f"{value}: a\n",
            f"{value}: a\n",
            f"a: {{{value}: b}}\n",
            f"? {value}\n: a\n",
            f"a: {value} # b\n",
            f"a:\n  {value}: b\n  c: d\n",
            f"{value}\n",
            f"- - {value}\n",
            f"label_selector: {{{value}: b}}\n",
            f"label_selector: {{a: {value}}}\n",
            f"a: [{value}: b]\n",
            f"a: &x {value}\n*x : b\n",
            f"a: &x {value}\nb: *x\n",
        ]
    )


def scalar(r: Random) -> str:
    return around(r, plain(r))


def tagged(r: Random) -> str:
    tag = r.choice(TAGS)
    value = r.choice(
        [
            plain(r),
            plain(r),
            f'"{plain(r)}"',
            f"'{plain(r)}'",
            "aGk=",
            "",
            "[a, b]",
            "{a: b}",
            "{a, b}",
            "[{a: b}]",
            "{a: null}",
        ]
    )
    return r.choice(["", "", "", "%YAML 1.1\n---\n", "%TAG !e! tag:yaml.org,2002:\n---\n"]) + around(
        r, f"{tag} {value}"
    )


def character(r: Random) -> str:
    c = "".join(r.choice(CHARACTERS) for _ in range(r.choice([1, 1, 1, 2])))
    return r.choice(
        [
            f"a: b{c}\n",
            f"a: b{c}c\n",
            f"a: b #c{c}d: e\n",
            f"a: b # c{c}",
            f"a: 'b{c}c'\n",
            f'a: "b{c}c"\n',
            f'a: "b {c} c"\n',
            f"{c}a: b\n",
            f"a{c}: b\n",
            f"a:{c}b\n",
            f"a:{c} b\n",
            f"a: |\n  b{c}  c\n",
            f"a: >\n  b{c}c\n  d\n",
            f"# x{c}a: b\nc: d\n",
            f"a: [b,{c}c]\n",
            f"a: b{c}  c: d\n",
            f"a: b\n{c}c: d\n",
            f"a: b\n---\n{c}c: d\n",
            f"-{c}a\n",
            f"a: {c}\n",
            f'"{c}": b\n',
            f"a: [{c}]\n",
            f"a: b{c}\n...\nc: d\n",
            f"a: b c{c}d\n",
            f"? a{c}: b\n",
            f"a: 'b'{c}\n",
            f"a: &x{c}b\nc: *x\n",
            f"a: b {c}#c\n",
            f"{{a: b}}{c}\n",
            f"a: !!str{c} b\n",
        ]
    )


def flow_scalar(r: Random) -> str:
    parts = [
        "a",
        "b",
        ":",
        ":",
        ": ",
        " ",
        "?",
        "? ",
        "-",
        "- ",
        ",",
        ", ",
        "'c'",
        '"d"',
        "[",
        "]",
        "{",
        "}",
        "#",
        " #e",
        "\n",
        "\n ",
        "1",
        "&x ",
        "*x ",
        "|",
    ]
    inner = "".join(r.choice(parts) for _ in range(r.randrange(1, 7)))
    return r.choice([f"[{inner}]\n", f"{{{inner}}}\n", f"a: [{inner}]\n", f"a: {{{inner}}}\nb: c\n", f"[{inner}, b]\n"])


def indicators(r: Random) -> str:
    parts = [
        "a",
        "b",
        ":",
        ": ",
        " ",
        "?",
        "? ",
        "-",
        "- ",
        "#",
        " #",
        "1",
        "'",
        '"',
        "|",
        ">",
        "%",
        "@",
        "`",
        "!",
        "&",
        "*",
        "=",
        "<<",
    ]
    inner = "".join(r.choice(parts) for _ in range(r.randrange(1, 6)))
    return around(r, inner)


def keys(r: Random) -> str:
    key = r.choice(
        [
            "",
            "a",
            "? a",
            "? - a",
            "? [a]",
            "? {a: b}",
            "a\n b",
            "'a\n b'",
            '"a\n b"',
            "k" * r.choice([1020, 1023, 1024, 1025, 1100, 4000]),
            '"' + "k" * r.choice([1021, 1022, 1023, 1030]) + '"',
            "? " + "k" * 1100,
            "&x a",
            "[a]",
            "{a: b}",
            "1",
            '"1"',
            "null",
            '""',
            "? |\n  a",
            "'a'",
            "? ",
            "é" * r.choice([510, 520, 1023, 1025]),
            "!!str 1",
            "? a b\n  c",
            "- a",
            "a ",
            "a\t",
            "? a # c",
            "'a' ",
            "a #c",
        ]
    )
    colon = r.choice([":", ": ", ": ", ": ", "\n: ", " : ", ":\t", "\t: ", " :\n  "])
    value = r.choice(["v", "v", "", "1", "\n  v", "{b: c}", "[d]", "&y v"])
    pair = f"{key}{colon}{value}"
    again = r.choice(["", "", "\na: 2", '\n"1": 2', "\n1: x", '\n"": x', "\n*x : y", "\n? z", "\n? 2"])
    return r.choice(
        [
            f"{pair}{again}\n",
            f"{pair}{again}\n",
            f"m: {{{pair}}}\n",
            f"m: [{pair}]\n",
            f"m: {{{pair}, b: c}}\n",
            f"m: {{b: c, {pair}}}\n",
        ]
    )


def block_scalar(r: Random) -> str:
    header = r.choice("|>") + r.choice(
        [
            "",
            "-",
            "+",
            "1",
            "2",
            "3",
            "9",
            "0",
            "-1",
            "1-",
            "+2",
            "2+",
            "10",
            "--",
            "a",
            " #c",
            "#c",
            " a",
            "\t",
            "\t#c",
        ]
    )
    lines = [
        r.choice(["", "", " ", "  ", "   ", "    ", "\t", " \t", "  \t"])
        + r.choice(["b", "c", "", "# d", "e: f", "- g", "---", "...", "\t", " "])
        for _ in range(r.randrange(1, 5))
    ]
    return (
        r.choice([f"a: {header}\n", f"a:\n  b: {header}\n", f"- {header}\n", f"--- {header}\n", f"{header}\n"])
        + "\n".join(lines)
        + r.choice(["\n", "", "\nz: y\n"])
    )


def documents(r: Random) -> str:
    directive = [
        "%YAML 1.1\n",
        "%YAML 1.2\n",
        "%YAML 1.3\n",
        "%YAML 2.0\n",
        "%YAML\n",
        "%TAG ! tag:x,1:\n",
        "%TAG !! tag:x,1:\n",
        "%FOO bar\n",
        "%\n",
    ]
    pieces = [
        *directive,
        "---\n",
        "---\n",
        "--- a\n",
        "--- a: b\n",
        "--- {a: b}\n",
        "--- # c\n",
        "---\ta\n",
        "...\n",
        "... # c\n",
        "... a\n",
        "...a\n",
        "a: b\n",
        "c: on\n",
        "a\n",
        "- a\n",
        "# c\n",
        "\n",
        "---a\n",
        "--- |\n x\n",
        "---",
        "...",
        "a: '\n---\n'\n",
        'a: "\n...\n"\n',
        "- ---\n",
        "a: ---\n",
        "a: b ---\n",
        " ---\n",
        "a:\n---\n",
        "\ufeff",
        "--- &x a\n",
        "--- !!str\n",
        "--- 'a'\n",
        "a: &x b\nc: *x\n",
        "c: *x\n",
        "a: |\n---\nb: c\n",
        "a: [\n---\n]\n",
    ]
    return "".join(r.choice(pieces) for _ in range(r.randrange(1, 5)))


def anchors(r: Random) -> str:
    parts = [
        "a: &x b",
        "c: *x",
        "d: &x e",
        "*x : f",
        "? *x\n: g",
        "&x h: i",
        "j: &x",
        "k: [*x, *x]",
        "l: &x [m]",
        "n: {&x o: p}",
        "q: &x {r: s}",
        "<<: *x",
        "t: {<<: *x, r: u}",
        "v: &x *x",
        "&x : w",
        "y: *z",
        "a: &z 1",
        "*z : b",
        "m: {*x : n}",
        "n: {*x: n}",
        "a: &é b",
        "b: *é",
        "a: &x:y b",
        "b: *x:y",
        "c: [*x,b]",
        "a: &x,y b",
        "<<: [*x, *z]",
        "<<: {a: 2}",
        "d: *x e",
        "a: &x  b",
        "e: &x\n  f",
        "e: &x\n  f: g",
        "e:\n  &x f: g",
        "e: &x &y f",
        "e: &x !!str 1",
        "e: !!str &x 1",
        "<<: 1",
        '"<<": {a: b}',
        "e: &x\n- a",
    ]
    return "\n".join(r.choice(parts) for _ in range(r.randrange(1, 5))) + "\n"


def multiline(r: Random) -> str:
    ends = [
        "\n",
        "\n",
        "\n ",
        "\n  ",
        "\n\n",
        "\n \n",
        "\r\n ",
        "\r ",
        "\n\t",
        "\n  \t",
        "\n#c\n",
        "\n  #c\n",
        " #c\n  ",
        "\n---",
        "\n- ",
        "\n  - ",
        "\n: ",
        "\n  : ",
        "\n? ",
        "\\\n ",
        " \n  ",
        "\t\n  ",
    ]
    text = r.choice(["a", "b c", "1", "on", "x: y", "x:", "#d", "- e"])
    for _ in range(r.randrange(1, 3)):
        text += r.choice(ends) + r.choice(["a", "b c", "1", "x: y", "", "#d", "- e", ":f", "?g", "-h"])
    text = r.choice([text, text, f"'{text}'", f'"{text}"', f"[{text}]", f"{{{text}}}"])
    return r.choice(
        [f"a: {text}\n", f"a: {text}\nb: c\n", f"a:\n  {text}\nb: c\n", f"- {text}\n", f"{text}\n", f"a:\n - {text}\n"]
    )


def tabs(r: Random) -> str:
    s = [r.choice(["\t", "\t", " ", " \t", "\t ", "  "]) for _ in range(4)]
    return r.choice(
        [
            f"a:{s[0]}b{s[1]}\n",
            f"a:{s[0]}b{s[1]}#c\n",
            f"-{s[0]}a\n",
            f"-{s[0]}a:{s[1]}b\n",
            f"a:\n{s[0]}b: c\n",
            f"a:\n -{s[0]}b\n",
            f"a: [b,{s[0]}c{s[1]}]\n",
            f"a: {{{s[0]}b:{s[1]}c{s[2]}}}\n",
            f"?{s[0]}a\n:{s[1]}b\n",
            f"a: b\n{s[0]}\nc: d\n",
            f"a: b\n{s[0]}c\n",
            f"a{s[0]}: b\n",
            f"a: |{s[0]}\n  b{s[1]}\n{s[2]}c\n",
            f"a: 'b\n{s[0]}c'\n",
            f'a: "b\\\n{s[0]}c"\n',
            f"{s[0]}a: b\n",
            f"a: [\n{s[0]}b,\n{s[1]}c\n]\n",
            f"a:{s[0]}&x{s[1]}b\n",
            f"a: b{s[0]}c\n",
            f"a:\n  - b\n{s[0]}- c\n",
            f"a: !!str{s[0]}b\n",
            f"a:{s[0]}\n  b: c\n",
            f"---{s[0]}a\n",
            f"a:\n{s[0]}\n  b: c\n",
            f"a:{s[0]}{s[1]}'b'{s[2]}\n",
            f"# c\n{s[0]}# d\na: b\n",
            f"a: {{b: c,\n{s[0]}d: e}}\n",
            f"- -{s[0]}a\n",
            f"-{s[0]}-{s[1]}a\n",
        ]
    )


def escapes(r: Random) -> str:
    escape = r.choice(
        [
            "\\n",
            "\\/",
            "\\e",
            "\\_",
            "\\N",
            "\\L",
            "\\P",
            "\\x41",
            "\\u00e9",
            "\\U0001f600",
            "\\ud83d\\ude00",
            "\\ud800",
            "\\z",
            "\\ ",
            "\\\t",
            "\\0",
            "\\a",
            "\\'",
            "\\x4",
            "\\U00110000",
            "\\\n  ",
            "\\v",
            '\\"',
            "\\\\",
        ]
    )
    return around(r, f'"{r.choice(["", "b"])}{escape}{r.choice(["", "c", " "])}"')


def depth(r: Random) -> str:
    count = r.choice([5, 50, 95, 99, 100, 101, 110, 120])
    return (
        r.choice(
            ["[" * count + "]" * count, "- " * count + "a", "a: " + "{b: " * count + "1" + "}" * count, "[" * count]
        )
        + "\n"
    )


def soup(r: Random) -> str:
    return "".join(r.choice(PIECES) for _ in range(r.randrange(2, 10)))


# How often each class is generated.
CLASSES: dict[str, tuple[int, Generator]] = {
    "ordinary": (8, ordinary),
    "scalar": (20, scalar),
    "tagged": (10, tagged),
    "character": (12, character),
    "flow": (10, flow_scalar),
    "indicators": (6, indicators),
    "keys": (6, keys),
    "block-scalar": (6, block_scalar),
    "documents": (6, documents),
    "anchors": (5, anchors),
    "multiline": (8, multiline),
    "tabs": (4, tabs),
    "escapes": (2, escapes),
    "depth": (1, depth),
    "soup": (16, soup),
}


class NotJson(Exception):
    """A value that JSON does not have."""


def is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def as_json(value: object) -> object:
    match value:
        case None | bool() | int():
            return value
        case str() if is_unicode(value):
            return value
        case float() if math.isfinite(value):
            return value
        case list():
            return [as_json(entry) for entry in value]
        case dict() if all(isinstance(key, str) and is_unicode(key) for key in value):
            return {key: as_json(member) for key, member in value.items()}
    raise NotJson


def pyyaml(text: str) -> object:
    try:
        read = [as_json(document) for document in yaml.safe_load_all(text)]
    # PyYAML raises errors of Python for some values, as for the 41st day of a month.
    except (yaml.YAMLError, NotJson, ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError):
        return 0
    return [document for document in read if document is not None]


def kubernetes(texts: list[str]) -> list[object]:
    lines = "".join(json.dumps(text) + "\n" for text in texts)
    command = ["go", "run", "."]
    answers = subprocess.run(command, cwd=HERE, input=lines, capture_output=True, text=True, check=True)
    return [json.loads(answer) for answer in answers.stdout.split("\n") if answer]


def main() -> None:
    r = Random(SEED)
    weights = [weight for weight, _ in CLASSES.values()]
    texts: dict[str, str] = {}
    while len(texts) < COUNT:
        (name,) = r.choices(list(CLASSES), weights)
        _, generate = CLASSES[name]
        text = generate(r)
        if is_unicode(text):
            texts.setdefault(text, name)
    # Texts of a class are similar, and are compressed better together.
    ordered = sorted(texts, key=lambda text: (texts[text], text))
    lines = []
    for text, by_kubernetes in zip(ordered, kubernetes(ordered), strict=True):
        by_python = pyyaml(text)
        line = [texts[text], text, by_python]
        if json.dumps(by_kubernetes, sort_keys=True) != json.dumps(by_python, sort_keys=True):
            line.append(by_kubernetes)
        lines.append(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
    # Without the time, the same answers are the same bytes.
    ANSWERS.write_bytes(gzip.compress("".join(lines).encode(), 9, mtime=0))


if __name__ == "__main__":
    main()
