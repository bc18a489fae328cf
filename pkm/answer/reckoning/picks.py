"""Single bookings: the largest, the smallest, the first, the last, or a list of them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from pkm.answer import phrases
from pkm.answer.quoting.cite import inert
from pkm.answer.reckoning.compute import SHOWN, Computed, Inquiry, described, figure, lines
from pkm.answer.reckoning.extremes import cell
from pkm.answer.reckoning.sums import add_up, groups_of, table
from pkm.models import Figure, Transaction
from pkm.store import figures
from pkm.store.sums import Sorting

NEXT = 3
_HOW: dict[Sorting, str] = {
    "largest": "the amount furthest from zero", "smallest": "the amount nearest to zero",
    "first": "the booking of the first day", "last": "the booking of the last day",
}  # fmt: skip


def pick(inquiry: Inquiry) -> Computed:
    """The largest, smallest, first or last booking of each currency, with those that come next."""
    plan, chosen = inquiry.plan, inquiry.chosen
    sorting: Sorting = plan.kind  # type: ignore[assignment]
    if plan.group is not None and sorting in {"largest", "smallest"}:
        return _pick_of_each(inquiry, sorting)
    made, lead, listed = [], [], []
    known = [chosen.currency] if chosen.currency else figures.currencies(inquiry.connection, chosen.collection)
    for currency in known:
        own = replace(chosen, currency=currency)
        found = inquiry.bookings(figures.top(inquiry.connection, own, sorting, plan.top or plan.place + NEXT - 1))
        found = found[plan.place - 1 :]
        if not found:
            continue
        one = found[0]
        ranked = found if plan.top else found[:1]
        for n, each in enumerate(ranked, plan.place):
            name = sorting if n == plan.place else f"{sorting} {n}"
            made.append(figure(name, each.amount, each.currency, [each], f"{_HOW[sorting]}; {described(own)}"))
        amount = -one.amount if plan.direction == "out" else one.amount
        lead.append(
            inquiry.sentence(
                sorting if plan.place == 1 else f"{sorting}_of_place", amount, one.currency, 1, who=inert(one.counterparty or one.description),
                day=phrases.period(one.booked_on, one.booked_on, plan.language), place=plan.place,
            )
        )  # fmt: skip
        listed += found
    if not made:
        return add_up(inquiry)  # which says that there are none
    if sorting == "last" and (plan.until is None or plan.until >= plan.today):
        passed, said = _passed(inquiry, max(listed, key=lambda each: (each.booked_on, each.id)))
        made.append(passed)
        lead.append(said)
    return Computed(tuple(lead), lines(inquiry, listed), tuple(made))


def _passed(inquiry: Inquiry, newest: Transaction) -> tuple[Figure, str]:
    """How many days have passed since a booking."""
    plan = inquiry.plan
    days = (plan.today - newest.booked_on).days
    told = phrases.count("days", days, plan.language)
    made = figure("days", Decimal(days), None, [newest], f"days from its day to {plan.today}")
    return made, phrases.say("passed", plan.language, days=told)


def _pick_of_each(inquiry: Inquiry, sorting: Sorting) -> Computed:
    """The largest or smallest booking of each group, and of all the first; the greatest first."""
    plan, language = inquiry.plan, inquiry.plan.language
    parts = groups_of(inquiry)
    if not parts:
        return add_up(inquiry)  # which says that there are none
    better = max if sorting == "largest" else min
    chosen: list[tuple[str, Transaction]] = []
    for part in parts:
        own = inquiry.chosen.of_category(part.key or "") if plan.group == "category" else inquiry.chosen
        rows = [each for each in inquiry.bookings(part.ids, own) if each.currency == part.currency]
        chosen.append((part.key or "", better(rows, key=lambda each: (abs(each.amount), -each.id))))
    chosen.sort(key=lambda each: (each[1].currency, -abs(each[1].amount), each[0]))
    made, body = [], []
    for key, one in chosen:
        made.append(
            figure(
                f"{plan.group} {key}",
                one.amount,
                one.currency,
                [one],
                f"{_HOW[sorting]} of {plan.group} {key}; {described(inquiry.chosen)}",
            )
        )
        amount = -one.amount if plan.direction == "out" else one.amount
        body.append([
            cell(key), cell(one.counterparty or one.description), phrases.day(one.booked_on, language),
            phrases.money(amount, one.currency, language),
        ])  # fmt: skip
    head = [phrases.say(name, language) for name in (f"by_{plan.group}", "by_counterparty", "by_day", "amount_column")]
    lead = phrases.say(f"{sorting}_of_each", language, period=inquiry.time, topic=inquiry.about)
    return Computed((lead,), lines(inquiry, [one for _, one in chosen[:SHOWN]]), tuple(made), table(head, body))
