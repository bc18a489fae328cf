"""What ranges of documents that were found are worth to a question."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from statistics import fmean
from typing import NamedTuple

BUDGETS = (2_000, 8_000)
RANKS = 10


class Span(NamedTuple):
    """A range of a document's text."""

    document: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Score:
    """Of one question, or the mean of many.

    Attributes:
        within_2000, within_8000: The share of the gold characters among the first so many characters of hits.
        astray: The share of those hits, up to the larger number of characters, that lie in a document without gold.
        ndcg: nDCG@10 where a hit gains 1 if it touches gold that none before it touched.
    """

    within_2000: float
    within_8000: float
    astray: float
    ndcg: float


def score(found: Sequence[Span], gold: Sequence[Span]) -> Score:
    """Of one question's hits, best first."""
    small, large = (_share(_first(found, budget), gold) for budget in BUDGETS)
    homes = {each.document for each in gold}
    read = _first(found, BUDGETS[-1])
    astray = sum(each.document not in homes for each in read) / max(1, len(read))
    return Score(small, large, astray, _ndcg(found[:RANKS], gold))


def mean(scores: Sequence[Score]) -> Score:
    """The mean of each of their parts."""
    return Score(*(fmean(getattr(each, part.name) for each in scores) for part in fields(Score)))


def _first(found: Sequence[Span], budget: int) -> list[Span]:
    """The first characters of what was found; the last range is cut."""
    read = []
    for each in found:
        if budget <= 0:
            break
        read.append(each._replace(end=min(each.end, each.start + budget)))
        budget -= each.end - each.start
    return read


def _share(found: Sequence[Span], gold: Sequence[Span]) -> float:
    wanted = {(each.document, place) for each in gold for place in range(each.start, each.end)}
    seen = {
        (each.document, place)
        for each in found
        for wish in gold
        if wish.document == each.document
        for place in range(max(each.start, wish.start), min(each.end, wish.end))
    }
    return len(seen) / len(wanted)


def _ndcg(found: Sequence[Span], gold: Sequence[Span]) -> float:
    missing, gained = set(gold), 0.0
    for rank, each in enumerate(found):
        touched = {
            wish
            for wish in missing
            if wish.document == each.document and wish.start < each.end and each.start < wish.end
        }
        gained += bool(touched) / math.log2(rank + 2)
        missing -= touched
    return gained / sum(1 / math.log2(rank + 2) for rank in range(min(RANKS, len(set(gold)))))
