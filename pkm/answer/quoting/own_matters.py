"""Questions of what is one's own, "my notice period", which no text for everybody answers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pkm.answer.planning.lookup import plain
from pkm.answer.planning.plan import Plan
from pkm.answer.quoting.evidence import Passage
from pkm.facts.fact import Paper
from pkm.facts.general import is_general
from pkm.models import Document

_OURS = re.compile(r"(?<!\w)(?:my|our|mine|ours|mein\w*|unser\w*|mon|ma|mes|notre|nos)(?!\w)")
_WE = re.compile(r"(?<!\w)(?:i|we|me|us|ich|wir|mir|uns|je|nous)(?!\w)|(?<!\w)j'")
_HOW = re.compile(r"^\W*(?:how (?:do|does|can|could|should|to)\b|wie (?:kann|konnen|soll\w*|muss\w*|geht)\b|comment\b)")

_MAY = re.compile(
    r"(?<!\w)(?:(?:can|could|may|should|must|would) (?:i|we)|(?:kann|konnen|darf|durfen|soll\w*|muss\w*) (?:ich|wir)|(?:puis|dois|peux)-je|(?:pouvons|devons)-nous|je (?:peux|dois|puisse)|nous (?:pouvons|devons))(?!\w)"
)


def is_of_own(plan: Plan) -> bool:
    """Whether a question asks what holds for who asks, and not how something is done or what one may do."""
    asked = plain(plan.question)
    if _HOW.match(asked):
        return False
    speaks = _WE.search(asked) is not None and (bool(plan.expected) or not _MAY.search(asked))
    return speaks or _OURS.search(asked) is not None


def set_general_aside(plan: Plan, passages: Sequence[Passage]) -> tuple[list[Passage], list[Passage]]:
    """The passages that may answer, and those that do not: of guides, articles and newsletters, where one's own matters are asked for."""
    if not is_of_own(plan):
        return [*passages], []
    general = {each.document.id for each in passages if _is_general(each.document)}
    own = [each for each in passages if each.document.id not in general]
    return own, [each for each in passages if each.document.id in general]


def _is_general(document: Document) -> bool:
    return is_general(Paper(document.text, document.kind, document.title, header_end=document.header_end))
