"""Whether what sentences tell is that of the very thing that is asked about, and not of another one beside it.

A paper lists alike things: the numbers of several persons, recipes under their headings, the tax on dogs and the one on
land. What a question says to tell them apart has to be said where the answer stands.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

from pkm.answer.language import GENERIC_STEMS, content, parts, stems_of
from pkm.answer.planning.lookup import plain, says
from pkm.answer.planning.plan import Plan
from pkm.answer.quoting import values
from pkm.answer.quoting.coverage import stated
from pkm.answer.quoting.evidence import Passage
from pkm.answer.quoting.holds import holds
from pkm.answer.quoting.reading import Reading
from pkm.answer.quoting.runs import Run
from pkm.answer.quoting.wish import AGE_OR_BIRTH, TELLS_BIRTH
from pkm.ledger.words import words

# What a number to call is itself called, and how persons are addressed.
_TO_CALL = stems_of(
    """phone phones telephone number numbers mobile cell landline line hotline helpline call ring dial reach contact service
    telefon telefonnummer nummer handy handynummer mobil mobilnummer festnetz rufnummer durchwahl anrufen erreichen erreichbar kontakt
    téléphone numéro portable mobile fixe ligne appeler joindre contacter
    mr mrs ms miss dr prof herr herrn frau familie m mme mlle madame monsieur mademoiselle"""
)
# "Personnel number", "numéro de contrat": of which of many numbers.
_WHICH_NUMBER = re.compile(
    r"(?<!\w)(?P<en>[a-z][\w-]+) (?:numbers?|no|id|code|pin)(?!\w)|(?<!\w)(?:numeros?|n°|code) (?:de |du |d')(?:la |l')?(?P<fr>[\w-]+)"
)
_COLUMN = re.compile(r" {2,}|[\t|;\n]")
_BEFORE_BRACKET = re.compile(r"([^\s,(]+(?: [^\s,(]+)?) ?\(\Z")
NAME_CHARACTERS = 120  # in which the name before a bracket stands
_NUMBERED = re.compile(r"(?:\bno|\bnr|n°|#|number|nummer|numero|\bcode|\bpin|\bid)\W{0,3}\w{0,3}\W?\d")
LONG = 1000
_NO_KIND = stems_of("the our my your what which this that phone telephone mobile what's whose right")
_POSSESSIVE = re.compile(r"\b([A-ZÀ-Þ][\w-]+)['’]s\b")


def is_anothers(plan: Plan, passage: Passage, reading: Reading, run: Run) -> bool:
    """Whether what the sentences tell belongs to another person or thing than the one that the question names."""
    said = run.terms | run.under | reading.columns
    return (
        _is_other_half(plan, said | reading.titled | stated(plan.topic, passage.head, reading.done))
        or _is_of_another_person(plan, reading, run)
        or _is_anothers_birth(plan, reading, run)
        or ("phone" in plan.expected and not _is_of_whom(plan, reading, run, said | reading.titled, passage))
        or (plan.expected == ("number",) and _is_another_number(plan, run, reading))
    )


def _is_other_half(plan: Plan, said: AbstractSet[str]) -> bool:
    """Whether of a compound only the second half is told, which the first tells apart: the tax, and no word of dogs."""
    for each in words(plan.question):
        halves = parts(each)
        if len(halves) == 2 and GENERIC_STEMS.isdisjoint(halves) and halves[0] not in said and halves[1] in said:
            return True
    return False


def _is_of_another_person(plan: Plan, reading: Reading, run: Run) -> bool:
    """Whether a sentence says what is somebody's who is not asked about, and nobody's who is: "Ruth's ring size"."""
    asked = plan.names or reading.heavy.difference(plan.sought, plan.asked, reading.done)
    above = run.under | reading.columns | reading.titled
    return (
        bool(asked)
        and "who" not in plan.expected
        and any(
            (each | above).isdisjoint(asked)
            and any(not stated(plan.topic, other) for other in _POSSESSIVE.findall(said))
            for said, each in zip(run.sentences, run.each, strict=True)
        )
    )


def _is_anothers_birth(plan: Plan, reading: Reading, run: Run) -> bool:
    """Whether a birth stands in another column than who is asked about, or in brackets behind somebody else."""
    asked = tuple(plan.names or reading.heavy.difference(plan.sought, reading.done))
    if not says(plain(plan.question), AGE_OR_BIRTH) or reading.titled.intersection(asked):
        return False
    columns = map(plain, _COLUMN.split(run.said))
    beside = [said[: match.start()] for said in columns if (match := TELLS_BIRTH.search(said))]
    named = [_BEFORE_BRACKET.search(each[-NAME_CHARACTERS:]) for each in beside]
    return bool(beside) and not any(
        stated(asked, match[1] if match else each) for match, each in zip(named, beside, strict=True)
    )


def _is_of_whom(plan: Plan, reading: Reading, run: Run, said: AbstractSet[str], passage: Passage) -> bool:
    """Whether a number to call is that of whom or what is asked about, as far as the question says it."""
    whose = reading.weights.keys() - _TO_CALL - GENERIC_STEMS
    for one, each, holding in zip(run.sentences, run.each, run.telling, strict=True):
        if holding and holds("who", one, plan.topic) and not whose <= each | run.under:
            return False
    return whose <= said | stated(whose, passage.head, reading.done)


def _is_another_number(plan: Plan, run: Run, reading: Reading) -> bool:
    """Whether a number that has a name is told by no sentence: each says other words of it, or holds but days."""
    named = [match[match.lastgroup or 0] for match in _WHICH_NUMBER.finditer(plain(plan.question))]
    kinds = frozenset(own for each in named for own in content(each)).intersection(plan.topic)
    kinds -= _NO_KIND | GENERIC_STEMS
    told = zip(run.sentences, run.each, strict=True)
    return bool(named) and not any(
        _identifies(one) and kinds <= each | run.under | reading.columns for one, each in told
    )


def _identifies(said: str) -> bool:
    """Whether a sentence holds a code, a long number or one behind "no.", and not only days, years, quantities and sums."""
    told = values.read(said)
    codes = (each for each in told.codes if ":" not in each)  # which is an hour
    return (
        any(codes)
        or bool(_NUMBERED.search(plain(said)))
        or any(
            n >= LONG and n == int(n) and not (unit or values.is_year(n))
            for each, unit in zip(told.numbers, told.units, strict=True)
            for n in each
        )
    )
