"""What a question says and no plan holds: no figure is given that passes it over."""

from __future__ import annotations

from datetime import date

import pytest

from pkm.answer.planning.plan import Plan, read
from pkm.answer.planning.presumed import as_ledger

TODAY = date(2026, 11, 20)


def is_put_to_documents(question: str) -> bool:
    """Whether no bookings are added up, not even where documents do not tell."""
    plan = read(question, TODAY)
    return plan.kind == "lookup" and not as_ledger(plan)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (
            "How much did we {} spend on fuel in 2025?",
            "second still once half more less lately recently before soon instead previously",
        ),
        ("How much did we spend on {} fuel in 2025?", "cheap expensive new other another no less more the-same most-of-the no-more"),
        ("Wie viel haben wir 2025 {} für Benzin ausgegeben?", "weniger mehr sonst noch neulich vorher nachher anfangs-noch halb-so-viel"),
        ("Wie viel haben wir 2025 für {} Benzin ausgegeben?", "teures billiges anderes weiteres neues das-erste das-letzte halbes wenig-anderes"),
        ("Combien avons-nous dépensé {} en essence en 2025 ?", "encore de-plus de-moins récemment trop avant ailleurs une-fois chaque-fois"),
        ("Combien avons-nous dépensé en 2025 pour {} essence ?", "une-autre la-première la-deuxième chaque la-moitié-de-l' une-nouvelle"),
    ],
)  # fmt: skip
def test_a_word_that_narrows_is_never_passed_over(question: str, words: str) -> None:
    assert not is_put_to_documents(question.replace("{} ", ""))
    told = [question.format(each.replace("-", " ")) for each in words.split()]
    assert [each for each in told if not is_put_to_documents(each)] == []


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (
            "How much did we spend on fuel in 2025{}?",
            ", in-person|, in-big-shops|, on-trips|, by-hand|, for-me|, with-my-own-money|, with-the-phone|, with-cash|, in-cash",
        ),
        ("Wie viel haben wir 2025{} für Benzin ausgegeben?", " im-Laden| in-großen-Läden| nur-für-mich| mit-dem-Handy"),
        ("Combien avons-nous dépensé en essence en 2025{} ?", " en-magasin| pour-moi| avec-le-téléphone| en-liquide"),
    ],
)  # fmt: skip
def test_what_a_preposition_ties_to_a_question_is_never_passed_over(question: str, words: str) -> None:
    assert not is_put_to_documents(question.format(""))
    told = [question.format(each.replace("-", " ")) for each in words.split("|")]
    assert [each for each in told if not is_put_to_documents(each)] == []


@pytest.mark.parametrize(
    "question",
    [
        "How much did we spend in total on fuel in 2025, per month?",
        "List what we spent on fuel in 2025 for me",
        "How much did we spend on stuff in October?",
        "How much cash did we withdraw in cash in 2025?",
        "Was haben wir 2025 im Schnitt pro Monat mit der Karte für Benzin bezahlt?",
        "Combien avons-nous dépensé en essence avec la carte en 2025 ?",
        "How much did we spend on restaurants together with groceries in 2025?",
    ],
)
def test_what_only_measures_may_stand_behind_a_preposition(question: str) -> None:
    assert not is_put_to_documents(question)


@pytest.mark.parametrize(
    "question",
    [
        "How much of the money that we spent in October was mine?",
        "Combien de l'argent dépensé en octobre était à moi ?",
        "How much can we spend on restaurants in 2026?",
        "How much did we want to spend on groceries in October?",
        "Was können wir im Monat für Restaurants ausgeben?",
        "Combien peut-on dépenser au restaurant par mois ?",
        "How much do people spend on groceries per month?",
        "How much does a typical family spend on groceries a month?",
        "Was geben die Leute im Monat für Lebensmittel aus?",
        "How many things did we buy in October?",
        "How much time did we spend in restaurants this year?",
        "How much electricity did we use in 2025?",
        "Ist das viel, was wir für Lebensmittel ausgeben?",
        "How much did we spend in the month with the highest electricity bill?",
        "Was haben wir in dem Monat mit der höchsten Stromrechnung ausgegeben?",
        "Combien avons-nous dépensé le mois où l'électricité était la plus chère ?",
        "Online, what did we spend in September?",
        "Why did we spend 300 euros on fuel in 2025?",
        "Who spent the money on fuel in October 2026?",
        "How much did she spend at Alnavi in October 2026?",
        "How much did the 3 children spend in 2025?",
        "How many months did we pay for the gym in 2025?",
        "How much did we spend the week of Ruth's birthday?",
        "How much did we spend a while after the move on furniture?",
        "at what time do we usually shop at Alnavi",
        "um wie viel uhr zahlen wir im schnitt bei Alnavi",
        "à quelle heure payons-nous d'habitude chez Alnavi",
        "And the month before?",
        "What about September?",
        "Und im Jahr davor?",
        "Et le mois d'avant ?",
        "How much did we spend in the last week of the holidays?",
        "What did we spend on the last day of each month in 2025?",
        "Was haben wir im letzten Monat des Urlaubs ausgegeben?",
        "Wo haben wir wie viel ausgegeben und wann war das?",
        "restaurants in october, groceries in september",
        "Wie viel für Strom im August und Internet im September?",
        "groceries each october",
        "groceries around the 10th of october",
        "How much under 600 euros were groceries in October?",
        "How much did we spend by myself on groceries in October?",
        "How much did they spend on groceries in October?",
        "Was haben wir im Oktober von seinem Konto für Lebensmittel ausgegeben?",
        "Combien ont-ils dépensé en courses en octobre ?",
        "Wie viel von der Miete im Oktober war meine?",
        "ma part des courses d'octobre",
        "What did we spend on groceries that I don't remember in October?",
        "Was haben wir im Oktober für Lebensmittel ausgegeben, als wir weg waren?",
        "restaurant bills in july when the kids were with us",
        "How much did we spend on groceries in October at the most expensive shop?",
        "welcher Supermarkt ist am billigsten",
        "How much did the second largest payee get in 2025?",
        "average of groceries and restaurants in october",
        "double the groceries of october",
        "last grocery bill before christmas",
        "largest restaurant bill in 2026 per week",
        "which restaurant got the most money in 2026 by month",
        "Wie viel Geld hätten wir, wenn wir nie essen gegangen wären?",
    ],
)
def test_what_no_plan_holds_gives_no_figure(question: str) -> None:
    assert is_put_to_documents(question)


@pytest.mark.parametrize(
    ("question", "since", "topic"),
    [
        ("In May 2026 can you tell me how much we spent on groceries?", date(2026, 5, 1), ("grocer",)),
        ("At Alnavi, remind me how much we spent in 2025", date(2025, 1, 1), ("alnavi",)),
        ("Fürs Gemeinschaftskonto, sag mir bitte wie viel wir 2025 ausgegeben haben", date(2025, 1, 1), ("gemeinschaftskonto",)),
        ("Chez Alnavi, tu peux me dire combien on a dépensé en 2025 ?", date(2025, 1, 1), ("alnavi",)),
    ],
)  # fmt: skip
def test_what_stands_before_a_wish_to_know_is_a_part_of_the_question(
    question: str, since: date, topic: tuple[str, ...]
) -> None:
    plan: Plan = read(question, TODAY)
    assert (plan.kind, plan.since, plan.topic) == ("sum", since, topic)


@pytest.mark.parametrize(
    ("question", "without"),
    [
        ("What did we spend in May 2026, apart from rent and insurance?", (("rent",), ("insuranc",))),
        ("Ausgaben im Mai 2026 außer Miete", (("miet",),)),
        ("Wie viel für Restaurants 2026, Zum Anker nicht mitgerechnet?", (("anker",),)),
        ("dépenses de mai 2026 hors loyer, assurances et essence", (("loyer",), ("assuranc",), ("essenc",))),
        ("How much did we spend in 2025 without Elektro Zander?", (("elektro", "zand"),)),
    ],
)
def test_what_is_left_out_is_named(question: str, without: tuple[tuple[str, ...], ...]) -> None:
    assert read(question, TODAY).without == without


@pytest.mark.parametrize(
    "question",
    [
        "What did we spend in May 2026 without the two largest?",
        "Median of our expenses in 2025 without rent",
        "What is our balance without the savings account?",
        "How much would we spend without the car?",
        "Ausgaben im Mai 2026 ohne die teuerste",
    ],
)
def test_what_is_left_out_otherwise_gives_no_figure(question: str) -> None:
    assert is_put_to_documents(question)


@pytest.mark.parametrize(
    ("question", "days"),
    [
        ("Wie viel haben wir im Oktober außer sonntags für Lebensmittel ausgegeben?", (1, 2, 3, 4, 5, 6)),
        ("Wie viel haben wir im Oktober außer am Wochenende für Lebensmittel ausgegeben?", (1, 2, 3, 4, 5)),
        ("groceries in october except on sundays", (1, 2, 3, 4, 5, 6)),
        ("courses en octobre sauf le samedi", (1, 2, 3, 4, 5, 7)),
    ],
)
def test_days_of_the_week_that_are_left_out_leave_the_others(question: str, days: tuple[int, ...]) -> None:
    plan = read(question, TODAY)
    plan = next(iter(as_ledger(plan)), plan)
    assert (plan.weekdays, plan.without) == (days, ())
    assert plan.topic


@pytest.mark.parametrize(
    "question",
    ["groceries in october 2024 and 2025", "Lebensmittel Oktober 2025 im Vergleich zu 2024", "courses en octobre 2025, comparé à 2024"],
)  # fmt: skip
def test_a_year_beside_the_month_of_another_is_the_same_month_of_it(question: str) -> None:
    plan = read(question, TODAY)
    plan = next(iter(as_ledger(plan)), plan)
    assert (plan.since, plan.versus and plan.versus.since) == (date(2025, 10, 1), date(2024, 10, 1))


def test_what_is_paid_now_is_no_average_of_all_times() -> None:
    assert read("What is FitTreff taking from us per month now?", TODAY).kind == "recurring"


def test_an_account_is_named_by_its_number_in_parts() -> None:
    plan = read("How much did I spend on account 1291.99.348 in June 2011?", TODAY)
    assert (plan.kind, plan.topic) == ("sum", ("1291", "348"))
