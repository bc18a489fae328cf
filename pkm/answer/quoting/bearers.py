"""Whose a paper is, as its labels say: the policy of one, the blood count of another.

Alike papers of two persons of a household lie side by side. Where a question names one of them, a paper that calls
another its holder, its patient or its employee tells nothing of him, unless the very sentence names him.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from pkm.answer.language import content
from pkm.answer.quoting.coverage import stated
from pkm.answer.quoting.evidence import Passage
from pkm.ledger.words import fold, words
from pkm.models import Document

HEAD_CHARACTERS = 1500  # in which a paper says whose it is
TITLE_LINES = 2

_HOLDER = (
    r"policy ?holders?|insured(?: person)?s?|members?|patients?|customers?|clients?|employees?|donor|testator|testatrix|account holders?|holders?|registered keeper|keeper|owner"
    r"|subscriber|tenants?|lessees?|borrowers?|lead passenger|students?|pupil|child|applicant|name"
    r"|versicherungsnehmer(?:in)?|versicherte person|versicherte[rn]?|patient(?:in)?|kund(?:e|in)|mitglied|arbeitnehmer(?:in)?|bausparer(?:in)?|kontoinhaber(?:in)?|inhaber(?:in)?"
    r"|halter(?:in)?|mieter(?:in)?|käufer(?:in)?|schüler(?:in)?|kind|antragsteller(?:in)?|darlehensnehmer(?:in)?|pächter(?:in)?|einsteller(?:in)?"
    r"|souscripteur|souscriptrice|assurée?|adhérente?|patiente?|cliente?|salariée?|titulaire|locataire|élève|enfant|propriétaire|emprunteu(?:r|se)|preneu(?:r|se)|voyageu(?:r|se)"
)
_NAMES = r"(?:(?:Mr|Mrs|Ms|Miss|Dr|Herrn?|Frau|M|Mme|Madame|Monsieur)\b\.? )?[A-ZÀ-Þ][\w'’-]+(?:[ ,]+(?:(?:and|und|et) )?(?:[A-ZÀ-Þ][\w'’-]+|[A-ZÀ-Þ]\b\.?))+"
_LABELLED = re.compile(rf"(?im:(?:^|[ \t]{{2,}}|\t)[^\w\n]*(?:[A-Z] )?(?:{_HOLDER}) ?:)[ \t]*({_NAMES})")
_OF = re.compile(
    rf"(?i:\b(?:results|statement|report|testament|will) (?:for|of)|\b(?:befund|bericht|zeugnis|testament) (?:für|von|der|des)|\b(?:bulletin|résultats|testament) de) ({_NAMES})"
)
_APART = re.compile(r"(?<!\w)(?:Mr|Mrs|Ms|Miss|Dr|Herrn?|Frau|M|Mme|Madame|Monsieur)\.?(?!\w)")
_WHOSE = re.compile(r"['’]s ([\w-]+)")


@lru_cache(maxsize=256)
def _named(title: str, head: str) -> frozenset[str]:
    found = [*_LABELLED.findall(head), *_OF.findall(f"{title}\n{head}")]
    return frozenset(content(_APART.sub(" ", " ".join(found))))


def bearers(document: Document) -> frozenset[str]:
    """The stems of the names of those whose a paper is, as it says itself; none where it does not."""
    start = document.header_end
    return _named(document.title, document.text[start : start + HEAD_CHARACTERS])


def asked_of(question: str, passages: Iterable[Passage]) -> frozenset[str]:
    """The stems of names of the question that papers call their holder."""
    known = frozenset().union(*(bearers(each.document) for each in passages))
    capitals = " ".join(re.findall(r"(?<!\w)[A-ZÀ-Þ][\w'’-]+", question))
    return known.intersection(content(capitals.replace("'s", "").replace("’s", "")))


def is_of_another(question: str, asked: frozenset[str], passage: Passage, told: str) -> bool:
    """Whether a paper is somebody else's than those of whom the question asks, and what it told does not name them.

    Where the question names such a paper by its holder ("Ben's will"), that of another is none though it names Ben.
    """
    own = bearers(passage.document)
    if not asked or not own or not own.isdisjoint(asked) or stated(asked, passage.title):
        return False
    return not stated(asked, told) or _is_called_by_holder(question, passage)


def _is_called_by_holder(question: str, passage: Passage) -> bool:
    start = passage.document.header_end
    above = "\n".join([passage.title, *passage.document.text[start:].lstrip().split("\n")[:TITLE_LINES]])
    return any(noun in words(above) or stated(content(noun), above) for noun in _WHOSE.findall(fold(question)))
