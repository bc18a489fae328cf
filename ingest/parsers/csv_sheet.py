"""A sheet of a workbook as a bank's table: the same reading as of a delimited file, its places those of the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath

from ingest.parsers.csv_layout import SAMPLE_ROWS, Layout, bookings_of, find_layout, has_booking
from ingest.parsers.csv_rows import Row
from ingest.parsers.csv_table import Table, join_tables, read_table
from pkm.models import CsvProfile


def is_bank_sheet(rows: Sequence[Row], profiles: Mapping[str, CsvProfile] | None = None) -> bool:
    """Whether it has a bank's columns, or a header of which a person may say so, and rows below it."""
    layout = _layout(rows, profiles or {})
    return layout is not None and (bool(layout.header) or layout.is_bank)


def read_sheets(
    sheets: Sequence[Sequence[Row]], profiles: Mapping[str, CsvProfile], name: str, shown: str
) -> Table | None:
    """All sheets that are a bank's, together; ``None`` where none is."""
    found = [(rows, layout) for rows in sheets if (layout := _layout(rows, profiles)) and _is_bank(rows, layout)]
    if not found:
        return None
    tables = []
    for rows, layout in found:
        of = name if len(found) == 1 else f"{PurePath(name).stem} {rows[0].sheet}"
        tables.append(read_table(bookings_of(rows, layout), layout, profiles, of, shown))
    return join_tables(tables)


def shift(rows: Sequence[Row], by: int) -> list[Row]:
    """The rows with their places so much further on."""
    return [replace(row, char_start=row.char_start + by, char_end=row.char_end + by) for row in rows]


def _layout(rows: Sequence[Row], profiles: Mapping[str, CsvProfile]) -> Layout | None:
    return find_layout({"": rows[:SAMPLE_ROWS]}, profiles) if rows else None


def _is_bank(rows: Sequence[Row], layout: Layout) -> bool:
    return layout.is_bank and any(
        has_booking(row, layout) for row in rows[:SAMPLE_ROWS] if row.line > layout.header_line
    )
