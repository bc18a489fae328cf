import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pkm.search import fusion, late

scores = st.dictionaries(st.integers(0, 50), st.floats(-1e6, 1e6), max_size=30)


@given(scores)
def test_normalised_scores_keep_their_order_between_0_and_1(given: dict[int, float]) -> None:
    normal = fusion.normalise(given)
    assert normal.keys() == given.keys()
    assert all(0 <= each <= 1 for each in normal.values())
    for left in given:
        for right in given:
            if given[left] > given[right]:
                assert normal[left] >= normal[right]
    if given:
        assert normal[max(given, key=given.__getitem__)] == 1


def test_a_lowest_score_is_zero_even_where_nothing_is_that_low() -> None:
    assert fusion.normalise({"a": 4.0, "b": 1.0}, lowest=0.0) == {"a": 1.0, "b": 0.25}


def test_a_highest_score_is_one_unless_something_is_higher() -> None:
    assert fusion.normalise({"a": 4.0, "b": 1.0}, lowest=0.0, highest=8.0) == {"a": 0.5, "b": 0.125}
    assert fusion.normalise({"a": 4.0, "b": 1.0}, lowest=0.0, highest=2.0) == {"a": 1.0, "b": 0.25}


def test_fusion_is_the_weighted_sum_and_an_absent_score_is_nothing() -> None:
    fused = fusion.fuse((0.7, {"a": 1.0, "b": 0.5}), (0.3, {"b": 1.0, "c": 0.5}))
    assert fused == pytest.approx({"a": 0.7, "b": 0.65, "c": 0.15})


def test_late_interaction_is_the_mean_of_the_best_products() -> None:
    question = np.array([[1, 0], [0, 1]], dtype=np.float32)
    passage = np.array([[0.6, 0.8], [1, 0], [0, -1]], dtype=np.float32)
    assert late.score(question, passage) == pytest.approx((1.0 + 0.8) / 2)
