"""A bank's CSV export of the generic kind: one booking a row below a header that names its columns.

What the header leaves open (separator, decimal sign, order of day and month, sign of debits) is decided by evidence over
the whole file, never by a guess: where there is none, the rows stay text and a problem says what would decide it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal

from ingest.parsers import Candidate
from ingest.parsers.csv_layout import Layout, Role, currency_code, find_layout, plain_words
from ingest.parsers.csv_rows import Row, read_rows
from ingest.parsers.day import DayOrder, day_order, read_day
from ingest.parsers.encoding import decode, encoding_of
from ingest.parsers.money import DecimalSign, decimal_sign, read_amount, split_unit
from ingest.parsers.running_balance import prove
from pkm.errors import Refused
from pkm.models import Parsed, ParsedDocument, ParsedStatement, ParsedTransaction, Problem

_DAYS: tuple[Role, ...] = ("date", "value")
_SIDES = {
    **dict.fromkeys(("s", "d", "soll", "debit", "dr", "db", "out", "-", "debet"), -1),
    **dict.fromkeys(("h", "c", "k", "haben", "kredit", "credit", "cr", "in", "+"), 1),
}
_STATUSES: dict[str, Literal["booked", "pending"]] = {
    **dict.fromkeys(("", "booked", "posted", "completed", "cleared", "settled", "gebucht", "verbucht"), "booked"),
    **dict.fromkeys(("pending", "vorgemerkt", "en attente", "authorised", "authorized", "offen"), "pending"),
}
_DATES = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d(?:[-_.]?(?:0[1-9]|1[0-2])(?:[-_.]?[0-3]\d)?)?|[0-3]?\d[-_.][01]?\d[-_.](?:20)?\d\d)(?!\d)"
)
# Lines that some banks put among the bookings.
_BALANCES = frozenset((
    "opening balance", "closing balance", "balance brought forward", "brought forward", "total", "turnover",
    "anfangssaldo", "endsaldo", "saldovortrag", "summe", "solde initial", "solde final", "ancien solde", "nouveau solde",
))  # fmt: skip
_SIGNLESS_ROWS = 3  # from here on, amounts without a single minus look like an export that leaves signs out


class CsvBank:
    """Reads the export of one or several accounts into one document."""

    name = "csv-bank"
    version = "1"

    def identify(self, file: Candidate) -> bool:
        """Whether a header names date, amount and text, and at least one row below it has both date and amount."""
        encoding = encoding_of(file.head)
        if encoding is None:
            return False
        text = file.head.decode(encoding, "replace")
        if file.size > len(file.head):
            text = text[: text.rfind("\n") + 1]
        layout = find_layout(text)
        return layout is not None and any(_is_booking(row, layout) for row in _bookings(text, layout))

    def parse(self, file: Candidate) -> Parsed:
        """Read every row below the header as a transaction or a problem."""
        decoded = decode(file.path.read_bytes())
        layout = find_layout(decoded.text) if decoded else None
        if decoded is None or layout is None:
            raise Refused("no header of a bank's export was found")
        rows = _bookings(decoded.text, layout)
        problems = [Problem(file.shown, None, fault) for fault in decoded.faults]
        reading = _weigh(rows, layout)
        stem = _undated(Path(file.name).stem)
        statements: tuple[ParsedStatement, ...] = ()
        if isinstance(reading, str):
            where = f"rows {rows[0].line}-{rows[-1].line}" if rows else None
            problems.append(Problem(file.shown, where, f"{len(rows)} bookings were not read: {reading}"))
        else:
            statements, refused = _statements(rows, reading, stem, file.shown)
            problems += refused
        accounts = ", ".join(each.account for each in statements)
        document = ParsedDocument(
            decoded.text, "statement", f"Statement of {accounts or stem}", "text/csv",
            date=max((each.until for each in statements if each.until), default=None), statements=statements,
        )  # fmt: skip
        return Parsed((document,), tuple(problems))


@dataclass(frozen=True, slots=True)
class _Reading:
    """A layout with all that evidence has decided; ``debit_sign`` is what an amount under "debit" counts."""

    layout: Layout
    days: DayOrder
    decimal: DecimalSign
    debit_sign: int

    def cell(self, row: Row, role: Role) -> str:
        """The row's cell in that role, empty where it has none."""
        return _cell(row, self.layout, role)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A row, what it says, and the balance after it; ``booking`` is ``None`` where it could not be read."""

    row: Row
    account: str
    booking: ParsedTransaction | None = None
    balance: Decimal | None = None


def _cell(row: Row, layout: Layout, role: Role) -> str:
    index = layout.columns.get(role)
    return row.cells[index] if index is not None and index < len(row.cells) else ""


def _bookings(text: str, layout: Layout) -> list[Row]:
    return [row for row in read_rows(text, layout.delimiter) if row.line > layout.header_line]


def _amount_cells(row: Row, layout: Layout) -> list[str]:
    roles: tuple[Role, ...] = ("amount",) if "amount" in layout.columns else ("debit", "credit")
    return [cell for role in roles if (cell := _cell(row, layout, role))]


def _is_booking(row: Row, layout: Layout) -> bool:
    """Whether the row has a date and an amount under some order and some decimal sign."""
    try:
        for cell in _amount_cells(row, layout)[:1] or [""]:
            bare = split_unit(cell)[0]
            read_amount(bare, decimal_sign([bare]) or ".")
        day = _cell(row, layout, "date")
        read_day(day, day_order([day]) or "day first")
    except Refused:
        return False
    return True


def _weigh(rows: Sequence[Row], layout: Layout) -> _Reading | str:
    """Decide what the layout leaves open, or say what would decide it."""
    days = day_order(_cell(row, layout, role) for row in rows for role in _DAYS)
    if days is None:
        return (
            "their dates can be read with the day first or the month first, and no day above 12 decides it. "
            "Export a longer period, or dates as YYYY-MM-DD"
        )
    amounts = [
        split_unit(cell) for row in rows for cell in [*_amount_cells(row, layout), _cell(row, layout, "balance")]
    ]
    decimal = decimal_sign(number for number, _ in amounts)
    if decimal is None:
        return (
            "their amounts can be read with a decimal comma or a decimal point, and none of them decides it. "
            "Export a longer period, or amounts with two decimals"
        )
    if "currency" not in layout.columns and layout.currency is None and not any(unit for _, unit in amounts):
        return "no currency is stated. Put a line such as Currency;EUR above the header, or add a column Currency"
    if "amount" in layout.columns and not {"side", "balance"} & layout.columns.keys() and len(rows) >= _SIGNLESS_ROWS:
        written = [number for row in rows for number, _ in map(split_unit, _amount_cells(row, layout))]
        if not any(mark in number for number in written for mark in "+-("):
            return (
                "none of their amounts has a sign, so nothing says what was spent and what was received. "
                "Export them with signs or a running balance, or add a column Debit/Credit that says D or C"
            )
    debits = [split_unit(cell)[0] for row in rows if (cell := _cell(row, layout, "debit"))]
    negative = [cell for cell in debits if cell.startswith("-") or cell.endswith("-")]
    return _Reading(
        _with_own_account(rows, layout), days, decimal, 1 if negative and len(negative) == len(debits) else -1
    )


def _with_own_account(rows: Sequence[Row], layout: Layout) -> Layout:
    """A column "IBAN" may mean the other side's: it is this account's where all rows agree, and none is stated above."""
    ibans = {_cell(row, layout, "own_iban") for row in rows}
    if layout.account or "account" in layout.columns or len(rows) < 2 or len(ibans) != 1:
        return layout
    return replace(layout, account=ibans.pop() or None)


def _statements(
    rows: Iterable[Row], reading: _Reading, stem: str, shown: str
) -> tuple[tuple[ParsedStatement, ...], list[Problem]]:
    """Read all rows and hold each account's and currency's against the running balance."""
    problems: list[Problem] = []
    entries: list[_Entry] = []
    for row in rows:
        account = reading.cell(row, "account").replace(" ", "") or reading.layout.account or stem
        try:
            entries.append(_read_entry(row, account, reading))
        except Refused as refusal:
            problems.append(Problem(shown, row.locator, str(refusal)))
            entries.append(_Entry(row, account))
    statements = []
    for account, currency in dict.fromkeys((each.account, each.booking.currency) for each in entries if each.booking):
        own = [
            each
            for each in entries
            if each.account == account and (each.booking is None or each.booking.currency == currency)
        ]
        statement, doubts = _statement(account, currency, own, reading, shown)
        statements.append(statement)
        problems += doubts
    return tuple(statements), problems


def _read_entry(row: Row, account: str, reading: _Reading) -> _Entry:
    """Read one row; raises ``Refused`` with what is wrong with it."""
    if any(row.cells[reading.layout.width :]):
        raise Refused("the row has more cells than the header has names: a separator stands in a text without quotes")
    if plain_words(reading.cell(row, "counterparty") + " " + reading.cell(row, "description")) in _BALANCES:
        raise Refused("the row states a balance or a sum, no booking")
    booked_on = read_day(reading.cell(row, "date"), reading.days)
    amount, unit = _amount(row, reading)
    value = reading.cell(row, "value")
    stated = reading.cell(row, "currency")
    currency = currency_code(stated) if stated else currency_code(unit) if unit else reading.layout.currency
    if currency is None:
        raise Refused("the currency is missing or no ISO 4217 code")
    if unit and currency_code(unit) not in (None, currency):
        raise Refused("the amount and the currency column name different currencies")
    status = _STATUSES.get(reading.cell(row, "status").casefold())
    if status is None:
        raise Refused("its status does not say whether money moved")
    balance = split_unit(reading.cell(row, "balance"))[0]
    booking = ParsedTransaction(
        booked_on=booked_on,
        amount=amount,
        currency=currency,
        counterparty=_fold(reading.cell(row, "counterparty")),
        description=_fold(reading.cell(row, "description")),
        locator=row.locator, char_start=row.char_start, char_end=row.char_end,
        value_on=read_day(value, reading.days) if value else None,
        reference=reading.cell(row, "reference") or None,
        type=reading.cell(row, "type").lower() or None,
        status=status,
    )  # fmt: skip
    return _Entry(row, account, booking, read_amount(balance, reading.decimal) if balance else None)


def _amount(row: Row, reading: _Reading) -> tuple[Decimal, str]:
    """The row's signed amount and the unit written beside it."""
    if "amount" in reading.layout.columns:
        number, unit = split_unit(reading.cell(row, "amount"))
        amount = read_amount(number, reading.decimal)
        if "side" not in reading.layout.columns:
            return amount, unit
        side = _SIDES.get(reading.cell(row, "side").casefold())
        if side is None:
            raise Refused("it is not said whether it is a debit or a credit")
        return (amount.copy_sign(side), unit)
    found = []
    signs: dict[Role, int] = {"debit": reading.debit_sign, "credit": 1}
    for role, sign in signs.items():
        number, unit = split_unit(reading.cell(row, role))
        if number and (amount := read_amount(number, reading.decimal)):
            found.append((sign * amount, unit))
    if len(found) != 1:
        raise Refused("both debit and credit are filled" if found else "neither debit nor credit is filled")
    return found[0]


def _statement(
    account: str, currency: str, entries: list[_Entry], reading: _Reading, shown: str
) -> tuple[ParsedStatement, list[Problem]]:
    """One account's statement; rows whose balance does not follow are kept and named."""
    lines = [(each.booking.amount if each.booking else None, each.balance) for each in entries]
    signless = "amount" in reading.layout.columns and "side" not in reading.layout.columns
    proof = prove(lines, signless and all(amount is None or amount >= 0 for amount, _ in lines))
    if proof.doubts and not proof.proven:
        problems = [Problem(shown, None, f"the running balance of {account} does not follow from the amounts")]
    else:
        reason = "its balance does not follow from the rows before: one of them may be missing or wrong"
        problems = [Problem(shown, entries[index].row.locator, reason) for index in proof.doubts]
    bookings = []
    for entry, sign in zip(entries, proof.signs, strict=True):
        if entry.booking and sign:
            bookings.append(replace(entry.booking, amount=sign * entry.booking.amount))
        elif entry.booking:
            problems.append(Problem(shown, entry.row.locator, "nothing says whether it is a debit or a credit"))
    days = [each.booked_on for each in bookings] + _stated_period(reading)
    statement = ParsedStatement(
        account=account, institution=None, account_kind=None, currency=currency, since=min(days), until=max(days),
        opening=proof.opening, closing=proof.closing, transactions=tuple(bookings),
    )  # fmt: skip
    return statement, problems


def _undated(stem: str) -> str:
    """A file's name without the days and months in it, which change from export to export of one account."""
    return re.sub(r"[\s_.-]+", "-", _DATES.sub("-", stem)).strip("-") or stem


def _stated_period(reading: _Reading) -> list[date]:
    """The first and last day that the file states, if it does."""
    try:
        return [read_day(day, reading.days) for day in reading.layout.period or ()]
    except Refused:
        return []


def _fold(text: str) -> str:
    return " ".join(text.split())
