"""How people ask about money, in three languages: each question of ``asked.txt`` becomes the plan that stands beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pkm.answer.language import content
from pkm.answer.planning.period import Period
from pkm.answer.planning.plan import Plan, read
from pkm.answer.planning.presumed import as_ledger

TODAY = date(2026, 11, 20)  # a Friday
ASKED = Path(__file__).with_name("asked.txt")
FIELDS = {
    "min": ("min_amount", Decimal), "max": ("max_amount", Decimal), "amount": ("amount", Decimal), "top": ("top", int), "place": ("place", int),
    "excluded": ("bounds_excluded", bool), "on_card": ("on_card", bool), "off_card": ("off_card", bool), "gross": ("gross", bool), "refunds": ("refunds", bool), "distinct": ("distinct", bool), "transfers": ("transfers", bool),
    "group": ("group", str), "per": ("per", str), "rule": ("rule", str), "wanted": ("wanted", str), "currency": ("currency", str),
}  # fmt: skip


def lines() -> list[tuple[str, str]]:
    """The questions and what is meant by each."""
    told = (line for line in ASKED.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#"))
    return [(question, meant) for line in told for question, _, meant in [line.partition(" => ")]]


def span(text: str) -> tuple[date, date]:
    """The first and last day of ``2026``, ``2026-10`` or ``2026-10-05``."""
    year, month, day = (*map(int, text.split("-")), 0, 0)[:3]
    first = date(year, month or 1, day or 1)
    if day:
        return first, first
    after = date(year + 1, 1, 1) if month in {0, 12} else date(year, month + 1, 1)
    return first, date.fromordinal(after.toordinal() - 1)


def period(text: str) -> Period:
    """``2026-10``, ``2026-04..2026-06``, ``..2024-12-31``."""
    begin, dots, end = text.partition("..")
    if not dots:
        return Period(*span(begin))
    return Period(span(begin)[0] if begin else None, span(end)[1] if end else None)


def expected(meant: str) -> dict[str, Any]:
    """What the plan must hold; what a line does not name must be empty."""
    kind, *rest = meant.split()
    if kind == "lookup":
        return {"kind": kind}
    wanted: dict[str, Any] = {name: False if type_ is bool else None for name, type_ in FIELDS.values()}
    wanted |= {"kind": kind, "topic": (), "without": (), "place": 1, "period": Period(None, None), "versus": None}
    for each in rest:
        name, sign, value = each.partition("=")
        if each.startswith("vs:"):
            wanted["versus"] = period(each[3:])
        elif not sign:
            wanted["period"] = period(each)
        elif name == "topic":
            wanted["topic"] = tuple(content(value.replace("+", " ")))
        elif name == "without":
            wanted["without"] = tuple(tuple(content(thing)) for thing in value.split(","))
        elif name == "dir":
            wanted["direction"] = value
        else:
            field, type_ = FIELDS[name]
            wanted[field] = type_(value)
    return wanted


def found(plan: Plan, wanted: dict[str, Any]) -> dict[str, Any]:
    """The same fields of a plan."""
    return {name: Period(plan.since, plan.until) if name == "period" else getattr(plan, name) for name in wanted}


def test_there_are_questions_of_every_kind() -> None:
    assert len(lines()) >= 300
    assert len({meant.split()[0] for _, meant in lines()}) == 21


@pytest.mark.parametrize(("question", "meant"), lines())
def test_a_question_becomes_its_plan(question: str, meant: str) -> None:
    wanted = expected(meant)
    assert found(read(question, TODAY), wanted) == wanted


@pytest.mark.parametrize(
    ("question", "plainly"),
    [
        ("petrol since our holiday, so since 1 August 2026", "petrol since 1 August 2026"),
        ("Benzin seit dem Urlaub, also seit 1. August 2026", "Benzin seit 1. August 2026"),
        ("essence depuis les vacances, donc depuis le 1er août 2026", "essence depuis le 1er août 2026"),
        ("What did we pay Alnavi in total, leaving out this year?", "What did we pay Alnavi until the end of last year?"),
        ("Was haben wir für Strom gezahlt, ohne dieses Jahr?", "Was haben wir für Strom gezahlt bis Ende letzten Jahres?"),
        ("average shop at Alnavi this year, ignoring anything under 10 euros", "average shop at Alnavi this year of at least 10 euros"),
        ("Durchschnittlicher Einkauf bei Alnavi 2026, Kleinkram unter 10 Euro nicht mitgezählt", "Durchschnittlicher Einkauf bei Alnavi 2026 ab 10 Euro"),
        ("did we shop at Alnavi more than once in May 2026", "how often did we shop at Alnavi in May 2026"),
        ("Waren wir im Mai 2026 mehr als einmal bei Alnavi?", "Wie oft waren wir im Mai 2026 bei Alnavi?"),
        ("est-ce qu'on est allés plus d'une fois chez Alnavi en mai 2026", "combien de fois on est allés chez Alnavi en mai 2026"),
        ("fuel in 2025, what's that a week", "fuel in 2025 on average per week"),
        ("Benzin 2025, was ist das pro Woche?", "Benzin 2025 im Schnitt pro Woche"),
        ("last visit to Alnavi, when was it and what did it cost?", "last visit to Alnavi, when"),
        ("letzter Besuch bei Alnavi, wann war der und was hat er gekostet", "letzter Besuch bei Alnavi, wann"),
        ("tout ce qui est sorti du compte joint en 2026", "dépenses du compte joint en 2026"),
        ("How much did we spend on food in October 2026, so groceries plus eating out", "How much did we spend in October 2026 on groceries and eating out"),
        ("Was haben wir fürs Essen im Oktober 2026 ausgegeben, also Lebensmittel plus Restaurants?", "Was haben wir im Oktober 2026 für Lebensmittel und Restaurants ausgegeben?"),
        ("nourriture en octobre 2026 : courses + restos, ça fait combien", "courses et restos en octobre 2026, ça fait combien"),
        ("What percentage of October 2026 was rent?", "What percentage of our spending in October 2026 was rent?"),
        ("Wie viel Prozent vom Oktober 2026 waren Miete?", "Wie viel Prozent der Ausgaben im Oktober 2026 waren Miete?"),
        ("les restos ça représente quel pourcentage d'octobre 2026", "quel pourcentage de nos dépenses d'octobre 2026 les restos représentent"),
        ("rent for the summer quarter, July to September 2026", "rent July to September 2026"),
        ("What did we pay Alnavi from mid 2025 to mid 2026, i.e. 1 July 2025 to 30 June 2026?", "What did we pay Alnavi 1 July 2025 to 30 June 2026?"),
        ("it's been ages since Alnavi, when exactly was that", "when did we last pay Alnavi"),
        ("How good were we at saving in 2025?", "What was our savings rate in 2025?"),
        ("How pricey was petrol in August 2026?", "How much did we spend on petrol in August 2026?"),
        ("how mcuh did we pay Alnavi in 2025", "how much did we pay Alnavi in 2025"),
        ("Wie veil haben wir 2025 für Strom bezahlt?", "Wie viel haben wir 2025 für Strom bezahlt?"),
        ("How many Alnavi runs over 100 euros in 2026?", "How many Alnavi purchases over 100 euros in 2026?"),
        ("when did Alnavi start charging us", "when did we first pay Alnavi"),
        ("did we ever buy anything at Alnavi?", "list our payments at Alnavi"),
        ("Haben wir jemals etwas bei Alnavi gekauft?", "liste unsere Zahlungen bei Alnavi"),
        ("Alnavi: letzte drei Käufe", "letzten drei Zahlungen an Alnavi"),
        ("how much interest did the savings account bring in 2025", "how much interest did we receive on the savings account in 2025"),
        ("Alnavi Jänner bis März 26", "Alnavi Jänner bis März 2026"),
        ("what did Alnavi cost in 2025 in czech crowns", "what did Alnavi cost in 2025 in CZK"),
        ("what did Der Alnavi cost us altogether", "what did Alnavi cost us altogether"),
        ("spend at Alnavi in 2025, after returns", "net spend at Alnavi in 2025"),
        ("Was haben wir 2025 an Samstagen bei Alnavi ausgegeben?", "Was haben wir 2025 samstags bei Alnavi ausgegeben?"),
        ("the month with the highest spending at Alnavi in 2025", "the highest month of spending at Alnavi in 2025"),
        ("Wo haben wir im Oktober 2026 am meisten ausgegeben?", "Bei wem haben wir im Oktober 2026 am meisten ausgegeben?"),
        ("Où avons-nous dépensé le plus en octobre 2026 ?", "Chez qui avons-nous dépensé le plus en octobre 2026 ?"),
        ("Was the Alnavi invoice paid and when?", "Was the Alnavi invoice paid?"),
        ("petrol in 2025, June to August", "petrol in June to August 2025"),
        ("petrol on the card in the summer of 2025, june to august", "petrol on the card in the summer of 2025"),
        ("Benzin 2025: Juni bis August", "Benzin Juni bis August 2025"),
        ("What share of what we earned did we put aside in 2025?", "What share of what we earned did we save in 2025?"),
    ],
)  # fmt: skip
def test_what_is_said_with_more_words_is_what_is_said_with_less(question: str, plainly: str) -> None:
    told, meant = (
        [replace(each, question="") for each in (plan, *as_ledger(plan)) if each.is_about_money_moved]
        for plan in (read(question, TODAY), read(plainly, TODAY))
    )
    assert told == meant != []


@pytest.mark.parametrize(
    "question",
    [
        "petrol since our holiday, so since we came back",
        "petrol since our holiday",
        "What did we pay Alnavi, leaving out that year?",
        "average shop at Alnavi this year, ignoring anything unusual",
        "Were we charged more than once for the same thing in May 2026?",
        "did we not shop at Alnavi more than once in May 2026",
        "fuel, what's that a week",
        "fuel in 2025, what's that per litre",
        "How pricey is petrol?",
        "What should we put aside in 2026?",
        "How much of our food was groceries plus drinks, so what",
        "What share of October did we spend abroad?",
        "les restos ça représente quel pourcentage",
        "it's been ages since we had fun",
        "rent for the summer quarter",
        "letzter Besuch bei Alnavi, warum war der so teuer",
        "Um wie viel zahlen wir heuer mehr Miete pro Monat als letztes Jahr?",  # sums of two years are no rates
        "Alnavi - what are we paying now and what was it at the start?",
        "What did petrol cost us originally?",
        "balance of the savings account at the end of each quarter of 2026",
        "largest purchase at Alnavi net of refunds",
    ],
)
def test_what_is_said_with_other_words_gives_no_figure(question: str) -> None:
    plan = read(question, TODAY)
    assert (plan.kind, as_ledger(plan)) == ("lookup", ())
