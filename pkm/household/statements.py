"""The bookings as the banks state them: OFX 1 (SGML), OFX 2 (QFX, XML), a German bank's CSV, a card's CSV or OFX.

Formats: Open Financial Exchange 1.0.2 §2.2, §11.4 and 2.1.1 §2.2, §11.4.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

from pkm.household.anomalies import Finances
from pkm.household.days import month_end
from pkm.household.key import Account, Row, Statement
from pkm.household.money import Booking
from pkm.household.plan import Plan, ascii_name

NAME_LENGTH = 32  # OFX NAME: A-32
STYLES = {"current": "sgml", "second": "xml", "shared": "csv"}
CURRENCY = "EUR"


@dataclass(frozen=True, slots=True)
class Period:
    """What one file states: the account's bookings from ``since`` to ``until``, both included."""

    account: Account
    bank_id: str
    since: date
    until: date
    opening: Decimal
    closing: Decimal
    bookings: tuple[Booking, ...]
    printed: tuple[str, ...]
    references: tuple[str, ...]


def write_statements(
    folder: Path, plan: Plan, finances: Finances
) -> tuple[tuple[Account, ...], dict[int, Row], tuple[Statement, ...]]:
    """Write all statements; return the accounts, each booking's row by its id, and the statements."""
    accounts: list[Account] = []
    rows: dict[int, Row] = {}
    statements: list[Statement] = []
    card_format = plan.rng("statements").choice(("card-csv", "card-ofx"))
    for name in ("current", "second", "shared", "card"):
        style = STYLES.get(name, card_format)
        account = _account(plan, name, style)
        accounts.append(account)
        ending = {"sgml": "ofx", "xml": "qfx", "csv": "csv", "card-csv": "csv", "card-ofx": "ofx"}[style]
        for period in _periods(plan, finances, name, account):
            stem = f"card-{plan.card_digits}" if name == "card" else name
            path = f"bank/{ascii_name(account.institution)}/{stem}_{period.since:%Y-%m-%d}_{period.until:%Y-%m-%d}.{ending}"
            data, places = WRITERS[style](period, plan)
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
            stated = [
                Row(account.id, each.booked_on, each.value_on, each.amount, CURRENCY, each.counterparty, each.description,
                    each.category, "" if style == "csv" else reference, path, *place)
                for each, reference, place in zip(period.bookings, period.references, places, strict=True)
            ]  # fmt: skip
            rows.update((each.id, row) for each, row in zip(period.bookings, stated, strict=True))
            statements.append(
                Statement(account.id, path, period.since, period.until, period.opening, period.closing, tuple(stated))
            )
    return tuple(accounts), rows, tuple(statements)


def _account(plan: Plan, name: str, style: str) -> Account:
    """The account as its statements name it."""
    first, second = plan.people
    firms = {"current": "bank_a", "second": "bank_b", "shared": "bank_c", "card": "card"}
    holder = {
        "current": first.name,
        "second": second.name,
        "shared": f"{first.name}, {second.name}",
        "card": first.name,
    }
    institution = plan.firms[firms[name]].name
    if name == "card":
        number = plan.card_digits if style == "card-csv" else f"XXXXXXXXXXXX{plan.card_digits}"
        return Account(number, name, institution, "creditcard", holder[name], CURRENCY)
    number = plan.ibans[name][-10:] if style == "sgml" else plan.ibans[name]
    return Account(number, name, institution, "checking", holder[name], CURRENCY)


def _periods(plan: Plan, finances: Finances, name: str, account: Account) -> Iterator[Period]:
    """The account's files: months, quarters or half-years, then what has run of the current month."""
    rng = plan.rng(f"periods {name}")
    own = [each for each in finances.bookings if each.account == name]
    balance = -finances.owed if name == "card" else _opening(own, Decimal(rng.randrange(40_000, 220_000)) / 100)
    length = {"current": (1, 3), "second": (1, 3), "shared": (3, 6), "card": (1,)}[name]
    capitals, months_a_file = rng.random() < 0.5, rng.choice(length)
    spans = [
        (months[0], month_end(months[-1]))
        for months in (
            list(group)
            for _, group in groupby(plan.months, lambda month: (month.year, (month.month - 1) // months_a_file))
        )
    ]
    yesterday = plan.today - timedelta(days=1)
    if yesterday.replace(day=1) > plan.last_month:
        spans.append((yesterday.replace(day=1), yesterday))
    number = 0
    for since, until in spans:
        bookings = tuple(each for each in own if since <= each.booked_on <= until)
        closing = balance + sum((each.amount for each in bookings), Decimal(0))
        printed = tuple(_print_counterparty(plan, each, capitals) for each in bookings)
        references = tuple(f"{each.booked_on:%Y%m%d}{number + n:06d}" for n, each in enumerate(bookings))
        bank_id = plan.ibans.get(name, "")[4:12]
        yield Period(account, bank_id, since, until, balance, closing, bookings, printed, references)
        number += len(bookings)
        balance = closing


def _opening(bookings: Sequence[Booking], wanted: Decimal) -> Decimal:
    """The wanted opening balance, or more where the account would be overdrawn."""
    running, lowest = wanted, wanted
    for each in bookings:
        running += each.amount
        lowest = min(lowest, running)
    return wanted + max(Decimal(0), 150 - lowest)


def _print_counterparty(plan: Plan, booking: Booking, capitals: bool) -> str:
    """The counterparty as the bank prints it; shops carry a branch number and the town, as terminals send them."""
    printed = booking.counterparty
    if booking.type == "POS" and booking.account in {"second", "shared"}:
        branch = plan.rng(f"branch {printed}").randrange(100, 9999)
        printed = f"{printed} {branch:04d} {plan.town}"
    return printed.upper() if capitals else printed


def _write_sgml(period: Period, plan: Plan) -> tuple[bytes, list[tuple[str, str]]]:
    """OFX 1.0.2: no end tags on values, Windows-1252."""
    header = (
        "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:USASCII\nCHARSET:1252\n"
        "COMPRESSION:NONE\nOLDFILEUID:NONE\nNEWFILEUID:NONE\n\n"
    )
    lines, places = _ofx_lines(period, plan, lambda tag, value: f"<{tag}>{escape(value)}")
    return (header + "\n".join(lines) + "\n").replace("\n", "\r\n").encode("cp1252"), places


def _write_xml(period: Period, plan: Plan) -> tuple[bytes, list[tuple[str, str]]]:
    """OFX 2.1.1: well-formed XML in UTF-8."""
    header = (
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
        '<?OFX OFXHEADER="200" VERSION="211" SECURITY="NONE" OLDFILEUID="NONE" NEWFILEUID="NONE"?>\n'
    )
    lines, places = _ofx_lines(period, plan, lambda tag, value: f"<{tag}>{escape(value)}</{tag}>")
    return (header + "\n".join(lines) + "\n").encode(), places


def _ofx_lines(period: Period, plan: Plan, value: Callable[[str, str], str]) -> tuple[list[str], list[tuple[str, str]]]:
    """The body that both versions share; ``value`` writes a tag with a value."""
    card = period.account.kind == "creditcard"
    message, response = ("CREDITCARDMSGSRSV1", "CC") if card else ("BANKMSGSRSV1", "")
    account = [value("ACCTID", period.account.id)]
    if not card:
        account = [value("BANKID", period.bank_id), *account, value("ACCTTYPE", "CHECKING")]
    lines = [
        "<OFX>", "<SIGNONMSGSRSV1>", "<SONRS>", "<STATUS>", value("CODE", "0"), value("SEVERITY", "INFO"), "</STATUS>",
        value("DTSERVER", f"{period.until:%Y%m%d}210000"), value("LANGUAGE", "ENG"),
        "<FI>", value("ORG", period.account.institution), value("FID", period.bank_id or plan.card_digits), "</FI>",
        "</SONRS>", "</SIGNONMSGSRSV1>",
        f"<{message}>", f"<{response}STMTTRNRS>", value("TRNUID", "0"), "<STATUS>", value("CODE", "0"), value("SEVERITY", "INFO"),
        "</STATUS>", f"<{response}STMTRS>", value("CURDEF", CURRENCY),
        f"<{'CC' if card else 'BANK'}ACCTFROM>", *account, f"</{'CC' if card else 'BANK'}ACCTFROM>",
        "<BANKTRANLIST>", value("DTSTART", f"{period.since:%Y%m%d}"), value("DTEND", f"{period.until:%Y%m%d}"),
    ]  # fmt: skip
    places = []
    for each, printed, reference in zip(period.bookings, period.printed, period.references, strict=True):
        fitid = value("FITID", reference)
        lines += [
            "<STMTTRN>", value("TRNTYPE", each.type), value("DTPOSTED", f"{each.booked_on:%Y%m%d}120000"),
            value("DTUSER", f"{each.value_on:%Y%m%d}"), value("TRNAMT", f"{each.amount:.2f}"), fitid,
            value("NAME", printed[:NAME_LENGTH].strip()), value("MEMO", each.description), "</STMTTRN>",
        ]  # fmt: skip
        places.append((f"FITID {reference}", fitid))
    lines += [
        "</BANKTRANLIST>", "<LEDGERBAL>", value("BALAMT", f"{period.closing:.2f}"), value("DTASOF", f"{period.until:%Y%m%d}"),
        "</LEDGERBAL>", f"</{response}STMTRS>", f"</{response}STMTTRNRS>", f"</{message}>", "</OFX>",
    ]  # fmt: skip
    return lines, places


def _write_csv(period: Period, plan: Plan) -> tuple[bytes, list[tuple[str, str]]]:
    """A German bank's export: preamble, semicolons, decimal commas, a running balance."""
    rng = plan.rng("csv layout")
    encoding, newest_first, quoting = (
        rng.choice(("utf-8", "utf-8-sig")),
        rng.random() < 0.5,
        rng.choice((csv.QUOTE_ALL, csv.QUOTE_MINIMAL)),
    )
    balance, records = period.opening, []
    for each, printed in zip(period.bookings, period.printed, strict=True):
        balance += each.amount
        records.append([
            f"{each.booked_on:%d.%m.%Y}", f"{each.value_on:%d.%m.%Y}", printed, each.description,
            _german(each.amount), CURRENCY, _german(balance),
        ])  # fmt: skip
    head = [
        ["Account holder", period.account.holder],
        ["IBAN", period.account.id],
        ["Period", f"{period.since:%d.%m.%Y} - {period.until:%d.%m.%Y}"],
        [],
        ["Booking date", "Value date", "Counterparty", "Purpose", "Amount", "Currency", "Balance"],
    ]
    return _write_table(head, records, newest_first, encoding, delimiter=";", quoting=quoting)


def _write_card_csv(period: Period, plan: Plan) -> tuple[bytes, list[tuple[str, str]]]:
    """A card's export: commas, ISO dates, an own reference, purchases negative."""
    newest_first = plan.rng("card layout").random() < 0.5
    records = [
        [each.booked_on.isoformat(), each.description, printed, f"{each.amount:.2f}", CURRENCY, reference]
        for each, printed, reference in zip(period.bookings, period.printed, period.references, strict=True)
    ]
    head = [["Date", "Description", "Merchant", "Amount", "Currency", "Reference"]]
    return _write_table(head, records, newest_first, "utf-8", delimiter=",", quoting=csv.QUOTE_MINIMAL)


def _write_table(
    head: list[list[str]], records: list[list[str]], newest_first: bool, encoding: str, *, delimiter: str, quoting: int
) -> tuple[bytes, list[tuple[str, str]]]:
    """Write the lines; places come back in the order of ``records``, whatever the file's."""

    def line(cells: list[str]) -> str:
        stream = io.StringIO()
        csv.writer(stream, delimiter=delimiter, quoting=quoting, lineterminator="").writerow(cells)  # type: ignore[arg-type]
        return stream.getvalue()

    body = [line(each) for each in records]
    shown = body[::-1] if newest_first else body
    text = "".join(each + "\r\n" for each in [*map(line, head), *shown])
    last = len(head) + len(body)
    rows = range(last, len(head), -1) if newest_first else range(len(head) + 1, last + 1)
    return text.encode(encoding), [(f"row {row}", each) for row, each in zip(rows, body, strict=True)]


def _german(amount: Decimal) -> str:
    """As in ``-1.234,56``."""
    return f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))


WRITERS = {
    "sgml": _write_sgml,
    "xml": _write_xml,
    "csv": _write_csv,
    "card-csv": _write_card_csv,
    "card-ofx": _write_sgml,
}
