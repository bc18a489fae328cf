"""Walking through an archive: which files are inside, one after the other, and where a walk stands from one portion to the next.

What is packed can only be unpacked from its beginning. So an archive that is read in portions stays open in the process that
reads it, where it stands, and the next portion goes on there; in another process it is unpacked anew up to that place.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path, PurePath
from typing import IO, TYPE_CHECKING, Any

from ingest import pulse
from ingest.parsers.cms import is_signed, signed_contents
from ingest.parsers.package import ZIP_MAGIC
from ingest.parsers.portion import WHOLE
from pkm.errors import Refused

if TYPE_CHECKING:
    from ingest.parsers import Candidate

FAULTS = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    OSError,
    EOFError,
    ValueError,
    RuntimeError,
)
_BLOCK = 1 << 20
_OPENERS: dict[str, Callable[[Path], Any]] = {"gzip": gzip.GzipFile, "bzip2": bz2.BZ2File, "xz": lzma.LZMAFile}
_MAGIC = (
    (ZIP_MAGIC, "ZIP"), (b"PK\x05\x06", "ZIP"), (b"\x1f\x8b\x08", "gzip"), (b"BZh", "bzip2"), (b"\xfd7zXZ\x00", "xz"),
    (b"7z\xbc\xaf\x27\x1c", "7z"), (b"Rar!\x1a\x07", "RAR"), (b"\x28\xb5\x2f\xfd", "Zstandard"),
)  # fmt: skip
_TAR_BLOCK = 512
_TAR_MARK = slice(257, 262)  # where POSIX tar and GNU tar say "ustar"


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside: its name as the archive says it, how large it says it is, how to read it, or why it is not read.

    With how large the archive says that all its files are together; 0 where it does not.
    """

    name: str
    size: int
    packed: int | None = None
    read: Callable[[], IO[bytes] | None] | None = None
    refusal: str | None = None
    total: int = 0

    def open(self) -> IO[bytes]:
        """It, to be read; raises ``Refused`` for what is no file."""
        stream = self.read() if self.read is not None and self.refusal is None else None
        if stream is None:
            raise Refused(self.refusal or "it is not a file")
        return stream


class Reached:
    """How far a file inside was unpacked: its stream, and what was unpacked and not taken yet."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._over, self.position = stream, b"", 0

    def read(self, size: int) -> bytes:
        """The next so many bytes, fewer at the end."""
        data, self._over = self._over[:size], self._over[size:]
        data += self._stream.read(size - len(data)) if len(data) < size else b""
        self.position += len(data)
        return data

    def put_back(self, data: bytes) -> None:
        """Have bytes that were read last be the next ones again."""
        self._over = data + self._over
        self.position -= len(data)

    def close(self) -> None:
        """Nothing more is read."""
        self._stream.close()

    def skip_to(self, position: int) -> None:
        """Pass by what comes before a place."""
        while self.position < position and self.read(min(position - self.position, _BLOCK)):
            pulse.beat()


class Walk:
    """The files of an archive with their numbers, from 1.

    Attributes:
        stated: How many bytes the archive says that those have together that were come by.
        reached: How far the last one was unpacked, if that goes on another time.
    """

    _open: Walk | None = None

    def __init__(self, file: Candidate, kind: str, most: int) -> None:
        self._what = _identity(file)
        self._members = _members(file, kind, most)
        self._next: tuple[int, Member] | None = None
        self.stated = 0
        self.reached: Reached | None = None

    @classmethod
    def through(cls, file: Candidate, kind: str, most: int, done: int, start: int) -> Walk:
        """A walk that goes on behind so many files, at a byte of the next one, or else begins.

        Args:
            most: Bytes that may be unpacked of a whole archive.
        """
        left, Walk._open = Walk._open, None
        if left is not None and left._what == _identity(file) and left._stands_at(done, start):
            return left
        return cls(file, kind, most)

    def stay(self) -> None:
        """Remain open for the next portion, in place of any other walk."""
        Walk._open = self

    def __iter__(self) -> Iterator[tuple[int, Member]]:
        if self._next is not None:
            (number, member), self._next = self._next, None
            self.stated += member.size
            yield number, member
        for number, member in self._members:
            self.stated += member.size
            yield number, member

    def put_back(self, number: int, member: Member) -> None:
        """Have the file that came last come again."""
        self._next = number, member
        self.stated -= member.size

    def _stands_at(self, done: int, start: int) -> bool:
        if self._next is None or self._next[0] != done + 1:
            return False
        return (self.reached.position if self.reached is not None else 0) == start


def archive_kind(head: bytes, name: str) -> str | None:
    """Which archive a file of that name is that begins so, if any."""
    if _is_tar(head, name):
        return "tar"
    if is_signed(head):
        return "CMS"
    return next((kind for magic, kind in _MAGIC if head.startswith(magic)), None)


def _identity(file: Candidate) -> tuple[object, ...]:
    now = os.stat(file.path)
    return file.path, now.st_dev, now.st_ino, now.st_size, now.st_mtime_ns, now.st_ctime_ns, file.portion == WHOLE


def _is_tar(head: bytes, name: str) -> bool:
    """Whether it begins as a tar does; an empty one is nothing but zeros."""
    empty = PurePath(name).suffix.lower() == ".tar" and len(head) >= _TAR_BLOCK and not any(head)
    return head[_TAR_MARK] == b"ustar" or empty


def _members(file: Candidate, kind: str, most: int) -> Iterator[tuple[int, Member]]:
    """The files inside, with their numbers in it."""
    if kind == "ZIP":
        yield from _zipped(file, most)
    elif kind == "CMS":
        yield 1, _signed(file)
    elif kind == "tar" or _is_packed_tar(file, kind):
        yield from enumerate(_tarred(file), start=1)
    else:
        yield 1, Member(PurePath(file.name).stem, 0, file.size, lambda: _OPENERS[kind](file.path))


def _zipped(file: Candidate, most: int) -> Iterator[tuple[int, Member]]:
    """Where not all may be unpacked the small ones first: else a film would leave no room for letters."""
    with zipfile.ZipFile(file.path) as archive:
        entries = list(enumerate((each for each in archive.infolist() if not each.is_dir()), start=1))
        total = sum(each.file_size for _, each in entries)
        if file.portion == WHOLE and total > most:
            entries.sort(key=lambda entry: entry[1].file_size)
        for number, each in entries:
            name = each.filename
            if not each.flag_bits & 0x800:  # the name is in the packer's own code page, today mostly UTF-8
                name = _redecoded(name)
            refusal = "it is encrypted: unpack it with its password" if each.flag_bits & 1 else None
            if each.external_attr >> 28 == 0xA:
                refusal = "it is a link, not a file"
            yield number, Member(name, each.file_size, each.compress_size, partial(archive.open, each), refusal, total)


def _tarred(file: Candidate) -> Iterator[Member]:
    total = file.size if _is_tar(file.head, file.name) else 0
    with tarfile.open(file.path, "r:*") as archive:
        for each in archive:
            if each.isdir():
                continue
            refusal = None if each.isreg() else "it is a link, a pipe or a device, not a file"
            yield Member(each.name, each.size, None, partial(archive.extractfile, each), refusal, total)


def _signed(file: Candidate) -> Member:
    contents = signed_contents(file.path.read_bytes())
    if contents is None:
        raise Refused("it is a signature or a certificate by itself, or damaged: what was signed is not in it")
    return Member(PurePath(file.name).stem, len(contents), None, partial(BytesIO, contents))


def _is_packed_tar(file: Candidate, kind: str) -> bool:
    try:
        with _OPENERS[kind](file.path) as stream:
            return _is_tar(stream.read(_TAR_BLOCK), PurePath(file.name).stem if file.suffix != ".tgz" else "x.tar")
    except FAULTS:
        return False


def _redecoded(name: str) -> str:
    try:
        return name.encode("cp437").decode("utf-8")
    except UnicodeError:
        return name
