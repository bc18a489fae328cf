"""Wallets in another currency that are filled from an own account, or emptied to one: neither amount nor rate ties both sides, names and days do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pkm.ledger.words import words

NAMES = "wise|revolut|paypal|skrill|neteller|payoneer|venmo|n26|bunq|monzo|starling|curve|vivid|zen"
FILLED_DAYS = 5
# What a wallet calls money that came from outside, in all that a booking says.
RECEIVED_STEMS = (
    "top.?up|topped up|aufladung|aufgeladen|einzahlung|guthaben hinzu|geld hinzu|received|erhalten|reçu|recu|added|ajout|"
    "recharge|alimentation|deposit|dépôt|transfer|überweisung|virement"
)
# What a wallet calls money that it sends to a bank.
SENT_STEMS = "sent|withdraw|transfer|payout|überweisung|gesendet|auszahlung|abbuchung|envoy|virement|retrait"
# What a euro came to in the last ten years, roughly: enough to tell what cannot be the same money.
_PER_EURO = {
    "EUR": 1, "USD": 1.12, "GBP": 0.87, "CHF": 1.02, "CAD": 1.47, "AUD": 1.62, "NZD": 1.75, "SGD": 1.5, "DKK": 7.45, "SEK": 10.8, "NOK": 10.9,
    "PLN": 4.4, "CZK": 25.4, "HUF": 360, "RON": 4.85, "BGN": 1.96, "HRK": 7.5, "ISK": 145, "JPY": 140, "CNY": 7.7, "HKD": 8.8, "THB": 37,
    "ZAR": 18, "MXN": 21, "ILS": 3.9, "AED": 4.1, "INR": 86, "KRW": 1400,
}  # fmt: skip
_LEEWAY = 1.6
_SENDER = re.compile(
    r"\b(?:from|von|de|by|par|sent (?:\w+ )?to|gesendet an|envoyé à)\s+((?:[^\W\d_][\w.'-]+\s*){2,4})", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Filling:
    """What left an account for a wallet of that name, and what one of the name received in another currency; or the other way.

    ``paid`` and ``received`` are amounts with their currencies; ``said`` is all that the wallet says of it.
    """

    out: int
    back: int
    paid: tuple[Decimal, str]
    received: tuple[Decimal, str]
    said: str


def fillings(found: Iterable[Filling], holders: Sequence[str]) -> dict[tuple[int, int], tuple[str, str]]:
    """Pairs of which neither side could belong to another one, nor somebody else than a holder is said to have sent or got it."""
    every = [each for each in found if _may_be_one(each) and not _is_strange(each.said, holders)]
    outs, backs = Counter(each.out for each in every), Counter(each.back for each in every)
    return {
        (each.out, each.back): (
            "transfer",
            "a wallet of another currency was filled from the account that names it, or emptied to it",
        )
        for each in every
        if outs[each.out] == backs[each.back] == 1
    }


def _may_be_one(each: Filling) -> bool:
    """Whether both amounts may be the same money; of a currency whose worth is not known that is not said."""
    (paid, here), (received, there) = each.paid, each.received
    if here not in _PER_EURO or there not in _PER_EURO:
        return False
    rate = float(abs(received) / abs(paid)) * _PER_EURO[here] / _PER_EURO[there]
    return 1 / _LEEWAY < rate < _LEEWAY


def _is_strange(said: str, holders: Sequence[str]) -> bool:
    sender = _SENDER.search(said)
    own = {word for each in holders for word in words(each)}
    return bool(sender and own) and own.isdisjoint(words(sender[1] if sender else ""))
