"""Archives as containers: ZIP, tar, single files packed with gzip, bzip2 or xz, or signed. Each file inside is a document of its own.

Formats: PKWARE's APPNOTE 6.3.10, POSIX.1-2017 pax (tar), RFC 1952 (gzip). Nothing is unpacked to the disk under its own
name, and nothing before its size is known to be bearable; what a header says of a size is not believed.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import PurePath, PurePosixPath
from typing import TYPE_CHECKING

from ingest import pulse
from ingest.parsers.archive_walk import FAULTS, Member, Reached, Walk, archive_kind
from ingest.parsers.mbox import is_mailbox, whole_messages
from ingest.parsers.package import MAX_MEMBERS, MAX_RATIO
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
_HEAD_BYTES = 1 << 16
_RATIO_FREE_BYTES = 10 << 20
_UNREAD = frozenset(("7z", "RAR", "Zstandard"))
# What systems and programs add of their own.
_JUNK_FOLDERS = frozenset(("__MACOSX", ".git", "__pycache__"))
_JUNK_NAMES = frozenset((".DS_Store", "Thumbs.db", "desktop.ini"))


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
        after: Resume | None = None
        walk = Walk.through(file, kind, MAX_UNPACKED_BYTES, done, start)
        reading = _Reading(file, walk)
        try:
            for number, member in walk:
                if not reading.takes(number, done):
                    continue
                is_full, rest = file.portion.is_full(reading.unpacked, len(reading.listed)), 0
                if not is_full:
                    rest = reading.read(number, member, start if number == done + 1 else 0)
                if is_full or rest:
                    walk.put_back(number, member)
                    passed = min(walk.stated + rest, member.total)
                    after = Resume(name, file.size, rest, number - 1, unfinished=True, done=passed, total=member.total)
                    walk.stay()
                    break
        except _TooMuch as refusal:
            reading.problems.append(Problem(file.shown, None, str(refusal)))
        except FAULTS as exc:
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

    def __init__(self, file: Candidate, walk: Walk) -> None:
        self.listed: dict[int, str] = {}
        self.attachments: list[Attachment] = []
        self.problems: list[Problem] = []
        self.unpacked = 0
        self._file, self._walk = file, walk
        self._is_whole = file.portion == WHOLE
        self._most_stated = max(MAX_UNPACKED_BYTES, file.size * MAX_OVERALL_RATIO)

    def takes(self, number: int, done: int) -> bool:
        """Whether a file was not read before; raises ``_TooMuch`` where neither it nor what follows may be read."""
        if self._is_whole:
            if len(self.listed) == MAX_MEMBERS:
                raise _TooMuch(f"it holds more than {MAX_MEMBERS} files: {_UNPACK}")
        elif number > MAX_FILES:
            raise _TooMuch(f"it holds more than {MAX_FILES} files: {_UNPACK}")
        elif self._walk.stated > self._most_stated:
            raise _TooMuch(
                f"it unpacks to more than {MAX_OVERALL_RATIO} times its size: {number - 1} files were read, for the others {_UNPACK}"
            )
        pulse.beat()
        return number > done

    def read(self, number: int, member: Member, start: int) -> int:
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
        except FAULTS:
            self.problems.append(Problem(self._file.shown, locator, "it is damaged"))
            return 0
        self.unpacked += len(data)
        if (left_out := self._file.portion.left_out) and len(self.listed) == 1:
            self.problems.append(Problem(self._file.shown, locator, left_out))
        elif data:
            self.attachments.append(Attachment(PurePosixPath(shown).name or shown, data, 0, locator))
        return rest

    def _portion(self, member: Member, start: int) -> tuple[bytes, int]:
        """A file's bytes, of a large mailbox those of some messages; and where the next ones begin, 0 where there are none."""
        size = self._file.portion.size
        if start > self._most_stated:
            raise Refused(f"it unpacks to more than {MAX_OVERALL_RATIO} times its size: what follows was not read")
        reached, self._walk.reached = self._walk.reached, None
        if reached is None:
            if not start and 0 < member.size <= size:
                return _unpacked(member, MAX_UNPACKED_BYTES), 0
            reached = Reached(member.open())
            head = reached.read(_HEAD_BYTES)
            reached.put_back(head)
            if not start and not is_mailbox(head):
                return _unpacked(member, MAX_UNPACKED_BYTES, reached), 0
            reached.skip_to(start)
        data = bytearray()
        while len(data) < MAX_UNPACKED_BYTES:
            block = reached.read(size)
            data += block
            if len(block) < size:
                reached.close()
                return bytes(data), 0
            if end := whole_messages(bytes(data)):
                reached.put_back(bytes(data[end:]))
                self._walk.reached = reached
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


def _unpacked(member: Member, left: int, begun: Reached | None = None) -> bytes:
    """A file's bytes; raises ``Refused`` for what is none, and for more than may be unpacked."""
    most = left if member.packed is None else min(left, max(_RATIO_FREE_BYTES, member.packed * MAX_RATIO))
    too_much = (
        f"it unpacks to more than {MAX_RATIO} times its size, as a bomb does, and was not read"
        if most < left
        else f"the archive holds more than {MAX_UNPACKED_BYTES >> 20} MB: {_UNPACK}"
    )
    if member.size > most:
        raise Refused(too_much)
    with closing(begun or member.open()) as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise Refused(too_much)
    return data


def _shown(name: str) -> str:
    """A member's name for people: no way out of the archive, nothing that does not print."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in {"", ".", ".."}]
    return "".join(each if each.isprintable() else "\ufffd" for each in "/".join(parts)) or "unnamed"


def _is_junk(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return bool(parts) and (not _JUNK_FOLDERS.isdisjoint(parts[:-1]) or parts[-1] in _JUNK_NAMES)
