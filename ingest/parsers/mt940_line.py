"""The statement line ``:61:`` and the balances ``:60:``, ``:62:`` of MT940 and MT942.

SWIFT Standards MT, category 9, MT 940 field 61: value date YYMMDD, entry date MMDD, mark, funds code, amount, type, the owner's
reference (16 characters), ``//`` and the bank's reference, and on a line of its own supplementary details. The marks C and D are
entries, RC takes a credit back (money out), RD a debit (money in); EC and ED, of MT 942 only, are expected entries.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from ingest.parsers.money import is_currency
from pkm.errors import Refused

_LINE = re.compile(
    r"\s*(?P<value>\d{6})[ \t]*(?P<entry>\d{4})?\s*(?P<mark>[RE]?[CD])(?P<funds>[A-Z])?\s*"
    r"(?P<amount>\d[\d.,' ]*|,\d+)(?P<rest>.*)",
    re.S | re.I,
)
_REST = re.compile(r"[ \t]*(?:(?P<kind>[NFS][A-Z0-9 ]{3}))?(?P<references>[^\n]*)(?:\n(?P<more>.*))?", re.S)
_BALANCE = re.compile(
    r"\s*(?P<mark>[CD])[A-Z]?\s*(?P<day>\d{6})\s*(?P<currency>[A-Z]{3})?\s*(?P<amount>\d[\d.,' ]*|,\d+)", re.I
)
_SUM = re.compile(r"\s*(?:\d{0,5}|[CD])\s*(?P<currency>[A-Z]{3})")
_NAMED = re.compile(r"(?P<reference>\S[^\n]{0,15}?)\s{2,}(?P<name>\S.*)")
_POINTER = re.compile(r"(?P<word>EREF|MARF|PREF|NONREF) (?P<beside>[A-Z]{2}\d{2}[A-Z0-9]{11,30})")
_CENTURY = 70  # two digits from here on are of the 1900s, after POSIX strptime's 69
_HALF_A_YEAR = timedelta(days=184)
_OWNER_REFERENCE = 16
_NO_REFERENCES = frozenset(["NOREF", "NOTPROVIDED", "EREF", "KREF", "MREF", "PREF", "MARF", "BREF", "RREF"])
"""What says that there is none, or that it stands in ``:86:``."""


@dataclass(frozen=True, slots=True)
class Line:
    """What a ``:61:`` states. ``amount`` is signed; ``kind`` such as ``NTRF``; ``more`` the lines below the first."""

    booked_on: date
    value_on: date
    amount: Decimal
    status: Literal["booked", "pending"]
    reversal: bool
    kind: str
    owner_reference: str
    bank_reference: str
    name: str
    more: str


@dataclass(frozen=True, slots=True)
class Balance:
    """What a ``:60:``, ``:62:`` or ``:64:`` states; ``currency`` is empty where it states none."""

    amount: Decimal
    currency: str
    day: date | None


def read_line(text: str) -> Line:
    """Read a ``:61:``; raises ``Refused`` with what is wrong with it."""
    match = _LINE.match(text)
    if not match:
        begun = re.match(r"\s*\d{6}", text)
        raise Refused("the record has no mark or no amount" if begun else "the value date is missing or no date")
    value_on = read_day(match["value"])
    booked_on = _entry_day(match["entry"], value_on) if match["entry"] else value_on
    mark = match["mark"].upper()
    inwards = mark in ("C", "EC", "RD")
    amount = read_decimal(match["amount"])
    rest = _REST.match(match["rest"])
    kind, references, more = (rest["kind"], rest["references"], rest["more"]) if rest else ("", "", "")
    references, more, name = references.strip(), (more or "").strip(), ""
    if more.startswith("//") and "//" not in references:
        broken, _, more = more.partition("\n")
        references += broken
    owner, _, bank = references.partition("//")
    if pointer := _POINTER.fullmatch(owner):
        owner, more = pointer["word"], f"{pointer['beside']}\n{more}".strip()
    if not bank and len(owner) > _OWNER_REFERENCE and (named := _NAMED.fullmatch(owner)):
        owner, name = named["reference"], named["name"].strip()
    return Line(
        booked_on, value_on, amount if inwards else -amount,
        "pending" if mark.startswith("E") else "booked", mark.startswith("R"),
        (kind or "").strip(), reference(owner), reference(bank), name, more,
    )  # fmt: skip


def read_balance(text: str) -> Balance | None:
    """A balance, signed; ``None`` where it cannot be read."""
    match = _BALANCE.match(text)
    if not match:
        return None
    try:
        amount = read_decimal(match["amount"])
    except Refused:
        return None
    try:
        day = read_day(match["day"])
    except Refused:
        day = None
    return Balance(amount if match["mark"] in "Cc" else -amount, (match["currency"] or "").upper(), day)


def currency_in(text: str) -> str:
    """The currency of an ``:34F:`` or ``:90D:``, or at the end of a ``:25:``; empty where there is none."""
    found = _SUM.match(text) or re.search(r"\d\s*(?P<currency>[A-Z]{3})\s*$", text)
    return found["currency"] if found and is_currency(found["currency"]) else ""


def reference(text: str) -> str:
    """A reference as it is stated; empty where it only says that there is none or where to look, or is a filler."""
    bare = text.strip()
    none = len(bare) < 2 or bare.upper().endswith("NONREF") or bare.rstrip("+").upper() in _NO_REFERENCES
    return "" if none else bare


def read_day(text: str) -> date:
    """The day of ``YYMMDD``; the 29th and 30th of February, days of a bank's month of 30, are its last."""
    year, month, day = int(text[:2]), int(text[2:4]), int(text[4:6])
    year += 1900 if year >= _CENTURY else 2000
    try:
        return date(year, month, day)
    except ValueError:
        if month == 2 and day in (29, 30):
            return date(year, 3, 1) - timedelta(days=1)
        raise Refused("there is no such day") from None


def read_decimal(text: str) -> Decimal:
    """An unsigned amount: comma as SWIFT has it, or what else its separators leave no doubt of; raises ``Refused``."""
    bare = re.sub(r"[ ']", "", text)
    last = max(bare.rfind(","), bare.rfind("."))
    whole, cents = (bare[:last], bare[last + 1 :]) if last >= 0 else (bare, "")
    sign = bare[last] if last >= 0 else ""
    groups = re.split(r"[.,]", whole)
    if sign and sign in whole and all(len(each) == 3 for each in [*groups[1:], cents]):
        return Decimal("".join(groups) + cents)
    mixed = len(groups) > 1 and (sign in whole or not all(len(each) == 3 for each in groups[1:]))
    if mixed or (sign == "." and len(groups) == 1 and len(cents) == 3):
        raise Refused("the amount cannot be read")
    return Decimal(f"{''.join(groups)}.{cents}" if cents else "".join(groups))


def _entry_day(text: str, value_on: date) -> date:
    """The day of ``MMDD`` in the year that brings it nearest to the value date; raises ``Refused``."""
    month, day = int(text[:2]), int(text[2:])
    found = []
    for year in (value_on.year - 1, value_on.year, value_on.year + 1):
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    nearest = min(found, key=lambda each: abs(each - value_on), default=None)
    if nearest and abs(nearest - value_on) <= _HALF_A_YEAR:
        return nearest
    if month == 2 and day in (29, 30):
        return date(value_on.year, 3, 1) - timedelta(days=1)
    raise Refused("there is no such day")
