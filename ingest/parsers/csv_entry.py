"""One row of a bank's table as a booking, or the reason why it is none."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from ingest.parsers.csv_columns import Role
from ingest.parsers.csv_reading import Reading
from ingest.parsers.csv_rows import Row
from ingest.parsers.csv_stated import parts_of
from ingest.parsers.csv_words import plain_words, side_of
from ingest.parsers.day import is_day, read_day
from ingest.parsers.money import currency_code, is_amount, read_amount, split_unit
from pkm.errors import Refused
from pkm.models import ParsedTransaction

_BOOKED = re.compile(
    r"book|post(ed|ing)?\b|complet|cleared|settled|gebucht|verbucht|accept|execut|ausgefuhrt|\bdone|^ok|succe|erfolg|abgeschlossen"
    r"|effectu|termin|zaksiegow|zrealiz|rozlicz|eseguit|udfort|gennemfort|utfort|reconcil|\bpaid|verrechnet|process(ed|e)\b|contabiliz|bogfort"
    r"|bokfor|bokforing|zauctovan|konyvelt|teljesult|verwerkt|uitgevoerd|realizad|efetuad|fertig|received|sent|transferred|issued|active$"
)
_PENDING = re.compile(
    r"pending|vorgemerkt|en attente|authori[sz]ed|offen|\bin process|processing|in bearbeitung|reserv|in behandeling|pendient|in sospeso"
    r"|oczekuj|waiting|ceka|fuggo|vireilla|vantar|pendente|a venir|unposted|uncleared|on hold|incoming"
)
_VOID = re.compile(
    r"revert|denied|declin|cancel|fail|reject|refus|abgelehnt|storniert|annul|expired|\bvoid|removed|geweigerd|nicht ausgefuhrt|odrzuc|anulow"
    r"|zamitn|rechaz|respint|avvist|avvis|elutasit|hylatty|blocked|not executed|unsuccess|returned|ruckgangig|fehlgeschlagen|refund(ed)? hold"
)
_OPENING = (
    "opening balance|beginning balance|balance brought forward|brought forward|anfangssaldo|saldovortrag|alter kontostand|solde initial|ancien solde|starting balance"
    "|beginsaldo|saldo inicial|saldo iniziale|ingaende saldo|saldo poczatkowe|pocatecni zustatek|nyito egyenleg|previous balance"
)
_CLOSING = (
    "closing balance|ending balance|endsaldo|neuer kontostand|solde final|nouveau solde|eindsaldo|saldo final|saldo finale|utgaende saldo"
    "|saldo koncowe|konecny zustatek|zaro egyenleg|new balance|kontostand|available balance|current balance|balance carried forward|carried forward"
)
_SUM = "total|totals|turnover|summe|summe der umsatze|gesamt|gesamtsumme|totaal|totale|suma|apyvarta|subtotal|grand total|total debits|total credits"
_OF = r"(?: (?:as of|vom|am|per|au|al|du|on|eur|usd|gbp|chf|\d+))*"
_BALANCE_WORD = re.compile(
    r"balan|sald|solde|stand\b|total|suma|summ|gesamt|turnover|brought|carried|statek|egyenleg|apyvarta", re.IGNORECASE
)
_STATED = "(?:account )?balance|solde(?: (?:crediteur|debiteur|comptable))?|saldo|kontostand|kontosaldo"
_DAY = r" (?:as of|as at|on|at|vom|am|per|zum|au|al|en|le|del)(?: \d+){3}(?: \d+)*(?: (?:eur|usd|gbp|chf))?"
Fact = Literal["stated", "opening", "closing", "sum"]
_BALANCE_LINES: dict[Fact, re.Pattern[str]] = {
    "stated": re.compile(rf"(?:{_STATED}){_DAY}"),
    "opening": re.compile(rf"(?:{_OPENING}){_OF}"),
    "closing": re.compile(rf"(?:{_CLOSING}){_OF}"),
    "sum": re.compile(rf"(?:{_SUM}){_OF}"),
}
_DAYS = re.compile(r"\b\d{1,4}[./-]\d{1,2}[./-]\d{2,4}\b")
_ENDS: tuple[Literal["opening", "closing"], ...] = ("opening", "closing")
NO_BOOKING = "the row states a balance or a sum, no booking"
_AUTHORISATION = re.compile(
    r"\bauthori[sz]ation\b|account hold|\bautorisierung|einbehaltung|autorisation|autorizacion|autorizzazione"
)


class _Unmoved(Refused):
    """A row that says itself that no money moved."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row, its account, and what it says; ``booking`` is ``None`` where it is none.

    Attributes:
        balance: After the row, as stated.
        fact: What a line that is no booking states of its account's balance, with its amount in ``balance``; ``stated`` that of
            a ``day``, be it before or after the bookings.
        refusal: Why it is no booking.
        unmoved: The balance knows nothing of it.
        accounted: It is no booking and nothing of it is lost: it states a balance of its statement.
    """

    row: Row
    account: str
    booking: ParsedTransaction | None = None
    balance: Decimal | None = None
    fact: Fact | None = None
    day: date | None = None
    refusal: str = ""
    unmoved: bool = False
    accounted: bool = False


def is_continuation(row: Row, reading: Reading) -> bool:
    """Whether the row holds nothing but further words of the booking above it."""
    words = {i for role in ("description", "counterparty") for i in reading.layout.columns.get(role, ())}
    filled = [i for i, cell in enumerate(row.cells) if cell]
    return bool(filled) and words.issuperset(filled) and not reading.cell(row, "date")


def extend(entry: Entry, row: Row) -> Entry:
    """The entry with the words of a row that continues it."""
    if entry.booking is None:
        return entry
    more = _fold(" ".join(cell for cell in row.cells if cell))
    told = f"{entry.booking.description} {more}".strip()
    return replace(entry, booking=replace(entry.booking, description=told, char_end=row.char_end))


def read_entry(row: Row, reading: Reading, account: str) -> Entry:
    """Read one row; what is no booking says why."""
    try:
        return _read(row, reading, account)
    except Refused as refusal:
        return Entry(row, account, refusal=str(refusal), unmoved=isinstance(refusal, _Unmoved))


def _read(row: Row, reading: Reading, account: str) -> Entry:
    if any(row.cells[reading.layout.width :]):
        raise Refused("the row has more cells than the header has names: a separator stands in a text without quotes")
    if told := _balance_column(row, reading):
        return Entry(row, account, None, told[1], told[0], accounted=True)
    fact = _balance_line(row, reading)
    if fact:
        balance = _stated_amount(row, reading)
        return Entry(row, account, None, balance, fact, _day_of(row, reading), NO_BOOKING)
    status = _status(plain_words(reading.cell(row, "status")))
    day = reading.cell(row, "date")
    if (status == "pending" and not day) or (not any(map(str.isdigit, day)) and _PENDING.search(plain_words(day))):
        raise _Unmoved("it is pending and has no day yet")
    booked_on = read_day(day, reading.days)
    if booked_on.year < reading.first_year:
        raise Refused("the date cannot be read")
    if status == "pending" and _AUTHORISATION.search(plain_words(reading.cell(row, "type"))):
        raise _Unmoved("it is an authorisation: the payment itself has a row of its own")
    amount, unit = signed_amount(row, reading)
    fee = read_number(row, "fee", reading)
    if fee and reading.fee == "extra":
        amount -= abs(fee)
    currency = _currency(row, unit, reading)
    balance_cell = split_unit(reading.cell(row, "balance"))[0]
    balance = read_amount(balance_cell, reading.balance_decimal) if balance_cell else None
    value = reading.cell(row, "value")
    sides: tuple[Role, ...] = ("payee", "payer") if amount < 0 else ("payer", "payee")
    party = next((cell for role in ("counterparty", *sides) if (cell := reading.cell(row, role))), "")
    booking = ParsedTransaction(
        booked_on=booked_on,
        amount=amount,
        currency=currency,
        counterparty=_fold(party),
        description=_fold(reading.cell(row, "description")) or ("" if party else _fold(reading.cell(row, "type"))),
        locator=row.locator, char_start=row.char_start, char_end=row.char_end,
        value_on=_day_or_none(value, reading),
        reference=reading.cell(row, "reference") or None,
        type=plain_type(reading.cell(row, "type")),
        status=status,
        code=_code(row, reading),
        counterparty_account=reading.cell(row, "counterparty_account").replace(" ", "") or None,
        end_to_end=reading.cell(row, "end_to_end") or None,
        fee=-abs(fee) if fee else None,
        balance=balance,
        **_foreign(row, reading, amount, currency),
    )  # fmt: skip
    return Entry(row, account, booking, balance)


def plain_type(cell: str) -> str | None:
    """The bank's word for the kind of booking."""
    return _fold(cell).lower() or None


def _status(word: str) -> Literal["booked", "pending"]:
    """What the bank's word says; raises ``Refused`` for a booking that did not happen, or where it does not say."""
    if not word:
        return "booked"
    if _VOID.search(word):
        raise _Unmoved("it was not carried out: its status says so")
    if _PENDING.search(word):
        return "pending"
    if _BOOKED.search(word):
        return "booked"
    raise Refused("its status does not say whether money moved")


def signed_amount(row: Row, reading: Reading) -> tuple[Decimal, str]:
    """The row's signed amount and the unit written beside it."""
    if reading.sign == "split":
        return _split_amount(row, reading)
    number, unit = split_unit(reading.cell(row, "amount"))
    amount = read_amount(number, reading.decimal)
    if reading.sign == "spending" or (reading.sign == "plus" and "+" not in number):
        amount = -amount
    elif reading.sign == "side":
        cell = reading.cell(row, "side")
        side = reading.one_sided if not cell and reading.one_sided else side_of(cell) if cell else None
        if side is None:
            raise Refused("it is not said whether it is a debit or a credit")
        if side == 0:
            raise _Unmoved("it moved no money: the file says that it is a note")
        amount = amount * side if reading.side_multiplies else amount.copy_sign(side)
    return amount, unit


def _split_amount(row: Row, reading: Reading) -> tuple[Decimal, str]:
    found = []
    columns: tuple[Role, Role] = ("debit", "credit")
    for role, sign in zip(columns, reading.column_signs, strict=True):
        number, unit = split_unit(reading.cell(row, role))
        if number and (amount := read_amount(number, reading.decimal)):
            found.append((sign * amount, unit))
    if len(found) != 1:
        raise Refused("both debit and credit are filled" if found else "neither debit nor credit is filled")
    return found[0]


def _currency(row: Row, unit: str, reading: Reading) -> str:
    stated = reading.cell(row, "currency")
    currency = currency_code(stated) if stated else (currency_code(unit) if unit else None) or reading.currency
    if "currency" in reading.layout.columns and not stated and reading.layout.currency is None and not unit:
        currency = None  # a row that leaves out what the others state
    if unit and not stated and currency_code(unit) is None and unit not in ("$", "¥", "kr", "kr."):
        currency = None
    if currency is None:
        raise Refused("the currency is missing or no ISO 4217 code")
    if unit and currency_code(unit) not in (None, currency):
        raise Refused("the amount and the currency column name different currencies")
    return currency


def _foreign(row: Row, reading: Reading, amount: Decimal, currency: str) -> dict[str, Any]:
    """The amount in the payment's own currency and the rate, where they are stated and differ."""
    number, unit = split_unit(reading.cell(row, "original_amount"))
    code = currency_code(reading.cell(row, "original_currency") or unit)
    if not number or not is_amount(number) or code is None or code == currency:
        return {}
    try:
        original = read_amount(number, reading.decimal)
    except Refused:
        return {}
    rate = read_number(row, "rate", reading)
    if (
        rate
        and original
        and amount
        and abs(abs(original) / rate - abs(amount)) < abs(abs(original) * rate - abs(amount))
    ):
        rate = (1 / rate).quantize(Decimal("1E-10"))  # stated the other way round
    return {"original_amount": original.copy_sign(amount), "original_currency": code, "rate": rate or None}


def read_number(row: Row, role: Role, reading: Reading) -> Decimal | None:
    """A number beside the amount, ``None`` where it is missing or none."""
    number = split_unit(reading.cell(row, role))[0]
    if not number:
        return None
    try:
        return read_amount(number, reading.decimal)
    except Refused:
        other: Literal[".", ","] = "," if reading.decimal == "." else "."  # rates often keep the programmer's point
        try:
            return read_amount(number, other)
        except Refused:
            return None


def _code(row: Row, reading: Reading) -> str | None:
    mcc, category = reading.cell(row, "mcc"), _fold(reading.cell(row, "category"))
    if re.fullmatch(r"\d{4}", mcc):
        return f"mcc:{mcc}"
    return f"name:{category}" if category else None


def _balance_column(row: Row, reading: Reading) -> tuple[Literal["opening", "closing"], Decimal] | None:
    """The balance of a row that has neither day, amount nor words, under a header such as "Ending Balance"."""
    said: tuple[Role, ...] = ("date", "amount", "debit", "credit", "counterparty", "payer", "payee", "description")
    if any(reading.cell(row, role) for role in said):
        return None
    for index, cell in enumerate(row.cells[: reading.layout.width]):
        words = plain_words(reading.layout.name_of(index)) if cell else ""
        for kind in _ENDS:
            if _BALANCE_LINES[kind].fullmatch(words) and is_amount(split_unit(cell)[0]):
                return kind, read_amount(split_unit(cell)[0], reading.balance_decimal)
    return None


def _day_of(row: Row, reading: Reading) -> date | None:
    """The day of a line that states a balance: in its words, or in its column."""
    for cell in (*row.cells, reading.cell(row, "date")):
        for written in _DAYS.findall(cell):
            with suppress(Refused):
                return read_day(written, reading.days)
    return None


def _balance_line(row: Row, reading: Reading) -> Fact | None:
    """Whether the row states a balance or a sum, which banks put among the bookings.

    A row with a day whose only word is "total" is a booking at the petrol station of that name.
    """
    if not any(map(_BALANCE_WORD.search, row.cells)):
        return None
    dated = is_day(reading.cell(row, "date"))
    told = [reading.cell(row, "counterparty") + " " + reading.cell(row, "description"), *row.cells]
    for words in filter(None, map(plain_words, told)):
        for kind, pattern in _BALANCE_LINES.items():
            if pattern.fullmatch(words) and not (dated and words == "total"):
                return kind
    return None


def _stated_amount(row: Row, reading: Reading) -> Decimal | None:
    try:
        return signed_amount(row, reading)[0]
    except Refused:
        if (balance := read_number(row, "balance", reading)) is not None:
            return balance
        behind = [part for cell in row.cells for part in parts_of(cell)[1:] if is_amount(part)]
        return read_amount(split_unit(behind[0])[0], reading.decimal) if len(behind) == 1 else None


def _day_or_none(cell: str, reading: Reading) -> date | None:
    try:
        return read_day(cell, reading.days) if cell else None
    except Refused as refusal:
        raise Refused("the value date cannot be read") from refusal


def _fold(text: str) -> str:
    return " ".join(text.split())
