"""What was found unusual, with the numbers that say why."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pkm.models import Transaction, TransactionId

Rule = Literal["duplicate", "price_jump", "amount", "new_counterparty", "off_rhythm", "fee"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One unusual expense.

    Attributes:
        size: How many times the baseline it is, rounded to two places; 1 where there is nothing to compare with.
        baseline_value: What it is compared with, positive, in the transaction's currency: the charge that was doubled,
            the price before, the median of the counterparty's payments, the median of all single expenses.
        rows: The bookings that the baseline was computed from.
        since_days: For ``off_rhythm``, the days since the charge before.
    """

    transaction: Transaction
    rule: Rule
    size: Decimal
    baseline_value: Decimal | None
    rows: tuple[TransactionId, ...]
    since_days: int | None = None

    def explain(self) -> str:
        """One sentence; all its numbers are ``size``, ``baseline_value``, ``since_days`` and the count of ``rows``."""
        money = f"{self.baseline_value} {self.transaction.currency}"
        match self.rule:
            case "duplicate":
                return f"the same amount, {money}, was charged {self.since_days} days before"
            case "price_jump":
                return f"{self.size} times the price of {money} that the last {len(self.rows)} charges had"
            case "amount":
                return (
                    f"{self.size} times the median, {money}, of {len(self.rows)} payments to this counterparty before"
                )
            case "new_counterparty":
                return (
                    f"never paid before, and {self.size} times the median, {money}, of {len(self.rows)} single expenses"
                )
            case "off_rhythm":
                return f"a charge of this kind came {self.since_days} days before; that is not its rhythm"
            case "fee":
                return "the first fee or interest of this kind"
