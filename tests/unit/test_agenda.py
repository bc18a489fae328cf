"""Which questions ask for entries of calendars, and of what time."""

from __future__ import annotations

from datetime import date

import pytest

from pkm.answer.papers.agenda import asked_time
from pkm.answer.planning.plan import read

TODAY = date(2026, 11, 20)  # a Friday


@pytest.mark.parametrize(
    ("question", "since", "until"),
    [
        ("What appointments do I have next week?", "2026-11-23", "2026-11-29"),
        ("Welche Termine habe ich nächste Woche?", "2026-11-23", "2026-11-29"),
        ("Quels rendez-vous ai-je la semaine prochaine ?", "2026-11-23", "2026-11-29"),
        ("What's on on 26 November?", "2026-11-26", "2026-11-26"),
        ("What do I have planned for Thursday?", "2026-11-26", "2026-11-26"),
        ("Was habe ich am Donnerstag vor?", "2026-11-26", "2026-11-26"),
        ("What's coming up in February?", "2027-02-01", "2027-02-28"),
        ("what is on my calendar tomorrow?", "2026-11-21", "2026-11-21"),
        ("Was steht übermorgen an?", "2026-11-22", "2026-11-22"),
        ("Ai-je quelque chose de prévu demain ?", "2026-11-21", "2026-11-21"),
        ("Am I free on Tuesday?", "2026-11-24", "2026-11-24"),
        ("Do I have anything on 24 November?", "2026-11-24", "2026-11-24"),
        ("What appointments did I have in October?", "2026-10-01", "2026-10-31"),
        ("Which meetings did we have on Thursday?", "2026-11-19", "2026-11-19"),
        ("my appointments", "2026-11-20", "2026-12-20"),
    ],
)
def test_entries_of_a_time_are_asked_for(question: str, since: str, until: str) -> None:
    assert asked_time(read(question, TODAY)) == (date.fromisoformat(since), date.fromisoformat(until))


@pytest.mark.parametrize(
    "question",
    [
        "When is my dentist appointment?",
        "What was on the shopping list?",
        "What appointments must I cancel?",
        "Do I have anything about travel insurance?",
        "Was ist im Keller?",
        "Meeting of the house, 22 July 2026",
        "What appointments did I have with the dentist in October?",
        "What is on the agenda of the meeting?",
        "Do we have any bills from May?",
    ],
)
def test_other_questions_are_not_of_calendars(question: str) -> None:
    assert asked_time(read(question, TODAY)) is None
