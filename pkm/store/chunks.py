"""Passages as rows: ranges of their document's text, known again by the hash of what was embedded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import sql
from pkm.models import ChunkId
from pkm.store.database import Connection
from pkm.store.documents import New


def insert(connection: Connection, documents: Sequence[New]) -> list[list[ChunkId]]:
    """Store the passages of each of these documents; returns their ids in the same order."""
    passages = [(document, ordinal, each) for document in documents for ordinal, each in enumerate(document.chunks)]
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
    return [[ids[document.id, ordinal] for ordinal in range(len(document.chunks))] for document in documents]


def hits(connection: Connection, chunks: Iterable[ChunkId]) -> dict[ChunkId, Any]:
    """What a hit shows of each of these passages: path, title, dates, offsets and text."""
    return {ChunkId(row.id): row for row in sql.queries.chunks.hits(connection, chunks=list(chunks))}


def days(connection: Connection, chunks: Iterable[ChunkId]) -> dict[ChunkId, date | None]:
    """The day of each of these passages."""
    return {ChunkId(row.id): row.date for row in sql.queries.chunks.days(connection, chunks=list(chunks))}
