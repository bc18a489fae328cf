"""Which column has which role in a table without a header: what the cells of all rows prove, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from ingest.parsers.csv_columns import Role
from ingest.parsers.csv_kinds import Content, contents_of
from ingest.parsers.csv_rows import Row
from ingest.parsers.csv_words import is_iban
from ingest.parsers.day import day_order, is_day, read_day
from ingest.parsers.money import decimal_sign, is_amount, read_amount, split_unit
from ingest.parsers.running_balance import prove
from pkm.errors import Refused

_REGULAR = 0.8  # of the rows must have one width: the others are lines of another sort
_PROVEN = 2  # steps of a running balance
_ALONE: tuple[tuple[Role, Content], ...] = (("side", "sides"), ("currency", "currencies"))
_CENTS = re.compile(r"[.,]\d\d\D*$")


def rows_of_table(rows: Sequence[Row]) -> list[Row]:
    """The rows of the width that most have, none where no width is that of most."""
    widths = [len(row.cells) for row in rows]
    width = max(set(widths), key=widths.count, default=0)
    regular = [row for row in rows if len(row.cells) == width]
    return regular if width > 2 and len(regular) >= _REGULAR * len(rows) else []


def columns_without_header(rows: Sequence[Row]) -> tuple[dict[Role, tuple[int, ...]], tuple[Content, ...]]:
    """Roles as far as the cells prove them; none where there is no day, no money with cents or no word in each row."""
    contents = contents_of(rows, len(rows[0].cells))
    days = [i for i, each in enumerate(contents) if each == "days" and _share_of_days(i, rows) >= _REGULAR]
    rows = [row for row in rows if all(is_day(row.cells[i]) for i in days[:1])]
    money = [i for i, each in enumerate(contents) if each == "amounts" and _is_money(i, rows)]
    words = [i for i, each in enumerate(contents) if each == "words"]
    if not days or not money or not words:
        return {}, contents
    columns: dict[Role, tuple[int, ...]] = {"date": (_booking_day(days, rows),)}
    if later := [i for i in days if (i,) != columns["date"]]:
        columns["value"] = (later[0],)
    columns |= _money_roles(money, rows)
    for role, content in _ALONE:
        if found := [i for i, each in enumerate(contents) if each == content]:
            columns[role] = (found[0],)
    accounts = [i for i, each in enumerate(contents) if each == "numbers" and _is_account(i, rows)]
    own = [i for i in accounts if len({row.cells[i] for row in rows}) == 1 < len(rows)]
    if own:
        columns["account"] = (own[0],)
    if others := [i for i in accounts if i not in own]:
        columns["counterparty_account"] = (others[0],)
    columns["description"] = tuple(i for i in words if _varies(i, rows)) or tuple(words)
    return columns, contents


def _varies(index: int, rows: Sequence[Row]) -> bool:
    """Whether its cells tell one row from another; the bank's name and the kind of account do not."""
    return len({row.cells[index] for row in rows}) > 1


def _share_of_days(index: int, rows: Sequence[Row]) -> float:
    return sum(is_day(row.cells[index]) for row in rows) / len(rows)


def _booking_day(days: Sequence[int], rows: Sequence[Row]) -> int:
    """The column of days that rise or fall throughout, as the bank booked them; the first where several do or none."""
    for index in days:
        cells = [row.cells[index] for row in rows]
        try:
            read = [read_day(cell, day_order(cells) or "day first") for cell in cells]
        except Refused:
            continue
        if read in (sorted(read), sorted(read, reverse=True)):
            return index
    return days[0]


def _money_roles(money: Sequence[int], rows: Sequence[Row]) -> dict[Role, tuple[int, ...]]:
    """Amount and balance where one is the other's step, debit and credit where a balance tells them, else what is sure.

    An amount whose sign nothing tells, or two columns that could be either, stay open: the reader asks.
    """
    values = {index: _values([row.cells[index] for row in rows]) for index in money}
    full = [i for i in money if all(each is not None for each in values[i])]
    for balance in full:
        for amount in (i for i in full if i != balance):
            proof = prove(list(zip(values[amount], values[balance], strict=True)))
            if proof.proven >= _PROVEN and not proof.doubts and set(proof.signs) == {1}:
                return {"amount": (amount,), "balance": (balance,)}
    split = [i for i in money if i not in full]
    if len(split) == 2:
        one, other = split
        if all((a is None) != (b is None) for a, b in zip(values[one], values[other], strict=True)):
            return _debit_and_credit(one, other, values, full)
    return {"amount": (full[0],)} if len(full) == 1 else {}


def _debit_and_credit(
    one: int, other: int, values: dict[int, list[Decimal | None]], full: Sequence[int]
) -> dict[Role, tuple[int, ...]]:
    """Which of two columns is money out: the one that lowers the balance, or the one that is written negative."""
    for debit, credit in ((one, other), (other, one)):
        for balance in full:
            moved = [-abs(d) if d is not None else c for d, c in zip(values[debit], values[credit], strict=True)]
            proof = prove(list(zip(moved, values[balance], strict=True)))
            if proof.proven >= _PROVEN and not proof.doubts and set(proof.signs) == {1}:
                return {"debit": (debit,), "credit": (credit,), "balance": (balance,)}
        if all(value is None or value < 0 for value in values[debit]):
            return {"debit": (debit,), "credit": (credit,)}
    return {}


def _values(cells: Sequence[str]) -> list[Decimal | None]:
    numbers = [split_unit(cell)[0] for cell in cells]
    sign = decimal_sign(number for number in numbers if number) or "."
    found: list[Decimal | None] = []
    for number in numbers:
        try:
            found.append(read_amount(number, sign) if number else None)
        except Refused:
            found.append(None)
    return found


def _is_money(index: int, rows: Sequence[Row]) -> bool:
    """Whether its cells have cents or a currency beside them, as money has and counts have not."""
    cells = [cell for row in rows if (cell := row.cells[index])]
    return sum(map(is_amount, cells)) >= _REGULAR * len(cells) and any(
        _CENTS.search(cell) or split_unit(cell)[1] for cell in cells
    )


def _is_account(index: int, rows: Sequence[Row]) -> bool:
    cells = [cell for row in rows if (cell := row.cells[index])]
    return all(is_iban(cell) for cell in cells) or all(re.fullmatch(r"[A-Z]{0,2}[\d ]{8,34}", cell) for cell in cells)
