"""The words of a space as they are written: what a question's misspelt word may have meant."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import sql
from pkm import lexical
from pkm.lexical import Languages
from pkm.store.database import Connection

LONGEST = 40  # characters of a word that is kept
LEAST = 5  # characters of a word that may be misspelt
LONG = 8  # characters, from which on two errors are forgiven
DIGITS = 7  # of a number, from which on it is one that names something, not one that counts
SEEN = 20_000  # words that begin, or end, alike


def telling(text: str, languages: Languages) -> set[tuple[int, str]]:
    """The words of a text that may be misspelt one day, each after its term."""
    return {(lexical.number(stem), word) for word, stem in lexical.spelt(text, languages) if is_telling(word)}


def insert(connection: Connection, words: Collection[tuple[int, str]]) -> None:
    """Keep words, each after its term."""
    rows = sorted(words)
    sql.queries.vocabulary.insert(connection, terms=[term for term, _ in rows], words=[word for _, word in rows])


def languages(connection: Connection) -> Languages:
    """The languages in which documents are written, as far as that is known; ``None`` stands for the others."""
    return (None, *(row.language for row in sql.queries.vocabulary.languages(connection)))


def known(connection: Connection, terms: Collection[int]) -> set[int]:
    """Those of these terms that stand in any document."""
    return {row.term for row in sql.queries.vocabulary.known(connection, terms=list(terms))}


def like(connection: Connection, word: str, errors: int) -> Iterator[str]:
    """Words that one error apart from this one must be among: either half of it is as it was meant.

    So are those that are two apart where both errors are in the same half. Hardly anybody errs in a first letter, and many
    words differ in nothing else.
    """
    half = (len(word) - 1) // 2
    rows = sql.queries.vocabulary.like(
        connection, beginning=word[:half], ending=word[-half:], first=word[0] if word.isalpha() else "",
        shortest=len(word) - errors, longest=len(word) + errors, most=SEEN,
    )  # fmt: skip
    return (row.word for row in rows)


def sweep(connection: Connection) -> None:
    """Delete the words that no document has any more."""
    sql.queries.vocabulary.sweep(connection)


def is_telling(word: str) -> bool:
    """Whether a word may be misspelt: long enough, and neither amount nor day."""
    return LEAST <= len(word) <= LONGEST and word.isalnum() and (not word.isdigit() or len(word) >= DIGITS)
