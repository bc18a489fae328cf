"""Sums as people ask for them: of a shop, a category, an account, a person, in a time said in many ways."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bench.ledger_exam import life
from bench.ledger_exam.plan import TODAY
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
    to,
    year,
)


def ask(truth: Truth) -> Iterator[Question]:
    """Questions for one amount."""
    yield from _of_somebody(truth)
    yield from _of_a_category(truth)
    yield from _in_a_time(truth)
    yield from _of_accounts(truth)
    yield from _received(truth)


def _of_somebody(truth: Truth) -> Iterator[Question]:
    names = truth.names
    grocer, power, net, phone = names["grocer"], names["power"], names["net"], names["phone"]
    stream, gym, insurer, landlord = names["stream"], names["gym"], names["insurer"], names["landlord"]
    for text, *fits in (
        (f"{grocer} total 2025", to(grocer), LAST_YEAR),
        (f"how much dough did we drop at {grocer} in sept 2026??", to(grocer), month(2026, 9)),
        (f"hey, can you tell me what I've paid {power} so far this year", to(power), THIS_YEAR),
        (f"total to {net} since jan 2026", to(net), days(date(2026, 1, 1))),
        (f"Everything I ever paid to {phone}, summed up please", to(phone)),
        (f"was hab ich {phone} 2025 insgesamt in den Rachen geworfen", to(phone), LAST_YEAR),
        (f"Summe {grocer} Oktober", to(grocer), LAST_MONTH),
        (f"Wieviel Kohle ging letzten Monat an {grocer}?", to(grocer), LAST_MONTH),
        (f"wie viel knete haben wir {gym} dieses jahr überwiesen", to(gym), THIS_YEAR),
        (f"Wie viel Geld hat {landlord} 2025 von uns bekommen?", to(landlord), LAST_YEAR),
        (
            f"Was haben wir im ersten Halbjahr 2026 bei {grocer} gelassen?",
            to(grocer),
            days(date(2026, 1, 1), date(2026, 6, 30)),
        ),
        (f"Combien de balles on a laissé chez {grocer} en octobre ?", to(grocer), LAST_MONTH),
        (f"Combien nous a coûté {insurer} en 2025 ?", to(insurer), LAST_YEAR),
        (f"total versé à {landlord} cette année", to(landlord), THIS_YEAR),
        (f"Combien ai-je dépensé chez {grocer} le mois dernier ?", to(grocer), LAST_MONTH),
        (f"In 2025, what was the total of my payments to {gym}?", to(gym), LAST_YEAR),
        (f"{stream} - how much altogether since I started paying them", to(stream)),
        (f"What have the folks at {power} charged us in 2025, all in all?", to(power), LAST_YEAR),
        (f"How much went to {life.FIBRE} in 2025?", to(life.FIBRE), LAST_YEAR),
        ("Was haben wir 2025 an 1&1 bezahlt?", to(life.FIBRE), LAST_YEAR),
        ("How much did I spend at Studio 54 in 2025?", to(life.DANCE), LAST_YEAR),
        ("How much have I spent at Studio 7 this year?", to(life.YOGA), THIS_YEAR),
        ("Wie viel ging 2025 an den TSV 1860?", to(life.CLUB), LAST_YEAR),
        (f"Beiträge {life.CLUB} 2026 Summe", to(life.CLUB), THIS_YEAR),
        (f"How much did {life.MAGAZINE} take from us in 2025?", to(life.MAGAZINE), LAST_YEAR),
        ("how much did i pay the Zeitspiegel people in 2025", to(life.MAGAZINE), LAST_YEAR),
        (f"Wie viel haben wir bei {life.ABROAD} ausgegeben, insgesamt?", to(life.ABROAD)),
        (f"Spent at {grocer} between 1 and 15 September 2026?", to(grocer), days(date(2026, 9, 1), date(2026, 9, 15))),
        (f"What did I spend at {grocer} and at Studio 54 in 2025?", to(grocer, life.DANCE), LAST_YEAR),
        (f"Wie viel haben wir 2025 bei {power} und {net} zusammen bezahlt?", to(power, net), LAST_YEAR),
        ("Atelier Brandt - what did that cost us?", to("Atelier Brandt Moebel")),
        ("How much did the kitchen studio Ahrens get in total?", to("Kuechenstudio Ahrens")),
        (f"Combien ai-je payé à {stream} depuis mars 2025 ?", to(stream), days(date(2025, 3, 1))),
        (f"payments to {phone} in Q3 2026, total", to(phone), days(date(2026, 7, 1), date(2026, 9, 30))),
        (f"What has {gym} cost us in total since last December?", to(gym), days(date(2025, 12, 1))),
        (f"sum up my {power} payments for the year before last", to(power), year(2024)),
        (f"How much did I pay to {insurer}, in 2025 I mean?", to(insurer), LAST_YEAR),
    ):
        yield Question("sum", text, truth.spent(*fits))
    yield Question(
        "sum", "How much did I pay 3 Mobile in 2025?", truth.spent(to(life.BRITISH), LAST_YEAR, currency="GBP"), "GBP"
    )
    yield Question(
        "sum",
        "What did I blow at the Crown Inn this year?",
        truth.spent(to("THE CROWN INN"), THIS_YEAR, currency="GBP"),
        "GBP",
    )


def _of_a_category(truth: Truth) -> Iterator[Question]:
    for text, *fits in (
        ("groceries last month?", of("groceries"), LAST_MONTH),
        ("how much did we spend on food shopping, I mean groceries, in August 2026", of("groceries"), month(2026, 8)),
        ("What's our grocery bill for this year", of("groceries"), THIS_YEAR),
        ("Lebensmittel 2025 gesamt", of("groceries"), LAST_YEAR),
        (
            "Wie viel Geld ist im letzten Quartal fürs Essen im Restaurant draufgegangen?",
            of("restaurants"),
            days(date(2026, 7, 1), date(2026, 9, 30)),
        ),
        ("how much $$ on restaurants in 2025", of("restaurants"), LAST_YEAR),
        ("Eating out, June 2026: how much?", of("restaurants"), month(2026, 6)),
        ("What did petrol cost me in 2025?", of("fuel"), LAST_YEAR),
        ("Wie teuer war das Tanken 2025?", of("fuel"), LAST_YEAR),
        ("Tanken Jan bis Mär 2026, Summe bitte", of("fuel"), days(date(2026, 1, 1), date(2026, 3, 31))),
        ("Combien pour l'essence en 2025 ?", of("fuel"), LAST_YEAR),
        ("Combien avons-nous payé d'électricité en 2025 ?", of("electricity"), LAST_YEAR),
        ("Stromkosten 2025?", of("electricity"), LAST_YEAR),
        (
            "how much have we paid for the leccy (electricity) in the last 12 months",
            of("electricity"),
            days(date(2025, 11, 21)),
        ),
        ("total rent paid Jan–Mar 2026", of("rent"), days(date(2026, 1, 1), date(2026, 3, 31))),
        ("Wie viel Miete haben wir seit April 2026 gezahlt?", of("rent"), days(date(2026, 4, 1))),
        ("Quel montant de loyer avons-nous payé en 2025 ?", of("rent"), LAST_YEAR),
        ("insurance costs in 2025 pls", of("insurance"), LAST_YEAR),
        ("How much did we spend on subscriptions in 2025?", of("subscriptions"), LAST_YEAR),
        ("How much cash did I take out in July 2026?", of("cash"), month(2026, 7)),
        ("wie viel bargeld hab ich 2025 abgehoben", of("cash"), LAST_YEAR),
        ("Combien ai-je retiré au distributeur en 2025 ?", of("cash"), LAST_YEAR),
        ("Was haben wir dieses Jahr für Sport ausgegeben?", of("sport"), THIS_YEAR),
        ("How much have we spent on phone and internet in 2025?", of("phone", "internet"), LAST_YEAR),
        ("What did we spend on groceries and restaurants last month?", of("groceries", "restaurants"), LAST_MONTH),
        ("Dentist costs 2025", to(truth.names["dentist"]), LAST_YEAR),
        ("Was hat der Zahnarzt 2025 gekostet?", to(truth.names["dentist"]), LAST_YEAR),
        ("How much have I spent on shopping this year, refunds taken off?", of("shopping"), THIS_YEAR),
        ("Dépenses de courses en septembre 2026", of("groceries"), month(2026, 9)),
        ("how much did i spned on groceries in octobr 2026", of("groceries"), LAST_MONTH),
        ("Wieviel haben wir für Lebensmitel im Agust 2026 ausgegeben?", of("groceries"), month(2026, 8)),
        ("Combien avons-nous depensé au restaurant en aout 2026", of("restaurants"), month(2026, 8)),
        ("What was spent on groceries by card in 2025?", of("groceries"), by("card"), LAST_YEAR),
    ):
        yield Question("sum", text, truth.spent(*fits))


def _in_a_time(truth: Truth) -> Iterator[Question]:
    for text, *fits in (
        ("what did we spend ytd", days(date(2026, 1, 1))),
        ("YTD spending on groceries", of("groceries"), days(date(2026, 1, 1))),
        ("Ausgaben vorletzte Woche?", days(date(2026, 11, 2), date(2026, 11, 8))),
        ("how much did i spend the week before last", days(date(2026, 11, 2), date(2026, 11, 8))),
        ("Total spend over the past ninety days", days(date(2026, 8, 23))),
        ("spending in the last 90 days, total", days(date(2026, 8, 23))),
        ("Wie viel haben wir in den letzten drei Monaten ausgegeben?", days(date(2026, 8, 21))),
        ("Combien avons-nous dépensé au deuxième trimestre 2026 ?", days(date(2026, 4, 1), date(2026, 6, 30))),
        ("What went out on 13 October 2026?", days(date(2026, 10, 13), date(2026, 10, 13))),
        ("Gesamtausgaben im Sommer 2026", days(date(2026, 6, 1), date(2026, 8, 31))),
        ("Wie viel ging zwischen dem 1. und dem 10. Oktober 2026 raus?", days(date(2026, 10, 1), date(2026, 10, 10))),
        ("How much did I spend from 5 Aug to 20 Aug 2026?", days(date(2026, 8, 5), date(2026, 8, 20))),
        (
            "How much did the two of us spend in the first week of October 2026?",
            days(date(2026, 10, 1), date(2026, 10, 7)),
        ),
        ("Ausgaben H1 2026", days(date(2026, 1, 1), date(2026, 6, 30))),
        (
            "Wie viel habe ich vor März 2025 für Strom bezahlt?",
            of("electricity"),
            days(date(2000, 1, 1), date(2025, 2, 28)),
        ),
        ("spent on fuel after June 2026", of("fuel"), days(date(2026, 7, 1))),
        (
            "In May and June of this year, what did groceries come to?",
            of("groceries"),
            days(date(2026, 5, 1), date(2026, 6, 30)),
        ),
        ("What did we spend in Q1 '26?", days(date(2026, 1, 1), date(2026, 3, 31))),
        ("Wie viel gaben wir anno 2025 aus?", LAST_YEAR),
        ("money spent in 10/2026", LAST_MONTH),
        ("Ausgaben im 09/2026", month(2026, 9)),
        ("Combien a-t-on dépensé entre le 3 mars et le 17 avril 2026 ?", days(date(2026, 3, 3), date(2026, 4, 17))),
        (
            "How much did I spend on restaurants during the first quarter?",
            of("restaurants"),
            days(date(2026, 1, 1), date(2026, 3, 31)),
        ),
        ("Ausgaben Restaurants Sept. und Okt. 2026", of("restaurants"), days(date(2026, 9, 1), date(2026, 10, 31))),
        ("total spending over 200 euros in October 2026", above(200), LAST_MONTH),
        ("Sum of all purchases under ten euros in 2025 please", below(10), LAST_YEAR),
        ("How much did small purchases below 5 € add up to in 2025?", below(5), LAST_YEAR),
    ):
        yield Question("sum", text, truth.spent(*fits))
    yield Question("sum", "How many quid did I spend in 2025?", truth.spent(LAST_YEAR, currency="GBP"), "GBP")
    yield Question(
        "sum", "Wie viel Pfund haben wir im Oktober 2026 ausgegeben?", truth.spent(LAST_MONTH, currency="GBP"), "GBP"
    )


def _of_accounts(truth: Truth) -> Iterator[Question]:
    names, house = truth.names, truth.house
    for text, *fits in (
        ("What did Martin spend at restaurants in 2025?", by("card", "sterling"), of("restaurants"), LAST_YEAR),
        ("How much did Ruth spend last month?", by("giro", "savings"), LAST_MONTH),
        ("Wie viel hat Ruth 2025 für Benzin ausgegeben?", by("giro", "savings"), of("fuel"), LAST_YEAR),
        ("Combien Martin a-t-il dépensé en octobre 2026 ?", by("card", "sterling"), LAST_MONTH),
        (
            "total expenses of Ruth and Martin in September 2026",
            by("giro", "savings", "card", "sterling"),
            month(2026, 9),
        ),
        (
            f"How much was spent from the account ending {house.accounts['joint'].number[-4:]} last month?",
            by("joint"),
            LAST_MONTH,
        ),
        ("How much did we spend from the joint account in October?", by("joint"), LAST_MONTH),
        (f"What did I put on the card {house.accounts['card'].number} in October?", by("card"), LAST_MONTH),
        ("How much did we pay by credit card in September 2026?", by("card"), month(2026, 9)),
        ("Wie viel wurde im September 2026 mit der Karte bezahlt?", by("card"), month(2026, 9)),
        (
            f"What did Martin spend at {names['grocer']} this year?",
            by("card", "sterling"),
            to(names["grocer"]),
            THIS_YEAR,
        ),
        (f"groceries from account {house.accounts['giro'].number} in 2025", by("giro"), of("groceries"), LAST_YEAR),
    ):
        yield Question("sum", text, truth.spent(*fits))
    transfers = truth.rows(LAST_YEAR, kinds=("transfer", "settlement"))
    moved = -added(
        each for each in transfers if each.account == "giro" and each.iban == house.accounts["savings"].number
    )
    all_moved = -added(each for each in transfers if each.amount < 0)
    yield Question("transfers", "How much did I move to the savings account in 2025?", moved)
    yield Question("transfers", "Wie viel haben wir 2025 zwischen unseren Konten umgebucht?", all_moved)


def _received(truth: Truth) -> Iterator[Question]:
    names = truth.names
    employer, shop = names["employer"], names["shop"]
    for text, *fits in (
        ("What came in last month, all together?", LAST_MONTH),
        ("total income 2025", LAST_YEAR),
        ("Einnahmen dieses Jahr?", THIS_YEAR),
        ("Wie viel haben wir 2025 verdient?", LAST_YEAR),
        ("Combien avons-nous gagné en 2025 ?", LAST_YEAR),
        ("how much did we earn in september 2026", month(2026, 9)),
        (f"How much has {employer} paid me this year?", to(employer), THIS_YEAR),
        (f"Wie viel Gehalt kam 2025 von {employer}?", to(employer), LAST_YEAR),
        ("Salary in October 2026?", of("salary"), LAST_MONTH),
        ("Quel salaire ai-je reçu en septembre 2026 ?", of("salary"), month(2026, 9)),
        ("How much child benefit did the Familienkasse pay us in 2025?", to(life.BENEFIT), LAST_YEAR),
        ("Wie viel Kindergeld haben wir dieses Jahr bekommen?", to(life.BENEFIT), THIS_YEAR),
        ("Was hat uns die Familienkasse letzten Monat überwiesen?", to(life.BENEFIT), LAST_MONTH),
        (f"what did {employer} transfer to me in the past 6 months", to(employer), days(date(2026, 5, 21), TODAY)),
    ):
        yield Question("income", text, truth.earned(*fits))
    shops = {each.payee for each in truth.rows(kinds=("refund",))}
    for text, *fits in (
        ("How much money was refunded to us in 2025?", LAST_YEAR),
        ("Erstattungen 2025 insgesamt?", LAST_YEAR),
        ("Combien nous a-t-on remboursé en 2026 ?", THIS_YEAR),
        *(((f"What did we get back from {shop}?", to(shop)),) if shop in shops else ()),
    ):
        yield Question("refunds", text, truth.back(*fits))
