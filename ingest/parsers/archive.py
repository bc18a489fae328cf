"""Archives as containers: ZIP, tar, single files packed with gzip, bzip2 or xz, or signed. Each file inside is a document of its own.

Formats: PKWARE's APPNOTE 6.3.10, POSIX.1-2017 pax (tar), RFC 1952 (gzip). Nothing is unpacked to the disk under its own
name, and nothing before its size is known to be bearable; what a header says of a size is not believed.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path, PurePath, PurePosixPath
from typing import IO, TYPE_CHECKING, Any

from ingest import pulse
from ingest.parsers.cms import is_signed, signed_contents
from ingest.parsers.mbox import is_mailbox, whole_messages
from ingest.parsers.package import MAX_MEMBERS, MAX_RATIO, ZIP_MAGIC
from ingest.parsers.portion import WHOLE
from pkm.errors import Refused
from pkm.models import Attachment, Parsed, ParsedDocument, Problem, Resume

if TYPE_CHECKING:
    from ingest.parsers import Candidate

MAX_UNPACKED_BYTES = 512 << 20
"""Of all that is inside, or of each file where it is read in portions; half of what a reader may give back."""
MAX_FILES = 500_000
"""In an archive that is read in portions."""
MAX_OVERALL_RATIO = 50
"""Of a large archive to what is inside: text seldom exceeds 20."""
_HEAD_BYTES, _BLOCK = 1 << 16, 1 << 20
_RATIO_FREE_BYTES = 10 << 20
_OPENERS: dict[str, Callable[[Path], Any]] = {"gzip": gzip.GzipFile, "bzip2": bz2.BZ2File, "xz": lzma.LZMAFile}
_UNREAD = frozenset(("7z", "RAR", "Zstandard"))
_MAGIC = (
    (ZIP_MAGIC, "ZIP"), (b"PK\x05\x06", "ZIP"), (b"\x1f\x8b\x08", "gzip"), (b"BZh", "bzip2"), (b"\xfd7zXZ\x00", "xz"),
    (b"7z\xbc\xaf\x27\x1c", "7z"), (b"Rar!\x1a\x07", "RAR"), (b"\x28\xb5\x2f\xfd", "Zstandard"),
)  # fmt: skip
_TAR_BLOCK = 512
_TAR_MARK = slice(257, 262)  # where POSIX tar and GNU tar say "ustar"
_FAULTS = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    OSError,
    EOFError,
    ValueError,
    RuntimeError,
)
# What systems and programs add of their own.
_JUNK_FOLDERS = frozenset(("__MACOSX", ".git", "__pycache__"))
_JUNK_NAMES = frozenset((".DS_Store", "Thumbs.db", "desktop.ini"))


@dataclass(frozen=True, slots=True)
class _Member:
    """A file inside: its name as the archive says it, how large it says it is, how to read it, or why it is not read.

    With how large the archive says that all its files are together; 0 where it does not.
    """

    name: str
    size: int
    packed: int | None = None
    read: Callable[[], IO[bytes] | None] | None = None
    refusal: str | None = None
    total: int = 0


class Archive:
    """A file that holds files; asked after the office formats, which are ZIP archives too."""

    name = "archive"
    version = "4"

    def identify(self, file: Candidate) -> bool:
        """Whether it begins as an archive does."""
        return archive_kind(file.head, file.name) is not None

    def parse(self, file: Candidate) -> Parsed:
        """A document that lists what is inside, and the files as attachments; each that is left out is a problem.

        Of a large archive a portion is read: the files that follow those read before, of a mailbox inside some of its messages.
        """
        kind = archive_kind(file.head, file.name) or ""
        if kind in _UNREAD:
            raise Refused(f"it is a {kind} archive, which pkm does not open: unpack it into a folder that pkm looks at")
        name = f"{self.name} {self.version}"
        resume = file.resume if file.resume is not None and file.resume.parser == name else None
        done, start = (resume.parts, resume.start) if resume else (0, 0)
        reading = _Reading(file)
        after: Resume | None = None
        try:
            for number, member in _members(file, kind):
                if not reading.takes(number, member, done):
                    continue
                is_full, rest = file.portion.is_full(reading.unpacked, len(reading.listed)), 0
                if not is_full:
                    rest = reading.read(number, member, start if number == done + 1 else 0)
                if is_full or rest:
                    passed = min(reading.stated - member.size + rest, member.total)
                    after = Resume(name, file.size, rest, number - 1, unfinished=True, done=passed, total=member.total)
                    break
        except _TooMuch as refusal:
            reading.problems.append(Problem(file.shown, None, str(refusal)))
        except _FAULTS as exc:
            if not (reading.listed or resume):
                raise Refused(
                    f"it begins as a {kind} archive and cannot be opened: it is damaged or cut short"
                ) from exc
            reading.problems.append(
                Problem(file.shown, f"after file {max(reading.listed, default=done)}", "the archive is damaged or cut short there")
            )  # fmt: skip
        if not (reading.listed or resume):
            raise Refused("the archive is empty")
        text = "".join(f"{reading.listed[number]}\n" for number in sorted(reading.listed))
        at = f"files from {done + 1}" + (f", byte {start}" if start else "")
        document = ParsedDocument(
            text=text, kind="other", title=PurePath(file.name).name, mime=_MIMES.get(kind, "application/x-tar"),
            locator=at if resume or after else None, meta={"files": str(len(reading.listed))},
        )  # fmt: skip
        return Parsed(
            (document,), tuple(reading.problems), tuple(reading.attachments), name, after, appended=resume is not None
        )


class _TooMuch(Exception):
    """The archive holds more than may be read of it."""


class _Reading:
    """What is read of an archive: of a whole one so much and no more, of one that is read in portions all that no bomb holds."""

    def __init__(self, file: Candidate) -> None:
        self.listed: dict[int, str] = {}
        self.attachments: list[Attachment] = []
        self.problems: list[Problem] = []
        self.unpacked = 0
        self._file, self.stated = file, 0
        self._is_whole = file.portion == WHOLE
        self._most_stated = max(MAX_UNPACKED_BYTES, file.size * MAX_OVERALL_RATIO)

    def takes(self, number: int, member: _Member, done: int) -> bool:
        """Whether a file was not read before; raises ``_TooMuch`` where neither it nor what follows may be read."""
        self.stated += member.size
        if self._is_whole:
            if len(self.listed) == MAX_MEMBERS:
                raise _TooMuch(f"it holds more than {MAX_MEMBERS} files: {_UNPACK}")
        elif number > MAX_FILES:
            raise _TooMuch(f"it holds more than {MAX_FILES} files: {_UNPACK}")
        elif self.stated > self._most_stated:
            raise _TooMuch(
                f"it unpacks to more than {MAX_OVERALL_RATIO} times its size: {number - 1} files were read, for the others {_UNPACK}"
            )
        pulse.beat()
        return number > done

    def read(self, number: int, member: _Member, start: int) -> int:
        """Unpack a file, from a byte on; returns where it is to be gone on with another time, 0 where it is done."""
        self.listed[number] = shown = _shown(member.name)
        locator = f"file {number} ({shown})" + (f", from byte {start}" if start else "")
        if _is_junk(member.name):
            return 0
        rest = 0
        try:
            if self._is_whole:
                data = _unpacked(member, MAX_UNPACKED_BYTES - self.unpacked)
            else:
                data, rest = self._portion(member, start)
        except Refused as refusal:
            self.problems.append(Problem(self._file.shown, locator, str(refusal)))
            return 0
        except NotImplementedError:
            reason = f"it is packed in a way that pkm does not know: {_UNPACK}"
            self.problems.append(Problem(self._file.shown, locator, reason))
            return 0
        except _FAULTS:
            self.problems.append(Problem(self._file.shown, locator, "it is damaged"))
            return 0
        self.unpacked += len(data)
        if (left_out := self._file.portion.left_out) and len(self.listed) == 1:
            self.problems.append(Problem(self._file.shown, locator, left_out))
        elif data:
            self.attachments.append(Attachment(PurePosixPath(shown).name or shown, data, 0, locator))
        return rest

    def _portion(self, member: _Member, start: int) -> tuple[bytes, int]:
        """A file's bytes, of a large mailbox those of some messages; and where the next ones begin, 0 where there are none."""
        size = self._file.portion.size
        if not start:
            if 0 < member.size <= size:
                return _unpacked(member, MAX_UNPACKED_BYTES), 0
            with _opened(member) as stream:
                if not is_mailbox(stream.read(_HEAD_BYTES)):
                    return _unpacked(member, MAX_UNPACKED_BYTES), 0
        if start > self._most_stated:
            raise Refused(f"it unpacks to more than {MAX_OVERALL_RATIO} times its size: what follows was not read")
        with _opened(member) as stream:
            _skip(stream, start)
            data = bytearray()
            while len(data) < MAX_UNPACKED_BYTES:
                block = stream.read(size)
                data += block
                if len(block) < size:
                    return bytes(data), 0
                if end := whole_messages(bytes(data)):
                    return bytes(data[:end]), start + end
        raise Refused(f"a message in it is larger than {MAX_UNPACKED_BYTES >> 20} MB: {_UNPACK}")


_UNPACK = "unpack it into a folder that pkm looks at"
_MIMES = {
    "ZIP": "application/zip",
    "gzip": "application/gzip",
    "bzip2": "application/x-bzip2",
    "xz": "application/x-xz",
    "CMS": "application/pkcs7-mime",
}


def archive_kind(head: bytes, name: str) -> str | None:
    """Which archive a file of that name is that begins so, if any."""
    if _is_tar(head, name):
        return "tar"
    if is_signed(head):
        return "CMS"
    return next((kind for magic, kind in _MAGIC if head.startswith(magic)), None)


def _is_tar(head: bytes, name: str) -> bool:
    """Whether it begins as a tar does; an empty one is nothing but zeros."""
    empty = PurePath(name).suffix.lower() == ".tar" and len(head) >= _TAR_BLOCK and not any(head)
    return head[_TAR_MARK] == b"ustar" or empty


def _members(file: Candidate, kind: str) -> Iterator[tuple[int, _Member]]:
    """The files inside, with their numbers in it."""
    if kind == "ZIP":
        yield from _zipped(file)
    elif kind == "CMS":
        yield 1, _signed(file)
    elif kind == "tar" or _is_packed_tar(file, kind):
        yield from enumerate(_tarred(file), start=1)
    else:
        yield 1, _Member(PurePath(file.name).stem, 0, file.size, lambda: _OPENERS[kind](file.path))


def _zipped(file: Candidate) -> Iterator[tuple[int, _Member]]:
    """Where not all may be unpacked the small ones first: else a film would leave no room for letters."""
    with zipfile.ZipFile(file.path) as archive:
        entries = list(enumerate((each for each in archive.infolist() if not each.is_dir()), start=1))
        total = sum(each.file_size for _, each in entries)
        if file.portion == WHOLE and total > MAX_UNPACKED_BYTES:
            entries.sort(key=lambda entry: entry[1].file_size)
        for number, each in entries:
            name = each.filename
            if not each.flag_bits & 0x800:  # the name is in the packer's own code page, today mostly UTF-8
                name = _redecoded(name)
            refusal = "it is encrypted: unpack it with its password" if each.flag_bits & 1 else None
            if each.external_attr >> 28 == 0xA:
                refusal = "it is a link, not a file"
            yield number, _Member(name, each.file_size, each.compress_size, partial(archive.open, each), refusal, total)


def _tarred(file: Candidate) -> Iterator[_Member]:
    total = file.size if _is_tar(file.head, file.name) else 0
    with tarfile.open(file.path, "r:*") as archive:
        for each in archive:
            if each.isdir():
                continue
            refusal = None if each.isreg() else "it is a link, a pipe or a device, not a file"
            yield _Member(each.name, each.size, None, partial(archive.extractfile, each), refusal, total)


def _signed(file: Candidate) -> _Member:
    contents = signed_contents(file.path.read_bytes())
    if contents is None:
        raise Refused("it is a signature or a certificate by itself, or damaged: what was signed is not in it")
    return _Member(PurePath(file.name).stem, len(contents), None, partial(BytesIO, contents))


def _is_packed_tar(file: Candidate, kind: str) -> bool:
    try:
        with _OPENERS[kind](file.path) as stream:
            return _is_tar(stream.read(_TAR_BLOCK), PurePath(file.name).stem if file.suffix != ".tgz" else "x.tar")
    except _FAULTS:
        return False


def _unpacked(member: _Member, left: int) -> bytes:
    """A file's bytes; raises ``Refused`` for what is none, and for more than may be unpacked."""
    most = left if member.packed is None else min(left, max(_RATIO_FREE_BYTES, member.packed * MAX_RATIO))
    too_much = (
        f"it unpacks to more than {MAX_RATIO} times its size, as a bomb does, and was not read"
        if most < left
        else f"the archive holds more than {MAX_UNPACKED_BYTES >> 20} MB: {_UNPACK}"
    )
    if member.size > most:
        raise Refused(too_much)
    with _opened(member) as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise Refused(too_much)
    return data


def _opened(member: _Member) -> IO[bytes]:
    """A file inside, to be read; raises ``Refused`` for what is none."""
    stream = member.read() if member.read is not None and member.refusal is None else None
    if stream is None:
        raise Refused(member.refusal or "it is not a file")
    return stream


def _skip(stream: IO[bytes], count: int) -> None:
    """Pass by so many bytes."""
    while count and (block := stream.read(min(count, _BLOCK))):
        count -= len(block)
        pulse.beat()


def _redecoded(name: str) -> str:
    try:
        return name.encode("cp437").decode("utf-8")
    except UnicodeError:
        return name


def _shown(name: str) -> str:
    """A member's name for people: no way out of the archive, nothing that does not print."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in {"", ".", ".."}]
    return "".join(each if each.isprintable() else "\ufffd" for each in "/".join(parts)) or "unnamed"


def _is_junk(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return bool(parts) and (not _JUNK_FOLDERS.isdisjoint(parts[:-1]) or parts[-1] in _JUNK_NAMES)
