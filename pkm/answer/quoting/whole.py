"""A question that asks for a document itself: "show me the statement of account 4711", "öffne den Mietvertrag".

Its answer is the first document that the question names, cited by how it begins, or the part of one that a heading names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pkm.answer.planning.lookup import asks_to_see
from pkm.answer.planning.plan import Plan
from pkm.answer.quoting.coverage import named, share, stated, weigh
from pkm.answer.quoting.evidence import Passage
from pkm.answer.quoting.extract import Extract
from pkm.answer.quoting.reading import MIN_COVERAGE

_HEADING = re.compile(r"(?m)^#{1,6}[ \t]+(\S[^\n]*)$")
BEGINNING_CHARACTERS, MOST_CHARACTERS = 300, 600  # whole lines of as many


def show(plan: Plan, passages: Sequence[Passage]) -> list[Extract]:
    """How the document begins that is asked for; empty where none is asked for, or none is named."""
    if plan.expected or not plan.topic or not asks_to_see(plan.question):
        return []
    weights = weigh(plan.topic)
    for each in passages:
        own = named(plan.topic, each)
        if own and share(weights, own | stated(plan.topic, f"{each.head}\n{each.folder}")) >= MIN_COVERAGE:
            return [_beginning(each)]
    sections = (_section(plan, each) for each in passages)
    return next(([each] for each in sections if each), [])


def _section(plan: Plan, passage: Passage) -> Extract | None:
    """The part of a note with several, as of recipes, under the marked heading that says all that is asked for."""
    text = passage.document.text
    parts = [(each.start(), each.end(), each[1]) for each in _HEADING.finditer(text)]
    for (start, begins, named_there), (end, _, _) in pairwise([*parts, (len(text), len(text), "")]):
        if stated(plan.topic, named_there) >= {*plan.topic} and text[begins:end].strip():
            return Extract(passage, start, start + len(text[start : min(end, start + MOST_CHARACTERS)].rstrip()), 1.0)
    return None


def _beginning(passage: Passage) -> Extract:
    """Its first lines below a mail's header, or the first words of a single one."""
    below = passage.document.text[passage.document.header_end :]
    start = len(below) - len(below.lstrip())
    shown = below[start : start + MOST_CHARACTERS]
    if len(below) > start + len(shown) or len(shown) > BEGINNING_CHARACTERS:
        ends = (shown.find("\n", BEGINNING_CHARACTERS), shown.rfind("\n"), shown.rfind(" "))
        shown = shown[: next((each for each in ends if each > 0), None)]
    start += passage.document.header_end
    return Extract(passage, start, start + len(shown.rstrip()), 1.0)
