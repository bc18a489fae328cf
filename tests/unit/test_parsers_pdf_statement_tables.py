"""Statements as one long table: signed or split, newest first, with cells that wrap around their day."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from ingest.parsers import Candidate
from ingest.parsers.pdf import Pdf
from pkm.models import Parsed
from tests.statement_plan import Plan, plan
from tests.statement_tables import LONG, TABLES, export

_NUMBERS = {"newest first": "12345678", "relevé": "FR1420041010050500013M02606", "swiss": "CH9300762011623852957",
            "marked": "00112233445", "wallet": "GB29NWBK60161331926819"}  # fmt: skip
_WITH_VALUES = ("relevé", "swiss", "marked", "app", "two days in one")


def planned(name: str, seed: int) -> Plan:
    return plan(seed, TABLES[name][0], 40, "-512.40" if "card" in name else "2500.00")


def read(folder: Path, data: bytes) -> Parsed:
    path = folder / "statement.pdf"
    path.write_bytes(data)
    return Pdf().parse(Candidate.at(path))


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("seed", [1, 2])
def test_every_row_of_a_table(tmp_path: Path, name: str, seed: int) -> None:
    what = planned(name, seed)
    parsed = read(tmp_path, TABLES[name][1](what))
    (found,) = parsed.documents[0].statements
    entries = what.entries[::-1] if name == "newest first" else what.entries
    assert parsed.problems == ()
    assert [(each.booked_on, each.amount) for each in found.transactions] == [
        (each.day, each.amount) for each in entries
    ]
    assert [each.value_on for each in found.transactions] == [
        each.value if name in _WITH_VALUES else None for each in entries
    ]
    assert (found.opening, found.closing) == (what.opening, what.closing)
    assert found.account == _NUMBERS.get(name, found.account)
    for row, entry in zip(found.transactions, entries, strict=True):
        words = f"{row.counterparty} {row.description}"
        assert words == f"{entry.party} {LONG}" if name.startswith("wrapped") else entry.party in words


def test_without_balances_rows_are_read_and_marked(tmp_path: Path) -> None:
    what = planned("export", 3)
    data = export(Plan(what.since, what.until, what.opening, what.entries))
    bare = Pdf().parse(_without_balances(tmp_path, what))
    (found,) = bare.documents[0].statements
    assert [each.amount for each in found.transactions] == [each.amount for each in what.entries]
    assert (found.opening, found.closing) == (None, None)
    assert [each.locator for each in bare.problems] == [None]
    assert "could not be checked" in bare.problems[0].reason
    assert read(tmp_path, data).problems == ()


def _without_balances(folder: Path, what: Plan) -> Candidate:
    from tests.statement_tables import _paper, signed

    money = signed(lambda amount: f"{abs(amount):.2f}")
    rows = [[str(each.day), each.party, money(each.amount)] for each in what.entries]
    path = folder / "bare.pdf"
    path.write_bytes(
        _paper(
            "Account Statement", [f"Period: {what.since} to {what.until}", "Account number 12345678, sort code 40-11-22, currency GBP"],
            [["Date", "Description", "Amount"], *rows],
        )
    )  # fmt: skip
    return Candidate.at(path)


def test_a_statement_whose_signs_cannot_be_told_is_left_as_text(tmp_path: Path) -> None:
    from tests.statement_tables import _paper

    what = planned("export", 3)
    rows = [[str(each.day), each.party, f"{abs(each.amount):.2f}"] for each in what.entries]
    data = _paper(
        "Account Statement", ["Account number 12345678, sort code 40-11-22, overdraft nil", "Opening balance 1.00"],
        [["Date", "Description", "Amount"], *rows],
    )  # fmt: skip
    parsed = read(tmp_path, data)
    assert parsed.documents[0].statements == ()
    assert len(parsed.problems) == 1
    assert Decimal(0) == sum(len(each.statements) for each in parsed.documents)
