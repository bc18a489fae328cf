"""Which recurring payments are new: "which subscriptions did we take out this year?"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from pkm.answer import phrases
from pkm.answer.planning import narrowing
from pkm.answer.quoting.cite import inert
from pkm.answer.reckoning.compute import Computed, Inquiry, Line, reached
from pkm.answer.reckoning.series import LOOKED_BACK, YEAR, going, list_recurring, one_way
from pkm.ledger.recurring import FEWEST, PERIODS, Recurring
from pkm.ledger.words import fold
from pkm.models import Figure
from pkm.store import figures
from pkm.store.figures import Charges


def list_running(inquiry: Inquiry) -> Computed:
    """All that recurs; where what is new of it is asked for, what began in the time that is named, or else in the last year."""
    plan = inquiry.plan
    if narrowing.BEGUN[plan.language].search(fold(plan.question)) is None:
        return list_recurring(inquiry)
    since, until = plan.since or plan.today - YEAR, reached(plan) or plan.today
    if since < plan.today - LOOKED_BACK:
        return Computed((), (), ())
    runs = going(inquiry, plan.today)
    begun = [each for each in runs if since <= each.since <= until and not _is_as_old_as_records(each, inquiry)]
    first = _paid_first(inquiry, since, until, runs)
    return _told(replace(inquiry, plan=replace(plan, since=since, until=until)), begun, first)


def _is_as_old_as_records(series: Recurring, inquiry: Inquiry) -> bool:
    """Whether it may have begun before the records did."""
    span = figures.span(inquiry.connection, inquiry.chosen.collection)
    return span is None or (series.since - span[0]).days <= sum(PERIODS[series.period])


def _paid_first(inquiry: Inquiry, since: date, until: date, runs: Sequence[Recurring]) -> list[Charges]:
    """Of what is asked for by name, what was first paid in the time, and too few times for a rhythm."""
    if not inquiry.chosen.has_topic:
        return []
    regular = {each.counterparty for each in runs}
    every = figures.charges(inquiry.connection, one_way(inquiry, None, inquiry.plan.today))
    new = [each for each in every if since <= each.days[0] <= until and len(each.ids) < FEWEST]
    return [each for each in new if each.payee not in regular]


def _told(inquiry: Inquiry, begun: Sequence[Recurring], first: Sequence[Charges]) -> Computed:
    plan, language = inquiry.plan, inquiry.plan.language
    cited = {
        each.id: each for each in inquiry.bookings([*(one.rows[-1] for one in begun), *(one.ids[0] for one in first)])
    }
    rows = tuple(row for each in begun for row in each.rows)
    query = f"number of series that go on and began from {plan.since} to {plan.until}"
    made, listed = [Figure("series", Decimal(len(begun)), None, len(rows), rows, query)], []
    for n, each in enumerate(begun, 1):
        made.append(Figure(f"begun {n}", each.amount, each.currency, 1, each.rows[-1:], "what it is now"))
        said = phrases.say(
            "begun_series", language, who=inert(each.name), amount=phrases.money(abs(each.amount), each.currency, language),
            rhythm=phrases.say(each.period, language), day=phrases.day(each.since, language),
        )  # fmt: skip
        listed.append(Line(said, (cited[each.rows[-1]],)))
    for n, one in enumerate(first, 1):
        booking = cited[one.ids[0]]
        made.append(Figure(f"first {n}", booking.amount, one.currency, 1, (booking.id,), "the booking's amount"))
        said = phrases.say(
            "first_paid", language, who=inert(booking.counterparty or one.payee), day=phrases.day(booking.booked_on, language),
            amount=phrases.money(abs(booking.amount), one.currency, language),
        )  # fmt: skip
        listed.append(Line(said, (booking,)))
    count = phrases.count("series", len(begun), language)
    lead = phrases.say("begun", language, series=count, topic=inquiry.about, period=inquiry.time)
    return Computed((lead,), tuple(listed), tuple(made))
