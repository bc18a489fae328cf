"""Embedding servers, over real connections: TEI's words, vLLM's and any other's, and all the ways in which they fail."""

from collections.abc import Sequence

import numpy as np
import pytest

from pkm.embed import windows
from pkm.embed.http import HttpEmbedder
from pkm.embed.minilm import MiniLM
from pkm.embed.server import TEXTS, TRIES, WINDOW_TOKENS
from pkm.errors import ModelError, SpaceMismatch
from pkm.models import Space
from tests.integration.embedding_server import Dialect, Served, letters, serving

QUICK = 0.001
DIALECTS: list[Dialect] = ["tei", "vllm", "openai"]
HOME = Space("http:m", "m", 3, "bm25", False, 512)


def unit(vector: Sequence[float]) -> list[float]:
    return list(np.array(vector) / np.linalg.norm(vector))


@pytest.fixture(scope="module")
def minilm() -> MiniLM:
    return MiniLM()


@pytest.mark.parametrize(("dialect", "most"), [("tei", 32), ("vllm", TEXTS), ("openai", TEXTS)])
def test_a_server_is_asked_in_batches_and_its_vectors_come_in_order_and_of_unit_length(
    dialect: Dialect, most: int
) -> None:
    texts = ["a" * number for number in range(150)]
    with serving(Served(dialect)) as served:
        embedder = HttpEmbedder(served.url, "m", "secret")
        given = embedder.passages(texts)
        assert embedder.space.dimensions == 3
    np.testing.assert_allclose(given.dense, [unit(letters(text)) for text in texts], atol=1e-6)
    assert given.sparse is None
    assert max(map(len, served.asked)) == most
    assert len(served.asked) == 1 + -(-150 // most)
    assert set(served.keys) == {"Bearer secret"}


@pytest.mark.parametrize(("dialect", "window"), [("tei", 300), ("vllm", 300), ("openai", WINDOW_TOKENS)])
def test_a_new_home_learns_which_model_is_served_and_how_much_it_reads(dialect: Dialect, window: int) -> None:
    with serving(Served(dialect, window=300)) as served:
        assert HttpEmbedder(served.url).space == Space("http:served", "served", 3, "bm25", False, window)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_what_a_server_gives_is_what_the_same_model_gives_here(dialect: Dialect, minilm: MiniLM) -> None:
    tokenizer = minilm._model.tokenizer
    served = Served(
        dialect, lambda each: minilm.passages(each).dense.tolist(), lambda each: len(tokenizer.encode(each).ids), 256
    )
    texts = [
        "The tenant may end the lease with three months' notice.", "", "Zahlung von 1.234,50 € am 3. März", "a",
        "日本語 and English, \U0001f600, a tab\t and a nul\0.", "one \ud800 surrogate", "\U0001f600" * 30, "0123456789" * 9,
    ]  # fmt: skip
    with serving(served):
        given = HttpEmbedder(served.url).passages(texts)
    np.testing.assert_allclose(given.dense, minilm.passages(texts).dense, atol=1e-5)


@pytest.mark.parametrize(("dialect", "cuts"), [("tei", False), ("vllm", False), ("openai", False), ("openai", True)])
def test_a_text_beyond_the_window_is_read_to_its_end(dialect: Dialect, cuts: bool, minilm: MiniLM) -> None:
    tokenizer = minilm._model.tokenizer

    def count(text: str) -> int:
        return len(tokenizer.encode(text).ids)

    def embed(texts: Sequence[str]) -> list[list[float]]:
        whole = [tokenizer.encode(text) for text in texts]
        assert cuts or max(len(each.ids) for each in whole) <= 256
        read = [
            text[: each.offsets[254][1]] if len(each.ids) > 256 else text
            for text, each in zip(texts, whole, strict=True)
        ]
        return [list(map(float, row)) for row in minilm.passages(read).dense]

    filler = "The weather was mild and the garden green. " * 60
    texts = [filler, filler + "The deposit of the flat in Elm Street was 1800 euros. " * 9]
    with serving(Served(dialect, embed, count, 256, cuts)) as served:
        given = HttpEmbedder(served.url).passages(texts).dense
    expected = minilm.passages(texts).dense
    assert np.sum(given * expected, axis=1) == pytest.approx([1, 1], abs=0.05)
    assert given[0] @ given[1] < 0.98


def test_a_text_of_a_hundred_thousand_tokens_and_one_without_a_space() -> None:
    texts = ["word " * 100_000, "x" * 50_000]
    with serving(Served("vllm", count=lambda each: len(each) // 4 + 2, window=512)) as served:
        given = HttpEmbedder(served.url).passages(texts)
    assert given.dense.shape == (2, 3)
    assert all(len(each) // 4 + 2 <= 512 for batch in served.asked for each in batch), "nothing is asked for in vain"
    assert sum(len(each) for batch in served.asked for each in batch) == 500_000 + 50_000 + len("dimensions")


def test_requests_run_side_by_side_but_not_all_at_once() -> None:
    with serving(Served("tei", texts=4, pause_s=0.05)) as served:
        HttpEmbedder(served.url).passages([f"text {number}" for number in range(80)])
    assert served.most_together == 4


def test_what_passes_by_itself_is_tried_again() -> None:
    with serving(Served(failures=[503, 429])) as served:
        assert HttpEmbedder(served.url, "m", back_off_s=QUICK).query("x").dense.shape == (1, 3)


def test_a_batch_that_is_refused_for_its_size_is_asked_for_in_parts() -> None:
    texts = [f"text {number}" for number in range(6)]
    with serving(Served(failures=[413, 413])) as served:
        given = HttpEmbedder(served.url, space=HOME).passages(texts)
    np.testing.assert_allclose(given.dense, [unit(letters(text)) for text in texts], atol=1e-6)
    assert [len(each) for each in served.asked] == [6, 3, 1, 2, 3]


@pytest.mark.parametrize(
    ("served", "words"),
    [
        (Served(failures=[500] * TRIES), "status 500"),
        (Served(failures=[401]), "refuses with status 401"),
        (Served(failures=[400] * 9), "refuses with status 400"),
        (Served(failures=[302]), "refuses with status 302"),
        (Served(reply={"data": []}), "0 vectors for 1"),
        (
            Served(reply={"data": [{"index": each, "embedding": [1.0, 0, 0]} for each in range(3)]}),
            "3 vectors for 1",
        ),
        (Served(reply={"error": "x"}), "not embeddings"),
        (Served(reply=b"<html>a proxy's page</html>"), "not JSON"),
        (Served(reply={"data": [{"index": 0, "embedding": []}]}), "not embeddings"),
        (Served(reply=b"no gzip", encoding="gzip"), "does not answer"),
        (Served(reply=b"[" * 100_000), "not JSON"),
        (Served(reply={"data": [{"index": 0, "embedding": "AAAA"}]}), "not embeddings"),
        (Served("tei", reply=[None]), "not embeddings"),
        (Served("tei", reply={"error": "x"}), "not embeddings"),
        (Served("tei", reply=[[1.0], [1.0, 2.0]]), "not embeddings"),
    ],
)
def test_a_server_that_fails_is_a_model_error_without_our_words(served: Served, words: str) -> None:
    with serving(served), pytest.raises(ModelError, match=words) as caught:
        HttpEmbedder(served.url, space=HOME, back_off_s=QUICK).passages(["a private sentence"])
    assert "private" not in str(caught.value)


@pytest.mark.parametrize("number", [0.0, float("nan"), "NaN", 1e30])
def test_vectors_without_a_direction_spoil_no_other_of_their_batch(number: float | str) -> None:
    with serving(
        Served(vectors=lambda texts: [[number] * 3 if "x" in each else letters(each) for each in texts])
    ) as served:
        embedder = HttpEmbedder(served.url, space=HOME)
        assert windows.unusable(embedder.passages(["a", "x", "b"]), HOME, 3) == [1]
        with pytest.raises(ModelError, match="zeros or no numbers"):
            embedder.query("x")


def test_a_server_that_dies_in_mid_batch_is_a_model_error() -> None:
    texts = [f"text {number}" for number in range(TEXTS * 6)]
    with serving(Served(dies_after=2)) as served, pytest.raises(ModelError, match="does not answer"):
        HttpEmbedder(served.url, space=HOME, back_off_s=QUICK).passages(texts)
    assert len(served.asked) > 2


def test_a_server_that_is_not_there_is_a_model_error_with_a_hint() -> None:
    with serving(Served()) as served:
        pass
    with pytest.raises(ModelError, match="does not answer") as caught:
        HttpEmbedder(served.url, "m", back_off_s=QUICK).query("x")
    assert "PKM_EMBEDDER_URL" in caught.value.hint


def test_a_server_that_drips_is_not_waited_for_for_ever() -> None:
    with serving(Served(drip_s=0.05, reply=b" " * 100_000)) as served:  # 83 minutes
        embedder = HttpEmbedder(served.url, space=HOME, back_off_s=QUICK, total_s=0.3)
        with pytest.raises(ModelError, match="does not answer"):
            embedder.query("x")


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_server_whose_vectors_are_of_another_length_is_a_mismatch(dialect: Dialect) -> None:
    recorded = Space("http:m", "m", 4, "bm25", False, 512)
    with serving(Served(dialect)) as served, pytest.raises(SpaceMismatch, match="3 dimensions, those of this home 4"):
        HttpEmbedder(served.url, space=recorded).query("x")


WEIGHED = Space("http:m+sparse", "m", 3, "learned", False, 512)


def words(text: str) -> tuple[list[int], list[str]]:
    """Numbers of words, with those that begin and end."""
    written = ["<s>", *text.split(), "</s>"]
    return [len(each) for each in written], written


def test_of_a_text_in_pieces_the_largest_weights_count_and_all_token_vectors(minilm: MiniLM) -> None:
    text = " ".join(f"{'w' * (number % 7 + 1)}" for number in range(400))
    served = Served("vllm", count=lambda each: len(each.split()) + 2, window=100)
    sparse = Served(
        "vllm",
        task="token_classify",
        tokens=words,
        numbers=lambda given: [[each / 8 for each in ids[1:-1]] for ids in given],
    )
    multi = Served(
        "vllm", task="token_embed", numbers=lambda given: [[[1.0, 2.0, 2.0]] * len(each.split()) for each in given]
    )
    with serving(served), serving(sparse), serving(multi):
        given = HttpEmbedder(served.url, "m", sparse_url=sparse.url, multi_url=multi.url, late="full").passages(
            ["x", text]
        )
    assert given.sparse == [{1: 1 / 8}, {each: each / 8 for each in range(1, 8)}]
    assert given.multi is not None
    assert [each.shape for each in given.multi] == [(1, 3), (400, 3)]
    np.testing.assert_allclose(np.concatenate(given.multi), np.full((401, 3), [1 / 3, 2 / 3, 2 / 3]), atol=1e-6)


def test_weights_of_terms_come_from_tei() -> None:
    with (
        serving(Served("tei")) as served,
        serving(Served("tei", numbers=lambda given: [{7: len(each), 9: 0.0} for each in given])) as splade,
    ):
        given = HttpEmbedder(served.url, "m", sparse_url=splade.url).passages(["abc", "a"])
    assert given.sparse == [{7: 3.0}, {7: 1.0}]


@pytest.mark.parametrize(
    ("sparse", "match"),
    [
        (Served("vllm", task="token_embed", tokens=words), "refuses with status 400"),
        (Served("vllm", task="token_classify", tokens=words, numbers=lambda given: [[1.0, 2.0, 3.0, 4.0] for _ in given]), "not weights"),
        (Served("vllm", task="token_classify", tokens=words, numbers=lambda given: [[float("nan")] for _ in given]), "0 usable|1 usable"),
        (Served("vllm", task="token_classify", tokens=words, reply={"data": []}), "not weights"),
        (Served("tei", numbers=lambda given: []), "0 usable"),
    ],
)  # fmt: skip
def test_weights_that_are_none_are_an_error_that_names_their_server(sparse: Served, match: str) -> None:
    with serving(Served("vllm")) as served, serving(sparse):
        embedder = HttpEmbedder(served.url, space=WEIGHED, sparse_url=sparse.url, back_off_s=QUICK)
        with pytest.raises(ModelError, match=match) as caught:
            embedder.query("word")
    assert sparse.url.removesuffix("/v1") in str(caught.value)


def test_token_vectors_of_other_dimensions_are_an_error() -> None:
    home = Space("http:m+full", "m", 3, "bm25", True, 512)
    multi = Served(
        "vllm", task="token_embed", numbers=lambda given: [[[1.0] * 6] for _ in given]
    )  # two of three, for whom does not count
    with (
        serving(Served("vllm")) as served,
        serving(multi),
        pytest.raises(ModelError, match="not vectors of 3 dimensions"),
    ):
        HttpEmbedder(served.url, space=home, multi_url=multi.url, back_off_s=QUICK).query("word")
