"""Judged questions made of what persons said of hits and answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pkm.eval.question import Expectation, Judged
from pkm.store.judgements import Judgement

LONGEST = 400  # characters of a passage that are told: enough to know it again


@dataclass(frozen=True, slots=True)
class Collected:
    """Questions with a useful passage each, and how many there are of which none was, or that cannot be asked."""

    questions: tuple[Judged, ...]
    unanswered: int


def collect(judgements: Iterable[Judgement]) -> Collected:
    """A question for each that was asked, as of the same day; it expects the passages that were useful."""
    asked: dict[tuple[str, date | None], list[Judgement]] = {}
    for each in judgements:
        asked.setdefault((each.question, each.as_of), []).append(each)
    questions = []
    for (question, as_of), said in asked.items():
        useful = tuple(_expect(each) for each in said if each.useful)
        if useful and question.strip() and as_of != date.max:
            questions.append(Judged(question, tuple(dict.fromkeys(useful)), as_of=as_of))
    return Collected(tuple(questions), len(asked) - len(questions))


def _expect(judgement: Judgement) -> Expectation:
    return Expectation(
        path=judgement.path, document=judgement.document_id, text=judgement.text[:LONGEST].strip() or None
    )
