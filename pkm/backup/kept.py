"""The files of a home beside its database, and the pool that holds them for all backups: each content once, by hash."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pkm.backup.shelf import UNFINISHED, Shelf
from pkm.errors import PkmError

FOLDERS = ("mail", "objects", "uploads")
SINGLE = ("pkm.toml", "run/links.key")
_BLOCK = 1 << 20
Watch = Callable[[str, int, int], None]  # what is being done, how much of it is done, how much it is in all


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of the home, by its path below it (bytes of the name as Python's ``os.fsdecode`` gives them)."""

    path: str
    size: int
    mtime_ns: int
    sha256: str


def collect(home: Path, shelf: Shelf, before: Path | None, listing: Path, watch: Watch) -> tuple[int, int]:
    """Copy what the pool does not hold yet, and list all; nothing that is listed is larger than memory, the list neither.

    Args:
        before: The list of an earlier backup: what has the same size and time there is not read again.

    Returns how many files there are, and the bytes that were copied.
    """
    known = read(before) if before is not None else iter(())
    last = next(known, None)
    count = copied = 0
    with listing.open("w", encoding="utf-8") as stream:
        for path, status in _walk(home):
            while last is not None and last.path < path:
                last = next(known, None)
            same = (
                last is not None
                and last.path == path
                and (last.size, last.mtime_ns) == (status.st_size, status.st_mtime_ns)
            )
            digest = last.sha256 if same and last is not None else None
            if digest is None or not pooled(shelf, digest).exists():
                digest, size = _take(home / path, shelf)
                copied += size
            entry = [path, status.st_size, status.st_mtime_ns, digest]
            stream.write(json.dumps(entry) + "\n")
            count += 1
            if count % 100 == 0:
                watch("files", count, 0)
        stream.flush()
        os.fsync(stream.fileno())
    return count, copied


def read(listing: Path) -> Iterator[Kept]:
    """The files of a backup, in order."""
    try:
        with listing.open(encoding="utf-8") as stream:
            for line in stream:
                yield Kept(*json.loads(line))
    except (OSError, ValueError, TypeError) as exc:
        raise PkmError(f"{listing} cannot be read", "this backup is damaged: take another one") from exc


def pooled(shelf: Shelf, sha256: str) -> Path:
    """Where the pool holds that content."""
    return shelf.pool / sha256[:2] / sha256


def bring_back(shelf: Shelf, listing: Path, home: Path, total: int, watch: Watch) -> None:
    """Write the files of a backup below a home, each held against its hash. Raises ``PkmError`` for one that is damaged."""
    for count, each in enumerate(read(listing), 1):
        target = home / each.path
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        digest = hashlib.sha256()
        try:
            with pooled(shelf, each.sha256).open("rb") as source, target.open("xb") as copy:
                target.chmod(0o600)
                while block := source.read(_BLOCK):
                    digest.update(block)
                    copy.write(block)
        except FileNotFoundError as exc:
            raise PkmError(
                f"the backup lacks {each.path}", "take another one: pkm backup verify names those that are whole"
            ) from exc
        if digest.hexdigest() != each.sha256:
            raise PkmError(f"the backup's copy of {each.path} is damaged", "take another one")
        os.utime(target, ns=(each.mtime_ns, each.mtime_ns))
        if count % 100 == 0:
            watch("files", count, total)


def clear(shelf: Shelf) -> int:
    """Delete from the pool what no backup lists; returns how many files went. Raises ``PkmError`` for a list that cannot be read."""
    needed = {bytes.fromhex(k.sha256) for each in shelf.backups() for k in read(shelf.place(each.name) / "files.jsonl")}
    gone = 0
    for folder in shelf.pool.iterdir():
        for each in folder.iterdir() if folder.is_dir() else ():
            if bytes.fromhex(each.name) not in needed:
                each.unlink()
                gone += 1
    return gone


def _walk(home: Path) -> Iterator[tuple[str, os.stat_result]]:
    """The files to keep, by their path below the home in the order of Python's strings, without what is half written."""
    found = [each for each in (*FOLDERS, *SINGLE) if (home / each).exists()]
    yield from _below(home, sorted(found))


def _below(home: Path, paths: list[str]) -> Iterator[tuple[str, os.stat_result]]:
    for path in paths:
        full = home / path
        if full.is_dir() and not full.is_symlink():
            names = [(each.name, each.is_dir(follow_symlinks=False)) for each in os.scandir(full)]
            kept = [name + "/" * folder for name, folder in names if not name.startswith((UNFINISHED, ".unfinished"))]
            yield from _below(home, [f"{path}/{each.rstrip('/')}" for each in sorted(kept)])
        elif full.is_file() and not full.is_symlink():
            yield path, full.stat()


def _take(path: Path, shelf: Shelf) -> tuple[str, int]:
    """Copy a file into the pool, unless it is there; returns its hash and the bytes written."""
    unfinished = shelf.pool / f"{UNFINISHED}{secrets.token_hex(8)}"
    digest, size = hashlib.sha256(), 0
    try:
        with (
            path.open("rb") as source,
            os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as copy,
        ):
            while block := source.read(_BLOCK):
                digest.update(block)
                copy.write(block)
                size += len(block)
        target = pooled(shelf, digest.hexdigest())
        if target.exists():
            return digest.hexdigest(), 0
        target.parent.mkdir(exist_ok=True, mode=0o700)
        unfinished.rename(target)
        return digest.hexdigest(), size
    finally:
        unfinished.unlink(missing_ok=True)
