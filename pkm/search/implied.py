"""Conditions that a question makes itself: "the mail from Anna of 5 May 2024" asks for mails that Anna sent on that day.

What is said looks like a condition; whether it is one, the corpus decides. A name counts only where somebody of that name
speaks, and a condition that leaves nothing is taken back. A day counts only where it is the day of the mail or message
itself: "what did Anna say of the concert in May" may well have been said in April.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from pkm.facts.values import MONTH, MONTHS, Calendar, month_end
from pkm.models import Kind
from pkm.search.trace import Implied
from pkm.store import authors, filters
from pkm.store.database import Connection
from pkm.store.filters import Filter

MOST = 5_000  # whoever speaks in more documents than that is no condition

_NAME = r"(?-i:(?P<name>[^\W\d_a-zß-ÿ][\w’-]*(?:\s+[^\W\d_a-zß-ÿ][\w’-]*){0,2}))"
_MAIL = r"(?:e-?mails?|mails?|newsletters?|courriels?)"
_CHAT = r"(?:chats?|whatsapps?|text messages?|unterhaltung|conversation)"
_SAY = r"(?:write|written|say|said|tell|told|e-?mail|e-?mailed|send|sent|text|texted|reply|replied|answer|answered|mention|mentioned|promise|promised|announce|announced)"
_SAID = r"(?:wrote|said|told|e-?mailed|sent|texted|replied|answered|mentioned|promised|announced)"
_SAGTE = r"(?:schrieb|schreibt|sagte|sagt|antwortete|mailte|versprach|erwähnte)"
_GESAGT = r"(?:geschrieben|gesagt|geantwortet|gemailt|geschickt|mitgeteilt|versprochen|erwähnt)"
_DIT = r"(?:écrit|dit|envoyé|répondu|promis|annoncé)"

_MAILS: tuple[Kind, ...] = ("email",)
_CHATS: tuple[Kind, ...] = ("message",)
_PATTERNS: tuple[tuple[re.Pattern[str], tuple[Kind, ...] | None], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), kinds)
    for pattern, kinds in (
        (rf"\b{_MAIL}\s+(?:\w+\s+){{0,2}}?(?:from|by|von|vom|de|d['’])\s*(?:der\s+|dem\s+|the\s+)?{_NAME}", _MAILS),
        (rf"\b{_NAME}['’]s?\s+(?:\w+\s+)?{_MAIL}\b", _MAILS),
        (rf"\b{_CHAT}\s+(?:with|mit|avec)\s+{_NAME}", _CHATS),
        (rf"\b(?:did|has|had|does)\s+{_NAME}\s+(?:\w+\s+)?{_SAY}\b", None),
        (rf"\b{_NAME}\s+{_SAID}\b", None),
        (rf"\b(?:{_SAGTE}|{_DIT})\s+{_NAME}", None),
        (rf"\b{_NAME}\s+(?:{_SAGTE}\b|(?:m['’]|nous\s+)?a\s+{_DIT}\b)", None),
        (rf"\bhat\s+{_NAME}\s[^.?!]{{0,200}}?{_GESAGT}\b", None),
    )
)
_LINK = r"\s*,?\s*(?:(?:on|in|of|from|dated|am|im|vom|von|le|en|du|de)\s+)?"
_MONTH_YEAR = re.compile(rf"{_LINK}(?P<month>{MONTH})\s+(?P<year>(?:19|20)\d\d)\b(?!\s*-)", re.IGNORECASE)
_YEAR = re.compile(rf"{_LINK}(?P<year>(?:19|20)\d\d)\b(?![-./]\d)", re.IGNORECASE)
_LINKED = re.compile(_LINK, re.IGNORECASE)


def narrow(connection: Connection, question: str, which: Filter) -> tuple[Filter, tuple[Implied, ...]]:
    """The conditions that came with a question, and those that it implies itself where something fulfils them."""
    told: list[Implied] = []
    for pattern, kinds in _PATTERNS:
        for match in pattern.finditer(question):
            for name in _names(match["name"]):
                documents = authors.documents_of(connection, name, kinds, MOST + 1)
                if 0 < len(documents) <= MOST:
                    which, kept = _apply(connection, which, which.within(documents))
                    told.append(Implied(name, _says(kinds), len(documents), kept))
                    break
            else:
                continue
            if kept and (days := _days(question, match.end())):
                words, since, until = days
                if which.since is None and which.until is None:
                    which, kept = _apply(connection, which, replace(which, since=since, until=until))
                    told.append(Implied(words, f"{since} to {until}", 0, kept))
            return which, tuple(told)
    return which, ()


def _apply(connection: Connection, which: Filter, narrower: Filter) -> tuple[Filter, bool]:
    """The narrower filter, if something passes it."""
    kept = filters.count(connection, narrower, 1) > 0
    return (narrower, True) if kept else (which, False)


def _says(kinds: tuple[Kind, ...] | None) -> str:
    return {_MAILS: "sender", _CHATS: "takes part"}.get(kinds, "speaks") if kinds else "speaks"


def _names(words: str) -> Iterator[str]:
    """The words, then fewer and fewer of them: what follows a name may be written like one."""
    parts = words.split()
    for count in range(len(parts), 0, -1):
        yield " ".join(parts[:count]).removesuffix("’s")


def _days(question: str, start: int) -> tuple[str, date, date] | None:
    """The day, month or year that follows at once, with its words."""
    linked = _LINKED.match(question, start)
    place = linked.end() if linked else start
    for day in Calendar(None).find(question, place):
        if day.char_start == place:
            return question[place : day.char_end], day.day, day.day
    if match := _MONTH_YEAR.match(question, start):
        first = date(int(match["year"]), MONTHS[match["month"].casefold()], 1)
        return match[0].strip(), first, month_end(first)
    if match := _YEAR.match(question, start):
        return match[0].strip(), date(int(match["year"]), 1, 1), date(int(match["year"]), 12, 31)
    return None
