"""Questions in three languages with the answers that the plan gives: by kind, and in sets that were written one after another.

Each set was asked once before anything was mended for it; its report names it before the kind (``ninth: sum``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from bench.ledger_exam.plan import CENT, Household
from bench.ledger_exam.questions import (
    chatty,
    eighth,
    eleventh,
    fifteenth,
    fifth,
    fourteenth,
    fourth,
    groups,
    held_out,
    ninth,
    picks,
    seventh,
    sixteenth,
    sixth,
    standing,
    sums,
    tenth,
    third,
    thirteenth,
    twelfth,
)
from bench.ledger_exam.truth import Question, Truth, above, days, month, of, rounded, to, year


def ask(house: Household) -> Iterator[Question]:
    """All questions of one household."""
    truth = Truth(house)
    yield from _plain(truth)
    for module in (sums, picks, groups, standing, chatty):
        yield from module.ask(truth)
    for module in (
        held_out, third, fourth, fifth, sixth, seventh, eighth, ninth, tenth, eleventh, twelfth, thirteenth, fourteenth, fifteenth,
        sixteenth,
    ):  # fmt: skip
        name = module.__name__.rpartition(".")[2].replace("_", " ")
        for each in module.ask(truth):
            yield replace(each, kind=f"{name}: {each.kind}")


def _plain(truth: Truth) -> Iterator[Question]:
    """One or two of each kind, plainly asked."""
    house, names = truth.house, truth.names
    power, net, stream, grocer, phone = names["power"], names["net"], names["stream"], names["grocer"], names["phone"]
    last_month, last_year = month(2026, 10), year(2025)
    for kind, text, value in (
        ("sum", "How much did I pay for electricity since March 2025?", truth.spent(of("electricity"), days(date(2025, 3, 1)))),
        ("sum", f"Wie viel habe ich 2025 an {power} gezahlt?", truth.spent(to(power), last_year)),
        ("sum", f"Combien ai-je payé à {net} en 2025 ?", truth.spent(to(net), last_year)),
        ("sum", "What did we spend on rent this year?", truth.spent(of("rent"), year(2026))),
        ("sum", f"What did I spend at {grocer} last month?", truth.spent(to(grocer), last_month)),
        ("sum", "How much rent did we pay in 2025?", truth.spent(of("rent"), last_year)),
        ("median", f"What was the median amount I paid at {grocer} in 2025?", truth.middle(to(grocer), last_year)),
        ("largest", f"What was the largest payment to {grocer} in 2025?", truth.largest(to(grocer), last_year)),
        ("smallest", f"What was my smallest purchase at {grocer} in 2025?", truth.smallest(to(grocer), last_year)),
        ("income", "How much salary did I receive in 2025?", truth.earned(of("salary"), last_year)),
        ("income", f"Was hat mir {names['employer']} im letzten Monat überwiesen?", truth.earned(of("salary"), last_month)),
        ("sum", "How much did I spend last month?", truth.spent(last_month)),
        ("sum", "Wie viel haben wir im September 2026 ausgegeben?", truth.spent(month(2026, 9))),
        ("sum", "Combien avons-nous dépensé en juillet 2026 ?", truth.spent(month(2026, 7))),
        ("compare", f"How much more did I spend at {grocer} in September 2026 than in August 2026?",
         abs(truth.spent(to(grocer), month(2026, 9)) - truth.spent(to(grocer), month(2026, 8)))),
        ("compare", "Compare electricity 2025 with 2026: what is the difference?",
         abs(truth.spent(of("electricity"), year(2026)) - truth.spent(of("electricity"), last_year))),
        ("sum", "How much did I spend on fuel in Q2 2026?", truth.spent(of("fuel"), days(date(2026, 4, 1), date(2026, 6, 30)))),
        ("average", f"What did {phone} cost per month on average in 2025?", rounded(truth.spent(to(phone), last_year) / 12)),
        ("sum", f"Seit Mai 2026: Summe der Zahlungen an {names['landlord']}?", truth.spent(to(names["landlord"]), days(date(2026, 5, 1)))),
        ("sum", f"How much did I spend between 3 March 2026 and 17 April 2026 at {grocer}?",
         truth.spent(to(grocer), days(date(2026, 3, 3), date(2026, 4, 17)))),
    ):  # fmt: skip
        yield Question(kind, text, value)
    yield Question(
        "count", f"Wie oft war ich im August 2026 bei {grocer}?", truth.count(to(grocer), month(2026, 8)), None
    )
    yield Question(
        "count", "How many expenses over 500 euros were there in 2026?", truth.count(above(500), year(2026)), None
    )
    last = truth.last(to(names["dentist"]))
    yield Question("last", f"When did I last pay {names['dentist']}?", -last.amount, day=last.day)
    yield Question("sum", "How much did I spend in pounds in 2025?", truth.spent(last_year, currency="GBP"), "GBP")
    yield Question(
        "cashflow", "Income against spending last month: what was left over?", truth.net(last_month), signed=True
    )
    yield Question("savings", "What was our savings rate in October 2026?", truth.rate(last_month), None)
    for name in ("giro", "savings", "joint"):
        text = f"What was the balance of account {house.accounts[name].number} on 31 December 2025?"
        yield Question("balance", text, house.balance(name, date(2025, 12, 31)), signed=True)
    yield Question(
        "balance", f"Wie hoch war der Kontostand von {house.accounts['giro'].number} am 30.06.2026?",
        house.balance("giro", date(2026, 6, 30)), signed=True,
    )  # fmt: skip
    price = -truth.last(to(stream)).amount
    yield Question("recurring", f"What does {stream} cost me a year?", price * 12)
    yield Question(
        "price_changes", f"How much did the price of {stream} go up?", (price - price / Decimal("1.25")).quantize(CENT)
    )
    shop = next((each.payee for each in truth.rows(kinds=("refund",))), None)
    if shop:
        yield Question("refunds", f"How much did {shop} refund me in total?", truth.back(to(shop)))
