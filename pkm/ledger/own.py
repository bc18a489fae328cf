"""The household's own accounts, as the other side of a payment may name them; and what of a booking tells what it is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from pkm.ledger.iban import is_iban
from pkm.ledger.identity import CARD, normalise, own_keys
from pkm.models import Transaction

_WORD = re.compile(r"(?<![^\W_])[^\W\d_]{4,}(?![^\W_])")
_SHOWN = re.compile(r"(?:[x*•]{2,}|\.{3,}|…|\bending in )[ -]?(\d{4})(?!\d)")


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """One account under all its numbers.

    ``owed`` are the balances its statements close with, with their days; ``told`` the first and last days of its statements.
    """

    account: str
    numbers: tuple[str, ...]
    kind: str | None = None
    owed: tuple[tuple[str, Decimal, date], ...] = ()
    told: tuple[tuple[date, date], ...] = ()


@dataclass(frozen=True, slots=True)
class Own:
    """All own accounts.

    Attributes:
        keys: A form of a number to the account that it can only be.
        cards: The accounts that are cards.
        named: The accounts that have an IBAN: who pays into one of them names it.
        closings: Amount and currency to the cards whose statements close owing that, with the day.
        numbers: Each account's numbers of six characters and more, to be looked for in a booking's words.
        told: Each account's statements, by their first and last days.
        called: The words in each account's numbers, where its file names it: "shares-CU-20881".
    """

    keys: Mapping[str, str] = field(default_factory=dict)
    cards: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    closings: Mapping[tuple[str, Decimal], Sequence[tuple[str, date]]] = field(default_factory=dict)
    numbers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    told: Mapping[str, tuple[tuple[date, date], ...]] = field(default_factory=dict)
    called: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, accounts: Iterable[OwnAccount]) -> Own:
        """Of these accounts; a form that could be two of them names none."""
        every = list(accounts)
        holders: defaultdict[str, set[str]] = defaultdict(set)
        closings: defaultdict[tuple[str, Decimal], list[tuple[str, date]]] = defaultdict(list)
        for each in every:
            for number in each.numbers:
                for key in own_keys(number):
                    holders[key].add(each.account)
            for currency, amount, day in each.owed:
                closings[currency, amount].append((each.account, day))
        return cls(
            {key: next(iter(held)) for key, held in holders.items() if len(held) == 1},
            frozenset(each.account for each in every if each.kind == CARD),
            frozenset(each.account for each in every if any(map(is_iban, each.numbers))),
            closings,
            {
                each.account: tuple(plain for one in each.numbers if len(plain := normalise(one).casefold()) >= 6)
                for each in every
            },
            {each.account: each.told for each in every},
            {each.account: frozenset(_WORD.findall(" ".join(each.numbers).casefold())) for each in every},
        )

    def account_of(self, number: str | None) -> str | None:
        """The own account that a number names; ``None`` for any other."""
        if not number:
            return None
        return next((self.keys[key] for key in sorted(own_keys(number), key=len)[::-1] if key in self.keys), None)

    def tells_of(self, account: str, day: date) -> bool:
        """Whether a statement of the account covers a day."""
        return any(since <= day <= until for since, until in self.told.get(account, ()))

    def is_mentioned(self, account: str, words: str) -> bool:
        """Whether words, case folded, hold one of the account's longer numbers."""
        text = words.replace(" ", "")
        return any(number in text for number in self.numbers.get(account, ()))

    def is_shown(self, account: str, words: str) -> bool:
        """Whether words, case folded, end a mask with the last digits of one of the account's longer numbers."""
        shown = set(_SHOWN.findall(words))
        return bool(shown) and any(number[-4:] in shown for number in self.numbers.get(account, ()))


def words_of(booking: Transaction) -> str:
    """All that is said of a booking, case folded."""
    return f"{booking.counterparty} {booking.description} {booking.type or ''}".casefold()
