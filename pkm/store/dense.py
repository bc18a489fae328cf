"""Passages near to a question by the inner product of vectors: through HNSW, or by looking at each where few pass.

The index is HNSW (Malkov and Yashunin 2016, https://arxiv.org/abs/1603.09320) over the signs of the vectors' components,
one bit each, and what it finds is put in order by the vectors themselves: docs/retrieval.md says why.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pgvector import HalfVector

import sql
from pkm.models import ChunkId, DocumentId
from pkm.store import filters
from pkm.store.database import Connection
from pkm.store.filters import Filter

EXACT_ROWS = 10_000  # up to here looking at every vector is as fast as the index, and misses none
CANDIDATES = 100  # at least so many are found by their signs and put in order by their vectors
FULL_DIMENSIONS = 512  # with fewer components their signs tell less, and more are found
EFFORT_MOST = 1000  # pgvector's limit of hnsw.ef_search
FIRM = 20  # an estimate of so many times more than is looked at is believed without counting
STEP_COST = 2.0  # of a step in the index, where looking at a passage by itself costs 1
PATIENCE = 4  # times as many steps as are expected, before all that pass are looked at instead


@dataclass(frozen=True, slots=True)
class Near:
    """A passage and its score in one arm; greater is better."""

    chunk: ChunkId
    document: DocumentId
    score: float


def search(
    connection: Connection, vector: NDArray[np.float32], k: int, which: Filter, effort: int | None = None
) -> list[Near]:
    """The k passages whose vectors are nearest: as many as there are, however rare the filter.

    Args:
        vector: Shape (dimensions,).
        effort: How many candidates HNSW finds; more miss fewer and take longer. Set from ``k``, if ``None``.
    """
    asked = {"vector": HalfVector(vector), "k": k}
    candidates = max(effort or int(max(CANDIDATES, 2 * k) * max(1.0, FULL_DIMENSIONS / len(vector)) ** 2), k)
    rows = None
    index = sql.queries.dense.index(connection)
    if index is not None and index.usable:
        expected = filters.estimate(connection, which)
        look_at = max(EXACT_ROWS, math.isqrt(int(STEP_COST * candidates * max(index.passages, 1))))
        if expected > FIRM * look_at or filters.count(connection, which, look_at + 1) > look_at:
            steps = PATIENCE * candidates * max(1, index.passages // max(expected, look_at))
            sql.queries.dense.set_effort(
                connection, effort=str(min(candidates, EFFORT_MOST)), most=str(max(20_000, steps))
            )
            rows = filters.select(connection, sql.queries.dense.nearest, which, candidates=candidates, **asked)
    if rows is None or len(rows) < k:
        rows = filters.select(connection, sql.queries.dense.nearest_exact, which, **asked)
    return [Near(*row) for row in rows]


def scores(connection: Connection, vector: NDArray[np.float32], chunks: Collection[ChunkId]) -> dict[ChunkId, float]:
    """The inner product with each of these passages."""
    rows = sql.queries.dense.scores(connection, vector=HalfVector(vector), chunks=list(chunks))
    return {ChunkId(row.chunk_id): row.score for row in rows}
