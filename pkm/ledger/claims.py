"""What a paper claims was, or is to be, paid, and how well a booking answers it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from pkm.ledger.names import Names, tokens
from pkm.models import DocumentId, Transaction

Key = tuple[DocumentId, int]
ClaimKind = Literal["invoice", "receipt"]
BEFORE, AFTER, AROUND = timedelta(days=5), timedelta(days=45), timedelta(days=3)
NO_DUE = timedelta(days=30)
SURE, LIKELY, WEAK = 0.6, 0.35, 0.15  # how alike two names must be
LEAST_CODE = 4
_DIGITS = re.compile(r"(?<![\d.,])\d+(?![.,]?\d)")


@dataclass(frozen=True, slots=True)
class Claim:
    """One amount that one paper, or several that say the same, ask for.

    Attributes:
        papers: The documents and items that state it.
        amount: Positive is to be paid, negative comes in.
        currency: ``None`` where the paper names none.
        names: How it calls who is paid; ``hints`` may name them too (a title).
        numbers: Its own numbers, ``customers`` those that all of the firm's papers share.
        cards: The last digits of the card that it was charged to.
        parts: Amount and day of each instalment; they add up to ``amount``.
        discount: What is enough if it is paid until the day.
        to: Whom it was written to.
        is_collected: It is debited from an account, which it may name.
    """

    papers: tuple[Key, ...]
    kind: ClaimKind
    amount: Decimal
    currency: str | None
    issued: date | None
    due: date | None = None
    names: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    numbers: frozenset[str] = frozenset()
    customers: frozenset[str] = frozenset()
    ibans: frozenset[str] = frozenset()
    cards: frozenset[str] = frozenset()
    parts: tuple[tuple[Decimal, date], ...] = ()
    discount: tuple[Decimal, date | None] | None = None
    to: tuple[str, ...] = ()
    is_collected: bool = False

    def owed_to(self, own: Collection[str], holders: Collection[frozenset[str]] = ()) -> Claim:
        """The claim as it is to whom these accounts belong: what is to be paid to them is their own invoice, and comes in.

        It is theirs where it names their account alone, or none and is written by one of the ``holders`` (words of their names).
        """
        writers = [tokens(each) for each in self.names]
        is_own = any(len(each) > 1 and any(each <= holder for holder in holders) for each in writers)
        theirs = self.ibans <= set(own) if self.ibans else is_own and bool(self.to)
        if self.kind != "invoice" or self.amount < 0 or self.is_collected or not theirs:
            return self
        less = self.discount and (-self.discount[0], self.discount[1])
        parts = tuple((-amount, day) for amount, day in self.parts)
        return replace(
            self, amount=-self.amount, names=self.to, hints=(), ibans=frozenset(), parts=parts, discount=less
        )

    @property
    def day(self) -> date:
        """When it was written, else when it is due."""
        day = self.issued or self.due
        assert day is not None  # noqa: S101 - a claim without any day is not made
        return day

    @property
    def window(self) -> tuple[date, date]:
        """The days between which it may have been paid."""
        if self.kind == "receipt":
            return self.day - AROUND, self.day + AROUND
        return self.day - BEFORE, (self.due or self.day + NO_DUE) + AFTER

    @property
    def expected(self) -> tuple[date, date]:
        """The days between which it is mostly paid."""
        return self.day - timedelta(days=1), max(self.due or self.day + NO_DUE, self.day) + timedelta(days=4)


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a booking answers a claim: ``score`` from 0 to 1, and why in words for a person."""

    score: float
    reasons: tuple[str, ...] = field(default=())
    referenced: bool = False


def fit(
    claim: Claim, row: Transaction, names: Names, amount: Decimal | None = None, until: date | None = None
) -> Fit | None:
    """How well a booking answers a claim; ``None`` where it cannot: another amount, currency or time.

    Args:
        amount: What must have moved, instead of the whole claim.
        until: The last day, instead of the claim's window.
    """
    wanted = claim.amount if amount is None else amount
    paid = moved(row, claim.currency)
    first, last = claim.window
    if paid is None or paid != wanted or not first <= row.booked_on <= (until or last):
        return None
    return evidence(claim, row, names)


def evidence(claim: Claim, row: Transaction, names: Names) -> Fit:
    """What beside the amount speaks for a booking: reference, account, name, time."""
    said = "|".join(
        form
        for each in (row.description, row.end_to_end or "", row.reference or "", row.counterparty)
        for form in (_compact(each), *_DIGITS.findall(each))
    )
    number = next(
        (each for each in sorted(claim.numbers, key=lambda one: (-len(one), one)) if _is_named(each, said)), None
    )
    customer = next((each for each in sorted(claim.customers) if _is_named(each, said)), None)
    account = _compact(row.counterparty_account or "")
    same_account = bool(account) and any(account == each for each in claim.ibans)
    other_account = bool(account) and len(account) > 14 and bool(claim.ibans) and not same_account
    alike = likeness(claim, row, names)
    card = any(row.account.endswith(each) for each in claim.cards)
    reasons = []
    if number:
        base = 0.99
        reasons.append(f"names {number}")
    elif same_account:
        base = 0.97
    elif alike >= SURE or (customer and alike >= WEAK):
        base = 0.95 if customer else 0.92
    elif customer:
        base = 0.85
    elif alike >= LIKELY or (card and alike >= WEAK):
        base = 0.75
    elif alike >= WEAK or (card and not claim.names):
        base = 0.6
    elif not claim.names:
        base = 0.45
    else:
        base = 0.2
    if same_account:
        reasons.append("to the account on the paper")
    if customer:
        reasons.append(f"names {customer}")
    if alike >= LIKELY:
        reasons.append("same name")
    if other_account and not number:
        base -= 0.1
    away = _days_outside(row.booked_on, *claim.expected)
    reasons.append(
        "in time"
        if away == 0
        else f"{away} {'day' if away == 1 else 'days'} {'early' if row.booked_on < claim.expected[0] else 'late'}"
    )
    slope = 0.0005 if number else 0.003 if claim.kind == "invoice" else 0.02
    near = abs((row.booked_on - (claim.due or claim.issued or row.booked_on)).days)
    return Fit(max(0.0, min(1.0, base - slope * away - 0.0001 * near)), tuple(reasons), bool(number))


def likeness(claim: Claim, row: Transaction, names: Names) -> float:
    """How alike the paper's names and the booking's are; a hint alone makes it no more than likely."""
    payee, text = row.counterparty or row.description, row.description
    best = max((names.similarity(each, payee, text) for each in claim.names), default=0.0)
    hinted = max((names.similarity(each, payee) for each in claim.hints), default=0.0)
    return max(best, min(hinted, SURE - 0.01))


def moved(row: Transaction, currency: str | None) -> Decimal | None:
    """What a booking moved in a currency, money out positive; ``None`` where it did not move that currency."""
    if currency is None or row.currency == currency:
        return -row.amount
    if row.original_currency == currency and row.original_amount is not None:
        return -row.original_amount if (row.original_amount < 0) == (row.amount < 0) else row.original_amount
    return None


def plain_code(text: str) -> str:
    """A number as it is compared: letters and digits only."""
    return _compact(text)


def _compact(text: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", text.upper())


def _is_named(code: str, said: str) -> bool:
    """Whether a booking names a code, not merely digits of a longer number."""
    if len(code) < LEAST_CODE:
        return False
    return re.search(rf"(?<![0-9]){re.escape(code)}(?![0-9])" if code.isdigit() else re.escape(code), said) is not None


def _days_outside(day: date, first: date, last: date) -> int:
    return max((first - day).days, (day - last).days, 0)


def merge(claims: Iterable[Claim]) -> list[Claim]:
    """The claims, each once: an invoice and the mail that brings it, or a reminder, ask for the same money.

    They are the same where amount and number are; where one names no number, where amount, firm and (nearly) day are.
    """
    merged: list[Claim] = []
    by_amount: defaultdict[Decimal, list[int]] = defaultdict(list)
    for each in sorted(claims, key=lambda one: (not one.numbers, one.papers)):
        known = next((n for n in by_amount[each.amount] if _is_same(merged[n], each)), None)
        if known is None:
            by_amount[each.amount].append(len(merged))
            merged.append(each)
        else:
            merged[known] = _joined(merged[known], each)
    return sorted(merged, key=lambda one: one.papers)


def _is_same(one: Claim, other: Claim) -> bool:
    firm = {tokens(each) for each in one.names} & {tokens(each) for each in other.names}
    if one.numbers and other.numbers:
        return any(len(each) > LEAST_CODE or firm for each in one.numbers & other.numbers)
    apart = abs((one.issued - other.issued).days) if one.issued and other.issued else None
    return bool(firm) and apart is not None and apart <= AROUND.days and one.papers[0][0] != other.papers[0][0]


def _joined(one: Claim, other: Claim) -> Claim:
    """One claim of two papers; the day of issue is the earlier, as a reminder comes later."""
    return Claim(
        papers=tuple(sorted({*one.papers, *other.papers})),
        kind="invoice" if "invoice" in {one.kind, other.kind} else "receipt",
        amount=one.amount,
        currency=one.currency or other.currency,
        issued=min((each for each in (one.issued, other.issued) if each), default=None),
        due=max((each for each in (one.due, other.due) if each), default=None),
        names=tuple(sorted({*one.names, *other.names})),
        hints=tuple(sorted({*one.hints, *other.hints})),
        numbers=one.numbers | other.numbers,
        customers=one.customers | other.customers,
        ibans=one.ibans | other.ibans,
        cards=one.cards | other.cards,
        parts=one.parts or other.parts,
        discount=one.discount or other.discount,
        to=tuple(sorted({*one.to, *other.to})),
        is_collected=one.is_collected or other.is_collected,
    )
