"""What a plain splitter finds: 500 characters a passage, by meaning, by words (BM25), and by both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from bench.retrieval.judged import Text
from bench.retrieval.scores import Span
from pkm import lexical
from pkm.embed import Embedder

SIZE = 500
K1, B = 1.2, 0.75
RRF = 60  # Cormack, Clarke and Büttcher 2009
DENSE_WEIGHT = 0.65
Way = Literal["dense", "bm25", "rrf", "convex"]
WAYS: tuple[Way, ...] = ("dense", "bm25", "rrf", "convex")


class Plain:
    """All passages of all documents, searched exactly."""

    def __init__(self, texts: Sequence[Text], embedder: Embedder) -> None:
        self.spans = [
            Span(each.id, start, min(len(each.text), start + SIZE))
            for each in texts
            for start in range(0, len(each.text), SIZE)
        ]
        whole = {each.id: each.text for each in texts}
        passages = [whole[each.document][each.start : each.end] for each in self.spans]
        self._dense = embedder.passages(passages).dense
        counts = [lexical.terms(each) for each in passages]
        lengths = np.array([sum(each.values()) for each in counts])
        norms = K1 * (1 - B + B * lengths / lengths.mean())
        postings: dict[int, list[tuple[int, float]]] = {}
        for place, counted in enumerate(counts):
            for term, count in counted.items():
                weight = count * (K1 + 1) / (count + norms[place])
                postings.setdefault(term, []).append((place, weight))
        self._postings = {term: np.array(each).T for term, each in postings.items()}

    def rank(self, question: str, vector: NDArray[np.float32], way: Way, k: int) -> list[Span]:
        """The k best passages."""
        dense, words = self._dense @ vector, self._bm25(question)
        scores: dict[Way, NDArray[np.floating]] = {
            "dense": dense,
            "bm25": words,
            "rrf": 1 / (RRF + _ranks(dense)) + 1 / (RRF + _ranks(words)),
            "convex": DENSE_WEIGHT * _stretch(dense) + (1 - DENSE_WEIGHT) * words / max(words.max(), 1e-9),
        }
        return [self.spans[each] for each in np.argsort(-scores[way], kind="stable")[:k]]

    def _bm25(self, question: str) -> NDArray[np.float64]:
        scores = np.zeros(len(self.spans))
        for term, count in lexical.terms(question).items():
            if term in self._postings:
                places, weights = self._postings[term]
                idf = np.log1p((len(self.spans) - len(places) + 0.5) / (len(places) + 0.5))
                scores[places.astype(int)] += count * idf * weights
        return scores


def _ranks(scores: NDArray[np.floating]) -> NDArray[np.float64]:
    """The rank of each, from 1."""
    ranks = np.empty(len(scores))
    ranks[np.argsort(-scores, kind="stable")] = np.arange(1, len(scores) + 1)
    return ranks


def _stretch(scores: NDArray[np.floating]) -> NDArray[np.floating]:
    """Scores over those of the 200th best, which is 0, up to 1."""
    low, high = float(np.sort(scores)[-min(200, len(scores))]), float(scores.max())
    stretched: NDArray[np.floating] = np.maximum(0, (scores - low) / max(high - low, 1e-9))
    return stretched
