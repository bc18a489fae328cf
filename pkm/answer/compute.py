"""Sums, counts, averages, the largest and lists of bookings: every number comes from rows, and says from which.

Currencies are never added. Each booking that is listed cites its line of the statement.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from pkm.answer import phrases
from pkm.answer.bookings import Selection
from pkm.answer.cite import inert
from pkm.answer.plan import Plan
from pkm.ledger import totals
from pkm.ledger.finding import Finding
from pkm.models import Figure, Total, Transaction

SHOWN = 12
TEN = 10
LARGEST = 3
CENT = Decimal("0.01")
ZERO = Decimal(0)
SUM = "select sum(amount) from ledger where id = any(rows)"
COUNT = "select count(*) from ledger where id = any(rows)"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an answer and the bookings that it cites; ``finding`` says why it was unusual."""

    text: str
    rows: tuple[Transaction, ...] = ()
    finding: Finding | None = None


@dataclass(frozen=True, slots=True)
class Computed:
    """An answer without its citations: sentences, then a list."""

    lead: tuple[str, ...]
    lines: tuple[Line, ...]
    figures: tuple[Figure, ...]


def add_up(plan: Plan, selection: Selection, topic: str) -> Computed:
    """Answer a sum, count, average, largest or list; ``topic`` is how the question words it."""
    rows, figures, lead = selection.rows, [], []
    for part in totals.total(rows) or [Total(plan.currency or "EUR", ZERO, ZERO, ZERO, 0)]:
        own = [each for each in rows if each.currency == part.currency]
        made, sentences = _reckon(plan, part, own, selection, topic)
        figures += made
        lead += sentences
        back = [each for each in own if each.id in selection.refunded]
        if back:
            value = sum((each.amount for each in back), Decimal(0))
            figures.append(figure("refunded", value, part.currency, back, f"{SUM}; refunds among: {_describe(plan)}"))
            money = phrases.money(value, part.currency, plan.language)
            lead.append(phrases.say("refunded", plan.language, amount=money))
    if rows and plan.direction is not None and not topic:
        lead.append(phrases.say("apart", plan.language))
    shown = _shown(plan, rows)
    if len(shown) < len(rows) and plan.kind != "largest":
        lead.append(phrases.say("ten_largest", plan.language))
    return Computed(tuple(lead), tuple(Line(describe(each, plan), (each,)) for each in shown), tuple(figures))


def _reckon(
    plan: Plan, part: Total, rows: Sequence[Transaction], selection: Selection, topic: str
) -> tuple[list[Figure], list[str]]:
    """The figures of one currency and the sentence that states them."""
    language, described = plan.language, f"rows: {_describe(plan)}"

    def told(phrase: str, amount: Decimal, **more: object) -> list[str]:
        shown = -amount if plan.direction == "out" else amount
        return [
            phrases.say(
                phrase, language, amount=phrases.money(shown, part.currency, language), count=len(rows),
                topic=phrases.say("about", language, words=topic) if topic else "",
                period=phrases.period(plan.since, reached(plan), language), **more,
            )
        ]  # fmt: skip

    name = {"out": "spent", "in": "received", None: "moved"}[plan.direction]
    whole = figure(name, part.net, part.currency, rows, f"{SUM}; {described}")
    if not rows:
        return [whole], told("no_booking", part.net)
    if plan.kind == "count":
        return [figure("bookings", Decimal(len(rows)), None, rows, f"{COUNT}; {described}")], told("counted", part.net)
    if plan.kind == "largest":
        one = max(rows, key=lambda each: abs(each.amount))
        query = f"the amount furthest from zero; {described}"
        return [figure("largest", one.amount, one.currency, [one], query)], told("largest", one.amount)
    if plan.kind == "average":
        months = _months(plan, rows, selection) if _is_monthly(plan) else 0
        value = (part.net / (months or len(rows))).quantize(CENT, ROUND_HALF_EVEN)
        query = f"sum(amount) / {'months' if months else 'count(*)'}, rounded half even to cents; {described}"
        average = [figure("average", value, part.currency, rows, query)]
        if months:
            average.append(
                figure(
                    "months",
                    Decimal(months),
                    None,
                    rows,
                    "calendar months of the time, as far as there are bookings of anything",
                )
            )
        return [*average, whole], told("average_month" if months else "average_booking", value, months=months)
    return [whole], told(name, part.net)


def figure(name: str, value: Decimal, currency: str | None, rows: Sequence[Transaction], query: str) -> Figure:
    """A figure that these rows give."""
    return Figure(name, value, currency, len(rows), tuple(each.id for each in rows), query)


def describe(booking: Transaction, plan: Plan) -> str:
    """One booking on a line: day, counterparty, purpose, signed amount."""
    who = booking.counterparty or booking.description
    what = booking.description if booking.counterparty else ""
    amount = phrases.money(booking.amount, booking.currency, plan.language)
    return " · ".join(filter(None, (phrases.day(booking.booked_on, plan.language), inert(who), inert(what), amount)))


def reached(plan: Plan) -> date | None:
    """The time's end, or today where that lies ahead."""
    return None if plan.until is None else min(plan.until, plan.today)


def _shown(plan: Plan, rows: Sequence[Transaction]) -> list[Transaction]:
    """All where they are few, else the largest; by day."""
    largest = sorted(rows, key=lambda each: (-abs(each.amount), each.booked_on, each.id))
    if plan.kind == "largest":
        return largest[:LARGEST]
    return list(rows) if len(rows) <= SHOWN else sorted(largest[:TEN], key=lambda each: (each.booked_on, each.id))


def _is_monthly(plan: Plan) -> bool:
    asked = plan.question.casefold()
    return any(each in asked for each in ("month", "monat", "mois"))


def _months(plan: Plan, rows: Sequence[Transaction], selection: Selection) -> int:
    """Calendar months that the time, or else the bookings, touch; those before and after all records do not count."""
    first, last = plan.since or rows[0].booked_on, reached(plan) or rows[-1].booked_on
    if selection.span is not None:
        first, last = max(first, selection.span[0]), min(last, selection.span[1])
    return (last.year - first.year) * 12 + last.month - first.month + 1


def _describe(plan: Plan) -> str:
    """Which rows, in words by which they could be chosen again."""
    parts = [f"booked from {plan.since or 'the first day'} to {reached(plan) or plan.today}"]
    parts += {"out": ["money out, and refunds of it"], "in": ["money in, no refunds"], None: []}[plan.direction]
    parts += (
        [f"counterparty, description or category says {' and '.join(plan.topic)} or a synonym"] if plan.topic else []
    )
    parts += ["on cards"] if plan.on_card else []
    return "; ".join([*parts, "no transfers between own accounts, no card settlements"])
