"""Originals that have no path of their own (attachments), kept by SHA-256 so that citations can be opened."""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from pkm.faults import reach
from pkm.store import documents, forgetting
from pkm.store.database import Database

UNFINISHED = ".unfinished-"
ABANDONED_S = 24 * 3600


def place(home: Path, sha256: str) -> Path:
    """Where the object of that hash lies."""
    return home / "objects" / sha256[:2] / sha256


def keep(home: Path, originals: Iterable[bytes]) -> None:
    """Write originals that are not there yet, each whole or not at all, and down to the disk."""
    touched = set()
    for data in originals:
        target = place(home, hashlib.sha256(data).hexdigest())
        if target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, unfinished = tempfile.mkstemp(dir=home / "objects", prefix=UNFINISHED)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            reach("object.written")
            Path(unfinished).rename(target)
            touched |= {target.parent, target.parent.parent}
            reach("object.named")
        except BaseException:
            Path(unfinished).unlink(missing_ok=True)
            raise
    sync_folders(touched)


def sync_folders(folders: Iterable[Path]) -> None:
    """Write down to the disk what names these folders hold: a file that was given one outlives a power cut then."""
    for each in folders:
        descriptor = os.open(each, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def sweep(database: Database, home: Path) -> int:
    """Delete the originals, uploads and messages that nothing uses any more, and what killed processes left unfinished.

    What is to go is written down by the transaction that lets go of it, so whoever is killed before the bytes are gone
    leaves them to the next sweep; so does one that comes while a backup is being made. Returns how many went.
    """
    gone = 0
    with database.transaction() as connection:
        if forgetting.may_discard(connection):
            originals = [place(home, each) for each in documents.take_discarded(connection)]
            own = [Path(os.fsdecode(each)) for each in forgetting.take_discarded(connection)]
            for each in (*originals, *own):
                with suppress(FileNotFoundError):
                    each.unlink()
                    gone += 1
            for each in own:
                with suppress(OSError):  # not empty, or gone already
                    each.parent.rmdir()
        reach("sweep.deleted")
    reach("sweep.committed")
    for each in (
        *home.glob(f"objects/{UNFINISHED}*"),
        *home.glob(f"uploads/{UNFINISHED}*"),
        *home.glob(f"mail/*/{UNFINISHED}*"),
    ):
        with suppress(OSError):
            if each.stat().st_mtime < time.time() - ABANDONED_S:
                each.unlink()
    return gone
