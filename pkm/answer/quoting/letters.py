"""What a later letter made of a contract: the rent that was raised, the excess that is another now.

A policy tells its excess best, and the letter that changes it is one among many. A letter is on a contract where it bears its
number, tells what held before, or is written by who wrote the contract and bears no other number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pkm.answer.language import GENERIC_STEMS, content
from pkm.answer.planning.lookup import Expected, plain
from pkm.answer.planning.plan import Plan
from pkm.answer.quoting import sentences, values
from pkm.answer.quoting.coverage import stated
from pkm.answer.quoting.evidence import Passage
from pkm.answer.quoting.extract import Extract
from pkm.answer.quoting.frames import letter_begins
from pkm.answer.quoting.holds import holds
from pkm.answer.quoting.insurances import is_another
from pkm.models import Document

LETTERS = frozenset({"note", "other", "email"})
LETTERHEAD_CHARACTERS = 160
ALIKE = 3  # words that the heads of two papers by the same firm share
MIN_OLD = 31  # a smaller whole number may be any day
MIN_DIGITS = 6  # of the number of a contract
_KINDS: tuple[Expected, ...] = ("money", "percent", "duration")  # that a letter changes
_CHANGES = re.compile(
    r"(?<!\w)(?:chang\w+|increas\w+|decreas\w+|reduc\w+|ris(?:e|es|ing)|raised?|adjust\w+|revis\w+|amend\w+|goes (?:up|down)|instead|new|from now on"
    r"|\w*erhoh\w*|steigt|sinkt|senk\w*|ander\w*|geandert|\w*anpass\w*|angepasst|neue?[rsnm]?|statt|kunftig|nunmehr|augment\w+|hausse|baiss\w+|modifi\w+|pass(?:e|era|ent) (?:de|a)|portee?s? a|nouve\w+|desormais"
    r"|(?:from|as of|starting|effective|ab(?: dem| diesem)?|zum|mit wirkung|a compter d[ue]|a partir d[ue]|des le) (?:\d|tag|january|february|march|april|may|june|july|august|september|october|november|december))"
)
_NUMBER = re.compile(r"(?<!\d )(?<!\d)(?<![\w+.,/-])[A-Z]{0,4}[ -]?(?!0)\d[\d /-]{3,30}\d(?![\w.,/-]*\w)")


def changing(plan: Plan, found: Extract, passages: Sequence[Passage]) -> Extract | None:
    """The last letter's words on what was found in a contract; ``None`` where none changed it, or it stands elsewhere."""
    document, own = found.passage.document, found.passage.document.text[found.char_start : found.char_end]
    if document.kind != "contract" or document.date is None:
        return None
    kinds = tuple(each for each in _KINDS if each in plan.expected or (not plan.expected and holds(each, own)))
    holding = (
        own[start:end] for start, end in sentences.split(own) if any(holds(each, own[start:end]) for each in kinds)
    )
    first_line = found.passage.head.partition("\n")[0]
    things = stated(plan.topic, "\n".join(holding)) - GENERIC_STEMS
    things = things - stated(plan.topic, f"{found.passage.title}\n{first_line}") or things
    changes = [
        (each.document.date, -left, Extract(each, left, right, found.score))
        for each in _letters(plan, document, passages)
        for left, right in _sentences(each.document)
        if _tells(each.document.text[left:right], own, things, kinds)
        and _is_on(document, own, each.document, each.document.text[left:right])
    ]
    return max(changes, key=lambda each: (str(each[0]), each[1]))[2] if changes and things else None


def _letters(plan: Plan, contract: Document, passages: Sequence[Passage]) -> Iterator[Passage]:
    """The later letters among what the search found, each once and whole, but those on another sort of insurance."""
    seen = set()
    for each in passages:
        letter = each.document
        if letter.kind in LETTERS and letter.id not in seen and letter.date and str(letter.date) > str(contract.date):
            seen.add(letter.id)
            if not is_another(plan.question, each):
                yield replace(each, char_start=0, char_end=len(letter.text))


def _sentences(letter: Document) -> Iterator[sentences.Span]:
    start = max(letter_begins(letter.text), letter.header_end)
    end = int(letter.meta.get("quoted_from", len(letter.text)))
    return ((start + left, start + right) for left, right in sentences.split(letter.text[start:end]))


def _tells(said: str, own: str, things: frozenset[str], kinds: Sequence[Expected]) -> bool:
    """Whether a sentence says of all the things that something else holds now, and what."""
    return (
        any(holds(each, said) for each in kinds)
        and things <= stated(things, said)
        and _CHANGES.search(plain(said)) is not None
        and not said.rstrip().endswith("?")
        and bool(values.missing(replace(values.read(said), days=(), codes=()), values.read(own), own))
    )


def _is_on(contract: Document, own: str, letter: Document, said: str) -> bool:
    """Whether a letter is on a contract."""
    numbers = _numbers(letter.text)
    if numbers:
        return not numbers.isdisjoint(_numbers(contract.text))
    before = frozenset().union(*values.read(own).numbers) & frozenset().union(*values.read(said).numbers)
    heads = [{*content(each.text[:LETTERHEAD_CHARACTERS])} for each in (contract, letter)]
    return any(each != int(each) or each > MIN_OLD for each in before) or len(heads[0] & heads[1]) >= ALIKE


def _numbers(text: str) -> frozenset[str]:
    """The numbers that contracts and customers have, without spaces; no telephone numbers."""
    found = (re.sub(r"\D", "", each) for each in _NUMBER.findall(text))
    return frozenset(each for each in found if len(each) >= MIN_DIGITS)
