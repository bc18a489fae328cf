"""A sixth set, written like the fifth: what a stranger to the program would type, and qualifiers that must not be passed over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from bench.ledger_exam import life
from bench.ledger_exam.asking import amounts, asked, balances, bookings, figures, lists, on, sayings, sums, tables, told
from bench.ledger_exam.questions.standing import regular, risen
from bench.ledger_exam.truth import (
    LAST_MONTH,
    LAST_YEAR,
    THIS_YEAR,
    Question,
    Truth,
    above,
    below,
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
    "How much did we pay by direct debit in October 2026?",
    "What did we spend online in 2025?",
    "How much of the groceries was for the party?",
    "Total of small purchases in October 2026",
    "What did we spend after midnight in September 2026?",
    "How much did I pay in tips in 2025?",
    "How much VAT did we pay in 2025?",
    "What do people in our street pay for rent?",
    "How much did we lend to Peter?",
    "How much were groceries minus refunds and bottle deposits in 2025?",
    "What's our net worth including the car?",
    "How much cheaper would a smaller flat be?",
    "Only counting business trips, what did travel cost in 2025?",
    "Wie viel wurde 2025 per Lastschrift eingezogen?",
    "Wie viel haben wir im Oktober 2026 online ausgegeben?",
    "Wie viel davon war Trinkgeld?",
    "Wie viel Mehrwertsteuer steckt in unseren Einkäufen 2025?",
    "Was haben kleine Einkäufe im Oktober 2026 gekostet?",
    "Nur die Einkäufe in Hamburg: was kosteten die 2025?",
    "Was würde eine neue Küche kosten?",
    "Wie viel haben wir Onkel Heinz geliehen?",
    "Combien avons-nous payé par virement en octobre 2026 ?",
    "Combien avons-nous dépensé en ligne en 2025 ?",
    "Combien de pourboires en 2025 ?",
    "Combien coûtent les courses le dimanche ?",
    "Combien de TVA avons-nous payée en 2025 ?",
    "Combien gagne mon frère ?",
    "Quel est le prix du mètre carré ici ?",
)


def ask(truth: Truth) -> Iterator[Question]:
    """Some of each kind, in each language."""
    return asked(truth, _sums, _income, _picks, _lists, _tables, _against, _standing, nothing=NOTHING)


def _sums(truth: Truth) -> Iterator[Question]:
    grocer, power, net, gym, phone, diner, landlord, stream = truth.named(
        "grocer", "power", "net", "gym", "phone", "diner", "landlord", "stream"
    )
    yield from sums(truth, (
        ((of("groceries"), days(date(2026, 5, 1))), "how much have we been spending on food shopping since may", "was geben wir seit mai für den lebensmitteleinkauf aus", "on a dépensé combien en alimentation depuis mai"),
        ((of("groceries"), LAST_MONTH, on(5)), "How much did groceries cost us on Saturdays in October 2026?"),
        ((LAST_MONTH, on(6)), "Was haben wir sonntags im Oktober 2026 ausgegeben?"),
        ((of("rent"), LAST_YEAR), "Rent payments 2025 - grand total?", "Mietzahlungen 2025 aufsummiert", "Cumul des loyers 2025"),
        ((to(power), days(date(2026, 7, 1), date(2026, 9, 30))), f"I need to know what {power} cost in the third quarter of 2026", f"Kosten {power} Q3/2026", f"coût de {power} au T3 2026"),
        ((of("restaurants"), month(2026, 9)), "What was our restaurant spend in Sept '26?", "Wie teuer waren unsere Restaurantbesuche im September 2026?", "Les sorties restos de septembre 2026 nous ont coûté combien ?"),
        ((of("fuel"), days(date(2026, 9, 1), date(2026, 10, 31))), "fuel, September plus October 2026", "Was haben September und Oktober 2026 an Sprit gekostet?", "carburant pour septembre et octobre 2026 réunis"),
        ((to(grocer), LAST_MONTH), f"how much did the {grocer} trips come to in October?", f"{grocer} im Oktober: wieviel insgesamt?", f"{grocer} en octobre : ça fait combien ?"),
        ((of("insurance"), THIS_YEAR), "What did I pay for insurance cover this year?", "Versicherungsbeiträge dieses Jahr", "Combien en cotisations d'assurance cette année ?"),
        ((to(phone), THIS_YEAR), f"Amount billed by {phone} year to date", f"Bisherige Kosten von {phone} in diesem Jahr", f"Montant facturé par {phone} depuis janvier"),
        ((of("shopping"), days(date(2025, 10, 1), date(2025, 12, 31))), "What did we shell out for shopping in the last three months of 2025?", "Shopping im vierten Quartal 2025?", "Shopping sur les trois derniers mois de 2025 ?"),
        ((to(landlord), days(date(2026, 1, 1), date(2026, 6, 30))), f"transfers to {landlord}, first half 2026, summed", f"Überweisungen an {landlord} im ersten Halbjahr 2026, Summe bitte", f"virements à {landlord} premier semestre 2026, total"),
        ((by("card"), THIS_YEAR), "How much have I racked up on my credit card this year?", "Wie viel haben wir heuer mit Karte gezahlt?", "Combien ai-je payé avec ma carte de crédit cette année ?"),
        ((of("travel"), LAST_YEAR), "What did travel come to last year?", "Reisekosten letztes Jahr?", "Nos voyages de l'an passé, quel budget ?"),
        ((of("household"), days(date(2026, 1, 1), date(2026, 12, 31))), "How much did we put into the household in 2026?", "Ausgaben für den Haushalt 2026?", "Dépenses pour la maison en 2026 ?"),
        ((of("electricity"), days(date(2024, 9, 1), date(2024, 12, 31))), "Electricity bills for Sep to Dec 2024 combined", "Strom September bis Dezember 2024", "électricité de septembre à décembre 2024"),
        ((to(gym), LAST_YEAR), f"my {gym} membership, what did that cost me in 2025", f"meine Mitgliedschaft bei {gym}, was hat die 2025 gekostet", f"mon abonnement {gym}, il m'a coûté combien en 2025"),
        ((to(net), days(date(2025, 11, 1), date(2026, 4, 30))), f"{net} between November 2025 and April 2026?", f"{net} von November 2025 bis inklusive April 2026?", f"{net} entre novembre 2025 et avril 2026 ?"),
        ((above(80), of("groceries"), THIS_YEAR), "grocery purchases over €80 this year, total", "Lebensmitteleinkäufe ab über 80 € dieses Jahr, Summe", "courses supérieures à 80 € cette année, somme"),
        ((to(diner), LAST_YEAR), f"Have we spent a lot at {diner} in 2025? How much?", f"Wie viel haben wir 2025 bei {diner} verfuttert?", f"On a mangé pour combien chez {diner} en 2025 ?"),
        ((of("cash"), LAST_MONTH), "cash taken out last month", "Bargeldabhebungen letzter Monat", "espèces retirées le mois dernier"),
        ((of("subscriptions"), month(2026, 10)), "How much did subscriptions cost us in October 2026?", "Was kosteten die Abos im Oktober 2026?", "Les abonnements d'octobre 2026, quel montant ?"),
        ((days(date(2026, 11, 9), date(2026, 11, 15)),), "What did we spend last week?", "Was haben wir letzte Woche ausgegeben?", "Combien avons-nous dépensé la semaine passée ?"),
        ((LAST_YEAR, to(stream)), f"{stream} subscription costs for the year 2025", f"Abokosten {stream} für das Jahr 2025", f"abonnement {stream}, coût pour l'année 2025"),
        ((days(date(2026, 8, 1), date(2026, 8, 15)),), "What did the first half of August 2026 cost us?", "Was haben wir in der ersten Augusthälfte 2026 ausgegeben?", "Dépenses de la première quinzaine d'août 2026 ?"),
    ))  # fmt: skip


def _income(truth: Truth) -> Iterator[Question]:
    employer = truth.names["employer"]
    yield from figures("income", (
        (truth.earned(THIS_YEAR), "how much money came into our accounts this year", "Wie viel Geld ist dieses Jahr hereingekommen?", "Combien d'argent est rentré cette année ?"),
        (truth.earned(of("salary"), LAST_YEAR), "What were my total wages in 2025?", "Gehaltszahlungen 2025 in Summe", "Total de mes salaires 2025"),
        (truth.earned(to(employer), month(2026, 8)), f"What did {employer} deposit in August 2026?", f"Wie viel hat {employer} im August 2026 überwiesen?", f"Combien {employer} a-t-il viré en août 2026 ?"),
        (truth.earned(of("benefits"), LAST_YEAR), f"How much did the {life.BENEFIT} pay us in 2025?", f"Was haben wir 2025 von der {life.BENEFIT} bekommen?", f"Combien avons-nous reçu de la {life.BENEFIT} en 2025 ?"),
    ))  # fmt: skip
    for text in ("Refunds this year: how much in total?", "Wie viel haben uns Händler heuer erstattet?", "Total des remboursements reçus cette année"):  # fmt: skip
        yield Question("refunds", text, truth.back(THIS_YEAR))


def _picks(truth: Truth) -> Iterator[Question]:
    names = truth.names
    grocer, diner, power, shop, phone = truth.named("grocer", "diner", "power", "shop", "phone")
    yield from figures("count", (
        (truth.count(to(diner), THIS_YEAR), f"How frequently did we dine at {diner} this year?", f"Wie oft haben wir dieses Jahr im {diner} gegessen?", f"On est allés combien de fois chez {diner} cette année ?"),
        (truth.count(of("fuel"), LAST_YEAR), "How many times did we stop for petrol in 2025?", "Wie häufig mussten wir 2025 tanken?", "On a fait le plein combien de fois en 2025 ?"),
        (truth.count(above(100), THIS_YEAR, kinds=("spending", "income", "refund")), "How many transactions above 100 have there been in 2026?", "Wie viele Buchungen über 100 gab es 2026?", "Combien d'opérations de plus de 100 en 2026 ?"),
    ), None)  # fmt: skip
    yield from amounts((
        ("average", rounded(truth.spent(of("groceries"), THIS_YEAR, days(date(2026, 1, 1), date(2026, 6, 30))) / 6), "per-month average for groceries, first half of 2026", "Lebensmittel im ersten Halbjahr 2026: Schnitt pro Monat?", "courses du premier semestre 2026 : combien par mois en moyenne ?"),
        ("average", truth.mean(to(grocer), LAST_YEAR), f"what's the average basket at {grocer} in 2025", f"Durchschnittlicher Einkaufswert bei {grocer} 2025", f"ticket moyen chez {grocer} en 2025"),
        ("median", truth.middle(of("groceries"), LAST_MONTH), "median grocery purchase in October 2026", "Median der Lebensmitteleinkäufe im Oktober 2026", "achat de courses médian en octobre 2026"),
        ("largest", truth.largest(LAST_YEAR), "What did we spend the most money on in one go in 2025?", "Was war 2025 unsere größte Einzelausgabe?", "Quelle a été la plus grosse dépense unique de 2025 ?"),
        ("largest", truth.largest(to(shop)), f"Most expensive order at {shop}?", f"Teuerste Bestellung bei {shop}?", f"Commande la plus chère chez {shop} ?"),
        ("smallest", truth.smallest(of("restaurants"), THIS_YEAR), "Our cheapest restaurant visit this year?", "Günstigster Restaurantbesuch dieses Jahr?", "Le restaurant le moins cher de cette année ?"),
    ))  # fmt: skip
    wage = truth.last(to(names["employer"]), kinds=("income",))
    yield from bookings((
        ("last", truth.last(to(power)), f"What was the latest payment to {power}?", f"Wann ging die letzte Zahlung an {power} raus?", f"Quel est le dernier paiement fait à {power} ?"),
        ("last", truth.last(to(grocer)), f"When were we last at {grocer}?", f"Wann waren wir zuletzt beim {grocer}?", f"Quand est-on allés chez {grocer} pour la dernière fois ?"),
        ("last", wage, "Latest salary: when and how much?", "Wann wurde zuletzt Lohn überwiesen?", "Dernier salaire reçu : quand ?"),
        ("first", truth.first(to(phone)), f"When did we start paying {phone}?", f"Seit wann zahle ich für {phone}?", f"Depuis quand paie-t-on {phone} ?"),
        ("first", truth.first(to(diner)), f"Our first visit to {diner} was when?", f"Wann waren wir das allererste Mal im {diner}?", f"Quand avons-nous découvert {diner}, la première fois ?"),
    ))  # fmt: skip


def _lists(truth: Truth) -> Iterator[Question]:
    grocer = truth.names["grocer"]
    yield from lists(truth, told(truth, (
        ((of("restaurants"), LAST_MONTH), "Give me all restaurant transactions from October 2026", "Gib mir alle Restaurantzahlungen vom Oktober 2026", "Donne-moi toutes les dépenses de restaurant d'octobre 2026"),
        ((above(200), month(2026, 9)), "which bills exceeded 200 euros in September 2026", "Was hat im September 2026 mehr als 200 Euro gekostet?", "qu'est-ce qui a coûté plus de 200 euros en septembre 2026"),
        ((to(grocer), days(date(2026, 10, 1), date(2026, 10, 10))), f"{grocer} purchases from 1 to 10 October 2026", f"Einkäufe bei {grocer} vom 1. bis 10. Oktober 2026", f"achats chez {grocer} du 1er au 10 octobre 2026"),
        ((above(50, also=True), below(90, also=True), of("restaurants"), LAST_MONTH), "restaurant bills between 50 and 90 euros in October 2026", "Restaurantrechnungen zwischen 50 und 90 Euro im Oktober 2026", "notes de restaurant entre 50 et 90 euros en octobre 2026"),
    )))  # fmt: skip


def _tables(truth: Truth) -> Iterator[Question]:
    yield from tables((
        ("counterparty", truth.divided(by_payee, of("groceries"), THIS_YEAR), "Which supermarket got most of our money this year?", "Welcher Supermarkt hat dieses Jahr am meisten von uns bekommen?", "Quel supermarché nous a coûté le plus cette année ?"),
        ("counterparty", truth.divided(by_payee, LAST_MONTH), "Who did we pay the most in October 2026?", "Wem haben wir im Oktober 2026 am meisten bezahlt?", "À qui a-t-on payé le plus en octobre 2026 ?"),
        ("category", truth.divided(by_category, LAST_YEAR), "What are our biggest cost categories in 2025?", "Die größten Ausgabenkategorien 2025", "Nos plus gros postes de dépenses en 2025"),
        ("category", truth.divided(by_category, month(2026, 9)), "how were our expenses distributed across categories in september 2026", "Wie verteilen sich die Ausgaben im September 2026 auf die Kategorien?", "Comment se répartissent nos dépenses de septembre 2026 ?"),
        ("month", truth.divided(by_month, of("groceries"), THIS_YEAR), "groceries 2026 broken down by month", "Lebensmittel 2026 pro Monat", "courses 2026 mois après mois"),
        ("month", truth.divided(by_month, LAST_YEAR), "Which month in 2025 was our most expensive?", "Welcher Monat war 2025 am teuersten?", "Quel a été le mois le plus dépensier de 2025 ?"),
        ("quarter", truth.divided(by_quarter, of("electricity"), LAST_YEAR), "electricity for each quarter of 2025", "Strom quartalsweise 2025", "électricité 2025 trimestre par trimestre"),
    ))  # fmt: skip


def _against(truth: Truth) -> Iterator[Question]:
    spent, grocer = truth.spent, truth.names["grocer"]
    yield from amounts((
        ("compare", abs(spent(of("electricity"), THIS_YEAR) - spent(of("electricity"), LAST_YEAR)), "Has our electricity spending gone up compared to last year?", "Wie haben sich die Stromkosten gegenüber dem Vorjahr verändert?", "Nos dépenses d'électricité ont-elles augmenté par rapport à l'année dernière ?"),
        ("compare", abs(spent(of("restaurants"), LAST_MONTH) - spent(of("restaurants"), month(2026, 9))), "restaurants in October 2026 vs the previous month", "Restaurants Oktober 2026 im Vergleich zum Vormonat", "restaurants en octobre 2026 par rapport au mois précédent"),
        ("compare", abs(spent(to(grocer), LAST_YEAR) - spent(to(grocer), year(2024))), f"difference between 2024 and 2025 at {grocer}", f"Unterschied zwischen 2024 und 2025 bei {grocer}", f"différence entre 2024 et 2025 chez {grocer}"),
        ("compare", abs(spent(month(2026, 10)) - spent(month(2025, 10))), "Was October 2026 more expensive than October 2025?", "War der Oktober 2026 teurer als der Oktober 2025?", "Octobre 2026 a-t-il été plus cher qu'octobre 2025 ?"),
        ("cashflow", truth.net(month(2026, 7)), "How much did we have left at the end of July 2026 after all spending?", "Was blieb uns im Juli 2026 unterm Strich?", "Que nous est-il resté en juillet 2026 ?"),
        ("cashflow", truth.net(month(2026, 9)), "Compare income with expenses for September 2026", "Einnahmen versus Ausgaben September 2026", "Comparez revenus et dépenses de septembre 2026"),
        ("cashflow", truth.net(LAST_YEAR), "Did we make a profit or loss in 2025?", "Sind wir 2025 mit dem Geld ausgekommen?", "Avons-nous vécu au-dessus de nos moyens en 2025 ?"),
    ))  # fmt: skip
    for text in ("savings rate last month?", "Wie viel Prozent unserer Einnahmen blieben letzten Monat übrig?", "taux d'épargne du mois dernier"):  # fmt: skip
        yield Question("savings", text, truth.rate(LAST_MONTH), None)


def _standing(truth: Truth) -> Iterator[Question]:
    house, cost = truth.house, regular(truth)
    stream, gym, insurer, landlord = truth.named("stream", "gym", "insurer", "landlord")
    yield from amounts((
        ("recurring", cost[gym] / 12, f"monthly price of {gym}?", f"Wie hoch ist der Monatsbeitrag bei {gym}?", f"{gym}, c'est combien par mois ?"),
        ("recurring", cost[stream], f"What does {stream} work out at per year?", f"Was zahl ich für {stream} im Jahr?", f"{stream} nous coûte combien à l'année ?"),
        ("recurring", cost[insurer], f"annual premium {insurer}", f"Jahresprämie {insurer}", f"prime annuelle {insurer}"),
        ("recurring", cost[landlord] / 12, "Quel est notre loyer mensuel ?"),
        ("recurring", sum(cost.values(), Decimal(0)), "which bills come in regularly and what's the yearly total", "Alle wiederkehrenden Kosten, aufs Jahr gerechnet", "toutes nos dépenses récurrentes, par an"),
        ("price_changes", risen(truth, stream), f"{stream} price increase: how much?", f"Preiserhöhung bei {stream}: wie viel?", f"hausse de prix chez {stream} : combien ?"),
        ("contract", life.TOO_MUCH, "Is the rent we pay the same as in the lease?", "Ist die abgebuchte Miete die aus dem Mietvertrag?", "Le loyer payé est-il bien celui du bail ?"),
    ))  # fmt: skip
    yield from sayings((
        ("price_changes", (stream, gym), "Which of our regular payments went up in 2026?", "Welche Anbieter haben 2026 die Preise erhöht?", "Quels prélèvements ont augmenté en 2026 ?"),
        ("unusual", ("Atelier Brandt",), "Were there any surprises in our October 2026 spending?", "Gibt es im Oktober 2026 Ausreißer bei den Ausgaben?", "Des anomalies dans les dépenses d'octobre 2026 ?"),
        ("holdings", tuple(each.name for each in life.positions(house)), "list my securities", "Zeig mein Depot", "Liste de mes titres"),
        ("invoice", ("Dachdecker Voss",), "Any bills we haven't paid?", "Haben wir unbezahlte Rechnungen?", "Y a-t-il des factures non réglées ?"),
    ))  # fmt: skip
    giro, joint = house.accounts["giro"].number, house.accounts["joint"].number
    yield from balances(truth, (
        ("giro", date(2026, 1, 31), f"How much money did account {giro} hold at the end of January 2026?", f"Wie viel war Ende Januar 2026 auf Konto {giro}?", f"Combien y avait-il sur le compte {giro} fin janvier 2026 ?"),
        ("joint", date(2026, 5, 15), f"{joint} balance on May 15, 2026", f"{joint} Kontostand 15.5.2026", f"{joint} solde le 15 mai 2026"),
        ("savings", date(2026, 9, 30), "what were our savings worth on 30 September 2026", "Höhe unserer Ersparnisse am 30. September 2026", "montant de notre épargne au 30 septembre 2026"),
    ))  # fmt: skip
