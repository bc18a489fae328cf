"""How fast small files are read, against the slowest stage alone, and whether memory stays flat: ``python -m bench.reading [FILES]``.

The embedder costs nothing here: what is measured is everything around it. Prints one JSON object: files a second and resident memory of
each tenth of the run (this process and its readers), and files a second of each stage alone over a sample.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

from ingest import chunking, jobs
from ingest.embedding import embed
from ingest.heartbeat import Heartbeat
from ingest.pipeline import WRITERS, Pipeline
from ingest.sandbox import Sandbox
from ingest.settlement import Settlement
from ingest.watch import Silent
from ingest.work import Work
from pkm import config, services
from pkm.config import Settings
from pkm.models import FileState
from pkm.store import chunks, people, queue, spaces
from pkm.store.database import Database
from tests.free_embedder import FreeEmbedder

SAMPLE = 2_000


def write_notes(folder: Path, count: int) -> None:
    """So many notes of a few sentences, 500 to a folder."""
    for number in range(count):
        place = folder / str(number // 500)
        if number % 500 == 0:
            place.mkdir(parents=True)
        sentences = "The boiler was serviced and the valve drips. " * (number % 5 + 1)
        (place / f"{number}.txt").write_text(f"Note {number} about topic {number % 97}. {sentences}\n")


def resident_mb() -> float:
    """Memory that this process and its children have resident (proc(5), statm)."""
    pages = 0
    for each in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError):
            parent = int((each / "stat").read_text().rpartition(")")[2].split()[1])
            if os.getpid() in {parent, int(each.name)}:
                pages += int((each / "statm").read_text().split()[1])
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 1e6, 1)


class Tenths(Silent):
    """Notes time and memory whenever a tenth of the files is settled."""

    def __init__(self) -> None:
        self.count, self.done, self.marks = 0, 0, [(time.monotonic(), 0.0)]

    def waiting(self, count: int) -> None:
        """Begin."""
        self.count, self.done, self.marks = count, 0, [(time.monotonic(), resident_mb())]

    def settled(self, path: str, state: FileState) -> None:  # noqa: ARG002
        """Count one."""
        self.done += 1
        if self.done % max(1, self.count // 10) == 0:
            self.marks.append((time.monotonic(), resident_mb()))

    def report(self) -> dict[str, Any]:
        """Files a second and memory of each tenth."""
        times = [at for at, _ in self.marks]
        size = self.count // 10
        return {
            "files_per_s": round(size * (len(times) - 1) / (times[-1] - times[0]), 1),
            "files_per_s_by_tenth": [round(size / (b - a), 1) for a, b in pairwise(times)],
            "resident_mb_by_tenth": [memory for _, memory in self.marks[1:]],
        }


def stages_alone(database: Database, settings: Settings, folder: Path, count: int) -> dict[str, float]:
    """Files a second of each stage with nothing beside it."""
    embedder, speeds = FreeEmbedder(), {}
    with database.transaction() as connection:
        owner, space = people.ensure_owner(connection), spaces.activate(connection, embedder.space)
    jobs.ingest(database, settings, [folder], lambda *_: None, Silent(), person=owner)
    with (
        Heartbeat(database) as heartbeat,
        Sandbox(os.cpu_count() or 1) as sandbox,
        ThreadPoolExecutor(WRITERS) as writer,
    ):

        def clock(name: str, begun: float) -> None:
            speeds[name] = round(count / (time.monotonic() - begun), 1)

        begun = time.monotonic()
        with database.transaction() as connection:
            works = [Work(each, each.stat) for each in queue.claim(connection, heartbeat.owner, None, count)]
        for work in works:
            work.hash()
        clock("claim and hash", begun)
        sandbox.submit(Path(os.fsdecode(works[0].file.location)), "warm").result()
        begun = time.monotonic()
        futures = [sandbox.submit(Path(os.fsdecode(each.file.location)), each.file.path) for each in works]
        for work, future in zip(works, futures, strict=True):
            work.parsed = future.result()
        clock("parse", begun)
        begun = time.monotonic()
        for work in works:
            assert work.parsed is not None
            work.chunks = [
                chunks.prepare(each, chunking.split(each, embedder.space), embedder.space)
                for each in work.parsed.documents
            ]
        clock("split", begun)
        begun = time.monotonic()
        embedded = embed(database, embedder, space, works)
        clock("embed", begun)
        settlement = Settlement(database, settings, heartbeat.owner, space, Silent())
        begun = time.monotonic()
        for written in [writer.submit(settlement.store, each, embedded.vectors) for each in works]:
            written.result()
        clock("store", begun)
    return speeds


def main(count: int) -> None:
    """Measure, and print."""
    place = Path(tempfile.mkdtemp(prefix="pkm-bench-", dir="/var/tmp"))
    place.chmod(0o755)
    try:
        write_notes(place / "all", count)
        write_notes(place / "sample", min(count, SAMPLE))
        tenths = Tenths()
        settings = config.load({"PKM_HOME": str(place / "home"), "PKM_TIMEZONE": "UTC"})
        with Database.open(settings) as database:
            with database.transaction() as connection:
                owner = people.ensure_owner(connection)

            def read(database: Database, wanted: Any, _: Any) -> None:
                with Pipeline(database, FreeEmbedder(), settings) as pipeline:
                    pipeline.run(wanted, tenths)

            jobs.ingest(database, settings, [place / "all"], read, Silent(), person=owner)
        services.stop_all()
        alone = config.load({"PKM_HOME": str(place / "alone"), "PKM_TIMEZONE": "UTC"})
        with Database.open(alone) as database:
            stages = stages_alone(database, alone, place / "sample", min(count, SAMPLE))
        services.stop_all()
        print(json.dumps({"files": count, **tenths.report(), "stages_alone_files_per_s": stages}, indent=1))
    finally:
        services.stop_all()
        shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
