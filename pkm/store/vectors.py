"""Vectors and postings of a space: how they are written, beside their passages, and known again."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from pgvector import HalfVector

import sql
from pkm import lexical
from pkm.counting import PASSAGE_WORDS, Words, bm25_weights, words_of
from pkm.models import ChunkId, CollectionId, DocumentId, Embeddings, Late, ParsedDocument
from pkm.prepared import NewChunk
from pkm.store import inverted, multivector, spaces, vocabulary
from pkm.store.database import Connection
from pkm.store.documents import New


@dataclass(frozen=True, slots=True)
class Stored:
    """What a space keeps of a passage; ``terms`` and ``weights`` belong together, ``multi`` is ``multivector``'s form."""

    dense: HalfVector
    terms: list[int]
    weights: list[float]
    multi: bytes | None

    @classmethod
    def of(cls, row: Any) -> Stored:
        """From a row with columns of these names."""
        return cls(row.dense, row.terms, row.weights, None if row.multi is None else bytes(row.multi))

    def columns(self) -> tuple[HalfVector, list[int], list[float], bytes | None]:
        """For a row, in this order."""
        return self.dense, self.terms, self.weights, self.multi


def reuse(connection: Connection, space_id: int, hashes: Collection[bytes]) -> dict[bytes, Stored]:
    """What the space already holds for passages with these hashes."""
    spaces.enter(connection, space_id)
    return {bytes(row.hash): Stored.of(row) for row in sql.queries.vectors.reuse(connection, hashes=list(hashes))}


def pack(embeddings: Embeddings, chunks: Sequence[NewChunk], late: Late = "full") -> dict[bytes, Stored]:
    """Embeddings of passages in the form in which a space keeps them, by the passages' hashes; ``late`` is the space's."""
    packed = {}
    for row, chunk in enumerate(chunks):
        weights = bm25_weights(chunk.terms, PASSAGE_WORDS) if embeddings.sparse is None else embeddings.sparse[row]
        packed[chunk.hash] = Stored(
            HalfVector(embeddings.dense[row]),
            list(weights),
            list(weights.values()),
            None if embeddings.multi is None or late == "reencode" else multivector.pack(embeddings.multi[row], late),
        )
    return packed


class Place(NamedTuple):
    """Whose a passage is."""

    chunk: ChunkId
    document: DocumentId
    collection: CollectionId


class Counted(NamedTuple):
    """A document whose words were counted."""

    collection: CollectionId
    id: DocumentId
    words: Words


def insert(
    connection: Connection,
    space_id: int,
    documents: Sequence[New],
    chunks: Sequence[Sequence[ChunkId]],
    stored: Mapping[bytes, Stored],
) -> None:
    """Store the vectors and postings of documents and of their passages; ``stored`` has these by their hashes."""
    places = [
        Place(each, document.id, document.collection)
        for document, own in zip(documents, chunks, strict=True)
        for each in own
    ]
    kept = [stored[each.hash] for document in documents for each in document.chunks]
    insert_passages(connection, space_id, places, kept)
    paths = _paths(connection, [each.id for each in documents])
    counted = []
    for each in documents:
        words, path = each.prepared.words, paths[each.id]
        # A file may have been moved since it was read.
        counted.append(Counted(each.collection, each.id, words if words.path == path else words_of(each.parsed, path)))
    insert_documents(connection, space_id, counted)


def insert_passages(connection: Connection, space_id: int, places: Sequence[Place], stored: Sequence[Stored]) -> None:
    """Store the vectors and postings of passages."""
    spaces.enter(connection, space_id)
    with connection.cursor() as cursor, cursor.copy(sql.queries.vectors.copy_vectors.sql) as stream:
        stream.set_types(("int8", "int8", "int8", "halfvec", "int4[]", "float4[]", "bytea"))
        for place, each in zip(places, stored, strict=True):
            stream.write_row((place.chunk, place.collection, place.document, *each.columns()))
    counts = [len(each.terms) for each in stored]
    owners = np.repeat(np.array([each.chunk for each in places], dtype=np.int64), counts)
    terms = np.array([term for each in stored for term in each.terms], dtype=np.int32)
    weights = np.array([weight for each in stored for weight in each.weights], dtype=np.float32)
    inverted.insert(connection, inverted.Texts.PASSAGES, terms, owners, weights)


def insert_documents(connection: Connection, space_id: int, documents: Sequence[Counted]) -> None:
    """Store the words of documents, which of them name each, and how they are written."""
    spaces.enter(connection, space_id)
    with connection.cursor() as cursor, cursor.copy(sql.queries.vectors.copy_words.sql) as stream:
        stream.set_types(("int8", "int8", "int4[]", "float4[]", "int2"))
        for each in documents:
            weights = each.words.weights
            stream.write_row((each.id, each.collection, list(weights), list(weights.values()), lexical.VERSION))
    vocabulary.insert(connection, {spelt for each in documents for spelt in each.words.spelt})
    insert_document_postings(connection, {each.id: each.words.weights for each in documents})


def count(connection: Connection, documents: Mapping[DocumentId, ParsedDocument]) -> dict[DocumentId, Words]:
    """Count the words of documents that are stored."""
    paths = _paths(connection, list(documents))
    return {number: words_of(document, paths[number]) for number, document in documents.items()}


def _paths(connection: Connection, documents: Sequence[DocumentId]) -> dict[DocumentId, str]:
    return {DocumentId(row.id): row.path for row in sql.queries.vectors.paths(connection, documents=list(documents))}


def insert_document_postings(connection: Connection, found: Mapping[DocumentId, Mapping[int, float]]) -> None:
    """Store fresh postings of documents: what each term weighs in them."""
    inverted.insert(
        connection, inverted.Texts.DOCUMENTS,
        np.array([term for weights in found.values() for term in weights], dtype=np.int32),
        np.repeat(np.array(list(found), dtype=np.int64), [len(each) for each in found.values()]),
        np.array([weight for weights in found.values() for weight in weights.values()], dtype=np.float32),
    )  # fmt: skip
