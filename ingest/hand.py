"""What a run of the pipeline has in hand, by the stage that it is in, and the threads that work at it."""

from __future__ import annotations

import bisect
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from ingest.embedding import Embedded
from ingest.sandbox import Reading
from ingest.settlement import TOGETHER
from ingest.work import Work
from pkm.models import CollectionId, CsvProfile

Profiles = Mapping[CollectionId, Mapping[str, CsvProfile]]
HASHERS = 4  # they mostly wait


@dataclass(slots=True)
class Hand:
    """Files in hand, as futures of what is done with them; those that are ready wait for the embedder, in its order."""

    hashing: dict[Future[None], tuple[Work, Profiles]] = field(default_factory=dict)
    parsing: dict[Future[Reading], Work] = field(default_factory=dict)
    ready: list[Work] = field(default_factory=list)
    ready_since: float = 0.0
    embedding: Future[Embedded] | None = None
    keeping: dict[Future[bool], Work] = field(default_factory=dict)  # slices; the next ones come when these are safe
    writing: dict[Future[list[Work]], int] = field(default_factory=dict)  # and how many files each stores

    def is_empty(self) -> bool:
        """Whether nothing is in hand."""
        return not (self.ready or self.is_under_way() or self.writing)

    def is_under_way(self) -> bool:
        """Whether more passages may soon wait for the embedder, or it is at work."""
        return bool(self.hashing or self.parsing or self.embedding or self.keeping)

    def is_parsing_few(self, count: int, size: int) -> bool:
        """Whether fewer files are being parsed, or wait for it, with fewer bytes together."""
        return len(self.parsing) < count and sum(each.file.stat.size for each in self.parsing.values()) < size

    def line_up(self, work: Work) -> None:
        """Let a file wait for the embedder, behind those that are as urgent: a large one, after each slice."""
        if not self.ready:
            self.ready_since = time.monotonic()
        bisect.insort(self.ready, work, key=lambda each: -each.file.priority)

    def passages(self, most: int, priority: int = 0) -> int:
        """How many passages of files of that priority wait for the embedder; of each, ``most`` count."""
        return sum(min(each.count_left(), most) for each in self.ready if each.file.priority >= priority)

    def take(self, most: int) -> list[Work]:
        """Those to be embedded next: with so many passages, or as many as there are."""
        batch, count = 0, 0
        while batch < len(self.ready) and count < most:
            count += self.ready[batch].count_left()
            batch += 1
        taken, self.ready = self.ready[:batch], self.ready[batch:]
        return taken


class Threads:
    """One that embeds, one that stores batches of files, one for large files, some that hash what takes long to be hashed.

    That are large files, and such as are watched because they never rest.
    """

    def __init__(self) -> None:
        self.embedder, self._writer, self.large, self.hashers = self._all = tuple(
            ThreadPoolExecutor(count, f"pkm-{name}")
            for name, count in (("embedder", 1), ("writer", 1), ("large", 1), ("hasher", HASHERS))
        )

    def __enter__(self) -> Threads:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        for each in self._all:  # after a fault each would wait for a database that is gone
            each.shutdown(wait=kind is None, cancel_futures=kind is not None)

    def writer_of(self, batch: Sequence[Work]) -> ThreadPoolExecutor:
        """Who stores a batch: one of a large file who keeps its slices, so that all of these are kept before."""
        is_large = sum(each.count() for each in batch) > TOGETHER or any(each.left is not None for each in batch)
        return self.large if is_large else self._writer
