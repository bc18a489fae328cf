"""Places that files come from: one module a kind of source, each with a ``look`` that says what changed there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError

from ingest.sources.scan import Scan
from pkm.config import Settings
from pkm.errors import DatabaseError, PkmError
from pkm.faults import reach
from pkm.models import Source
from pkm.store import sources
from pkm.store.database import Database

__all__ = ["Scan", "look"]


def look(
    database: Database,
    settings: Settings,
    source: Source,
    roots: Sequence[str] = (),
    *,
    priority: int = 0,
    quiet_s: float = 0,
    watch: Callable[[int], None] = lambda _: None,
) -> Scan:
    """Look at a source, or at its parts at and below ``roots``, and write down what changed; one look at a time.

    Waits for its turn. A source that was removed or taken over meanwhile has nothing. A failure is kept with the source.

    Args:
        roots: Paths in a folder; a mailbox is looked at as a whole.
        priority: Of the files that are new or changed; higher ones are read first.
        quiet_s: What changed within so many seconds waits that long before it is read: it may still be written.
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
            if not roots:
                sources.begin_scan(connection, source.id)
        reach("look.begun")
        try:
            found = _look(database, settings, source, roots, priority, quiet_s, watch)
        except (DatabaseError, CancelledError):
            raise
        except Exception as exc:  # whatever it is, the other sources go on
            failure = exc if isinstance(exc, PkmError) else PkmError(f"it cannot be looked at: {_words(exc)}")
            with database.transaction() as connection:
                sources.fail_scan(connection, source.id, "; ".join(filter(None, (str(failure), failure.hint))))
            raise failure from exc
        if not roots:
            with database.transaction() as connection:
                sources.end_scan(connection, source.id)
        return found


def _words(exc: Exception) -> str:
    return (isinstance(exc, OSError) and exc.strerror) or type(exc).__name__


def _look(
    database: Database, settings: Settings, source: Source, roots: Sequence[str], priority: int, quiet_s: float,
    watch: Callable[[int], None],
) -> Scan:  # fmt: skip
    match source.kind:
        case "imap":
            from ingest.sources import imap

            return imap.look(database, settings, source, priority=priority, watch=watch)
        case _:
            from ingest.sources import folder

            return folder.look(database, source, roots, priority=priority, quiet_s=quiet_s, watch=watch)
