"""Of several things on one paper each has its own value: what a quotation does not name, and the paper does elsewhere, is of another."""

from __future__ import annotations

import pytest

from pkm.answer.planning.plan import read
from pkm.answer.quoting.coverage import stated
from pkm.answer.quoting.holds import holds
from pkm.answer.quoting.rates import rates, speaks_of
from pkm.answer.verbs import of_question
from pkm.ledger.words import stem
from tests.unit.test_extract import TODAY, answer, passage

CLUB = """Rowing club Otter Weir
Membership form

Member: Ilse Brandt
Boat shed: B
Annual subscription: 210.00
Key deposit: 30.00
Kayak storage is let separately, see the notice board.
Lockers: 18.00 a year
"""
KETTLE = """BRAVA APPLIANCES
Guarantee

Dear Ms Brandt,
thank you for registering your Brava FX 20 kettle-brewer, serial number 20-118, bought on 28 March 2025 at Wenger's.
Your guarantee of two years has been extended to four years. The plate is guaranteed for eight years.
Lids are not covered.
"""


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("What is the annual fee for kayak storage?", CLUB),  # a sentence begins with it
        ("What is the subscription for lockers?", CLUB),  # a field that holds a figure is called so
    ],
)
def test_what_the_paper_says_of_the_question_elsewhere_is_told_of_something_else(question: str, text: str) -> None:
    assert "210" not in answer(question, passage(text, "Papers"))


def test_the_value_of_the_very_thing_is_quoted_with_it() -> None:
    assert "eight years" in answer(
        "How long is the guarantee on the kettle-brewer's plate?", passage(KETTLE, "Guarantee")
    )


def test_a_field_that_only_says_what_the_paper_is_on_is_no_other_thing() -> None:
    assert "30.00" in answer("How much is the key deposit for the boat shed?", passage(CLUB, "Otter Weir"))


def test_what_stands_before_in_its_paragraph_says_what_a_sentence_is_on() -> None:
    text = "Ada,\n\nthe concert is on 20 December at 5 pm in the chapel. Come in black. Tickets cost 18 euros.\n"
    assert "18 euros" in answer("What does a ticket for the concert cost?", passage(text, "Choir"))


@pytest.mark.parametrize(
    ("thing", "text"),
    [
        ("sicher", "Der Flur befindet sich im Keller"),
        ("neighbour", "nach der Abreise"),
        ("property", "le loyer est payable"),
        ("forest", "for the garage"),
        ("shoulder", "Guests should ring"),
    ],
)
def test_small_words_are_no_forms_of_great_ones(thing: str, text: str) -> None:
    """They share a stem with a word that means the thing, or with the thing, and stand in every paper."""
    assert not stated([stem(thing)], text)


@pytest.mark.parametrize(
    ("question", "text", "is_told"),
    [
        ("What does the plan cost per month?", "Plan price: EUR 4,350.00, paid in full", False),
        ("What does the plan cost per month?", "Monthly premium: EUR 21.60", True),
        ("Was kostet es pro Woche?", "Gebühr: 40 EUR", False),
        ("Quel est le prix par mois ?", "Cotisation mensuelle : 63 €", True),
        ("What does it cost a year?", "Premium for 2026: EUR 198", True),
    ],
)
def test_a_price_for_a_span_of_time_is_that_of_a_paper_that_speaks_of_it(
    question: str, text: str, is_told: bool
) -> None:
    assert speaks_of(rates(question), text) is is_told


def test_a_price_is_no_size_and_a_temperature_no_weight() -> None:
    cabin = passage("Logement : chalet Edelweiss, 6 personnes, 84 m²\n", "Location")
    assert answer("Combien coûte le chalet Edelweiss ?", cabin) == ""
    assert not holds("size", "1 potiron (1,5 kg)", ("temperatur",))
    assert holds("size", "40 minutes à 190 degrés", ("temperatur",))


def test_a_loan_is_no_price() -> None:
    offer = "Mortgage offer\nProperty: 4 Weir Lane\nLoan: £210,000     Term: 25 years\n"
    assert answer("What is the price of 4 Weir Lane?", passage(offer, "Offer")) == ""


def test_a_year_or_a_sum_is_the_number_of_nothing() -> None:
    berth = "Berth licence 2026\nBerth fee: EUR 1,716.00\n"
    assert answer("What is the berth number?", passage(berth, "Berth licence")) == ""


def test_what_is_called_by_a_verb_is_a_thing() -> None:
    assert not of_question("What does the plan pay for fillings?").keys() & {"fil", "fill"}
    assert read("What is the waiting period for crowns?", TODAY).expected == ("duration",)
