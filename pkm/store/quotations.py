"""Quotations in mails as rows: whose original the home lacks, and their passages."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sql
from pkm.models import ChunkId, CollectionId, DocumentId
from pkm.prepared import NewChunk
from pkm.store import spaces, vectors
from pkm.store.database import Connection
from pkm.store.vectors import Place, Stored


def drop_repeated(connection: Connection) -> set[DocumentId]:
    """Drop the passages of quotations whose original is there; returns of which mails."""
    return {DocumentId(row.document_id) for row in sql.queries.quotations.drop_repeated(connection)}


def orphaned(connection: Connection, after: int, most: int) -> list[Any]:
    """The next mails, by ascending number, that quote one which the home lacks, and whose quotation has no passages yet."""
    return list(sql.queries.quotations.orphaned(connection, after=after, most=most))


def insert(
    connection: Connection, space_id: int, quoting: Mapping[DocumentId, tuple[Any, Sequence[NewChunk]]],
    stored: Mapping[bytes, Stored],
) -> set[DocumentId]:  # fmt: skip
    """Store the passages of quotations with their vectors; returns the mails that still lacked them.

    Args:
        quoting: By mail, its row of ``orphaned`` and its new passages.
        stored: What the space keeps of each passage, by its hash.
    """
    held = sql.queries.quotations.hold(connection, documents=list(quoting))
    rows = [
        (quoting[DocumentId(each.id)][0], each.ordinal + n, chunk)
        for each in held
        for n, chunk in enumerate(quoting[DocumentId(each.id)][1])
    ]
    found = sql.queries.chunks.insert(
        connection,
        collections=[row.collection_id for row, *_ in rows],
        documents=[row.id for row, *_ in rows],
        ordinals=[ordinal for _, ordinal, _ in rows],
        starts=[chunk.passage.char_start for *_, chunk in rows],
        ends=[chunk.passage.char_end for *_, chunk in rows],
        pages=[None] * len(rows),
        headings=[chunk.passage.heading for *_, chunk in rows],
        kinds=["email"] * len(rows),
        dates=[chunk.passage.date for *_, chunk in rows],
        hashes=[chunk.hash for *_, chunk in rows],
    )
    ids = {(row.document_id, row.ordinal): ChunkId(row.id) for row in found}
    places = [
        Place(ids[row.id, ordinal], DocumentId(row.id), CollectionId(row.collection_id)) for row, ordinal, _ in rows
    ]
    vectors.insert_passages(connection, space_id, places, [stored[chunk.hash] for *_, chunk in rows])
    return {each.document for each in places}


def outdate_words(connection: Connection, documents: Collection[DocumentId]) -> None:
    """Let the words of these mails be counted anew in the background, in every space (``pkm.store.recounting``)."""
    for row in sql.queries.checks.spaces(connection) if documents else ():
        spaces.enter(connection, row.id)
        sql.queries.quotations.outdate(connection, documents=list(documents))
