"""A thirteenth set: fifty English, forty German and thirty French questions of one household, a fifth of them with no answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from bench.ledger_exam import life
from bench.ledger_exam.asking import (
    amounts,
    balances,
    bookings,
    differing,
    figures,
    on,
    other_than,
    sayings,
    share,
    sums,
    tables,
    weekend,
)
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
    by_year,
    days,
    month,
    of,
    rounded,
    to,
)

SUMMER = days(date(2026, 6, 1), date(2026, 8, 31))
SECOND_QUARTER = days(date(2026, 4, 1), date(2026, 6, 30))
THIRD_QUARTER = days(date(2026, 7, 1), date(2026, 9, 30))
MAY, JULY, AUGUST, SEPTEMBER = (month(2026, each) for each in (5, 7, 8, 9))
ATELIER = "Atelier Brandt Moebel"
ROOF = "312"  # of 1,312.40 euros, which a German paper writes otherwise


def ask(truth: Truth) -> Iterator[Question]:
    """Fifty, forty and thirty."""
    for language in (_english, _german, _french):
        yield from language(truth)


def _part(truth: Truth, category: str, whole: Decimal) -> Decimal:
    """What a category took of the last month's spending or income, in per cent."""
    return share(truth.spent(of(category), LAST_MONTH), whole)


def apart(truth: Truth, categories: str | tuple[str, ...], *fits: Fits) -> Decimal:
    """Between the spending of two times."""
    told = (categories,) if isinstance(categories, str) else categories
    one, other = (truth.spent(of(*told), each) for each in fits)
    return one - other


def favourite(truth: Truth, *fits: Fits) -> str:
    """With whom most was spent."""
    return max(truth.divided(lambda each: each.payee, *fits).items(), key=lambda each: each[1])[0]


def _english(truth: Truth) -> Iterator[Question]:
    dentist, gym, insurer = truth.named("dentist", "gym", "insurer")
    yield from sums(truth, (
        ((of("groceries"), LAST_MONTH), "how much went on groceries in october"),
        ((of("fuel"), THIS_YEAR), "petrol so far this yr??"),
        ((to(dentist), LAST_YEAR), "Could you kindly tell me what we paid the dentist altogether in 2025?"),
        ((of("restaurants"), days(date(2026, 5, 1), date(2026, 7, 31))), "eating out, may to july"),
        ((of("restaurants"), by("card", "sterling"), THIS_YEAR), "what has martin spent in restaurants this year?"),
        ((of("groceries"), weekend, THIRD_QUARTER), "Supermarket spending on weekends in the third quarter, please."),
        ((on(5), SEPTEMBER), "What did we spend on Saturdays in September, all told?"),
        ((other_than(of("rent")), LAST_MONTH), "Leave the rent out: what did we spend in October?"),
        ((of("cash"), SECOND_QUARTER), "Cash taken out at the machine in Q2?"),
        ((by("card"), days(date(2026, 10, 10), date(2026, 10, 20))), "How much did we put on the card between 10 and 20 October?"),
        ((days(date(2026, 10, 14), date(2026, 10, 14)),), "what went out on the 14th of october"),
    ))  # fmt: skip
    monthly = rounded(truth.spent(of("electricity"), LAST_YEAR) / 12)
    bonus = truth.earned(lambda each: each.purpose == "Weihnachtsgeld 2025")
    yield from amounts((
        ("largest", truth.largest(of("restaurants")), "whats the most we ever paid for a single meal out"),
        ("smallest", truth.smallest(of("fuel"), THIS_YEAR), "And the cheapest tank of petrol this year?"),
        ("income", truth.earned(of("salary"), SEPTEMBER), "what came in from work in september?"),
        ("cashflow", truth.net(LAST_MONTH), "What was left over in October once everything was paid?"),
        ("mean", monthly, "On average, what did electricity cost us per month in 2025?"),
        ("refund", truth.back(), "How much money have the shops refunded us altogether?"),
        ("list", -added(truth.rows(by("card"), AUGUST)), "everything we put on the credit card in August"),
        ("compare", apart(truth, ("groceries", "restaurants"), LAST_MONTH, SEPTEMBER), "Did we spend more on food in October than in September, and by how much?"),
        ("mean", truth.mean(of("groceries"), THIS_YEAR), "What does one trip to the supermarket cost us on average this year?"),
        ("budget", 500 - truth.spent(of("groceries"), LAST_MONTH), "With a budget of 500 euros for groceries in October, what would have been left?"),
        ("last", abs(truth.last(to(gym)).amount), f"What is {gym} taking from us per month now?"),
        ("income", bonus, "how big was the christmas bonus last year"),
    ))  # fmt: skip
    spent = truth.spent(THIS_YEAR, currency="GBP")
    yield Question("sum", "How many pounds have we spent in 2026?", spent, "GBP")
    yield from figures("count", (
        (truth.count(of("fuel"), SUMMER), "how many times did we fill up the car over the summer"),
        (truth.count(above(200), LAST_MONTH), "How many payments of more than 200 euros did we make in October?"),
        (differing(truth.rows(of("restaurants"), THIS_YEAR)), "how many different restaurants have we been to this year"),
        (truth.rate(SEPTEMBER), "What percentage of our income did we keep in September?"),
        (_part(truth, "groceries", truth.spent(LAST_MONTH)), "share of groceries in october's spending in %"),
    ), None)  # fmt: skip
    yield from bookings((
        ("last", truth.last(to("Sushi Hana")), "When did we last go to Sushi Hana, and how much was it?"),
        ("first", truth.first(to("Zum Anker")), "the very first time we ate at Zum Anker?"),
    ))  # fmt: skip
    yield from balances(truth, (
        ("savings", date(2025, 12, 31), "balance of the savings account at the end of last year"),
        ("joint", date(2026, 6, 15), "How much was in the joint account on 15 June 2026?"),
    ))  # fmt: skip
    months = truth.divided(by_month, of("groceries"), THIS_YEAR)
    yield from tables((
        ("month", months, "Which month this year was the dearest for groceries?"),
        ("category", truth.divided(by_category, LAST_MONTH), "Break October down by category for me."),
        ("month", truth.divided(by_month, of("electricity"), LAST_YEAR), "electricity 2025 month by month"),
        ("year", truth.divided(by_year, to(insurer)), f"what has {insurer} cost us each year"),
    ))  # fmt: skip
    yield from sayings((
        ("paper", (ROOF,), "how much is the Dachdecker Voss bill"),
        ("paper", ("three months",), "how long is the notice period in our lease?"),
        ("ranked", (favourite(truth, of("groceries"), LAST_YEAR),), "Which supermarket got the most of our money in 2025?"),
    ))  # fmt: skip
    for text in (
        "How much of the groceries in October was wine?",
        "what will we spend on heating next winter",
        "how much did we spend in restaurants while my mother was visiting",
        "what did my sister earn last year",
        "petrol per 100 miles this year",
        "groceries bought in the evening in october",
        "How many of our purchases in September were contactless?",
        "how much vat did we pay on groceries in 2025",
        "What did we spend in restaurants this year, tips not counted?",
        "what did we spend on rainy days in october",
    ):
        yield Question("unanswerable", text, abstains=True)


def _german(truth: Truth) -> Iterator[Question]:
    (gym,) = truth.named("gym")
    yield from sums(truth, (
        ((of("groceries"), LAST_MONTH), "was hab ich im oktober für lebensmittel ausgegeben"),
        ((of("fuel"), days(date(2026, 3, 1))), "tanken seit märz?"),
        ((of("rent"), THIRD_QUARTER), "Wie viel Miete haben wir im dritten Quartal überwiesen?"),
        ((of("electricity"), LAST_YEAR), "Könnten Sie mir bitte sagen, was der Strom letztes Jahr insgesamt gekostet hat?"),
        ((of("cash"), SEPTEMBER), "wieviel bargeld haben wir im september abgehoben"),
        ((by("card"), days(date(2026, 10, 13), date(2026, 10, 14))), "Was ging am 13. und 14. Oktober von der Kreditkarte ab?"),
        ((by("giro"), JULY), "Ausgaben vom Girokonto im Juli"),
        ((by("giro", "savings"), LAST_MONTH), "was hat Ruth im Oktober ausgegeben"),
        ((of("insurance"), LAST_YEAR), "versicherungen 2025 gesamt"),
        ((other_than(of("rent", "electricity")), MAY), "Ohne Miete und Strom: Was haben wir im Mai ausgegeben?"),
        ((on(6), LAST_MONTH), "sonntags im oktober ausgegeben"),
        ((to("Gaertnerei Moos"),), "zeig mir alle zahlungen an die gaertnerei moos"),
        ((of("restaurants"), below(20), THIS_YEAR), "Essengehen dieses Jahr, nur was unter 20 Euro lag: wie viel zusammen?"),
    ))  # fmt: skip
    after = truth.largest(lambda each: each.purpose.startswith("Nachzahlung"))
    yield from amounts((
        ("last", abs(truth.last(to(gym)).amount), f"was kostet mich {gym} zurzeit im monat"),
        ("largest", after, "Wie hoch war die Stromnachzahlung im September?"),
        ("compare", apart(truth, "restaurants", LAST_MONTH, SEPTEMBER), "Um wie viel haben sich die Restaurantausgaben von September auf Oktober verändert?"),
        ("cashflow", truth.net(AUGUST), "Was blieb im August unterm Strich übrig?"),
        ("median", truth.middle(of("restaurants"), THIS_YEAR), "Median unserer Restaurantrechnungen 2026?"),
    ))  # fmt: skip
    spent = truth.spent(LAST_MONTH, currency="GBP")
    yield Question("sum", "Wie viele Pfund sind im Oktober vom London account abgegangen?", spent, "GBP")
    yield from figures("count", (
        (truth.count(of("restaurants"), SUMMER), "anzahl restaurantbesuche im sommer"),
        (_part(truth, "rent", truth.earned(LAST_MONTH)), "Wie viel Prozent unserer Einnahmen im Oktober gingen für die Miete drauf?"),
        (truth.count(of("groceries"), below(10), THIS_YEAR), "wie viele lebensmitteleinkäufe unter 10 euro gabs dieses jahr"),
        (truth.count(to(life.MAGAZINE), THIS_YEAR), "Wie oft hat der Zeitspiegel Verlag dieses Jahr abgebucht?"),
        (truth.rate(JULY), "sparquote juli"),
    ), None)  # fmt: skip
    yield from bookings((
        ("last", truth.last(to("Gasthof Linde")), "wann war ich zuletzt im gasthof linde und was hats gekostet"),
    ))  # fmt: skip
    yield from balances(truth, (
        ("joint", date(2026, 8, 31), "Kontostand Gemeinschaftskonto Ende August"),
        ("savings", date(2026, 3, 31), "was war am 31.3.26 auf dem sparkonto"),
    ))  # fmt: skip
    yield from tables((
        ("category", truth.divided(by_category, SEPTEMBER), "Bitte den September nach Kategorien aufschlüsseln"),
        ("month", truth.divided(by_month, of("fuel"), LAST_YEAR), "In welchem Monat haben wir 2025 am meisten fürs Tanken bezahlt und wie viel?"),
        ("month", truth.divided(by_month, of("groceries"), THIS_YEAR), "lebensmittel pro monat in diesem jahr"),
    ))  # fmt: skip
    yield from sayings((
        ("ranked", (ATELIER,), "Bei wem haben wir im Oktober am meisten Geld gelassen?"),
        ("paper", ("30.06.2026",), "Zu wann wurde das Abo beim Zeitspiegel laut Bestätigung gekündigt?"),
    ))  # fmt: skip
    for text in (
        "Wie viel vom Einkauf im Oktober waren Bioprodukte?",
        "was werde ich im dezember für geschenke ausgeben",
        "Was hat meine Schwägerin letztes Jahr an Miete gezahlt?",
        "restaurantausgaben an homeoffice-tagen im september",
        "wie viele liter sprit haben wir dieses jahr getankt",
        "Wie viel haben wir für Lebensmittel ausgegeben, die wir dann weggeworfen haben?",
        "was hab ich im oktober mit dem handy bezahlt",
        "Wie viel Steuern bekommen wir für 2026 zurück?",
    ):
        yield Question("unanswerable", text, abstains=True)


def _french(truth: Truth) -> Iterator[Question]:
    (grocer,) = truth.named("grocer")
    yield from sums(truth, (
        ((of("groceries"), LAST_MONTH), "combien pour les courses en octobre ?"),
        ((of("restaurants"), THIS_YEAR), "Auriez-vous l'amabilité de me dire ce que nous avons dépensé au restaurant cette année ?"),
        ((of("fuel"), LAST_YEAR), "essence en 2025"),
        ((of("rent"), THIS_YEAR), "le loyer depuis janvier, ça fait combien en tout ?"),
        ((of("cash"), SECOND_QUARTER), "retraits d'espèces au 2e trimestre"),
        ((to("Schreinerei Holm"),), "combien a-t-on payé à la Schreinerei Holm"),
        ((other_than(of("rent")), JULY), "tout sauf le loyer en juillet"),
        ((of("groceries"), on(5), THIRD_QUARTER), "les courses du samedi au troisième trimestre"),
        ((of("restaurants"), by("card", "sterling"), LAST_YEAR), "dépenses de Martin au restaurant en 2025"),
    ))  # fmt: skip
    yield from amounts((
        ("income", truth.earned(of("salary"), SEPTEMBER), "salaire de septembre"),
        ("largest", truth.largest(other_than(of("rent")), SEPTEMBER), "Quelle a été la plus grosse dépense de septembre, hors loyer ?"),
        ("cashflow", truth.net(SEPTEMBER), "Que nous est-il resté fin septembre, une fois tout payé ?"),
        ("income", truth.earned(of("benefits"), LAST_YEAR), "allocations familiales reçues en 2025"),
        ("mean", truth.mean(of("fuel"), THIS_YEAR), "un plein d'essence, ça nous coûte combien en moyenne cette année"),
        ("compare", apart(truth, "groceries", SEPTEMBER, AUGUST), "Combien de plus avons-nous dépensé en courses en septembre qu'en août ?"),
    ))  # fmt: skip
    yield from figures("count", (
        (truth.count(of("fuel"), SUMMER), "nombre de pleins cet été"),
        (_part(truth, "groceries", truth.spent(LAST_MONTH)), "Quelle part des dépenses d'octobre est allée aux courses, en % ?"),
        (truth.rate(AUGUST), "taux d'épargne d'août"),
        (truth.count(to(grocer), THIS_YEAR), f"combien de fois est-on allé chez {grocer} cette année"),
    ), None)  # fmt: skip
    yield from bookings((
        ("last", truth.last(to("Osteria Falco")), "dernier repas chez Osteria Falco : quand et combien ?"),
    ))  # fmt: skip
    yield from balances(truth, (
        ("joint", date(2026, 6, 30), "Quel était le solde du compte joint au 30 juin 2026 ?"),
    ))  # fmt: skip
    yield from tables((
        ("category", truth.divided(by_category, LAST_MONTH), "Les dépenses d'octobre par catégorie, s'il vous plaît."),
    ))  # fmt: skip
    yield from sayings((
        ("paper", (ROOF,), "Quel est le montant de la facture de Dachdecker Voss ?"),
    ))  # fmt: skip
    for text in (
        "combien le vin nous a-t-il coûté en octobre",
        "Combien mon fils a-t-il dépensé avec son argent de poche cette année ?",
        "que vais-je dépenser en essence l'an prochain ?",
        "le restaurant avec les amis de Martin cette année, ça a coûté combien ?",
        "combien d'impôts vais-je payer sur mon salaire de 2026 ?",
        "pourboires laissés au restaurant cet été",
        "les courses payées en tickets-restaurant en octobre",
    ):
        yield Question("unanswerable", text, abstains=True)
