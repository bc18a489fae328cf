"""A bank's export as a workbook: typed cells, places in the text that is shown, one account a sheet."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl

from ingest.parsers import Candidate
from ingest.parsers.office import Xlsx
from pkm.models import CsvProfile, Parsed

IBAN = "DE89370400440532013000"


def book(folder: Path, sheets: dict[str, list[list[Any]]], name: str = "umsaetze.xlsx") -> Candidate:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                sheet.cell(number, column, value)
    workbook.save(folder / name)
    return Candidate.at(folder / name)


def parse(file: Candidate) -> Parsed:
    assert Xlsx().identify(file)
    return Xlsx().parse(file)


ROWS: list[list[Any]] = [
    ["Kontoumsätze"],
    ["IBAN", IBAN],
    [],
    ["Buchungstag", "Wertstellung", "Empfänger", "Verwendungszweck", "Betrag", "Währung", "Saldo"],
    [datetime.fromisoformat("2024-03-01T00:00"), date(2024, 3, 2), "Hausverwaltung", "Miete März", -1150, "EUR", 345.5],
    [datetime.fromisoformat("2024-03-04T00:00"), date(2024, 3, 4), "Bäckerei", "Brot | Brötchen", -4.5, "EUR", 341],
    [datetime.fromisoformat("2024-03-05T00:00"), date(2024, 3, 5), "Werk AG", "Lohn", 2100.125, "EUR", 2441.125],
    ["Summe", None, None, None, 945.625, None, None],
]


def test_typed_cells_are_bookings_and_the_text_stays_as_it_was(tmp_path: Path) -> None:
    parsed = parse(book(tmp_path, {"Giro": ROWS}))
    (document,) = parsed.documents
    (statement,) = document.statements
    assert (document.kind, document.date) == ("statement", date(2024, 3, 5))
    assert (statement.account, statement.currency) == (IBAN, "EUR")
    assert [(each.booked_on, each.value_on, each.amount) for each in statement.transactions] == [
        (date(2024, 3, 1), date(2024, 3, 2), Decimal(-1150)), (date(2024, 3, 4), date(2024, 3, 4), Decimal("-4.5")),
        (date(2024, 3, 5), date(2024, 3, 5), Decimal("2100.125")),
    ]  # fmt: skip
    assert (statement.opening, statement.closing) == (Decimal("1495.5"), Decimal("2441.125"))
    assert [each.locator for each in statement.transactions] == [f"sheet Giro row {n}" for n in (5, 6, 7)]
    rent = statement.transactions[0]
    assert (
        document.text[rent.char_start : rent.char_end]
        == "2024-03-01 | 2024-03-02 | Hausverwaltung | Miete März | -1150 | EUR | 345.5"
    )
    assert [each.locator for each in parsed.problems] == ["sheet Giro row 8"]


def test_each_sheet_is_an_account_of_its_own(tmp_path: Path) -> None:
    head = ["Date", "Description", "Amount (GBP)"]
    sheets = {
        "Notes": [["What I did"], ["nothing"]],
        "Current": [head, [date(2024, 3, 1), "Shop", -3.5], [date(2024, 3, 2), "Pub", -9]],
        "Savings": [head, [date(2024, 3, 1), "Deposit", 50], [date(2024, 3, 9), "To current", -20]],
    }
    parsed = parse(book(tmp_path, sheets, "smith.xlsx"))
    found = {each.account: [one.amount for one in each.transactions] for each in parsed.documents[0].statements}
    assert found == {"smith-Current": [Decimal("-3.5"), Decimal(-9)], "smith-Savings": [Decimal(50), Decimal(-20)]}
    text = parsed.documents[0].text
    for statement in parsed.documents[0].statements:
        for each in statement.transactions:
            assert each.description in text[each.char_start : each.char_end]


def test_days_and_amounts_that_are_written_as_words_are_weighed_as_in_a_text(tmp_path: Path) -> None:
    rows = [
        ["Datum", "Text", "Betrag", "Währung"],
        ["31.01.2024", "a", "-1.234,56", "EUR"],
        ["01.02.2024", "b", "7,00", "EUR"],
    ]
    (statement,) = parse(book(tmp_path, {"x": rows})).documents[0].statements
    assert [(each.booked_on, each.amount) for each in statement.transactions] == [
        (date(2024, 1, 31), Decimal("-1234.56")), (date(2024, 2, 1), Decimal("7.00")),
    ]  # fmt: skip


def test_what_is_open_is_asked_and_a_profile_answers(tmp_path: Path) -> None:
    file = book(
        tmp_path, {"Konto": [["Datum", "Text", "Betrag"], [date(2024, 1, 3), "a", 1], [date(2024, 1, 4), "b", 2]]}
    )
    asked = parse(file)
    assert asked.documents[0].statements == ()
    assert asked.problems[0].locator == "sheet Konto rows 2-3"
    assert "--currency EUR" in asked.problems[0].reason
    assert "--sign" in asked.problems[0].reason
    said = CsvProfile(currency="CHF", sign="debit-positive")
    told = Candidate.at(file.path, profiles={asked.documents[0].meta["layout"]: said})
    assert [each.currency for each in parse(told).documents[0].statements] == ["CHF"]


def test_a_workbook_that_is_no_banks_holds_no_bookings(tmp_path: Path) -> None:
    rows = [["Date", "Walk", "Length"], [date(2024, 1, 3), "lake", 7.5], [date(2024, 1, 4), "hill", 3.25]]
    parsed = parse(book(tmp_path, {"Walks": rows}))
    assert parsed.documents[0].statements == ()
    assert parsed.documents[0].kind == "other"
    assert parsed.problems == ()
