"""What bookings come to, and what two sums have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from functools import reduce
from typing import Any, Literal

import sql
from pkm.models import Rows, TransactionId
from pkm.store import parts
from pkm.store.chosen import Filter
from pkm.store.database import Connection

Sorting = Literal["largest", "smallest", "first", "last"]
EXACT = Context(prec=60)
NONE = Rows()


@dataclass(frozen=True, slots=True)
class Sum:
    """One currency of one group, added up; ``refunded`` is what of ``amount`` refunds make up.

    ``is_divided``: it may hold parts of bookings, of which others are not meant or in other groups.
    """

    key: str | None
    currency: str
    count: int
    amount: Decimal
    ids: Rows
    refunded: Decimal = Decimal(0)
    refund_ids: Rows = NONE
    is_divided: bool = False

    def less(self, amount: Decimal, refunded: Decimal) -> Sum:
        """Without a part of some of its bookings."""
        left = EXACT.subtract(self.amount, amount)
        return replace(self, amount=left, refunded=EXACT.subtract(self.refunded, refunded), is_divided=True)


def add(amounts: Iterable[Decimal]) -> Decimal:
    """Their sum to the last digit: Decimal rounds to its context's 28, and bookings have up to 26 each."""
    return reduce(EXACT.add, amounts, Decimal(0))


def take(found: dict[tuple[str, str | None], Sum], row: Any, *, is_divided: bool = False) -> None:
    """Add what a query tells of a group, of refunds or of all else, to the group's sum."""
    ids = Rows(row.ids)
    refunded, back = (row.amount, ids) if row.refund else (Decimal(0), NONE)
    new = Sum(row.key, row.currency, row.count, row.amount, ids, refunded, back, is_divided)
    one = found.get((row.currency, row.key))
    found[row.currency, row.key] = merged(row.key, [one, new]) if one else new


def merged(key: str | None, own: Sequence[Sum]) -> Sum:
    """Sums of one currency as one; a booking that is divided among them is one."""
    is_divided = any(each.is_divided for each in own)
    ids, back = Rows.of(each.ids for each in own), Rows.of(each.refund_ids for each in own)
    if is_divided:
        ids, back = ids.once(), back.once()
    return Sum(
        key, own[0].currency, len(ids) if is_divided else sum(each.count for each in own), add(each.amount for each in own),
        ids, add(each.refunded for each in own), back, is_divided,
    )  # fmt: skip


def less_common(connection: Connection, whole: Sum, other: Sum | None, chosen: Filter) -> Sum:
    """A sum less the bookings that it has in common with another; one that is divided stays as far as it is not left out."""
    common = whole.ids & other.ids if other else NONE
    if other is None or not common:
        return whole
    amount, refunded = other.amount, other.refunded
    left = parts.meant(connection, chosen, common)
    if left or len(common) < len(other.ids):  # not all of the other is meant
        amounts = {row.id: row.amount for row in sql.queries.figures.payments(connection, ids=list(common))}
        before = parts.meant(connection, chosen.parted()[0], left)
        amounts |= {each: add((*before[each].values(), *(-part for part in left[each].values()))) for each in left}
        back = frozenset(whole.refund_ids & common)
        amount, refunded = add(amounts.values()), add(amounts[each] for each in amounts.keys() & back)
        common = common - Rows.from_ids(each for each, stays in left.items() if stays)
    return replace(
        whole, count=whole.count - len(common), amount=EXACT.subtract(whole.amount, amount), ids=whole.ids - common,
        refunded=EXACT.subtract(whole.refunded, refunded), refund_ids=whole.refund_ids - common,
    )  # fmt: skip


def ordered(
    connection: Connection, ids: Sequence[TransactionId], amounts: Mapping[TransactionId, Decimal], sorting: Sorting
) -> list[TransactionId]:
    """These bookings in that order, some of them by other amounts than their own; equal ones by day."""
    rows = {row.id: row for row in sql.queries.figures.payments(connection, ids=list(ids))}
    size = {each: abs(amounts.get(each, rows[each].amount)) for each in ids}
    orders: dict[Sorting, Callable[[TransactionId], Any]] = {
        "largest": lambda each: (-size[each], rows[each].booked_on, each),
        "smallest": lambda each: (size[each], rows[each].booked_on, each),
        "first": lambda each: (rows[each].booked_on, each),
        "last": lambda each: (-rows[each].booked_on.toordinal(), -each),
    }
    return sorted(ids, key=orders[sorting])
