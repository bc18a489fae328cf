"""Ways to join what both arms find, with the embedder as it is and with ones that know less of what a question means.

Scores weighed as pkm weighs those of its own models and of strangers' (``Fusion.of``), and reciprocal ranks (Cormack, Clarke and
Büttcher 2009, "Reciprocal Rank Fusion outperforms Condorcet and individual Rank Learning Methods").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zlib import crc32

import numpy as np

from pkm.embed import Embedder
from pkm.models import ChunkId, Embeddings, Fusion, Space
from pkm.search import Searcher
from pkm.store.database import Database

K = 60  # of the formula
NOISES = (0.0, 1.0, 2.0, 4.0, 1000.0)  # times a question's vector; the last leaves nothing of it


class Distracted:
    """An embedder whose vectors of questions point away from where they did, always the same way for the same question."""

    def __init__(self, embedder: Embedder, noise: float) -> None:
        self._embedder, self._noise = embedder, noise

    @property
    def space(self) -> Space:
        """The embedder's."""
        return self._embedder.space

    def passages(self, texts: Sequence[str]) -> Embeddings:
        """As they are."""
        return self._embedder.passages(texts)

    def query(self, text: str) -> Embeddings:
        """With noise."""
        vector = self._embedder.query(text).dense[0]
        noise = np.random.default_rng(crc32(text.encode())).normal(size=len(vector))
        vector = vector + self._noise * noise / np.linalg.norm(noise)
        return Embeddings((vector / np.linalg.norm(vector)).astype(np.float32)[None])


class ByRank(Searcher):
    """Joins by reciprocal ranks, brought to [0, 1]; in everything else as pkm does."""

    def _join(
        self, near: Mapping[ChunkId, float], sparse: Mapping[ChunkId, float], weights: Fusion
    ) -> dict[ChunkId, float]:
        places = [_rank(near), _rank({chunk: each for chunk, each in sparse.items() if each > 0})]
        highest = len(places) / (weights.dense + weights.sparse)
        return {each: sum((K + 1) / (K + own[each]) for own in places if each in own) / highest for each in near}


def searchers(database: Database, embedder: Embedder) -> dict[str, Searcher]:
    """Each way with each embedder."""
    even = Fusion(dense=0.5, sparse=0.5)
    return {
        f"{how}, noise {noise:g}": way
        for noise in NOISES
        for how, way in (
            ("measured weights", Searcher(database, Distracted(embedder, noise), weights=Fusion())),
            ("even weights", Searcher(database, Distracted(embedder, noise), weights=even)),
            ("ranks", ByRank(database, Distracted(embedder, noise), weights=even)),
        )
    }


def _rank(scores: Mapping[ChunkId, float]) -> dict[ChunkId, int]:
    return {each: rank for rank, each in enumerate(sorted(scores, key=lambda each: (-scores[each], each)), start=1)}
