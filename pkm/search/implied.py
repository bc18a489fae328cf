"""Conditions that a question makes itself: "the mail from Anna of 5 May 2024" asks for mails that Anna sent on that day.

What is said looks like a condition; whether it is one, the corpus decides. A name counts only where somebody of that name
speaks, an account only where a word tells it from the others, a folder only where there is one of that name; and a condition
that leaves nothing is taken back. A day counts only where it is the day of the mail, message or statement itself: "what did
Anna say of the concert in May" may well have been said in April.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from pkm.facts.values import MONTH, MONTHS, Calendar, month_end
from pkm.models import Kind
from pkm.search import accounts, folders
from pkm.search.trace import Implied
from pkm.store import authors, belonging, figures, filters, people
from pkm.store.database import Connection
from pkm.store.filters import Filter

Narrowed = tuple[Filter, tuple[Implied, ...]]

MOST = 5_000  # who speaks in more documents than that is no condition, nor an account of more statements

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
_STATEMENT = r"(?:(?:bank|account|card)\s+statements?|kontoausz(?:ugs?|üge[ns]?)|relevés?\s+(?:de\s+compte|bancaires?))"
_IN = r"(?:in|im|from|per|according\s+to|laut|aus|dans|d['’]après|selon)"
_WHICH = r"(?:which|what|welche[mnrs]?|quel(?:le)?s?)"
_ANY = r"(?:(?:the|a|an|any|one|of|all|my|our|his|her|their|de[mnr]|eine[mnr]?|meine[mnr]?|unsere[mnr]?|les?|la|une?|mon|ma|mes|nos|son|sa|ses)\s+){0,3}"
_NO_PAPER = (
    r"(?![\s-]*(?:address|adress|account|konto|compte|server|provider|client))"  # what else is called after mail
)
_NOUNS: tuple[tuple[Kind, str], ...] = (
    ("email", _MAIL), ("message", r"(?:chats?|whatsapps?|text\s+messages?)"), ("statement", _STATEMENT),
)  # fmt: skip
_KINDS = tuple(
    (
        kind,
        re.compile(rf"\b{noun}\b{_NO_PAPER}", re.IGNORECASE),
        re.compile(rf"\b(?:{_WHICH}|{_IN})\s+{_ANY}{noun}\b{_NO_PAPER}", re.IGNORECASE),
    )
    for kind, noun in _NOUNS
)
_LINK = r"\s*,?\s*(?:(?:on|in|of|from|dated|am|im|vom|von|le|en|du|de)\s+)?"
_MONTH_YEAR = re.compile(rf"{_LINK}(?P<month>{MONTH})\s+(?P<year>(?:19|20)\d\d)\b(?!\s*-)", re.IGNORECASE)
_YEAR = re.compile(rf"{_LINK}(?P<year>(?:19|20)\d\d)\b(?![-./]\d)", re.IGNORECASE)
_LINKED = re.compile(_LINK, re.IGNORECASE)


def narrow(connection: Connection, question: str, which: Filter) -> Narrowed:
    """The conditions that came with a question, and those that it implies itself where something fulfils them."""
    told: tuple[Implied, ...] = ()
    for condition in (_statements, _speakers, _kinds):
        which, told = condition(connection, question, which)
        if told:
            break
    which, places = _places(connection, question, which)
    return which, (*told, *places)


def _statements(connection: Connection, question: str, which: Filter) -> Narrowed:
    """Statements of the accounts that are asked for, of days in the time that is told with them."""
    if not accounts.STATEMENTS.search(question):
        return which, ()
    asked = accounts.find(question, figures.own_accounts(connection, which.collection))
    if asked is None:
        return which, ()
    told = []
    for words, since, until in (("", None, None), *_days_within(question, asked.start, asked.end)):
        documents = belonging.statements_of(connection, asked.accounts, since, until, MOST + 1)
        if len(documents) > MOST:
            continue
        which, kept = _apply(connection, which, which.within(documents))
        says = f"stated {since} to {until}" if words else "account"
        told.append(Implied(words or asked.words, says, len(documents), kept))
    return which, tuple(told)


def _speakers(connection: Connection, question: str, which: Filter) -> Narrowed:
    """What somebody wrote or said, on the days that are told right behind."""
    for pattern, kinds in _PATTERNS:
        for match in pattern.finditer(question):
            for name in _names(match["name"]):
                documents = authors.documents_of(connection, name, kinds, MOST + 1)
                if 0 < len(documents) <= MOST:
                    break
            else:
                continue
            which, kept = _apply(connection, which, which.within(documents))
            told = Implied(name, _says(kinds), len(documents), kept)
            which, days = _on_days(connection, question, match.end(), which) if kept else (which, ())
            return which, (told, *days)
    return which, ()


def _kinds(connection: Connection, question: str, which: Filter) -> Narrowed:
    """Mails, chats or statements, where days are told right behind, or one is asked for or looked into that nobody unknown wrote."""
    strange = any(kinds and pattern.search(question) for pattern, kinds in _PATTERNS)
    for kind, noun, looked_into in _KINDS:
        for match in noun.finditer(question):
            narrowed, days = _on_days(connection, question, match.end(), replace(which, within_kind=kind))
            if days or (looked_into.search(question) and not strange):
                kept = which.kind in (None, kind) and filters.count(connection, narrowed, 1) > 0
                return (narrowed if kept else which), (Implied(match[0], kind, None, kept), *days)
    return which, ()


def _places(connection: Connection, question: str, which: Filter) -> Narrowed:
    """What lies in the folder or collection that is named."""
    for place, name in folders.said(question):
        if place == "collection" and which.collection is None:
            narrower = replace(which, collection=people.collection_called(connection, name))
        elif place == "folder":
            narrower = replace(which, folders=belonging.folders_named(connection, name) or None)
        else:
            continue
        if narrower != which:
            which, kept = _apply(connection, which, narrower)
            return which, (Implied(name, place, None, kept),)
    return which, ()


def _on_days(connection: Connection, question: str, start: int, which: Filter) -> Narrowed:
    """The days that follow at once, unless others were asked for."""
    if which.since is not None or which.until is not None or not (days := _days(question, start)):
        return which, ()
    words, since, until = days
    which, kept = _apply(connection, which, replace(which, since=since, until=until))
    return which, (Implied(words, f"{since} to {until}", None, kept),)


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


def _days_within(question: str, start: int, end: int) -> Iterator[tuple[str, date, date]]:
    """The first day, month or year in a part of the question."""
    for match in re.finditer(r"\b(?=\w)", question[start:end]):
        if days := _days(question, start + match.start()):
            yield days
            return
