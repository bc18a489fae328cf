"""Of alike papers that of the person who is asked about tells, and of things in pairs the one that is asked for."""

from __future__ import annotations

from datetime import date

import pytest

from pkm.answer.planning.plan import read
from pkm.answer.quoting.evidence import Passage
from pkm.answer.quoting.extract import Extract, choose
from pkm.answer.quoting.moved import moving
from pkm.answer.quoting.opposites import is_opposite
from tests.unit.test_extract import TODAY, passage

HERS = passage(
    "Moorland Motor Insurance\nPolicyholder: Mrs Ines Farrow\nVehicle: Dacia Sandero\nTotal excess: £350\n",
    "schedule sandero",
    "contract",
    date(2026, 2, 1),
)
HIS = passage(
    "Roundway Car Insurance\nPolicyholder: Mr Amos Farrow\nVehicle: Kia Niro\nDrivers: Amos Farrow, Ines Farrow\nCompulsory excess: £200\n",
    "car insurance niro",
    "contract",
    date(2026, 6, 1),
)
WILL = passage(
    "Last will and testament of Ines Mary Farrow\n\nI appoint my husband Amos Farrow to be the executor of this will.\n",
    "Last will and testament of Ines Mary Farrow",
    "other",
    date(2025, 1, 9),
)


def quoted(question: str, *papers: Passage) -> str:
    """What is quoted first, in one line; empty where nothing is."""
    return " ".join(shown(one) for one in choose(read(question, TODAY).as_lookup(), papers)[:1])


def shown(found: Extract) -> str:
    return " ".join(found.passage.document.text[found.char_start : found.char_end].split())


def test_the_policy_of_another_person_of_the_house_tells_nothing() -> None:
    assert "350" in quoted("What is the excess on Ines's car insurance?", HIS, HERS)
    assert "200" in quoted("What is the excess on Amos's car insurance?", HERS, HIS)
    assert "Drivers" in quoted("Who are the drivers on the Niro?", HIS, HERS)


def test_the_will_of_one_says_nothing_of_the_will_of_the_other() -> None:
    assert "Amos Farrow" in quoted("Who is the executor of Ines's will?", WILL, HIS)
    assert not quoted("Who is the executor of Amos's will?", WILL, HIS)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How much notice must the landlord give?", "The Tenant may end the tenancy by one month's notice."),
        ("Quel est le préavis du bailleur ?", "Préavis du locataire : un mois"),
        ("Mit welcher Frist darf der Vermieter kündigen?", "Der Mieter kann mit einer Frist von drei Monaten kündigen."),
        ("When do we come back from Oslo?", "Outward: Hull to Oslo, 3 April, departs 10.30"),
        ("Wann ist der Rückflug?", "Hinflug: 4. Mai, 9:15 Uhr"),
        ("What is the upload speed?", "Download speed: 300 Mbps"),
        ("When is the last instalment?", "The first instalment is due on 5 June."),
    ],
)  # fmt: skip
def test_the_other_of_a_pair_is_no_answer(question: str, told: str) -> None:
    assert is_opposite(question, told)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How much notice must the landlord give?", "The landlord gives the tenant two months' notice."),
        ("When does the landlord return the deposit?", "The deposit is returned to the tenant within 30 days."),
        ("When do we come back from Oslo?", "Return: Oslo to Hull, 10 April, departs 22.30"),
        ("When did it last rain?", "It rained on 3 May for the last time."),
    ],
)
def test_the_one_that_is_asked_for_is_not_taken_for_the_other(question: str, told: str) -> None:
    assert not is_opposite(question, told)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        # hours with a dot are no sum, and what is taken off a sum is not that
        ("How much is the gym membership?", "Membership: off-peak (weekdays 9.00 to 16.00, weekends all day)"),
        ("How much is the water tax?", "Less: water tax support 0.00"),
        # short forms are no longer words that begin so
        ("When does the MOT run out?", "The motor policy runs from 6 May 2026 to 5 May 2027."),
        # another thing of the same sort
        ("Wie lange ist die Garantie auf die Waschmaschine?", "Kaffeemaschine\n\nGarantie 3 Jahre"),
        # a fuller name of what is asked about
        ("Who insures the Niro?", "Vehicle: Kia Niro"),
        # the part that an insurance bears
        ("Was kostet die Krone?", "Die Kasse übernimmt 120,00 EUR der Behandlung, für die Krone nichts."),
        # the day as at which a paper states anything
        ("When can Ines retire?", "Alder Retirement Plan\nYearly statement to 5 April 2026"),
    ],
)
def test_a_value_of_something_else_is_no_answer(question: str, text: str) -> None:
    assert not quoted(question, passage(text, "paper", "other", date(2026, 5, 2)))


def test_hours_are_written_with_a_dot_too() -> None:
    letter = passage(
        "Eye clinic\n\nDear Ms Farrow,\n\nYour appointment in the eye clinic is on Thursday, 3 December at 10.40.\n",
        "eye clinic",
        "other",
        date(2026, 10, 2),
    )
    assert "10.40" in quoted("What time is the appointment in the eye clinic?", letter)


def test_what_is_called_new_is_told_where_the_new_one_is_asked_for() -> None:
    bill = "Ihre Jahresrechnung Strom: gezahlte Abschläge 1.140,00 EUR.\n\nIhr neuer Abschlag ab März: 104 EUR.\n"
    assert (
        quoted("Wie hoch ist der neue Abschlag?", passage(bill, "Strom", "email"))
        == "Ihr neuer Abschlag ab März: 104 EUR."
    )


def test_a_rule_on_the_very_thing_goes_before_one_on_its_sort() -> None:
    rule = passage("Not to keep any animal without the landlord's consent.\n", "Lease", "contract", date(2026, 5, 1))
    mail = passage(
        "She is happy for you to keep a dog. She would not agree to a cat.\n", "Pets", "note", date(2025, 5, 1)
    )
    assert "not agree to a cat" in quoted("Are we allowed to keep a cat?", rule, mail)


FIRST = passage(
    "St Brannoc Hospital\n\nDear parent,\n\nAn appointment has been made for Wilf on Thursday 3 December 2026 with Mr Castle.\n",
    "clinic wilf",
    "other",
    date(2026, 10, 28),
)
THEN = "{head}\n\nDear parent,\n\nWe had to change the appointment on Thursday {day} 2026. The new one is on Monday 14 December 2026 with Miss Oduya.\n"


def test_a_later_letter_that_names_the_day_and_moves_it_is_told() -> None:
    plan = read("When is Wilf's appointment?", TODAY).as_lookup()
    found = choose(plan, [FIRST])[0]

    def news(head: str, day: str) -> str:
        later = passage(THEN.format(head=head, day=day), "clinic", "other", date(2026, 11, 12))
        told = moving(plan, found, [FIRST, later])
        return shown(told) if told else ""

    assert "14 December" in news("St Brannoc Hospital", "3 December")
    assert not news("St Brannoc Hospital", "8 October")
    assert not news("Another Hospital", "3 December")
