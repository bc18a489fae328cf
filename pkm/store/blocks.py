"""Blocks: many postings of one term in two short byte strings, in the order of their passages.

A block's gaps are the differences of its passages' ids, each in as many bytes as the largest needs; where a term stands in
nearly every passage, a step for every id in the range is shorter, and there are no gaps. Its steps are the weights in
units of a power of two, one byte each, rounded up: a sum of them is a bound from above, and too large by less than a unit
for each term. Powers of two nest, so that weights lose nothing more when blocks are merged.

Where a term has many postings a block holds weights of one level alone, that is, of one unit: those few that weigh much are read
without all the others.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pkm.counting import LEAST

BYTES = 3900  # of a block: two of them fill a page of 8 KB
MOST_STEPS = 255
LEVELLED = 4000  # postings of a term, from which on they are parted by levels
DENSE = 0  # the form of a block without gaps; otherwise the bytes of a gap
_WIDTHS = np.array([1 << 8, 1 << 16, 1 << 32])  # gaps from which on more bytes are needed

Ids = NDArray[np.int64]
Weights = NDArray[np.float32]


class Postings(NamedTuple):
    """What terms weigh in texts, one element a posting.

    Attributes:
        weights: Above 0.
        units: The coarsest that any of the term's weights was rounded to before; 0: none.
    """

    terms: NDArray[np.int32]
    ids: Ids
    weights: Weights
    units: Weights

    def at(self, places: NDArray[np.intp] | NDArray[np.bool_]) -> Postings:
        """Those at these places."""
        return Postings(self.terms[places], self.ids[places], self.weights[places], self.units[places])


class Block(NamedTuple):
    """Postings of one term.

    Attributes:
        size: How many.
        top: At least as much as each of its postings weighs.
        unit: What one step weighs, a power of two.
        form: Bytes of a gap, or ``DENSE``.
        gaps: Little-endian; the first is 0, counted from ``first``.
        steps: 1 to 255; 0 in a dense block where the id is not there.
    """

    term: int
    first: int
    last: int
    size: int
    top: float
    unit: float
    form: int
    gaps: bytes
    steps: bytes


def cut(postings: Postings, levelled: NDArray[np.bool_]) -> list[Block]:
    """The blocks of postings, all terms at once: most have few, and numpy is quick with many.

    Args:
        postings: By term and id, ascending; each once.
        levelled: Whether a posting's term is parted by levels: a weight has one of its own then, whatever it was rounded to.
    """
    count = len(postings.ids)
    if not count:
        return []
    levels, order, parted = np.zeros(count, dtype=np.int32), np.arange(count), np.flatnonzero(levelled)
    levels[parted] = _levels(postings.weights[parted])
    order[parted] = parted[np.lexsort((levels[parted], postings.terms[parted]))]  # stable: by id within
    terms, ids, weights, units = postings.at(order)
    levels, units = levels[order], np.where(levelled, np.float32(0), units)

    # A group is a term, or a level of one; its widest gap says how many postings a block of it holds.
    is_first = np.ones(count, dtype=bool)
    is_first[1:] = (terms[1:] != terms[:-1]) | (levels[1:] != levels[:-1])
    groups = np.flatnonzero(is_first)
    gaps = np.diff(ids, prepend=ids[0])
    gaps[groups] = 0
    lengths = np.diff(groups, append=count)
    sizes = np.repeat(BYTES // (_bytes_of(np.maximum.reduceat(gaps, groups)) + 1), lengths)
    starts = np.flatnonzero((np.arange(count) - np.repeat(groups, lengths)) % sizes == 0)
    coarsest = np.repeat(np.maximum.reduceat(units, groups), lengths)[starts]

    gaps[starts] = 0
    counts = np.diff(starts, append=count)
    firsts, lasts = ids[starts], ids[starts + counts - 1]
    made_units = np.maximum(coarsest, unit_of(np.maximum.reduceat(weights, starts)))
    forms = _bytes_of(np.maximum.reduceat(gaps, starts))
    forms[lasts - firsts + 1 <= counts * (forms + 1)] = DENSE

    steps = np.ceil(weights / np.repeat(made_units, counts)).clip(1, MOST_STEPS).astype(np.uint8)
    tops = np.maximum.reduceat(steps, starts) * made_units
    spans = np.where(forms == DENSE, lasts - firsts + 1, counts)
    begins = np.cumsum(spans) - spans
    within = np.where(
        np.repeat(forms == DENSE, counts), ids - np.repeat(firsts, counts), np.arange(count) - np.repeat(starts, counts)
    )
    laid = np.zeros(int(spans.sum()), dtype=np.uint8)
    laid[np.repeat(begins, counts) + within] = steps
    all_steps, all_gaps = laid.tobytes(), {DENSE: b""}
    places = np.zeros(len(starts), dtype=np.int64)
    for form in np.unique(forms[forms != DENSE]).tolist():
        own = forms == form
        all_gaps[form] = gaps[np.repeat(own, counts)].astype(f"<u{form}").tobytes()
        places[own] = np.cumsum(counts[own] * form) - counts[own] * form
    fields = (terms[starts], firsts, lasts, counts, tops, made_units, forms, places, begins, spans)
    return [
        Block(
            term, first, last, size, top, unit, form,
            all_gaps[form][place : place + size * form], all_steps[begin : begin + span],
        )
        for term, first, last, size, top, unit, form, place, begin, span in zip(
            *(each.tolist() for each in fields), strict=True
        )
    ]  # fmt: skip


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
    weights: Weights = np.multiply(numbers, np.repeat(units, lengths), out=numbers)
    if form != DENSE:
        return ids, weights
    held = weights > 0
    return ids[held], weights[held]


def _runs(firsts: Ids, lasts: Ids, lengths: Ids, distances: Ids) -> Ids:
    """Running sums of distances that begin anew at each block, from its first id, written over ``distances``."""
    starts: Ids = np.cumsum(lengths) - lengths
    distances[starts] = firsts
    distances[starts[1:]] -= lasts[:-1]
    ids: Ids = np.cumsum(distances, out=distances)
    return ids


def unit_of(weights: Weights) -> Weights:
    """The finest power of two in whose steps each weight can be counted."""
    return np.ldexp(np.float32(1), _levels(weights))


def _bytes_of(gaps: Ids) -> Ids:
    """How many bytes each of these needs."""
    return 1 << np.searchsorted(_WIDTHS, gaps, side="right")
