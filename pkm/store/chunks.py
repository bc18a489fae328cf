"""Passages as rows: ranges of their document's text, known again by the hash of what was embedded."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sql
from pkm import lexical
from pkm.models import ChunkId, ParsedDocument, Passage, Space
from pkm.store.database import Connection
from pkm.store.documents import New


@dataclass(frozen=True, slots=True)
class NewChunk:
    """A passage about to be stored.

    Attributes:
        embedded: What the model reads: the context, then the passage.
        terms: Words of the heading path and the passage, counted; empty where the model weighs tokens itself.
        hash: Of all of that, and of how words were counted: equal passages have equal vectors and terms.
    """

    passage: Passage
    embedded: str
    terms: dict[int, int]
    hash: bytes


def prepare(document: ParsedDocument, passages: Sequence[Passage], space: Space) -> list[NewChunk]:
    """The passages of a document with what is embedded and counted of them."""
    prepared = []
    for each in passages:
        text = document.text[each.char_start : each.char_end]
        terms = lexical.terms(f"{each.heading}\n{text}", (document.language,)) if space.sparse == "bm25" else {}
        counted = (f"{lexical.VERSION} {document.language}",) if space.sparse == "bm25" else ()
        parts = "\0".join((each.context, each.heading, text, *counted))
        digest = hashlib.blake2b(parts.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        embedded = f"{each.context}\n{text}" if each.context else text
        prepared.append(NewChunk(each, embedded, terms, digest))
    return prepared


def insert(
    connection: Connection, documents: Sequence[New], prepared: Sequence[Sequence[NewChunk]]
) -> list[list[ChunkId]]:
    """Store the passages of each of these documents; returns their ids in the same order."""
    passages = [
        (document, ordinal, each)
        for document, own in zip(documents, prepared, strict=True)
        for ordinal, each in enumerate(own)
    ]
    rows = sql.queries.chunks.insert(
        connection,
        collections=[document.collection for document, *_ in passages],
        documents=[document.id for document, *_ in passages],
        ordinals=[ordinal for _, ordinal, _ in passages],
        starts=[each.passage.char_start for *_, each in passages],
        ends=[each.passage.char_end for *_, each in passages],
        pages=[each.passage.page for *_, each in passages],
        headings=[each.passage.heading for *_, each in passages],
        kinds=[document.parsed.kind for document, *_ in passages],
        dates=[each.passage.date or document.parsed.date for document, _, each in passages],
        hashes=[each.hash for *_, each in passages],
    )
    ids = {(row.document_id, row.ordinal): ChunkId(row.id) for row in rows}
    return [
        [ids[document.id, ordinal] for ordinal in range(len(own))]
        for document, own in zip(documents, prepared, strict=True)
    ]


def hits(connection: Connection, chunks: Iterable[ChunkId]) -> dict[ChunkId, Any]:
    """What a hit shows of each of these passages: path, title, dates, offsets and text."""
    return {ChunkId(row.id): row for row in sql.queries.chunks.hits(connection, chunks=list(chunks))}


def days(connection: Connection, chunks: Iterable[ChunkId]) -> dict[ChunkId, date | None]:
    """The day of each of these passages."""
    return {ChunkId(row.id): row.date for row in sql.queries.chunks.days(connection, chunks=list(chunks))}
