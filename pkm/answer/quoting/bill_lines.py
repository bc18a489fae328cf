"""Which amount of a bill a line states: the whole, or a part of it that nobody asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pkm.answer.language import stems_of
from pkm.ledger.words import stem, words

_PART = stems_of(
    "subtotal net netto nettobetrag nettosumme zwischensumme mwst ust umsatzsteuer mehrwertsteuer vat tva ht"
)
_WHOLE = stems_of("total due gesamt gesamtbetrag endbetrag rechnungsbetrag summe bruttobetrag ttc")
_BEFORE_TAX = stems_of("subtotal netto nettobetrag nettosumme zwischensumme ht")
_ADDED_UP = stems_of("total summe gesamt")  # of whatever: "Total HT" is no whole
_APART = re.compile(r"\b(?:sub|sous)[\s-]{1,3}total\b", re.IGNORECASE)


def is_part(said: str, topic: Sequence[str]) -> bool:
    """Whether an amount is a part of a whole that nobody asked for."""
    told = {stem(each) for each in words(_APART.sub("subtotal", said))}
    whole = _WHOLE - _ADDED_UP if not _BEFORE_TAX.isdisjoint(told) else _WHOLE
    return not _PART.isdisjoint(told) and whole.isdisjoint(told) and _PART.isdisjoint(topic)


def is_whole(said: str, topic: Sequence[str]) -> bool:
    """Whether an amount is a paper's total, where that is asked for."""
    return "total" in topic and not _WHOLE.isdisjoint({stem(each) for each in words(said)}) and not is_part(said, topic)
