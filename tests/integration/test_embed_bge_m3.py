"""BGE-M3 through FlagEmbedding, from a tiny checkpoint of its shape, held against FlagEmbedding's own scores."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bench import parity
from pkm import config
from pkm.config import Settings
from pkm.embed import open_embedder, open_named
from pkm.embed.bge_m3 import VARIANTS, BgeM3
from pkm.embed.crew import _Process
from pkm.embed.http import HttpEmbedder
from pkm.embed.m3 import M3, Encoded
from pkm.errors import ModelError, SettingError, SpaceMismatch
from pkm.models import Space
from pkm.search import Searcher
from pkm.store.database import Database
from tests.clock import LONGEST_S, is_running, until
from tests.integration.embedding_server import Served, serving
from tests.integration.test_search import keep, note

MAKER = Path(__file__).parents[2].parent / "shared" / "real" / "tiny_bge_m3.py"

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not MAKER.is_file(), reason="the maker of the tiny checkpoint is not here"),
]

TEXTS = [
    "the tenant pays the rent to the bank",
    "invoice for the year, payment in euro",
    "notice of the lease: the contract ends in a month",
    "statement of the account",
]


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bge-m3")
    subprocess.run([sys.executable, str(MAKER), str(folder)], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def embedder(checkpoint: Path) -> BgeM3:
    return BgeM3(str(checkpoint))


def test_the_space_is_known_before_the_model_is_loaded(checkpoint: Path) -> None:
    assert BgeM3(str(checkpoint)).space == Space("bge-m3", str(checkpoint), 64, "learned", True, 512)


def test_what_is_stored_scores_as_flagembedding_does(
    database: Database, home: Settings, checkpoint: Path, embedder: BgeM3
) -> None:
    flag = M3(checkpoint, "cpu").flag
    found = parity.compare(database, home, embedder, flag, texts=20, questions=5)
    assert (found["texts"], found["questions"]) == (20, 5)
    assert max(found["largest_difference"].values()) <= 1e-3, found
    assert max(found["mean_difference"].values()) > 0, "they are computed apart"


def test_a_search_gives_the_scores_of_all_three(database: Database, embedder: BgeM3) -> None:
    keep(database, [note(text) for text in TEXTS], embedder)
    searcher = Searcher(database, embedder)
    hits = searcher.search(TEXTS[2], k=4)
    assert hits[0].text == TEXTS[2]
    assert all(hit.scores.late is not None and hit.scores.sparse is not None for hit in hits)
    best = searcher.search(TEXTS[1], k=1, arm="sparse")[0]
    assert best.text == TEXTS[1]
    assert best.scores.late is None


def test_servers_of_its_three_kinds_give_what_it_gives_here(embedder: BgeM3) -> None:
    """As vLLM has them: numbers for the tokens between the first and last, vectors for all but the first."""
    crew, tokenizer = embedder._model

    def ids(text: str) -> list[int]:
        return list(tokenizer.encode(text).ids)

    def encode(windows: Sequence[list[int]]) -> list[Encoded]:
        return crew.encode([[each] for each in windows], multi=True)  # alone, as a batch pads

    dense = Served("vllm", lambda texts: embedder.passages(texts).dense.tolist(), lambda each: len(ids(each)))
    sparse = Served(
        "vllm", task="token_classify", tokens=lambda each: (ids(each), list(map(tokenizer.id_to_token, ids(each)))),
        numbers=lambda given: [each.weights[1:-1] for each in encode(given)],
    )  # fmt: skip
    multi = Served(
        "vllm", task="token_embed", numbers=lambda given: [each.multi for each in encode(list(map(ids, given)))]
    )
    texts = [
        "The rent of the tenant, the rent.",
        "",
        "日本語 \U0001f600 42",
        "a",
        *(f"invoice {each}" for each in range(70)),
    ]
    with serving(dense), serving(sparse), serving(multi):
        served = HttpEmbedder(dense.url, sparse_url=sparse.url, multi_url=multi.url, late="stored")
        assert served.space == replace(embedder.space, name="http:served+sparse+stored", model="served", late="stored")
        given, here = served.passages(texts), embedder.passages(texts)
    np.testing.assert_allclose(given.dense, here.dense, atol=1e-5)
    for ours, theirs in zip(given.sparse or (), here.sparse or (), strict=True):
        assert ours == pytest.approx(theirs, abs=1e-5)
    for vectors, wanted in zip(given.multi or (), here.multi or (), strict=True):
        np.testing.assert_allclose(vectors, wanted, atol=1e-5)


def test_a_text_beyond_the_window_is_read_to_its_end(embedder: BgeM3) -> None:
    long = "lease of the tenant " * 400 + "invoice"
    given = embedder.passages([long, "lease", "invoice"])
    assert given.sparse is not None
    assert given.multi is not None
    assert given.dense.shape == (3, 64)
    assert len(given.multi[0]) > embedder.space.window_tokens
    assert given.sparse[2].keys() <= given.sparse[0].keys()
    np.testing.assert_allclose(np.linalg.norm(given.dense, axis=1), 1, atol=1e-5)


def test_any_text_has_its_vectors_whatever_stands_beside_it(embedder: BgeM3, checkpoint: Path) -> None:
    odd = [
        "", "a", "\U0001f600", "\U0001f600" * 40, "0123456789" * 30, "12 34", "nul\0in it", "lone \ud800 surrogate",
        "日本語とEnglish и русский עברית", "   ", "\n\t", "lease", "rent " * 511,
    ]  # fmt: skip
    together = embedder.passages([*odd, *odd[::-1]])
    assert together.sparse is not None
    assert together.multi is not None
    for row, text in enumerate(odd):
        alone = embedder.query(text)
        assert alone.sparse is not None
        assert alone.multi is not None
        for place in (row, 2 * len(odd) - 1 - row):
            np.testing.assert_allclose(together.dense[place], alone.dense[0], atol=1e-5)
            np.testing.assert_allclose(together.multi[place], alone.multi[0], atol=1e-5)
            assert together.sparse[place] == pytest.approx(alone.sparse[0], abs=1e-5)
    plain = [text for text in odd if "\ud800" not in text and 0 < len(text) < 1000]
    expected = M3(checkpoint, "cpu").flag.encode(plain, return_dense=True, return_sparse=True, return_colbert_vecs=True)
    for text, dense, weights in zip(plain, expected["dense_vecs"], expected["lexical_weights"], strict=True):
        row = odd.index(text)
        np.testing.assert_allclose(together.dense[row], dense, atol=1e-5)
        assert together.sparse[row] == pytest.approx({int(token): float(w) for token, w in weights.items()}, abs=1e-5)


def test_a_text_of_twenty_thousand_tokens(embedder: BgeM3) -> None:
    given = embedder.passages(["lease " * 20_000])
    assert given.multi is not None
    assert len(given.multi[0]) > 20_000
    assert np.linalg.norm(given.dense[0]) == pytest.approx(1, abs=1e-5)


NEAREST = {
    "bf16": 0.99,
    "int8": 0.98,
}  # cosine; weights drawn at random make rounding count for more than trained ones do


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_variant_is_near_to_the_model_and_the_same_whatever_stands_beside_a_text(
    checkpoint: Path, embedder: BgeM3, variant: str, tmp_path: Path
) -> None:
    settings = config.load({"PKM_HOME": str(tmp_path), "PKM_BGE_M3_PATH": str(checkpoint)})
    near = open_named(settings, f"bge-m3:{variant}+full")
    assert near.space == replace(embedder.space, name=f"bge-m3:{variant}+full")
    assert open_embedder(settings, near.space).space == near.space
    texts = [*TEXTS, "", "rent " * 40]
    given, exact = near.passages(texts), embedder.passages(texts)
    assert NEAREST[variant] < np.sum(given.dense * exact.dense, axis=1).min() < 0.999999
    assert given.sparse is not None
    assert exact.sparse is not None
    for ours, theirs in zip(given.sparse, exact.sparse, strict=True):
        shared = sum(weight * theirs.get(term, 0.0) for term, weight in ours.items())
        norms = np.linalg.norm(list(ours.values())) * np.linalg.norm(list(theirs.values()))
        assert shared >= 0.97 * norms
    alone = np.concatenate([near.query(each).dense for each in texts])
    assert np.sum(alone * given.dense, axis=1).min() > 0.9999


def test_variants_that_are_not_there_are_named(tmp_path: Path) -> None:
    for name in ("bge-m3:int4", "bge-m3:full+int8", "bge-m3:int8+full+stored", "bge-m3:int8+"):
        with pytest.raises(SettingError, match=re.escape(f"no {name}")):
            open_named(config.load({"PKM_HOME": str(tmp_path)}), name)


def test_a_home_without_token_vectors_is_given_none(checkpoint: Path) -> None:
    space = replace(BgeM3(str(checkpoint)).space, multi=False)
    given = BgeM3(str(checkpoint), space).passages(["lease", ""])
    assert given.multi is None
    assert given.sparse is not None


def test_a_checkpoint_without_its_heads_is_refused(checkpoint: Path, tmp_path: Path) -> None:
    for each in checkpoint.iterdir():
        if each.name != "sparse_linear.pt":
            os.link(each, tmp_path / each.name)
    with pytest.raises(ModelError, match=r"sparse_linear\.pt is missing"):
        BgeM3(str(tmp_path)).query("x")


def test_a_model_of_another_size_than_the_home_is_a_mismatch(checkpoint: Path) -> None:
    recorded = Space("bge-m3", "BAAI/bge-m3", 1024, "learned", True, 8192)
    with pytest.raises(SpaceMismatch, match="64 dimensions, this home 1024"):
        BgeM3(str(checkpoint), recorded).query("x")


# ---------------------------------------------------------------- devices


def processes(embedder: BgeM3) -> list[int]:
    return [each._process.pid for each in embedder._crew._devices if isinstance(each, _Process) and each._process]


def await_death(numbers: Sequence[int]) -> None:
    until(lambda: not any(map(is_running, numbers)), "no orphan is left")


@pytest.fixture(scope="module")
def two(checkpoint: Path) -> Iterator[BgeM3]:
    embedder = BgeM3(str(checkpoint), devices=["cpu", "cpu"])
    yield embedder
    left = processes(embedder)
    embedder.close()
    await_death(left)


MANY = [f"{text} {number}" for number in range(20) for text in TEXTS]


def test_two_devices_give_what_one_gives(embedder: BgeM3, two: BgeM3) -> None:
    here, there = embedder.passages(MANY), two.passages(MANY)
    assert len(set(processes(two))) == 2
    np.testing.assert_allclose(there.dense, here.dense, atol=1e-5)
    assert there.sparse is not None
    assert here.sparse is not None
    assert [each.keys() for each in there.sparse] == [each.keys() for each in here.sparse]


def test_one_that_dies_is_replaced_and_its_work_done_by_another(embedder: BgeM3, two: BgeM3) -> None:
    two.passages(MANY)
    first, second = processes(two)
    os.kill(first, signal.SIGKILL)
    np.testing.assert_allclose(two.passages(MANY).dense, embedder.passages(MANY).dense, atol=1e-5)
    two.passages(MANY)
    now = processes(two)
    assert first not in now
    assert second in now
    assert len(now) == 2


def test_texts_that_kill_every_process_are_an_error_and_the_next_ones_are_embedded(two: BgeM3) -> None:
    two.passages(MANY)
    hunting = threading.Event()

    def hunt() -> None:
        while not hunting.is_set():
            for each in processes(two):
                os.kill(each, signal.SIGKILL)
            time.sleep(0.01)

    hunter = threading.Thread(target=hunt)
    hunter.start()
    try:
        with pytest.raises(ModelError, match=r"the process that embeds on cpu .*\(signal 9\)") as caught:
            two.passages(["a private sentence"] * 50)
    finally:
        hunting.set()
        hunter.join()
    assert "private" not in str(caught.value)
    assert caught.value.hint
    assert two.passages(MANY).dense.shape == (len(MANY), 64)


def test_a_device_that_cannot_be_started_leaves_the_work_to_the_others(checkpoint: Path) -> None:
    embedder = BgeM3(str(checkpoint), devices=["cpu", "cuda:99"])
    assert embedder.passages(MANY).dense.shape == (len(MANY), 64)
    embedder.close()
    alone = BgeM3(str(checkpoint), devices=["cuda:99"])
    with pytest.raises(ModelError, match="cannot be loaded on cuda:99"):
        alone.query("x")
    alone.close()


def test_a_question_does_not_wait_for_passages(embedder: BgeM3) -> None:
    embedder.query("warm")
    passages = threading.Thread(target=embedder.passages, args=(["lease of the tenant " * 20] * 1500,))
    passages.start()
    embedder.query("is the rent due?")
    waits = passages.is_alive()
    passages.join()
    assert waits, "it was answered while they were being embedded"


@pytest.mark.parametrize("how", ["returns", "is killed"])
def test_no_process_outlives_the_one_that_asked(checkpoint: Path, how: str) -> None:
    program = (
        "import sys, time; from pkm.embed.bge_m3 import BgeM3\n"
        "embedder = BgeM3(sys.argv[1], devices=['cpu', 'cpu'])\n"
        "embedder.passages(['lease of the tenant'] * 200)\n"
        "print(*[each._process.pid for each in embedder._crew._devices if each._process], flush=True)\n"
        "sys.argv[2] == 'returns' or time.sleep(600)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(checkpoint), how], stdout=subprocess.PIPE, text=True
    ) as asker:
        assert asker.stdout is not None
        children = [int(each) for each in asker.stdout.readline().split()]
        assert children
        if how == "is killed":
            asker.kill()
        asker.wait(LONGEST_S)
    await_death(children)
