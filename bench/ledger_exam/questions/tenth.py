"""A tenth set: three more people, thirty questions each, typed as they come; written like the ninth before any was tried."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bench.ledger_exam import life
from bench.ledger_exam.asking import differing, other_than, share, weekend
from bench.ledger_exam.plan import FIRST
from bench.ledger_exam.questions.standing import regular
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
    by_category,
    by_month,
    days,
    month,
    of,
    rounded,
    to,
    year,
)  # fmt: skip

SPRING = days(date(2026, 3, 1), date(2026, 5, 31))
FIRST_HALF = days(date(2026, 1, 1), date(2026, 6, 30))


def ask(truth: Truth) -> Iterator[Question]:
    """Thirty questions of each."""
    for person in (_english, _german, _french):
        yield from person(truth)


def _english(truth: Truth) -> Iterator[Question]:
    spent, count, house = truth.spent, truth.count, truth.house
    grocer, phone, gym, shop, dentist, landlord, insurer = truth.named(
        "grocer", "phone", "gym", "shop", "dentist", "landlord", "insurer"
    )
    cost, visit = regular(truth), truth.last(to(dentist))
    for kind, value, text in (
        ("sum", spent(to(grocer), LAST_MONTH), f"ok so what's {grocer} had off us in october"),
        ("sum", spent(LAST_YEAR, other_than(of("rent", "groceries"))), "2025 total, leaving out rent and groceries"),
        ("sum", spent(of("fuel"), SPRING), "Fuel bill for the spring (March to May 2026)?"),
        ("sum", spent(of("groceries"), LAST_MONTH, above(50)), "only the big grocery shops, over 50 euros, in October 2026, what do they come to?"),
        ("average", rounded(spent(of("restaurants"), THIS_YEAR) / 11), "on average per month what are we spending on restaurants in 2026"),
        ("largest", sorted(abs(each.amount) for each in truth.rows(of("groceries"), LAST_YEAR))[-3], "third biggest grocery purchase of 2025"),
        ("smallest", truth.smallest(of("fuel"), THIS_YEAR), "cheapest tank of petrol this year"),
        ("recurring", cost[gym], f"is {gym} really costing us that much? what is it per year"),
        ("compare", abs(spent(of("electricity"), THIS_YEAR) - spent(of("electricity"), LAST_YEAR)), "electricity this year vs last year, by how much are we up"),
        ("sum", spent(to(landlord), days(date(2025, 1, 1), date(2026, 10, 31))), f"all the money that went to {landlord} from January 2025 till October 2026"),
        ("sum", spent(of("restaurants"), LAST_MONTH, other_than(weekend)), "meals out on weekdays in October 2026"),
        ("sum", spent(by("joint"), LAST_MONTH, other_than(of("rent"))), "joint account, October 2026, spending minus the rent"),
        ("income", truth.earned(THIS_YEAR, other_than(of("salary"))), "income this year other than salary"),
        ("sum", spent(to(insurer)), f"what have {insurer} cost us since we've been with them"),
        ("sum", spent(of("cash"), LAST_MONTH), "Cash from the ATM last month"),
        ("cashflow", truth.net(days(date(2026, 7, 1), date(2026, 9, 30))), "did we live within our means in Q3 2026?"),
        ("largest", truth.largest(to(shop)), f"whats the priciest thing we ever got at {shop}"),
        ("sum", rounded(spent(of("fuel"), LAST_YEAR) * 7 / 365), "fuel in 2025, what's that a week"),
    ):  # fmt: skip
        yield Question(kind, text, value, signed=kind == "cashflow")
    for kind, value, text in (
        ("count", count(to(grocer), THIS_YEAR, weekend), f"how often do we go to {grocer} at the weekend, 2026"),
        ("count", count(above(1000), THIS_YEAR), "number of payments over a thousand euros this year"),
        ("share", share(spent(of("restaurants"), LAST_MONTH), spent(LAST_MONTH)), "what fraction of october's spending was eating out, in percent"),
        ("count", differing(truth.rows(of("shopping"), LAST_YEAR)), "in how many shops did we go shopping in 2025"),
    ):  # fmt: skip
        yield Question(kind, text, value, None)
    yield Question("last", f"it's been ages since {dentist}, when exactly was that", -visit.amount, day=visit.day)
    yield Question("grouped", "most expensive month of 2025 if you leave out rent", group="month", groups=truth.divided(by_month, LAST_YEAR, other_than(of("rent"))))  # fmt: skip
    yield Question("balance", "how much did we have in the savings account on new year's eve 2025", house.balance("savings", date(2025, 12, 31)), signed=True)  # fmt: skip
    for text in (
        f"If {phone} goes up 10%, what will we pay next year?",
        "what about just Martin?",
        "is that more than usual?",
        "How much did we tip waiters in 2026?",
        "which of us is worse with money",
    ):
        yield Question("unanswerable", text, abstains=True)


def _german(truth: Truth) -> Iterator[Question]:
    spent, count, house = truth.spent, truth.count, truth.house
    grocer, power, net, stream, gym, diner, shop, landlord = truth.named(
        "grocer", "power", "net", "stream", "gym", "diner", "shop", "landlord"
    )
    cost, first = regular(truth), truth.first(to(life.YOGA))
    for kind, value, text in (
        ("sum", spent(LAST_MONTH, other_than(of("rent", "electricity", "insurance"))), "Ausgaben letzten Monat mal ohne Miete, Strom und Versicherung"),
        ("sum", spent(to(grocer), THIS_YEAR), f"sag mal, wieviel haben wir dieses Jahr eigentlich schon zu {grocer} getragen"),
        ("sum", spent(of("groceries"), FIRST_HALF), "lebensmittelausgaben 1. halbjahr 26"),
        ("average", rounded(-added(rows := truth.rows(of("fuel"), THIS_YEAR)) / len(rows)), "was zahlen wir 2026 im schnitt pro tankfüllung"),
        ("largest", truth.largest(to(power)), f"höchste abbuchung von {power} überhaupt"),
        ("largest", sorted(abs(each.amount) for each in truth.rows(LAST_MONTH))[-2], "was war nach der teuersten die zweitteuerste buchung im oktober 2026"),
        ("compare", abs(spent(of("restaurants"), LAST_MONTH) - spent(of("restaurants"), month(2025, 10))), "restaurants oktober 2026 zu oktober 2025, differenz in euro"),
        ("compare", abs(spent(of("groceries"), LAST_MONTH) - spent(of("restaurants"), LAST_MONTH)), "um wieviel höher waren im oktober 2026 die lebensmittel als die restaurants"),
        ("recurring", cost[net] / 12, f"was kostet {net} im monat"),
        ("recurring", cost[stream], f"jahreskosten {stream}"),
        ("sum", spent(of("restaurants"), THIS_YEAR, other_than(to(diner))), f"essen gehen 2026, {diner} nicht mitgerechnet"),
        ("sum", spent(of("cash"), THIS_YEAR), "wieviel bargeld heuer schon gezogen"),
        ("income", truth.earned(of("salary"), LAST_YEAR), "nettogehalt 2025 zusammen"),
        ("income", truth.earned(LAST_MONTH, other_than(of("salary"))), "einnahmen im oktober 2026 außer gehalt"),
        ("cashflow", truth.net(LAST_MONTH), "sind wir im oktober 2026 im plus oder im minus"),
        ("sum", spent(days(date(2026, 10, 24), date(2026, 10, 31))), "die letzten acht tage im oktober 2026, was ging da raus"),
        ("sum", spent(by("card"), of("restaurants"), LAST_YEAR), "restaurants 2025 nur was über die kreditkarte lief"),
        ("sum", spent(to(shop), below(50), LAST_YEAR), f"kleine bestellungen bei {shop} unter 50 euro 2025, summe"),
        ("list", spent(days(date(2026, 10, 20), date(2026, 10, 20))), "was war das am 20.10.2026 alles"),
    ):  # fmt: skip
        yield Question(kind, text, value, signed=kind == "cashflow")
    for kind, value, text in (
        ("count", count(of("restaurants"), LAST_MONTH), "wie viele male waren wir im oktober 2026 im restaurant"),
        ("share", share(spent(of("fuel"), LAST_YEAR), spent(LAST_YEAR)), "sprit 2025 in prozent aller ausgaben"),
        ("count", count(to(landlord), year(2025)), f"wie viele überweisungen an {landlord} im jahr 2025"),
    ):  # fmt: skip
        yield Question(kind, text, value, None)
    yield Question("first", f"ab wann haben wir {life.YOGA} bezahlt, also das erste mal", -first.amount, day=first.day)
    yield Question("grouped", "ausgaben september 2026 nach kategorien ohne miete", group="category", groups=truth.divided(by_category, month(2026, 9), other_than(of("rent"))))  # fmt: skip
    yield Question("balance", "was war ende september 2026 auf dem gemeinschaftskonto", house.balance("joint", date(2026, 9, 30)), signed=True)  # fmt: skip
    for text in (
        f"und wenn {gym} 10% teurer wird?",
        "und nur ruth?",
        "war das mehr als sonst?",
        "wieviel trinkgeld haben wir 2026 gegeben",
        "wann sind wir pleite",
    ):
        yield Question("unanswerable", text, abstains=True)


def _french(truth: Truth) -> Iterator[Question]:
    spent, count, house = truth.spent, truth.count, truth.house
    grocer, power, net, gym, shop, landlord, insurer = truth.named(
        "grocer", "power", "net", "gym", "shop", "landlord", "insurer"
    )
    cost, first = regular(truth), truth.first(to(life.DANCE))
    for kind, value, text in (
        ("sum", spent(to(grocer), LAST_MONTH), f"dis-moi un peu ce qu'on a laissé chez {grocer} en octobre"),
        ("sum", spent(LAST_YEAR, other_than(of("rent", "groceries"))), "total 2025 sans le loyer ni les courses"),
        ("sum", spent(of("fuel"), SPRING), "budget essence de mars à mai 2026"),
        ("sum", spent(of("groceries"), LAST_MONTH, above(50)), "les grosses courses d'octobre 2026, celles à plus de 50 euros, ça fait combien"),
        ("average", rounded(spent(of("restaurants"), LAST_YEAR) / 12), "on met combien en moyenne par mois dans les restos, année 2025"),
        ("largest", sorted(abs(each.amount) for each in truth.rows(of("groceries"), LAST_YEAR))[-3], "la troisième plus grosse course de 2025"),
        ("largest", truth.largest(to(shop)), f"le truc le plus cher qu'on ait acheté chez {shop}"),
        ("recurring", cost[gym], f"{gym} on paie combien à l'année"),
        ("compare", abs(spent(of("electricity"), THIS_YEAR) - spent(of("electricity"), LAST_YEAR)), "électricité cette année par rapport à l'année dernière, l'écart"),
        ("compare", abs(spent(of("groceries"), LAST_MONTH) - spent(of("restaurants"), LAST_MONTH)), "de combien les courses dépassent les restos en octobre 2026"),
        ("sum", spent(to(landlord), days(date(2025, 1, 1), date(2026, 10, 31))), f"tout ce qu'on a versé à {landlord} entre janvier 2025 et octobre 2026"),
        ("sum", spent(by("joint"), LAST_MONTH, other_than(of("rent"))), "compte joint en octobre 2026, dépenses hors loyer"),
        ("income", truth.earned(THIS_YEAR, other_than(of("salary"))), "nos revenus 2026 autres que le salaire"),
        ("sum", spent(to(insurer)), f"{insurer} nous a coûté combien en tout depuis le début"),
        ("sum", spent(of("cash"), LAST_MONTH), "retraits au distributeur le mois dernier"),
        ("cashflow", truth.net(LAST_MONTH), "en octobre 2026 on a fini dans le rouge ou pas ?"),
        ("sum", spent(days(date(2026, 10, 20), date(2026, 10, 20))), "qu'est-ce qu'on a dépensé le 20/10/2026"),
        ("sum", spent(LAST_MONTH, other_than(of("rent")), other_than(of("groceries"))), "en octobre 2026, à part loyer et courses, il est parti combien"),
        ("sum", spent(of("restaurants"), days(FIRST, date(2025, 12, 31))), "restos jusqu'à fin 2025, somme totale"),
    ):  # fmt: skip
        yield Question(kind, text, value, signed=kind == "cashflow")
    for kind, value, text in (
        ("count", count(to(power), above(100)), f"combien de prélèvements de {power} de plus de 100 euros"),
        ("share", share(spent(of("restaurants"), LAST_MONTH), spent(LAST_MONTH)), "les restos ça représente quel pourcentage d'octobre 2026"),
        ("count", count(of("restaurants"), LAST_YEAR), "en 2025 on est allés combien de fois au resto"),
    ):  # fmt: skip
        yield Question(kind, text, value, None)
    yield Question("first", f"c'était quand la toute première fois à {life.DANCE}", -first.amount, day=first.day)
    yield Question("grouped", "dépenses de septembre 2026 par catégorie sans le loyer", group="category", groups=truth.divided(by_category, month(2026, 9), other_than(of("rent"))))  # fmt: skip
    yield Question("balance", "il restait combien sur le compte joint fin septembre 2026", house.balance("joint", date(2026, 9, 30)), signed=True)  # fmt: skip
    for text in (
        f"et si {net} augmente de 10 % ?",
        "et rien que Ruth ?",
        "c'est plus que d'habitude ?",
        "combien de pourboires en 2026",
        "on pourrait se payer une voiture ?",
    ):
        yield Question("unanswerable", text, abstains=True)
