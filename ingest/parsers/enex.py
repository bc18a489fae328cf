"""Evernote's export (ENEX, "evernote-export4.dtd"): each note is a document, each file in it one below that.

The file is read as a stream, a note at a time (``xml_stream``). What a note says is ENML, a dialect of XHTML, and is read as
a page.
"""

from __future__ import annotations

import base64
import binascii
import mimetypes
import re
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ingest.parsers.chat import local
from ingest.parsers.headings import as_title
from ingest.parsers.mail_header import safe_name
from ingest.parsers.note import note
from ingest.parsers.partition import text_of_html
from ingest.parsers.xml_stream import stream
from pkm.models import Attachment, Parsed, ParsedDocument, Problem

if TYPE_CHECKING:
    from lxml.etree import _Element

    from ingest.parsers import Candidate

_START = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!DOCTYPE[^>]*>\s*)?<en-export\b")
_MEDIA = re.compile(r"</?en-media\b[^<>]*>")
_TODO = re.compile(r"<en-todo\b([^<>]*)>")
_SEALED = re.compile(r"<(/?)en-crypt\b[^<>]*>")
_MAX_ATTACHED_BYTES = 512 << 20


class Enex:
    """A notebook, or some notes of it."""

    name = "enex"
    version = "1"

    def identify(self, file: Candidate) -> bool:
        """Whether its first element is that of an export."""
        return _START.match(file.head) is not None or b"<!DOCTYPE en-export" in file.head[:1000]

    def parse(self, file: Candidate) -> Parsed:
        """A document for each note; a file in it that cannot be read is a problem with its place."""
        documents: list[ParsedDocument] = []
        attachments: list[Attachment] = []
        problems: list[Problem] = []
        seen: Counter[str] = Counter()
        left = _MAX_ATTACHED_BYTES
        whole = True
        for number, element in enumerate(stream(file.path, file.head, ("note",)), start=1):
            if element is None:
                whole = False
                break
            title = element.findtext("title") or ""
            locator = f"note {as_title(title) or number}"
            seen[locator] += 1
            locator += f" ({seen[locator]})" if seen[locator] > 1 else ""
            resources = element.findall("resource")
            document = _written(element, title, locator, number)
            if not document.text.strip() and not resources:
                problems.append(Problem(file.shown, locator, "the note is empty"))
                continue
            documents.append(document)
            for n, each in enumerate(resources, start=1):
                name = _name(each, n)
                place = f"{locator}, attachment {n} ({name})"
                try:
                    data = base64.b64decode("".join((each.findtext("data") or "").split()), validate=True)
                except binascii.Error:
                    problems.append(Problem(file.shown, place, "it is damaged"))
                    continue
                left -= len(data)
                if left < 0:
                    problems.append(
                        Problem(
                            file.shown,
                            place,
                            f"the notes hold more than {_MAX_ATTACHED_BYTES >> 20} MB of files: export fewer at once",
                        )
                    )
                elif data:
                    attachments.append(Attachment(name, data, len(documents) - 1, place))
        if not whole:
            problems.append(
                Problem(
                    file.shown,
                    "end of the file",
                    "the export was cut short there or is damaged: what stood behind is missing",
                )
            )
        if not documents:
            problems.append(Problem(file.shown, None, "it is an export without a note"))
        return Parsed(tuple(documents), tuple(problems), tuple(attachments))


def _written(element: _Element, title: str, locator: str, number: int) -> ParsedDocument:
    text, headings = text_of_html(_page(element.findtext("content") or ""))
    of = element.find("note-attributes")
    said = (
        ("Tags", ", ".join(each.text.strip() for each in element.findall("tag") if each.text)),
        ("Source", "" if of is None else (of.findtext("source-url") or "").strip()),
        ("Reminder", _stamp("" if of is None else of.findtext("reminder-time") or "")),
    )
    at = _moment(element.findtext("created") or "") or _moment(element.findtext("updated") or "")
    return note(title, text, said, at, fallback=f"Note {number}", mime="text/html", headings=headings, locator=locator)


def _page(enml: str) -> str:
    """A note's content as HTML: boxes to tick as Markdown writes them, sealed words named, shown files left to themselves."""
    open_ = _TODO.sub(lambda box: "[x] " if 'checked="true"' in box[1] else "[ ] ", _MEDIA.sub("", enml))
    shown, *rest = _SEALED.split(open_)
    return shown + "".join(
        ("" if slash else "(encrypted)") + (text if slash else "")
        for slash, text in zip(rest[::2], rest[1::2], strict=True)
    )


def _name(resource: _Element, number: int) -> str:
    own = resource.findtext("resource-attributes/file-name") or ""
    ending = mimetypes.guess_extension((resource.findtext("mime") or "").strip()) or ""
    return safe_name(own, f"attachment-{number}{ending}")


def _moment(stamp: str) -> datetime | None:
    """``20231205T183000Z`` as the clock in the house showed it."""
    try:
        return local(datetime.strptime(stamp.strip(), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).timestamp())
    except ValueError:
        return None


def _stamp(stamp: str) -> str:
    at = _moment(stamp)
    return f"{at:%Y-%m-%d %H:%M}" if at else ""
