"""Which file holds what its bytes say: the same bytes in several places are one document, and where one place goes, another inherits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import sql
from pkm.models import FileId
from pkm.store import names, versions
from pkm.store.database import Connection
from pkm.store.leased import Leased

KEPT = "what was read of it before is kept"


class Claim(NamedTuple):
    """A file in hand and the bytes that it is to hold, or that another one, its ``twin``, holds already."""

    file: Leased
    sha256: str
    twin: FileId | None


def has_documents(connection: Connection, file: FileId) -> bool:
    """Whether documents of the file are stored."""
    return bool(sql.queries.files.has_documents(connection, file=file))


def claim(connection: Connection, contents: Sequence[tuple[Leased, str]]) -> list[Claim]:
    """Files in hand with the SHA-256 of the bytes that they hold now, and the other file that holds these already.

    That one does until the transaction ends; serialised with others that settle the same bytes.
    """
    sql.queries.files.lock_hashes(connection, hashes=[sha256 for _, sha256 in contents])
    twins: dict[FileId, FileId] = {}
    asked = {file.id: (file.collection_id, sha256) for file, sha256 in contents}
    while asked:
        found = list(
            sql.queries.files.holders(
                connection, files=list(asked), collections=[collection for collection, _ in asked.values()],
                hashes=[sha256 for _, sha256 in asked.values()],
            )
        )  # fmt: skip
        asked = {row.file: asked[row.file] for row in found}
        for row in found:
            if sql.queries.files.keep_holder(connection, file=row.holder, sha256=asked[row.file][1]):
                twins[row.file] = row.holder
                del asked[row.file]
    return [Claim(file, sha256, twins.get(file.id)) for file, sha256 in contents]


def copies(connection: Connection, file: FileId) -> list[FileId]:
    """The files that hold the same bytes as this one, which holds their documents."""
    return [FileId(row.id) for row in sql.queries.files.copies(connection, file=file)]


def kept_at(connection: Connection, files: Sequence[FileId], most: int) -> list[str]:
    """Where else the same bytes lie, so that what these files hold stays when they go; so many places at most."""
    return [row.path for row in sql.queries.files.kept_at(connection, files=list(files), most=most)]


def give_up(connection: Connection, file: FileId, but: Sequence[FileId] = ()) -> None:
    """Take from a file all that it holds and held: a duplicate of it inherits that, or it goes."""
    sql.queries.files.lock(connection, file=file)  # who becomes its duplicate meanwhile is seen
    if not _bequeath(connection, file, but, past=True):
        sql.queries.files.delete_documents(connection, file=file)
        sql.queries.files.delete_problems(connection, files=[file])


def set_aside(connection: Connection, file: FileId) -> None:
    """Take from a file what it holds, for it holds something else now. A duplicate inherits it; else it is the file's earlier version."""
    if not _bequeath(connection, file, (), past=False):
        versions.retire(connection, file, changed=True)
        sql.queries.files.delete_problems(connection, files=[file])


def hold_on(connection: Connection, file: FileId) -> bool:
    """Whether a file that cannot be read just now keeps what it holds; where a duplicate of it can be read, that inherits."""
    return not _bequeath(connection, file, (), past=False) and has_documents(connection, file)


def make_room(connection: Connection, claims: Sequence[Claim]) -> None:
    """Take from files what they held, before each holds its bytes, or is a copy of its twin.

    Copies of what one held inherit that; where the bytes are the same as before they stay copies, and so do the documents
    that are found in them again, unless it is a copy itself now. No two of the files hold, or are to hold, the same bytes.
    """
    rows = sql.queries.files.copied(connection, files=[each.file.id for each in claims])
    copied = {row.original_id for row in rows}
    for file, sha256, twin in claims:
        if sha256 != file.sha256:
            if twin is not None or file.id in copied:
                set_aside(connection, file.id)
        elif twin is not None:
            versions.retire(connection, file.id, changed=False)
            sql.queries.files.delete_problems(connection, files=[file.id])
            sql.queries.files.follow(connection, file=file.id, twin=twin)


def take_over(connection: Connection, file: Leased, sha256: str) -> Leased | None:
    """Have a file take over what a lost one of the same bytes held: it lies here now. ``None`` where there is none."""
    lost = sql.queries.files.lost_twin(connection, collection=file.collection_id, sha256=sha256, file=file.id)
    if lost is None:
        return None
    set_aside(connection, file.id)
    row = sql.queries.files.take_over(connection, file=file.id, lost=lost.id)
    names.follow(connection, {file.id: lost.path})
    return replace(file, sha256=sha256, parser=row.parser, resume=Leased.resume_of(row))


def _bequeath(connection: Connection, file: FileId, but: Sequence[FileId], *, past: bool) -> bool:
    """Whether a duplicate of a file inherits what it holds, and its earlier versions if it is to."""
    heir = sql.queries.files.heir(connection, file=file, but=list(but))
    if heir is not None:
        was = sql.queries.files.inherit(connection, file=file, heir=heir.id, past=past)
        names.follow(connection, {FileId(heir.id): was})
    return heir is not None
