"""Sentences that follow each other in a passage: the candidates of an answer, with what each says of a question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from pkm.answer.planning.lookup import Expected
from pkm.answer.planning.plan import Plan
from pkm.answer.quoting import sentences
from pkm.answer.quoting.bill_lines import is_line
from pkm.answer.quoting.coverage import stated, stems
from pkm.answer.quoting.evidence import Passage
from pkm.answer.quoting.frames import HEADING_WORDS, asks_back, is_clause, is_title, without_stamps
from pkm.answer.quoting.holds import holds
from pkm.answer.quoting.reading import Reading
from pkm.answer.quoting.standing_lines import begins_item

MAX_SENTENCES = 3
_FORMS = frozenset({"contract", "invoice", "statement", "other"})
_FIELD = re.compile(r"(?m)^\W*[^:\n]{3,40}:")
_FIGURE = re.compile(r"\s*(?:[€$£]|eur|usd|gbp|chf)?\s?\d", re.IGNORECASE)
_BEGINNING = re.compile(
    r"\W*(?:(?:the|your|our|der|die|das|ihre?|unsere?|les?|la|l['’]|votre|vos|une?|an?|eine?) ?)?[\w-]*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Run:
    """Sentences that follow each other.

    Attributes:
        left, right: Where they lie in their passage.
        said: Their words; ``told`` without the times at which messages were sent, of a row with the names of its columns.
        last: The words of the last one; ``sentences`` those of each, as ``told`` has them.
        each: What each of them states of the topic; with what a label before it names.
        literal: What they state of it in the question's own words.
        under: What the heading, or the head of the table, above says of it; ``head`` what that of the table says.
        beside: What the other sentences of the passage tell of, but those right before them in their paragraph: the words of
            the topic with which they begin, or in which they hold what is expected.
        held: For each thing that is expected, whether they hold it.
        telling: For each of them, whether it holds any of what is expected.
    """

    left: int
    right: int
    said: str
    told: str
    last: str
    sentences: tuple[str, ...]
    each: tuple[frozenset[str], ...]
    literal: frozenset[str]
    under: frozenset[str]
    head: frozenset[str]
    beside: frozenset[str]
    held: tuple[bool, ...]
    telling: tuple[bool, ...]

    @property
    def count(self) -> int:
        """How many sentences they are."""
        return len(self.each)

    @property
    def terms(self) -> frozenset[str]:
        """What they state of the topic, all together."""
        return frozenset().union(*self.each)

    def is_of_one_thing(self, things: AbstractSet[str]) -> bool:
        """Whether one of the sentences states all of these things that any of them states: else they speak of several."""
        told = (self.terms & things) - self.under
        return any(told <= each for each in self.each)

    def tells_of(self, things: AbstractSet[str]) -> bool:
        """Whether a sentence that holds what is expected states one of these things, or follows one that does.

        What stands two sentences further, or before any of them is named, is told of another.
        """
        if not any(self.telling) or self.under & things or not self.terms & things:
            return True
        about = [bool(each & things) for each in self.each]
        return any(holding and any(about[max(0, n - 1) : n + 1]) for n, holding in enumerate(self.telling))


def runs_of(plan: Plan, passage: Passage, reading: Reading) -> Iterator[Run]:
    """The runs of a passage: none goes on into another item or section, or into a mail's signature."""
    text, start = passage.text, passage.char_start
    spans = sentences.split(text)
    spans = [each for each in spans if not asks_back(text[slice(*each)])]
    own = [stated(plan.topic, text[left:right], reading.done) for left, right in spans]
    literal = [stems(text[left:right]).intersection(plan.topic) for left, right in spans]
    heads = sentences.table_heads(text, spans)
    begins = _paragraphs(text, spans)
    tells = [_tells_of(plan, text[slice(*span)], said, passage) for span, said in zip(spans, own, strict=True)]
    under: frozenset[str] = frozenset()
    for first in range(len(spans)):
        if passage.document.kind == "message":  # which goes on from the one before
            under = own[first - 1] if first else frozenset()
        elif is_title(text[slice(*spans[first])]):
            under = own[first]
        if first in heads.values():  # the names of columns answer nothing
            continue
        is_bill = passage.document.kind == "invoice" and is_line(text[slice(*spans[first])])
        head = own[heads[first]] if first in heads else frozenset()
        head = head if own[first] - head else frozenset()
        for last in range(first, min(first + MAX_SENTENCES, len(spans))):
            if first < last and (
                last in heads
                or first in heads
                or is_bill
                or (passage.document.kind == "invoice" and is_line(text[slice(*spans[last])]))
                or last in heads.values()
                or (plan.expected and begins_item(text, spans[last - 1], spans[last]))
                or is_title(text[spans[last][0] : spans[last][1]])
                or is_clause(text[spans[last][0] : spans[last][1]])
                or start + spans[first][0] < reading.title_end <= start + spans[last][0]
                or reading.is_signature(spans[last][0]) != reading.is_signature(spans[first][0])
            ):
                break
            left, right = spans[first][0], spans[last][1]
            told = without_stamps(text[left:right])
            if first in heads:
                row = sentences.labelled(text[slice(*spans[heads[first]])], told)
                told = "\n".join(f"{name}: {cell}" for name, cell in row) or told
            each = [without_stamps(text[slice(*spans[n])]) for n in range(first, last + 1)]
            yield Run(
                left,
                right,
                text[left:right],
                told,
                text[spans[last][0] : right],
                tuple(each),
                tuple(
                    own[n] | own[n - 1] if n > first and _is_label(text[slice(*spans[n - 1])]) else own[n]
                    for n in range(first, last + 1)
                ),
                frozenset().union(*literal[first : last + 1]),
                under | head,
                head,
                frozenset().union(*tells[: begins[first]], *tells[last + 1 :]),
                tuple(
                    holds(kind, _values_of(kind, text[left:right], told, passage), plan.topic) for kind in plan.expected
                ),
                tuple(
                    any(holds(kind, _values_of(kind, one, one, passage), plan.topic) for kind in plan.expected)
                    for one in each
                ),
            )


def _paragraphs(text: str, spans: Sequence[sentences.Span]) -> list[int]:
    """For each of the sentences the first of its paragraph: between them no line ends."""
    first = list[int]()
    for n, (start, _) in enumerate(spans):
        first.append(first[-1] if n and "\n" not in text[spans[n - 1][1] : start] else n)
    return first


def _tells_of(plan: Plan, said: str, stated_there: frozenset[str], passage: Passage) -> frozenset[str]:
    """Of which words of the topic a sentence tells: with which it begins, and all but names where it holds what is expected.

    A field of a form tells of what it is called where it holds a figure: "Unit: C118" only says what the paper is on.
    """
    field, first = _FIELD.match(said), _BEGINNING.match(said)
    is_named = first and not (field and not _FIGURE.match(said, field.end()))
    begun = stated_there & stated(plan.topic, first[0]) if first and is_named else frozenset[str]()
    if plan.expected and all(holds(kind, _values_of(kind, said, said, passage), plan.topic) for kind in plan.expected):
        return begun | stated_there.difference(plan.names)
    return begun


def _values_of(kind: Expected, said: str, told: str, passage: Passage) -> str:
    """Where a value of a kind is looked for: what a form calls its fields and columns is the name of nobody."""
    if kind != "who":
        return told
    return _FIELD.sub("", said) if passage.document.kind in _FORMS else said


def _is_label(said: str) -> bool:
    """Whether it is too short for a sentence, and names what the next one is on: "Household insurance."."""
    return len(said.split()) <= HEADING_WORDS
