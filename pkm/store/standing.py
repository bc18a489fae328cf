"""How the statements stand: what days they cover, and where they do not add up or contradict each other.

Reviewing them reads every record, so settling does it once (``review_statements``), and each answer reads what was found.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import sql
from pkm.ledger.reconcile import AccountReview
from pkm.models import AccountId, CollectionId
from pkm.store import accounts
from pkm.store.database import Connection

if TYPE_CHECKING:
    from pkm.store.touched import Touched


class Fault(NamedTuple):
    """Something that is wrong with the statements of an account's currency from one day to another.

    Attributes:
        kind: ``gap``: no statement covers the days. ``difference``: a statement's bookings miss its closing balance by
            ``amount``. ``break``: ``amount`` moved between two statements, unseen. ``balance``: two statements state ``amount``
            and ``other_amount`` for one day. ``booking``: one has a booking of ``amount`` that the other has not.
    """

    account: str
    account_id: AccountId
    currency: str
    kind: Literal["gap", "difference", "break", "balance", "booking"]
    since: date
    until: date
    amount: Decimal | None
    other_amount: Decimal | None
    statement_id: int
    other_id: int | None


class Covered(NamedTuple):
    """The days of one statement, the last one of its account, if that was closed, and the balance that it begins with."""

    account: str
    currency: str
    since: date
    until: date
    closed_on: date | None = None
    opening: Decimal | None = None


def review_statements(connection: Connection, touched: Touched) -> None:
    """A step of settling: find all faults anew where an account's statements or bookings came or went."""
    if touched.accounts:
        sql.queries.standing.forget_faults(connection)
        rows = [row for each in accounts.reviews_of(connection, None) for row in _faults(each)]
        if rows:
            sql.queries.standing.insert_fault(connection, rows)


def faults(connection: Connection, collection: CollectionId | None, since: date | None, until: date) -> list[Fault]:
    """The faults that touch a time, by account and day."""
    rows = sql.queries.standing.faults(connection, collection=collection, since=since, until=until)
    return [Fault(*row) for row in rows]


def spans(connection: Connection, collection: CollectionId | None) -> list[Covered]:
    """The days of all statements, by account."""
    return [Covered(*row) for row in sql.queries.standing.spans(connection, collection=collection)]


def _faults(review: AccountReview) -> Iterator[dict[str, Any]]:
    about = {
        "account": int(review.account),
        "currency": review.currency,
        "amount": None,
        "other_amount": None,
        "other": None,
    }
    for gap in review.gaps:
        yield about | {"kind": "gap", "since": gap.since, "until": gap.until, "statement": gap.statements[0]}
    for each in review.statements:
        if each.difference and each.covers:
            since, until = each.covers
            yield about | {
                "kind": "difference",
                "since": since,
                "until": until,
                "amount": each.difference,
                "statement": each.id,
            }
    for broken in review.breaks:
        yield about | {
            "kind": "break", "since": broken.day, "until": broken.day, "amount": broken.missing, "statement": broken.after,
            "other": broken.before,
        }  # fmt: skip
    for told in review.contradictions:
        yield about | {
            "kind": told.kind, "since": told.day, "until": told.day, "amount": told.value, "other_amount": told.other_value,
            "statement": told.statement, "other": told.other,
        }  # fmt: skip
