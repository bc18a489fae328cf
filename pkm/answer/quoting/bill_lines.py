"""Which amount of a bill a line states: the whole, or a part of it that nobody asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from pkm import facts
from pkm.answer.language import stems_of
from pkm.facts import Fact, FactKind, Paper
from pkm.ledger.words import stem, words
from pkm.models import Document

_PART = stems_of(
    "subtotal net netto nettobetrag nettosumme zwischensumme mwst ust umsatzsteuer mehrwertsteuer vat tva ht"
)
_WHOLE = stems_of("total due gesamt gesamtbetrag endbetrag rechnungsbetrag summe bruttobetrag ttc")
_BEFORE_TAX = stems_of("subtotal netto nettobetrag nettosumme zwischensumme ht")
_ADDED_UP = stems_of("total summe gesamt")  # of whatever: "Total HT" is no whole
_LINE = re.compile(
    r"(?:[^\n.!?]|\.(?=\d)){1,80}?[\s:][-+−]?[$€£]?\s?\d[\d.,'’ ]*[.,]\d\d(?:\s?(?:[$€£]|[A-Z]{3}))?\s*\Z"
)
_APART = re.compile(r"\b(?:sub|sous)[\s-]{1,3}total\b", re.IGNORECASE)


def is_part(said: str, topic: Sequence[str]) -> bool:
    """Whether an amount is a part of a whole that nobody asked for."""
    told = {stem(each) for each in words(_APART.sub("subtotal", said))}
    whole = _WHOLE - _ADDED_UP if not _BEFORE_TAX.isdisjoint(told) else _WHOLE
    return not _PART.isdisjoint(told) and whole.isdisjoint(told) and not asks_of_part(topic)


def asks_of_part(topic: Sequence[str]) -> bool:
    """Whether a part is what is asked about: the tax, the net amount."""
    return not _PART.isdisjoint(topic)


def is_whole(said: str, topic: Sequence[str]) -> bool:
    """Whether an amount is a paper's total, where that is asked for."""
    return "total" in topic and not _WHOLE.isdisjoint({stem(each) for each in words(said)}) and not is_part(said, topic)


def is_line(said: str) -> bool:
    """Whether it is a line that states an amount for something, and no sentence."""
    return _LINE.match(said) is not None


def stated(document: Document, kind: FactKind) -> tuple[tuple[int, int], ...]:
    """Where a bill states its totals, or the days on which they are due, as its labels and the arithmetic tell."""
    found = _facts(document.text, document.title, document.header_end) if document.kind == "invoice" else ()
    return tuple((each.char_start, each.char_end) for each in found if each.kind == kind)


@lru_cache(maxsize=64)
def _facts(text: str, title: str, header_end: int) -> tuple[Fact, ...]:
    return facts.read(Paper(text, "invoice", title, header_end=header_end))
