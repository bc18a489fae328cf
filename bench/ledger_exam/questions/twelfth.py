"""A twelfth set: sixty English, thirty-five German and twenty-five French questions of strangers, a quarter of them with no answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from bench.ledger_exam import life
from bench.ledger_exam.asking import differing, other_than, share, weekend
from bench.ledger_exam.plan import TODAY
from bench.ledger_exam.questions.standing import regular, risen
from bench.ledger_exam.truth import (
    LAST_MONTH,
    LAST_YEAR,
    THIS_YEAR,
    Fits,
    Question,
    Truth,
    above,
    added,
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
)  # fmt: skip

SPRING = days(date(2026, 3, 1), date(2026, 5, 31))
SUMMER = days(date(2026, 6, 1), date(2026, 8, 31))
SECOND_QUARTER = days(date(2026, 4, 1), date(2026, 6, 30))
FIRST_HALF = days(date(2026, 1, 1), date(2026, 6, 30))
SEPTEMBER, AUGUST = month(2026, 9), month(2026, 8)
AUTUMN = days(date(2026, 9, 1), date(2026, 10, 31))
ATELIER = "Atelier Brandt Moebel"


def ask(truth: Truth) -> Iterator[Question]:
    """Sixty, thirty-five and twenty-five."""
    for language in (_english, _german, _french):
        yield from language(truth)


def _ranked(truth: Truth, place: int, *fits: Fits) -> Decimal:
    """The largest amount, the second largest, and so on."""
    return sorted((abs(each.amount) for each in truth.rows(*fits)), reverse=True)[place - 1]


def _moved(truth: Truth, whither: str, *fits: Fits) -> Decimal:
    """What was transferred from the giro account to another of one's own."""
    number = truth.house.accounts[whither].number
    return -added(each for each in truth.rows(by("giro"), *fits, kinds=("transfer",)) if each.iban == number)


def _left(truth: Truth, fits: Fits) -> Decimal:
    """The salary less the rent."""
    return truth.earned(of("salary"), fits) - truth.spent(of("rent"), fits)


def _english(truth: Truth) -> Iterator[Question]:
    spent, count, house = truth.spent, truth.count, truth.house
    grocer, power, net, gym, dentist, landlord, employer = truth.named(
        "grocer", "power", "net", "gym", "dentist", "landlord", "employer"
    )
    fuelled = {each.day for each in truth.rows(of("fuel"), THIS_YEAR)}
    lender = next(each.payee for each in truth.rows(kinds=("refund",)))
    for kind, value, text in (
        ("sum", spent(of("groceries"), SPRING), "Can you tell me what we shelled out on groceries in the spring? Of 2026, obviously."),
        ("sum", spent(of("fuel"), days(date(2026, 8, 1), date(2026, 9, 30))), "hiya, petrol money for august and september 2026 together pls"),
        ("sum", spent(days(date(2025, 12, 24), date(2025, 12, 31))), "Between Christmas Eve and New Year's Eve 2025, how much did we go through altogether?"),
        ("average", rounded(spent(to(grocer), LAST_YEAR) / 12), f"roughly how much did we leave at {grocer} every month, on average over 2025?"),
        ("largest", truth.largest(of("groceries"), THIS_YEAR), "What was the biggest supermarket bill of 2026 so far"),
        ("largest", _ranked(truth, 2, of("restaurants"), LAST_YEAR), "second biggest restaurant bill in 2025, what was it?"),
        ("compare", abs(spent(of("groceries"), SECOND_QUARTER) - spent(of("restaurants"), SECOND_QUARTER)), "groceries vs restaurants in q2 2026 - what's the difference"),
        ("compare", abs(spent(of("fuel"), month(2026, 3)) - spent(of("fuel"), month(2025, 3))), "Fuel in March 2026 against the same month the year before, how much more or less was it?"),
        ("cashflow", _left(truth, SEPTEMBER), "If you take the rent off the salary for September 2026, what remains?"),
        ("sum", spent(LAST_MONTH, other_than(of("rent"), to(ATELIER))), "Everything we spent last month, minus the rent and minus Atelier Brandt"),
        ("sum", spent(of("restaurants"), LAST_YEAR, above(40)), "only the restaurant bills above 40 euros in 2025, added up"),
        ("sum", spent(of("cash"), LAST_YEAR), "how much did we get out of the cash machine in 2025, in total?"),
        ("refunds", truth.back(to(lender)), f"What did {lender} give us back in refunds, all told?"),
        ("transfers", _moved(truth, "savings", LAST_YEAR), "how much money did I put aside into savings in 2025?"),
        ("transfers", _moved(truth, "joint", FIRST_HALF), "How much went over from the giro to the joint account in the first half of 2026?"),
        ("income", truth.earned(to(life.BENEFIT), LAST_YEAR), f"how much child benefit did the {life.BENEFIT} pay us in 2025"),
        ("income", truth.earned(to(employer), month(2025, 11)), f"What did {employer} pay in November 2025, bonus included?"),
        ("recurring", regular(truth)[net] / 12, f"What's our monthly bill with {net} at the moment?"),
        ("price_changes", risen(truth, gym), f"how much dearer did {gym} get"),
        ("sum", spent(of("fees"), THIS_YEAR), "Fees and interest we were charged in 2026?"),
        ("sum", spent(to(ATELIER)), "How much was that big furniture thing at Atelier Brandt Moebel again?"),
        ("sum", spent(to(grocer), THIS_YEAR, other_than(weekend)), f"on weekdays only, what did we spend at {grocer} in 2026?"),
        ("sum", spent(of("restaurants"), SEPTEMBER, weekend), "wekend spending on restarants in septmber 2026"),
        ("sum", spent(to(landlord), LAST_YEAR), f"how mcuh did we pay {landlord} in 2025"),
        ("sum", spent(to(dentist), month(2026, 7)), f"Sorry to bother you, but my wife keeps asking: what exactly did {dentist} charge us in July 2026?"),
        ("largest", max(truth.divided(by_payee, LAST_MONTH).values()), "Who did we pay the most in October 2026, and how much was that in total?"),
        ("sum", spent(of("internet", "phone"), LAST_YEAR), "all in all, what did phone and internet cost us in 2025"),
        ("list", -added(truth.rows(by("card"), days(date(2026, 10, 5), date(2026, 10, 11)))), "What went on the credit card between the 5th and the 11th of October 2026?"),
        ("sum", spent(to(power), days(date(2025, 1, 1))), f"How much have {power} taken off us since the start of last year?"),
        ("smallest", truth.smallest(of("groceries"), THIS_YEAR), "smallest grocery purchase this year?"),
        ("median", truth.middle(of("restaurants"), LAST_YEAR), "what's the median restaurant bill, 2025"),
        ("sum", spent(of("restaurants"), THIS_YEAR, lambda each: each.day in fuelled), "What did we spend on restaurants in 2026 on days on which we also bought fuel?"),
        ("sum", spent(by("giro", "savings"), SEPTEMBER), "And Ruth, how much did she spend in September 2026?"),
    ):  # fmt: skip
        yield Question(kind, text, value, signed=kind == "cashflow")
    for kind, value, text in (
        ("count", count(to(grocer), month(2026, 5)), f"how many trips to {grocer} did we make in may 2026"),
        ("share", share(spent(of("rent"), LAST_MONTH), spent(LAST_MONTH)), "Out of all the money we spent in October 2026, what percentage was rent?"),
        ("count", differing(truth.rows(of("restaurants"), LAST_YEAR)), "How many different places did we eat out at in 2025?"),
        ("count", count(of("cash"), THIS_YEAR), "How many times did we withdraw cash this year"),
        ("count", count(to(life.CLUB), LAST_YEAR), f"How many times did {life.CLUB} debit us in 2025?"),
        ("count", Decimal((TODAY - truth.last(of("restaurants")).day).days), "How many days is it since our last restaurant visit?"),
        ("count", count(of("groceries"), LAST_YEAR, below(10)), "number of grocery purchases under ten euros in 2025"),
        ("savings", truth.rate(LAST_YEAR), "What share of our income did we manage to save in 2025, in percent?"),
    ):  # fmt: skip
        yield Question(kind, text, value, None)
    last, first = truth.last(of("fuel")), truth.first(to(life.YOGA))
    yield Question("last", "When did we last fill up the car?", -last.amount, day=last.day)
    yield Question("first", f"first time we ever paid {life.YOGA}?", -first.amount, day=first.day)
    yield Question("grouped", "Break down 2025's restaurant spending month by month", group="month", groups=truth.divided(by_month, of("restaurants"), LAST_YEAR))  # fmt: skip
    yield Question("grouped", "What did each category cost us in October 2026? A list please", group="category", groups=truth.divided(by_category, LAST_MONTH))  # fmt: skip
    yield Question("balance", "What was left in the giro account on the last day of June 2026?", house.balance("giro", date(2026, 6, 30)), signed=True)  # fmt: skip
    yield Question("sum", "How much did the London account spend in pounds in 2025?", spent(by("sterling"), LAST_YEAR, currency="GBP"), "GBP")  # fmt: skip
    for text in (
        "What did we spend in Lisbon this year?",
        "How much money did we hand over to IKEA in 2025?",
        f"Why did {gym} put the price up?",
        "How much did aunt Gertrude send us last year?",
        "What will we spend on groceries in December 2026, do you think?",
        "If petrol had been 20 percent dearer, what would our fuel have cost in 2025?",
        "How much VAT did we pay on groceries last year?",
        "what's a litre of petrol cost us on average in 2026",
        "how much income tax did Ruth pay in 2025",
        "What did we spend on groceries before we moved in together?",
        "How much of our grocery money went on vegetables in 2025?",
        "restaurants in October 2026, except when we were out with friends, how much",
        "groceries on Christmas Day 2023?",
    ):
        yield Question("unanswerable", text, abstains=True)


def _german(truth: Truth) -> Iterator[Question]:
    spent, count, house = truth.spent, truth.count, truth.house
    grocer, power, phone, diner, employer, dentist = truth.named(
        "grocer", "power", "phone", "diner", "employer", "dentist"
    )
    for kind, value, text in (
        ("sum", spent(of("restaurants"), SPRING), "Was haben wir im Frühling 2026 fürs Essengehen hingelegt?"),
        ("sum", spent(of("fuel"), days(date(2025, 10, 1), date(2025, 12, 31))), "Tanken im vierten Quartal 2025, zusammen bitte"),
        ("largest", truth.largest(of("groceries"), LAST_YEAR), "höchster einkauf im supermarkt in 2025"),
        ("largest", _ranked(truth, 2, SEPTEMBER), "Zweitgrößte Ausgabe im September 2026, egal wofür?"),
        ("cashflow", _left(truth, AUGUST), "Wieviel bleibt vom Gehalt im August 2026 nach Abzug der Miete?"),
        ("compare", abs(spent(of("electricity"), LAST_YEAR) - spent(of("fuel"), LAST_YEAR)), "Strom gegen Sprit 2025: was war teurer und um wieviel?"),
        ("sum", spent(of("cash"), SUMMER), "Barabhebungen im Sommer 2026?"),
        ("income", truth.earned(to(life.BENEFIT), THIS_YEAR), "Wieviel Kindergeld kam 2026 bisher rein?"),
        ("income", truth.earned(to(employer), month(2025, 11)), f"Was haben wir von {employer} im November 2025 bekommen, also inklusive Weihnachtsgeld?"),
        ("transfers", _moved(truth, "savings", THIS_YEAR), "wie viel hab ich 2026 aufs sparkonto geschoben"),
        ("sum", spent(of("fees"), THIS_YEAR), "Mahngebühren dieses Jahr?"),
        ("average", rounded(spent(of("groceries"), FIRST_HALF) / 6), "Im Schnitt pro Monat: Lebensmittel im ersten Halbjahr 2026"),
        ("sum", spent(of("groceries"), LAST_MONTH, weekend, other_than(to(grocer))), f"Was haben wir an den Wochenenden im Oktober 2026 für Lebensmittel ausgegeben, {grocer} mal nicht mitgezählt?"),
        ("recurring", regular(truth)[phone] / 12, f"Was kostet uns {phone} zur Zeit im Monat?"),
        ("sum", spent(to("Kuechenstudio Ahrens")), "Küchenstudio Ahrens - was haben wir denen insgesamt gezahlt?"),
        ("sum", spent(by("card"), SEPTEMBER), "Mit Kreditkarte im September 2026 bezahlt: wieviel denn?"),
        ("sum", spent(to(life.DANCE), LAST_YEAR), f"was hat uns der Spaß im {life.DANCE} 2025 gekostet"),
    ):  # fmt: skip
        yield Question(kind, text, value, signed=kind == "cashflow")
    for kind, value, text in (
        ("count", count(to(diner), LAST_YEAR), f"Wie oft waren wir 2025 bei {diner} essen?"),
        ("share", share(spent(of("groceries"), SEPTEMBER), spent(SEPTEMBER)), "Wieviel Prozent unserer Ausgaben im September 2026 waren Lebensmittel?"),
        ("count", differing(truth.rows(of("groceries"), LAST_YEAR)), "In wie vielen verschiedenen Supermärkten haben wir 2025 eingekauft?"),
    ):  # fmt: skip
        yield Question(kind, text, value, None)
    last, first = truth.last(to(dentist)), truth.first(to(life.MAGAZINE))
    yield Question("last", f"letzter Besuch bei {dentist}, wann war der und was hat er gekostet", -last.amount, day=last.day)  # fmt: skip
    yield Question("first", f"Wann haben wir das erste Mal an {life.MAGAZINE} gezahlt?", -first.amount, day=first.day)
    yield Question("balance", "Kontostand Gemeinschaftskonto am 15. Juli 2026", house.balance("joint", date(2026, 7, 15)), signed=True)  # fmt: skip
    yield Question("balance", "Was lag Ende 2024 auf dem Sparkonto?", house.balance("savings", date(2024, 12, 31)), signed=True)  # fmt: skip
    yield Question("grouped", "Stromausgaben 2025 pro Quartal", group="quarter", groups=truth.divided(by_quarter, of("electricity"), LAST_YEAR))  # fmt: skip
    yield Question("unusual", "Gab es im Oktober 2026 ungewöhnliche Ausgaben?", says=("Atelier Brandt",))
    yield Question("sum", "Wieviel Pfund sind 2026 bei TFL TRAVEL gelandet?", spent(to("TFL TRAVEL"), THIS_YEAR, currency="GBP"), "GBP")  # fmt: skip
    for text in (
        "Was haben wir seit dem Umzug für Strom bezahlt?",
        "Wieviel haben wir letztes Jahr in Hamburg ausgegeben?",
        "Was hat uns Oma Hilde zum Geburtstag überwiesen?",
        "Wie viel werden wir nächstes Jahr für Lebensmittel zahlen?",
        "Wie viel Mehrwertsteuer steckte 2025 in unseren Restaurantrechnungen?",
        f"Was kostet die Kilowattstunde bei {power}?",
        "Wieviel haben wir 2025 bei Rossmann gelassen?",
        f"Wieviel vom Einkauf bei {grocer} war 2025 Bier?",
    ):
        yield Question("unanswerable", text, abstains=True)


def _french(truth: Truth) -> Iterator[Question]:
    spent, count, house = truth.spent, truth.count, truth.house
    grocer, diner, gym = truth.named("grocer", "diner", "gym")
    for kind, value, text in (
        ("sum", spent(of("restaurants"), AUTUMN), "Combien on a claqué en restos en septembre et en octobre 2026 ?"),
        ("sum", spent(to(grocer), AUTUMN), f"les courses chez {grocer}, ça fait combien pour octobre 2026 et le mois d'avant ?"),
        ("largest", truth.largest(of("fuel"), LAST_YEAR), "Quel est notre plus gros plein d'essence de 2025 ?"),
        ("cashflow", _left(truth, SEPTEMBER), "Ce qu'il reste du salaire de septembre 2026 une fois le loyer payé ?"),
        ("compare", abs(spent(of("groceries"), SECOND_QUARTER) - spent(of("restaurants"), SECOND_QUARTER)), "courses contre restos au deuxième trimestre 2026 : quelle différence ?"),
        ("average", rounded(spent(of("groceries"), LAST_YEAR) / 12), "moyenne mensuelle des courses en 2025"),
        ("income", truth.earned(to(life.BENEFIT), THIS_YEAR), f"combien {life.BENEFIT} nous a versé en 2026"),
        ("sum", spent(of("restaurants"), THIS_YEAR, weekend), "le week-end, on dépense combien au resto ? je parle de 2026"),
        ("sum", spent(of("fees"), THIS_YEAR), "tous les frais et intérêts depuis janvier 2026, s'il te plaît"),
        ("transfers", _moved(truth, "savings", LAST_YEAR), "Combien j'ai viré sur l'épargne en 2025 ?"),
        ("sum", spent(by("joint"), AUGUST, other_than(of("rent", "electricity"))), "Sans le loyer ni l'électricité, on a dépensé combien sur le compte joint en août 2026 ?"),
        ("sum", spent(of("cash"), month(2026, 6)), "combien de liquide retiré en juin 2026"),
    ):  # fmt: skip
        yield Question(kind, text, value, signed=kind == "cashflow")
    for kind, value, text in (
        ("count", count(to(diner), THIS_YEAR), f"combien de fois on est allés chez {diner} en 2026"),
        ("share", share(spent(of("rent"), LAST_YEAR), spent(LAST_YEAR)), "Quelle part des dépenses de 2025 est partie dans le loyer, en pour cent ?"),
    ):  # fmt: skip
        yield Question(kind, text, value, None)
    last = truth.last(of("cash"))
    yield Question("last", "C'était quand, la dernière fois qu'on a retiré du liquide ?", -last.amount, day=last.day)
    yield Question("balance", "solde du compte épargne au 30 juin 2025", house.balance("savings", date(2025, 6, 30)), signed=True)  # fmt: skip
    yield Question("grouped", "Dépenses d'électricité par mois en 2025", group="month", groups=truth.divided(by_month, of("electricity"), LAST_YEAR))  # fmt: skip
    yield Question("sum", "On a dépensé combien en livres sterling en 2026 ?", spent(THIS_YEAR, currency="GBP"), "GBP")
    for text in (
        "Combien on a dépensé à Marseille en 2026 ?",
        "Combien nous a coûté Netflix en 2025 ?",
        "Combien nous a donné l'oncle Marcel l'année dernière ?",
        "Combien coûtera le chauffage l'an prochain ?",
        "Combien d'impôt sur le revenu avons-nous payé en 2025 ?",
        f"Si on avait arrêté {gym} et mangé deux fois moins dehors, combien aurait-on économisé en 2025 ?",
        f"c'est quoi le prix du kilo de tomates chez {grocer} ?",
    ):
        yield Question("unanswerable", text, abstains=True)
