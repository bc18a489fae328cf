"""Whose address stands in the head of a letter: that of who wrote it, or of whom it was written to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pkm.answer.language import means
from pkm.answer.planning.lookup import KIND_WORDS
from pkm.answer.quoting.holds import ADDRESS, NAME
from pkm.ledger.words import stem, words

_GREETING = re.compile(
    r"(?mi)^[ \t]*(?:dear|hello|sehr geehrte|liebe[rs]?|hallo|guten tag|madame|monsieur|chere?s?|chère?s?|bonjour)\b"
)


def is_anothers(text: str, start: int, end: int, topic: Sequence[str]) -> bool:
    """Whether each address in ``text[start:end]`` stands above the greeting of a letter, under a name that nobody asked about."""
    greeting = _GREETING.search(text)
    asked = [each for each in topic if each not in KIND_WORDS]
    if greeting is None or start >= greeting.start() or not asked:
        return False
    return all(_is_under_another_name(text[: each.start()], asked) for each in ADDRESS.finditer(text, start, end))


def _is_under_another_name(above: str, asked: Sequence[str]) -> bool:
    """Whether the nearest line that names somebody says none of these words."""
    for line in reversed(above.splitlines()):
        told = {stem(each) for each in words(line)}
        if any(means(each, told) for each in asked):
            return False
        if NAME.search(line):
            return True
    return False
