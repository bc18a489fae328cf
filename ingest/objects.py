"""Originals that have no path of their own (attachments), kept by SHA-256 so that citations can be opened."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path


def place(home: Path, sha256: str) -> Path:
    """Where the object of that hash lies."""
    return home / "objects" / sha256[:2] / sha256


def keep(home: Path, originals: Iterable[bytes]) -> None:
    """Write originals that are not there yet, each whole or not at all, and down to the disk."""
    for data in originals:
        target = place(home, hashlib.sha256(data).hexdigest())
        if target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, unfinished = tempfile.mkstemp(dir=target.parent, prefix=".unfinished-")
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            Path(unfinished).rename(target)
        except BaseException:
            Path(unfinished).unlink(missing_ok=True)
            raise


def remove(home: Path, hashes: Iterable[str]) -> int:
    """Delete objects that no document uses; returns how many were there."""
    count = 0
    for each in hashes:
        path = place(home, each)
        if path.exists():
            path.unlink()
            count += 1
    return count
