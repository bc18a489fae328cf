"""Single bookings: the largest, the smallest, the first, the last, or a list of them."""

from __future__ import annotations

from dataclasses import replace

from pkm.answer import phrases
from pkm.answer.cite import inert
from pkm.answer.compute import Computed, Inquiry, described, figure, lines
from pkm.answer.sums import add_up
from pkm.store import figures
from pkm.store.figures import Sorting

NEXT = 3
_HOW: dict[Sorting, str] = {
    "largest": "the amount furthest from zero", "smallest": "the amount nearest to zero",
    "first": "the booking of the first day", "last": "the booking of the last day",
}  # fmt: skip


def pick(inquiry: Inquiry) -> Computed:
    """The largest, smallest, first or last booking of each currency, with those that come next."""
    plan, chosen = inquiry.plan, inquiry.chosen
    sorting: Sorting = plan.kind  # type: ignore[assignment]
    made, lead, listed = [], [], []
    known = [chosen.currency] if chosen.currency else figures.currencies(inquiry.connection, chosen.collection)
    for currency in known:
        own = replace(chosen, currency=currency)
        found = inquiry.bookings(figures.top(inquiry.connection, own, sorting, plan.top or NEXT))
        if not found:
            continue
        one = found[0]
        ranked = found if plan.top else found[:1]
        for n, each in enumerate(ranked, 1):
            name = sorting if n == 1 else f"{sorting} {n}"
            made.append(figure(name, each.amount, each.currency, [each], f"{_HOW[sorting]}; {described(own)}"))
        amount = -one.amount if plan.direction == "out" else one.amount
        lead.append(
            inquiry.sentence(
                sorting, amount, one.currency, 1, who=inert(one.counterparty or one.description),
                day=phrases.period(one.booked_on, one.booked_on, plan.language),
            )
        )  # fmt: skip
        listed += found
    if not made:
        return add_up(inquiry)  # which says that there are none
    return Computed(tuple(lead), lines(inquiry, listed), tuple(made))
