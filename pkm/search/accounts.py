"""Of which accounts a question asks for the statements: "the March statement of my savings account"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from pkm.ledger.words import stem, words
from pkm.models import AccountId
from pkm.store.figures import OwnAccount

_PAPER = (
    r"(?:(?:bank|account|card|savings|depot)\s+)?statements?|(?:konto|depot)?ausz(?:ugs?|üge[ns]?)|(?:kreditkarten)?abrechnung(?:en)?"
    r"|relevés?(?:\s+de\s+compte|\s+bancaires?)?|extraits?\s+de\s+compte"
)
STATEMENTS = re.compile(rf"\b(?:{_PAPER}|bookings?|transactions?|buchungen|umsätzen?)\b", re.IGNORECASE)
_LOOKED_AT = 10  # mentions of statements in one question
_NEAR = 120  # characters before each
_BEFORE = re.compile(r"[\w’'*-]+(?:\s+[\w’'*-]+){0,4}\s+\Z")
_BEHIND = re.compile(r"[^;:?!\n]{0,80}")
_ACCOUNT = re.compile(r"account|kont[oe]|\bcompte|\bcards?\b|karte|\bcarte|bank|banque", re.IGNORECASE)
_MIN_NUMBER = 6  # digits and letters of a number that is one
_END = re.compile(r"\b(?!(?:19|20)\d\d\b)\d{4,}\b")  # of an account's number; a year is none
# What kinds of accounts are called, and how formats write them (OFX, CAMT).
_KINDS = tuple(
    (re.compile(rf"\b(?:{said})\b", re.IGNORECASE), re.compile(written, re.IGNORECASE))
    for said, written in (
        (r"savings?|spar(?:konto|konten|buch|büchern)\w*|tagesgeld\w*|(?:compte\s+)?épargne|livret", "sav|svgs|spar|tagesgeld|épargne|livret"),
        (r"(?:current|checking)\s+accounts?|giro\w*|compte\s+(?:courant|chèques)", "check|cacc|current|giro|courant"),
        (r"(?:credit\s+)?cards?|kreditkarten?\w*|karten?|carte(?:\s+de\s+crédit)?", "card|karte|carte|[*x•]{4}"),
        (r"(?:investment|brokerage|securities)(?:\s+accounts?)?|(?:wertpapier)?depots?|compte-titres", "invest|broker|depot|titres"),
    )
)  # fmt: skip
_GENERAL = frozenset(
    map(
        stem,
        ["account", "accounts", "konto", "konten", "compte", "bank", "banque", "statement", "the", "of", "my", "our"],
    )
)


class Asked(NamedTuple):
    """Accounts whose statements are asked for, the words that say which, and where in the question the day may stand."""

    accounts: tuple[AccountId, ...]
    words: str
    start: int
    end: int


def find(question: str, accounts: Sequence[OwnAccount]) -> Asked | None:
    """The accounts that most words beside "statement" speak of, by number, name, label, holder, bank or kind.

    ``None`` where no statement is asked for, or no word tells one account from the others.
    """
    for match in islice(STATEMENTS.finditer(question), _LOOKED_AT):
        before = _BEFORE.search(question, max(0, match.start() - _NEAR), match.start())
        behind = _BEHIND.match(question, match.end())
        start, end = before.start() if before else match.start(), behind.end() if behind else match.end()
        said = question[start:end]
        called = {each.part: _called(said, each) for each in accounts}
        everybody = frozenset.intersection(*called.values()) if len(called) > 1 else frozenset()
        most = max((len(own - everybody) for own in called.values()), default=0)
        if most:
            meant = tuple(part for part, own in called.items() if len(own - everybody) == most)
            told = sorted({each for part in meant for each in called[part] - everybody}, key=said.casefold().find)
            return Asked(meant, " ".join(told), start, end)
    return None


def _called(said: str, account: OwnAccount) -> frozenset[str]:
    """What of the words speaks of an account, as it is said."""
    holder = account.holder if _ACCOUNT.search(said) else None  # what a person stated is no account's statement
    names = " ".join(filter(None, (account.label, account.name, holder, account.institution)))
    own = {stem(each) for each in words(names) if not each.isdigit()} - _GENERAL
    found = {each for each in words(said) if stem(each) in own}
    about = f"{account.kind or ''} {names} {account.root}"
    for kind, written in _KINDS:
        if (match := kind.search(said)) and written.search(about):
            found |= {*words(match[0])}
    joined = "".join(filter(str.isalnum, said)).casefold()
    for number in ("".join(filter(str.isalnum, each)).casefold() for each in (account.number, *account.aliases)):
        if len(number) >= _MIN_NUMBER and number in joined:
            found.add(number)
        found |= {each for each in _END.findall(said) if number.endswith(each)}
    return frozenset(found)
