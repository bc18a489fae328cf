"""The sign of life of a process that holds files: a lock that ends with its connection, and a beat every few seconds."""

from __future__ import annotations

import logging
import secrets
import threading
from datetime import timedelta
from types import TracebackType
from typing import Self

from pkm.errors import PkmError
from pkm.store import workers
from pkm.store.database import Database

HEARTBEAT_S = 15.0
_FAREWELL_S = 10.0
log = logging.getLogger("pkm.worker")


class Heartbeat:
    """Be alive under a number while the block runs, from a thread with a connection of its own.

    Args:
        database: Where one is alive.
        every_s: Seconds between two beats; who is silent for twice as long is taken for dead.
        reading: Whether files are held. Else the process just says that it waits for work, and says so again by itself
            when its connection was lost.
    """

    def __init__(self, database: Database, every_s: float = HEARTBEAT_S, *, reading: bool = True) -> None:
        self.owner = 0
        self._database, self._every_s, self._reading = database, every_s, reading
        self._begun, self._ended = threading.Event(), threading.Event()
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._live, name="pkm-heartbeat", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._begun.wait()
        self.check()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give back what is in hand, where the database is still there to take it."""
        self._ended.set()
        self._thread.join(_FAREWELL_S)

    def check(self) -> None:
        """Raise what ended the heart's beating: nothing is held any more."""
        if self._failure is not None:
            raise self._failure

    def _live(self) -> None:
        while not self._ended.is_set():
            try:
                self._beat()
            except PkmError as exc:
                if self._reading:
                    self._failure = exc
                    break
                log.debug("the sign of life is lost; it is given again")
                self._begun.set()
                self._ended.wait(self._every_s)
            except BaseException as exc:
                self._failure = exc
                break
        self._begun.set()

    def _beat(self) -> None:
        self.owner = secrets.randbelow(2**31 - 1) + 1
        with self._database.session() as connection:
            workers.begin(connection, self.owner, timedelta(seconds=self._every_s), reading=self._reading)
            self._begun.set()
            while not self._ended.wait(self._every_s):
                workers.beat(connection, self.owner)
            workers.end(connection, self.owner)
