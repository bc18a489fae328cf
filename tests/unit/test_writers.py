"""Whose it is what a mail or a chat calls "my": its writer's, and not that of whoever asks."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pkm.answer.planning.plan import read
from pkm.answer.quoting.evidence import Passage
from pkm.answer.quoting.writers import choose_own
from tests.unit.test_extract import TODAY, passage

KARIN, BEN = "Karin Kohl <karin@example.org>", "Ben Kohl <ben@example.org>"


def mail(sender: str, to: str, text: str) -> Passage:
    header = f"From: {sender}\nTo: {to}\nSubject: News\n\n"
    return passage(header + text, "News", "email", header_end=len(header))


OF_KARIN = mail(
    KARIN,
    BEN,
    "My new car insurance costs 412 euros a year. Our flight to Rome leaves on 5 May at 7:40. Dad's phone contract ends on 1 February.\n",
)
OF_FIRMS = [
    mail("Dental Practice <desk@teeth.example>", BEN, "Your appointment with the dentist is on 9 December at 8:30.\n"),
    mail(
        "Rudi Holm <rudi@flats.example>",
        BEN,
        "From your landlord's office.\n\nThe landlord's bank has changed: our new IBAN is DE89 3704 0044 0532 0130 00.\n",
    ),
]
OF_BEN = mail(BEN, KARIN, "My bike insurance costs 60 euros a year.\n")
CHAT = passage(
    "12.10.2026, 18:03 - Lea: I pay 45 euros a month for the gym\n12.10.2026, 18:10 - Tom: see you there\n",
    "Lea",
    "message",
)


def told(question: str, passages: Sequence[Passage], *names: str) -> str:
    found = choose_own(read(question, TODAY).as_lookup(), passages, names)
    return " ".join(each.passage.document.text[each.char_start : each.char_end] for each in found)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How much is my car insurance?", ""), ("When does our flight to Rome leave?", ""), ("When does my phone contract end?", ""),
        ("How much is Karin's car insurance?", "412 euros"), ("When does dad's phone contract end?", "1 February"),
        ("When is my appointment with the dentist?", "9 December"), ("What is the IBAN of our landlord?", "DE89"),
    ],
)  # fmt: skip
def test_what_others_say_of_themselves_is_not_one_s_own(question: str, said: str) -> None:
    found = told(question, [OF_KARIN, *OF_FIRMS])
    assert said in found
    assert bool(found) == bool(said)


def test_what_somebody_of_the_home_writes_is_one_s_own() -> None:
    question = "How much is my bike insurance?"
    assert told(question, [OF_BEN]) == ""  # who asks is not known
    assert "60 euros" in told(question, [OF_BEN, OF_KARIN])  # mails go to him
    assert "60 euros" in told(question, [OF_BEN], "Ben Kohl")


def test_in_a_chat_it_is_who_speaks() -> None:
    question = "How much do I pay a month for the gym?"
    assert told(question, [CHAT], "Ben Kohl") == ""
    assert "45 euros" in told(question, [CHAT], "Lea Wirth")
