"""What stands beside what is asked about is no answer: another person's number, last year's circular, a limit, a time of something else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pkm.answer.quoting.evidence import MAIL_CHARACTERS, Passage
from pkm.answer.quoting.rules import subject_of
from pkm.ledger.words import stem
from tests.unit.test_extract import answer, passage

CAKES = """# Cakes

## Plum tart
3 eggs, 200 g flour, 1 kg plums. Bake for 40 minutes.

## Nut bread
5 eggs, 300 g flour. Bake for an hour.
"""
CAMP = "The camp costs {fee} EUR for each child, lunch is EUR {lunch} a day. The farewell party is on {day} {year}."
SHEET = """Renovation of the terrace

For the wooden terrace we reckon:

Timber and screws               1,240.00
Labour of two days                980.00
"""


def circular(year: int, fee: int, lunch: str, day: str) -> Passage:
    return passage(CAMP.format(fee=fee, lunch=lunch, day=day, year=year), "Summer camp", "other", date(year, 5, 2))


@pytest.mark.parametrize(
    ("question", "text"),
    [
        # under another heading
        ("How many eggs in plum tart?", CAKES.replace("3 eggs, ", "")),
        # only the second half of the compound
        ("Wie hoch ist die Hundesteuer?", "Die Steuer auf das Grundstück beträgt 410,00 EUR im Jahr."),
        # another person's number, ring, or a number that is no number of that name
        ("What is Nora's phone number?", "Nora comes on Monday. Uncle Bert brings her, his mobile is 0171 555 2020."),
        ("What is Ida's shoe size?", "Ida Kern called us today.\n- Paul's ring size 54, shoe size 43\n"),
        ("What is Ida's membership number?", "Membership began on 3 May 2024.\n"),
        ("What is my personnel number?", "Registered no. 4471002. The employee works 38 hours a week."),
        # no day: how often, how long, and before what
        ("When is the chimney inspection?", "The chimney inspection is done once a year."),
        ("On which day is the pool open?", "The pool may be closed for up to 14 days."),
        ("When does the train leave?", "The doors of the train close 2 minutes before departure."),
        ("Wann kommt der Schornsteinfeger?", "Der Schornsteinfeger prüft jährlich alle Öfen."),
        # the age and birth of somebody
        ("How old is Nora?", "Once Nora is 8 years old, she pays the full fee."),
        ("How old is Nora?", "The old address of Nora is 4 Mill Lane."),
        ("When was Owen born?", "Policyholder: Owen Price      Pet: Biscuit, a terrier, born 12 June 2021"),
        ("When was Owen born?", "Insured are Owen Price, Mila (born 3 May 2016) and Theo (born 9 June 2018)."),
        ("Wann ist Paul geboren?", "Paul kam am 3. Mai 2024 zu Besuch."),
        # what is to come, a limit, a fine
        ("How many kilometres did the car have in May?", "Next inspection of the car: May 2027 or at 90,000 kilometres."),
        ("What did the vet cost?", "Fees of the vet are paid up to EUR 4,000 a year."),
        ("Was kostet das Einsetzen der Krone?", "Das Einsetzen der Krone ist am Montag. Sagen Sie sonst ab, sonst berechnen wir 45 EUR."),
        # what holds on probation
        ("What is the notice period at work?", "2. Start of work and probation. On probation either party may end the work with a notice period of two weeks."),
        # an amount of a list below the thing, which names another
        ("What does the wooden terrace cost?", SHEET),
        ("What is the late fee for the canteen?", "The canteen costs 4.02 EUR a meal and closes at three."),
        # no name: what a form calls its fields, a sum's currency, a first name where a profession is asked for
        ("Wer hat das Rad gestohlen?", "Versicherte Gefahren: Feuer, Sturm. Das gestohlene Rad ist versichert."),
        ("Which doctor does the vaccinations?", "Vaccinations were given to all but Theo."),
        # words alone: each has to be said
        ("deposit softener", "A softener of 20 litres, delivered and installed by our team."),
        ("prix piscine", "La piscine est ouverte le jeudi matin, bonnet obligatoire."),
        ("sauna öffnungszeiten", "Die Sauna ist inklusive.\nPausieren geht drei Monate.\nBring ein Handtuch mit.\nÖffnungszeiten: 6–23 Uhr, samstags 9–20 Uhr.\n"),
        ("numéro de l'école", "Les portables sont interdits à l'école, les montres aussi."),
        # a manner is no place
        ("Où est le dentiste ?", "Merci de prévenir le dentiste 48 h à l'avance."),
    ],
)  # fmt: skip
def test_what_is_of_something_else_is_no_answer(question: str, text: str) -> None:
    assert answer(question, passage(text)) == ""


@pytest.mark.parametrize(
    ("question", "text", "proof"),
    [
        ("How many eggs in plum tart?", CAKES, "3 eggs"),
        ("Wie hoch ist die Hundesteuer?", "Die Steuer für Hunde beträgt 96,00 EUR im Jahr.", "96,00"),
        ("What is Uncle Bert's phone number?", "Uncle Bert brings her, his mobile is 0171 555 2020.", "555 2020"),
        ("What is Ida's membership number?", "Ida Kern, membership number: 20417, since May.\n", "20417"),
        ("When is the chimney inspection?", "The chimney inspection is on 3 May 2027.", "3 May"),
        ("On which day is the pool open?", "The pool is open every Thursday until nine at night.", "Thursday"),
        ("How old is Nora?", "Nora, born on 12 June 2019, is in the first class.", "2019"),
        ("When was Mila born?", "Insured are Owen Price, Mila (born 3 May 2016) and Theo (born 9 June 2018).", "2016"),
        ("Wann ist Paul geboren?", "Paul Kern, geb. 03.05.1984, wohnt in Ulm.", "1984"),
        ("What did the vet cost?", "The bill of the vet was 86 euros.", "86"),
        ("Which doctor does the vaccinations?", "Vaccinations are done by Dr. Beyer on Mondays.", "Beyer"),
        ("policy number of the household insurance", "Household insurance\nPolicy-No. HR 77-410 932-6, since 2023\n", "932-6"),
        ("Prix du cours de piano", "Cours de piano : 24 € la séance.", "24"),
        ("Stellplatz Kosten", "Miete 900,00 EUR\nStellplatz 45,00 EUR\n", "45,00"),
        ("How many kilometres did the car have in May?", "The car had 74,210 kilometres in May.", "74,210"),
    ],
)  # fmt: skip
def test_what_is_of_the_thing_itself_is_told(question: str, text: str, proof: str) -> None:
    assert proof in answer(question, passage(text))


@pytest.mark.parametrize("question", ["How much is the lunch at the camp?", "When is the farewell party of the camp?"])
def test_of_papers_that_are_alike_the_newest_holds(question: str) -> None:
    old, new = circular(2025, 180, "6.50", "8 August"), circular(2026, 195, "7.20", "6 August")
    others = [passage("The camp of the chess club is far away.", "Chess", "other", date(2026, 6, 1)) for _ in range(3)]
    assert "2026" in answer(question, old, *others, new)
    assert "2026" in answer(question, new, *others, old)


def test_a_line_of_a_paper_that_adds_up_is_a_part_and_an_offer_no_price_that_was_paid() -> None:
    lines = "Water softener of 20 litres         1,290.00\nInstallation work                     240.00\nTotal         1,530.00\n"
    assert answer("How much was the plumber?", passage(lines, "Plumber Wiese")).startswith("Total")
    offer = passage(f"Offer no. 118\n\n{lines}", "Plumber Wiese")
    assert answer("How much was the plumber?", offer) == ""
    assert "1,530" in answer("How much is the offer of the plumber?", offer)


BILL = """Invoice R-207
Sanitär Wiese, 77652 Offenburg
Ida Kern, Am Markt 5, 77652 Offenburg
Offenburg, 10 July 2026
1. New tap: EUR 27.62
2. Work on the tap, done on 6 July 2026: EUR 59.98
Total: EUR 87.60
"""


@pytest.mark.parametrize("question", ["plumber", "What did the plumber do?", "When was the plumber here?"])
def test_the_head_of_a_bill_answers_nothing(question: str) -> None:
    assert answer(question, passage(BILL, "Invoice R-207", "invoice")) == ""


def test_a_day_of_work_on_a_bill_is_told() -> None:
    assert "6 July" in answer("When was the work on the tap done?", passage(BILL, "Invoice R-207", "invoice"))


def test_a_year_in_the_question_chooses_the_paper_that_bears_it() -> None:
    bills = [
        passage(f"Heating for your flat: EUR {amount}\n", f"Utilities statement {year}", "other", date(year + 1, 9, 1))
        for year, amount in ((2023, "1,511.83"), (2024, "1,876.20"))
    ]
    assert "1,511.83" in answer("How much was the heating in the utilities statement 2023?", *bills)
    assert "1,876.20" in answer("How much was the heating in the utilities statement 2024?", *bills)


def test_a_label_with_a_word_before_what_is_asked_names_another_thing() -> None:
    notes = passage("- wifi: network elm, password `plum-9`\n- guest wifi password: `hello`\n", "Household", "note")
    assert "plum-9" in answer("wifi password", notes)


def test_newer_words_on_another_thing_replace_nothing() -> None:
    ferry = passage("The ferry leaves on 19 December.", "Ferry booking", "other", date(2026, 10, 1))
    roof = passage(
        "The roof is mended while we leave in April 2027.", "Roof of the ferry house", "other", date(2026, 11, 1)
    )
    assert "19 December" in answer("When does the ferry leave?", ferry, roof)


def test_the_sender_s_name_at_the_end_of_a_mail_is_a_signature() -> None:
    text = "The lift is mended in January.\n\nAtlas Verwaltung\n"
    mail = passage(text, "Lift", "email")
    mail = replace(mail, document=replace(mail.document, meta={"from": "Atlas Verwaltung <post@atlas.example>"}))
    assert answer("Who mends the lift?", mail) == ""


def test_a_signature_that_a_mail_repeats_answers_nothing() -> None:
    text = "Paid today.\n\nOn 10 July Sanitär Wiese wrote:\n> The invoice is attached.\n>\n> --\n> Sanitär Wiese\n> post@wiese.example\n"
    assert answer("plumber", passage(text, "Re: Invoice", "email")) == ""


def test_the_answer_to_a_message_that_asks_back_is_on_what_was_said_before_it() -> None:
    lines = ["Ben: still up for the ski week?", "Me: which dates again?", "Ben: 13 to 20 February 2027"]
    chat = passage("".join(f"{each}\n" for each in lines), "Ben", "message")
    assert "February" in answer("When is the ski week?", chat)
    assert (
        answer(
            "When is the ski week?",
            passage("".join(f"{each}\n" for each in (lines[0], "Me: yoga?", lines[2])), "Ben", "message"),
        )
        == ""
    )


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("Does the liability insurance cover the dog?", "dog"),
        ("Deckt die Haftpflichtversicherung auch Drohnen?", "drohnen"),
        ("Est-ce que l'assurance couvre les vélos ?", "velos"),
    ],
)
def test_of_what_an_insurance_covers_the_thing_has_to_be_spoken_of(question: str, thing: str) -> None:
    assert subject_of(question) == {stem(thing)}


@pytest.mark.parametrize("run", ["a", "1", "nummer", "number"])
def test_a_line_without_end_holds_up_no_question(run: str) -> None:
    """Looked through from each of its letters, it took minutes."""
    endless = run * (MAIL_CHARACTERS // len(run))
    text = f"Nora, born 1 May 2011, personnel number 4711, comes on Monday. {endless} born 2 May 2012 ({endless})."
    for question in ("How old is Nora?", "What is Nora's personnel number?", "When does Nora come?"):
        answer(question, passage(text, "Note", "note"))
