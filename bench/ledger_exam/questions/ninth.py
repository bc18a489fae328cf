"""A ninth set: what three people typed, one in each language, without a thought for what can be answered.

Much of it no plan holds: what is left out, shares, weekends, the second largest, two questions in one, what refers to a
question before. Where the bookings tell, the true figure is expected, and saying nothing counts as abstained.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from bench.ledger_exam import life
from bench.ledger_exam.asking import differing, other_than, share, weekend
from bench.ledger_exam.plan import FIRST, GROCERS, TODAY, Booking
from bench.ledger_exam.questions.standing import regular
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
    by_month,
    by_payee,
    by_year,
    days,
    month,
    of,
    rounded,
    to,
)  # fmt: skip

SEPTEMBER, AUGUST, MARCH = month(2026, 9), month(2026, 8), month(2026, 3)
THIRD_QUARTER = days(date(2026, 7, 1), date(2026, 9, 30))
BEFORE_SUMMER = days(FIRST, date(2026, 5, 31))


def ask(truth: Truth) -> Iterator[Question]:
    """Fifty questions of each."""
    for person in (_english, _german, _french):
        yield from person(truth)


def _by_day(each: Booking) -> str:
    return each.day.isoformat()


def _moved(truth: Truth, *fits: Fits) -> Decimal:
    """What left one own account for another."""
    return -added(each for each in truth.rows(*fits, kinds=("transfer", "settlement")) if each.amount < 0)


def _english(truth: Truth) -> Iterator[Question]:
    spent, count, house = truth.spent, truth.count, truth.house
    grocer, power, net, phone, gym, diner, shop, dentist = truth.named(
        "grocer", "power", "net", "phone", "gym", "diner", "shop", "dentist"
    )
    cost = regular(truth)
    october = sorted(abs(each.amount) for each in truth.rows(LAST_MONTH))
    last_bill = truth.last(of("electricity"))
    for kind, value, text in (
        ("sum", spent(THIS_YEAR, other_than(of("rent"))), "How much have we spent so far this year, apart from rent?"),
        ("largest", october[-2], "whats the second largest thing we paid for in october"),
        ("sum", spent(of("restaurants"), THIS_YEAR, weekend), "how much do we spend on eating out at weekends? I mean in 2026"),
        ("average", rounded(spent(of("groceries"), LAST_YEAR) * 7 / 365), "groceries per week on average, 2025"),
        ("compare", abs(spent(of("restaurants"), THIRD_QUARTER) - spent(of("fuel"), THIRD_QUARTER)), "how much more did we spend on restaurants than on fuel in Q3 2026"),
        ("sum", spent(LAST_MONTH, other_than(of("rent", "insurance"))), "total spending last month without rent and insurance"),
        ("sum", spent(by("giro"), of("groceries"), LAST_MONTH), "How much left the giro account in October for groceries?"),
        ("sum", spent(by("card"), AUGUST), "How much did we put on the credit card in August 2026?"),
        ("recurring", cost[gym], f"If we cancelled {gym}, how much would we save a year?"),
        ("sum", spent(to(dentist), days(FIRST, date(2025, 12, 31))), f"What did we pay {dentist} in total, leaving out this year?"),
        ("largest", truth.largest(to(power)), f"What's the most we've ever paid {power} in one go?"),
        ("transfers", _moved(truth, MARCH), "What transfers did I make in March?"),
        ("average", rounded(-added(rows := truth.rows(to(grocer), THIS_YEAR, above(10))) / len(rows)), f"average shop at {grocer} this year, ignoring anything under 10 euros"),
        ("list", spent(days(date(2026, 10, 14), date(2026, 10, 14))), "what did we pay for on 14 October 2026"),
        ("cashflow", truth.net(days(date(2026, 4, 1), date(2026, 6, 30))), "money in minus money out for q2 2026"),
        ("largest", truth.largest(SEPTEMBER, other_than(of("rent"))), "our three biggest bills in september, not counting rent"),
        ("sum", spent(of("cash"), BEFORE_SUMMER), "How much cash did we take out before the summer of 2026?"),
        ("income", truth.earned(by("giro"), LAST_YEAR), "What did Ruth earn in 2025?"),
        ("compare", abs(cost[net] - cost[phone]) / 12, f"how much more is {net} a month than {phone}"),
        ("sum", -added(truth.rows(to(shop), LAST_YEAR)), f"spent at {shop} in 2025 before refunds"),
        ("cashflow", truth.earned(of("salary"), LAST_MONTH) - spent(of("rent"), LAST_MONTH), "What's left of the salary after rent in October 2026?"),
        ("sum", spent(of("groceries", "restaurants"), LAST_MONTH), "How much did we spend on food in october, so groceries plus eating out"),
        ("sum", spent(by("card"), LAST_MONTH), "How much of October's spending was Martin's?"),
        ("sum", spent(of("groceries"), THIS_YEAR, other_than(to(grocer))), f"how much did we spend on groceries at places other than {grocer} in 2026?"),
        ("compare", abs(spent(LAST_MONTH) - spent(SEPTEMBER)), "was october more expensive than september?"),
        ("sum", spent(by("joint"), SEPTEMBER), "not counting transfers, what left the joint account in September 2026?"),
        ("sum", spent(days(date(2026, 4, 1), date(2026, 6, 30))), "What did we spend in the three months before July 2026?"),
        ("sum", spent(to(diner), THIS_YEAR, above(30)), f"{diner} in 2026 but only the ones above 30 euros, summed up pls"),
        ("sum", rounded(spent(of("rent"), LAST_MONTH) / 2), "If Ruth and Martin split the rent 50/50, what is each share for October 2026?"),
        ("sum", spent(LAST_MONTH, of("groceries"), weekend), "grocery spend on Saturdays and Sundays last month"),
        ("sum", spent(of("fuel"), days(date(2026, 8, 1))), "petrol since our holiday, so since 1 August 2026"),
    ):  # fmt: skip
        yield Question(kind, text, value, signed=kind == "cashflow")
    for kind, value, text in (
        ("count", count(to(grocer), days(date(2026, 10, 1), date(2026, 10, 7))), f"did we shop at {grocer} more than once in the first week of october 2026"),
        ("share", share(spent(of("rent"), LAST_YEAR), spent(LAST_YEAR)), "What percentage of our outgoings in 2025 went on rent?"),
        ("count", count(to(grocer), above(50), THIS_YEAR), f"How often did we spend more than 50 euros at {grocer} in 2026?"),
        ("count", differing(truth.rows(of("restaurants"), THIS_YEAR)), "how many different restaurants did we visit in 2026"),
        ("count", count(to(life.DANCE), below(20)), f"how many times did {life.DANCE} take less than 20 euros"),
        ("count", Decimal((TODAY - truth.last(of("fuel")).day).days), "How many days since our last fuel stop?"),
        ("share", share(spent(of("groceries"), LAST_MONTH) - spent(of("groceries"), SEPTEMBER), spent(of("groceries"), SEPTEMBER)), "In percent, how much more did we spend on groceries in October 2026 than in September 2026?"),
    ):  # fmt: skip
        yield Question(kind, text, value, None)
    yield Question("grouped", "which month was the cheapest for electricity in 2025?", group="month", groups=truth.divided(by_month, of("electricity"), LAST_YEAR))  # fmt: skip
    yield Question("grouped", "who did we pay the most to in october apart from the landlord", group="counterparty", groups=truth.divided(by_payee, LAST_MONTH, other_than(of("rent"))))  # fmt: skip
    yield Question("grouped", "Any month in 2025 where groceries went over 300 euros?", group="month", groups=truth.divided(by_month, of("groceries"), LAST_YEAR))  # fmt: skip
    yield Question("grouped", "rent 2024 vs 2025 vs 2026", group="year", groups=truth.divided(by_year, of("rent")))
    yield Question("balance", "London account balance at the end of september?", house.balance("sterling", date(2026, 9, 30)), "GBP", signed=True)  # fmt: skip
    yield Question("last", "how much was the last electricity bill", -last_bill.amount, day=last_bill.day)
    for text in (
        "What did petrol and the gym cost in September, and how much was the rent?",
        "And the month before?",
        "roughly how much goes on takeaways?",
        "what did we spend the day after payday in october?",
        "what did we spend on our anniversary",
        "whats our avg spend on a saturday in 2026",
        "How much should we be putting away each month?",
    ):
        yield Question("unanswerable", text, abstains=True)


def _german(truth: Truth) -> Iterator[Question]:
    spent, count, house = truth.spent, truth.count, truth.house
    grocer, power, net, phone, gym, shop, landlord, insurer = truth.named(
        "grocer", "power", "net", "phone", "gym", "shop", "landlord", "insurer"
    )
    cost = regular(truth)
    september = sorted(abs(each.amount) for each in truth.rows(SEPTEMBER))
    tanked = truth.last(of("fuel"), above(80))
    to_joint = -added(
        each
        for each in truth.rows(LAST_YEAR, by("giro"), kinds=("transfer",))
        if each.iban == house.accounts["joint"].number
    )
    for kind, value, text in (
        ("sum", spent(THIS_YEAR, other_than(of("rent"))), "was haben wir heuer ohne miete ausgegeben"),
        ("largest", september[-2], "zweitgrößte ausgabe im september 2026"),
        ("sum", spent(of("restaurants"), THIS_YEAR, weekend), "wie viel am wochenende fürs essengehen ausgegeben in 2026"),
        ("average", rounded(spent(of("groceries"), LAST_YEAR) * 7 / 365), "lebensmittel pro woche im schnitt 2025"),
        ("compare", abs(spent(of("groceries"), LAST_MONTH) - spent(of("groceries"), SEPTEMBER)), "wieviel mehr haben wir im oktober als im september 2026 für lebensmittel ausgegeben"),
        ("sum", spent(LAST_MONTH, other_than(of("rent", "electricity"))), "ausgaben oktober ausser miete und strom"),
        ("sum", spent(by("giro"), of("groceries"), LAST_MONTH), "vom girokonto im oktober für lebensmittel weggegangen"),
        ("sum", spent(by("card"), AUGUST), "was hat martin im august 2026 mit der karte gezahlt"),
        ("recurring", cost[gym], f"was würden wir im jahr sparen wenn wir {gym} kündigen"),
        ("transfers", _moved(truth, MARCH), "umbuchungen im märz 2026, summe"),
        ("balance", house.balance("savings", date(2026, 6, 30)), "wieviel war ende juni 2026 auf dem sparkonto"),
        ("balance", house.balance("giro", date(2026, 8, 31)), "stand giro 31.8.2026"),
        ("transfers", to_joint, "was ging 2025 vom girokonto aufs gemeinschaftskonto"),
        ("largest", truth.largest(to(grocer), THIS_YEAR, other_than(by("card"))), f"teuerster einkauf bei {grocer} heuer, aber nicht auf der kreditkarte"),
        ("list", spent(above(200), LAST_MONTH, other_than(of("rent"))), "alles über 200 im oktober außer miete"),
        ("sum", spent(of("groceries"), SEPTEMBER), "haben wir im september mehr als 300 € für lebensmittel gebraucht"),
        ("cashflow", truth.earned(of("salary"), LAST_MONTH) - spent(of("rent", "electricity"), LAST_MONTH), "wieviel bleibt vom gehalt nach miete und strom im oktober 2026"),
        ("list", spent(days(date(2026, 10, 14), date(2026, 10, 14))), "ausgaben am 14.10.2026"),
        ("average", rounded(-added(rows := truth.rows(to(grocer), THIS_YEAR, above(10))) / len(rows)), f"durchschnittlicher einkauf bei {grocer} 2026, kleinkram unter 10 euro nicht mitgezählt"),
        ("compare", abs(spent(of("restaurants"), LAST_MONTH) - spent(of("groceries"), LAST_MONTH)), "restaurants gegen lebensmittel im oktober 2026, unterschied?"),
        ("income", truth.earned(by("giro"), LAST_YEAR), "wieviel hat ruth 2025 verdient"),
        ("sum", spent(to(net), LAST_YEAR), f"wieviel geld hat {net} 2025 insgesamt von uns gekriegt"),
        ("recurring", cost[phone], f"kosten {phone} pro jahr"),
        ("sum", spent(of("cash"), BEFORE_SUMMER), "bargeld abgehoben vor dem sommer 2026, zusammen"),
        ("sum", spent(to(landlord), LAST_YEAR), f"ich brauch die summe aller zahlungen an {landlord}, nur 2025"),
        ("sum", spent(by("giro"), LAST_MONTH), "nicht die karte, nur giro: ausgaben oktober 2026"),
        ("smallest", truth.smallest(LAST_MONTH), "die drei kleinsten zahlungen im oktober 2026"),
        ("sum", spent(of("restaurants"), LAST_MONTH, other_than(weekend)), "was haben wir unter der woche (mo-fr) in restaurants ausgegeben, okt 2026"),
        ("sum", spent(to(insurer), THIS_YEAR), f"wie hoch war die lastschrift von {insurer} dieses jahr"),
        ("sum", spent(to(shop), LAST_YEAR), f"{shop} 2025 abzüglich retouren"),
        ("sum", rounded(spent(of("rent"), LAST_MONTH) / 3), "ein drittel der oktobermiete, wieviel ist das"),
        ("sum", spent(of("groceries"), THIS_YEAR, other_than(to(grocer))), f"lebensmittel 2026 aber nicht bei {grocer}"),
        ("largest", truth.largest(other_than(of("rent")), LAST_YEAR), "was war 2025 die teuerste einzelne sache die wir gekauft haben, miete zählt nicht"),
    ):  # fmt: skip
        yield Question(kind, text, value, signed=kind in {"cashflow", "balance"})
    for kind, value, text in (
        ("count", count(to(grocer), above(50), THIS_YEAR), f"wie oft waren wir 2026 bei {grocer} für mehr als 50 euro"),
        ("share", share(spent(of("rent"), LAST_YEAR), spent(LAST_YEAR)), "wieviel prozent der ausgaben 2025 war miete"),
        ("count", differing(truth.rows(to(*GROCERS), THIS_YEAR)), "in wie vielen verschiedenen supermärkten waren wir 2026"),
        ("share", share(spent(of("groceries"), LAST_MONTH), spent(LAST_MONTH)), "anteil lebensmittel an den gesamtausgaben im oktober 2026"),
        ("count", count(to(power), above(100)), f"wievielmal hat {power} mehr als 100 € abgebucht"),
        ("count", count(of("rent"), THIS_YEAR), "mietzahlungen zählen: wie viele 2026"),
    ):  # fmt: skip
        yield Question(kind, text, value, None)
    yield Question("grouped", "welcher monat war 2025 beim strom am günstigsten", group="month", groups=truth.divided(by_month, of("electricity"), LAST_YEAR))  # fmt: skip
    yield Question("grouped", "in welchem monat 2026 haben wir am wenigsten getankt", group="month", groups=truth.divided(by_month, of("fuel"), THIS_YEAR))  # fmt: skip
    yield Question("grouped", "teuerster tag im oktober 2026?", group="day", groups=truth.divided(_by_day, LAST_MONTH))
    yield Question("last", "wann haben wir das letzte mal für mehr als 80 euro getankt", -tanked.amount, day=tanked.day)
    for text in (
        "miete und strom zusammen im oktober, und wie viel war das gehalt?",
        "und im Jahr davor?",
        "kinogeld letzten monat",
        "gab es 2026 einen monat ohne tanken",
        "kontostand giro am 1. juli 2026 und am 1. oktober 2026",
        "wie viel hat die waschmaschine gekostet",
        "was kostet uns der hund im monat",
    ):
        yield Question("unanswerable", text, abstains=True)


def _french(truth: Truth) -> Iterator[Question]:
    spent, count, house = truth.spent, truth.count, truth.house
    grocer, power, net, phone, stream, gym, diner, shop, employer = truth.named(
        "grocer", "power", "net", "phone", "stream", "gym", "diner", "shop", "employer"
    )
    cost = regular(truth)
    october = sorted(abs(each.amount) for each in truth.rows(LAST_MONTH))
    last_bill, visit = truth.last(of("electricity")), truth.last(to(diner), weekend)
    for kind, value, text in (
        ("sum", spent(THIS_YEAR, other_than(of("rent"))), "Combien on a dépensé depuis le début de l'année sans compter le loyer ?"),
        ("largest", october[-2], "c'est quoi la deuxième plus grosse dépense d'octobre 2026"),
        ("sum", spent(of("restaurants"), THIS_YEAR, weekend), "les restos le week-end en 2026 ça nous a coûté combien"),
        ("average", rounded(spent(of("groceries"), LAST_YEAR) * 7 / 365), "en moyenne combien de courses par semaine en 2025, en euros"),
        ("compare", abs(spent(of("restaurants"), THIRD_QUARTER) - spent(of("fuel"), THIRD_QUARTER)), "combien on a dépensé de plus en restaurants qu'en essence au 3e trimestre 2026"),
        ("sum", spent(LAST_MONTH, other_than(of("rent", "insurance"))), "dépenses du mois dernier hors loyer et assurances"),
        ("sum", spent(by("card"), AUGUST), "Combien avons-nous mis sur la carte de crédit en août 2026 ?"),
        ("sum", spent(by("joint"), of("groceries"), LAST_MONTH), "courses payées avec le compte joint en octobre 2026, total svp"),
        ("recurring", cost[gym], f"Si on résilie {gym}, on économise combien par an ?"),
        ("largest", truth.largest(to(power)), f"le plus gros prélèvement de {power} depuis toujours"),
        ("transfers", _moved(truth, MARCH), "quels virements internes en mars 2026 ?"),
        ("balance", house.balance("savings", date(2026, 6, 30)), "y avait combien sur le livret fin juin 2026"),
        ("list", spent(days(date(2026, 10, 14), date(2026, 10, 14))), "On a payé quoi le 14 octobre 2026 ?"),
        ("cashflow", truth.net(days(date(2026, 4, 1), date(2026, 6, 30))), "entrées moins sorties au 2e trimestre 2026"),
        ("sum", spent(of("cash"), BEFORE_SUMMER), "combien de liquide retiré avant l'été 2026"),
        ("income", truth.earned(by("giro"), LAST_YEAR), "Ruth a gagné combien en 2025 ?"),
        ("compare", abs(cost[net] - cost[phone]) / 12, f"{net} coûte combien de plus que {phone} par mois ?"),
        ("sum", spent(to(shop), LAST_YEAR), f"{shop} en 2025, remboursements déduits"),
        ("cashflow", truth.earned(of("salary"), LAST_MONTH) - spent(of("rent"), LAST_MONTH), "qu'est-ce qu'il reste du salaire d'octobre 2026 une fois le loyer payé"),
        ("sum", spent(of("groceries", "restaurants"), LAST_MONTH), "nourriture en octobre 2026 : courses + restos, ça fait combien"),
        ("sum", spent(of("groceries"), THIS_YEAR, other_than(to(grocer))), f"combien pour les courses ailleurs que chez {grocer} en 2026"),
        ("compare", abs(spent(LAST_MONTH) - spent(SEPTEMBER)), "octobre a été plus cher que septembre ? de combien"),
        ("sum", spent(by("joint"), SEPTEMBER), "sans les virements, qu'est-ce qui est sorti du compte joint en septembre 2026"),
        ("sum", rounded(spent(of("rent"), LAST_MONTH) / 2), "la moitié du loyer d'octobre, c'est combien ?"),
        ("sum", spent(to(diner), THIS_YEAR, above(30)), f"{diner} en 2026 mais seulement les additions de plus de 30 euros, au total"),
        ("income", truth.earned(to(employer), days(date(2026, 1, 1), date(2026, 6, 30))), f"{employer} m'a versé combien au premier semestre 2026 ?"),
        ("sum", spent(THIS_YEAR, above(100), other_than(of("rent"))), "total des dépenses de plus de 100 euros en 2026 à part le loyer"),
        ("smallest", truth.smallest(to(grocer), LAST_YEAR), f"notre plus petit ticket chez {grocer} l'an dernier"),
        ("sum", spent(to(stream), LAST_YEAR), f"chéri veut savoir ce que {stream} nous a pris en 2025"),
        ("sum", spent(of("fuel"), days(date(2026, 8, 1))), "essence depuis les vacances, donc depuis le 1er août 2026"),
    ):  # fmt: skip
        yield Question(kind, text, value, signed=kind in {"cashflow", "balance"})
    for kind, value, text in (
        ("count", count(to(grocer), days(date(2026, 10, 1), date(2026, 10, 7))), f"est-ce qu'on est allés plus d'une fois chez {grocer} entre le 1er et le 7 octobre 2026"),
        ("share", share(spent(of("rent"), LAST_YEAR), spent(LAST_YEAR)), "quel pourcentage de nos dépenses 2025 est parti en loyer ?"),
        ("count", count(to(grocer), above(50), THIS_YEAR), f"combien de fois on a dépassé 50 euros chez {grocer} en 2026"),
        ("count", differing(truth.rows(of("restaurants"), THIS_YEAR)), "on a fait combien de restaurants différents en 2026"),
        ("count", count(of("fuel"), THIRD_QUARTER), "nombre de pleins au troisième trimestre 2026"),
        ("share", share(spent(of("groceries"), LAST_MONTH), spent(LAST_MONTH)), "part des courses dans les dépenses d'octobre 2026"),
        ("count", Decimal((TODAY - truth.last(of("fuel")).day).days), "ça fait combien de jours qu'on n'a pas fait le plein ?"),
    ):  # fmt: skip
        yield Question(kind, text, value, None)
    yield Question("grouped", "quel mois de 2025 l'électricité a-t-elle été la moins chère ?", group="month", groups=truth.divided(by_month, of("electricity"), LAST_YEAR))  # fmt: skip
    yield Question("grouped", "à qui on a donné le plus d'argent en octobre 2026 à part le proprio", group="counterparty", groups=truth.divided(by_payee, LAST_MONTH, other_than(of("rent"))))  # fmt: skip
    yield Question(
        "grouped", "loyer 2024, 2025, 2026 année par année", group="year", groups=truth.divided(by_year, of("rent"))
    )
    yield Question(
        "last", "elle était de combien la dernière facture d'électricité", -last_bill.amount, day=last_bill.day
    )
    yield Question("last", f"la dernière fois qu'on a mangé chez {diner} un week-end", -visit.amount, day=visit.day)
    for text in (
        "le loyer et l'essence en septembre, et le salaire c'était combien ?",
        "et le mois d'avant ?",
        "combien pour les livraisons de pizza ?",
        "combien on a dépensé pendant notre voyage de noces",
        "un samedi moyen ça nous coûte combien",
        "combien il faudrait mettre de côté tous les mois",
        "le chien nous coûte combien par mois",
        "combien Ruth doit à Martin pour les courses d'octobre",
    ):
        yield Question("unanswerable", text, abstains=True)
