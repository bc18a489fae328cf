"""What is true of a household abroad: its accounts, and every move of money, drawn by the words of a country."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

TODAY = date(2026, 11, 20)
FIRST, LAST = date(2025, 1, 1), date(2026, 11, 13)
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)  # the months in which something unusual is planted
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Account:
    """One account of one currency; ``wallet``: the account that holds several of them, if it is one of those."""

    name: str
    number: str
    currency: str
    opening: Decimal
    bank: str = ""
    wallet: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """One booking. ``original``: amount, currency and rate abroad; ``held``: the amount while it was pending."""

    account: str
    day: date
    amount: Decimal
    payee: str
    words: str
    role: str = "spending"
    other: str = ""
    reference: str = ""
    original: tuple[Decimal, str, Decimal] | None = None
    held: Decimal | None = None
    planted: str = ""
    fee: Decimal = Decimal(0)

    @property
    def printed(self) -> str:
        """Name and words in one column, the name once."""
        return self.words if self.words.startswith(self.payee) else f"{self.payee} {self.words}"


@dataclass(slots=True)
class Home:
    """A household, drawn from a seed."""

    country: str
    seed: int
    zone: str
    rng: Random
    accounts: dict[str, Account]
    moves: list[Move] = field(default_factory=list)
    season: dict[date, Sequence[str]] = field(default_factory=dict)  # month: payees of a category that went far above

    def of(self, account: str) -> list[Move]:
        """An account's moves, by day and then in the order in which they were drawn."""
        return sorted((each for each in self.moves if each.account == account), key=lambda each: each.day)

    def balance(self, account: str, day: date) -> Decimal:
        """At the end of a day."""
        moved = (each.amount for each in self.moves if each.account == account and each.day <= day)
        return self.accounts[account].opening + sum(moved, Decimal(0))

    def money(self, low: float, high: float) -> Decimal:
        """An amount to the cent."""
        return Decimal(self.rng.uniform(low, high)).quantize(CENT)

    def add(self, account: str, day: date, amount: Decimal, payee: str, words: str, **more: Any) -> Move:
        """Book it, if it lies within the time that is told of."""
        move = Move(account, day, amount, payee, words, **more)
        if not move.reference:
            move = replace(move, reference=f"{self.seed:02d}{len(self.moves):07d}")
        if FIRST <= day <= LAST:
            self.moves.append(move)
        return move

    def every_month(
        self, account: str, payee: str, words: str, amount: Decimal, day: int, *, only: Sequence[int] = range(1, 13),
        until: date = LAST, changes: Mapping[date, Decimal] | None = None, slips: bool = False, **more: Any,
    ) -> None:  # fmt: skip
        """What recurs, in these months; ``changes`` of price, and days that slip over the month's end (one to the day before)."""
        for year, month in months():
            if month not in only or (due := date(year, month, day)) > until:
                continue
            asked = [price for since, price in sorted((changes or {}).items()) if since <= due]
            shift = self.rng.choice((0, 0, 1, 2)) if slips else 0
            when = workday(due + timedelta(shift))
            if slips and (year, month) == (OCTOBER.year, OCTOBER.month):
                when = OCTOBER - timedelta(1)
            self.add(account, when, asked[-1] if asked else amount, payee, f"{words} {month:02d}/{year}", **more)

    def every_days(
        self, account: str, share: float, shops: Sequence[str], low: float, high: float, words: str = "", **more: Any
    ) -> None:
        """Shopping: on that share of days, in one of the shops."""
        day = FIRST
        while day <= LAST:
            if self.rng.random() < share:
                shop = self.rng.choice(shops)
                self.add(account, day, -self.money(low, high), shop, f"{shop} {words}".strip(), **more)
            day += timedelta(1)

    def abroad(self, account: str, since: date, shops: Sequence[str], currency: str, rate: Decimal) -> None:
        """A week's holiday paid by card in another currency; ``rate``: own currency for one of theirs."""
        for n in range(8):
            spent = self.money(6, 70)
            own = (spent * rate).quantize(CENT)
            shop = self.rng.choice(shops)
            self.add(account, since + timedelta(n), -own, shop, shop, original=(spent, currency, rate))

    def transfer(
        self,
        out: str,
        back: str,
        amount: Decimal,
        day: date,
        words: tuple[str, str],
        late: int = 0,
        role: str = "transfer",
    ) -> None:
        """Money from one own account to another."""
        there, here = self.accounts[out], self.accounts[back]
        self.add(out, day, -amount, words[0], words[0], role=role, other=here.number)
        self.add(back, day + timedelta(late), amount, words[1], words[1], role=role, other=there.number)

    def bounce(self, account: str, amount: Decimal, payee: str, *times: tuple[date, str]) -> None:
        """A debit that came back: the day and words of each."""
        for (day, words), signed in zip(times, (-amount, amount), strict=True):
            self.add(account, day, signed, payee, words, role="reversal")

    def settle(self, card: str, account: str, day: int, words: tuple[str, str]) -> None:
        """The card's month is paid on a day of the next; the sides may lie a day apart."""
        for year, month in months():
            spent = sum(
                (each.amount for each in self.moves if each.account == card and each.role != "settlement"
                 and (each.day.year, each.day.month) == (year, month)), Decimal(0),
            )  # fmt: skip
            paid = workday(date(year + month // 12, month % 12 + 1, day))
            if spent < 0:
                self.transfer(account, card, -spent, paid, words, self.rng.choice((0, 1)), "settlement")

    def plant(
        self, card: str, account: str, shop: str, strange: str, utility: str, fee: str, diners: Sequence[str], gym: Move
    ) -> None:
        """One of each sort of what is unusual, and what only looks so."""
        twice = self.money(140, 230)
        for n in (13, 14):
            self.add(card, date(2026, 10, n), -twice, shop, f"{shop} 77120", planted="duplicate" if n == 14 else "")
        self.add(account, date(2026, 10, 20), -self.money(2600, 3400), strange, strange, planted="new_counterparty")
        self.add(account, date(2026, 9, 23), -self.money(560, 690), utility, "09/2026", planted="amount")
        self.add(account, date(2026, 9, 30), Decimal("-14.90"), "", fee, planted="fee")
        self.moves = [
            replace(each, planted="after_cancellation")
            if each.payee == gym.payee and each.day >= SEPTEMBER and each.day < date(2026, 11, 1) else each
            for each in self.moves
        ]  # fmt: skip
        for n in range(15):
            name = diners[n % len(diners)]
            self.add(card, date(2026, 9, 2 + n + n // 2), -self.money(48, 60), name, name)
        self.season[SEPTEMBER] = diners
        for n in (5, 19):  # two equal coffees on a day
            for _ in range(2):
                self.add(card, date(2026, 10, n), Decimal("-3.40"), diners[0], diners[0])

    def jump(self, payee: str, share: Decimal) -> None:
        """From October on it costs more."""
        self.moves = [
            replace(each, amount=(each.amount * share).quantize(CENT), planted="price_jump" if each.day.month == 10 else "")
            if each.payee == payee and each.day >= OCTOBER else each
            for each in self.moves
        ]  # fmt: skip


def months(first: date = FIRST, last: date = LAST) -> Iterator[tuple[int, int]]:
    """Year and month of each month touched."""
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        yield year, month
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def workday(day: date) -> date:
    """The day itself, or the Monday behind it."""
    return day + timedelta({5: 2, 6: 1}.get(day.weekday(), 0))


def iban(rng: Random, country: str, bank: str, digits: int) -> str:
    """An IBAN with right check digits (ISO 13616-1, modulo 97)."""
    bban = bank + "".join(rng.choices("0123456789", k=digits))
    numeral = "".join(str(int(each, 36)) for each in f"{bban}{country}00")
    return f"{country}{98 - int(numeral) % 97:02d}{bban}"
