"""What a statement states, and which balances it states of which days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from pkm.models import DocumentId, TransactionId

DAY = timedelta(days=1)
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Stated:
    """One statement, as it states itself.

    Attributes:
        since, until: The period that it states; ``None`` where it states none.
        moved: The sum of its booked records, pending ones left out; ``count`` is how many there are.
        first_booked, last_booked: The days of its first and last booking.
        format: The document's type.
        states_currency: ``currency`` is its own; else the only one of its account, or ``XXX``.
    """

    id: int
    account: str
    currency: str
    since: date | None
    until: date | None
    opening: Decimal | None
    closing: Decimal | None
    moved: Decimal
    count: int
    first_booked: date | None
    last_booked: date | None
    document_id: DocumentId
    path: str
    format: str = ""
    states_currency: bool = True

    @property
    def covers(self) -> tuple[date, date] | None:
        """What it covers: its period, and the days of its bookings."""
        days = [each for each in (self.since, self.until, self.first_booked, self.last_booked) if each is not None]
        return (min(days), max(days)) if days else None

    @property
    def difference(self) -> Decimal | None:
        """By how much its bookings miss its closing balance; ``None`` where it does not state both balances."""
        if self.opening is None or self.closing is None:
            return None
        return self.opening + self.moved - self.closing

    @property
    def has_own_period(self) -> bool:
        """Whether its period is more than the days of its first and last booking."""
        stated = (self.since, self.until)
        return None not in stated and stated != (self.first_booked, self.last_booked)


class Row(NamedTuple):
    """A booked record; ``original_id`` is the record that stands for it, its own id where none does."""

    id: TransactionId
    statement_id: int
    booked_on: date
    amount: Decimal
    original_id: TransactionId
    balance: Decimal | None = None


def anchors(statements: Iterable[Stated], told: Sequence[Row]) -> Iterator[tuple[date, int, int, Decimal]]:
    """Balances that are stated: the end of which day, how good (a closing is best), by which statement, how much."""
    for each in statements:
        covers = each.covers
        if covers is None:
            continue
        if each.closing is not None:
            yield each.until or covers[1], 2, each.id, each.closing
        if each.opening is not None:
            yield (each.since or covers[0]) - DAY, 1, each.id, each.opening
    days: defaultdict[date, list[Row]] = defaultdict(list)
    for row in told:
        days[row.booked_on].append(row)
    for day, rows in days.items():
        if all(row.balance is not None for row in rows):
            starts = [row.balance - row.amount for row in rows if row.balance is not None]
            ends = [row for row in rows if row.balance not in starts]
            if len(ends) == 1 and ends[0].balance is not None:
                yield day, 0, ends[0].statement_id, ends[0].balance
