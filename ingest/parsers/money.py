"""Amounts and currencies as banks write them: which sign is the decimal one is decided over a whole file, not a cell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Literal

from pkm.errors import Refused

DecimalSign = Literal[".", ","]

SYMBOLS = {"€": "EUR", "£": "GBP"}  # "$" and "¥" stand for several currencies

_MINUS = re.compile("[\u2010-\u2015\u2212]")
_UNIT = re.compile(r"(?P<head>[A-Z]{3}|[€£$¥])\s*(?=[\d.,(+-])|(?<=[\d.,)+-])\s*(?P<tail>[A-Z]{3}|[€£$¥])$")
_NUMBER = re.compile(r"(?P<open>\()?(?P<sign>[+-]?)(?P<digits>[\d.,'’]*\d[.,]?)(?P<trail>[+-]?)(?P<close>\))?")
_LONE_THOUSANDS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_PATTERNS: dict[DecimalSign, re.Pattern[str]] = {
    ".": re.compile(r"(?:\d{1,18}|\d{1,3}(?:(?P<group>[,'’])\d{3})(?:(?P=group)\d{3}){0,4})?(?:\.\d{0,12})?"),
    ",": re.compile(r"(?:\d{1,18}|\d{1,3}(?:(?P<group>[.'’])\d{3})(?:(?P=group)\d{3}){0,4})?(?:,\d{0,12})?"),
}


def decimal_sign(amounts: Iterable[str]) -> DecimalSign | None:
    """The decimal sign that a file's amounts agree on; ``None`` where they leave it open.

    ``1.234,5`` and ``1,2`` speak for a comma, ``1,234,567`` for a point, ``1,234`` alone for neither. Amounts that
    the majority's sign cannot read are refused by ``read_amount``.
    """
    votes: Counter[DecimalSign] = Counter()
    open_to_both = False
    for amount in amounts:
        parts = _split(amount)
        digits = parts[1] if parts else ""
        points, commas = digits.count("."), digits.count(",")
        if points and commas:
            votes["." if digits.rindex(".") > digits.rindex(",") else ","] += 1
        elif points > 1 or commas > 1:
            votes["," if points else "."] += 1
        elif _LONE_THOUSANDS.fullmatch(digits):
            open_to_both = True
        elif points or commas:
            votes["." if points else ","] += 1
    if votes["."] == votes[","]:
        return None if open_to_both or votes else "."
    return "." if votes["."] > votes[","] else ","


def read_amount(text: str, sign: DecimalSign) -> Decimal:
    """An amount such as ``-1.234,50``, ``(12.00)`` or ``12,50-``; raises ``Refused`` for anything else."""
    parts = _split(text)
    if parts is None or not _PATTERNS[sign].fullmatch(parts[1]):
        raise Refused("the amount cannot be read")
    negative, digits = parts
    thousands = "," if sign == "." else "."
    value = Decimal(re.sub(rf"[{thousands}'’]", "", digits).replace(sign, "."))
    return -value if negative else value


def split_unit(text: str) -> tuple[str, str]:
    """The amount without its unit, and the unit as it is written (``£``, ``EUR``), empty where there is none."""
    bare = _MINUS.sub("-", text).strip()
    match = _UNIT.search(bare)
    return (bare[: match.start()] + bare[match.end() :], match["head"] or match["tail"]) if match else (bare, "")


def is_currency(code: str) -> bool:
    """Whether it is the ISO 4217 code of a currency, present or past."""
    return code in _currencies()


@cache
def _currencies() -> frozenset[str]:
    from babel.numbers import list_currencies

    return frozenset(list_currencies())


def _split(text: str) -> tuple[bool, str] | None:
    """Whether an amount is negative, and its digits with their separators; ``None`` where it is no amount."""
    match = _NUMBER.fullmatch("".join(_MINUS.sub("-", text).split()))
    if not match or bool(match["open"]) != bool(match["close"]):
        return None
    marks = [match["sign"], match["trail"], "-" if match["open"] else ""]
    return None if sum(map(bool, marks)) > 1 else ("-" in marks, match["digits"])
