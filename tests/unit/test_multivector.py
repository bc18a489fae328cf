import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pkm.search import late
from pkm.store import multivector


def directions(rng: np.random.Generator, count: int, dimensions: int) -> np.ndarray:
    vectors = rng.normal(size=(count, dimensions)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@given(st.integers(0, 20), st.integers(1, 64), st.integers(0, 2**32 - 1))
def test_what_is_packed_in_full_comes_back_within_half_a_step(count: int, dimensions: int, seed: int) -> None:
    vectors = np.random.default_rng(seed).normal(size=(count, dimensions)).astype(np.float32)
    back = multivector.unpack([multivector.pack(vectors)], dimensions)
    assert back.counts.tolist() == [count]
    assert back.directions.shape == vectors.shape
    steps = np.abs(vectors).max(axis=1, keepdims=True, initial=0) / 127
    assert (np.abs(back.directions * back.scales[:, None] - vectors) <= steps * 0.501).all()


@pytest.mark.parametrize("form", ["full", "stored"])
def test_a_vector_of_zeros_stays_one(form: multivector.Form) -> None:
    back = multivector.unpack([multivector.pack(np.zeros((2, 8), dtype=np.float32), form)], 8, form)
    assert back.directions * back.scales[:, None] == pytest.approx(np.zeros((len(back.scales), 8)))


def test_what_an_earlier_version_stored_is_read() -> None:
    """Whole numbers of a byte with a sign, then float32 scales: as homes of before hold them."""
    steps, scales = (
        np.resize(np.array([127, -127, 0, 1, 2], dtype="<i1"), (2, 1024)),
        np.array([0.01, 0.5], dtype="<f4"),
    )
    back = multivector.unpack([steps.tobytes() + scales.tobytes()], 1024)
    assert back.directions.tolist() == steps.tolist()
    assert back.scales == pytest.approx(scales)


@pytest.mark.parametrize(("dimensions", "bits"), [(64, 8), (128, 8), (256, 4), (384, 2), (1000, 1), (1024, 1)])
def test_a_stored_passage_has_half_as_many_vectors_of_128_bytes(dimensions: int, bits: int) -> None:
    packed = multivector.pack(directions(np.random.default_rng(0), 100, dimensions), "stored")
    assert multivector.bits_of(dimensions) == bits
    assert len(packed) == 50 * (-(-dimensions * bits // 8) + 2)
    assert len(packed) <= 50 * (multivector.VECTOR_BYTES + 2)


@pytest.mark.parametrize("dimensions", [1, 7, 64, 384, 1000, 1024])
def test_turning_changes_no_inner_product(dimensions: int) -> None:
    rng = np.random.default_rng(1)
    one, other = directions(rng, 20, dimensions), directions(rng, 30, dimensions)
    turned = multivector.turn(one, "stored") @ multivector.turn(other, "stored").T
    np.testing.assert_allclose(turned, one @ other.T, atol=1e-5)


def test_turning_evens_out_a_component_that_is_larger_than_all_others() -> None:
    spiked = np.eye(8, 384, dtype=np.float32)
    assert np.abs(multivector.turn(spiked, "stored")).max() < 0.12


@pytest.mark.parametrize(("dimensions", "most"), [(64, 0.01), (256, 0.03), (384, 0.06), (1024, 0.08)])
def test_a_stored_inner_product_is_right_on_average(dimensions: int, most: float) -> None:
    """Pairs of equal vectors, so that pooling loses nothing; ``most`` is several standard errors of the cut."""
    rng = np.random.default_rng(2)
    vectors = directions(rng, 200, dimensions)
    question = directions(rng, 50, dimensions) + vectors[:50]
    packed = [multivector.pack(each[None].repeat(2, axis=0), "stored") for each in vectors]
    found = multivector.unpack(packed, dimensions, "stored")
    assert found.counts.tolist() == [1] * 200
    products = multivector.turn(question, "stored") @ (found.directions * found.scales[:, None]).T
    errors = products - question @ vectors.T
    assert abs(errors.mean()) < most / 20
    assert errors.std() < most


def test_pooling_joins_what_is_alike() -> None:
    rng = np.random.default_rng(3)
    centres = directions(rng, 10, 32)
    near = (centres[:, None] + rng.normal(scale=0.01, size=(10, 2, 32))).reshape(20, 32).astype(np.float32)
    pooled = multivector.pool(rng.permutation(near))
    assert pooled.shape == (10, 32)
    np.testing.assert_allclose(np.linalg.norm(pooled, axis=1), 1, atol=1e-5)
    assert ((pooled @ centres.T).max(axis=0) > 0.99).all()


def test_scores_of_many_passages_are_those_of_each() -> None:
    rng = np.random.default_rng(4)
    question = directions(rng, 5, 16)
    passages = [directions(rng, count, 16) for count in (3, 1, 0, 12, 0)]
    one_by_one = [float((question @ each.T).max(axis=1).mean()) if len(each) else 0.0 for each in passages]
    packed = [multivector.pack(each) for each in passages]
    np.testing.assert_allclose(late.score_stored(question, packed, "full"), one_by_one, atol=5e-3)
    assert [late.score(question, each) for each in passages] == pytest.approx(one_by_one, abs=1e-6)
    assert late.score_stored(question, [], "full").shape == (0,)
    assert late.score_stored(question[:0], packed, "full").tolist() == [0.0] * 5


def test_the_passage_that_says_it_wins_in_either_form() -> None:
    """A passage that holds the question's own tokens among others scores highest, also pooled and in few bits."""
    rng = np.random.default_rng(5)
    question = directions(rng, 8, 384)
    passages = [directions(rng, 60, 384) for _ in range(50)]
    passages[17][::8] = question
    for form in ("full", "stored"):
        packed = [multivector.pack(each, form) for each in passages]
        assert int(np.argmax(late.score_stored(question, packed, form))) == 17
