"""Messages that ask of papers again: of somebody else, whether it is so, and for the paper that was quoted."""

from __future__ import annotations

from datetime import date

import pytest

from pkm.answer.conversation import Exchange, restated

TODAY = date(2026, 11, 23)
QUOTED = "“The new appointment is on 14 December.” [1]\n\n— Clinic letter, 12 November 2026"


@pytest.mark.parametrize(
    ("before", "said", "meant"),
    [
        ("What is Amos's salary?", "and Ines's?", "What is Ines's salary?"),
        ("What is the excess on the Niro?", "and on the Sandero?", "What is the excess on the Sandero?"),
        ("Wie hoch ist Jonas' Blutzucker?", "und bei Lena?", "Wie hoch ist Lenas Blutzucker?"),
        ("Was kostet Lenas Handyvertrag?", "und der von Jörg?", "Was kostet Jörgs Handyvertrag?"),
        ("Quel est le salaire de Solène ?", "et celui de Marc ?", "Quel est le salaire de Marc ?"),
        ("Quel est le salaire de Solène ?", "et le préavis ?", "le préavis (Solène)?"),
        ("Quel est le salaire de Solène ?", "combien d'heures par semaine ?", "combien d'heures par semaine (Solène)?"),
        ("What is Amos's salary?", "are you sure?", "What is Amos's salary?"),
        ("Was kostet Lenas Handyvertrag?", "bist du sicher?", "Was kostet Lenas Handyvertrag?"),
    ],
)
def test_a_message_asks_the_same_of_another_or_again(before: str, said: str, meant: str) -> None:
    assert restated([Exchange(before, "…")], said, TODAY).question == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("show me the letter", "Show me Clinic letter"),
        ("zeig mir den Brief", "Zeig mir Clinic letter"),
    ],
)
def test_the_paper_that_was_quoted_is_shown(said: str, meant: str) -> None:
    before = [Exchange("When is the appointment?", QUOTED), Exchange("why was it moved?", "I found no answer.")]
    assert restated(before, said, TODAY).question == meant
