"""How sure a mean over questions is: the percentile bootstrap (Efron and Tibshirani 1993, chapter 13).

Questions are drawn anew, with replacement, as often as there are; of the means so drawn, the middle 95 % are the interval.
The draws are seeded: the same values always have the same interval.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

RESAMPLES = 10_000
SEED = 20020422
COVERED = 0.95
_AT_ONCE = 1 << 22  # draws held in memory


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean and where 95 % of its resamples lie; no bounds where there is one value only."""

    value: float
    low: float | None
    high: float | None


def mean(values: Sequence[float], *, seed: int = SEED, resamples: int = RESAMPLES) -> Interval:
    """The mean of at least one value with its interval."""
    given = np.asarray(values, dtype=np.float64)
    if len(given) == 1:
        return Interval(float(given[0]), None, None)
    random = np.random.default_rng(seed)
    batch = max(1, _AT_ONCE // len(given))
    means = np.concatenate(
        [
            given[random.integers(len(given), size=(min(batch, resamples - begun), len(given)))].mean(axis=1)
            for begun in range(0, resamples, batch)
        ]
    )
    low, high = np.quantile(means, [(1 - COVERED) / 2, (1 + COVERED) / 2])
    return Interval(float(given.mean()), float(low), float(high))
