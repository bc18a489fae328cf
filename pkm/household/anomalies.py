"""What is planted to be found: five rules, each once in the earlier months, three or four of them last month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import get_args

from pkm.household.days import spoken_month
from pkm.household.key import Rule
from pkm.household.money import Booking, Books, book_ordinary, season, settle_card
from pkm.household.names import BIG_SHOPS
from pkm.household.plan import MONTHS, Plan, cents

RULES: tuple[Rule, ...] = get_args(Rule)
FEES = {
    "current": ("bank_a", "Account maintenance fee"),
    "second": ("bank_b", "Kontoführungsentgelt"),
    "shared": ("bank_c", "Fee for replacement debit card"),
    "card": ("card", "Foreign transaction fee"),
}
CHANGING = ("streaming", "music", "gym", "internet", "news")


@dataclass(frozen=True, slots=True)
class Planted:
    """A planted booking, why it stands out, and for a duplicate the booking that it doubles."""

    rule: Rule
    booking: Booking
    reason: str
    twin: Booking | None = None


@dataclass(frozen=True, slots=True)
class PriceChange:
    """A recurring price that rose in month ``index``; the firm announced it by mail on ``announced``."""

    name: str
    index: int
    month: date
    announced: date
    old: Decimal
    new: Decimal


@dataclass(frozen=True, slots=True)
class Finances:
    """All bookings, in order, with what was planted in them; ``owed`` is the card's balance before the first month."""

    bookings: tuple[Booking, ...]
    planted: tuple[Planted, ...]
    changes: tuple[PriceChange, ...]
    owed: Decimal


def keep_books(plan: Plan) -> Finances:
    """Make all bookings of the household."""
    rng = plan.rng("anomalies")
    schedule = _schedule(rng)
    changes = _change_prices(plan, rng, [index for rule, index in schedule if rule == "price_jump"])
    peaks = _raise_bills(plan, rng, [index for rule, index in schedule if rule == "amount"])
    prices = {(each.name, index): each.new for each in changes for index in range(each.index, MONTHS + 1)}
    books = Books(plan)
    book_ordinary(books, prices | peaks)
    planted = [
        Planted("price_jump", _paid(books, each.name, each.index), f"{each.old} before, {each.new} since {spoken_month(each.month)}")
        for each in changes
    ]  # fmt: skip
    planted += [
        Planted("amount", _paid(books, name, index), f"about twice the highest {name} bill before") for name, index in peaks
    ]  # fmt: skip
    accounts, shops = rng.sample(list(FEES), 2), rng.sample(range(len(BIG_SHOPS)), 2)
    for rule, index in schedule:
        month = plan.months[index]
        if rule == "fee":
            planted.append(_plant_fee(books, rng, month, accounts.pop()))
        elif rule == "new_counterparty":
            planted.append(_plant_big_purchase(books, rng, month, shops.pop()))
        elif rule == "duplicate":
            planted.append(_plant_duplicate(books, rng, month))
    owed = cents(rng.uniform(180, 420))
    settle_card(books, owed)
    planted.sort(key=lambda each: (each.booking.booked_on, each.booking.id))
    return Finances(tuple(books.finished()), tuple(planted), changes, owed)


def _schedule(rng: Random) -> list[tuple[Rule, int]]:
    """Which rule is planted in which month: all five in different earlier months, some of them again last month."""
    earlier = rng.sample(range(8, MONTHS - 2), len(RULES))
    recent = rng.sample(RULES, rng.choice((3, 3, 4)))
    return [*zip(RULES, earlier, strict=True), *((rule, MONTHS - 1) for rule in recent)]


def _change_prices(plan: Plan, rng: Random, indices: list[int]) -> tuple[PriceChange, ...]:
    """Raise a subscription's price by a sixth to a third, at least 2, in each of the months."""
    changes = []
    for name, index in zip(rng.sample(CHANGING, len(indices)), indices, strict=True):
        old = plan.prices[name]
        new = old + max(2, round(float(old) * rng.uniform(0.17, 0.32)))
        month = plan.months[index]
        changes.append(PriceChange(name, index, month, month - timedelta(days=rng.randint(20, 36)), old, new))
    return tuple(changes)


def _raise_bills(plan: Plan, rng: Random, indices: list[int]) -> dict[tuple[str, int], Decimal]:
    """Bills of about twice the highest that the season explains."""
    bills = {}
    for name, index in zip(rng.sample(("electricity", "heating"), len(indices)), indices, strict=True):
        highest = season(name, 1, plan.prices[name]) * 1.05
        bills[name, index] = cents(highest * rng.uniform(1.9, 2.4))
    return bills


def _paid(books: Books, name: str, index: int) -> Booking:
    """The booking of a recurring payment in a month."""
    month, firm = books.plan.months[index], books.plan.firms[name].name
    return next(each for each in books.bookings if each.counterparty == firm and each.booked_on.replace(day=1) == month)


def _plant_fee(books: Books, rng: Random, month: date, account: str) -> Planted:
    """A fee that this bank never took before."""
    role, words = FEES[account]
    day, amount = month.replace(day=rng.randint(5, 20)), -cents(rng.uniform(4.9, 19.9))
    return Planted("fee", books.book(account, day, amount, books.plan.firms[role].name, words, "fee", "FEE"), "first fee of this account")  # fmt: skip


def _plant_big_purchase(books: Books, rng: Random, month: date, shop: int) -> Planted:
    """A large amount at somebody who was never paid before."""
    _, words, low, high = BIG_SHOPS[shop]
    account, kind = rng.choice((("current", "PAYMENT"), ("card", "POS")))
    amount = -cents(rng.uniform(low, high))
    words = words.format(n=rng.randrange(10**4, 10**5))
    name = books.plan.big_shops[shop]
    day = month.replace(day=rng.randint(5, 20))
    return Planted("new_counterparty", books.book(account, day, amount, name, words, "large purchase", kind), "large, and never paid before")  # fmt: skip


def _plant_duplicate(books: Books, rng: Random, month: date) -> Planted:
    """The same charge again on the next day."""
    once = rng.choice([
        each
        for each in books.bookings
        if each.type == "POS" and each.category in {"dining", "groceries", "fuel", "shopping"}
        and each.value_on.replace(day=1) == month and 3 <= each.value_on.day <= 24
        and each.value_on.weekday() <= 3 and each.amount <= -20
    ])  # fmt: skip
    again = books.book(
        once.account, once.value_on + timedelta(days=1), once.amount, once.counterparty, once.description, once.category, once.type
    )  # fmt: skip
    return Planted("duplicate", again, "charged twice, a day apart", once)
