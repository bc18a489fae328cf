"""A model on an embedding server: dense vectors, asked for in batches, several at a time."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from itertools import pairwise
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from pkm.embed import windows
from pkm.embed.server import BACK_OFF_S, TOTAL_S, Server, TooMuch
from pkm.errors import SpaceMismatch
from pkm.models import Embeddings, Space

if TYPE_CHECKING:
    from numpy.typing import NDArray

AT_ONCE = 4  # requests: one on its way, one in the server's queue, for each of two workers of its
BATCH_BYTES = 256 << 10  # of text in a request
SHORTEST = 32  # characters that no server refuses for their number
MARGIN = 0.9  # of the window: parts of a text have more tokens a character than the whole


class HttpEmbedder:
    """A model at an endpoint; its dimensions are those of the first vector that it gives."""

    def __init__(
        self,
        url: str,
        model: str | None = None,
        api_key: str | None = None,
        space: Space | None = None,
        *,
        back_off_s: float = BACK_OFF_S,
        total_s: float = TOTAL_S,
    ) -> None:
        self._server = Server(url, space.model if space else model, api_key, back_off_s, total_s)
        self._recorded = space
        self._probing = Lock()

    @property
    def space(self) -> Space:
        """The recorded one; of a new home, the server is asked once what it serves and how long its vectors are."""
        if self._recorded:
            return self._recorded
        with self._probing:
            return self._probed

    @cached_property
    def _probed(self) -> Space:
        dimensions = self._server.embed(["dimensions"]).shape[1]
        model = self._server.model
        return Space(f"http:{model}", model, dimensions, "bm25", False, self._server.reach.window_tokens)

    def passages(self, texts: Sequence[str]) -> Embeddings:
        """One unit vector a text; one beyond the window is embedded in windows and averaged by length.

        Raises:
            ModelError: The server fails, or gives something else than vectors.
            SpaceMismatch: They are not as long as those of the home.
        """
        if not texts:
            return Embeddings(np.zeros((0, self.space.dimensions), dtype=np.float32))
        pieces: list[str] = []
        owners: list[int] = []
        for owner, text in enumerate(self._fit([windows.readable(each) for each in texts])):
            pieces += text
            owners += [owner] * len(text)
        sizes = [len(each.encode()) for each in pieces]
        batches = [
            batch[start : start + self._server.reach.texts]
            for batch in windows.batches(sizes, BATCH_BYTES)
            for start in range(0, len(batch), self._server.reach.texts)
        ]
        with ThreadPoolExecutor(min(AT_ONCE, len(batches))) as pool:
            asked = [pool.submit(self._embed, [pieces[each] for each in batch]) for batch in batches]
            try:
                vectors = [each.result() for each in asked]
            finally:
                pool.shutdown(cancel_futures=True)
        places = [each for batch in batches for each in batch]
        lengths = [max(1, sizes[each]) for each in places]
        joined = np.concatenate(vectors)
        return Embeddings(windows.average(joined, [owners[each] for each in places], lengths, len(texts)))

    def query(self, text: str) -> Embeddings:
        """The vector of a question."""
        return windows.require_usable(self.passages([text]), self.space, 1)

    def _fit(self, texts: list[str]) -> list[list[str]]:
        """Each text in pieces that the model reads whole, as far as their mean density tells."""
        most = self.space.window_tokens
        fitting = [[each] for each in texts]
        doubtful = [
            each for each, text in enumerate(texts) if len(text.encode()) + 3 > most
        ]  # a token has a byte at least
        for each, count in zip(doubtful, self._server.count([texts[each] for each in doubtful]), strict=True):
            if count > most:
                text = texts[each]
                fitting[each] = _at_spaces(text, max(SHORTEST, int(MARGIN * len(text) * (most - 2) / count)))
        return fitting

    def _embed(self, texts: list[str]) -> NDArray[np.float32]:
        """Unit vectors, shape (n, dimensions); what is refused is asked for in halves, of the batch, then of the text."""
        try:
            vectors = self._server.embed(texts)
        except TooMuch:
            if len(texts) > 1:
                middle = len(texts) // 2
                return np.concatenate((self._embed(texts[:middle]), self._embed(texts[middle:])))
            if len(texts[0]) <= SHORTEST:
                raise
            halves = _at_spaces(texts[0], -(-len(texts[0]) // 2))
            lengths = [len(each.encode()) for each in halves]
            return windows.average(self._embed(halves), [0] * len(halves), lengths, 1)
        if vectors.shape[1] != (dimensions := self.space.dimensions):
            raise SpaceMismatch(
                f"the vectors of the embedding server have {vectors.shape[1]} dimensions, those of this home {dimensions}",
                "let it serve the model that the home was built with, or go over to this one: pkm reembed --to",
            )
        return vectors


def _at_spaces(text: str, most: int) -> list[str]:
    """The text in pieces of nearly equal length, none much longer than ``most`` characters, cut before words."""
    cuts = [each.stop for each in windows.cut(len(text), most)][:-1]
    edges = [
        0,
        *(space if (space := text.rfind(" ", each - SHORTEST // 2, each)) > 0 else each for each in cuts),
        len(text),
    ]
    return [text[low:high] for low, high in pairwise(edges)]
