"""Two years of bookings: what recurs, what is bought from day to day, what moves between the own accounts."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from pkm.household.days import bank_day, month_end, shift_month, spoken_month
from pkm.household.plan import Plan, cents


@dataclass(frozen=True, slots=True)
class Booking:
    """One booking of one account; ``id`` is unique in the household, ``type`` an OFX ``TRNTYPE``."""

    id: int
    account: str
    booked_on: date
    value_on: date
    amount: Decimal
    counterparty: str
    description: str
    category: str
    type: str


@dataclass(frozen=True, slots=True)
class Recurring:
    """A payment that comes every ``every`` months from month ``first`` on, around ``day``."""

    name: str
    account: str
    counterparty: str
    description: str
    category: str
    type: str
    day: int
    every: int = 1
    first: int = 0


@dataclass(frozen=True, slots=True)
class Habit:
    """Something that is bought now and then: log-normal amounts around ``median``, ``monthly`` times a month."""

    account: str
    shops: tuple[str, ...]
    description: str
    category: str
    median: float
    spread: float
    monthly: float


class Books:
    """The bookings while they are made."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.bookings: list[Booking] = []
        self._near: Counter[tuple[str, Decimal, int]] = Counter()

    def book(
        self,
        account: str,
        day: date,
        amount: Decimal,
        counterparty: str,
        description: str,
        category: str,
        kind: str,
    ) -> Booking:
        """Book what happened on ``day``; a bank books on the next bank day, a card at once."""
        booked = day if account == "card" else bank_day(day)
        booking = Booking(
            len(self.bookings), account, booked, day, amount, counterparty, description, category, kind
        )  # fmt: skip
        self.bookings.append(booking)
        for fortnight in _fortnights(booked):
            self._near[counterparty, amount, fortnight] += 1
        return booking

    def looks_doubled(self, counterparty: str, amount: Decimal, day: date) -> bool:
        """Whether the same amount went to the same counterparty within two weeks."""
        return any(self._near[counterparty, amount, fortnight] for fortnight in _fortnights(bank_day(day)))

    def finished(self) -> list[Booking]:
        """What the banks know today: all bookings before today, in order."""
        known = (each for each in self.bookings if self.plan.start <= each.booked_on < self.plan.today)
        return sorted(known, key=lambda each: (each.booked_on, each.id))


def _fortnights(day: date) -> tuple[int, int]:
    """Two overlapping fortnights, so that days up to a week apart always share one."""
    return day.toordinal() // 14 * 2, (day.toordinal() + 7) // 14 * 2 + 1


def book_ordinary(books: Books, prices: dict[tuple[str, int], Decimal]) -> None:
    """Book everything that is ordinary. ``prices`` of (name, month) replace what the plan says, from planted changes."""
    plan = books.plan
    months = (*plan.months, shift_month(plan.last_month, 1))
    _book_recurring(books, months, prices)
    _book_habits(books, months)
    _book_transfers(books, months)
    _book_cash(books, months)
    _book_single(books)


def recurring(plan: Plan) -> tuple[Recurring, ...]:
    """All that recurs; wording and days differ by seed."""
    rng = plan.rng("recurring")
    firm = {role: each.name for role, each in plan.firms.items()}
    contract = f"{rng.choice(('contract', 'customer', 'Kd.-Nr.'))} {rng.randrange(10**5, 10**6)}"
    policy = f"policy {plan.policy}"
    first, second = plan.people
    return (
        Recurring("salary_1", "current", firm["employer_1"], "Salary {month}", "salary", "DIRECTDEP", rng.randint(26, 28)),
        Recurring("salary_2", "second", firm["employer_2"], "Gehalt {month}", "salary", "DIRECTDEP", rng.randint(25, 28)),
        Recurring("rent", "current", firm["landlord"], rng.choice(("Rent", "Monthly rent", "Rent flat")) + f" {plan.lease.address}", "rent", "REPEATPMT", 28),
        Recurring("electricity", "current", firm["electricity"], f"Electricity {{month}}, {contract}", "electricity", "DIRECTDEBIT", rng.randint(4, 14)),
        Recurring("heating", "current", firm["heating"], f"{rng.choice(('Heating', 'Heating energy'))} {{month}}, meter {rng.randrange(10**4, 10**5)}", "heating", "DIRECTDEBIT", rng.randint(5, 16)),
        Recurring("water", "current", firm["water"], f"Water and sewage, quarter to {{month}}, no. {rng.randrange(10**4, 10**5)}", "water", "DIRECTDEBIT", rng.randint(6, 18), 3, rng.randrange(3)),
        Recurring("internet", "current", firm["internet"], f"Internet {{month}}, {first.name}", "internet", "DIRECTDEBIT", rng.randint(3, 12)),
        Recurring("phone", "second", firm["phone"], f"Mobile phone {{month}} {plan.phone.number}", "phone", "DIRECTDEBIT", rng.randint(3, 12)),
        Recurring("liability", "current", firm["insurer"], f"Liability insurance {policy}-1", "insurance", "DIRECTDEBIT", 4),
        Recurring("contents", "current", firm["insurer"], f"Contents insurance {policy}-2", "insurance", "DIRECTDEBIT", 4),
        Recurring("car", "current", firm["insurer"], f"Car insurance, yearly premium, {policy}-3", "insurance", "DIRECTDEBIT", rng.randint(8, 20), 12, rng.randint(1, 5)),
        Recurring("broadcast", "current", "Rundfunkbeitrag Service", f"Rundfunkbeitrag Quartal, Beitragsnr. {rng.randrange(10**8, 10**9)}", "broadcast", "DIRECTDEBIT", 15, 3, rng.randrange(3)),
        Recurring("gym", "second", firm["gym"], f"Membership {second.name} {{month}}", "gym", "DIRECTDEBIT", rng.randint(3, 9)),
        Recurring("transport", "second", firm["transport"], f"Jobticket {{month}} {second.name}", "transport", "DIRECTDEBIT", rng.randint(3, 9)),
        Recurring("streaming", "card", firm["streaming"], "Subscription, two screens", "streaming", "POS", rng.randint(4, 22)),
        Recurring("music", "card", firm["music"], "Family plan", "streaming", "POS", rng.randint(4, 22)),
        Recurring("cloud", "card", firm["cloud"], "Storage 200 GB", "software", "POS", rng.randint(4, 22)),
        Recurring("news", "card", firm["news"], "Digital-Abo", "news", "POS", rng.randint(4, 22)),
    )  # fmt: skip


def season(name: str, month: int, base: Decimal) -> float:
    """The mean of a metered utility in a calendar month: gas mostly in winter, current a little."""
    winter = (1 + math.cos((month - 1) * math.pi / 6)) / 2
    if name == "heating":
        return float(base) * (1 + 2.2 * winter)
    return float(base) * (1 + 0.22 * winter)


def _book_recurring(books: Books, months: tuple[date, ...], prices: dict[tuple[str, int], Decimal]) -> None:
    """Salaries, rent, utilities, insurances, subscriptions; the rent once slips over the month's end."""
    plan, rng = books.plan, books.plan.rng("recurring amounts")
    late = rng.randint(8, 19)
    rise = rng.randint(9, 14)
    bonus_month = rng.choice((11, 11, 6))
    for each in recurring(plan):
        base = plan.prices[each.name]
        for index in range(each.first, len(months), each.every):
            month = months[index]
            amount = base
            if each.name in {"electricity", "heating", "water"}:
                amount = cents(season(each.name, month.month, base) * rng.uniform(0.95, 1.05))
            elif each.category == "salary" and index >= rise:
                amount = cents(float(base) * 1.03)
            amount = prices.get((each.name, index), amount)
            day = month.replace(day=each.day)
            if each.name == "rent" and index == late:
                day = bank_day(shift_month(month, 1))
            words = each.description.format(month=spoken_month(month))
            paid = amount if each.category == "salary" else -amount
            books.book(each.account, day, paid, each.counterparty, words, each.category, each.type)
            if each.name == "salary_1" and month.month == bonus_month:
                words = f"13th salary {month.year}"
                bonus = cents(float(paid) * 0.86)
                books.book(each.account, day - timedelta(days=4), bonus, each.counterparty, words, "salary", each.type)


def _habits(plan: Plan) -> tuple[Habit, ...]:
    """Day-to-day shopping."""
    firm = {role: each.name for role, each in plan.firms.items()}
    card = plan.rng("wording").choice(("Card payment", "Debit card", "Kartenzahlung"))
    return (
        Habit("shared", (firm["supermarket_1"],), f"{card} groceries", "groceries", 47, 0.42, 5.5),
        Habit("shared", (firm["supermarket_2"],), f"{card} groceries", "groceries", 34, 0.42, 4),
        Habit("shared", (firm["supermarket_3"],), f"{card} groceries", "groceries", 24, 0.38, 2),
        Habit("shared", (firm["fuel"],), f"{card} fuel", "fuel", 58, 0.18, 2.2),
        Habit("shared", (firm["drugstore"],), f"{card} household goods", "drugstore", 19, 0.35, 1.8),
        Habit("second", (firm["bakery"],), f"{card} bakery", "bakery", 8, 0.3, 3.5),
        Habit("second", (firm["pharmacy"],), f"{card} pharmacy", "pharmacy", 14, 0.4, 1.5),
        Habit("card", plan.restaurants[:6], "Restaurant", "dining", 36, 0.35, 4.5),
        Habit("card", plan.restaurants[6:], "Restaurant", "dining", 31, 0.35, 0.8),
        Habit("card", (firm["shop_1"],), "Online order", "shopping", 33, 0.4, 1.4),
        Habit("card", (firm["shop_2"],), "Online order", "shopping", 24, 0.4, 1),
    )  # fmt: skip


def _book_habits(books: Books, months: tuple[date, ...]) -> None:
    """Purchases on random days: more in December, tails cut so that nothing unplanned stands out, some returned."""
    rng = books.plan.rng("habits")
    shopping: list[Booking] = []
    for habit in _habits(books.plan):
        for month in months:
            length = month_end(month).day
            wanted = habit.monthly * (1.2 if month.month == 12 else 1)
            count = int(wanted) + (rng.random() < wanted % 1)
            for day in sorted(rng.sample(range(1, length + 1), count)):
                bought = month.replace(day=day)
                shop = rng.choice(habit.shops)
                amount = -_draw_amount(rng.gauss(0, 1), habit)
                while books.looks_doubled(shop, amount, bought):
                    amount -= Decimal("0.37")
                booking = books.book(habit.account, bought, amount, shop, habit.description, habit.category, "POS")
                if habit.category == "shopping":
                    shopping.append(booking)
    for returned in rng.sample([each for each in shopping if each.booked_on < books.plan.last_month], 4):
        back = returned.value_on + timedelta(days=rng.randint(6, 15))
        words = f"Refund of {returned.value_on.isoformat()}"
        books.book("card", back, -returned.amount, returned.counterparty, words, "shopping", "CREDIT")


def _draw_amount(normal: float, habit: Habit) -> Decimal:
    """A log-normal amount, its logarithm cut at 1.6 standard deviations."""
    return cents(habit.median * math.exp(habit.spread * max(-1.6, min(1.6, normal))))


def _book_transfers(books: Books, months: tuple[date, ...]) -> None:
    """Both pay into the shared account, the second also a share of the rent; each transfer is booked in both accounts."""
    plan, rng = books.plan, books.plan.rng("transfers")
    first, second = plan.people
    words = rng.choice(("Transfer to shared account", "Household money", "Standing order household"))
    orders = (
        ("current", first, "shared", f"{first.first} & {second.first} shared account", rng.randrange(440, 520, 10), words),
        ("second", second, "shared", f"{first.first} & {second.first} shared account", rng.randrange(380, 460, 10), words),
        ("second", second, "current", first.name, rng.randrange(530, 640, 10), "Share of the rent"),
    )  # fmt: skip
    for month in months:
        for source, payer, target, payee, euros, words in orders:
            day = bank_day(month.replace(day=2))
            arrival = bank_day(day + timedelta(days=rng.randint(0, 1)))
            purpose = f"{words} {spoken_month(month)}"
            books.book(source, day, Decimal(-euros), payee, purpose, "transfer", "XFER")
            books.book(target, arrival, Decimal(euros), payer.name, purpose, "transfer", "XFER")


def _book_cash(books: Books, months: tuple[date, ...]) -> None:
    """Two withdrawals a month, of different amounts and at least ten days apart."""
    rng = books.plan.rng("cash")
    machine = f"ATM {books.plan.town} {rng.choice(('Marktplatz', 'Hauptbahnhof', 'Rathaus'))}"
    for month in months:
        days = rng.randint(2, 6), rng.randint(17, 23)
        for day, euros in zip(days, rng.sample((40, 50, 60, 80, 100, 120), 2), strict=True):
            books.book("second", month.replace(day=day), Decimal(-euros), machine, "Cash withdrawal", "cash", "ATM")


def _book_single(books: Books) -> None:
    """What papers speak of: the refund of the settlement and two invoices."""
    plan = books.plan
    settlement = plan.settlement
    words = f"Service charges {settlement.year}, refund, {settlement.reference}"
    books.book("current", settlement.paid, settlement.refund, plan.firms["management"].name, words, "housing", "CREDIT")
    for role, category, invoice in (("plumber", "repairs", plan.plumbing), ("garage", "car", plan.servicing)):
        words = f"Invoice {invoice.number}"
        books.book("current", invoice.paid, -invoice.total, plan.firms[role].name, words, category, "PAYMENT")


def settle_card(books: Books, owed: Decimal) -> None:
    """Pay each month's card bookings, and ``owed`` from before, on the 8th of the next month; booked on both sides."""
    plan = books.plan
    due = owed
    for month in (*plan.months, shift_month(plan.last_month, 1)):
        day = bank_day(month.replace(day=8))
        words = f"Card settlement {spoken_month(shift_month(month, -1))}, card ending {plan.card_digits}"
        books.book("current", day, -due, plan.firms["card"].name, words, "card settlement", "PAYMENT")
        books.book(
            "card", day, due, plan.firms["card"].name, "Payment received, thank you", "card settlement", "CREDIT"
        )
        due = -sum(spent_on_card(books.bookings, month), Decimal(0))


def spent_on_card(bookings: list[Booking], month: date) -> Iterator[Decimal]:
    """The card's bookings of a month, without settlements."""
    return (
        each.amount
        for each in bookings
        if each.account == "card"
        and each.category != "card settlement"
        and each.booked_on.replace(day=1) == month
    )  # fmt: skip
