"""Citations: the very words, where they stand, and an address that opens them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pkm import members, words
from pkm.answer.quoting.sentences import trim
from pkm.models import Citation, Document, DocumentId, Page, PersonId
from pkm.store import documents
from pkm.store.database import Database
from pkm.store.mail import envelope

LOCAL_URL = "http://127.0.0.1:8080"
MAX_QUOTE = 600


@dataclass(frozen=True, slots=True)
class Quote:
    """A range of a document that proves something, before it has a number."""

    document: Document
    char_start: int
    char_end: int

    @property
    def text(self) -> str:
        """The words."""
        return self.document.text[self.char_start : self.char_end]

    def is_within(self, other: Quote) -> bool:
        """Whether it is a part of another."""
        is_one = self.document.id == other.document.id
        return is_one and other.char_start <= self.char_start and self.char_end <= other.char_end


def trimmed(document: Document, char_start: int, char_end: int) -> Quote:
    """The range without white space at its ends, and no longer than ``MAX_QUOTE``."""
    start, end = trim(document.text, char_start, min(char_end, char_start + MAX_QUOTE))
    return Quote(document, start, end)


def in_lines(document: Document, char_start: int, char_end: int) -> Quote:
    """The whole lines that hold the range: an amount alone proves little."""
    start, end = document.text.rfind("\n", 0, char_start) + 1, document.text.find("\n", char_end)
    return trimmed(document, start, end if end >= 0 else len(document.text))


def number(
    quotes: Sequence[Quote], database: Database, person: PersonId, public_url: str | None
) -> tuple[Citation, ...]:
    """A citation a quote, numbered from 1, with page and boxes where the format has them."""
    with database.transaction(person) as connection:
        pages = documents.pages_at(connection, [(each.document.id, each.char_start) for each in quotes])
    return tuple(
        _citation(n, each, page, public_url) for n, (each, page) in enumerate(zip(quotes, pages, strict=True), 1)
    )


def _citation(n: int, quote: Quote, page: Page | None, public_url: str | None) -> Citation:
    document = quote.document
    return Citation(
        n=n,
        document_id=document.id,
        path=document.path,
        title=document.title,
        date=document.date,
        page=page.number if page else None,
        char_start=quote.char_start,
        char_end=quote.char_end,
        quote=quote.text,
        sha256=document.sha256,
        url=url(public_url, document.id, quote.char_start, quote.char_end, page.number if page else None),
        boxes=words.boxes(page.words, quote.char_start, quote.char_end) if page else (),
        mail=envelope(document.path, document.kind, document.meta),
        place=members.place(document.path, document.locator),
    )


def url(public_url: str | None, document: DocumentId, char_start: int, char_end: int, page: int | None = None) -> str:
    """Where a quote can be seen: the picture of its page, or the text at its characters (RFC 5147 §2.2)."""
    base = f"{(public_url or LOCAL_URL).rstrip('/')}/v1/documents/{document}"
    if page is not None:
        return f"{base}/pages/{page}.png"
    return f"{base}/text#char={char_start},{char_end}"


def inert(text: str) -> str:
    """A document's words on one line, in which Markdown and HTML find no link, image, element, code or marker ``[n]``.

    Escapes no more than these need (CommonMark §2.4), so that codes and amounts stay as they are.
    """
    return re.sub(r"[\\`\[\]]", r"\\\g<0>", " ".join(text.split())).replace("<", "&lt;")


def marker(numbers: Iterable[int]) -> str:
    """Markers such as ``[1][3]``."""
    return "".join(f"[{n}]" for n in numbers)
