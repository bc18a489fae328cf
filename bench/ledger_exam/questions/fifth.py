"""A fifth set, as people type: keywords, courtesy, haste, typing errors, Swiss, Austrian, British and American turns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

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
    sums,
    weekend,
)
from bench.ledger_exam.plan import TODAY
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
    year,
)  # fmt: skip

NOTHING = (
    "What do the neighbours pay for electricity?",
    "How much is the house worth?",
    "what did we spend on our trip to Lisbon",
    "How much tax will I owe for 2026?",
    "How much did the kids' school trip cost in May 2026?",
    "Did we pay less than the average family for food in 2025?",
    "what's my credit score",
    "Was kostet uns der Hund im Monat?",
    "Wie viel Steuern habe ich 2025 hinterzogen?",
    "Wie viel haben wir 2025 für vegane Lebensmittel bezahlt?",
    "Was verdient mein Chef?",
    "Wie viel kostet das neue Auto?",
    "Was haben wir in Italien ausgegeben?",
    "Combien coûte la cantine des enfants ?",
    "Combien vaut notre appartement ?",
    "Combien dépenserons-nous en essence le mois prochain ?",
    "Quel serait notre loyer avec une hausse de 3 % ?",
)


def ask(truth: Truth) -> Iterator[Question]:
    """Some of each kind, in each language."""
    return asked(truth, _sums, _income, _picks, _lists, _tables, _against, _standing, _papers, nothing=NOTHING)


def _sums(truth: Truth) -> Iterator[Question]:
    grocer, power, net, gym, phone, diner, insurer, landlord = truth.named(
        "grocer", "power", "net", "gym", "phone", "diner", "insurer", "landlord"
    )
    yield from sums(truth, (
        ((LAST_YEAR, other_than(of("groceries"))), "How much did we spend excluding groceries in 2025?"),
        ((month(2026, 9), other_than(of("rent", "electricity"))), "Ohne Miete und Strom, was haben wir im September 2026 ausgegeben?"),
        ((LAST_YEAR, other_than(of("rent"))), "Combien avons-nous dépensé hors loyer en 2025 ?"),
        ((LAST_MONTH, other_than(weekend)), "How much did we spend on weekdays in October 2026?"),
        ((LAST_MONTH, weekend), "Wie viel haben wir an Wochenenden im Oktober 2026 ausgegeben?", "Combien avons-nous dépensé le week-end en octobre 2026 ?"),
        ((of("rent"), month(2026, 5)), "did I pay the rent in May?", "Hab ich im Mai die Miete gezahlt?", "Est-ce que j'ai payé le loyer en mai ?"),
        ((of("groceries"), LAST_MONTH), "grocerys last month", "Lebensmitel letzten monat", "courses mois dernier"),
        ((of("fuel"), THIS_YEAR), "gas for the car so far in 2026", "Benzin heuer", "carburant depuis le début de l'année"),
        ((of("restaurants"), LAST_YEAR), "Roughly how much cash did we drop on eating out over the course of 2025?",
         "Sag mal, wieviel ham wir 2025 eigentlich in Restaurants gelassen?", "Dis-moi combien on a claqué en restos sur l'année 2025"),
        ((to(power), LAST_YEAR), f"What's the damage from {power} for all of 2025?", f"Was hat mich {power} übers ganze Jahr 2025 gekostet?",
         f"La note de {power} pour l'ensemble de l'année 2025 ?"),
        ((to(net), days(date(2026, 1, 1), date(2026, 6, 30))), f"sum of all {net} charges, Jan-Jun 2026", f"Alle Abbuchungen von {net} von Jänner bis Juni 2026 zusammengezählt",
         f"somme des prélèvements {net} de janvier à juin 2026"),
        ((of("insurance"), LAST_YEAR), "what did insurance set us back in 2025", "Versicherungspraemien 2025 total", "Primes d'assurance en 2025"),
        ((to(grocer), days(date(2026, 8, 23))), f"{grocer} in the past 90 days?", f"{grocer}, letzte 90 Tage", f"{grocer} sur les 90 derniers jours"),
        ((of("health"), LAST_YEAR), "How much went on dental and medical stuff in 2025?", "Gesundheitskosten im 2025", "Nos frais de santé de 2025"),
        ((of("entertainment"), THIS_YEAR), "spending on entertainment YTD", "Was haben wir heuer für Unterhaltung ausgegeben?", "Dépenses de loisirs cette année"),
        ((to(landlord), LAST_YEAR), f"Tell me the total of everything sent to {landlord} during 2025.", f"Wie viel Geld ist 2025 insgesamt an {landlord} geflossen?",
         f"Quel montant total a été viré à {landlord} au cours de 2025 ?"),
        ((by("joint"), of("groceries"), THIS_YEAR), "groceries bought off the joint account this year", "Lebensmittel vom Gemeinschaftskonto dieses Jahr", "courses payées avec le compte joint cette année"),
        ((by("card"), LAST_MONTH), "How much did I charge to my credit card last month?", "Kreditkarte letzter Monat, wie viel?", "Carte de crédit le mois dernier, combien ?"),
        ((of("sport"), THIS_YEAR), "How much money has gone towards sports and fitness in 2026?", "Ausgaben für Sport und Fitness 2026", "Combien pour le sport et le fitness en 2026 ?"),
        ((of("cash"), month(2026, 7)), "How much cash did we withdraw at the ATM in July 2026?", "Wieviel haben wir im Juli 2026 am Bankomat behoben?", "Combien a-t-on retiré au bancomat en juillet 2026 ?"),
        ((to(diner), year(2026)), f"all the money we spent at {diner} in '26", f"{diner} 2026 - wie viel war das in Summe?", f"{diner} en 2026, total svp"),
        ((of("internet", "phone"), THIS_YEAR), "What are we paying for phone and internet, this year's total?", "Telefon und Internet heuer gesamt", "Téléphone et internet, total de cette année"),
        ((of("shopping"), month(2026, 10)), "How much did we blow on shopping in October?", "Wieviel ging im Oktober fürs Shopping drauf?", "Combien en shopping au mois d'octobre ?"),
        ((of("fees"), THIS_YEAR), "bank charges in 2026", "Bankspesen 2026", "frais bancaires 2026"),
        ((to(phone), days(date(2025, 4, 1), date(2026, 3, 31))), f"{phone} from April 2025 to March 2026", f"{phone} zwischen April 2025 und März 2026", f"{phone} entre avril 2025 et mars 2026"),
        ((month(2026, 9),), "Overall spending in Sept 2026?", "Gesamtausgaben Sept. 2026", "Dépenses totales de sept. 2026"),
        ((to(gym), THIS_YEAR), f"What have I forked over to {gym} up to now this year?", f"Was hab ich {gym} heuer schon bezahlt?", f"Qu'ai-je déjà payé à {gym} cette année ?"),
        ((to(insurer),), f"How much has {insurer} taken from us altogether?", f"Wie viel hat {insurer} bislang total von uns bekommen?", f"Combien {insurer} a-t-elle encaissé en tout ?"),
    ))  # fmt: skip


def _income(truth: Truth) -> Iterator[Question]:
    employer = truth.names["employer"]
    yield from figures("income", (
        (truth.earned(LAST_YEAR), "What was our total income for 2025?", "Wie hoch war unser Gesamteinkommen 2025?", "Quels ont été nos revenus totaux en 2025 ?"),
        (truth.earned(of("salary"), THIS_YEAR), "how much have i been payed by my employer so far this year", f"Was hat mir {employer} heuer bisher ausbezahlt?", f"Combien {employer} m'a-t-il versé depuis janvier 2026 ?"),
        (truth.earned(of("benefits"), THIS_YEAR), "How much child benefit did we get this year?", "Familienbeihilfe heuer?", "Allocs reçues cette année ?"),
        (truth.earned(of("salary"), month(2026, 9)), "paycheck September 2026", "Lohn September 2026", "salaire de septembre 2026"),
    ))  # fmt: skip
    for shop in sorted({each.payee for each in truth.rows(kinds=("refund",))})[:1]:
        for text in (f"What did I get back from {shop}?", f"Was habe ich von {shop} zurückbekommen?", f"Que m'a remboursé {shop} ?"):  # fmt: skip
            yield Question("refunds", text, truth.back(to(shop)))


def _picks(truth: Truth) -> Iterator[Question]:
    grocer, diner, employer, net, insurer, dentist = truth.named(
        "grocer", "diner", "employer", "net", "insurer", "dentist"
    )
    yield from figures("count", (
        (truth.count(of("groceries"), LAST_MONTH), "How often did we go grocery shopping last month?", "Wie oft waren wir letzten Monat Lebensmittel einkaufen?", "Combien de fois a-t-on fait les courses le mois dernier ?"),
        (truth.count(to(grocer), THIS_YEAR), f"count of {grocer} purchases 2026", f"Wie viele Male waren wir heuer beim {grocer}?", f"nombre d'achats chez {grocer} en 2026"),
        (Decimal((TODAY - truth.last(of("rent")).day).days), "How many days have passed since the last rent payment?"),
        (truth.count(above(200), LAST_MONTH), "How many times did more than 200 leave our accounts in one go in October 2026?", "Wie viele Ausgaben von mehr als 200 gab es letzten Monat?", "Combien de dépenses supérieures à 200 le mois dernier ?"),
    ), None)  # fmt: skip
    yield from amounts((
        ("average", rounded(truth.spent(of("restaurants"), LAST_YEAR) / 12), "How much do we eat out per month, on average, for 2025?", "Restaurants 2025, Monatsdurchschnitt", "Restaurants 2025 : moyenne mensuelle"),
        ("average", truth.mean(of("fuel"), LAST_YEAR), "what does filling up cost on average (2025)", "Was hat 2025 einmal Volltanken im Mittel gekostet?", "Prix moyen d'un plein en 2025"),
        ("average", rounded(truth.spent(LAST_YEAR) / 12), "What did an average month cost us in 2025?", "Wie viel geben wir durchschnittlich im Monat aus? 2025", "Que dépense-t-on par mois en moyenne ? 2025"),
        ("median", truth.middle(of("restaurants"), THIS_YEAR), "typical (median) restaurant bill in 2026", "Medianer Betrag im Restaurant 2026", "addition médiane au restaurant en 2026"),
        ("largest", truth.largest(of("groceries"), THIS_YEAR), "biggest grocery haul this year", "grösster Lebensmitteleinkauf heuer", "le plus gros panier de courses cette année"),
        ("largest", truth.largest(month(2026, 8)), "What was the heftiest bill in August 2026?", "Was war im August 2026 der grösste Posten?", "la dépense la plus élevée d'août 2026"),
        ("smallest", truth.smallest(to(grocer), LAST_YEAR), f"What's the least we spent in one go at {grocer} in 2025?", f"geringster Betrag bei {grocer} 2025", f"achat le moins élevé chez {grocer} en 2025"),
    ))  # fmt: skip
    yield from bookings((
        ("last", truth.last(to(insurer)), f"When was {insurer} paid most recently?", f"Wann wurde {insurer} zum letzten Mal bezahlt?", f"Date du dernier paiement à {insurer} ?"),
        ("last", truth.last(to(diner)), f"last time at {diner}?", f"Wann waren wir zuletzt im {diner} essen?", f"la dernière fois chez {diner}, c'était quand ?"),
        ("last", truth.last(to(employer), kinds=("income",)), "When did I get my last paycheck?", "Wann ist der letzte Lohn gekommen?", "Quand ai-je reçu mon dernier salaire ?"),
        ("first", truth.first(to(net)), f"Since when have we been with {net}?", f"Seit wann sind wir bei {net}?", f"Depuis quand sommes-nous chez {net} ?"),
        ("first", truth.first(to(dentist)), f"When did we go to {dentist} for the very first time?", f"Wann waren wir zum ersten Mal bei {dentist}?", f"Quand sommes-nous allés la première fois chez {dentist} ?"),
    ))  # fmt: skip


def _lists(truth: Truth) -> Iterator[Question]:
    grocer, power = truth.names["grocer"], truth.names["power"]
    yield from lists(truth, (
        ((to(power), THIS_YEAR), f"Pull up all {power} transactions from 2026", f"Ich brauche eine Aufstellung aller Zahlungen an {power} in 2026", f"Affiche tous les paiements à {power} de 2026"),
        ((above(100), LAST_MONTH), "What were the expenses over €100 in October 2026?", "Welche Ausgaben über 100 € hatten wir im Oktober 2026?", "Quelles dépenses de plus de 100 € en octobre 2026 ?"),
        ((to(grocer), month(2026, 10), below(50)), f"purchases under 50 at {grocer} in October 2026", f"Einkäufe unter 50 bei {grocer} im Oktober 2026", f"achats de moins de 50 chez {grocer} en octobre 2026"),
        ((of("cash"), month(2026, 9)), "Which ATM withdrawals did we make in September 2026?", "Bargeldbezüge im September 2026", "Les retraits en liquide de septembre 2026"),
    ))  # fmt: skip


def _tables(truth: Truth) -> Iterator[Question]:
    for group, groups, *texts in (
        ("counterparty", truth.divided(by_payee, LAST_YEAR), "Who got the most money from us in 2025?", "Wer hat 2025 am meisten Geld von uns bekommen?", "À qui avons-nous versé le plus d'argent en 2025 ?"),
        ("category", truth.divided(by_category, LAST_MONTH), "what did we spend our money on in October 2026", "Aufteilung der Ausgaben im Oktober 2026 nach Rubriken", "dépenses d'octobre 2026 ventilées par poste"),
        ("month", truth.divided(by_month, of("fuel"), THIS_YEAR), "fuel 2026, one line per month", "Spritkosten 2026 monatlich aufgelistet", "essence 2026, détail mensuel"),
        ("month", truth.divided(by_month, of("restaurants"), LAST_YEAR), "Which month of 2025 was the worst for eating out?", "In welchem Monat 2025 haben wir am meisten für Restaurants ausgegeben?", "Quel mois de 2025 a été le plus cher en restaurants ?"),
        ("person", truth.divided(by_person, THIS_YEAR), "who spends more, Ruth or Martin? this year", "Ausgaben pro Person dieses Jahr", "Dépenses par personne cette année"),
        ("year", truth.divided(by_year, of("electricity")), "electricity costs year by year", "Stromkosten Jahr für Jahr", "électricité année par année"),
    ):  # fmt: skip
        for text in texts:
            found = {name: amount for name, amount in groups.items() if name} if "Ruth" in text else groups
            yield Question("grouped", text, group=group, groups=found)


def _against(truth: Truth) -> Iterator[Question]:
    spent, power = truth.spent, truth.names["power"]
    yield from amounts((
        ("compare", abs(spent(of("groceries"), THIS_YEAR) - spent(of("groceries"), LAST_YEAR)), "are groceries costing us more this year than last?", "Geben wir heuer mehr für Lebensmittel aus als letztes Jahr?", "Est-ce qu'on dépense plus en courses cette année que l'année dernière ?"),
        ("compare", abs(spent(month(2026, 7)) - spent(month(2026, 6))), "June vs July 2026, total spending", "Juni und Juli 2026 im Vergleich", "juin 2026 contre juillet 2026"),
        ("compare", abs(spent(to(power), LAST_YEAR) - spent(to(power), THIS_YEAR)), f"{power}: 2025 compared to 2026", f"{power} 2025 vs. 2026", f"{power} : 2025 par rapport à 2026"),
        ("cashflow", truth.net(month(2026, 8)), "Were we in the red in August 2026?", "Waren wir im August 2026 im Minus?", "Étions-nous dans le rouge en août 2026 ?"),
        ("cashflow", truth.net(LAST_YEAR), "money in minus money out, 2025", "Einnahmen minus Ausgaben 2025", "entrées moins sorties 2025"),
        ("cashflow", truth.net(month(2026, 5)), "What did we have left over in May 2026?", "Wie viel ist uns im Mai 2026 geblieben?", "Combien nous est-il resté en mai 2026 ?"),
    ))  # fmt: skip
    for text in ("How much of our income were we able to save in 2025, in percent?", "Wie viel Prozent vom Einkommen haben wir 2025 gespart?", "Quel pourcentage de nos revenus avons-nous économisé en 2025 ?"):  # fmt: skip
        yield Question("savings", text, truth.rate(LAST_YEAR), None)


def _standing(truth: Truth) -> Iterator[Question]:
    house, cost = truth.house, regular(truth)
    stream, gym, net, phone = truth.named("stream", "gym", "net", "phone")
    total = sum(cost.values(), Decimal(0))
    yield from amounts((
        ("recurring", cost[net] / 12, f"what are we paying for {net} each month", f"Was zahlen wir monatlich für {net}?", f"on paie combien par mois pour {net} ?"),
        ("recurring", cost[phone], f"{phone} yearly", f"{phone} jährlich", f"{phone} annuel"),
        ("recurring", total, "What regular payments do we have?", "Welche Daueraufträge und Lastschriften laufen bei uns regelmässig?", "Quelles sont nos dépenses régulières ?"),
        ("recurring", total, "How much are our fixed expenses a year?", "Wie hoch sind unsere jährlichen Fixkosten?", "À combien s'élèvent nos frais fixes annuels ?"),
        ("price_changes", risen(truth, gym), f"has {gym} put its prices up?", f"Hat {gym} aufgeschlagen?", f"{gym} a-t-il augmenté ses prix ?"),
        ("price_changes", risen(truth, stream), f"How much more am I paying {stream} than before?", f"Um wieviel ist {stream} teurer als vorher?", f"De combien le prix de {stream} a-t-il grimpé ?"),
        ("contract", life.TOO_MUCH, "Was the rent charged correctly according to the tenancy agreement?", "Wurde die Miete laut Mietvertrag richtig abgebucht?", "Le loyer débité est-il conforme au contrat de bail ?"),
    ))  # fmt: skip
    yield from sayings((
        ("price_changes", (stream, gym), "What's got more expensive this year?", "Was kostet heuer mehr als früher?", "Qu'est-ce qui est devenu plus cher cette année ?"),
        ("unusual", ("Atelier Brandt",), "any strange payments last month?", "Seltsame Zahlungen letzten Monat?", "Des paiements suspects le mois dernier ?"),
        ("holdings", tuple(each.name for each in life.positions(house)), "What stocks and funds are in my portfolio?", "Welche Wertpapiere haben wir?", "Quels placements avons-nous ?"),
    ))  # fmt: skip
    giro = house.accounts["giro"].number
    yield from balances(truth, (
        ("giro", date(2026, 9, 30), f"balance {giro} 30/09/2026", f"Saldo {giro} per 30.9.2026", f"solde {giro} au 30/09/2026"),
        ("savings", date(2026, 8, 31), "How much was sitting in savings at the end of August 2026?", "Was lag Ende August 2026 auf dem Sparkonto?", "Combien y avait-il d'épargne fin août 2026 ?"),
        ("joint", date(2026, 3, 31), "what did the joint account have in it on 31 March 2026", "Gemeinschaftskonto Stand 31. März 2026", "état du compte joint au 31 mars 2026"),
    ))  # fmt: skip


def _papers(truth: Truth) -> Iterator[Question]:
    malerbetrieb = -truth.last(to("Malerbetrieb Kunz")).amount
    for value, says, *texts in (
        (None, ("Dachdecker Voss",), "Do we owe anyone money?", "Sind noch Rechnungen zu begleichen?", "Avons-nous des factures en attente de paiement ?"),
        (malerbetrieb, (), "Have we paid the bill from Malerbetrieb Kunz?", "Ist die Rechnung von Malerbetrieb Kunz schon bezahlt?", "La facture de Malerbetrieb Kunz est-elle réglée ?"),
    ):  # fmt: skip
        for text in texts:
            yield Question("invoice", text, value, says=says)
