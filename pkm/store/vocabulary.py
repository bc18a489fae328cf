"""The words of a space as they are written: what a question's misspelt word may have meant."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import sql
from pkm.lexical import Languages
from pkm.store.database import Connection

LONG = 8  # characters, from which on two errors are forgiven
SEEN = 20_000  # words that begin, or end, alike


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
