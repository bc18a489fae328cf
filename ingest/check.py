"""Hold what is stored against itself and against the originals, and make anew what can be derived again."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from ingest import objects
from pkm.config import Settings
from pkm.models import PersonId
from pkm.store import checks, rebuilding
from pkm.store.checks import Finding
from pkm.store.database import Database

Watch = Callable[[str, int, int], None]
_BATCH = 1000
_FRESH_S = 3600  # what was written so short ago may belong to a file that is only just being stored


@dataclass(frozen=True, slots=True)
class NotChecked:
    """Something that could not be checked here, and why."""

    detail: str


def find_faults(database: Database, settings: Settings, person: PersonId) -> list[Finding]:
    """All findings; none means that all is well."""
    return [each for each in check(database, settings, person) if isinstance(each, Finding)]


def check(
    database: Database, settings: Settings, person: PersonId, *, deep: bool = False, watch: Watch = lambda *_: None
) -> Iterator[Finding | NotChecked]:
    """Hold everything against everything, stage by stage.

    Args:
        deep: Read every original again and compare its hash, and every page of an embedded database's files.
    """
    stages = [*checks.STAGES, "vectors", "originals", "uploads and messages", "strays", "indexes"]
    stages += ["the owner's files", "pages"] if deep else []
    for number, stage in enumerate(stages):
        watch(f"checking {stage}", number, len(stages))
        with database.transaction(person) as connection:
            if stage in checks.STAGES:
                yield from checks.rows(connection, stage)
            elif stage == "vectors":
                for space, is_active in checks.space_ids(connection).items():
                    yield from checks.vectors(connection, space, complete=is_active)
            elif stage == "originals":
                for sha256, file in checks.kept(connection):
                    fault = _fault(objects.place(settings.home, sha256), sha256, None, deep=True)
                    if fault:
                        yield Finding("object", sha256, fault, "pkm check --repair reads its file again", file)
            elif stage == "uploads and messages":
                for each in checks.own_files(connection):
                    path = Path(os.fsdecode(each.place))
                    if fault := _fault(path, each.sha256, each.size, deep=deep):
                        yield Finding(
                            "file", each.id, f"pkm's own copy: {fault}", "bring it back from a backup: pkm restore"
                        )
            elif stage == "indexes":
                for found in checks.indexes(connection):
                    yield found if isinstance(found, Finding) else NotChecked(found + _instead(settings, deep))
            elif stage == "the owner's files":
                for row in checks.read_files(connection):
                    if _rotted(Path(os.fsdecode(bytes(row.place))), row.sha256, row.size, row.mtime_ns):
                        detail = "its bytes are not those that were read, though size and time are the same"
                        yield Finding("file", row.id, detail, "compare it with a copy of yours; pkm keeps what it read")
        if stage == "strays":
            yield from _strays(database, settings, person)
        elif stage == "pages":
            yield from _pages(database, settings)


def repair(database: Database, settings: Settings, findings: Sequence[Finding]) -> dict[str, int]:
    """Let files be read again, and delete what nothing uses; returns how many of each."""
    files = {each.file for each in findings if each.file is not None}
    strays = [Path(each.stray) for each in findings if each.stray is not None]
    with database.transaction() as connection:
        read = sum(checks.read_again(connection, each) for each in sorted(files))
        spaces = checks.space_ids(connection)
        astray = any("posting" in f"{each.what} {each.detail}" for each in findings)
    for space in spaces if astray else ():
        rebuilding.rebuild(database, space)
    for stray in strays:
        stray.unlink(missing_ok=True)
    for each in findings:
        if each.what == "object" and each.file is not None:  # what is damaged would be taken for what is there
            objects.place(settings.home, str(each.id)).unlink(missing_ok=True)
    return {"read_again": read, "deleted": len(strays)}


def _fault(path: Path, sha256: str | None, size: int | None, *, deep: bool) -> str | None:
    """What is wrong with a file of pkm's own."""
    try:
        if size is not None and path.stat().st_size != size:
            return "its size is not that of what was kept"
        if deep and sha256 is not None and _digest(path) != sha256:
            return "its bytes are not those that were kept"
    except FileNotFoundError:
        return "it is missing"
    except OSError as exc:
        return f"it cannot be read: {(exc.strerror or 'error').lower()}"
    return None


def _rotted(path: Path, sha256: str, size: int, mtime_ns: int) -> bool:
    """Whether a file changed without a sign of it; one that changed openly, or went, is for the next refresh."""
    with suppress(OSError):
        before = path.stat()
        if (before.st_size, before.st_mtime_ns) == (size, mtime_ns):
            return _digest(path) != sha256 and path.stat().st_mtime_ns == mtime_ns
    return False


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _strays(database: Database, settings: Settings, person: PersonId) -> Iterator[Finding]:
    """Files of pkm's own that no row knows."""
    home = Path(os.path.realpath(settings.home))
    for batch in _batches(_files(home / "objects")):
        with database.transaction(person) as connection:
            known = checks.known_objects(connection, [each.name for each in batch])
        yield from (_stray("object", home, each) for each in batch if each.name not in known)
    for folder in ("uploads", "mail"):
        for batch in _batches(_files(home / folder)):
            with database.transaction(person) as connection:
                places = checks.known_places(connection, [os.fsencode(each) for each in batch])
            yield from (_stray("file", home, each) for each in batch if os.fsencode(each) not in places)


def _stray(what: str, home: Path, path: Path) -> Finding:
    shown = os.fsencode(path.relative_to(home)).decode("utf-8", "backslashreplace")
    return Finding(what, shown, "nothing uses it", "pkm check --repair deletes it", stray=str(path))


def _files(folder: Path) -> Iterator[Path]:
    """Files that were not written just now, without what is half written."""
    newest = time.time() - _FRESH_S
    for where, _, names in os.walk(folder):
        for name in names:
            path = Path(where, name)
            with suppress(OSError):
                if not name.startswith(objects.UNFINISHED) and path.stat().st_mtime < newest:
                    yield path


def _batches(paths: Iterator[Path]) -> Iterator[list[Path]]:
    while batch := list(islice(paths, _BATCH)):
        yield batch


def _instead(settings: Settings, deep: bool) -> str:
    """What else looks at the indexes of an embedded server, which brings no ``amcheck``."""
    if settings.database_url:
        return ""
    return "; their pages are held against their checksums" + ("" if deep else " by pkm check --deep")


def _pages(database: Database, settings: Settings) -> Iterator[Finding | NotChecked]:
    """Read every page of an embedded database's files and hold it against its checksum."""
    from pkm.backup.database import check_pages

    if settings.database_url:
        yield NotChecked("the pages of the database's files: the server in PKM_DATABASE_URL is not pkm's own")
    elif fault := check_pages(database):
        yield Finding("database", "pages", fault, "bring the home back from a backup: pkm restore")
