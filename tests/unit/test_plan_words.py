"""Amounts, slips of the pen, and words that look like words of money and are what was paid for."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pkm.answer.language import SYNONYMS, content
from pkm.answer.planning import amounts
from pkm.answer.planning.plan import Plan, QuestionKind, read
from pkm.answer.planning.presumed import as_ledger
from pkm.answer.planning.wording import LEDGER, NOISE, WEAK_STEMS, mend
from pkm.ledger.words import fold

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "least", "most", "excluded"),
    [
        ("over 100 euros", "100", None, True),
        ("at least 100 euros", "100", None, False),
        ("100 € oder mehr", "100", None, False),
        ("ab 50 Euro", "50", None, False),
        ("mehr als 1.000,50", "1000.50", None, True),
        ("more than 1,000.50", "1000.50", None, True),
        ("plus de 1 000,50 €", "1000.50", None, True),
        ("above 2000 in May", "2000", None, True),
        ("moins de 20 €", None, "20", True),
        ("höchstens 20 €", None, "20", False),
        ("up to £20", None, "20", False),
        ("bis 50 Euro", None, "50", False),
        ("zwischen 50 und 80 €", "50", "80", False),
        ("between 80 and 50 euros", "50", "80", False),
        ("von 50 bis 80 Euro", "50", "80", False),
        ("50-80 €", "50", "80", False),
        ("around 100 dollars", "90", "110", False),
        ("over a hundred euros", "100", None, True),
        ("over 2k", "2000", None, True),
    ],
)
def test_bounds(text: str, least: str | None, most: str | None, excluded: bool) -> None:
    found = amounts.find(text)
    assert (found.least, found.most) == (least and Decimal(least), most and Decimal(most))
    assert found.excluded == excluded
    assert found.exact is None


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("the payment of 129.90", "129.90"),
        ("die Abbuchung von 1.129,90", "1129.90"),
        ("le paiement de 59,99 €", "59.99"),
        ("the 240 euro payment", "240"),
        ("that €5 charge", "5"),
        ("minus -12,50 EUR", "12.50"),
        ("5,- Euro", "5"),
    ],
)
def test_the_very_amount(text: str, amount: str) -> None:
    assert amounts.find(text).exact == Decimal(amount)


@pytest.mark.parametrize(
    "text",
    [
        "between 2024 and 2025",
        "between 3 and 15 March",
        "more than 3 times",
        "over the last 90 days",
        "over 3 months",
        "am 03.05.2025",
        "am 12.10 gezahlt",
        "invoice 4711",
        "more than 20 purchases",
        "at 12.30 Uhr",
        "over 50 %",
        "Bargeld in Euro 2025",
        "spending in GBP 2026",
        "the last 3 payments",
    ],
)
def test_what_is_no_amount(text: str) -> None:
    assert amounts.find(text) == amounts.Amounts()


@pytest.mark.parametrize(
    ("question", "own", "meant"),
    [
        ("plus de 100 $", ["CAD"], "CAD"), ("over 100 dollars", ["USD", "EUR"], "USD"), ("over $100", ["EUR"], "USD"),
        ("plus de 100 $", ["CAD", "USD"], None), ("over 100 US dollars", ["CAD"], "USD"),
    ],
)  # fmt: skip
def test_dollars_are_those_that_the_household_has(question: str, own: list[str], meant: str | None) -> None:
    assert amounts.own_dollar(question, amounts.currency_of(question), own) == meant


def test_a_round_payment_is_an_amount() -> None:
    assert amounts.find("Which invoice belongs to the payment of 1486?").exact == Decimal(1486)
    assert amounts.find("the lease of 1986").exact is None


@given(st.decimals(1, 99999, places=2), st.sampled_from(["en", "de", "fr"]))
def test_an_amount_is_read_as_each_language_writes_it(amount: Decimal, language: str) -> None:
    from babel.numbers import format_currency

    written = format_currency(amount, "EUR", locale=language)
    assert amounts.find(f"the payment of {written} to somebody").exact == amount, written


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Febuary", "February"),
        ("Setpember", "September"),
        ("unusal", "unusual"),
        ("tranactions", "transactions"),
        ("spnet", "spent"),
    ],
)
def test_a_slip_is_put_right(written: str, meant: str) -> None:
    assert mend(f"all the {written} there") == f"all the {meant} there"


@pytest.mark.parametrize(
    "question",
    [
        "How much did we pay for chargers?",
        "What changed in the summer?",
        "How much did we spend at Spender?",
        "Wie viel haben wir bei Zahlmann bezahlt?",
        "How much for the savings book of Averagius?",
        "Payments to Marzo and Aprilia",
    ],
)
def test_what_may_be_a_word_of_its_own_is_left_as_it_is(question: str) -> None:
    assert mend(question) == question


@pytest.mark.parametrize("words", [sorted(each) for each in LEDGER.values()])
def test_words_of_money_are_no_slips_of_each_other(words: list[str]) -> None:
    for word in words:
        assert mend(f"x {word} y") == f"x {word} y"


THINGS = """books games orders coffee clothes shoes furniture hairdresser cinema concerts gifts flowers pets toys daycare courses lessons
sports swimming hotels flights parking tolls repairs tyres glasses medicine takeaway snacks wine newspapers magazines software domains
television mortgage loans interest fees charges fines donations charity tools gardening building renovation cleaning laundry moving
storage postage printing electronics household family camping tickets lottery jewelry chargers meals visits savings bookshop"""


@pytest.mark.parametrize("thing", THINGS.split())
def test_what_was_paid_for_is_never_taken_for_a_word_of_money(thing: str) -> None:
    """An empty topic is a sum of everything: the worst of wrong answers."""
    for question in (f"How much did we spend on {thing} in 2025?", f"How much did we spend at {thing} in 2025?"):
        plan = read(question, TODAY)
        assert (plan.kind, plan.topic) == ("sum", tuple(content(thing))), question


@pytest.mark.parametrize("line", SYNONYMS)
def test_no_household_word_is_lost(line: str) -> None:
    for word in line.split():
        if fold(word) in NOISE or set(content(word)) <= WEAK_STEMS:
            continue
        plan = read(f"How much did we spend on {word} in 2025?", TODAY)
        narrows = line.startswith(("increase", "share"))  # which no sum holds
        assert plan.kind in ({"lookup", "sum"} if narrows else {"sum", "recurring", "price_changes"}), word
        assert plan.topic or plan.kind != "sum", word


@given(st.text(max_size=80))
def test_any_question_has_a_plan_that_can_be_shown(question: str) -> None:
    plan = read(question, TODAY)
    assert plan.to_json()["question"] == question
    assert plan.as_lookup().kind == "lookup"
    as_ledger(plan)


def test_every_kind_and_key_of_a_plan_is_documented_and_the_examples_are_true() -> None:
    text = (Path(__file__).parents[2] / "docs" / "questions.md").read_text(encoding="utf-8")
    kinds, keys = (part.split("\n\n")[0] for part in text.split("|---|---|\n")[1:])
    examples = {kind: said.split(" · ") for kind, said in re.findall(r"^\| `(\w+)` \| (.*) \|$", kinds, re.MULTILINE)}
    assert set(examples) == set(get_args(QuestionKind))
    for kind, questions in examples.items():
        for question in questions:
            assert read(question, TODAY).kind == kind, question
    told = {name for line in keys.splitlines() for name in re.findall(r"`(\w+)`", line.split("|")[1])}
    assert told == {each.name for each in fields(Plan)} - {"kind"}


@pytest.mark.parametrize("word", ["me ", "te ", "j'aimerais ", "'s ", "of the  ", "on a "])
def test_a_word_that_is_repeated_without_end_is_read_in_one_way_only(word: str) -> None:
    """Two ways to read each of 500 words would be 2 to the 500th ways to read them all."""
    assert read(word * 500 + "how much did we spend on fuel?", TODAY).kind == "sum"
