"""Divided answers, income against spending, one time against another, and what is saved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from bench.ledger_exam.truth import (
    LAST_MONTH,
    LAST_YEAR,
    THIS_YEAR,
    Question,
    Truth,
    by_category,
    by_month,
    by_payee,
    by_person,
    by_quarter,
    by_year,
    days,
    month,
    of,
    to,
    year,
)  # fmt: skip

SUMMER = days(date(2026, 6, 1), date(2026, 8, 31))


def ask(truth: Truth) -> Iterator[Question]:
    """Questions for a table, or for a difference."""
    yield from _divided(truth)
    yield from _ranked(truth)
    yield from _against(truth)
    yield from _compared(truth)


def _divided(truth: Truth) -> Iterator[Question]:
    names = truth.names
    table = (
        ("spending by category last month", "category", by_category, LAST_MONTH),
        ("Break down my October 2026 expenses by category", "category", by_category, LAST_MONTH),
        ("Ausgaben nach Kategorie im September 2026", "category", by_category, month(2026, 9)),
        ("Répartition de nos dépenses par catégorie en août 2026", "category", by_category, month(2026, 8)),
        ("Where did our money go in July 2026?", "category", by_category, month(2026, 7)),
        ("Wohin ging unser Geld im Juni 2026?", "category", by_category, month(2026, 6)),
        ("groceries by month in 2025", "month", by_month, of("groceries"), LAST_YEAR),
        ("How much did we spend each month this summer?", "month", by_month, SUMMER),
        ("Strom pro Monat 2025", "month", by_month, of("electricity"), LAST_YEAR),
        (
            "Wie viel haben wir 2025 jeden Monat für Restaurants ausgegeben?",
            "month",
            by_month,
            of("restaurants"),
            LAST_YEAR,
        ),
        ("Dépenses de carburant mois par mois en 2025", "month", by_month, of("fuel"), LAST_YEAR),
        ("monthly totals for " + names["grocer"] + " in 2026", "month", by_month, to(names["grocer"]), THIS_YEAR),
        ("fuel per quarter in 2025", "quarter", by_quarter, of("fuel"), LAST_YEAR),
        ("Restaurantausgaben nach Quartal 2025", "quarter", by_quarter, of("restaurants"), LAST_YEAR),
        ("Electricity by year", "year", by_year, of("electricity")),
        ("yearly totals for rent", "year", by_year, of("rent")),
        (
            "Which restaurants did we spend how much at in October 2026? By shop please.",
            "counterparty",
            by_payee,
            of("restaurants"),
            LAST_MONTH,
        ),
        ("groceries by shop in September 2026", "counterparty", by_payee, of("groceries"), month(2026, 9)),
        ("Lebensmittel nach Händler im Oktober 2026", "counterparty", by_payee, of("groceries"), LAST_MONTH),
        ("Courses par magasin en octobre 2026", "counterparty", by_payee, of("groceries"), LAST_MONTH),
    )
    for text, group, key, *fits in table:
        yield Question("grouped", text, group=group, groups=truth.divided(key, *fits))
    for text, group, key, *fits in (
        ("income by month in 2025", "month", by_month, LAST_YEAR),
        ("Einnahmen nach Quelle 2025", "counterparty", by_payee, LAST_YEAR),
        ("Who paid us how much in 2025? Income by payer.", "counterparty", by_payee, LAST_YEAR),
    ):
        yield Question("grouped", text, group=group, groups=truth.divided(key, *fits, kinds=("income",)))
    people = truth.divided(by_person, LAST_MONTH)
    yield Question("grouped", "spending per person last month", group="person", groups=people)
    named = {name: amount for name, amount in people.items() if name}
    text = "Wer von uns hat im Oktober 2026 mehr ausgegeben, Ruth oder Martin?"
    yield Question("grouped", text, group="person", groups=named)


def _ranked(truth: Truth) -> Iterator[Question]:
    for text, group, key, *fits in (
        ("What did we spend the most on in September 2026?", "category", by_category, month(2026, 9)),
        ("Wofür haben wir 2025 am meisten ausgegeben?", "category", by_category, LAST_YEAR),
        (
            "At which supermarket did we leave the most money in 2025?",
            "counterparty",
            by_payee,
            of("groceries"),
            LAST_YEAR,
        ),
        (
            "In welchem Restaurant haben wir 2025 am meisten ausgegeben?",
            "counterparty",
            by_payee,
            of("restaurants"),
            LAST_YEAR,
        ),
        ("In which month of 2025 did we spend the most on groceries?", "month", by_month, of("groceries"), LAST_YEAR),
        ("Welcher Monat war 2025 beim Tanken der teuerste?", "month", by_month, of("fuel"), LAST_YEAR),
        (
            "Dans quel restaurant avons-nous dépensé le plus en 2025 ?",
            "counterparty",
            by_payee,
            of("restaurants"),
            LAST_YEAR,
        ),
    ):
        yield Question("grouped", text, group=group, groups=truth.divided(key, *fits))
    largest: dict[str, Decimal] = {}
    for each in truth.rows(LAST_MONTH):
        largest[by_category(each)] = max(largest.get(by_category(each), -each.amount), -each.amount)
    for text in ("the biggest expense in each category last month", "Die größte Ausgabe je Kategorie im Oktober 2026"):
        yield Question("grouped", text, group="category", groups=largest)


def _against(truth: Truth) -> Iterator[Question]:
    for text, *fits in (
        ("Did we live within our means last month?", LAST_MONTH),
        ("income vs expenses 2025", LAST_YEAR),
        ("Einnahmen gegen Ausgaben im August 2026", month(2026, 8)),
        ("Was blieb im September 2026 übrig?", month(2026, 9)),
        ("How much was left at the end of October 2026, income minus spending?", LAST_MONTH),
        ("Did we spend more than we earned in Q2 2026?", days(date(2026, 4, 1), date(2026, 6, 30))),
        ("Avons-nous dépensé plus que gagné en 2025 ?", LAST_YEAR),
        ("net cash flow July 2026", month(2026, 7)),
        ("Haben wir 2025 mehr ausgegeben als eingenommen?", LAST_YEAR),
        ("Revenus et dépenses de septembre 2026", month(2026, 9)),
        ("What was the surplus in the first half of 2026?", days(date(2026, 1, 1), date(2026, 6, 30))),
    ):
        yield Question("cashflow", text, truth.net(*fits), signed=True)
    for text, *fits in (
        ("savings rate 2025", LAST_YEAR),
        ("What share of our income did we save in Q1 2026?", days(date(2026, 1, 1), date(2026, 3, 31))),
        ("Wie hoch war unsere Sparquote im September 2026?", month(2026, 9)),
        ("Sparquote letztes Jahr", LAST_YEAR),
        ("Quel était notre taux d'épargne en 2025 ?", LAST_YEAR),
        ("What percentage of what we earned in August 2026 did we put aside?", month(2026, 8)),
    ):
        yield Question("savings", text, truth.rate(*fits), None)


def _compared(truth: Truth) -> Iterator[Question]:
    grocer = truth.names["grocer"]
    for text, later, earlier, *fits in (
        ("groceries: October vs September 2026", LAST_MONTH, month(2026, 9), of("groceries")),
        (
            "Did we spend more on restaurants in October 2026 than in September 2026?",
            LAST_MONTH,
            month(2026, 9),
            of("restaurants"),
        ),
        ("How does our fuel spending in 2025 compare with 2024?", LAST_YEAR, year(2024), of("fuel")),
        (
            "Haben wir im Oktober 2026 mehr für Lebensmittel ausgegeben als im Oktober 2025?",
            LAST_MONTH,
            month(2025, 10),
            of("groceries"),
        ),
        ("Vergleiche die Ausgaben im September 2026 mit August 2026", month(2026, 9), month(2026, 8)),
        ("Strom 2025 gegenüber 2024: Differenz?", LAST_YEAR, year(2024), of("electricity")),
        (
            "Compare nos dépenses de restaurant de septembre et d'octobre 2026",
            LAST_MONTH,
            month(2026, 9),
            of("restaurants"),
        ),
        ("Avons-nous dépensé plus en courses en 2025 qu'en 2024 ?", LAST_YEAR, year(2024), of("groceries")),
        ("spending this October against last October, difference?", LAST_MONTH, month(2025, 10)),
        (
            f"{grocer} Q3 2026 compared to Q2 2026",
            days(date(2026, 7, 1), date(2026, 9, 30)),
            days(date(2026, 4, 1), date(2026, 6, 30)),
            to(grocer),
        ),
        ("Did we spend less last month than the month before?", LAST_MONTH, month(2026, 9)),
        (
            "How much more did we pay for rent in August 2026 than in July 2026?",
            month(2026, 8),
            month(2026, 7),
            of("rent"),
        ),
    ):
        yield Question("compare", text, abs(truth.spent(later, *fits) - truth.spent(earlier, *fits)))
    change = truth.earned(LAST_YEAR) - truth.earned(year(2024))
    yield Question("compare", "Did we earn more in 2025 than in 2024?", abs(change))
