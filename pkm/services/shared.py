"""A server that the processes of a home share.

It stops with the last of them. Who uses it is not written down but *held*: each process holds a shared ``flock`` on
``run/NAME.users`` while it lives, and the kernel lets go of it however the process dies. Who can get that lock exclusively
was the last and stops the server. Starts and stops take turns under an exclusive lock on ``run/NAME.turn``.
"""

from __future__ import annotations

import atexit
import fcntl
import hashlib
import importlib.util
import os
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from pkm.errors import ServiceError
from pkm.services.home import locked, make_home

_SOCKET_PATH_LIMIT = 100  # sun_path holds 108 bytes (unix(7)); PostgreSQL adds /.s.PGSQL.5432
START_TIMEOUT_S = 60


class SharedServer(ABC):
    """A server that lives as long as any process of this home uses it."""

    name: str

    def __init__(self, home: Path) -> None:
        self.home = home
        self.run = make_home(home)
        self._users: int | None = None

    def start(self) -> None:
        """Use the server from now on; start it where it does not run. Safe beside other processes."""
        if self._users is not None:
            return
        with locked(self.run / f"{self.name}.turn", fcntl.LOCK_EX):
            users = self._open_users()
            fcntl.flock(users, fcntl.LOCK_SH)
            self._users = users
            try:
                if not self._answers():
                    _undisturbed(self._launch)
            except BaseException as exc:
                self._users = None
                if isinstance(exc, Exception):
                    os.close(users)
                elif _are_gone(users):  # this process was told to stop while the server came up
                    self._halt()
                raise
        self._owner_pid = os.getpid()
        atexit.register(self.stop)

    def stop(self) -> None:
        """Use it no more; the last user stops it."""
        if self._users is None or self._owner_pid != os.getpid():
            return
        atexit.unregister(self.stop)
        with locked(self.run / f"{self.name}.turn", fcntl.LOCK_EX):
            users, self._users = self._users, None
            if _are_gone(users):
                self._halt()

    def stop_idle(self) -> None:
        """Stop it where nobody uses it: its last user was killed."""
        with locked(self.run / f"{self.name}.turn", fcntl.LOCK_EX):
            if _are_gone(self._open_users()) and self._answers():
                self._halt()

    def _open_users(self) -> int:
        return os.open(self.run / f"{self.name}.users", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def revive(self) -> bool:
        """Start the server again where it died under its users; whether it was this that was missing."""
        if self._users is None or self._owner_pid != os.getpid():
            return False
        with locked(self.run / f"{self.name}.turn", fcntl.LOCK_EX):
            if self._answers():
                return False
            self._launch()
        return True

    def _socket_folder(self, preferred: Path) -> Path:
        """A folder for the server's socket: below the home, or a short one where the home's path is too long."""
        if len(os.fsencode(preferred)) + 20 <= _SOCKET_PATH_LIMIT:
            return preferred
        digest = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"pkm-{os.geteuid()}-{digest}-{self.name}"

    def _leave(self, socket_folder: Path) -> None:
        """Remove what was made for a socket outside of the home."""
        if not socket_folder.is_relative_to(self.home):
            with suppress(OSError):  # a server that did not stop is still in it
                socket_folder.rmdir()

    @abstractmethod
    def _answers(self) -> bool:
        """Whether the server of this home runs and answers."""

    @abstractmethod
    def _launch(self) -> None:
        """Start it and wait until it answers."""

    @abstractmethod
    def _halt(self) -> None:
        """Stop it cleanly."""


def _undisturbed(work: Callable[[], None]) -> None:
    """Do it to its end in a thread, where signals are not handled: half done, it would leave a server that nobody stops.

    What a signal raises meanwhile is raised then; of a second one at once.
    """
    with ThreadPoolExecutor(1) as thread:
        thread.submit(work).result()


def _are_gone(users: int) -> bool:
    """Whether nobody else holds the file of users; closes it."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(users)
    return True


def package_folder(name: str) -> Path:
    """Where an installed package lies, without importing it."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise ServiceError(
            f"the package {name} is not installed", "install pkm again, or set PKM_DATABASE_URL and PKM_REDIS_URL"
        )
    return Path(spec.origin).parent
