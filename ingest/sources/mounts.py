"""Disks that come and go: where they are mounted, and whether what is seen may be taken for what is there.

An unplugged disk, a server that is away or a cloud drive that is signed out leaves an empty folder behind. What the last
look found mounted is kept with the source (``Source.cursor``); where that is not so now, nothing counts as deleted.

Format: ``/proc/self/mountinfo`` (proc(5)); where there is none, ``os.path.ismount`` tells of the folders around a place.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MOUNTINFO = Path("/proc/self/mountinfo")
FEW = 20  # files that may vanish at once without a doubt, unless they are all
_ESCAPED = re.compile(rb"\\([0-7]{3})")
# Kinds of file system whose files lie elsewhere; the kernel tells of no change that was made there.
_REMOTE = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "ncpfs", "virtiofs", "vboxsf"}
)


@dataclass(frozen=True, slots=True)
class Mount:
    """A mounted file system."""

    point: bytes
    kind: str

    @property
    def is_remote(self) -> bool:
        """Whether its files lie on another machine or in a program's hands."""
        return self.kind in _REMOTE or self.kind.startswith("fuse")


def read_mounts() -> list[Mount]:
    """What is mounted now; nothing where the system does not tell."""
    try:
        return parse_mounts(MOUNTINFO.read_bytes())
    except OSError:
        return []


def parse_mounts(table: bytes) -> list[Mount]:
    """The lines of a ``mountinfo``: the fifth field is the mount point, the first one after the dash its kind."""
    found = []
    for line in table.splitlines():
        ahead, dash, behind = line.partition(b" - ")
        fields = ahead.split(b" ")
        if dash and len(fields) > 4:
            point = _ESCAPED.sub(lambda escape: bytes([int(escape[1], 8)]), fields[4])
            found.append(Mount(point, behind.split(b" ")[0].decode("ascii", "replace")))
    return found


@dataclass(frozen=True, slots=True)
class Footing:
    """What a place stands on.

    Attributes:
        device: Of its file system; another one may be another disk.
        points: Where disks are mounted, at the place, around it or inside of it; not the root of all.
        is_remote: Whether the place lies on another machine.
    """

    device: int
    points: frozenset[bytes]
    is_remote: bool

    def as_cursor(self) -> dict[str, Any]:
        """The form that is kept with the source."""
        return {"device": self.device, "mounts": sorted(os.fsdecode(each) for each in self.points)}

    def is_mount(self, place: bytes) -> bool:
        """Whether the place itself is where a disk is mounted."""
        return place in self.points


def stand(place: bytes, mounts: Sequence[Mount]) -> Footing:
    """What a place stands on now; raises ``OSError`` where it is gone."""
    device = os.stat(place).st_dev
    around = [each for each in mounts if each.point != b"/" and is_below(place, each.point)]
    inside = [each.point for each in mounts if is_below(each.point, place)]
    if not mounts:
        return Footing(device, frozenset(_mount_points_around(place)), is_remote=False)
    nearest = max(around, key=lambda each: len(each.point), default=None)  # the last of the same point hides the others
    return Footing(
        device,
        frozenset([*(each.point for each in around), *(each for each in inside if each != b"/")]),
        is_remote=nearest is not None and nearest.is_remote,
    )


def lost_mounts(cursor: Mapping[str, Any], now: Footing) -> set[bytes]:
    """Where a disk was mounted at the last look and none is now."""
    return {os.fsencode(each) for each in cursor.get("mounts", ())} - now.points


def seems_away(
    place: bytes, cursor: Mapping[str, Any], now: Footing, known: int, missing: int, *, is_empty: bool = False
) -> bool:
    """Whether files are rather out of reach than deleted: so many are missing at once, and a disk may be the cause.

    That is so where a disk of its own is mounted at the place, where the place lies on another machine, or where it lies
    on another disk than at the last look; and wherever many were known and the place ``is_empty``: a share that is
    not mounted, or a cloud drive that is signed out, may leave no other trace.
    """
    if "device" not in cursor or not missing or not (missing == known or (missing > FEW and 2 * missing > known)):
        return False
    if is_empty and missing == known and missing > FEW:
        return True
    return now.is_mount(place) or now.is_remote or now.device != cursor["device"]


def is_below(path: bytes, folder: bytes) -> bool:
    """Whether a path is a folder or lies in it."""
    return path == folder or path.startswith(folder.rstrip(b"/") + b"/")


def _mount_points_around(place: bytes) -> Collection[bytes]:
    found = []
    while place not in {b"", b"/"}:
        if os.path.ismount(place):
            found.append(place)
        place = place.rpartition(b"/")[0]
    return found
