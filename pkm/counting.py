"""What words weigh in passages, documents and their names, and how they are written.

Weights of BM25 (Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework", section 3) are computed once, when a
text is stored: against a fixed average length instead of the corpus's own, so that they never have to change. Passages
are cut to one size anyway; for documents the average only sets the scale.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pkm import dialogue, lexical
from pkm.lexical import Languages
from pkm.message_urls import folder_of
from pkm.models import ParsedDocument

K1, B = 1.2, 0.75
PASSAGE_WORDS = 75  # about 500 characters
DOCUMENT_WORDS = 1000
OPENING = 600  # characters at a document's start that name it, where it has no header
OPENING_PART = 16  # and no more than that part of it: a short note's opening is what it says
NAMED = 1.0  # a word's weight in a name
LEAST = 1e-30  # a weight below it counts as much; that in the text of a word that stands in the name alone
LONGEST_WORD = 40  # characters of a word that is kept as it is written
SHORTEST_WORD = 5  # characters of a word that may be misspelt
DIGITS = 7  # of a number, from which on it is one that names something, not one that counts


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a document.

    Attributes:
        path: Of its file, which is among what names it.
        weights: What each term weighs in the text and, as another term, in the name.
        spelt: Those that may be misspelt one day, each after its term.
    """

    path: str
    weights: dict[int, float]
    spelt: frozenset[tuple[int, str]]


def words_of(document: ParsedDocument, path: str) -> Words:
    """Count the words of a document that lies in the file at ``path``."""
    name, own, language = lexical.read(name_of(document, path)), lexical.read(own_words(document)), (document.language,)
    named = lexical.terms_of(name, language)
    in_text = bm25_weights(lexical.terms_of(own, language), DOCUMENT_WORDS)
    weights = dict.fromkeys(named, LEAST) | in_text | dict.fromkeys(map(lexical.in_name, named), NAMED)
    return Words(path, weights, frozenset(_telling(name, language) | _telling(own, language)))


def bm25_weights(counts: Mapping[int, int], average: float) -> dict[int, float]:
    """BM25's weight of each term in a text, without its idf, which the question brings along."""
    norm = K1 * (1 - B + B * sum(counts.values()) / average)
    return {term: count * (K1 + 1) / (count + norm) for term, count in counts.items()}


def name_of(document: ParsedDocument, path: str) -> str:
    """The words that name a document: its path, title and head, and its header or, where it has none, its opening."""
    return "\n".join((_words_of(path), document.name or "", document.title, document.head, _opening(document)))


def _opening(document: ParsedDocument) -> str:
    """The text that names a document; of what people say to each other only who speaks, and what stands before."""
    text, most = document.text, min(OPENING, len(document.text) // OPENING_PART)
    if document.kind == "message":
        return ""
    if not document.header_end and (spoken := dialogue.find(text)):
        return "\n".join((text[: min(most, spoken.start)], *spoken.speakers))
    return text[: document.header_end or most]


def own_words(document: ParsedDocument) -> str:
    """The text without what it repeats of others."""
    edges = [0, *(edge for each in document.quoted for edge in each), len(document.text)]
    return "\n".join(document.text[low:high] for low, high in zip(edges[::2], edges[1::2], strict=True))


def _telling(text: lexical.Words, languages: Languages) -> set[tuple[int, str]]:
    """The words of a text that may be misspelt one day, each after its term."""
    return {(lexical.number(stem), word) for word, stem in lexical.spelt(text, languages) if is_telling(word)}


def is_telling(word: str) -> bool:
    """Whether a word may be misspelt: long enough, and neither amount nor day."""
    return SHORTEST_WORD <= len(word) <= LONGEST_WORD and word.isalnum() and (not word.isdigit() or len(word) >= DIGITS)


def _words_of(path: str) -> str:
    """What a path names: of a message on a server its folder, for its numbers and the server say nothing of it."""
    return folder_of(path) or path
