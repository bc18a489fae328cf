"""What a judged question expects, looked up: which passages meet it, or why none does."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sql
from pkm.models import ChunkId, DocumentId
from pkm.store import filters
from pkm.store.database import Connection
from pkm.store.filters import Filter


@dataclass(frozen=True, slots=True)
class Target:
    """The passages that meet an expectation; where there are none, ``missing`` says why."""

    chunks: frozenset[ChunkId]
    documents: frozenset[DocumentId]
    missing: str | None = None


def find(
    connection: Connection,
    *,
    path: str | None = None,
    document: int | None = None,
    page: int | None = None,
    text: str | None = None,
    past: bool = False,
) -> Target:
    """The passages of which all of this holds; at least one of path, document and text is given.

    Args:
        path: Of a file, or the end of one.
        document: In whatever version: the one that holds counts.
        text: Spaced in whatever way, in whatever case. A passage holds it that covers half of it, or is half made of it.
        past: Earlier versions count as well.
    """
    found: list[DocumentId] | None = None
    if path is not None:
        found, missing = _at(connection, path.removeprefix("./"), past)
        if missing:
            return _none(missing)
    if document is not None:
        versions = [
            DocumentId(row.id) for row in sql.queries.expected.versions(connection, document=document, past=past)
        ]
        if not versions:
            gone = sql.queries.expected.exists(connection, document=document)
            return _none("that document no longer holds" if gone else f"there is no document {document}")
        found = versions if found is None else [each for each in found if each in versions]
        if not found:
            return _none(f"document {document} does not come from that path")
    if text is not None:
        found = _with_text(connection, text, found, past)
        if not found:
            return _none(
                "no document holds that text" if path is None and document is None else "it does not hold that text"
            )
    assert found is not None  # noqa: S101 - one of the three was given
    passages = list(sql.queries.expected.passages(connection, documents=found))
    if page is not None:
        passages = [each for each in passages if each.page == page]
        if not passages:
            return _none(f"no passage of it begins on page {page}")
    if text is not None:
        passages = _holding(connection, passages, text)
    if not passages:
        return _none("it is in no passage" if text is not None else "it has no passages")
    return Target(
        frozenset(ChunkId(each.id) for each in passages), frozenset(DocumentId(each.document_id) for each in passages)
    )


def _none(missing: str) -> Target:
    return Target(frozenset(), frozenset(), missing)


def _at(connection: Connection, path: str, past: bool) -> tuple[list[DocumentId], str | None]:
    """The documents of the files there; or why there are none."""
    files = list(sql.queries.expected.files(connection, path=path))
    if not files:
        return [], "pkm has not seen such a file"
    holders = list({each.holder for each in files})
    found = [DocumentId(row.id) for row in sql.queries.expected.documents_of(connection, files=holders, past=past)]
    if found:
        return found, None
    said = {"pending": "it waits to be read", "quarantined": "it was refused", "deleted": "it is deleted"}
    first = files[0]
    missing = said.get(first.state, "nothing was read of it")
    return [], f"{missing}: {first.reason}" if first.reason else missing


def _with_text(connection: Connection, text: str, within: list[DocumentId] | None, past: bool) -> list[DocumentId]:
    """The documents that hold a text: to the letter, or else in other spacing and case."""
    asked: dict[str, Any] = {"documents": within, "past": past}
    rows = list(sql.queries.expected.with_text(connection, text=text, **asked))
    rows = rows or list(sql.queries.expected.with_pattern(connection, pattern=_pattern(text), **asked))
    return [DocumentId(row.id) for row in rows]


def _pattern(text: str) -> str:
    """Matches the words of a text, in PostgreSQL and in Python alike."""
    return r"\s+".join(re.escape(word) for word in text.split())


def _holding(connection: Connection, passages: Sequence[Any], text: str) -> list[Any]:
    pattern = re.compile(_pattern(text), re.IGNORECASE)
    documents = list({each.document_id for each in passages})
    places = {
        row.id: [match.span() for match in pattern.finditer(row.text)]
        for row in sql.queries.expected.texts(connection, documents=documents)
    }
    return [each for each in passages if any(_covers(each, span) for span in places[each.document_id])]


def _covers(passage: Any, span: tuple[int, int]) -> bool:
    """Whether they share at least half of the shorter one."""
    shared = min(passage.char_end, span[1]) - max(passage.char_start, span[0])
    return bool(2 * shared >= min(passage.char_end - passage.char_start, span[1] - span[0]) > 0)


# ---------------------------------------------------------------- in a space


def embedded(connection: Connection, chunks: Collection[ChunkId]) -> set[ChunkId]:
    """Those of these passages that have a vector in the space at hand."""
    return {ChunkId(row.chunk_id) for row in sql.queries.expected.embedded(connection, chunks=list(chunks))}


def passing(connection: Connection, chunks: Collection[ChunkId], which: Filter) -> set[ChunkId]:
    """Those of these passages that pass a filter."""
    rows = filters.select(connection, sql.queries.expected.passing, which, chunks=list(chunks))
    return {ChunkId(row.chunk_id) for row in rows}


def places(connection: Connection, documents: Iterable[DocumentId]) -> dict[DocumentId, tuple[str, str]]:
    """Path and title of each of these documents."""
    rows = sql.queries.expected.places(connection, documents=list(documents))
    return {DocumentId(row.id): (row.path, row.title) for row in rows}
