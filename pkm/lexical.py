"""Words as terms of the inverted table: folded, cut to their stem, numbered by a hash that is the same everywhere.

A text's words are cut as its language has them (Snowball, https://snowballstem.org), a question's in every language at hand:
so each finds its own forms, and none is found by the rules of another. Where no language is known only English plurals are.
Chinese, Japanese, Korean, Thai, Lao, Burmese and Khmer part their words nowhere, or elsewhere: of their letters each two that stand
together are a term, with the vowels and tones that are written above and below them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from itertools import pairwise
from threading import local
from typing import Any, NamedTuple
from zlib import crc32

from pkm import marks

VERSION = 4  # of the terms: texts that were counted in an earlier one are counted anew (pkm/store/recounting.py)
ANY = (None,)
_IN_NAME = 625341585  # what tells the terms of names: those of homes hold to it (sql/migrations/0005_retrieval.sql)

# Marks are written on the letter before them: accents (the names of files on a Mac are decomposed), vowels of Hindi, tones of Thai.
# With them go the signs that are not seen, where a word may be broken or its letters are joined.
_UNSEEN = "\u00ad\u200c\u200d\u2060"
_MARKS = _UNSEEN + "".join(
    each
    for each in map(chr, (*range(0x300, 0x3100), *range(0xA66F, 0xABF0), *range(0xFB1E, 0xFE30)))
    if unicodedata.category(each).startswith("M")
)
# A number keeps its separators until it is folded, so that 1,234.50 is one word; an underscore parts words.
_WORD = re.compile(rf"\d+(?:[.,’']\d+)+|[^\W_]+(?:[{_MARKS}]+[^\W_]*)*")
_SEPARATED = re.compile(r"\d+(?:[.,’']\d+)+")
_HUMP = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
# Thai, Lao, Burmese, Khmer, Han, kana and hangul, also as letters of their own (https://www.unicode.org/Public/UNIDATA/Scripts.txt).
_UNPARTED = "\u0e01-\u0e4e\u0e81-\u0ecd\u1000-\u103f\u1780-\u17d3\u1100-\u11ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"(?P<unparted>[{_UNPARTED}]+)|[^{_UNPARTED}]+")
_IS_UNPARTED = re.compile(rf"[{_UNPARTED}]")
_LETTER = re.compile(rf".[{_MARKS}]*")
# Combining classes (https://www.unicode.org/reports/tr44/#Canonical_Combining_Class_Values).
_VIRAMA, _TONES = 9, range(84, 133)
_CACHED_WORDS = 1 << 13  # of contracts these are .966 of all words, twice as many are .972
_STEMMERS = {
    "da": "Danish", "de": "German", "en": "English", "es": "Spanish", "fi": "Finnish", "fr": "French", "it": "Italian",
    "nl": "Dutch", "no": "Norwegian", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sv": "Swedish",
}  # fmt: skip
_loaded = local()  # a stemmer holds the word that it is at

Languages = tuple[str | None, ...]


class Words(NamedTuple):
    """What a text holds: how often each word as it is written, and its marks."""

    counts: Counter[str]
    marks: list[str]


def read(text: str) -> Words:
    """The words and marks of a text."""
    return Words(Counter(_WORD.findall(text)), list(marks.find(text)))


def terms(text: str, languages: Languages = ANY) -> dict[int, int]:
    """Each term of the text (a signed 32-bit number) and how often it stands there."""
    return terms_of(read(text), languages)


def terms_of(text: Words, languages: Languages = ANY) -> dict[int, int]:
    """Each term of a text that was read, and how often it stands there."""
    counts: dict[int, int] = {}
    for word, count in text.counts.items():
        for term in word_terms(word, languages):
            counts[term] = counts.get(term, 0) + count
    for mark in text.marks:
        term = number(mark)
        counts[term] = counts.get(term, 0) + 1
    return counts


def kin(text: str, languages: Languages) -> dict[int, frozenset[int]]:
    """Each term of the text with the terms that are the same word in another language, itself among them."""
    found: dict[int, frozenset[int]] = {}
    for word in set(_WORD.findall(text)):
        for form in _forms(word):
            own = frozenset(number(_stem(fold(form), language)) for language in languages)
            found |= {term: own | found.get(term, frozenset()) for term in own}
    return found | {number(each): frozenset((number(each),)) for each in marks.find(text)}


def spelt(text: Words, languages: Languages) -> Iterator[tuple[str, str]]:
    """Each folded word and mark of the text, with the word whose number is its term: once for every language.

    Of letters that are found by twos there is none: who errs in one finds the others.
    """
    for word in text.counts:
        if _IS_UNPARTED.search(word):
            continue
        folded = fold(word)
        yield from ((folded, _stem(folded, language)) for language in languages)
    yield from ((each, each) for each in text.marks)


def words(text: str) -> list[tuple[int, int]]:
    """The ranges of the words of the text, in order."""
    return [each.span() for each in _WORD.finditer(text)]


@lru_cache(_CACHED_WORDS)
def word_terms(word: str, languages: Languages = ANY) -> tuple[int, ...]:
    """The terms of one word: itself, and the parts of a ``camelCase``, of a ``letters4numbers`` or of a ``1.2.3`` word."""
    return tuple(dict.fromkeys(number(_stem(fold(form), language)) for form in _forms(word) for language in languages))


def _forms(word: str) -> list[str]:
    if _SEPARATED.fullmatch(word):
        return [word] if marks.amount(word) else [word, *re.findall(r"\d+", word)]
    if _IS_UNPARTED.search(word):
        return list(dict.fromkeys(_by_twos(unicodedata.normalize("NFC", word))))
    parts = _HUMP.findall(word) if word.isascii() else []
    return [word, *parts] if len(parts) > 1 else [word]


def _by_twos(word: str) -> Iterator[str]:
    """The runs of a word, those of letters whose words are not parted two letters at a time."""
    for run in _RUN.finditer(word):
        letters = _LETTER.findall(run[0]) if run["unparted"] else []
        if len(letters) > 1:
            yield from map("".join, pairwise(letters))
        else:
            yield run[0]


@lru_cache(_CACHED_WORDS)
def fold(word: str) -> str:
    """The word without case and accents, a number as it is written plainly: ``Große`` and ``GROSSE`` are one."""
    word = _plain(word)
    if _SEPARATED.fullmatch(word):
        return marks.amount(word) or ".".join(re.findall(r"\d+", word))
    return word


def wording(text: str) -> list[str]:
    """The words in order, without case and accents: the same for texts that differ in what stands between words alone."""
    return _WORD.findall(_plain(text))


def _plain(text: str) -> str:
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(
            each for each in decomposed if each not in _UNSEEN and not _is_accent(unicodedata.combining(each))
        )
    return text.casefold()


def _is_accent(combining_class: int) -> bool:
    """Whether a mark may be left out in writing; what joins letters of India, and tones from Thai to Tibetan, make another word."""
    return 0 < combining_class != _VIRAMA and combining_class not in _TONES


def number(word: str) -> int:
    """CRC-32 of the word as PostgreSQL's ``integer``."""
    value = crc32(word.encode())
    return value - (1 << 32) if value >= 1 << 31 else value


def in_name(term: int) -> int:
    """The term that says that this one stands in a document's name; of that, the term again."""
    return term ^ _IN_NAME


@lru_cache(_CACHED_WORDS)
def _stem(word: str, language: str | None) -> str:
    if not word.isalpha():
        return word
    if language not in _STEMMERS:
        return _singular(word)
    stem: str = _stemmer(language).stemWord(word)
    return stem


def _stemmer(language: str) -> Any:
    """This thread's own. Snowball's classes by name, since its front door gives another library's where that is installed."""
    if language not in _loaded.__dict__:
        name = _STEMMERS[language]
        module = import_module(f"snowballstemmer.{name.lower()}_stemmer")
        setattr(_loaded, language, getattr(module, f"{name}Stemmer")())
    return getattr(_loaded, language)


def _singular(word: str) -> str:
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
