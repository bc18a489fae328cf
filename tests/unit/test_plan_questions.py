"""How people ask about money, in three languages: each question of ``asked.txt`` becomes the plan that stands beside it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pkm.answer.language import content
from pkm.answer.period import Period
from pkm.answer.plan import Plan, read

TODAY = date(2026, 11, 20)  # a Friday
ASKED = Path(__file__).with_name("asked.txt")
FIELDS = {
    "min": ("min_amount", Decimal), "max": ("max_amount", Decimal), "amount": ("amount", Decimal), "top": ("top", int), "place": ("place", int),
    "excluded": ("bounds_excluded", bool), "on_card": ("on_card", bool), "refunds": ("refunds", bool), "distinct": ("distinct", bool), "transfers": ("transfers", bool),
    "group": ("group", str), "per": ("per", str), "rule": ("rule", str), "wanted": ("wanted", str), "currency": ("currency", str),
}  # fmt: skip


def lines() -> list[tuple[str, str]]:
    """The questions and what is meant by each."""
    told = (line for line in ASKED.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#"))
    return [(question, meant) for line in told for question, _, meant in [line.partition(" => ")]]


def span(text: str) -> tuple[date, date]:
    """The first and last day of ``2026``, ``2026-10`` or ``2026-10-05``."""
    year, month, day = (*map(int, text.split("-")), 0, 0)[:3]
    first = date(year, month or 1, day or 1)
    if day:
        return first, first
    after = date(year + 1, 1, 1) if month in {0, 12} else date(year, month + 1, 1)
    return first, date.fromordinal(after.toordinal() - 1)


def period(text: str) -> Period:
    """``2026-10``, ``2026-04..2026-06``, ``..2024-12-31``."""
    begin, dots, end = text.partition("..")
    if not dots:
        return Period(*span(begin))
    return Period(span(begin)[0] if begin else None, span(end)[1] if end else None)


def expected(meant: str) -> dict[str, Any]:
    """What the plan must hold; what a line does not name must be empty."""
    kind, *rest = meant.split()
    if kind == "lookup":
        return {"kind": kind}
    wanted: dict[str, Any] = {name: False if type_ is bool else None for name, type_ in FIELDS.values()}
    wanted |= {"kind": kind, "topic": (), "without": (), "place": 1, "period": Period(None, None), "versus": None}
    for each in rest:
        name, sign, value = each.partition("=")
        if each.startswith("vs:"):
            wanted["versus"] = period(each[3:])
        elif not sign:
            wanted["period"] = period(each)
        elif name == "topic":
            wanted["topic"] = tuple(content(value.replace("+", " ")))
        elif name == "without":
            wanted["without"] = tuple(tuple(content(thing)) for thing in value.split(","))
        elif name == "dir":
            wanted["direction"] = value
        else:
            field, type_ = FIELDS[name]
            wanted[field] = type_(value)
    return wanted


def found(plan: Plan, wanted: dict[str, Any]) -> dict[str, Any]:
    """The same fields of a plan."""
    return {name: Period(plan.since, plan.until) if name == "period" else getattr(plan, name) for name in wanted}


def test_there_are_questions_of_every_kind() -> None:
    assert len(lines()) >= 300
    assert len({meant.split()[0] for _, meant in lines()}) == 21


@pytest.mark.parametrize(("question", "meant"), lines())
def test_a_question_becomes_its_plan(question: str, meant: str) -> None:
    wanted = expected(meant)
    assert found(read(question, TODAY), wanted) == wanted
