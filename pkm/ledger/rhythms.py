"""Which of very many payments may come back: those that keep a rhythm, found in whole columns at once.

``pkm.ledger.recurring`` looks at what is found; this only leaves out what it could not take for a series.
"""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from pkm.ledger.recurring import FEWEST, PERIODS, REGULAR_SHARE, chance, period_of, sure

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Column = NDArray[np.int64]


def regular(payers: Column, amounts: Column, days: Column) -> Column:
    """The places of payments that keep a rhythm, by payer or by one amount of a payer who keeps none.

    One amount counts from four times on, or from twice where a payer's amounts mostly come again, and where chance does not
    explain it beside the payer's other amounts. Payers and amounts are numbers that stand for them.
    """
    import numpy as np

    order = np.lexsort((days, payers))
    keeps = _kept(payers[order], days[order])
    whole, rest = order[keeps], order[~keeps]
    rest = rest[np.lexsort((amounts[rest], payers[rest]))]
    payer, amount = payers[rest], amounts[rest]
    is_new = _is_new(payer) | _is_new(amount)
    line, own = np.cumsum(is_new) - 1, np.cumsum(_is_new(payer)) - 1
    times = np.bincount(line)
    comes_again = np.bincount(own) >= 2 * np.bincount(own, is_new)
    counts = (times[line] >= FEWEST) | ((times[line] > 1) & comes_again[own])
    levels, line = rest[counts], line[counts]
    kept = _kept(line, days[levels])
    return np.concatenate((whole, _sure(payers, days, levels, line, kept)))


def _sure(payers: Column, days: Column, levels: Column, line: Column, kept: NDArray[np.bool_]) -> Column:
    """Of the places in ``levels`` those whose line keeps a rhythm that chance does not explain."""
    import numpy as np

    tried = Counter(payers[levels[_is_new(line)]].tolist())
    lines = np.split(levels[kept], np.flatnonzero(np.diff(line[kept])) + 1) if kept.any() else []
    found = [np.empty(0, np.int64)]
    for payer, own in groupby(lines, key=lambda places: payers[places[0]].item()):
        amounts = list(own)
        gaps = [np.diff(days[places]).tolist() for places in amounts]
        chances = [chance(each, period) if (period := period_of(each)) else 1.0 for each in gaps]
        found += [amounts[place] for place in sure(chances, tried[payer])]
    return np.concatenate(found)


def _is_new(column: Column) -> NDArray[np.bool_]:
    """Of each number whether it is another than the one before."""
    import numpy as np

    changes: NDArray[np.bool_] = np.diff(column, prepend=column[:1] - 1) != 0
    return changes


def _kept(lines: Column, days: Column) -> NDArray[np.bool_]:
    """Of each day whether its line, sorted and by time, keeps a rhythm.

    The middle of the gaps chooses the period, and four of five are it, give or take its slip, or a small multiple of it.
    """
    import numpy as np

    line: Column = np.cumsum(_is_new(lines)) - 1
    inside = line[1:] == line[:-1]
    gaps, of = np.diff(days)[inside], line[1:][inside]
    count = np.bincount(of, minlength=len(lines) and line[-1] + 1)
    apart = of * (gaps.max(initial=0) + 1)
    ranked = np.sort(apart + gaps) - apart
    start = np.cumsum(count) - count
    has = np.flatnonzero(count)
    middle = np.full(len(count), np.inf)
    middle[has] = (ranked[start[has] + (count[has] - 1) // 2] + ranked[start[has] + count[has] // 2]) / 2
    length, slip = np.array(list(PERIODS.values()), float).T
    fits = np.abs(middle[:, None] - length) <= slip
    period = np.argmax(fits, axis=1)[of]
    off = np.min([np.abs(gaps - n * length[period]) for n in (1, 2, 3)], axis=0)
    steady = np.bincount(of, off <= slip[period], minlength=len(count))
    keeps: NDArray[np.bool_] = fits.any(axis=1) & (steady >= REGULAR_SHARE * count)
    return keeps[line]
