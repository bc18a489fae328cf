"""From a waiting file to what can be asked: hash, parse, split, embed, and one transaction that makes it all visible.

Files wait as rows in PostgreSQL (``pkm.store.files``); whatever is killed, the next run goes on from there. Parsing runs
in the sandbox's processes while this one embeds, passages of several files together, so that neither waits for the other.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import stat as modes
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from ingest import chunking, objects
from ingest.forgetting import forgotten_parts, leave_out, part_hash
from ingest.parsers import PARSERS
from ingest.sandbox import Sandbox
from ingest.watch import Silent, Watcher
from pkm.config import Settings
from pkm.embed import Embedder
from pkm.errors import Refused, Unstorable
from pkm.models import CsvProfile, FileState, Parsed, Problem, SourceId
from pkm.store import categories, chunks, documents, facts, files, forgetting, ledger, profiles, settle, spaces, vectors
from pkm.store.chunks import NewChunk
from pkm.store.database import Connection, Database
from pkm.store.files import Event, Leased, Stat

EMBED_TOGETHER = 256  # passages: enough to sort by length, few enough to make progress visible
PATIENCE_S = 0.5  # for further files to embed together with those that are ready
WRITERS = 2
MAX_ATTEMPTS = 3
MAX_BYTES = 4 << 30  # more than any parser holds in the memory that it has; to hash it would only cost minutes
CLAIM_BATCH = 16
_PARSER_VERSIONS = frozenset(f"{each.name} {each.version}" for each in PARSERS)


@dataclass(slots=True)
class _Work:
    """A file on its way: what is known of it so far."""

    file: Leased
    stat: Stat
    sha256: str = ""
    events: list[Event] = field(default_factory=list)
    parsed: Parsed | None = None
    chunks: list[list[NewChunk]] = field(default_factory=list)  # of each document

    @contextmanager
    def stage(self, name: str) -> Iterator[list[str]]:
        """Note that a stage begins and ends; what the block appends says how it ended."""
        self.events.append(Event(datetime.now(UTC), name, "begun"))
        outcome: list[str] = []
        try:
            yield outcome
        except BaseException:
            self.events.append(Event(datetime.now(UTC), name, "failed"))
            raise
        self.events.append(Event(datetime.now(UTC), name, "; ".join(["done", *outcome])))

    def count(self) -> int:
        """How many passages the file has."""
        return sum(map(len, self.chunks))


class Pipeline:
    """Reads waiting files until none is left. Use it as a context manager: it owns processes and leases."""

    def __init__(
        self, database: Database, embedder: Embedder, settings: Settings, workers: int | None = None,
        stopping: threading.Event | None = None,
    ) -> None:  # fmt: skip
        self._database, self._embedder, self._settings = database, embedder, settings
        self._stopping = stopping or threading.Event()
        self._workers = workers or max(1, min(8, os.cpu_count() or 1))
        self._sandbox = Sandbox(self._workers)
        self._owner = secrets.randbelow(2**31 - 1) + 1
        with database.transaction() as connection:
            self._space_id = spaces.activate(connection, embedder.space)
        self._is_indexed = False

    def __enter__(self) -> Pipeline:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the sandbox's processes."""
        self._sandbox.close()

    def run(self, sources: Sequence[SourceId] | None = None, watcher: Watcher | None = None) -> None:
        """Until no file of these sources (of all, if None) waits any more; what others read is waited for.

        Raises:
            CancelledError: ``stopping`` was set; what was leased is free again.
        """
        with self._database.session() as owning:
            files.hold_ownership(owning, self._owner)
            try:
                with ThreadPoolExecutor(WRITERS, "pkm-writer") as writer:
                    try:
                        self._drain(sources, watcher or Silent(), writer)
                    except BaseException:
                        writer.shutdown(wait=False, cancel_futures=True)  # each would wait for a database that is gone
                        raise
                objects.sweep(self._database, self._settings.home)
                settle.ensure(self._database)
                categories.liken(self._database, self._embedder)
            finally:
                files.release(owning, self._owner)

    def _drain(self, sources: Sequence[SourceId] | None, watcher: Watcher, writer: Executor) -> None:
        """Keep all three busy: the sandbox parses, this thread splits and embeds, the writer stores."""
        parsing: dict[Future[Parsed], _Work] = {}
        ready: list[_Work] = []
        writing: list[Future[None]] = []
        with self._database.transaction(durable=False) as connection:
            watcher.waiting(files.count_pending(connection, sources))
        exhausted = False
        while True:
            if self._stopping.is_set():
                raise CancelledError
            while not exhausted and len(parsing) < self._workers * 3:
                with self._database.transaction(durable=False) as connection:
                    leased = files.claim(connection, self._owner, sources, CLAIM_BATCH)
                    said = profiles.of(connection, {each.collection_id for each in leased})
                exhausted = not leased
                for file in leased:
                    self._begin(file, said.get(file.collection_id, {}), parsing, watcher)
            done, _ = wait(parsing, timeout=PATIENCE_S, return_when=FIRST_COMPLETED)
            for future in done:
                work = parsing.pop(future)
                if self._finish_parse(work, future, watcher):
                    ready.append(work)
                exhausted = False  # it may have been put back
            if ready and (not done or sum(each.count() for each in ready) >= EMBED_TOGETHER):
                stored = self._embed(ready)
                self._await(writing)
                writing = [writer.submit(self._write, each, stored, watcher) for each in ready]
                ready = []
            if exhausted and not parsing and not ready:
                self._await(writing)
                writing = []
                with self._database.transaction() as connection:
                    if not files.count_pending(connection, sources):
                        return
                time.sleep(PATIENCE_S)  # others read them; should they die, it is our turn
                exhausted = False

    def _await(self, writing: list[Future[None]]) -> None:
        """Wait until these files are stored; give the space its index when it has grown large by them."""
        for each in writing:
            each.result()
        if writing and not self._is_indexed:
            with self._database.transaction() as connection:
                self._is_indexed = spaces.index_when_large(connection, self._space_id)

    # ------------------------------------------------------------ one file's stages

    def _begin(
        self, file: Leased, said: Mapping[str, CsvProfile], parsing: dict[Future[Parsed], _Work], watcher: Watcher
    ) -> None:
        """Hash a leased file; settle it at once if it is known, else hand it to the sandbox."""
        work = _Work(file, file.stat)
        try:
            with work.stage("hash"):
                work.sha256, work.stat = _hash(file.location)
            if self._settle_known(work, watcher):
                return
        except (FileNotFoundError, NotADirectoryError):
            self._settle(work, "deleted", watcher, reason="it vanished before it was read")
        except (OSError, Refused) as exc:
            reason = str(exc) if isinstance(exc, Refused) else f"it cannot be read: {(exc.strerror or 'error').lower()}"
            self._settle(work, "quarantined", watcher, reason=reason)
        else:
            work.events.append(Event(datetime.now(UTC), "parse", "begun"))
            location = Path(os.fsdecode(file.location))
            parsing[self._sandbox.submit(location, file.path, os.path.basename(file.path), said)] = work  # noqa: PTH119

    def _settle_known(self, work: _Work, watcher: Watcher) -> bool:
        """Whether the bytes are known: unchanged since they were read, or those of another file."""
        file = work.file
        with self._database.transaction(durable=False) as connection:
            if not files.is_mine(connection, file, self._owner):
                return True
            twin = files.indexed_twin(connection, file.collection_id, work.sha256, file.id)
            forgotten = False
            unchanged = (
                twin is None
                and work.sha256 == file.sha256
                and file.parser in _PARSER_VERSIONS
                and files.has_documents(connection, file.id)
            )
            if unchanged:
                files.settle_unchanged(
                    connection, file, work.stat, [*work.events, Event(datetime.now(UTC), "settle", "unchanged")]
                )
            elif forgotten := twin is None and forgetting.is_forgotten(connection, file.collection_id, work.sha256):
                forgetting.forget_files(connection, [file.id])
            elif twin is None:
                return False
            else:
                files.make_room(connection, file, work.sha256, twin)
                files.settle(
                    connection, file, "duplicate", work.stat, sha256=work.sha256, original=twin, events=work.events
                )
        watcher.settled(file.path, "indexed" if unchanged else "deleted" if forgotten else "duplicate")
        return True

    def _finish_parse(self, work: _Work, future: Future[Parsed], watcher: Watcher) -> bool:
        """Take what the sandbox gave; whether there is something to index."""
        now = datetime.now(UTC)
        refusal = None
        try:
            work.parsed = parsed = future.result()
            if lost := self._forgotten_parts(work, parsed):
                work.parsed = parsed = replace(parsed, documents=leave_out(parsed.documents, lost))
                if not parsed.documents:
                    with self._database.transaction(durable=False) as connection:
                        if files.is_mine(connection, work.file, self._owner):
                            forgetting.forget_files(connection, [work.file.id])
                    watcher.settled(work.file.path, "deleted")
                    return False
            if not parsed.documents:
                refusal = parsed.problems[0].reason if parsed.problems else "nothing in it could be read"
        except Refused as refused:
            refusal = str(refused)
        if _has_moved(work):
            self._put_back(work, watcher)
            return False
        if refusal is not None:
            work.events.append(Event(now, "parse", "refused"))
            self._settle(work, "quarantined", watcher, reason=refusal, parsed=work.parsed)
            return False
        work.events.append(Event(now, "parse", f"done; {parsed.parser}; documents: {len(parsed.documents)}"))
        with work.stage("split") as outcome:
            space = self._embedder.space
            work.chunks = [chunks.prepare(each, chunking.split(each, space), space) for each in parsed.documents]
            outcome.append(f"passages: {work.count()}")
        return True

    def _forgotten_parts(self, work: _Work, parsed: Parsed) -> frozenset[str]:
        """Attachments and messages that are not taken in again."""
        if all(part_hash(each) is None for each in parsed.documents):
            return frozenset()
        with self._database.transaction(durable=False) as connection:
            return forgotten_parts(connection, work.file.collection_id, parsed)

    def _put_back(self, work: _Work, watcher: Watcher) -> None:
        """A file that changed while it was read has another turn, but not for ever; one that went is deleted."""
        if not os.path.lexists(work.file.location):
            self._settle(work, "deleted", watcher, reason="it vanished while it was read")
        elif work.file.attempts >= MAX_ATTEMPTS:
            reason = "it keeps changing while it is read; it is tried again when it rests"
            self._settle(work, "quarantined", watcher, reason=reason)
        else:
            with self._database.transaction(durable=False) as connection:
                files.add_events(
                    connection, work.file.collection_id, work.file.id,
                    [*work.events, Event(datetime.now(UTC), "parse", "it changed while it was read; it waits for another turn")],
                )  # fmt: skip
                files.retry(connection, work.file.id)

    def _settle(
        self, work: _Work, state: FileState, watcher: Watcher, *, reason: str, parsed: Parsed | None = None
    ) -> None:
        """Settle a file that holds nothing (any more): refused or gone."""
        file = work.file
        work.events.append(Event(datetime.now(UTC), "settle", f"{state}: {reason}"))
        refusal = Problem(file.path, None, reason)
        further = [each for each in (parsed.problems if parsed else ()) if each.reason != reason]
        with self._database.transaction(durable=False) as connection:
            if not files.is_mine(connection, file, self._owner):
                return
            files.give_up(connection, file.id)
            files.settle(
                connection, file, state, work.stat, sha256=work.sha256 or None, reason=reason,
                problems=[refusal, *further] if state == "quarantined" else (), events=work.events,
            )  # fmt: skip
        watcher.settled(file.path, state)

    # ------------------------------------------------------------ passages of several files together

    def _embed(self, works: list[_Work]) -> dict[bytes, vectors.Stored]:
        """The vectors of all passages of these files by hash: those that are stored already, and new ones together."""
        everything = {chunk.hash: chunk for work in works for document in work.chunks for chunk in document}
        with ExitStack() as stages:
            outcomes = [stages.enter_context(work.stage("embed")) for work in works]
            with self._database.transaction(durable=False) as connection:
                known = vectors.reuse(connection, self._space_id, everything.keys())
            fresh = [chunk for digest, chunk in everything.items() if digest not in known]
            if fresh:
                known |= vectors.pack(self._embedder.passages([chunk.embedded for chunk in fresh]), fresh)
            for outcome in outcomes:
                outcome.append(f"passages embedded together: {len(fresh)}")
        return known

    def _write(self, work: _Work, stored: dict[bytes, vectors.Stored], watcher: Watcher) -> None:
        """Store a file; one that the database cannot hold is refused, and stops no other."""
        try:
            self._commit(work, stored, watcher)
        except Unstorable as exc:
            self._settle(work, "quarantined", watcher, reason=str(exc))

    def _commit(self, work: _Work, stored: dict[bytes, vectors.Stored], watcher: Watcher) -> None:
        """Make a file visible with all that it holds, in one transaction."""
        file, parsed = work.file, work.parsed
        assert parsed is not None  # noqa: S101 - only parsed files get here
        originals = [each.original for each in parsed.documents if each.original is not None]
        objects.keep(self._settings.home, originals)
        with self._database.transaction(durable=False) as connection:
            if not files.is_mine(connection, file, self._owner):
                return
            if originals:
                documents.hold_originals(connection)
                objects.keep(self._settings.home, originals)  # those that were swept away meanwhile
            twin = files.indexed_twin(connection, file.collection_id, work.sha256, file.id)
            files.make_room(connection, file, work.sha256, twin)
            state: FileState = "indexed" if twin is None else "duplicate"
            if twin is None:
                self._store(connection, work, parsed, stored)
            work.events.append(Event(datetime.now(UTC), "settle", state))
            files.settle(
                connection, file, state, work.stat, sha256=work.sha256, original=twin,
                parser=parsed.parser if twin is None else None,
                problems=parsed.problems if twin is None else (), events=work.events,
            )  # fmt: skip
        watcher.settled(file.path, state)

    def _store(self, connection: Connection, work: _Work, parsed: Parsed, stored: dict[bytes, vectors.Stored]) -> None:
        """Insert all that a file holds."""
        collection = work.file.collection_id
        ids = documents.insert(connection, collection, work.file.id, work.sha256, parsed.documents)
        for number, document, new in zip(ids, parsed.documents, work.chunks, strict=True):
            chunk_ids = chunks.insert(connection, collection, number, document.kind, document.date, new)
            own = [stored[each.hash] for each in new]
            vectors.insert(connection, self._space_id, collection, number, document, chunk_ids, own)
            ledger.insert(connection, collection, number, document.statements, document.mime)
            facts.insert(connection, collection, number, document)


def _hash(location: bytes) -> tuple[str, Stat]:
    """SHA-256 and stat of a regular file; raises ``Refused`` for anything else, ``OSError`` where it cannot be read."""
    descriptor = os.open(location, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)  # a pipe must not block
    with os.fdopen(descriptor, "rb") as stream:
        before = os.fstat(stream.fileno())
        if not modes.S_ISREG(before.st_mode):
            raise Refused("it is not a regular file")
        if before.st_size > MAX_BYTES:
            raise Refused(f"it is larger than {MAX_BYTES >> 30} GiB: only its parts can be read, if you split it")
        digest = hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type,unused-ignore]
    return digest, Stat.of(before)


def _has_moved(work: _Work) -> bool:
    """Whether the file changed, or went, since it was hashed: what was read of it is neither the old nor the new one."""
    try:
        return Stat.of(os.stat(work.file.location)) != work.stat
    except OSError:
        return True
