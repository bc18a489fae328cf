"""Whether an embedder is still the one that a space was filled with.

A server may serve another model under the same name, or a folder hold other weights: no vector's length tells. So a space
keeps the vectors of a few fixed sentences, as they were when it was first used, and before an embedder is first used in a
process it is held against them. The same model in another precision, or on other hardware, gives nearly the same.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from threading import Lock

import numpy as np

from pkm.embed import Embedder
from pkm.embed.windows import require_usable
from pkm.errors import PkmError, SpaceMismatch
from pkm.models import Embeddings, Space
from pkm.store import fingerprints
from pkm.store.checks import Finding
from pkm.store.database import Database

SENTENCES = (
    "The tenant may end the lease with three months' notice.",
    "Die Rechnung über 1.234,50 € ist am 3. März fällig.",
    "列车将于早上七点开往维也纳。",
)
AGAIN_S = 600.0  # until it is looked at again
LEAST = 0.98  # cosine: half precision costs less than 0.001, eight bits about 0.01, another model far more


class Recognised:
    """An embedder that is held against its space before its vectors are used. Safe to share between threads.

    Raises ``SpaceMismatch`` as long as it gives other vectors than those of the space.
    """

    def __init__(self, database: Database, embedder: Embedder) -> None:
        self._database, self.embedder = database, embedder
        self._looking = Lock()
        self._known_until = 0.0

    @property
    def space(self) -> Space:
        """The embedder's."""
        return self.embedder.space

    def passages(self, texts: Sequence[str]) -> Embeddings:
        """Embed texts."""
        return self._use(lambda: self.embedder.passages(texts))

    def query(self, text: str) -> Embeddings:
        """Embed a question."""
        return self._use(lambda: self.embedder.query(text))

    def _use(self, embed: Callable[[], Embeddings]) -> Embeddings:
        self._look()
        try:
            return embed()
        except PkmError:
            self._known_until = 0.0
            raise

    def _look(self) -> None:
        """As long as there is no space, what is embedded is kept nowhere."""
        if time.monotonic() < self._known_until:
            return
        with self._looking:
            if time.monotonic() >= self._known_until:
                cosine = likeness(self._database, self.embedder)
                if cosine is not None and cosine < LEAST:
                    raise SpaceMismatch(
                        f"{self.space.name} gives other vectors than those that this home was filled with"
                        f" (cosine {cosine:.2f}): it is another model",
                        "let it serve the model of before; how to go over to another one: pkm reembed --help",
                    )
                self._known_until = 0.0 if cosine is None else time.monotonic() + AGAIN_S


def likeness(database: Database, embedder: Embedder) -> float | None:
    """How like its vectors are to those that its space was filled with: the least cosine of the fixed sentences.

    A space that has none yet keeps these. ``None`` where the home has no such space.
    """
    space = embedder.space
    with database.transaction() as connection:
        kept = fingerprints.read(connection, space)
    if kept is None:
        return None
    found = require_usable(embedder.passages(SENTENCES), space, len(SENTENCES)).dense
    if len(kept) != len(found):
        with database.transaction() as connection:
            fingerprints.write(connection, space, found)
        return 1.0
    return float(np.min(np.sum(kept * found, axis=1) / np.linalg.norm(kept, axis=1)))


def find_stranger(embedder: Embedder) -> list[Finding]:
    """What is wrong with the embedder of a home: it is not there, or another one."""
    try:
        embedder.query(SENTENCES[0])
    except PkmError as exc:
        return [Finding("embedder", embedder.space.name, f"{exc}", exc.hint)]
    return []
