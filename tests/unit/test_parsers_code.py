"""Source code: whole files, cut at their definitions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest import chunking
from ingest.parsers import Candidate, parse
from ingest.parsers.code import definitions
from pkm.errors import Refused
from pkm.models import ParsedDocument, Space
from tests.clock import linear_time

SPACE = Space("minilm", "minilm", 384, "bm25", multi=False, window_tokens=256)


def read(folder: Path, name: str, text: str) -> ParsedDocument:
    path = folder / name
    path.write_text(text)
    return parse(Candidate.at(path)).documents[0]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.py", "class A:\n    async def b(self): pass\n\ndef c(): pass\n", ["class A", "def b", "def c"]),
        ("a.js", "export function f(a) {\n}\nconst g = async (x) => 1;\nclass C {\n  m(a) {\n  }\n}\n", ["function f", "g", "class C", "m"]),
        ("a.ts", "export interface F {}\nexport type T = {};\n", ["interface F", "type T"]),
        ("a.go", "func (s *S) Bar(a int) error {\n}\ntype S struct {\n}\n", ["func Bar", "type S"]),
        ("a.rs", "pub(crate) fn f<T>(a: T) {\n}\nimpl<T> S {\n}\n", ["fn f", "impl S"]),
        ("a.c", "static int *f(int a,\n              char **b)\n{\n  if (a) {\n  }\n  g(a);\n}\nstruct s {\n};\n", ["f", "struct s"]),
        ("a.java", "public class A {\n  private static int b(int a) throws E {\n  }\n}\n", ["class A", "b"]),
        ("a.sql", "create or replace function f() returns int as $$ $$;\ncreate table if not exists t (a int);\n", ["function f", "table t"]),
        ("a.sh", "f() {\n}\nfunction g {\n}\n", ["f", "function g"]),
        ("a.rb", "class A\n  def b?(x)\n  end\nend\n", ["class A", "def b?"]),
    ],
)  # fmt: skip
def test_definitions_are_found(name: str, text: str, expected: list[str]) -> None:
    assert [each.title for each in definitions(text, name)] == expected


def test_comments_and_strings_define_nothing_but_belong_to_what_they_stand_above() -> None:
    text = '"""\nclass not_here\n"""\n\n# What it is for.\n@cache\ndef f():\n    x = """\ndef nor here\n"""\n'
    (found,) = definitions(text, "a.py")
    assert (found.title, text[found.char_start :].startswith("# What it is for.")) == ("def f", True)


def test_passages_are_definitions_under_their_path(tmp_path: Path) -> None:
    text = "import os\n\nclass Account:\n    def balance(self):\n        return 1\n\n    def close(self):\n        return 2\n"
    document = read(tmp_path, "bank.py", text)
    assert (document.kind, document.text, document.title) == ("code", text, "bank.py")
    passages = chunking.split(document, SPACE)
    assert [(each.heading, text[each.char_start : each.char_end]) for each in passages][-2:] == [
        ("class Account › def balance", "def balance(self):\n        return 1"),
        ("class Account › def close", "def close(self):\n        return 2"),
    ]


def test_a_notebook_is_what_its_cells_say(tmp_path: Path) -> None:
    cells = [
        {"cell_type": "markdown", "source": ["# Rent\n", "by month"]},
        {"cell_type": "code", "source": "def f(): pass", "outputs": ["x"]},
    ]
    assert read(tmp_path, "a.ipynb", json.dumps({"cells": cells})).text == "# Rent\nby month\n\ndef f(): pass"
    with pytest.raises(Refused, match="notebook"):
        read(tmp_path, "b.ipynb", "[]")


@pytest.mark.parametrize(
    "text", ["a " * 50_000, "a&*" * 50_000, "(" * 100_000, "class " * 30_000, "f(" + "a," * 50_000]
)
def test_hostile_lines_cost_no_minutes(text: str) -> None:
    with linear_time():
        definitions(f"{text}\n{text}\n", "a.c")


@pytest.mark.parametrize(
    ("name", "text"), [("a.c", "\n" * 40_000), ("a.java", "def\n" * 15_000), ("a.cs", "a\n" * 30_000)]
)
def test_a_lexer_that_loses_its_way_costs_no_minutes(name: str, text: str) -> None:
    with linear_time():
        found = definitions(f"{text}class A {{\n}}\n", name)
    assert found[-1].title == "class A"
