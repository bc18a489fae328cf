"""What each booking is to the household, and which bookings belong together.

A role follows from the pairs that a booking is part of, else from what it says itself, else from its sign.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pkm.ledger.counterparty import key_of
from pkm.ledger.own import Own, words_of
from pkm.ledger.transfers import (
    Pair,
    ids_of,
    is_funding,
    is_settlement,
    refund_pairs,
    reversal_pairs,
    transfer_pairs,
)
from pkm.models import Role, Transaction, TransactionId

PairKind = Literal["transfer", "settlement", "refund", "reversal", "correction"]

LIKE_BEFORE = 2
SETTLED_DAYS = 40  # a card's bill is paid within
CONVERSION_STEMS = "exchang|conver|umrechnung|umtausch|wechsel|währungs|change de devise|changement|cambio"
_CONVERSION = re.compile(
    r"\b(?:exchanged (?:to|from)|converted|(?:general )?currency conversion|currency exchange|"
    r"(?:allgemeine )?währungs(?:umrechnung|tausch|umtausch)|geldwechsel|(?:op[ée]ration de )?change de devises?|"
    r"conversion(?: de devises?)?|balance conversion|cambio de divisas?)\b"
)
_FEE = re.compile(r"\b(?:fees?|charges?|\w*gebühr(?:en)?|\w*entgelte?|frais|commission|markup)\b")
_CARD_PAYMENT = re.compile(
    r"\b(?:payment|thank you|zahlung|ausgleich|einzug|lastschrift|abrechnung|settlement|pr[ée]l[èe]vement|paiement|r[èe]glement|"
    r"autopay|direct debit|bank transfer|überweisung|virement|guthaben)\b"
)
_GIVEN_BACK = re.compile(r"(?:(?:card|payment|purchase)[ _])?refund(?:ed)?")  # as wallets call the kind of a row
_REWARD = re.compile(r"\b(?:cash ?back|reward|bonus|prämie|interest|zinsen|dividend)\w*")
_CARD = re.compile(
    r"\b(?:\w*kreditkarte\w*|credit ?cards?|cards?|karten?\w*|carte|visa|master ?card|amex|american express|diners|barclaycard)\b"
)
_TRADE = re.compile(
    r"(?:buy|sell|kauf|verkauf|achat|vente|reinvest|retofcap|split|closureopt|transfer|jrnlsec|wertpapier|trade|order|savings ?plan|sparplan)"
)
_YIELD = re.compile(r"(?:income|dividend|dividende|coupon|kupon|zins|interest|ausschüttung|distribution|int[ée]r[êe]t)")
_COST = re.compile(r"(?:invexpense|margininterest|fee|gebühr|entgelt|tax|steuer|frais|custody|depot)")


@dataclass(frozen=True, slots=True)
class Tie:
    """Two bookings that belong together; ``out`` is the payment, or the one that was there first."""

    kind: PairKind
    out: Transaction
    back: Transaction
    reason: str


def tie(bookings: Sequence[Transaction], own: Own) -> list[Tie]:
    """What belongs together among bookings of one currency that have the same amount, either way.

    The surest first, each booking once: what takes back another, what moves between own accounts, what came back from
    where it was spent.
    """
    if not (any(each.amount < 0 for each in bookings) and any(each.amount > 0 for each in bookings)):
        return []
    left = [each for each in bookings if not is_trade(each) and not is_conversion(each)]
    ties: list[Tie] = []
    reversals = reversal_pairs(left)
    ties += [Tie("reversal", *_in_order(each), each.reason) for each in reversals]
    left = _without(left, reversals)
    transfers = transfer_pairs(left, own)
    for each in transfers:
        to_card = each.back.account in own.cards and each.out.account not in own.cards
        kind: PairKind = "settlement" if to_card or is_settlement(each.out) else "transfer"
        ties.append(Tie(kind, each.out, each.back, each.reason))
    left = _without(left, transfers)
    return ties + [Tie("refund", each.out, each.back, each.reason) for each in refund_pairs(left)]


def unseen_sides(bookings: Sequence[Transaction], ties: Iterable[Tie], own: Own) -> dict[TransactionId, PairKind]:
    """Bookings whose other side would stand in a statement that is missing, among those of one amount: what they are.

    Twice before or since the same went between the same two accounts, and no statement of the other covers that day.
    """
    told = list(ties)
    tied = {leg.id for each in told for leg in (each.out, each.back)}
    others: defaultdict[tuple[object, ...], list[tuple[str, PairKind]]] = defaultdict(list)
    for each in told:
        if each.kind in ("transfer", "settlement"):
            others[_way(each.out)].append((each.back.account, each.kind))
            others[_way(each.back)].append((each.out.account, each.kind))
    found = {}
    for one in bookings:
        sides = others.get(_way(one), [])
        if one.id not in tied and len(sides) >= LIKE_BEFORE and len(set(sides)) == 1:
            account, kind = sides[0]
            if not own.tells_of(account, one.booked_on):
                found[one.id] = kind
    return found


def conversions(bookings: Iterable[Transaction]) -> list[Tie]:
    """Both sides of exchanges of one currency for another: on one day, in words that say so, among these bookings.

    The other side is the one whose amount is stated as the original, or that has the same reference; else the next one.
    """
    days: defaultdict[date, list[Transaction]] = defaultdict(list)
    for each in bookings:
        if each.amount and is_conversion(each):
            days[each.booked_on].append(each)
    ties = []
    for members in days.values():
        near = sorted(
            (_apart(out, back), _says(out), _says(back), n, m)
            for n, out in enumerate(members)
            for m, back in enumerate(members)
            if out.amount < 0 < back.amount and out.currency != back.currency
        )
        taken: set[int] = set()
        for *_, n, m in near:
            if not taken & {n, m}:
                taken |= {n, m}
                ties.append(Tie("transfer", members[n], members[m], "one currency was exchanged for the other"))
    return ties


def role_of(booking: Transaction, kinds: Iterable[tuple[str, bool]], own: Own) -> Role:
    """What a booking is; ``kinds`` are those of its pairs, in any order, with whether it is the one that came back."""
    found = dict(sorted(kinds))  # of two of a kind, it came back in one
    if booking.correction == "reversal" or "reversal" in found:
        return "reversal"
    if "settlement" in found:
        return "settlement"
    if "transfer" in found:
        return "transfer"
    if found.get("refund"):
        return "refund"
    return _alone(booking, own)


def is_trade(booking: Transaction) -> bool:
    """Whether it moves securities, or comes of them."""
    return booking.security is not None or (booking.type or "").startswith(("buy", "sell"))


def is_conversion(booking: Transaction) -> bool:
    """Whether its words say that a currency was exchanged; the fee for that is none."""
    text = words_of(booking)
    return bool(_CONVERSION.search(text)) and not _FEE.search(text)


# ---------------------------------------------------------------- one booking by itself


def _alone(booking: Transaction, own: Own) -> Role:
    text = words_of(booking)
    if is_trade(booking):
        return _of_trade(booking, text)
    if not booking.amount:
        return "other"
    if is_conversion(booking) or is_funding(booking):
        return "transfer"
    on_card = booking.account in own.cards
    named = own.account_of(booking.counterparty_account) or _mentioned(booking, text, own)
    if named is not None and named != booking.account:
        return "settlement" if named in own.cards or on_card else "transfer"
    if booking.amount < 0:
        pays_card = not on_card and (is_settlement(booking) or _is_owed(booking, text, own))
        return "settlement" if pays_card else "spending"
    if _GIVEN_BACK.fullmatch((booking.type or "").casefold()):
        return "refund"  # of what was bought before all records, or of several purchases
    if not on_card or _REWARD.search(text):
        return "income"
    return "settlement" if _CARD_PAYMENT.search(text) else "refund"  # a card earns nothing


def _mentioned(booking: Transaction, text: str, own: Own) -> str | None:
    """The other own account whose number stands in the words of a booking that states no account; a fee may be for it."""
    if booking.counterparty_account or _FEE.search(text) or _REWARD.search(text):
        return None
    return next((each for each in own.numbers if each != booking.account and own.is_mentioned(each, text)), None)


def _of_trade(booking: Transaction, text: str) -> Role:
    kind = booking.type or text
    if _TRADE.match(kind):
        return "trade"
    if _YIELD.search(kind) and booking.amount > 0:
        return "income"
    if _COST.search(kind) and booking.amount < 0:
        return "spending"
    return "trade"


def _is_owed(booking: Transaction, text: str, own: Own) -> bool:
    """Whether a card's statement closed owing just that, and the payment speaks of a card."""
    bills = own.closings.get((booking.currency, -booking.amount), ())
    return any(
        account != booking.account
        and 0 <= (booking.booked_on - day).days <= SETTLED_DAYS
        and (_CARD.search(text) or any(number[-4:] in text for number in own.numbers.get(account, ())))
        for account, day in bills
    )


# ---------------------------------------------------------------- order and likeness


def _without(bookings: Sequence[Transaction], pairs: Iterable[Pair]) -> list[Transaction]:
    taken = ids_of(pairs)
    return [each for each in bookings if each.id not in taken]


def _way(booking: Transaction) -> tuple[object, ...]:
    """Which way it went, and what it is called."""
    return booking.account, booking.amount > 0, booking.payee or key_of(booking)


def _in_order(pair: Pair) -> tuple[Transaction, Transaction]:
    """The booking and what takes it back: the one that says so, else the later."""
    is_taken_back = pair.out.correction == "reversal" or pair.out.booked_on > pair.back.booked_on
    return (pair.back, pair.out) if is_taken_back else (pair.out, pair.back)


def _apart(out: Transaction, back: Transaction) -> int:
    """How unsure it is that two sides are of one exchange."""
    if (out.original_currency, out.original_amount and abs(out.original_amount)) == (back.currency, back.amount):
        return 0
    if (back.original_currency, back.original_amount and abs(back.original_amount)) == (out.currency, -out.amount):
        return 0
    if out.reference and out.reference == back.reference:
        return 1
    return 2 if out.account == back.account else 3


def _says(booking: Transaction) -> tuple[object, ...]:
    return booking.account, booking.currency, booking.amount, booking.locator, booking.path, booking.id
