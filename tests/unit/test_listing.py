"""Which questions ask for all contracts of a kind."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pkm.answer.language import content
from pkm.answer.papers.listing import kind_asked_for, list_contracts
from pkm.answer.planning.plan import read


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
