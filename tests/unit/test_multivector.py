import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pkm.store import multivector


@given(st.integers(0, 20), st.integers(1, 64), st.integers(0, 2**32 - 1))
def test_what_is_packed_comes_back_within_half_a_step(count: int, dimensions: int, seed: int) -> None:
    vectors = np.random.default_rng(seed).normal(size=(count, dimensions)).astype(np.float32)
    back = multivector.unpack(multivector.pack(vectors), dimensions)
    assert back.shape == vectors.shape
    steps = np.abs(vectors).max(axis=1, keepdims=True, initial=0) / 127
    assert (np.abs(back - vectors) <= steps * 0.501).all()


def test_a_vector_of_zeros_stays_one() -> None:
    zeros = np.zeros((2, 3), dtype=np.float32)
    assert multivector.unpack(multivector.pack(zeros), 3) == pytest.approx(zeros)
