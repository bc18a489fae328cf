"""What a column holds, by its cells alone: days, amounts, currencies, sides, numbers of accounts, or words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from ingest.parsers.csv_rows import Row
from ingest.parsers.csv_words import side_of
from ingest.parsers.day import is_day
from ingest.parsers.money import is_amount, is_currency

Content = Literal["empty", "days", "amounts", "currencies", "sides", "numbers", "words"]

_MOST = 0.5  # of a column's cells: the others are faults of their rows
_NUMBER = re.compile(r"[*xX\d][*xX\d \-/.]{7,}|0\d{3,}|[A-Z]{2}\d\d[A-Z0-9 ]{11,}")
_CLOCK = re.compile(r"\d\d?:\d\d(:\d\d)?")


def contents_of(rows: Sequence[Row], width: int) -> tuple[Content, ...]:
    """What each of the first ``width`` columns holds."""
    return tuple(
        _content([cell for row in rows if index < len(row.cells) and (cell := row.cells[index])])
        for index in range(width)
    )


def _content(cells: Sequence[str]) -> Content:
    if not cells:
        return "empty"
    few = cells[:200]
    if sum(map(is_day, few)) >= _MOST * len(few) or (len(few) < 3 and any(map(is_day, few))):
        return "days"
    if sum(side_of(cell) is not None for cell in few) > _MOST * len(few):
        return "sides"
    if sum(cell.isalpha() and len(cell) == 3 and is_currency(cell.upper()) for cell in few) > _MOST * len(few):
        return "currencies"
    numbers = sum(1 for cell in few if is_number(cell))
    if numbers > _MOST * len(few):
        return "numbers"
    if sum(map(is_amount, few)) >= _MOST * len(few) and not _CLOCK.fullmatch(few[0]):
        return "amounts"
    return "words"


def is_number(cell: str) -> bool:
    """Whether it is the number of an account, card or booking rather than an amount."""
    digits = re.sub(r"[ /-]", "", cell)
    if re.fullmatch(r"0\d{3,}|\d{9,}", digits) and not re.search(r"[.,]\d\d$|^-", cell):
        return True
    return bool(_NUMBER.fullmatch(cell)) and not is_amount(cell)
