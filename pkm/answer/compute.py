"""Answers that are computed from bookings: every number comes from rows, and says from which.

Currencies are never added. Each booking that is listed cites its line of the statement.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal

from pkm.answer import phrases
from pkm.answer.bookings import Selection
from pkm.answer.cite import inert
from pkm.answer.plan import Plan
from pkm.ledger import totals
from pkm.ledger.finding import Finding
from pkm.ledger.transfers import is_settlement, own_transfers
from pkm.ledger.unusual import unusual
from pkm.models import Figure, Total, Transaction, TransactionId

SHOWN = 12
TEN = 10
LARGEST = 3
CENT = Decimal("0.01")


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
    language, rows = plan.language, selection.rows
    about = phrases.say("about", language, words=topic) if topic else ""
    when = phrases.period(plan.since, _reached(plan), language)
    parts = totals.total(rows) or [Total(plan.currency or "EUR", Decimal(0), Decimal(0), Decimal(0), 0)]
    described = _describe(plan)
    figures: list[Figure] = []
    lead: list[str] = []
    for part in parts:
        own = tuple(each for each in rows if each.currency == part.currency)
        made, sentence = _figure(plan, part, own, about, when, described)
        figures += made
        lead.append(sentence)
        back = tuple(each for each in own if each.id in selection.refunded)
        if back and plan.kind in {"sum", "average"}:
            value = sum((each.amount for each in back), Decimal(0))
            figures.append(
                Figure(
                    "refunded",
                    value,
                    part.currency,
                    len(back),
                    _ids(back),
                    f"sum(amount) of the refunds among: {described}",
                )
            )
            lead.append(phrases.say("refunded", language, amount=phrases.money(value, part.currency, language)))
    if rows and plan.direction is not None and not topic:
        lead.append(phrases.say("apart", language))
    shown = _shown(plan, rows)
    if len(shown) < len(rows) and plan.kind != "largest":
        lead.append(phrases.say("ten_largest", language))
    return Computed(tuple(lead), tuple(Line(_line(each, plan), (each,)) for each in shown), tuple(figures))


def _figure(
    plan: Plan, part: Total, rows: Sequence[Transaction], about: str, when: str, described: str
) -> tuple[list[Figure], str]:
    """The figures of one currency and the sentence that states them."""
    language, kind = plan.language, plan.kind
    ids, net = _ids(rows), part.net
    name = {"out": "spent", "in": "received", None: "moved"}[plan.direction]

    def told(phrase: str, amount: Decimal = net, **more: object) -> str:
        money = phrases.money(amount, part.currency, language, signed=plan.direction is None)
        return phrases.say(phrase, language, amount=money, topic=about, period=when, count=len(rows), **more)

    whole = Figure(
        name,
        net,
        part.currency,
        len(rows),
        ids,
        f"select sum(amount) from ledger where id = any(rows); rows: {described}",
    )
    if not rows:
        return [whole], told("no_booking")
    if kind == "count":
        return [
            replace(
                whole,
                name="bookings",
                value=Decimal(len(rows)),
                currency=None,
                query=f"select count(*) from ledger where id = any(rows); rows: {described}",
            )
        ], told("counted")
    if kind == "largest":
        one = max(rows, key=lambda each: abs(each.amount))
        return [
            Figure(
                "largest",
                one.amount,
                part.currency,
                1,
                (one.id,),
                f"the booking with the largest abs(amount) among: {described}",
            )
        ], told("largest", one.amount)
    if kind == "average":
        months = _months(plan, rows) if _is_monthly(plan) else 0
        value = (net / (months or len(rows))).quantize(CENT, ROUND_HALF_EVEN)
        divisor = f"{months} calendar months" if months else "count(*)"
        figure = Figure(
            "average",
            value,
            part.currency,
            len(rows),
            ids,
            f"sum(amount) / {divisor}, rounded half even to cents; rows: {described}",
        )
        spread = (
            [Figure("months", Decimal(months), None, len(rows), ids, "calendar months that the period touches")]
            if months
            else []
        )
        return [figure, *spread, whole], told("average_month" if months else "average_booking", value, months=months)
    return [whole], told(name)


def find_unusual(plan: Plan, every: Sequence[Transaction]) -> Computed:
    """Answer what was unusual in the plan's period, each finding with its rule and the figure it was held against."""
    language = plan.language
    since = plan.since or min((each.booked_on for each in every), default=plan.today)
    until = _reached(plan) or plan.today
    apart = own_transfers(every)
    looked = [
        each for each in every
        if since <= each.booked_on <= until and each.amount < 0 and each.id not in apart and not is_settlement(each)
    ]  # fmt: skip
    found = [each for each in unusual(every, since, until) if plan.rule in {None, each.rule} and _is_meant(plan, each)]
    figures = [
        Figure(
            "looked_at",
            Decimal(len(looked)),
            None,
            len(looked),
            _ids(looked),
            f"expenses booked {since} to {until}, without own transfers and card settlements",
        )
    ]
    for n, each in enumerate(found, 1):
        figures += _finding_figures(n, each)
    lead = phrases.say(
        "unusual" if found else "nothing_unusual",
        language,
        period=phrases.period(since, until, language),
        count=len(looked),
    )
    return Computed(
        (lead,),
        tuple(
            Line(f"{_line(each.transaction, plan)}: {explain(each, plan)}", _cited(each, every), each) for each in found
        ),
        tuple(figures),
    )


def _is_meant(plan: Plan, finding: Finding) -> bool:
    return plan.currency in {None, finding.transaction.currency}


def _cited(finding: Finding, every: Sequence[Transaction]) -> tuple[Transaction, ...]:
    """The booking and, where few rows are the baseline, those."""
    basis = set(finding.rows) if finding.rule in {"duplicate", "off_rhythm", "price_jump"} else set()
    return (finding.transaction, *[each for each in every if each.id in basis][-1:])


def explain(finding: Finding, plan: Plan) -> str:
    """The rule in words, with its numbers."""
    currency = finding.transaction.currency
    return phrases.say(
        finding.rule, plan.language,
        baseline=phrases.money(finding.baseline_value, currency, plan.language) if finding.baseline_value is not None else "",
        size=phrases.number(finding.size, plan.language),
        before=_before(finding.since_days, plan),
    )  # fmt: skip


def _before(days: int | None, plan: Plan) -> str:
    name = {None: "same_day", 0: "same_day", 1: "day_before"}.get(days, "days_before")
    return phrases.say(name, plan.language, days=days)


def _finding_figures(n: int, finding: Finding) -> list[Figure]:
    """The amount, what it is compared with, and their ratio or distance in days."""
    one, rule = finding.transaction, f"{finding.rule}_{n}"
    made = [Figure(rule, one.amount, one.currency, 1, (one.id,), "the booking's amount")]
    if finding.baseline_value is not None:
        basis = {
            "duplicate": "-amount of the earlier charge",
            "price_jump": "-amount of the charges before",
            "off_rhythm": "-amount of the charges before",
        }
        made.append(
            Figure(
                f"{rule}_baseline",
                finding.baseline_value,
                one.currency,
                len(finding.rows),
                finding.rows,
                basis.get(finding.rule, "median(-amount) of the rows, rounded half even to cents"),
            )
        )
        made.append(
            Figure(
                f"{rule}_size",
                finding.size,
                None,
                1,
                (one.id,),
                f"-amount / {rule}_baseline, rounded half even to hundredths",
            )
        )
    if finding.since_days is not None:
        made.append(
            Figure(
                f"{rule}_days",
                Decimal(finding.since_days),
                None,
                2,
                (*finding.rows[-1:], one.id),
                "days between the two bookings",
            )
        )
    return made


def _shown(plan: Plan, rows: Sequence[Transaction]) -> list[Transaction]:
    """All where they are few, else the largest; by day."""
    largest = sorted(rows, key=lambda each: (-abs(each.amount), each.booked_on, each.id))
    if plan.kind == "largest":
        return largest[:LARGEST]
    return list(rows) if len(rows) <= SHOWN else sorted(largest[:TEN], key=lambda each: (each.booked_on, each.id))


def _line(booking: Transaction, plan: Plan) -> str:

    who = inert(booking.counterparty or booking.description)
    what = inert(booking.description) if booking.counterparty and booking.description else ""
    amount = phrases.money(booking.amount, booking.currency, plan.language, signed=True)
    return f"{phrases.day(booking.booked_on, plan.language)} · {who}{f' · {what}' if what else ''} · {amount}"


def _reached(plan: Plan) -> date | None:
    """The period's end, or today where that lies ahead."""
    return None if plan.until is None else min(plan.until, plan.today)


def _is_monthly(plan: Plan) -> bool:
    asked = plan.question.casefold()
    return any(each in asked for each in ("month", "monat", "mois"))


def _months(plan: Plan, rows: Sequence[Transaction]) -> int:
    """Calendar months that the period, or else the bookings, touch."""
    first, last = plan.since or rows[0].booked_on, _reached(plan) or rows[-1].booked_on
    return (last.year - first.year) * 12 + last.month - first.month + 1


def _ids(rows: Sequence[Transaction]) -> tuple[TransactionId, ...]:
    return tuple(each.id for each in rows)


def _describe(plan: Plan) -> str:
    """Which rows, in words that could be run again."""
    until = _reached(plan) or plan.today
    parts = [f"booked_on between {plan.since or 'the first day'} and {until}"]
    parts += {"out": ["amount < 0 or a refund of what was spent"], "in": ["amount > 0"], None: []}[plan.direction]
    parts += (
        [f"counterparty, description or category states: {' and '.join(plan.topic)} (or a synonym)"]
        if plan.topic
        else []
    )
    parts += ["on a card"] if plan.on_card else []
    return "; ".join([*parts, "without transfers between own accounts and card settlements"])


def last_complete_month(today: date) -> tuple[date, date]:
    """The month before today's: what is looked at where a question names no time."""
    end = today.replace(day=1) - timedelta(days=1)
    return end.replace(day=1), end
