"""An embedder that costs nothing: for tests and benchmarks of everything around the embedding."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pkm.models import Embeddings, Space


class FreeEmbedder:
    """Counts letters into a vector: texts that share letters lie close. Says how many passages it was given."""

    space = Space("free", "letters", 32, "bm25", False, 256)

    def __init__(self) -> None:
        self.embedded = 0

    def passages(self, texts: Sequence[str]) -> Embeddings:
        """Vectors of letter counts."""
        self.embedded += len(texts)
        dense = np.full((len(texts), self.space.dimensions), 1e-3, dtype=np.float32)
        for row, text in enumerate(texts):
            codes = np.frombuffer(text.encode("utf-8", "replace"), dtype=np.uint8) % self.space.dimensions
            dense[row] += np.bincount(codes, minlength=self.space.dimensions)
        return Embeddings(dense / np.linalg.norm(dense, axis=1, keepdims=True))

    def query(self, text: str) -> Embeddings:
        """The vector of one text."""
        return self.passages([text])


class OtherEmbedder(FreeEmbedder):
    """Counts the same letters into longer vectors: another model, of another space."""

    space = Space("other", "letters, longer", 48, "bm25", False, 256)
