"""Words of a household that mean the same in English, German and French: a line a meaning, in tables beside this module.

``bookings.txt`` joins what bookings and papers call by many names; ``papers.txt`` what only papers, notes and messages say, and the ledger
keeps apart or never meets; ``forms.txt`` verbs whose forms share no stem. A question is so read in languages that its embedder does not know
(dictionary-based query translation: Pirkola 1998, "The Effects of Query Structure and Dictionary Setups in Dictionary-Based Cross-Language
Information Retrieval"). Words that are spelt alike in two languages and mean two things ("see", "brand") stand in no line, or in one.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pkm.ledger.words import fold, stem

_FOLDER = Path(__file__).parent


@cache
def lines(table: str) -> tuple[str, ...]:
    """The lines of a table, each the words of one meaning."""
    text = (_FOLDER / f"{table}.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


def otherwise(word: str) -> frozenset[str]:
    """What the word is called otherwise, in all languages; none where no line has a form of it."""
    return _by_stem().get(stem(fold(word)), frozenset())


@cache
def _by_stem() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in (*lines("bookings"), *lines("papers"), *lines("forms")):
        said = line.split()
        for each in said:
            found.setdefault(stem(fold(each)), set()).update(said)
    return {each: frozenset(said) for each, said in found.items()}
