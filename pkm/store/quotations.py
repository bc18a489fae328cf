"""Quotations in mails as rows: which are to be looked at, and their passages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sql
from pkm.models import ChunkId, CollectionId, DocumentId
from pkm.prepared import NewChunk
from pkm.store import spaces, vectors
from pkm.store.database import Connection
from pkm.store.vectors import Place, Stored

MANY = 1000  # marks


def begin(connection: Connection) -> None:
    """Let the planner know what a load has brought, where there is much to be looked at."""
    if sql.queries.quotations.are_many(connection, most=MANY).many:
        sql.queries.quotations.analyze(connection)


def note_followers(connection: Connection, most: int) -> int:
    """Note which mails follow one of the next that came or went; returns how many those are."""
    rows = list(sql.queries.quotations.messages(connection, most=most))
    if rows:
        sql.queries.quotations.note_followers(connection, messages=[row.message for row in rows])
        sql.queries.quotations.done(connection, marks=[row.id for row in rows])
    return len(rows)


def due(connection: Connection, most: int, longest: int) -> list[Any]:
    """The next mails whose quotation is to be looked at, up to so many characters of it; one may be there several times."""
    return list(sql.queries.quotations.due(connection, most=most, longest=longest))


def replace(
    connection: Connection, space_id: int, rows: Sequence[Any], wanted: Mapping[DocumentId, Sequence[NewChunk]],
    stored: Mapping[bytes, Stored],
) -> None:  # fmt: skip
    """Let quotations have these passages and no others; what stands so already stays untouched.

    Args:
        rows: Of ``due``, which are done with this.
        wanted: The passages of each mail's quotation.
        stored: What the space keeps of each passage, by its hash.
    """
    collections = {DocumentId(row.id): CollectionId(row.collection_id) for row in rows}
    others = {
        DocumentId(row.id): row.ordinal
        for row in sql.queries.quotations.hold(connection, documents=list(wanted))
        if [bytes(each) for each in row.hashes] != [each.hash for each in wanted[DocumentId(row.id)]]
    }
    if others:
        sql.queries.quotations.drop(connection, documents=list(others))
        new = [(each, first + n, chunk) for each, first in others.items() for n, chunk in enumerate(wanted[each])]
        _insert(connection, space_id, collections, new, stored)
        for row in sql.queries.checks.spaces(connection):  # their words are counted anew in the background
            spaces.enter(connection, row.id)
            sql.queries.quotations.outdate(connection, documents=list(others))
    sql.queries.quotations.done(connection, marks=[row.mark for row in rows])


def _insert(
    connection: Connection, space_id: int, collections: Mapping[DocumentId, CollectionId],
    new: Sequence[tuple[DocumentId, int, NewChunk]], stored: Mapping[bytes, Stored],
) -> None:  # fmt: skip
    found = sql.queries.chunks.insert(
        connection,
        collections=[collections[document] for document, *_ in new],
        documents=[document for document, *_ in new],
        ordinals=[ordinal for _, ordinal, _ in new],
        starts=[chunk.passage.char_start for *_, chunk in new],
        ends=[chunk.passage.char_end for *_, chunk in new],
        pages=[None] * len(new),
        headings=[chunk.passage.heading for *_, chunk in new],
        kinds=["email"] * len(new),
        dates=[chunk.passage.date for *_, chunk in new],
        hashes=[chunk.hash for *_, chunk in new],
    )
    ids = {(row.document_id, row.ordinal): ChunkId(row.id) for row in found}
    places = [Place(ids[document, ordinal], document, collections[document]) for document, ordinal, _ in new]
    vectors.insert_passages(connection, space_id, places, [stored[chunk.hash] for *_, chunk in new])
