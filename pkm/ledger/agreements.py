"""Contracts and the payments that keep them: which bookings are what was agreed, and by how much others are not."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from operator import itemgetter

from pkm.ledger.claims import SURE, Claim, Key, evidence, likeness, moved
from pkm.ledger.matching import Link
from pkm.ledger.names import Names
from pkm.models import Transaction, TransactionId

EARLY = timedelta(days=6)  # what is due on the first may be charged at the end of the month before
LATE = timedelta(days=70)  # what was agreed may still be charged after the end
NEAR = Decimal("0.4")  # a charge that differs by more is for something else
APART_DAYS = 12
MATCHED, DOUBTFUL = 0.95, 0.6


@dataclass(frozen=True, slots=True)
class Price:
    """What is to be paid from a day on (``None``: from the beginning), and the paper that says so.

    Attributes:
        parts: What adds up to it where no paper states the whole, the price itself first, then what is paid beside it.
    """

    amount: Decimal
    since: date | None
    paper: Key
    parts: tuple[Decimal, ...] = ()

    def changed(self, new: Price, old: Decimal | None) -> Price:
        """The price as a letter changes it: the whole, or the one part of it that the ``old`` or the new amount is nearest to."""
        stated = (*self.parts, self.amount)
        nearest = min(range(len(stated)), key=lambda n: abs(stated[n] - (new.amount if old is None else old)))
        if nearest == len(self.parts):
            first = (new.amount - sum(self.parts[1:]),) if self.parts else ()
            return replace(new, parts=(*first, *self.parts[1:]))
        parts = (*self.parts[:nearest], new.amount, *self.parts[nearest + 1 :])
        return replace(new, amount=sum(parts, Decimal(0)), parts=parts)


@dataclass(frozen=True, slots=True)
class Agreement:
    """A contract, with every price that a later letter announced.

    Attributes:
        paper: The contract itself, or the letter where there is no contract.
        rhythm: How often it is paid (ISO 8601 duration).
        prices: In order of the day from which they hold.
    """

    paper: Key
    currency: str | None
    rhythm: str
    prices: tuple[Price, ...]
    since: date | None = None
    until: date | None = None
    names: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    customers: frozenset[str] = frozenset()
    ibans: frozenset[str] = frozenset()

    def price_on(self, day: date) -> Price:
        """The price that held on a day; the first one before it held."""
        held = [each for each in self.prices if each.since is None or each.since <= day]
        return held[-1] if held else self.prices[0]

    def held_about(self, day: date) -> list[Price]:
        """The prices that held on the day, or on one a few days off: banks book around the first of a month."""
        return [self.price_on(day - EARLY), self.price_on(day), self.price_on(day + EARLY)]


def match_agreements(
    agreements: Iterable[Agreement],
    rows: Iterable[Transaction],
    denied: frozenset[tuple[Key, TransactionId]] = frozenset(), names: Names | None = None,
) -> list[Link]:  # fmt: skip
    """The bookings that pay each agreement; those of the firm that come to nearly the price are doubtful.

    What moves between own accounts pays none, though it names a party of the contract: the household itself.
    """
    ledger = sorted(
        (each for each in rows if each.status == "booked" and each.amount < 0 and each.role != "transfer"),
        key=lambda one: (one.booked_on, one.id),
    )
    names = names or Names(each.counterparty or each.description for each in ledger)
    worths = sorted(
        (abs(worth), n) for n, row in enumerate(ledger) for worth in {row.amount, row.original_amount or row.amount}
    )
    found: list[Link] = []
    for each in sorted(agreements, key=lambda one: one.paper):
        found += _links(each, [ledger[n] for n in _in_reach(each, worths)], names, denied)
    return found


def _in_reach(agreement: Agreement, worths: Sequence[tuple[Decimal, int]]) -> list[int]:
    """The bookings whose amount may come near any of the prices, in order: to look at all for each contract takes as long as both are many.

    Args:
        worths: What bookings moved, in either currency, ascending, with their places.
    """
    prices = [abs(each.amount) for each in agreement.prices]
    least, most = min(prices) * (1 - NEAR), max(prices) * (1 + NEAR)
    first = bisect_left(worths, least, key=itemgetter(0))
    return sorted({n for _, n in worths[first : bisect_right(worths, most, key=itemgetter(0))]})


def _links(
    agreement: Agreement, ledger: list[Transaction], names: Names, denied: frozenset[tuple[Key, TransactionId]]
) -> list[Link]:
    claim = Claim(
        (agreement.paper,), "invoice", agreement.prices[0].amount, agreement.currency, agreement.since or date.min + EARLY,
        names=agreement.names, hints=agreement.hints, customers=agreement.customers, ibans=agreement.ibans,
    )  # fmt: skip
    exact: list[Link] = []
    near: list[Link] = []
    days = {row.id: row.booked_on for row in ledger}
    for row in ledger:
        if (agreement.since and row.booked_on < agreement.since - EARLY) or (
            agreement.until and row.booked_on > agreement.until + LATE
        ):
            continue
        paid = moved(row, agreement.currency)
        if paid is None:
            continue
        fitting = [each for each in agreement.held_about(row.booked_on) if each.amount == paid]
        price = fitting[-1] if fitting else agreement.price_on(row.booked_on)
        if not (fitting or abs(paid - price.amount) <= NEAR * price.amount) or not is_of(claim, row, names):
            continue
        for paper in dict.fromkeys((agreement.paper, price.paper)):
            if (paper, row.id) in denied:
                continue
            if fitting:
                exact.append(
                    Link(paper, "contract", row.id, "matched", MATCHED, "the agreed amount; same name or account")
                )
            elif abs(paid - price.amount) <= NEAR * price.amount and paper == agreement.paper:
                differs = f"{abs(paid - price.amount)} {'more' if paid > price.amount else 'less'} than agreed; same name or account"
                near.append(Link(paper, "contract", row.id, "doubtful", DOUBTFUL, differs))
    kept = {days[each.transaction] for each in exact}
    alone = [each for each in near if all(abs((days[each.transaction] - day).days) > APART_DAYS for day in kept)]
    return exact + alone  # beside a payment that is as agreed, another one is for something else


def is_of(claim: Claim, row: Transaction, names: Names) -> bool:
    """Whether a booking is with the other side of an agreement: its account, its number, or surely its name."""
    if claim.ibans and (row.counterparty_account or "").replace(" ", "").upper() in claim.ibans:
        return True
    alike = likeness(claim, row, names)
    if not 0 < alike < SURE:
        return alike >= SURE
    return any(each.startswith("names ") for each in evidence(claim, row, names).reasons)
