"""A file on its way through the pipeline: what is known of it so far, and whether it keeps still meanwhile."""

from __future__ import annotations

import errno
import hashlib
import os
import stat as modes
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BufferedReader
from itertools import chain
from pathlib import Path

from ingest.parsers import Candidate, is_read_in_portions
from ingest.parsers.wordless import refusal
from ingest.sandbox import Reading
from ingest.snapshot import REST_S, Snapshot, take
from pkm.errors import Refused
from pkm.models import Parsed, Space
from pkm.prepared import NewChunk, Prepared, chunks_of
from pkm.store.files import Event
from pkm.store.leased import Leased, Stat
from pkm.store.vectors import Stored
from pkm.store.versions import Revision

MAX_BYTES = 4 << 30  # more than a parser holds in memory that does not read in portions
_BLOCK = 1 << 20
_LASTING = frozenset({errno.ELOOP, errno.ENAMETOOLONG, errno.EISDIR, errno.ENXIO})
_NOBODYS_FAULT = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM})


@dataclass(slots=True)
class Work:
    """A file in hand."""

    file: Leased
    stat: Stat
    sha256: str = ""
    has_grown: bool = False  # and is, as far as it was read before, the same
    copy: Snapshot | None = None  # of one that never rests
    events: list[Event] = field(default_factory=list)
    parsed: Parsed | None = None
    prepared: tuple[Prepared, ...] = ()  # of each document
    chunks: list[list[NewChunk]] = field(default_factory=list)  # of each document
    left: list[NewChunk] | None = None  # of a large file, when a slice is embedded: what is still to be
    early: dict[bytes, Stored] = field(default_factory=dict)  # and the vectors of the others, by their passages' hashes

    @contextmanager
    def stage(self, name: str) -> Iterator[list[str]]:
        """Note that a stage begins and ends; what the block appends says how it ended."""
        self.note(name, "begun")
        outcome: list[str] = []
        try:
            yield outcome
        except BaseException:
            self.note(name, "failed")
            raise
        self.note(name, "; ".join(["done", *outcome]))

    def note(self, stage: str, outcome: str, at: datetime | None = None) -> None:
        """Write down what happened, just now unless ``at`` says when."""
        self.events.append(Event(at or datetime.now(UTC), stage, outcome))

    @property
    def read(self) -> Parsed:
        """What was read of it; for files that were."""
        assert self.parsed is not None  # noqa: S101 - says who is asked too early
        return self.parsed

    def split(self, reading: Reading, space: Space) -> None:
        """Take over the passages of what was read of it."""
        at = datetime.fromtimestamp(reading.parsed_at, UTC)
        self.parsed, self.prepared = reading.parsed, reading.prepared
        pairs = zip(self.parsed.documents, self.prepared, strict=True)
        self.chunks = [chunks_of(document, own, space) for document, own in pairs]
        aside = f"; without words: {self.parsed.wordless}" if self.parsed.wordless else ""
        self.note("parse", f"done; {self.parsed.parser}; documents: {len(self.parsed.documents)}{aside}", at)
        self.note("split", "begun", at)
        self.note("split", f"done; passages: {self.count()}")

    def is_changed(self) -> bool:
        """Whether its bytes are others than those of which documents are held that were not read now."""
        before = self.file.resume if self.read.appended else None
        return self.sha256 != self.file.sha256 or (before is not None and before.changed)

    def revision(self) -> Revision:
        """What was read of it, as the documents that it is to hold."""
        before = self.file.resume if self.read.appended else None
        return Revision(
            self.file.collection_id, self.file.id, self.sha256, self.read.documents, self.is_changed(), self.read.appended,
            before.last if before else None, before.since if before else 0, self.read.goes_on is not None,
        )  # fmt: skip

    def count(self) -> int:
        """How many passages the file has."""
        return sum(map(len, self.chunks))

    def count_left(self) -> int:
        """How many of them may still be without a vector."""
        return self.count() if self.left is None else len(self.left)

    def passages(self) -> Iterator[NewChunk]:
        """Those of all its documents."""
        return chain.from_iterable(self.chunks)

    def to_embed(self) -> Collection[NewChunk]:
        """Those that may still be without a vector, each once."""
        return {each.hash: each for each in self.passages()}.values() if self.left is None else self.left

    def hash(self, copy: Path | None = None) -> None:
        """Read the file once, for its SHA-256 and its state at that moment; of a file that never rests a ``copy`` is made.

        Raises:
            Refused: It is no regular file, too large, or cannot be read; ``passing`` where that may change by itself.
            FileNotFoundError, NotADirectoryError: It is gone.
            OSError: This process, not the file, lacks something.
        """
        try:
            if copy is not None:
                with self.stage("copy"):
                    self.copy = take(self.file.location, copy)
            with self.stage("hash"):
                self._hash()
        except (FileNotFoundError, NotADirectoryError):
            raise
        except OSError as exc:
            if exc.errno in _NOBODYS_FAULT:
                raise
            reason = f"it cannot be read: {(exc.strerror or 'error').lower()}"
            raise Refused(reason, passing=exc.errno not in _LASTING) from exc

    def _hash(self) -> None:
        if self.copy is not None:
            with self.copy.path.open("rb") as kept:
                self.sha256 = self._digest(kept, os.fstat(kept.fileno()).st_size)
            self.stat = self.copy.stat
            return
        # A pipe must not block, and a link that took the file's place may lead anywhere.
        descriptor = os.open(self.file.location, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOFOLLOW)
        with os.fdopen(descriptor, "rb") as stream:
            before = os.fstat(stream.fileno())
            if not modes.S_ISREG(before.st_mode):
                raise Refused("it is not a regular file")
            if before.st_size > MAX_BYTES and not is_read_in_portions(stream.peek(), self.file.path):
                reason = f"it is larger than {MAX_BYTES >> 30} GiB: only its parts can be read, if you split it"
                name = os.path.basename(self.file.path)  # noqa: PTH119 - no path of this system need be
                raise refusal(Candidate(self.place, self.file.path, name, before.st_size, stream.peek()), reason)
            self.sha256 = self._digest(stream, before.st_size)
        self.stat = Stat.of(before)

    def _digest(self, stream: BufferedReader, size: int) -> str:
        """SHA-256 of all of it; notes on the way whether what was read before is its beginning."""
        digest = hashlib.sha256()
        before = self.file.resume
        self.has_grown = False
        if before is not None and before.size < size:
            left = before.size
            while left and (block := stream.read(min(left, _BLOCK))):
                digest.update(block)
                left -= len(block)
            self.has_grown = digest.hexdigest() == self.file.sha256
        return hashlib.file_digest(stream, lambda: digest).hexdigest()

    def is_being_written(self) -> bool:
        """Whether somebody seems to write it: it changed since it was seen, and that just now."""
        seen, found = self.file.stat, self.stat
        if (seen.size, seen.mtime_ns) == (found.size, found.mtime_ns):
            return False
        return 0 <= time.time() - found.mtime_ns / 1e9 < REST_S

    @property
    def place(self) -> Path:
        """Where it is read."""
        return Path(os.fsdecode(self.file.location)) if self.copy is None else self.copy.path

    def drop_copy(self) -> None:
        """Leave no copy behind."""
        if self.copy is not None:
            self.copy.path.unlink(missing_ok=True)

    def is_behind(self) -> bool:
        """Whether it is a copy of a file that was written since, or whose last line had no end."""
        return self.copy is not None and (self.copy.grows or self.has_moved())

    def has_moved(self) -> bool:
        """Whether it changed, or went, since it was hashed: what was read of it is neither the old nor the new one."""
        try:
            return Stat.of(os.stat(self.file.location)) != self.stat
        except OSError:
            return True
