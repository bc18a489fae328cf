"""What is held against each other: a part and its whole, an income and what is taken off it, one thing and another."""

from __future__ import annotations

from datetime import date

import pytest

from pkm.answer.language import content
from pkm.answer.planning.plan import read
from pkm.answer.planning.presumed import as_ledger

TODAY = date(2026, 11, 20)


def plan_of(question: str) -> tuple[str, set[str], list[set[str]], str | None]:
    """Kind, topic, what it is held against, and where that money goes."""
    plan = read(question, TODAY)
    if plan.kind == "lookup":
        plan = next(iter(as_ledger(plan)), plan)
    if plan.against is None:
        return plan.kind, set(plan.topic), [], None
    return plan.kind, set(plan.topic), [set(each) for each in plan.against.things], plan.against.direction


@pytest.mark.parametrize(
    ("question", "topic", "whole", "direction"),
    [
        ("What share of our spending in 2025 was rent?", "rent", "", "out"),
        ("What percentage of October's outgoings went on rent?", "rent", "", "out"),
        ("rent 2025 as a percentage of income", "rent", "", "in"),
        ("How much of my salary goes on rent?", "rent", "salary", "in"),
        ("How much of October's spending was Martin's?", "martin", "", "out"),
        ("What share of our grocery spending went to Alnavi in 2025?", "alnavi grocery", "grocery", "out"),
        ("What share of what we earned in 2025 went on fuel?", "fuel", "", "in"),
        ("How much of my income did I spend in 2026?", "", "", "in"),
        ("wieviel prozent der Ausgaben 2025 war Miete?", "Miete", "", "out"),
        ("Wie viel Prozent meines Einkommens geht für Miete drauf?", "Miete", "", "in"),
        ("Anteil Lebensmittel an den Gesamtausgaben im Oktober 2026", "Lebensmittel", "", "out"),
        ("Welcher Anteil der Lebensmittelausgaben ging 2025 an Alnavi?", "Alnavi Lebensmittel", "Lebensmittel", "out"),
        ("Mietanteil am Nettoeinkommen 2025", "Miete", "", "in"),
        ("Wie viel vom Gehalt geht für Strom drauf?", "Strom", "Gehalt", "in"),
        ("part des courses dans les dépenses d'octobre 2026", "courses", "", "out"),
        ("Quel pourcentage de nos dépenses 2025 est parti en loyer ?", "loyer", "", "out"),
        ("Quelle est la part du loyer dans nos dépenses de 2025 ?", "loyer", "", "out"),
        ("Quelle part de mon salaire passe dans le loyer ?", "loyer", "salaire", "in"),
    ],
)
def test_a_share_has_a_part_and_a_whole(question: str, topic: str, whole: str, direction: str) -> None:
    told = [set(content(whole))] if whole else []
    assert plan_of(question) == ("share", set(content(topic)), told, direction)


@pytest.mark.parametrize(
    ("question", "on_card"),
    [
        ("What share of the card spending in August 2026 was travel?", True),
        ("Wie viel Prozent der Kartenausgaben im August 2026 waren Reisen?", True),
        ("What share of our spending in August 2026 was travel?", False),
    ],
)
def test_a_share_may_be_of_what_the_card_paid(question: str, on_card: bool) -> None:
    plan = read(question, TODAY)
    assert (plan.kind, plan.on_card) == ("share", on_card)


@pytest.mark.parametrize(
    ("question", "income", "things"),
    [
        ("What's left of the salary after rent in October 2026?", "salary", ("rent",)),
        ("What is left of my salary after rent and insurance?", "salary", ("rent", "insurance")),
        ("income minus rent in 2025", "", ("rent",)),
        ("What's left after rent and groceries in October 2026?", "", ("rent", "groceries")),
        ("wieviel bleibt vom gehalt nach miete und strom im oktober 2026", "gehalt", ("miete", "strom")),
        ("Einkommen abzüglich Miete 2025", "", ("Miete",)),
        ("If you take the rent off the salary for September 2026, what remains?", "salary", ("rent",)),
        ("qu'est-ce qu'il reste du salaire d'octobre 2026 une fois le loyer payé", "salaire", ("loyer",)),
        ("revenus moins le loyer en 2025", "", ("loyer",)),
    ],
)
def test_of_an_income_things_are_taken_off(question: str, income: str, things: tuple[str, ...]) -> None:
    assert plan_of(question) == ("cashflow", set(content(income)), [set(content(each)) for each in things], "out")


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("How much more did we spend on restaurants than on fuel in Q3 2026?", "restaurants", "fuel"),
        ("How much did I spend on restaurants compared with fuel last year?", "restaurants", "fuel"),
        ("Did we spend more on groceries or restaurants last month?", "groceries", "restaurants"),
        ("Did Ruth or Martin spend more last month?", "ruth", "martin"),
        ("Compare groceries and restaurants in October 2026", "groceries", "restaurants"),
        ("Haben wir 2025 mehr für Miete oder für Strom ausgegeben?", "Miete", "Strom"),
        ("restaurants gegen lebensmittel im oktober 2026, unterschied?", "restaurants", "lebensmittel"),
        ("um wieviel höher waren im oktober 2026 die lebensmittel als die restaurants", "lebensmittel", "restaurants"),
        ("combien on a dépensé de plus en restaurants qu'en essence au 3e trimestre 2026", "restaurants", "essence"),
        ("de combien les courses dépassent les restos en octobre 2026", "courses", "restos"),
    ],
)
def test_two_things_are_held_against_each_other(question: str, one: str, other: str) -> None:
    assert plan_of(question)[:3] == ("compare", set(content(one)), [set(content(other))])


@pytest.mark.parametrize(
    "question",
    [
        "What percentage of the total was rent in 2025?",
        "How much of my income was there in 2025?",
        "What share of my gross salary goes on rent?",
        "What share of my income should go on rent?",
        "What percentage of spending in 2025 was not rent?",
        "What share of spending went on rent in each month of 2025?",
        "What share of our spending was over 100 euros in 2025?",
        "What is our income after tax in 2025?",
        "What was our salary after the rent increase in 2025?",
        "What percentage of my salary is left after rent?",
        "How often did we go to Alnavi or Zander more than 50 euros?",
        "Which of our payments to Alnavi or Zander was more expensive than 80 euros?",
        "Did we go more often to Alnavi or Zander in 2025?",
        "Did we spend more on fuel in May or on groceries in June 2026?",
        "Did Ruth spend more on groceries at Alnavi or at Zander in 2025 than Martin?",
    ],
)
def test_what_cannot_be_held_against_something_gives_no_figure(question: str) -> None:
    plan = read(question, TODAY)
    assert (plan.kind, as_ledger(plan)) == ("lookup", ())


@pytest.mark.parametrize(
    ("question", "one", "other", "per"),
    [
        ("how much more is FiberFunk a month than Mobilis", "FiberFunk", "Mobilis", "month"),
        ("How much dearer is the gym a year than the phone?", "gym", "phone", "year"),
        ("How much more do we pay for electricity than for internet per month?", "electricity", "internet", "month"),
        ("Wie viel kostet FiberFunk im Monat mehr als Mobilis?", "FiberFunk", "Mobilis", "month"),
        ("Um wie viel teurer ist FiberFunk im Jahr als Mobilis?", "FiberFunk", "Mobilis", "year"),
        ("FiberFunk coûte combien de plus que Mobilis par mois ?", "FiberFunk", "Mobilis", "month"),
        ("Combien coûte FiberFunk de plus par mois que Mobilis ?", "FiberFunk", "Mobilis", "month"),
    ],
)
def test_what_one_thing_costs_more_than_another_now(question: str, one: str, other: str, per: str) -> None:
    assert plan_of(question) == ("recurring", set(content(one)), [set(content(other))], "out")
    assert read(question, TODAY).per == per


@pytest.mark.parametrize(
    "question",
    [
        "How much more is FiberFunk than Mobilis?",
        "How much more is FiberFunk a month than Mobilis and Filmothek?",
        "FiberFunk costs more a month than Mobilis, why?",
        "Is FiberFunk more a month than Mobilis?",
        "How much more is it a month?",
        "How much more than Mobilis a month would FiberFunk have to cost?",
        "How much more could we pay a month for rent than for fuel?",
        "how much more a month is rent and electricity than salary",
        "Combien FiberFunk coûterait-il de plus par mois que Mobilis ?",
    ],
)
def test_what_is_not_told_of_two_things_now_gives_no_figure(question: str) -> None:
    plan = read(question, TODAY)
    assert (plan.kind, as_ledger(plan)) == ("lookup", ())


@pytest.mark.parametrize(
    ("question", "group", "since", "until"),
    [
        ("rent 2024 vs 2025 vs 2026", "year", date(2024, 1, 1), date(2026, 12, 31)),
        ("compare groceries in Q1, Q2 and Q3 2026", "quarter", date(2026, 1, 1), date(2026, 9, 30)),
        ("rent in August, September and October 2026 compared", "month", date(2026, 8, 1), date(2026, 10, 31)),
        ("Miete 2024 gegen 2025 gegen 2026", "year", date(2024, 1, 1), date(2026, 12, 31)),
        ("loyer 2024 contre 2025 contre 2026", "year", date(2024, 1, 1), date(2026, 12, 31)),
    ],
)
def test_more_than_two_times_in_a_row_are_told_one_by_one(question: str, group: str, since: date, until: date) -> None:
    plan = read(question, TODAY)
    assert (plan.kind, plan.group, plan.since, plan.until) == ("sum", group, since, until)
    assert plan.topic


@pytest.mark.parametrize(
    "question",
    [
        "rent 2024 and 2025 vs 2026",
        "Was rent higher in 2024 than in 2025 and 2026?",
        "rent 2022 vs 2024 vs 2026",
        "rent in May 2024 vs May 2025 vs May 2026",
        "average rent 2024 vs 2025 vs 2026",
        "largest bill 2024 vs 2025 vs 2026",
        "balance 2024 vs 2025 vs 2026",
        "difference between 2024, 2025 and 2026 for rent",
        "rent 2024 vs May 2025 vs 2026",
        "income vs spending 2024 vs 2025 vs 2026",
    ],
)
def test_other_times_than_these_give_no_figure(question: str) -> None:
    plan = read(question, TODAY)
    assert (plan.kind, as_ledger(plan)) == ("lookup", ())


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("Do we spend more on groceries or restaurants?", "groceries", "restaurants"),
        ("Geben wir mehr für Lebensmittel oder Restaurants aus?", "Lebensmittel", "Restaurants"),
        ("Gebe ich weniger für Benzin oder für Strom aus?", "Benzin", "Strom"),
        ("Dépensons-nous plus en courses ou en restaurants ?", "courses", "restaurants"),
        ("On dépense plus en courses ou au restaurant ?", "courses", "restaurant"),
    ],
)
def test_of_two_things_that_are_paid_for_again_and_again_the_dearer_is_told(
    question: str, one: str, other: str
) -> None:
    assert plan_of(question) == ("compare", set(content(one)), [set(content(other))], "out")
    assert read(question, TODAY).since is None


@pytest.mark.parametrize(
    "question",
    [
        "Do we spend more on groceries or restaurants than last year?",
        "Geben wir mehr für Lebensmittel oder Restaurants aus als letztes Jahr?",
        "Geben wir mehr für Lebensmittel, Restaurants oder Benzin aus?",
        "Geben wir öfter für Lebensmittel oder Restaurants Geld aus?",
        "Sollten wir mehr für Lebensmittel oder Restaurants ausgeben?",
        "Geben die Nachbarn mehr für Strom oder Gas aus?",
        "Geben wir im Mai oder im Juni mehr aus?",
        "Geben wir mehr oder weniger aus?",
        "Haben wir mehr oder weniger ausgegeben?",
        "Dépensons-nous plus ou moins en courses ?",
    ],
)
def test_what_is_no_choice_of_two_things_gives_no_figure(question: str) -> None:
    plan = read(question, TODAY)
    assert (plan.kind, as_ledger(plan)) == ("lookup", ())


@pytest.mark.parametrize(
    "question",
    [
        "Is our rent higher than in summer 2024?",
        "How much more do we pay on rent than in summer 2024?",
        "Zahlen wir mehr Miete als zwischen Mai und August 2025?",
        "Did we spend more on food than in the last 90 days?",
    ],
)
def test_what_a_time_is_held_against_is_not_made_up(question: str) -> None:
    assert read(question, TODAY).kind == "lookup"


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("Lyft vs Bolt in 2025", "Lyft", "Bolt"),
        ("groceries versus restaurants in May", "groceries", "restaurants"),
        ("Coop oder Migros, wo lassen wir mehr Geld dieses Jahr?", "Coop", "Migros"),
        ("Migros contre Coop en 2025", "Migros", "Coop"),
        ("Migros ou Coop, où est-ce qu'on dépense le plus en 2025 ?", "Migros", "Coop"),
    ],
)
def test_two_things_in_short_are_held_against_each_other(question: str, one: str, other: str) -> None:
    assert plan_of(question) == ("compare", set(content(one)), [set(content(other))], "out")


def test_two_times_in_short_are_no_things() -> None:
    plan = read("June vs July", TODAY)
    assert (plan.kind, plan.topic, plan.against, plan.versus is not None) == ("compare", (), None, True)


@pytest.mark.parametrize(
    ("question", "either", "group"),
    [
        ("rent plus childcare in 2025", (("rent",), ("childcar",)), None),
        ("Les trois plus gros bénéficiaires en 2025", (), "counterparty"),
    ],
)
def test_plus_joins_two_things_and_ranks_in_french(
    question: str, either: tuple[tuple[str, ...], ...], group: str | None
) -> None:
    plan = as_ledger(read(question, TODAY))[0]
    assert (plan.either, plan.group) == (either, group)
