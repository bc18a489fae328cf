"""Words of a question that no booking says, read as the one that is a letter away; those that documents know stay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from pkm.answer.language import is_known, known_stems, listed_words
from pkm.ledger import category
from pkm.ledger.words import fold, stem, words
from pkm.models import CollectionId
from pkm.store import figures
from pkm.store.database import Connection

MIN_TYPO = 5
LONG = 8

Texts = Callable[[str], Sequence[str]]


def misspelt_as(
    connection: Connection,
    collection: CollectionId | None,
    asked: str,
    written: str,
    beside: Sequence[str],
    texts: Texts,
) -> str | None:
    """The stem that is meant by one that is misspelt as ``written`` ``beside`` others; ``texts`` finds the documents that may say it."""
    if category.named(written) is not None:
        return None
    return (
        _nearest(connection, collection, asked, texts)
        or _nearest_known(asked, fold(written), texts)
        or _nearest_name(connection, collection, fold(written), beside)
    )


def _nearest(connection: Connection, collection: CollectionId | None, asked: str, texts: Texts) -> str | None:
    """The word of bookings that is one edit away, the most frequent one; none for a word that means something."""
    if len(asked) < MIN_TYPO or not asked.isalpha() or is_known(asked):
        return None
    half = (len(asked) - 1) // 2
    patterns = [f"{asked[:half]}%", f"{asked[0]}%{asked[-half:]}"]
    counts: defaultdict[str, int] = defaultdict(int)
    for row in figures.words_like(connection, collection, (), patterns):
        if row.word[0] == asked[0] and len(row.word) >= MIN_TYPO and is_one_edit(asked, row.word):
            counts[row.word] += row.bookings
    if not counts or any(asked in {stem(word) for word in words(each)} for each in texts(asked)):
        return None  # documents know it as it is written
    return max(counts, key=lambda word: (counts[word], word))


def _nearest_known(asked: str, written: str, texts: Texts) -> str | None:
    """The one word with synonyms that is a letter away from a long one that no record holds; a slip may change the stem's length."""
    if len(written) < LONG or not written.isalpha() or is_known(asked):
        return None
    near = {stem(each) for each in listed_words() if each[0] == written[0] and is_one_edit(written, each)}
    if len(asked) >= LONG:
        near |= {each for each in known_stems() if each[0] == asked[0] and is_one_edit(asked, each)}
    if len(near) != 1 or any(asked in {stem(word) for word in words(each)} for each in texts(asked)):
        return None
    return near.pop()


def _nearest_name(
    connection: Connection, collection: CollectionId | None, written: str, beside: Sequence[str]
) -> str | None:
    """The one word that is a letter away in the name of a payee whose other words are named too ("Modehaus Riter")."""
    if not written.isalpha() or len(written) < MIN_TYPO or is_known(stem(written)):
        return None
    near = {
        stem(word)
        for row in figures.words_like(connection, collection, beside, ())
        for word in words(row.payee)
        if row.word in map(stem, words(row.payee)) and row.word != stem(word)
        if len(word) > MIN_TYPO and word[0] == written[0] and is_one_edit(written, word)
    }
    return near.pop() if len(near) == 1 else None


def is_one_edit(one: str, other: str) -> bool:
    """Whether one letter more, less, other, or two neighbours swapped make one word the other."""
    if len(one) < len(other):
        one, other = other, one
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(other))
    rest_one, rest_other = one[start:], other[start:]
    if len(one) > len(other):
        return rest_one[1:] == rest_other
    return bool(rest_one) and (
        rest_one[1:] == rest_other[1:] or (rest_one[1::-1] == rest_other[:2] and rest_one[2:] == rest_other[2:])
    )
