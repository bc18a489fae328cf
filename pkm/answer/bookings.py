"""Which bookings a question speaks of: by its words, its time, its direction, its account.

A booking is meant when every word of the topic stands in its counterparty, description or category, by itself or by a
synonym. A counterparty most of whose bookings are meant is meant whole: the electricity company's final bill may not
say "electricity".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pkm.answer.language import narrower, stem, words
from pkm.answer.plan import Plan
from pkm.ledger import counterparty, transfers
from pkm.models import Transaction, TransactionId
from pkm.store.ledger import AccountRow

MOST = 0.5


@dataclass(frozen=True, slots=True)
class Selection:
    """The bookings that are meant.

    Attributes:
        rows: Those of the period and direction, by day.
        refunded: Those of ``rows`` that gave money back for one that was spent.
        known: Whether the ledger has bookings on the topic in that direction at any time.
        span: The first and the last day of all bookings of any topic; ``None`` where there are none.
    """

    rows: tuple[Transaction, ...]
    refunded: frozenset[TransactionId]
    known: bool
    span: tuple[date, date] | None


def select(plan: Plan, every: Sequence[Transaction], accounts: Sequence[AccountRow]) -> Selection:
    """Choose among all bookings of the household."""
    apart = transfers.own_transfers(every)
    returned = transfers.refunds(every)
    numbers = _accounts(plan, accounts)
    currencies = {each.currency for each in every}
    open_rows = [
        each
        for each in every
        if each.id not in apart
        and not transfers.is_settlement(each)
        and each.status == "booked"
        and (numbers is None or each.account in numbers)
        and (plan.currency is None or plan.currency not in currencies or each.currency == plan.currency)
    ]
    topic = [each for each in plan.topic if not each.isdigit() or numbers is None]
    about = _about(topic, open_rows)
    if plan.kind == "unusual" and not about:  # its words may only describe what is odd
        about = open_rows
    directed = [each for each in about if _is_in_direction(plan, each, returned)]
    rows = tuple(each for each in directed if _is_in_time(plan, each))
    refunded = frozenset(each.id for each in rows if plan.direction == "out" and each.amount > 0)
    days = [each.booked_on for each in every]
    return Selection(rows, refunded, bool(directed), (min(days), max(days)) if days else None)


def _is_in_time(plan: Plan, booking: Transaction) -> bool:
    until = min(plan.until or plan.today, plan.today)
    return (plan.since is None or booking.booked_on >= plan.since) and booking.booked_on <= until


def _is_in_direction(plan: Plan, booking: Transaction, returned: frozenset[TransactionId]) -> bool:
    """Money that was given back lowers what was spent, and is no income."""
    if plan.direction == "out":
        return booking.amount < 0 or (booking.id in returned and plan.kind in {"sum", "average"})
    return plan.direction is None or (booking.amount > 0 and booking.id not in returned)


def _accounts(plan: Plan, accounts: Sequence[AccountRow]) -> set[str] | None:
    """The accounts that the question names by "card" or by their last digits; ``None`` for all."""
    ends = [each for each in plan.topic if each.isdigit() and len(each) >= 4]
    named = {each.number for each in accounts if any(each.number.endswith(end) for end in ends)}
    cards = {each.number for each in accounts if "card" in (each.kind or "").casefold()}
    return named or (cards if plan.on_card and cards else None)


def _about(topic: Sequence[str], rows: Sequence[Transaction]) -> list[Transaction]:
    """The bookings that the topic means, at any time."""
    if not topic:
        return list(rows)
    told = {each.id: _stems(each) for each in rows}
    vocabulary = frozenset().union(*told.values())
    meant = [frozenset(word for word in vocabulary if narrower(term, word)) for term in topic]
    direct = {each.id for each in rows if all(not words.isdisjoint(told[each.id]) for words in meant)}
    totals = Counter(counterparty.key_of(each) for each in rows)
    hits = Counter(counterparty.key_of(each) for each in rows if each.id in direct)
    whole = {key for key, count in hits.items() if count > MOST * totals[key]}
    return [each for each in rows if each.id in direct or counterparty.key_of(each) in whole]


def _stems(booking: Transaction) -> frozenset[str]:
    return frozenset(stem(each) for each in words(f"{booking.counterparty} {booking.description} {booking.category}"))
