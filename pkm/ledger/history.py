"""What an expense is judged by: what its counterparty took before, the household's year, a category's months."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from statistics import median, quantiles
from typing import NamedTuple, overload

from pkm.ledger.counterparty import key_of, normalise
from pkm.ledger.finding import Ended
from pkm.models import Transaction, TransactionId

YEAR_DAYS = 365

_FEE = re.compile(
    r"\b(?:fees?|(?:late|service|item|account|transaction|withdrawal|returned) charges?|overdraft|overlimit|interest|gebühr(?:en)?|\w+gebühr(?:en)?|\w*entgelte?|"
    r"(?:soll|dispo|überziehungs|verzugs)zins(?:en)?|mahnkosten|(?:mahn|bank|konto|buchungs|depot)spesen|frais|agios|commissions?|int[ée]r[êe]ts)\b"
)
_FEE_TYPES = frozenset(["fee", "srvchg", "int"])


@dataclass(frozen=True)
class Year:
    """All single expenses of a year in one currency: ids and positive amounts, side by side."""

    ids: tuple[TransactionId, ...] = ()
    amounts: tuple[Decimal, ...] = ()

    @cached_property
    def median(self) -> Decimal:
        """Rounded half up to cents."""
        return Decimal(median(self.amounts)).quantize(Decimal("0.01"), ROUND_HALF_UP)

    @cached_property
    def total(self) -> Decimal:
        """What all came to."""
        return sum(self.amounts, Decimal(0))

    @cached_property
    def twentieths(self) -> list[Decimal]:
        """The 5 %, 10 %, … 95 % quantiles."""
        return quantiles(self.amounts, n=20)


class Payment(NamedTuple):
    """An expense as its counterparty's later ones are judged by it; ``fee`` is its kind where it is a fee or interest."""

    booked_on: date
    id: TransactionId
    amount: Decimal
    account: str
    fee: str = ""


@dataclass(frozen=True, slots=True)
class Payments(Sequence[Payment]):
    """What was paid to a counterparty, oldest first, side by side: of a long history no more become objects than are looked at."""

    days: Sequence[date] = ()
    ids: Sequence[TransactionId] = ()
    amounts: Sequence[Decimal] = ()
    accounts: Sequence[str] = ()
    fees: Sequence[str] = ()

    @classmethod
    def of(cls, payments: Iterable[Payment]) -> Payments:
        """The same in columns."""
        return cls(*zip(*payments, strict=True))

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, place: int) -> Payment: ...
    @overload
    def __getitem__(self, place: slice) -> Payments: ...
    def __getitem__(self, place: int | slice) -> Payment | Payments:
        own = (self.days[place], self.ids[place], self.amounts[place], self.accounts[place], self.fees[place])
        return Payments(*own) if isinstance(place, slice) else Payment(*own)  # type: ignore[arg-type]

    def before(self, day: date, number: TransactionId) -> int:
        """How many of them were booked before a booking of that day and id."""
        place = bisect_left(self.days, day)
        return bisect_left(self.ids, number, place, bisect_right(self.days, day, place))

    def __iter__(self) -> Iterator[Payment]:
        return map(Payment, self.days, self.ids, self.amounts, self.accounts, self.fees)


@dataclass(frozen=True)
class History:
    """What a period's expenses are judged by; all of it expenses only, as ``judge`` takes them.

    Attributes:
        payments: By payee and currency, oldest first: the newest before the period, those of it, and of ten days after it.
        years: By currency and a month's first day: the expenses of the year before that month.
        started: By currency, the day of the first expense; ``account_started``: by account and currency.
        months: By category and currency, what was spent in each month, positive, by its first day.
        rows_of: The bookings of a category and currency between two days.
        ended: By payee, the contract that a letter says is over.
    """

    payments: Mapping[tuple[str, str], Payments]
    years: Mapping[tuple[str, date], Year]
    started: Mapping[str, date]
    account_started: Mapping[tuple[str, str], date]
    months: Mapping[tuple[str, str], Mapping[date, Decimal]] = field(default_factory=dict)
    rows_of: Callable[[str, str, date, date], Sequence[TransactionId]] = lambda *_: ()
    ended: Mapping[str, Ended] = field(default_factory=dict)


def remember(expenses: Sequence[Transaction], since: date, until: date) -> History:
    """The history that a list of expenses in order of time holds."""
    payments: defaultdict[tuple[str, str], list[Payment]] = defaultdict(list)
    by_currency: defaultdict[str, list[Transaction]] = defaultdict(list)
    by_category: defaultdict[tuple[str, str], list[Transaction]] = defaultdict(list)
    account_started: dict[tuple[str, str], date] = {}
    for each in expenses:
        payments[payee_of(each), each.currency].append(
            Payment(each.booked_on, each.id, each.amount, each.account, fee_in(each))
        )
        by_currency[each.currency].append(each)
        for share in each.by_category():
            by_category[share.category, each.currency].append(share)
        account_started.setdefault((each.account, each.currency), each.booked_on)
    years = {}
    for currency, rows in by_currency.items():
        days = [each.booked_on for each in rows]
        for month in {each.replace(day=1) for each in days if since <= each <= until}:
            own = rows[bisect_left(days, month - timedelta(days=YEAR_DAYS)) : bisect_left(days, month)]
            years[currency, month] = Year(tuple(each.id for each in own), tuple(-each.amount for each in own))
    months: defaultdict[tuple[str, str], defaultdict[date, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for key, rows in by_category.items():
        for each in rows:
            months[key][each.booked_on.replace(day=1)] -= each.amount

    def rows_of(category: str, currency: str, first: date, last: date) -> Sequence[TransactionId]:
        return [each.id for each in by_category[category, currency] if first <= each.booked_on <= last]

    started = {currency: rows[0].booked_on for currency, rows in by_currency.items()}
    columns = {key: Payments.of(rows) for key, rows in payments.items()}
    return History(columns, years, started, account_started, months, rows_of)


def payee_of(expense: Transaction) -> str:
    """The counterparty that a booking counts to, whatever its statement calls it."""
    return expense.payee or key_of(expense)


def fee_of(counterparty: str, description: str, kind: str | None) -> str:
    """The kind of fee or interest that an expense is, by its words; empty for what is none."""
    is_fee = kind in _FEE_TYPES or _FEE.search(_words(counterparty, description, kind))
    return (normalise(description) or "fee") if is_fee else ""


def fee_in(expense: Transaction) -> str:
    """The kind of fee that a booking is."""
    return fee_of(expense.counterparty, expense.description, expense.type)


def text_of(expense: Transaction) -> str:
    """A booking's words, lower case."""
    return _words(expense.counterparty, expense.description, expense.type)


def _words(counterparty: str, description: str, kind: str | None) -> str:
    return f"{counterparty} {description} {kind or ''}".casefold()
