"""A seventh set, written like the fifth and the sixth: other verbs, other nouns, other orders of words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from bench.ledger_exam import life
from bench.ledger_exam.asking import amounts, asked, balances, bookings, figures, lists, sayings, sums, tables
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
    by_person,
    by_year,
    days,
    month,
    of,
    rounded,
    to,
)  # fmt: skip

NOTHING = (
    "How much did Ruth's sister spend in 2025?",
    "What did groceries cost us in Austria in 2025?",
    "How much did we spend on gifts for Ruth's birthday in 2025?",
    "How much would we have if we stopped eating out?",
    "What is the interest rate on our savings?",
    "How much did we spend before noon in October 2026?",
    "How many litres of petrol did we buy in 2025?",
    "What did the first three restaurants of 2026 cost together?",
    "How much did we overpay on electricity?",
    "How much money should we set aside for taxes?",
    "What did we spend on the second Sunday of October 2026?",
    "Who is the cheapest electricity provider?",
    "How much more does organic food cost?",
    "Wie viel Geld hat Martin heimlich ausgegeben?",
    "Was haben wir 2025 für Geschenke an Oma ausgegeben?",
    "Was kosten Lebensmittel pro Kopf im Oktober 2026?",
    "Wie viel haben wir 2025 steuerlich absetzbar ausgegeben?",
    "Wie viele Kilometer sind wir 2025 gefahren?",
    "Was haben wir 2025 an Sprit gespart?",
    "Wie viel Rabatt haben wir 2025 bekommen?",
    "Bei welcher Bank gibt es die besten Zinsen?",
    "Combien avons-nous économisé sur l'essence en 2025 ?",
    "Combien ont coûté les vacances en Corse ?",
    "Quelle remise avons-nous eue en 2025 ?",
    "Combien de kilomètres avons-nous parcourus en 2025 ?",
    "Combien paient les voisins pour leur loyer ?",
    "Combien coûtent les courses par tête en octobre 2026 ?",
)


def ask(truth: Truth) -> Iterator[Question]:
    """Some of each kind, in each language."""
    return asked(truth, _sums, _income, _picks, _lists, _tables, _against, _standing, nothing=NOTHING)


def _sums(truth: Truth) -> Iterator[Question]:
    grocer, power, net, gym, phone, diner, insurer, landlord, dentist, stream = truth.named(
        "grocer", "power", "net", "gym", "phone", "diner", "insurer", "landlord", "dentist", "stream"
    )
    yield from sums(truth, (
        ((to(power), THIS_YEAR), f"Our {power} bills so far this year, added up?", f"Was ist heuer bislang an {power} gegangen?", f"{power} depuis le 1er janvier, ça fait combien en tout ?"),
        ((of("groceries"), days(date(2026, 10, 22))), "groceries over the last thirty days", "Lebensmittel der letzten dreißig Tage", "courses des trente derniers jours"),
        ((of("rent"), days(date(2026, 7, 1), date(2026, 9, 30))), "rent for the summer quarter, July to September 2026", "Miete Juli–September 2026", "loyers de juillet à septembre 2026"),
        ((to(dentist), THIS_YEAR), "how much did the dentist charge us this year", "Zahnarztkosten in diesem Jahr", "Le dentiste nous a pris combien cette année ?"),
        ((of("restaurants"), days(date(2026, 10, 1), date(2026, 11, 20))), "What have we spent in restaurants since the start of October?", "Was haben wir seit Anfang Oktober in Restaurants ausgegeben?", "Combien a-t-on dépensé au restaurant depuis début octobre ?"),
        ((to(grocer), days(date(2025, 12, 1), date(2026, 2, 28))), f"{grocer} in winter 2025/26", f"{grocer} im Winter 2025/26", f"{grocer} pendant l'hiver 2025-2026"),
        ((of("fuel"), month(2026, 8)), "How pricey was petrol in August 2026?", "Wie viel Benzingeld ging im August 2026 weg?", "L'essence en août 2026 : quelle somme ?"),
        ((of("internet", "phone"), month(2026, 9)), "telecom costs September 2026", "Kommunikationskosten: Internet und Telefon im September 2026", "internet et téléphone, septembre 2026"),
        ((to(insurer), LAST_YEAR), f"Did we pay {insurer} in 2025? If so how much", f"Haben wir 2025 etwas an {insurer} gezahlt und wie viel?", f"A-t-on versé quelque chose à {insurer} en 2025, et combien ?"),
        ((of("sport"), LAST_YEAR), "2025 sports outlay", "2025 für Sport ausgegeben: ?", "budget sport 2025"),
        ((to(net), THIS_YEAR), f"{net} debits year-to-date, total amount", f"Summe der Abbuchungen durch {net} seit Jahresbeginn", f"total débité par {net} depuis le début de l'année"),
        ((by("joint"), THIS_YEAR), "everything paid out of the joint account in 2026", "alles, was 2026 vom Gemeinschaftskonto abging", "tout ce qui est sorti du compte joint en 2026"),
        ((of("groceries"), by("joint"), month(2026, 9)), "Sum of grocery spending on the joint account, September 2026", "Lebensmittel über das Gemeinschaftskonto im September 2026", "courses du compte joint en septembre 2026"),
        ((to(diner), of("restaurants")), f"What has {diner} cost us over the years?", f"Was hat uns {diner} über die Jahre gekostet?", f"{diner}, ça nous a coûté combien depuis toujours ?"),
        ((to(landlord), days(date(2026, 1, 1))), f"Sum up what {landlord} got from us since January", f"Was hat {landlord} seit Januar von uns bekommen?", f"Qu'a reçu {landlord} de notre part depuis janvier ?"),
        ((below(10), LAST_YEAR), "What did all payments under €10 amount to in 2025?", "Alle Zahlungen unter 10 € im Jahr 2025: Summe?", "Paiements de moins de 10 € en 2025 : quel total ?"),
        ((month(2026, 3),), "march 2026 total outgoings", "gesamte Ausgaben März 2026", "sorties d'argent totales en mars 2026"),
        ((to(gym), days(date(2026, 3, 1), date(2026, 8, 31))), f"{gym} March through August 2026 combined", f"{gym} März mit August 2026", f"{gym} cumul mars-août 2026"),
        ((of("shopping"), LAST_YEAR), "How much went to shopping in 2025 net of nothing, just the total", "Shopping-Ausgaben im gesamten Jahr 2025", "Total shopping pour l'année 2025"),
        ((of("electricity"), LAST_MONTH), "How high was the power bill in October 2026?", "Wie hoch fiel die Stromrechnung im Oktober 2026 aus?", "De combien était la facture d'électricité d'octobre 2026 ?"),
        ((to(phone), LAST_YEAR), f"{phone} contract: total cost 2025", f"Handyvertrag {phone}: Gesamtkosten 2025", f"forfait {phone} : coût total 2025"),
        ((to(stream), THIS_YEAR), f"In 2026 we gave {stream} how much?", f"Wie viel Kohle kriegt {stream} 2026 von uns?", f"On a filé combien à {stream} en 2026 ?"),
        ((of("cash"), days(date(2026, 1, 1), date(2026, 3, 31))), "cash out of the machine in Q1 2026", "Bargeld im 1. Quartal 2026", "liquide au premier trimestre 2026"),
    ))  # fmt: skip


def _income(truth: Truth) -> Iterator[Question]:
    employer = truth.names["employer"]
    yield from figures("income", (
        (truth.earned(of("salary"), LAST_YEAR), f"How much did I earn at {employer} last year?", f"Wie viel habe ich letztes Jahr bei {employer} verdient?", f"Combien ai-je gagné chez {employer} l'an dernier ?"),
        (truth.earned(LAST_MONTH), "total money received last month", "Gesamte Einnahmen letzten Monat", "Rentrées d'argent du mois dernier"),
        (truth.earned(of("benefits"), month(2026, 10)), "Kindergeld October 2026", "Kindergeld Oktober 2026", "Kindergeld octobre 2026"),
        (truth.earned(days(date(2026, 1, 1), date(2026, 6, 30))), "What did we bring in during the first six months of 2026?", "Was haben wir im ersten Halbjahr 2026 eingenommen?", "Qu'avons-nous gagné au premier semestre 2026 ?"),
    ))  # fmt: skip
    for text in ("How much money was refunded to us in 2025?", "Was bekamen wir 2025 zurückerstattet?", "Quel montant nous a été remboursé en 2025 ?"):  # fmt: skip
        yield Question("refunds", text, truth.back(LAST_YEAR))


def _picks(truth: Truth) -> Iterator[Question]:
    grocer, net, gym, dentist, employer = truth.named("grocer", "net", "gym", "dentist", "employer")
    yield from figures("count", (
        (truth.count(to(grocer), month(2026, 9)), f"{grocer} visits in September 2026, how many?", f"Anzahl der Besuche bei {grocer} im September 2026", f"combien de passages chez {grocer} en septembre 2026 ?"),
        (truth.count(of("restaurants"), THIS_YEAR), "How often have we eaten out in 2026?", "Wie oft waren wir 2026 essen?", "Combien de fois avons-nous mangé au restaurant en 2026 ?"),
        (truth.count(of("cash"), LAST_YEAR), "How many cash withdrawals were there in 2025?", "Wie oft haben wir 2025 Bargeld geholt?", "Combien de retraits d'argent en 2025 ?"),
    ), None)  # fmt: skip
    yield from amounts((
        ("average", rounded(truth.spent(of("fuel"), THIS_YEAR, days(date(2026, 1, 1), date(2026, 6, 30))) / 6), "Monthly fuel average for January to June 2026?", "Im Mittel pro Monat für Sprit, Januar bis Juni 2026?", "Carburant de janvier à juin 2026, moyenne par mois ?"),
        ("average", truth.mean(of("restaurants"), LAST_YEAR), "On average, what's one restaurant visit in 2025?", "Was gaben wir 2025 pro Restaurantbesuch im Schnitt aus?", "Combien coûte en moyenne un restaurant en 2025 ?"),
        ("median", truth.middle(to(grocer), THIS_YEAR), f"what's the median I pay at {grocer} (2026)?", f"Wie hoch ist der Median meiner Einkäufe bei {grocer} 2026?", f"quelle est la médiane de mes achats chez {grocer} en 2026 ?"),
        ("largest", truth.largest(month(2026, 7)), "July 2026: what was the largest single outgoing?", "Was war die höchste Ausgabe im Juli 2026?", "Le plus gros débit de juillet 2026 ?"),
        ("largest", truth.largest(of("fuel"), LAST_YEAR), "most expensive fill-up of 2025", "teuerste Tankfüllung 2025", "le plein le plus cher de 2025"),
        ("smallest", truth.smallest(of("groceries"), LAST_MONTH), "What's the smallest grocery bill of October 2026?", "niedrigster Lebensmitteleinkauf im Oktober 2026", "les courses les moins chères d'octobre 2026"),
    ))  # fmt: skip
    yield from bookings((
        ("last", truth.last(to(dentist)), "Last dentist appointment we paid for?", "Wann haben wir den Zahnarzt zuletzt bezahlt?", "Dernière fois qu'on a payé le dentiste ?"),
        ("last", truth.last(of("fuel")), "When did we last buy petrol?", "Wann haben wir zuletzt getankt?", "Quand a-t-on pris de l'essence la dernière fois ?"),
        ("last", truth.last(of("benefits"), kinds=("income",)), "when was the last Kindergeld paid", "Wann kam zuletzt Kindergeld?", "Quand avons-nous touché les allocations familiales la dernière fois ?"),
        ("first", truth.first(to(gym)), f"What date was our first payment to {gym}?", f"An welchem Tag haben wir {gym} zum ersten Mal bezahlt?", f"À quelle date a-t-on payé {gym} pour la première fois ?"),
        ("first", truth.first(to(employer), kinds=("income",)), f"First salary from {employer}: when?", f"Wann hat {employer} das erste Mal gezahlt?", f"Premier salaire de {employer}, c'était quand ?"),
        ("last", truth.last(to(net)), f"How long ago did we last pay {net}?", f"Wie lange ist die letzte Zahlung an {net} her?", f"Le dernier prélèvement de {net} remonte à quand ?"),
    ))  # fmt: skip


def _lists(truth: Truth) -> Iterator[Question]:
    grocer, shop = truth.names["grocer"], truth.names["shop"]
    yield from lists(truth, (
        ((to(shop), LAST_YEAR), f"What have we ordered from {shop} in 2025?", f"Was haben wir 2025 bei {shop} alles bestellt?", f"Qu'avons-nous commandé chez {shop} en 2025 ?"),
        ((above(150), month(2026, 10)), "Payments larger than 150 in October 2026", "Zahlungen größer als 150 im Oktober 2026", "Paiements dépassant 150 en octobre 2026"),
        ((of("fuel"), month(2026, 9)), "All fuel stops in September 2026 please", "Alle Tankvorgänge im September 2026 bitte", "Tous les achats de carburant de septembre 2026 svp"),
        ((to(grocer), month(2026, 9), above(30)), f"Any {grocer} purchases above 30 euros in September 2026?", f"Gab es bei {grocer} im September 2026 Einkäufe über 30 Euro?", f"Y a-t-il eu des achats de plus de 30 euros chez {grocer} en septembre 2026 ?"),
    ))  # fmt: skip


def _tables(truth: Truth) -> Iterator[Question]:
    yield from tables((
        ("category", truth.divided(by_category, month(2026, 8)), "August 2026 spending per category", "Ausgaben im August 2026 je Kategorie", "dépenses d'août 2026 par catégorie"),
        ("counterparty", truth.divided(by_payee, of("restaurants"), THIS_YEAR), "Restaurants 2026: how much at each?", "Restaurants 2026: wie viel bei welchem?", "Restaurants 2026 : combien dans chacun ?"),
        ("counterparty", truth.divided(by_payee, THIS_YEAR), "top 10 payees this year", "Top 10 Zahlungsempfänger dieses Jahr", "top 10 des bénéficiaires cette année"),
        ("month", truth.divided(by_month, THIS_YEAR), "What did we spend in each month of 2026?", "Wie viel haben wir 2026 in den einzelnen Monaten ausgegeben?", "Combien avons-nous dépensé chaque mois en 2026 ?"),
        ("person", truth.divided(by_person, month(2026, 9)), "September 2026 expenses by person", "Wer hat im September 2026 wie viel ausgegeben?", "Qui a dépensé combien en septembre 2026 ?"),
        ("year", truth.divided(by_year, of("groceries")), "groceries: annual totals", "Lebensmittel pro Jahr", "courses par an"),
    ))  # fmt: skip


def _against(truth: Truth) -> Iterator[Question]:
    spent, gym = truth.spent, truth.names["gym"]
    yield from amounts((
        ("compare", abs(spent(of("fuel"), THIS_YEAR) - spent(of("fuel"), LAST_YEAR)), "How much less did we spend on fuel this year than last year?", "Wie viel weniger haben wir dieses Jahr für Sprit ausgegeben als letztes?", "De combien nos dépenses d'essence diffèrent-elles entre cette année et l'année dernière ?"),
        ("compare", abs(spent(to(gym), LAST_YEAR) - spent(to(gym), THIS_YEAR)), f"What's the difference at {gym} between 2025 and 2026?", f"Differenz {gym} 2025 zu 2026", f"{gym} : écart entre 2025 et 2026"),
        ("compare", abs(spent(month(2026, 9)) - spent(month(2026, 10))), "Did spending rise from September to October 2026?", "Sind die Ausgaben von September auf Oktober 2026 gestiegen?", "Les dépenses ont-elles augmenté de septembre à octobre 2026 ?"),
        ("compare", abs(truth.earned(LAST_YEAR) - truth.earned(THIS_YEAR)), "Is our income higher this year than last year?", "Ist unser Einkommen dieses Jahr höher als letztes Jahr?", "Nos revenus sont-ils plus élevés cette année que l'an dernier ?"),
        ("sum", rounded(spent(of("rent"), month(2026, 5)) / 2), "Half of the rent in May 2026, how much is that?"),
        ("cashflow", truth.net(month(2026, 6)), "net result for June 2026", "Überschuss oder Defizit im Juni 2026?", "solde recettes-dépenses de juin 2026"),
        ("cashflow", truth.net(THIS_YEAR), "How much more did we earn than spend this year?", "Wie viel mehr haben wir dieses Jahr eingenommen als ausgegeben?", "Combien avons-nous gagné de plus que dépensé cette année ?"),
        ("cashflow", truth.net(month(2026, 4)), "Did our income cover our expenses in April 2026?", "Haben die Einnahmen im April 2026 die Ausgaben gedeckt?", "Les revenus ont-ils couvert les dépenses en avril 2026 ?"),
    ))  # fmt: skip
    for text in ("what fraction of income was saved in 2025", "Wie hoch war der gesparte Anteil des Einkommens 2025?", "part du revenu épargnée en 2025"):  # fmt: skip
        yield Question("savings", text, truth.rate(LAST_YEAR), None)


def _standing(truth: Truth) -> Iterator[Question]:
    house, cost = truth.house, regular(truth)
    stream, gym, phone, net = truth.named("stream", "gym", "phone", "net")
    yield from amounts((
        ("recurring", cost[phone] / 12, f"What do I currently pay {phone} monthly?", f"Was bezahle ich derzeit monatlich an {phone}?", f"Combien je paie actuellement à {phone} chaque mois ?"),
        ("recurring", cost[net], f"How much per annum for {net}?", f"{net}: Kosten p.a.?", f"{net} : coût annuel ?"),
        ("recurring", sum(cost.values(), Decimal(0)), "Show all standing payments with annual cost", "Zeig alle laufenden Abos und Verträge mit Jahreskosten", "Montre tous les paiements récurrents avec leur coût annuel"),
        ("price_changes", risen(truth, gym), f"When and by how much did {gym} get dearer?", f"Wann und um wie viel ist {gym} teurer geworden?", f"Quand et de combien {gym} a-t-il augmenté ?"),
        ("price_changes", risen(truth, stream), f"Did {stream} go up in price?", f"Ist der Preis von {stream} gestiegen?", f"Le tarif de {stream} a-t-il changé ?"),
        ("contract", life.TOO_MUCH, "Are we being charged the rent agreed in the contract?", "Wird uns die vertraglich vereinbarte Miete abgebucht?", "Nous prélève-t-on le loyer convenu dans le bail ?"),
    ))  # fmt: skip
    yield from sayings((
        ("price_changes", (stream, gym), "Any price increases this year?", "Gab es dieses Jahr Preiserhöhungen?", "Y a-t-il eu des hausses de tarif cette année ?"),
        ("unusual", ("Atelier Brandt",), "Is there anything in October 2026 that looks out of place?", "Ist im Oktober 2026 irgendetwas Ungewöhnliches passiert?", "Rien d'inhabituel en octobre 2026 ?"),
        ("holdings", tuple(each.name for each in life.positions(house)), "What's in our investment account?", "Was haben wir im Wertpapierdepot?", "Quelles actions possédons-nous ?"),
        ("invoice", ("Dachdecker Voss",), "Show outstanding invoices", "Gibt es noch offene Posten bzw. Rechnungen?", "Quelles factures ne sont pas encore payées ?"),
    ))  # fmt: skip
    giro, joint = house.accounts["giro"].number, house.accounts["joint"].number
    yield from balances(truth, (
        ("giro", date(2026, 4, 30), f"Account {giro}: balance at end of April 2026?", f"Konto {giro}: Stand Ende April 2026?", f"Compte {giro} : solde à fin avril 2026 ?"),
        ("joint", date(2025, 12, 31), f"what was in {joint} at year end 2025", f"Was war auf {joint} zum Jahresende 2025?", f"combien sur {joint} au 31 décembre 2025"),
        ("joint", date(2026, 7, 31), "Joint account balance as of 31 July 2026", "Kontostand des Gemeinschaftskontos zum 31. Juli 2026", "Solde du compte joint à la date du 31 juillet 2026"),
    ))  # fmt: skip
