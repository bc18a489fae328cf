"""What leaves as CSV is computed by no spreadsheet, and reads back as the same bookings."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pkm.cli.export import write_bookings
from pkm.models import DocumentId, Transaction, TransactionId

HOSTILE = ('=HYPERLINK("http://x","y")', "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\uff1d1")


def booking() -> Transaction:
    return Transaction(
        TransactionId(7), "DE89", date(2024, 3, 1), None, Decimal("-4.50"), "EUR", "Bakery", "rolls", "groceries", "booked", None,
        DocumentId(3), "/bank/giro.csv", "row 2",
    )  # fmt: skip


def export(*found: Transaction) -> list[dict[str, str]]:
    out = io.StringIO(newline="")
    write_bookings(found, out)
    return list(csv.DictReader(io.StringIO(out.getvalue(), newline="")))


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", ["counterparty", "description", "reference", "account", "category", "path"])
def test_a_formula_leaves_as_a_text(name: str, text: str) -> None:
    more: dict[str, Any] = {name: text}
    (row,) = export(replace(booking(), **more))
    assert row[name] == f"'{text}"


def test_numbers_stay_numbers_and_days_days() -> None:
    (row,) = export(replace(booking(), amount=Decimal("-1234.50"), booked_on=date(2024, 3, 1), value_on=None))
    assert (row["amount"], row["booked_on"], row["value_on"]) == ("-1234.50", "2024-03-01", "")


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20), max_size=5))
def test_no_cell_of_text_begins_as_a_formula_and_none_is_lost(texts: list[str]) -> None:
    rows = export(*(replace(booking(), description=each) for each in texts))
    assert [each["description"] in (text, f"'{text}") for each, text in zip(rows, texts, strict=True)] == [True] * len(
        texts
    )
    for each in rows:
        assert not each["description"].lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))
