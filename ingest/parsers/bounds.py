"""What no bank books: days that no calendar of money reaches, and amounts of more digits than any account has.

Such values are faults of a file, or traps. Each is a problem of its record; what computes with the others need not fear them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from pkm.models import Parsed, ParsedDocument, ParsedStatement, Problem

FIRST_YEAR, LAST_YEAR = 1000, 2999  # files that were made unrecognisable have days such as 1111-11-11
LIMIT = Decimal(10) ** 18


def within_bounds(parsed: Parsed, shown: str) -> Parsed:
    """The same without what is out of bounds, and a problem for each of it."""
    problems: list[Problem] = []
    documents = tuple(_document(each, shown, problems) for each in parsed.documents)
    if not problems:
        return parsed
    return replace(parsed, documents=documents, problems=(*parsed.problems, *problems))


def _document(document: ParsedDocument, shown: str, problems: list[Problem]) -> ParsedDocument:
    before = len(problems)
    statements = tuple(_statement(each, shown, problems) for each in document.statements)
    if len(problems) == before:
        return document
    day = document.date if document.date is None or _is_day(document.date) else None
    return replace(document, statements=statements, date=day)


def _statement(statement: ParsedStatement, shown: str, problems: list[Problem]) -> ParsedStatement:
    rows = []
    for row in statement.transactions:
        if not _is_day(row.booked_on) or (row.value_on and not _is_day(row.value_on)):
            reason = (
                f"its day {row.booked_on if not _is_day(row.booked_on) else row.value_on} is none on which a bank books"
            )
        elif not all(
            map(
                _is_amount, (row.amount, row.balance, row.original_amount, row.fee, row.rate, row.units, row.unit_price)
            )
        ):
            reason = "its amount has more digits than any account holds"
        else:
            rows.append(row)
            continue
        problems.append(Problem(shown, row.locator, reason))
    whole = len(rows) == len(statement.transactions)
    for name in ("opening", "closing"):
        if not _is_amount(getattr(statement, name)):
            problems.append(Problem(shown, None, f"the {name} balance has more digits than any account holds"))
    reaches_out = any(day and not _is_day(day) for day in (statement.since, statement.until))
    if reaches_out and whole:  # else it is the row that has been named, and the period of a table is that of its rows
        problems.append(Problem(shown, None, "the period of a statement reaches days on which no bank books"))
    booked = [row.booked_on for row in rows] if reaches_out else []
    return replace(
        statement,
        transactions=statement.transactions if whole else tuple(rows),
        opening=statement.opening if _is_amount(statement.opening) else None,
        closing=statement.closing if _is_amount(statement.closing) else None,
        since=min(booked, default=None) if reaches_out else statement.since,
        until=max(booked, default=None) if reaches_out else statement.until,
    )


def _is_day(day: date) -> bool:
    return FIRST_YEAR <= day.year <= LAST_YEAR


def _is_amount(amount: Decimal | None) -> bool:
    return amount is None or (amount.is_finite() and abs(amount) < LIMIT)
