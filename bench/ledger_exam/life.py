"""More of a household's life: names with digits, money from the state, cash, a debit that bounced, a subscription that was ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from bench.ledger_exam.plan import CENT, FIRST, LAST, Booking, Household, iban, months, workday

MAGAZINE, ENDED, CHARGED_LATER = "Zeitspiegel Verlag", date(2026, 6, 30), date(2026, 10, 16)
BENEFIT, CLUB, FIBRE, DANCE, YOGA, BRITISH = (
    "Familienkasse", "TSV 1860 Sportverein", "1&1 Telecom", "Studio 54", "Studio 7", "3 Mobile",
)  # fmt: skip
ABROAD = "Blue Harbor Portland"
CASH = "Geldautomat Hauptplatz"
DEARER_GYM = date(2026, 2, 1)
WRONG_RENT, TOO_MUCH = (2026, 8), Decimal("15.00")
BOUNCED = (2026, 3)


@dataclass(frozen=True, slots=True)
class Position:
    """A security that is held on a day."""

    name: str
    number: str
    units: Decimal
    price: Decimal

    @property
    def value(self) -> Decimal:
        """What it is worth, to the cent."""
        return (self.units * self.price).quantize(CENT)


def draw(house: Household) -> None:
    """Add it all to what is planned, before the card is settled."""
    rng = Random(house.seed * 31 + 7)
    add = _adder(house)
    fibre, club, magazine, british = (_money(rng, *span) for span in ((14, 25), (30, 60), (12, 22), (8, 16)))
    numbers = {name: iban(rng, f"{rng.randrange(10_000_000, 80_000_000)}") for name in (FIBRE, CLUB, MAGAZINE, BENEFIT)}
    for year, month in months():
        when = f"{month:02d}/{year}"
        add(
            "giro",
            workday(date(year, month, 7)),
            -fibre,
            FIBRE,
            f"Rechnung {when}",
            "spending",
            "phone",
            numbers[FIBRE],
        )
        add(
            "giro",
            date(year, month, 9),
            Decimal("255.00"),
            BENEFIT,
            f"Kindergeld {when}",
            "income",
            "benefits",
            numbers[BENEFIT],
        )
        add("sterling", workday(date(year, month, 9)), -british, BRITISH, "DIRECT DEBIT", "spending", "phone")
        if month in (1, 4, 7, 10):
            add(
                "giro",
                workday(date(year, month, 6)),
                -club,
                CLUB,
                f"Beitrag {when}",
                "spending",
                "sport",
                numbers[CLUB],
            )
        if date(year, month, 16) < ENDED:
            add(
                "giro",
                workday(date(year, month, 16)),
                -magazine,
                MAGAZINE,
                f"Abo {when}",
                "spending",
                "subscriptions",
                numbers[MAGAZINE],
            )
        for name, chance, span, category in (
            (DANCE, 0.6, (9, 45), "entertainment"), (YOGA, 0.7, (12, 19), "sport"), (ABROAD, 0.3, (20, 80), "travel"),
        ):  # fmt: skip
            if rng.random() < chance:
                amount, day = _money(rng, *span), date(year, month, rng.randrange(1, 28))
                more = f" USD {amount * Decimal('1.08'):.2f} rate 1.08" if name == ABROAD else ""
                add("card", day, -amount, name, f"Purchase{more}", "spending", category)
        for _ in range(rng.choice((1, 1, 2))):
            amount = Decimal(rng.choice((50, 80, 100, 150)))
            add("giro", date(year, month, rng.randrange(1, 28)), -amount, CASH, "Bargeldauszahlung", "spending", "cash")
    add(
        "giro", CHARGED_LATER, -magazine, MAGAZINE, "Abo 10/2026", "spending", "subscriptions", numbers[MAGAZINE],
        planted="after_cancellation",
    )  # fmt: skip
    _change_prices(house, rng)
    _bounce(house, add)


def positions(house: Household) -> list[Position]:
    """What the investment account holds at the end of October 2026."""
    rng = Random(house.seed * 17 + 3)
    return [
        Position(name, number, Decimal(rng.randrange(3, 90)), _money(rng, 18, 240))
        for name, number in (("Welt Aktien ETF", "IE00B4L5Y983"), ("Nordsee Wind AG", "DE0007030009"), ("Euro Rentenfonds", "LU0290355717"))
    ]  # fmt: skip


def _money(rng: Random, low: float, high: float) -> Decimal:
    return Decimal(rng.uniform(low, high)).quantize(CENT)


def _adder(house: Household) -> Callable[..., None]:
    def add(*args: object, **more: object) -> None:
        booking = Booking(*args, **more)  # type: ignore[arg-type]
        if FIRST <= booking.day <= LAST:
            house.bookings.append(booking)

    return add


def _change_prices(house: Household, rng: Random) -> None:
    """The gym is dearer from a month on; one rent was too high."""
    more = Decimal(rng.randrange(2, 6))
    gym, landlord = house.names["gym"], house.names["landlord"]
    changed = []
    for each in house.bookings:
        if each.payee == gym and each.day >= DEARER_GYM:
            each = replace(each, amount=each.amount - more)
        if each.payee == landlord and each.purpose.endswith(f"{WRONG_RENT[1]:02d}/{WRONG_RENT[0]}"):
            each = replace(each, amount=each.amount - TOO_MUCH)
        changed.append(each)
    house.bookings = changed


def _bounce(house: Household, add: Callable[..., None]) -> None:
    """A debit of the phone came back and was paid again: the first moved nothing in the end."""
    n, first = next(
        (n, each) for n, each in enumerate(house.bookings)
        if each.payee == house.names["phone"] and (each.day.year, each.day.month) == BOUNCED
    )  # fmt: skip
    house.bookings[n] = replace(first, kind="reversal")
    back, again = workday(first.day + timedelta(3)), workday(first.day + timedelta(9))
    add("giro", back, -first.amount, first.payee, f"Rücklastschrift {first.purpose}", "reversal", "phone", first.iban)
    add("giro", again, first.amount, first.payee, f"{first.purpose} erneut", "spending", "phone", first.iban)
