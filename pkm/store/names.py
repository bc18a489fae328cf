"""Names follow their file: where it lies elsewhere, its documents are no longer called, and found, by the place before."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

import sql
from pkm.models import FileId
from pkm.store import spaces
from pkm.store.database import Connection


def follow(connection: Connection, were: Mapping[FileId, str]) -> None:
    """Let the documents of these files, which lay at those paths, be called after the paths of now.

    The words that name them are counted anew in the background (``pkm.store.recounting``).
    """
    for file, was in were.items():
        for row in sql.queries.names.called_after(connection, file=file, names=list(_names(was))):
            title, head = renamed(row.title, row.head, row.opening, was, row.path)
            sql.queries.names.call(connection, document=row.id, title=title, head=head)
    for row in sql.queries.checks.spaces(connection) if were else ():
        spaces.enter(connection, row.id)
        sql.queries.names.outdate(connection, files=list(were))


def renamed(title: str, head: str, opening: str, was: str, now: str) -> tuple[str, str]:
    """Title and head of a document whose file is called otherwise now.

    Parsers call a text that has no title after its file, and write the file's name into the head of one that has another.
    """
    stem, name = _names(now)
    new = dict(zip(_names(was), (stem, name), strict=True))
    if title in new and title not in opening:
        return new[title], head
    if head in new or (not head and title in new):
        head = new.get(head, stem)
    return title, "" if head == title else head


def _names(path: str) -> tuple[str, str]:
    """A file's name without its ending, and with it."""
    place = PurePath(path)
    return place.stem, place.name
