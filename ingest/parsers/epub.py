"""Books (EPUB 2 and 3): one document, its chapters in the order in which the book is read."""

from __future__ import annotations

from pathlib import PurePosixPath
from posixpath import normpath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ingest.parsers.encoding import decode
from ingest.parsers.headings import title_of_text
from ingest.parsers.kind import guess_language
from ingest.parsers.package import ZIP_MAGIC, open_parts, parse_xml
from ingest.parsers.partition import blocks_of_html, compose
from ingest.parsers.text import name_of
from pkm.errors import Refused
from pkm.models import Parsed, ParsedDocument, Problem

if TYPE_CHECKING:
    from lxml.etree import _Element

    from ingest.parsers import Candidate
    from ingest.parsers.markup import Block

_MIME = "application/epub+zip"
_CONTAINER = "META-INF/container.xml"
_PAGES = frozenset(("application/xhtml+xml", "text/html", "application/x-dtbook+xml"))
_FONTS = (b"http://www.idpf.org/2008/embedding", b"http://ns.adobe.com/pdf/enc#RC")
"""Ways in which fonts are made unusable elsewhere; the words are open all the same."""


class Epub:
    """An electronic book without a lock."""

    name = "epub"
    version = "1"

    def identify(self, file: Candidate) -> bool:
        """Whether it is an archive whose first part says that it is a book."""
        return file.head.startswith(ZIP_MAGIC) and _MIME.encode() in file.head[:256]

    def parse(self, file: Candidate) -> Parsed:
        """The book as one document; a chapter that is missing or sealed is a problem with its place."""
        parts = open_parts(file.path)
        book, folder = _book(parts)
        said = {
            name: [" ".join((each.text or "").split()) for each in book.iter(f"{{*}}{name}")]
            for name in ("title", "creator", "language")
        }
        sealed = parts.get("META-INF/encryption.xml", b"")
        for mark in _FONTS:
            sealed = sealed.replace(mark, b"")
        if (
            b"EncryptionMethod" in sealed
            and b"http://www.w3.org/2001/04/xmlenc#" in sealed.partition(b"EncryptionMethod")[2][:200]
        ):
            raise Refused("the book is locked (DRM): it can be read only in its own program")
        blocks: list[Block] = []
        problems: list[Problem] = []
        for place in _chapters(book):
            data = parts.get(normpath(str(PurePosixPath(folder) / place)))
            read = decode(data) if data else None
            if read is None:
                problems.append(Problem(file.shown, place, "the chapter is missing or is no text"))
                continue
            blocks += blocks_of_html(read.text)
        text, headings, _ = compose(blocks)
        if not text.strip():
            raise Refused("the book holds no text")
        title = next((each for each in said["title"] if each), None) or title_of_text(text) or name_of(file)
        language = next((each[:2].lower() for each in said["language"] if len(each) >= 2), None)
        document = ParsedDocument(
            text=text, kind="other", title=title, mime=_MIME, language=guess_language(text) or language,
            head=", ".join(part for part in ("book", *said["creator"], name_of(file)) if part), headings=headings,
        )  # fmt: skip
        return Parsed((document,), tuple(problems))


def _book(parts: dict[str, bytes]) -> tuple[_Element, str]:
    """The package document and the folder that its places are relative to."""
    try:
        root = next(parse_xml(parts[_CONTAINER]).iter("{*}rootfile"))
        place = normpath(unquote(root.get("full-path") or ""))
        return parse_xml(parts[place]), str(PurePosixPath(place).parent)
    except (KeyError, StopIteration) as exc:
        raise Refused("the book is damaged: it does not say what is in it") from exc


def _chapters(book: _Element) -> list[str]:
    """The places of the pages in the order of the spine."""
    pages = {
        each.get("id"): unquote((each.get("href") or "").partition("#")[0])
        for each in book.iter("{*}item")
        if each.get("media-type") in _PAGES and "nav" not in (each.get("properties") or "").split()
    }
    return [pages[each.get("idref")] for each in book.iter("{*}itemref") if each.get("idref") in pages]
