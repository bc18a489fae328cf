"""Whether two names mean the same firm: by their rarest words, however a bank cuts or spells them."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

CUT = 5  # letters of a word that a bank may have cut off
LEAST_DOMAIN = 4  # letters of a domain's name; shorter ones are in too many names
_SECOND_LEVEL = frozenset({"co", "com", "org", "net", "gov", "ac"})  # of "co.uk"
_LEGAL = frozenset(
    [
        "gmbh",
        "mbh",
        "ag",
        "se",
        "kg",
        "kgaa",
        "ohg",
        "gbr",
        "ug",
        "ev",
        "ek",
        "eg",
        "ltd",
        "limited",
        "plc",
        "llc",
        "inc",
        "corp",
        "co",
        "sarl",
        "sas",
        "sa",
        "eurl",
        "bv",
        "nv",
        "srl",
        "spa",
        "oy",
        "ab",
        "as",
        "sdn",
        "bhd",
        "und",
        "and",
        "et",
        "the",
        "der",
        "die",
        "das",
        "le",
        "la",
        "les",
        "du",
        "de",
        "des",
        "of",
        "for",
        "von",
        "vom",
        "zu",
        "and",
        "mr",
        "mrs",
        "ms",
        "herr",
        "frau",
        "mme",
        "m",
        "dr",
        "www",
        "com",
        "net",
        "org",
        "eu",
        "example",
        "payment",
        "zahlung",
        "paiement",
        "rechnung",
        "invoice",
        "facture",
        "card",
        "karte",
        "carte",
        "sepa",
        "lastschrift",
        "direct",
        "debit",
        "transfer",
        "uberweisung",
        "virement",
        "prelevement",
    ]
)
_UMLAUTS = (("ae", "a"), ("oe", "o"), ("ue", "u"), ("ss", "s"))


@lru_cache(maxsize=65_536)
def tokens(name: str) -> frozenset[str]:
    """Its words as they are compared: no accents, no umlauts in either spelling, no legal form, no short numbers."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("ß", "ss"))
    plain = "".join(each for each in plain if not unicodedata.combining(each))
    found = set()
    for word in re.findall(r"[a-z]+|\d{5,}", plain):
        if len(word) < 2 or word in _LEGAL:
            continue
        for double, single in _UMLAUTS:
            word = word.replace(double, single)
        found.add(word)
    return frozenset(found)


class Names:
    """How telling each word is, among all names that were seen."""

    def __init__(self, names: Iterable[str]) -> None:
        told = [tokens(each) for each in set(names)]
        self._seen = Counter(word for each in told for word in each)
        self._count = len(told)
        self._known: dict[tuple[frozenset[str], ...], float] = {}

    def weigh(self, word: str) -> float:
        """The rarer, the heavier (inverse document frequency, smoothed); never nothing."""
        return math.log((self._count + 1) / (self._seen[word] + 1)) + 1

    def similarity(self, name: str, payee: str, text: str = "") -> float:
        """From 0 (no word in common) to 1: the weight of the words in common, of the name or of the payee, whichever is more.

        Args:
            name: As the paper calls the firm.
            payee: As the bank does.
            text: What else the bank says; may hold the name too, yet never counts for the payee's side.
        """
        ours, theirs, beside = tokens(name), tokens(payee), tokens(text)
        if not ours or not (theirs or beside):
            return 0.0
        key = ours, theirs, beside
        if key not in self._known:
            self._known[key] = self._compare(*key)
        return self._known[key]

    def _compare(self, ours: frozenset[str], theirs: frozenset[str], beside: frozenset[str]) -> float:
        said = theirs | beside
        common = {word for word in ours if _is_among(word, said)}
        back = {word for word in theirs if _is_among(word, ours)}
        shares = [self._share(common, ours), self._share(back, theirs) if len("".join(back)) > 3 else 0.0]
        return max(shares)

    def _share(self, part: Iterable[str], whole: Iterable[str]) -> float:
        total = sum(self.weigh(each) for each in whole)
        return sum(self.weigh(each) for each in part) / total if total else 0.0


def is_named_by(domain: str, payee: str) -> bool:
    """Whether a domain's own name is that of the payee, or words of it that follow each other: "puregym.com", "Pure Gym Ltd"."""
    labels = [each for each in domain.casefold().split(".")[:-1] if each not in _SECOND_LEVEL]
    own = re.sub(r"[^a-z0-9]", "", labels[-1]) if labels else ""
    return len(own) >= LEAST_DOMAIN and own in run_together(payee)


def run_together(name: str) -> set[str]:
    """Words of a name that follow each other, written as one, as people and domains do: "puregym"."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("ß", "ss"))
    said = re.findall(r"[a-z0-9]+", re.sub("['’\u0300-\u036f]", "", plain))
    return {"".join(said[start:end]) for start in range(len(said)) for end in range(start + 1, len(said) + 1)}


@lru_cache(maxsize=262_144)
def _is_among(word: str, others: frozenset[str]) -> bool:
    """Whether it is one of them, was cut to one, or run together with another."""
    if word in others:
        return True
    return any(
        len(each) >= CUT and len(word) >= CUT and (word.startswith(each) or each.startswith(word) or _is_inside(word, each))
        for each in others
    )  # fmt: skip


def _is_inside(word: str, other: str) -> bool:
    """Whether the longer one holds the shorter, as a web address does a name."""
    short, long = sorted((word, other), key=len)
    return len(short) >= CUT + 1 and short in long
