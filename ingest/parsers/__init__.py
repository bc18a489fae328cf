"""From a file to ``Parsed``: the parsers, in the order in which they are asked, and the walk into attachments.

A parser is chosen by content first, the name's ending last; the first whose ``identify`` is true parses the file.
Everything here runs in the sandbox (``ingest.sandbox``), never in a process that holds a database connection.
"""

from __future__ import annotations

import tempfile
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from ingest.parsers import wordless
from ingest.parsers.archive_walk import archive_kind
from ingest.parsers.bounds import within_bounds
from ingest.parsers.kind import BLANK_SUFFIXES
from ingest.parsers.mbox import is_mailbox
from ingest.parsers.portion import WHOLE, Portion
from pkm.errors import Refused
from pkm.models import Attachment, CsvProfile, Parsed, ParsedDocument, Problem, Resume

HEAD_BYTES = 65_536
MAX_DEPTH = 8
MAX_ARCHIVES = 2  # one in the other: what unpacks without end does it by more
MAX_DOCUMENTS = 200_000
MAX_ATTACHED_BYTES = 1 << 30


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file to be parsed.

    Attributes:
        path: Where its bytes lie now (for an attachment, a scratch file).
        shown: Its path as the owner knows it; goes into problems.
        name: Its file name, for its ending.
        size: In bytes.
        head: The first 64 KiB.
        profiles: How a person said that tables are to be read, by their layout (``csv_layout``).
        resume: Where a parser that can go on may do so: what comes before is read already, and the same.
        grows: Somebody is adding to it: its last part may be incomplete.
        portion: How much of it is to be read, by who can go on later; else all.
    """

    path: Path
    shown: str
    name: str
    size: int
    head: bytes
    profiles: Mapping[str, CsvProfile] = field(default_factory=dict)
    resume: Resume | None = None
    grows: bool = False
    portion: Portion = WHOLE

    @classmethod
    def at(
        cls, path: Path, shown: str | None = None, name: str | None = None,
        profiles: Mapping[str, CsvProfile] | None = None, resume: Resume | None = None, grows: bool = False,
        portion: Portion = WHOLE,
    ) -> Candidate:  # fmt: skip
        """Look at the file at ``path``; raises ``OSError`` where it cannot be read."""
        with path.open("rb") as stream:
            head = stream.read(HEAD_BYTES)
        place = shown or str(path)
        said = {layout: each.at(place) for layout, each in (profiles or {}).items()}
        return cls(path, place, name or path.name, path.stat().st_size, head, said, resume, grows, portion)

    @property
    def suffix(self) -> str:
        """The name's ending, lower case, with its dot."""
        return _suffix(self.name)


@lru_cache(maxsize=64)
def _suffix(name: str) -> str:
    """It is asked for by most parsers in turn."""
    return Path(name).suffix.lower()


class Parser(Protocol):
    """One way of reading. A new ``version`` means: parse again."""

    name: str
    version: str

    def identify(self, file: Candidate) -> bool:
        """Whether this parser reads the file; looks at ``head`` and ``name``, raises nothing."""
        ...

    def parse(self, file: Candidate) -> Parsed:
        """Read it; raises ``Refused`` where nothing of it can be read."""
        ...


def parsers() -> tuple[Parser, ...]:
    """All parsers, in the order in which they are asked."""
    from ingest.parsers.archive import Archive
    from ingest.parsers.bookmarks import Bookmarks
    from ingest.parsers.camt import Camt
    from ingest.parsers.chat_blocks import ChatBlocks
    from ingest.parsers.chat_html import ChatHtml
    from ingest.parsers.chat_json import ChatJson
    from ingest.parsers.chat_lines import ChatLines
    from ingest.parsers.chat_services import ChatServices
    from ingest.parsers.chat_signal import ChatSignal, ChatSignalText
    from ingest.parsers.chat_slack import ChatSlack, ChatSlackDay
    from ingest.parsers.chat_sms import Imessage, SmsBackup
    from ingest.parsers.code import Code
    from ingest.parsers.csv_bank import CsvBank
    from ingest.parsers.enex import Enex
    from ingest.parsers.epub import Epub
    from ingest.parsers.gpx import Gpx
    from ingest.parsers.ical import ICalendar
    from ingest.parsers.image import Image
    from ingest.parsers.mail import Eml, Mbox, Msg, Tnef
    from ingest.parsers.mt940 import Mt940
    from ingest.parsers.note import Keep
    from ingest.parsers.office import Docx, Odp, Odt, Pptx, Rtf, Xlsx
    from ingest.parsers.ofx import Ofx
    from ingest.parsers.pdf import Pdf
    from ingest.parsers.qif import Qif
    from ingest.parsers.spreadsheet import Spreadsheet
    from ingest.parsers.text import Csv, Html, Markdown, PlainText
    from ingest.parsers.vcard import VCard

    return (
        Pdf(), Image(), Docx(), Spreadsheet(), Xlsx(), Pptx(), Odt(), Odp(), Epub(), Rtf(), Msg(), Tnef(), ChatSlack(), Archive(),
        Ofx(), Mt940(), Camt(), Qif(), Mbox(), Eml(),
        ChatLines(), ChatBlocks(), ChatServices(), ChatSlackDay(), ChatJson(), ChatSignal(), ChatSignalText(), ChatHtml(), SmsBackup(), Imessage(),
        ICalendar(), VCard(), Keep(), Enex(), Gpx(), Bookmarks(), Html(), CsvBank(), Csv(), Markdown(), Code(), PlainText(),
    )  # fmt: skip


PARSERS: tuple[Parser, ...] = parsers()


def is_read_in_portions(head: bytes, name: str) -> bool:
    """Whether a file of that name that begins so is a mailbox or an archive, which may be of any size."""
    return is_mailbox(head) or archive_kind(head, name) is not None


def parser_for(file: Candidate) -> Parser:
    """The first parser that knows the file; raises ``Refused`` where none does."""
    if file.size == 0 and file.suffix not in BLANK_SUFFIXES:
        raise Refused("the file is empty")
    if wordless.is_link(file):
        raise wordless.link_refusal()
    for parser in PARSERS:
        if parser.identify(file):
            return parser
    raise wordless.refusal(file)


def parse(file: Candidate) -> Parsed:
    """Read a file and all that is attached to it, however deep; raises ``Refused`` where nothing can be read."""
    parser = parser_for(file)
    first = within_bounds(parser.parse(file), file.shown)
    if not first.attachments:
        return replace(first, parser=f"{parser.name} {parser.version}")
    documents: list[ParsedDocument] = list(first.documents)
    problems: list[Problem] = list(first.problems)
    packed = int(parser.name == "archive")
    waiting: deque[tuple[int, int, Attachment]] = deque((1, packed, each) for each in first.attachments)
    attached_bytes = without_words = 0
    with tempfile.TemporaryDirectory(prefix="pkm-attachments-") as scratch:
        while waiting:
            depth, packed, attachment = waiting.popleft()
            attached_bytes += len(attachment.data)
            try:
                if depth > MAX_DEPTH:
                    raise Refused(f"attachments are nested more than {MAX_DEPTH} deep")
                if attached_bytes > MAX_ATTACHED_BYTES or len(documents) >= MAX_DOCUMENTS:
                    raise Refused("the file holds too much: the rest of its attachments was not read")
                inner = _parse_attachment(attachment, file, Path(scratch), packed)
            except Refused as refusal:
                if refusal.wordless:
                    without_words += 1
                    continue
                where = f"{attachment.locator}, {refusal.locator}" if refusal.locator else attachment.locator
                problems.append(Problem(file.shown, where, str(refusal)))
                continue
            except (MemoryError, OSError):
                raise
            except Exception as error:  # a fault with one attachment concerns no other
                reason = f"it could not be read: {type(error).__name__}"
                problems.append(Problem(file.shown, attachment.locator, reason))
                continue
            base = len(documents)
            problems.extend(
                replace(each, locator=f"{attachment.locator}, {each.locator}" if each.locator else attachment.locator)
                for each in inner.problems
            )
            for document in inner.documents:
                own = document.parent is None
                documents.append(
                    replace(
                        document,
                        parent=attachment.parent if own else base + (document.parent or 0),
                        locator=(
                            f"{attachment.locator}, {document.locator}" if document.locator else attachment.locator
                        ),
                        name=document.name or (attachment.name if own else None),
                        original=attachment.data if own and document.locator is None else document.original,
                    )
                )
            waiting.extend(
                (
                    depth + 1,
                    packed + (inner.parser == "archive"),
                    replace(each, parent=base + each.parent, locator=f"{attachment.locator}, {each.locator}"),
                )
                for each in inner.attachments
            )
    return replace(
        first, documents=tuple(documents), problems=tuple(problems), attachments=(), parser=f"{parser.name} {parser.version}",
        wordless=without_words,
    )  # fmt: skip


def _parse_attachment(attachment: Attachment, file: Candidate, scratch: Path, packed: int) -> Parsed:
    """Parse one attachment, ``packed`` archives deep, from a scratch file; its own name never becomes a path."""
    place = scratch / "attachment"
    place.write_bytes(attachment.data)
    candidate = Candidate.at(place, file.shown, attachment.name, file.profiles)
    parser = parser_for(candidate)
    if parser.name == "archive" and packed >= MAX_ARCHIVES:
        raise Refused(f"archives are packed in each other more than {MAX_ARCHIVES} deep")
    return replace(within_bounds(parser.parse(candidate), file.shown), parser=parser.name)
