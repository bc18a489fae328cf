"""What is stored of a document beside its text, worked out before it is stored: passages, words and facts.

Pure, and the dearest part of reading a text (some two seconds a megabyte): it is done where files are parsed, in as many
processes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from pkm import dialogue, facts, lexical
from pkm.counting import Words, words_of
from pkm.facts import Fact, Paper
from pkm.models import ParsedDocument, Passage, Space


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


def manner(document: ParsedDocument) -> bytes:
    """In which manner passages of such a document are made: those made in another are made anew when its file is read again."""
    return b"2" if document.kind in ("message", "email") or dialogue.find(document.text) else b""


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
