"""Folders that tell when something in them changes, so that it is read within seconds and not only at the next look.

A sweep comes all the same: what the kernel does not tell (a folder of another machine, a watch that was not to be had, an
event that was lost) is found by it. Each watched source is held by an advisory lock, so ``watched`` is never stale.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from datetime import timedelta

from ingest.sources import maildir, mounts
from ingest.sources.walk import is_left_aside
from pkm.config import Settings
from pkm.errors import PkmError
from pkm.models import Source, SourceId
from pkm.store import sources
from pkm.store.database import Connection, Database

log = logging.getLogger("pkm.watch")

REVIEW_S = 15.0
RETRY_S = 300  # after a watch that was not to be had
DEBOUNCE_MS = 1600
MAX_SIBLINGS, MAX_ROOTS = 8, 64
BURST = 1000  # changes at once, beside which others may be lost: Linux keeps 16,384 events, several of a new file
MISSING = "it is missing"

Changed = Callable[[Source, Sequence[str]], Awaitable[None]]


class Watching:
    """Watches all sources that can be watched, until cancelled.

    Args:
        changed: Is told the source and the paths in it that changed; none where the whole source is to be looked at.
        review_s: How often the list of sources is read again.
    """

    def __init__(self, settings: Settings, database: Database, changed: Changed, review_s: float = REVIEW_S) -> None:
        self._settings, self._database, self._changed, self._review_s = settings, database, changed, review_s
        self._tasks: dict[SourceId, asyncio.Task[None]] = {}
        self._not_before: dict[SourceId, float] = {}
        self._unwatched: set[SourceId] = set()  # whose watch ended with a fault, and that were looked at since
        self._standing: dict[SourceId, object] = {}  # the folder itself, not its name, is what a watch stands on

    async def run(self) -> None:
        """Follow the list of sources: begin to watch what is new there, and let go of what was removed or paused."""
        try:
            while True:
                try:
                    with self._database.session() as holding:
                        while True:
                            await self._review(holding)
                            await asyncio.sleep(self._review_s)
                except PkmError as exc:
                    log.warning("the watch pauses: %s", exc)
                    await self._end(list(self._tasks))
                    await asyncio.sleep(self._review_s)
        finally:
            await self._end(list(self._tasks))

    async def _review(self, holding: Connection) -> None:
        found = await asyncio.to_thread(sources.registered, holding)
        wanted = {each.id: each for each in found if each.kind in {"folder", "file"}}
        watched = [wanted[number] for number in self._tasks if number in wanted]
        here = await asyncio.to_thread(
            lambda: {each.id for each in watched if _identity(each) == self._standing[each.id]}
        )
        unwanted = [number for number in self._tasks if number not in here]
        await self._end(unwanted)
        for number in unwanted:
            await asyncio.to_thread(sources.let_go_of_watch, holding, number)
        now = asyncio.get_running_loop().time()
        for number, task in list(self._tasks.items()):
            if task.done():
                del self._tasks[number]
                self._not_before[number] = now + RETRY_S
                await asyncio.to_thread(sources.let_go_of_watch, holding, number)
                await self._note(wanted[number], explain(task.exception()))
                if number not in self._unwatched:  # what it did not tell any more is found now, not in hours
                    self._unwatched.add(number)
                    await self._changed(wanted[number], ())
        for number, source in wanted.items():
            if number in self._tasks or self._not_before.get(number, 0) > now:
                continue
            if reason := await asyncio.to_thread(obstacle, source, self._interval(source)):
                self._not_before[number] = now + (0 if reason == MISSING else RETRY_S)
                await self._note(source, reason)
            elif await asyncio.to_thread(sources.hold_watch, holding, number):
                await self._note(source, None)
                self._standing[number] = await asyncio.to_thread(_identity, source)
                self._tasks[number] = asyncio.create_task(self._watch(source))

    async def _watch(self, source: Source) -> None:
        while True:
            await self._watch_until_burst(source)
            await asyncio.sleep(self._review_s)  # where it never rests all is not looked at all the time

    async def _watch_until_burst(self, source: Source) -> None:
        """Watch until so much changes at once that some of it may not be told; folders that came meanwhile need a watch anew then."""
        place, is_folder = os.fsdecode(source.place), source.kind == "folder"
        changes = watch_place(place, is_folder=is_folder)
        coming = asyncio.ensure_future(anext(changes))  # begins to watch; what changed before is seen by a look
        try:
            await asyncio.sleep(0)
            if not coming.done():  # it is to be had
                await self._changed(source, ())
                self._unwatched.discard(source.id)
            while paths := await coming:
                await self._changed(source, gather(place, paths) if is_folder else ())
                coming = asyncio.ensure_future(anext(changes))
            await changes.aclose()
        finally:
            coming.cancel()

    async def _end(self, numbers: Sequence[SourceId]) -> None:
        ending = [self._tasks.pop(number) for number in numbers]
        for each in ending:
            each.cancel()
        await asyncio.gather(*ending, return_exceptions=True)

    async def _note(self, source: Source, reason: str | None) -> None:
        def note() -> None:
            with self._database.transaction() as connection:
                sources.set_unwatched(connection, source.id, reason)

        await asyncio.to_thread(note)

    def _interval(self, source: Source) -> timedelta:
        return source.every or timedelta(hours=self._settings.refresh_hours)


async def watch_place(place: str, *, is_folder: bool) -> AsyncGenerator[list[str], None]:
    """The paths that changed in a folder or are a file, some at a time, none where they are a ``BURST``; raises what the platform says if it cannot."""
    from watchfiles import awatch

    told = awatch(
        place if is_folder else _folder(place), recursive=is_folder, debounce=DEBOUNCE_MS, watch_filter=None,
        ignore_permission_denied=False,  # it would let the limit pass in silence, too
    )  # fmt: skip
    async with aclosing(told):
        async for changes in told:
            paths = [path for _, path in changes if (matters(place, path) if is_folder else path == place)]
            if paths or len(changes) >= BURST:
                yield paths if len(changes) < BURST else []


def _identity(source: Source) -> object:
    """Which folder lies there now: another one after a disk was mounted, or the folder was replaced."""
    place = os.fsdecode(source.place)
    try:
        now = os.stat(place if source.kind == "folder" else _folder(place))
    except OSError:
        return None
    return now.st_dev, now.st_ino


def obstacle(source: Source, every: timedelta) -> str | None:
    """Why a source cannot be watched, if so; it is looked at all the same."""
    try:
        place = os.fsdecode(source.place)
        here = os.fsencode(place if source.kind == "folder" else _folder(place))
        footing = mounts.stand(here, mounts.read_mounts())
    except OSError:
        return MISSING
    if footing.is_remote:
        return (
            f"it lies on another machine, which does not tell of changes; it is looked at every {sources.every(every)}"
        )
    return None


def explain(fault: BaseException | None) -> str:
    """Why a watch ended, for a person."""
    words = str(fault or "").lower()
    if isinstance(fault, PermissionError):
        return "a folder in it may not be opened; it is looked at in its interval"
    if "limit" in words or "too many open files" in words or "no space left" in words:
        return (
            "the system lets no more folders be watched (fs.inotify.max_user_watches); it is looked at in its interval"
        )
    return f"its watch ended ({type(fault).__name__}); it is looked at in its interval"


def matters(place: str, path: str) -> bool:
    """Whether a change at a path can concern a file that is read: hidden and left-over names are passed by at once."""
    if path == place:
        return True
    *folders, name = os.fsencode(path.removeprefix(place).strip("/")).split(b"/")
    here = os.fsencode(place)
    for each in folders:
        if is_left_aside(each) and not _is_maildir(here):
            return False
        here += b"/" + each
    return not is_left_aside(name) or _is_maildir(here) or name == b".gitignore"


def gather(place: str, paths: Sequence[str]) -> list[str]:
    """Paths to look at for these changes: few, and none inside of another; many in one folder are that folder."""
    roots: set[str] = set()
    by_folder: dict[str, set[str]] = {}
    for path in paths:
        if path.endswith("/.gitignore"):  # it speaks for its whole folder
            roots.add(_folder(path))
        else:
            by_folder.setdefault(_folder(path), set()).add(path)
    for folder, inside in by_folder.items():
        roots |= {folder} if len(inside) > MAX_SIBLINGS else inside
    if len(roots) > MAX_ROOTS:
        roots = {os.path.commonpath(roots)}
    if any(not each.startswith(place.rstrip("/") + "/") for each in roots):
        return []
    return sorted(each for each in roots if not any(each.startswith(f"{other}/") for other in roots))


def _folder(path: str) -> str:
    return path.rpartition("/")[0] or "/"


def _is_maildir(folder: bytes) -> bool:
    return maildir.is_maildir([each for each in (b"cur", b"new", b"tmp") if os.path.lexists(folder + b"/" + each)])
