"""A fifteenth set: sixty English, fifty German and forty French questions, a fifth of them with no answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bench.ledger_exam import life
from bench.ledger_exam.asking import (
    amounts,
    balances,
    bookings,
    figures,
    lists,
    other_than,
    sayings,
    sums,
    tables,
    weekend,
)
from bench.ledger_exam.questions.standing import risen
from bench.ledger_exam.questions.thirteenth import AUGUST, JULY, MAY, SEPTEMBER, SUMMER, THIRD_QUARTER, apart
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
)

FEBRUARY, APRIL, JUNE = (month(2026, each) for each in (2, 4, 6))
FIRST_QUARTER = days(date(2026, 1, 1), date(2026, 3, 31))
SECOND_QUARTER = days(date(2026, 4, 1), date(2026, 6, 30))
FIRST_HALF = days(date(2026, 1, 1), date(2026, 6, 30))
SUMMER_BEFORE = days(date(2025, 6, 1), date(2025, 8, 31))


def ask(truth: Truth) -> Iterator[Question]:
    """Sixty, fifty and forty."""
    for language in (_english, _german, _french):
        yield from language(truth)


def _english(truth: Truth) -> Iterator[Question]:
    dentist, gym, power, net = truth.named("dentist", "gym", "power", "net")
    yield from sums(truth, (
        ((of("restaurants"), FEBRUARY), "what did we blow on eating out in feb"),
        ((of("fuel"), THIS_YEAR), "could you tell me what petrol has set us back so far this year?"),
        ((of("groceries"), LAST_MONTH), "groceries last month??"),
        ((to(dentist), LAST_YEAR), "how much did we fork out for the dentist in 2025"),
        ((of("cash"), SUMMER), "how much cash did we take out over the summer"),
        ((of("fees"), SEPTEMBER), "any bank fees in september? how much"),
        ((of("shopping"), by("card"), THIS_YEAR), "what has martin spent on shopping this year"),
        ((of("rent"), LAST_YEAR), "total rent for 2025 pls"),
        ((of("restaurants"), weekend, THIS_YEAR), "restaurants on weekends this year, total"),
        ((FIRST_QUARTER,), "what did the first quarter cost us all in all"),
        ((to("Sushi Hana", "Osteria Falco"), THIS_YEAR), "Sushi Hana and Osteria Falco together, this year so far"),
        ((other_than(of("rent")), LAST_MONTH), "what did we spend in october not counting the rent"),
        ((of("restaurants"), other_than(to("Sushi Hana")), THIS_YEAR), "eating out other than at Sushi Hana, 2026"),
        ((other_than(of("groceries", "fuel")), SEPTEMBER), "everything except groceries and fuel in september"),
        ((of("groceries"), days(date(2026, 8, 10), date(2026, 8, 20))), "grocries betwen 10 and 20 august"),
        ((of("groceries"), days(date(2026, 11, 9), date(2026, 11, 15))), "what did last weeks shopping at the supermarkets come to"),
        ((by("card"), LAST_MONTH), "what did the card come to in october"),
    ))  # fmt: skip
    yield from amounts((
        ("largest", truth.largest(LAST_MONTH), "whats the biggest single thing we paid for in october"),
        ("income", truth.earned(by("giro"), AUGUST), "how much came in on Ruth's account in August"),
        ("average", rounded(truth.spent(of("electricity"), LAST_YEAR) / 12), "average monthly electricity bill 2025?"),
        ("price_changes", risen(truth, gym), "did the gym get more expensive this year"),
        ("compare", abs(apart(truth, "groceries", LAST_MONTH, SEPTEMBER)), "how much more did we spend on groceries in october than in september"),
        ("compare", abs(apart(truth, "fuel", SUMMER, SUMMER_BEFORE)), "did fuel cost us less this summer than last summer"),
        ("refund", truth.back(THIS_YEAR), "total of all refunds we got this year"),
        ("income", truth.earned(THIS_YEAR), "year to date income"),
        ("median", truth.middle(of("groceries"), LAST_YEAR), "whats the median of our grocery shops in 2025"),
        ("smallest", truth.smallest(of("restaurants"), THIS_YEAR), "cheapest restaurant bill we had in 2026"),
        ("income", truth.earned(of("benefits"), days(date(2026, 3, 1))), "how much child benefit have we recieved since march"),
        ("income", truth.earned(of("salary"), month(2025, 11)), "what was the salary in november last year incl christmas bonus"),
        ("recurring", abs(truth.last(to(net)).amount), "how much a month is the internet"),
    ))  # fmt: skip
    yield from lists(truth, (((above(200), AUGUST), "everything over 200 euros that we paid in august"),))
    yield from figures("count", (
        (truth.count(to("Sushi Hana"), THIS_YEAR), "how often have we been to Sushi Hana this year"),
        (truth.rate(SEPTEMBER), "hows our savings rate for september looking"),
        (truth.count(of("cash"), MAY), "number of trips to the cash machine in may"),
        (truth.count(above(100), JULY), "how many payments above 100 euros did we make in july"),
    ), None)  # fmt: skip
    british = truth.spent(to(life.BRITISH), LAST_MONTH, currency="GBP")
    yield Question("sum", "did we pay 3 Mobile in october and how much was it", british, "GBP")
    yield from bookings((
        ("last", truth.last(to("Osteria Falco")), "when did we last eat at the Osteria Falco"),
        ("last", truth.last(to(power)), "when was the power company last paid"),
        ("last", truth.last(to(life.YOGA)), f"the last 5 payments to {life.YOGA}"),
        ("first", truth.first(to("Buchfink")), "when did we first buy something at Buchfink"),
    ))  # fmt: skip
    yield from balances(truth, (("joint", date(2026, 11, 20), "Whats in the joint account right now"),))
    sterling = truth.house.balance("sterling", date(2026, 6, 30))
    yield Question(
        "balance", "how much was sitting in the london account at the end of june", sterling, "GBP", signed=True
    )
    yield from tables((
        ("counterparty", truth.divided(by_payee, LAST_YEAR), "which three payees got the most money from us in 2025"),
        ("category", truth.divided(by_category, LAST_MONTH), "spending by category for october please"),
        ("month", truth.divided(by_month, of("groceries"), THIS_YEAR), "monthly groceries this year in a table"),
        ("month", truth.divided(by_month, of("fuel"), LAST_YEAR), "which month of 2025 did we spend the most on petrol"),
        ("month", truth.divided(by_month, of("electricity"), THIS_YEAR), "in which month was the electricity highest this year"),
    ))  # fmt: skip
    yield Question("first", "how long have we been paying for the Zeitspiegel", day=truth.first(to(life.MAGAZINE)).day)
    yield from _nothing(
        "how much will electricity cost us next year",
        "are we inside our grocery budget for this month",
        "if we had cooked at home all october, how much more would be left",
        "how much rent do our neighbours pay",
        "what did we spend on organic vegetables in october",
        "restaurant bills in july when the kids were with us",
        "how much was paid with apple pay in october",
        "how much did Peter spend on groceries last month",
        "groceries october per head",
        "what did we tip at restaurants in 2026",
        "groceries bought before 9 in the morning, october",
        "how much did we spend on petrol and which month had the most grocery trips in 2025",
    )


def _german(truth: Truth) -> Iterator[Question]:
    dentist, gym, power, net, stream = truth.named("dentist", "gym", "power", "net", "stream")
    yield from sums(truth, (
        ((of("restaurants"), LAST_MONTH), "was ham wir im oktober fürs essen gehen ausgegeben"),
        ((of("fuel"), THIS_YEAR), "ich wüsste gern, was uns der Sprit dieses Jahr bisher gekostet hat"),
        ((of("rent"), LAST_YEAR), "Wieviel Miete haben wir 2025 insgesamt gezahlt?"),
        ((of("groceries"), LAST_MONTH), "lebensmittel letzten monat"),
        ((of("cash"), THIRD_QUARTER), "Könntest du mir bitte sagen, wieviel Bargeld wir im dritten Quartal abgehoben haben?"),
        ((of("restaurants"), other_than(to("Sushi Hana")), FIRST_HALF), "Essen gehen ohne Sushi Hana im ersten Halbjahr"),
        ((other_than(of("rent", "electricity")), AUGUST), "alles außer Miete und Strom im August"),
        ((to(power), THIS_YEAR), f"wieviel hat uns {power} seit Januar abgebucht"),
        ((by("card"), APRIL), "wieviel ist im april auf marthins karte gelaufen"),
        ((of("groceries"), SEPTEMBER), "vorletzten Monat: Lebensmittel?"),
        ((to("Burger Werk"), days(date(2026, 8, 23))), "in den letzten 90 tagen bei Burger Werk liegen gelassen"),
        ((of("fuel"), days(date(2026, 5, 1), date(2026, 6, 15))), "was haben wir von Anfang Mai bis Mitte Juni vertankt"),
    ))  # fmt: skip
    bonus = truth.earned(lambda each: each.purpose == "Weihnachtsgeld 2025")
    returned = next(abs(each.amount) for each in truth.rows(kinds=("reversal",)))
    fee = abs(truth.last(to(net)).amount)
    yield from amounts((
        ("average", rounded(truth.spent(of("electricity"), LAST_YEAR) / 12), "was geht im Schnitt jeden Monat für Strom drauf, bezogen auf 2025"),
        ("largest", truth.largest(SEPTEMBER), "was war die größte Ausgabe im September"),
        ("income", truth.earned(of("benefits"), THIS_YEAR), "wieviel kindergeld kam dieses jahr rein"),
        ("income", truth.earned(of("salary"), JUNE), "was verdient ruth netto im monat, juni reicht"),
        ("price_changes", risen(truth, stream), f"ist {stream} teurer geworden oder täusch ich mich"),
        ("refund", returned, "Rücklastschriften dieses Jahr?"),
        ("compare", abs(apart(truth, "groceries", LAST_MONTH, SEPTEMBER)), "haben wir im Oktober mehr für Lebensmittel ausgegeben als im September"),
        ("compare", abs(apart(truth, "fuel", SUMMER, SUMMER_BEFORE)), "Tankkosten Sommer 2026 vs. Sommer 2025"),
        ("refund", truth.back(LAST_YEAR), "Erstattungen 2025 gesamt"),
        ("recurring", fee * 12, "Was kostet uns das Internet im Jahr?"),
        ("smallest", truth.smallest(of("restaurants"), THIS_YEAR), "günstigster Restaurantbesuch dieses Jahr"),
        ("income", bonus, "Weihnachtsgeld letztes Jahr"),
        ("mean", truth.mean(of("restaurants"), LAST_YEAR), "mittlerer Betrag pro Restaurantbesuch 2025"),
        ("cashflow", truth.net(LAST_MONTH), "Einnahmen minus Ausgaben im Oktober"),
    ))  # fmt: skip
    yield from figures("count", (
        (truth.count(to("Gasthof Linde"), THIS_YEAR), "wie oft waren wir heuer im Gasthof Linde"),
        (truth.count(of("groceries"), MAY), "anzahl der einkäufe im Bio- und Supermarkt im Mai"),
        (truth.count(above(300), LAST_MONTH), "Zahlungen über 300 Euro im Oktober, wie viele waren das"),
        (truth.rate(FIRST_QUARTER), "wie hoch war unsere Sparquote im ersten Quartal"),
    ), None)  # fmt: skip
    yield from bookings((("last", truth.last(to(dentist)), "wann waren wir das letzte mal beim Zahnarzt"),))
    yield from balances(truth, (
        ("joint", date(2026, 11, 20), "kontostand gemeinschaftskonto"),
        ("savings", date(2026, 3, 31), "Wie viel war Ende März auf dem Sparkonto?"),
    ))  # fmt: skip
    yield from tables((
        ("counterparty", truth.divided(by_payee, LAST_YEAR), "top 5 Händler 2025 nach Ausgaben"),
        ("category", truth.divided(by_category, JULY), "Ausgaben im Juli nach Kategorien"),
        ("month", truth.divided(by_month, of("groceries"), THIS_YEAR), "Lebensmittel pro Monat in 2026 als Tabelle bitte"),
    ))  # fmt: skip
    yield from sayings((
        ("recurring", (stream,), "Welche Abos laufen bei uns noch"),
        ("ranked", ("November",), "in welchem Monat haben wir 2025 am meisten gespart"),
    ))  # fmt: skip
    dearer = truth.first(to(gym), days(life.DEARER_GYM)).day
    yield Question("price_changes", "seit wann ist das Fitnessstudio teurer?", day=dearer)
    yield from _nothing(
        "Wie viel haben uns die Handwerker dieses Jahr gekostet",
        "was wird der Strom nächstes Jahr kosten",
        "liegen wir mit den lebensmitteln noch im budget",
        "Was zahlt unser Nachbar an Miete?",
        "wieviel haben wir im Oktober für Bier ausgegeben",
        "was haben wir mit PayPal bezahlt letzten monat",
        "Wieviel hat Oma uns dieses Jahr geschenkt",
        "Wie viel Geld hätten wir, wenn wir nie essen gegangen wären",
        "Lebensmittel im Oktober pro Kopf",
        "Strom und Internet im August, und wann wird die Miete abgebucht",
        "Wie viel vom Einkauf im Oktober war für die Party",
    )


def _french(truth: Truth) -> Iterator[Question]:
    dentist, gym, net = truth.named("dentist", "gym", "net")
    yield from sums(truth, (
        ((of("restaurants"), FEBRUARY), "combien on a claqué au resto en février"),
        ((of("groceries"), LAST_MONTH), "je voudrais savoir combien nous avons dépensé en courses le mois dernier"),
        ((of("fuel"), THIS_YEAR), "essence depuis le début de l'année ?"),
        ((of("rent"), LAST_YEAR), "le loyer en 2025, ça faisait combien en tout"),
        ((other_than(of("rent")), AUGUST), "les dépenses d'août hors loyer"),
        ((other_than(of("groceries", "fuel")), SEPTEMBER), "tout sauf les courses et l'essence en septembre"),
        ((of("restaurants"), weekend, THIS_YEAR), "restos le week-end en 2026, total"),
        ((of("shopping"), by("card"), THIS_YEAR), "combien Martin a-t-il dépensé en shopping cette année"),
        ((of("fees"), SEPTEMBER), "frais bancaires de septembre"),
        ((of("electricity"), days(date(2026, 3, 1), date(2026, 6, 30))), "électricité de mars à juin inclus"),
        ((to("Sushi Hana", "Zum Anker"), LAST_YEAR), "Sushi Hana + Zum Anker en 2025"),
        ((of("cash"), SUMMER), "combien d'argent liquide retiré entre le 1er juin et le 31 août"),
    ))  # fmt: skip
    weekly = rounded(truth.spent(of("groceries"), FIRST_HALF) * 7 / 181)
    yield from amounts((
        ("average", rounded(truth.spent(of("electricity"), LAST_YEAR) / 12), "facture d'électricité moyenne par mois en 2025"),
        ("largest", truth.largest(LAST_MONTH), "plus grosse dépense d'octobre"),
        ("income", truth.earned(of("benefits"), THIS_YEAR), "Pourriez-vous me dire combien les allocations familiales nous ont rapporté cette année ?"),
        ("income", truth.earned(JUNE), "nos revenus de juin"),
        ("compare", abs(apart(truth, "groceries", LAST_MONTH, SEPTEMBER)), "courses : octobre comparé à septembre"),
        ("price_changes", risen(truth, gym), "l'abonnement de sport a-t-il augmenté"),
        ("refund", truth.back(LAST_YEAR), "remboursements recus en 2025"),
        ("compare", abs(apart(truth, "fuel", SUMMER, SUMMER_BEFORE)), "on a depensé plus en essence cet été que l'été dernier ?"),
        ("recurring", abs(truth.last(to(net)).amount), "combien coûte internet par mois"),
        ("average", weekly, "moyenne par semaine des courses au premier semestre 2026"),
        ("smallest", truth.smallest(of("restaurants"), THIS_YEAR), "resto le moins cher de l'année"),
        ("cashflow", truth.net(LAST_MONTH), "entrées moins sorties en octobre"),
    ))  # fmt: skip
    yield from figures("count", (
        (truth.count(to("Sushi Hana"), THIS_YEAR), "combien de fois est-on allés chez Sushi Hana cette année"),
        (truth.rate(SECOND_QUARTER), "taux d'épargne au deuxième trimestre"),
        (truth.count(above(100), JULY), "nombre de paiements de plus de 100 € en juillet"),
    ), None)  # fmt: skip
    yield from bookings((
        ("last", truth.last(of("cash")), "c'était quand la dernière fois qu'on a retiré du liquide"),
        ("last", truth.last(to(dentist)), "la dernière fois chez le dentiste, c'était quand"),
    ))  # fmt: skip
    yield from balances(truth, (
        ("joint", date(2026, 11, 20), "quel est le solde du compte joint"),
        ("savings", date(2026, 3, 31), "solde du livret d'épargne fin mars"),
    ))  # fmt: skip
    yield from tables((
        ("category", truth.divided(by_category, JULY), "dépenses par catégorie en juillet svp"),
        ("counterparty", truth.divided(by_payee, LAST_YEAR), "les trois plus gros bénéficiaires en 2025"),
    ))  # fmt: skip
    yield from _nothing(
        "combien va coûter l'électricité l'an prochain",
        "est-ce qu'on respecte notre budget courses",
        "combien paie la voisine comme loyer",
        "qu'est-ce qu'on a dépensé en vin en octobre",
        "courses d'octobre par tête",
        "si on n'avait pas mangé dehors, il resterait combien en octobre",
        "combien a coûté l'essence et quand avons-nous payé le loyer en octobre",
    )


def _nothing(*texts: str) -> Iterator[Question]:
    """What nothing that is known answers."""
    for text in texts:
        yield Question("unanswerable", text, abstains=True)
