"""An embedder whose vectors of passages are kept on disk, since they take minutes."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pkm.embed import Embedder
from pkm.models import Embeddings, Space


class Remembered:
    """Gives what an earlier run computed, and computes what none did; questions are embedded anew."""

    def __init__(self, embedder: Embedder, path: Path, fresh: bool = False) -> None:
        self._embedder, self._path, self.computed = embedder, path, 0
        self._known: dict[str, NDArray[np.float32]] = {}
        if path.is_file() and not fresh:
            with np.load(path) as stored:
                self._known = dict(zip(stored["keys"].tolist(), stored["dense"], strict=True))

    @property
    def space(self) -> Space:
        """The embedder's."""
        return self._embedder.space

    def passages(self, texts: Sequence[str]) -> Embeddings:
        """One vector a text."""
        missing = [each for each in dict.fromkeys(texts) if each not in self._known]
        for start in range(0, len(missing), 256):
            batch = missing[start : start + 256]
            self._known.update(zip(batch, self._embedder.passages(batch).dense, strict=True))
            self.computed += len(batch)
            print(f"embedded {self.computed}", file=sys.stderr, flush=True)
        return Embeddings(np.stack([self._known[each] for each in texts]))

    def query(self, text: str) -> Embeddings:
        """Always anew."""
        return self._embedder.query(text)

    def save(self) -> None:
        """Keep the vectors for the next run."""
        if self.computed:
            self._path.parent.mkdir(exist_ok=True)
            np.savez(self._path, keys=np.array(list(self._known)), dense=np.stack(list(self._known.values())))
