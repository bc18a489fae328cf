"""Who is told how a run goes on: a progress bar, a log, or nobody."""

from __future__ import annotations

from typing import Protocol

from pkm.models import FileState


class Watcher(Protocol):
    """Is told how a run goes on; the terminal's progress bar is one."""

    def scanned(self, count: int) -> None:
        """So many files were seen so far."""
        ...

    def waiting(self, count: int) -> None:
        """So many files wait to be read."""
        ...

    def portion(self, done: int, total: int) -> None:
        """So many bytes of so many (0: nobody knows) of a large mailbox or archive are read."""
        ...

    def settled(self, path: str, state: FileState) -> None:
        """A file ended in a state."""
        ...


class Silent:
    """A watcher that says nothing."""

    def scanned(self, count: int) -> None:
        """Say nothing."""

    def waiting(self, count: int) -> None:
        """Say nothing."""

    def portion(self, done: int, total: int) -> None:
        """Say nothing."""

    def settled(self, path: str, state: FileState) -> None:
        """Say nothing."""
