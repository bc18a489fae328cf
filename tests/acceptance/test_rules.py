"""``pkm rules`` as its users call it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest

from pkm.services import EmbeddedPostgres
from tests.acceptance.test_cli import Shell, taken_in

CSV = """Date,Amount,Currency,Counterparty,Description
2026-01-05,-61.10,EUR,Stadtwerke Ulm,Abschlag
2026-01-06,-8.90,EUR,Corner Shack,Bread
2026-01-07,-12.00,EUR,Corner Shack Two,Bread
2026-01-28,2100.00,EUR,Example Works,Salary
"""


@pytest.fixture(scope="module")
def begun(
    server: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], AbstractContextManager[Shell]]]:
    with taken_in(server, tmp_path_factory.mktemp("rules"), {"january.csv": CSV}, 4) as begin:
        yield begin


@pytest.fixture
def shell(begun: Callable[[], AbstractContextManager[Shell]]) -> Iterator[Shell]:
    with begun() as shell:
        yield shell


def _categories(shell: Shell) -> dict[str, str]:
    return {each["counterparty"]: each["category"] for each in shell.json("transactions")["transactions"]}


def test_rules_are_added_moved_tried_and_removed(shell: Shell) -> None:
    assert shell.json("rules") == {"rules": [], "merged": []}
    assert _categories(shell)["Example Works"] == "salary"
    tried = shell.json("rules", "test", "stadtwerke")
    assert tried["count"] == 1
    assert tried["transactions"][0]["amount"] == "-61.10"
    added = shell.json("rules", "add", "--words", "stadtwerke", "--category", "Strom", "--max", "-20")
    assert added["added"] == {
        "number": 1, "id": added["added"]["id"], "words": "stadtwerke", "account": None, "min_amount": None, "max_amount": "-20",
        "category": "electricity",
    }  # fmt: skip
    assert added["changed"] == 1
    assert _categories(shell)["Stadtwerke Ulm"] == "electricity"
    shell.json("rules", "add", "--words", "ulm", "--category", "Hobby room")
    assert shell.json("rules", "move", "2", "--to", "1")["changed"] == 1
    assert _categories(shell)["Stadtwerke Ulm"] == "hobby room"
    counted = {each["name"]: each["count"] for each in shell.json("rules", "categories")["categories"]}
    assert (counted["hobby room"], counted["electricity"]) == (1, 0)
    listed, _ = shell.run("rules")
    assert listed.splitlines() == ["1. “ulm” → hobby room", "2. “stadtwerke” up to -20 → electricity"]
    assert shell.json("rules", "remove", "1")["changed"] == 1
    assert _categories(shell)["Stadtwerke Ulm"] == "electricity"


def test_what_makes_no_sense_is_told_in_one_line(shell: Shell) -> None:
    for arguments, code in (
        (("add", "--words", "...", "--category", "rent"), 2), (("add", "--words", "x"), 2), (("remove", "9"), 1),
        (("add", "--words", "x", "--category", "rent", "--account", "77"), 1), (("unmerge", "nobody"), 1),
        (("add", "--words", "x", "--category", "rent", "--min", "nan"), 2), (("merge", "nobody", "--as", "x"), 1),
    ):  # fmt: skip
        out, err = shell.run("rules", *arguments, code=code)
        assert not out
        assert err


def test_counterparties_are_merged_and_parted(shell: Shell) -> None:
    def payees() -> list[str]:
        return [
            each["payee"] for each in shell.json("transactions")["transactions"] if "Corner" in each["counterparty"]
        ]

    before = payees()
    assert len(set(before)) == 2
    merged = shell.json("rules", "merge", "Corner Shack Two", "--as", "Corner Shack")
    assert merged == {"merged": ["corner shack two"], "as": "corner shack"}
    assert payees() == ["corner shack"] * 2
    assert shell.json("rules")["merged"] == [{"counterparty": "corner shack two", "as": "corner shack"}]
    assert shell.json("rules", "unmerge", "corner shack") == {"parted": 1}
    assert payees() == before
