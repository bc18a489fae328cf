"""Nodes of llama-index as passages: what llama-index knows a passage by, beside what pkm knows of it.

Nodes that are added together and came of one document of llama-index are one document of pkm: their texts, a blank line
between two. Its file has a name, ``llama-index/`` and the document's id, and no place; deleting it there deletes it here.
"""

from __future__ import annotations

import hashlib
import time
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from psycopg.types.json import Jsonb

import sql
from pkm.models import ChunkId, CollectionId, DocumentId, FileId, Kind, ParsedDocument, Passage, SourceId, Space
from pkm.prepared import NewChunk, Prepared, chunks_of, prepare
from pkm.store import chunks, documents, facts, files, forgetting, sources, vectors
from pkm.store.database import Connection
from pkm.store.documents import New
from pkm.store.leased import Stat
from pkm.store.vectors import Stored

PLACE = "llama-index"
BETWEEN = "\n\n"
GONE = "it was deleted in llama-index"
ALL = "(1 == 1)"  # the condition of any node


@dataclass(frozen=True, slots=True)
class Node:
    """A node.

    Attributes:
        type: Its class in llama-index.
        metadata: What filters are on.
        content: All of it but text and vector, as llama-index writes it down.
        context: What is embedded before its text: searched, never quoted.
    """

    id: str
    text: str
    type: str
    metadata: Mapping[str, Any]
    content: str
    context: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A node, which passage it is and in which document."""

    passage: ChunkId
    document: DocumentId
    node: Node


@dataclass(frozen=True, slots=True)
class Origin:
    """The document of llama-index that nodes came of; without an id each node is one of its own."""

    id: str
    title: str
    kind: Kind = "other"
    mime: str = "text/plain"
    date: date | None = None
    language: str | None = None


class Composed(NamedTuple):
    """The document that nodes make together, and what is stored beside it: a passage a node."""

    document: ParsedDocument
    prepared: Prepared
    chunks: list[NewChunk]


def source_of(connection: Connection, collection: CollectionId) -> SourceId:
    """Where a collection's nodes come from."""
    return sources.register(connection, collection, "file", PLACE, keep=False).id


def hold(connection: Connection, collection: CollectionId) -> None:
    """Nobody else adds or deletes nodes of the collection before the transaction ends."""
    sql.queries.nodes.hold(connection, collection=collection)


def compose(origin: Origin, nodes: Sequence[Node], space: Space) -> Composed:
    """Make one document of nodes."""
    passages, start = [], 0
    for each in nodes:
        passages.append(Passage(start, start + len(each.text), None, each.context, each.context, origin.date))
        start += len(each.text) + len(BETWEEN)
    text = BETWEEN.join(each.text for each in nodes)
    document = ParsedDocument(text, origin.kind, origin.title, origin.mime, origin.date, origin.language)
    prepared = prepare(document, passages, f"{PLACE}/{origin.id}", space)
    return Composed(document, prepared, chunks_of(document, prepared, space))


def add(
    connection: Connection, space_id: int, collection: CollectionId, origin: Origin, nodes: Sequence[Node],
    composed: Composed, stored: Mapping[bytes, Stored],
) -> None:  # fmt: skip
    """Store what nodes were composed to. Whoever adds them wants them known, also if they were forgotten before."""
    document = composed.document
    path, size = f"{PLACE}/{origin.id}", len(document.text.encode("utf-8", "surrogatepass"))
    stat = Stat(size, time.time_ns(), 0, -1)
    forgetting.lift(connection, collection, _sha256(document), path, stat)
    file = sql.queries.nodes.file(
        connection, collection=collection, source=source_of(connection, collection), path=path, size=size,
        mtime_ns=stat.mtime_ns,
    )  # fmt: skip
    ordinal = sql.queries.versions.next_ordinal(connection, file=file, but=[])
    if ordinal:
        composed = composed._replace(document=replace(document, locator=f"part {ordinal + 1}"))
    _insert(connection, space_id, collection, file, ordinal, nodes, composed, stored)


def remove(connection: Connection, space_id: int, space: Space, collection: CollectionId, ids: Collection[str]) -> None:
    """Delete nodes. A document that holds others as well is stored anew without them; a file without documents is deleted."""
    gone = find(connection, collection, ids)
    if not gone:
        return
    held = list({each.document for each in gone})
    left: defaultdict[DocumentId, list[Found]] = defaultdict(list)
    for row in sql.queries.nodes.of_documents(connection, documents=held):
        if row.node_id not in ids:
            left[row.document_id].append(_found(row))
    before = {row.id: row for row in sql.queries.nodes.documents(connection, documents=held)}
    parts = []
    for number, rest in left.items():
        row, own = before[number], [each.node for each in rest]
        composed = compose(Origin("", row.title, row.kind, row.mime, row.date, row.language), own, space)
        known = vectors.reuse(connection, space_id, [each.hash for each in composed.chunks])
        composed = composed._replace(document=replace(composed.document, locator=row.locator))
        parts.append((row, own, composed, known))
    for each in held:
        documents.forget(connection, each)
    for row, own, composed, known in parts:
        _insert(connection, space_id, collection, row.file_id, row.ordinal, own, composed, known)
    emptied = sql.queries.nodes.emptied(connection, files=list({row.file_id for row in before.values()}))
    files.delete(connection, [FileId(row.id) for row in emptied], GONE)


def remove_origin(connection: Connection, collection: CollectionId, origin: str) -> None:
    """Delete all nodes that came of a document of llama-index."""
    path = f"{PLACE}/{origin}"
    rows = sql.queries.nodes.files(connection, source=source_of(connection, collection), path=path)
    files.delete(connection, [FileId(row.id) for row in rows], GONE)


def clear(connection: Connection, collection: CollectionId) -> None:
    """Delete all nodes of a collection, and nothing else."""
    rows = sql.queries.nodes.files(connection, source=source_of(connection, collection), path=None)
    files.delete(connection, [FileId(row.id) for row in rows], GONE)


def find(
    connection: Connection, collection: CollectionId, ids: Collection[str] | None = None, condition: str = ALL
) -> list[Found]:
    """Nodes, those first that were stored first.

    Args:
        ids: Only these.
        condition: A predicate of SQL's path language on their metadata.
    """
    rows = sql.queries.nodes.find(
        connection, collection=collection, ids=None if ids is None else list(ids), condition=condition
    )
    return [_found(row) for row in rows]


def are_alone(connection: Connection, collection: CollectionId) -> bool:
    """Whether nodes are all that a collection holds."""
    return bool(sql.queries.nodes.are_alone(connection, collection=collection, place=PLACE))


def of_passages(connection: Connection, passages: Collection[ChunkId]) -> dict[ChunkId, Found]:
    """The nodes of these passages."""
    rows = sql.queries.nodes.of_passages(connection, chunks=list(passages))
    return {ChunkId(row.chunk_id): _found(row) for row in rows}


def _found(row: Any) -> Found:
    node = Node(row.node_id, row.text, row.type, row.metadata, row.content, row.heading)
    return Found(ChunkId(row.chunk_id), DocumentId(row.document_id), node)


def _insert(
    connection: Connection, space_id: int, collection: CollectionId, file: FileId, ordinal: int,
    nodes: Sequence[Node], composed: Composed, stored: Mapping[bytes, Stored],
) -> None:  # fmt: skip
    document = composed.document
    number = documents.insert_one(
        connection, collection, file, _sha256(document), document, parent=None, ordinal=ordinal
    )
    new = New(collection, number, *composed)
    [passages] = chunks.insert(connection, [new])
    vectors.insert(connection, space_id, [new], [passages], stored)
    facts.insert(connection, [new])
    sql.queries.nodes.insert(
        connection, collection=collection, chunks=passages, ids=[each.id for each in nodes],
        types=[each.type for each in nodes], metadata=[Jsonb(dict(each.metadata)) for each in nodes],
        contents=[each.content for each in nodes],
    )  # fmt: skip


def _sha256(document: ParsedDocument) -> str:
    return hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()
