"""Words as terms of the inverted table: folded, cut to their stem, numbered by a hash that is the same everywhere."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from zlib import crc32

# A number keeps its separators until it is folded, so that 1,234.50 is one word; an underscore parts words.
# Combining accents belong to the word: the names of files on a Mac are decomposed.
_WORD = re.compile(r"\d+(?:[.,’']\d+)+|[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")
_HUMP = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_CACHED_WORDS = 1 << 17


def terms(text: str) -> dict[int, int]:
    """Each term of the text (a signed 32-bit number) and how often it stands there."""
    counts: dict[int, int] = {}
    for word in _WORD.findall(text):
        for term in word_terms(word):
            counts[term] = counts.get(term, 0) + 1
    return counts


def words(text: str) -> list[tuple[int, int]]:
    """The ranges of the words of the text, in order."""
    return [each.span() for each in _WORD.finditer(text)]


@lru_cache(_CACHED_WORDS)
def word_terms(word: str) -> tuple[int, ...]:
    """The terms of one word: itself, and the parts of a number, of a ``camelCase`` or of a ``letters4numbers`` word."""
    forms = [word]
    if len(parts := _HUMP.findall(word)) > 1 and word.isascii():
        forms += parts
    return tuple(dict.fromkeys(_number(_stem(fold(form))) for form in forms))


def fold(word: str) -> str:
    """The word without case, accents and separators of thousands: ``Große`` and ``GROSSE`` are one."""
    if not word.isascii():
        decomposed = unicodedata.normalize("NFKD", word)
        word = "".join(each for each in decomposed if not unicodedata.combining(each))
    if word[:1].isdigit():
        word = re.sub(r"\D", "", word) or word
    return word.casefold()


def _stem(word: str) -> str:
    """The singular of an English plural: the S-stemmer of Harman (1991, JASIS 42), which spares other languages."""
    if len(word) < 4 or not word.endswith("s"):
        return word
    if word.endswith("ies") and word[-4] not in "ae":
        return word[:-3] + "y"
    if word.endswith("es") and word[-3] not in "aeo":
        return word[:-1]
    if word[-2] not in "us":
        return word[:-1]
    return word


def _number(word: str) -> int:
    """CRC-32 of the word as PostgreSQL's ``integer``."""
    value = crc32(word.encode())
    return value - (1 << 32) if value >= 1 << 31 else value
