"""Ids of bookings as a set: what two sums have in common, and what one has beyond the other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pkm.models import Rows

ids = st.sets(st.integers(0, 2**63 - 1))


def rows(numbers: set[int]) -> Rows:
    return Rows(*(each.to_bytes(8, "big") for each in numbers))


@given(ids, ids, ids)
def test_rows_are_sets_of_ids(one: set[int], other: set[int], common: set[int]) -> None:
    mine, theirs = one | common, other | common
    assert tuple(rows(mine) & rows(theirs)) == tuple(sorted(mine & theirs))
    assert tuple(rows(mine) - rows(theirs)) == tuple(sorted(mine - theirs))
    assert len(rows(mine) - rows(theirs)) == len(mine - theirs)
