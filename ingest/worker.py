"""The arq worker: it wakes up, looks at PostgreSQL and does what is due there.

arq loses work (jobs expire, a killed job stays hidden, missed crons are not caught up), so it only rings the bell: its
jobs carry nothing, and a worker that starts looks at once. What is due is decided by rows: files that wait, and sources
whose last look is longer ago than their interval. Beside that it watches folders that can be watched.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import secrets
import signal
import threading
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from concurrent.futures import CancelledError
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar, cast

from ingest.heartbeat import Heartbeat
from ingest.indexing import Indexer
from ingest.watch import Silent
from pkm import services
from pkm.config import Settings
from pkm.errors import PkmError, ServiceError
from pkm.models import FileState, Source
from pkm.store import queue, sources
from pkm.store.database import Database
from pkm.watchdog import watched

if TYPE_CHECKING:
    from arq.connections import RedisSettings

    from pkm.embed import Embedder

log = logging.getLogger("pkm.worker")

_T = TypeVar("_T")

QUEUE = "pkm:bell"
_JOB_LIMIT_S = 24 * 3600
_RETRY_S = 5.0
_TRIES = 12  # then the next minute's look goes on
GO_OVER_S = 5.0  # between two looks at whether the home is to go over to another embedder
GO_OVER_AGAIN_S = 600.0  # after one that failed
QUIET_S = 2.0  # a file that changed since may still be written
CHANGED_PRIORITY = 5  # what a person works on comes before the backlog, after what was dropped in


def _serialize(job: dict[str, Any]) -> bytes:
    """JSON, where arq's own pickles would run code. What made a job fail goes by its kind: nobody reads it there."""
    return json.dumps(job, default=lambda each: type(each).__name__).encode()


def _redis_settings(url: str) -> RedisSettings:
    from arq.connections import RedisSettings

    return RedisSettings.from_dsn(url)


def ring_bell(settings: Settings) -> None:
    """Enqueue a look. Where Redis cannot be reached nothing is lost: the worker looks every minute anyway."""

    async def enqueue() -> None:
        from arq import create_pool

        where = _redis_settings(services.redis_url(settings))
        where.conn_retries, where.conn_timeout = 0, 2
        pool = await create_pool(
            where, job_serializer=_serialize, job_deserializer=json.loads, default_queue_name=QUEUE
        )
        try:
            await pool.enqueue_job("look", _job_id=secrets.token_hex(8), _expires=timedelta(minutes=5))
        finally:
            await pool.aclose()

    import redis.exceptions

    def run() -> None:
        try:
            asyncio.run(asyncio.wait_for(enqueue(), 5))
        except (OSError, TimeoutError, redis.exceptions.RedisError, PkmError):
            log.warning("the worker could not be rung; it looks by itself within a minute")

    # A signal's handler runs in the main thread; what it raises amid a loop there ends in a traceback.
    ringing = threading.Thread(target=run, name="pkm-bell", daemon=True)
    ringing.start()
    ringing.join()


class Clerk:
    """Does what is due: looks at sources when their time has come and, beside that, reads what waits; each one at a time.

    So neither a mailbox that takes hours to be fetched nor a backlog that takes hours to be read holds up the other.
    """

    def __init__(self, settings: Settings, database: Database, embedder: Embedder) -> None:
        self.settings, self.database, self.embedder = settings, database, embedder
        self._looking, self._reading = _Turns(), _Turns()
        self._indexer = Indexer(database, settings)
        self.woken = asyncio.Event()

    async def look(self) -> None:
        """Do all that is due now; what another call does already is left to that."""
        stopping = threading.Event()
        try:
            done = await asyncio.gather(self._refresh(stopping), self._read(stopping), return_exceptions=True)
        finally:
            stopping.set()  # a thread does not end with who waits for it
        for each in done:
            if isinstance(each, BaseException):
                raise each

    async def _refresh(self, stopping: threading.Event) -> None:
        watcher = _Looking(stopping, self._wake())
        if await self._looking.take(lambda: self._refresh_due(watcher)):
            await self._read(stopping)

    async def _read(self, stopping: threading.Event) -> None:
        await self._reading.take(lambda: self._read_waiting(stopping))

    def _wake(self) -> Callable[[], None]:
        """What another thread calls when there is something to be read."""
        loop = asyncio.get_running_loop()
        return lambda: cast(None, loop.call_soon_threadsafe(self.woken.set))

    async def look_at(self, source: Source, roots: Sequence[str]) -> None:
        """Look at what changed in a source, even while others are read; what is new is read by the next ``look``."""
        from ingest.sources import look

        priority = CHANGED_PRIORITY if roots else 0
        try:
            await asyncio.to_thread(
                look, self.database, self.settings, source, roots, priority=priority, quiet_s=QUIET_S
            )
        except PkmError as exc:
            log.warning("source %d cannot be looked at: %s", source.id, type(exc).__name__)  # status says why
        self.woken.set()

    def _refresh_due(self, watcher: _Looking) -> bool:
        """Look at the sources whose time has come; whether there were any. What is new there is read beside it."""
        from ingest import jobs

        with self.database.transaction() as connection:
            due = sources.due(connection, datetime.now(UTC), timedelta(hours=self.settings.refresh_hours))
        if due:
            report = jobs.refresh(self.database, self.settings, lambda *_: None, watcher, due, quiet_s=QUIET_S)
            log.info(
                "refreshed: %d files, %d new, %d changed, %d deleted",
                report.scanned,
                report.new,
                report.changed,
                report.deleted,
            )
        return bool(due)

    def _read_waiting(self, stopping: threading.Event) -> None:
        from ingest import jobs

        read = jobs.read_here(self.settings, self.embedder, stopping, self._indexer, self._looking.taken)
        with self.database.transaction() as connection:
            waiting = queue.count_pending(connection) + queue.wake(connection)
        if waiting:
            read(self.database, None, _Log())
        self._indexer.look()
        if erased := jobs.erase_when_due(self.database, self.settings):
            log.info("what was forgotten is erased: %d tables written anew in %.0f s", erased.tables, erased.seconds)


class _Turns:
    """One does a thing at a time, and one waits to do it next, who sees all that came meanwhile: a third is not needed."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._is_awaited = False

    def taken(self) -> bool:
        """Whether somebody is at it."""
        return self._lock.locked()

    async def take(self, work: Callable[[], _T]) -> _T | None:
        """What it comes to, done in a thread; None where it is left to the one that waits."""
        if self._is_awaited:
            return None
        self._is_awaited = True
        try:
            await self._lock.acquire()
        finally:
            self._is_awaited = False
        try:
            return await asyncio.to_thread(work)
        finally:
            self._lock.release()


class _Looking(Silent):
    """A watcher of looks: ends them when all is to stop, and says that there may be something to be read."""

    def __init__(self, stopping: threading.Event, wake: Callable[[], None]) -> None:
        self._stopping, self._wake = stopping, wake

    def scanned(self, count: int) -> None:  # noqa: ARG002 - how many does not matter
        """Wake who reads. Raises ``CancelledError`` where all is to stop; what was written down stays."""
        if self._stopping.is_set():
            raise CancelledError
        self._wake()


class _Log(Silent):
    """A watcher that counts into the log; never names a document."""

    def __init__(self) -> None:
        self.settled_files = 0

    def waiting(self, count: int) -> None:
        """Say how many wait."""
        log.info("files waiting: %d", count)

    def settled(self, path: str, state: FileState) -> None:  # noqa: ARG002 - names stay out of logs
        """Say every hundred files."""
        self.settled_files += 1
        if self.settled_files % 100 == 0:
            log.info("files settled: %d", self.settled_files)


async def work(settings: Settings, database: Database, embedder: Embedder) -> None:
    """Look now, at every ring, every minute and when a watched folder changes, until cancelled. Survives the loss of Redis."""
    from ingest.sources.watching import Watching

    clerk = Clerk(settings, database, embedder)
    look = _never_failing(clerk.look, settings)

    async def look_when_woken() -> None:
        async with asyncio.TaskGroup() as looks:  # one that takes hours does not keep the next from what it leaves
            while True:
                await clerk.woken.wait()
                clerk.woken.clear()
                looks.create_task(look())

    beside = [
        asyncio.create_task(each)
        for each in (
            look_when_woken(), Watching(settings, database, clerk.look_at).run(), _go_over(settings, database, embedder)
        )
    ]  # fmt: skip
    try:
        await _answer_bell(settings, clerk.woken.set)
    finally:
        for each in beside:
            each.cancel()
        await asyncio.gather(*beside, return_exceptions=True)


async def _go_over(settings: Settings, database: Database, embedder: Embedder) -> None:
    """Go over to another embedder where that is wanted and nobody is at it."""
    from ingest import reembed

    stopping = threading.Event()
    try:
        while True:
            pause_s = GO_OVER_S
            try:
                outcome = await asyncio.to_thread(reembed.go_on, database, settings, lambda: embedder, stopping)
                if outcome is not None:
                    log.info("searched with %s now", outcome.space)
            except ServiceError:  # what looks at files says so, and sees to it
                pass
            except PkmError as exc:  # it may pass
                _log_fault(exc)
                pause_s = GO_OVER_AGAIN_S
            except Exception as exc:
                log.error("another embedder cannot be gone over to: %s", type(exc).__name__)
                pause_s = GO_OVER_AGAIN_S
            await asyncio.sleep(pause_s)
    finally:
        stopping.set()


async def _answer_bell(settings: Settings, wake: Callable[[], None]) -> None:
    """Look now, at every ring and every minute."""
    from arq import cron
    from arq.worker import Worker, func
    from redis.exceptions import RedisError

    async def on_ring(_context: dict[Any, Any], *_: Any, **__: Any) -> None:
        wake()

    ring = func(cast(Any, on_ring), name="look", keep_result=0, timeout=_JOB_LIMIT_S, max_tries=1)
    while True:
        wake()
        try:
            worker = Worker(
                functions=[ring], queue_name=QUEUE, redis_settings=_redis_settings(services.redis_url(settings)),
                cron_jobs=[cron(cast(Any, on_ring), name="look:every-minute", second=0, unique=False, keep_result=0)],
                job_serializer=_serialize, job_deserializer=json.loads, keep_result=0, max_tries=1,
                job_timeout=_JOB_LIMIT_S, handle_signals=False, poll_delay=0.2, max_jobs=10, health_check_interval=3600,
            )  # fmt: skip
            try:
                await worker.async_run()
            finally:
                await worker.close()
        except (OSError, PkmError, RedisError) as exc:
            log.warning("Redis is away (%s); looking without it", type(exc).__name__)
            await _revive(settings)
            await asyncio.sleep(_RETRY_S)


def _never_failing(
    look: Callable[[], Awaitable[None]], settings: Settings
) -> Callable[[], Coroutine[None, None, None]]:
    """A look whose faults are logged: the next one may do better (a database restarts, a disk is freed)."""

    async def guarded() -> None:
        for _ in range(_TRIES):
            try:
                await look()
            except ServiceError as exc:
                _log_fault(exc)
                await _revive(settings)
                await asyncio.sleep(_RETRY_S)
            except PkmError as exc:
                _log_fault(exc)
                return
            except Exception as exc:
                log.error("a look failed: %s", type(exc).__name__, exc_info=log.isEnabledFor(logging.DEBUG))
                return
            else:
                return

    return guarded


def _log_fault(exc: PkmError) -> None:
    log.error("%s%s", exc, f" ({exc.hint})" if exc.hint else "")


async def _revive(settings: Settings) -> None:
    """Start embedded servers again that died; where that fails, the next try may do better."""
    try:
        await asyncio.to_thread(services.revive, settings)
    except (PkmError, OSError) as exc:
        log.warning("a server could not be started again: %s", type(exc).__name__)


def run(settings: Settings) -> None:
    """Run the worker in this process until SIGTERM or SIGINT."""
    from pkm.search.following import Following

    async def main(database: Database, embedder: Embedder) -> None:
        task = asyncio.create_task(work(settings, database, embedder))
        loop = asyncio.get_running_loop()
        for each in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(each, task.cancel)
        with watched(loop):
            try:
                await task
            except asyncio.CancelledError:
                log.info("stopped")

    with Database.open(settings) as database, Heartbeat(database, reading=False):
        asyncio.run(main(database, Following(database, settings)))


def main() -> None:
    """Entry point of ``python -m ingest.worker``; with ``--beside`` it ends with who started it, by their closed pipe."""
    import sys

    from pkm import config

    def end_with_parent() -> None:
        os.read(0, 1)  # not sys.stdin: its lock, held here, would crash the interpreter when it ends
        os.kill(os.getpid(), signal.SIGTERM)

    if "--beside" in sys.argv[1:]:
        threading.Thread(target=end_with_parent, daemon=True).start()
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    logging.getLogger("pkm").setLevel(logging.INFO)  # libraries tell of each change and each ring
    try:
        run(config.load())
    except PkmError as exc:
        sys.exit(f"pkm worker: {exc}" + (f" ({exc.hint})" if exc.hint else ""))


if __name__ == "__main__":
    main()
