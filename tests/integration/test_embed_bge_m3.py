"""BGE-M3 through FlagEmbedding, from a tiny checkpoint of its shape, held against FlagEmbedding's own scores."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from pkm.embed.bge_m3 import BgeM3
from pkm.errors import ModelError, SpaceMismatch
from pkm.models import Space
from pkm.search import Searcher, late
from pkm.store import dense as near_vectors
from pkm.store import neighbours, postings, spaces
from pkm.store.database import Database
from pkm.store.filters import Filter
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
QUESTION = "payment of rent in a month"


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


def test_what_is_stored_scores_as_flagembedding_does(database: Database, embedder: BgeM3) -> None:
    keep(database, [note(text) for text in TEXTS], embedder)
    expected = embedder._model.compute_score(
        [[QUESTION, text] for text in TEXTS], weights_for_different_modes=[0.4, 0.2, 0.4]
    )
    question = embedder.query(QUESTION)
    assert question.sparse is not None
    assert question.multi is not None
    with database.transaction() as connection:
        active = spaces.active(connection)
        assert active is not None
        assert active[1] == embedder.space
        spaces.enter(connection, active[0])
        near = near_vectors.search(connection, question.dense[0], 10, Filter())
        ids = sorted(each.chunk for each in near)
        dense = {each.chunk: each.score for each in near}
        sparse = postings.score(connection, question.sparse[0], ids)
        multi = neighbours.multi_of(connection, ids, 64)
    np.testing.assert_allclose([dense[each] for each in ids], expected["dense"], atol=2e-3)
    np.testing.assert_allclose([sparse[each] for each in ids], expected["sparse"], rtol=1e-4, atol=1e-5)
    close = [late.score(question.multi[0], multi[each]) for each in ids]
    np.testing.assert_allclose(close, expected["colbert"], atol=2e-3)


def test_a_search_gives_the_scores_of_all_three(database: Database, embedder: BgeM3) -> None:
    keep(database, [note(text) for text in TEXTS], embedder)
    searcher = Searcher(database, embedder)
    hits = searcher.search(TEXTS[2], k=4)
    assert hits[0].text == TEXTS[2]
    assert all(hit.scores.late is not None and hit.scores.sparse is not None for hit in hits)
    best = searcher.search(TEXTS[1], k=1, arm="sparse")[0]
    assert best.text == TEXTS[1]
    assert best.scores.late is None


def test_a_text_beyond_the_window_is_read_to_its_end(embedder: BgeM3) -> None:
    long = "lease of the tenant " * 400 + "invoice"
    given = embedder.passages([long, "lease", "invoice"])
    assert given.sparse is not None
    assert given.multi is not None
    assert given.dense.shape == (3, 64)
    assert len(given.multi[0]) > embedder.space.window_tokens
    assert given.sparse[2].keys() <= given.sparse[0].keys()
    np.testing.assert_allclose(np.linalg.norm(given.dense, axis=1), 1, atol=1e-5)


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
