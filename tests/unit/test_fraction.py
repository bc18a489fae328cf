"""A part of a sum: half of it, a third or a quarter."""

from __future__ import annotations

from datetime import date

import pytest

from pkm.answer.language import content
from pkm.answer.planning.plan import read
from pkm.answer.planning.presumed import as_ledger

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("question", "divisor", "topic", "direction"),
    [
        ("Half of the rent in May 2026, how much is that?", 2, "rent", "out"),
        ("What was half the electricity bill in May 2026?", 2, "electricity", "out"),
        ("How much is a third of our rent for October 2026?", 3, "rent", "out"),
        ("how much would be a quarter of the groceries in 2025", 4, "groceries", "out"),
        ("If Ruth and Martin split the rent 50/50, what is each share for October 2026?", 2, "rent", "out"),
        ("What is half of my salary in October 2026?", 2, "salary", "in"),
        ("ein drittel der oktobermiete, wieviel ist das", 3, "miete", "out"),
        ("Wie viel ist die Hälfte der Miete im Oktober 2026?", 2, "Miete", "out"),
        ("Was ist die halbe Miete im Mai 2026?", 2, "Miete", "out"),
        ("la moitié du loyer d'octobre, c'est combien ?", 2, "loyer", "out"),
        ("C'est combien, le tiers des courses de 2025 ?", 3, "courses", "out"),
    ],
)
def test_a_part_of_one_sum_is_told(question: str, divisor: int, topic: str, direction: str) -> None:
    plan = read(question, TODAY)
    assert (plan.kind, plan.divisor, plan.topic, plan.direction) == ("sum", divisor, tuple(content(topic)), direction)


@pytest.mark.parametrize(
    "question",
    [
        "How much is half of our rent?",
        "Did we pay half of the rent in May 2026?",
        "Who paid the other half of the rent in May 2026?",
        "What is half of the rent minus half of the electricity in May 2026?",
        "How much is half of the rent a month in 2026?",
        "How much is half of the rent and electricity in May 2026?",
        "What was half of the salary spent on in May 2026?",
        "What is half of the average rent in 2025?",
        "Half of what we earned in 2025 went where?",
        "Which half of 2025 was more expensive?",
        "Was ist die Hälfte der Ausgaben im Mai 2026 ohne Miete?",
        "Wie viel ist die halbe Miete pro Monat 2026?",
        "la moitié du loyer a augmenté de combien en 2026 ?",
        "combien de la moitié du loyer de mai 2026 a payé Ruth ?",
        "The rent is split 50/50 in May 2026, who paid?",
    ],
)
def test_a_part_of_anything_else_gives_no_figure(question: str) -> None:
    plan = read(question, TODAY)
    assert (plan.kind, as_ledger(plan)) == ("lookup", ())


@pytest.mark.parametrize("word", ["half of the ", "how much is ", "what is half ", ", ", "a third of our "])
def test_a_part_that_is_repeated_without_end_is_read_at_once(word: str) -> None:
    assert read(f"{word * (4000 // len(word))}rent in May 2026", TODAY).divisor == 1
