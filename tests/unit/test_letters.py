"""What a later letter changed of a contract is told before it; letters on other contracts, and earlier ones, change nothing."""

from __future__ import annotations

from datetime import date

import pytest

from pkm.answer.planning.plan import read
from pkm.answer.quoting.evidence import Passage
from pkm.answer.quoting.extract import choose
from pkm.answer.quoting.letters import changing
from tests.unit.test_extract import TODAY, passage

POLICY = passage(
    "Sturmfest Versicherung AG, Hausratversicherung\nVersicherungsschein-Nr. HR 55-201 873\n\nSelbstbeteiligung: 120 EUR je Schaden\n"
    "Beitrag: 98,40 EUR im Jahr\n",
    "Hausratversicherung",
    "contract",
    date(2023, 2, 20),
)
LEASE = passage(
    "Agence Belleroche, 4 quai des Tanneurs, Rennes\n\nContrat de location\n\nLe loyer mensuel est de 830,00 €.\n",
    "Bail",
    "contract",
    date(2023, 9, 1),
)
NUMBER = "HR 55-201 873"


def news(question: str, contract: Passage, letter: str, day: date = date(2026, 1, 15)) -> str | None:
    """What the letter changes of what the contract says."""
    plan = read(question, TODAY).as_lookup()
    found = choose(plan, [contract])
    assert found
    after = passage(letter, "Brief", "other", day)
    told = changing(plan, found[0], [contract, after])
    return " ".join(after.document.text[told.char_start : told.char_end].split()) if told else None


def test_a_letter_that_bears_the_number_of_a_contract_changes_it() -> None:
    letter = f"Ihre Hausratversicherung {NUMBER}\n\nSehr geehrte Frau Kern,\n\nab 1. März beträgt die Selbstbeteiligung 200 EUR je Schaden.\n"
    for question in ("Wie hoch ist die Selbstbeteiligung der Hausratversicherung?", "Selbstbeteiligung Hausrat"):
        assert "200 EUR" in (news(question, POLICY, letter) or "")


def test_a_letter_by_who_wrote_the_lease_changes_it() -> None:
    letter = "Agence Belleroche\n4 quai des Tanneurs, Rennes\n\nMadame,\n\nle loyer passe de 852,00 € à 861,00 € à compter du 1er mars 2026.\n"
    assert "861,00" in (news("Combien est le loyer ?", LEASE, letter) or "")


def test_a_letter_by_anybody_that_tells_the_old_price_changes_it() -> None:
    letter = "Klara Voss\n\nMadame,\n\nle loyer augmente de 830,00 € à 861,00 € à compter du 1er mars 2026.\n"
    assert "861,00" in (news("Combien est le loyer ?", LEASE, letter) or "")


@pytest.mark.parametrize(
    ("letter", "day"),
    [
        # on another contract
        ("Ihre Haftpflicht HP 10-445 119\n\nSehr geehrte Frau Kern,\n\nab 1. März beträgt die Selbstbeteiligung 200 EUR.\n", date(2026, 1, 15)),
        # by somebody else
        ("Wasserwerk\n\nSehr geehrte Frau Kern,\n\nab 1. März beträgt die Selbstbeteiligung 200 EUR.\n", date(2026, 1, 15)),
        # before it was made
        (f"Ihre Versicherung {NUMBER}\n\nSehr geehrte Frau Kern,\n\nab 1. März beträgt die Selbstbeteiligung 200 EUR.\n", date(2022, 1, 15)),
        # of something else
        (f"Ihre Versicherung {NUMBER}\n\nSehr geehrte Frau Kern,\n\nab 1. März beträgt der Beitrag 104,00 EUR.\n", date(2026, 1, 15)),
        # the same
        (f"Ihre Versicherung {NUMBER}\n\nSehr geehrte Frau Kern,\n\nab 1. März beträgt die Selbstbeteiligung 120 EUR.\n", date(2026, 1, 15)),
    ],
)  # fmt: skip
def test_other_letters_change_nothing(letter: str, day: date) -> None:
    assert news("Wie hoch ist die Selbstbeteiligung der Hausratversicherung?", POLICY, letter, day) is None
