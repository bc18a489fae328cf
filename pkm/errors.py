"""The tree of faults that pkm raises. Data problems are values (``models.Problem``), never exceptions.

PkmError                what went wrong, and in ``hint`` what to do about it: one line each
├── SettingError        a setting, or two that contradict each other
├── ServiceError        PostgreSQL, Redis or the port cannot be had
│   └── DatabaseError   the database refused or failed
│       ├── Unstorable  it cannot hold these very rows, now or ever
│       └── Contended   others wrote the same rows: the same again will do
├── SpaceMismatch       the home was built with another embedding model
│   └── SpaceChanged    it went over to another one meanwhile
├── ModelError          an embedding or generation endpoint failed
├── Unreachable         a place that files come from is away, or lets nobody in
├── NotFound            no such document, path, source or token
├── Forbidden           this token may not do that
├── UsageError          the request is understood and makes no sense
└── Refused             a file that pkm will not read; becomes a ``Problem``
"""

from __future__ import annotations


class PkmError(Exception):
    """A fault with one clear line and, where there is one, the way out."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class SettingError(PkmError):
    """A setting is wrong."""


class ServiceError(PkmError):
    """PostgreSQL, Redis or a port cannot be had."""


class DatabaseError(ServiceError):
    """The database refused or failed."""


class Unstorable(DatabaseError):
    """The database cannot hold these very rows, now or ever."""


class Contended(DatabaseError):
    """Others wrote the same rows at the same time: the same again will do."""


class SpaceMismatch(PkmError):
    """The home was built with another embedding model."""


class SpaceChanged(SpaceMismatch):
    """The home went over to another embedding model meanwhile."""


class ModelError(PkmError):
    """An embedding or generation endpoint failed."""


class Unreachable(PkmError):
    """A place that files come from is away, or lets nobody in."""


class NotFound(PkmError):
    """No such document, path, source or token."""


class Forbidden(PkmError):
    """This token may not do that."""


class UsageError(PkmError):
    """The request is understood and makes no sense."""


class Refused(PkmError):
    """A file, or a part of it, that pkm will not read.

    Args:
        locator: Which part.
        passing: The reason may pass by itself: it is worth another try.
        wordless: By its nature there is nothing in it to be read: nobody needs to hear of it.
    """

    def __init__(
        self, message: str, locator: str | None = None, *, passing: bool = False, wordless: bool = False
    ) -> None:
        super().__init__(message)
        self.locator, self.passing, self.wordless = locator, passing, wordless
