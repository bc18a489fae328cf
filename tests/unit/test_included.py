"""What is said to be among what is asked for."""

from __future__ import annotations

from datetime import date

import pytest

from pkm.answer.language import content
from pkm.answer.planning.plan import read
from pkm.answer.planning.presumed import as_ledger

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("question", "topic", "including"),
    [
        ("How much did we spend in October 2026, including rent?", "", "rent"),
        ("How much did we spend in October 2026, including rent and electricity?", "", "rent electricity"),
        ("What did Klinikum Ost pay in November 2025, bonus included?", "Klinikum Ost", "bonus"),
        ("What did Klinikum Ost pay in November 2025, with the bonus included?", "Klinikum Ost", "bonus"),
        ("Was haben wir von Klinikum Ost im November 2025 bekommen, also inklusive Weihnachtsgeld?", "Klinikum Ost", "Weihnachtsgeld"),
        ("Was haben wir im Oktober 2026 inklusive Miete ausgegeben?", "", "Miete"),
        ("Combien avons-nous dépensé en octobre 2026, loyer compris ?", "", "loyer"),
    ],
)  # fmt: skip
def test_what_is_said_to_be_included_is_no_topic(question: str, topic: str, including: str) -> None:
    plan = read(question, TODAY)
    assert plan.kind in {"sum", "list"}
    assert (plan.topic, plan.including) == (
        tuple(content(topic)),
        tuple(tuple(content(each)) for each in including.split()),
    )


@pytest.mark.parametrize(
    "question",
    [
        "How much is the rent including heating?",
        "What is our rent a month including heating?",
        "largest expense in 2025 including rent",
        "Did we spend more in May than in June 2026, including rent?",
        "balance of all accounts including savings",
        "How much did we transfer to savings in 2025 including interest?",
        "How much did we spend in 2025 including rent but without electricity?",
        "Is the heating included in the rent?",
        "rent in 2025 including what we paid in advance",
        "What did we spend in 2025 including the three largest?",
    ],
)
def test_what_is_said_to_be_included_in_anything_else_gives_no_figure(question: str) -> None:
    plan = read(question, TODAY)
    assert (plan.kind, as_ledger(plan)) == ("lookup", ())


@pytest.mark.parametrize("word", ["including rent, ", "including ", "with the ", ", rent included "])
def test_what_is_included_without_end_is_read_at_once(word: str) -> None:
    assert read(f"what did we spend {word * (3000 // len(word))}", TODAY).to_json()
