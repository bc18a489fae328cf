"""How a delimited file or a sheet is laid out: its delimiter, its header if it has one, and what its columns mean."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from ingest.parsers.csv_columns import ROLES, Columns, Role, columns_of, is_bank
from ingest.parsers.csv_headerless import columns_without_header, rows_of_table
from ingest.parsers.csv_kinds import Content
from ingest.parsers.csv_rows import Row, read_rows
from ingest.parsers.csv_stated import Stated, is_date_line, read_preamble
from ingest.parsers.csv_words import LONGEST_HEADER, concepts_of, plain_words, split_header
from ingest.parsers.day import is_day
from ingest.parsers.money import is_amount
from pkm.models import CsvProfile

DELIMITERS = ";,\t|"
_HEADER_ROWS = 60
SAMPLE_ROWS = _HEADER_ROWS + 200
_MEANT = frozenset(("DATE", "BOOKING", "VALUE", "TRANSACTION"))


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is to be read.

    Attributes:
        key: The layout's own name: a hash of its header, or of its shape where it has none; not of the file's name.
        header: The names of the columns, empty where it has no header.
        columns: Role to columns, from 0.
        contents: What each column holds.
        width: Number of columns.
        header_line: Where the header stands.
        currency, account: What headers or the lines above them state for the whole file.
        period: First and last day that a line above the headers states, as they are written; ``days_above``: all days there;
            ``balances_above``: days there, and the balance on each; ``is_card``: they name a credit card; ``numbers``: other
            numbers of its account; ``holder``: whose it is; ``kind``: what the bank calls it.
        is_bank: Whether days and money were found in it.
        unknown: Columns that a profile names and the table has not.
    """

    key: str
    delimiter: str
    header: tuple[str, ...]
    columns: Columns
    contents: tuple[Content, ...]
    width: int
    header_line: int
    currency: str | None = None
    account: str | None = None
    period: tuple[str, str] | None = None
    days_above: tuple[str, ...] = ()
    is_bank: bool = True
    unknown: tuple[str, ...] = ()
    balances_above: tuple[tuple[str, str], ...] = ()
    is_card: bool = False
    numbers: tuple[str, ...] = ()
    holder: str | None = None
    kind: str | None = None

    def cell(self, row: Row, role: Role) -> str:
        """The row's cell in that role, empty where it has none; cells of one role joined, each once."""
        columns, cells = self.columns.get(role), row.cells
        if columns is None:
            return ""
        if len(columns) == 1:
            return cells[columns[0]] if columns[0] < len(cells) else ""
        return " ".join(dict.fromkeys(cells[i] for i in columns if i < len(cells) and cells[i]))

    def name_of(self, index: int) -> str:
        """A column's name for a person: its header, else its number from 1."""
        return (self.header[index] if index < len(self.header) else "") or str(index + 1)


def samples_of(text: str) -> dict[str, list[Row]]:
    """The first rows of a text under each delimiter that stands in it."""
    return {each: list(islice(read_rows(text, each), SAMPLE_ROWS)) for each in DELIMITERS if each in text}


def find_layout(samples: Mapping[str, Sequence[Row]], profiles: Mapping[str, CsvProfile]) -> Layout | None:
    """The layout under the delimiter and header that give most columns a role; ``None`` where it is no table at all.

    A bank's header is preferred to what cells prove, and that to a table whose columns only a profile can name.
    """
    dated = {delimiter: rows for delimiter, rows in samples.items() if any(map(is_date_line, rows))}
    found = max(
        (layout for delimiter, rows in dated.items() if (layout := _with_header(rows, delimiter))),
        key=lambda each: (len(each.columns), each.width), default=None,
    )  # fmt: skip
    if found is None:
        tables = [(delimiter, table) for delimiter, rows in samples.items() if (table := rows_of_table(rows))]
        bare = [
            layout for delimiter, table in tables if (layout := _without_header(table, samples[delimiter], delimiter))
        ]
        found = max(bare, key=lambda each: (each.is_bank, len(each.columns), each.width), default=None)
        plain = [_plain(table, delimiter) for delimiter, table in tables]
        if found is None:
            found = max(plain, key=lambda each: each.width, default=None)
    if found is None or (profile := profiles.get(found.key)) is None:
        return found
    return _apply(found, profile)


def bookings_of(rows: Iterable[Row], layout: Layout) -> list[Row]:
    """The rows below the header, and those above it that are like them: in a file that was sorted a header is anywhere.

    A single one among other lines is none: it states a balance.
    """
    above: list[Row] = []
    below: list[Row] = []
    for row in rows:
        (below if row.line > layout.header_line else above).append(row)
    like = [row for row in above if len(row.cells) == layout.width and row.cells != layout.header]
    like = [row for row in like if has_booking(row, layout)]
    sorted_ = bool(layout.header) and (len(like) > 1 or len(like) == len(above) - 1)
    return [*like, *below] if sorted_ else below


def has_booking(row: Row, layout: Layout) -> bool:
    """Whether the row has a day and an amount under some order and some decimal sign."""
    money = [cell for role in ("amount", "debit", "credit") if (cell := layout.cell(row, role))]
    if not layout.columns.keys() & {"amount", "debit", "credit"}:  # which column it is will be asked
        money = [cell for cell, each in zip(row.cells, layout.contents, strict=False) if cell and each == "amounts"]
    return is_day(layout.cell(row, "date")) and any(map(is_amount, money))


def may_be_header(row: Row) -> bool:
    """Whether at least two of three cells or more have a meaning, one of them a day's, and none is a day."""
    if len(row.cells) < 3 or sum(len(cell) > LONGEST_HEADER for cell in row.cells) > 1 or is_date_line(row):
        return False
    concepts = [concepts_of(cell) for cell in row.cells]
    return sum(map(bool, concepts)) >= 2 and any(_MEANT & each for each in concepts)


def _with_header(rows: Sequence[Row], delimiter: str) -> Layout | None:
    """The best header among the first rows, with what stands above it."""
    best: Layout | None = None
    for number, row in enumerate(rows[:_HEADER_ROWS]):
        if not may_be_header(row):
            continue
        below = rows[number + 1 :] or rows[:number]
        if not below:
            continue
        columns, contents = columns_of(row.cells, [each for each in below if is_date_line(each)] or below)
        if is_bank(columns, row.cells) and (best is None or len(columns) > len(best.columns)):
            stated = read_preamble(rows[:number])
            best = Layout(
                header_key(row.cells), delimiter, row.cells, columns, contents, len(row.cells), row.line,
                _unit_of_header(row.cells, columns) or stated.currency, stated.account, stated.period, stated.days, balances_above=stated.balances,
                is_card=stated.is_card, numbers=stated.numbers, holder=stated.holder, kind=stated.kind,
            )  # fmt: skip
    return best


def _without_header(table: Sequence[Row], rows: Sequence[Row], delimiter: str) -> Layout | None:
    """What the cells prove; rows above the first of the table are its preamble."""
    columns, contents = columns_without_header(table)
    if "date" not in columns:
        return None
    above = [row for row in rows if row.line < table[0].line]
    stated = read_preamble(above) if above else Stated()
    width = len(table[0].cells)
    shape = "|".join([delimiter, str(width), *(str(i) for i, each in enumerate(contents) if each == "days")])
    return Layout(
        _hash(f"shape {shape}"), delimiter, (), columns, contents, width, above[-1].line if above else 0,
        stated.currency, stated.account, stated.period, stated.days, balances_above=stated.balances, is_card=stated.is_card,
        numbers=stated.numbers, holder=stated.holder, kind=stated.kind,
    )  # fmt: skip


def _plain(table: Sequence[Row], delimiter: str) -> Layout:
    """A table of which nothing is known but its first row, which is its header unless a day stands in it."""
    first = table[0]
    header = () if is_date_line(first) else first.cells
    key = header_key(header) if header else _hash(f"shape {delimiter}{len(first.cells)}")
    line = first.line if header else 0
    return Layout(key, delimiter, header, {}, (), len(first.cells), line, is_bank=False)


def _apply(layout: Layout, profile: CsvProfile) -> Layout:
    """The layout with the columns that a person named in place of those that were found."""
    named: dict[Role, tuple[int, ...]] = {}
    unknown = []
    for said, names in profile.columns.items():
        indices = [find_column(layout.header, layout.width, name) for name in names]
        unknown += [name for name, index in zip(names, indices, strict=True) if index is None]
        role = next((each for each in ROLES if each == said), None)
        if role is not None:
            named[role] = tuple(index for index in indices if index is not None)
        else:
            unknown.append(said)
    taken = {index for each in named.values() for index in each}
    kept = {role: tuple(i for i in each if i not in taken) for role, each in layout.columns.items()}
    if "amount" in named:
        kept = {role: each for role, each in kept.items() if role not in ("debit", "credit")}
    if {"debit", "credit"} & named.keys():
        kept.pop("amount", None)
    columns: dict[Role, tuple[int, ...]] = {role: each for role, each in (kept | named).items() if each}
    whole = "date" in columns and bool({"amount", "debit", "credit"} & columns.keys())
    return replace(
        layout, columns=columns, is_bank=whole or layout.is_bank, unknown=tuple(unknown),
        currency=profile.currency or layout.currency, account=profile.account or layout.account,
    )  # fmt: skip


def find_column(header: Sequence[str], width: int, name: str) -> int | None:
    """The column of that name, or of that number from 1."""
    words = plain_words(name)
    for index, cell in enumerate(header):
        if cell == name or (words and plain_words(cell) == words):
            return index
    return int(name) - 1 if name.isdecimal() and 0 < int(name) <= width else None


def header_key(cells: Iterable[str]) -> str:
    """What stays the same of a layout from file to file: its headers' words."""
    return _hash("header " + "|".join(map(plain_words, cells)).rstrip("|"))


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


def _unit_of_header(cells: Sequence[str], columns: Columns) -> str | None:
    """The currency in the amounts' own headers, if they name one."""
    money: tuple[Role, ...] = ("amount", "debit", "credit", "balance")
    codes = {split_header(cells[i])[1] for role in money for i in columns.get(role, ())} - {None}
    return codes.pop() if len(codes) == 1 else None
