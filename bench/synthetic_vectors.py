"""Vectors like those of a text embedder: passages of documents, documents of topics, a mean that all share.

Not uniform noise, in which every vector is equally far from every other and no index can be told from another. Variances
fall off as a power law, as those of text embeddings do; the shares were set so that 9,000 of them resemble the vectors of
8,922 passages of contracts under all-MiniLM-L6-v2 (384 dimensions): norm of the mean .47, effective rank 78 (participation
ratio of the covariance), local intrinsic dimension 15.5 (maximum likelihood, Levina and Bickel 2004), similarity to the 1st,
10th and 100th neighbour .76, .64 and .49. ``resemblance`` measures the same of any vectors.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

PASSAGES = 20  # of a document
DOCUMENTS = 10  # of a topic
MEAN, TOPIC, DOCUMENT = 0.22, 0.22, 0.17  # shares of a vector's square; the rest is the passage's own
OFFSET, DECAY = 5.0, 1.25  # the i-th variance is (i + OFFSET) ** -DECAY


class VectorSource:
    """Seeded: the same numbers make the same vectors, block by block.

    Args:
        dimensions: Of each vector.
        seed: Of all chance.
    """

    block = 10_000

    def __init__(self, dimensions: int, seed: int) -> None:
        self._dimensions, self._seed = dimensions, seed
        chance = np.random.default_rng(seed)
        variances = (np.arange(dimensions) + OFFSET) ** -DECAY
        self._scale = np.sqrt(variances / variances.sum()).astype(np.float32)
        self._turns = [self._turn(chance) for _ in range(3)]  # what differs lies elsewhere at each level
        self._mean = self._unit(chance.standard_normal(dimensions).astype(np.float32)) * np.float32(np.sqrt(MEAN))

    def passages(self, count: int) -> Iterator[Vectors]:
        """Blocks of unit vectors, ``count`` in all; each 20 in a row are of one document."""
        yield from self.passages_from(0, count)

    def passages_from(self, first: int, count: int) -> Iterator[Vectors]:
        """The same, from that passage on."""
        for start in range(first, first + count, self.block):
            yield self._draw(start, min(self.block, first + count - start), self._seed + 1)

    def questions(self, count: int, passages: int) -> Vectors:
        """Unit vectors of further passages of documents among the first ``passages``, as a question's would be."""
        chosen = np.random.default_rng([self._seed, 7]).choice(passages, count, replace=False)
        made = [self._draw(int(each), 1, self._seed + 2) for each in chosen]
        return np.concatenate(made)

    def _draw(self, start: int, count: int, own: int) -> Vectors:
        numbers = np.arange(start, start + count)
        documents, topics = numbers // PASSAGES, numbers // (PASSAGES * DOCUMENTS)
        vectors = np.tile(self._mean, (count, 1))
        vectors += np.sqrt(TOPIC) * self._level(topics, 0, self._seed + 3)
        vectors += np.sqrt(DOCUMENT) * self._level(documents, 1, self._seed + 4)
        chance = np.random.default_rng([own, start])
        share = np.float32(np.sqrt(1 - MEAN - TOPIC - DOCUMENT))
        vectors += share * self._turned(chance.standard_normal((count, self._dimensions), dtype=np.float32), 2)
        return self._unit(vectors)

    def _level(self, numbers: NDArray[np.int64], level: int, seed: int) -> Vectors:
        """What all passages of a topic or document share."""
        which, back = np.unique(numbers, return_inverse=True)
        drawn = [
            np.random.default_rng([seed, each]).standard_normal(self._dimensions, dtype=np.float32) for each in which
        ]
        return self._turned(np.stack(drawn), level)[back]

    def _turned(self, noise: Vectors, level: int) -> Vectors:
        turned: Vectors = (noise * self._scale) @ self._turns[level]
        return turned

    def _turn(self, chance: np.random.Generator) -> Vectors:
        """A random rotation."""
        turn: Vectors = np.linalg.qr(chance.standard_normal((self._dimensions, self._dimensions)))[0].astype(np.float32)
        return turn

    @staticmethod
    def _unit(vectors: Vectors) -> Vectors:
        unit: Vectors = vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)
        return unit


def resemblance(vectors: Vectors, asked: int = 300) -> dict[str, float]:
    """What the vectors are like: see the module's words."""
    chosen = np.random.default_rng(0).choice(len(vectors), asked, replace=False)
    near = np.sort(vectors[chosen] @ vectors.T, axis=1)[:, ::-1]
    far = np.sqrt(np.maximum(2 - 2 * near[:, 1:101], 1e-12))
    shares = np.linalg.eigvalsh(np.cov(vectors[:20_000].T))
    shares /= shares.sum()
    return {
        "mean_norm": float(np.linalg.norm(vectors.mean(axis=0))),
        "effective_rank": float(1 / (shares**2).sum()),
        "local_dimension": float(np.median(1 / np.mean(np.log(far[:, -1:] / far[:, :-1]), axis=1))),
        "nearest": float(np.median(near[:, 1])),
        "tenth": float(np.median(near[:, 10])),
        "hundredth": float(np.median(near[:, 100])),
        "any": float(np.median(near)),
    }
