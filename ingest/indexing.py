"""The indexes of the active space, made and kept in order in a thread beside everything else once there are many passages.

Any process that reads files looks whether it is due; PostgreSQL lets one of them build. A load goes in before the index
where it can: one build is several times quicker than one insertion after the other.
"""

from __future__ import annotations

import logging
import threading
import time
from typing import Self

from pkm.config import Settings
from pkm.errors import PkmError
from pkm.models import Space
from pkm.store import compaction, folding, hnsw, queue, recounting, spaces
from pkm.store.database import Database

log = logging.getLogger("pkm.worker")
PAUSE_S = 3600  # from one compaction to the next: who reads for long may keep room from being given back


class Indexer:
    """Builds the index, and folds postings, when that is due. As a context manager it waits at the end for what it began."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database, self._settings = database, settings
        self._thread: threading.Thread | None = None
        self._next_compaction = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.wait()
            self.look()  # at what became due meanwhile
            self.wait()

    def look(self) -> None:
        """Begin to build where that is due and this process does not do so already."""
        if self._thread is not None and self._thread.is_alive():
            return
        with self._database.transaction() as connection:
            active = spaces.active(connection)
            loading = queue.count_pending(connection) > 0
            if active is None:
                return
            dense = hnsw.is_due(connection, active[0], loading=loading)
            words = folding.is_due(connection, active[0]) or recounting.is_due(connection, active[0])
            room = (
                not loading and time.monotonic() >= self._next_compaction and compaction.is_due(connection, active[0])
            )
        if not dense and not words and not room:
            return
        self._thread = threading.Thread(
            target=self._work, args=(*active, dense, loading), name="pkm-indexer", daemon=True
        )
        self._thread.start()

    def wait(self) -> None:
        """Until what this process builds is built."""
        if self._thread is not None:
            self._thread.join()

    def _work(self, space_id: int, space: Space, dense: bool, loading: bool) -> None:
        try:
            recounting.recount(self._database, space_id, space)
            folding.tidy(self._database, space_id)
            if not loading:
                self._next_compaction = time.monotonic() + PAUSE_S
                compaction.compact(self._database, space_id)
            if dense and hnsw.build(self._database, self._settings, space_id, space):
                log.info("the index of space %d is built", space_id)
        except PkmError as exc:  # search goes on without it; the next look tries again
            log.warning("what is found by cannot be put in order: %s", exc)
