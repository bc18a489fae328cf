"""Investment trades and positions of OFX (OFX 2.2, section 13): what was traded, and what cash that moved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from ingest.parsers.ofx_records import Record
from ingest.parsers.ofx_values import Conventions, currency_of, foreign
from pkm.errors import Refused
from pkm.models import ParsedHolding, ParsedTransaction

_COSTS = ("COMMISSION", "FEES", "LOAD", "TAXES", "PENALTY")
_NUMBERED = frozenset(("ISIN", "CUSIP", "SEDOL", "WKN", "VALOR", "QUIK"))
_CASHLESS = frozenset(("TRANSFER", "JRNLSEC", "CLOSUREOPT"))
_WITHIN = frozenset(("REINVEST", "JRNLFUND"))
"""Cash that comes and goes within the account: a distribution that buys at once, a move between its parts."""


@dataclass(frozen=True, slots=True)
class Securities:
    """The names and tickers that a file gives its securities, by id."""

    records: dict[str, dict[str, str]]

    @classmethod
    def of(cls, records: Iterable[Record]) -> Securities:
        """The first record of an id counts."""
        known: dict[str, dict[str, str]] = {}
        for each in records:
            if identity := each.fields.get("UNIQUEID"):
                known.setdefault(identity, each.fields)
        return cls(known)

    def security(self, record: Record) -> str:
        """The ISIN, CUSIP or the like of a record; its ticker where the id is the broker's own; empty without an id."""
        own = record.fields
        identity = own.get("UNIQUEID", "")
        numbered = own.get("UNIQUEIDTYPE", "").upper() in _NUMBERED
        return identity if numbered else self._known(identity).get("TICKER") or identity or own.get("TICKER", "")

    def name(self, record: Record) -> str:
        """Its name, else its ticker, else nothing."""
        known = self._known(record.fields.get("UNIQUEID", ""))
        return known.get("SECNAME") or known.get("TICKER") or ""

    def _known(self, identity: str) -> dict[str, str]:
        return self.records.get(identity, {})


def read_trade(record: Record, securities: Securities, default_currency: str, read: Conventions) -> ParsedTransaction:
    """One trade; raises ``Refused`` with what is wrong with it."""
    own = record.fields
    if not record.whole:
        raise Refused("the file ends in the middle of this record")
    booked_on = read.day(own.get("DTTRADE") or own.get("DTSETTLE") or own.get("DTPOSTED"))
    if booked_on is None:
        raise Refused("the trade date is missing or no date")
    currency = currency_of(record, default_currency)
    costs = sum((read.optional(record, name) or Decimal(0) for name in _COSTS), Decimal(0))
    units, amount = _moved(record, costs, read)
    return ParsedTransaction(
        booked_on=booked_on,
        amount=amount,
        currency=currency,
        counterparty=securities.name(record),
        description=own.get("MEMO", ""),
        locator=record.locator, char_start=record.char_start, char_end=record.char_end,
        value_on=read.value_day(record, booked_on, "DTSETTLE"),
        reference=own.get("FITID"),
        type=record.tag.lower(),
        code=f"income:{own['INCOMETYPE'].upper()}" if "INCOMETYPE" in own else None,
        fee=-costs if costs else None,
        security=securities.security(record) or None,
        units=units,
        unit_price=read.optional(record, "UNITPRICE"),
        corrects=own.get("REVERSALFITID"),
        correction="reversal" if "REVERSALFITID" in own else None,
        **foreign(record, amount, currency, read),
    )  # fmt: skip


def _moved(record: Record, costs: Decimal, read: Conventions) -> tuple[Decimal | None, Decimal]:
    """How many units and how much cash a trade moved, both negative where they left the account."""
    tag, own = record.tag, record.fields
    if tag == "SPLIT":
        before, after = read.optional(record, "OLDUNITS"), read.optional(record, "NEWUNITS")
        units = after - before if before is not None and after is not None else None
        return units, read.optional(record, "FRACCASH") or Decimal(0)
    units = read.optional(record, "UNITS")
    if tag == "TRANSFER" and units and own.get("TFERACTION", "").upper() == "OUT":
        units = -abs(units)
    if tag in _CASHLESS:
        return units, Decimal(0)
    total = read.number(record, "TOTAL", "cash that it moved")
    if tag in _WITHIN:
        return units, Decimal(0)
    if tag.startswith(("BUY", "SELL")) and units and units * total > 0 and abs(total) > abs(costs):
        # Units and cash go opposite ways, unless costs eat up what a sale brings; the tag says which.
        sign = 1 if tag.startswith("BUY") else -1
        return sign * abs(units), -sign * abs(total)
    return units, total


def read_position(record: Record, securities: Securities, default_currency: str, read: Conventions) -> ParsedHolding:
    """One position; raises ``Refused`` with what is wrong with it."""
    own = record.fields
    if not record.whole:
        raise Refused("the file ends in the middle of this record")
    security = securities.security(record)
    if not security:
        raise Refused("the security is missing")
    sold_short = own.get("POSTYPE", "").upper() == "SHORT"
    units, value = read.number(record, "UNITS", "number of units"), read.optional(record, "MKTVAL")
    return ParsedHolding(
        security=security,
        name=securities.name(record),
        units=-abs(units) if sold_short else units,
        currency=currency_of(record, default_currency),
        locator=record.locator, char_start=record.char_start, char_end=record.char_end,
        unit_price=read.optional(record, "UNITPRICE"),
        value=-abs(value) if sold_short and value is not None else value,
        as_of=read.day(own.get("DTPRICEASOF")),
    )  # fmt: skip
