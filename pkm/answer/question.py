"""A question taken apart: its text put right, its times, its amounts, and what is left to say what it is about."""

from __future__ import annotations

import re
from datetime import date

from pkm.answer import amounts, grouping, lookup, period
from pkm.answer.intent import Intent, Said
from pkm.answer.language import Language, stem, words
from pkm.answer.period import Mention
from pkm.answer.wording import (
    KIND_NOISE,
    NOISE,
    OWN_NOISE,
    TRANSFER_NOISE,
    WEAK_STEMS,
    language_of,
    mend,
    told_in,
    without_kind,
)  # fmt: skip

_PAYEE = re.compile(r"\b(?:at|to|by|from|bei|an|von|chez|à|d'actions|of) ([A-ZÀ-Þ][\w&.'’-]*)")
_CURRENT_BALANCE = re.compile(r"\b(?:current|opening|closing) balance", re.IGNORECASE)
# Words of money that are what was paid for: "on bank charges", "für Bestellungen".
_THINGS = re.compile(
    r"\b(?:on|for|in|für|pour|en)\s(?:(?:the|our|my|all|any|die|der|das|unsere|les|nos|bank|account)\s)*(charges|fees|orders|household|family|haushalt|transfers|Bestellungen|Haushalt|Gebühren|frais|commandes|credit|crédit)\b"
)
# Whatever stands after "at" is a name ("at total"), but for these.
_SHOPS = re.compile(
    r"\b(?:at|chez|bei)\s(?!(?:all|least|most|average|once|home|shops?|stores?|merchants?|which|what|welche\w*|quel\w*|geschäften|händlern|wem|qui)\b)([^\W\d_]+)",
    re.IGNORECASE,
)
_CURRENCY_NAMES = re.compile(r"\b(?:swiss francs?|francs? suisses?|us dollars?|livres? sterling)\b", re.IGNORECASE)
# Written in groups of four, some of which look like years.
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){2,7}(?:\s?[A-Z0-9]{1,3})?\b")
_DEPOSIT_INTO = re.compile(r"\bdeposits? (?:in)?to\b")
_AS_MEASURE = re.compile(
    r"(?:\bthan|\bversus|\bvs\.?|\bagainst|compared (?:to|with)|comparison (?:to|with)|gegenuber|verglichen mit|vergleich zu[mr]?|\bals|par rapport (?:a|au|aux)|\bqu[e']|comparee? (?:a|au))\s*(?:(?:in|im|to|with|the|den|dem|der|das|le|la|l'|en|au)\s*)*$"
)


class Question:
    """A question taken apart: its text put right, its times, its amounts, and the rest."""

    def __init__(self, question: str, today: date) -> None:
        self.question = question
        self.today = today
        self.language: Language = language_of(question)
        self.text = _IBAN.sub(lambda match: re.sub(r"\s", "", match.group()), mend(question))
        self.amounts = amounts.find(self.text)
        blanked = self.amounts.blank(self.text)
        self.times = period.find_all(blanked, today)
        self.rest = blanked
        for each in self.times:
            self.rest = self.rest[: each.start] + " " * (each.end - each.start) + self.rest[each.end :]
        text = re.sub(r"\s+", " ", lookup.plain(self.rest)).strip()
        told = sum(max(len(each.parts), 1) for each in self.times)
        has_amount = bool(self.amounts.spans)
        self.said = Said(text, told, self.held_against is not None, has_amount)

    @property
    def held_against(self) -> Mention | None:
        """The time that stands as a measure: "than last year", or one that is told by another ("the month before")."""
        folded = lookup.plain(self.text)
        measured = [
            each
            for each in self.times
            if each.back or _AS_MEASURE.search(folded[: each.start] + _preposition(folded, each))
        ]
        return measured[-1] if measured else None


def _preposition(text: str, mention: Mention) -> str:
    """The words of a mention before its name, which may hold the "than"."""
    found = re.match(
        r"(?:than|versus|vs\.?|against|compared (?:to|with)|gegenuber|als|que)\s", text[mention.start : mention.end]
    )
    return found.group() if found else ""


def topic_of(asked: Question, wish: Intent) -> tuple[str, ...]:
    """What bookings must say: no noise, unless it is a name ("at Total"), no ``bill`` of a "phone bill"."""
    noise = (
        OWN_NOISE[asked.language]
        | KIND_NOISE.get(wish.kind, frozenset())
        | (TRANSFER_NOISE if wish.transfers else frozenset())
    )
    text = without_kind(_CURRENCY_NAMES.sub(" ", _DEPOSIT_INTO.sub(" ", grouping.without_top(asked.rest))))
    if wish.kind == "balance":
        text = _CURRENT_BALANCE.sub(" ", text)
    named = frozenset(words(" ".join(_PAYEE.findall(text))))
    if asked.language == "de":  # where every noun is written as a name
        named -= NOISE
    kept = named | frozenset(words(" ".join((*_THINGS.findall(text), *_SHOPS.findall(text)))))
    told = told_in(text, noise, kept)
    strong = [each for each in told if each not in WEAK_STEMS or each in map(stem, kept)]
    told = strong or told
    return tuple(each for each in told if wish.kind == "invoice" or not (each.isdigit() and len(each) < 3))
