"""The sheets of a workbook as blocks: a heading a sheet, a line a row, cells parted by `` | ``; and as typed rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from itertools import repeat
from typing import Any, NamedTuple

from ingest.parsers.csv_layout import SAMPLE_ROWS
from ingest.parsers.csv_rows import Row
from ingest.parsers.csv_sheet import is_bank_sheet
from ingest.parsers.markup import Block
from ingest.parsers.package import pack, parse_xml
from pkm.errors import Refused

_MAX_CHARS = 256 << 20
_MAX_CELLS = 30_000_000  # empty ones too, which a file need not hold to span them
_ROW_COST = 10  # what looking at a row takes, in cells
_NOTES = re.compile(r"xl/(?:comments\d*|comments/comment\d*|threadedComments/[^/]+)\.xml")
_DRAWN = re.compile(r"xl/(?:drawings/drawing|charts/chart|diagrams/data)\d*\.xml")
_TOLD_IN_THREAD = "[Threaded comment]"  # programs of before are told so; the thread itself lies in a part of its own
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_TOO_LARGE = "the workbook is too large to be read as one document"

Sheets = Iterator[tuple[str, Iterator[list[tuple[Any, Any]]]]]
"""Each sheet's name and its rows of (cell, formula); a cell has a value and a number format."""


class Cell(NamedTuple):
    """A cell of a format whose reader gives values alone."""

    value: Any
    number_format: str = "General"


def blocks_of_sheets(sheets: Sheets) -> tuple[list[Block], tuple[tuple[str, str], ...], list[list[Row]]]:
    """All sheets, hidden ones too, what they lack as (locator, reason), and the rows of each that may be a bank's.

    A row's place is counted from where its sheet's lines begin.
    Cells hold the value that the program computed last. A formula that was never computed (files written by other
    programs) is shown as it stands, and counted.
    """
    blocks: list[Block] = []
    lacking: Counter[str] = Counter()
    tables: list[list[Row]] = []
    chars = spanned = 0
    for name, rows in sheets:
        lines: list[str] = []
        table: list[Row] = []
        at, is_bank = 0, True
        for number, cells in enumerate(rows, 1):
            shown = []
            spanned += len(cells) + _ROW_COST
            if spanned > _MAX_CELLS:
                raise Refused(_TOO_LARGE)
            for cell, formula in cells:
                unknown = cell.value is None and isinstance(formula, str) and formula.startswith("=")
                lacking[name] += unknown
                shown.append(formula if unknown else _shown(cell))
            while shown and not shown[-1]:
                shown.pop()
            if shown:
                lines.append(" | ".join(shown))
                chars += len(lines[-1])
                if is_bank:
                    typed = tuple(_typed(cell, text) for (cell, _), text in zip(cells, shown, strict=False))
                    table.append(Row(number, at, at + len(lines[-1]), typed, name))
                    is_bank = len(table) != SAMPLE_ROWS or is_bank_sheet(table)
                at += len(lines[-1]) + 1
                if chars > _MAX_CHARS:
                    raise Refused(_TOO_LARGE)
        tables.append(table if is_bank and is_bank_sheet(table) else [])
        blocks.append(Block(name, "heading"))
        if lines:
            blocks.append(Block("\n".join(lines), "rows"))
    if not any(block.role == "rows" for block in blocks):
        raise Refused("the workbook holds no cells")
    faults = (
        (f"sheet {name}", f"{n} formulas have no stored result: shown as formulas") for name, n in lacking.items() if n
    )
    return blocks, tuple(faults), tables


def sheets_of_workbook(parts: dict[str, bytes]) -> Sheets:
    """The sheets of an Excel workbook."""
    import warnings

    import openpyxl

    data = pack(parts)
    computes = any(
        b"<f>" in part or b"<f " in part for name, part in parts.items() if name.startswith("xl/worksheets/")
    )
    with warnings.catch_warnings():
        # openpyxl warns of parts that it leaves out: pictures, validation, conditional formats. None has words.
        warnings.filterwarnings("ignore", module="openpyxl")
        valued = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True).worksheets
        written = openpyxl.load_workbook(BytesIO(data), read_only=True).worksheets if computes else repeat(None)
        for sheet, formulas in zip(valued, written, strict=False):
            yield sheet.title, _pair(sheet, formulas)


def notes_of_workbook(parts: dict[str, bytes]) -> Iterator[str]:
    """What is noted at cells, each with the cell; then every paragraph that is written into drawings and charts."""
    for name in sorted(filter(_NOTES.fullmatch, parts)):
        for note in parse_xml(parts[name]).iter("{*}comment", "{*}threadedComment"):
            words = " ".join("".join(each.text or "" for each in note.iter("{*}t", "{*}text")).split())
            if words and not words.startswith(_TOLD_IN_THREAD):
                yield f"{note.get('ref', '')}: {words}"
    for name in sorted(filter(_DRAWN.fullmatch, parts)):
        for paragraph in parse_xml(parts[name]).iter(_A + "p"):
            if words := " ".join("".join(each.text or "" for each in paragraph.iter(_A + "t")).split()):
                yield words


def _pair(sheet: Any, formulas: Any) -> Iterator[list[tuple[Any, Any]]]:
    """Rows of cells beside what was written into them; the size that a file states of a sheet may cut rows off."""
    sheet.reset_dimensions()
    if formulas is None:
        yield from (list(zip(row, repeat(None), strict=False)) for row in sheet.iter_rows())
        return
    formulas.reset_dimensions()
    for row, formula in zip(sheet.iter_rows(), formulas.iter_rows(values_only=True), strict=True):
        yield list(zip(row, formula, strict=True))


def _typed(cell: Any, shown: str) -> str:
    """A cell as its value says it, so that nothing is left to be read two ways: days with the year first, amounts with a point."""
    value = cell.value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return shown
    number = Decimal(f"{value:.15g}")
    if number == number.to_integral_value() and "." not in str(cell.number_format):
        return f"{number:.0f}"
    decimals = -min(int(number.as_tuple().exponent), 0)
    return f"{number:.{4 if decimals == 3 else max(decimals, 2)}f}"  # three decimals look like thousands


def _shown(cell: Any) -> str:
    """A cell as its reader would name it: ISO dates, numbers with the 15 digits that Excel keeps."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time | timedelta):
        return str(value)
    if isinstance(value, int | float):
        percent = str(cell.number_format).endswith("%")
        number = f"{value * 100 if percent else value:.15g}"
        return number + "%" if percent else number
    return " ".join(str(value).split())
