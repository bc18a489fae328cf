"""For which span of time something is: "a month", "pro Woche", "par an"."""

from __future__ import annotations

import re

from pkm.answer.planning.lookup import plain

_RATES = {
    unit: re.compile(rf"(?<!\w)(?:(?:an?|per|pro|im|je|jeden?|each|every|par|chaque) (?:{forms})|{adverbs})(?!\w)")
    for unit, forms, adverbs in (
        ("day", "day|tag|jour", "daily|taglich\\w*|quotidien\\w*"),
        ("week", "week|woche|semaine", "weekly|wochentlich\\w*|hebdomadaire\\w*"),
        ("month", "month|monat|mois", "monthly|monatlich\\w*|mensuel\\w*|mensualites?"),
        ("year", "year|jahr|an|annee", "annual\\w*|yearly|jahrlich\\w*|jahres\\w+|annuel\\w*"),
    )
}
# A year need not be said: a premium "for 2026" is that of one.
_SPOKEN_OF = {"day": "day|tag|jour|daily", "week": "week|woch|semaine|hebdo", "month": "month|monat|mois|mensu"}


def rates(text: str) -> set[str]:
    """The spans of time of which a text says that something is so in each."""
    told = plain(text)
    return {unit for unit, pattern in _RATES.items() if pattern.search(told)}


def speaks_of(asked: set[str], text: str) -> bool:
    """Whether a text says any word of each of these spans of time."""
    told = plain(text)
    return all(re.search(_SPOKEN_OF[each], told) for each in asked & _SPOKEN_OF.keys())
