"""One score from several arms: a convex sum of scores that were brought to the same range.

Convex sums keep how far apart two scores are, which reciprocal ranks throw away, and have one weight to tune (Bruch, Gai
and Ingber 2023, "An Analysis of Fusion Functions for Hybrid Retrieval", https://arxiv.org/abs/2210.11934).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

Key = TypeVar("Key")


def normalise(
    scores: Mapping[Key, float], lowest: float | None = None, highest: float | None = None
) -> dict[Key, float]:
    """Scores in [0, 1]: the best, or ``highest`` where none is as high, is 1; ``lowest`` (the worst of them, if ``None``) is 0.

    Equal scores are all 1.
    """
    if not scores:
        return {}
    low = min(scores.values()) if lowest is None else lowest
    span = max(*scores.values(), low if highest is None else highest) - low
    if span <= 0:
        return dict.fromkeys(scores, 1.0)
    return {key: max(0.0, (score - low) / span) for key, score in scores.items()}


def fuse(*arms: tuple[float, Mapping[Key, float]]) -> dict[Key, float]:
    """The weighted sum of normalised scores; an arm that did not see a key gives it nothing."""
    total: dict[Key, float] = {}
    for weight, scores in arms:
        for key, score in scores.items():
            total[key] = total.get(key, 0.0) + weight * score
    return total
