"""Messages that go on with the questions before them, and those that do not."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest

from pkm.answer import phrases
from pkm.answer.conversation import Exchange, Standalone, restated, standalone
from pkm.answer.courtesy import language_of_courtesy
from pkm.answer.follow_up import complete
from pkm.answer.generate import OpenAiCompatible
from pkm.answer.planning.presumed import read_apart
from tests.fake_llm import FakeLlm, serving

TODAY = date(2026, 11, 22)


def read_on(*messages: str) -> list[str]:
    """How each message is read."""
    before: list[Exchange] = []
    read = []
    for each in messages:
        read.append(restated(before, each, TODAY).question)
        before.append(Exchange(each, "…"))
    return read


@pytest.mark.parametrize(
    "chat",
    [
        (
            ("How much did we spend on groceries in March 2025?", "How much did we spend on groceries in March 2025?"),
            ("and in April?", "How much did we spend on groceries in April 2025?"),
            ("and the month before?", "How much did we spend on groceries in March 2025?"),
            ("What about restaurants?", "How much did we spend on restaurants in March 2025?"),
            ("and Rewe", "How much did we spend on Rewe in March 2025?"),
            ("same for 2024", "How much did we spend on Rewe for 2024?"),
            ("by month", "How much did we spend on Rewe for 2024 by month?"),
            ("only over 100 euros", "How much did we spend on Rewe for 2024 by month over 100 euros?"),
        ),
        (
            ("Wie viel haben wir im März für Strom ausgegeben?", "Wie viel haben wir im März für Strom ausgegeben?"),
            ("und im April?", "Wie viel haben wir im April für Strom ausgegeben?"),
            ("wie sieht es mit Restaurants aus?", "Wie viel haben wir im April für Restaurants ausgegeben?"),
            ("und bei Rewe?", "Wie viel haben wir im April bei Rewe ausgegeben?"),
            ("und ohne Miete?", "Wie viel haben wir im April bei Rewe ausgegeben ohne Miete?"),
            ("wie oft war das?", "Wie viele Zahlungen gab es bei Rewe im April ohne Miete?"),
        ),
        (
            ("Combien avons-nous dépensé en courses en mars ?", "Combien avons-nous dépensé en courses en mars ?"),
            ("et pour l'électricité ?", "Combien avons-nous dépensé pour l'électricité en mars ?"),
            ("et l'année dernière ?", "Combien avons-nous dépensé pour l'électricité l'année dernière ?"),
            ("et le plus gros ?", "Quel était le plus gros paiement pour l'électricité l'année dernière?"),
        ),
        (
            (
                "Show me all expenses from last month that were unusual.",
                "Show me all expenses from last month that were unusual.",
            ),
            ("and the one before?", "Show me all expenses in September 2026 that were unusual."),
            ("and in August?", "Show me all expenses in August 2026 that were unusual."),
        ),
        (
            ("How much did Anna spend in May?", "How much did Anna spend in May?"),
            ("and Ben?", "How much did Ben spend in May?"),
            ("and on clothes?", "How much did Ben spend in May on clothes?"),
        ),
        (
            ("What is the balance of the giro account?", "What is the balance of the giro account?"),
            ("and the savings account?", "What is the balance of the savings account?"),
            ("and in March?", "What is the balance of the savings account in March?"),
        ),
        (
            ("How much did we spend in March?", "How much did we spend in March?"),
            ("and what did we earn?", "what did we earn in March?"),
        ),
        (
            ("How often did we go to Tesco in October?", "How often did we go to Tesco in October?"),
            ("and how much did we spend there?", "how much did we spend at Tesco in October?"),
            ("and how much each time on average?", "How much did we spend each time on average at Tesco in October?"),
        ),
        (
            ("Wie oft waren wir im Dezember beim Bäcker?", "Wie oft waren wir im Dezember beim Bäcker?"),
            ("und was haben wir da ausgegeben?", "was haben wir bei Bäcker ausgegeben im Dezember?"),
            ("und wann zuletzt?", "Wann war die letzte Zahlung bei Bäcker im Dezember?"),
        ),
        (
            (
                "Combien de fois sommes-nous allés chez Lidl en octobre ?",
                "Combien de fois sommes-nous allés chez Lidl en octobre ?",
            ),
            ("et combien y avons-nous dépensé ?", "combien chez Lidl avons-nous dépensé en octobre?"),
        ),
        (
            ("What was the largest payment to Aldi in 2025?", "What was the largest payment to Aldi in 2025?"),
            ("and the second biggest?", "What was the second largest payment to Aldi in 2025?"),
        ),
        (
            ("Was war die größte Zahlung an Lidl 2025?", "Was war die größte Zahlung an Lidl 2025?"),
            ("und die zweitgrößte?", "Was war die zweitgrößte Zahlung an Lidl 2025?"),
        ),
        (
            ("groceries May 2025", "groceries May 2025"),
            ("and June?", "groceries in June 2025"),
        ),
        (
            ("When does the lease end?", "When does the lease end?"),
            ("and the deposit?", "the deposit (the lease)?"),
            ("when can I cancel it?", "when can I cancel it (the lease)?"),
            ("and the phone contract?", "when can I cancel it (the phone contract)?"),
        ),
        (
            ("Wann endet der Mietvertrag?", "Wann endet der Mietvertrag?"),
            ("Wie lang ist seine Frist?", "Wie lang ist seine Frist (der Mietvertrag)?"),
        ),
    ],
    ids=lambda chat: chat[0][0],
)
def test_what_a_message_leaves_out_was_said_before(chat: tuple[tuple[str, str], ...]) -> None:
    assert read_on(*(said for said, _ in chat)) == [meant for _, meant in chat]


@pytest.mark.parametrize(
    "said",
    [
        "groceries", "And who is the landlord?", "What is the WiFi password?", "How much did we spend on fuel in May?",
        "thanks!", "and who might that be?", "What was our largest expense in 2025?", "without December", "ohne den Dezember", "et sans décembre ?",
        "x" * 5000,
    ],
)  # fmt: skip
def test_what_stands_alone_or_makes_no_sense_stays_as_it_is(said: str) -> None:
    assert restated([Exchange("How much did we spend on groceries in March?", "…")], said, TODAY) == Standalone(said)


def test_thanks_and_what_was_not_understood_do_not_break_a_thread() -> None:
    asked = "How much did we spend on groceries in March?"
    assert read_on(asked, "thanks!", "and who might that be?", "and in April?")[-1] == asked.replace("March", "April")


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("thanks!", "en"), ("Danke schön", "de"), ("Bonjour !", "fr"), ("ok, merci beaucoup", "en"), ("What can you do?", "en"), ("Hilfe", "de"),
        ("thanks, and in April?", None), ("help line number", None), ("gut versichert?", None), ("", None), ("hello " * 20, None),
    ],
)  # fmt: skip
def test_courtesies_ask_nothing(said: str, language: str | None) -> None:
    assert language_of_courtesy(said) == language


def test_a_reply_to_which_contract_is_meant_is_part_of_the_question() -> None:
    asking = Exchange("When can I cancel the lease?", f"… {phrases.say('which_one', 'en')}")
    assert restated([asking], "the garage", TODAY) == Standalone("When can I cancel the lease? the garage")


def test_a_long_chat_is_followed_back_only_so_far() -> None:
    many = [Exchange("How much did we spend on groceries in March?", "…")] + [Exchange("thanks", "…")] * 3000
    assert restated(many, "and in April?", TODAY) == Standalone("and in April?")


@contextmanager
def model(says: str) -> Iterator[tuple[OpenAiCompatible, FakeLlm]]:
    """A model that makes this of whatever it is shown."""

    def reply(_: dict[str, Any]) -> str:
        return json.dumps({"question": says})

    with serving(FakeLlm(reply)) as fake:
        yield OpenAiCompatible(fake.url), fake


@pytest.mark.parametrize(
    ("made", "read"),
    [
        ("Who is the landlord of the flat in Hamburg?", Standalone("Who is the landlord of the flat in Hamburg?", is_restated=True)),
        ("Who is the landlord of the flat in Munich?", Standalone("and who owns it, the landlord?")),
        ("and who owns it, the landlord?", Standalone("and who owns it, the landlord?")),
        ("", Standalone("and who owns it, the landlord?")),
    ],
)  # fmt: skip
def test_a_model_may_only_say_again_what_was_said(made: str, read: Standalone) -> None:
    before = [Exchange("How large is the flat in Hamburg?", "a secret of the documents")]
    with model(made) as (generator, fake):
        found = asyncio.run(standalone(before, "and who owns it, the landlord?", TODAY, generator))
    assert found == read
    assert "secret" not in json.dumps(fake.requests)


def test_no_model_is_asked_where_the_rules_know_or_nothing_is_left_out() -> None:
    before = [Exchange("How much did we spend on groceries in March?", "…")]
    with model("anything") as (generator, fake):
        for said in ("and in April?", "When does the lease of the flat in Hamburg end?"):
            asyncio.run(standalone(before, said, TODAY, generator))
        asyncio.run(standalone([], "and what about it?", TODAY, generator))
    assert fake.requests == []


@pytest.mark.parametrize(
    ("question", "second"),
    [
        ("How much did we spend on groceries in October and how much on fuel?", "How much did we spend on fuel in October"),
        ("How often did we go to Tesco in October and how much did we spend there?", "how much did we spend at Tesco in October?"),
        ("How much did we pay DFS in total and when was the last payment?", "When was the last payment DFS?"),
        ("How many visits to Tesco in October and how much per visit?", "How much did we spend per visit to Tesco in October?"),
        ("Wie oft waren wir im Mai bei Lidl und wie viel haben wir pro Besuch ausgegeben?", "Wie viel haben wir ausgegeben pro Besuch bei Lidl im Mai?"),
        ("How much did we pay Netflix in 2026 and since when do we pay it?", "When was the first payment Netflix?"),
        ("Combien avons-nous payé chez Lidl en mai et quand pour la dernière fois ?", "Quand a eu lieu le dernier paiement chez Lidl en mai"),
        ("Wie viel haben wir im Dezember bei Rewe ausgegeben und wie viel bei Lidl?", "Wie viel haben wir im Dezember bei Lidl"),
    ],
)  # fmt: skip
def test_the_second_of_two_questions_goes_on_with_the_first(question: str, second: str) -> None:
    both = read_apart(question, TODAY)
    assert both is not None
    told = complete(both, TODAY)
    assert (told.stands, told.second.question.startswith(second)) == (True, True)


def test_what_asks_anew_is_no_other_thing_of_the_same_question() -> None:
    both = read_apart("How much did we pay Octopus in May, and what is the tariff?", TODAY)
    assert both is not None
    assert complete(both, TODAY) == both
