"""What a layout leaves open, decided by evidence over all rows: order of days, decimal sign, signs, currency, account.

Where there is no evidence nothing is guessed: a ``Question`` says what is open and which option of ``pkm accounts map``
decides it. The currency alone may stay open: amounts are the same without one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from ingest.parsers.csv_columns import Role
from ingest.parsers.csv_layout import Layout
from ingest.parsers.csv_rows import Row
from ingest.parsers.csv_signs import Question, Sign, find_sign, signs_of_columns
from ingest.parsers.csv_stated import account_of_name, currency_of_name, currency_of_number, last_day_of_name
from ingest.parsers.csv_words import concepts_of, is_not_english, plain_words, side_of
from ingest.parsers.day import DayOrder, day_order, is_day, order_of_sorted, read_day
from ingest.parsers.money import (
    DecimalSign,
    currency_code,
    decimal_sign,
    is_amount,
    read_amount,
    split_unit,
)
from pkm.errors import Refused
from pkm.models import NO_CURRENCY, CsvProfile

_ORDERS: dict[str, DayOrder] = {"day-first": "day first", "month-first": "month first", "year-first": "year first"}
_MOVED: tuple[Role, ...] = ("amount", "debit", "credit")
_MONEY: tuple[Role, ...] = ("amount", "debit", "credit", "balance", "fee", "original_amount")


ASK_CURRENCY = Question(
    "no currency is stated (a line such as Currency;EUR above the header, or a column Currency, would)",
    "--currency EUR",
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A layout with all that evidence, or a person, has decided.

    Attributes:
        column_signs: What an amount under "debit" counts, and one under "credit".
        side_sign: Whether the side multiplies a signed amount, where the two disagree, or only confirms it.
        account: What the account is called where a row does not say; with ``fixed_account`` whatever it says.
        currency: For rows that state none; ``XXX`` where nothing says it.
        balance_decimal: Of the running balance, which some banks write otherwise than the amounts.
        first_year: Days before it are faults, unless all of a file are, as where it was made unrecognisable.
        fee: ``extra`` where it comes on top of the amount; ``None``: not yet decided.
    """

    layout: Layout
    days: DayOrder
    decimal: DecimalSign
    sign: Sign
    account: str
    currency: str | None
    column_signs: tuple[int, int] = (-1, 1)
    side_multiplies: bool = False
    one_sided: int = 0
    fixed_account: bool = False
    first_year: int = 1900
    balance_decimal: DecimalSign = "."
    fee: Literal["included", "extra"] | None = "included"

    def cell(self, row: Row, role: Role) -> str:
        """The row's cell in that role, empty where it has none."""
        return self.layout.cell(row, role)


def weigh(rows: Sequence[Row], layout: Layout, profile: CsvProfile | None, name: str) -> Reading | tuple[Question, ...]:
    """Decide what the layout leaves open, or say what would decide it; ``name`` is the file's."""
    said = profile or CsvProfile()
    bookings = [row for row in rows if is_day(layout.cell(row, "date")) or not layout.cell(row, "date")]
    layout = _with_own_account(bookings, layout)
    questions: list[Question] = []
    if layout.unknown:
        questions.append(Question(f"the table has no column {', '.join(layout.unknown)}", "--column ROLE=NAME"))
    if not {"amount", "debit", "credit"} & layout.columns.keys():
        questions.append(_ask_for_amount(layout))
    days = _weigh_days(bookings, layout, said, name)
    decimal = _weigh_decimal(bookings, layout, said)
    questions += [each for each in (days, decimal) if isinstance(each, Question)]
    units = _units(bookings, layout, _MONEY)
    account = said.account or layout.account
    currency = said.currency or layout.currency or _sole_unit(units)
    each_has_one = all(currency_code(unit) for _, unit in _units(bookings, layout, _MOVED))
    if currency is None and not each_has_one and not any(layout.cell(row, "currency") for row in bookings):
        own = account or next((cell for row in bookings if (cell := layout.cell(row, "account"))), None)
        currency = currency_of_name(name) or currency_of_number(own, _sort_code(bookings, layout)) or NO_CURRENCY
    unsaid = (ASK_CURRENCY,) if currency == NO_CURRENCY else ()
    sign = find_sign(bookings, layout, said)
    if isinstance(sign, Question):
        questions.append(sign)
    if questions or isinstance(days, Question) or isinstance(decimal, Question) or isinstance(sign, Question):
        return (*questions, *unsaid)
    balances = decimal_sign(number for number, _ in _units(bookings, layout, ("balance",)))
    reading = Reading(
        layout, days, decimal, sign, account or account_of_name(name) or f"account-{layout.key[:6]}", currency, signs_of_columns(bookings, layout),
        fixed_account=said.account is not None, balance_decimal=said.decimal or balances or decimal, fee=said.fee or _fee(bookings, layout),
    )  # fmt: skip
    reading = replace(reading, first_year=_first_year(bookings, reading))
    return _with_sides(bookings, reading) if sign == "side" else reading


def _sort_code(rows: Sequence[Row], layout: Layout) -> str:
    """The one sort code that all rows state in a column of that name; empty where there is none."""
    index = next((n for n, name in enumerate(layout.header) if plain_words(name) in ("sort code", "sortcode")), None)
    codes = {row.cells[index].strip("\"' ") for row in rows if index is not None and index < len(row.cells)}
    code = codes.pop() if len(codes) == 1 else ""
    return code if re.fullmatch(r"\d\d[- ]?\d\d[- ]?\d\d", code) else ""


def _with_own_account(rows: Sequence[Row], layout: Layout) -> Layout:
    """A column "IBAN" may mean the other side's.

    It is this account's where all rows agree, none is stated above, and it stands before the day, is called "account number",
    or no column names another side whose it could be.
    """
    index = layout.columns.get("number")
    columns = {role: each for role, each in layout.columns.items() if role not in ("number", "account_name")}
    if index is None:
        if "account_name" in layout.columns and not layout.account:
            columns.setdefault("account", layout.columns["account_name"])
        return replace(layout, columns=columns)
    numbers = {cell.strip("\"'") for row in rows if (cell := layout.cell(row, "number"))}
    sole = len(numbers) == 1
    elsewhere = bool({"counterparty", "payer", "payee"} & columns.keys()) and "counterparty_account" not in columns
    called = plain_words(layout.name_of(index[0])).startswith("account")
    is_card = "CARD" in concepts_of(layout.name_of(index[0])) and all(layout.cell(row, "number") for row in rows)
    own = sole and (not elsewhere or called or is_card or index < columns.get("date", (0,)))
    if own and not layout.account and "account" not in columns:
        return replace(layout, columns=columns, account=numbers.pop())
    stated = bool(layout.account) or "account" in columns
    known = numbers == {(layout.account or "").replace(" ", "")}
    if elsewhere and not known and (stated or not sole) and "CARD" not in concepts_of(layout.name_of(index[0])):
        columns["counterparty_account"] = index
    return replace(layout, columns=columns)


def _ask_for_amount(layout: Layout) -> Question:
    """Which columns hold the money, named as they can be pasted."""
    money = [layout.name_of(i) for i, each in enumerate(layout.contents) if each == "amounts"]
    if len(money) == 2:
        one, other = money
        return Question(
            f"nothing says which of the columns {one} and {other} is money out and which is money in, or amount and balance",
            f"--column debit={one} --column credit={other}",
        )
    first = money[0] if money else "NAME"
    return Question(f"nothing says which of the columns {', '.join(money)} is the amount", f"--column amount={first}")


def _order_of_days(rows: Sequence[Row], layout: Layout) -> DayOrder | None:
    booked = [cell for row in rows if (cell := layout.cell(row, "date"))]
    further = [cell for row in rows if (cell := layout.cell(row, "value"))]
    return day_order([*booked, *further, *layout.days_above]) or order_of_sorted(booked)


def _order_before(latest: date | None, rows: Sequence[Row], layout: Layout) -> DayOrder | None:
    """The one order in which no day is later than the one on which the file was made; ``None`` without one."""
    orders: tuple[DayOrder, DayOrder] = ("day first", "month first")
    held = [order for order in orders if latest and _is_before(latest, rows, layout, order)]
    return held[0] if len(held) == 1 else None


def _is_before(latest: date, rows: Sequence[Row], layout: Layout, order: DayOrder) -> bool:
    try:
        return max(read_day(layout.cell(row, "date"), order) for row in rows) <= latest
    except (Refused, ValueError):
        return False


def _weigh_days(rows: Sequence[Row], layout: Layout, said: CsvProfile, name: str) -> DayOrder | Question:
    """The order of days that was said, unless the days refute it, else the one that they, or the file's name, prove."""
    proven = _order_of_days(rows, layout) or _order_before(last_day_of_name(name), rows, layout)
    if proven is None and is_not_english(layout.header):
        proven = "day first"
    wanted = _ORDERS[said.date_order] if said.date_order else proven
    if wanted is None:
        reason = "their dates can be read with the day first or the month first, and no day above 12 decides it (YYYY-MM-DD would)"
        return Question(reason, "--date-order day-first|month-first")
    if proven not in (None, wanted) and _unread(rows, layout, wanted) > _unread(rows, layout, proven):
        reason = f"their dates have the {proven}, not as was said of this layout"
        return Question(reason, "--date-order " + str(proven).replace(" ", "-"))
    return wanted


def _weigh_decimal(rows: Sequence[Row], layout: Layout, said: CsvProfile) -> DecimalSign | Question:
    """The decimal sign that was said, unless the amounts refute it, else the one that they prove."""
    moved = [number for number, _ in _units(rows, layout, _MOVED)]
    proven = decimal_sign(moved) or decimal_sign(number for number, _ in _units(rows, layout, _MONEY))
    wanted = said.decimal or proven
    if wanted is None:
        reason = "their amounts can be read with a decimal comma or a decimal point, and none of them decides it"
        return Question(reason, "--decimal ,|.")
    if proven not in (None, wanted) and not all(_reads(number, wanted) for number in moved):
        return Question(f"their decimal sign is {proven!r}, not as was said of this layout", f"--decimal {proven}")
    return wanted


def _units(rows: Sequence[Row], layout: Layout, roles: Sequence[Role]) -> list[tuple[str, str]]:
    """The numbers in these roles, each with the unit beside it."""
    return [split_unit(cell) for row in rows for role in roles if (cell := layout.cell(row, role))]


def _unread(rows: Sequence[Row], layout: Layout, order: DayOrder | None) -> int:
    """How many days cannot be read in that order."""
    faults = 0
    for row in rows:
        try:
            read_day(layout.cell(row, "date"), order or "day first")
        except Refused:
            faults += 1
    return faults


def _reads(number: str, sign: DecimalSign) -> bool:
    try:
        read_amount(number, sign)
    except Refused:
        return False
    return True


def _sole_unit(units: Sequence[tuple[str, str]]) -> str | None:
    """The currency beside the amounts, where all that have one have the same."""
    codes = {currency_code(unit) for _, unit in units if unit}
    return codes.pop() if len(codes) == 1 else None


def _with_sides(rows: Sequence[Row], reading: Reading) -> Reading:
    """Decide how side and sign go together, and what a blank side means where only one side is ever named."""
    pairs = []
    for row in rows:
        try:
            amount = read_amount(split_unit(reading.cell(row, "amount"))[0], reading.decimal)
        except Refused:
            continue
        pairs.append((side_of(reading.cell(row, "side")), amount))
    named = {side for side, _ in pairs if side}
    blank = any(not reading.cell(row, "side") for row in rows)
    signed = [(side, amount) for side, amount in pairs if side and amount]
    agree = {(amount < 0) == (side < 0) for side, amount in signed}
    positive = sum(amount > 0 for side, amount in signed if side < 0) if any(side < 0 for side, _ in signed) else 1
    # Both sides, each with a sign of its own: a card's debits are positive, its credits negative.
    both = len({side for side, _ in signed}) > 1
    multiplies = agree == {True, False} or (agree == {False} and not both)
    return replace(
        reading,
        side_multiplies=multiplies and positive > 0 and any(amount < 0 for _, amount in signed),
        one_sided=-named.pop() if len(named) == 1 and blank else 0,
    )


def _first_year(rows: Sequence[Row], reading: Reading) -> int:
    for row in rows:
        try:
            if read_day(reading.cell(row, "date"), reading.days).year >= 1900:
                return 1900
        except Refused:
            continue
    return 1000


def _fee(rows: Sequence[Row], layout: Layout) -> Literal["included", "extra"] | None:
    """Whether fees are in the amounts already; ``None`` where only the balance can tell."""
    if not any(re.search("[1-9]", layout.cell(row, "fee")) for row in rows if is_amount(layout.cell(row, "fee"))):
        return "included"
    amount = layout.columns.get("amount")
    if amount and "NET" in concepts_of(layout.name_of(amount[0])):
        return "included"
    return "extra" if amount and "GROSS" in concepts_of(layout.name_of(amount[0])) else None
