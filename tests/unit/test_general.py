"""Texts for everybody, told from papers of somebody's own."""

from __future__ import annotations

from datetime import date

import pytest

from pkm.answer.planning.plan import read as read_question
from pkm.answer.quoting.own_matters import is_of_own
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
OFFER = """Hi Tom,

GigaFlat for only 19.99 EUR a month, with a minimum term of 24 months. Switch now.

"""
RENEWAL = """Hi Tom,

Your membership renews on 3 December at 7.99 EUR a month. Save with a yearly plan.

"""
RISE = """Hallo Tom,

dein Tarif kostet ab dem 1. März 12,90 Euro statt 9,90 Euro im Monat. Jetzt noch ein Jahr zum alten Preis sichern.

"""
BOOKED = """Hallo Tom,

Buchungsnummer: KX 4410. Anreise am 3. Mai 2027. Sichere dir jetzt einen Mietwagen.

"""
TO_MANY = "Unsubscribe | Newsletter abbestellen"


@pytest.mark.parametrize(
    ("text", "offers"),
    [
        (OFFER + TO_MANY, True), (OFFER, False), (RENEWAL + TO_MANY, False), (BOOKED + TO_MANY, False), (RISE + TO_MANY, False),
        (f"Hi Tom,\n\nTraining is on Tuesdays at 19:00.\n\n{TO_MANY}", False),
    ],
)  # fmt: skip
def test_a_mail_to_many_that_offers_something_is_no_paper_of_its_reader(text: str, offers: bool) -> None:
    header = "From: shop@example.org\nSubject: News\n\n"
    assert is_general(Paper(header + text, "email", "News", header_end=len(header))) == offers


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


@pytest.mark.parametrize(
    ("question", "own"),
    [
        ("What is my notice period?", True), ("When can we cancel the lease?", True), ("Which hotel did I book?", True),
        ("Wie viele Urlaubstage habe ich?", True), ("Combien coûte notre mutuelle ?", True),
        ("How do I cancel my gym membership?", False), ("Comment résilier mon bail ?", False), ("What can I do about damp?", False),
        ("How long do most contracts run?", False), ("Wie hoch ist die gesetzliche Kündigungsfrist?", False),
    ],
)  # fmt: skip
def test_who_asks_what_holds_for_them_is_told_from_who_asks_how_it_is_done(question: str, own: bool) -> None:
    assert is_of_own(read_question(question, date(2026, 11, 20))) == own
