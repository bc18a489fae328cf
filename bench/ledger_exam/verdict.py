"""Whether an answer is the asked one, to the cent: nothing but its first figure counts, and every group of a table."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Literal

from bench.ledger_exam.truth import Question
from pkm.models import Answer

Verdict = Literal["exact", "abstained", "wrong"]
OTHERS = "others"


def verdict_on(question: Question, answer: Answer) -> Verdict:
    """Judge one answer; one without figures or quotations has abstained."""
    nothing = answer.status == "abstained" or not (answer.figures or (question.says and answer.citations))
    if question.abstains or nothing:
        return "exact" if question.abstains and nothing else "abstained" if nothing else "wrong"
    is_right = (
        _has_value(question, answer)
        and _has_groups(question, answer)
        and (question.day is None or _says_day(question.day, answer.answer))
        and all(each.casefold() in answer.answer.casefold() for each in question.says)
    )
    return "exact" if is_right else "wrong"


def _has_value(question: Question, answer: Answer) -> bool:
    """The first figure in the currency that is asked for, or the first count."""
    if question.value is None:
        return True
    first = next((each for each in answer.figures if each.currency == question.currency), None)
    if first is None:
        return False
    return first.value == question.value if question.signed else abs(first.value) == abs(question.value)


def _says_day(day: date, text: str) -> bool:
    """Whether the day stands in the text: "3 May 2026", "3. Mai 2026", "May 3, 2026" or as ISO 8601 writes it."""
    number = rf"0?{day.day}(?:st|nd|rd|th|er)?"
    forms = rf"(?<!\d)(?:{number}[. ]+\w+\.? {day.year}|\w+\.? {number}, {day.year}|{day.isoformat()})(?!\d)"
    return re.search(forms, text) is not None


def _has_groups(question: Question, answer: Answer) -> bool:
    """Each group is right; what is not shown is in the others' sum."""
    if not question.groups:
        return True
    shown = {
        each.name.removeprefix(question.group).strip(" :"): each
        for each in answer.figures
        if each.name.startswith(question.group) and each.currency == "EUR"
    }
    others = shown.pop(OTHERS, None)
    left = {_plain(name): amount for name, amount in question.groups.items()}
    for name, figure in shown.items():
        key = next((each for each in left if _is_same("" if name.startswith("(") else _plain(name), each)), None)
        if key is None or abs(figure.value) != abs(left.pop(key)):
            return False
    return abs(sum(left.values(), Decimal(0))) == (abs(others.value) if others else 0)


def _is_same(one: str, other: str) -> bool:
    return one == other or (bool(one and other) and (one.startswith(other) or other.startswith(one)))


def _plain(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))
