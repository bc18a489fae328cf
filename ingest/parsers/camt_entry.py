"""An entry ``Ntry`` of CAMT.052, 053 and 054 in all versions, as one booking or as those that its details state.

ISO 20022, Bank-to-Customer Cash Management: ``CdtDbtInd`` is the entry's own direction, for a reversal too (``RvslInd`` says that
the original went the other way); ``Sts`` is a code in versions up to 7 and holds a code from 8 on; of a ``TxDtls`` version 2 states
the amount in ``AmtDtls/TxAmt``, later ones in ``Amt``; parties stand directly or, from version 8 on, in ``Pty`` or ``Agt``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from ingest.parsers.foreign import rate_between
from ingest.parsers.money import is_currency
from ingest.parsers.xml_scan import Element
from pkm.errors import Refused
from pkm.ledger.iban import compact, is_iban
from pkm.models import ParsedTransaction

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_NUMBER = re.compile(r"[+-]?(?:\d{1,18}(?:\.\d{0,10})?|\.\d{1,10})")
_DETAILS = "NtryDtls/TxDtls"
_GERMAN_CODE = re.compile(r"[A-Z]{4}\+(\d{3})(?:\+.*)?|(\d{3})\+[\d ]*\+.*")
_STATUSES: dict[str, Literal["booked", "pending"]] = {"PDNG": "pending", "INFO": "pending", "FUTR": "pending"}
_SIGNS: dict[str, Literal[1, -1]] = {"CRDT": 1, "DBIT": -1}
_NO_REFERENCES = frozenset(["NOTPROVIDED", "NONREF", "NOTAVAILABLE"])
_WORD = 70  # a longer text is no name of a kind of booking


@dataclass(frozen=True, slots=True)
class Reading:
    """What an entry gives: its bookings, and why they are not those of its details where they could not be."""

    transactions: tuple[ParsedTransaction, ...]
    doubt: str = ""


def read_entry(entry: Element, number: int, currency: str, stated_on: date | None) -> Reading:
    """Read one entry; raises ``Refused`` with what is wrong with it.

    Args:
        number: Counts entries from 1 over the whole file.
        currency: The account's, for amounts that state none.
        stated_on: The day of the statement, for an entry that states no date.
    """
    if not entry.whole:
        raise Refused("the file ends in the middle of this record")
    unit, amount = _amount(entry.first("Amt"), currency)
    sign = _sign(entry)
    if sign is None:
        raise Refused("whether the amount is a credit or a debit is missing")
    booked_on, value_on = _days(entry, stated_on)
    details = entry.all(_DETAILS)
    whole = _Booking(entry, entry, None, _signed(sign, amount), unit, booked_on, value_on, f"record {number}")
    if len(details) < 2:
        alone = details[0] if details and not _is_sum(entry) else None
        return Reading((_transaction(whole, alone),))
    parts = _split(details, sign, amount, unit)
    if parts is None:
        return Reading(
            (_transaction(whole, None),),
            f"it is a batch whose {len(details)} payments do not add up to its amount: it is kept as one booking",
        )
    return Reading(
        tuple(
            _transaction(
                _Booking(entry, detail, place, part, unit, booked_on, value_on, f"record {number}, part {place}"),
                detail,
            )
            for place, (detail, part) in enumerate(zip(details, parts, strict=True), 1)
        )
    )


@dataclass(frozen=True, slots=True)
class _Booking:
    """What is known of a booking before its details are looked at; ``place`` counts the parts of a batch."""

    entry: Element
    span: Element
    place: int | None
    amount: Decimal
    currency: str
    booked_on: date
    value_on: date | None
    locator: str


def _transaction(own: _Booking, details: Element | None) -> ParsedTransaction:
    entry, amount, currency = own.entry, own.amount, own.currency
    sources = [details, entry] if details else [entry]
    reversed_ = any(each.value("RvslInd") in ("true", "1") for each in sources)
    name, account = _party(details, amount >= 0, reversed_) if details else ("", "")
    original, original_currency, rate = _foreign(sources if own.place is None else sources[:1], amount, currency)
    note = entry.value("AddtlNtryInf")
    return ParsedTransaction(
        booked_on=own.booked_on, amount=amount, currency=currency, counterparty=name,
        description=(_remittance(details) if details else "") or note,
        locator=own.locator, char_start=own.span.char_start, char_end=own.span.char_end,
        value_on=own.value_on, reference=_reference(own, details),
        type="reversal" if reversed_ else note.lower() or None if len(note) <= _WORD else None,
        status=_STATUSES.get(entry.value("Sts/Cd", "Sts").upper(), "booked"),
        code=_code(sources), counterparty_account=account or None,
        end_to_end=_stated(details.value("Refs/EndToEndId") if details else "") or None,
        original_amount=original, original_currency=original_currency, rate=rate,
        fee=_fee(sources if own.place is None else sources[:1], currency),
        correction="reversal" if reversed_ else None,
    )  # fmt: skip


def _amount(element: Element | None, currency: str = "") -> tuple[str, Decimal]:
    """Currency and amount of an ``Amt``; raises ``Refused``."""
    if element is None or not element.text:
        raise Refused("the amount is missing")
    unit = (element.attributes.get("Ccy") or currency).upper()
    if not is_currency(unit):
        raise Refused("the currency is missing or no ISO 4217 code")
    if not _NUMBER.fullmatch(element.text):
        raise Refused("the amount cannot be read")
    return unit, Decimal(element.text)


def _optional(element: Element | None) -> tuple[str, Decimal] | None:
    if element is None:
        return None
    try:
        return _amount(element)
    except Refused:
        return None


def _sign(element: Element) -> Literal[1, -1] | None:
    return _SIGNS.get(element.value("CdtDbtInd").upper())


def _signed(sign: int, amount: Decimal) -> Decimal:
    return -amount if sign < 0 else amount  # a product would make a zero negative


def _days(entry: Element, stated_on: date | None) -> tuple[date, date | None]:
    """Booking and value date; raises ``Refused`` where the one that is needed is no date."""
    booking, value = entry.value("BookgDt/Dt", "BookgDt/DtTm"), entry.value("ValDt/Dt", "ValDt/DtTm")
    value_on = read_day(value)
    if booking and read_day(booking) is None:
        raise Refused("the booking date is no date")
    found = read_day(booking) or value_on or (None if value else stated_on)
    if found is None:
        raise Refused("the booking date is missing or no date")
    return found, value_on


def read_day(text: str) -> date | None:
    """The calendar day of an ISO date or date-time, in the zone that it states; ``None`` where it is none."""
    match = _DAY.match(text)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def _is_sum(entry: Element) -> bool:
    """Whether the entry sums up more payments than it has details."""
    stated = entry.value("NtryDtls/Btch/NbOfTxs", "Btch/NbOfTxs")
    return stated.isdecimal() and int(stated[:9]) > 1


def _split(details: Sequence[Element], sign: int, amount: Decimal, unit: str) -> list[Decimal] | None:
    """Signed amounts of the details, where they add up to the entry; ``None`` where they do not or one is missing.

    Some banks state each detail's direction as its own, some as the batch's, some wrongly: the sum decides.
    """
    parts = []
    for each in details:
        found = [_optional(each.first(path)) for path in ("Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/CntrValAmt/Amt")]
        own = next((stated for stated in found if stated and stated[0] == unit), None)
        if own is None:
            return None
        parts.append(own[1])
    directed = [_signed(_sign(each) or sign, part) for each, part in zip(details, parts, strict=True)]
    for candidate in (directed, [_signed(sign, part) for part in parts]):
        if sum(candidate) == _signed(sign, amount):
            return candidate
    return None


def _reference(own: _Booking, details: Element | None) -> str | None:
    """The bank's own id: that of the part, else that of the entry, told apart by the part's place."""
    of_part = _stated(details.value("Refs/AcctSvcrRef")) if details else ""
    of_entry = _stated(own.entry.value("AcctSvcrRef"))
    if own.place is None:
        return of_entry or of_part or None
    if of_part and of_part != of_entry:
        return of_part
    return f"{of_entry}/{own.place}" if of_entry else None


def _stated(reference: str) -> str:
    return "" if reference.upper() in _NO_REFERENCES else reference


def _party(details: Element, inwards: bool, reversed_: bool) -> tuple[str, str]:
    """Name and account of the other side: the payer of money that comes in, its ultimate party where that has no name.

    A reversal keeps the roles of what it reverses; some banks turn them, and then name one side only.
    """
    roles = ("Dbtr", "Cdtr") if inwards != reversed_ else ("Cdtr", "Dbtr")
    for role in roles if reversed_ else roles[:1]:
        parties = [
            f"RltdPties/{who}{inner}/Nm" for who in (role, f"Ultmt{role}") for inner in ("", "/Pty", "/Agt/FinInstnId")
        ]
        kinds = ("IBAN", "Othr/Id", "PrtryAcct/Id", "BBAN", "UPIC")
        name, number = details.value(*parties), details.value(*(f"RltdPties/{role}Acct/Id/{kind}" for kind in kinds))
        if name or number:
            return name, account_number(number)
    return details.value("RltdPties/TradgPty/Nm", "RltdPties/TradgPty/Pty/Nm"), ""


def account_number(text: str) -> str:
    """An account's number, an IBAN without spaces."""
    return compact(text) if is_iban(text) else text


def _remittance(details: Element) -> str:
    texts = [each.text for each in details.all("RmtInf/Ustrd")]
    texts += [each.text for each in details.all("RmtInf/Strd/CdtrRefInf/Ref")]
    texts += [each.text for path in ("CdtrRefInf/CdtrRef", "AddtlRmtInf", "RfrdDocInf/Nb", "RfrdDocInf/RfrdDocNb")
              for each in details.all(f"RmtInf/Strd/{path}")]  # fmt: skip
    return " ".join(dict.fromkeys(filter(None, texts))) or details.value("AddtlTxInf")


def _code(sources: Sequence[Element]) -> str | None:
    """The purpose, the merchant's category, ISO's code of the kind of booking, or the bank's own, the first that is there."""
    for each in sources:
        if purpose := each.value("Purp/Cd"):
            return f"purp:{purpose}"
        if category := each.value("CardTx/Card/MrchntCtgyCd", "CardTx/POI/MrchntCtgyCd", "CardTx/MrchntCtgyCd"):
            return f"mcc:{category}"
    for each in sources:
        domain = [each.value(f"BkTxCd/Domn/{path}") for path in ("Cd", "Fmly/Cd", "Fmly/SubFmlyCd")]
        if all(domain):
            return "bank:" + ".".join(domain)
        own = each.value("BkTxCd/Prtry/Cd")
        if german := _GERMAN_CODE.fullmatch(own):
            return f"gvc:{german[1] or german[2]}"
        if own:
            return f"bank:{own}"
    return None


def _foreign(
    sources: Sequence[Element], amount: Decimal, currency: str
) -> tuple[Decimal | None, str | None, Decimal | None]:
    """Amount, currency and rate of a payment in another currency, of the details before the entry."""
    for source in sources:
        paths = ("AmtDtls/InstdAmt", "AmtDtls/TxAmt", "AmtDtls/CntrValAmt", "AmtDtls/PrtryAmt")
        stated = [_optional(source.first("Amt")), *(_optional(source.first(f"{path}/Amt")) for path in paths)]
        found = next((each for each in stated if each and each[0] != currency and each[1]), None)
        if found is None:
            continue
        unit, original = found
        exchange = source.value(*(f"{path}/CcyXchg/XchgRate" for path in paths))
        rate = rate_between(amount, original, Decimal(exchange)) if _NUMBER.fullmatch(exchange) else None
        return (abs(original) if amount >= 0 else -abs(original)), unit, rate
    return None, None, None


def _fee(sources: Sequence[Element], currency: str) -> Decimal | None:
    """The charges that the amount includes, signed; those that are booked apart are no part of it."""
    for source in sources:
        total = Decimal(0)
        records = [*source.all("Chrgs/Rcrd"), *(each for each in source.all("Chrgs") if each.first("Amt"))]
        for each in records:
            own = _optional(each.first("Amt"))
            if own and own[0] == currency and each.value("ChrgInclInd") not in ("false", "0"):
                total += own[1] if _sign(each) == 1 else -own[1]
        if not records and (stated := _optional(source.first("Chrgs/TtlChrgsAndTaxAmt"))) and stated[0] == currency:
            total = -stated[1]
        if total:
            return total
    return None
