"""Vectors and postings of a space: how they are written, beside their passages, and known again.

Weights of BM25 (Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework", section 3) are computed once, when a
text is stored: against a fixed average length instead of the corpus's own, so that they never have to change. Passages
are cut to one size anyway; for documents the average only sets the scale.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from pgvector import HalfVector

import sql
from pkm import lexical
from pkm.models import ChunkId, CollectionId, DocumentId, Embeddings, Late, ParsedDocument
from pkm.store import blocks, folding, multivector, spaces, vocabulary
from pkm.store.chunks import NewChunk
from pkm.store.database import Connection
from pkm.store.documents import New
from pkm.store.mail import folder_of

K1, B = 1.2, 0.75
PASSAGE_WORDS = 75  # about 500 characters
DOCUMENT_WORDS = 1000
OPENING = 600  # characters at a document's start that name it, where it has no header
NAMED = 1.0  # a word's weight in a name
OPENING_PART = 16  # and no more than that part of it: a short note's opening is what it says


@dataclass(frozen=True, slots=True)
class Stored:
    """What a space keeps of a passage; ``terms`` and ``weights`` belong together, ``multi`` is ``multivector``'s form."""

    dense: HalfVector
    terms: list[int]
    weights: list[float]
    multi: bytes | None


def reuse(connection: Connection, space_id: int, hashes: Collection[bytes]) -> dict[bytes, Stored]:
    """What the space already holds for passages with these hashes."""
    spaces.enter(connection, space_id)
    rows = sql.queries.vectors.reuse(connection, hashes=list(hashes))
    return {
        bytes(row.hash): Stored(row.dense, row.terms, row.weights, None if row.multi is None else bytes(row.multi))
        for row in rows
    }


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


def bm25_weights(counts: Mapping[int, int], average: float) -> dict[int, float]:
    """BM25's weight of each term in a text, without its idf, which the question brings along."""
    norm = K1 * (1 - B + B * sum(counts.values()) / average)
    return {term: count * (K1 + 1) / (count + norm) for term, count in counts.items()}


class Place(NamedTuple):
    """Whose a passage is."""

    chunk: ChunkId
    document: DocumentId
    collection: CollectionId


def insert(
    connection: Connection,
    space_id: int,
    documents: Sequence[New],
    chunks: Sequence[Sequence[ChunkId]],
    stored: Sequence[Sequence[Stored]],
) -> None:
    """Store the vectors and postings of documents and of their passages, ``stored`` beside ``chunks``."""
    places = [
        Place(each, document.id, document.collection)
        for document, own in zip(documents, chunks, strict=True)
        for each in own
    ]
    insert_passages(connection, space_id, places, [each for own in stored for each in own])
    insert_documents(connection, space_id, documents)


def insert_passages(connection: Connection, space_id: int, places: Sequence[Place], stored: Sequence[Stored]) -> None:
    """Store the vectors and postings of passages."""
    spaces.enter(connection, space_id)
    with connection.cursor() as cursor, cursor.copy(sql.queries.vectors.copy_vectors.sql) as stream:
        stream.set_types(("int8", "int8", "int8", "halfvec", "int4[]", "float4[]", "bytea"))
        for place, each in zip(places, stored, strict=True):
            stream.write_row(
                (place.chunk, place.collection, place.document, each.dense, each.terms, each.weights, each.multi)
            )
    counts = [len(each.terms) for each in stored]
    owners = np.repeat(np.array([each.chunk for each in places], dtype=np.int64), counts)
    terms = np.array([term for each in stored for term in each.terms], dtype=np.int32)
    weights = np.array([weight for each in stored for weight in each.weights], dtype=np.float32)
    folding.insert(connection, folding.Texts.PASSAGES, terms, owners, weights)


def insert_documents(connection: Connection, space_id: int, documents: Sequence[New]) -> None:
    """Store the words of documents, and which of them name each."""
    spaces.enter(connection, space_id)
    found = document_weights(connection, {each.id: each.parsed for each in documents})
    with connection.cursor() as cursor, cursor.copy(sql.queries.vectors.copy_words.sql) as stream:
        stream.set_types(("int8", "int8", "int4[]", "float4[]", "int2"))
        for each in documents:
            weights = found[each.id]
            stream.write_row((each.id, each.collection, list(weights), list(weights.values()), lexical.VERSION))
    insert_document_postings(connection, found)


def document_weights(
    connection: Connection, documents: Mapping[DocumentId, ParsedDocument]
) -> dict[DocumentId, dict[int, float]]:
    """What each term weighs in each document, and in its name; the space at hand gets to know how its words are written."""
    paths = {row.id: row.path for row in sql.queries.vectors.paths(connection, documents=list(documents))}
    found: dict[DocumentId, dict[int, float]] = {}
    spelt: set[tuple[int, str]] = set()
    for number, document in documents.items():
        name, own, language = name_of(document, paths[number]), own_words(document), (document.language,)
        spelt |= vocabulary.telling(f"{name}\n{own}", language)
        named = lexical.terms(name, language)
        in_text = bm25_weights(lexical.terms(own, language), DOCUMENT_WORDS)
        found[number] = dict.fromkeys(named, blocks.LEAST) | in_text | dict.fromkeys(map(lexical.in_name, named), NAMED)
    vocabulary.insert(connection, spelt)
    return found


def insert_document_postings(connection: Connection, found: Mapping[DocumentId, Mapping[int, float]]) -> None:
    """Store fresh postings of documents: what each term weighs in them."""
    folding.insert(
        connection, folding.Texts.DOCUMENTS,
        np.array([term for weights in found.values() for term in weights], dtype=np.int32),
        np.repeat(np.array(list(found), dtype=np.int64), [len(each) for each in found.values()]),
        np.array([weight for weights in found.values() for weight in weights.values()], dtype=np.float32),
    )  # fmt: skip


def name_of(document: ParsedDocument, path: str) -> str:
    """The words that name a document: its path, title and head, and its header or, where it has none, its opening."""
    opening = document.text[: document.header_end or min(OPENING, len(document.text) // OPENING_PART)]
    return "\n".join((_words_of(path), document.name or "", document.title, document.head, opening))


def own_words(document: ParsedDocument) -> str:
    """The text without what it repeats of others."""
    edges = [0, *(edge for each in document.quoted for edge in each), len(document.text)]
    return "\n".join(document.text[low:high] for low, high in zip(edges[::2], edges[1::2], strict=True))


def _words_of(path: str) -> str:
    """What a path names: of a message on a server its folder, for its numbers and the server say nothing of it."""
    return folder_of(path) or path


def missing(connection: Connection, space_id: int) -> list[ChunkId]:
    """Passages that have no vector in the space."""
    spaces.enter(connection, space_id)
    return [ChunkId(row.id) for row in sql.queries.vectors.missing(connection)]
