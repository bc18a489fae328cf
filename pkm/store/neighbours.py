"""Passages and documents near to a question: by inner product of vectors, and by the weights of shared terms."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray
from pgvector import HalfVector

import sql
from pkm.models import ChunkId, CollectionId, DocumentId, Kind
from pkm.store import multivector
from pkm.store.database import Connection
from pkm.store.spaces import EXACT_ROWS

COMMON = 20_000  # a term that stands in more texts than this tells none apart: its postings are not read
EFFORT = 200  # hnsw.ef_search


@dataclass(frozen=True, slots=True)
class Filter:
    """Which passages count; ``None`` is no condition. Days are inclusive; a passage without a day is on none.

    Attributes:
        instant: Those that held just before it, instead of those that hold. A document whose first version was seen later
            counts as well, unless its own day is after ``as_of``: pkm cannot know how long it had been there.
    """

    collection: CollectionId | None = None
    kind: Kind | None = None
    since: date | None = None
    until: date | None = None
    documents: list[DocumentId] | None = None
    instant: datetime | None = None
    as_of: date | None = None

    def within(self, documents: Iterable[DocumentId]) -> Filter:
        """The same, in these documents only."""
        return replace(self, documents=list(documents))


@dataclass(frozen=True, slots=True)
class Near:
    """A passage and its score in one arm; greater is better."""

    chunk: ChunkId
    document: DocumentId
    score: float


@dataclass(frozen=True, slots=True)
class NearDocument:
    """A document, its score, and which of the question's terms stand in its name."""

    document: DocumentId
    score: float
    named: frozenset[int]


@dataclass(frozen=True, slots=True)
class Frequency:
    """In how many documents a term stands, and how many it names."""

    documents: int
    named: int


def dense(connection: Connection, vector: NDArray[np.float32], k: int, which: Filter) -> list[Near]:
    """The k passages whose vectors are nearest: as many as there are, however rare the filter.

    A filter that few passages pass, and a small home, are searched exactly; otherwise HNSW goes on until k passed.
    """
    asked = {"vector": HalfVector(vector), "k": k, **asdict(which)}
    matching = sql.queries.vectors.count_matching(connection, most=EXACT_ROWS + 1, **asdict(which))
    rows = []
    if matching > EXACT_ROWS:
        sql.queries.vectors.set_search(connection, effort=str(max(EFFORT, k)))
        rows = list(sql.queries.vectors.nearest(connection, **asked))
    if len(rows) < min(k, matching):
        rows = list(sql.queries.vectors.nearest_exact(connection, **asked))
    return sorted((Near(*row) for row in rows), key=lambda each: (-each.score, each.chunk))


def dense_of(connection: Connection, vector: NDArray[np.float32], chunks: Collection[ChunkId]) -> dict[ChunkId, float]:
    """The inner product with each of these passages."""
    rows = sql.queries.vectors.dense_of(connection, vector=HalfVector(vector), chunks=list(chunks))
    return {ChunkId(row.chunk_id): row.score for row in rows}


def multi_of(
    connection: Connection, chunks: Collection[ChunkId], dimensions: int
) -> dict[ChunkId, NDArray[np.float32]]:
    """The token vectors of each of these passages, shape (tokens, dimensions)."""
    rows = sql.queries.vectors.multi_of(connection, chunks=list(chunks))
    return {ChunkId(row.chunk_id): multivector.unpack(bytes(row.multi), dimensions) for row in rows}


def sparse(connection: Connection, weights: Mapping[int, float], k: int, which: Filter) -> list[Near]:
    """The k passages whose terms weigh most, counted with the question's weights."""
    rows = sql.queries.vectors.sparse(
        connection, terms=list(weights), weights=list(weights.values()), k=k, **asdict(which)
    )
    return [Near(*row) for row in rows]


def sparse_of(
    connection: Connection, weights: Mapping[int, float], chunks: Collection[ChunkId]
) -> dict[ChunkId, float]:
    """The sum of shared weights of each of these passages; 0 where nothing is shared."""
    rows = sql.queries.vectors.sparse_of(
        connection, terms=list(weights), weights=list(weights.values()), chunks=list(chunks)
    )
    return dict.fromkeys(chunks, 0.0) | {ChunkId(row.chunk_id): row.score for row in rows}


def passage_idf(connection: Connection, terms: Collection[int]) -> dict[int, float]:
    """How much each term tells passages apart; terms that stand in none, or in too many to read, are left out."""
    count = sql.queries.vectors.count_passages(connection)
    rows = sql.queries.vectors.passage_frequencies(connection, terms=list(terms), most=COMMON)
    return {row.term: idf(count, row.passages) for row in rows if 0 < row.passages < COMMON}


def document_frequencies(connection: Connection, terms: Collection[int]) -> tuple[int, dict[int, Frequency]]:
    """How many documents there are, and the frequencies of each term; the same terms are left out."""
    count = sql.queries.vectors.count_documents(connection)
    rows = sql.queries.vectors.document_frequencies(connection, terms=list(terms), most=COMMON)
    return count, {row.term: Frequency(row.documents, row.named) for row in rows if 0 < row.documents < COMMON}


def documents(
    connection: Connection, weights: Mapping[int, float], name_weights: Mapping[int, float], k: int, which: Filter
) -> list[NearDocument]:
    """The k documents in which, and in whose names, the terms weigh most."""
    conditions = {name: value for name, value in asdict(which).items() if name != "documents"}
    rows = sql.queries.vectors.documents(
        connection, terms=list(weights), weights=list(weights.values()),
        name_weights=[name_weights.get(term, 0.0) for term in weights], k=k, **conditions,
    )  # fmt: skip
    return [NearDocument(row.document_id, row.score, frozenset(row.named)) for row in rows]


def idf(count: int, frequency: int) -> float:
    """Inverse document frequency as BM25 has it, never below 0 (Lucene's form: 1 is added inside the logarithm)."""
    return math.log1p((max(count, frequency) - frequency + 0.5) / (frequency + 0.5))
