"""The plan of a household: who lives there, with whom they deal and what was agreed, all drawn from the seed.

Everything else (bookings, papers, mail, the key) is written from this plan, so that all of it agrees.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from pkm.household.days import month_end, shift_month
from pkm.household.names import BIG_SHOPS, FIRST, LAST, RESTAURANTS, ROLES, STREETS, TOWNS, Namer

MONTHS = 24


def ascii_name(text: str) -> str:
    """Lower-case letters and digits only, umlauts written out: for domains and file names."""
    for umlaut, plain in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        text = text.lower().replace(umlaut, plain)
    stripped = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "", stripped)


def iban(rng: Random) -> str:
    """A German IBAN with right check digits (ISO 13616) and a bank code (starting with 0) that no bank has."""
    account = f"0{rng.randrange(10**7):07d}{rng.randrange(10**10):010d}"
    check = 98 - int(account + "131400") % 97  # D = 13, E = 14
    return f"DE{check:02d}{account}"


def cents(value: float) -> Decimal:
    """Money, always with two places, from a float that was only ever a random draw."""
    return Decimal(round(value * 100)).scaleb(-2)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the couple."""

    first: str
    last: str

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first} {self.last}"

    @property
    def address(self) -> str:
        """The e-mail address."""
        return f"{ascii_name(self.first)}.{ascii_name(self.last)}@post.example"


@dataclass(frozen=True, slots=True)
class Firm:
    """A company or a landlord; ``contact`` is who writes for it."""

    name: str
    contact: str

    @property
    def domain(self) -> str:
        """Its mail domain, under the reserved ``.example``."""
        return f"{ascii_name(self.name)}.example"


@dataclass(frozen=True, slots=True)
class Lease:
    """A lease: first possible end, the notice it takes, money."""

    address: str
    landlord: Firm
    signed: date
    start: date
    first_end: date
    notice_months: int
    last_notice: date
    rent: Decimal
    deposit: Decimal


@dataclass(frozen=True, slots=True)
class PhoneContract:
    """The phone contract that exists only as a scan."""

    number: str
    tariff: str
    start: date
    minimum_until: date
    notice_weeks: int
    fee: Decimal


@dataclass(frozen=True, slots=True)
class Settlement:
    """The yearly service-charge settlement that came as a letter and was photographed."""

    written: date
    year: int
    reference: str
    costs: tuple[tuple[str, Decimal], ...]
    advances: Decimal
    refund: Decimal
    paid: date
    new_advance: Decimal


@dataclass(frozen=True, slots=True)
class Appointment:
    """The repair visit that was moved once: ``first`` is what was offered at first, ``day`` and ``hour`` what holds."""

    asked: date
    first: date
    day: date
    hour: str
    technician: str
    fault: str
    serial: str


@dataclass(frozen=True, slots=True)
class Stay:
    """A holiday flat with the code of its key box."""

    arrival: date
    nights: int
    code: str
    price: Decimal
    booking: str


@dataclass(frozen=True, slots=True)
class Invoice:
    """A tradesman's invoice, paid by transfer."""

    number: str
    issued: date
    paid: date
    items: tuple[tuple[str, Decimal], ...]

    @property
    def total(self) -> Decimal:
        """What was to be paid."""
        return sum((amount for _, amount in self.items), Decimal(0))


@dataclass(frozen=True, slots=True)
class Plan:
    """The household."""

    seed: int
    today: date
    months: tuple[date, ...]
    people: tuple[Person, Person]
    friends: tuple[Person, ...]
    town: str
    postcode: str
    firms: dict[str, Firm]
    restaurants: tuple[str, ...]
    big_shops: tuple[str, ...]
    lease: Lease
    old_lease: Lease
    phone: PhoneContract
    settlement: Settlement
    appointment: Appointment
    stay: Stay
    plumbing: Invoice
    servicing: Invoice
    policy: str
    prices: dict[str, Decimal]
    ibans: dict[str, str]
    card_digits: str

    @property
    def start(self) -> date:
        """The first day of the 24 months."""
        return self.months[0]

    @property
    def last_month(self) -> date:
        """The first day of the last complete month."""
        return self.months[-1]

    def rng(self, room: str) -> Random:
        """A stream of random numbers of its own for each room, so that one's draws do not move another's."""
        return Random(f"{self.seed}:{room}")  # noqa: S311


def draw(seed: int, today: date) -> Plan:
    """Draw a household."""
    rng = Random(f"{seed}:plan")  # noqa: S311
    names = Namer(rng)
    firsts, lasts = rng.sample(FIRST, 18), rng.sample(LAST, 18)
    crowd = [Person(*each) for each in zip(firsts, lasts, strict=True)]
    people, friends, contacts = (crowd[0], crowd[1]), tuple(crowd[2:7]), crowd[7:]
    firms = {role: Firm(names.firm(ROLES[role]), rng.choice(contacts).name) for role in ROLES}
    town, postcode = rng.choice(TOWNS)
    firms["water"] = Firm(f"Wasserwerk {town}", rng.choice(contacts).name)
    firms["transport"] = Firm(f"Verkehrsbetriebe {town}", rng.choice(contacts).name)
    firms["city"] = Firm(f"Stadt {town}, Abfallwirtschaft", rng.choice(contacts).name)
    landlord, former = rng.sample([each.name for each in contacts], 2)
    firms["landlord"] = Firm(landlord, landlord)
    this_month = today.replace(day=1)
    prices = _prices(rng)
    first_end = month_end(shift_month(this_month, rng.randint(8, 20)))
    notice = rng.choice((2, 3, 4))
    lease = _lease(rng, town, postcode, firms["landlord"], first_end, notice, prices["rent"])
    old_end = month_end(shift_month(lease.start, -1))
    old = _lease(
        rng, town, postcode, Firm(former, former), old_end, rng.choice([n for n in (1, 2, 3, 6) if n != notice]),
        prices["rent"] - rng.randrange(90, 240, 10),
    )  # fmt: skip
    return Plan(
        seed=seed,
        today=today,
        months=tuple(shift_month(this_month, -n) for n in range(MONTHS, 0, -1)),
        people=people,
        friends=friends,
        town=town,
        postcode=postcode,
        firms=firms,
        restaurants=tuple(names.firm((pattern,)) for pattern in RESTAURANTS),
        big_shops=tuple(names.firm((pattern,)) for pattern, *_ in BIG_SHOPS),
        lease=lease,
        old_lease=old,
        phone=_phone(rng, this_month, prices["phone"]),
        settlement=_settlement(rng, this_month),
        appointment=_appointment(rng, today),
        stay=_stay(rng, today),
        plumbing=_invoice(rng, this_month, PLUMBING),
        servicing=_invoice(rng, this_month, SERVICING),
        policy=f"{rng.randrange(10**6, 10**7)}",
        prices=prices,
        ibans={name: iban(rng) for name in ("current", "second", "shared", "landlord")},
        card_digits=f"{rng.randrange(1000, 9999)}",
    )


def _prices(rng: Random) -> dict[str, Decimal]:
    """What recurs, a booking; metered utilities are a base that the season moves."""
    ninety_nine = Decimal("0.99")
    return {
        "salary_1": cents(rng.uniform(2450, 3250)),
        "salary_2": cents(rng.uniform(1750, 2350)),
        "rent": Decimal(rng.randrange(980, 1490, 10)),
        "electricity": cents(rng.uniform(58, 96)),
        "heating": cents(rng.uniform(34, 52)),
        "water": cents(rng.uniform(56, 92)),
        "internet": rng.randrange(29, 50) + ninety_nine,
        "phone": rng.randrange(19, 44) + ninety_nine,
        "liability": cents(rng.uniform(5.5, 11.5)),
        "contents": cents(rng.uniform(11, 22)),
        "car": cents(rng.uniform(380, 720)),
        "streaming": rng.randrange(8, 17) + ninety_nine,
        "music": rng.randrange(9, 13) + Decimal("0.49"),
        "cloud": rng.randrange(1, 5) + ninety_nine,
        "news": rng.randrange(12, 24) + Decimal("0.90"),
        "gym": rng.randrange(24, 52) + Decimal("0.90"),
        "transport": Decimal(rng.choice((49, 52, 58, 63))),
        "broadcast": Decimal("55.08"),
        "refuse": cents(rng.uniform(120, 210)),
    }


def _lease(
    rng: Random, town: str, postcode: str, landlord: Firm, first_end: date, notice_months: int, rent: Decimal
) -> Lease:
    """A lease that began four or five years before it may first end."""
    start = shift_month(first_end.replace(day=1), -rng.choice((47, 59)))
    return Lease(
        address=f"{rng.choice(STREETS)} {rng.randint(2, 88)}, {postcode} {town}",
        landlord=landlord,
        signed=start - timedelta(days=rng.randint(18, 50)),
        start=start,
        first_end=first_end,
        notice_months=notice_months,
        last_notice=month_end(shift_month(first_end.replace(day=1), -notice_months)),
        rent=rent,
        deposit=2 * rent,
    )


def _phone(rng: Random, this_month: date, fee: Decimal) -> PhoneContract:
    """A contract of 24 months that is still running."""
    start = shift_month(this_month, -rng.randint(6, 18)).replace(day=rng.randint(3, 26))
    return PhoneContract(
        number=f"MC-{rng.randrange(10**6, 10**7)}",
        tariff=f"{rng.choice(('Flex', 'Allround', 'Duo', 'Compact'))} {rng.choice((10, 20, 30, 50))} GB",
        start=start,
        minimum_until=shift_month(start, 24) - timedelta(days=1),
        notice_weeks=rng.choice((4, 6, 8)),
        fee=fee,
    )


def _settlement(rng: Random, this_month: date) -> Settlement:
    """Last year's service charges: fewer costs than advances."""
    written = shift_month(this_month, -rng.randint(2, 6)).replace(day=rng.randint(4, 24))
    costs = tuple(
        (name, cents(rng.uniform(low, high)))
        for name, low, high in (
            ("Lift and lighting of the house", 310, 520), ("Cold water and sewage", 240, 390), ("Caretaker and cleaning", 210, 330),
            ("Building insurance", 120, 190), ("Refuse", 90, 150),
        )
    )  # fmt: skip
    spent = sum((amount for _, amount in costs), Decimal(0))
    refund = cents(rng.uniform(64, 289))
    return Settlement(
        written=written,
        year=written.year - 1,
        reference=f"BK-{written.year - 1}-{rng.randrange(100, 999)}",
        costs=costs,
        advances=spent + refund,
        refund=refund,
        paid=written + timedelta(days=rng.randint(12, 20)),
        new_advance=Decimal(rng.randrange(95, 175)),
    )


def _appointment(rng: Random, today: date) -> Appointment:
    """A repair that lies just ahead."""
    asked = today - timedelta(days=rng.randint(7, 10))
    first = today + timedelta(days=rng.randint(1, 3))
    return Appointment(
        asked=asked,
        first=first,
        day=first + timedelta(days=rng.randint(3, 8)),
        hour=f"{rng.randint(8, 16):02d}:{rng.choice((10, 20, 40, 45))}",
        technician=rng.choice(("Mr Haas", "Ms Lemke", "Mr Brandt", "Ms Okafor", "Mr Jovanović", "Ms Thiel")),
        fault=f"E{rng.randint(11, 48)}",
        serial=f"DW{rng.randrange(10**7, 10**8)}",
    )


def _stay(rng: Random, today: date) -> Stay:
    """A holiday in some weeks' time, booked already."""
    return Stay(
        arrival=today + timedelta(days=rng.randint(24, 70)),
        nights=rng.choice((5, 6, 7, 10)),
        code=f"{rng.randrange(1000, 9999)}#",
        price=Decimal(rng.randrange(540, 1180, 5)),
        booking=f"{rng.choice('ABCDEFGH')}{rng.randrange(10**5, 10**6)}",
    )


PLUMBING = (
    ("Travel to the customer", 22, 32), ("Mixer tap cartridge", 18, 36), ("Labour, 45 minutes", 48, 66),
)  # fmt: skip
SERVICING = (("Change of wheels, four", 24, 36), ("Storage of wheels, one season", 38, 52), ("Screen wash", 6, 9))


def _invoice(rng: Random, this_month: date, items: tuple[tuple[str, int, int], ...]) -> Invoice:
    """A small repair, less than 150 in all, more than two months ago."""
    issued = shift_month(this_month, -rng.randint(4, 12)).replace(day=rng.randint(3, 12))
    return Invoice(
        number=f"R{issued.year}-{rng.randrange(1000, 9999)}",
        issued=issued,
        paid=issued + timedelta(days=rng.randint(5, 11)),
        items=tuple((name, cents(rng.uniform(low, high))) for name, low, high in items),
    )
