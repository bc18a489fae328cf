"""Filling a space: the passages and documents that it lacks, as they are embedded, and how they are put into it.

Passages belong to documents, not to spaces: they are cut once, when a document is read, to at most 500 characters, and every
embedder reads all of a text however long it is. So hits in two spaces can be compared, and quotations stay the same.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sql
from pkm.models import ChunkId, CollectionId, DocumentId, ParsedDocument, Passage, Space
from pkm.prepared import NewChunk, contexts, new_chunk
from pkm.store import spaces, vectors
from pkm.store.database import Connection
from pkm.store.vectors import Counted, Place, Stored


@dataclass(frozen=True, slots=True)
class Lacking:
    """A passage that a space lacks, as it is embedded there."""

    place: Place
    chunk: NewChunk


@dataclass(frozen=True, slots=True)
class Sample:
    """A passage from which a question is made."""

    chunk: ChunkId
    document: DocumentId
    heading: str
    text: str


def lacking_passages(connection: Connection, space_id: int, space: Space, after: int, most: int) -> list[Lacking]:
    """The next passages that the space lacks, by ascending number; ``after`` is that of the last one that is of no interest."""
    spaces.enter(connection, space_id)
    rows = list(sql.queries.filling.passages(connection, after=after, most=most))
    ranges = _ranges(connection, {row.document_id for row in rows})
    texts = {each: document for each, (_, document) in _documents(connection, ranges).items()}
    context = {
        each: contexts((row.heading, row.char_end - row.char_start) for row in own) for each, own in ranges.items()
    }
    found = []
    for row in rows:
        if row.document_id in texts:  # it may have gone since
            above = context[row.document_id][row.heading]
            passage = Passage(row.char_start, row.char_end, row.page, row.heading, above, row.date)
            place = Place(ChunkId(row.id), DocumentId(row.document_id), CollectionId(row.collection_id))
            found.append(Lacking(place, new_chunk(texts[row.document_id], passage, space)))
    return found


def lacking_documents(connection: Connection, space_id: int, after: int, most: int) -> list[DocumentId]:
    """The next documents whose words the space lacks, by ascending number."""
    spaces.enter(connection, space_id)
    return [DocumentId(row.id) for row in sql.queries.filling.documents(connection, after=after, most=most)]


def add_passages(connection: Connection, space_id: int, lacking: Sequence[Lacking], stored: Sequence[Stored]) -> int:
    """Put passages into the space, those that are still there; returns how many."""
    there = _hold(connection, {each.place.document for each in lacking})
    kept = [(each.place, own) for each, own in zip(lacking, stored, strict=True) if each.place.document in there]
    if kept:
        vectors.insert_passages(connection, space_id, [place for place, _ in kept], [own for _, own in kept])
    return len(kept)


def add_documents(connection: Connection, space_id: int, documents: Collection[DocumentId]) -> None:
    """Put the words of documents into the space, of those that are still there."""
    spaces.enter(connection, space_id)
    found = _documents(connection, _ranges(connection, _hold(connection, documents)))
    words = vectors.count(connection, {each: document for each, (_, document) in found.items()})
    counted = [Counted(collection, each, words[each]) for each, (collection, _) in found.items()]
    vectors.insert_documents(connection, space_id, counted)


def sample(connection: Connection, count: int, seed: int = 0) -> list[Sample]:
    """Up to ``count`` passages of documents that hold now, from all over the home; the same ones for the same seed."""
    span = sql.queries.filling.span(connection)
    if span.first is None:
        return []
    chance = random.Random(seed)  # noqa: S311 - a sample
    starts = [chance.randint(span.first, span.last) for _ in range(count)]
    return [
        Sample(ChunkId(row.id), DocumentId(row.document_id), row.heading, row.text)
        for row in sql.queries.filling.sample(connection, starts=starts)
    ]


def is_reading(connection: Connection) -> bool:
    """Whether a process reads files just now."""
    return bool(sql.queries.filling.is_reading(connection))


def _hold(connection: Connection, documents: Collection[DocumentId]) -> set[DocumentId]:
    return {DocumentId(row.id) for row in sql.queries.filling.hold(connection, documents=list(documents))}


def _ranges(connection: Connection, documents: Collection[DocumentId]) -> dict[DocumentId, list[Any]]:
    """Where the passages of each document lie, in order, and below which headings."""
    ranges: dict[DocumentId, list[Any]] = {each: [] for each in documents}
    for row in sql.queries.filling.ranges(connection, documents=list(documents)):
        ranges[DocumentId(row.document_id)].append(row)
    return ranges


def _documents(
    connection: Connection, ranges: Mapping[DocumentId, Sequence[Any]]
) -> dict[DocumentId, tuple[CollectionId, ParsedDocument]]:
    """Documents, after their collection, as far as what is searched depends on it."""
    return {
        DocumentId(row.id): (CollectionId(row.collection_id), _document(row, ranges[DocumentId(row.id)]))
        for row in sql.queries.filling.texts(connection, documents=list(ranges))
    }


def _document(row: Any, passages: Sequence[Any]) -> ParsedDocument:
    """What lies between passages and is not white space repeats others' words."""
    edges = [0, *(edge for each in passages for edge in (each.char_start, each.char_end)), len(row.text)]
    gaps = zip(edges[::2], edges[1::2], strict=True)
    quoted = tuple((low, high) for low, high in gaps if row.text[low:high].strip())
    return ParsedDocument(
        row.text, row.kind, row.title, row.mime, row.date, row.language, row.locator, name=row.name, head=row.head,
        header_end=row.header_end, meta=row.meta, quoted=quoted,
    )  # fmt: skip
