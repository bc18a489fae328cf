"""Bring a backup back, into a home that is empty: here or on another machine, at any place, for any user."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from pkm import services
from pkm.backup import database as copies
from pkm.backup import kept
from pkm.backup.kept import Watch
from pkm.backup.shelf import Backup, Shelf
from pkm.config import Settings
from pkm.errors import NotFound, PkmError, ServiceError, UsageError
from pkm.services import RESTORING
from pkm.store import backups
from pkm.store import home as places_of_home
from pkm.store.database import Database
from pkm.store.forgetting import Ledger

_MAY_LIE_THERE = frozenset({services.HOME_MARK, RESTORING, "lost+found", "tmp"})  # a volume has the last two of itself


@dataclass(frozen=True, slots=True)
class Restored:
    """A home that was brought back; ``forgotten`` is what must still be forgotten in it, before anybody asks it."""

    backup: Backup
    home: Path
    forgotten: tuple[Ledger, ...]


def find(source: Path) -> tuple[Shelf, Backup]:
    """The backup meant by a folder: the backup itself, or the newest in a folder of backups. Raises ``NotFound``."""
    source = Path(os.path.realpath(source))
    if (source / "backup.json").is_file():
        return Shelf(source.parent), Shelf(source.parent).find(source.name)
    if not source.is_dir():
        raise NotFound(f"{source}: no such folder", "name a folder of backups, or one backup in it")
    return Shelf(source), Shelf(source).find(None)


@contextmanager
def restore(
    source: Path, settings: Settings, also_forgotten: tuple[Ledger, ...] = (), watch: Watch = lambda *_: None
) -> Iterator[tuple[Restored, Database]]:
    """Bring a backup back and yield it with its database; the home is open to others when the block ends well.

    Killed half-way, the home says that it is not whole, and is filled anew by restoring again. Raises ``UsageError``
    where the home, or the database that is configured for it, already holds something.
    """
    shelf, backup = find(source)
    home = Path(os.path.realpath(settings.home))
    _require_empty(home, shelf)
    if settings.database_url and backup.kind != "dump":
        raise UsageError(
            f"backup {backup.name} is a copy of an embedded database: it cannot be put into the one in PKM_DATABASE_URL",
            "unset PKM_DATABASE_URL for the restore",
        )
    chain = [shelf.place(each.name) for each in shelf.chain(backup)]
    _require_room(home, chain)
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _alone(home):
        services.mark_restoring(home)
        try:
            with shelf.steady():
                _fill(home, settings, shelf, backup, chain, watch)
            with Database.open(replace(settings, home=home)) as database:
                with database.transaction() as connection:
                    backups.restored(connection)
                    places_of_home.move(connection, backup.home, str(home))
                yield Restored(backup, home, (*shelf.ledgers(), *also_forgotten)), database
        finally:
            services.stop_all()
        (home / RESTORING).unlink()


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Nobody else brings a backup back into this home meanwhile. Raises ``PkmError``."""
    with ExitStack() as held:
        try:
            mark = held.enter_context(services.locked(home / RESTORING, fcntl.LOCK_EX | fcntl.LOCK_NB))
        except BlockingIOError:
            mark = None
        if mark is None or not os.fstat(mark).st_nlink:  # or who was at it just ended
            raise PkmError(f"a backup is being brought back into {home} already", "wait for its end")
        yield


def _fill(home: Path, settings: Settings, shelf: Shelf, backup: Backup, chain: list[Path], watch: Watch) -> None:
    """Write database and kept files into the home, each held against its checksum first."""
    services.make_home(home)
    services.EmbeddedPostgres(home).stop_abandoned()
    _empty(home)
    services.make_home(home)
    for each in chain:
        copies.verify(each)
    kept.bring_back(shelf, chain[-1] / "files.jsonl", home, backup.files, watch)
    watch("database", 0, 0)
    if backup.kind == "dump":
        _require_empty_database(settings)
        copies.load(chain[-1] / "database.dump", services.postgres_url(settings))
    else:
        copies.install(chain, services.EmbeddedPostgres(home))


def _require_empty(home: Path, shelf: Shelf) -> None:
    if home == shelf.folder or home.is_relative_to(shelf.folder):
        raise UsageError(f"{home} lies in the folder of backups", "name another home")
    if home.exists() and not (home / RESTORING).exists() and {each.name for each in home.iterdir()} - _MAY_LIE_THERE:
        raise UsageError(
            f"the home {home} is not empty: nothing is written over", "name another with --home, or move this one away"
        )


def _require_room(home: Path, chain: list[Path]) -> None:
    """Raises ``ServiceError`` where the disk has too little room; the copies' sizes are what they take."""
    there = next(each for each in (home, *home.parents) if each.exists())
    needed = sum(each.size for each in kept.read(chain[-1] / "files.jsonl"))
    needed += sum(each.stat().st_size for folder in chain for each in folder.rglob("*") if each.is_file())
    if shutil.disk_usage(there).free < needed:
        raise ServiceError(
            f"the disk of {home} has no room for {needed / 1e9:.1f} GB", "free some space, or name another home"
        )


def _require_empty_database(settings: Settings) -> None:
    import psycopg

    url = services.postgres_url(settings)
    with psycopg.connect(url, autocommit=True) as connection:
        if not backups.is_empty(connection):
            raise UsageError(
                "the database in PKM_DATABASE_URL is not empty: nothing is written over",
                "create a new one; one that an interrupted restore filled is dropped first",
            )


def _empty(home: Path) -> None:
    """Clear away what a restore that was killed left; the mark that says so stays."""
    for each in home.iterdir():
        if each.name in _MAY_LIE_THERE:
            continue
        if each.is_dir() and not each.is_symlink():
            shutil.rmtree(each)
        else:
            each.unlink()
