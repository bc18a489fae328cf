"""What is true of a household, computed from its plan: sums, counts and picks of bookings, by what, whose and when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from bench.ledger_exam.plan import CENT, TODAY, Booking, Household

Fits = Callable[[Booking], bool]
PEOPLE = {"giro": "Ruth Amsel", "savings": "Ruth Amsel", "card": "Martin Amsel", "sterling": "Martin Amsel"}
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its one right answer.

    Attributes:
        kind: Under what it is counted.
        value: The amount that is the answer's first, without its sign unless ``signed``; a count where ``currency`` is ``None``.
        day: The day of the booking that is asked for.
        group, groups: By what the answer is divided, and the amount of each group.
        says: What the answer has to say.
        abstains: Whether nothing that is known answers it.
    """

    kind: str
    text: str
    value: Decimal | None = None
    currency: str | None = "EUR"
    day: date | None = None
    signed: bool = False
    group: str = ""
    groups: dict[str, Decimal] = field(default_factory=dict)
    says: tuple[str, ...] = ()
    abstains: bool = False


def month(year: int, number: int) -> Fits:
    """Bookings of a calendar month."""
    return lambda each: (each.day.year, each.day.month) == (year, number)


def year(number: int) -> Fits:
    """Bookings of a calendar year."""
    return lambda each: each.day.year == number


LAST_MONTH, THIS_YEAR, LAST_YEAR = month(2026, 10), year(2026), year(2025)


def days(first: date, last: date = TODAY) -> Fits:
    """Bookings from one day to another, both included."""
    return lambda each: first <= each.day <= last


def of(*categories: str) -> Fits:
    """Bookings of categories."""
    return lambda each: each.category in categories


def to(*payees: str) -> Fits:
    """Bookings with somebody."""
    return lambda each: each.payee in payees


def by(*accounts: str) -> Fits:
    """Bookings of accounts."""
    return lambda each: each.account in accounts


def above(amount: float | str, *, also: bool = False) -> Fits:
    """Bookings of more than an amount, or of as much also."""
    bound = Decimal(str(amount))
    return lambda each: abs(each.amount) > bound or (also and abs(each.amount) == bound)


def below(amount: float | str, *, also: bool = False) -> Fits:
    """Bookings of less than an amount, or of as much also."""
    bound = Decimal(str(amount))
    return lambda each: abs(each.amount) < bound or (also and abs(each.amount) == bound)


class Truth:
    """A household that can be asked."""

    def __init__(self, house: Household) -> None:
        self.house = house
        self.names = house.names

    def named(self, *roles: str) -> list[str]:
        """What those of these roles are called ("grocer", "landlord")."""
        return [self.names[each] for each in roles]

    def rows(self, *fits: Fits, kinds: Sequence[str] = ("spending",), currency: str | None = "EUR") -> list[Booking]:
        """Bookings by day; payments unless other ``kinds`` are asked for."""
        found = [
            each for each in self.house.bookings
            if each.kind in kinds and currency in {None, self.house.accounts[each.account].currency} and all(fit(each) for fit in fits)
        ]  # fmt: skip
        return sorted(found, key=lambda each: each.day)

    def spent(self, *fits: Fits, currency: str = "EUR") -> Decimal:
        """What was spent, refunds taken off; positive."""
        return -added(self.rows(*fits, kinds=("spending", "refund"), currency=currency))

    def earned(self, *fits: Fits) -> Decimal:
        """What came in as income."""
        return added(self.rows(*fits, kinds=("income",)))

    def back(self, *fits: Fits) -> Decimal:
        """What was refunded."""
        return added(self.rows(*fits, kinds=("refund",)))

    def net(self, *fits: Fits) -> Decimal:
        """Income less spending."""
        return self.earned(*fits) - self.spent(*fits)

    def rate(self, *fits: Fits) -> Decimal:
        """What was left of income, in per cent."""
        return (self.net(*fits) / self.earned(*fits) * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)

    def count(self, *fits: Fits, kinds: Sequence[str] = ("spending",), currency: str | None = None) -> Decimal:
        """How many bookings there are, in any currency."""
        return Decimal(len(self.rows(*fits, kinds=kinds, currency=currency)))

    def largest(self, *fits: Fits, kinds: Sequence[str] = ("spending",)) -> Decimal:
        """The largest amount."""
        return max(abs(each.amount) for each in self.rows(*fits, kinds=kinds))

    def smallest(self, *fits: Fits) -> Decimal:
        """The smallest amount."""
        return min(abs(each.amount) for each in self.rows(*fits))

    def middle(self, *fits: Fits) -> Decimal:
        """The median amount."""
        return rounded(Decimal(median(abs(each.amount) for each in self.rows(*fits))))

    def mean(self, *fits: Fits) -> Decimal:
        """The mean amount of a booking, refunds among them."""
        rows = self.rows(*fits, kinds=("spending", "refund"))
        return rounded(-added(rows) / len(rows))

    def last(self, *fits: Fits, kinds: Sequence[str] = ("spending",)) -> Booking:
        """The newest booking."""
        return self.rows(*fits, kinds=kinds)[-1]

    def first(self, *fits: Fits, kinds: Sequence[str] = ("spending",)) -> Booking:
        """The oldest booking."""
        return self.rows(*fits, kinds=kinds)[0]

    def divided(
        self, key: Callable[[Booking], str], *fits: Fits, kinds: Sequence[str] = ("spending", "refund")
    ) -> dict[str, Decimal]:
        """What was spent, or with other ``kinds`` received, by group; less than nothing where more was given back."""
        groups: defaultdict[str, Decimal] = defaultdict(Decimal)
        for each in self.rows(*fits, kinds=kinds):
            groups[key(each)] += each.amount
        sign = -1 if "spending" in kinds else 1
        return {name: sign * amount for name, amount in groups.items()}


def added(rows: Iterable[Booking]) -> Decimal:
    """The sum of their amounts."""
    return sum((each.amount for each in rows), ZERO)


def rounded(value: Decimal) -> Decimal:
    """To the cent, half up."""
    return value.quantize(CENT, ROUND_HALF_UP)


def by_month(each: Booking) -> str:
    """The first day of its month."""
    return each.day.replace(day=1).isoformat()


def by_quarter(each: Booking) -> str:
    """The first day of its quarter."""
    return each.day.replace(day=1, month=(each.day.month - 1) // 3 * 3 + 1).isoformat()


def by_year(each: Booking) -> str:
    """The first day of its year."""
    return each.day.replace(day=1, month=1).isoformat()


def by_category(each: Booking) -> str:
    """Its category, as pkm calls it."""
    return {"internet": "internet & phone", "phone": "internet & phone", "fees": "fees & interest"}.get(
        each.category, each.category
    )


def by_payee(each: Booking) -> str:
    """Its counterparty."""
    return each.payee


def by_person(each: Booking) -> str:
    """Whose account it is on."""
    return PEOPLE.get(each.account, "")
