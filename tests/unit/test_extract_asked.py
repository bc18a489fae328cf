"""A quotation tells what was asked, and not what stands beside it: rows of figures, totals, captions, half of a rule, another's value."""

from __future__ import annotations

import pytest

from pkm.answer.planning.lookup import read
from tests.unit.test_extract import answer, passage

BENEFITS = """EXPLANATION OF BENEFITS
Provider: Harbour Urgent Care
Date of service: 09/08/2026

Service Billed Plan discount Plan paid You may owe
Office visit, level 4 $285.00 $91.50 $143.50 $50.00
X-ray, wrist, 3 views $198.00 $84.20 $45.52 $68.28
"""
RECEIPT = """GROVE APPLIANCE
Receipt 4471
11/24/2023

REFRIGERATOR 1,849.00
DELIVERY 79.00
SUBTOTAL 1,928.00
SALES TAX 7.5% 144.60
TOTL 2,072.60
CASH 2,100.00
CHANGE 27.40
"""
RULES = """House rules

- Dogs must be kept on a lead in the staircase.
- The lift may not be used for building material.
- Smoking is forbidden in the staircase.
"""
CODES = """Library card Jo: 2 1184 0055
Passport Jo: valid until 30 June 2033
Dentist: Dr. Brandt
Phone: 503-555-0160
"""
WARRANTY = """# Warranty: Nordhaven refrigerator

Serial number NH620-2311. Bought on 24 November 2023 at Grove Appliance.

For one year from the date of purchase any part that is defective is repaired or replaced, labour included. Light bulbs, filters
and shelves are not covered, nor is food that was lost, nor damage by accidents.

For five years the compressor and the dryer are covered.

To obtain service call 1-888-555-0133 and have the serial number and the receipt ready.
"""
TRIP = "On Friday the class visits the zoo.\nWe are looking for two parents to come along. Please contact Ms. Delgado by Monday.\n"
NOTICE = """Plan notice

Employer matching contribution

The company will match all of the first 3% of pay that you defer.
"""


def test_rows_of_figures_do_not_run_into_the_names_of_their_columns() -> None:
    found = answer("What did the plan pay for the X-ray?", passage(BENEFITS, "Benefits"))
    assert found == "X-ray, wrist, 3 views $198.00 $84.20 $45.52 $68.28"


def test_what_a_bill_comes_to_is_its_total_however_its_label_is_misread() -> None:
    receipt = passage(RECEIPT, "grove receipt", "invoice")
    assert answer("How much was the Grove receipt?", receipt) == "TOTL 2,072.60"
    assert answer("How much was the delivery from Grove?", receipt) == "DELIVERY 79.00"
    assert "DELIVERY" not in answer("How much was the receipt of the freezer?", receipt)


@pytest.mark.parametrize("question", ["May the dog use the lift?", "Is the dog allowed in the lift?"])
def test_half_of_what_may_be_done_answers_nothing(question: str) -> None:
    assert answer(question, passage(RULES, "House rules", "note")) == ""
    assert "lead" in answer("Must the dog be kept on a lead?", passage(RULES, "House rules", "note"))


def test_the_value_of_another_thing_is_not_told() -> None:
    codes = passage(CODES, "codes", "note")
    assert answer("When are the library books due?", codes) == ""
    assert "30 June 2033" in answer("Until when is Jo's passport valid?", codes)
    assert "503-555-0160" in answer("What is the dentist's phone number?", codes)


def test_a_number_is_that_of_the_thing_that_is_asked_about() -> None:
    warranty = passage(WARRANTY, "Warranty: Nordhaven refrigerator", "note")
    assert "NH620-2311" in answer("What is the serial number of the refrigerator?", warranty)
    assert answer("What is the serial number of the dryer?", warranty) == ""


def test_whom_to_tell_is_not_who_does_it() -> None:
    assert answer("Who comes along to the zoo?", passage(TRIP, "Zoo")) == ""
    assert "Delgado" in answer("Whom do I contact about the zoo?", passage(TRIP, "Zoo"))


def test_a_caption_says_nothing() -> None:
    assert answer("What is the employer match?", passage(NOTICE, "Plan notice")) != "Employer matching contribution"


def test_what_will_be_does_not_tell_what_was_done() -> None:
    text = "[2026-08-21 20:00] Carlos: I'll pay you half of the kayak in October\n[2026-10-01 20:00] Carlos: I paid you half of the kayak today\n"
    found = answer("Did Carlos pay half of the kayak?", passage(text, "Carlos", "message"))
    assert "I'll" not in found


def test_a_rate_is_a_percentage_and_a_charge_may_be_one() -> None:
    note = passage(
        "The loan is $312,000.00 plus interest.\nThe yearly interest rate is 4.125%.\nThe late charge will be 5% of the payment.\n",
        "Note",
    )
    assert "4.125%" in answer("What is the interest rate of the loan?", note)
    assert "5%" in answer("What is the late charge?", note)


def test_an_insurance_is_told_by_no_other() -> None:
    text = "Liability policy\n\nDrones up to 250 g are covered. Damage caused by dogs and horses is excluded.\n"
    liability = passage(text, "liability policy", "contract")
    assert answer("Are dogs covered by the home insurance?", liability) == ""
    assert "excluded" in answer("Are dogs covered by the liability insurance?", liability)


def test_a_number_ends_an_english_sentence_and_a_german_ordinal_does_not() -> None:
    mail = "See you on November 2. We will be at the recital, all of us.\n"
    assert answer("When is the recital?", passage(mail, "Lessons")) == ""
    german = passage("Die Hochzeit ist am 2. November in Graz.\n", "Fest")
    assert answer("Wann ist die Hochzeit?", german) == "Die Hochzeit ist am 2. November in Graz."


@pytest.mark.parametrize(
    "question", ["On which day?", "What is the number?", "An welchem Tag?", "Wie ist der Name?", "À quelle date ?"]
)
def test_who_says_of_nothing_what_is_asked_gets_no_answer(question: str) -> None:
    assert answer(question, passage(CODES), passage(WARRANTY), passage(TRIP)) == ""


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What was the meter reading when we moved in?", ()),
        ("Who came when the pipe burst?", ("who",)),
        ("How much electricity did we use last winter?", ("size",)),
        ("Wie viel Wasser haben wir verbraucht?", ("size",)),
        ("Combien de gaz avons-nous consommé ?", ("size",)),
        ("Combien de taxe foncière Odile a-t-elle payé ?", ("money",)),
        ("How much state pension does she get?", ("money",)),
        ("When did we move in?", ("date",)),
    ],
)
def test_what_kind_of_value_is_asked_for(question: str, expected: tuple[str, ...]) -> None:
    assert read(question).expected == expected
