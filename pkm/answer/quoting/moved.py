"""A later letter by the same sender that names the very day a letter stated, and says that it is another one now."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pkm.answer.planning.lookup import plain
from pkm.answer.planning.plan import Plan
from pkm.answer.quoting import sentences, values
from pkm.answer.quoting.evidence import Passage
from pkm.answer.quoting.extract import LETTERS, MAX_PARAGRAPH, Extract
from pkm.models import Document

_MOVES = re.compile(
    r"(?<!\w)(?:mov(?:e|ed)|chang(?:e|ed)|reschedul\w+|postpon\w+|cancel\w*|instead|brought forward|new (?:date|day|time|appointment)"
    r"|\w*versch(?:ob|ieb)\w*|\w*verleg\w+|vorgezogen|(?:ge)?ander(?:t|n|ung)|abgesagt|entfall\w*|fallt aus|statt|neue[rsnm]? (?:termin|datum|uhrzeit)"
    r"|report(?:e|ee|es|ees|er|ons)|decal\w+|deplac\w+|avance\w*|annul\w+|nouve(?:au|l|lle) (?:date|jour|heure|rendez-vous))(?!\w)"
)


def moving(plan: Plan, found: Extract, passages: Sequence[Passage]) -> Extract | None:
    """The last such letter's paragraph; ``None`` where no day was stated, or none is moved."""
    letter, text = found.passage.document, found.passage.document.text
    stated = [each for each in values.read(text[found.char_start : found.char_end]).days if each.day]
    if letter.kind not in LETTERS or letter.date is None or not plan.expected or not stated:
        return None
    after = {each.document.id: each for each in passages if _is_next(each.document, letter)}
    for each in sorted(after.values(), key=lambda one: str(one.document.date), reverse=True):
        own = each.document.text
        if not _MOVES.search(plain(own)):
            continue
        for start, end in sentences.paragraphs(own):
            if end - start > MAX_PARAGRAPH:
                continue
            days = values.read(own[start:end]).days
            if any(old.within(new) or new.within(old) for old in stated for new in days if new.day) and len(days) > 1:
                return Extract(each, start, end, found.score)
    return None


def _is_next(paper: Document, letter: Document) -> bool:
    """Whether a paper is a later one that begins with the same sender's line."""
    if paper.id == letter.id or paper.kind not in LETTERS or paper.date is None:
        return False
    first = [each.text.lstrip().partition("\n")[0].strip().casefold() for each in (paper, letter)]
    return str(paper.date) > str(letter.date) and first[0] == first[1]
