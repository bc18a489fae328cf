"""What must be done, what is not covered, how often, whose share; the last of several letters; what only names or greets tells nothing."""

from __future__ import annotations

from datetime import date

import pytest

from pkm.answer.planning.lookup import asks_of_rule, plain, read
from pkm.answer.planning.plan import read as plan_of
from pkm.answer.quoting.extract import choose
from pkm.answer.quoting.letters import changing
from pkm.answer.quoting.whole import show
from tests.unit.test_extract import TODAY, answer, passage

WATER = """Wasserwerk Oberau
Am Wehr 2, 12345 Oberau

Frau Ida Kern
Gasse 4
12345 Oberau

Preisänderung für Trinkwasser

Sehr geehrte Frau Kern,

{text}
"""
SURGERY = """Seaford Clinic

Dear Mr Hale,

Hip surgery, right side

Thank you for coming. Your operation is on 4 May.

You must not lift anything before the operation.
"""


def test_the_last_of_a_senders_letters_on_one_subject_is_told_first() -> None:
    old = passage(WATER.format(text="Die Grundgebühr beträgt 7,10 EUR."), "Brief 1", "other", date(2024, 11, 3))
    new = passage(
        WATER.format(text="Der Preis je Kubikmeter steigt, ebenso die Grundgebühr ab Januar auf 8,40 EUR."),
        "Brief 2",
        "other",
        date(2025, 11, 4),
    )
    plan = plan_of("Wie hoch ist die Grundgebühr?", TODAY).as_lookup()
    found = choose(plan, [old, new])
    assert [each.is_past for each in found] == [False, True]
    assert found[0].passage is new


@pytest.mark.parametrize(
    ("question", "text", "proof"),
    [
        ("Is hail covered by the roof insurance?", "Roof insurance\n\nFire is covered. Hail is not covered.\n", "Hail is not covered."),
        ("Le vélo est-il assuré ?", "Le vélo n'est pas assuré.\n", "n'est pas assuré"),
        ("What must Ida give back at the end of the course?", "Ida Kern, course\n\nAt the end of the course the flute must be returned.\n", "must be returned"),
        ("Que faut-il apporter au bivouac ?", "Bivouac du 4 mai\n\nPrévoir une lampe et un duvet pour le bivouac.\n", "une lampe"),
        ("Was müssen wir zum Bivouac mitbringen?", "Bivouac am 4. Mai\n\nMitbringen zum Bivouac: Lampe und Schlafsack.\n", "Lampe"),
        ("Le locataire peut-il fumer ?", "Le locataire paie le 5.\n\n6. Il est interdit de fumer dans la cour.\n", "interdit de fumer"),
        ("Wie oft wird der Filter gewechselt?", "Der Filter wird alle sechs Monate gewechselt.\n", "alle sechs Monate"),
        ("How much does Ida pay for the crown herself?", "Ida Kern\nCrown: 400 EUR\nCrown, insurance: 250 EUR\nCrown, own share: 150 EUR\n", "own share"),
        ("Quand commence le bail de Rennes ?", "Bail de Rennes, soumis à la loi du 6 juillet 1989\n\nLe bail de Rennes prend effet le 1er mai 2025.\n", "1er mai 2025"),
        ("What's Ida's shoe size?", "# Family\n\n## Schuhgrößen\nJonas 41\nIda 36\n", "Ida 36"),
    ],
)  # fmt: skip
def test_what_is_told(question: str, text: str, proof: str) -> None:
    assert proof in answer(question, passage(text))


@pytest.mark.parametrize(
    ("question", "text"),
    [
        # a label is no duty, what is done before something is not what is done after it
        (
            "What must Ida give back when she leaves?",
            "Booked by: Ida Kern\nReturn: Ghent to Hull, departs 08:00, arrives 14:30\n",
        ),
        ("Can he drive after the operation?", SURGERY),
        # the line below the greeting only names what the letter is on
        ("Hip surgery, which side?", SURGERY.replace("right side", "both")),
        ("Qui garde la maison ?", "La maison est située 17 rue du Moulin.\n"),
        ("How big is our flat?", "Tariff: Nord Flat 20 GB\n"),
        ("How much does Ida pay for the crown herself?", "Ida Kern, crown: 400 EUR\n"),
        ("Wer fährt mit nach Trier?", "Am Montag fahren wir nach Trier in das Hotel Alte Post.\n"),
    ],
)
def test_what_is_not_told(question: str, text: str) -> None:
    assert answer(question, passage(text)) == ""


def test_who_says_in_a_chat_that_he_makes_it_tells_not_how() -> None:
    chat = passage("12.11.26, 18:16 - Ida: Ich mache Linsensuppe\n", "Chat", "message")
    assert answer("How do I make Linsensuppe?", chat) == ""
    assert answer("Wer macht Linsensuppe?", chat) == ""


def test_a_recipe_among_several_is_shown_from_its_heading() -> None:
    recipes = passage(
        "# Recipes\n\n## Rye bread\n400 g rye, 8 g salt.\n\n## Lentil soup\n200 g lentils, one leek.\n",
        "Recipes",
        "note",
    )
    (found,) = show(plan_of("How do I make lentil soup?", TODAY).as_lookup(), [recipes])
    assert recipes.document.text[found.char_start : found.char_end] == "## Lentil soup\n200 g lentils, one leek."


def test_of_a_letters_sentences_the_one_that_says_the_old_value_changes_it() -> None:
    policy = passage(
        "Nordia AG, Hausratversicherung HR 55-201 873\n\nJahresbeitrag: 98,40 EUR\n",
        "Hausratversicherung",
        "contract",
        date(2023, 2, 20),
    )
    text = "Ihre Hausratversicherung HR 55-201 873\n\nSehr geehrte Frau Kern,\n\nIhre Versicherungssumme steigt auf 40.000 EUR. Der Jahresbeitrag beträgt nun 104,10 EUR statt bisher 98,40 EUR.\n"
    letter = passage(text, "Brief", "other", date(2026, 3, 2))
    plan = plan_of("What does the Hausratversicherung cost a year?", TODAY).as_lookup()
    told = changing(plan, choose(plan, [policy])[0], [policy, letter])
    assert told is not None
    assert "104,10" in text[told.char_start : told.char_end]


def test_a_letter_between_those_whom_the_question_names_is_on_their_contract() -> None:
    lease = passage(
        "Bail\nEntre Mme Ida Kern et M. Paul Rey\n\nLe loyer est de 620 euros.\n", "Bail", "contract", date(2024, 6, 1)
    )
    text = "Ida Kern\n\nMonsieur Paul Rey\n\nMonsieur,\n\nle loyer passe de 631 euros à 640 euros.\n"
    letter = passage(text, "Lettre", "note", date(2026, 5, 4))
    plan = plan_of("Quel est le loyer de Paul Rey ?", TODAY).as_lookup()
    assert changing(plan, choose(plan, [lease])[0], [lease, letter]) is not None


def test_a_line_of_a_pdf_that_goes_on_is_one_sentence_with_the_next() -> None:
    lease = passage(
        "Mietvertrag\n\n§ 3 Die monatliche Grundmiete beträgt 900,00 EUR und ist am Anfang zu zahlen. Die Vorauszahlung auf\ndie Nebenkosten beträgt 210,00 EUR.\n",
        "Mietvertrag", "contract", date(2022, 4, 1),
    )  # fmt: skip
    text = "Verwaltung Ohm\n\nSehr geehrte Frau Kern,\n\ndie monatliche Vorauszahlung erhöht sich ab Januar von 210,00 EUR auf 235,00 EUR.\n"
    letter = passage(text, "Brief", "other", date(2024, 11, 18))
    plan = plan_of("Wie hoch ist die Vorauszahlung auf die Nebenkosten?", TODAY).as_lookup()
    told = changing(plan, choose(plan, [lease])[0], [lease, letter])
    assert told is not None
    assert "235,00" in text[told.char_start : told.char_end]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How often must the filter be changed?", ("often",)),
        ("Combien de fois par jour ?", ("often",)),
        ("lease end?", ("date",)),
        ("Ende Mietvertrag", ("date",)),
        ("Was verdient Ida?", ("money",)),
        ("Welche Laufzeit hat der Vertrag?", ("duration",)),
    ],
)
def test_what_kind_of_value_is_asked_for(question: str, expected: tuple[str, ...]) -> None:
    assert read(question).expected == expected


@pytest.mark.parametrize(
    ("question", "is_of_rule"),
    [
        ("What must Ida return when she leaves?", True),
        ("Can Ida drive?", True),
        ("Can you tell me when he left?", False),
        ("What must we pay for the trip?", False),
        ("When must Ida leave?", False),
    ],
)
def test_what_must_be_done_is_asked_of_a_rule(question: str, is_of_rule: bool) -> None:
    assert asks_of_rule(plain(question)) == is_of_rule
