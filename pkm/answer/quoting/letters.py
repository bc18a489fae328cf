"""What a later letter made of a contract: the rent that was raised, the excess that is another now.

A policy tells its excess best, and the letter that changes it is one among many. A letter is on a contract where it bears its
number, tells what held before, or is written by who wrote the contract and bears no other number. An endorsement or a supplement is
one whatever day it bears: often it is only that of the contract that it changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from pkm.answer.language import GENERIC_STEMS, content, stems_of
from pkm.answer.planning.lookup import Expected, asks_before_change, plain
from pkm.answer.planning.plan import Plan
from pkm.answer.quoting import sentences, values
from pkm.answer.quoting.beside import is_beside
from pkm.answer.quoting.changes import (
    AMENDMENT,
    CHANGES,
    HEAD_CHARACTERS,
    PAPERS,
    is_agreement,
    is_amendment,
)
from pkm.answer.quoting.coverage import stated, stems
from pkm.answer.quoting.evidence import Passage
from pkm.answer.quoting.extract import Extract
from pkm.answer.quoting.frames import letter_begins
from pkm.answer.quoting.holds import NAME, TITLED_NAME, holds
from pkm.answer.quoting.insurances import is_another
from pkm.answer.quoting.wish import Wish
from pkm.models import Document

LETTERS = frozenset({"note", "other", "email"})
PARTIES_CHARACTERS = 600  # in which a contract says between whom it is, and a letter to whom
SENDER_LINES = 2  # above a letter, in which who writes it stands
MOST_OF_NAME = 0.6  # of the words of who writes it, that a contract names
ALIKE = 3  # words that an amendment shares with the first lines of what it amends
MIN_OLD = 31  # a smaller whole number may be any day
MIN_DIGITS = 6  # of the number of a contract
_KINDS: tuple[Expected, ...] = ("money", "percent", "duration", "number", "size")  # that a letter changes
_OF_COVER = stems_of(
    """include includes included cover covers covered insured versichert mitversichert gedeckt abgedeckt eingeschlossen enthalten
    couvert couverts couverte couvertes assuré assurés assurée garanti garantis compris inclus allowed permitted erlaubt gestattet permis autorisé"""
)  # which an endorsement may say in other words: "added"
_FIRMS = stems_of(
    "ltd limited plc inc llc gmbh ag kg eg ev sa sas sarl company service services customer kundenservice the and und et"
)
_NEW = stems_of("new revised now neu neue neuer neues neuen künftig künftiger nouveau nouvel nouvelle")
_UNITS = stems_of("eur euro euros usd gbp chf cent percent prozent inkl incl")
_LINES = re.compile(r"\n(?![a-zß-ÿ])")  # what goes on small is the same line still
_LABEL = re.compile(r"\W*([^\d\n]{3,60}?)\W*\d")
_BEFORE_COLON = re.compile(r"\W*([^:\d\n]{3,40}):")
_NUMBER = re.compile(r"(?<!\d )(?<!\d)(?<![\w+.,/-])[A-Z]{0,4}[ /-]?(?!0)\d[\d /-]{3,30}\d(?![\w.,/-]*\w)")


def changing(plan: Plan, found: Extract, passages: Sequence[Passage]) -> Extract | None:
    """The last letter's words on what was found in a contract; ``None`` where none changed it, or it stands elsewhere."""
    document, own = found.passage.document, found.passage.document.text[found.char_start : found.char_end]
    if document.kind not in PAPERS or asks_before_change(plan.question):
        return None
    base = found.passage.char_start
    lines = sentences.within(found.passage.text, found.char_start - base, found.char_end - base)
    if not plan.expected:  # the line that is most on it tells what may change: a sum, or what is covered
        lines = [line for each in lines for line in _LINES.split(each)]
        most = max(len(stated(plan.topic, each)) for each in lines)
        lines = [each for each in lines if len(stated(plan.topic, each)) == most]
    told = "\n".join(lines)
    kinds = tuple(each for each in _KINDS if each in plan.expected or (not plan.expected and holds(each, told)))
    holding = [each for each in lines if any(holds(kind, each) for kind in kinds)]
    first_line = found.passage.head.partition("\n")[0]
    things = stated(plan.topic, "\n".join(holding if kinds else lines)) - GENERIC_STEMS
    own_things = things - stated(plan.topic, f"{found.passage.title}\n{first_line}")
    things = (own_things or things) - _OF_COVER or things
    holding = [each for each in holding if stated(things, each)] or holding  # another line's value is none of the thing
    changes = [
        (
            each.document.date,
            len(stems(each.document.text[left:right]).intersection(plan.topic)),
            _restates(each.document.text[left:right], holding),
            -left,
            Extract(each, left, right, found.score),
        )
        for each in _letters(plan, document, passages)
        for left, right in _sentences(each.document)
        if _tells(each.document, each.document.text[left:right], holding or lines, things, kinds, is_all=not own_things)
        and _is_on(plan, document, own, each.document, each.document.text[left:right])
        and Wish.of(plan).is_counted(each.document.text[left:right], stated(plan.topic, each.document.text[left:right]))
        and not is_beside(plan, plain(each.document.text[left:right]), is_done=False, is_of_birth=False)
    ]
    return max(changes, key=lambda each: (str(each[0] or ""), *each[1:4]))[4] if changes else None


def number_of(document: Document) -> str:
    """The first number that a contract, or what may be one, bears, as it writes it; empty where it has none, or for another paper."""
    if document.kind not in PAPERS:
        return ""
    found = (match.group().strip() for match in _NUMBER.finditer(document.text))
    return next((each for each in found if sum(map(str.isdigit, each)) >= MIN_DIGITS), "")


def _letters(plan: Plan, contract: Document, passages: Sequence[Passage]) -> Iterator[Passage]:
    """The later letters among what the search found, each once and whole, but those on another sort of insurance."""
    seen = {contract.id}
    for each in passages:
        letter = each.document
        is_later = letter.date and contract.date and str(letter.date) > str(contract.date)
        is_letter = is_later and letter.kind in LETTERS and is_agreement(contract)
        bears = is_agreement(contract) or not _numbers(letter.text).isdisjoint(_numbers(contract.text))
        if (
            letter.id not in seen
            and (is_letter or (is_amendment(letter) and bears))
            and not (is_amendment(contract) and not is_later)
        ):
            seen.add(letter.id)
            if not is_another(plan.question, each):
                yield replace(each, char_start=0, char_end=len(letter.text))


def _sentences(letter: Document) -> Iterator[sentences.Span]:
    start = max(letter_begins(letter.text), letter.header_end)
    end = int(letter.meta.get("quoted_from", len(letter.text)))
    for left, right in sentences.split(letter.text[start:end]):
        is_above = start + left < HEAD_CHARACTERS and AMENDMENT.search(plain(letter.text[start + left : start + right]))
        if not is_above:  # what only says which contract it amends
            yield start + left, start + right


def _tells(
    letter: Document,
    said: str,
    before: Sequence[str],
    things: frozenset[str],
    kinds: Sequence[Expected],
    *,
    is_all: bool,
) -> bool:
    """Whether a sentence says of all the things, or of what a line before it said with the same value, that it is another now, and what.

    ``is_all``: the whole contract is on the things, so that a supplement need not name them where it says the rest again.
    """
    own, amends = "\n".join(before), is_amendment(letter)
    if said.rstrip().endswith("?") or not (amends or CHANGES.search(plain(said))):
        return False
    is_named = bool(things) and things <= stated(things, said)
    if not kinds:  # what is covered or allowed now
        return amends and is_named and not set(content(said)) <= set(content(own))
    is_other = bool(values.missing(replace(values.read(said), days=(), codes=()), values.read(own), own))
    return (
        is_other
        and any(holds(each, said) for each in kinds)
        and (is_named or any(_goes_on(said, one) or (amends and is_all and _is_same_term(said, one)) for one in before))
    )


def _goes_on(said: str, line: str) -> bool:
    """Whether a sentence tells the value that a line told, and what of: "Premium: now 180, before 160"."""
    return bool(_alike(said, line)) and bool(_telling(said) & _telling(line))


def _is_same_term(said: str, line: str) -> bool:
    """Whether a sentence speaks of what a line does: in several words, or by all that its own label says ("New premium: 180")."""
    alike, label = _alike(said, line), _LABEL.match(said)
    own = frozenset(content(label[1])) - GENERIC_STEMS - _UNITS - _NEW if label else frozenset()
    return len(alike) > 1 or (bool(own) and own <= alike)


def _says_label(said: str, line: str) -> bool:
    """Whether a sentence says all that a line calls its value: "Fee: 68.50", and then "our fee is 72.00"."""
    label = _BEFORE_COLON.match(line)
    own = frozenset(content(label[1])) - _UNITS if label else frozenset()
    return bool(own - GENERIC_STEMS) and own <= frozenset(content(said))


def _restates(said: str, lines: Sequence[str]) -> bool:
    """Whether a sentence says the value that held before: then it is that value which it changes."""
    return any(_telling(said) & _telling(each) for each in lines)


def _alike(said: str, line: str) -> frozenset[str]:
    """The words that a sentence and a line share, without numbers and units."""
    shared = (each for each in content(said) if not each.isdigit())
    return frozenset(shared).intersection(content(line)) - GENERIC_STEMS - _UNITS


def _telling(said: str) -> frozenset[Decimal]:
    """The numbers that hardly stand in two places by chance: no small whole ones, which may be any day."""
    return frozenset(
        each for number in values.read(said).numbers for each in number if each != int(each) or each > MIN_OLD
    )


def _is_on(plan: Plan, contract: Document, own: str, letter: Document, said: str) -> bool:
    """Whether a letter is on a contract; one to or by whom the question names in full, with whom that is, is."""
    full = [each for each in NAME.findall(plan.question) if {*content(each)} <= {*plan.names}]
    if any(all(one in each.text[:PARTIES_CHARACTERS] for each in (contract, letter)) for one in full):
        return True
    numbers = _numbers(letter.text[letter.header_end :])
    if numbers:
        return not numbers.isdisjoint(_numbers(contract.text))
    if is_amendment(letter) and len(_shared(contract, letter)) >= ALIKE:
        return True
    return bool(_telling(own) & _telling(said)) or _is_by_party(contract, letter)


def _is_by_party(contract: Document, letter: Document) -> bool:
    """Whether a letter is written by who a contract names among its parties, and to nobody whom that does not name."""
    parties = {*content(f"{contract.title}\n{contract.text[contract.header_end :][:PARTIES_CHARACTERS]}")}
    head = letter.text[letter.header_end : letter_begins(letter.text) or letter.header_end + HEAD_CHARACTERS]
    mail = letter.meta.get("from", "") if letter.kind == "email" else ""
    lines = (
        [mail.partition("<")[0] or mail] if mail else [each for each in head.split("\n")[:SENDER_LINES] if each.strip()]
    )
    written_to = content(" ".join(TITLED_NAME.findall(head)))
    if written_to and parties.isdisjoint(written_to):
        return False
    senders = ([one for one in content(each) if one.isalpha() and one not in GENERIC_STEMS | _FIRMS] for each in lines)
    return any(own and sum(each in parties for each in own) >= MOST_OF_NAME * len(own) for own in senders)


def _shared(contract: Document, amendment: Document) -> frozenset[str]:
    """What a contract's first lines share with those of an amendment, which name what it amends: "Flat 34, 17 Vine Street"."""
    above = content(f"{amendment.title}\n{amendment.text[:HEAD_CHARACTERS]}")
    return (
        frozenset(above).intersection(content(f"{contract.title}\n{contract.text[:PARTIES_CHARACTERS]}"))
        - GENERIC_STEMS
    )


def _numbers(text: str) -> frozenset[str]:
    """The numbers that contracts and customers have, without spaces; no telephone numbers."""
    found = (re.sub(r"\D", "", each) for each in _NUMBER.findall(text))
    return frozenset(each for each in found if len(each) >= MIN_DIGITS)
