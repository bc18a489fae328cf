"""MT940 and MT942, the account statements of SWIFT (Standards MT, category 9), as banks send them to their customers.

pkm reads the records itself: ``mt-940`` (BSD) gives no offsets to cite, loses the sign of a reversed credit and refuses a file for
one bad line; it serves as the cross-check in the tests.

MT942 reports what happened in the course of a day. Its field 61 tells entries (C, D, RC, RD) from expected ones (EC, ED): those are
pending, and nothing else is. The statement of the day then states the booked ones again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from ingest.parsers import Candidate
from ingest.parsers.encoding import Decoded, decode, encoding_of
from ingest.parsers.foreign import rate_between
from ingest.parsers.money import is_currency
from ingest.parsers.mt940_details import Details, read_details
from ingest.parsers.mt940_fields import Message, Record, begins, count_records, read_messages
from ingest.parsers.mt940_line import Balance, Line, currency_in, read_balance, read_day, read_line
from ingest.parsers.reference import tell_apart
from ingest.parsers.statement_title import title_of
from pkm.errors import Refused
from pkm.ledger.iban import compact, german_iban, is_iban
from pkm.models import NO_CURRENCY, Parsed, ParsedDocument, ParsedStatement, ParsedTransaction, Problem

_IBAN_LIKE = re.compile(r"[A-Z]{2}\d{2}[A-Z]{4}\d{10}|[A-Z]{2}\d{2}\d{11,26}")
_NUMBER_LIKE = re.compile(r"P?\d{5,}")


class Mt940:
    """Reads an MT940 or MT942 file into one document whose statements carry its bookings."""

    name = "mt940"
    version = "4"

    def identify(self, file: Candidate) -> bool:
        """Whether fields of a statement begin the file, below nothing but an envelope."""
        encoding = encoding_of(file.head) or ("latin-1" if b":61:" in file.head else None)
        return encoding is not None and begins(_with_newlines(file.head.decode(encoding, "replace")))

    def parse(self, file: Candidate) -> Parsed:
        """Read all statements; a record that cannot be read is a problem of that record."""
        data = file.path.read_bytes()
        decoded = decode(data) or Decoded(data.decode("latin-1").replace("\0", "\ufffd"), "latin-1")
        text = _with_newlines(decoded.text)
        messages = read_messages(text)
        problems = [Problem(file.shown, None, fault) for fault in decoded.faults]
        stem = Path(file.name).stem
        statements = tuple(_statement(pages, stem, file.shown, problems) for pages in _paged(messages))
        counted, found = count_records(text), sum(len(message.records) for message in messages)
        if counted != found:
            problems.append(
                Problem(file.shown, None, f"{counted} records begin in the file, {found} could be told apart")
            )
        newest = max((each.until for each in statements if each.until), default=None)
        document = ParsedDocument(
            decoded.text, "statement", title_of(statements, stem), "application/x-mt940",
            date=newest, statements=statements,
        )  # fmt: skip
        return Parsed((document,), tuple(problems))


def _with_newlines(text: str) -> str:
    """The same number of characters, where lines end with carriage returns alone, or with ``@@`` as in FinTS messages."""
    if "@@:" in text and "\n:" not in text:
        return text.replace("@@", "\r\n")
    return text if "\n" in text else text.replace("\r", "\n")


def _paged(messages: list[Message]) -> Iterator[list[Message]]:
    """Messages that are pages of one statement: an intermediate balance ends one and begins the next."""
    pages: list[Message] = []
    for message in messages:
        if pages and not (
            "62M" in pages[-1].header
            and "60M" in message.header
            and message.text("25", "25P") == pages[-1].text("25", "25P")
            and message.text("28C", "28").partition("/")[0] == pages[-1].text("28C", "28").partition("/")[0]
        ):
            yield pages
            pages = []
        pages.append(message)
    if pages:
        yield pages


def _statement(pages: list[Message], unnamed: str, shown: str, problems: list[Problem]) -> ParsedStatement:
    """One statement of its pages; records that cannot be read become problems."""
    opening = read_balance(pages[0].text("60F", "60M", "60"))
    closing = read_balance(pages[-1].text("62F", "62M", "62"))
    currency = _currency(pages, opening, closing)
    account, numbers = _account(pages[0].text("25", "25P"), unnamed)
    transactions = []
    for record in (record for page in pages for record in page.records):
        try:
            transactions.append(_transaction(record, currency))
        except Refused as refusal:
            problems.append(Problem(shown, record.locator, str(refusal)))
    if transactions and currency == NO_CURRENCY:
        problems.append(
            Problem(
                shown,
                f"statement of {account}",
                "it states no currency: its amounts count in the only one of their account, else in none",
            )
        )
    until = closing.day if closing else _day_of_report(pages[-1])
    since = _first_day(opening.day, transactions, until) if opening and opening.day else None
    known = not (since and until) or since <= until
    return ParsedStatement(
        account=account, institution=_institution(pages[0]), account_kind=None, currency=currency,
        since=since if known else None, until=until if known else None,
        opening=opening.amount if opening else None, closing=closing.amount if closing else None,
        transactions=tell_apart(transactions), numbers=numbers,
    )  # fmt: skip


def _first_day(opened: date, transactions: Sequence[ParsedTransaction], until: date | None) -> date:
    """The first day that a statement covers.

    Field 60 bears the day of the closing balance before, whose bookings stand there, or the statement's own first day:
    the latter where a booking, or the whole statement, is of that day.
    """
    own = opened == until or any(each.booked_on <= opened for each in transactions)
    return opened if own else opened + timedelta(days=1)


def _transaction(record: Record, currency: str) -> ParsedTransaction:
    """Read one record; raises ``Refused`` with what is wrong with it."""
    line = read_line(record.line.text)
    details = read_details(record.text("86"), record.text("NS"), line.more)
    _complete(details, line, record.text("86"))
    original, original_currency, rate = _foreign(details, line.amount, currency)
    fee = details.charges[1] if details.charges and details.charges[0] == currency else None
    return ParsedTransaction(
        booked_on=line.booked_on, amount=line.amount, currency=currency,
        counterparty=details.name, description=details.description,
        locator=record.locator, char_start=record.char_start, char_end=record.char_end,
        value_on=line.value_on, reference=line.bank_reference or None,
        type="reversal" if line.reversal else (details.kind or line.kind[1:].strip("0123456789")).lower() or None,
        status=line.status, code=_code(details, line), counterparty_account=details.account or None,
        end_to_end=details.end_to_end or None,
        original_amount=original, original_currency=original_currency, rate=rate, fee=-fee if fee else None,
        correction="reversal" if line.reversal else None,
    )  # fmt: skip


def _complete(details: Details, line: Line, text: str) -> None:
    """Add what only ``:61:`` states: the other side's account in place of a reference, its name below or beside it."""
    owner, below = line.owner_reference, line.more.partition("\n")[0]
    if _IBAN_LIKE.fullmatch(owner) or (
        _NUMBER_LIKE.fullmatch(owner) and (line.name or text.lstrip().startswith(owner))
    ):
        details.account = details.account or owner
        if below and below.casefold() in text.casefold():
            details.name = details.name or below
            details.description = details.description.removeprefix(f"{owner} {below}").strip() or details.description
    elif not details.end_to_end:
        details.end_to_end = owner
    if _IBAN_LIKE.fullmatch(below):
        details.account = details.account or below
    elif not details.description and not below.startswith("/OCMT/"):
        details.description = " ".join(line.more.split())
    details.name = details.name or line.name
    details.description = details.description or details.kind


def _code(details: Details, line: Line) -> str | None:
    if details.purpose:
        return f"purp:{details.purpose}"
    return details.code or (f"bank:{line.kind}" if re.fullmatch(r"[NFS](?!000)\d{3}", line.kind) else None)


def _foreign(details: Details, amount: Decimal, currency: str) -> tuple[Decimal | None, str | None, Decimal | None]:
    if not details.original or details.original[0] == currency:
        return None, None, None
    unit, original = details.original
    rate = rate_between(amount, original, details.exchange) if details.exchange else None
    return (original if amount >= 0 else -original), unit, rate


def _currency(pages: list[Message], opening: Balance | None, closing: Balance | None) -> str:
    """What a balance states, else the floor limit, the sums or the end of the account number."""
    first = pages[0]
    candidates = [each.currency for each in (opening, closing, read_balance(first.text("64"))) if each]
    candidates += [currency_in(first.text(tag)) for tag in ("34F", "90D", "90C", "25", "25P")]
    return next((each for each in candidates if is_currency(each)), NO_CURRENCY)


def _account(stated: str, unnamed: str) -> tuple[str, tuple[str, ...]]:
    """The account of ``:25:`` and other numbers for it: its IBAN, or as it stands without a currency at its end."""
    whole = stated.partition("\n")[0].strip()
    if re.search(r"\d\s*[A-Z]{3}$", whole) and is_currency(whole[-3:]) and not is_iban(whole):
        whole = whole[:-3].rstrip()
    if not whole:
        return unnamed, ()
    parts = [each for each in whole.split("/") if each]
    ibans = [compact(each) for each in (whole, *parts) if is_iban(each)]
    if ibans:
        return ibans[0], ()
    if len(parts) < 2:
        return whole, ()
    computed = german_iban(parts[0], parts[1])
    return whole, (parts[1], *([computed] if computed else []))


def _institution(message: Message) -> str | None:
    """The bank code or BIC before the account number, where ``:25:`` has one."""
    bank, slash, _ = message.text("25", "25P").partition("/")
    return bank if slash and bank else None


def _day_of_report(message: Message) -> date | None:
    """The day of ``:13D:``, when an interim report was made."""
    stated = re.match(r"\d{6}", message.text("13D", "13"))
    try:
        return read_day(stated[0]) if stated else None
    except Refused:
        return None
