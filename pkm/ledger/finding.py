"""What was found unusual, with the numbers that say why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from pkm.models import DocumentId, Transaction, TransactionId

Rule = Literal[
    "duplicate", "price_jump", "amount", "new_counterparty", "off_rhythm", "fee", "after_cancellation", "category"
]


@dataclass(frozen=True, slots=True)
class Ended:
    """A contract's end as a letter states it, with the words that do."""

    on: date
    document_id: DocumentId
    char_start: int
    char_end: int


@dataclass(frozen=True, slots=True)
class Finding:
    """An unusual expense, or a category's unusual month.

    Attributes:
        transactions: The booking that is unusual; for ``category`` all of its month, the largest first.
        size: How many times the baseline it is, rounded to two places; 1 where there is nothing to compare with.
        baseline_value: What it is compared with, positive, in the transaction's currency: the charge that was doubled,
            the price before, the median of the counterparty's payments, of all single expenses, of the category's months.
        rows: The bookings that the baseline was computed from.
        since_days: For ``off_rhythm`` and ``duplicate``, the days since the charge before; for ``after_cancellation``
            since the contract's end.
        per_year: How often in a year it will come again at that price; 0 where it is not known to.
        ended: The letter that a charge came after.
    """

    transactions: tuple[Transaction, ...]
    rule: Rule
    size: Decimal
    baseline_value: Decimal | None
    rows: tuple[TransactionId, ...]
    since_days: int | None = None
    per_year: int = 0
    ended: Ended | None = None

    @property
    def transaction(self) -> Transaction:
        """The booking that is unusual; the largest, where all of a category are."""
        return self.transactions[0]

    @property
    def amount(self) -> Decimal:
        """What it comes to, negative."""
        return sum((each.amount for each in self.transactions), Decimal(0))

    @property
    def could_save(self) -> Decimal:
        """What could be had back, or saved in a year: a doubled charge, a dearer price, a fee; 0 where nothing is known.

        A duplicate, a fee and a charge after the contract's end count once; a price jump the difference times the
        charges of a year.
        """
        if self.rule in {"duplicate", "fee", "after_cancellation"}:
            return -self.amount
        if self.rule == "price_jump" and self.baseline_value is not None:
            return (-self.amount - self.baseline_value) * self.per_year
        return Decimal(0)
