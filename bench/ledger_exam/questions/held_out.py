"""Questions that nothing was mended for: they were asked once, when all else was done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from bench.ledger_exam import life
from bench.ledger_exam.asking import asked
from bench.ledger_exam.questions.standing import regular, risen
from bench.ledger_exam.truth import (
    LAST_MONTH,
    LAST_YEAR,
    THIS_YEAR,
    Question,
    Truth,
    above,
    added,
    by,
    by_category,
    by_month,
    by_payee,
    by_quarter,
    days,
    month,
    of,
    rounded,
    to,
    year,
)  # fmt: skip

NOTHING = (
    "How much have we spent on groceries since we got married?",
    "What did we pay for the piano tuner in 2025?",
    "Wie viel hat Opa uns 2025 überwiesen?",
    "How much did we spend at Tiffany's in 2025?",
    "Combien avons-nous dépensé pour les cadeaux de Sophie en 2025 ?",
    "How much of the grocery money went on chocolate in 2025?",
    "Was werden wir nächstes Jahr für Strom bezahlen?",
)


def ask(truth: Truth) -> Iterator[Question]:
    """Some of each kind."""
    return asked(truth, _sums, _picks, _tables, _standing, nothing=NOTHING)


def _sums(truth: Truth) -> Iterator[Question]:
    names = truth.names
    grocer, power, phone, gym, stream, landlord = truth.named("grocer", "power", "phone", "gym", "stream", "landlord")
    for text, *fits in (
        (f"What's my total at {grocer} for August 2026?", to(grocer), month(2026, 8)),
        (f"{power} payments 2025 sum", to(power), LAST_YEAR),
        (f"All in, what has {stream} cost us in 2025?", to(stream), LAST_YEAR),
        (
            f"Please total everything that went to {landlord} between January and June 2026.",
            to(landlord),
            days(date(2026, 1, 1), date(2026, 6, 30)),
        ),
        (f"Wie viel Geld haben wir seit Anfang 2026 an {phone} überwiesen?", to(phone), days(date(2026, 1, 1))),
        (f"Ich wüsste gern, was wir 2025 an {gym} gezahlt haben.", to(gym), LAST_YEAR),
        (f"Kosten {power} im ersten Quartal 2026?", to(power), days(date(2026, 1, 1), date(2026, 3, 31))),
        (f"Peux-tu me dire combien j'ai versé à {gym} en 2025 ?", to(gym), LAST_YEAR),
        (f"Combien nous a coûté {power} l'année dernière ?", to(power), LAST_YEAR),
        ("grocery spend, Sep 2026", of("groceries"), month(2026, 9)),
        ("How much of our money went to restaurants last month?", of("restaurants"), LAST_MONTH),
        ("What's been spent on petrol since the start of 2026?", of("fuel"), days(date(2026, 1, 1))),
        (
            "Was haben wir im Sommer 2026 für Lebensmittel hingeblättert?",
            of("groceries"),
            days(date(2026, 6, 1), date(2026, 8, 31)),
        ),
        ("Wie viel Strom haben wir 2025 bezahlt?", of("electricity"), LAST_YEAR),
        ("Nos dépenses d'essence au premier semestre 2026 ?", of("fuel"), days(date(2026, 1, 1), date(2026, 6, 30))),
        ("Combien pour le loyer en 2025 ?", of("rent"), LAST_YEAR),
        ("What did rent and electricity together cost us in 2025?", of("rent", "electricity"), LAST_YEAR),
        ("Ausgaben für Benzin und Lebensmittel im September 2026", of("fuel", "groceries"), month(2026, 9)),
        ("What did everything cost us in June 2026?", month(2026, 6)),
        ("How much did we get through in the first half of October 2026?", days(date(2026, 10, 1), date(2026, 10, 15))),
        ("Was ging im April 2026 insgesamt weg?", month(2026, 4)),
        ("How much did Martin spend at Studio 54 in 2025?", by("card", "sterling"), to(life.DANCE), LAST_YEAR),
        ("Sum of expenses over 100 euros in August 2026", above(100), month(2026, 8)),
        ("How much cash have we withdrawn since July 2026?", of("cash"), days(date(2026, 7, 1))),
    ):
        yield Question("sum", text, truth.spent(*fits))
    yield Question(
        "income",
        "What was our total income in the first quarter of 2026?",
        truth.earned(days(date(2026, 1, 1), date(2026, 3, 31))),
    )
    yield Question(
        "income",
        f"How much did {names['employer']} pay me in September 2026?",
        truth.earned(to(names["employer"]), month(2026, 9)),
    )
    yield Question("income", "Wie viel Gehalt habe ich 2025 bekommen?", truth.earned(of("salary"), LAST_YEAR))
    yield Question("refunds", "Wie viel wurde uns 2026 erstattet?", truth.back(THIS_YEAR))


def _picks(truth: Truth) -> Iterator[Question]:
    names = truth.names
    grocer, diner = names["grocer"], names["diner"]
    yield Question(
        "count", f"How many times have I been to {diner} this year?", truth.count(to(diner), THIS_YEAR), None
    )
    yield Question(
        "count", f"Wie oft haben wir 2025 bei {grocer} eingekauft?", truth.count(to(grocer), LAST_YEAR), None
    )
    yield Question(
        "count", "Number of payments above 200 euros in 2025?", truth.count(above(200), LAST_YEAR, currency="EUR"), None
    )
    yield Question(
        "average",
        "Wie viel geben wir 2025 durchschnittlich im Monat für Lebensmittel aus?",
        rounded(truth.spent(of("groceries"), LAST_YEAR) / 12),
    )
    yield Question("average", f"What do I spend on average at {grocer} each time?", truth.mean(to(grocer)))
    yield Question("median", f"Median purchase at {grocer} this year?", truth.middle(to(grocer), THIS_YEAR))
    for text, *fits in (
        ("Our most expensive meal out in 2025?", of("restaurants"), LAST_YEAR),
        ("Welche Zahlung war im August 2026 die höchste?", month(2026, 8)),
        ("Quel a été l'achat le plus cher de 2025 ?", LAST_YEAR),
    ):
        yield Question("largest", text, truth.largest(*fits))
    yield Question("smallest", f"What's the least I ever spent at {grocer}?", truth.smallest(to(grocer)))
    for text, who in (
        (f"Last time we went to {diner}?", diner),
        (f"Wann haben wir {names['insurer']} zuletzt bezahlt?", names["insurer"]),
        (f"Quand avons-nous payé {names['power']} pour la dernière fois ?", names["power"]),
    ):
        found = truth.last(to(who))
        yield Question("last", text, -found.amount, day=found.day)
    start = truth.first(to(names["gym"]))
    yield Question("first", f"When was our very first payment to {names['gym']}?", -start.amount, day=start.day)
    rows = truth.rows(of("restaurants"), month(2026, 9))
    yield Question("list", "Which restaurant payments did we have in September 2026?", -added(rows))


def _tables(truth: Truth) -> Iterator[Question]:
    for text, group, key, *fits in (
        ("Split our September 2026 spending into categories", "category", by_category, month(2026, 9)),
        ("How did fuel spending develop month by month in 2025?", "month", by_month, of("fuel"), LAST_YEAR),
        ("Restaurantausgaben pro Quartal 2025", "quarter", by_quarter, of("restaurants"), LAST_YEAR),
        (
            "Which supermarkets did we spend the most at in September 2026?",
            "counterparty",
            by_payee,
            of("groceries"),
            month(2026, 9),
        ),
    ):
        yield Question("grouped", text, group=group, groups=truth.divided(key, *fits))
    yield Question("cashflow", "Were we in the red in September 2026?", truth.net(month(2026, 9)), signed=True)
    yield Question("cashflow", "Wie viel blieb uns 2025 übrig?", truth.net(LAST_YEAR), signed=True)
    yield Question(
        "savings", "Wie viel Prozent unseres Einkommens haben wir 2025 gespart?", truth.rate(LAST_YEAR), None
    )
    for text, later, earlier, *fits in (
        ("Was fuel cheaper for us in 2025 than in 2024?", LAST_YEAR, year(2024), of("fuel")),
        ("Restaurants: September 2026 versus August 2026", month(2026, 9), month(2026, 8), of("restaurants")),
    ):
        yield Question("compare", text, abs(truth.spent(later, *fits) - truth.spent(earlier, *fits)))
    more = truth.spent(of("groceries"), LAST_YEAR) - truth.spent(of("restaurants"), LAST_YEAR)
    yield Question("compare", "Did we spend more on restaurants or on groceries in 2025?", abs(more))


def _standing(truth: Truth) -> Iterator[Question]:
    names, house, cost = truth.names, truth.house, regular(truth)
    gym, stream, net, phone = names["gym"], names["stream"], names["net"], names["phone"]
    yield Question("recurring", f"What does {net} cost us every year?", cost[net])
    yield Question("recurring", f"Was kostet uns {phone} monatlich?", cost[phone] / 12)
    yield Question("recurring", f"Combien me revient {stream} par an ?", cost[stream])
    yield Question("recurring", "Was kosten unsere Fixkosten im Jahr zusammen?", sum(cost.values(), Decimal(0)))
    rise = risen(truth, gym)
    yield Question("price_changes", f"Has {gym} put its price up since January 2026?", rise)
    number = house.accounts["joint"].number
    yield Question(
        "balance", f"Balance of {number} on 15 August 2026?", house.balance("joint", date(2026, 8, 15)), signed=True
    )
    yield Question(
        "balance",
        "Wie viel lag Ende 2025 auf dem Sparkonto?",
        house.balance("savings", date(2025, 12, 31)),
        signed=True,
    )
    held = life.positions(house)
    yield Question("holdings", f"Combien de parts de {held[0].name} avons-nous ?", held[0].units, None)
    yield Question("contract", "Wurde uns die vereinbarte Miete laut Mietvertrag abgebucht?", life.TOO_MUCH)
    yield Question("invoice", "Gibt es noch unbezahlte Rechnungen?", says=("Dachdecker Voss",))
