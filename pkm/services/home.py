"""A home on the disk: its folder, the marks in it, and turns that processes take in it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pkm.errors import ServiceError

HOME_MARK = ".pkm-home"  # by which a scan knows a home, its own or another's, and passes it by
RESTORING = ".pkm-restoring"  # in a home that a backup is being brought back into, with the number of who does it


def make_home(home: Path) -> Path:
    """Create the home and its ``run`` folder, closed to others; return ``run``."""
    if (home / RESTORING).exists() and (home / RESTORING).read_text(encoding="utf-8") != str(os.getpid()):
        raise ServiceError(f"a backup was being brought back into {home} and is not whole", "run pkm restore again")
    try:
        if not home.is_dir():
            home.mkdir(parents=True, mode=0o700)
        run = home / "run"
        run.mkdir(exist_ok=True, mode=0o700)
        (home / HOME_MARK).touch(mode=0o600)
    except OSError as exc:
        raise ServiceError(
            f"the home {home} cannot be created: {exc.strerror}", "set PKM_HOME to a folder that you may write to"
        ) from exc
    if not os.access(run, os.W_OK | os.X_OK):
        raise ServiceError(f"the home {home} is not yours to write to", "set PKM_HOME to a folder of your own")
    return run


@contextmanager
def locked(path: Path, kind: int) -> Iterator[int]:
    """Hold a ``flock`` of that kind on a file while the block runs; yields its descriptor."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, kind)
        yield descriptor
    finally:
        os.close(descriptor)


def full_disk(home: Path) -> ServiceError:
    """The fault of a home whose disk is full."""
    return ServiceError(f"the disk that holds {home} is full", "free some space and run it again; nothing was lost")
