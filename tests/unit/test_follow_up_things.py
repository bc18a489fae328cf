"""What "it" stands for behind a question to papers, and what leaves nothing to the question before."""

from __future__ import annotations

from datetime import date

import pytest

from pkm.answer.conversation import Exchange, restated

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("before", "said", "meant"),
    [
        ("Was kostet Idas Handyvertrag?", "und wie lange läuft er?", "und wie lange läuft er (Idas Handyvertrag)?"),
        ("When is the hip operation of Jonas?", "and at what time?", "and at what time (hip operation Jonas)?"),
        ("Wann ist das Zeltlager?", "und was kostet es?", "und was kostet es (Zeltlager)?"),
        ("Quand est la sortie du club ?", "et à quelle heure ?", "et à quelle heure (sortie club)?"),
        ("How much does the ferry cost?", "can we cancel it?", "can we cancel it (ferry)?"),
        ("Wann ist der Elternabend?", "wo?", "wo (Elternabend)?"),
        ("und was kostet es (Zeltlager)?", "bis wann?", "bis wann (Zeltlager)?"),
    ],
)
def test_it_is_what_was_asked_about(before: str, said: str, meant: str) -> None:
    assert restated([Exchange(before, "…")], said, TODAY).question == meant


@pytest.mark.parametrize(
    "said",
    [
        "Who is the dentist?", "Is it allowed to smoke?", "Gibt es einen Aufzug?", "Le vol est-il couvert ?", "and the deposit of the garage?",
        "and when is the tax due?", "Können Sie das lesen?",
    ],
)  # fmt: skip
def test_a_question_of_its_own_stays(said: str) -> None:
    assert restated([Exchange("When does the ferry leave?", "…")], said, TODAY).question == said
