"""Facts: what documents state of money and time, stored with them and read anew when the rules are better."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

import sql
from pkm.facts import VERSION, Fact, FactKind, Paper, PaperKind, read
from pkm.models import CollectionId, DocumentId, Page
from pkm.store.database import Connection
from pkm.store.documents import New

BATCH = 200


def insert(connection: Connection, documents: Sequence[New]) -> None:
    """Store what new documents state."""
    _store(connection, {each.id: (each.collection, each.prepared.facts) for each in documents})


def note_unread(connection: Connection) -> None:
    """Have the ledger settled where rules have become better: papers are read by them then (``renew``)."""
    sql.queries.facts.note_unread(connection, version=VERSION)


def renew(connection: Connection) -> int:
    """Read the documents that no rules, or older ones, have read; returns how many."""
    count = 0
    while rows := list(sql.queries.facts.unread(connection, version=VERSION, limit=BATCH)):
        ids = [row.id for row in rows]
        pages: defaultdict[int, list[Page]] = defaultdict(list)
        for each in sql.queries.facts.pages_of(connection, documents=ids):
            pages[each.document_id].append(Page(each.number, each.char_start, each.char_end, each.width, each.height))
        sql.queries.facts.delete(connection, documents=ids)
        found = {}
        for row in rows:
            paper = Paper(
                row.text, row.kind, row.title, row.date, row.language, row.header_end, tuple(pages[row.id])
            )  # fmt: skip
            found[row.id] = (row.collection_id, read(paper))
        _store(connection, found)
        count += len(rows)
    return count


def find(
    connection: Connection,
    collection: CollectionId | None = None,
    *,
    kinds: Sequence[FactKind] | None = None,
    documents: Sequence[DocumentId] | None = None,
    papers: Collection[PaperKind] | None = None,
) -> list[Fact]:
    """Facts by document, item and place in the text; with ``papers`` those of documents that hold one of such a kind."""
    rows = sql.queries.facts.select_facts(
        connection, collection=collection, kinds=None if kinds is None else list(kinds),
        documents=None if documents is None else list(documents), papers=None if papers is None else sorted(papers),
    )  # fmt: skip
    return [Fact(*row) for row in rows]  # whose columns are a fact's fields, in order


def owing(connection: Connection, since: date, collection: CollectionId | None = None) -> list[DocumentId]:
    """The documents that state a day of payment from ``since`` on."""
    rows = sql.queries.facts.owing(connection, collection=collection, since=since)
    return [DocumentId(row.document_id) for row in rows]


def recipients(connection: Connection, collection: CollectionId | None = None) -> list[str]:
    """To whom the papers are written that bookings pay."""
    return [row.text for row in sql.queries.facts.recipients(connection, collection=collection)]


def _store(connection: Connection, found: Mapping[DocumentId, tuple[CollectionId, Sequence[Fact]]]) -> None:
    sql.queries.facts.note_reading(connection, documents=list(found), version=VERSION)
    rows: list[dict[str, Any]] = [
        {
            "collection": collection, "document": document, "item": each.item, "kind": each.kind, "text": each.text,
            "amount": each.amount, "currency": each.currency, "day": each.day, "checked": each.checked,
            "char_start": each.char_start, "char_end": each.char_end,
        }
        for document, (collection, own) in found.items()
        for each in own
    ]  # fmt: skip
    if rows:
        sql.queries.facts.insert(connection, rows)
