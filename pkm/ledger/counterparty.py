"""One name for the many ways in which banks print the same counterparty."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pkm.models import Transaction

_PROCESSOR = re.compile(
    r"^(?:paypal|pp|sq|sumup|zettle|izettle|stripe|tst|klarna|mollie|adyen|gpay|google|apple)\s*[*_]+\s*(?=\w)"
)
_CARD = re.compile(
    r"^(?:pos|eftpos|visa|mastercard|maestro|girocard|debit card|credit card|card|contactless|apple pay|google pay|kartenzahlung|"
    r"lastschrift|carte|cb|sepa|paiement)(?: (?:payment|purchase|debit|wdl|merchandise|par carte|credit transfer))?(?:[ :;*-]+)(?=\w)"
)
_SITE = re.compile(
    r"\b(?:https?://)?(?:www\.)?([a-z0-9-]{2,})\.(?:com|net|org|de|fr|at|ch|eu|io|co\.uk|uk|lu|be|nl)\b(?:/\S*)?"
)
_WHEN = re.compile(
    r"\b\d{4}-\d\d-\d\d(?:t\d\d:\d\d(?::\d\d)?)?|\b\d{1,2}[./]\d{1,2}[./](?:\d{2,4})?(?!\d)|\b\d\d:\d\d(?::\d\d)?\b"
)
_MASKED = re.compile(r"(?:[x*•.]{2,}\s?\d{2,}|\*{2,})")
_BRANCH = re.compile(
    r"^(?P<name>.*?[^\W\d_].*?[^\W\d_].*?)\s+(?:(?:nr|no|fil|filiale|store|branch|terminal)\.?\s*)?#?\s?\d{3,}(?:\W.*)?$"
)
_NUMBER = re.compile(r"(?<=\w)\s+(?:(?:nr|no)\.?\s*)?#\s?\d+\b")
_THANKS = re.compile(r"\b(?:sagt danke|dankt|says thanks|vous remercie)\b")
_LEGAL_FORM = re.compile(
    r"(?<=\w)\s+(?:gmbh|mbh|ag|se|kg|kgaa|ohg|ug|e ?v|e ?k|ltd|limited|plc|inc|llc|corp|s ?a|s ?a ?r ?l|s ?a ?s|b ?v|n ?v|"
    r"s ?r ?l|s ?p ?a|oy|ab|as)$|(?<=\w)\s+&? ?co$"
)
_MARKS = re.compile(r"[^\w&+']+|_+")


@lru_cache(maxsize=65_536)
def normalise(name: str) -> str:
    """The key under which a counterparty's bookings belong together.

    Leaves out what a terminal adds (card words, branch number and the town behind it, times, masked cards), the
    payment processor before a star, the ending of a web address, and the legal form; a name is never left empty.
    """
    key = _plain(name)
    while (shorter := _strip(key)) != key:
        key = shorter
    return key


def key_of(transaction: Transaction) -> str:
    """The key of a booking's counterparty; of its description where the bank names none."""
    return of(transaction.counterparty, transaction.description)


def of(name: str, description: str) -> str:
    """The key of the counterparty that a booking names; of its description where it names none."""
    return normalise(name) or normalise(description)


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).split())


def _strip(key: str) -> str:
    """Take one layer off; what has none comes back as it is."""
    stripped = _PROCESSOR.sub("", key)
    stripped = _CARD.sub("", stripped)
    stripped = (
        stripped.split("//")[0] if re.match(r"[^/]*\w{3}[^/]*//", stripped) and ":" not in stripped[:8] else stripped
    )
    for noise, rest in (
        (_SITE, r"\1"),
        (_WHEN, " "),
        (_MASKED, " "),
        (_THANKS, " "),
        (_BRANCH, r"\g<name>"),
        (_NUMBER, " "),
    ):
        stripped = noise.sub(rest, stripped)
    stripped = _LEGAL_FORM.sub("", " ".join(_MARKS.sub(" ", stripped).split()))
    return stripped if re.search(r"\w", stripped) else " ".join(_MARKS.sub(" ", key).split()) or key
