"""Places that files come from: one module a kind of source, each with a ``look`` that says what changed there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ingest.sources.scan import Scan
from pkm.config import Settings
from pkm.errors import PkmError
from pkm.models import Source, SourceKind
from pkm.store import sources
from pkm.store.database import Database

__all__ = ["Scan", "look"]


def look(
    database: Database,
    settings: Settings,
    source: Source,
    root: str | None = None,
    *,
    priority: int = 0,
    watch: Callable[[int], None] = lambda _: None,
) -> Scan:
    """Look at a source, or at the part of it below ``root``, and write down what changed; one look at a time.

    Waits for its turn. A source that was removed or taken over meanwhile has nothing. A failure is kept with the source.

    Args:
        priority: Of the files that are new or changed; higher ones are read first.
        watch: Is told how many files were seen so far.

    Raises:
        PkmError: The place is missing or cannot be looked at; nothing is marked as deleted then.
    """
    with database.session() as turn:
        sources.take_turn(turn, source.id)
        with database.transaction() as connection:
            if not sources.exists(connection, source.id):
                return Scan()
            source = sources.get(connection, source.id)
            if root is None:
                sources.begin_scan(connection, source.id)
        try:
            found: Scan = _kind(source.kind).look(database, settings, source, root, priority=priority, watch=watch)
        except PkmError as exc:
            with database.transaction() as connection:
                sources.fail_scan(connection, source.id, "; ".join(filter(None, (str(exc), exc.hint))))
            raise
        if root is None:
            with database.transaction() as connection:
                sources.end_scan(connection, source.id)
        return found


def _kind(kind: SourceKind) -> Any:
    """The module that looks at sources of a kind; the others stay unloaded."""
    match kind:
        case "imap":
            from ingest.sources import imap

            return imap
        case _:
            from ingest.sources import folder

            return folder
