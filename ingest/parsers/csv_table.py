"""A table of a bank, from its layout to its statements; or the questions that a person has to answer first."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.parsers.csv_layout import Layout
from ingest.parsers.csv_reading import ASK_CURRENCY, Reading, weigh
from ingest.parsers.csv_rows import Row
from ingest.parsers.csv_signs import Question
from ingest.parsers.csv_statement import Statements, read_statements
from ingest.parsers.csv_transfers import unfold
from pkm.models import NO_CURRENCY, CsvProfile, ParsedStatement, Problem

SHOWN_ROWS = 5


@dataclass(frozen=True, slots=True)
class Table:
    """What a table gives, and in ``meta`` how it was read."""

    statements: tuple[ParsedStatement, ...]
    problems: tuple[Problem, ...]
    meta: dict[str, str]


def read_table(rows: Sequence[Row], layout: Layout, profiles: Mapping[str, CsvProfile], name: str, shown: str) -> Table:
    """Read the rows below the header; where something is open they stay text, and one problem asks for all of it.

    Where it is their currency alone they are bookings without one, and it is asked for.
    """
    profile = profiles.get(layout.key)
    rows, layout = unfold(rows, layout)
    read = weigh(rows, layout, profile, name)
    found: Statements | None = None
    if isinstance(read, Reading):
        outcome = read_statements(rows, read, shown, profile is not None and profile.sign is not None)
        if isinstance(outcome, Question):
            questions: tuple[Question, ...] = (outcome,)
        else:
            questions, found = (), outcome
    else:
        questions = read
    if isinstance(read, Reading) and read.currency == NO_CURRENCY:
        questions = (*questions, ASK_CURRENCY)
    meta = describe(rows, layout, read if isinstance(read, Reading) else None, questions)
    if found is None:
        return Table((), (_ask(rows, questions, shown),), meta)
    asked = (_ask_for_currency(shown),) if questions else ()
    return Table(tuple(each for each in found.statements if each.transactions), (*found.problems, *asked), meta)


def join_tables(tables: Sequence[Table]) -> Table:
    """Several tables of one file as one."""
    readings = [each for table in tables for each in json.loads(table.meta["reading"])]
    return Table(
        tuple(each for table in tables for each in table.statements),
        tuple(each for table in tables for each in table.problems),
        {
            "layout": " ".join(dict.fromkeys(table.meta["layout"] for table in tables)),
            "reading": json.dumps(readings, ensure_ascii=False),
        },
    )


def _ask(rows: Sequence[Row], questions: Sequence[Question], shown: str) -> Problem:
    """The one problem that says what is open, and the command that decides it."""
    lines = (f"row {rows[0].line}" if len(rows) == 1 else f"rows {rows[0].line}-{rows[-1].line}") if rows else None
    where = f"sheet {rows[0].sheet} {lines}" if rows and rows[0].sheet else lines
    options = " ".join(_first(each.option) for each in questions)
    others = [each.option.replace("|", " or ") for each in questions if "|" in each.option]
    reason = (
        f"{'1 booking was' if len(rows) == 1 else f'{len(rows)} bookings were'} not read: {'; '.join(each.reason for each in questions)}. "
        f"Say it once for all files of this layout: pkm accounts map {shlex.quote(shown)} {options}"
    )
    return Problem(shown, where, reason + (f" ({', '.join(others)})" if others else ""))


def _ask_for_currency(shown: str) -> Problem:
    command = f"pkm accounts map {shlex.quote(shown)} {ASK_CURRENCY.option}"
    return Problem(
        shown,
        None,
        f"{ASK_CURRENCY.reason}: its amounts count in the only one of their account, else in none. Say it: {command}",
    )


def _first(option: str) -> str:
    return option.partition("|")[0]


def describe(
    rows: Sequence[Row], layout: Layout, decided: Reading | None = None, questions: Sequence[Question] = ()
) -> dict[str, str]:
    """The layout's key, and as JSON how the table is read: for ``pkm accounts map``, and for whoever wonders later."""
    roles = {role: [layout.name_of(i) for i in each] for role, each in layout.columns.items()}
    reading = json.dumps(
        [{
            "layout": layout.key,
            "delimiter": layout.delimiter,
            "header": [layout.name_of(i) for i in range(layout.width)],
            "columns": roles,
            "date_order": decided.days.replace(" ", "-") if decided else None,
            "decimal": decided.decimal if decided else None,
            "sign": decided.sign if decided else None,
            "currency": decided.currency if decided else layout.currency,
            "account": decided.account if decided else layout.account,
            "unknown": list(layout.unknown),
            "open": [{"reason": each.reason, "option": each.option} for each in questions],
            "rows": [
                {"locator": row.locator} | {role: layout.cell(row, role) for role in layout.columns}
                for row in rows[:SHOWN_ROWS]
            ],
        }],
        ensure_ascii=False,
    )  # fmt: skip
    return {"layout": layout.key, "reading": reading}
