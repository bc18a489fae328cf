"""CAMT.052, 053 and 054, the account reports, statements and notifications of ISO 20022, in any version and namespace.

pkm reads the records itself: ``bankstatementparser`` (Apache-2.0 or MIT) gives no offsets to cite, refuses a file as a whole for one
bad record, and asks for a pandas older than the one that pkm is pinned to; lxml is the cross-check in the tests.

An entry is booked unless its status says ``PDNG``, ``FUTR`` or ``INFO`` (expected, dated later, or for information only: none of
them has moved the balance). A batch becomes its payments where they add up to it. A notification (054) states no balance.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from ingest.parsers import Candidate
from ingest.parsers.camt_entry import account_number, read_day, read_entry
from ingest.parsers.encoding import Decoded, decode, encoding_of
from ingest.parsers.money import is_currency
from ingest.parsers.reference import tell_apart
from ingest.parsers.statement_title import title_of
from ingest.parsers.xml_scan import Element, scan
from pkm.errors import Refused
from pkm.ledger.holder import holder_of
from pkm.ledger.iban import is_iban
from pkm.models import NO_CURRENCY, Parsed, ParsedDocument, ParsedStatement, ParsedTransaction, Problem

_ROOT = re.compile(
    r"<(?:[\w.\-]+:)?BkToCstmr(?:Stmt|AcctRpt|DbtCdtNtfctn)(?:V\d\d)?[\s>/]|:camt\.05[234]\.\d{3}\.\d\d[\"']"
)
_STATEMENTS = frozenset(["Stmt", "Rpt", "Ntfctn"])
_ENTRY = re.compile(r"<(?:[\w.\-]+:)?Ntry[\s>]")
_ENCODING = re.compile(r"<\?xml[^>]*\bencoding\s*=\s*[\"']([\w.\-]+)")
_OPENING, _CLOSING = ("OPBD", "PRCD"), ("CLBD",)


class Camt:
    """Reads a CAMT file into one document whose statements carry its bookings."""

    name = "camt"
    version = "2"

    def identify(self, file: Candidate) -> bool:
        """Whether it is XML that holds a bank's message to its customer, whatever its namespace."""
        head = file.head.decode(encoding_of(file.head) or "latin-1", "replace").lstrip("\ufeff \t\r\n")
        return head.startswith("<") and _ROOT.search(head) is not None

    def parse(self, file: Candidate) -> Parsed:
        """Read all statements; a record that cannot be read is a problem of that record."""
        decoded = _decode(file.path.read_bytes())
        text = decoded.text
        problems = [Problem(file.shown, None, fault) for fault in decoded.faults]
        statements = []
        entries = _Entries(file.shown)
        for element, around in scan(text, _STATEMENTS | {"Ntry"}):
            if element.name == "Ntry":
                entries.read(element, around)
                continue
            statements.append(_statement(element, entries.taken(), Path(file.name).stem))
            if not element.whole:
                problems.append(
                    Problem(file.shown, None, "the file ends before its statement does: the rest is missing")
                )
        if outside := entries.taken():
            statements.append(_statement(Element("Stmt", 0, len(text)), outside, Path(file.name).stem))
        problems += entries.problems
        if (counted := _count_entries(text)) != entries.number:
            reason = f"{counted} records begin in the file, {entries.number} could be told apart"
            problems.append(Problem(file.shown, None, reason))
        if not statements:
            problems.append(Problem(file.shown, None, "the file holds no account statement"))
        newest = max((each.until for each in statements if each.until), default=None)
        document = ParsedDocument(
            text, "statement", title_of(statements, Path(file.name).stem),
            "application/x-camt+xml", date=newest,
            head=", ".join(dict.fromkeys(each.institution for each in statements if each.institution)),
            statements=tuple(statements),
        )  # fmt: skip
        return Parsed((document,), tuple(problems))


def _count_entries(text: str) -> int:
    """How many entries begin in the file, by their tag alone, outside of comments and CDATA sections that end."""
    for opener, closer in (("<!--", "-->"), ("<![CDATA[", "]]>")):
        first, *pieces = text.split(opener)
        text = first + "".join(piece.partition(closer)[2] if closer in piece else piece for piece in pieces)
    return len(_ENTRY.findall(text))


@dataclass(slots=True)
class _Entries:
    """Entries, read as they come; ``number`` counts them over the whole file."""

    shown: str
    number: int = 0
    problems: list[Problem] = field(default_factory=list)
    _transactions: list[ParsedTransaction] = field(default_factory=list)

    def read(self, entry: Element, statement: Element | None) -> None:
        """Read the next entry; ``statement`` is what has been read of the one around it, its header."""
        self.number += 1
        header = statement or Element("Stmt", 0, 0)
        try:
            reading = read_entry(entry, self.number, _currency(header), _made_on(header))
        except Refused as refusal:
            self.problems.append(Problem(self.shown, f"record {self.number}", str(refusal)))
            return
        self._transactions += reading.transactions
        if reading.doubt:
            self.problems.append(Problem(self.shown, f"record {self.number}", reading.doubt))

    def taken(self) -> list[ParsedTransaction]:
        """The bookings since it was last asked."""
        transactions, self._transactions = self._transactions, []
        return transactions


def _statement(own: Element, transactions: list[ParsedTransaction], unnamed: str) -> ParsedStatement:
    account, *numbers = _numbers(own) or [unnamed]
    currency = _currency(own)
    used = {each.currency for each in transactions}
    currency = currency or (used.pop() if len(used) == 1 else NO_CURRENCY)
    balances = _balances(own, currency)
    opening, closing = _first(balances, *_OPENING), _first(balances, *_CLOSING)
    if interim := balances.get("ITBD"):  # pages of a statement, and reports in the course of a day
        opening = opening or (interim[0] if len(interim) > 1 else None)
        closing = closing or interim[-1]
    since = read_day(own.value("FrToDt/FrDtTm", "FrToDt/FrDt")) or (opening[1] if opening else None)
    until = read_day(own.value("FrToDt/ToDtTm", "FrToDt/ToDt")) or (closing[1] if closing else None)
    known = not (since and until) or since <= until
    servicer = "Acct/Svcr/FinInstnId"
    return ParsedStatement(
        account=account, numbers=tuple(numbers),
        institution=own.value(f"{servicer}/Nm", f"{servicer}/BICFI", f"{servicer}/BIC", f"{servicer}/CmbndId/Nm") or None,
        account_kind=own.value("Acct/Tp/Cd", "Acct/Tp/Prtry").lower() or None, currency=currency,
        since=since if known else None, until=until if known else None,
        opening=opening[0] if opening else None, closing=closing[0] if closing else None,
        transactions=tell_apart(transactions), holder=holder_of(own.value("Acct/Ownr/Nm")),
    )  # fmt: skip


def _numbers(own: Element) -> list[str]:
    """The account's numbers, its IBAN first."""
    stated = [
        each.text for path in ("IBAN", "Othr/Id", "PrtryAcct/Id", "BBAN", "UPIC") for each in own.all(f"Acct/Id/{path}")
    ]
    numbers = dict.fromkeys(account_number(each) for each in stated if each)
    return sorted(numbers, key=lambda number: not is_iban(number))


def _currency(own: Element) -> str:
    """The account's currency, or that on which all balances agree; empty where neither is stated."""
    stated = own.value("Acct/Ccy").upper()
    if is_currency(stated):
        return stated
    used = {each.attributes.get("Ccy", "").upper() for each in own.all("Bal/Amt")}
    return used.pop() if len(used) == 1 and is_currency(next(iter(used))) else ""


def _made_on(own: Element) -> date | None:
    return read_day(own.value("FrToDt/ToDtTm", "FrToDt/ToDt", "CreDtTm"))


_Balances = dict[str, list[tuple[Decimal, date | None]]]


def _first(balances: _Balances, *types: str) -> tuple[Decimal, date | None] | None:
    return next((balances[each][0] for each in types if each in balances), None)


def _balances(own: Element, currency: str) -> _Balances:
    """The balances in the account's currency, in order, by their type."""
    found: _Balances = {}
    for each in own.all("Bal"):
        amount = each.first("Amt")
        below = each.value("CdtDbtInd").upper() == "DBIT"
        kind = each.value("Tp/CdOrPrtry/Cd", "Tp/CdOrPrtry/Prtry", "Tp/Cd", "Tp/Prtry").upper()
        if amount is None or amount.attributes.get("Ccy", currency).upper() != currency:
            continue
        if re.fullmatch(r"-?\d{1,18}(?:\.\d{0,10})?", amount.text):
            day = read_day(each.value("Dt/Dt", "Dt/DtTm"))
            found.setdefault(kind, []).append((-Decimal(amount.text) if below else Decimal(amount.text), day))
    return found


def _decode(data: bytes) -> Decoded:
    """Decode as the declaration says, unless the bytes are Unicode: a code page accepts those too, and headers lie."""
    found = decode(data)
    declared = _ENCODING.match(data[:256].decode("latin-1").lstrip())
    if declared and not (found and found.encoding.startswith("utf")):
        try:
            return Decoded(data.decode(declared[1]).replace("\0", "\ufffd"), declared[1])
        except (UnicodeDecodeError, LookupError):
            pass
    return found or Decoded(data.decode("cp1252", "replace").replace("\0", "\ufffd"), "cp1252")
