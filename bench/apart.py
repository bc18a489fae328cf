"""The two halves of reading small files on processors of their own: each alone, and both together.

Readers have half of the processors; the other half has this process with the embedder, and PostgreSQL, which share it as they do in a
pipeline. A half alone is files read by readers with nothing stored, and files stored that somebody read before. So no half takes
from the other. Together both do more than alone: they talk. How busy the processors of each half are then tells what is lost by
waiting for one another, and by nothing else.
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
READERS = min(8, os.cpu_count() or 1)


class Bound(Sandbox):
    """Readers that run on these processors only: as many as a pipeline has on all of them."""

    def __init__(self, settings: Settings, processors: set[int]) -> None:
        super().__init__(READERS, timezone=settings.timezone, space=FreeEmbedder.space)
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
    return int(_stat(process)[1])


def _stat(process: int) -> list[str]:
    """The fields of proc(5)'s stat from the process's state on."""
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()


def _used_s(server: int) -> dict[str, float]:
    """Seconds of processor time that readers, and all else, have used so far: they end and begin anew, which their parents know of."""
    used = {"readers": 0, "the rest": sum(map(int, _stat(server)[11:15])) + sum(map(int, _stat(os.getpid())[11:13]))}
    used["readers"] += sum(map(int, _stat(os.getpid())[13:15]))
    for each in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError):
            parent = _parent(int(each.name))
            if parent in {server, os.getpid()} and int(each.name) != server:
                used["the rest" if parent == server else "readers"] += sum(map(int, _stat(int(each.name))[11:13]))
    return {name: ticks / os.sysconf("SC_CLK_TCK") for name, ticks in used.items()}


def _server(database: Database) -> int:
    with database.session() as connection:
        return _parent(connection.info.backend_pid)


@contextmanager
def bound(database: Database, processors: set[int]) -> Iterator[None]:
    """Let this process, and the PostgreSQL of the home, run on these processors only."""
    server, before = _server(database), os.sched_getaffinity(0)

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
) -> dict[str, dict[str, float]]:
    """Files a second of each half alone and of both, and the share of time in which each half's processors are busy in both.

    Medians of turns, the first not counted.
    """
    processors = sorted(os.sched_getaffinity(0))
    cut = max(1, len(processors) // 2)
    halves = {"readers": set(processors[:cut]), "the rest": set(processors[cut:] or processors)}
    speeds: dict[str, list[float]] = {"readers": [], "the rest": [], "both": []}
    busy: dict[str, list[float]] = {name: [] for name in halves}
    server = _server(database)
    for turn in range(TURNS + 1):
        folder, other = place / f"half-{turn}", place / f"both-{turn}"
        write(folder, count, 20_000_000 + 2 * turn * count)
        write(other, count, 20_000_000 + (2 * turn + 1) * count)
        files = sorted(folder.rglob("*.txt"))
        with bound(database, halves["the rest"]):
            with Bound(settings, halves["readers"]) as sandbox:
                for warm in [sandbox.submit(files[0], "warm") for _ in range(READERS)]:
                    warm.result()
                begun = time.monotonic()
                futures = {each: sandbox.submit(each, str(each)) for each in files}
                read = {path: future.result() for path, future in futures.items()}
                speeds["readers"].append(count / (time.monotonic() - begun))
            answers = {path: encode(each) for path, each in read.items()}
            del futures, read
            for name, where in (("the rest", folder), ("both", other)):
                sandbox = Read(answers) if name == "the rest" else Bound(settings, halves["readers"])

                def ingest(database: Database, wanted: Any, _: Any, name: str = name, sandbox: Any = sandbox) -> None:
                    with Pipeline(database, FreeEmbedder(), settings, workers=READERS) as pipeline:
                        pipeline._sandbox.close()
                        pipeline._sandbox = sandbox
                        begun, before = time.monotonic(), _used_s(server)
                        pipeline.run(wanted, Silent())
                        took_s, after = time.monotonic() - begun, _used_s(server)
                        speeds[name].append(count / took_s)
                        if name == "both":
                            for half, own in halves.items():
                                busy[half].append((after[half] - before[half]) / took_s / len(own))

                jobs.ingest(database, settings, [where], ingest, Silent(), person=owner)
    return {
        "files_per_s": {name: round(statistics.median(each[1:]), 1) for name, each in speeds.items()},
        "busy": {name: round(statistics.median(each[1:]), 3) for name, each in busy.items()},
    }
