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

from ingest.parsers.cms import is_signed, signed_contents
from ingest.parsers.package import MAX_MEMBERS, MAX_RATIO, ZIP_MAGIC
from pkm.errors import Refused
from pkm.models import Attachment, Parsed, ParsedDocument, Problem

if TYPE_CHECKING:
    from ingest.parsers import Candidate

MAX_UNPACKED_BYTES = 512 << 20
"""Of all that is inside; half of what a reader may give back."""
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
    """A file inside: its name as the archive says it, how large it says it is, how to read it, or why it is not read."""

    name: str
    size: int
    packed: int | None = None
    read: Callable[[], IO[bytes] | None] | None = None
    refusal: str | None = None


class Archive:
    """A file that holds files; asked after the office formats, which are ZIP archives too."""

    name = "archive"
    version = "3"

    def identify(self, file: Candidate) -> bool:
        """Whether it begins as an archive does."""
        return _kind(file) is not None

    def parse(self, file: Candidate) -> Parsed:
        """A document that lists what is inside, and the files as attachments; each that is left out is a problem."""
        kind = _kind(file)
        if kind in _UNREAD:
            raise Refused(f"it is a {kind} archive, which pkm does not open: unpack it into a folder that pkm looks at")
        listed: dict[int, str] = {}
        attachments: list[Attachment] = []
        problems: list[Problem] = []
        left = MAX_UNPACKED_BYTES
        try:
            for number, member in _members(file, kind or ""):
                shown = _shown(member.name)
                if len(listed) == MAX_MEMBERS:
                    problems.append(Problem(file.shown, None, f"it holds more than {MAX_MEMBERS} files: {_UNPACK}"))
                    break
                listed[number] = shown
                locator = f"file {number} ({shown})"
                if _is_junk(member.name):
                    continue
                try:
                    data = _unpacked(member, left)
                except Refused as refusal:
                    problems.append(Problem(file.shown, locator, str(refusal)))
                    continue
                except NotImplementedError:
                    problems.append(
                        Problem(file.shown, locator, f"it is packed in a way that pkm does not know: {_UNPACK}")
                    )
                    continue
                except _FAULTS:
                    problems.append(Problem(file.shown, locator, "it is damaged"))
                    continue
                left -= len(data)
                if data:
                    attachments.append(Attachment(PurePosixPath(shown).name or shown, data, 0, locator))
        except _FAULTS as exc:
            if not listed:
                raise Refused(
                    f"it begins as a {kind} archive and cannot be opened: it is damaged or cut short"
                ) from exc
            problems.append(
                Problem(file.shown, f"after file {len(listed)}", "the archive is damaged or cut short there")
            )
        if not listed:
            raise Refused("the archive is empty")
        text = "".join(f"{listed[number]}\n" for number in sorted(listed))
        document = ParsedDocument(
            text=text, kind="other", title=PurePath(file.name).name, mime=_MIMES.get(kind or "", "application/x-tar"),
            meta={"files": str(len(listed))},
        )  # fmt: skip
        return Parsed((document,), tuple(problems), tuple(attachments))


_UNPACK = "unpack it into a folder that pkm looks at"
_MIMES = {
    "ZIP": "application/zip",
    "gzip": "application/gzip",
    "bzip2": "application/x-bzip2",
    "xz": "application/x-xz",
    "CMS": "application/pkcs7-mime",
}


def _kind(file: Candidate) -> str | None:
    if _is_tar(file.head, file.name):
        return "tar"
    if is_signed(file.head):
        return "CMS"
    return next((name for magic, name in _MAGIC if file.head.startswith(magic)), None)


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
    """Of more than may be unpacked the small ones first: else a film would leave no room for letters."""
    with zipfile.ZipFile(file.path) as archive:
        entries = list(enumerate((each for each in archive.infolist() if not each.is_dir()), start=1))
        if sum(each.file_size for _, each in entries) > MAX_UNPACKED_BYTES:
            entries.sort(key=lambda entry: entry[1].file_size)
        for number, each in entries:
            name = each.filename
            if not each.flag_bits & 0x800:  # the name is in the packer's own code page, today mostly UTF-8
                name = _redecoded(name)
            refusal = "it is encrypted: unpack it with its password" if each.flag_bits & 1 else None
            if each.external_attr >> 28 == 0xA:
                refusal = "it is a link, not a file"
            yield number, _Member(name, each.file_size, each.compress_size, partial(archive.open, each), refusal)


def _tarred(file: Candidate) -> Iterator[_Member]:
    with tarfile.open(file.path, "r:*") as archive:
        for each in archive:
            if each.isdir():
                continue
            refusal = None if each.isreg() else "it is a link, a pipe or a device, not a file"
            yield _Member(each.name, each.size, None, partial(archive.extractfile, each), refusal)


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
    if member.refusal is not None or member.read is None:
        raise Refused(member.refusal or "it is not a file")
    most = left if member.packed is None else min(left, max(_RATIO_FREE_BYTES, member.packed * MAX_RATIO))
    too_much = (
        f"it unpacks to more than {MAX_RATIO} times its size, as a bomb does, and was not read"
        if most < left
        else f"the archive holds more than {MAX_UNPACKED_BYTES >> 20} MB: {_UNPACK}"
    )
    if member.size > most:
        raise Refused(too_much)
    stream = member.read()
    if stream is None:
        raise Refused("it is not a file")
    with stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise Refused(too_much)
    return data


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
