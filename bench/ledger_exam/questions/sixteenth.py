"""A sixteenth set: forty questions as people dictate them, jot them down or think aloud, a quarter of them with no answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bench.ledger_exam.asking import amounts, asked, balances, bookings, figures, on, other_than, sums, tables
from bench.ledger_exam.questions.standing import risen
from bench.ledger_exam.questions.thirteenth import AUGUST, JULY, SECOND_QUARTER, SEPTEMBER, SUMMER, apart
from bench.ledger_exam.truth import (
    LAST_MONTH,
    LAST_YEAR,
    THIS_YEAR,
    Question,
    Truth,
    below,
    by,
    by_month,
    days,
    month,
    of,
    rounded,
    to,
    year,
)

NOVEMBER = days(date(2026, 11, 1))


def ask(truth: Truth) -> Iterator[Question]:
    """Thirty with an answer, ten with none."""
    return asked(truth, _sums, _others, nothing=_NOTHING)


def _sums(truth: Truth) -> Iterator[Question]:
    grocer, phone = truth.named("grocer", "phone")
    yield from sums(truth, (
        ((of("groceries"), NOVEMBER), "so we're in november now, how much has gone on food shopping already this month"),
        ((of("restaurants"), on(5), THIS_YEAR), "Saturdays only: what have restaurants cost us this year?"),
        ((to(grocer), days(date(2026, 9, 1), date(2026, 10, 31))), f"{grocer}, september plus october, total please"),
        ((of("electricity"), year(2024)), "electricity for 2024, sum"),
        ((of("fuel"), JULY), "I'm curious what we burned through in petrol in July"),
        ((other_than(of("rent", "groceries")), AUGUST), "August minus rent and minus groceries, what's the spend"),
        ((of("restaurants"), below(20), THIS_YEAR), "little restaurant bills, I mean under 20 euros, added up for this year"),
        ((to(phone), THIS_YEAR), f"sag mal was hat uns {phone} dieses Jahr schon gekostet"),
        ((of("fuel"), SUMMER), "Sprit im Sommer, alles zusammen?"),
        ((of("rent"), days(date(2026, 1, 1), date(2026, 6, 30))), "Notiz an mich: Mietsumme Januar bis Juni nachschauen"),
        ((by("joint"), SEPTEMBER), "was ging im September vom Gemeinschaftskonto runter"),
        ((of("groceries"), days(date(2026, 10, 26), date(2026, 11, 1))), "lebensmittel in der letzten oktoberwoche, also 26.10. bis 1.11."),
        ((of("restaurants"), SECOND_QUARTER), "le resto au deuxième trimestre, combien svp"),
        ((of("health"), LAST_YEAR), "nos frais de dentiste l'an passé"),
        ((of("groceries"), AUGUST), "dis, les courses du mois d'août on en est à combien"),
    ))  # fmt: skip


def _others(truth: Truth) -> Iterator[Question]:
    stream, power = truth.named("stream", "power")
    yield from amounts((
        ("largest", truth.largest(of("groceries"), THIS_YEAR), "what's the priciest supermarket trip we did this year"),
        ("compare", abs(apart(truth, "restaurants", LAST_MONTH, SEPTEMBER)), "eating out: by how much did october differ from september?"),
        ("mean", truth.mean(of("fuel"), THIS_YEAR), "what do we pay per fill-up on average this year"),
        ("income", truth.earned(SEPTEMBER), "total that came in in September, salary and all"),
        ("price_changes", risen(truth, stream), f"um wie viel ist {stream} raufgegangen"),
        ("average", rounded(truth.spent(of("groceries"), LAST_YEAR) / 12), "Monatsmittel Lebensmittel 2025"),
        ("refund", truth.back(LAST_YEAR), "on nous a remboursé combien en 2025"),
        ("cashflow", truth.net(AUGUST), "il restait combien en août une fois les dépenses payées"),
    ))  # fmt: skip
    yield from figures("count", (
        (truth.count(of("fuel"), LAST_YEAR), "number of fuel stops last year?"),
        (truth.count(of("restaurants"), month(2026, 5)), "wie viele restaurantbesuche waren es im mai"),
        (truth.rate(AUGUST), "wie viel prozent haben wir im August gespart?"),
    ), None)  # fmt: skip
    yield from bookings((("last", truth.last(to(power)), f"{power} zuletzt bezahlt am?"),))
    yield from balances(truth, (
        ("savings", date(2026, 9, 30), "savings account, what did we have at the end of september"),
        ("joint", date(2026, 6, 30), "combien sur le compte joint au 30 juin"),
    ))  # fmt: skip
    yield from tables((
        ("month", truth.divided(by_month, of("restaurants"), SUMMER), "eating out per month over the summer"),
    ))  # fmt: skip


_NOTHING = (
    "what did we spend on groceries in october for the barbecue",
    "how much of october's restaurant money was Martin's treat",
    "did the supermarket overcharge us in october",
    "how much more will fuel be next summer",
    "groceries in october, but only what we bought with vouchers",
    "was haben wir im oktober für lebensmittel ausgegeben, bevor ruth krank wurde",
    "wieviel vom oktober-einkauf haben wir weggeworfen",
    "Miete pro Quadratmeter?",
    "combien de nos courses d'octobre étaient bio",
    "dépenses de restaurant en juillet pendant la visite de mamie",
)
