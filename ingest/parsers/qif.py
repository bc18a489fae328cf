"""QIF, the Quicken Interchange Format: bank, card, cash, asset and investment accounts, several a file.

pkm reads the records itself: ``quiffen`` (MIT) keeps no offsets to cite, takes the order of day and month from its caller, stops at
one bad line, and asks for a python-dateutil older than the one that pkm is pinned to.

The format states no currency: the bookings have none (``XXX``) but where their amounts carry a sign, or a person said it (pkm
accounts map). Days are written in the order
of the machine that wrote them: the whole file decides, by a day past the 12th or by the order in which they stand,
and where it cannot, a problem says so. A booking with parts is one booking (``qif_parts``).
"""

from __future__ import annotations

import hashlib
import json
import re
import shlex
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from ingest.parsers import Candidate
from ingest.parsers.csv_stated import account_of_name
from ingest.parsers.day import DayOrder, day_order, order_of_sorted, read_day
from ingest.parsers.encoding import Decoded, decode, encoding_of
from ingest.parsers.money import SYMBOLS, DecimalSign, decimal_sign, is_currency, read_amount, split_unit
from ingest.parsers.qif_parts import code_of, divide
from ingest.parsers.qif_records import Account, Contents, Record, begins, count_records, read_contents
from ingest.parsers.qif_trade import Action
from ingest.parsers.statement_title import title_of
from pkm.errors import Refused
from pkm.models import NO_CURRENCY, CsvProfile, Parsed, ParsedDocument, ParsedStatement, ParsedTransaction, Problem

_QUICKEN_DAY = re.compile(r"(?P<first>\d{1,2})[-/.](?P<second>\d{1,2})(?P<mark>['’/.\-])(?P<year>\d{1,2}|\d{4})")
_CENTURY = 70  # two digits from here on are of the 1900s, after POSIX strptime's 69
_TRANSFER = re.compile(r"\[(?P<account>[^\]]+)\]")


class Qif:
    """Reads a QIF file into one document with a statement for each of its accounts."""

    name = "qif"
    version = "5"

    def identify(self, file: Candidate) -> bool:
        """Whether a QIF header begins the file."""
        encoding = encoding_of(file.head)
        return encoding is not None and begins(file.head.decode(encoding, "replace"))

    def parse(self, file: Candidate) -> Parsed:
        """Read all bookings; a record that cannot be read is a problem of that record."""
        data = file.path.read_bytes()
        decoded = decode(data) or Decoded(data.decode("cp1252", "replace").replace("\0", "\ufffd"), "cp1252")
        stem = Path(file.name).stem
        contents = read_contents(decoded.text, account_of_name(file.name) or stem)
        problems = [Problem(file.shown, None, fault) for fault in decoded.faults]
        reading = _Reading.of(contents)
        statements = tuple(_statement(each, reading, file.shown, problems) for each in contents.accounts.values())
        counted, found = count_records(decoded.text), len(contents.records)
        if counted != found:
            reason = f"{counted} records begin in the file, {found} could be told apart"
            problems.append(Problem(file.shown, None, reason))
        meta: dict[str, str] = {}
        if any(row.currency == NO_CURRENCY for statement in statements for row in statement.transactions):
            layout = _layout(contents)
            said = file.profiles.get(layout, CsvProfile()).currency
            meta = {"layout": layout, "reading": _describe(layout, said)}
            if said:
                statements = tuple(_in_currency(each, said) for each in statements)
            else:
                reason = f"it states no currency: its amounts count in the only one of their account, else in none. Say it: pkm accounts map {shlex.quote(file.shown)} --currency CODE"
                problems.append(Problem(file.shown, None, reason))
        days = [each.booked_on for statement in statements for each in statement.transactions]
        document = ParsedDocument(
            decoded.text, "statement", title_of(statements, stem), "application/x-qif",
            date=max(days, default=None), statements=statements, meta=meta,
        )  # fmt: skip
        return Parsed((document,), tuple(problems))


def _layout(contents: Contents) -> str:
    """What a person's word on a file holds for: all files of these accounts."""
    return hashlib.sha256(f"qif {sorted(contents.accounts)}".encode()).hexdigest()[:16]


def _describe(layout: str, currency: str | None) -> str:
    """As ``csv_table.describe``: how it is read, and what is open."""
    question = {"reason": "it states no currency", "option": "--currency CODE"}
    return json.dumps([{
        "layout": layout, "delimiter": "", "header": [], "columns": {}, "date_order": None, "decimal": None, "sign": None,
        "currency": currency, "account": None, "unknown": [], "open": [] if currency else [question], "rows": [],
    }])  # fmt: skip


def _in_currency(statement: ParsedStatement, currency: str) -> ParsedStatement:
    """The statement with what a person said where it states no currency itself."""
    rows = tuple(
        replace(each, currency=currency) if each.currency == NO_CURRENCY else each for each in statement.transactions
    )
    used = {each.currency for each in rows}
    return replace(statement, transactions=rows, currency=used.pop() if len(used) == 1 else statement.currency)


@dataclass(frozen=True, slots=True)
class _Reading:
    """The decimal sign and the order of day and month in a file; ``None`` where its records leave it open."""

    sign: DecimalSign | None
    order: DayOrder | None
    symbols: dict[str, str]

    @classmethod
    def of(cls, contents: Contents) -> _Reading:
        records = contents.records
        amounts = [value for each in records for letter in "TU" for value in each.lines.get(letter, [])[:1] if value]
        amounts += [part.amount for each in records for part in each.splits if part.amount]
        days = [
            [_four_digit_year(each.lines["D"][0]) for each in account.records if "D" in each.lines]
            for account in contents.accounts.values()
        ]
        order = day_order(day for own in days for day in own)
        if order is None and len(sorted_ := {found for own in days if (found := order_of_sorted(own))}) == 1:
            order = sorted_.pop()
        return cls(decimal_sign(split_unit(each)[0] for each in amounts), order, contents.symbols)

    def day(self, text: str) -> date:
        """The day of a ``D`` line; raises ``Refused``."""
        stated = _four_digit_year(text)
        if self.order:
            return read_day(stated, self.order)
        orders: tuple[DayOrder, DayOrder] = ("day first", "month first")
        either = {read_day(stated, order) for order in orders}
        if len(either) > 1:
            raise Refused("day and month of this file can be read in either order: no day in it is past the 12th")
        return either.pop()

    def amount(self, text: str) -> Decimal:
        """An amount without its unit; raises ``Refused``."""
        if self.sign is None:
            raise Refused("the amounts of this file can be read with a decimal comma or with a thousands comma")
        return read_amount(split_unit(text)[0], self.sign)

    def optional(self, text: str | None) -> Decimal | None:
        """A number that a booking can do without: ``None`` where it is missing or is none."""
        try:
            return self.amount(text) if text else None
        except Refused:
            return None


def _four_digit_year(text: str) -> str:
    """A day without blanks and with a year of four digits; an apostrophe before it is Quicken's mark of the 2000s."""
    bare = "".join(text.split())
    match = _QUICKEN_DAY.fullmatch(bare)
    if not match:
        return bare
    year = int(match["year"])
    if len(match["year"]) < 4:
        year += 1900 if year >= _CENTURY else 2000
    mark = "." if match["mark"] == "." else "/"
    return f"{match['first']}{mark}{match['second']}{mark}{year}"


def _statement(own: Account, reading: _Reading, shown: str, problems: list[Problem]) -> ParsedStatement:
    """Turn one account's records into transactions, or into problems."""
    transactions = []
    for record in own.records:
        try:
            transactions.append(_trade(record, own, reading) if own.invests else _booking(record, own, reading))
        except Refused as refusal:
            problems.append(Problem(shown, record.locator, str(refusal)))
    used = {each.currency for each in transactions}
    until, closing = None, reading.optional(own.fields.get("$"))
    try:
        until = reading.day(own.fields["/"]) if own.fields.get("/") else None
    except Refused:
        closing = None  # a balance without its day says nothing
    return ParsedStatement(
        account=own.name, institution=None, account_kind=own.kind or None,
        currency=used.pop() if len(used) == 1 else NO_CURRENCY, since=None, until=until,
        opening=None, closing=closing if until else None, transactions=tuple(transactions),
    )  # fmt: skip


def _booking(record: Record, own: Account, reading: _Reading) -> ParsedTransaction:
    """Read one record of a bank, card, cash or asset account; raises ``Refused`` with what is wrong with it."""
    fields = record.fields
    booked_on = _day(record, reading)
    stated = fields.get("T") or fields.get("U")
    if stated:
        amount = reading.amount(stated)
    elif record.splits and all(part.amount for part in record.splits):
        amount = sum((reading.amount(part.amount) for part in record.splits), Decimal(0))
    else:
        raise Refused("the amount is missing")
    category = fields.get("L", "")
    payee = fields.get("P", "")
    number = fields.get("N", "")
    opening = payee.casefold() == "opening balance" and category.startswith("[")
    parts = divide(record, amount, own.name, reading.optional)
    other = _other_account(category, own)  # of what is divided it is that of the first part
    return ParsedTransaction(
        booked_on=booked_on, amount=amount, currency=_currency(stated or ""), counterparty=payee,
        description=fields.get("M", ""),
        locator=record.locator, char_start=record.char_start, char_end=record.char_end,
        type="opening balance" if opening else "check" if number.isdecimal() else number.lower() or None,
        code=code_of(category),
        counterparty_account=other if all(each.account == other for each in parts) else None,
        end_to_end=number if number.isdecimal() else None,
        parts=parts,
    )  # fmt: skip


def _trade(record: Record, own: Account, reading: _Reading) -> ParsedTransaction:
    """Read one record of an investment account; raises ``Refused`` with what is wrong with it."""
    fields = record.fields
    booked_on = _day(record, reading)
    action = Action(fields.get("N", "").lower())
    stated = fields.get("T") or fields.get("U") or fields.get("$")
    security = fields.get("Y", "")
    if not stated and action.moves_cash and security and not fields.get("Q"):
        raise Refused("the amount is missing")
    commission = reading.optional(fields.get("O"))
    return ParsedTransaction(
        booked_on=booked_on, amount=action.cash(reading.amount(stated)) if stated else Decimal(0),
        currency=_currency(stated or ""), counterparty=fields.get("P") or security,
        description=fields.get("M", "") or " ".join(filter(None, [fields.get("N", ""), security])),
        locator=record.locator, char_start=record.char_start, char_end=record.char_end,
        type=action.name or None, code=code_of(fields.get("L", "")),
        counterparty_account=_other_account(fields.get("L", ""), own),
        fee=-commission if commission else None,
        security=reading.symbols.get(security) or security or None,
        units=action.units(reading.optional(fields.get("Q"))), unit_price=reading.optional(fields.get("I")),
    )  # fmt: skip


def _day(record: Record, reading: _Reading) -> date:
    if not record.whole:
        raise Refused("the file ends in the middle of this record")
    return reading.day(record.lines.get("D", [""])[0])


def _currency(amount: str) -> str:
    unit = split_unit(amount)[1]
    unit = SYMBOLS.get(unit, unit)
    return unit if is_currency(unit) else NO_CURRENCY


def _other_account(category: str, own: Account) -> str | None:
    """The account of a transfer, whose name stands in brackets for a category."""
    transfer = _TRANSFER.match(category)
    return transfer["account"] if transfer and transfer["account"] != own.name else None
