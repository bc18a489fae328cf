"""Messages fetched from a server, kept as files by their hash so that they can be read, and opened when they are cited.

A message lies below ``$PKM_HOME/mail/<source>/`` under the SHA-256 of its bytes: in two folders, or under another number
on the server, it is the same file. It is there whole or not at all.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ingest.objects import sync_folders
from pkm.errors import ServiceError
from pkm.models import SourceId
from pkm.store.leased import Stat

UNFINISHED = ".unfinished-"


@dataclass(frozen=True, slots=True)
class Draft:
    """A message on the disk that has no place yet."""

    path: Path
    sha256: str
    size: int


class Spool:
    """The messages of one source."""

    def __init__(self, home: Path, source: SourceId) -> None:
        self.folder = Path(os.path.realpath(home)) / "mail" / str(source)

    def place(self, sha256: str) -> Path:
        """Where the message of that hash lies."""
        return self.folder / sha256[:1] / f"{sha256}.eml"

    def write(self, pieces: Iterable[bytes]) -> Draft:
        """Write a message down to the disk.

        Raises:
            ServiceError: The disk is full, or not ours to write to.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            descriptor, name = tempfile.mkstemp(dir=self.folder, prefix=UNFINISHED)
        except OSError as exc:
            raise _unwritable(exc) from exc
        draft = Path(name)
        digest, size = hashlib.sha256(), 0
        try:
            with os.fdopen(descriptor, "wb") as stream:
                for piece in pieces:
                    digest.update(piece)
                    size += len(piece)
                    _write(stream.fileno(), piece)
                _sync(stream.fileno())
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        return Draft(draft, digest.hexdigest(), size)

    def settle(self, drafts: Sequence[Draft]) -> list[tuple[Path, Stat]]:
        """Give drafts their places, where the same messages do not lie there already; they outlive a power cut then."""
        places = [self.place(each.sha256) for each in drafts]
        touched = set()
        try:
            for draft, place in zip(drafts, places, strict=True):
                if place.exists():
                    draft.path.unlink()
                    continue
                place.parent.mkdir(exist_ok=True, mode=0o700)
                draft.path.rename(place)
                touched |= {place.parent, self.folder, self.folder.parent}
            sync_folders(touched)
            return [(each, Stat.of(each.stat())) for each in places]
        except OSError as exc:
            raise _unwritable(exc) from exc

    def clear(self) -> None:
        """Delete what a killed process left unfinished; only for who has the source's turn."""
        for each in self.folder.glob(f"{UNFINISHED}*"):
            with suppress(OSError):
                each.unlink()


def hash_of(place: bytes) -> str:
    """The hash of the message at a place."""
    return os.fsdecode(place).rpartition("/")[2].removesuffix(".eml")


def _write(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    try:
        while rest:
            rest = rest[os.write(descriptor, rest) :]
    except OSError as exc:
        raise _unwritable(exc) from exc


def _sync(descriptor: int) -> None:
    try:
        os.fsync(descriptor)
    except OSError as exc:
        raise _unwritable(exc) from exc


def _unwritable(exc: OSError) -> ServiceError:
    """The disk's fault, told apart from the network's, which is an ``OSError`` too."""
    return ServiceError(
        f"a message cannot be kept: {(exc.strerror or 'the disk failed').lower()}", "what was fetched before stays"
    )
