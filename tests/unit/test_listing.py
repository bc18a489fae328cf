"""Which questions ask for all contracts of a kind."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pkm.answer.language import content
from pkm.answer.papers.listing import kind_asked_for, list_contracts, may_tell
from pkm.answer.planning.plan import read
from tests.unit.test_extract import passage


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What insurance do we have?", "insurance"),
        ("Which insurance policies do I have?", "insurance"),
        ("What policies do we have?", "insurance"),
        ("What car insurance do we have?", "car insurance"),
        ("List all our insurance policies.", "insurance"),
        ("Which contracts do I have?", ""),
        ("Welche Versicherungen haben wir?", "versicherungen"),
        ("Was für Verträge habe ich abgeschlossen?", ""),
        ("Zeig mir alle meine Mietverträge", "mietverträge"),
        ("Quelles assurances avons-nous ?", "assurances"),
        ("Quels contrats d'assurance ai-je ?", "assurance"),
        ("What subscriptions am I paying for?", "subscriptions"),
        ("What kind of insurance have we got?", "insurance"),
        ("Welche Versicherungen gibt es?", "versicherungen"),
        ("Welche Verträge laufen gerade auf uns?", ""),
        ("Quels abonnements y a-t-il ?", "abonnements"),
        ("How are we insured?", "insurance"),
        ("Wie sind wir versichert?", "insurance"),
        ("Contre quoi sommes-nous assurés ?", "insurance"),
        ("Which contracts can I cancel?", None),
        ("What contract do we have with Nordfunk?", None),
        ("Which insurance pays for a stolen bike?", None),
        ("How much do our insurances cost?", None),
        ("Which letters do we have from the tax office?", None),
    ],
)
def test_all_contracts_of_a_kind_are_asked_for(question: str, kind: str | None) -> None:
    assert kind_asked_for(question) == (None if kind is None else tuple(content(kind)))


@pytest.mark.parametrize(
    "question", ["Which subscriptions do we have?", "Welche Abos haben wir?", "Quels abonnements avons-nous ?"]
)
def test_what_is_paid_again_and_again_is_told_from_bookings(question: str) -> None:
    nowhere: Any = None  # no paper is looked at
    assert list_contracts(nowhere, read(question, date(2026, 11, 20)), None) is None


@pytest.mark.parametrize(
    "question",
    [
        "What insurance do we have?",
        "Welche Versicherungen haben wir?",
        "Quelles assurances avons-nous ?",
        "How are we insured?",
    ],
)
def test_only_a_paper_that_is_called_so_tells_what_there_is_where_no_contract_is_listed(question: str) -> None:
    licence = passage(
        "THE SOFTWARE COMES WITHOUT WARRANTY. IN NO EVENT SHALL AUTHORS BE LIABLE FOR ANY CLAIM.", "MIT License"
    )
    program = passage("def insurance(): ...", "Insurance", "code", path="src/insurance.py")
    note = passage("The insurance man called about the greenhouse.", "Garden", "note")
    own = passage("Household: Nordstern. Liability: Alte Post.", "Our insurances", "note")
    plan = read(question, date(2026, 11, 20))
    assert may_tell(plan, [licence, program, note, own]) == [own]


def test_another_question_may_be_told_by_any_paper() -> None:
    note = passage("The insurance man called about the greenhouse.", "Garden", "note")
    assert may_tell(read("Who called about the insurance?", date(2026, 11, 20)), [note]) == [note]
