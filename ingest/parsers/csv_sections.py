"""Several tables one below the other in one file, as banks export several accounts at once: each has lines above and a header."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

from ingest.parsers.csv_layout import SAMPLE_ROWS, Layout, bookings_of, find_layout, has_booking, may_be_header
from ingest.parsers.csv_rows import Row
from ingest.parsers.csv_table import Table, join_tables, read_table
from pkm.models import CsvProfile

_MOST = 50  # tables a file: more rows that look like headers are none


_SIGNS: dict[str, Literal["as-written", "debit-positive"]] = {"written": "as-written", "spending": "debit-positive"}


def read_sections(
    rows: Sequence[Row], delimiter: str, profiles: Mapping[str, CsvProfile], name: str, shown: str
) -> Table | None:
    """All tables of a file together; ``None`` where it has one at most.

    What one leaves open, another of the same layout may show: the same bank wrote both.
    """
    sections = _find_sections(rows, delimiter, profiles)
    tables = [read_table(each.rows, each.layout, profiles, each.named(name), shown) for each in sections]
    shown_by = {each.layout.key: table for each, table in zip(sections, tables, strict=True) if table.statements}
    for place, each in enumerate(sections):
        if not tables[place].statements and each.layout.key in shown_by and each.layout.key not in profiles:
            told = {each.layout.key: _as_profile(shown_by[each.layout.key])}
            tables[place] = read_table(each.rows, each.layout, told, each.named(name), shown)
    return join_tables(tables) if tables else None


def _as_profile(table: Table) -> CsvProfile:
    """How a table was read, for others of its layout."""
    (read,) = json.loads(table.meta["reading"])
    return CsvProfile(date_order=read["date_order"], decimal=read["decimal"], sign=_SIGNS.get(read["sign"]))


@dataclass(frozen=True, slots=True)
class Section:
    """One table: the rows below its header, and how they are laid out; ``title`` is what stands first above it."""

    rows: Sequence[Row]
    layout: Layout
    title: str

    def named(self, name: str) -> str:
        """The file's name, the title in it: what the account is called where nothing says it better."""
        return f"{PurePath(name).stem} {self.title.replace('.', ' ')}{PurePath(name).suffix}"


def _find_sections(rows: Sequence[Row], delimiter: str, profiles: Mapping[str, CsvProfile]) -> list[Section]:
    """All tables in order; empty where the file has one at most.

    The same header again, with nothing above it, is a page's and begins no table.
    """
    heads = [number for number, row in enumerate(rows) if may_be_header(row)]
    if not 1 < len(heads) <= _MOST:
        return []
    begins: list[int] = []
    starts: list[int] = []
    for number, end in zip(heads, [*heads[1:], len(rows)], strict=True):
        layout = find_layout({delimiter: rows[number:end][:SAMPLE_ROWS]}, {})
        if not layout or not layout.header or not any(has_booking(row, layout) for row in rows[number + 1 : end]):
            continue
        start = _start(rows, begins[-1], number) if begins else 0
        if not begins or start < number or rows[begins[-1]].cells != rows[number].cells:
            begins.append(number)
            starts.append(start)
    if len(begins) < 2:
        return []
    sections: list[Section] = []
    for start, begin, end in zip(starts, begins, [*starts[1:], len(rows)], strict=True):
        layout = find_layout({delimiter: rows[start:end][:SAMPLE_ROWS]}, profiles)
        if layout is None:
            return []
        title = next((cell for row in rows[start:begin] for cell in row.cells if cell), "") or str(len(sections) + 1)
        sections.append(Section(bookings_of(rows[start:end], layout), layout, title))
    return sections


def _start(rows: Sequence[Row], above: int, begin: int) -> int:
    """Where the lines above a header begin: below the bookings before it, and below what a blank line parts from those."""
    layout = find_layout({"": rows[above:begin][:SAMPLE_ROWS]}, {})
    last = max((n for n in range(above, begin) if layout and has_booking(rows[n], layout)), default=above)
    gaps = [n for n in range(last + 1, begin) if rows[n].line > rows[n - 1].line + 1]
    return gaps[1] if len(gaps) > 1 else last + 1
