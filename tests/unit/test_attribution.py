"""A value that stands in a passage proves only what is said of it there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pkm.answer import verify
from pkm.answer.planning.plan import read
from pkm.answer.quoting.evidence import Passage
from tests.unit.test_verify import TODAY, passage

LEASE = (
    "§ 3 Rent\nThe monthly rent is EUR 1,330.00, payable by the third working day.\n"
    "§ 4 Deposit\nThe tenant pays a deposit of EUR 2,660.00.\n"
    "§ 5 Animals\nDogs are not allowed. No more than two cats are allowed.\n"
    "§ 6 Garden\nThe tenants may use the garden. It is 80 m² large."
)
MIETE = "Die Kaltmiete beträgt 980,00 EUR.\nDie Kaution beträgt 2.940,00 EUR.\nHaustiere sind verboten."
CHAT = "[01.06.26, 10:00] Ada: What does the new boiler cost?\n[01.06.26, 10:02] Ben: hm\n[01.06.26, 10:03] Ben: 1,900 euros"
TABLE = "Cover\tExcess\nGlass\t150 EUR\nCollision\t500 EUR"


def in_chat(found: Passage) -> Passage:
    return replace(found, document=replace(found.document, kind="message"))


def mail(found: Passage) -> Passage:
    return replace(
        found,
        document=replace(found.document, kind="email", header_end=found.text.index("\n\n"), date=date(2026, 11, 2)),
    )


CARD = (
    "SIM card of Jonas Weber\nPIN 5520, PUK 71 440 982\nHotline 0800 331 2000\n"
    "Tariff 40 GB, 17.99 EUR monthly, term 24 months from 12 January 2025. Replacement card 9.00 EUR"
)
KITA = (
    "Jede Familie leistet zwölf Arbeitsstunden im Jahr; nicht geleistete Stunden kosten je 20,00 EUR.\n"
    "Das Sommerfest ist am 3. Juli, der Elternabend am 14. September.\nHunde dürfen nicht auf das Gelände.\n"
    "Leiterin ist Frau Inga Brandt, ihre Stellvertreterin Frau Nora Brandt."
)
WILL = "I give my piano to my niece Clara Holt. I give my boat to my nephew Edwin Holt. My executor is Mr Dale."
AFTER = "Landlord gas record issued.\nValid until 5 November 2026\nBoiler: Ideal Logic, installed 2016"
PASSAGES = [
    passage(LEASE, "Lease", 1), passage(MIETE, "Mietvertrag", 2, "de"), in_chat(passage(CHAT, "Ada and Ben", 3)), passage(TABLE, "Car insurance", 4),
    passage("VIN 4T1G11AK5NU018862\nIssued 05/19/2023", "Title of the Camry", 5),
    mail(passage("From: Ida <ida@plumber.example>\nDate: Mon, 02 Nov 2026 11:00:00 +0100\nSubject: Leak\n\nI come on 9 November to mend the leak.", "Leak", 6)),
    passage(CARD, "sim card", 7), passage(KITA, "Kindergarten", 8, "de"), passage(WILL, "Will", 9), passage(AFTER, "Job sheet", 10),
]  # fmt: skip


def stays(written: str, question: str) -> bool:
    return bool(verify.check(written, read(question, TODAY), PASSAGES).claims)


@pytest.mark.parametrize(
    ("question", "written"),
    [
        ("What is the rent?", "The rent is EUR 1,330.00 a month [1]."),
        ("How much is the deposit?", "The deposit is EUR 2,660.00 [1]."),
        ("What is the rent and the deposit?", "The rent is EUR 1,330.00 and the deposit EUR 2,660.00 [1]."),
        ("How many cats may we keep?", "Two cats are allowed [1]."),
        ("How large is the garden?", "The garden is 80 m² large [1]."),  # said of "it", behind the sentence that names it
        ("How high is the deposit?", "Die Kaution beträgt 2.940,00 EUR [2]."),
        ("Wie hoch ist die Miete?", "Die Miete beträgt 980,00 EUR [2]."),
        ("How much is the rent?", "The rent is EUR 980.00 [2]."),  # across languages
        ("What does the boiler cost?", "The boiler costs 1,900 euros [3]."),  # said some messages before
        ("What is the excess for glass?", "The excess for glass is 150 EUR [4]."),
        ("What is the VIN of the Camry?", "The VIN of the Camry is 4T1G11AK5NU018862 [5]."),
        ("When does the plumber mend the leak?", "Ida comes to mend the leak on 9 November [6]."),
        ("When did the plumber write about the leak?", "Ida wrote about the leak on 2 November 2026 [6]."),
        ("What did Ada ask about the boiler?", "Ada wrote on 1 June 2026 about the new boiler and what it does cost [3]."),
        ("Are dogs allowed?", "Dogs are not allowed in the flat according to § 5 on animals [1]."),
        ("May we use the garden?", "The tenants may use the garden, which is 80 m² large [1]."),
        ("What is the PUK?", "The PUK is 71 440 982 [7]."),
        ("What is the PUK?", "The PIN is 5520 and the PUK 71 440 982 [7]."),
        ("How long is the term of the tariff?", "The term is 24 months from 12 January 2025 [7]."),
        ("What does the tariff cost?", "It costs 17.99 EUR a month [7]."),
        ("What does a replacement card cost?", "A replacement card is 9.00 EUR [7]."),
        ("Wie viele Arbeitsstunden leistet jede Familie?", "Es sind 12 Arbeitsstunden pro Jahr [8]."),
        ("Wann ist der Elternabend?", "Der Elternabend ist am 14. September 2025 [8]."),  # the year is the paper's
        ("Wann ist das Sommerfest?", "Das Sommerfest ist am 3. Juli [8]."),
        ("Dürfen Hunde auf das Gelände?", "Nein, Hunde dürfen nicht auf das Gelände [8]."),
        ("Wer ist die Leiterin?", "Die Leiterin ist Frau Inga Brandt [8]."),
        ("Who gets the piano?", "The piano goes to her niece Clara Holt [9]."),
        ("Until when is the gas record valid?", "The landlord gas record is valid until 5 November 2026 [10]."),
    ],
)  # fmt: skip
def test_what_is_said_of_a_value_stays(question: str, written: str) -> None:
    assert stays(written, question)


@pytest.mark.parametrize(
    ("question", "written"),
    [
        ("What is the rent?", "The rent is EUR 2,660.00 [1]."),
        ("How much is the deposit?", "The deposit is EUR 1,330.00 [1]."),
        ("How large is the garden?", "The garden is 1,330.00 m² large [1]."),
        ("Wie hoch ist die Miete?", "Die Miete beträgt 2.940,00 EUR [2]."),
        ("How much is the rent?", "The rent is EUR 2,940.00 [2]."),
        ("When does my passport expire?", "The passport expires on 19 May 2023 [5]."),
        ("When does the plumber mend the leak?", "Ida comes to mend the leak on 2 November 2026 [6]."),
        ("When does the boiler come?", "The new boiler comes on 1 June 2026 [3]."),
        ("What does the roof cost?", "The roof costs 1,900 euros [3]."),
        ("Are dogs allowed?", "Yes, dogs are allowed: animals are allowed [1]."),
        ("Dürfen wir Haustiere halten?", "Haustiere sind im Mietvertrag erlaubt [2]."),
        ("May we use the garden?", "The tenants may not use the garden on Sundays [4]."),
        ("What is the PUK?", "The PUK is 5520 [7]."),
        ("What is the PUK?", "It is 5520 [7]."),
        ("How long is the term of the tariff?", "The term is 40 months [7]."),  # another unit
        ("What does the tariff cost?", "The tariff costs 9.00 EUR monthly [7]."),
        ("What does a replacement card cost?", "A replacement card costs 17.99 EUR [7]."),
        ("Wie viele Arbeitsstunden leistet jede Familie?", "Jede Familie leistet 20 Arbeitsstunden [8]."),
        ("Wann ist der Elternabend?", "Der Elternabend ist am 3. Juli [8]."),
        ("Wann ist der Elternabend?", "Der Elternabend ist am 14. September 2027 [8]."),
        ("Dürfen Hunde auf das Gelände?", "Nein, Katzen dürfen nicht auf das Gelände [8]."),
        ("Wer ist die Leiterin?", "Die Leiterin ist Frau Nora Brandt [8]."),
        ("Who gets the piano?", "The piano goes to her nephew Edwin Holt [9]."),
        ("Until when is the gas record valid?", "The landlord gas record is valid until 2016 [10]."),
        ("What is the rent?", "The rent is 9.00 EUR [7]."),  # of another paper, where one speaks of the rent
    ],
)
def test_what_is_said_of_something_else_goes(question: str, written: str) -> None:
    assert not stays(written, question)
