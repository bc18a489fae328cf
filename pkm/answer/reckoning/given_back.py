"""What was given back: refunds of what was spent, and what offices, insurers and employers pay back, which is income."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pkm.answer.planning.plan import Plan
from pkm.answer.reckoning.terms import Search, as_written, bookings_of
from pkm.ledger import category
from pkm.ledger.words import fold, stem
from pkm.store import figures
from pkm.store.chosen import Filter
from pkm.store.database import Connection

_PAID_BACK = re.compile(r"\b(?:reimburs|\w*erstatt|rembours)")
# What offices and insurers pay back belongs to no one booking of theirs, so it is income.
_GIVEN_BACK = frozenset({"taxes", "insurance"})
_BACK = stem("remboursement")  # and all that mean it


def came_back(
    plan: Plan, connection: Connection, chosen: Filter, whole: Filter, told: Sequence[str], search: Search
) -> Filter:
    """Which bookings gave something back, of all that its words mean (``whole``)."""
    names = [as_written(plan, word) for word in told]
    of_taxes = any(category.named(each) == "taxes" for each in names)
    if of_taxes or category.named(" ".join(names)) in _GIVEN_BACK or _is_of_office(connection, whole):
        whole = replace(whole, roles=("refund", "income"))
    if told and not figures.has_any(connection, whole):
        return _said_to_be_back(plan, connection, chosen, told, search) or whole
    return whole


def is_reimbursed(plan: Plan, connection: Connection, chosen: Filter) -> bool:
    """Whether what was paid back may be income, as expenses are that an employer pays: "no booking" would be untrue."""
    then = replace(chosen, since=plan.since, until=plan.until or chosen.until)
    if not _PAID_BACK.search(fold(plan.question)) or figures.has_any(connection, then):
        return False
    return figures.has_any(connection, replace(then, side=None, roles=("income",)))


def _is_of_office(connection: Connection, chosen: Filter) -> bool:
    """Whether all that came from whom is meant is what offices and insurers pay back: "what did we get back from the IRS"."""
    came = figures.sums(connection, replace(chosen, roles=("income",)), "category")
    return bool(came) and chosen.payees is not None and {each.key for each in came} <= _GIVEN_BACK


def _said_to_be_back(
    plan: Plan, connection: Connection, chosen: Filter, told: Sequence[str], search: Search
) -> Filter | None:
    """What came by bookings that say of themselves that they pay back, as a health insurance's do, though nothing was paid to it."""
    came = replace(chosen, side=None, roles=("income",))
    found = bookings_of(plan, connection, came, [*told, _BACK], search, {})
    return found if found and found.has_topic and figures.has_any(connection, found) else None
