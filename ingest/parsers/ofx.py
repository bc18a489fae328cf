"""OFX and QFX, versions 1 (SGML) and 2 (XML): https://financialdataexchange.org/ofx, section 11 of OFX 2.2.

pkm reads the records itself: of the 24 real files in ofxparse's own suite, ofxparse refuses four as a whole for one
bad field (18 of 24 records read), moves dates to UTC and knows no offsets. It serves as the cross-check in the tests.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from ingest.parsers import Candidate
from ingest.parsers.encoding import Decoded, decode, encoding_of
from ingest.parsers.money import DecimalSign, decimal_sign, is_currency, read_amount
from ingest.parsers.ofx_markup import tags
from pkm.errors import Refused
from pkm.models import Parsed, ParsedDocument, ParsedStatement, ParsedTransaction, Problem

_STATEMENTS = {"STMTRS": "", "CCSTMTRS": "creditcard", "INVSTMTRS": "investment"}
_RECORDS: dict[str, Literal["booked", "pending"]] = {"STMTTRN": "booked", "STMTTRNP": "pending"}
_GROUPS = frozenset(["PAYEE", "CURRENCY", "ORIGCURRENCY", "BANKACCTTO", "CCACCTTO", "LEDGERBAL", "AVAILBAL", "FI"])
_TRADES = frozenset(
    [
        "BUYDEBT",
        "BUYMF",
        "BUYOPT",
        "BUYOTHER",
        "BUYSTOCK",
        "CLOSUREOPT",
        "INCOME",
        "INVEXPENSE",
        "JRNLFUND",
        "JRNLSEC",
        "MARGININTEREST",
        "REINVEST",
        "RETOFCAP",
        "SELLDEBT",
        "SELLMF",
        "SELLOPT",
        "SELLOTHER",
        "SELLSTOCK",
        "SPLIT",
        "TRANSFER",
    ]
)
_POSITIONS = frozenset(["POSDEBT", "POSMF", "POSOPT", "POSOTHER", "POSSTOCK"])

_NO_CURRENCY = "XXX"  # ISO 4217: no currency is involved
_VALUE_DAYS = 366  # a value date further from the booking date than this is a filler
_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)")
_CODE_PAGES = {"1252": "cp1252", "8859-1": "latin-1", "iso-8859-1": "latin-1", "none": "cp1252"}


class Ofx:
    """Reads an OFX file into one document whose statements carry its bookings."""

    name = "ofx"
    version = "1"

    def identify(self, file: Candidate) -> bool:
        """Whether nothing but OFX headers stands before ``<OFX>``."""
        head = file.head.decode(encoding_of(file.head) or "latin-1", "replace").lstrip()
        if head[:9].upper() == "OFXHEADER" or head[:5].upper() == "<?OFX":
            return True
        before, root, _ = head.partition(match[0]) if (match := re.search(r"<OFX[\s>]", head, re.I)) else (head, "", "")
        rest = re.sub(r"<[?!][^<>]*>", " ", before)
        return bool(root) and re.fullmatch(r"[\w\s:.\-]*", rest) is not None and (":" in rest or not rest.strip())

    def parse(self, file: Candidate) -> Parsed:
        """Read all statements; a record that cannot be read is a problem of that record."""
        decoded = _decode(file.path.read_bytes())
        text = decoded.text
        contents = _read(text, Path(file.name).stem)
        problems = [Problem(file.shown, None, fault) for fault in decoded.faults]
        sign = _decimal_sign(contents.records)
        statements = tuple(_statement(each, contents, sign, file.shown, problems) for each in contents.statements)
        problems.extend(_shortfalls(contents, text, file.shown))
        newest = max((each.until for each in statements if each.until), default=None)
        accounts = ", ".join(dict.fromkeys(each.account for each in statements))
        document = ParsedDocument(
            text, "statement", f"Statement of {accounts}" if accounts else Path(file.name).stem, "application/x-ofx",
            date=newest, head=contents.fields.get("FI.ORG", ""), statements=statements,
        )  # fmt: skip
        return Parsed((document,), tuple(problems))


@dataclass(slots=True)
class _Record:
    """A booking as it stands in the file; ``number`` counts from 1 over the whole file."""

    number: int
    status: Literal["booked", "pending"]
    char_start: int
    char_end: int
    fields: dict[str, str] = field(default_factory=dict)
    whole: bool = True

    @property
    def locator(self) -> str:
        return f"record {self.number}"


@dataclass(slots=True)
class _Statement:
    kind: str
    account: str
    fields: dict[str, str] = field(default_factory=dict)
    records: list[_Record] = field(default_factory=list)
    unread: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class _Contents:
    """All that a file holds. Fields inside a group are named ``GROUP.FIELD``; the first of a name counts."""

    fields: dict[str, str] = field(default_factory=dict)
    statements: list[_Statement] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def records(self) -> list[_Record]:
        return [record for statement in self.statements for record in statement.records]


def _read(text: str, unnamed: str) -> _Contents:
    """Sort tags into statements and records; a record also ends where the next or its statement's end begins."""
    contents = _Contents()
    statement: _Statement | None = None
    record: _Record | None = None
    number, group = 0, ""
    for tag in tags(text):
        if tag.name in _STATEMENTS or tag.name in ("BANKTRANLIST", "BANKTRANLISTP", "INVTRANLIST", "OFX"):
            record, group = None, ""
            if tag.name in _STATEMENTS:
                statement = None if tag.closes else _Statement(_STATEMENTS[tag.name], unnamed)
                contents.statements += [statement] if statement else []
        elif tag.name in _RECORDS:
            group = ""
            if tag.closes:
                if record:
                    record.char_end = tag.char_end
                record = None
                continue
            if statement is None:
                statement = _Statement("", unnamed)
                contents.statements.append(statement)
            number += 1
            record = _Record(number, _RECORDS[tag.name], tag.char_start, tag.value_end)
            statement.records.append(record)
        elif tag.name in _GROUPS and not (tag.value and not tag.closes):
            group = "" if tag.closes else f"{tag.name}."
        elif not tag.closes:
            if statement and tag.name in _TRADES | _POSITIONS:
                statement.unread[tag.name] += 1
            if tag.name == "SEVERITY" and tag.value.upper() == "ERROR":
                contents.errors.append(contents.fields.get("CODE", ""))
            owner = record or statement or contents
            if tag.name == "CODE":
                contents.fields["CODE"] = tag.value
            elif tag.value:
                owner.fields.setdefault(group + tag.name, tag.value)
        if record:
            record.char_end = max(record.char_end, tag.char_end if tag.closes else tag.value_end)
    if record:
        record.whole = False
    return contents


def _statement(
    raw: _Statement, contents: _Contents, sign: DecimalSign | None, shown: str, problems: list[Problem]
) -> ParsedStatement:
    """Turn one statement's records into transactions, or into problems."""
    transactions = []
    for record in raw.records:
        try:
            transactions.append(_transaction(record, raw.fields.get("CURDEF", ""), sign))
        except Refused as refusal:
            problems.append(Problem(shown, record.locator, str(refusal)))
    problems.extend(
        Problem(
            shown, kind,
            f"{count} {'investment positions' if kind in _POSITIONS else 'investment trades'} of the kind {kind} "
            "are not read yet; they can be searched as text",
        )
        for kind, count in sorted(raw.unread.items())
    )  # fmt: skip
    own = raw.fields
    stated = own.get("CURDEF", "").upper()
    used = {each.currency for each in transactions}
    closing = None
    if balance := own.get("LEDGERBAL.BALAMT"):
        try:
            closing = read_amount(balance, decimal_sign([balance]) or sign or ".")
        except Refused:
            problems.append(Problem(shown, "ledger balance", "the closing balance cannot be read"))
    return ParsedStatement(
        account=own.get("ACCTID", raw.account),
        institution=own.get("BANKID") or own.get("BROKERID") or contents.fields.get("FI.ORG"),
        account_kind=own.get("ACCTTYPE", "").lower() or raw.kind or None,
        currency=stated if is_currency(stated) else used.pop() if len(used) == 1 else _NO_CURRENCY,
        since=_day(own.get("DTSTART")), until=_day(own.get("DTEND")),
        opening=None, closing=closing, transactions=tuple(transactions),
    )  # fmt: skip


def _transaction(record: _Record, default_currency: str, sign: DecimalSign | None) -> ParsedTransaction:
    """Read one record; raises ``Refused`` with what is wrong with it."""
    own = record.fields
    if not record.whole:
        raise Refused("the file ends in the middle of this record")
    booked_on = _day(own.get("DTPOSTED") or own.get("DTTRAN"))
    if booked_on is None:
        raise Refused("the booking date is missing or no date")
    if "TRNAMT" not in own:
        raise Refused("the amount is missing")
    if sign is None:
        raise Refused("the amounts of this file can be read with a decimal comma or with a thousands comma")
    currency = (own.get("CURRENCY.CURSYM") or own.get("CURRENCY") or default_currency).upper()
    if not is_currency(currency):
        raise Refused("the currency is missing or no ISO 4217 code")
    value_on = _day(own.get("DTAVAIL") or own.get("VALUEDATE") or own.get("DTUSER"))
    return ParsedTransaction(
        booked_on=booked_on,
        amount=read_amount(own["TRNAMT"], sign),
        currency=currency,
        counterparty=own.get("EXTDNAME") or own.get("NAME") or own.get("PAYEE.NAME") or own.get("PAYEE") or "",
        description=own.get("MEMO", ""),
        locator=record.locator, char_start=record.char_start, char_end=record.char_end,
        value_on=value_on if value_on and abs((value_on - booked_on).days) <= _VALUE_DAYS else None,
        reference=own.get("FITID"),
        type=own.get("TRNTYPE", "").lower() or None,
        status=record.status,
    )  # fmt: skip


def _shortfalls(contents: _Contents, text: str, shown: str) -> Iterable[Problem]:
    """What the file as a whole does not give, counted by a second, simpler reader."""
    counted = len(re.findall(r"<\s*(?:\w+:)?STMTTRNP?\b", text, re.I))
    if counted != len(contents.records):
        yield Problem(shown, None, f"{counted} records begin in the file, {len(contents.records)} could be told apart")
    if not re.search(r"</(?:\w+:)?OFX\s*>", text, re.I):
        yield Problem(shown, None, "the file ends before its closing </OFX>: what came after may be missing")
    for code in dict.fromkeys(contents.errors):
        yield Problem(shown, None, f"the bank sent the error code {code or 'without number'} in this file")
    if not contents.statements and not contents.errors:
        yield Problem(shown, None, "the file holds no account statement")


def _decimal_sign(records: Iterable[_Record]) -> DecimalSign | None:
    """OFX 2.2 section 3.2.9.1 allows point and comma as decimal sign; a lone ``1.234`` is therefore no thousand."""
    amounts = [record.fields["TRNAMT"] for record in records if "TRNAMT" in record.fields]
    sign = decimal_sign(amounts)
    return "." if sign is None and not any("," in amount for amount in amounts) else sign


def _day(value: str | None) -> date | None:
    """The calendar day in the zone that the value states, or ``None`` (OFX 2.2 section 3.2.8.2)."""
    match = _DAY.match(value or "")
    try:
        return date(*map(int, match.groups())) if match and match[1] >= "1900" else None
    except ValueError:
        return None


def _decode(data: bytes) -> Decoded:
    """Decode as the header says, unless the bytes are Unicode: a code page accepts those too, and headers lie."""
    found = decode(data)
    declared = _declared_charset(data[:2048])
    if declared and not (found and found.encoding.startswith("utf")):
        try:
            return Decoded(data.decode(declared).replace("\0", "\ufffd"), declared)
        except (UnicodeDecodeError, LookupError):
            pass
    return found or Decoded(data.decode("cp1252", "replace").replace("\0", "\ufffd"), "cp1252")


def _declared_charset(head: bytes) -> str | None:
    """The codec that an OFX 1 header (section 2.2) or an XML declaration names; ``None`` where it names none."""
    declared = dict(re.findall(r"\b(ENCODING|CHARSET)\s*[:=]\s*[\"']?([\w.\-]+)", head.decode("latin-1").upper()))
    charset = declared.get("CHARSET", "NONE").lower()
    if charset != "none":
        return _CODE_PAGES.get(charset, f"cp{charset}" if charset.isdigit() else charset)
    encoding = declared.get("ENCODING", "").lower()
    return None if encoding in ("", "usascii", "unicode", "utf-8") else encoding
