"""Of what a question is: several things, names with numbers, cash, and what one thing costs in a year."""

from __future__ import annotations

from datetime import date

import pytest

from pkm.answer.language import content
from pkm.answer.planning.plan import read
from pkm.answer.planning.presumed import as_ledger

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("question", "things"),
    [
        ("What did we spend on groceries and restaurants in 2025?", ("groceries", "restaurants")),
        ("Wie viel ging 2025 an die Stadtwerke Hellwig und an FiberFunk?", ("Stadtwerke Hellwig", "FiberFunk")),
        ("Combien avons-nous payé pour le loyer et l'électricité en 2025 ?", ("loyer", "électricité")),
        ("How much went on rent, electricity and internet in 2025?", ("rent", "electricity", "internet")),
        ("What did Ruth spend on fuel and groceries in 2025?", ("Ruth fuel", "Ruth groceries")),
        ("Fees and interest we were charged in 2025?", ("fees", "interest")),
        ("Was haben Abos und Lebensmittel im Oktober 2026 gekostet?", ("Abos", "Lebensmittel")),
        ("combien on a payé pour Canal+ et Netflix en 2025 ?", ("Canal", "Netflix")),
        ("restos et frais en 2025, on a payé combien ?", ("restos", "frais")),
    ],
)
def test_of_several_things_each_is_meant(question: str, things: tuple[str, ...]) -> None:
    assert read(question, TODAY).either == tuple(tuple(content(each)) for each in things)


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("How much did I spend at Studio 54 in 2025?", ("studio", "54")),
        ("How much did I pay 3 Mobile in 2025?", ("3", "mobil")),
        ("The 5 largest payments to Netflix", ("netflix",)),
        ("How much did I withdraw last month?", ("cash",)),
        ("Wie viel Bargeld habe ich abgehoben?", ("bargeld",)),
        ("Wie viel haben wir im Oktober bar abgehoben?", ("bargeld",)),
        ("How much did Ben spend in May?", ("ben",)),
        ("How much did Can spend in May?", ("can",)),
        ("Wie viel hat Mia im Mai ausgegeben?", ("mia",)),
        ("Combien Ben a-t-il dépensé en mai ?", ("ben",)),
        ("How Much Did We Spend In May?", ()),
        ("Qui a dépensé combien en septembre 2026 ?", ()),
        ("Qu'y a-t-il eu d'inhabituel dans les dépenses d'octobre 2026 ?", ()),
    ],
)
def test_numbers_of_names_and_cash_are_part_of_the_topic(question: str, topic: tuple[str, ...]) -> None:
    assert read(question, TODAY).topic == topic


@pytest.mark.parametrize(
    ("question", "per"),
    [
        ("What does Filmothek cost me a year?", "year"),
        ("Was kostet mich Filmothek im Jahr?", "year"),
        ("combien me coûte Filmothek par an ?", "year"),
        ("What does Filmothek cost us per month?", "month"),
    ],
)
def test_what_one_thing_costs_in_a_year_is_asked_of_what_recurs(question: str, per: str) -> None:
    plan = read(question, TODAY)
    assert (plan.kind, plan.per, plan.topic) == ("recurring", per, ("filmothek",))


@pytest.mark.parametrize(
    ("question", "direction"),
    [
        ("How many payments over 100 were there in October?", "out"),
        ("How many payments did we receive in October?", "in"),
        ("Combien de paiements de plus de 500 euros en 2026 ?", "out"),
    ],
)
def test_payments_are_money_out_unless_they_were_received(question: str, direction: str) -> None:
    assert read(question, TODAY).direction == direction


def test_an_account_number_and_what_something_adds_up_to_name_no_time() -> None:
    assert read("What was paid with card 2019 in October 2026?", TODAY).since == date(2026, 10, 1)
    assert read("How much did purchases add up to in 2025?", TODAY).since == date(2025, 1, 1)


@pytest.mark.parametrize(
    ("question", "topic", "group"),
    [
        ("How many different restaurants did we visit in 2026?", "restaurants", "counterparty"),
        ("In how many different shops did I buy groceries in May 2026?", "groceries", "counterparty"),
        ("How many payees did we pay in October 2026?", "", "counterparty"),
        ("On how many days did we go to Alnavi in 2026?", "Alnavi", "day"),
        ("In wie vielen verschiedenen Supermärkten waren wir 2026?", "Supermärkten", "counterparty"),
        ("An wie vielen Tagen waren wir 2026 im Restaurant?", "Restaurant", "day"),
        ("On a fait combien de restaurants différents en 2026 ?", "restaurants", "counterparty"),
        ("Dans combien de magasins avons-nous fait nos courses en 2026 ?", "courses", "counterparty"),
    ],
)
def test_what_is_told_apart_is_counted(question: str, topic: str, group: str) -> None:
    plan = read(question, TODAY)
    assert (plan.kind, plan.distinct, plan.group, plan.topic) == ("count", True, group, tuple(content(topic)))


@pytest.mark.parametrize(
    "question",
    [
        "In how many shops did we buy something in May 2026?",  # is the landlord one?
        "How many different amounts did we pay to Filmothek in 2025?",
        "How many other shops did we buy groceries at in 2025?",
        "On how many days did we spend more than 100 euros in October 2026?",  # in sum, or at once?
        "How many months did we pay for the gym in 2025?",
        "Combien d'abonnements différents avons-nous payés en 2025 ?",
    ],
)
def test_what_bookings_do_not_tell_apart_is_not_counted(question: str) -> None:
    plan = read(question, TODAY)
    assert (plan.kind, as_ledger(plan)) == ("lookup", ())


@pytest.mark.parametrize(
    ("question", "kind", "days"),
    [
        ("How much did we spend on eating out at weekends in 2026?", "sum", (6, 7)),
        ("grocery spend on Saturdays and Sundays last month", "list", (6, 7)),
        ("How often do we go to Alnavi at the weekend, 2026?", "count", (6, 7)),
        ("How much do we spend at the weekend?", "average", (6, 7)),  # at each of them
        ("What was the most expensive purchase on a Saturday in 2026?", "largest", (6,)),
        ("wie viel am wochenende fürs essengehen ausgegeben in 2026", "sum", (6, 7)),
        ("Was haben wir unter der Woche (Mo-Fr) in Restaurants ausgegeben, Oktober 2026?", "sum", (1, 2, 3, 4, 5)),
        ("Wie viel geben wir samstags aus?", "average", (6,)),
        ("les restos le week-end en 2026 ça nous a coûté combien", "sum", (6, 7)),
        ("la dernière fois qu'on a mangé chez Alnavi un week-end", "last", (6, 7)),
        ("How much did we spend on groceries in September, not counting weekends?", "sum", (1, 2, 3, 4, 5)),
        ("Lebensmittel im September, aber ohne die Einkäufe am Wochenende", "list", (1, 2, 3, 4, 5)),
        ("Wie viel haben wir im Mai außer am Wochenende ausgegeben?", "sum", (1, 2, 3, 4, 5)),
        ("les courses d'août, week-ends exclus", "list", (1, 2, 3, 4, 5)),
        ("les courses du samedi au troisième trimestre", "list", (6,)),
        ("dépenses du lundi au vendredi", "sum", ()),  # the last ones
        ("spending in May without weekend trips", "sum", ()),
        ("How much did we spend at the weekend?", "sum", ()),  # the last one
        ("Combien avons-nous dépensé le samedi 14 novembre 2026 ?", "sum", ()),
        ("What did we spend on Saturday, 14 November 2026?", "sum", ()),
        ("Was haben wir am Samstag, den 14.11.2026 ausgegeben?", "sum", ()),
    ],
)
def test_days_of_the_week_narrow(question: str, kind: str, days: tuple[int, ...]) -> None:
    plan = read(question, TODAY)
    plan = next(iter(as_ledger(plan)), plan)
    assert (plan.kind, plan.weekdays) == (kind, days)


@pytest.mark.parametrize(
    "question",
    [
        "On which day of the week do we spend the most?",
        "An welchem Wochentag geben wir 2026 am meisten aus?",
        "Quel jour de la semaine dépensons-nous le plus ?",
    ],
)
def test_days_of_the_week_divide(question: str) -> None:
    assert (read(question, TODAY).kind, read(question, TODAY).group) == ("sum", "weekday")


@pytest.mark.parametrize(
    "question",
    [
        "What's our average spend on a Saturday in 2026?",
        "How much did we spend on the first three Fridays of May?",
        "What do we spend per day at weekends in 2026?",
        "What do we spend every other Saturday?",
        "What did we spend at the weekend of 10 October 2026?",
        "What was our balance on Saturdays in 2026?",
        "Was haben wir 2026 werktags ausgegeben?",  # is Saturday one?
        "un samedi moyen ça nous coûte combien",
        "dépenses du lundi au vendredi en mai",
        "spending in May without the weekend trip",
    ],
)
def test_what_days_of_the_week_do_not_tell_gives_no_figure(question: str) -> None:
    plan = read(question, TODAY)
    assert (plan.kind, as_ledger(plan)) == ("lookup", ())


@pytest.mark.parametrize(
    ("question", "topic", "bounds", "direction"),
    [
        ("In which months of 2025 did we spend more than 300 euros on groceries?", "groceries", (300, None), "out"),
        ("Any month in 2025 where groceries went over 300 euros?", "groceries", (300, None), "out"),
        ("in which months of 2025 did groceries exceed 300 EUR", "groceries", (300, None), "out"),
        ("In which months of 2025 did we spend less than 300 euros on groceries?", "groceries", (None, 300), "out"),
        ("Which months of 2025 came to between 200 and 300 euros for fuel?", "fuel", (200, 300), "out"),
        ("In which months of 2025 did we earn more than 4000 euros?", "", (4000, None), "in"),
        ("In welchen Monaten haben wir 2025 mehr als 300 Euro für Lebensmittel ausgegeben?", "Lebensmittel", (300, None), "out"),
        ("Gab es 2025 Monate, in denen wir mehr als 300 Euro für Lebensmittel ausgegeben haben?", "Lebensmittel", (300, None), "out"),
        ("In welchen Monaten 2025 lag der Strom über 100 Euro?", "Strom", (100, None), "out"),
        ("Quels mois de 2025 a-t-on dépensé plus de 300 euros en courses ?", "courses", (300, None), "out"),
        ("Les mois où on a dépensé plus de 300 euros en courses en 2025 ?", "courses", (300, None), "out"),
    ],
)  # fmt: skip
def test_an_amount_may_bound_the_sum_of_a_month(
    question: str, topic: str, bounds: tuple[int | None, int | None], direction: str
) -> None:
    plan = read(question, TODAY)
    assert (plan.kind, plan.group, plan.of_groups) == ("sum", "month", True)
    assert (plan.topic, (plan.min_amount, plan.max_amount), plan.direction) == (
        tuple(content(topic)),
        bounds,
        direction,
    )
    assert plan.since == date(2025, 1, 1)


@pytest.mark.parametrize(
    "question",
    [
        "In which months did we make a payment over 300 euros to Alnavi?",
        "In which months did we make more than 5 purchases at Alnavi?",
        "In which months was there a booking over 300 euros?",
        "In which months did we spend more than in May 2026?",
        "In which month will we spend more than 300 euros?",
        "In which months did we not spend more than 300 euros on groceries?",
        "Which months were over budget by 300 euros?",
        "which year cost more than 2025",
        "In which months did the balance exceed 3000 euros?",
        "In which months did I save more than 300 euros?",
        "Which months did each of us spend more than 300 euros?",
        "In welchen Monaten war eine Rechnung über 100 Euro?",
        "In welchen Monaten lag der Kontostand unter 1000 Euro?",
        "Quels mois le solde a-t-il dépassé 1000 euros ?",
        "Quel mois a-t-on fait un achat de plus de 300 euros ?",
    ],
)
def test_what_bounds_no_sum_of_a_month_gives_no_figure(question: str) -> None:
    plan = read(question, TODAY)
    assert (plan.kind, as_ledger(plan)) == ("lookup", ())


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("How many Uber trips did we take in 2025?", ("uber",)),
        ("how much did we spend on uber rides in 2025", ("uber",)),
        ("Uber and Lyft in 2025: how much did we spend?", ("lyft", "uber")),
        ("What did we spend at Made in 2025?", ("made",)),
        ("was haben wir bei about you ausgegeben", ("about", "you")),
        ("wie viel hat uns about you erstattet", ("about", "you")),
        ("on a dépensé combien en mai", ()),
        ("Was haben wir 2025 bei About You ausgegeben?", ("about", "you")),
        ("Was haben wir 2025 bei About You ausgegeben, Retouren abgezogen?", ("about", "you")),
        ("Combien avons-nous payé à Uber en mai ?", ("uber",)),
        ("Wie oft haben wir 2025 Uber bezahlt?", ("uber",)),
        ("was haben wir über Ostern 2025 ausgegeben", ()),
        ("How Much Did We Spend In The Last Month", ()),
        ("Wie viel haben Wir im Mai ausgegeben?", ()),
    ],
)
def test_a_name_that_is_spelled_as_small_words_is_one(question: str, topic: tuple[str, ...]) -> None:
    plan = read(question, TODAY)
    assert (plan.topic, plan.kind in {"sum", "count"}) == (topic, True)


def test_an_article_before_a_weekday_begins_no_time() -> None:
    plan = read("Dépenses des vendredis de septembre 2026", TODAY)
    assert (plan.since, plan.until, plan.weekdays) == (date(2026, 9, 1), date(2026, 9, 30), (5,))
