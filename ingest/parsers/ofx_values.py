"""What the fields of an OFX record mean: days, numbers and currencies, by conventions that hold for a whole file.

OFX 2.2, sections 3.2.8.2 (days), 3.2.9.1 (amounts) and 5.2 (currencies).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from ingest.parsers.day import DayOrder, day_order, read_day
from ingest.parsers.foreign import Foreign
from ingest.parsers.money import DecimalSign, decimal_sign, is_currency, read_amount
from ingest.parsers.ofx_records import Record
from pkm.errors import Refused
from pkm.models import NO_CURRENCY

_AMOUNTS = ("TRNAMT", "TOTAL")
_DAYS = ("DTPOSTED", "DTTRADE", "DTTRAN")
_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)")
_VALUE_DAYS = 366  # a value date further from the booking date than this is a filler


@dataclass(frozen=True, slots=True)
class Conventions:
    """The decimal sign and the order of day and month in a file; ``None`` where its records leave it open."""

    sign: DecimalSign | None
    order: DayOrder | None

    @classmethod
    def of(cls, records: Iterable[Record]) -> Conventions:
        """A lone ``1.234`` is no thousand: OFX allows point and comma as decimal signs, and no others."""
        owned = [record.fields for record in records]
        amounts = [fields[name] for fields in owned for name in _AMOUNTS if name in fields]
        sign = decimal_sign(amounts)
        if sign is None and not any("," in amount for amount in amounts):
            sign = "."
        return cls(sign, day_order(fields[name] for fields in owned for name in _DAYS if name in fields))

    def day(self, value: str | None) -> date | None:
        """The calendar day in the zone that the value states; ``None`` where it is none, or could be two."""
        match = _DAY.match(value or "")
        try:
            if match:
                return date(*map(int, match.groups())) if match[1] >= "1900" else None
            if value and re.search("[-/.]", value) and (self.order or "." in value):
                return read_day(value, self.order or "day first")
        except (ValueError, Refused):
            return None
        return None

    def value_day(self, record: Record, booked_on: date, *names: str) -> date | None:
        """The first of the fields that is a day near the booking date."""
        day = self.day(next((record.fields[name] for name in names if name in record.fields), None))
        return day if day and abs((day - booked_on).days) <= _VALUE_DAYS else None

    def number(self, record: Record, name: str, what: str) -> Decimal:
        """A field that must be there; raises ``Refused``."""
        if (found := self.optional(record, name)) is None:
            raise Refused(f"the {what} is missing")
        return found

    def optional(self, record: Record, name: str) -> Decimal | None:
        """A field that may be left out; raises ``Refused`` where it is there and cannot be read."""
        text = record.fields.get(name)
        if text is None:
            return None
        sign = decimal_sign([text]) or self.sign  # ``12,50`` has one reading, whatever its neighbours write
        if sign is None:
            raise Refused("the amounts of this file can be read with a decimal comma or with a thousands comma")
        return read_amount(text, sign)


def currency_of(record: Record, default: str) -> str:
    """The currency of a record's amounts: the one it names itself goes before the statement's; ``NO_CURRENCY`` for neither."""
    own = record.fields
    currency = (own.get("CURRENCY.CURSYM") or own.get("CURRENCY") or default).upper()
    return currency if is_currency(currency) else NO_CURRENCY


def foreign(record: Record, amount: Decimal, currency: str, conventions: Conventions) -> Foreign:
    """What the amount was before the bank converted it (``ORIGCURRENCY``).

    ``CURRATE`` states how much of the statement's currency one of the original is; the original amount is not stated
    and follows from it, to the digits of its currency.
    """
    original = record.fields.get("ORIGCURRENCY.CURSYM", "").upper()
    if not is_currency(original) or original == currency:
        return {}
    try:
        rate = conventions.optional(record, "ORIGCURRENCY.CURRATE")
    except Refused:
        rate = None
    if rate is None or rate <= 0:
        return {"original_currency": original}
    from babel.numbers import get_currency_precision

    digits = Decimal(1).scaleb(-get_currency_precision(original))
    return {
        "original_amount": (amount / rate).quantize(digits, ROUND_HALF_UP),
        "original_currency": original,
        "rate": rate,
    }
