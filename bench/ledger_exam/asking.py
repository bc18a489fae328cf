"""How the later sets are written: rows of what is true and the texts that ask for it, mostly in English, German and French."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from bench.ledger_exam.plan import Booking
from bench.ledger_exam.truth import Fits, Question, Truth, added

Part = Callable[[Truth], Iterator[Question]]
Rows = Iterable[tuple[Any, ...]]


def asked(truth: Truth, *parts: Part, nothing: Iterable[str]) -> Iterator[Question]:
    """A whole set: some of each kind, and what ``nothing`` that is known answers."""
    for part in parts:
        yield from part(truth)
    for text in nothing:
        yield Question("unanswerable", text, abstains=True)


def sums(truth: Truth, rows: Rows) -> Iterator[Question]:
    """What was spent; a row begins with the bookings that are meant."""
    for fits, *texts in rows:
        for text in texts:
            yield Question("sum", text, truth.spent(*fits))


def lists(truth: Truth, rows: Rows) -> Iterator[Question]:
    """Bookings; a row begins with those that are meant."""
    for fits, *texts in rows:
        for text in texts:
            yield Question("list", text, -added(truth.rows(*fits)))


def told(truth: Truth, rows: Rows) -> Rows:
    """The rows that begin with bookings of which the household has any."""
    return (row for row in rows if truth.rows(*row[0]))


def figures(kind: str, rows: Rows, currency: str | None = "EUR") -> Iterator[Question]:
    """Figures of one kind; a row begins with the value."""
    for value, *texts in rows:
        for text in texts:
            yield Question(kind, text, value, currency)


def amounts(rows: Rows) -> Iterator[Question]:
    """Amounts of several kinds; a row begins with kind and value."""
    for kind, value, *texts in rows:
        for text in texts:
            yield Question(kind, text, value, signed=kind == "cashflow")


def bookings(rows: Rows) -> Iterator[Question]:
    """The first or the last booking; a row begins with which of them, and the booking."""
    for kind, found, *texts in rows:
        for text in texts:
            yield Question(kind, text, abs(found.amount), day=found.day)


def tables(rows: Rows) -> Iterator[Question]:
    """Sums by group; a row begins with what divides them, and the groups."""
    for group, groups, *texts in rows:
        for text in texts:
            yield Question("grouped", text, group=group, groups=groups)


def sayings(rows: Rows) -> Iterator[Question]:
    """What is answered by names; a row begins with kind and names."""
    for kind, says, *texts in rows:
        for text in texts:
            yield Question(kind, text, says=says)


def balances(truth: Truth, rows: Rows) -> Iterator[Question]:
    """What was on an account; a row begins with account and day."""
    for name, day, *texts in rows:
        for text in texts:
            yield Question("balance", text, truth.house.balance(name, day), signed=True)


def other_than(*fits: Fits) -> Fits:
    """Bookings that none of these fits."""
    return lambda each: not any(fit(each) for fit in fits)


def weekend(each: Booking) -> bool:
    """Whether it is of a Saturday or a Sunday."""
    return each.day.weekday() >= 5


def on(day: int) -> Fits:
    """Bookings of a day of the week; Monday is 0."""
    return lambda each: each.day.weekday() == day


def share(part: Decimal, whole: Decimal) -> Decimal:
    """A part of a whole, in per cent."""
    return (part / whole * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)


def differing(rows: Iterable[Booking]) -> Decimal:
    """With how many payees there are bookings."""
    return Decimal(len({each.payee for each in rows}))
