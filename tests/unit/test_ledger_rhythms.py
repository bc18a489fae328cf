"""Rhythms found in columns, held against the same looked for line by line."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise
from statistics import median

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from pkm.ledger.recurring import PERIODS, chance, period_of
from pkm.ledger.rhythms import regular

Row = tuple[int, int, int]  # payer, amount, day
gaps = st.sampled_from([0, 1, 6, 7, 8, 14, 29, 30, 31, 61, 91, 365, 400])


@st.composite
def payments(draw: st.DrawFn) -> list[Row]:
    rows = []
    for payer in range(draw(st.integers(0, 4))):
        usual, day = draw(gaps), 0
        for _ in range(draw(st.integers(1, 9))):
            day += draw(st.one_of(st.just(usual), st.just(usual), gaps))
            rows.append((payer, draw(st.integers(1, 3)), day))
    return draw(st.permutations(rows))


def keeps(days: list[int]) -> bool:
    told = [later - earlier for earlier, later in pairwise(sorted(days))]
    for length, slip in PERIODS.values() if told else ():
        if abs(median(told) - length) <= slip:
            return sum(any(abs(gap - n * length) <= slip for n in (1, 2, 3)) for gap in told) >= 0.8 * len(told)
    return False


def line_by_line(rows: list[Row]) -> set[int]:
    payers: defaultdict[int, list[int]] = defaultdict(list)
    for place, (payer, _, _) in enumerate(rows):
        payers[payer].append(place)
    found: set[int] = set()
    for own in payers.values():
        if keeps([rows[place][2] for place in own]):
            found |= set(own)
            continue
        times = Counter(rows[place][1] for place in own)
        least = 2 if len(own) >= 2 * len(times) else 4
        levels = [
            [place for place in own if rows[place][1] == amount] for amount, count in times.items() if count >= least
        ]
        for left, (doubt, level) in zip(
            range(len(levels), 0, -1),
            sorted((doubt_of([rows[place][2] for place in level]), level) for level in levels),
            strict=True,
        ):
            if doubt > 0.02 / left:
                break
            found |= set(level)
    return found


def doubt_of(days: list[int]) -> float:
    gaps = [later - earlier for earlier, later in pairwise(sorted(days))]
    period = period_of(gaps) if keeps(days) else None
    return chance(gaps, period) if period else 1.0


@given(payments())
@example([])
@example([(1, 1, 1)])
def test_columns_tell_what_lines_tell(rows: list[Row]) -> None:
    columns = np.array(rows, np.int64).reshape(-1, 3).T
    found = regular(*columns).tolist()
    assert len(found) == len(set(found))
    assert set(found) == line_by_line(rows)


def test_a_rent_is_found_beside_shopping() -> None:
    rent = [(1, 900, 30 * n) for n in range(12)]
    shop = [(2, 10 + n * n, day) for n, day in enumerate((0, 1, 2, 9, 11, 12, 40, 41, 42))]
    columns = np.array([*shop, *rent], np.int64).T
    assert sorted(regular(*columns).tolist()) == list(range(len(shop), len(shop) + 12))
