"""A fourth set, written like the third before any of it was tried: other times, other turns of phrase."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bench.ledger_exam import life
from bench.ledger_exam.asking import (
    amounts,
    asked,
    balances,
    bookings,
    figures,
    lists,
    other_than,
    sayings,
    share,
    sums,
    tables,
)
from bench.ledger_exam.truth import (
    LAST_YEAR,
    THIS_YEAR,
    Question,
    Truth,
    above,
    below,
    by,
    by_payee,
    by_quarter,
    by_year,
    days,
    month,
    of,
    rounded,
    to,
)  # fmt: skip

NOTHING = (
    "Everything bar groceries: what did October 2026 cost us?",
    "What would a year without restaurants have saved us?",
    "Was müssten wir monatlich zurücklegen, um 5000 Euro zu sparen?",
    "Combien faudrait-il mettre de côté chaque mois ?",
)


def ask(truth: Truth) -> Iterator[Question]:
    """Some of each kind, in each language."""
    return asked(truth, _sums, _picks, _tables, _standing, nothing=NOTHING)


def _sums(truth: Truth) -> Iterator[Question]:
    grocer, power, net, gym, stream, diner = truth.named("grocer", "power", "net", "gym", "stream", "diner")
    yield from sums(truth, (
        ((month(2026, 10), other_than(of("rent"))), "Was haben wir im Oktober 2026 abgesehen von der Miete ausgegeben?", "Mis à part le loyer, combien avons-nous dépensé en octobre 2026 ?"),
        ((month(2026, 9), other_than(of("rent"))), "Setting rent aside, what did we spend in September 2026?"),
        ((of("groceries"), month(2026, 9)), "What was our grocery bill two months ago?", "Was haben wir vorletzten Monat für Lebensmittel ausgegeben?",
         "Qu'a-t-on dépensé en courses il y a deux mois ?"),
        ((of("groceries"), days(date(2026, 11, 2), date(2026, 11, 8))), "How much did the supermarket run us the week before last?",
         "Wie teuer waren die Lebensmittel vorletzte Woche?", "Combien de courses la semaine du 2 au 8 novembre 2026 ?"),
        ((to(net), days(date(2025, 7, 1), date(2025, 9, 30))), f"{net}, Q3 last year - how much?", f"Wie viel bekam {net} im dritten Quartal des letzten Jahres von uns?",
         f"Montant versé à {net} au troisième trimestre 2025 ?"),
        ((of("restaurants"), days(date(2026, 1, 1), date(2026, 3, 31))), "restaurant outlay in the first three months of this year",
         "Was haben die Restaurantbesuche in den ersten drei Monaten dieses Jahres gekostet?", "Les restaurants nous ont coûté combien au cours des trois premiers mois de 2026 ?"),
        ((of("fuel"), below(60), LAST_YEAR), "Fuel purchases below 60 euros in 2025: what do they add up to?",
         "Was ergeben alle Tankzahlungen unter 60 Euro im Jahr 2025 zusammen?", "Total des achats d'essence de moins de 60 euros en 2025"),
        ((above(50), of("groceries"), THIS_YEAR), "How much did we spend on grocery shops of more than 50 euros this year?",
         "Wie viel machen Lebensmitteleinkäufe über 50 Euro dieses Jahr aus?", "Combien représentent les courses de plus de 50 euros cette année ?"),
        ((to(grocer), by("card"), LAST_YEAR), f"How much went through the credit card at {grocer} in 2025?", f"Wie viel haben wir 2025 bei {grocer} mit der Kreditkarte bezahlt?",
         f"Qu'avons-nous réglé par carte de crédit chez {grocer} en 2025 ?"),
        ((by("joint"), month(2026, 8)), "What was spent from the joint account in August 2026?", "Was wurde im August 2026 vom Gemeinschaftskonto bezahlt?",
         "Qu'est-ce qui a été dépensé depuis le compte joint en août 2026 ?"),
        ((to(stream), days(date(2024, 9, 1))), f"Total we've ever given {stream}", f"Was haben wir {stream} insgesamt schon bezahlt?", f"Combien a-t-on donné à {stream} en tout ?"),
        ((of("electricity", "internet"), LAST_YEAR), "Power and internet: total for 2025", "Strom und Internet zusammen im Jahr 2025?", "Électricité plus internet : total 2025 ?"),
        ((to(power), days(date(2026, 2, 1), date(2026, 5, 31))), f"What did {power} bill us from February through May 2026?", f"Was hat uns {power} von Februar bis Mai 2026 in Rechnung gestellt?",
         f"Combien {power} nous a-t-il facturé de février à mai 2026 ?"),
        ((of("sport"), LAST_YEAR), "What do we fork out for sport, 2025 figure please", "Sport - was ging dafür 2025 drauf?", "Le sport, combien en 2025 ?"),
        ((to(diner), THIS_YEAR), f"How much money have we left at {diner} this year?", f"Wie viel Geld haben wir dieses Jahr in {diner} getragen?", f"Combien a-t-on laissé chez {diner} cette année ?"),
        ((to(gym), month(2026, 2)), f"How much was the {gym} charge in February 2026?", f"Wie hoch war die Abbuchung von {gym} im Februar 2026?", f"De combien était le prélèvement de {gym} en février 2026 ?"),
    ))  # fmt: skip
    yield from figures("income", (
        (truth.earned(of("benefits"), LAST_YEAR), "How much Kindergeld was paid out to us in 2025?", "Wie viel Kindergeld wurde uns 2025 überwiesen?", "Combien d'allocations familiales avons-nous touchées en 2025 ?"),
        (truth.earned(month(2025, 11)), "Our takings in November 2025?", "Was haben wir im November 2025 alles eingenommen?", "Qu'avons-nous encaissé en novembre 2025 ?"),
    ))  # fmt: skip


def _picks(truth: Truth) -> Iterator[Question]:
    grocer, power, dentist = truth.named("grocer", "power", "dentist")
    yield from figures("count", (
        (truth.count(of("restaurants"), month(2026, 9)), "How many restaurant bills did we have in September 2026?", "Wie viele Restaurantbesuche gab es im September 2026?",
         "Combien de sorties au restaurant en septembre 2026 ?"),
        (truth.count(to(grocer), below(20)), f"How many of our purchases at {grocer} were under 20 euros?", f"Wie viele Einkäufe bei {grocer} lagen unter 20 Euro?",
         f"Combien d'achats de moins de 20 euros chez {grocer} ?"),
        (truth.count(to(life.CASH), THIS_YEAR), "How often did we go to the cash machine this year?", "Wie oft waren wir dieses Jahr am Geldautomaten?", "Combien de retraits au distributeur cette année ?"),
    ), None)  # fmt: skip
    yield from amounts((
        ("average", rounded(truth.spent(of("fuel"), LAST_YEAR) / 12), "What's our monthly average for petrol in 2025?", "Durchschnittliche Spritkosten pro Monat 2025?",
         "Coût mensuel moyen de l'essence en 2025 ?"),
        ("median", truth.middle(to(grocer)), f"median spend at {grocer}", f"Welchen Betrag geben wir im Median bei {grocer} aus?", f"Quelle est la dépense médiane chez {grocer} ?"),
        ("largest", truth.largest(of("groceries"), LAST_YEAR), "What's the most we paid for groceries in one go in 2025?", "Unser teuerster Lebensmitteleinkauf 2025?",
         "Quelles ont été les courses les plus chères de 2025 ?"),
        ("smallest", truth.smallest(of("fuel"), LAST_YEAR), "Cheapest tank of petrol in 2025?", "Die kleinste Tankrechnung 2025?", "Le plein le moins cher de 2025 ?"),
    ))  # fmt: skip
    yield from bookings((
        ("last", truth.last(to(dentist)), f"How recently did we pay {dentist}?", f"Wann ging zuletzt Geld an {dentist}?", f"De quand date notre dernier paiement à {dentist} ?"),
        ("last", truth.last(of("cash")), "When did we last take out cash?", "Wann haben wir das letzte Mal Geld abgehoben?", "Quand avons-nous retiré de l'argent pour la dernière fois ?"),
        ("first", truth.first(to(power)), f"What was the first thing we ever paid {power}?", f"Wann haben wir {power} das allererste Mal bezahlt?", f"Quand a eu lieu notre tout premier paiement à {power} ?"),
    ))  # fmt: skip
    yield from lists(truth, (
        ((of("restaurants"), month(2026, 8)), "Which restaurants did we pay in August 2026?", "In welchen Restaurants waren wir im August 2026?", "Les restaurants d'août 2026, la liste"),
        ((above(100), by("giro"), to("Elektro Zander", "Malerbetrieb Kunz")), "Payments over 100 euros from the giro account to Elektro Zander and Malerbetrieb Kunz",
         "Zahlungen über 100 Euro an Elektro Zander und Malerbetrieb Kunz", "Paiements de plus de 100 euros à Elektro Zander et Malerbetrieb Kunz"),
    ))  # fmt: skip


def _tables(truth: Truth) -> Iterator[Question]:
    may, spent = month(2026, 5), truth.spent
    yield from tables((
        ("counterparty", truth.divided(by_payee, of("groceries"), month(2026, 9)), "Groceries in September 2026, shop by shop", "Lebensmittel im September 2026 nach Geschäft",
         "Courses de septembre 2026 par magasin"),
        ("quarter", truth.divided(by_quarter, of("fuel"), LAST_YEAR), "Quarterly fuel costs for 2025", "Spritkosten je Quartal 2025", "Essence par trimestre en 2025"),
        ("year", truth.divided(by_year, of("insurance")), "What have we paid for insurance in each year?", "Was haben wir in jedem Jahr für Versicherungen gezahlt?",
         "Qu'avons-nous payé en assurances chaque année ?"),
    ))  # fmt: skip
    yield from amounts((
        ("compare", abs(spent(of("fuel"), month(2026, 10)) - spent(of("fuel"), month(2025, 10))), "How does petrol in October 2026 stack up against October 2025?",
         "Wie steht der Sprit im Oktober 2026 gegenüber Oktober 2025 da?", "L'essence d'octobre 2026 comparée à octobre 2025 ?"),
        ("compare", abs(spent(LAST_YEAR) - spent(THIS_YEAR)), "Have we spent more this year than last year?", "Geben wir dieses Jahr mehr aus als letztes Jahr?",
         "Dépensons-nous plus cette année que l'an passé ?"),
        ("cashflow", truth.net(may), "Did we live within our means in May 2026?", "Haben wir im Mai 2026 mehr eingenommen als ausgegeben?", "Avons-nous dépensé plus que gagné en mai 2026 ?"),
    ))  # fmt: skip
    for text in (
        "How good were we at saving in 2025, as a rate?",
        "Wie hoch war unsere Sparquote im letzten Jahr?",
        "Notre taux d'épargne l'an dernier ?",
    ):
        yield Question("savings", text, truth.rate(LAST_YEAR), None)


def _standing(truth: Truth) -> Iterator[Question]:
    house = truth.house
    stream, gym, phone, landlord = truth.named("stream", "gym", "phone", "landlord")
    now = {who: -truth.last(to(who)).amount for who in (stream, gym, phone, landlord)}
    yield from amounts((
        ("recurring", now[phone] * 12, f"On a yearly basis, what do we pay {phone}?", f"Aufs Jahr gerechnet: was kostet uns {phone}?", f"Sur une année, combien nous coûte {phone} ?"),
        ("recurring", now[gym], f"What's the monthly fee at {gym}?", f"Monatsbeitrag {gym}?", f"Quelle est la mensualité de {gym} ?"),
        ("price_changes", now[gym] + truth.first(to(gym)).amount, f"By what amount has {gym} gone up?", f"Um welchen Betrag hat {gym} erhöht?", f"De quel montant {gym} a-t-il augmenté ?"),
        ("contract", life.TOO_MUCH, "Are we paying the rent that the lease says?", "Zahlen wir die Miete, die im Mietvertrag steht?", "Payons-nous bien le loyer prévu au bail ?"),
    ))  # fmt: skip
    yield from figures("share", (
        (share(truth.spent(of("groceries", "restaurants")), truth.earned()), "How much of what we earn goes on food?"),
        (share(truth.spent(of("rent")), truth.earned(of("salary"))), "Wie viel Prozent des Gehalts geht für die Miete drauf?", "Quel pourcentage du salaire part en loyer ?"),
    ), None)  # fmt: skip
    yield from sayings((
        ("unusual", ("Atelier Brandt",), "Did anything stand out in our spending in October 2026?", "Fällt bei den Ausgaben im Oktober 2026 etwas aus dem Rahmen?", "Y a-t-il quelque chose de bizarre dans les dépenses d'octobre 2026 ?"),
        ("invoice", ("Dachdecker Voss",), "What bills do we still have to pay?", "Welche Rechnungen müssen wir noch bezahlen?", "Quelles factures nous reste-t-il à payer ?"),
        ("holdings", tuple(each.name for each in life.positions(house)), "Which investments do we have?", "Was haben wir an Aktien und Fonds?", "Qu'avons-nous en portefeuille ?"),
    ))  # fmt: skip
    yield from balances(truth, (
        ("giro", date(2026, 6, 15), f"How much did account {house.accounts['giro'].number} have on it on 15 June 2026?", f"Stand des Kontos {house.accounts['giro'].number} zum 15.06.2026?",
         f"Il y avait combien sur le compte {house.accounts['giro'].number} le 15 juin 2026 ?"),
        ("savings", date(2025, 12, 31), "How big were our savings at the end of 2025?", "Wie viel Geld war zum Jahresende 2025 auf dem Tagesgeldkonto?", "À combien s'élevait notre épargne au 31 décembre 2025 ?"),
    ))  # fmt: skip
