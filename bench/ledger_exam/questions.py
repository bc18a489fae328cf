"""Questions in three languages with the answers that the plan gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from statistics import median

from bench.ledger_exam.plan import CENT, Booking, Household

Fits = Callable[[Booking], bool]


@dataclass(frozen=True, slots=True)
class Question:
    """A question and its one right value, in its currency; ``None`` as currency for a count, ``day`` for a day asked for."""

    text: str
    value: Decimal
    currency: str | None = "EUR"
    day: date | None = None


def month(year: int, number: int) -> Fits:
    """Bookings of a calendar month."""
    return lambda each: (each.day.year, each.day.month) == (year, number)


def year(number: int) -> Fits:
    """Bookings of a calendar year."""
    return lambda each: each.day.year == number


def category(name: str) -> Fits:
    """Bookings of a category."""
    return lambda each: each.category == name


def payee(name: str) -> Fits:
    """Bookings with a counterparty."""
    return lambda each: each.payee == name


def since(day: date) -> Fits:
    """Bookings from a day on."""
    return lambda each: each.day >= day


def spent(house: Household, *fits: Fits, currency: str = "EUR") -> Decimal:
    """What was spent, refunds taken off, positive."""
    return -sum((each.amount for each in _chosen(house, ("spending", "refund"), currency, *fits)), Decimal(0))


def _chosen(house: Household, kinds: tuple[str, ...], currency: str, *fits: Fits) -> list[Booking]:
    return [
        each for each in house.bookings
        if each.kind in kinds and house.accounts[each.account].currency == currency and all(fit(each) for fit in fits)
    ]  # fmt: skip


def ask(house: Household) -> Iterator[Question]:
    """All questions of one household."""
    names = house.names
    power, net, stream, grocer = names["power"], names["net"], names["stream"], names["grocer"]
    yield Question(
        "How much did I pay for electricity since March 2025?",
        spent(house, category("electricity"), since(date(2025, 3, 1))),
    )
    yield Question(f"Wie viel habe ich 2025 an {power} gezahlt?", spent(house, payee(power), year(2025)))
    yield Question(f"Combien ai-je payé à {net} en 2025 ?", spent(house, payee(net), year(2025)))
    yield Question("What did we spend on rent this year?", spent(house, category("rent"), year(2026)))
    yield Question(f"What did I spend at {grocer} last month?", spent(house, payee(grocer), month(2026, 10)))
    yield Question("How much rent did we pay in 2025?", spent(house, category("rent"), year(2025)))
    yield Question(
        f"Wie oft war ich im August 2026 bei {grocer}?",
        Decimal(len(_chosen(house, ("spending",), "EUR", payee(grocer), month(2026, 8)))), None,
    )  # fmt: skip
    rows = _chosen(house, ("spending",), "EUR", payee(grocer), year(2025))
    yield Question(f"What was the median amount I paid at {grocer} in 2025?", _median([-each.amount for each in rows]))
    yield Question(f"What was the largest payment to {grocer} in 2025?", max(-each.amount for each in rows))
    yield Question(f"What was my smallest purchase at {grocer} in 2025?", min(-each.amount for each in rows))
    last = max(_chosen(house, ("spending",), "EUR", payee(names["dentist"])), key=lambda each: each.day)
    yield Question(f"When did I last pay {names['dentist']}?", -last.amount, "EUR", last.day)
    yield Question("How much salary did I receive in 2025?", _income(house, year(2025)))
    yield Question(f"Was hat mir {names['employer']} im letzten Monat überwiesen?", _income(house, month(2026, 10)))
    for text, fits in (
        ("How much did I spend last month?", month(2026, 10)),
        ("Wie viel haben wir im September 2026 ausgegeben?", month(2026, 9)),
        ("Combien avons-nous dépensé en juillet 2026 ?", month(2026, 7)),
    ):
        yield Question(text, spent(house, fits))
    yield Question("How much did I spend in pounds in 2025?", spent(house, year(2025), currency="GBP"), "GBP")
    income, outgo = _income(house, month(2026, 10)), spent(house, month(2026, 10))
    yield Question("Income against spending last month: what was left over?", income - outgo)
    yield Question(
        "What was our savings rate in October 2026?",
        ((income - outgo) / income * 100).quantize(Decimal("0.1"), ROUND_HALF_EVEN),
        None,
    )
    yield Question(
        f"How much more did I spend at {grocer} in September 2026 than in August 2026?",
        spent(house, payee(grocer), month(2026, 9)) - spent(house, payee(grocer), month(2026, 8)),
    )
    yield Question(
        "Compare electricity 2025 with 2026: what is the difference?",
        spent(house, category("electricity"), year(2026)) - spent(house, category("electricity"), year(2025)),
    )
    for name in ("giro", "savings", "joint"):
        number = house.accounts[name].number
        day = date(2025, 12, 31)
        yield Question(f"What was the balance of account {number} on 31 December 2025?", house.balance(name, day))
    yield Question(
        f"Wie hoch war der Kontostand von {house.accounts['giro'].number} am 30.06.2026?",
        house.balance("giro", date(2026, 6, 30)),
    )
    price = -max(_chosen(house, ("spending",), "EUR", payee(stream)), key=lambda each: each.day).amount
    yield Question(f"What does {stream} cost me a year?", price * 12)
    yield Question(f"How much did the price of {stream} go up?", (price - price / Decimal("1.25")).quantize(CENT))
    shop = next((each.payee for each in house.bookings if each.kind == "refund"), None)
    if shop:
        back = sum((each.amount for each in _chosen(house, ("refund",), "EUR", payee(shop))), Decimal(0))
        yield Question(f"How much did {shop} refund me in total?", back)
    over = _chosen(house, ("spending",), "EUR", year(2026), lambda each: each.amount < -500)
    yield Question("How many expenses over 500 euros were there in 2026?", Decimal(len(over)), None)
    quarter = [month(2026, n) for n in (4, 5, 6)]
    yield Question(
        "How much did I spend on fuel in Q2 2026?",
        spent(house, category("fuel"), lambda each: any(fit(each) for fit in quarter)),
    )
    average = spent(house, payee(names["phone"]), year(2025)) / 12
    yield Question(
        f"What did {names['phone']} cost per month on average in 2025?", average.quantize(CENT, ROUND_HALF_EVEN)
    )
    yield Question(
        f"Seit Mai 2026: Summe der Zahlungen an {names['landlord']}?",
        spent(house, payee(names["landlord"]), since(date(2026, 5, 1))),
    )
    yield Question("How much did I spend between 3 March 2026 and 17 April 2026 at " + grocer + "?", spent(
        house, payee(grocer), lambda each: date(2026, 3, 3) <= each.day <= date(2026, 4, 17)))  # fmt: skip


def _income(house: Household, *fits: Fits) -> Decimal:
    return sum((each.amount for each in _chosen(house, ("income",), "EUR", *fits)), Decimal(0))


def _median(values: list[Decimal]) -> Decimal:
    return Decimal(median(values)).quantize(CENT, ROUND_HALF_EVEN)
