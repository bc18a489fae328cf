"""Where whoever wrote a paper is found, as its letterhead says: "What is the phone number of Fröbe?", "Where is the DIY shop?".

A letterhead gives name, street, town and telephone a line each, which no sentence joins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice, takewhile

from pkm.answer.language import stems_of
from pkm.answer.papers.desk import Desk, told_of
from pkm.answer.planning.lookup import KIND_WORDS, Expected
from pkm.answer.planning.plan import Plan
from pkm.answer.quoting.cite import inert
from pkm.answer.quoting.draft import Draft, Part
from pkm.answer.quoting.holds import ADDRESS
from pkm.ledger.words import fold
from pkm.models import CollectionId
from pkm.store import facts
from pkm.store.database import Connection

Span = tuple[int, int]
MOST = 3  # firms whose names hold the asked one
LINES = 10  # of a letterhead, below the name
_KINDS = {"phone", "contact", "address", "where"}
_ASKED = KIND_WORDS | stems_of(
    "phone telephone mobile number call contact email mail website web site url located telefon telefonnummer handynummer nummer kontakt webseite mailadresse"
    " téléphone portable numéro appeler courriel site"
)
_LINE = re.compile(r"\S[^\n]{0,200}")  # of a longer one its beginning
_PHONE = re.compile(
    r"(?i)(?<![^\W\d_])(?:tel|tél|phone|telephone|telefon|téléphone|fon|mobile?|mob|handy|natel|hotline)(?![^\W\d_])[^\n]*\d|^[+(]?\d[\d /().-]{5,}\d$"
)
_CONTACT = re.compile(r"(?i)@|https?://|www\.")
_LABEL = re.compile(r"[^\W\d_][\w ./-]{0,40}[:#]")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_REGISTERED = re.compile(r"\([^)]*\)")
_POSTCODE = re.compile(r"(?<![\d.,/:-])\d{4,6}(?![\d.,/:-]\d|\d)")


def tell_issuer(connection: Connection, plan: Plan, collection: CollectionId | None) -> Draft | None:
    """The telephone, address or site in the head of the latest paper of whom the question names; ``None`` where none states it."""
    kinds = [each for each in plan.expected if each in _KINDS]
    names = tuple(each for each in plan.topic if each not in _ASKED)
    if len(kinds) != 1 or not names:
        return None
    desk = Desk(plan, connection, collection)
    found: dict[str, Part] = {}  # by issuer, each by its latest paper
    for issuer in reversed(facts.find(connection, collection, kinds=["issuer"])):
        firm = fold(issuer.text)
        if firm in found or told_of(names, issuer.text) != {*names}:
            continue
        if span := _stated(desk.text(issuer.document_id), issuer.char_end, kinds[0]):
            quote = desk.span(issuer.document_id, *span)
            found[firm] = Part(f"{desk.say('quoted', words=inert(quote.text))} — {inert(issuer.text)}", (quote,))
    return desk.draft([*found.values()]) if 0 < len(found) <= MOST else None


def _stated(text: str, issuer_end: int, kind: Expected) -> Span | None:
    """Where the letterhead below a name states it; what stands below a blank line is of others."""
    lines = list(islice(_LINE.finditer(text, issuer_end, _end_of_block(text, issuer_end)), LINES))
    if kind in {"address", "where"}:
        return _address([each for each in lines if not _REGISTERED.fullmatch(each[0].strip())])
    told = _PHONE if kind == "phone" else _CONTACT
    return next((each.span() for each in lines if told.search(each[0].strip())), None)


def _address(lines: Sequence[re.Match[str]]) -> Span | None:
    """The lines above the first that states something else, where they name a town by its postcode, or a street by its kind."""
    own = list(
        takewhile(
            lambda each: not (_PHONE.search(each[0].strip()) or _CONTACT.search(each[0]) or _LABEL.search(each[0])),
            lines,
        )
    )
    if not own:
        return None
    said = " ".join(each[0] for each in own)
    return (own[0].start(), own[-1].end()) if _POSTCODE.search(said) or ADDRESS.search(said) else None


def _end_of_block(text: str, start: int) -> int:
    blank = _BLANK_LINE.search(text, start)
    return blank.start() if blank else len(text)
