"""The truth: accounts, and every booking of 26 months, drawn from a seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

TODAY = date(2026, 11, 20)
FIRST, LAST = date(2024, 9, 1), date(2026, 11, 13)
CENT = Decimal("0.01")

GROCERS = ("KORNHAUS MARKT", "Frischeck", "BIO-INSEL", "Alnavi", "Tegut Nord", "Grünland Discount")
DINERS = ("Osteria Falco", "Sushi Hana", "Gasthof Linde", "Café Morgenrot", "Burger Werk", "Zum Anker")
STATIONS = ("AROL Tankstelle", "STAR PETROL", "Westfal Tank")
SHOPS = ("Kaufwelt Online", "Modehaus Ritter", "TechnoPlus", "Gartenfee Versand", "Buchfink")
POWER = ("Stadtwerke Hellwig", "Nordlicht Energie", "EnerVolt Strom")
NETS = ("FiberFunk", "Telenetz Sued", "KabelKom")
PHONES = ("Mobilis", "SIMplex Mobil", "Ringtel")
STREAMS = ("Filmothek", "StreamHaus", "Tonspur Music")
GYMS = ("Muskelwerk", "FitTreff", "Aquadrom")
INSURERS = ("Hanse Assekuranz", "Alpina Versicherung", "Gotenburg Vers.")
EMPLOYERS = ("Werft & Co. KG", "Lindner Maschinenbau GmbH", "Klinikum Ost")
LANDLORDS = ("Hausverwaltung Petersen", "Wohnbau Rhein eG", "Immo Seidel")
DENTISTS = ("Dr. med. dent. A. Wolff", "Zahnzentrum Mitte")
CRAFTS = ("Elektro Zander", "Malerbetrieb Kunz", "Sanitär Oppermann", "Schreinerei Holm")


@dataclass(frozen=True, slots=True)
class Account:
    """One account: ``number`` is its IBAN, or a card's last digits."""

    name: str
    number: str
    currency: str
    opening: Decimal


@dataclass(frozen=True, slots=True)
class Booking:
    """One booking as it happened. ``kind`` says what it is to the household, ``planted`` why it is unusual."""

    account: str
    day: date
    amount: Decimal
    payee: str
    purpose: str
    kind: str
    category: str = ""
    iban: str = ""
    reference: str = ""
    planted: str = ""


@dataclass(slots=True)
class Household:
    """All that is true."""

    seed: int
    accounts: dict[str, Account]
    bookings: list[Booking] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)

    def of(self, account: str) -> list[Booking]:
        """An account's bookings by day."""
        return sorted((each for each in self.bookings if each.account == account), key=lambda each: each.day)

    def balance(self, account: str, day: date) -> Decimal:
        """The balance at the end of a day."""
        moved = (each.amount for each in self.bookings if each.account == account and each.day <= day)
        return self.accounts[account].opening + sum(moved, Decimal(0))


def iban(rng: Random, bank: str) -> str:
    """A German IBAN with right check digits (ISO 13616-1, modulo 97)."""
    bban = bank + f"{rng.randrange(10**9):010d}"
    check = 98 - int(bban + "131400") % 97
    return f"DE{check:02d}{bban}"


def months(first: date = FIRST, last: date = LAST) -> Iterator[tuple[int, int]]:
    """Year and month of each month touched."""
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        yield year, month
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def workday(day: date) -> date:
    """The day itself, or the Monday behind it."""
    return day + timedelta({5: 2, 6: 1}.get(day.weekday(), 0))


def build(seed: int) -> Household:
    """Draw a household."""
    from bench.ledger_exam import life

    rng = Random(seed)
    accounts = {
        "giro": Account("giro", iban(rng, "43060967"), "EUR", _money(rng, 1500, 4000)),
        "joint": Account("joint", iban(rng, "20041155"), "EUR", _money(rng, 500, 2500)),
        "savings": Account("savings", iban(rng, "20041155"), "EUR", _money(rng, 6000, 20000)),
        "card": Account("card", f"{rng.randrange(1000, 9999)}", "EUR", Decimal(0)),
        "sterling": Account("sterling", f"{rng.randrange(10**7, 10**8)}", "GBP", _money(rng, 800, 2000)),
    }
    house = Household(seed, accounts)
    pick = {
        "power": POWER, "net": NETS, "phone": PHONES, "stream": STREAMS, "gym": GYMS, "insurer": INSURERS,
        "employer": EMPLOYERS, "landlord": LANDLORDS, "dentist": DENTISTS, "grocer": GROCERS, "diner": DINERS,
        "shop": SHOPS,
    }  # fmt: skip
    house.names = {what: rng.choice(names) for what, names in pick.items()}
    ibans = {what: iban(rng, f"{rng.randrange(10_000_000, 80_000_000)}") for what in pick}
    _draw_recurring(rng, house, ibans)
    _draw_daily(rng, house)
    _draw_moves(rng, house)
    _plant(rng, house)
    life.draw(house)
    _settle_card(house)
    house.bookings = [
        replace(each, reference=each.reference or f"{seed:02d}{n:08d}") for n, each in enumerate(house.bookings)
    ]
    return house


def _money(rng: Random, low: float, high: float) -> Decimal:
    return Decimal(rng.uniform(low, high)).quantize(CENT)


def _add(house: Household, *args: object, **more: object) -> None:
    booking = Booking(*args, **more)  # type: ignore[arg-type]
    if FIRST <= booking.day <= LAST:
        house.bookings.append(booking)


def _draw_recurring(rng: Random, house: Household, ibans: dict[str, str]) -> None:
    names = house.names
    rent, wage = _money(rng, 780, 1450), _money(rng, 2600, 4200)
    fees = {
        "power": (_money(rng, 60, 140), 5, "electricity", "Abschlag Strom", "joint"),
        "net": (_money(rng, 30, 50), 12, "internet", "DSL Rechnung", "giro"),
        "phone": (_money(rng, 10, 30), 18, "phone", "Mobilfunk", "giro"),
        "stream": (_money(rng, 8, 16), 21, "subscriptions", "Monatsabo", "card"),
        "gym": (_money(rng, 20, 50), 3, "sport", "Mitgliedsbeitrag", "giro"),
    }
    premium, premium_month = _money(rng, 280, 640), rng.randrange(1, 9)
    for year, month in months():
        slip = rng.choice((0, 0, 0, 1, 2))
        first = workday(date(year, month, 1))
        _add(
            house, "joint", first + timedelta(slip), -rent, names["landlord"], f"Miete {month:02d}/{year}", "spending",
            "rent", ibans["landlord"],
        )  # fmt: skip
        for what, (fee, day, category, purpose, account) in fees.items():
            _add(
                house, account, workday(date(year, month, day)), -fee, names[what], f"{purpose} {month:02d}/{year}",
                "spending", category, "" if account == "card" else ibans[what],
            )  # fmt: skip
        payday = workday(date(year, month, 26))
        _add(
            house,
            "giro",
            payday,
            wage,
            names["employer"],
            f"Gehalt {month:02d}/{year}",
            "income",
            "salary",
            ibans["employer"],
        )
        if month == 11:
            _add(
                house, "giro", workday(date(year, month, 10)), (wage * Decimal("0.8")).quantize(CENT), names["employer"],
                f"Weihnachtsgeld {year}", "income", "salary", ibans["employer"],
            )  # fmt: skip
        if month == premium_month:
            _add(
                house, "giro", workday(date(year, month, 8)), -premium, names["insurer"], f"Jahresbeitrag Hausrat {year}",
                "spending", "insurance", ibans["insurer"],
            )  # fmt: skip
        if month in (2, 7):  # no rhythm
            _add(
                house, "giro", workday(date(year, month, rng.randrange(2, 27))), -_money(rng, 60, 160), names["dentist"],
                f"Behandlung {month:02d}/{year}", "spending", "health", ibans["dentist"],
            )  # fmt: skip


def _draw_daily(rng: Random, house: Household) -> None:
    day = FIRST
    stores = {name: f"{rng.randrange(100, 9999)}" for name in (*GROCERS, *STATIONS)}
    grocers = [house.names["grocer"], *rng.sample(GROCERS, 2)]
    station = rng.choice(STATIONS)
    while day <= LAST:
        if rng.random() < 0.42:
            name = rng.choice(grocers)
            account = rng.choice(("giro", "joint", "card"))
            _add(
                house, account, day, -_money(rng, 6, 95), name, f"{name} {stores[name]} KARTE", "spending", "groceries"
            )
            if rng.random() < 0.03:  # two equal coffees
                for _ in range(2):
                    _add(house, account, day, Decimal("-3.20"), "Café Morgenrot", "Kaffee", "spending", "restaurants")
        if rng.random() < 0.13:
            name = rng.choice(DINERS)
            _add(house, "card", day, -_money(rng, 12, 78), name, f"{name} SUMUP", "spending", "restaurants")
        if rng.random() < 0.07:
            _add(house, "giro", day, -_money(rng, 35, 92), station, f"{station} {stores[station]}", "spending", "fuel")
        if rng.random() < 0.05:
            name = rng.choice(SHOPS)
            amount = _money(rng, 15, 130)
            _add(house, "card", day, -amount, name, f"Order {rng.randrange(10**6)}", "spending", "shopping")
            if rng.random() < 0.2:
                _add(house, "card", day + timedelta(rng.randrange(3, 20)), amount, name, "Refund", "refund", "shopping")
        if rng.random() < 0.06:
            _add(
                house, "sterling", day, -_money(rng, 4, 60), rng.choice(("THE CROWN INN", "TFL TRAVEL", "HARPER FOODS")),
                "CARD PURCHASE", "spending", "travel",
            )  # fmt: skip
        day += timedelta(1)


def _draw_moves(rng: Random, house: Household) -> None:
    """Transfers between own accounts, both sides, days apart at times."""
    save, share = _money(rng, 150, 400), _money(rng, 1300, 1900)
    for year, month in months():
        for out, back, amount, day, purpose in (
            ("giro", "savings", save, 28, "Sparen"), ("giro", "joint", share, 27, "Haushalt")
        ):  # fmt: skip
            sent = workday(date(year, month, day))
            arrived = workday(sent + timedelta(rng.choice((0, 0, 1))))
            for account, when, signed, other in ((out, sent, -amount, back), (back, arrived, amount, out)):
                _add(
                    house, account, when, signed, "Eigenes Konto", f"{purpose} {month:02d}/{year}", "transfer", "",
                    house.accounts[other].number,
                )  # fmt: skip


def _plant(rng: Random, house: Household) -> None:
    """What is unusual in the last two whole months, each sort once."""
    names = house.names
    month = date(2026, 10, 1)
    # the stream costs more from October on
    price = next(-each.amount for each in house.bookings if each.payee == names["stream"] and each.kind == "spending")
    dearer = (price * Decimal("1.25")).quantize(CENT)
    house.bookings = [
        replace(each, amount=-dearer, planted="price_jump" if each.day < date(2026, 11, 1) else "")
        if each.payee == names["stream"] and each.day >= month and each.purpose.startswith("Monatsabo")
        else each
        for each in house.bookings
    ]
    twice = _money(rng, 130, 220)
    _add(house, "card", date(2026, 10, 13), -twice, names["shop"], "Order 771204", "spending", "shopping")
    _add(
        house,
        "card",
        date(2026, 10, 14),
        -twice,
        names["shop"],
        "Order 771204",
        "spending",
        "shopping",
        planted="duplicate",
    )
    _add(
        house, "giro", date(2026, 10, 20), -_money(rng, 1500, 2600), "Atelier Brandt Moebel", "Auftrag 2210", "spending",
        "household", planted="new_counterparty",
    )  # fmt: skip
    _add(
        house, "joint", date(2026, 9, 23), -_money(rng, 420, 600), names["power"], "Nachzahlung Jahresabrechnung Strom",
        "spending", "electricity", planted="amount",
    )  # fmt: skip
    _add(
        house, "giro", date(2026, 9, 30), Decimal("-14.90"), "", "Mahngebühr Entgelt", "spending", "fees", planted="fee"
    )


def _settle_card(house: Household) -> None:
    """The card's month is paid from the giro account on the 4th of the next."""
    for year, month in months():
        spent = sum(
            (each.amount for each in house.bookings
             if each.account == "card" and (each.day.year, each.day.month) == (year, month) and each.kind != "settlement"),
            Decimal(0),
        )  # fmt: skip
        following = date(year + month // 12, month % 12 + 1, 4)
        if spent < 0:
            paid = workday(following)
            _add(
                house,
                "giro",
                paid,
                spent,
                "Kreditkartenabrechnung",
                f"VISA {house.accounts['card'].number}",
                "settlement",
            )
            _add(house, "card", paid, -spent, "Zahlung erhalten, Danke", "Ausgleich", "settlement")
