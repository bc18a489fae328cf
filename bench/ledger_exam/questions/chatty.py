"""Some more of each kind, chattier: held out at first, since then mended for."""

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
    below,
    by,
    by_category,
    by_month,
    by_payee,
    by_year,
    days,
    month,
    of,
    rounded,
    to,
    year,
)  # fmt: skip

NOTHING = (
    "How much have we spent since we adopted the cat?",
    "What did we pay the gardener's nephew in 2025?",
    "Wie viel haben wir seit unserem Urlaub ausgegeben?",
    "How much did Grandma send us last year?",
    "Combien avons-nous dépensé pour le mariage ?",
    "What did vegan groceries cost us in 2025?",
    "Was haben wir 2025 bei Karstadt ausgegeben?",
)


def ask(truth: Truth) -> Iterator[Question]:
    """Some of each kind."""
    return asked(truth, _sums, _picks, _tables, _standing, nothing=NOTHING)


def _sums(truth: Truth) -> Iterator[Question]:
    names = truth.names
    grocer, power, phone, gym, net = truth.named("grocer", "power", "phone", "gym", "net")
    for text, *fits in (
        (f"so what's the damage at {grocer} for october 2026, in total?", to(grocer), LAST_MONTH),
        (f"Could you add up what {power} got from us in 2025?", to(power), LAST_YEAR),
        (f"I'd like to know the sum of all payments to {phone} during 2025.", to(phone), LAST_YEAR),
        (f"{gym} 2025 - Gesamtsumme?", to(gym), LAST_YEAR),
        (f"Wieviel haben wir in 2026 schon an {net} überwiesen?", to(net), THIS_YEAR),
        (f"Sag mal, wie viel Geld hab ich letzten Monat bei {grocer} ausgegeben?", to(grocer), LAST_MONTH),
        (f"Dis-moi combien on a dépensé chez {grocer} en septembre 2026", to(grocer), month(2026, 9)),
        (f"Total des paiements à {power} en 2025 ?", to(power), LAST_YEAR),
        (
            "How much did groceries cost us in the third quarter of 2026?",
            of("groceries"),
            days(date(2026, 7, 1), date(2026, 9, 30)),
        ),
        ("What have we spent on eating out so far this year?", of("restaurants"), THIS_YEAR),
        ("Wie viel Geld ging 2025 für Versicherungen drauf?", of("insurance"), LAST_YEAR),
        ("Wie hoch waren unsere Ausgaben für Benzin im Jahr 2025?", of("fuel"), LAST_YEAR),
        ("Spesen egal - was haben wir im Juli 2026 insgesamt ausgegeben?", month(2026, 7)),
        ("Combien de loyer avons-nous payé depuis janvier 2026 ?", of("rent"), days(date(2026, 1, 1))),
        ("fuel + groceries in August 2026, how much?", of("fuel", "groceries"), month(2026, 8)),
        ("How much went on rent, electricity and internet in 2025?", of("rent", "electricity", "internet"), LAST_YEAR),
        ("our outgoings in the last two weeks of September 2026", days(date(2026, 9, 17), date(2026, 9, 30))),
        ("Total spent Sept 1 to Sept 15 2026", days(date(2026, 9, 1), date(2026, 9, 15))),
        ("Ausgaben KW egal, nur Mai 2026", month(2026, 5)),
        ("How much did Ruth spend on groceries in 2025?", by("giro", "savings"), of("groceries"), LAST_YEAR),
        ("How much did we hand over to Studio 54 in 2026?", to(life.DANCE), THIS_YEAR),
        ("purchases above 300 euros in 2025, total", above(300), LAST_YEAR),
    ):
        yield Question("sum", text, truth.spent(*fits))
    yield Question("income", "How much money have we taken in during 2025?", truth.earned(LAST_YEAR))
    yield Question(
        "income",
        f"Was hat {names['employer']} mir 2025 insgesamt gezahlt?",
        truth.earned(to(names["employer"]), LAST_YEAR),
    )
    yield Question("income", "Mon salaire de septembre 2026 ?", truth.earned(of("salary"), month(2026, 9)))
    yield Question("refunds", "What refunds came in during 2026, in total?", truth.back(THIS_YEAR))


def _picks(truth: Truth) -> Iterator[Question]:
    names = truth.names
    grocer, diner = names["grocer"], names["diner"]
    for text, *fits in (
        (f"how many shopping trips to {grocer} in September 2026", to(grocer), month(2026, 9)),
        ("On how many occasions did we eat out in 2025?", of("restaurants"), LAST_YEAR),
        ("Wie viele Einkäufe unter 20 Euro hatten wir im Oktober 2026?", below(20), LAST_MONTH),
        (f"Combien de fois avons-nous mangé chez {diner} en 2025 ?", to(diner), LAST_YEAR),
    ):
        yield Question("count", text, truth.count(*fits, currency="EUR"), None)
    yield Question(
        "average",
        "What do we spend on fuel per month on average in 2025?",
        rounded(truth.spent(of("fuel"), LAST_YEAR) / 12),
    )
    yield Question("average", f"Durchschnittlicher Einkauf bei {grocer} 2025", truth.mean(to(grocer), LAST_YEAR))
    yield Question("median", "What was the median grocery purchase in 2025?", truth.middle(of("groceries"), LAST_YEAR))
    for text, *fits in (
        ("What did we spend the most money on in one go in 2025?", LAST_YEAR),
        ("Teuerster Restaurantbesuch 2026?", of("restaurants"), THIS_YEAR),
        ("La plus grosse dépense de septembre 2026 ?", month(2026, 9)),
        ("What's the largest amount we ever paid at a petrol station?", of("fuel")),
    ):
        yield Question("largest", text, truth.largest(*fits))
    yield Question("smallest", "lowest fuel bill in 2025", truth.smallest(of("fuel"), LAST_YEAR))
    for text, who in (
        (f"When did we last eat at {diner}?", diner),
        (f"Wann war die letzte Abbuchung von {names['gym']}?", names["gym"]),
        (f"Date du dernier paiement à {names['insurer']} ?", names["insurer"]),
    ):
        found = truth.last(to(who))
        yield Question("last", text, -found.amount, day=found.day)
    start = truth.first(to(names["phone"]))
    yield Question(
        "first", f"Since when have we been with {names['phone']}, going by payments?", -start.amount, day=start.day
    )
    rows = truth.rows(to(names["dentist"]))
    yield Question("list", f"Show all payments to {names['dentist']}", -added(rows))


def _tables(truth: Truth) -> Iterator[Question]:
    for text, group, key, *fits in (
        ("Spending per category in May 2026", "category", by_category, month(2026, 5)),
        ("Monatliche Ausgaben für Lebensmittel 2026", "month", by_month, of("groceries"), THIS_YEAR),
        (
            "restaurant spending by restaurant in August 2026",
            "counterparty",
            by_payee,
            of("restaurants"),
            month(2026, 8),
        ),
        ("Rent paid per year", "year", by_year, of("rent")),
    ):
        yield Question("grouped", text, group=group, groups=truth.divided(key, *fits))
    yield Question(
        "cashflow",
        "What did we have left over in August 2026 after all expenses?",
        truth.net(month(2026, 8)),
        signed=True,
    )
    yield Question("cashflow", "Einnahmen minus Ausgaben 2025?", truth.net(LAST_YEAR), signed=True)
    yield Question(
        "savings",
        "What percent of our income did we manage to save in September 2026?",
        truth.rate(month(2026, 9)),
        None,
    )
    for text, later, earlier, *fits in (
        (
            "How did grocery spending in September 2026 change versus September 2025?",
            month(2026, 9),
            month(2025, 9),
            of("groceries"),
        ),
        ("Haben wir 2025 mehr für Restaurants ausgegeben als 2024?", LAST_YEAR, year(2024), of("restaurants")),
    ):
        yield Question("compare", text, abs(truth.spent(later, *fits) - truth.spent(earlier, *fits)))


def _standing(truth: Truth) -> Iterator[Question]:
    names, house, cost = truth.names, truth.house, regular(truth)
    gym, stream, net = names["gym"], names["stream"], names["net"]
    yield Question("recurring", f"How much does {gym} set us back each year?", cost[gym])
    yield Question("recurring", f"Wie viel kostet uns {net} jährlich?", cost[net])
    yield Question("recurring", f"Combien nous coûte {stream} par mois ?", cost[stream] / 12)
    yield Question("recurring", "What are our regular outgoings per year?", sum(cost.values(), Decimal(0)))
    yield Question(
        "price_changes",
        f"Since when is {gym} more expensive, and by how much?",
        risen(truth, gym),
    )
    number = house.accounts["giro"].number
    yield Question(
        "balance",
        f"Was war am 28. Februar 2026 auf dem Konto {number}?",
        house.balance("giro", date(2026, 2, 28)),
        signed=True,
    )
    yield Question(
        "balance",
        "Quel était le solde du livret d'épargne fin juin 2026 ?",
        house.balance("savings", date(2026, 6, 30)),
        signed=True,
    )
    held = life.positions(house)
    yield Question("holdings", f"What's {held[1].name} in our depot worth?", held[1].value)
    yield Question("contract", "Have we been charged more rent than the lease says?", life.TOO_MUCH)
    yield Question("invoice", "What bills haven't we paid yet?", says=("Dachdecker Voss",))
