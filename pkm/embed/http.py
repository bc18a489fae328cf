"""A model on an embedding server, or on one for each kind of its vectors: asked for in batches, several at a time."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from itertools import pairwise
from threading import Lock

import numpy as np

from pkm.embed import heads, windows
from pkm.embed.server import BACK_OFF_S, TOTAL_S, Server, TooMuch
from pkm.errors import SpaceMismatch
from pkm.models import Embeddings, Late, Space

AT_ONCE = 4  # requests: one on its way, one in the server's queue, for each of two workers of its
BATCH_BYTES = 256 << 10  # of text in a request
SHORTEST = 32  # characters that no server refuses for their number
SPARSE = "+sparse"  # what a space's name may say behind the model
KEPT: tuple[Late, ...] = ("stored", "full")  # likewise
MARGIN = 0.9  # of the window: parts of a text have more tokens a character than the whole


class HttpEmbedder:
    """A model at an endpoint; its dimensions are those of the first vector that it gives.

    Args:
        sparse_url: A server that gives weights of tokens; without one words are counted.
        multi_url: A server that gives a vector a token.
        late: How those are kept; ``None`` where there are none.
    """

    def __init__(
        self,
        url: str,
        model: str | None = None,
        api_key: str | None = None,
        space: Space | None = None,
        *,
        sparse_url: str | None = None,
        multi_url: str | None = None,
        late: Late | None = None,
        back_off_s: float = BACK_OFF_S,
        total_s: float = TOTAL_S,
    ) -> None:
        wanted = space.model if space else model
        self._server = Server(url, wanted, api_key, back_off_s, total_s)
        self._sparse, self._multi = (
            Server(each, wanted, api_key, back_off_s, total_s) if each else None for each in (sparse_url, multi_url)
        )
        self._recorded, self._late = space, late
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
        model, weighs = self._server.model, self._sparse is not None
        return Space(
            name_of(model, weighs, self._late), model, dimensions, "learned" if weighs else "bm25", self._late is not None,
            self._server.reach.window_tokens, self._late or "full",
        )  # fmt: skip

    def passages(self, texts: Sequence[str]) -> Embeddings:
        """All kinds of vectors that the space holds; of a text beyond the window those of its windows, merged.

        Raises:
            ModelError: The server fails, or gives something else than vectors.
            SpaceMismatch: They are not as long as those of the home.
        """
        if not texts:
            none = np.zeros((0, self.space.dimensions), dtype=np.float32)
            return Embeddings(none, [] if self._weighs else None, [] if self.space.multi else None)
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
                given = [each.result() for each in asked]
            finally:
                pool.shutdown(cancel_futures=True)
        order = np.argsort([each for batch in batches for each in batch]).tolist()
        lengths = [max(1, each) for each in sizes]
        return windows.merge(windows.take(windows.join(given), order), owners, lengths, len(texts))

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

    def _embed(self, texts: list[str]) -> Embeddings:
        """What is refused is asked for in halves, of the batch, then of the text."""
        try:
            return self._ask(texts)
        except TooMuch:
            if len(texts) > 1:
                middle = len(texts) // 2
                return windows.join((self._embed(texts[:middle]), self._embed(texts[middle:])))
            if len(texts[0]) <= SHORTEST:
                raise
            halves = _at_spaces(texts[0], -(-len(texts[0]) // 2))
            lengths = [len(each.encode()) for each in halves]
            return windows.merge(self._embed(halves), [0] * len(halves), lengths, 1)

    def _ask(self, texts: list[str]) -> Embeddings:
        """Of each kind that the space holds, from the server that gives it."""
        vectors, dimensions = self._server.embed(texts), self.space.dimensions
        if vectors.shape[1] != dimensions:
            raise SpaceMismatch(
                f"the vectors of the embedding server have {vectors.shape[1]} dimensions, those of this home {dimensions}",
                "let it serve the model that the home was built with, or go over to this one: pkm reembed --to",
            )
        return Embeddings(
            vectors,
            heads.weigh(self._sparse, texts) if self._sparse and self._weighs else None,
            heads.embed_tokens(self._multi, texts, dimensions) if self._multi and self.space.multi else None,
        )

    @property
    def _weighs(self) -> bool:
        return self.space.sparse == "learned"


def name_of(model: str, weighs: bool, late: Late | None) -> str:
    """The name of the space of a model on a server, which says what the server gives beside dense vectors."""
    return f"http:{model}{SPARSE if weighs else ''}{f'+{late}' if late in KEPT else ''}"


def read_name(said: str) -> tuple[str, bool, Late | None]:
    """The model of a name behind ``http:``, whether its tokens are weighed, and how vectors of tokens are kept."""
    late = next((each for each in KEPT if said.endswith(f"+{each}")), None)
    said = said.removesuffix(f"+{late}")
    return said.removesuffix(SPARSE), said.endswith(SPARSE), late


def _at_spaces(text: str, most: int) -> list[str]:
    """The text in pieces of nearly equal length, none much longer than ``most`` characters, cut before words."""
    cuts = [each.stop for each in windows.cut(len(text), most)][:-1]
    edges = [
        0,
        *(space if (space := text.rfind(" ", each - SHORTEST // 2, each)) > 0 else each for each in cuts),
        len(text),
    ]
    return [text[low:high] for low, high in pairwise(edges)]
