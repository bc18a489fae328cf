"""Sums of money, exact to the cent and a currency at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal, localcontext

from pkm.models import Total, Transaction

_DIGITS = 60  # Decimal rounds sums to its context's 28 digits; bookings have at most 26


def total(transactions: Iterable[Transaction]) -> list[Total]:
    """One total a currency, ordered by its code; currencies are never added together."""
    amounts: defaultdict[str, list[Decimal]] = defaultdict(list)
    for each in transactions:
        amounts[each.currency].append(each.amount)
    with localcontext() as context:
        context.prec = _DIGITS
        return [_total(currency, amounts[currency]) for currency in sorted(amounts)]


def _total(currency: str, amounts: list[Decimal]) -> Total:
    inflow = sum((amount for amount in amounts if amount > 0), Decimal(0))
    outflow = sum((amount for amount in amounts if amount < 0), Decimal(0))
    return Total(currency, inflow, outflow, inflow + outflow, len(amounts))
