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

SYMBOLS = {
    "€": "EUR", "£": "GBP", "zł": "PLN", "Kč": "CZK", "Ft": "HUF", "₹": "INR", "Rs": "INR", "Rs.": "INR", "₽": "RUB", "₺": "TRY",
    "R$": "BRL", "Fr.": "CHF", "SFr.": "CHF", "US$": "USD", "A$": "AUD", "C$": "CAD", "S$": "SGD", "NZ$": "NZD", "HK$": "HKD",
}  # fmt: skip
_SHARED = ("$", "¥", "kr", "kr.")  # each stands for several currencies

_MINUS = re.compile("[\u2010-\u2015\u2212]")
_BARE = re.compile(r"[+-]?[\d.,]+")
_UNIT = "(?:[A-Z]{3}|" + "|".join(re.escape(each) for each in sorted((*SYMBOLS, *_SHARED), key=len, reverse=True)) + ")"
_BEFORE = re.compile(rf"(?P<sign>[+-]? ?\(?)(?P<unit>{_UNIT})\s*(?P<rest>[-+(]?\s*[\d.,].*)")
_AFTER = re.compile(rf"(?P<rest>.*[\d.,)+-])\s*(?P<unit>{_UNIT})(?P<sign>[+-]?\)?)")
_SIDE = re.compile(r"(?P<rest>\+?[^-+(]*\d[^-+(]*?)\s*(?<![A-Za-z])(?P<side>cr|dr|db|ct|[cdhs])\.?", re.IGNORECASE)
_OUT = frozenset(("dr", "db", "d", "s"))
_NUMBER = re.compile(r"(?P<open>\()?(?P<sign>[+-]?)(?P<digits>[\d.,'’´`]*\d[.,]?)(?P<trail>[+-]?)(?P<close>\))?")
_LONE_THOUSANDS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_PATTERNS: dict[DecimalSign, re.Pattern[str]] = {
    ".": re.compile(
        r"(?:\d{1,18}|\d{1,3}(?:(?P<group>[,'’´`])\d{3})(?:(?P=group)\d{3}){0,4}|\d{1,2}(?:,\d\d){1,6},\d{3})?(?:\.\d{0,10})?"
    ),
    ",": re.compile(r"(?:\d{1,18}|\d{1,3}(?:(?P<group>[.'’´`])\d{3})(?:(?P=group)\d{3}){0,4})?(?:,\d{0,10})?"),
}  # with a point, groups of two above the thousands as well: lakh and crore


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
    value = Decimal(re.sub(rf"[{thousands}'’´`]", "", digits).replace(sign, "."))
    return -value if negative else value


def split_unit(text: str) -> tuple[str, str]:
    """The amount without its unit, and the unit as it is written (``£``, ``EUR``), empty where there is none.

    A word for the side behind it (``12.00 CR``) becomes a sign before it.
    """
    if _BARE.fullmatch(text):
        return text, ""
    bare = _MINUS.sub("-", text).strip()
    if side := _SIDE.fullmatch(bare):
        bare = ("-" if side["side"].lower() in _OUT else "+") + side["rest"].lstrip("+").strip()
    match = _BEFORE.fullmatch(bare)
    if match:
        return match["sign"].replace(" ", "") + match["rest"], match["unit"]
    match = _AFTER.fullmatch(bare)
    return (match["rest"] + match["sign"], match["unit"]) if match else (bare, "")


def is_amount(text: str) -> bool:
    """Whether it is an amount under some decimal sign."""
    number = split_unit(text)[0]
    parts = _split(number)
    return parts is not None and any(pattern.fullmatch(parts[1]) for pattern in _PATTERNS.values())


def currency_code(word: str) -> str | None:
    """The ISO 4217 code that a cell, header or unit means; ``None`` where it means none for sure."""
    code = SYMBOLS.get(word, "EUR" if word.casefold() in ("euro", "euros") else word.upper())
    return code if is_currency(code) else None


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
