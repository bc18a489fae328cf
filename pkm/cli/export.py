"""Bookings as CSV for other programs: numbers stay numbers, and no text of a stranger's becomes a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import fields
from decimal import Decimal
from typing import Any, TextIO

from pkm.json import to_json
from pkm.models import Transaction

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet takes for the beginning of a formula (OWASP, CSV Injection), in half and full width."""


def write_bookings(found: Iterable[Transaction], stream: TextIO) -> None:
    """One booking a row below a header; amounts with a decimal point, days with the year first (RFC 4180)."""
    names = [each.name for each in fields(Transaction)]
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(names)
    for each in found:
        writer.writerow([_cell(getattr(each, name)) for name in names])


def _cell(value: Any) -> str:
    """A cell; a text that a spreadsheet would compute is shown as a text by the apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, tuple):  # the parts of a booking
        value = "; ".join(f"{each.category} {each.amount:f}" for each in value)
    text = str(to_json(value))
    is_number = isinstance(value, int | Decimal)
    return text if is_number or not text.lstrip(" ").startswith(_FORMULA) else f"'{text}"
