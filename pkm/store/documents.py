"""Documents with their pages: one text each, what is stored is what is cited."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from psycopg.types.json import Jsonb

import sql
from pkm.errors import NotFound
from pkm.models import CollectionId, Document, DocumentId, FileId, Kind, Page, ParsedDocument
from pkm.prepared import NewChunk, Prepared
from pkm.store.database import Connection

DRAWN = 64  # ids at once: those that nobody takes are lost
SENT = 4_000_000  # characters of texts in one statement
_NAME_PART = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_BETWEEN = r"(?:\W+\w+)?\W+"


class Original(NamedTuple):
    """Where bytes are: in the object of that hash or, if there is a ``file``, in that; it held others since ``valid_to``."""

    sha256: str
    file: FileId | None
    valid_to: datetime | None


class New(NamedTuple):
    """A document whose row was just stored; its passages, words and facts are not yet."""

    collection: CollectionId
    id: DocumentId
    parsed: ParsedDocument
    prepared: Prepared
    chunks: Sequence[NewChunk]


class Row(NamedTuple):
    """A document about to be stored.

    Attributes:
        id: One of ``numbers``.
        file_sha256: Of the file's bytes; the document's own where it brings none.
        digest: By which it is known again (``pkm.store.versions``).
        valid_from: Since when it holds; since now, if ``None``.
        first: Whether no version came before it; found out, if ``None``.
    """

    id: DocumentId
    collection: CollectionId
    file: FileId
    file_sha256: str
    parsed: ParsedDocument
    ordinal: int
    parent: DocumentId | None = None
    digest: bytes | None = None
    valid_from: datetime | None = None
    first: bool | None = None


def numbers(connection: Connection) -> Iterator[DocumentId]:
    """Ids for documents that are about to be stored, as many as are taken."""
    while True:
        yield from [DocumentId(row.id) for row in sql.queries.documents.draw(connection, count=DRAWN)]


def insert(connection: Connection, rows: Sequence[Row]) -> None:
    """Store documents with their pages; what one is attached to comes before it."""
    for part in _parts(rows):
        read = [each.parsed for each in part]
        sql.queries.documents.insert(
            connection, ids=[each.id for each in part], collections=[each.collection for each in part],
            files=[each.file for each in part], parents=[each.parent for each in part],
            ordinals=[each.ordinal for each in part], locators=[each.locator for each in read],
            names=[each.name for each in read], kinds=[each.kind for each in read],
            titles=[each.title for each in read], heads=[each.head for each in read],
            dates=[each.date for each in read], languages=[each.language for each in read],
            mimes=[each.mime for each in read], hashes=[_sha256_of(each) for each in part],
            objects=[each.original is not None for each in read], texts=[each.text for each in read],
            header_ends=[each.header_end for each in read], metas=[Jsonb(_meta_of(each)) for each in read],
            digests=[each.digest for each in part], since=[each.valid_from for each in part],
            firsts=[each.first for each in part],
        )  # fmt: skip
    pages = [
        {
            "document": each.id, "collection": each.collection, "number": page.number, "char_start": page.char_start,
            "char_end": page.char_end, "width": page.width, "height": page.height, "confidence": page.confidence,
            "rotation": page.rotation, "words": page.words,
        }
        for each in rows
        for page in each.parsed.pages
    ]  # fmt: skip
    if pages:
        sql.queries.documents.insert_page(connection, pages)


def insert_one(
    connection: Connection, collection: CollectionId, file: FileId, file_sha256: str, document: ParsedDocument, *,
    ordinal: int, parent: DocumentId | None = None,
) -> DocumentId:  # fmt: skip
    """Store a document with its pages; returns its id."""
    number = next(numbers(connection))
    insert(connection, [Row(number, collection, file, file_sha256, document, ordinal, parent)])
    return number


def _parts(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Rows that are sent together: so many characters, or one row with more."""
    part: list[Row] = []
    size = 0
    for each in rows:
        if part and size + len(each.parsed.text) > SENT:
            yield part
            part, size = [], 0
        part.append(each)
        size += len(each.parsed.text)
    if part:
        yield part


def _sha256_of(row: Row) -> str:
    own = row.parsed.original
    return row.file_sha256 if own is None else hashlib.sha256(own).hexdigest()


def _meta_of(document: ParsedDocument) -> dict[str, Any]:
    """What is known of it beside its columns; of each of its statements, by its ordinal, whose account it names."""
    holders = [each.holder for each in document.statements]
    return {**document.meta, **({"holders": holders} if any(holders) else {})}


def find(connection: Connection, document: DocumentId) -> Document:
    """The document of that id; raises ``NotFound``."""
    row = sql.queries.documents.get(connection, document=document)
    if row is None:
        raise NotFound(f"there is no document {document}")
    return Document(**row._asdict())


def latest(
    connection: Connection, collection: CollectionId | None, most: int, *, documents: Sequence[DocumentId] | None = None,
    kinds: Sequence[Kind] | None = None, since: date | None = None, until: date | None = None, as_of: date | None = None,
) -> tuple[list[DocumentId], int]:  # fmt: skip
    """At most so many of the documents that hold, the latest first, and how many there are; days are inclusive.

    One of a day after ``as_of`` does not count.
    """
    rows = list(
        sql.queries.documents.latest(
            connection, documents=None if documents is None else list(documents), kinds=None if kinds is None else list(kinds),
            since=since, until=until, as_of=as_of, collection=collection, most=most,
        )
    )  # fmt: skip
    return [DocumentId(row.id) for row in rows], rows[0].every if rows else 0


def in_calendar(
    connection: Connection, collection: CollectionId | None, since: date, until: date
) -> list[tuple[DocumentId, date, str]]:
    """Entries of calendars that begin in a time, or may last or recur until then; each with its day and first line."""
    rows = sql.queries.documents.in_calendar(connection, collection=collection, since=since, until=until)
    return [(DocumentId(row.id), row.date, row.said) for row in rows]


def has_calendar(connection: Connection, collection: CollectionId | None) -> bool:
    """Whether there is any entry of a calendar."""
    return bool(sql.queries.documents.has_calendar(connection, collection=collection))


def naming(connection: Connection, documents: Sequence[DocumentId], names: Iterable[str]) -> set[DocumentId]:
    """Those whose text names one of these persons, the family first or last, with a middle name or none; one word is no name."""
    told = [words for each in names if len(words := _NAME_PART.findall(each)) > 1]
    forms = [
        _BETWEEN.join(rf"\m{word}\M" for word in order) for words in told for order in (words, words[-1:] + words[:-1])
    ]
    return _saying(connection, documents, forms)


def saying(connection: Connection, documents: Sequence[DocumentId], words: Iterable[str]) -> set[DocumentId]:
    """Those in whose text one of these words stands, in capitals or not."""
    return _saying(connection, documents, [rf"\m{re.escape(each)}\M" for each in words])


def _saying(connection: Connection, documents: Sequence[DocumentId], forms: Sequence[str]) -> set[DocumentId]:
    if not forms or not documents:
        return set()
    rows = sql.queries.documents.saying(connection, documents=list(documents), pattern="|".join(forms))
    return {DocumentId(row.id) for row in rows}


def slices(
    connection: Connection, wanted: Iterable[tuple[DocumentId, int, int]]
) -> dict[tuple[DocumentId, int, int], str]:
    """The text of documents from one character to another, by document and both."""
    spans = list(wanted)
    rows = sql.queries.documents.slices(
        connection, documents=[document for document, _, _ in spans], starts=[start + 1 for _, start, _ in spans],
        lengths=[end - start for _, start, end in spans],
    )  # fmt: skip
    return {(DocumentId(row.id), row.start - 1, row.start - 1 + row.length): row.text for row in rows}


def _page(row: Any) -> Page:
    return Page(
        row.number, row.char_start, row.char_end, row.width, row.height, bytes(row.words), row.confidence, row.rotation
    )


def pages(connection: Connection, document: DocumentId) -> list[Page]:
    """The pages of a document, in order; none where its format has no pages."""
    return [_page(row) for row in sql.queries.documents.pages(connection, document=document)]


def pages_at(connection: Connection, places: Sequence[tuple[DocumentId, int]]) -> list[Page | None]:
    """The page on which each character of a document lies; none where its format has no pages."""
    rows = sql.queries.documents.pages_at(
        connection, documents=[document for document, _ in places], positions=[position for _, position in places]
    )
    found = {row.place: _page(row) for row in rows}
    return [found.get(n) for n in range(1, len(places) + 1)]


def page_words(connection: Connection, document: DocumentId, number: int) -> Page | None:
    """One page with its word boxes."""
    row = sql.queries.documents.page(connection, document=document, number=number)
    return None if row is None else _page(row)


def original(connection: Connection, document: DocumentId) -> Original:
    """Where a document's bytes are."""
    row = sql.queries.documents.original(connection, document=document)
    if row is None:
        raise NotFound(f"there is no document {document}")
    return Original(row.sha256, None if row.has_object else FileId(row.file_id), row.valid_to)


def copies(connection: Connection, document: DocumentId) -> list[str]:
    """Where the same bytes lie beside the file that a document was read from."""
    return [row.path for row in sql.queries.documents.copies(connection, document=document)]


def family(connection: Connection, document: DocumentId) -> list[DocumentId]:
    """A document in all its versions, and all that is attached to them, however deep."""
    return [DocumentId(row.id) for row in sql.queries.documents.family(connection, document=document)]


def forget(connection: Connection, document: DocumentId) -> None:
    """Delete a document in all its versions, and all that is attached to them; raises ``NotFound``."""
    if not sql.queries.documents.delete(connection, documents=family(connection, document)):
        raise NotFound(f"there is no document {document}")


def going_with(connection: Connection, files: Sequence[FileId]) -> list[DocumentId]:
    """The documents that go with these files, earlier versions too; not those that a copy which stays inherits."""
    return [DocumentId(row.id) for row in sql.queries.documents.going_with(connection, files=list(files))]


def count(connection: Connection, documents: Sequence[DocumentId]) -> dict[str, int]:
    """How many of these documents there are, and what belongs to them."""
    held = sql.queries.documents.count_rows(connection, documents=list(documents))
    return {
        "documents": held.documents, "chunks": held.chunks, "vectors": held.chunks, "transactions": held.transactions
    }  # fmt: skip


# ---------------------------------------------------------------- originals


def hold_originals(connection: Connection) -> None:
    """Nobody sweeps originals away before this transaction ends."""
    sql.queries.documents.hold_objects(connection)


def take_discarded(connection: Connection) -> list[str]:
    """Hashes of originals that no document uses any more, each given once; waits for all who hold originals."""
    sql.queries.documents.sweep_objects(connection)
    return [row.sha256 for row in sql.queries.documents.take_discarded(connection)]
