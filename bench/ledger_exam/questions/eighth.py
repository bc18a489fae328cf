"""An eighth set: short, written like the three before it, and asked of nothing but what they do not say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bench.ledger_exam import life
from bench.ledger_exam.asking import amounts, asked, balances, bookings, figures, lists, sayings, sums, tables, told
from bench.ledger_exam.questions.standing import regular, risen
from bench.ledger_exam.truth import (
    LAST_MONTH,
    LAST_YEAR,
    THIS_YEAR,
    Question,
    Truth,
    above,
    by,
    by_category,
    by_month,
    by_payee,
    days,
    month,
    of,
    rounded,
    to,
)  # fmt: skip

NOTHING = (
    "How much did Frankie pay for Ruth's dinner?",
    "What did we spend on avocados last month?",
    "How much of our rent is heating?",
    "What is the cheapest supermarket in town?",
    "How much should a family of four spend on food?",
    "How much did our friends chip in for the trip?",
    "How much did the flood damage cost us?",
    "Wie viel haben wir 2025 für Avocados ausgegeben?",
    "Wie viel Zins bekommen wir aufs Tagesgeld?",
    "Was haben wir beim Umzug ausgegeben?",
    "Was kostet ein Liter Milch bei Alnavi?",
    "Wie viel haben die Handwerker getrunken?",
    "Combien pour les avocats le mois dernier ?",
    "Combien a coûté le déménagement ?",
    "Combien de litres d'essence en 2025 ?",
    "Quelle est la meilleure assurance ?",
)


def ask(truth: Truth) -> Iterator[Question]:
    """Some of each kind, in each language."""
    return asked(truth, _sums, _picks, _tables, _standing, nothing=NOTHING)


def _sums(truth: Truth) -> Iterator[Question]:
    grocer, power, net, gym, phone, diner, landlord = truth.named(
        "grocer", "power", "net", "gym", "phone", "diner", "landlord"
    )
    yield from sums(truth, told(truth, (
        ((of("groceries"), THIS_YEAR), "Could you total up the groceries for this year?", "Kannst du mir die Lebensmittel für dieses Jahr zusammenrechnen?", "Tu peux me faire la somme des courses de cette année ?"),
        ((to(power), month(2026, 6)), f"{power}: what left our account in June 2026?", f"Welcher Betrag ging im Juni 2026 an {power}?", f"Quelle somme est partie chez {power} en juin 2026 ?"),
        ((of("restaurants"), days(date(2026, 4, 1), date(2026, 9, 30))), "eating out Apr–Sep 2026", "Auswärts essen April bis September 2026", "restos d'avril à septembre 2026"),
        ((to(landlord), LAST_MONTH), f"How much was paid over to {landlord} in October 2026?", f"Was haben wir {landlord} im Oktober 2026 gezahlt?", f"Qu'est-ce qu'on a payé à {landlord} en octobre 2026 ?"),
        ((of("fuel"), LAST_YEAR), "I want last year's fuel total", "Ich will wissen, was der Sprit letztes Jahr gekostet hat", "Je veux le total essence de l'an dernier"),
        ((to(grocer), days(date(2026, 11, 1), date(2026, 11, 20))), f"{grocer} this month", f"{grocer} diesen Monat", f"{grocer} ce mois-ci"),
        ((by("card"), month(2026, 8)), "credit card spending August 2026", "Kreditkartenausgaben August 2026", "dépenses par carte de crédit en août 2026"),
        ((to(net), days(date(2025, 7, 1), date(2026, 6, 30))), f"What did {net} cost from mid 2025 to mid 2026, i.e. 1 July 2025 to 30 June 2026?", f"{net} vom 1.7.2025 bis 30.6.2026", f"{net} du 1er juillet 2025 au 30 juin 2026"),
        ((of("health"), THIS_YEAR), "Medical expenses this year", "Arztkosten und Gesundheit dieses Jahr", "dépenses médicales de cette année"),
        ((to(gym), LAST_YEAR), f"Please give me the sum for {gym} in the year 2025.", f"Bitte die Summe für {gym} im Jahr 2025.", f"Donne-moi la somme pour {gym} sur 2025."),
        ((of("insurance"), days(date(2024, 9, 1))), "insurance, all time", "Versicherungen, gesamter Zeitraum", "assurances, toutes périodes confondues"),
        ((to(phone), days(date(2026, 7, 1))), f"since July how much did {phone} charge", f"seit Juli: wie viel hat {phone} abgebucht", f"depuis juillet, combien {phone} a prélevé"),
        ((above(100), to(diner)), f"{diner} bills over 100, total", f"{diner}: Summe der Zahlungen über 100", f"{diner} : total des paiements de plus de 100"),
    )))  # fmt: skip
    yield from figures("income", (
        (truth.earned(LAST_YEAR), "All in all, what did we take home in 2025?", "Unsere Einkünfte 2025?", "Nos rentrées totales en 2025 ?"),
        (truth.earned(of("salary"), month(2026, 7)), "July 2026 pay", "Gehalt Juli 2026", "paie de juillet 2026"),
    ))  # fmt: skip


def _picks(truth: Truth) -> Iterator[Question]:
    grocer, diner, net, shop = truth.named("grocer", "diner", "net", "shop")
    yield from figures("count", (
        (truth.count(to(grocer), LAST_YEAR), f"how many times have we shopped at {grocer} in 2025", f"Wie oft haben wir 2025 bei {grocer} eingekauft?", f"Combien de fois a-t-on fait des achats chez {grocer} en 2025 ?"),
        (truth.count(of("fuel"), LAST_MONTH), "number of fuel purchases last month", "Wie viele Tankrechnungen letzten Monat?", "nombre de pleins le mois dernier"),
    ), None)  # fmt: skip
    yield from amounts((
        ("average", rounded(truth.spent(of("restaurants"), LAST_YEAR) / 12), "Typical monthly spending on restaurants, 2025?", "Was geht 2025 im Schnitt monatlich für Restaurants drauf?", "En 2025, combien par mois pour les restaurants en moyenne ?"),
        ("largest", truth.largest(LAST_MONTH), "What cost us the most in October 2026?", "Was war im Oktober 2026 am teuersten?", "Qu'est-ce qui a coûté le plus cher en octobre 2026 ?"),
        ("smallest", truth.smallest(to(grocer), THIS_YEAR), f"Lowest amount at {grocer} this year", f"Kleinster Betrag bei {grocer} dieses Jahr", f"Montant le plus bas chez {grocer} cette année"),
    ))  # fmt: skip
    yield from bookings((
        ("last", truth.last(to(shop)), f"When did we most recently order from {shop}?", f"Wann war unsere letzte Bestellung bei {shop}?", f"De quand date la dernière commande chez {shop} ?"),
        ("first", truth.first(to(net)), f"When did {net} first charge us?", f"Wann hat {net} das erste Mal abgebucht?", f"Quand {net} nous a-t-il prélevés la première fois ?"),
        ("last", truth.last(to(diner)), f"the last time we ate at {diner}?", f"Wann haben wir zuletzt im {diner} gegessen?", f"Notre dernier repas chez {diner} date de quand ?"),
    ))  # fmt: skip
    yield from lists(truth, told(truth, (
        ((of("groceries"), days(date(2026, 10, 5), date(2026, 10, 11))), "grocery purchases in the week from 5 to 11 October 2026", "Lebensmitteleinkäufe in der Woche vom 5. bis 11. Oktober 2026", "courses de la semaine du 5 au 11 octobre 2026"),
        ((above(500), THIS_YEAR), "Which payments this year were above 500?", "Welche Zahlungen lagen dieses Jahr über 500?", "Quels paiements ont dépassé 500 cette année ?"),
    )))  # fmt: skip


def _tables(truth: Truth) -> Iterator[Question]:
    spent = truth.spent
    yield from tables((
        ("category", truth.divided(by_category, month(2026, 7)), "What did the money go on in July 2026?", "Wofür ging im Juli 2026 das Geld drauf?", "À quoi est passé l'argent en juillet 2026 ?"),
        ("month", truth.divided(by_month, of("electricity"), THIS_YEAR), "Electricity 2026, monthly figures", "Strom 2026, Monatswerte", "électricité 2026, chiffres mensuels"),
        ("counterparty", truth.divided(by_payee, of("shopping"), LAST_YEAR), "Shopping 2025 split by shop", "Shopping 2025 aufgeteilt nach Händlern", "Shopping 2025 réparti par magasin"),
    ))  # fmt: skip
    yield from amounts((
        ("compare", abs(spent(of("groceries"), month(2026, 10)) - spent(of("groceries"), month(2025, 10))), "groceries Oct 26 against Oct 25: Oct 2026 vs Oct 2025", "Lebensmittel: Oktober 2026 gegen Oktober 2025", "courses : octobre 2026 face à octobre 2025"),
        ("cashflow", truth.net(month(2026, 8)), "Bottom line for August 2026: income less spending?", "Was stand im August 2026 unterm Strich, Einnahmen abzüglich Ausgaben?", "Bilan d'août 2026 : revenus moins dépenses ?"),
    ))  # fmt: skip
    for text in ("How much percent did we manage to save in 2025?", "Sparquote für das Jahr 2025 bitte", "En 2025, quel a été notre taux d'épargne ?"):  # fmt: skip
        yield Question("savings", text, truth.rate(LAST_YEAR), None)


def _standing(truth: Truth) -> Iterator[Question]:
    names, house, cost = truth.names, truth.house, regular(truth)
    stream, gym, net = names["stream"], names["gym"], names["net"]
    yield from amounts((
        ("recurring", cost[net] / 12, f"How much is {net} a month?", f"Wie viel kostet {net} monatlich?", f"Combien coûte {net} mensuellement ?"),
        ("recurring", cost[gym], f"{gym} cost per year", f"{gym} Kosten pro Jahr", f"{gym} coût par an"),
        ("price_changes", risen(truth, stream), f"By how much has {stream} gone up?", f"Um wie viel hat sich {stream} verteuert?", f"{stream} a augmenté de combien ?"),
        ("contract", life.TOO_MUCH, "Did we pay more rent than the lease says?", "Haben wir mehr Miete gezahlt als im Mietvertrag steht?", "A-t-on payé plus de loyer que prévu dans le bail ?"),
    ))  # fmt: skip
    yield from sayings((
        ("unusual", ("Atelier Brandt",), "What was out of the ordinary in our October 2026 expenses?", "Was war an den Ausgaben im Oktober 2026 ungewöhnlich?", "Qu'y a-t-il eu d'inhabituel dans les dépenses d'octobre 2026 ?"),
        ("invoice", ("Dachdecker Voss",), "Which bills haven't been settled yet?", "Welche Rechnungen wurden noch nicht bezahlt?", "Quelles factures n'ont pas été payées ?"),
        ("holdings", tuple(each.name for each in life.positions(house)), "What are my holdings?", "Welche Fonds und Aktien besitze ich?", "Quels sont nos titres ?"),
    ))  # fmt: skip
    giro = house.accounts["giro"].number
    yield from balances(truth, (
        ("giro", date(2026, 2, 28), f"What was the balance on {giro} on Feb 28, 2026?", f"Wie war der Stand auf {giro} am 28.2.2026?", f"Quel était le solde de {giro} le 28/02/2026 ?"),
        ("savings", date(2026, 6, 30), "savings account at 30 June 2026, how much?", "Sparkonto am 30.6.2026, wie viel war drauf?", "compte épargne au 30 juin 2026, combien ?"),
    ))  # fmt: skip
