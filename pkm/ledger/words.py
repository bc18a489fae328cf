"""What a booking's words are called by: folded, cut to the stem that the forms of one word share.

Stems only have to agree among the forms of one word; they are never shown.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# A name of single letters is one word: H&M, C&A, 1&1, E.ON; banks whose letters have no "&" write H+M.
WORD = re.compile(
    r"[^\W_](?:[&+][^\W_]{1,3})+(?![^\W_])|[^\W\d_](?:\.[^\W\d_]{1,3})+(?![^\W_])|[^\W_]+(?:['’][^\W_]+)*"
)
ELISION = re.compile(r"(?:[cdjlmnst]|qu|jusqu)'")
MIN_STEM = 4
MOST_LETTERS = 64  # longer ones are codes that nobody asks for; an index takes no more than some hundred

# Longest first; one is stripped, where at least MIN_STEM letters stay (3 for endings of three letters: "pay-ment").
SUFFIXES = (
    "ization", "isation", "ation", "ement", "ment", "ungen", "ingen", "able", "ible", "ung", "ing", "ion", "ate", "bar",
    "ied", "ern", "est", "eur", "ent", "ez", "ed", "er", "en", "em", "ly", "ee", "al", "e", "y",
)  # fmt: skip


# Words whose cut would make them another word: a tenant (Mieter) is no rent (Miete), a pension (Rente) neither, a pupil (Schüler) no school, "handed" no phone (Handy), a "vêtement" no vet, a filling ("Fuellung") no fuel.
IRREGULAR = """
vetement: vetement vetements
fuellung: fuellung fuellungen
terminat: terminate terminates terminated terminating termination terminable
mieter: mieter mieters mietern mieterin mieterinnen
bailleur: bailleur bailleurs
quittung: quittung quittungen
rental: rental rentals
rente: rente renten
schuler: schuler schulers schulern schulerin schulerinnen
handy: handy handys
summer: summer summers
vacation: vacation vacations
portable: portable portables
dining: dining
training: training trainings
"""


def fold(text: str) -> str:
    """Lower case without accents; ``ß`` becomes ``ss``."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in decomposed if not unicodedata.combining(each))


def words(text: str) -> list[str]:
    """The words of a text, folded, in order; a French elision (``l'eau``) gives the word behind it."""
    found = (fold(each.replace("’", "'").replace("+", "&")) for each in WORD.findall(text))
    return [each.rpartition("'")[2] if ELISION.match(each) else each for each in found]


_IRREGULAR_STEMS = {
    form: name
    for line in IRREGULAR.strip().splitlines()
    for name, _, forms in [line.partition(":")]
    for form in forms.split()
}


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """What the forms of a folded word share: plural and one suffix off, a doubled last consonant made single."""
    word = word.removesuffix("'s")
    if word in _IRREGULAR_STEMS or not word.isalpha():
        return _IRREGULAR_STEMS.get(word, word)
    if len(word) > 3 and word.endswith("s") and word[-2] not in "su":
        word = word[:-3] + "y" if word.endswith("ies") else word[:-1]
    for suffix in SUFFIXES:
        rest = word.removesuffix(suffix)
        if rest != word and len(rest) >= (MIN_STEM if len(suffix) < 3 else 3):
            word = rest
            break
    return word[:-1] if len(word) > MIN_STEM and word[-1] == word[-2] else word


def stems(*texts: str) -> list[str]:
    """The stems of all words of a booking's texts, each once, in order; what is longer than a word is none."""
    return list(dict.fromkeys(stem(each) for text in texts for each in words(text) if len(each) <= MOST_LETTERS))
