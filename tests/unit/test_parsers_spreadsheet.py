"""Spreadsheets of other makes than .xlsx: .xls (BIFF8, MS-XLS) and .ods (OpenDocument 1.3), written here record by record."""

from __future__ import annotations

import struct
import zipfile
from datetime import date
from html import escape
from io import BytesIO
from pathlib import Path

import pytest

from ingest.parsers import Candidate, parse
from pkm.errors import Refused
from pkm.models import Parsed
from tests.unit.outlook_file import Storage, compound

Cells = list[list[object]]
TABLE: Cells = [
    ["Konto", "DE89370400440532013000"],
    ["Buchungstag", "Empfänger", "Betrag", "Währung", "Saldo"],
    [date(2024, 1, 13), "Bäckerei", -3.5, "EUR", 96.5],
    [date(2024, 1, 14), "Chef", 2000, "EUR", 2096.5],
]
BOOKED = [("2024-01-13", "-3.50"), ("2024-01-14", "2000")]


def xls(table: Cells, name: str = "Umsätze") -> bytes:
    """A workbook of one sheet as Excel 97 writes it: globals with a format for days, then the sheet's cells."""

    def record(kind: int, data: bytes) -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    def text(value: str, length: str) -> bytes:
        return struct.pack(length, len(value)) + b"\1" + value.encode("utf-16-le")

    bof = struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0)
    formats = b"".join(record(0x00E0, struct.pack("<HH", 0, number) + bytes(16)) for number in (0, 14))
    sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    sheet += record(0x0200, struct.pack("<IIHHH", 0, len(table), 0, max(map(len, table)), 0))
    for y, row in enumerate(table):
        for x, value in enumerate(row):
            if isinstance(value, str):
                sheet += record(0x0204, struct.pack("<HHH", y, x, 0) + text(value, "<H"))
            elif isinstance(value, date):
                sheet += record(0x0203, struct.pack("<HHHd", y, x, 1, (value - date(1899, 12, 30)).days))
            elif isinstance(value, int | float):
                sheet += record(0x0203, struct.pack("<HHHd", y, x, 0, value))
    sheet += record(0x000A, b"")
    named = text(name, "<B")
    at = len(record(0x0809, bof) + formats) + 4 + 6 + len(named) + 4
    book = record(0x0809, bof) + formats + record(0x0085, struct.pack("<IH", at, 0) + named) + record(0x000A, b"")
    return compound(Storage("Root Entry", {"Workbook": book + sheet}))


def ods(table: Cells, **more: bytes) -> bytes:
    """A spreadsheet as LibreOffice writes it: typed cells with what is shown of them."""
    rows = "".join(f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in table)
    names = " ".join(
        f'xmlns:{each}="urn:oasis:names:tc:opendocument:xmlns:{each}:1.0"' for each in ("office", "table", "text")
    )
    content = (
        f"<office:document-content {names}><office:body><office:spreadsheet>"
        f'<table:table table:name="Umsätze">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", more.get("manifest", b"<manifest/>"))
    return buffer.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, date):
        return f'<table:table-cell office:value-type="date" office:date-value="{value}"><text:p>{value}</text:p></table:table-cell>'
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'


def read(folder: Path, name: str, data: bytes) -> Parsed:
    path = folder / name
    path.write_bytes(data)
    return parse(Candidate.at(path))


@pytest.mark.parametrize(
    ("name", "data"), [("umsatz.xls", xls(TABLE)), ("umsatz.ods", ods(TABLE)), ("x.bin", ods(TABLE))]
)
def test_a_banks_sheet_is_read_as_bookings(tmp_path: Path, name: str, data: bytes) -> None:
    parsed = read(tmp_path, name, data)
    assert parsed.parser.startswith("spreadsheet ")
    (document,) = parsed.documents
    (statement,) = document.statements
    assert (document.kind, statement.account, statement.currency) == ("statement", "DE89370400440532013000", "EUR")
    assert [(str(row.booked_on), str(row.amount)) for row in statement.transactions] == BOOKED
    assert (str(statement.opening), str(statement.closing)) == ("100.00", "2096.50")
    assert parsed.problems == ()
    for row, payee in zip(statement.transactions, ("Bäckerei", "Chef"), strict=True):
        assert row.locator.startswith("sheet Umsätze row ")
        assert payee in document.text[row.char_start : row.char_end]


def test_rows_count_from_the_sheets_first(tmp_path: Path) -> None:
    """Empty rows above and a column left of a table shift no place."""
    shifted: Cells = [[], [], *([None, *row] for row in TABLE)]
    parsed = read(tmp_path, "a.xls", xls(shifted))
    (statement,) = parsed.documents[0].statements
    assert [row.locator for row in statement.transactions] == ["sheet Umsätze row 5", "sheet Umsätze row 6"]


def test_a_sheet_that_is_no_banks_is_text(tmp_path: Path) -> None:
    parsed = read(tmp_path, "walks.ods", ods([["Date", "Walk", "Length"], [date(2024, 1, 3), "lake", 7.5]]))
    (document,) = parsed.documents
    assert (document.kind, document.statements) == ("other", ())
    assert "2024-01-03 | lake | 7.5" in document.text


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("locked.ods", ods(TABLE, manifest=b"<manifest:encryption-data/>"), "password"),
        ("cut.ods", ods(TABLE)[:700], "damaged"),
        ("cut.xls", xls(TABLE)[:1200], "damaged"),
        ("empty.ods", ods([]), "no cells"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        read(tmp_path, name, data)


def test_damage_anywhere_is_read_or_refused(tmp_path: Path) -> None:
    """Every byte of a small workbook turned over: no panic of the reader passes."""
    for data in (xls(TABLE), ods(TABLE)):
        for at in range(0, len(data), 23):
            broken = data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]
            try:
                read(tmp_path, "a.xls" if data[0] == 0xD0 else "a.ods", broken)
            except Refused:
                continue
