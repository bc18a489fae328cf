"""Payments that come back: rent, salaries, bills, subscriptions."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise, takewhile
from statistics import median, median_low
from typing import Literal, NamedTuple, Protocol

from pkm.ledger import counterparty
from pkm.models import TransactionId


class Charge(Protocol):
    """What a series looks at of a booking."""

    @property
    def id(self) -> TransactionId:
        """Its number."""

    @property
    def payee(self) -> str:
        """The counterparty that it counts to."""

    @property
    def account(self) -> str:
        """The own account it went through."""

    @property
    def booked_on(self) -> date:
        """The day of it."""

    @property
    def amount(self) -> Decimal:
        """Negative where money went out."""

    @property
    def currency(self) -> str:
        """ISO 4217."""

    @property
    def counterparty(self) -> str:
        """The other side's name, as its statement writes it."""

    @property
    def description(self) -> str:
        """What its statement says of it."""


class Payment(NamedTuple):
    """A booking as far as a series looks at it."""

    id: TransactionId
    payee: str
    account: str
    booked_on: date
    amount: Decimal
    currency: str
    counterparty: str
    description: str


Period = Literal["weekly", "biweekly", "monthly", "two-monthly", "quarterly", "half-yearly", "yearly"]

# Length in days, and by how many days one payment may slip: weekends, holidays, a rent over the month's end.
PERIODS: dict[Period, tuple[float, int]] = {
    "weekly": (7, 1),
    "biweekly": (14, 2),
    "monthly": (365.25 / 12, 6),
    "two-monthly": (365.25 / 6, 8),
    "quarterly": (365.25 / 4, 10),
    "half-yearly": (365.25 / 2, 15),
    "yearly": (365.25, 25),
}
PER_YEAR: dict[Period, int] = {
    "weekly": 52, "biweekly": 26, "monthly": 12, "two-monthly": 6, "quarterly": 4, "half-yearly": 2, "yearly": 1,
}  # fmt: skip
LEAST_GAPS: dict[Period, int] = dict.fromkeys(PERIODS, 2) | {"yearly": 1}
MULTIPLES = (1, 2, 3)  # of a period: payments may be missing
REGULAR_SHARE = 0.8
_LEVEL = 0.10  # payments at one price differ less; two subscriptions of one firm differ more
_SPREAD = {"weekly": 0.05, "biweekly": 0.05}  # shopping may be weekly, but its amounts vary
_BILL_SPREAD = 0.6
_MISSED = 3
_FEW = 6  # so few payments may keep a rhythm by chance: they must be of about one price
FEWEST = 4  # payments of one amount in a shop: fewer may be alike by chance
DOUBT = 0.02  # how likely chance may be to explain a rhythm, of all amounts of a payee together
PRICED_DOUBT = 0.1  # where all that a payee takes has one price, which speaks against chance itself


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The period at which days follow each other."""

    period: Period
    days: float


@dataclass(frozen=True, slots=True)
class Recurring:
    """A series of payments.

    Attributes:
        counterparty: Its payee; ``name`` is how the newest booking calls it.
        amount: What it is now, negative for money out: the newest where it has a price, else the median of the last three.
        rows: All its bookings, oldest first.
        is_priced: Whether its payments have a price, so that ``amount`` is the newest.
        chance: How likely payments on days at random would keep a rhythm as closely.
    """

    counterparty: str
    name: str
    account: str
    currency: str
    period: Period
    amount: Decimal
    since: date
    until: date
    rows: tuple[TransactionId, ...]
    is_priced: bool = False
    chance: float = 0.0

    @property
    def per_year(self) -> Decimal:
        """What it comes to in a year at the present amount."""
        return self.amount * PER_YEAR[self.period]

    def goes_on(self, today: date) -> bool:
        """Whether the next payment is not yet overdue: by half of its period, or as many days as it may slip."""
        length, slip = PERIODS[self.period]
        return (today - self.until).days <= length + max(length / 2, slip)


def recurring(transactions: Iterable[Charge]) -> list[Recurring]:
    """All series, the costliest of a year first.

    A counterparty's bookings are one series where they keep a rhythm together; else each price level is looked at
    for itself, since a firm may charge for several contracts.
    """
    groups: defaultdict[tuple[str, str, str, bool], list[Charge]] = defaultdict(list)
    for each in transactions:
        if each.amount:
            groups[
                each.payee or counterparty.of(each.counterparty, each.description),
                each.account,
                each.currency,
                each.amount > 0,
            ].append(each)
    found = []
    for (key, _, _, _), members in groups.items():
        members.sort(key=lambda each: (each.booked_on, each.id))
        whole = _series(key, members)
        if whole is None:
            levels = _told_apart(members)
            kept = [series for level in levels if (series := _series(key, level))]
            found += [kept[place] for place in sure([each.chance for each in kept], len(levels))]
        elif whole.chance <= (PRICED_DOUBT if whole.is_priced else DOUBT):
            found.append(whole)
    return sorted(found, key=lambda each: (each.per_year, each.counterparty, each.rows))


def chance(gaps: Sequence[int], period: Period) -> float:
    """How likely payments on days at random would keep any rhythm as closely as these keep theirs; at most 1.

    Days at random follow each other as a Poisson process lets them: gaps are exponential, here with the mean of these. What
    they would have to match is the share of gaps that are regular, and how far these are off at most, in slips of their
    period. The tail of the binomial is bounded by Chernoff's exp(-n D(share || q)), which is exact where all gaps are
    regular; the chances of all periods that so many gaps can tell are added.

    Args:
        gaps: Days between payments, in order or not.
    """
    length, slip = PERIODS[period]
    off = [min(abs(gap - n * length) for n in MULTIPLES) for gap in gaps]
    regular = [each for each in off if each <= slip]
    share, mean, wide = len(regular) / len(gaps), sum(gaps) / len(gaps), max(regular) / slip
    told = (bounds for each, bounds in PERIODS.items() if len(gaps) >= LEAST_GAPS[each])
    return min(1.0, sum(_tail(share, _hit(mean, length, wide * slip + 0.5), len(gaps)) for length, slip in told))


def _hit(mean: float, length: float, off: float) -> float:
    """How likely an exponential gap lies no more than that far from a multiple of the period."""
    return sum(math.exp(-(n * length - off) / mean) - math.exp(-(n * length + off) / mean) for n in MULTIPLES)


def _tail(share: float, likely: float, count: int) -> float:
    """A bound on how likely at least that share of a count happens, each with the same likelihood."""
    if likely >= share:
        return 1.0
    missed = (1 - share) * math.log((1 - share) / (1 - likely)) if share < 1 else 0.0
    return math.exp(-count * (share * math.log(share / likely) + missed))


def rhythm(days: Sequence[date]) -> Rhythm | None:
    """The rhythm of at least three days in order (two for a year); ``None`` where they keep none."""
    period = period_of(_gaps(days))
    return Rhythm(period, PERIODS[period][0]) if period else None


def period_of(gaps: Sequence[int]) -> Period | None:
    """The period of payments with these days between them.

    The median gap chooses the period; four gaps of five must then be it, give or take its slip, or a small multiple of
    it, where a payment was missed.
    """
    middle = median(gaps) if gaps else 0
    for period, (length, slip) in PERIODS.items():
        if abs(middle - length) <= slip:
            regular = sum(any(abs(gap - n * length) <= slip for n in MULTIPLES) for gap in gaps)
            return period if len(gaps) >= LEAST_GAPS[period] and regular >= REGULAR_SHARE * len(gaps) else None
    return None


def sure(chances: Sequence[float], tried: int) -> list[int]:
    """The places of those of a payee's amounts that chance does not explain, of as many as were looked at.

    Holm 1979, "A Simple Sequentially Rejective Multiple Test Procedure": the surest is held against all amounts, the next
    against the others.
    """
    ranked = sorted(range(len(chances)), key=lambda place: chances[place])
    found = takewhile(lambda at: chances[at[1]] * (tried - at[0]) <= DOUBT, enumerate(ranked))
    return [place for _, place in found]


def _gaps(days: Sequence[date]) -> list[int]:
    return [(later - earlier).days for earlier, later in pairwise(days)]


def _series(key: str, members: Sequence[Charge]) -> Recurring | None:
    """The members as one series, if they keep a rhythm and their amounts are of one kind."""
    kept = rhythm([each.booked_on for each in members])
    if kept is None:
        return None
    if len(members) > FEWEST and _is_late(members[-2].booked_on, members[-1].booked_on, kept.period):
        members = members[:-1]  # one charge long after the others does not bring them back
    logs = [math.log(abs(each.amount)) for each in members]
    middle = median(logs)
    spread = median(abs(each - middle) for each in logs)
    if spread > _SPREAD.get(kept.period, _LEVEL if len(members) < _FEW else _BILL_SPREAD):
        return None
    newest = members[-1]
    is_priced = has_price([each.amount for each in members])
    amount = newest.amount if is_priced else median_low([each.amount for each in members[-3:]])
    return Recurring(
        key, newest.counterparty or newest.description, newest.account, newest.currency, kept.period,
        amount, members[0].booked_on, newest.booked_on,
        tuple(each.id for each in members), is_priced, chance(_gaps([each.booked_on for each in members]), kept.period),
    )  # fmt: skip


def _is_late(before: date, after: date, period: Period) -> bool:
    """Whether more payments are missing between two than a rhythm bears."""
    length, slip = PERIODS[period]
    return (after - before).days > _MISSED * length + slip


def _told_apart(members: Sequence[Charge]) -> list[list[Charge]]:
    """The price levels of a payee; of those that few payments make only where his amounts mostly come again."""
    is_steady = len({each.amount for each in members}) * 2 <= len(members)
    return [level for level in _levels(members) if len(level) >= (2 if is_steady else FEWEST)]


def _levels(members: Sequence[Charge]) -> list[list[Charge]]:
    """Bookings whose amounts lie within a tenth of the next, in order of time."""
    levels: list[list[Charge]] = []
    for each in sorted(members, key=lambda one: abs(one.amount)):
        if levels and abs(each.amount) <= abs(levels[-1][-1].amount) * Decimal(1 + _LEVEL):
            levels[-1].append(each)
        else:
            levels.append([each])
    return [sorted(level, key=lambda one: (one.booked_on, one.id)) for level in levels]


def has_price(amounts: Sequence[Decimal]) -> bool:
    """Whether payments in order have a price: most are what the one before was."""
    return sum(one == other for one, other in pairwise(amounts)) * 2 >= len(amounts) - 1


@dataclass(frozen=True, slots=True)
class PriceChange:
    """A price that was held, and then another: indexes of the last payment of the one and the first of the other."""

    before: int
    after: int


def each_change(amounts: Sequence[Decimal]) -> list[PriceChange]:
    """Where payments in order change at all, as those that come once a year do."""
    return [PriceChange(n - 1, n) for n in range(1, len(amounts)) if amounts[n] != amounts[n - 1]]


def price_changes(amounts: Sequence[Decimal]) -> list[PriceChange]:
    """Where a price changes in payments in order: it was paid twice at least before, and no other follows at once."""
    found = []
    for n in range(2, len(amounts)):
        held = amounts[n - 2] == amounts[n - 1]
        stays = n + 1 == len(amounts) or amounts[n + 1] == amounts[n]
        if held and stays and amounts[n] != amounts[n - 1]:
            found.append(PriceChange(n - 1, n))
    return found
