"""Files that are text already: plain text, Markdown, generic CSV and HTML.

Of the first three the document is the file, decoded and unchanged (``encoding``), so an offset holds in both. Of HTML it
is what a reader of the page sees (``partition.text_of_html``).
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING

from ingest.parsers.encoding import Decoded, decode, encoding_of
from ingest.parsers.headings import (
    as_title,
    front_matter,
    headings_of_markdown,
    headings_of_text,
    joplin_properties,
    title_of_text,
    without_matter,
)
from ingest.parsers.kind import BLANK_SUFFIXES, CODE_SUFFIXES, guess_date, guess_kind, guess_language
from pkm.errors import Refused
from pkm.models import Heading, Kind, Parsed, ParsedDocument, Problem

if TYPE_CHECKING:
    from ingest.parsers import Candidate

MAX_BYTES = 256 << 20
_BINARY_SUFFIXES = frozenset(
    (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".docx", ".xlsx", ".pptx", ".odt", ".zip")
)
_BANK_SUFFIXES = frozenset(
    (".ofx", ".qfx", ".qbo", ".qif", ".sta", ".mt940", ".mt942", ".940", ".942", ".camt", ".c53")
)

# What of a note's properties is its own day; others are of what it speaks of (a birthday), or of its file (modified).
_OWN_DAY = ("date", "datum", "user_created_time", "created", "created_at", "erstellt", "créé")

_HTML_HEAD = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE | re.DOTALL
)
_HTML_TAG = re.compile(r"<(?:html|body|head|div|p|table|span|h[1-6]|ul|br)\b[^>]*>", re.IGNORECASE)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)


class PlainText:
    """Whatever decodes as text; asked last."""

    name = "text"
    version = "5"

    def identify(self, file: Candidate) -> bool:
        """Whether the file's beginning is text, whatever its name says."""
        return encoding_of(file.head) is not None

    def parse(self, file: Candidate) -> Parsed:
        """The file as one document."""
        read = read_text(file)
        kind = guess_kind(file.name, read.text)
        plain = kind not in ("code", "message")
        title = (title_of_text(read.text) if plain else None) or name_of(file)
        headings = headings_of_text(read.text) if plain else ()
        return _parsed(file, read, title, "text/plain", headings, guess_date(read.text) if plain else None, kind)


class Markdown:
    """Markdown, told by its ending."""

    name = "markdown"
    version = "5"

    def identify(self, file: Candidate) -> bool:
        """Whether it is text that is called Markdown."""
        return file.suffix in (".md", ".markdown", ".mdown", ".mkd") and encoding_of(file.head) is not None

    def parse(self, file: Candidate) -> Parsed:
        """The file as one document, its headings and front matter read, nothing rendered."""
        read = read_text(file)
        matter, headings = front_matter(read.text), headings_of_markdown(read.text)
        said = {} if matter else joplin_properties(read.text)
        first = read.text.split("\n", 1)[0].strip() if said else None
        title = matter.get("title") or first or (headings[0].title if headings else None) or name_of(file)
        days = (guess_date(f"date: {each[key]}") for each in (matter, said) for key in _OWN_DAY if key in each)
        day = next((each for each in days if each), None) or guess_date(without_matter(read.text))
        return _parsed(file, read, title, "text/markdown", headings, day)


class Csv:
    """A table that is no bank's; those are asked before."""

    name = "csv"
    version = "4"

    def identify(self, file: Candidate) -> bool:
        """Whether it is text that is called a table."""
        return file.suffix in (".csv", ".tsv") and encoding_of(file.head) is not None

    def parse(self, file: Candidate) -> Parsed:
        """The file as one document; a row is a line, as it stands."""
        from ingest.parsers.csv_bank import describe_plain

        read = read_text(file)
        document = ParsedDocument(
            text=read.text,
            kind="other",
            title=name_of(file),
            mime="text/csv" if file.suffix == ".csv" else "text/tab-separated-values",
            language=guess_language(read.text),
            meta={"encoding": read.encoding, **describe_plain(file)},
        )
        return Parsed((document,), _problems(file, read))


class Html:
    """Web pages and saved mail bodies."""

    name = "html"
    version = "4"

    def identify(self, file: Candidate) -> bool:
        """Whether it begins as a page does, or is called one and has its tags."""
        encoding = encoding_of(file.head)
        if encoding is None:
            return False
        head = file.head.decode(encoding, "replace")
        named = file.suffix in (".html", ".htm", ".xhtml")
        return _HTML_HEAD.match(head) is not None or (named and _HTML_TAG.search(head) is not None)

    def parse(self, file: Candidate) -> Parsed:
        """What the page shows, as one document."""
        from ingest.parsers.markup import title_of
        from ingest.parsers.partition import text_of_html

        data = read_bytes(file)
        declared = _CHARSET.search(file.head)
        read = decode(data)
        if read is None:
            raise Refused("the file is not text")
        if declared and read.encoding not in ("utf-8", "utf-8-sig", "utf-16", "utf-32"):
            read = _decode_as(data, declared[1].decode("ascii")) or read
        text, headings = text_of_html(read.text)
        if not text:
            raise Refused("the page shows no text")
        title = title_of(read.text) or (headings[0].title if headings else None) or title_of_text(text) or name_of(file)
        shown = Decoded(text, read.encoding, read.faults)
        return _parsed(file, shown, title, "text/html", headings, guess_date(text))


def read_bytes(file: Candidate) -> bytes:
    """The whole file; raises ``Refused`` where it is too large to be one document."""
    if file.size > MAX_BYTES:
        raise Refused(f"the file is larger than {MAX_BYTES >> 20} MiB, too large to be read as one document")
    return file.path.read_bytes()


def read_text(file: Candidate) -> Decoded:
    """The whole file, decoded; raises ``Refused`` where it is binary, or blank though its name speaks of more than notes or code."""
    read = decode(read_bytes(file))
    if read is None:
        raise Refused("the file is not text: only its beginning looks like it")
    if file.suffix not in BLANK_SUFFIXES and not read.text.strip():
        raise Refused("the file holds nothing but white space")
    return read


def name_of(file: Candidate) -> str:
    """The file's name as a title: without its ending, unless it is code, where the ending tells."""
    return file.name if file.suffix in CODE_SUFFIXES else PurePath(file.name).stem


def _parsed(
    file: Candidate, read: Decoded, title: str, mime: str, headings: tuple[Heading, ...], day: date | None,
    kind: Kind | None = None,
) -> Parsed:  # fmt: skip
    """One document whose language its words tell, and its kind unless that is known; its file name helps to find it."""
    title = as_title(title)
    stem = name_of(file)
    document = ParsedDocument(
        text=read.text,
        kind=kind or guess_kind(file.name, read.text),
        title=title,
        mime=mime,
        date=day,
        language=guess_language(read.text),
        head="" if stem == title else stem,
        headings=headings,
        meta={"encoding": read.encoding},
    )
    return Parsed((document,), _problems(file, read))


def _problems(file: Candidate, read: Decoded) -> tuple[Problem, ...]:
    faults = list(read.faults)
    if file.suffix in _BANK_SUFFIXES:
        faults.append(
            "its name is that of a bank's file, and it does not begin as one: it is kept as text, without bookings"
        )
    if file.suffix in _BINARY_SUFFIXES:
        faults.append(f"its name is that of a {file.suffix[1:]} file, and it does not begin as one: it is kept as text")
    return tuple(Problem(file.shown, None, fault) for fault in faults)


def _decode_as(data: bytes, charset: str) -> Decoded | None:
    """The bytes as the page says they are, if that is so."""
    try:
        return Decoded(data.decode(charset).replace("\0", ""), charset)
    except (LookupError, UnicodeDecodeError):
        return None
