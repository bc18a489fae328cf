"""The two halves of reading small files on processors of their own: each alone, and both together.

Readers have half of the processors; the other half has this process with the embedder, and PostgreSQL, which share it as they do in a
pipeline. A half alone is files read by readers with nothing stored, and files stored that somebody read before. So no half takes
from the other, and what the pipeline loses against its slower half is lost by the pipeline itself: by waiting.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from ingest import jobs
from ingest.pipeline import Pipeline
from ingest.sandbox import Reading, Sandbox
from ingest.sandbox.messages import ANSWERS, encode
from ingest.watch import Silent
from pkm.config import Settings
from pkm.models import PersonId
from pkm.store.database import Database
from tests.free_embedder import FreeEmbedder

TURNS = 3


class Bound(Sandbox):
    """Readers that run on these processors only, one each."""

    def __init__(self, settings: Settings, processors: set[int]) -> None:
        super().__init__(len(processors), timezone=settings.timezone, space=FreeEmbedder.space)
        self._processors = processors

    def _take(self) -> Any:
        reader = super()._take()
        os.sched_setaffinity(reader._process.pid, self._processors)
        return reader


class Read:
    """Gives what was read of files before, as readers do: encoded."""

    def __init__(self, answers: Mapping[Path, bytes]) -> None:
        self._answers, self._pool = answers, ThreadPoolExecutor(1)

    def submit(self, path: Path, *_: object, **__: object) -> Future[Reading]:
        """What the file holds."""
        return self._pool.submit(ANSWERS.decode, self._answers[path])  # type: ignore[arg-type]

    def close(self) -> None:
        """End the thread."""
        self._pool.shutdown()


def _parent(process: int) -> int:
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])


@contextmanager
def bound(database: Database, processors: set[int]) -> Iterator[None]:
    """Let this process, and the PostgreSQL of the home, run on these processors only."""
    with database.session() as connection:
        server = _parent(connection.info.backend_pid)
    before = os.sched_getaffinity(0)

    def bind(wanted: set[int]) -> None:
        for each in Path("/proc").glob("[0-9]*"):
            with suppress(OSError, ValueError):
                if server in {int(each.name), _parent(int(each.name))} or int(each.name) == os.getpid():
                    for thread in (each / "task").iterdir():
                        os.sched_setaffinity(int(thread.name), wanted)

    bind(processors)
    try:
        yield
    finally:
        bind(before)


def halves_in_turns(
    database: Database, settings: Settings, place: Path, count: int, owner: PersonId, write: Any
) -> dict[str, float]:
    """Files a second of each half alone, and of both: medians of turns, the first not counted."""
    processors = sorted(os.sched_getaffinity(0))
    cut = max(1, len(processors) // 2)
    readers, rest = set(processors[:cut]), set(processors[cut:] or processors)
    speeds: dict[str, list[float]] = {"readers": [], "the rest": [], "both": []}

    def clock(name: str, begun: float) -> None:
        speeds[name].append(round(count / (time.monotonic() - begun), 1))

    for turn in range(TURNS + 1):
        folder, other = place / f"half-{turn}", place / f"both-{turn}"
        write(folder, count, 20_000_000 + 2 * turn * count)
        write(other, count, 20_000_000 + (2 * turn + 1) * count)
        files = sorted(folder.rglob("*.txt"))
        with bound(database, rest):
            with Bound(settings, readers) as sandbox:
                sandbox.submit(files[0], "warm").result()
                begun = time.monotonic()
                futures = {each: sandbox.submit(each, str(each)) for each in files}
                read = {path: future.result() for path, future in futures.items()}
                clock("readers", begun)
            answers = {path: encode(each) for path, each in read.items()}
            del futures, read
            for name, where in (("the rest", folder), ("both", other)):
                sandbox = Read(answers) if name == "the rest" else Bound(settings, readers)

                def ingest(database: Database, wanted: Any, _: Any, name: str = name, sandbox: Any = sandbox) -> None:
                    with Pipeline(database, FreeEmbedder(), settings, workers=len(readers)) as pipeline:
                        pipeline._sandbox.close()
                        pipeline._sandbox = sandbox
                        begun = time.monotonic()
                        pipeline.run(wanted, Silent())
                        clock(name, begun)

                jobs.ingest(database, settings, [where], ingest, Silent(), person=owner)
    return {name: statistics.median(each[1:]) for name, each in speeds.items()}
