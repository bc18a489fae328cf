"""Texts for everybody, told from papers of somebody's own."""

from __future__ import annotations

import pytest

from pkm.facts import read
from pkm.facts.fact import Paper
from pkm.facts.general import is_general
from pkm.models import Kind

GUIDE = """How to get out of a phone contract

Most contracts run for 24 months. If you have moved abroad, providers must let you go with one month's notice.
"""
RATGEBER = """Ratgeber: Versicherung kündigen

Die Kündigungsfrist beträgt in der Regel drei Monate zum Ende des Versicherungsjahres. Wer seine Police kündigen möchte, sollte das schriftlich tun.
"""
ARTICLE = """Chauffage : la facture grimpe

En moyenne, un ménage paie 1 540 € par an. La plupart des fournisseurs facturent 15 € par mois d'abonnement.
"""
FORM = """MUSTER – MIETVERTRAG

zwischen ____________ (Vermieter) und ____________ (Mieter)

Die Miete beträgt monatlich __________ EUR. Es kann mit einer Frist von drei Monaten zum Monatsende gekündigt werden.
"""
LEASE = """LEASE AGREEMENT between Ines Roth (the landlord) and Tom Kerr (the tenant)

Tenants may usually keep small pets. The notice period is three months. In Germany, the statutory notice period is longer for landlords.
"""
LETTER = """Dear Mr Kerr,

Many customers choose a new tariff. On average they save 90 EUR. Your contract can be ended with one month's notice. We recommend the tariff Plus.
"""
BILL = """Energie Nord

Kundennummer: 88120-4
Ihr Abschlag beträgt 84,00 EUR. Im Durchschnitt zahlen Neukunden mehr. Viele Haushalte sparen. Unser Tipp: zahlen Sie per Lastschrift.
"""
MANUAL = """User guide for the Brix 300

You can descale the machine with citric acid. Most users do so monthly. The warranty is usually two years.
"""
NOTE = """Tips for grandma's flat

Usually the plumber comes on Mondays. We pay 40 EUR an hour.
"""


@pytest.mark.parametrize(
    ("text", "kind", "title"),
    [
        (GUIDE, "contract", "How to get out of a phone contract"),
        (RATGEBER, "contract", "Ratgeber: Versicherung kündigen"),
        (ARTICLE, "note", "Chauffage : la facture grimpe"),
        (FORM, "contract", "MUSTER – MIETVERTRAG"),
    ],
)
def test_a_text_for_everybody_states_no_contract_of_anybody_s(text: str, kind: Kind, title: str) -> None:
    paper = Paper(text, kind, title)
    assert is_general(paper)
    assert read(paper) == ()


@pytest.mark.parametrize(
    ("text", "kind", "title"),
    [
        (LEASE, "contract", "LEASE AGREEMENT"), (LETTER, "other", "New tariffs"), (BILL, "other", "Energie Nord"),
        (MANUAL, "other", "User guide for the Brix 300"), (NOTE, "note", "Tips for grandma's flat"),
        (ARTICLE, "message", "Family"), (f"Privacy policy\n\n{ARTICLE}", "note", "Privacy policy"),
    ],
)  # fmt: skip
def test_what_bears_a_number_names_sides_or_is_written_to_somebody_is_a_paper_of_one_s_own(
    text: str, kind: Kind, title: str
) -> None:
    assert not is_general(Paper(text, kind, title))
