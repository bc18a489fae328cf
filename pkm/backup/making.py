"""Make a backup of a home while it is in use, and say whether backups are whole."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from pkm.backup import database as copies
from pkm.backup import kept, manifest
from pkm.backup.kept import Watch
from pkm.backup.shelf import Backup, Kind, Shelf
from pkm.config import Settings
from pkm.errors import PkmError
from pkm.store import backups, forgetting
from pkm.store.database import Database

CHAIN = 7  # copies of changes that may follow a full one: each makes bringing back slower, and rests on those before


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made, the older ones that it replaced, and those beside it that are plainly damaged."""

    backup: Backup
    folder: Path
    removed: tuple[str, ...]
    damaged: tuple[str, ...]


def make(
    database: Database, settings: Settings, shelf: Shelf, *, full: bool = False, keep: int | None = None,
    watch: Watch = lambda *_: None,
) -> Made:  # fmt: skip
    """Back the home up: database and kept files as of one moment, verified, there whole or not at all.

    Whoever lets go of a file meanwhile leaves its bytes until the backup has them, so that rows and files agree.

    Args:
        full: Copy the whole database, not only what changed.
        keep: How many backups to keep; older ones that none of them rests on go.
    """
    with shelf.alone(), database.session() as holding:
        forgetting.hold_discards(holding)
        unfinished = shelf.begin()
        try:
            made = _fill(database, settings, shelf, unfinished, full, watch)
        except BaseException:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise
        with database.transaction() as connection:
            backups.made(connection, str(shelf.folder), made.name)
            shelf.remember(forgetting.ledger(connection))
        removed, damaged = shelf.retain(keep) if keep else [], tuple(shelf.damaged())
        if removed and not damaged:  # else nobody knows what those need
            with suppress(PkmError):  # nor what one needs whose list cannot be read; a look through all names it
                kept.clear(shelf)
    return Made(made, shelf.place(made.name), tuple(removed), damaged)


def _fill(database: Database, settings: Settings, shelf: Shelf, unfinished: Path, full: bool, watch: Watch) -> Backup:
    older = shelf.backups()
    last = older[-1] if older else None
    begun = datetime.now(UTC)
    with database.session() as connection:
        server_version = connection.info.server_version
    kind: Kind
    if settings.database_url:
        kind, base = "dump", None
        watch("database", 0, 0)
        copies.dump(settings, unfinished / "database.dump")
    else:
        base = None if full else _base(database, shelf, last)
        before = shelf.place(base.name) / "database" if base else None
        of_changes = copies.copy(database, unfinished / "database", before, watch)
        kind = "incremental" if of_changes else "full"
        base = base if of_changes else None
    manifest.seal(unfinished)
    copies.verify(unfinished)
    listing = unfinished / "files.jsonl"
    earlier = _listing(shelf, last) if last is not None and _is_listed(shelf, last) else None
    files, copied = kept.collect(settings.home, shelf, earlier, listing, watch)
    return shelf.finish(
        unfinished,
        Backup(
            shelf.new_name(), begun, kind, base.name if base else None, os.path.realpath(settings.home), version("pkm"),
            server_version, files, _digest(listing), copied,
        ),
    )  # fmt: skip


def _base(database: Database, shelf: Shelf, last: Backup | None) -> Backup | None:
    """The backup to which changes may be added: the last one there, if this very database made it and not too many did."""
    with database.transaction() as connection:
        own = {row.location: row.last_name for row in backups.places(connection)}
    if last is None or last.kind == "dump" or own.get(str(shelf.folder)) != last.name:
        return None
    try:
        manifest.read(shelf.place(last.name) / "database")
        return last if len(shelf.chain(last)) <= CHAIN else None
    except PkmError:  # what is damaged is no ground for the next
        return None


def verify(shelf: Shelf, watch: Watch = lambda *_: None) -> Iterator[tuple[str, str | None]]:
    """Each backup's name with what is wrong with it, or nothing: every byte is read and held against its checksum."""
    yield from ((name, str(fault)) for name, fault in shelf.damaged().items())
    sound: dict[str, bool] = {}
    damaged: dict[str, str | None] = {}
    for number, backup in enumerate(shelf.backups()):
        watch("backups", number, 0)
        try:
            chain = shelf.chain(backup)
            worse = next((damaged[each.name] for each in chain[:-1] if damaged.get(each.name)), None)
            if worse:
                raise PkmError(f"it rests on one that is damaged: {worse}")
            copies.verify(shelf.place(backup.name))
            _verify_files(shelf, backup, sound)
            damaged[backup.name] = None
        except PkmError as exc:
            damaged[backup.name] = str(exc)
        yield backup.name, damaged[backup.name]


def _verify_files(shelf: Shelf, backup: Backup, sound: dict[str, bool]) -> None:
    if not _is_listed(shelf, backup):
        raise PkmError("its list of files is damaged")
    for each in kept.read(_listing(shelf, backup)):
        if each.sha256 not in sound:
            place = kept.pooled(shelf, each.sha256)
            sound[each.sha256] = place.exists() and _digest(place) == each.sha256
        if not sound[each.sha256]:
            raise PkmError(f"its copy of {each.path} is missing or damaged")


def _listing(shelf: Shelf, backup: Backup) -> Path:
    return shelf.place(backup.name) / "files.jsonl"


def _is_listed(shelf: Shelf, backup: Backup) -> bool:
    """Whether the list of a backup's files is there, and is the one that was written."""
    try:
        return _digest(_listing(shelf, backup)) == backup.listing
    except OSError:
        return False


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
