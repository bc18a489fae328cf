"""Passages near to a question by the inner product of vectors: through HNSW, or by looking at each where few pass.

The index is HNSW (Malkov and Yashunin 2016, https://arxiv.org/abs/1603.09320) over the signs of the vectors' components,
one bit each, and what it finds is put in order by the vectors themselves: docs/measurements.md says why.
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

EXACT_ROWS = 10_000  # up to here looking at every vector is as quick as the index, and misses none
CANDIDATES = 100  # at least so many are found by their signs and put in order by their vectors
CROWDED = 400_000  # passages, beyond which more are found: paths through the graph miss more of many
FULL_DIMENSIONS = 512  # with fewer components their signs tell less, and more are found
SCANNED = 12  # times as many candidates where all signs are looked at: each costs no path then
APART = 5  # times as much to look at a candidate's vector than at one of many in a row, beyond what its signs cost
EFFORT_MOST = 1000  # pgvector's limit of hnsw.ef_search
STEP_COST = 90  # of a step in the index, where looking at a passage's signs costs 1 (bench/scale_search.py)
PATIENCE = 4  # times as many steps as are expected, before all that pass are looked at instead
LEAST_STEPS = 20_000
SPARE = 8  # where fewer pass than one in so many, paths miss too much,
SPARE_MOST = 300_000  # and up to so many are looked at instead
SURE = 4  # how far off an estimate may be without doing harm


@dataclass(frozen=True, slots=True)
class Near:
    """A passage and its score in one arm; greater is better."""

    chunk: ChunkId
    document: DocumentId
    score: float


def search(
    connection: Connection,
    vector: NDArray[np.float32],
    k: int,
    which: Filter,
    effort: int | None = None,
    sure: int | None = None,
) -> list[Near]:
    """The k passages whose vectors are nearest: as many as there are, however rare the filter.

    Args:
        vector: Shape (dimensions,).
        effort: How many candidates HNSW finds; more miss fewer and take longer. As it is set, else from ``sure``, if ``None``.
        sure: Of so many few are missed, of all k if ``None``.
    """
    sure = min(sure or k, k)
    asked = {"vector": HalfVector(vector), "k": k}
    queries = sql.queries.dense
    index = queries.index(connection)
    rows = None
    if index is not None and index.usable:
        passages, passing = max(index.passages, 1), filters.estimate(connection, which)
        effort = effort or index.effort
        candidates = effort or _candidates(sure, len(vector), passages)
        even = math.isqrt(STEP_COST * candidates * passages)  # where both ways cost the same
        few = max(EXACT_ROWS, even, min(passages // SPARE, SPARE_MOST))
        if passing < few // SURE:
            passing = filters.count(connection, which, few + 1)
        if passing > few:
            # A second leg misses no more than a wider one.
            in_sight = min(effort or max(CANDIDATES, candidates // 2), EFFORT_MOST)
            steps = max(LEAST_STEPS, PATIENCE * candidates * passages // passing)
            queries.begin_effort(connection, effort=str(in_sight), most=str(steps))
            rows = filters.select(connection, queries.nearest, which, candidates=max(candidates, k), **asked)
            queries.end_effort(connection)
        else:
            scanned = SCANNED * _candidates(k, len(vector), passing)
            if passing > max(EXACT_ROWS, APART * scanned):
                rows = filters.select(connection, queries.nearest_by_signs, which, candidates=scanned, **asked)
    if rows is None or len(rows) < k:
        rows = filters.select(connection, queries.nearest_exact, which, **asked)
    return [Near(*row) for row in rows]


def _candidates(k: int, dimensions: int, passages: int) -> int:
    """How many are found through the index; the error of what signs tell shrinks with the square root of their number."""
    crowd = math.sqrt(max(1.0, passages / CROWDED))
    return int(max(CANDIDATES * crowd, 2 * k) * max(1.0, FULL_DIMENSIONS / dimensions) ** 2)


def scores(connection: Connection, vector: NDArray[np.float32], chunks: Collection[ChunkId]) -> dict[ChunkId, float]:
    """The inner product with each of these passages."""
    rows = sql.queries.dense.scores(connection, vector=HalfVector(vector), chunks=list(chunks))
    return {ChunkId(row.chunk_id): row.score for row in rows}
