"""What a later letter changed of a contract is told before it; letters on other contracts, and earlier ones, change nothing."""

from __future__ import annotations

from datetime import date

import pytest

from pkm.answer.planning.plan import read
from pkm.answer.quoting.evidence import Passage
from pkm.answer.quoting.extract import choose
from pkm.answer.quoting.letters import changing, number_of
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


WORK = passage(
    "Arbeitsvertrag\nzwischen der Brückner Messtechnik GmbH und Frau Lena Brandt\n\nDie wöchentliche Arbeitszeit beträgt 40 Stunden.\nDer Urlaub beträgt 28 Arbeitstage.\n",
    "Arbeitsvertrag",
    "contract",
    date(2022, 3, 1),
)
MOBILE = passage(
    "Funknetz Nord, Vertrag 881 204 7716\n\nTarif Flex M 40 GB, 17,99 EUR monatlich\n",
    "Lenas Handy",
    "note",
    date(2025, 1, 12),
)
HOME = passage(
    "Linden Insurance\nHome policy LH 771 204-88\n\nExcess: 120 EUR\nAccidental damage: not included\nBicycles: 1,500 EUR\n",
    "Home insurance",
    "contract",
    date(2023, 7, 1),
)


@pytest.mark.parametrize(
    ("question", "contract", "supplement", "proof"),
    [
        # it repeats what held, under a label that says nothing of what was asked
        ("Was kostet die Hausratversicherung?", POLICY, f"Sturmfest AG\nNachtrag Nr. 1 zu {NUMBER}\n\nBeitrag neu: 112,70 EUR bisher: 98,40 EUR\n", "112,70"),
        # in a sentence that names no change; the day that it bears is the contract's
        ("Wie viele Stunden Arbeitszeit habe ich?", WORK, "Zusatzvereinbarung zum Arbeitsvertrag\nBrückner Messtechnik GmbH und Frau Lena Brandt\n\nDie wöchentliche Arbeitszeit beträgt 32 Stunden.\n", "32 Stunden"),
        # all of it is on the thing, which the supplement does not name
        ("Was kostet Lenas Handyvertrag?", MOBILE, "Funknetz Nord\nVertragsänderung zu Vertrag 881 204 7716\n\nAb 1. April 2026: Tarif Flex L 80 GB, 22,99 EUR monatlich.\n", "22,99"),
        # what is covered, and no amount
        ("Is accidental damage covered?", HOME, "Linden Insurance\nEndorsement 2, policy LH 771 204-88\n\nAccidental damage: covered from 1 May.\n", "covered from"),
        ("Is accidental damage included?", HOME, "Linden Insurance\nEndorsement 2, policy LH 771 204-88\n\nChange: accidental damage ADDED.\n", "ADDED"),
    ],
)  # fmt: skip
def test_an_endorsement_changes_its_contract(question: str, contract: Passage, supplement: str, proof: str) -> None:
    plan = read(question, TODAY).as_lookup()
    found = choose(plan, [contract])
    assert found
    paper = passage(supplement, "", "contract", contract.document.date)
    told = changing(plan, found[0], [contract, paper])
    assert told is not None
    assert proof in told.passage.document.text[told.char_start : told.char_end]


def test_an_endorsement_of_another_contract_changes_nothing() -> None:
    plan = read("Is accidental damage covered?", TODAY).as_lookup()
    paper = passage(
        "Elm Insurance\nEndorsement 2, policy EM 440 911-02\n\nAccidental damage: covered from 1 May.\n",
        "",
        "contract",
        date(2025, 1, 1),
    )
    assert changing(plan, choose(plan, [HOME])[0], [HOME, paper]) is None


def test_a_contract_is_looked_for_by_its_first_number() -> None:
    assert number_of(POLICY.document) == NUMBER
    assert number_of(LEASE.document) == ""


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
        # of another line of what was found
        (f"Ihre Versicherung {NUMBER}\n\nSehr geehrte Frau Kern,\n\nab 1. März steigt der Beitrag von 98,40 EUR auf 104,00 EUR.\n", date(2026, 1, 15)),
        # the same
        (f"Ihre Versicherung {NUMBER}\n\nSehr geehrte Frau Kern,\n\nab 1. März beträgt die Selbstbeteiligung 120 EUR.\n", date(2026, 1, 15)),
    ],
)  # fmt: skip
def test_other_letters_change_nothing(letter: str, day: date) -> None:
    assert news("Wie hoch ist die Selbstbeteiligung der Hausratversicherung?", POLICY, letter, day) is None


TERMS = passage(
    "Statement of terms of employment\nEmployer: Ridgeway Lenses Ltd, Derby\nEmployee: Paul Adeyemi\nHoliday: 26 days a year\n",
    "terms paul",
    "other",
    date(2018, 9, 3),
)
FLAT = passage(
    "Mietvertrag für Wohnräume\nzwischen Talbau eG und Jonas Kern\n\nWohnung Nr. 34, Rebgasse 17\n\n§ 4 Der Stellplatz kann nicht\ngesondert gekündigt werden.\n",
    "Mietvertrag",
    "contract",
    date(2021, 6, 1),
)


def test_a_letter_changes_what_calls_itself_terms_and_is_no_contract_by_its_kind() -> None:
    letter = "Ridgeway Lenses Ltd\nStation Road, Derby\n\nDear Paul,\n\nFrom the same date your annual leave goes up to 27 days.\n"
    assert "27 days" in (news("How many days of holiday does Paul have?", TERMS, letter) or "")


def test_a_letter_of_another_firm_to_the_same_person_changes_nothing() -> None:
    letter = "Helva Krankenkasse\n\nFrau Lena Kern\nTorstraße 3, Köln\n\nSehr geehrte Frau Kern,\n\nIhr Beitrag steigt ab 1. Januar auf 238,40 EUR im Jahr.\n"
    assert news("Was kostet die Hausratversicherung?", POLICY, letter) is None


def test_an_amendment_is_known_by_what_it_amends() -> None:
    text = "Nachtrag Nr. 1 zum Mietvertrag\nWohnung Nr. {}\n\nDer Stellplatz kann künftig gesondert mit einer Frist von einem Monat gekündigt werden.\n"
    question = "Kann der Stellplatz einzeln gekündigt werden?"
    assert "künftig gesondert" in (news(question, FLAT, text.format("34, Rebgasse 17")) or "")


def test_of_several_changes_the_one_that_says_the_asked_word_is_told() -> None:
    letter = "Agence Belleroche\n4 quai des Tanneurs, Rennes\n\nMadame,\n\nle loyer passe de 830,00 € à 861,00 € à compter du 1er mars 2026.\n\nLe dépôt passe à 900,00 €.\n"
    assert "861,00" in (news("Combien est le loyer ?", LEASE, letter) or "")


def test_what_held_before_a_change_is_no_news() -> None:
    letter = "Agence Belleroche\n4 quai des Tanneurs, Rennes\n\nMadame,\n\nle loyer passe à 861,00 € à compter du 1er mars 2026.\n"
    assert news("Combien était le loyer avant l'augmentation ?", LEASE, letter) is None
