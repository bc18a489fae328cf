"""Counts, averages, medians, and single bookings: the largest, the smallest, the first, the last, and lists of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bench.ledger_exam import life
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
    days,
    month,
    of,
    rounded,
    to,
)  # fmt: skip


def ask(truth: Truth) -> Iterator[Question]:
    """Questions for a count, a middle, or a booking."""
    yield from _counts(truth)
    yield from _averages(truth)
    yield from _extremes(truth)
    yield from _times(truth)
    yield from _lists(truth)


def _counts(truth: Truth) -> Iterator[Question]:
    names = truth.names
    grocer, diner = names["grocer"], names["diner"]
    for text, *fits in (
        ("How many payments over 100 were there in October 2026?", above(100), LAST_MONTH),
        (f"how often was I at {grocer} in 2025", to(grocer), LAST_YEAR),
        (f"number of visits to {diner} this year", to(diner), THIS_YEAR),
        ("How many times did we eat out in September 2026?", of("restaurants"), month(2026, 9)),
        ("how many times did i fill up with petrol in 2025?", of("fuel"), LAST_YEAR),
        ("Wie oft war ich 2025 tanken?", of("fuel"), LAST_YEAR),
        ("Wie oft habe ich letzten Monat Geld abgehoben?", of("cash"), LAST_MONTH),
        ("Anzahl Einkäufe über 50 Euro im Oktober 2026", above(50), LAST_MONTH),
        (f"Wie viele Zahlungen gingen 2025 an {names['power']}?", to(names["power"]), LAST_YEAR),
        (f"Combien de fois suis-je allé chez {grocer} en 2025 ?", to(grocer), LAST_YEAR),
        ("Combien de paiements de plus de 500 euros en 2026 ?", above(500), THIS_YEAR),
        (
            "How many purchases between 20 and 30 euros did I make in 2025?",
            above(20, also=True),
            below(30, also=True),
            LAST_YEAR,
        ),
        ("How many transactions of at least 1000 euros went out in 2025?", above(1000, also=True), LAST_YEAR),
        ("How many times did I go to Studio 54 in 2025?", to(life.DANCE), LAST_YEAR),
        ("How many payments did Martin make in October?", by("card", "sterling"), LAST_MONTH),
        ("Wie viele Buchungen unter 5 Euro gab es 2025?", below(5), LAST_YEAR),
        ("how many times did we pay the dentist, ever?", to(names["dentist"])),
        (
            "Wie häufig waren wir im letzten Quartal im Restaurant?",
            of("restaurants"),
            days(date(2026, 7, 1), date(2026, 9, 30)),
        ),
    ):
        currency = "EUR" if "uro" in text else None
        yield Question("count", text, truth.count(*fits, currency=currency), None)
    yield Question(
        "count",
        "How many salary payments did I receive in 2025?",
        truth.count(of("salary"), LAST_YEAR, kinds=("income",)),
        None,
    )
    yield Question("count", "How many refunds did we get in 2025?", truth.count(LAST_YEAR, kinds=("refund",)), None)


def _averages(truth: Truth) -> Iterator[Question]:
    names = truth.names
    grocer = names["grocer"]
    for text, months, *fits in (
        ("What do we spend on groceries in a typical month? Take 2025.", 12, of("groceries"), LAST_YEAR),
        ("average monthly spending on groceries in 2025", 12, of("groceries"), LAST_YEAR),
        ("Was geben wir im Schnitt pro Monat für Restaurants aus (2025)?", 12, of("restaurants"), LAST_YEAR),
        ("Durchschnittliche Stromkosten pro Monat 2025", 12, of("electricity"), LAST_YEAR),
        ("Combien dépensons-nous en moyenne par mois en carburant en 2025 ?", 12, of("fuel"), LAST_YEAR),
        ("On average, how much did I spend each month in 2025?", 12, LAST_YEAR),
        ("Dépense mensuelle moyenne au supermarché en 2025", 12, of("groceries"), LAST_YEAR),
        (
            f"how much on average per month did {names['power']} cost in the first half of 2026",
            6,
            to(names["power"]),
            days(date(2026, 1, 1), date(2026, 6, 30)),
        ),
    ):
        yield Question("average", text, rounded(truth.spent(*fits) / months))
    for text, *fits in (
        (f"What's the average amount I spend per visit at {grocer}?", to(grocer)),
        (f"Was kostet ein Einkauf bei {grocer} im Durchschnitt?", to(grocer)),
        ("average restaurant bill in 2025", of("restaurants"), LAST_YEAR),
        ("Quel est le panier moyen chez " + grocer + " en 2025 ?", to(grocer), LAST_YEAR),
        ("mean size of a fuel payment in 2025", of("fuel"), LAST_YEAR),
    ):
        yield Question("average", text, truth.mean(*fits))
    for text, *fits in (
        ("median restaurant bill 2025?", of("restaurants"), LAST_YEAR),
        ("Median meiner Tankrechnungen 2025", of("fuel"), LAST_YEAR),
        (f"montant médian de mes achats chez {grocer} en 2026", to(grocer), THIS_YEAR),
        ("What's the median of our grocery purchases last month?", of("groceries"), LAST_MONTH),
    ):
        yield Question("median", text, truth.middle(*fits))
    yield Question("average", "What was my average monthly income in 2025?", rounded(truth.earned(LAST_YEAR) / 12))


def _extremes(truth: Truth) -> Iterator[Question]:
    names = truth.names
    grocer, shop = names["grocer"], names["shop"]
    for text, *fits in (
        ("What was our single biggest expense last month?", LAST_MONTH),
        ("biggest purchase in 2025?", LAST_YEAR),
        ("Was war unsere größte Ausgabe im September 2026?", month(2026, 9)),
        (f"teuerster Einkauf bei {grocer} dieses Jahr", to(grocer), THIS_YEAR),
        ("Quel a été notre plus gros achat en août 2026 ?", month(2026, 8)),
        ("What's the most we ever paid for electricity at once?", of("electricity")),
        ("highest restaurant bill of 2025", of("restaurants"), LAST_YEAR),
        (f"What's the priciest thing I bought at {shop}?", to(shop)),
        ("Höchste Abbuchung im Oktober 2026?", LAST_MONTH),
        ("What was Martin's largest purchase in 2025?", by("card"), LAST_YEAR),
        (
            "Which single payment was the largest in the first quarter of 2026?",
            days(date(2026, 1, 1), date(2026, 3, 31)),
        ),
    ):
        yield Question("largest", text, truth.largest(*fits))
    for text, *fits in (
        (f"smallest purchase at {grocer} ever", to(grocer)),
        ("Was war der kleinste Einkauf im September 2026?", month(2026, 9)),
        ("Quel est le plus petit paiement au restaurant en 2025 ?", of("restaurants"), LAST_YEAR),
        ("cheapest restaurant bill last year?", of("restaurants"), LAST_YEAR),
    ):
        yield Question("smallest", text, truth.smallest(*fits))
    yield Question(
        "largest",
        "What was the highest salary I received in 2025?",
        truth.largest(of("salary"), LAST_YEAR, kinds=("income",)),
    )
    tops = sorted((-each.amount for each in truth.rows(LAST_MONTH)), reverse=True)[:3]
    yield Question(
        "largest",
        "Top three expenses last month",
        tops[0],
        says=tuple(f"{each:.2f}" for each in tops[:3] if each < 1000),
    )
    yield Question("largest", "Die fünf größten Ausgaben im Oktober 2026", tops[0])


def _times(truth: Truth) -> Iterator[Question]:
    names = truth.names
    for text, who in (
        ("When was the last time we paid the dentist?", names["dentist"]),
        (f"When did {names['insurer']} last charge us?", names["insurer"]),
        (f"Wann haben wir zuletzt bei {names['grocer']} eingekauft?", names["grocer"]),
        ("Wann war ich das letzte Mal im Studio 54?", life.DANCE),
        (f"Quand ai-je payé {names['gym']} pour la dernière fois ?", names["gym"]),
        (f"last payment to {names['phone']}?", names["phone"]),
        ("most recent payment to TSV 1860", life.CLUB),
        (f"letzte Zahlung an {names['power']}", names["power"]),
        (f"When was {life.MAGAZINE} last debited?", life.MAGAZINE),
        ("When did I last pay 1&1?", life.FIBRE),
    ):
        found = truth.last(to(who))
        yield Question("last", text, -found.amount, day=found.day)
    for text, who in (
        (f"When did I first pay {names['gym']}?", names["gym"]),
        (f"Seit wann zahlen wir an {names['stream']}?", names["stream"]),
        (f"Depuis quand payons-nous {names['net']} ?", names["net"]),
        (f"Wann haben wir das erste Mal bei {names['shop']} bestellt?", names["shop"]),
        (f"first ever visit to {names['diner']}?", names["diner"]),
    ):
        found = truth.first(to(who))
        yield Question("first", text, -found.amount, day=found.day)
    pay = truth.last(of("salary"), kinds=("income",))
    yield Question("last", "When did my salary last arrive?", pay.amount, day=pay.day)
    yield Question("last", "Wann kam das letzte Gehalt?", pay.amount, day=pay.day)


def _lists(truth: Truth) -> Iterator[Question]:
    names = truth.names
    for text, *fits in (
        (
            "Which payments between 50 and 80 euros did we make in October 2026?",
            above(50, also=True),
            below(80, also=True),
            LAST_MONTH,
        ),
        (f"show me everything from {names['grocer']} in September 2026", to(names["grocer"]), month(2026, 9)),
        ("Zeig mir alle Tankrechnungen vom August 2026", of("fuel"), month(2026, 8)),
        ("list my restaurant payments of last month", of("restaurants"), LAST_MONTH),
        (f"Liste des paiements à {names['power']} en 2026", to(names["power"]), THIS_YEAR),
        (f"What did I buy at {names['shop']} in 2025?", to(names["shop"]), LAST_YEAR),
        ("all expenses above 400 euros in September 2026", above(400), month(2026, 9)),
        ("Welche Abhebungen gab es im Juli 2026?", of("cash"), month(2026, 7)),
    ):
        rows = truth.rows(*fits)
        yield Question(
            "list", text, -added(rows), says=tuple(dict.fromkeys(each.day.strftime("%Y") for each in rows[:1]))
        )
    one = truth.last(to("Atelier Brandt Moebel"))
    amount = f"{-one.amount:.2f}"
    yield Question(
        "list", f"What was that payment of {amount} euros in October 2026?", -one.amount, says=("Atelier Brandt",)
    )
    yield Question(
        "list", f"Wofür waren die {amount.replace('.', ',')} Euro am 20.10.2026?", -one.amount, says=("Atelier Brandt",)
    )
    yield Question("list", f"Who did I pay {amount} to?", -one.amount, says=("Atelier Brandt",))
