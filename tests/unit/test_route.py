"""From which account of one's own to which money was moved, as a question says it."""

from __future__ import annotations

from datetime import date

import pytest

from pkm.answer.language import content
from pkm.answer.planning.plan import read
from pkm.answer.planning.presumed import as_ledger

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("question", "whence", "whither"),
    [
        ("how much did I move from giro to savings in March", "giro", "savings"),
        ("How much went over from the giro to the joint account in the first half of 2026?", "giro", "joint"),
        ("How much money did we transfer out of the giro account into the joint account in 2025?", "giro", "joint"),
        ("When did I last move money from giro to savings?", "giro", "savings"),
        ("How often did I transfer money to savings from the joint account in 2025?", "joint", "savings"),
        ("was ging 2025 vom girokonto aufs gemeinschaftskonto", "girokonto", "gemeinschaftskonto"),
        ("Wie viel habe ich 2025 vom Giro aufs Sparkonto überwiesen?", "Giro", "Sparkonto"),
        ("Combien ai-je viré du giro sur le livret en mars 2026 ?", "giro", "livret"),
        ("How much did I transfer from the giro account to Elektro Zander in 2025?", "giro", "Elektro Zander"),
    ],
)
def test_a_route_has_two_ends(question: str, whence: str, whither: str) -> None:
    plan = read(question, TODAY)
    plan = plan if plan.is_about_money_moved else as_ledger(plan)[0]
    assert plan.route == (tuple(content(whence)), tuple(content(whither)))


@pytest.mark.parametrize(
    "question",
    [
        "How much did I move between giro and savings in 2025?",
        "How much did I put into savings in 2025?",
        "How much left the giro account in 2025?",
        "How much did we spend from Monday to Friday last week?",
        "How much did we spend from 3 to 15 March 2026?",
        "How much can I move from giro to savings?",
        "Should I move money from giro to savings?",
        "Wie viel ist von Mai bis Juni vom Giro abgegangen?",
        "Wie viel soll ich vom Giro aufs Sparkonto legen?",
        "Combien a-t-on dépensé du lundi au vendredi en 2025 ?",
        "Combien puis-je virer du giro sur le livret ?",
        "Which account did I move money from in 2025?",
    ],
)
def test_what_is_none_has_no_route(question: str) -> None:
    plan = read(question, TODAY)
    assert [each for each in (plan, *as_ledger(plan)) if each.route] == []


@pytest.mark.parametrize("word", ["from x ", "from ", "to y ", "von a auf b ", "du  ", "x" * 9])
def test_a_route_that_is_repeated_without_end_is_read_at_once(word: str) -> None:
    assert read(f"how much did I move {word * (4000 // len(word))}", TODAY).to_json()
