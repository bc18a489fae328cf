"""From a waiting file to what can be asked: hash, parse, split, embed, and one transaction that makes it all visible.

Files wait as rows in PostgreSQL (``pkm.store.queue``); whatever is killed, the next run goes on from there. The sandbox's
processes parse, one thread embeds passages of several files together, others store batches of files: none waits for the next, and each
holds so much and no more, however large the corpus is. A large file is embedded slice by slice: what a person drops in meanwhile comes
in between, and who is killed loses one slice.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future
from contextlib import nullcontext, suppress
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from ingest import objects, quotations
from ingest.embedding import Embedded, embed
from ingest.forgetting import leave_out
from ingest.hand import Hand, Profiles, Threads
from ingest.heartbeat import HEARTBEAT_S, Heartbeat
from ingest.indexing import Indexer
from ingest.sandbox import Reading, Sandbox
from ingest.settlement import ALL_PARSERS, APPENDED, PARSER_VERSIONS, Settlement, batches
from ingest.snapshot import WRITTEN
from ingest.watch import Silent, Watcher
from ingest.work import Work
from pkm.config import Settings
from pkm.embed import Embedder
from pkm.errors import Refused
from pkm.faults import reach
from pkm.models import SourceId
from pkm.store import categories, facts, files, profiles, queue, settle, spaces
from pkm.store.database import Database
from pkm.store.leased import MAX_TRIES, Leased, being_written

T = TypeVar("T")
EMBED_TOGETHER = 256  # passages at most: enough to sort by length; more of one file are embedded in slices
EMBED_S = 4.0  # as many as the embedder is through with in this time: what is dropped in waits so long
EMBED_FEW = 32  # fewer are not embedded together, however long they take
EMBED_AT_LEAST = 64  # passages for which the embedder is not kept waiting any longer
HELD_PASSAGES = 2 * EMBED_TOGETHER  # that wait for the embedder, while no further file is begun
HELD_WRITES = 4  # batches of files that wait to be stored, while no further passage is embedded
PATIENCE_S = 0.2  # for further files to embed together with those that are ready
IDLE_S = 0.5  # between two looks at files that others read
CLAIMED, CLAIMED_BYTES = 64, 1 << 20  # that are leased at once: what is dropped in meanwhile comes after them
AHEAD = 32  # small files that wait to be parsed while the next ones are claimed: a reader is through with a few before that is done
URGENT = 1  # the least priority of files that are begun though enough passages of others wait
HASHED_APART_BYTES = 16 << 20  # in a file; to hash more would hold up those that are claimed after it


class Pipeline:
    """Reads waiting files until none is left. Use it as a context manager: it owns processes and leases.

    Args:
        workers: Processes that parse.
        stopping: Is set to make a run end early.
        indexer: Builds the space's index beside the reading, and beyond its end; else a run waits for it.
        looking: Whether somebody looks at sources just now: what was lost in one may turn up in the next, and is kept.
        heartbeat_s: Seconds between two signs of life.
        sandbox: That parses, and outlives this; else one of its own.
    """

    def __init__(
        self, database: Database, embedder: Embedder, settings: Settings, workers: int | None = None,
        stopping: threading.Event | None = None, indexer: Indexer | None = None, *,
        looking: Callable[[], bool] = lambda: False, heartbeat_s: float = HEARTBEAT_S, sandbox: Sandbox | None = None,
    ) -> None:  # fmt: skip
        self._database, self._embedder, self._settings = database, embedder, settings
        self._stopping = stopping or threading.Event()
        self._looking, self._heartbeat_s = looking, heartbeat_s
        self._workers = workers or max(1, min(8, os.cpu_count() or 1))
        self._is_shared = sandbox is not None
        self._sandbox = sandbox or Sandbox(self._workers, timezone=settings.timezone, space=embedder.space)
        with database.transaction() as connection:
            self._space_id = spaces.activate(connection, embedder.space)
        self._indexer = indexer

    def __enter__(self) -> Pipeline:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the processes of a sandbox of its own."""
        if not self._is_shared:
            self._sandbox.close()

    def run(self, sources: Sequence[SourceId] | None = None, watcher: Watcher | None = None) -> None:
        """Until no file of these sources (of all, if None) waits any more; what others read is waited for.

        Raises:
            CancelledError: ``stopping`` was set; what was leased is free again.
            PkmError, OSError: Something that every file needs is missing; what was not read waits.
        """
        with (
            Indexer(self._database, self._settings) if self._indexer is None else nullcontext(self._indexer) as indexer
        ):
            with Heartbeat(self._database, self._heartbeat_s) as heartbeat:
                reach("read.owned")
                run = _Run(self, heartbeat, sources, watcher or Silent(), indexer)
                run.drain()
                quotations.settle(self._database, self._embedder, self._space_id, pause=run.drain)
            indexer.look()
            self._settle()

    def _settle(self) -> None:
        objects.sweep(self._database, self._settings.home)
        with self._database.transaction() as connection:
            facts.note_unread(connection)
        settle.ensure(self._database)
        reach("settle.done")
        categories.liken(self._database, self._embedder)


class _Run:
    """One run of a pipeline: what it has in hand, and how that is passed from stage to stage."""

    def __init__(
        self, pipeline: Pipeline, heartbeat: Heartbeat, sources: Sequence[SourceId] | None, watcher: Watcher,
        indexer: Indexer,
    ) -> None:  # fmt: skip
        self._pipeline, self._heartbeat, self._sources, self._watcher = pipeline, heartbeat, sources, watcher
        self._database = pipeline._database
        self._settlement = Settlement(self._database, pipeline._settings, heartbeat.owner, pipeline._space_id, watcher)
        self._hand = Hand()
        self._done: SimpleQueue[Future[Any]] = SimpleQueue()
        self._exhausted = False  # nothing to be claimed was found
        self._alone = False  # a file that is suspected of killing who reads it is in hand
        self._indexer, self._stored = indexer, 0
        self._looked_at = 0.0  # for urgent files
        self._together = min(EMBED_TOGETHER, EMBED_AT_LEAST)  # passages, until it is known how fast the embedder is

    def drain(self) -> None:
        """Read until nothing waits."""
        with self._database.transaction(durable=False) as connection:
            queue.wake(connection, self._sources)
            queue.mark_outdated(connection, [*PARSER_VERSIONS, ALL_PARSERS], self._sources)
            queue.free_abandoned(connection)
            self._watcher.waiting(queue.count_pending(connection, self._sources))
        with Threads() as threads:
            while self._advance(threads):
                pass

    def _advance(self, threads: Threads) -> bool:
        """One turn of all stages; false when nothing is left to be done."""
        if self._pipeline._stopping.is_set():
            raise CancelledError
        self._heartbeat.check()
        if self._hand.is_empty():
            self._exhausted = self._alone = False
        if not self._alone:
            self._begin_more(threads)
        if self._hand.is_empty():
            return not (self._exhausted and self._is_finished())
        for future in self._wait():
            self._take(future, threads)
        self._look_at_index()
        self._embed_ready(threads)
        return True

    def _is_finished(self) -> bool:
        """Whether nothing waits at all; else what waits is others' work, or not due yet: wait a little."""
        with self._database.transaction() as connection:
            freed = queue.free_abandoned(connection)
            waiting = queue.count_pending(connection, self._sources)
            if waiting and waiting == files.count_lost(connection, self._sources):
                waiting = 0 if self._pipeline._looking() else waiting - files.let_go(connection, wait=False)
        if waiting and not freed:
            time.sleep(IDLE_S)
        return not waiting

    # ------------------------------------------------------------ taking files in hand

    def _begin_more(self, threads: Threads) -> None:
        """Lease files while there is room; a suspect only when nothing else waits, and alone."""
        hand = self._hand
        while not (self._exhausted or self._alone) and self._has_room():
            with self._database.transaction(durable=False) as connection:
                if not self._pipeline._looking():
                    files.let_go(connection)
                leased = queue.claim(
                    connection, self._heartbeat.owner, self._sources, CLAIMED, most_bytes=CLAIMED_BYTES
                )
                if not leased and hand.is_empty():
                    leased = queue.claim(connection, self._heartbeat.owner, self._sources, 1, suspect=True)
                    self._alone = bool(leased)
                said = profiles.of(connection, {each.collection_id for each in leased})
            reach("read.leased")
            self._exhausted = not leased
            self._begin(leased, said, threads)
        if not self._alone and self._has_room(URGENT):
            self._begin_urgent(threads)

    def _begin_urgent(self, threads: Threads) -> None:
        """Look, now and then, for files that came meanwhile and need not wait until there is room for others."""
        if time.monotonic() < self._looked_at + IDLE_S:
            return
        self._looked_at = time.monotonic()
        with self._database.transaction(durable=False) as connection:
            leased = queue.claim(
                connection, self._heartbeat.owner, self._sources, CLAIMED, most_bytes=CLAIMED_BYTES, priority=URGENT
            )
            said = profiles.of(connection, {each.collection_id for each in leased}) if leased else {}
        self._begin(leased, said, threads)

    def _has_room(self, priority: int = 0) -> bool:
        """Whether files of that priority may be begun. Of a large one a slice counts; of an urgent one less, for others come soon."""
        hand, most = self._hand, EMBED_AT_LEAST if priority else EMBED_TOGETHER
        return (
            (len(hand.parsing) < self._pipeline._workers * 3 or hand.is_parsing_few(AHEAD, CLAIMED_BYTES))
            and len(hand.hashing) < CLAIMED
            and hand.passages(most, priority) < HELD_PASSAGES
        )

    def _begin(self, leased: Sequence[Leased], said: Profiles, threads: Threads) -> None:
        """Hash leased files, those that take their time apart; so many others as are read."""
        hashed = []
        for file in leased:
            work, copy = Work(file, file.stat), None
            if file.attempts >= MAX_TRIES:
                copy = self._pipeline._sandbox.place_of(f"{file.id}")
            if copy or file.stat.size > HASHED_APART_BYTES:
                self._hand.hashing[self._begun(threads.hashers.submit(work.hash, copy))] = work, said
            elif self._is_hashed(work, work.hash):
                hashed.append(work)
        self._parse(hashed, said)

    def _parse(self, hashed: Sequence[Work], said: Profiles) -> None:
        """Settle at once files that are known, hand the others to the sandbox."""
        unknown = self._settlement.known(hashed)
        for work in hashed:
            if not any(each is work for each in unknown):
                work.drop_copy()
        for work in unknown:
            self._submit(work, said)

    def _submit(self, work: Work, said: Profiles) -> None:
        """Hand a file to the sandbox, to be read from where it was read to."""
        work.note("parse", "begun")
        profile, resume = said.get(work.file.collection_id, {}), self._settlement.resume(work)
        future = self._pipeline._sandbox.submit(
            work.place, work.file.path, os.path.basename(work.file.path), profile, resume,  # noqa: PTH119
            grows=work.copy is not None and work.copy.grows,
        )  # fmt: skip
        self._hand.parsing[self._begun(future)] = work

    def _is_hashed(self, work: Work, hashed: Callable[[], None]) -> bool:
        """Whether the file could be read, and seems to rest; what never does is read as a copy of one moment."""
        try:
            hashed()
        except (FileNotFoundError, NotADirectoryError):
            self._settlement.vanish(work, "it vanished before it was read")
            return False
        except Refused as refused:
            if str(refused) == WRITTEN:
                self._settlement.refuse_written(work)
            else:
                self._settlement.refuse(work, str(refused), passing=refused.passing, wordless=refused.wordless)
            return False
        if work.copy is None and work.is_being_written():
            self._settlement.put_back(work, being_written())
            return False
        return True

    # ------------------------------------------------------------ from stage to stage

    def _begun(self, future: Future[T]) -> Future[T]:
        """Hear of a future when it is done."""
        future.add_done_callback(self._done.put)
        return future

    def _wait(self) -> Iterator[Future[Any]]:
        """Until something is done, or the patience is over; then all that is."""
        hand = self._hand
        if hand.is_under_way() or not hand.ready or len(hand.writing) >= HELD_WRITES:
            with suppress(Empty):
                yield self._done.get(timeout=PATIENCE_S)
        with suppress(Empty):
            while True:
                yield self._done.get_nowait()

    def _take(self, future: Future[Any], threads: Threads) -> None:
        """Pass on what a stage is done with, or raise what it raised."""
        hand = self._hand
        if (hashed := hand.hashing.pop(future, None)) is not None:
            if self._is_hashed(hashed[0], future.result):
                self._parse([hashed[0]], hashed[1])
            self._exhausted = False  # it may have been put back
        elif (work := hand.parsing.pop(future, None)) is not None:
            self._take_read(work, future)
        elif (work := hand.keeping.pop(future, None)) is not None:
            if future.result() and not self._gives_way():
                hand.line_up(work)
        elif future is hand.embedding:
            hand.embedding = None
            self._take_embedded(future.result(), threads)
        else:
            further = future.result()
            self._stored += hand.writing.pop(future)
            for work in further:
                self._read_on(work)

    def _read_on(self, work: Work) -> None:
        """Have the next portion read of a file of which the one before is stored: whatever it was suspected of, it got on."""
        self._alone = False
        with self._database.transaction(durable=False) as connection:
            said = profiles.of(connection, {work.file.collection_id})
        self._submit(work, said)

    def _gives_way(self) -> bool:
        """Whether a file that is read alone waits again, because an urgent one does; what of it is embedded is kept."""
        if not self._alone:
            return False
        with self._database.transaction() as connection:
            if not queue.is_awaited(connection, self._sources, URGENT):
                return False
            queue.release(connection, self._heartbeat.owner)
        return True

    def _take_read(self, work: Work, future: Future[Reading]) -> None:
        if self._is_read(work, future):
            self._hand.line_up(work)
        self._exhausted = False  # it may have been put back

    def _is_read(self, work: Work, future: Future[Reading]) -> bool:
        """Take what the sandbox gave; whether there is something to index."""
        refusal: Refused | None = None
        try:
            reading = future.result()
            work.parsed = parsed = reading.parsed
            is_part = parsed.appended or parsed.goes_on is not None
            reach("parse.done")
            if lost := self._settlement.lost_parts(work, parsed):
                reading = leave_out(reading, lost)
                work.parsed = parsed = reading.parsed
                if not (parsed.documents or is_part):
                    self._settlement.forget(work)
                    return False
            if not (parsed.documents or is_part):
                refusal = Refused(parsed.problems[0].reason if parsed.problems else "nothing in it could be read")
            if work.copy is not None and work.copy.grows and parsed.parser.rpartition(" ")[0] not in APPENDED:
                refusal = Refused(WRITTEN)  # it may be the half of something
        except Refused as refused:
            refusal = refused
        finally:
            if work.parsed is None or not work.parsed.goes_on:
                work.drop_copy()
        if work.copy is None and work.has_moved():
            self._settlement.put_back(work, "it changed while it was read; it waits for another turn")
            return False
        if refusal is not None and work.is_behind():
            self._settlement.refuse_written(work)
            return False
        if refusal is not None:
            work.note("parse", "refused")
            self._settlement.refuse(
                work, str(refusal), passing=refusal.passing, wordless=refusal.wordless, parsed=work.parsed
            )
            return False
        work.split(reading, self._pipeline._embedder.space)
        return True

    def _embed_ready(self, threads: Threads) -> None:
        """Give the embedder its next passages, when it is free and there are enough, or no more will come soon."""
        hand = self._hand
        if not hand.ready or hand.embedding is not None or len(hand.writing) >= HELD_WRITES:
            return
        waited_s = time.monotonic() - hand.ready_since
        if hand.parsing and hand.passages(EMBED_AT_LEAST) < EMBED_AT_LEAST and waited_s < PATIENCE_S:
            return
        if works := hand.take(self._together):
            pipeline = self._pipeline
            hand.embedding = self._begun(
                threads.embedder.submit(
                    embed, self._database, pipeline._embedder, pipeline._space_id, works, self._together
                )
            )

    def _take_embedded(self, embedded: Embedded, threads: Threads) -> None:
        if embedded.pace is not None:
            self._together = min(EMBED_TOGETHER, max(EMBED_FEW, int(embedded.pace * EMBED_S)))
        for work, reason in embedded.refused:
            self._settlement.refuse(work, reason, passing=True)
        for work, vectors in embedded.slices:
            self._hand.keeping[self._begun(threads.large.submit(self._settlement.keep, work, vectors))] = work
        for batch in batches(embedded.works):
            stored = threads.writer_of(batch).submit(self._settlement.store, batch, embedded.vectors)
            self._hand.writing[self._begun(stored)] = len(batch)

    def _look_at_index(self) -> None:
        """Look, now and then, whether the space should have its index."""
        if self._stored >= EMBED_TOGETHER:
            self._stored = 0
            self._indexer.look()
