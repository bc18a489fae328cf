"""Sources come, change and go: what a person says of a place, checked and kept."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

from ingest.forgetting import forget_files
from ingest.sources import patterns
from pkm.config import Settings
from pkm.errors import NotFound, UsageError
from pkm.models import PersonId, Source, SourceId
from pkm.store import people, sources
from pkm.store.database import Database

_EVERY = re.compile(r"(\d{1,6})\s*([mhd])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Ways:
    """What a person says of how a source is looked at; ``None`` leaves a thing as it was.

    Attributes:
        every: ``30m``, ``4h``, ``1d``; ``default`` for the house's own interval.
        gitignore: Whether what git ignores is left out of repositories.
    """

    every: str | None = None
    include: Sequence[str] | None = None
    exclude: Sequence[str] | None = None
    gitignore: bool | None = None
    paused: bool | None = None

    def applied(self, source: Source) -> Source:
        """The source in these ways; raises ``UsageError`` for what makes no sense."""
        every = source.every if self.every is None else parse_every(self.every)
        patterns.check(self.include or (), including=True)
        patterns.check(self.exclude or ())
        options = dict(source.options)
        if self.gitignore is not None:
            options = {name: value for name, value in options.items() if name != "gitignore"}
            options |= {} if self.gitignore else {"gitignore": False}
        if source.kind != "folder" and (self.include or self.exclude):
            raise UsageError("patterns choose among the files of a folder", f"{source.location} is none")
        return replace(
            source,
            every=every,
            include=source.include if self.include is None else tuple(self.include),
            exclude=source.exclude if self.exclude is None else tuple(self.exclude),
            options=options,
            paused=source.paused if self.paused is None else self.paused,
        )

    @property
    def stand_apart(self) -> bool:
        """Whether a source in these ways is one of its own, even inside of another."""
        return bool(self.every or self.include or self.exclude or self.gitignore is False)


def parse_every(words: str) -> timedelta | None:
    """``30m``, ``4h`` or ``1d``; ``None`` for ``default``. Raises ``UsageError``."""
    if words == "default":
        return None
    match = _EVERY.fullmatch(words.strip().lower())
    found = timedelta(**{_UNITS[match[2]]: int(match[1])}) if match else timedelta(0)
    if not timedelta(0) < found <= LONGEST:
        raise UsageError(f"{words!r} is no interval", "write it as 30m, 4h or 1d; default is the house's own")
    return found


def resolve(settings: Settings, given: str | Path) -> Path:
    """The file or folder that is meant, without links; raises ``NotFound``, or ``UsageError`` for pkm's own home or no name."""
    if given == "":  # the system takes it for the current folder
        raise UsageError("an empty path names nothing", "for this folder write .")
    place = Path(os.path.realpath(os.path.expanduser(given)))  # noqa: PTH111 - no Path takes "~$report.docx"
    try:
        place.lstat()
    except (FileNotFoundError, NotADirectoryError) as exc:
        raise NotFound(f"{given}: no such file or folder") from exc
    except OSError as exc:
        raise NotFound(f"{given}: {os.strerror(exc.errno or 0)}", "pkm reads what its own user may read") from exc
    if place.is_relative_to(os.path.realpath(settings.home)):
        raise UsageError(f"{given} lies in pkm's own home {settings.home}", "ingest a folder outside of it")
    return place


def add_source(
    database: Database, settings: Settings, location: str, ways: Ways, *, collection: str | None = None,
    mailbox: Mapping[str, Any] | None = None, person: PersonId,
) -> Source:  # fmt: skip
    """Register a place, or give one that is registered other ways; its kind follows from the form of its location.

    Args:
        location: A path, or ``imaps://user@host``.
        mailbox: The options of ``imap.options``, for a mailbox.

    Raises:
        NotFound: There is no such place.
        UsageError: It is none that can be looked at, or the ways make no sense.
    """
    kind: Literal["folder", "file", "imap"]
    options: dict[str, Any] = {}
    if "://" in location:
        if not location.startswith(("imap://", "imaps://")):
            raise UsageError(f"{location.partition('://')[0]}:// is no kind of source", "a path, or imaps://user@host")
        from ingest.sources import imap

        location, options = imap.options(location, **{name: said for name, said in (mailbox or {}).items() if said})
        kind = "imap"
    elif any((mailbox or {}).values()):
        raise UsageError("a password, token or mail folder belongs to a mailbox", "its address begins with imaps://")
    else:
        place = resolve(settings, location)
        location, kind = os.fspath(place), "folder" if place.is_dir() else "file"
    with database.transaction(person) as connection:
        owned = people.ensure_collection(connection, collection, person)
        source = sources.register(connection, owned.id, kind, location, keep=True, apart=ways.stand_apart)
        changed = ways.applied(replace(source, options=options if kind == "imap" else source.options))
        sources.set_ways(connection, changed)
        return sources.get(connection, source.id)


def change_source(database: Database, source: SourceId, ways: Ways, person: PersonId) -> Source:
    """Look at a source in other ways from now on; raises ``NotFound`` or ``UsageError``."""
    with database.transaction(person) as connection:
        sources.set_ways(connection, ways.applied(sources.get(connection, source)))
        return sources.get(connection, source)


def remove_source(
    database: Database, settings: Settings, source: SourceId, person: PersonId, *, keep_documents: bool = False
) -> dict[str, int]:
    """Look at a source no more, and unless told to keep it forget all that came from it; returns what went.

    The files themselves are not touched, and may come back another way. What copies elsewhere hold stays theirs.
    """
    if keep_documents:
        with database.transaction(person) as connection:
            sources.release(connection, sources.get(connection, source).id)
        return {"documents": 0, "chunks": 0, "vectors": 0, "transactions": 0, "objects": 0}
    with database.session() as turn:
        sources.take_turn(turn, source)  # whoever looks at it would write rows of a source that is no more
        with database.transaction(person) as connection:
            wanted = sources.files_of(connection, sources.get(connection, source).id)
        gone = forget_files(database, settings, wanted, person, remember=False)
        with database.transaction(person) as connection:
            if sources.exists(connection, source):  # a file's own source goes with its last words
                sources.delete(connection, source)
    return gone
