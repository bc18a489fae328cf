"""Late interaction: what a space keeps for it, and how that changes the order in which passages are found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from zlib import crc32

import numpy as np
import pytest

from pkm import config
from pkm.embed import open_embedder
from pkm.errors import SettingError, SpaceMismatch
from pkm.models import Embeddings, Fusion, Late, Space
from pkm.search import Searcher, late
from pkm.store import multivector, neighbours, spaces
from pkm.store.database import Database
from tests.integration.test_search import keep, note, texts

DIMENSIONS = 64
ORDER = Fusion(dense=0.0, sparse=0.0, late=1.0, document=0.0)
NOTES = [
    note("the tap drips in the kitchen and the plumber was called twice about it"),
    note("the plumber repaired the tap"),
    note("the kitchen has a new table"),
    note("a table of all calls to the plumber, the painter, the gardener and the roofer"),
]


class TokenEmbedder:
    """A text's token vectors are random directions, one for each word; its dense vector says nothing."""

    def __init__(self, late_: Late = "full", *, multi: bool = True) -> None:
        self.space = Space("tokens", "tokens", DIMENSIONS, "bm25", multi, 256, late_)
        self.encoded: list[str] = []

    def passages(self, given: Sequence[str]) -> Embeddings:
        self.encoded += given
        dense = np.ones((len(given), DIMENSIONS), dtype=np.float32) / np.sqrt(DIMENSIONS)
        return Embeddings(dense, None, [_tokens(each) for each in given] if self.space.multi else None)

    def query(self, text: str) -> Embeddings:
        return self.passages([text])


def _tokens(text: str) -> np.ndarray:
    rows = [np.random.default_rng(crc32(word.strip(",.").encode())).normal(size=DIMENSIONS) for word in text.split()]
    vectors = np.array(rows, dtype=np.float32).reshape(-1, DIMENSIONS)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def expected(question: str) -> list[str]:
    """By the definition of MaxSim, a passage at a time."""
    asked = _tokens(question)
    scores = {each.text: float((asked @ _tokens(each.text).T).max(axis=1).mean()) for each in NOTES}
    return sorted(scores, key=lambda each: -scores[each])


@pytest.mark.parametrize("form", ["full", "stored", "reencode"])
@pytest.mark.parametrize("question", ["plumber repaired tap", "new table kitchen", "painter gardener"])
def test_passages_are_ordered_by_their_tokens(database: Database, form: Late, question: str) -> None:
    embedder = TokenEmbedder(form)
    keep(database, NOTES, embedder)
    hits = Searcher(database, embedder).search(question, k=4)
    weighed = Searcher(database, embedder).trace(question, k=4, weights=ORDER).hits
    assert all(hit.scores.late is not None for hit in hits)
    best = expected(question)
    if form == "stored":  # pooled by twos: the best stays the best
        assert texts(weighed)[0] == best[0]
    else:
        assert texts(weighed) == best
        own = {each.text: float((_tokens(question) @ _tokens(each.text).T).max(axis=1).mean()) for each in NOTES}
        assert {hit.text: hit.scores.late for hit in hits} == pytest.approx(own, abs=5e-3)


@pytest.mark.parametrize(("form", "vectors"), [("full", 5), ("stored", 3), ("reencode", 0)])
def test_a_space_keeps_what_it_needs(database: Database, form: Late, vectors: int) -> None:
    embedder = TokenEmbedder(form)
    keep(database, [note("the plumber repaired the tap")], embedder)
    with database.transaction() as connection:
        found = spaces.active(connection)
        assert found is not None
        assert found[1].late == form
        spaces.enter(connection, found[0])
        [chunk] = [row.chunk_id for row in connection.execute("select chunk_id from passage_vector")]
        packed = neighbours.packed_of(connection, [chunk])
    if not vectors:
        assert packed == {}
        return
    assert form != "reencode"
    counts = multivector.unpack([packed[chunk]], DIMENSIONS, form).counts
    assert counts.tolist() == [vectors]


def test_only_the_candidates_are_encoded_again(database: Database) -> None:
    embedder = TokenEmbedder("reencode")
    keep(database, NOTES, embedder)
    embedder.encoded.clear()
    Searcher(database, embedder).search("new table", k=2)
    assert sorted(embedder.encoded[1:]) == sorted(each.text for each in NOTES)
    assert len(embedder.encoded) == 1 + len(NOTES) <= 1 + late.ENCODED


def test_without_token_vectors_of_every_candidate_none_counts(database: Database) -> None:
    """As after a while in which the home was told to keep none."""
    keep(database, NOTES[:2], TokenEmbedder())
    keep(database, NOTES[2:], TokenEmbedder(multi=False))
    hits = Searcher(database, TokenEmbedder()).search("the table", k=4)
    assert len(hits) == 4
    assert {hit.scores.late for hit in hits} == {None}


def test_settings_say_whether_and_how() -> None:
    recorded = Space("bge-m3", "BAAI/bge-m3", 1024, "learned", True, 8192, "stored")

    def opened(late_: str | None, space: Space | None = recorded) -> Space:
        given = {"PKM_HOME": "/nowhere", "PKM_TIMEZONE": "UTC"} | ({} if late_ is None else {"PKM_LATE": late_})
        return open_embedder(config.load(given), space).space

    assert opened(None) == recorded
    assert opened("stored") == recorded
    assert opened("off") == replace(recorded, multi=False)
    assert opened("reencode") == replace(recorded, late="reencode")
    assert opened("reencode", replace(recorded, multi=False)).multi
    with pytest.raises(SpaceMismatch, match="keeps no token vectors that are full"):
        opened("full")
    with pytest.raises(SpaceMismatch):
        opened("stored", replace(recorded, multi=False))
    with pytest.raises(SettingError, match="PKM_LATE"):
        opened("always")
