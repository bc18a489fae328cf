"""The parts of a QIF booking, each with a category of its own (lines ``S``, ``E``, ``$`` and ``%``).

They sum to the booking whatever they state. What is left is a last part without a category; parts that are all signed the
other way round, as some programs write them, are turned.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from ingest.parsers.qif_records import Record, Split
from pkm.models import ParsedPart

_ACCOUNT = re.compile(r"\[(?P<account>[^\]]+)\]")
_CENT = Decimal("0.01")
_HUNDRED = Decimal(100)

Read = Callable[[str | None], Decimal | None]


def divide(record: Record, whole: Decimal, own: str, read: Read) -> tuple[ParsedPart, ...]:
    """What a booking is divided into; nothing where that says no more than the booking itself.

    Args:
        own: The name of the account that it stands in: what goes to that is moved nowhere.
        read: An amount as it stands, or ``None`` for what is none.
    """
    amounts = [_amount(each, whole, read) for each in record.splits]
    if not any(amounts):
        return ()
    if amounts.count(None) == 1:  # it is what the others leave
        rest = whole - _sum(amounts)
        amounts = [rest if each is None else each for each in amounts]
    if whole and _sum(amounts) == -whole:
        amounts = [each and -each for each in amounts]
    parts = [_part(each, amount, own) for each, amount in zip(record.splits, amounts, strict=True) if amount]
    rest = whole - _sum([each.amount for each in parts])
    if rest:
        parts.append(ParsedPart(rest, "", "", record.char_start, record.char_end))
    is_whole = len(parts) == 1 and parts[0].code == code_of(record.fields.get("L", ""))
    return () if is_whole else tuple(parts)


def code_of(category: str) -> str | None:
    """The category in the owner's words, without the class behind the slash; none for a transfer or a list of parts."""
    name = category.partition("/")[0].strip()
    return None if not name or name.startswith("[") or name.casefold() == "--split--" else f"name:{name}"


def _amount(split: Split, whole: Decimal, read: Read) -> Decimal | None:
    """What it states; else its per cent of the whole, rounded half up to cents."""
    stated = read(split.amount)
    if stated is not None or split.amount:
        return stated
    percent = read(split.percent.rstrip("% "))
    return None if percent is None else (whole * percent / _HUNDRED).quantize(_CENT, ROUND_HALF_UP)


def _part(split: Split, amount: Decimal, own: str) -> ParsedPart:
    moved = _ACCOUNT.match(split.category)
    part = ParsedPart(amount, split.category, split.memo, split.char_start, split.char_end, code_of(split.category))
    return replace(part, account=moved["account"]) if moved and moved["account"] != own else part


def _sum(amounts: list[Decimal | None] | list[Decimal]) -> Decimal:
    return sum((each for each in amounts if each is not None), Decimal(0))
