"""How well a ranking answers a judged question.

All measures rest on one thing: at which rank, from 1, each expectation is first met (``None``: not at all). Passages beyond
the first that meet the same expectation neither help nor hurt, however a document is cut.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence, Set
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
Ranks = Sequence[int | None]

DEPTH = 50  # so many hits are looked at
RECALL_AT = (1, 5, 10, DEPTH)
NDCG_AT = 10
NAMES = (*(f"recall@{k}" for k in RECALL_AT), f"ndcg@{NDCG_AT}", "mrr")


def ranks(ranking: Sequence[Key], expected: Sequence[Set[Key]]) -> list[int | None]:
    """The rank of the first of each of these sets in a ranking."""
    found: list[int | None] = [None] * len(expected)
    for rank, key in enumerate(ranking, start=1):
        for place, each in enumerate(expected):
            if found[place] is None and key in each:
                found[place] = rank
    return found


def measure(found: Ranks, grades: Sequence[float]) -> dict[str, float]:
    """All measures by name."""
    values = [*(recall(found, k) for k in RECALL_AT), ndcg(found, grades), reciprocal_rank(found)]
    return dict(zip(NAMES, values, strict=True))


def recall(found: Ranks, k: int) -> float:
    """The share of what was expected that is met by the first k."""
    return sum(rank is not None and rank <= k for rank in found) / len(found)


def reciprocal_rank(found: Ranks) -> float:
    """1 divided by the rank at which anything expected is first met; 0 where nothing is (Voorhees 1999, TREC-8)."""
    return max((1 / rank for rank in found if rank is not None), default=0.0)


def ndcg(found: Ranks, grades: Sequence[float], k: int = NDCG_AT) -> float:
    """The gain of the first k, discounted by rank, as a share of the best possible.

    Järvelin and Kekäläinen 2002, "Cumulated gain-based evaluation of IR techniques"; gain is the grade itself and the
    discount log2(1 + rank), as trec_eval has it. Two expectations met by one hit count as if they were at the top: never
    above 1.
    """
    gained = sum(
        grade / math.log2(1 + rank) for rank, grade in zip(found, grades, strict=True) if rank is not None and rank <= k
    )
    ideal = sum(grade / math.log2(1 + rank) for rank, grade in enumerate(sorted(grades, reverse=True)[:k], start=1))
    return min(1.0, gained / ideal)
