"""Which papers are agreements, and which words of a paper say that something in one is otherwise now."""

from __future__ import annotations

import re

from pkm.answer.planning.lookup import plain
from pkm.models import Document

HEAD_CHARACTERS = 160  # in which a paper says what it is
PAPERS = frozenset(
    {"contract", "note", "other"}
)  # what an endorsement may bear the number of: some contracts are not told as such

AMENDMENT = re.compile(
    r"(?<!\w)(?:endorsements?|addendum|amendments?|amending|supplement(?:al|ary)|deed of variation|rider|(?:versicherungs)?nachtrag\w*|zusatzvereinbarung|zusatzvertrag|anderungsvereinbarung"
    r"|erganzungsvereinbarung|vertragsanderung|anderungsvertrag|avenant|acte modificatif)(?!\w)"
)
_AGREEMENT = re.compile(
    r"(?<![^\W_])(?:contract|agreement|terms of (?:employment|business|service)|tenancy|lease|policy|\w*vertrag|\w*vereinbarung|\w*police|versicherungsschein|contrat|bail|convention)(?![^\W_])"
)
CHANGES = re.compile(
    r"(?<!\w)(?:chang\w+|increas\w+|decreas\w+|reduc\w+|ris(?:e|es|ing)|raised?|adjust\w+|revis\w+|amend\w+|goes (?:up|down)|instead|new|from now on"
    r"|\w*erhoh\w*|steigt|sinkt|senk\w*|ander\w*|geandert|\w*anpass\w*|angepasst|neue?[rsnm]?|statt|kunftig|nunmehr|augment\w+|hausse|baiss\w+|modifi\w+|pass(?:e|era|ent) (?:de|a)|portee?s? a|nouve\w+|desormais"
    r"|from (?:the same|that|this) (?:day|date)|ab (?:demselben|diesem|dem gleichen) (?:tag|datum|zeitpunkt)|zum (?:selben|gleichen) (?:tag|datum|zeitpunkt)|(?:a|des) (?:la meme date|cette date)"
    r"|(?:from|as of|starting|effective|ab(?: dem| diesem)?|zum|mit wirkung|a compter d[ue]|a partir d[ue]|des le) (?:\d|tag|january|february|march|april|may|june|july|august|september|october|november|december))"
)
_OLD = re.compile(
    r"(?<!\w)(?:currently|until now|so far|previously|formerly|instead of|before|from .{1,30} to|bisher\w*|statt|zuvor|vorher|von .{1,30} auf|jusqu'\w+|auparavant|au lieu|precedemment|actuellement|de .{1,30} a)(?!\w)"
)


def is_of_change(paper: Document, said: str) -> bool:
    """Whether words of a letter or an amendment tell what holds since a change, and not what did before."""
    return (
        (is_amendment(paper) or not is_agreement(paper))
        and CHANGES.search(plain(said)) is not None
        and not _OLD.search(plain(said))
    )


def is_agreement(paper: Document) -> bool:
    """Whether a paper is a contract, or calls itself one: "Statement of terms of employment"."""
    above = plain(f"{paper.title}\n{paper.text[:HEAD_CHARACTERS]}")
    return paper.kind == "contract" or (paper.kind in PAPERS and _AGREEMENT.search(above) is not None)


def is_amendment(paper: Document) -> bool:
    """Whether a paper calls itself one that changes a contract: an endorsement, a supplement."""
    return AMENDMENT.search(plain(f"{paper.title}\n{paper.text[:HEAD_CHARACTERS]}")) is not None
