"""Blocks give back the very passages that went in, with weights that are a little too large at most."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pkm.store import blocks
from pkm.store.blocks import Block, Ids, Postings, Weights

weights = st.floats(min_value=2**-20, max_value=50, width=32)
held = st.dictionaries(st.integers(0, 2**40) | st.integers(0, 3000), weights, min_size=1, max_size=400)


def postings_of(own: dict[int, float], unit: float = 0.0, term: int = 7) -> Postings:
    ids = np.array(sorted(own), dtype=np.int64)
    values = np.array([own[each] for each in ids], dtype=np.float32)
    return Postings(np.full(len(ids), term, dtype=np.int32), ids, values, np.full(len(ids), unit, dtype=np.float32))


def packed(own: dict[int, float], unit: float = 0.0, *, levelled: bool = False) -> list[Block]:
    return blocks.cut(postings_of(own, unit), np.full(len(own), levelled))


def unpacked(made: list[Block]) -> tuple[Ids, Weights]:
    """All of them, those of one form joined as a query joins them."""
    parts = []
    for form in {each.form for each in made}:
        some = [each for each in made if each.form == form]
        parts.append(
            blocks.unpack(
                form,
                np.array([each.first for each in some]), np.array([each.last for each in some]),
                np.array([each.size for each in some], dtype=np.int16),
                np.array([each.unit for each in some], dtype=np.float32),
                b"".join(each.gaps for each in some), b"".join(each.steps for each in some),
            )
        )  # fmt: skip
    ids, values = (np.concatenate(each) for each in zip(*parts, strict=True))
    order = np.argsort(ids)
    return ids[order], values[order]


@given(held)
def test_what_goes_in_comes_out_and_weighs_a_step_more_at_most(own: dict[int, float]) -> None:
    made = packed(own)
    ids, values = unpacked(made)
    assert ids.tolist() == sorted(own)
    unit = max(each.unit for each in made)
    for chunk, value in zip(ids.tolist(), values.tolist(), strict=True):
        assert own[chunk] <= value < own[chunk] + unit
    assert all(max(own[int(each)] for each in ids if one.first <= each <= one.last) <= one.top for one in made)


@given(held)
def test_blocks_of_levels_hold_weights_of_one_power_of_two_and_again_the_same(own: dict[int, float]) -> None:
    made = packed(own, levelled=True)
    again, values = unpacked(made)
    assert again.tolist() == sorted(own)
    for one in made:
        _, weights = unpacked([one])
        assert weights.min() > one.unit * blocks.MOST_STEPS / 2
    assert packed(dict(zip(again.tolist(), values.tolist(), strict=True)), levelled=True) == made


@given(st.lists(held, max_size=4), st.lists(st.booleans(), min_size=4, max_size=4))
def test_terms_that_are_cut_together_are_cut_as_each_by_itself(
    every: list[dict[int, float]], levelled: list[bool]
) -> None:
    each = [postings_of(own, 2.0**-term, term) for term, own in enumerate(every)]
    apart = [np.full(len(own), levelled[term]) for term, own in enumerate(every)]
    nothing = postings_of({})
    together = blocks.cut(
        Postings(*map(np.concatenate, zip(nothing, *each, strict=True))), np.concatenate([[], *apart]) > 0
    )
    assert together == [one for own, by_level in zip(each, apart, strict=True) for one in blocks.cut(own, by_level)]


@given(held, held, st.integers(0, 3))
def test_merging_again_and_again_loses_no_more_than_once(
    one: dict[int, float], other: dict[int, float], times: int
) -> None:
    own, unit = one, 0.0
    for _ in range(times):
        made = packed(own, unit)
        unit = max(unit, *(each.unit for each in made))
        own = dict(zip(*(each.tolist() for each in unpacked(made)), strict=True))
    made = packed(other | own, unit)
    unit = max(each.unit for each in made)
    truth = other | one
    for chunk, value in zip(*(each.tolist() for each in unpacked(made)), strict=True):
        assert truth[chunk] <= value < truth[chunk] + unit


@pytest.mark.parametrize(("step", "form"), [(1, blocks.DENSE), (3, 1), (300, 2), (70_000, 4), (2**33, 8)])
def test_ids_take_no_more_bytes_than_their_gaps_need(step: int, form: int) -> None:
    made = packed({each * step: 1.0 for each in range(6000)})
    assert {each.form for each in made} == {form}
    assert sum(each.size for each in made) == 6000
    assert all(len(each.gaps) + len(each.steps) <= blocks.BYTES for each in made)
    assert sum(len(each.gaps) + len(each.steps) for each in made) == 6000 * (form + 1)


@given(st.floats(min_value=1e-30, max_value=1e30))
def test_a_unit_is_the_finest_power_of_two_that_will_do(largest: float) -> None:
    [unit] = blocks.unit_of(np.array([largest])).tolist()
    assert math.frexp(unit)[0] == 0.5
    assert largest <= unit * blocks.MOST_STEPS < 2 * largest * (1 + 1e-9)
