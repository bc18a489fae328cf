"""A folder of backups: which are there, which are whole, how one comes in and how old ones go."""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from pkm.errors import NotFound, PkmError, UsageError
from pkm.services import HOME_MARK, locked
from pkm.store.forgetting import Ledger

FORMAT = 1
UNFINISHED, DELETED = ".unfinished-", ".deleted-"
_MOMENT = "%Y-%m-%dT%H%M%SZ"
_NAME = re.compile(r"\d{4}-\d\d-\d\dT\d{6}Z(-\d+)?")

Kind = Literal["full", "incremental", "dump"]


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that is whole; its JSON is ``backup.json`` in its folder.

    Attributes:
        kind: ``full`` and ``incremental`` are copies of the database's files, ``dump`` is its contents.
        based_on: The backup that an incremental one adds to.
        home: Where the home lay.
        files: How many kept files belong to it; ``listing`` is the SHA-256 of their list.
        bytes: Of what this backup added.
    """

    name: str
    made_at: datetime
    kind: Kind
    based_on: str | None
    home: str
    pkm: str
    postgres: int
    files: int
    listing: str
    bytes: int
    format: int = FORMAT


class Shelf:
    """The backups in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pool = folder / "files"

    @classmethod
    def create(cls, folder: Path, home: Path) -> Shelf:
        """The shelf there, made where it is missing. Raises ``UsageError`` for a place that cannot be one."""
        folder = Path(os.path.realpath(folder))
        if folder.is_relative_to(os.path.realpath(home)):
            raise UsageError(
                f"{folder} lies in the home that is backed up", "name a folder elsewhere, best on another disk"
            )
        try:
            if folder.exists() and any(folder.iterdir()) and not (folder / HOME_MARK).exists():
                raise UsageError(f"{folder} holds something else", "name an empty folder, or one that holds backups")
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            (folder / "files").mkdir(exist_ok=True, mode=0o700)
            (folder / HOME_MARK).touch(mode=0o600)  # a look at a folder around it passes it by
        except OSError as exc:
            raise UsageError(f"{folder} cannot be written to: {(exc.strerror or 'error').lower()}") from exc
        return cls(folder)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else writes here, or relies on what is written, meanwhile; clears away what killed processes left."""
        try:
            with locked(self.folder / ".lock", fcntl.LOCK_EX | fcntl.LOCK_NB):
                for each in (*self.folder.glob(f"{UNFINISHED}*"), *self.folder.glob(f"{DELETED}*")):
                    shutil.rmtree(each, ignore_errors=True)
                for each in self.pool.glob(f"{UNFINISHED}*"):
                    each.unlink(missing_ok=True)
                yield
        except BlockingIOError as exc:
            raise PkmError(f"another backup or restore is at work in {self.folder}", "wait for its end") from exc

    @contextmanager
    def steady(self) -> Iterator[None]:
        """Nobody changes what lies here meanwhile; works on a disk that cannot be written to."""
        try:
            descriptor = os.open(self.folder / ".lock", os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            yield  # a copy of the folder, or somebody else's: nobody else is at work in it
            return
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
            yield
        except BlockingIOError as exc:
            raise PkmError(f"a backup is being made in {self.folder}", "wait for its end") from exc
        finally:
            os.close(descriptor)

    # ------------------------------------------------------------ what is there

    def place(self, name: str) -> Path:
        """The folder of the backup of that name."""
        return self.folder / name

    def backups(self) -> list[Backup]:
        """All that are whole, as far as they say themselves, the oldest first."""
        return [each for each in self._all().values() if isinstance(each, Backup)]

    def damaged(self) -> dict[str, PkmError]:
        """Those that do not even say what they are, by name, with the reason: the others are none the worse for them."""
        return {name: each for name, each in self._all().items() if isinstance(each, PkmError)}

    def _all(self) -> dict[str, Backup | PkmError]:
        folders = sorted(self.folder.iterdir()) if self.folder.is_dir() else []
        return {
            each.name: _read(each) for each in folders if _NAME.fullmatch(each.name) and (each / "backup.json").exists()
        }

    def find(self, name: str | None) -> Backup:
        """The backup of that name, or the newest. Raises ``NotFound``, and ``PkmError`` where that one is damaged."""
        known = self._all()
        if not known:
            raise NotFound(f"{self.folder} holds no backup", "make one with: pkm backup")
        newest = max(known)
        chosen = known.get(name or newest)
        if chosen is None:
            raise NotFound(f"{self.folder} holds no backup {name}", f"the newest is {newest}")
        if isinstance(chosen, PkmError):
            raise chosen
        return chosen

    def chain(self, backup: Backup) -> list[Backup]:
        """The backups that are needed to bring this one back, the full one first. Raises ``NotFound``."""
        line = self._line(backup)
        if line[0].based_on is not None:
            why = f"backup {line[0].name} adds to {line[0].based_on}, which is missing or damaged"
            raise NotFound(why, "take another one: pkm backup verify names those that are whole")
        return line

    def _line(self, backup: Backup) -> list[Backup]:
        """The backup behind those that it adds to, as far as they are there."""
        known = {each.name: each for each in self.backups()}
        line = [backup]
        while line[0].based_on in known:
            line.insert(0, known[line[0].based_on])
        return line

    # ------------------------------------------------------------ coming and going

    def begin(self) -> Path:
        """A folder for a backup that is being made."""
        unfinished = self.folder / f"{UNFINISHED}{os.getpid()}"
        unfinished.mkdir(mode=0o700)
        return unfinished

    def new_name(self) -> str:
        """A name after this moment (UTC), or the next one behind all others: their order is that in which they were made.

        A clock that was ahead for a while would make each later backup the oldest, which is the first to go.
        """
        made = [moment for name in self._all() if (moment := _moment(name))]
        moment = max([datetime.now(UTC), *(each + timedelta(seconds=1) for each in made)])
        while self.place(f"{moment:{_MOMENT}}").exists():  # and is no whole backup
            moment += timedelta(seconds=1)
        return f"{moment:{_MOMENT}}"

    def finish(self, unfinished: Path, backup: Backup) -> Backup:
        """Give the folder its name, once all that it needs is on the disk."""
        backup = replace(backup, bytes=backup.bytes + _size(unfinished))
        text = json.dumps(asdict(backup) | {"made_at": backup.made_at.isoformat()}, indent=1)
        (unfinished / "backup.json").write_text(text, encoding="utf-8")
        os.sync()
        unfinished.rename(self.place(backup.name))
        os.sync()
        return backup

    def retain(self, keep: int) -> list[str]:
        """Delete all but the newest ``keep`` and what those add to; returns the names of those that went."""
        known = self.backups()
        needed = {each.name for backup in known[-keep:] for each in self._line(backup)}
        gone = [each.name for each in known if each.name not in needed]
        for name in reversed(gone):
            hidden = self.folder / f"{DELETED}{name}"
            self.place(name).rename(hidden)
            shutil.rmtree(hidden)
        return gone

    # ------------------------------------------------------------ what was forgotten

    def ledgers(self) -> list[Ledger]:
        """What was forgotten in the homes that were backed up here."""
        return read_ledgers(self.folder / "forgotten.json")

    def remember(self, ledger: Ledger) -> None:
        """Write down what a home has forgotten, in place of what was written of it before: what it took in again may come back."""
        known = {each.key: each for each in self.ledgers()}
        if own := known.pop(ledger.key, None):
            ledger = replace(ledger, places=ledger.places | own.places)
        others = known.values()
        text = json.dumps(
            {
                "ledgers": [
                    {"key": each.key.hex(), "contents": sorted(each.contents), "places": sorted(each.places)}
                    for each in (*others, ledger)
                ]
            }
        )
        unfinished = self.folder / f"forgotten.json{UNFINISHED}{os.getpid()}"
        with unfinished.open("w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())  # else a power cut may leave an empty file of that name
        unfinished.rename(self.folder / "forgotten.json")


def read_ledgers(path: Path) -> list[Ledger]:
    """The ledgers in such a file; none where it is missing. Raises ``PkmError`` for one that cannot be read."""
    try:
        return [
            Ledger(bytes.fromhex(each["key"]), frozenset(each["contents"]), frozenset(each["places"]))
            for each in json.loads(path.read_text(encoding="utf-8"))["ledgers"]
        ]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, KeyError, TypeError) as exc:
        raise PkmError(f"{path} cannot be read", "it says what was forgotten: bring it back from another copy") from exc


def _read(folder: Path) -> Backup | PkmError:
    try:
        stored = json.loads((folder / "backup.json").read_text(encoding="utf-8"))
        if stored["format"] > FORMAT:
            return PkmError(f"{folder} was made by a newer pkm ({stored['pkm']})", "upgrade pkm")
        return Backup(**stored | {"made_at": datetime.fromisoformat(stored["made_at"])})
    except (OSError, ValueError, KeyError, TypeError):
        hint = "this backup is damaged: take another one, which pkm backup verify names"
        return PkmError(f"{folder / 'backup.json'} cannot be read", hint)


def _size(folder: Path) -> int:
    return sum(each.stat().st_size for each in folder.rglob("*") if each.is_file())


def _moment(name: str) -> datetime | None:
    """When a backup of that name was made; ``None`` where it names no moment."""
    try:
        return datetime.strptime(name.partition("Z")[0], "%Y-%m-%dT%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
