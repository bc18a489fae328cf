"""Hold a copy of a server's files against its manifest (PostgreSQL documentation, "Backup Manifest Format").

It does what ``pg_verifybackup`` does; that of the packaged server does not start. The manifest says nothing of the write-ahead
log, whose records alone have checksums, nor of a dump: a list of our own (as ``sha256sum --check`` reads it) holds those bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pkm.errors import PkmError

NAME = "backup_manifest"
SEALS = "SHA256SUMS"
_DUMP = "database.dump"
_NOT_HELD = frozenset({NAME, "postgresql.auto.conf", "standby.signal", "recovery.signal"})


@dataclass(frozen=True, slots=True)
class LogRange:
    """The part of the write-ahead log without which a copy is of no use; positions as PostgreSQL writes them."""

    timeline: int
    start: str
    end: str


def check(copy: Path) -> list[LogRange]:
    """Read every file of a copy and hold it against size and SHA-256; returns which log must be readable besides.

    Raises:
        PkmError: A file is missing, damaged or one too many, or the manifest itself is damaged.
    """
    manifest = read(copy)
    try:
        listed = {}
        for each in manifest["Files"]:
            name = (
                each["Path"]
                if "Path" in each
                else bytes.fromhex(each["Encoded-Path"]).decode("utf-8", "surrogateescape")
            )
            listed[name] = (each["Size"], each["Checksum"], each["Checksum-Algorithm"])
        ranges = [LogRange(each["Timeline"], each["Start-LSN"], each["End-LSN"]) for each in manifest["WAL-Ranges"]]
    except (ValueError, KeyError, TypeError) as exc:
        raise PkmError("its manifest is damaged") from exc
    for name in _NOT_HELD:
        listed.pop(name, None)
    for path in _files(copy):
        name = str(path.relative_to(copy))
        if name not in listed:
            raise PkmError(f"it holds {name}, which is not part of it")
        size, checksum, algorithm = listed.pop(name)
        if path.stat().st_size != size or _digest(path, algorithm) != checksum:
            raise PkmError(f"its {name} is damaged")
    if listed:
        raise PkmError(f"its {min(listed)} is missing")
    return ranges


def read(copy: Path) -> dict[str, Any]:
    """The manifest of a copy. Raises ``PkmError`` for one that is missing, or not as it was written."""
    try:
        text = (copy / NAME).read_bytes()
        manifest: dict[str, Any] = json.loads(text)
        body, _, _ = text.rpartition(b'"Manifest-Checksum"')
        if hashlib.sha256(body).hexdigest() != manifest["Manifest-Checksum"]:
            raise PkmError("its manifest is damaged")
    except (OSError, ValueError, KeyError, TypeError) as exc:
        raise PkmError("its manifest is missing or damaged") from exc
    return manifest


def seal(folder: Path) -> None:
    """Write down the SHA-256 of each file of a copy or dump, in its backup's ``folder``, that no manifest covers."""
    lines = [f"{_digest(each, 'sha256')}  {each.relative_to(folder)}\n" for each in _unheld(folder)]
    (folder / SEALS).write_text("".join(lines), encoding="utf-8")


def check_seals(folder: Path) -> None:
    """Hold what was sealed against its list; a backup that was made before there was one has none. Raises ``PkmError``."""
    try:
        lines = (folder / SEALS).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return
    except (OSError, UnicodeDecodeError) as exc:
        raise PkmError(f"its {SEALS} is damaged") from exc
    sealed = {name: checksum for checksum, _, name in (line.partition("  ") for line in lines)}
    there = {str(each.relative_to(folder)) for each in _unheld(folder)}
    if missing := sorted(sealed.keys() ^ there):
        raise PkmError(f"its {missing[0]} is missing or is not part of it")
    for name, checksum in sealed.items():
        if _digest(folder / name, "sha256") != checksum:
            raise PkmError(f"its {name} is damaged")


def _unheld(folder: Path) -> list[Path]:
    places = (
        folder / _DUMP,
        *(folder / "database" / "pg_wal").rglob("*"),
        *(folder / "database" / each for each in _NOT_HELD - {NAME}),
    )
    return sorted(each for each in places if each.is_file())


def _files(copy: Path) -> Iterator[Path]:
    for each in copy.rglob("*"):
        name = each.relative_to(copy)
        if each.is_file() and name.parts[0] != "pg_wal" and str(name) not in _NOT_HELD:
            yield each


def _digest(path: Path, algorithm: str) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, algorithm.lower()).hexdigest()
