"""Where the home lies: what is kept in it is known by its place, and found again where the home was moved or copied."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import sql

if TYPE_CHECKING:
    from pkm.store.database import Connection


def follow(connection: Connection, home: Path, *, own: bool) -> None:
    """Where the home was moved, its uploads and its mailboxes' messages are those below its new place.

    Args:
        own: The database lies in the home: what still lies in the former place is another home's, from which this one
            was copied. Of a database that stands elsewhere, it is the place of those who share it.
    """
    here = Path(os.path.realpath(home))
    for row in sql.queries.home.places(connection):
        former, folder, _ = os.fsdecode(bytes(row.place)).rpartition(f"/{row.folder}")
        kept, before = here / row.folder, Path(former) / row.folder
        if not folder or former == str(here) or not kept.is_dir():
            continue
        if before.is_dir() and (not own or before.samefile(kept)):
            continue
        move(connection, former, str(here))


def move(connection: Connection, old: str, new: str) -> None:
    """Uploads, spooled messages and what is to be deleted of them lie below ``new``; what was moved already stays."""
    if old != new:
        sql.queries.home.move_sources(connection, old=old, new=new)
        sql.queries.home.move_files(connection, old=old, new=new)
        sql.queries.home.move_messages(connection, old=old, new=new)
        sql.queries.home.move_discarded(connection, old=old, new=new)
