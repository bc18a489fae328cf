"""OFX and QFX, versions 1 (SGML) and 2 (XML): https://financialdataexchange.org/ofx, sections 11 and 13 of OFX 2.2.

pkm reads the records itself: of the 24 real files in ofxparse's own suite, ofxparse refuses four as a whole for one
bad field (18 of 24 records read), moves dates to UTC and knows no offsets. It serves as the cross-check in the tests.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal, TypeVar

from ingest.parsers import Candidate
from ingest.parsers.encoding import encoding_of
from ingest.parsers.money import decimal_sign, is_currency, read_amount
from ingest.parsers.ofx_charset import decode_ofx
from ingest.parsers.ofx_records import (
    BOOKINGS,
    Contents,
    Record,
    Statement,
    goes_on,
    read_records,
    shortfalls,
    whole_name,
)
from ingest.parsers.ofx_trade import Securities, read_position, read_trade
from ingest.parsers.ofx_values import Conventions, currency_of, foreign
from ingest.parsers.statement_title import title_of
from pkm.errors import Refused
from pkm.ledger.iban import compact, french_iban, german_iban, is_iban
from pkm.models import NO_CURRENCY, Parsed, ParsedDocument, ParsedStatement, ParsedTransaction, Problem

_Row = TypeVar("_Row")

_PENDING = "STMTTRNP"
_CORRECTIONS: dict[str, Literal["replace", "delete"]] = {"REPLACE": "replace", "DELETE": "delete"}
_UNSORTED = re.compile(r"un-?categori[sz]ed|none|null", re.IGNORECASE)
_TRANSPORT = re.compile(r"(?:\s*(?:HTTP/|Content-|MIME-)[^\n]*\n)+", re.IGNORECASE)


class Ofx:
    """Reads an OFX file into one document whose statements carry its bookings, trades and positions."""

    name = "ofx"
    version = "5"

    def identify(self, file: Candidate) -> bool:
        """Whether nothing but headers stands before ``<OFX>``."""
        head = file.head.decode(encoding_of(file.head) or "latin-1", "replace").lstrip("\ufeff \t\r\n")
        if carried := _TRANSPORT.match(head):
            head = head[carried.end() :].lstrip()
        if head[:9].upper() == "OFXHEADER" or head[:5].upper() == "<?OFX":
            return True
        root = re.search(r"<(?:\w+:)?OFX[\s>]", head, re.IGNORECASE)
        rest = re.sub(r"<[?!][^<>]*>", " ", head[: root.start()] if root else "")
        return root is not None and re.fullmatch(r"[\w\s:.\-]*", rest) is not None and (":" in rest or not rest.strip())

    def parse(self, file: Candidate) -> Parsed:
        """Read all statements; a record that cannot be read is a problem of that record."""
        decoded = decode_ofx(file.path.read_bytes())
        text = decoded.text
        contents = read_records(text)
        problems = [Problem(file.shown, None, fault) for fault in decoded.faults]
        reader = _Reader(contents, file, problems)
        statements = tuple(reader.statement(each) for each in contents.statements)
        problems.extend(Problem(file.shown, None, reason) for reason in shortfalls(contents, text))
        newest = max((each.until for each in statements if each.until), default=None)
        document = ParsedDocument(
            text, "statement", title_of(statements, Path(file.name).stem), "application/x-ofx",
            date=newest, head=contents.fields.get("FI.ORG", ""), statements=statements,
        )  # fmt: skip
        return Parsed((document,), tuple(problems))


class _Reader:
    """Turns a file's records into rows, or into problems that it adds to ``problems``."""

    def __init__(self, contents: Contents, file: Candidate, problems: list[Problem]) -> None:
        self._shown, self._unnamed, self._problems = file.shown, Path(file.name).stem, problems
        self._read = Conventions.of(contents.records)
        self._securities = Securities.of(contents.securities)
        self._goes_on = goes_on(contents.records)

    def statement(self, raw: Statement) -> ParsedStatement:
        """One statement with all its rows."""
        own = raw.fields
        stated = own.get("CURDEF", "").upper()
        transactions = self._rows(raw.bookings, lambda record: self._booking(record, stated))
        holdings = self._rows(raw.positions, lambda record: read_position(record, self._securities, stated, self._read))
        used = {each.currency for each in transactions} | {each.currency for each in holdings}
        account, numbers = _numbers(own, self._unnamed)
        if NO_CURRENCY in used:
            reason = "the currency is missing or no ISO 4217 code: what is without one is kept, and adds up with nothing else"
            self._problems.append(Problem(self._shown, f"account {account}", reason))
        return ParsedStatement(
            account=account,
            institution=own.get("BANKID") or own.get("BROKERID") or raw.institution or None,
            account_kind=(own.get("ACCTTYPE") or own.get("LOANACCTTYPE") or raw.kind).lower() or None,
            currency=stated if is_currency(stated) else used.pop() if len(used) == 1 else NO_CURRENCY,
            since=self._read.day(own.get("DTSTART")),
            until=self._read.day(own.get("DTEND") or own.get("LEDGERBAL.DTASOF") or own.get("DTASOF")),
            opening=None, closing=self._closing(own), transactions=transactions, numbers=numbers, holdings=holdings,
        )  # fmt: skip

    def _rows(self, records: list[Record], read: Callable[[Record], _Row]) -> tuple[_Row, ...]:
        rows = []
        for record in records:
            try:
                rows.append(read(record))
            except Refused as refusal:
                self._problems.append(Problem(self._shown, record.locator, str(refusal)))
        return tuple(rows)

    def _booking(self, record: Record, default_currency: str) -> ParsedTransaction:
        """Read one record; raises ``Refused`` with what is wrong with it."""
        if record.tag not in BOOKINGS:
            return read_trade(record, self._securities, default_currency, self._read)
        own = record.fields
        if not record.whole:
            raise Refused("the file ends in the middle of this record")
        booked_on = self._booked_on(record)
        amount = self._read.number(record, "TRNAMT", "amount")
        currency = currency_of(record, default_currency)
        name, memo = own.get("NAME", ""), own.get("MEMO", "")
        if self._goes_on and name and memo:
            name, memo = whole_name(name, memo), ""
        return ParsedTransaction(
            booked_on=booked_on,
            amount=amount,
            currency=currency,
            counterparty=own.get("EXTDNAME") or name or own.get("PAYEE.NAME") or own.get("PAYEE") or "",
            description=memo,
            locator=record.locator, char_start=record.char_start, char_end=record.char_end,
            value_on=self._read.value_day(record, booked_on, "DTAVAIL", "VALUEDATE", "DTUSER"),
            reference=own.get("FITID"),
            type=(own.get("TRNTYPE") or own.get("LOANTRNTYPE") or "").lower() or None,
            status="pending" if record.tag == _PENDING else "booked",
            code=_code(own),
            counterparty_account=compact(own.get("BANKACCTTO.ACCTID") or own.get("CCACCTTO.ACCTID") or "") or None,
            balance=self._balance_after(record),
            corrects=own.get("CORRECTFITID"),
            correction=_CORRECTIONS.get(own.get("CORRECTACTION", "").upper()) if "CORRECTFITID" in own else None,
            **foreign(record, amount, currency, self._read),
        )  # fmt: skip

    def _booked_on(self, record: Record) -> date:
        """The booking date; where it is missing or none, the day of the payment or of its value, which is said.

        Raises ``Refused`` where the record has no day at all: the statement's period says neither its month nor its year.
        """
        own = record.fields
        if day := self._read.day(own.get("DTPOSTED") or own.get("DTTRAN")):
            return day
        fault = "the booking date is missing or no date"
        for name, what in (("DTUSER", "payment"), ("DTAVAIL", "value")):
            if day := self._read.day(own.get(name)):
                self._problems.append(
                    Problem(self._shown, record.locator, f"{fault}: it is booked on the day of its {what}")
                )
                return day
        raise Refused(fault)

    def _balance_after(self, record: Record) -> Decimal | None:
        """The balance that some banks state beside a booking, outside the standard; ``None`` where it is no amount."""
        try:
            return self._read.optional(record, "ACCTBAL")
        except Refused:
            return None

    def _closing(self, own: dict[str, str]) -> Decimal | None:
        """The ledger balance; of an investment account, its cash."""
        balance = own.get("LEDGERBAL.BALAMT") or own.get("AVAILCASH")
        if balance is None:
            return None
        try:
            return read_amount(balance, decimal_sign([balance]) or self._read.sign or ".")
        except Refused:
            self._problems.append(Problem(self._shown, "ledger balance", "the closing balance cannot be read"))
            return None


def _numbers(own: dict[str, str], unnamed: str) -> tuple[str, tuple[str, ...]]:
    """An account's best number, and the others under which the same account is known elsewhere."""
    stated = own.get("ACCTID") or own.get("LOANACCTID") or ""
    ibans = [compact(each) for each in (stated, own.get("IBAN", "")) if is_iban(each)]
    best = ibans[0] if ibans else stated or unnamed
    bank, branch = own.get("BANKID", ""), own.get("BRANCHID", "")
    others = [stated, f"{bank}/{stated}" if bank and not ibans else ""]
    if own.get("CURDEF", "").upper() == "EUR":  # bank codes of eight digits are not only German
        others.append((french_iban(bank, branch, stated) if branch else german_iban(bank, compact(stated))) or "")
    return best, tuple(dict.fromkeys(each for each in others if each and compact(each) != compact(best)))


def _code(own: dict[str, str]) -> str | None:
    """What the bank says the booking was for: a trade's code (SIC, MCC), else its own word."""
    for name in ("SIC", "MCC"):
        if own.get(name, "").strip("0"):
            return f"{name.lower()}:{own[name]}"
    word = own.get("CATEGORY", "")
    return f"name:{word}" if word and not _UNSORTED.fullmatch(word) else None
