"""An eleventh set: what part of a whole, what is left after something, one thing against another, how many shops, which days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from bench.ledger_exam.asking import asked, differing, figures, on, other_than, share, sums, tables, weekend
from bench.ledger_exam.truth import (
    LAST_MONTH,
    LAST_YEAR,
    THIS_YEAR,
    Question,
    Truth,
    by,
    days,
    month,
    of,
    to,
)  # fmt: skip

NOTHING = (
    "What share of my gross salary goes on rent?",
    "What share of spending should go on rent?",
    "What percentage of the total was rent in 2025?",
    "Did we spend more on groceries than planned in October 2026?",
    "In how many shops did we buy anything in May 2026?",
    "On how many days did we spend more than 100 euros in October 2026?",
    "What did we spend at the weekend of 10 October 2026?",
    "How much do we spend on an average Saturday?",
    "unusual expenses in Berlin in October 2026",
    "Wie viel Prozent meines Bruttogehalts ist die Miete?",
    "Was haben wir 2026 werktags ausgegeben?",
    "Was blieb nach dem Urlaub im August 2026 übrig?",
    "In welchen Monaten haben wir nur Miete gezahlt?",
    "Quel pourcentage de mon salaire brut part en loyer ?",
    "Combien d'abonnements différents avons-nous payés en 2025 ?",
    "Combien coûte un week-end moyen ?",
)
AUTUMN = days(date(2026, 9, 1), date(2026, 10, 31))


def ask(truth: Truth) -> Iterator[Question]:
    """Some of each kind, in each language."""
    return asked(truth, _shares, _rests, _things, _counts, _days, nothing=NOTHING)


def _shares(truth: Truth) -> Iterator[Question]:
    grocer, diner = truth.named("grocer", "diner")
    spent, earned = truth.spent, truth.earned
    yield from figures("share", (
        (share(spent(of("rent"), LAST_YEAR), earned(LAST_YEAR)), "How much of our income went on rent in 2025?", "rent 2025 as a percentage of income",
         "Wie viel Prozent unseres Einkommens gingen 2025 für die Miete drauf?", "Mietanteil am Einkommen 2025", "Quelle part de nos revenus de 2025 est partie en loyer ?"),
        (share(spent(of("rent"), LAST_YEAR), earned(of("salary"), LAST_YEAR)), "What part of the salary did rent take in 2025?", "Wie viel vom Gehalt ging 2025 für Miete drauf?"),
        (share(spent(of("rent", "electricity"), THIS_YEAR), spent(THIS_YEAR)), "What share of our spending is rent and electricity this year?",
         "Welcher Anteil unserer Ausgaben entfällt dieses Jahr auf Miete und Strom?", "Quel pourcentage de nos dépenses de cette année va au loyer et à l'électricité ?"),
        (share(spent(to(grocer), LAST_YEAR), spent(of("groceries"), LAST_YEAR)), f"What share of our grocery spending in 2025 was at {grocer}?", f"Welcher Anteil der Lebensmittelausgaben ging 2025 an {grocer}?"),
        (share(spent(of("restaurants"), by("card"), THIS_YEAR), spent(by("card"), THIS_YEAR)), "What percentage of Martin's spending in 2026 was restaurants?"),
        (share(spent(by("card"), LAST_MONTH), spent(LAST_MONTH)), "What share of October's spending was Martin's?"),
        (share(spent(LAST_YEAR), earned(LAST_YEAR)), "What percentage of our income did we spend in 2025?", "Wie viel Prozent unserer Einnahmen haben wir 2025 ausgegeben?"),
        (share(spent(to(diner), THIS_YEAR), spent(of("restaurants"), THIS_YEAR)), f"{diner} as a share of our restaurant spending in 2026"),
    ), None)  # fmt: skip


def _rests(truth: Truth) -> Iterator[Question]:
    salary, income = truth.earned(of("salary"), LAST_MONTH), truth.earned(LAST_MONTH)
    spent = truth.spent
    for value, *texts in (
        (salary - spent(of("rent"), LAST_MONTH), "How much of the salary was left after rent in October 2026?", "Gehalt minus Miete im Oktober 2026", "salaire moins loyer en octobre 2026"),
        (salary - spent(of("rent", "groceries", "electricity"), LAST_MONTH), "What remains of my salary after rent, groceries and electricity in October 2026?",
         "Was bleibt vom Gehalt nach Miete, Lebensmitteln und Strom im Oktober 2026?", "Combien reste-t-il du salaire après le loyer, les courses et l'électricité en octobre 2026 ?"),
        (income - spent(of("rent"), LAST_MONTH), "income less rent, October 2026", "Einkommen abzüglich Miete, Oktober 2026", "revenus moins le loyer, octobre 2026", "What's left after rent in October 2026?"),
    ):  # fmt: skip
        for text in texts:
            yield Question("rest", str(text), Decimal(value), signed=True)


def _things(truth: Truth) -> Iterator[Question]:
    spent = truth.spent
    grocer, power, net = truth.named("grocer", "power", "net")
    for one, other, *texts in (
        ((of("restaurants"), LAST_YEAR), (of("fuel"), LAST_YEAR), "How much did I spend on restaurants compared with fuel last year?", "Restaurants im Vergleich zu Benzin letztes Jahr",
         "Restaurants par rapport à l'essence l'année dernière"),
        ((of("groceries"), THIS_YEAR), (of("restaurants"), THIS_YEAR), "groceries vs restaurants 2026", "Haben wir 2026 mehr für Lebensmittel oder für Restaurants ausgegeben?",
         "A-t-on dépensé plus en courses ou en restaurants en 2026 ?"),
        ((to(power), LAST_YEAR), (to(net), LAST_YEAR), f"How much more did {power} cost us than {net} in 2025?", f"Was hat 2025 mehr gekostet, {power} oder {net}?"),
        ((by("giro"), AUTUMN), (by("card"), AUTUMN), "Did Ruth or Martin spend more in September and October 2026?"),
        ((to(grocer), LAST_MONTH), (of("restaurants"), LAST_MONTH), f"Compare {grocer} and restaurants in October 2026"),
    ):  # fmt: skip
        for text in texts:
            yield Question("compare", text, abs(spent(*one) - spent(*other)))


def _counts(truth: Truth) -> Iterator[Question]:
    grocer = truth.named("grocer")[0]
    rows = truth.rows
    yield from figures("count", (
        (differing(rows(of("restaurants"), LAST_YEAR)), "How many different restaurants did we go to in 2025?", "In wie vielen verschiedenen Restaurants waren wir 2025?",
         "Dans combien de restaurants différents sommes-nous allés en 2025 ?"),
        (differing(rows(of("groceries"), month(2026, 5))), "In how many different shops did I buy groceries in May 2026?", "In wie vielen Geschäften haben wir im Mai 2026 Lebensmittel gekauft?"),
        (Decimal(len({each.day for each in rows(to(grocer), THIS_YEAR)})), f"On how many days did we shop at {grocer} in 2026?", f"An wie vielen Tagen waren wir 2026 bei {grocer}?"),
        (Decimal(len({each.day.month for each in rows(of("fuel"), LAST_YEAR)})), "In how many months of 2025 did we buy fuel?"),
    ), None)  # fmt: skip


def _days(truth: Truth) -> Iterator[Question]:
    yield from sums(truth, (
        ((of("groceries"), THIS_YEAR, weekend), "What did groceries cost us at weekends in 2026?", "Lebensmittel an Wochenenden 2026, wie viel insgesamt?", "Combien pour les courses le week-end en 2026 ?"),
        ((LAST_MONTH, other_than(weekend)), "spending on weekdays, October 2026", "Was haben wir im Oktober 2026 unter der Woche ausgegeben?", "dépenses en semaine en octobre 2026"),
        ((of("restaurants"), THIS_YEAR, on(4)), "How much did we spend in restaurants on Fridays in 2026?", "Wie viel haben wir 2026 freitags in Restaurants ausgegeben?"),
        ((of("groceries"), by("giro"), LAST_MONTH), "How much went from the giro account to groceries in October 2026?", "Was ging im Oktober 2026 vom Girokonto für Lebensmittel weg?"),
        ((of("rent"), LAST_MONTH), "October 2026 spending, only the rent", "Was haben wir im Oktober 2026 dem Vermieter gezahlt?"),
    ))  # fmt: skip
    yield from tables((("weekday", truth.divided(lambda each: str(each.day.isoweekday()), THIS_YEAR), "On which day of the week did we spend the most in 2026?", "Ausgaben 2026 nach Wochentagen"),))  # fmt: skip
