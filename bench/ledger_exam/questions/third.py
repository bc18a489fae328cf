"""A third set that was written before its questions were ever tried: each figure asked for in English, German and French."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from bench.ledger_exam import life
from bench.ledger_exam.asking import amounts, asked, balances, bookings, figures, lists, sayings, sums, tables
from bench.ledger_exam.questions.standing import regular, risen
from bench.ledger_exam.truth import (
    Question,
    Truth,
    above,
    by,
    by_category,
    by_month,
    by_person,
    days,
    month,
    of,
    rounded,
    to,
    year,
)  # fmt: skip

SUMMER, LAST_30_DAYS = days(date(2025, 6, 1), date(2025, 8, 31)), days(date(2026, 10, 22))
SECOND_HALF = days(date(2025, 7, 1), date(2025, 12, 31))


NOTHING = (
    "What did we spend on the wedding cake in 2025?",
    "How much did grandma give us in 2026?",
    "How much of our fuel in 2025 was diesel?",
    "What will groceries cost us next month?",
    "How much did we spend at Waitrose in 2025?",
    "Was hat die Hochzeitstorte gekostet?",
    "Wie viel haben wir 2025 bei Waitrose gelassen?",
    "Wie viel unserer Lebensmittel war 2025 für Bio-Milch?",
    "Was wird der Strom nächstes Jahr kosten?",
    "Wie viel hat uns Tante Erna 2026 geschenkt?",
    "Combien a coûté le gâteau de mariage ?",
    "Combien avons-nous laissé chez Waitrose en 2025 ?",
    "Quelle part de nos courses de 2025 était du lait bio ?",
    "Combien coûtera l'électricité l'an prochain ?",
    "Combien tante Erna nous a-t-elle donné en 2026 ?",
)


def ask(truth: Truth) -> Iterator[Question]:
    """Some of each kind, in each language."""
    return asked(truth, _sums, _picks, _tables, _standing, _papers, nothing=NOTHING)


def _sums(truth: Truth) -> Iterator[Question]:
    grocer, power, phone, gym, landlord = truth.named("grocer", "power", "phone", "gym", "landlord")
    yield from sums(truth, (
        ((of("groceries"), year(2026)), "What have groceries set us back so far this year?",
         "Was haben uns die Lebensmittel dieses Jahr bisher gekostet?", "Les courses, ça nous a coûté combien cette année ?"),
        ((to(landlord), SECOND_HALF), f"Could you please tell me how much we handed over to {landlord} in the second half of 2025?",
         f"Könntest du mir bitte sagen, wie viel wir im zweiten Halbjahr 2025 an {landlord} überwiesen haben?",
         f"Pourriez-vous me dire ce que nous avons versé à {landlord} au second semestre 2025 ?"),
        ((to(grocer), year(2025)), f"{grocer} 2025 total", f"{grocer} 2025 gesamt", f"total {grocer} 2025"),
        ((of("restaurants"), year(2025)), "In 2025, what did eating out come to?", "Was ist 2025 fürs Essengehen draufgegangen?",
         "À combien se sont élevées nos sorties au restaurant en 2025 ?"),
        ((of("electricity"), year(2025)), "electricity bill total for 2025", "Stromkosten 2025", "facture d'électricité totale de 2025"),
        ((to(gym), days(date(2025, 1, 1))), f"How much has gone to {gym} since the beginning of last year?",
         f"Was ging seit Anfang letzten Jahres an {gym}?", f"Qu'est-ce qui est parti chez {gym} depuis début 2025 ?"),
        ((to(phone), month(2026, 3)), f"What were we charged by {phone} in March 2026?", f"Was hat {phone} im März 2026 abgebucht?",
         f"Combien {phone} nous a-t-il prélevé en mars 2026 ?"),
        ((of("fuel"), SUMMER), "I'd like to know what petrol cost us over the summer of 2025.",
         "Ich würde gerne wissen, was wir im Sommer 2025 vertankt haben.", "J'aimerais savoir ce que l'essence nous a coûté à l'été 2025."),
        ((of("groceries"), LAST_30_DAYS), "Over the last 30 days, how much was spent on groceries?",
         "Wie viel wurde in den letzten 30 Tagen für Lebensmittel ausgegeben?", "Combien a été dépensé en courses ces 30 derniers jours ?"),
        ((to(power), month(2026, 7)), f"Did we pay {power} anything in July 2026, and how much?",
         f"Hat {power} im Juli 2026 etwas abgebucht, und wenn ja wie viel?", f"A-t-on payé quelque chose à {power} en juillet 2026, et combien ?"),
        ((by("card"), month(2026, 9)), "What did Martin put on his card in September 2026?", "Was lief im September 2026 über die Kreditkarte?",
         "Qu'a-t-on payé par carte de crédit en septembre 2026 ?"),
        ((of("cash"), year(2026)), "What's the total we took out in cash this year?", "Wie viel Bares haben wir dieses Jahr am Automaten gezogen?",
         "Combien d'argent liquide avons-nous retiré cette année ?"),
    ))  # fmt: skip
    yield from figures("income", (
        (truth.earned(by("giro", "savings"), year(2025)), "how much did ruth make in 2025", "Was hat Ruth 2025 verdient?",
         "Combien Ruth a-t-elle gagné en 2025 ?"),
        (truth.earned(month(2026, 5)), "How much came in during May 2026?", "Was kam im Mai 2026 an Geld rein?",
         "Combien est-il rentré en mai 2026 ?"),
    ))  # fmt: skip
    for text in (
        "How much have we been refunded this year?",
        "Wie hoch waren die Rückerstattungen in diesem Jahr?",
        "Combien nous a-t-on remboursé cette année ?",
    ):
        yield Question("refunds", text, truth.back(year(2026)))


def _picks(truth: Truth) -> Iterator[Question]:
    grocer, diner, employer, gym = truth.named("grocer", "diner", "employer", "gym")
    yield from figures("count", (
        (truth.count(to(diner), year(2025)), f"How often were we at {diner} in 2025?", f"Wie häufig waren wir 2025 im {diner}?",
         f"Combien de fois est-on allés chez {diner} en 2025 ?"),
        (truth.count(of("fuel"), year(2026)), "How many times did we fill up the car in 2026?", "Wie oft wurde 2026 getankt?",
         "Combien de pleins d'essence en 2026 ?"),
        (truth.count(of("cash"), year(2025)), "Number of cash withdrawals in 2025", "Anzahl der Bargeldabhebungen 2025",
         "Nombre de retraits d'espèces en 2025"),
    ), None)  # fmt: skip
    yield from amounts((
        ("average", rounded(truth.spent(of("groceries"), year(2025)) / 12), "What do we spend on groceries in an average month of 2025?",
         "Wie viel geht bei uns 2025 im Monatsschnitt für Lebensmittel weg?", "En moyenne, combien de courses par mois en 2025 ?"),
        ("average", truth.mean(to(diner)), f"On average, how much is a visit to {diner}?", f"Was kostet uns ein Besuch im {diner} im Schnitt?",
         f"Combien nous coûte en moyenne un passage chez {diner} ?"),
        ("median", truth.middle(of("fuel"), year(2026)), "The median of what we paid for petrol in 2026?", "Median der Tankrechnungen 2026",
         "Montant médian d'un plein en 2026 ?"),
        ("largest", truth.largest(month(2026, 10)), "What was the priciest thing we bought in October 2026?",
         "Das Teuerste, was wir im Oktober 2026 gekauft haben?", "Quelle a été notre plus grosse dépense d'octobre 2026 ?"),
        ("largest", truth.largest(month(2026, 9)), "Our three biggest expenses in September 2026", "Die drei größten Ausgaben im September 2026",
         "Les trois plus grosses dépenses de septembre 2026"),
        ("smallest", truth.smallest(to(grocer)), f"Which was the smallest amount we ever paid at {grocer}?",
         f"Was war unser kleinster Einkauf bei {grocer}?", f"Quel est le plus petit montant qu'on ait payé chez {grocer} ?"),
    ))  # fmt: skip
    start, wage, visit = truth.first(to(gym)), truth.first(to(employer), kinds=("income",)), truth.last(to(diner))
    yield from bookings((
        ("last", visit, f"When was the last time we were at {diner}?", f"Wann waren wir das letzte Mal bei {diner}?",
         f"À quand remonte notre dernière visite chez {diner} ?"),
        ("first", wage, f"When did {employer} first pay us?", f"Wann kam das erste Gehalt von {employer}?",
         f"Quand {employer} nous a-t-il payés pour la première fois ?"),
        ("first", start, f"How long have we been paying {gym}?", f"Wie lange zahlen wir schon an {gym}?", f"Depuis quand payons-nous {gym} ?"),
    ))  # fmt: skip
    yield from lists(truth, (
        ((above(300), month(2026, 9)), "Show me every payment above 300 euros in September 2026",
         "Zeig mir alle Zahlungen über 300 Euro im September 2026", "Montre-moi tous les paiements de plus de 300 euros en septembre 2026"),
        ((to(grocer), month(2026, 8)), f"List what we bought at {grocer} in August 2026",
         f"Alle Einkäufe bei {grocer} im August 2026 auflisten", f"Liste de nos achats chez {grocer} en août 2026"),
    ))  # fmt: skip


def _tables(truth: Truth) -> Iterator[Question]:
    may, last_year, this_year = month(2026, 5), year(2025), year(2026)
    spent = truth.spent
    yield from tables((
        ("category", truth.divided(by_category, month(2026, 9)), "Where did our money go in September 2026?",
         "Wofür haben wir im September 2026 unser Geld ausgegeben?", "Où est parti notre argent en septembre 2026 ?"),
        ("month", truth.divided(by_month, of("electricity"), last_year), "Give me a month-by-month breakdown of electricity for 2025",
         "Strom 2025 nach Monaten aufgeschlüsselt", "L'électricité en 2025, mois par mois"),
        ("person", truth.divided(by_person, last_year), "How much did each of us spend in 2025?", "Wer von uns hat 2025 wie viel ausgegeben?",
         "Combien chacun de nous a-t-il dépensé en 2025 ?"),
    ))  # fmt: skip
    yield from amounts((
        ("compare", abs(spent(of("groceries"), month(2026, 10)) - spent(of("groceries"), month(2026, 9))),
         "Did we spend more on groceries in October 2026 than in September 2026?",
         "Haben wir im Oktober 2026 mehr für Lebensmittel ausgegeben als im September 2026?",
         "A-t-on dépensé plus en courses en octobre 2026 qu'en septembre 2026 ?"),
        ("compare", abs(spent(of("restaurants"), this_year) - spent(of("restaurants"), last_year)),
         "How do our restaurant costs this year compare with last year?", "Restaurants dieses Jahr im Vergleich zum letzten",
         "Nos restaurants cette année par rapport à l'an dernier ?"),
        ("cashflow", truth.net(may), "After all expenses, how much of our income was left in May 2026?",
         "Was ist im Mai 2026 vom Einkommen übrig geblieben?", "Que nous restait-il de nos revenus en mai 2026, une fois tout payé ?"),
    ))  # fmt: skip
    for text in (
        "What share of what we earned did we put aside in 2025?",
        "Welchen Anteil unseres Einkommens konnten wir 2025 zurücklegen?",
        "Quelle part de nos revenus avons-nous épargnée en 2025 ?",
    ):
        yield Question("savings", text, truth.rate(last_year), None)


def _standing(truth: Truth) -> Iterator[Question]:
    names, house, cost = truth.names, truth.house, regular(truth)
    stream, insurer, gym = names["stream"], names["insurer"], names["gym"]
    held = life.positions(house)
    yield from amounts((
        ("recurring", sum(cost.values(), Decimal(0)), "How much do our standing costs come to annually?",
         "Was kosten uns all unsere laufenden Verpflichtungen jährlich?", "Nos charges fixes, ça fait combien à l'année ?"),
        ("recurring", cost[stream], f"{stream}: how much is that per year?", f"{stream} – was macht das im Jahr?", f"{stream}, ça revient à combien par an ?"),
        ("recurring", cost[insurer], f"How much does {insurer} charge us each year?", f"Wie viel verlangt {insurer} pro Jahr?",
         f"Combien {insurer} nous facture-t-il chaque année ?"),
        ("price_changes", risen(truth, gym), f"Has {gym} become pricier?", f"Ist {gym} teurer geworden?", f"{gym} est-il devenu plus cher ?"),
        ("price_changes", risen(truth, stream), f"When did {stream} raise its price?", f"Seit wann ist {stream} teurer?",
         f"Quand {stream} a-t-il augmenté ses tarifs ?"),
    ))  # fmt: skip
    yield from sayings((
        ("unusual", (names["power"],), "Anything odd in September 2026?", "War im September 2026 irgendwas komisch?",
         "Quelque chose d'anormal en septembre 2026 ?"),
        ("holdings", tuple(each.name for each in held), "What do we hold?", "Was liegt im Depot?", "Quels titres détenons-nous ?"),
    ))  # fmt: skip
    yield from balances(truth, (
        ("joint", date(2025, 12, 31), "How much was in the joint account when 2025 ended?", "Was war Ende 2025 auf dem Gemeinschaftskonto?",
         "Combien y avait-il sur le compte joint fin 2025 ?"),
        ("savings", date(2026, 6, 30), "What did our savings account stand at on 30 June 2026?",
         "Wie viel hatten wir am 30. Juni 2026 auf dem Sparkonto?", "Combien avions-nous sur le compte d'épargne au 30 juin 2026 ?"),
    ))  # fmt: skip
    for text in (f"How many {held[1].name} shares do we own?", f"Wie viele Aktien von {held[1].name} haben wir?", f"Combien d'actions {held[1].name} possédons-nous ?"):  # fmt: skip
        yield Question("holdings", text, held[1].units, None)


def _papers(truth: Truth) -> Iterator[Question]:
    paid = -truth.last(to("Elektro Zander")).amount
    comma = f"{paid:.2f}".replace(".", ",")
    for text in (f"Which bill was the {paid:.2f} euro payment for?", f"Zu welcher Rechnung gehören die {comma} Euro?", f"Le paiement de {comma} €, c'était pour quelle facture ?"):  # fmt: skip
        yield Question("invoice", text, paid, says=("Elektro Zander",))
    for text in ("Have we settled the bill from Malerbetrieb Kunz?", "Haben wir die Rechnung vom Malerbetrieb Kunz beglichen?", "A-t-on réglé la facture de Malerbetrieb Kunz ?"):  # fmt: skip
        yield Question("invoice", text, -truth.last(to("Malerbetrieb Kunz")).amount)
    for text in ("Is our rent in line with the rental agreement?", "Entspricht unsere Miete dem, was im Mietvertrag steht?", "Notre loyer est-il conforme au contrat de location ?"):  # fmt: skip
        yield Question("contract", text, life.TOO_MUCH)
