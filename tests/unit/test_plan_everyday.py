"""Everyday words: what only colours a question changes no figure, and what narrows it is never passed over."""

from __future__ import annotations

from datetime import date

import pytest

from pkm.answer.language import content
from pkm.answer.planning.everyday import COLOUR, MONEY, RANK
from pkm.answer.planning.plan import Plan, read
from pkm.answer.planning.presumed import as_ledger
from pkm.answer.planning.wording import NOISE, told_in
from pkm.ledger import category

TODAY = date(2026, 11, 20)
YEAR = (date(2025, 1, 1), date(2025, 12, 31))


def plans(question: str) -> list[Plan]:
    """The plans by which bookings may answer, the likeliest first."""
    plan = read(question, TODAY)
    return [plan] if plan.is_about_money_moved else list(as_ledger(plan))


@pytest.mark.parametrize(
    "question",
    [
        "What did groceries cost us over the course of 2025?",
        "groceries throughout 2025",
        "groceries for all of 2025, grand total",
        "groceries in '25",
        "Was haben die Lebensmittel übers ganze Jahr 2025 gekostet?",
        "Lebensmittel im gesamten Jahr 2025, alles zusammengerechnet",
        "Sag mal, wieviel ham wir 2025 eigentlich für Lebensmittel hingeblättert?",
        "Les courses pour l'ensemble de l'année 2025 ?",
        "Dis-moi combien on a claqué en courses sur l'année 2025",
    ],
)
def test_colour_is_neither_topic_nor_time(question: str) -> None:
    plan = plans(question)[0]
    assert (plan.since, plan.until) == YEAR
    assert plan.topic in {tuple(content(each)) for each in ("groceries", "Lebensmittel", "courses")}
    assert plan.direction != "in"


def test_this_year_has_a_name_of_its_own_in_austria() -> None:
    assert plans("Benzin heuer")[0].since == date(2026, 1, 1)


@pytest.mark.parametrize("question", ["June vs July 2026", "Juni gegen Juli 2026", "juin contre juillet 2026"])
def test_months_side_by_side_are_held_against_each_other(question: str) -> None:
    plan = read(f"groceries: {question}", TODAY)
    assert plan.kind == "compare"
    assert plan.versus is not None
    assert {plan.since, plan.versus.since} == {date(2026, 6, 1), date(2026, 7, 1)}


@pytest.mark.parametrize(
    "question",
    [
        "How much did we pay by direct debit in 2025?",
        "Wie viel wurde 2025 per Lastschrift eingezogen?",
        "Combien avons-nous payé par virement en 2025 ?",
        "Total of small purchases in 2025",
        "Was haben kleine Einkäufe 2025 gekostet?",
        "How much did we spend online in 2025?",
        "Combien avons-nous dépensé en ligne en 2025 ?",
        "Wie viel haben wir 2025 zu viel bezahlt?",
        "How much did we spend on the first day of each month in 2025?",
        "How much did recurring payments cost in September 2026?",
        "What was the maximum balance of the joint account in 2025?",
        "How many people did we pay in October 2026?",
        "How much did we spend every other month in 2025?",
        "How much of our fuel in 2025 was diesel?",
    ],
)
def test_what_narrows_a_question_is_not_passed_over(question: str) -> None:
    assert plans(question) == []


def test_a_bound_says_what_is_small() -> None:
    assert read("How much did small purchases below 5 € add up to in 2025?", TODAY).max_amount == 5


@pytest.mark.parametrize(
    "question", ["paycheck September 2026", "Lohn September 2026", "Was war unser Kindergeld im Oktober 2026?"]
)
def test_what_comes_in_by_its_name_is_not_looked_for_in_what_was_spent(question: str) -> None:
    assert plans(question)[0].direction != "out"


@pytest.mark.parametrize(
    "question",
    [
        "Compare income with expenses for September 2026",
        "How much more did we earn than spend in September 2026?",
        "Wie viel mehr haben wir im September 2026 eingenommen als ausgegeben?",
        "Les revenus ont-ils couvert les dépenses en septembre 2026 ?",
    ],
)
def test_income_and_spending_together_ask_what_was_left(question: str) -> None:
    assert read(question, TODAY).kind == "cashflow"


@pytest.mark.parametrize(
    ("written", "meant"), [("Versicherungspraemien", "Versicherungsprämien"), ("Gebuehren", "Gebühren")]
)
def test_words_without_umlauts_are_read_as_those_with_them(written: str, meant: str) -> None:
    assert plans(f"{written} 2025")[0].topic == plans(f"{meant} 2025")[0].topic


def test_no_everyday_word_is_what_was_paid_for() -> None:
    named = {each for table in (MONEY, COLOUR, RANK) for each in table.split() if category.named(each)}
    assert named <= {"pay"}


@pytest.mark.parametrize("thing", ["Spenden", "donations", "flood", "damage", "books", "subscriptions", "Abos"])
def test_what_was_paid_for_stays_a_topic(thing: str) -> None:
    assert told_in(thing) == content(thing)
    assert thing.lower() not in NOISE


def test_a_shop_may_be_called_online() -> None:
    assert read("What did I buy at Kaufwelt Online in 2025?", TODAY).topic == tuple(content("Kaufwelt Online"))


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("Alnavi in 2026 but only the ones above 30 euros, summed up please", "alnavi"),
        ("How much did we spend on groceries in 2026, only at Alnavi?", "groceries Alnavi"),
        ("How much did we spend in October 2026, only the rent?", "rent"),
        ("Wie viel haben wir 2025 nur für Benzin ausgegeben?", "Benzin"),
        ("Ausgaben Oktober 2026, nur Martin", "Martin"),
        ("Combien uniquement pour l'essence en 2025 ?", "essence"),
    ],
)
def test_only_before_what_a_plan_holds_changes_nothing(question: str, topic: str) -> None:
    plan = read(question, TODAY)
    plan = next(iter(as_ledger(plan)), plan)
    assert (plan.kind in {"sum", "list"}, plan.topic, plan.either) == (True, tuple(content(topic)), ())


@pytest.mark.parametrize(
    "question",
    [
        "In which months did we only spend money on rent?",
        "How much did we only pay once in 2025?",
        "Which shops did we only go to in May 2026?",
        "groceries and only at Alnavi in 2026",
        "What did we spend on only two days in May 2026?",
    ],
)
def test_only_before_anything_else_gives_no_figure(question: str) -> None:
    plan = read(question, TODAY)
    assert (plan.kind, as_ledger(plan)) == ("lookup", ())


def test_what_is_said_to_be_elsewhere_narrows_and_is_no_other_thing() -> None:
    assert read("How much did we spend on groceries in 2026, at Alnavi?", TODAY).either == ()
    assert len(read("How much did we spend at Zander, at Alnavi in 2026?", TODAY).either) == 2


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("How many days since our last fuel stop?", "fuel"),
        ("How many days is it since our last restaurant visit?", "restaurant"),
        ("How many days have passed since the last rent payment?", "rent"),
        ("How many days is it since we last paid Mobilis?", "Mobilis"),
        ("how many days since Mobilis last charged us?", "Mobilis"),
        ("How long is it since we last bought fuel?", "fuel"),
        ("Wie viele Tage sind seit der letzten Mietzahlung vergangen?", "Miete"),
        ("Wie viele Tage ist es her, dass wir zuletzt getankt haben?", "Benzin"),
        ("ça fait combien de jours qu'on n'a pas fait le plein ?", "essence"),
        ("Combien de jours depuis notre dernier passage chez Alnavi ?", "Alnavi"),
    ],
)
def test_days_are_counted_from_the_last_time(question: str, topic: str) -> None:
    plan = plans(question)[0]
    assert (plan.kind, plan.topic, plan.since, plan.until) == ("last", tuple(content(topic)), None, None)


@pytest.mark.parametrize(
    "question",
    [
        "How many days until the next rent payment?",
        "How many days since we moved?",
        "How many days between our last two fuel stops?",
        "How many weeks since the last rent payment?",
        "How many days did we go without buying groceries?",
        "How many days since our holiday?",
        "How many days since the second last rent payment?",
        "How many days had passed since the last fuel stop in May 2026?",
        "Wie viele Tage sind es noch bis zur nächsten Miete?",
        "Wie viele Tage seit dem Umzug?",
        "Wie viele Tage waren wir im Urlaub?",
        "Combien de jours avant le prochain loyer ?",
        "Combien de jours depuis le mariage ?",
        "Combien de jours de vacances avons-nous pris ?",
    ],
)
def test_other_days_are_not_counted(question: str) -> None:
    assert plans(question) == []


@pytest.mark.parametrize(
    ("question", "topic"),
    [("rent june", "rent"), ("Gehalt Juli", "Gehalt"), ("courses mai", "courses"), ("strom mai", "strom")],
)
def test_a_month_that_ends_a_heading_is_a_time(question: str, topic: str) -> None:
    plan = plans(question)[0]
    assert plan.since is not None
    assert plan.topic == tuple(content(topic))


@pytest.mark.parametrize("question", ["What did we pay April?", "june rent and april"])
def test_a_month_that_may_be_a_person_is_none(question: str) -> None:
    assert read(question, TODAY).since is None


def test_a_payment_in_arrears_is_not_every_payment() -> None:
    told = plans("Wie hoch war die Stromnachzahlung im September?")[0]
    assert set(told.topic) == set(content("Nachzahlung Strom"))


def test_what_a_bill_of_ours_comes_to_is_what_is_paid_now() -> None:
    for question in (
        "How much is my phone bill?",
        "Wie hoch ist meine Handyrechnung?",
        "Quelle est ma facture de téléphone ?",
    ):
        assert [(each.kind, each.direction) for each in plans(question)] == [("recurring", "out")]


def test_everything_but_a_thing_is_a_sum() -> None:
    for question in ("everything except rent in July", "alles außer Miete im Juli", "tout sauf le loyer en juillet"):
        assert [(each.kind, len(each.without), each.direction) for each in plans(question)] == [("sum", 1, "out")]
