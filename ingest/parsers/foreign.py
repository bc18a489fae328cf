"""What a payment in another currency was there: the rate, told the right way round by the amounts themselves."""

from __future__ import annotations

from decimal import Context, Decimal
from typing import TypedDict

_TOLERANCE = Decimal("0.05")  # charges may lie between the two amounts
_INVERSE = Context(prec=10)


class Foreign(TypedDict, total=False):
    """What a payment was in its own currency, as the fields of ``ParsedTransaction`` name it."""

    original_amount: Decimal
    original_currency: str
    rate: Decimal


def rate_between(amount: Decimal, original: Decimal, stated: Decimal) -> Decimal | None:
    """Units of the account's currency for one of the original; ``None`` where the stated rate fits neither way.

    A rate that is stated the other way round is turned and has ten digits.
    """
    if not (amount and original and stated > 0):
        return None
    found = abs(amount / original)
    turned = _INVERSE.divide(Decimal(1), stated)
    nearest = min((stated, turned), key=lambda rate: abs(rate / found - 1))
    return nearest if abs(nearest / found - 1) <= _TOLERANCE else None
