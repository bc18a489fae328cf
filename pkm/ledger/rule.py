"""The words of an owner's rule as PostgreSQL looks for them in a booking."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from pkm.errors import UsageError

_TERMINALS = {"ä": "(?:ä|ae|a)", "ö": "(?:ö|oe|o)", "ü": "(?:ü|ue|u)", "ß": "(?:ß|ss)"}


@dataclass(frozen=True, slots=True)
class Pattern:
    """What fits a rule's words.

    Attributes:
        expression: A regular expression of PostgreSQL (advanced, matched without case); every word has to fit.
        anchor: Lower-case letters that stand in every text that fits: looked for first, being cheaper.
    """

    expression: str
    anchor: str


def pattern_of(words: str) -> Pattern:
    """Each word, whole and in any order; ``*`` stands for any letters. Raises ``UsageError`` where no word says anything.

    A letter with an accent or umlaut fits the ways in which terminals print it, so ``Bäckerei`` finds ``BAECKEREI``.
    """
    terms = words.casefold().split()
    if not any(re.search(r"[^\W_]", each) for each in terms):
        raise UsageError("a rule needs a word to go by", 'for example: --words "stadtwerke"')
    plain = [each for term in terms for each in re.findall(r"[a-z0-9]+", term.replace("ss", " "))]
    expressions = [_term(each) for each in terms]
    whole = expressions[0] if len(terms) == 1 else "".join(f"(?=.*{each})" for each in expressions)
    return Pattern(whole, max(plain, key=len, default=""))


def _term(term: str) -> str:
    """One word of the rule, bounded where it begins or ends with a letter."""
    inner = "".join(_letter(each) for each in term)
    return (r"\m" if _is_letter(term[0]) else "") + inner + (r"\M" if _is_letter(term[-1]) else "")


def _letter(letter: str) -> str:
    if letter == "*":
        return r"\w*"
    if known := _TERMINALS.get(letter):
        return known
    if not letter.isascii():
        bare = unicodedata.normalize("NFKD", letter)[0]
        return f"[{letter}{bare}]" if _is_letter(letter) and bare != letter and bare.isalnum() else letter
    return letter if letter.isalnum() or letter == "_" else "\\" + letter


def _is_letter(letter: str) -> bool:
    return letter.isalnum() or letter == "_"
