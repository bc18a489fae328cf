"""Late interaction: each token of the question finds its best token in the passage.

MaxSim of ColBERT (Khattab and Zaharia 2020, https://arxiv.org/abs/2004.12832), divided by the number of the question's
tokens as BGE-M3 has it (https://arxiv.org/abs/2402.03216, section 3.2).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pkm.embed import Embedder
from pkm.models import ChunkId
from pkm.store import chunks, multivector, neighbours
from pkm.store.database import Connection
from pkm.store.multivector import Form, Tokens

Floats = NDArray[np.float32]

STORED, ENCODED = 100, 50  # of the best candidates, whose token vectors are read, or made again


def score(question: Floats, passage: Floats) -> float:
    """The mean over the question's tokens of the largest inner product; both of shape (tokens, dimensions)."""
    return float(score_all(question, _plain([passage]))[0])


def score_all(question: Floats, passages: Tokens) -> Floats:
    """The same for several passages at once, shape (passages,); one without tokens scores 0."""
    scores = np.zeros(len(passages.counts), dtype=np.float32)
    some = np.flatnonzero(passages.counts)
    if len(question) and len(some):
        products = passages.directions @ question.T
        products *= passages.scales[:, None]
        starts = np.cumsum(passages.counts) - passages.counts
        scores[some] = np.maximum.reduceat(products, starts[some], axis=0).mean(axis=1)
    return scores


def score_passages(
    connection: Connection, question: Floats, passages: Sequence[ChunkId], embedder: Embedder
) -> dict[ChunkId, float]:
    """Of the first of these passages of the space at hand, best first.

    Of none where one has no token vectors: scores with them and without cannot be compared.
    """
    form = embedder.space.late
    best = passages[: ENCODED if form == "reencode" else STORED]
    if form == "reencode":
        rows = chunks.hits(connection, best)
        scores = score_encoded(question, [rows[each].text for each in best], embedder)
    else:
        packed = neighbours.packed_of(connection, best)
        if len(packed) < len(best):
            return {}
        scores = score_stored(question, [packed[each] for each in best], form)
    return {} if scores is None else dict(zip(best, scores.tolist(), strict=True))


def score_stored(question: Floats, packed: Sequence[bytes], form: Form) -> Floats:
    """Of passages whose token vectors are stored in this form."""
    return score_all(multivector.turn(question, form), multivector.unpack(packed, question.shape[1], form))


def score_encoded(question: Floats, texts: Sequence[str], embedder: Embedder) -> Floats | None:
    """Of passages that are embedded anew, for a GPU; ``None`` where the embedder gives no vector a token."""
    multi = embedder.passages(texts).multi
    return None if multi is None else score_all(question, _plain(multi))


def _plain(passages: Sequence[Floats]) -> Tokens:
    vectors = np.concatenate(passages, dtype=np.float32)
    return Tokens(vectors, np.ones(len(vectors), np.float32), np.array([len(each) for each in passages]))
