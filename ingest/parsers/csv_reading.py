"""What a layout leaves open, decided by evidence over all rows: order of days, decimal sign, signs, currency, account.

Where there is no evidence nothing is guessed: a ``Question`` says what is open and which option of ``pkm accounts map``
decides it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ingest.parsers.csv_columns import Role
from ingest.parsers.csv_layout import Layout
from ingest.parsers.csv_rows import Row
from ingest.parsers.csv_stated import account_of_name, currency_of_iban, currency_of_name
from ingest.parsers.csv_words import concepts_of, plain_words, side_of
from ingest.parsers.day import DayOrder, day_order, is_day, order_of_sorted, read_day
from ingest.parsers.money import DecimalSign, currency_code, decimal_sign, is_amount, read_amount, split_unit
from pkm.errors import Refused
from pkm.models import CsvProfile

Sign = Literal["written", "spending", "plus", "side", "split", "untold"]
"""Amounts are signed; positive is spending; only income has a plus; a column says; two columns; only the balance tells."""

_ORDERS: dict[str, DayOrder] = {"day-first": "day first", "month-first": "month first", "year-first": "year first"}
_MONEY: tuple[Role, ...] = ("amount", "debit", "credit", "balance", "fee", "original_amount")
_RECEIVED = re.compile(
    r"\b(salary|wages|payroll|gehalt|lohn|salaire|salaris|nomina|stipendio|payment received|payment thank you|thank you|refund|erstattung"
    r"|cashback|interest (paid|earned|credit)|habenzinsen|gutschrift|remboursement|terugbetaling)\b"
)
_SPENT = re.compile(
    r"\b(purchase|card payment|kartenzahlung|bankomat|cash withdrawal|atm|auszahlung|supermarket|restaurant|miete|rent|pharmacy|achat|retrait dab"
    r"|betaalautomaat|geldautomaat|groceries)\b"
)

NO_SIGN = "none of their amounts has a sign, so nothing says what was spent and what was received"


@dataclass(frozen=True, slots=True)
class Question:
    """What is open, in words, and the option that decides it, its values parted by ``|``."""

    reason: str
    option: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A layout with all that evidence, or a person, has decided.

    Attributes:
        debit_sign: What an amount under "debit" counts.
        side_sign: Whether the side multiplies a signed amount, where the two disagree, or only confirms it.
        account: What the account is called where a row does not say; with ``fixed_account`` whatever it says.
        currency: For rows that state none.
        first_year: Days before it are faults, unless all of a file are, as where it was made unrecognisable.
        fee: ``extra`` where it comes on top of the amount; ``None``: not yet decided.
    """

    layout: Layout
    days: DayOrder
    decimal: DecimalSign
    sign: Sign
    account: str
    currency: str | None
    debit_sign: int = -1
    side_multiplies: bool = False
    one_sided: int = 0
    fixed_account: bool = False
    first_year: int = 1900
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
    proven = _order_of_days(bookings, layout)
    days = _ORDERS[said.date_order] if said.date_order else proven
    if proven not in (None, days) and _unread(bookings, layout, days) > _unread(bookings, layout, proven):
        questions.append(
            Question(
                f"their dates have the {proven}, not as was said of this layout",
                "--date-order " + str(proven).replace(" ", "-"),
            )
        )
    elif days is None:
        reason = "their dates can be read with the day first or the month first, and no day above 12 decides it (YYYY-MM-DD would)"
        questions.append(Question(reason, "--date-order day-first|month-first"))
    units = [split_unit(cell) for row in bookings for role in _MONEY if (cell := layout.cell(row, role))]
    shown = decimal_sign(number for number, _ in units)
    decimal = said.decimal or shown
    if (
        said.decimal
        and shown not in (None, said.decimal)
        and not all(_reads(number, said.decimal) for number, _ in units)
    ):
        questions.append(
            Question(f"their decimal sign is {shown!r}, not as was said of this layout", f"--decimal {shown}")
        )
    elif decimal is None:
        reason = "their amounts can be read with a decimal comma or a decimal point, and none of them decides it"
        questions.append(Question(reason, "--decimal ,|."))
    account = said.account or layout.account
    currency = said.currency or layout.currency or _sole_unit(units)
    if currency is None and not any(layout.cell(row, "currency") for row in bookings):
        own = account or next((cell for row in bookings if (cell := layout.cell(row, "account"))), None)
        currency = currency_of_name(name) or currency_of_iban(own)
        if currency is None:
            reason = "no currency is stated (a line such as Currency;EUR above the header, or a column Currency, would)"
            questions.append(Question(reason, "--currency EUR"))
    sign = _sign(bookings, layout, said)
    if isinstance(sign, Question):
        questions.append(sign)
    if questions or days is None or decimal is None or isinstance(sign, Question):
        return tuple(questions)
    reading = Reading(
        layout, days, decimal, sign, account or account_of_name(name, layout.key), currency, _debit_sign(bookings, layout),
        fixed_account=said.account is not None, fee=said.fee or _fee(bookings, layout),
    )  # fmt: skip
    reading = replace(reading, first_year=_first_year(bookings, reading))
    return _with_sides(bookings, reading) if sign == "side" else reading


def _with_own_account(rows: Sequence[Row], layout: Layout) -> Layout:
    """A column "IBAN" may mean the other side's: it is this account's where all rows agree, and none is stated above."""
    index = layout.columns.get("number")
    columns = {role: each for role, each in layout.columns.items() if role not in ("number", "account_name")}
    if index is None:
        if "account_name" in layout.columns and not layout.account:
            columns.setdefault("account", layout.columns["account_name"])
        return replace(layout, columns=columns)
    numbers = {cell.strip('"') for row in rows if (cell := layout.cell(row, "number"))}
    agreed = len(numbers) == 1 and (len(rows) > 1 or "counterparty_account" in columns)
    if agreed and not layout.account and "account" not in columns:
        return replace(layout, columns=columns, account=numbers.pop())
    if not agreed and "counterparty_account" not in columns and "CARD" not in concepts_of(layout.name_of(index[0])):
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
    return day_order([*booked, *further, *(layout.period or ())]) or order_of_sorted(booked)


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


def _sign(rows: Sequence[Row], layout: Layout, said: CsvProfile) -> Sign | Question:
    """How the file tells money in from money out."""
    if "amount" not in layout.columns:
        return "split"
    if said.sign:
        return "written" if said.sign == "as-written" else "spending"
    if "side" in layout.columns:
        return "side"
    numbers = [split_unit(layout.cell(row, "amount"))[0] for row in rows]
    moved = [(row, number) for row, number in zip(rows, numbers, strict=True) if re.search("[1-9]", number)]
    minus = [bool(re.search(r"[-(]", number)) for _, number in moved]
    if any(minus):
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


def ask_for_sign(reason: str) -> Question:
    """The question which way the amounts are to be taken."""
    return Question(reason, "--sign debit-positive|as-written")


def _contradicts(moved: Sequence[tuple[Row, str]], layout: Layout) -> bool:
    """Whether words that leave no doubt (salary, purchase) say the opposite of the signs, and none says the same."""
    against = 0
    for row, number in moved:
        direction = direction_of(row, layout)
        if direction:
            if (direction < 0) == bool(re.search(r"[-(]", number)):
                return False
            against += 1
    return against > 1 and "balance" not in layout.columns


def direction_of(row: Row, layout: Layout) -> int:
    """1 where the row's words leave no doubt that money came in, -1 that it went out, 0 where they do not say."""
    words = _words(row, layout)
    return bool(_RECEIVED.search(words)) - bool(_SPENT.search(words))


def _words(row: Row, layout: Layout) -> str:
    texts: tuple[Role, ...] = ("counterparty", "description", "type")
    return plain_words(" ".join(layout.cell(row, role) for role in texts))


def _debit_sign(rows: Sequence[Row], layout: Layout) -> int:
    """1 where debits are written as negative amounts."""
    debits = [split_unit(cell)[0] for row in rows if (cell := layout.cell(row, "debit"))]
    negative = [cell for cell in debits if cell.startswith(("-", "(")) or cell.endswith("-")]
    zero = [cell for cell in debits if not re.search("[1-9]", cell)]
    return 1 if negative and len(negative) + len(zero) == len(debits) else -1


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
    agree = all((amount < 0) == (side < 0) for side, amount in signed)
    positive = sum(amount > 0 for side, amount in signed if side < 0) if any(side < 0 for side, _ in signed) else 1
    return replace(
        reading,
        side_multiplies=not agree and positive > 0 and any(amount < 0 for _, amount in signed),
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
