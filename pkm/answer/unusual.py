"""What was unusual, in words: each finding with its rule, the figure it was held against, and the letter that explains it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from pkm.answer import phrases, values
from pkm.answer.bookings import Selection
from pkm.answer.cite import Quote
from pkm.answer.compute import Computed, Line, describe, figure, reached
from pkm.answer.evidence import Passage
from pkm.answer.language import Language, stem, words
from pkm.answer.plan import Plan
from pkm.answer.verify import narrow
from pkm.ledger.counterparty import normalise
from pkm.ledger.finding import Finding
from pkm.ledger.unusual import unusual
from pkm.models import Figure, Transaction, TransactionId

ANNOUNCED_BEFORE_DAYS = 120
ANNOUNCED_AFTER_DAYS = 31
_BASIS = {
    "duplicate": "-amount of the earlier charge",
    "price_jump": "-amount of the charges before",
    "off_rhythm": "-amount of the charges before",
    "amount": "median(-amount), rounded half even to cents",
    "new_counterparty": "median(-amount), rounded half even to cents",
}

Search = Callable[[str], Sequence[Passage]]


def with_time(plan: Plan) -> Plan:
    """The plan, looking at the last complete month where the question names neither a time nor what is odd."""
    if plan.since is not None or plan.until is not None or plan.rule is not None:
        return plan
    end = plan.today.replace(day=1) - timedelta(days=1)
    return replace(plan, since=end.replace(day=1), until=end)


def find_unusual(plan: Plan, every: Sequence[Transaction], selection: Selection) -> Computed:
    """The unusual ones among the bookings that are meant, judged by all that came before them."""
    since: date = plan.since or min((each.booked_on for each in every), default=plan.today)
    until: date = reached(plan) or plan.today
    meant = {each.id for each in selection.rows}
    found = [
        each for each in unusual(every, since, until) if each.transaction.id in meant and plan.rule in {None, each.rule}
    ]
    rows = {each.id: each for each in every}
    looked = figure(
        "looked_at", Decimal(len(meant)), None, selection.rows, f"count(*) of expenses booked from {since} to {until}"
    )
    figures = [looked, *(made for n, each in enumerate(found, 1) for made in _figures(n, each, rows))]
    lead = phrases.say(
        "unusual" if found else "nothing_unusual", plan.language,
        period=phrases.period(since, until, plan.language), count=len(meant),
    )  # fmt: skip
    lines = (
        Line(f"{describe(each.transaction, plan)}: {explain(each, plan.language)}", _cited(each, rows), each)
        for each in found
    )
    return Computed((lead,), tuple(lines), tuple(figures))


def explain(finding: Finding, language: Language) -> str:
    """The rule in words, with its numbers."""
    baseline, days = finding.baseline_value, finding.since_days
    money = "" if baseline is None else phrases.money(baseline, finding.transaction.currency, language)
    before = phrases.say(
        {None: "same_day", 0: "same_day", 1: "day_before"}.get(days, "days_before"), language, days=days
    )
    size = phrases.number(finding.size, language)
    return phrases.say(finding.rule, language, baseline=money, size=size, before=before)


def announcement(finding: Finding, search: Search) -> Quote | None:
    """The letter or mail that announced a price: it names the firm and the new price, and is of about that time."""
    one = finding.transaction
    firm = {stem(each) for each in words(normalise(one.counterparty))}
    price = values.read(f"{abs(one.amount)}")
    for each in search(f"{one.counterparty} new price {abs(one.amount)}"):
        document = each.document
        if document.kind == "statement" or document.date is None:
            continue
        if not -ANNOUNCED_AFTER_DAYS <= (one.booked_on - document.date).days <= ANNOUNCED_BEFORE_DAYS:
            continue
        named = {stem(word) for word in words(f"{each.title}\n{each.head}\n{each.text}")}
        if firm <= named and not values.missing(price, values.read(each.text)):
            return narrow(f"{abs(one.amount)}", each)
    return None


def _cited(finding: Finding, rows: dict[TransactionId, Transaction]) -> tuple[Transaction, ...]:
    """The booking and, where it was held against a charge like it, the last of those."""
    if finding.rule not in {"duplicate", "off_rhythm", "price_jump"}:
        return (finding.transaction,)
    return (finding.transaction, *(rows[each] for each in finding.rows[-1:] if each in rows))


def _figures(n: int, finding: Finding, rows: dict[TransactionId, Transaction]) -> list[Figure]:
    """The amount, what it is compared with, and their ratio or distance in days."""
    one, name = finding.transaction, f"{finding.rule}_{n}"
    basis = [rows[each] for each in finding.rows if each in rows]
    made = [figure(name, one.amount, one.currency, [one], "the booking's amount")]
    if finding.baseline_value is not None:
        made.append(figure(f"{name}_baseline", finding.baseline_value, one.currency, basis, _BASIS[finding.rule]))
        query = f"-amount / {name}_baseline, rounded half even to hundredths"
        made.append(figure(f"{name}_size", finding.size, None, [one], query))
    if finding.since_days is not None:
        days = Decimal(finding.since_days)
        made.append(figure(f"{name}_days", days, None, [*basis[-1:], one], "days between the two bookings"))
    return made
