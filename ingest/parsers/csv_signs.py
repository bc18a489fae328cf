"""Which way money went: what tells it in a file, and what is asked where nothing does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.parsers.csv_columns import Role
from ingest.parsers.csv_layout import Layout
from ingest.parsers.csv_rows import Row
from ingest.parsers.csv_words import plain_words, side_of
from ingest.parsers.money import split_unit
from pkm.models import CsvProfile

Sign = Literal["written", "spending", "plus", "side", "split", "untold"]
"""Amounts are signed; positive is spending; only income has a plus; a column says; two columns; only the balance tells."""

_MINUS = re.compile(r"[-(]")
_RECEIVED = re.compile(
    r"\b(salary|wages|payroll|gehalt|lohn|salaire|salaris|nomina|stipendio|payment received|thank you|zahlung erhalten|besten dank|refund|erstattung"
    r"|cashback|interest (paid|earned|credit)|habenzinsen|gutschrift|remboursement|terugbetaling)\b"
)
_SPENT = re.compile(
    r"\b(purchase|card payment|kartenzahlung|bankomat|cash withdrawal|atm|auszahlung|achat|retrait dab|betaalautomaat|geldautomaat)\b"
)
_SETTLED = re.compile(  # a card's bill is paid in words that name nobody
    r"(?:(?:payment|pymt|autopay|auto|automatic|online|internet|mobile|web|electronic|ach|thank|you|received|zahlung|lastschrift|dank"
    r"|paiement|prelevement|merci|pago|gracias|betaling|-)\s*)+"
)
NO_SIGN = "no amount has a sign, so nothing says what was spent and what was received"


@dataclass(frozen=True, slots=True)
class Question:
    """What is open, in words, and the option that decides it, its values parted by ``|``."""

    reason: str
    option: str


def find_sign(rows: Sequence[Row], layout: Layout, said: CsvProfile) -> Sign | Question:
    """How the file tells money in from money out."""
    if "amount" not in layout.columns:
        return "split"
    if said.sign:
        return "written" if said.sign == "as-written" else "spending"
    numbers = [split_unit(layout.cell(row, "amount"))[0] for row in rows]
    if "side" in layout.columns and not (_are_kinds(rows, layout) and any(map(_MINUS.search, numbers))):
        return "side"
    moved = [(row, number) for row, number in zip(rows, numbers, strict=True) if re.search("[1-9]", number)]
    if any(_MINUS.search(number) for _, number in moved):
        return ask_for_sign("they seem to state spending as positive") if _contradicts(moved, layout) else "written"
    plus = sum(number.startswith("+") or number.endswith("+") for _, number in moved)
    if plus == len(moved):
        return "written"
    if plus:
        return "plus"
    if any(layout.cell(row, "balance") for row in rows):
        return "untold"
    if {direction_of(row, layout) for row, _ in moved} == {1}:
        return "written"
    return ask_for_sign(NO_SIGN)


def _are_kinds(rows: Sequence[Row], layout: Layout) -> bool:
    """Whether the words that seemed to say a side are kinds of bookings: "Gutschrift" is one, beside "Lastschrift"."""
    return any(cell and side_of(cell) is None for row in rows if (cell := layout.cell(row, "side")))


def ask_for_sign(reason: str) -> Question:
    """The question which way the amounts are to be taken."""
    return Question(reason, "--sign debit-positive|as-written")


def _contradicts(moved: Sequence[tuple[Row, str]], layout: Layout) -> bool:
    """Whether words that leave no doubt (salary, purchase) say the opposite of the signs, and none says the same.

    Where at most half of the amounts are negative, and those are nothing but payments, they are a card's.
    """
    against, out = 0, sum(bool(_MINUS.search(number)) for _, number in moved)
    if "balance" not in layout.columns and out * 2 <= len(moved):
        paid = {bool(_SETTLED.fullmatch(_words(row, layout))) == bool(_MINUS.search(number)) for row, number in moved}
        if paid == {True}:
            return True
    for row, number in moved:
        direction = direction_of(row, layout)
        if direction:
            if (direction < 0) == bool(_MINUS.search(number)):
                return False
            against += 1
    return against > (out * 2 > len(moved)) and "balance" not in layout.columns


def direction_of(row: Row, layout: Layout) -> int:
    """1 where the row's words leave no doubt that money came in, -1 that it went out, 0 where they do not say."""
    words = _words(row, layout)
    return bool(_RECEIVED.search(words)) - bool(_SPENT.search(words))


def _words(row: Row, layout: Layout) -> str:
    texts: tuple[Role, ...] = ("counterparty", "description", "type")
    return plain_words(" ".join(layout.cell(row, role) for role in texts))


def signs_of_columns(rows: Sequence[Row], layout: Layout) -> tuple[int, int]:
    """What amounts under "debit" and under "credit" count: some banks write those of one column, all of them, as negative."""
    debits, credits = (_all_negative(rows, layout, role) for role in ("debit", "credit"))
    return 1 if debits else -1, -1 if credits and not debits else 1


def _all_negative(rows: Sequence[Row], layout: Layout, role: Role) -> bool:
    numbers = [split_unit(cell)[0] for row in rows if (cell := layout.cell(row, role))]
    moved = [number for number in numbers if re.search("[1-9]", number)]
    return bool(moved) and all(number.startswith(("-", "(")) or number.endswith("-") for number in moved)
