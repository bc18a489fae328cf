"""Passages and documents near to a question: by inner product of vectors, and by the weights of shared terms."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

import sql
from pkm.models import ChunkId, DocumentId
from pkm.store import filters, multivector
from pkm.store.database import Connection
from pkm.store.dense import Near as Near  # noqa: PLC0414
from pkm.store.filters import Filter as Filter  # noqa: PLC0414

COMMON = 20_000  # a term that stands in more texts than this tells none apart: its postings are not read


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


def packed_of(connection: Connection, chunks: Collection[ChunkId]) -> dict[ChunkId, bytes]:
    """The token vectors of those of these passages that have some, as ``multivector`` packs them."""
    rows = sql.queries.vectors.multi_of(connection, chunks=list(chunks))
    return {ChunkId(row.chunk_id): bytes(row.multi) for row in rows}


def multi_of(
    connection: Connection, chunks: Collection[ChunkId], dimensions: int
) -> dict[ChunkId, NDArray[np.float32]]:
    """Token vectors that are kept in ``full``, shape (tokens, dimensions)."""
    packed = packed_of(connection, chunks)
    found = {chunk: multivector.unpack([each], dimensions) for chunk, each in packed.items()}
    return {chunk: each.directions * each.scales[:, None] for chunk, each in found.items()}


def document_frequencies(
    connection: Connection, kin: Mapping[int, Collection[int]]
) -> tuple[int, dict[int, Frequency]]:
    """How many documents there are, and the frequencies of each term, counted with its kin.

    Terms that stand in none, or in too many to read, are left out.
    """
    count = sql.queries.vectors.count_documents(connection)
    rows = sql.queries.vectors.document_frequencies(connection, terms=list(kin), most=COMMON)
    known = {row.term: row for row in rows if row.documents}
    found = {}
    for term in known:
        own = [known[each] for each in kin[term] if each in known]
        documents = min(sum(each.documents for each in own), max(count, 1))
        if max(each.documents for each in own) < COMMON:
            found[term] = Frequency(documents, min(sum(each.named for each in own), documents))
    return count, found


def documents(
    connection: Connection, weights: Mapping[int, float], name_weights: Mapping[int, float], k: int, which: Filter
) -> list[NearDocument]:
    """The k documents in which, and in whose names, the terms weigh most."""
    rows = filters.select(
        connection, sql.queries.vectors.documents, which, terms=list(weights), weights=list(weights.values()),
        name_weights=[name_weights.get(term, 0.0) for term in weights], k=k,
    )  # fmt: skip
    return [NearDocument(row.document_id, row.score, frozenset(row.named)) for row in rows]


def idf(count: int, frequency: int) -> float:
    """Inverse document frequency as BM25 has it, never below 0 (Lucene's form: 1 is added inside the logarithm)."""
    return math.log1p((max(count, frequency) - frequency + 0.5) / (frequency + 0.5))
