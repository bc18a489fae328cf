"""Watched folders: a change is read within seconds, a watch that is not to be had is told, and none outlives its process."""

from __future__ import annotations

import asyncio
import errno
import os
import subprocess
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from ingest import jobs
from ingest.jobs import Ways
from ingest.sources import watching
from ingest.sources.watching import Watching
from ingest.worker import Clerk
from pkm.config import Settings
from pkm.models import Source
from pkm.store import files, sources
from pkm.store.database import Database
from tests.clock import until
from tests.integration.test_ingest import Library

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="inotify is the one that is tested")


@pytest.fixture
def library(database: Database, home: Settings) -> Library:
    return Library(database, home)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "papers"
    place.mkdir()
    (place / "lease.txt").write_text("The tenant may terminate the lease with three months' notice.\n")
    return place


def _overview(library: Library) -> dict[str, object]:
    with library.database.transaction() as connection:
        return sources.overview(connection, timedelta(hours=4))[0]


def _state(library: Library, path: Path) -> object:
    with library.database.transaction() as connection:
        return (files.explain(connection, str(path)) or {}).get("state")


async def _until(holds: Callable[[], bool], what: str, seconds: float = 300) -> None:
    async with asyncio.timeout(seconds):
        while not await asyncio.to_thread(holds):
            await asyncio.sleep(0.1)
    assert holds(), what


def _watch(library: Library, meanwhile: Callable[[], Awaitable[None]]) -> None:
    """Watch as the worker does, while something happens."""

    async def run() -> None:
        clerk = Clerk(library.settings, library.database, library.embedder)

        async def read() -> None:
            while True:
                await clerk.woken.wait()
                clerk.woken.clear()
                await clerk.look()

        beside = [
            asyncio.create_task(read()),
            asyncio.create_task(Watching(library.settings, library.database, clerk.look_at, review_s=0.2).run()),
        ]
        try:
            await meanwhile()
        finally:
            for each in beside:
                each.cancel()
            await asyncio.gather(*beside, return_exceptions=True)

    asyncio.run(run())


def test_a_change_in_a_watched_folder_is_read_without_a_refresh(library: Library, folder: Path) -> None:
    source = jobs.add_source(library.database, library.settings, str(folder), Ways(), person=library.owner)

    async def change() -> None:
        await _until(lambda: library.found("tenant") == {"lease.txt"}, "what was there before is read")
        assert _overview(library)["watched"] is True
        looked_at = _overview(library)["scanned_at"]
        (folder / "deep").mkdir()
        (folder / "deep" / "fruit.txt").write_text("A note about quinces.")
        (folder / ".cache").mkdir()
        (folder / ".cache" / "fruit.txt").write_text("A note about medlars.")
        await _until(lambda: library.found("quinces") == {"fruit.txt"}, "a new file")
        (folder / "deep" / "fruit.txt").write_text("A note about pears.")
        await _until(lambda: library.found("pears") == {"fruit.txt"}, "a changed file")
        (folder / "deep").rename(folder / "garden")
        moved = folder / "garden" / "fruit.txt"
        await _until(lambda: _state(library, moved) == "indexed", "a moved folder")
        (folder / "lease.txt").unlink()
        await _until(lambda: library.found("tenant") == set(), "a deleted file")
        assert library.found("medlars") == set()
        assert _overview(library)["scanned_at"] == looked_at  # never swept meanwhile

    _watch(library, change)
    until(lambda: _overview(library)["watched"] is False, "the server notices that who watched is gone")
    assert library.refresh().unchanged == 1
    assert source.id == _overview(library)["id"]


def test_a_source_that_is_paused_is_watched_no_more(library: Library, folder: Path) -> None:
    source = jobs.add_source(library.database, library.settings, str(folder), Ways(), person=library.owner)

    async def pause() -> None:
        await _until(lambda: _overview(library)["watched"] is True, "watched")
        jobs.change_source(library.database, source.id, Ways(paused=True), library.owner)
        await _until(lambda: _overview(library)["watched"] is False, "no more")

    _watch(library, pause)


def test_a_folder_that_takes_the_name_of_a_watched_one_is_watched(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "DEBOUNCE_MS", 50)
    jobs.add_source(library.database, library.settings, str(folder), Ways(), person=library.owner)
    told: list[str] = []

    async def changed(_: Source, paths: Sequence[str]) -> None:
        told.extend(paths or ["all of it"])

    async def run() -> None:
        watch = asyncio.create_task(Watching(library.settings, library.database, changed, review_s=0.1).run())
        await _until(lambda: told == ["all of it"], "watched")
        folder.rename(folder.with_name("aside"))
        folder.mkdir()
        await asyncio.sleep(0.5)
        (folder / "fruit.txt").write_text("A note about sorrel.")
        await _until(lambda: str(folder / "fruit.txt") in told, "a file in the folder of that name now", 30)
        watch.cancel()
        await asyncio.gather(watch, return_exceptions=True)

    asyncio.run(run())


def test_after_a_burst_all_is_looked_at_and_watched_anew(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "DEBOUNCE_MS", 300)
    monkeypatch.setattr(watching, "BURST", 20)
    jobs.add_source(library.database, library.settings, str(folder), Ways(), person=library.owner)
    told: list[Sequence[str]] = []

    async def changed(_: Source, paths: Sequence[str]) -> None:
        told.append(paths)

    async def run() -> None:
        watch = asyncio.create_task(Watching(library.settings, library.database, changed, review_s=0.1).run())
        await _until(lambda: told == [()], "watched")
        await asyncio.to_thread(lambda: [(folder / f"{number}.txt").write_text("plums") for number in range(40)])
        await _until(lambda: told.count(()) > 1, "all of it is looked at again")
        (folder / "fruit.txt").write_text("A note about sorrel.")
        await _until(lambda: [str(folder / "fruit.txt")] in told, "a single change behind it")
        watch.cancel()
        await asyncio.gather(watch, return_exceptions=True)

    asyncio.run(run())


def test_a_watch_that_ends_has_its_source_looked_at_once_and_says_why(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def failing(place: str, *, is_folder: bool) -> AsyncGenerator[list[str], None]:
        raise OSError(errno.ENOSPC, "OS file watch limit reached")
        yield []

    monkeypatch.setattr(watching, "watch_place", failing)
    monkeypatch.setattr(watching, "RETRY_S", 3)
    jobs.add_source(library.database, library.settings, str(folder), Ways(), person=library.owner)
    told: list[Sequence[str]] = []

    async def changed(_: Source, paths: Sequence[str]) -> None:
        told.append(paths)

    async def run() -> None:
        watch = asyncio.create_task(Watching(library.settings, library.database, changed, review_s=0.05).run())
        await _until(lambda: "no more folders" in str(_overview(library)["unwatched_because"]), "it is told")
        await asyncio.sleep(7)  # it is tried again and again
        watch.cancel()
        await asyncio.gather(watch, return_exceptions=True)

    asyncio.run(run())
    assert told == [()]


_LIMITED = """
import asyncio, os, sys
from datetime import UTC, datetime
from ingest.sources.watching import explain, watch_place

async def main(place):
    async for _ in watch_place(place, is_folder=True):
        pass

try:
    asyncio.run(main(sys.argv[1]))
except Exception as exc:
    print(explain(exc))
"""


@pytest.mark.skipif(
    subprocess.run(["unshare", "-r", "true"], capture_output=True, check=False).returncode != 0
    if os.path.exists("/usr/bin/unshare")
    else True,
    reason="the limit is set in a user namespace of its own",
)
def test_where_the_system_allows_no_more_watches_that_is_told(folder: Path) -> None:
    for number in range(20):
        (folder / str(number)).mkdir()
    limited = 'echo 5 > /proc/sys/user/max_inotify_watches && exec "$0" -c "$1" "$2"'
    done = subprocess.run(
        ["unshare", "-r", "sh", "-c", limited, sys.executable, _LIMITED, str(folder)],
        capture_output=True, text=True, timeout=100, check=False, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert done.stdout.startswith("the system lets no more folders be watched"), done.stdout + done.stderr
