"""The foreign amount that a printed booking names beside its rate: ``USD 54,10 Kurs 1,0820``."""

from __future__ import annotations

import re
from decimal import Decimal

from ingest.parsers.foreign import Foreign, rate_between
from ingest.parsers.money import decimal_sign, is_currency, read_amount
from pkm.errors import Refused

_AMOUNT = r"\d[\d.,'’]*[.,]\d{2}"
_FOREIGN = re.compile(
    rf"(?:\b(?P<before>[A-Z]{{3}})\s?(?P<first>{_AMOUNT})|(?P<second>{_AMOUNT})\s?(?P<after>[A-Z]{{3}})\b)"
    r".{0,60}?\b(?:kurs|wechselkurs|umrechnungskurs|(?:exchange )?rate|fx rate|taux(?: de change)?|cours|@)\W{0,3}(?:[a-z/]{3,7}\W{0,3})?"
    r"(?P<rate>\d{1,6}[.,]\d{2,8})",
    re.IGNORECASE,
)


def find_foreign(words: str, amount: Decimal, currency: str) -> Foreign:
    """What a payment was in its own currency, where both amounts and the rate agree; else nothing."""
    match = _FOREIGN.search(words)
    if not match:
        return {}
    original = (match["before"] or match["after"]).upper()
    figures = match["first"] or match["second"]
    try:
        value = read_amount(figures, decimal_sign([figures]) or ".")
        stated = Decimal(match["rate"].replace(",", "."))
    except Refused:
        return {}
    rate = rate_between(amount, value, stated)
    if rate is None or not is_currency(original) or original == currency:
        return {}
    return {"original_amount": value.copy_sign(amount), "original_currency": original, "rate": rate}
