"""A file that never rests, as it was at one moment: a copy that holds no half of what somebody is writing.

That nothing moved while it was copied does not say that it was whole: between two writes of a download nothing moves either. So
the file is watched for a while, and how it changes says what may be taken.

* It rests: all of it.
* It is only added to: up to its last line, for who reads what is whole line by line (a mailbox, a chat, a log).
* It is written anew again and again: a state that lay still, and is as long as the longest that was seen. One that is being filled is shorter.
"""

from __future__ import annotations

import os
import stat as modes
import time
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pkm.errors import Refused
from pkm.store.leased import Stat

MAX_BYTES = 1 << 30
REST_S = 2.0  # a file whose last byte is older is not being written
STILL_S = 0.02  # before a state of it is copied
_STEP_S = 0.005
_BLOCK = 1 << 20
WRITTEN = (
    "it is being written all the time, and nothing of it that is whole could be read; it is tried again now and then"
)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Where the copy lies, what the file was at that moment, and whether more is only added to it."""

    path: Path
    stat: Stat
    grows: bool


def take(location: bytes, copy: Path) -> Snapshot:
    """Copy a file that may be written meanwhile.

    Raises:
        Refused: No state of it lay still, or it is too large to be copied.
        OSError: It is gone or cannot be read, or there is no room for the copy.
    """
    seen = _Seen(location)
    if 0 <= time.time() - seen.last.mtime_ns / 1e9 < REST_S:
        seen.watch()
    if seen.last.size > MAX_BYTES:
        raise Refused(f"it is being written all the time, and larger than {MAX_BYTES >> 30} GiB", passing=True)
    found = None
    if not (seen.grows or seen.is_rewritten):
        found = _copy(location, copy)
        seen.look()
    grows = found is None and not seen.is_rewritten
    if grows:
        found = _copy(location, copy, grows=True)
    end = time.monotonic() + REST_S
    while found is None and time.monotonic() < end:
        if seen.is_still() and seen.last.size >= seen.longest:
            found = _copy(location, copy)
    if found is None:
        raise Refused(WRITTEN, passing=True)
    return Snapshot(copy, found, grows)


class _Seen:
    """How a file changes."""

    def __init__(self, location: bytes) -> None:
        self._location = location
        self.last = Stat.of(os.lstat(location))
        self.longest = self.last.size
        self.grows = self.is_rewritten = False

    def look(self) -> bool:
        """Whether it changed since the last look."""
        try:
            now = Stat.of(os.lstat(self._location))
        except FileNotFoundError:  # another one is about to take its place
            self.is_rewritten = True
            return True
        was, self.last = self.last, now
        if _is_same(was, now):
            return False
        if now.inode == was.inode and now.size > was.size:
            self.grows = True
        else:
            self.is_rewritten = True
        self.longest = max(self.longest, now.size)
        return True

    def watch(self) -> None:
        """See for a while how it changes: looks count, for a machine that stands still sees no change either."""
        for _ in range(round(REST_S / _STEP_S)):
            time.sleep(_STEP_S)
            self.look()

    def is_still(self) -> bool:
        """Whether it rests for a moment."""
        for _ in range(round(STILL_S / _STEP_S)):
            time.sleep(_STEP_S)
            if self.look():
                return False
        return True


def _is_same(was: Stat, now: Stat) -> bool:
    return (was.size, was.mtime_ns, was.inode) == (now.size, now.mtime_ns, now.inode)


def _copy(location: bytes, copy: Path, *, grows: bool = False) -> Stat | None:
    """Copy as much as is there when it begins; what it was then, or ``None`` where it changed otherwise than by growing, if it may."""
    descriptor = os.open(location, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOFOLLOW)
    with os.fdopen(descriptor, "rb") as stream:
        before = os.fstat(stream.fileno())
        if not modes.S_ISREG(before.st_mode):
            raise Refused("it is not a regular file")
        with copy.open("w+b") as kept:
            left = before.st_size
            while left and (block := stream.read(min(left, _BLOCK))):
                kept.write(block)
                left -= len(block)
            if grows:
                _cut_to_lines(kept)
        after = Stat.of(os.fstat(stream.fileno()))
    was = Stat.of(before)
    return was if not left and (_is_same(was, after) or (grows and after.size >= was.size)) else None


def _cut_to_lines(copy: BinaryIO) -> None:
    """Leave out the last line where it has no end yet."""
    size = copy.seek(0, os.SEEK_END)
    copy.seek(max(0, size - _BLOCK))
    tail = copy.read()
    copy.truncate(size - len(tail) + tail.rfind(b"\n") + 1)
