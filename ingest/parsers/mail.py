"""Mail: single messages (``Eml``), mailboxes (``Mbox``) and Outlook's own files (``Msg``, ``Tnef``), each message a document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ingest.parsers import Candidate
from ingest.parsers.kind import guess_language
from ingest.parsers.letter import Letter
from ingest.parsers.mail_header import safe_name
from ingest.parsers.mbox import MAX_MESSAGE, is_mailbox, is_thrown_away, split_mailbox
from ingest.parsers.mime import read_message
from ingest.parsers.outlook import is_outlook, read_outlook
from ingest.parsers.quoted import copied_ranges, is_reply_subject, quoted_from
from ingest.parsers.tnef import is_tnef, read_tnef
from pkm.errors import Refused
from pkm.models import Attachment, Parsed, ParsedDocument, Problem, Resume

MAX_NAMED = 3
_MAIL_SUFFIXES = frozenset([".eml", ".emlx", ".msg", ".email"])
_FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:")
# Messages whose name has no ending: of a mailbox (RFC 5092), and of a Maildir.
_MESSAGE_URL = re.compile(r"imap://[^/]+/.*/;UID=\d+", re.DOTALL)
_MAILDIR_PLACE = re.compile(r"(?:.*/)?(?:cur|new)/\d{9,}\.[^./:]+\.[^/:]+(?:[:;!]2,[A-Za-z]*)?", re.DOTALL)
_KNOWN = frozenset(
    [b"from", b"to", b"cc", b"date", b"subject", b"received", b"message-id", b"mime-version", b"return-path",
     b"content-type", b"reply-to", b"delivered-to", b"sender", b"references", b"in-reply-to"]
)  # fmt: skip
_SENT = frozenset([b"message-id", b"received", b"mime-version", b"return-path"])
_AGAIN = re.compile(r"(message .*) \((\d+)\)", re.DOTALL)
_EMLX_LENGTH = re.compile(rb"\s*(\d{1,12})[ \t]*\r?\n")


class Eml:
    """One message in a file (RFC 5322), also Apple's ``.emlx`` and messages that are called ``.msg``."""

    name = "eml"
    version = "5"

    def identify(self, file: Candidate) -> bool:
        """Header fields at the start; where the name does not say mail, such as only sent mail has."""
        named = _is_named_mail(file)
        if named and (is_mailbox(file.head) or _lies_at(file, _MESSAGE_URL)):
            return True
        fields = _fields(_EMLX_LENGTH.sub(b"", file.head, count=1) if file.suffix == ".emlx" else file.head)
        known = fields & _KNOWN
        if not named:
            return len(known) >= 3 and bool(known & _SENT)
        # Other programs call their files .msg, too; none of them begins with what parts of a message begin with.
        return len(known) >= 2 or (bool(known) and (file.suffix != ".msg" or b"content-type" in known))

    def parse(self, file: Candidate) -> Parsed:
        """Read the message; raises ``Refused`` where it holds nothing."""
        data = file.path.read_bytes()
        if file.suffix == ".emlx" and (length := _EMLX_LENGTH.match(data)):
            data = data[length.end() : length.end() + int(length[1])]
        letter = read_message(data)
        if not (letter.body or letter.subject or letter.sender or letter.enclosures):
            raise Refused(letter.losses[0].reason if letter.losses else "the message is empty")
        written = _written(letter, None, 0, file.shown, "message/rfc822")
        return Parsed((written.document,), written.problems, written.attachments, f"{self.name} {self.version}")


class Mbox:
    """Many messages in a file, each introduced by a ``From `` line."""

    name = "mbox"
    version = "6"

    def identify(self, file: Candidate) -> bool:
        """A ``From `` line with a date, and a header below it; a ``.eml`` that begins so holds one message."""
        return not _is_named_mail(file) and is_mailbox(file.head)

    def parse(self, file: Candidate) -> Parsed:
        """Read a portion of the messages, without those that were thrown away; one that cannot be read is a problem, the others go on.

        In a mailbox that only grew, reading goes on with the message that was the last one: it may have been incomplete.
        """
        documents: list[ParsedDocument] = []
        problems: list[Problem] = []
        attachments: list[Attachment] = []
        name = f"{self.name} {self.version}"
        resume = file.resume if file.resume is not None and file.resume.parser == name else None
        seen = _numbered(resume.seen if resume else ())
        open_ended, thrown_away = 0, False
        after: Resume | None = None
        before, begin = (resume.parts, resume.start) if resume else (0, 0)
        for number, (start, data, is_final) in enumerate(split_mailbox(file.path, begin), before + 1):
            if file.portion.is_full(start - begin, number - before - 1):
                after = Resume(name, file.size, start, number - 1, unfinished=True, done=start, total=file.size)
                open_ended = 1
                break
            open_ended += not is_final
            after = Resume(name, file.size, start, number - 1)
            if file.grows and not is_final:
                break
            if data is None or (file.portion.left_out and number == before + 1):
                too_large = f"it is larger than {MAX_MESSAGE >> 20} MB: save what is attached to it"
                reason = too_large if data is None else str(file.portion.left_out)
                problems.append(Problem(file.shown, f"message {number}", reason))
                continue
            if is_thrown_away(data):
                thrown_away = True
                continue
            try:
                letter = read_message(data)
            except (ValueError, LookupError, TypeError, RecursionError) as error:
                problems.append(Problem(file.shown, f"message {number}", f"cannot be read ({type(error).__name__})"))
                continue
            locator = f"message <{letter.message_id}>" if letter.message_id else f"message {number}"
            seen[locator] += 1
            if seen[locator] > 1:
                locator = f"{locator} ({seen[locator]})"
            after = replace(after, last=locator)
            written = _written(letter, locator, len(documents), file.shown, "message/rfc822")
            documents.append(written.document)
            problems.extend(written.problems)
            attachments.extend(written.attachments)
        goes_on = after is not None and after.unfinished
        if thrown_away and not (documents or problems or resume or goes_on):
            raise Refused("all its messages were thrown away, or are spam")
        return Parsed(
            tuple(documents), tuple(problems), tuple(attachments), name, after if open_ended == 1 else None, resume is not None
        )  # fmt: skip


class Msg:
    """A message as Outlook saves it (an OLE file); messages inside it are documents of their own."""

    name = "msg"
    version = "4"

    def identify(self, file: Candidate) -> bool:
        """An OLE file that holds Outlook's property stream; Word, Excel and PowerPoint files hold others."""
        return is_outlook(file.path, file.head)

    def parse(self, file: Candidate) -> Parsed:
        """Read the message and those inside it; raises ``Refused`` where the file is damaged."""
        documents: list[ParsedDocument] = []
        problems: list[Problem] = []
        attachments: list[Attachment] = []
        for each in read_outlook(file.path):
            locator = each.locator
            written = _written(each.letter, locator, len(documents), file.shown, "application/vnd.ms-outlook")
            documents.append(replace(written.document, parent=each.parent, name=each.name))
            problems.extend(written.problems)
            attachments.extend(written.attachments)
        return Parsed(tuple(documents), tuple(problems), tuple(attachments), f"{self.name} {self.version}")


class Tnef:
    """A ``winmail.dat`` that somebody saved, or a message inside one: Outlook's form of a mail and what is attached to it."""

    name = "tnef"
    version = "1"

    def identify(self, file: Candidate) -> bool:
        """Whether it begins so."""
        return is_tnef(file.head)

    def parse(self, file: Candidate) -> Parsed:
        """Read the message; raises ``Refused`` where it is damaged."""
        written = _written(read_tnef(file.path.read_bytes()), None, 0, file.shown, "application/vnd.ms-tnef")
        return Parsed((written.document,), written.problems, written.attachments)


def _is_named_mail(file: Candidate) -> bool:
    """Whether its name or its place says that it is one message."""
    return file.suffix in _MAIL_SUFFIXES or _lies_at(file, _MESSAGE_URL) or _lies_at(file, _MAILDIR_PLACE)


def _lies_at(file: Candidate, place: re.Pattern[str]) -> bool:
    """Whether it lies at such a place; what is attached to a message does not, though it is shown under its path."""
    return file.shown.endswith(f"/{file.name}") and place.fullmatch(file.shown) is not None


def _fields(head: bytes) -> set[bytes]:
    """Names of the header fields with which a file begins, lower case; none where its first line is no field."""
    names: set[bytes] = set()
    lines = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n").splitlines()
    if lines and lines[0].startswith(b"From "):
        lines = lines[1:]
    odd = 0
    for line in lines[:200]:
        if not line.strip():
            break
        if line[:1] in b" \t":
            continue
        if field := _FIELD.match(line):
            names.add(field[1].lower())
        else:
            odd += 1
            if odd > 2 or not names:
                break
    return names


def _numbered(locators: Iterable[str]) -> Counter[str]:
    """How often each locator was given already; the second one and further ones bear their number."""
    seen: Counter[str] = Counter()
    for each in locators:
        numbered = _AGAIN.fullmatch(each)
        plain, number = (numbered[1], int(numbered[2])) if numbered else (each, 1)
        seen[plain] = max(seen[plain], number)
    return seen


@dataclass(frozen=True, slots=True)
class _Written:
    document: ParsedDocument
    problems: tuple[Problem, ...]
    attachments: tuple[Attachment, ...]


def _written(letter: Letter, locator: str | None, index: int, shown: str, mime: str) -> _Written:
    """A letter as the document with ``index``: its header as a reader sees it, then its text."""
    fields = (("From", letter.sender), ("To", letter.to), ("Cc", letter.cc), ("Date", letter.sent))
    header = "".join(f"{name}: {value}\n" for name, value in (*fields, ("Subject", letter.subject)) if value)
    header += "\n" if header else ""
    answers = bool(letter.in_reply_to or letter.references)
    quoted = quoted_from(letter.body, letter.subject)
    repeats = answers or is_reply_subject(letter.subject)  # what is quoted by who answers nobody is news
    copied = copied_ranges(letter.body, letter.subject, is_reply=answers) if repeats else []
    day = letter.sent_at.date() if letter.sent_at else None
    thread = next(iter(letter.references), "") or letter.in_reply_to or letter.message_id
    meta = {
        "message_id": letter.message_id,
        "in_reply_to": letter.in_reply_to,
        "references": " ".join(letter.references),
        "thread": thread,
        "from": letter.sender,
        "to": letter.to,
        "cc": letter.cc,
        "date": letter.sent_at.isoformat() if letter.sent_at else "",
        "quoted_from": str(len(header) + quoted) if quoted is not None else "",
        "inline_images": str(letter.inline_images) if letter.inline_images else "",
        **letter.meta,
    }
    people = " ".join(
        f"{word} {_named(value)}" for word, value in (("From", letter.sender), ("to", letter.to)) if value
    )
    document = ParsedDocument(
        text=header + letter.body,
        kind="email",
        title=letter.subject or "(no subject)",
        mime=mime,
        date=day,
        language=guess_language(letter.body),
        locator=locator,
        head=", ".join(part for part in (people, day.isoformat() if day else "") if part),
        header_end=len(header),
        headings=tuple(replace(each, char_start=each.char_start + len(header)) for each in letter.headings),
        meta={key: value for key, value in meta.items() if value},
        quoted=tuple((low + len(header), high + len(header)) for low, high in copied),
    )
    within = f"{locator}, " if locator else ""
    problems = tuple(
        Problem(shown, f"{within}{loss.part}" if loss.part else locator, loss.reason) for loss in letter.losses
    )
    names = [safe_name(each.name, f"attachment-{n}") for n, each in enumerate(letter.enclosures, 1)]
    attachments = tuple(
        Attachment(name, each.data, index, f"{within}attachment {n} ({name})")
        for n, (name, each) in enumerate(zip(names, letter.enclosures, strict=True), 1)
    )
    return _Written(document, problems, attachments)


def _named(addresses: str) -> str:
    """The first few of many addresses."""
    each = re.split(r",\s*(?=[^,]*@)", addresses.strip(", "))
    more = len(each) - MAX_NAMED
    return ", ".join(each[:MAX_NAMED]) + (f" and {more} more" if more > 0 else "")
