"""How fast small files are read, against the slowest stage alone, what the sandbox costs, and whether memory stays flat.

``make bench-throughput`` or ``python -m bench.throughput --files 10000``. The embedder costs nothing here: what is measured is everything
around it. Prints one JSON object: files a second and resident memory of each tenth of the run (this process and its
readers), and over samples, in turns, files a second of each stage alone and of the whole: read in the sandbox, read in this
process, and read with an embedder that waits (for a GPU elsewhere), which the whole should keep waiting for nothing else.

Two ratios tell how near the whole comes to its slowest part. ``of_slowest_stage``: each stage alone had all processors, which in the
whole they share. Where there are as few as stages, no pipeline can come near 1: the whole does the work of all of them.
``of_slower_half_apart``: readers on processors of their own, and all else on others (``bench.apart``); neither half takes from the other, but
together they talk to each other, which alone they do not. ``slower_half_is_busy`` leaves that out: the share of time in which the processors of the half
that has more to do are at work while both are; what is lacking to 1 is lost by waiting for one another.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench.apart import halves_in_turns
from ingest import jobs
from ingest.embedding import embed
from ingest.heartbeat import Heartbeat
from ingest.parsers import Candidate, parse
from ingest.pipeline import Pipeline
from ingest.sandbox import Reading, Sandbox
from ingest.sandbox.reader import prepare_all
from ingest.settlement import Settlement, batches
from ingest.watch import Silent
from ingest.work import Work
from pkm import config, services
from pkm.config import Settings
from pkm.models import CsvProfile, Embeddings, FileState, Resume
from pkm.prepared import chunks_of
from pkm.store import people, queue, spaces
from pkm.store.database import Database
from tests.free_embedder import FreeEmbedder

SAMPLE = 10_000  # so many that starting readers weighs little
TURNS = 3
STAGES = ("claim and hash", "read", "embed", "store")
WAITS_S = 0.005  # a passage, of the embedder that waits: slower than every other stage


def write_notes(folder: Path, count: int, first: int = 0) -> None:
    """So many notes of a few sentences, 500 to a folder."""
    for number in range(first, first + count):
        place = folder / str(number // 500)
        place.mkdir(parents=True, exist_ok=True)
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
    """Notes time and the most memory whenever a tenth of the files is settled.

    The most of several looks: at a single one a reader may just be starting anew, which is a tenth of the memory less.
    """

    def __init__(self) -> None:
        self.count, self.done, self.most, self.marks = 0, 0, 0.0, [(time.monotonic(), 0.0)]

    def waiting(self, count: int) -> None:
        """Begin."""
        self.count, self.done, self.most, self.marks = count, 0, 0.0, [(time.monotonic(), resident_mb())]

    def settled(self, path: str, state: FileState) -> None:  # noqa: ARG002
        """Count one."""
        self.done += 1
        if self.done % max(1, self.count // 100) == 0:
            self.most = max(self.most, resident_mb())
        if self.done % max(1, self.count // 10) == 0:
            self.marks.append((time.monotonic(), self.most))
            self.most = 0.0

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
        Sandbox(os.cpu_count() or 1, space=embedder.space) as sandbox,
        ThreadPoolExecutor(1) as writer,
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
            reading = future.result()
            work.parsed, work.prepared = reading.parsed, reading.prepared
            work.chunks = [
                chunks_of(document, own, embedder.space)
                for document, own in zip(reading.parsed.documents, reading.prepared, strict=True)
            ]
        clock("read", begun)
        begun = time.monotonic()
        embedded = embed(database, embedder, space, works, count)
        clock("embed", begun)
        settlement = Settlement(database, settings, heartbeat.owner, space, Silent())
        begun = time.monotonic()
        for written in [writer.submit(settlement.store, each, embedded.vectors) for each in batches(works)]:
            written.result()
        clock("store", begun)
    return speeds


class WaitingEmbedder(FreeEmbedder):
    """One that takes its time and no processor, as one on a GPU does."""

    def passages(self, texts: Sequence[str]) -> Embeddings:
        """Vectors of letter counts, later."""
        time.sleep(WAITS_S * len(texts))
        return super().passages(texts)


class InProcess:
    """Reads files as the sandbox does, in threads of this process: no limits, no cost."""

    def __init__(self, workers: int) -> None:
        self._pool = ThreadPoolExecutor(workers)

    def submit(
        self, path: Path, shown: str, name: str | None = None, profiles: Mapping[str, CsvProfile] | None = None,
        resume: Resume | None = None, *, grows: bool = False,
    ) -> Future[Reading]:  # fmt: skip
        """Read a file."""

        def read() -> Reading:
            parsed = parse(Candidate.at(path, shown, name, dict(profiles or {}), resume, grows))
            return Reading(parsed, time.time(), prepare_all(parsed, shown, FreeEmbedder.space))

        return self._pool.submit(read)

    def close(self) -> None:
        """End the threads."""
        self._pool.shutdown()


def in_turns(database: Database, settings: Settings, place: Path, count: int) -> dict[str, Any]:
    """Files a second of each stage alone, and of the whole in its ways: medians of turns, the first not counted."""
    stages: dict[str, list[float]] = {}
    whole: dict[str, list[float]] = {"sandbox": [], "in_process": [], "embedder_waits": []}
    with database.transaction() as connection:
        owner = people.ensure_owner(connection)
    for turn in range(TURNS + 1):
        first = 10_000_000 + (1 + len(whole)) * turn * count  # no two notes say the same
        write_notes(place / f"alone-{turn}", count, first)
        for name, speed in stages_alone(database, settings, place / f"alone-{turn}", count).items():
            stages.setdefault(name, []).append(speed)
        for which, (name, speeds) in enumerate(whole.items(), start=1):
            folder = place / f"{name}-{turn}"
            write_notes(folder, count, first + which * count)

            def read(database: Database, wanted: Any, _: Any, name: str = name, speeds: list[float] = speeds) -> None:
                embedder = WaitingEmbedder() if name == "embedder_waits" else FreeEmbedder()
                with Pipeline(database, embedder, settings) as pipeline:
                    if name == "in_process":
                        pipeline._sandbox.close()
                        pipeline._sandbox = InProcess(pipeline._workers)  # type: ignore[assignment]
                    begun = time.monotonic()
                    pipeline.run(wanted, Silent())
                    speeds.append(round(count / (time.monotonic() - begun), 1))

            jobs.ingest(database, settings, [folder], read, Silent(), person=owner)
    return {name: statistics.median(speeds[1:]) for name, speeds in {**stages, **whole}.items()}


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=100_000)
    count: int = parser.parse_args().files
    sample = min(count, SAMPLE)
    place = Path(tempfile.mkdtemp(prefix="pkm-bench-", dir="/var/tmp"))
    place.chmod(0o755)
    try:
        write_notes(place / "all", count)
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
            speeds = in_turns(database, alone, place, sample)
            with database.transaction() as connection:
                owner = people.ensure_owner(connection)
            halves = halves_in_turns(database, alone, place, sample, owner, write_notes)
        services.stop_all()
        whole = tenths.report()
        memory, apart = whole["resident_mb_by_tenth"], halves["files_per_s"]
        judged = {
            "of_slowest_stage": round(speeds["sandbox"] / min(speeds[each] for each in STAGES), 3),
            "of_slower_half_apart": round(apart["both"] / min(apart["readers"], apart["the rest"]), 3),
            "slower_half_is_busy": max(halves["busy"].values()),
            "of_an_embedder_that_waits": round(speeds["embedder_waits"] * WAITS_S, 3),
            "memory_last_to_first_tenth": round(memory[-1] / memory[0], 3),
            "sandbox_costs": round(1 - speeds["sandbox"] / speeds["in_process"], 3),
        }
        report = {"files": count, **judged, **whole, "sample_files_per_s": speeds, "apart": halves}
        print(json.dumps(report, indent=1))
    finally:
        services.stop_all()
        shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    main()
