"""A home on the disk: its folder, the marks in it, and turns that processes take in it."""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pkm.errors import ServiceError

HOME_MARK = ".pkm-home"  # by which a scan knows a home, its own or another's, and passes it by
RESTORING = ".pkm-restoring"  # in a home that a backup is being brought back into, with a sign of who does it
_own_signs: set[str] = set()  # a process's number would not do: in containers it is 1


def make_home(home: Path) -> Path:
    """Create the home and its ``run`` folder, closed to others; return ``run``."""
    require_whole(home)
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


def require_whole(home: Path) -> None:
    """Raises ``ServiceError`` where a backup is being brought back, or was half brought back: what was forgotten is still there."""
    with suppress(FileNotFoundError, NotADirectoryError):
        if (home / RESTORING).read_text(encoding="utf-8") not in _own_signs:
            raise ServiceError(f"a backup was being brought back into {home} and is not whole", "run pkm restore again")


def mark_restoring(home: Path) -> None:
    """Say that a backup is being brought back into the home; until that is said no more, this process alone may use it."""
    sign = secrets.token_hex(8)
    _own_signs.add(sign)
    (home / RESTORING).write_text(sign, encoding="utf-8")


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
