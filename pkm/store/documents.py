"""Documents with their pages: one text each, what is stored is what is cited."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from psycopg.types.json import Jsonb

import sql
from pkm.errors import NotFound
from pkm.models import CollectionId, Document, DocumentId, FileId, Page, ParsedDocument
from pkm.store.database import Connection


def insert(
    connection: Connection,
    collection: CollectionId,
    file: FileId,
    file_sha256: str,
    documents: Sequence[ParsedDocument],
) -> list[DocumentId]:
    """Store the documents of a file with their pages; returns their ids in the same order."""
    ids: list[DocumentId] = []
    for ordinal, each in enumerate(documents):
        digest = file_sha256 if each.original is None else hashlib.sha256(each.original).hexdigest()
        number = sql.queries.documents.insert(
            connection, collection=collection, file=file, parent=None if each.parent is None else ids[each.parent],
            ordinal=ordinal, locator=each.locator, name=each.name, kind=each.kind, title=each.title, head=each.head,
            date=each.date, language=each.language, mime=each.mime, sha256=digest, has_object=each.original is not None,
            text=each.text, header_end=each.header_end, meta=Jsonb(each.meta),
        )  # fmt: skip
        ids.append(DocumentId(number))
        if each.pages:
            sql.queries.documents.insert_page(
                connection,
                [
                    {
                        "document": number, "collection": collection, "number": page.number, "char_start": page.char_start,
                        "char_end": page.char_end, "width": page.width, "height": page.height,
                        "confidence": page.confidence, "rotation": page.rotation, "words": page.words,
                    }
                    for page in each.pages
                ],
            )  # fmt: skip
    return ids


def find(connection: Connection, document: DocumentId) -> Document:
    """The document of that id; raises ``NotFound``."""
    row = sql.queries.documents.get(connection, document=document)
    if row is None:
        raise NotFound(f"there is no document {document}")
    return Document(**row._asdict())


def quote(connection: Connection, document: DocumentId, char_start: int, char_end: int) -> str:
    """The words of a range of a document's text."""
    return str(
        sql.queries.documents.slice(connection, document=document, char_start=char_start, length=char_end - char_start)
        or ""
    )


def _page(row: Any) -> Page:
    return Page(
        row.number, row.char_start, row.char_end, row.width, row.height, bytes(row.words), row.confidence, row.rotation
    )


def pages(connection: Connection, document: DocumentId) -> list[Page]:
    """The pages of a document, in order; none where its format has no pages."""
    return [_page(row) for row in sql.queries.documents.pages(connection, document=document)]


def page_words(connection: Connection, document: DocumentId, number: int) -> Page | None:
    """One page with its word boxes."""
    row = sql.queries.documents.page(connection, document=document, number=number)
    return None if row is None else _page(row)


def original(connection: Connection, document: DocumentId) -> tuple[str, FileId | None]:
    """Where a document's bytes are: the hash of the object that holds them, and the file if it is that, not an object."""
    row = sql.queries.documents.original(connection, document=document)
    if row is None:
        raise NotFound(f"there is no document {document}")
    return row.sha256, None if row.has_object else FileId(row.file_id)


def children(connection: Connection, document: DocumentId) -> list[dict[str, Any]]:
    """What is attached to a document."""
    return [row._asdict() for row in sql.queries.documents.children(connection, document=document)]


def forget(connection: Connection, document: DocumentId) -> tuple[dict[str, int], list[str]]:
    """Delete a document and all that is attached to it; returns what went, and hashes of objects that nothing uses now."""
    family = list(sql.queries.documents.family(connection, document=document))
    if not family:
        raise NotFound(f"there is no document {document}")
    counts = _count(connection, family)
    sql.queries.documents.delete(connection, document=document)
    return counts, orphans(connection, family)


def held_by(connection: Connection, files: Sequence[FileId]) -> tuple[dict[str, int], list[Any]]:
    """What files hold: the counts, and the rows of their documents for ``orphans`` once they are gone."""
    rows = list(sql.queries.documents.of_files(connection, files=list(files)))
    return _count(connection, rows), rows


def _count(connection: Connection, rows: Sequence[Any]) -> dict[str, int]:
    held = sql.queries.documents.count_rows(connection, documents=[row.id for row in rows])
    return {"documents": len(rows), "chunks": held.chunks, "vectors": held.chunks, "transactions": held.transactions}


def orphans(connection: Connection, rows: Sequence[Any]) -> list[str]:
    """Hashes of the objects of documents that are gone, which no other document uses."""
    hashes = {row.sha256 for row in rows if row.has_object}
    return sorted(each for each in hashes if not sql.queries.documents.object_used(connection, sha256=each))
