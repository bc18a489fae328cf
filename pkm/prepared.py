"""What is stored of a document beside its text, worked out before it is stored: passages, words and facts.

Pure, and the dearest part of reading a text (some two seconds a megabyte): it is done where files are parsed, in as many
processes.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from pkm import dialogue, facts, lexical
from pkm.counting import Words, words_of
from pkm.facts import Fact, Paper
from pkm.models import ParsedDocument, Passage, Space

BETWEEN = " › "  # the headings of a path
CONTEXT = 160  # characters of headings that are embedded, the innermost last
SECTION = 10_000  # characters below a heading; one with more is the title of the whole, or of a large part
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class NewChunk:
    """A passage about to be stored.

    Attributes:
        embedded: What the model reads: the context, then the passage; of chats and mails what is said, and by whom.
        terms: Words of the heading path and the passage, counted; empty where the model weighs tokens itself.
        hash: Of all of that, and of how words were counted: equal passages have equal vectors and terms.
    """

    passage: Passage
    embedded: str
    terms: dict[int, int]
    hash: bytes


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document's passages in their order, with the terms of each, its words, and what it states of money and time."""

    passages: tuple[Passage, ...]
    terms: tuple[dict[int, int], ...]
    words: Words
    facts: tuple[Fact, ...]


def prepare(document: ParsedDocument, passages: Sequence[Passage], path: str, space: Space) -> Prepared:
    """Work out what is stored of a document that lies in the file at ``path``."""
    terms = tuple(_terms(document, each, space) for each in passages)
    return Prepared(tuple(passages), terms, words_of(document, path), facts.read(paper_of(document)))


def chunks_of(document: ParsedDocument, prepared: Prepared, space: Space) -> list[NewChunk]:
    """The passages of a document that was prepared, as they are stored: of its own words, whoever prepared it."""
    return [
        _chunk(document, passage, terms, space)
        for passage, terms in zip(prepared.passages, prepared.terms, strict=True)
    ]


def new_chunk(document: ParsedDocument, passage: Passage, space: Space) -> NewChunk:
    """One passage of a document, as it is stored."""
    return _chunk(document, passage, _terms(document, passage, space), space)


def _terms(document: ParsedDocument, passage: Passage, space: Space) -> dict[int, int]:
    if space.sparse != "bm25":
        return {}
    text = document.text[passage.char_start : passage.char_end]
    return lexical.terms(f"{passage.heading}\n{text}", (document.language,))


def _chunk(document: ParsedDocument, passage: Passage, terms: dict[int, int], space: Space) -> NewChunk:
    text = document.text[passage.char_start : passage.char_end]
    counted = (f"{lexical.VERSION} {document.language}",) if space.sparse == "bm25" else ()
    read = _read(document, passage, text)
    parts = "\0".join((passage.context, passage.heading, text, *counted, *(() if read == text else (read,))))
    digest = hashlib.blake2b(parts.encode("utf-8", "surrogatepass"), digest_size=16).digest()
    return NewChunk(passage, f"{passage.context}\n{read}" if passage.context else read, terms, digest)


def contexts(passages: Iterable[tuple[str, int]]) -> dict[str, str]:
    """What is embedded of each path of headings with the passages below it.

    Headings say which part of the document it is. What names the document as a whole (its title as well as its sender and file) is left to
    the score of whole documents (``pkm.search.naming``): repeated in every vector of a document it tells none of its passages apart. A day
    alone, as over an exchange in a chat, says nothing of it.

    Args:
        passages: Of each passage of a document its path, and how many characters it has.
    """
    below: Counter[str] = Counter()
    for path, characters in passages:
        for each in _above(path):
            below[each] += characters
    return {path: _context(path, below) for path in below} | {"": ""}


def _above(path: str) -> list[str]:
    """The paths of all headings of a path, the outermost first."""
    return list(accumulate(path.split(BETWEEN), lambda outer, title: f"{outer}{BETWEEN}{title}")) if path else []


def _context(path: str, below: Counter[str]) -> str:
    titles = zip(path.split(BETWEEN), _above(path), strict=True)
    context = BETWEEN.join(title for title, each in titles if below[each] <= SECTION)
    return "" if _DAY.fullmatch(context) else context[-CONTEXT:]


def manner(document: ParsedDocument) -> bytes:
    """In which manner passages of such a document are made: those made in another are made anew when its file is read again."""
    if document.kind in ("message", "email") or dialogue.find(document.text):
        return b"2"
    return b"3" if document.headings and len(document.text) > SECTION else b""


def _read(document: ParsedDocument, passage: Passage, text: str) -> str:
    """What the model reads of a passage: of chats and mails who says what, without the days and addresses that few words drown in."""
    if document.kind == "message":
        return dialogue.unstamped(text)
    if passage.char_start < document.header_end < passage.char_end:
        body = document.text[document.header_end : passage.char_end]
        return f"{dialogue.announced(document.text[: document.header_end])}\n{body}".strip()
    return text


def paper_of(document: ParsedDocument) -> Paper:
    """A document as it is searched for facts."""
    return Paper(
        document.text, document.kind, document.title, document.date, document.language, document.header_end,
        document.pages,
    )  # fmt: skip
