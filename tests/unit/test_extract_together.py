"""What a quotation must say together: the thing, its value, the row of a table, the person it is told of."""

from __future__ import annotations

import pytest

from pkm.answer.planning.plan import read
from pkm.answer.quoting.draft import quoting
from pkm.answer.quoting.extract import choose
from pkm.answer.quoting.holds import holds
from pkm.answer.quoting.rules import subject_of
from pkm.models import Coverage
from tests.unit.test_extract import TODAY, answer, passage

COVER = """Cover            Limit           Excess
Greenhouse       EUR 8,000       EUR 250
Garden tools     EUR 1,200       EUR 40
"""
JABS = """# Vaccinations

| Who | Vaccine | Date |
|---|---|---|
| Ida | Tetanus | 2023-09-04 |
| Jonas | Measles | 2024-04-30 |
"""
ERRORS = """5. Faults
F11: no water comes in.
F42: the pump is blocked.
"""
RISE = """Klara Voss

Lena Brandt

Mieterhöhung

Sehr geehrte Frau Brandt,

ich bitte Sie, der Erhöhung der Miete von 700 EUR auf 750 EUR ab dem 1. Dezember 2026 zuzustimmen. Ihre Zustimmung
erbitte ich bis zum 30. November 2026.
"""


def shown(question: str, text: str, title: str = "") -> str:
    """What is said of a paper."""
    plan = read(question, TODAY).as_lookup()
    return quoting(plan, choose(plan, [passage(text, title)]), Coverage()).write()


@pytest.mark.parametrize(
    ("question", "text"),
    [
        # the value is told of another thing
        ("Was kostet der Hort?", "Die Kosten von 24 Euro sammeln wir ein. Der Bus ist voll. Der Hort ist morgens offen."),
        ("When is the rent due?", "Start: 1 March 2025. It renews each year. Keys to rented flats are covered."),
        # what an insurance pays for is no leave
        ("Are pets allowed in the flat?", "Keys to a flat are covered. Damage caused by dogs is excluded."),
        # the thing that may be covered is not spoken of
        ("Are drones covered by the home insurance?", "Insured persons: Ida Kern and all children living at home"),
        ("Sind Fahrräder mitversichert?", "Der Hausrat ist versichert, nicht aber Bargeld über 500 EUR."),
        # a number with a unit, or the time of day, is no money
        ("What did the dishwasher cost?", "Dishwasher, eco: 0.75 kWh and 9.50 l"),
        ("What did the trip cost?", "The trip starts at 7.40 Uhr at the school gate."),
        # on a weekday is no place
        ("Where do the bikes go?", "The bikes are picked up on Saturday by the dealer."),
        # neither are days before something days of what the title says, nor an amount a size, nor a customer's number one to call
        ("How many days of holiday does Paul have?", "# Holiday home\n\nWe send the code two days before, Paul."),
        ("How big is the flat?", "Keys to the flat are covered up to EUR 30,000."),
        ("Quel est le numéro du service clients ?", "Numéro de client : 4410-7782"),
        ("Was hat das Fahrrad gekostet?", "Fahrräder sind bis 2.000 EUR gegen Diebstahl mitversichert."),
        ("How much did the greenhouse cost?", COVER),
        ("How much did the bike cost?", "The bike is insured. The excess is EUR 150."),
        ("What is Paul's blood group?", "Paul, the blood values of the cat are here: the kidneys are weak."),
        # an hour that is paid for is none that was counted
        ("Wie viele Stunden arbeitet Paul?", "Paul, die Arbeit kostet 10 EUR je halbe Stunde."),
        # another code
        ("What does fault F99 mean?", ERRORS),
        # somebody else's line
        ("When was Jonas's last tetanus shot?", JABS),
        ("When did Lena have her tetanus shot?", "Tom: tetanus booster on 14 May 2022.\nLena: hay fever since 2019."),
        # a rent that rises is no raise
        ("When did Lena get a raise?", RISE),
        # what else somebody may or must do
        ("Can the tenants smoke in the cottage?", "The cottage is let for a year. The Tenants may end it with one month's notice."),
        # a letter before a word makes it another one
        ("What's the frame number of my e-bike?", "Boy's bike Kobold 24, frame WX 20117 K"),
        # what is left is not what there was, and what something costs without another thing not with it
        ("How many holiday days do I have left?", "Holiday: 29 days a year, of which ten in summer."),
        ("How much is the move without storage?", "The move: packing £140, loading £2,480, storage £22 a week."),
        # no number that is called so
        ("What is my student number?", "Student loan 0.00\nNet pay 2,689.14\n"),
        ("Wie lautet die PIN vom Gartenhaus?", "Ich habe die PIN vom Gartenhaus vergessen."),
        # what must be had is not what one has
        ("How much indemnity cover do I have?", "The Translator shall hold indemnity cover of at least EUR 250,000."),
        # what is next is not what was; what is counted from a day does not say it
        ("Wann ist die nächste Versammlung?", "Protokoll der Versammlung\nDatum der Versammlung: 12. März 2026, Beginn 18:30 Uhr"),
        ("When must the car have its test again?", "Date of the test of the car: 2 June 2026, passed"),
        ("Wann wird Ida operiert?", "Ida Kern: kein Sport bis acht Wochen nach der Operation."),
    ],
)  # fmt: skip
def test_what_is_told_of_another_thing_is_no_answer(question: str, text: str) -> None:
    assert answer(question, passage(text)) == ""


@pytest.mark.parametrize(
    ("question", "text", "quoted"),
    [
        ("What does fault F42 mean?", ERRORS, "F42: the pump is blocked."),
        ("Wer zahlt kleine Reparaturen?", "§ 5 Kleinreparaturen trägt der Mieter bis zu 100 EUR.", "trägt der Mieter"),
        ("Who pays for the boiler's service?", "The service of the boiler is borne by the landlord.", "landlord"),
        ("Qui paie l'entretien ?", "L'entretien annuel est à la charge du locataire.", "locataire"),
        ("Welcher Keller gehört zur Wohnung?", "Zur Wohnung gehört der Kellerraum Nr. 7.", "Nr. 7"),
        ("When was my last tetanus shot?", "Tetanus booster on 14 May 2022 at the surgery.", "14 May 2022"),
        ("Wie war der Gaszählerstand?", "# Zählerstände\n\nGas: 18.432 m³\nWasser: 612 m³\n", "18.432"),
        ("What was the gas meter reading?", "Gas meter on 1 November: 8,214 m3", "8,214"),
        ("How much does Tomas earn?", "Tomas, your salary is EUR 4,350.00 a month.", "4,350"),
        ("When did Tomas get a raise?", "Tomas, your salary is raised to EUR 4,350 on 1 March 2026.", "1 March 2026"),
        ("Quel est le groupe sanguin ?", "Groupe sanguin : A négatif", "A négatif"),
        ("How long does the eco programme take?", "Programmes\nEco: 3 h 25 min, 9 l", "3 h 25 min"),
        ("Combien de temps est le préavis ?", "Le bail prévoit un préavis de trois mois.", "trois mois"),
        ("Quel est le numéro du service clients ?", "Numéro de client : 4410-7782\nService clients : 09 70 33 21 00", "09 70"),
        ("Are drones covered?", "Drones up to 250 g are covered. Damage caused by horses is excluded.", "Drones"),
    ],
)  # fmt: skip
def test_papers_tell_it_in_their_own_way(question: str, text: str, quoted: str) -> None:
    assert quoted in answer(question, passage(text))


def test_a_row_is_told_with_the_names_of_its_columns() -> None:
    said = shown("How much is the excess for garden tools?", COVER)
    assert "Cover: Garden tools · Limit: EUR 1,200 · Excess: EUR 40" in said
    assert "Who: Ida · Vaccine: Tetanus · Date: 2023-09-04" in shown("When was Ida's last tetanus shot?", JABS)


def test_what_somebody_does_in_a_chat_does_not_tell_when_something_else_is() -> None:
    chat = passage("03/10/2026, 18:05 - Ida: The train gets in at 12:48", "Chat with Oma", "message")
    assert answer("When is Ida paid?", chat) == ""


def test_in_a_chat_a_value_is_of_who_says_it_or_is_spoken_of() -> None:
    chat = "[2026-05-03 18:00] Odile: The operation is on 2 July\n[2026-05-03 18:04] Matti: Which clinic?\n"
    assert answer("When is Matti's operation?", passage(chat, "Odile", "message")) == ""
    for said in ("Matti: My operation is on 2 July", "Odile: Matti, your operation is on 2 July"):
        told = f"[2026-05-03 18:00] {said}\n[2026-05-03 18:04] Matti: Hm\n"
        assert "2 July" in answer("When is Matti's operation?", passage(told, "Chat", "message"))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How many holiday days do I have left?", "Remaining holiday: 9.5 days"),
        ("How much is the move without storage?", "The move costs £2,795 without storage."),
        ("What is my student number?", "Student number 2044817"),
        ("Wie lautet die PIN vom Gartenhaus?", "Die PIN vom Gartenhaus ist 6642."),
        ("When must the car have its test again?", "Test of the car: 2 June 2026, next test by 1 June 2028"),
        ("Sind Elementarschäden versichert?", "Elementar ist mit 1.500 EUR Selbstbeteiligung versichert."),
    ],
)
def test_the_very_thing_is_told(question: str, said: str) -> None:
    assert answer(question, passage(said)) == said


def test_a_short_rule_is_no_heading_of_the_next() -> None:
    rules = (
        "LICENCE TO OCCUPY A BEACH HUT\nBetween Bexhill Trust and Mrs Pryce, hut 214\n1. The licence runs for three years.\n"
        "2. The annual fee of £612 is payable each April.\n3. No overnight sleeping. No barbecues inside the hut.\n"
        "4. The hut may be sublet for up to four weeks a year with the Trust's consent.\n"
    )
    told = answer("Is it allowed to sleep in the beach hut?", passage(rules, "Licence to occupy a beach hut"))
    assert "sleeping" in told
    assert "sublet" not in told


def test_a_list_is_quoted_whole() -> None:
    letter = "Vielen Dank. Es fehlen noch diese Unterlagen:\n\n- Bescheinigung der Kita\n- Quittung des Tierheims\n- Nachweis der Rente\n\nViele Grüße\n"
    told = answer("Welche Unterlagen fehlen noch?", passage(letter, "Steuer"))
    assert "Tierheim" in told
    assert "Rente" in told
    assert "Grüße" not in told


def test_the_head_of_a_table_is_no_answer() -> None:
    assert "Cover Limit" not in " ".join(answer("What is the limit?", passage(COVER)).split())


def test_until_when_is_quoted_without_from_when() -> None:
    assert answer("Bis wann muss ich der Mieterhöhung zustimmen?", passage(RISE)).startswith("Ihre Zustimmung")


def test_of_a_long_paragraph_only_what_goes_on_is_quoted() -> None:
    text = (
        "The house is insured against fire. Bicycles are covered against theft up to EUR 2,000. This holds at night, too."
        " Floods are excluded. The excess is EUR 150. Report any loss within a week."
    )
    told = answer("Are bicycles covered against theft?", passage(text))
    assert told == "Bicycles are covered against theft up to EUR 2,000. This holds at night, too."


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("Are bicycles insured against theft?", {"bicycl"}),
        ("Is flood damage covered?", {"flood"}),
        ("Sind Drohnen mitversichert?", {"drohn"}),
        ("Les animaux sont-ils admis ?", {"animaux"}),
        ("Is it allowed to smoke?", set()),
        ("When are bicycles insured?", set()),
    ],
)
def test_the_thing_that_may_be_allowed_or_covered(question: str, thing: set[str]) -> None:
    assert subject_of(question) == thing


@pytest.mark.parametrize(
    ("said", "is_duration"), [("30 min", True), ("Eco 50: 3 h 25 min", True), ("à 14 h 30", False)]
)
def test_minutes_are_a_duration(said: str, is_duration: bool) -> None:
    assert holds("duration", said) == is_duration
