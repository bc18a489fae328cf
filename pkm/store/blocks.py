"""Blocks: many postings of one term in two short byte strings, in the order of their passages.

A block's gaps are the differences of its passages' ids, each in as many bytes as the largest needs; where a term stands in
nearly every passage, a step for every id in the range is shorter, and there are no gaps. Its steps are the weights in
units of a power of two, one byte each, rounded up: a sum of them is a bound from above, and too large by less than a unit
for each term. Powers of two nest, so that weights lose nothing more when blocks are merged.

Where a term has many postings a block holds weights of one level alone, that is, of one unit: those few that weigh much are read
without all the others.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BYTES = 3900  # of a block: two of them fill a page of 8 KB
MOST_STEPS = 255
LEVELLED = 4000  # postings of a term, from which on they are parted by levels
LEAST = 1e-30  # a weight below it counts as much
DENSE = 0  # the form of a block without gaps; otherwise the bytes of a gap

Ids = NDArray[np.int64]
Weights = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Block:
    """Postings of one term.

    Attributes:
        form: Bytes of a gap, or ``DENSE``.
        unit: What one step weighs, a power of two.
        gaps: Little-endian; the first is 0, counted from ``first``.
        steps: 1 to 255; 0 in a dense block where the id is not there.
    """

    first: int
    last: int
    count: int
    form: int
    unit: float
    gaps: bytes
    steps: bytes

    @property
    def top(self) -> float:
        """At least as much as each of its postings weighs."""
        return max(self.steps) * self.unit


def cut(ids: Ids, weights: Weights, unit: float = 0.0, *, levelled: bool = False) -> Iterator[Block]:
    """The blocks of a term's postings.

    Args:
        ids: Of passages, ascending, each once.
        weights: Above 0.
        unit: The coarsest that any of the weights was rounded to before.
        levelled: Whether they are parted by levels: a weight has one of its own then, whatever it was rounded to.
    """
    if levelled:
        levels = _levels(weights)
        for each in np.unique(levels):
            held = levels == each
            yield from cut(ids[held], weights[held])
        return
    widest = _bytes_of(int(np.diff(ids).max(initial=0)))
    size = BYTES // (widest + 1)
    for start in range(0, len(ids), size):
        yield _pack(ids[start : start + size], weights[start : start + size], unit)


def _levels(weights: Weights) -> NDArray[np.int32]:
    """The exponent of each weight's unit (``unit_of``)."""
    parts, exponents = np.frexp(np.maximum(weights.astype(np.float64), LEAST) / MOST_STEPS)
    levels: NDArray[np.int32] = exponents - (parts == 0.5)
    return levels


def unpack(
    form: int, firsts: Ids, lasts: Ids, counts: NDArray[np.int16], units: Weights, gaps: bytes, steps: bytes
) -> tuple[Ids, Weights]:
    """Ids and weights (rounded up) of several blocks of one form, whose gaps and steps are joined."""
    numbers = np.frombuffer(steps, dtype=np.uint8).astype(np.float32)
    if form == DENSE:
        lengths = lasts - firsts + 1
        distances = np.ones(len(numbers), dtype=np.int64)
    else:
        lengths = counts.astype(np.int64)
        distances = np.frombuffer(gaps, dtype=f"<u{form}").astype(np.int64)
    ids = _runs(firsts, lasts, lengths, distances)
    weights: Weights = numbers * np.repeat(units, lengths)
    if form != DENSE:
        return ids, weights
    held = numbers > 0
    return ids[held], weights[held]


def _runs(firsts: Ids, lasts: Ids, lengths: Ids, distances: Ids) -> Ids:
    """Running sums of distances that begin anew at each block, from its first id; overwrites ``distances``."""
    starts: Ids = np.cumsum(lengths) - lengths
    distances[starts] = firsts
    distances[starts[1:]] -= lasts[:-1]
    ids: Ids = np.cumsum(distances)
    return ids


def _pack(ids: Ids, weights: Weights, unit: float) -> Block:
    unit = max(unit, unit_of(float(weights.max())))
    steps = np.ceil(weights / np.float32(unit)).clip(1, MOST_STEPS).astype(np.uint8)
    first, last = int(ids[0]), int(ids[-1])
    gaps = np.diff(ids, prepend=first)
    width = _bytes_of(int(gaps.max()))
    if last - first + 1 <= len(ids) * (width + 1):
        dense = np.zeros(last - first + 1, dtype=np.uint8)
        dense[ids - first] = steps
        return Block(first, last, len(ids), DENSE, unit, b"", dense.tobytes())
    return Block(first, last, len(ids), width, unit, gaps.astype(f"<u{width}").tobytes(), steps.tobytes())


def unit_of(largest: float) -> float:
    """The finest power of two in whose steps a weight can be counted."""
    unit = 2.0 ** math.frexp(max(largest, LEAST) / MOST_STEPS)[1]
    return unit / 2 if largest <= unit / 2 * MOST_STEPS else unit


def _bytes_of(gap: int) -> int:
    return 1 if gap < 1 << 8 else 2 if gap < 1 << 16 else 4 if gap < 1 << 32 else 8
