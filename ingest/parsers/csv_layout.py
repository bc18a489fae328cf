"""What the columns of a bank's CSV file mean, by their headers in English, German and French."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from ingest.parsers.csv_rows import Row, read_rows
from ingest.parsers.money import SYMBOLS, is_currency

Role = Literal[
    "date", "value", "amount", "debit", "credit", "side", "currency", "counterparty", "description", "reference",
    "balance", "account", "own_iban", "type", "status",
]  # fmt: skip

# Names are without accents and punctuation; within a role the best goes first, and a column has one role.
_NAMES: dict[Role, tuple[str, ...]] = {
    "date": (
        "booking date", "buchungstag", "buchungsdatum", "date de comptabilisation", "date comptable", "posting date",
        "posted date", "post date", "date posted", "completed date", "date operation", "date de l operation",
        "date d operation", "transaction date", "date", "datum", "buchung", "date processed",
    ),
    "value": (
        "value date", "valuta", "valutadatum", "wertstellung", "wertstellungsdatum", "wertstellungstag", "date valeur",
        "date de valeur", "value",
    ),
    "amount": (
        "amount", "betrag", "montant", "umsatz", "buchungsbetrag", "transaction amount", "net amount", "booked amount",
        "montant de l operation",
    ),
    "debit": (
        "debit", "soll", "withdrawal", "withdrawals", "debit amount", "money out", "paid out", "ausgang", "belastung",
        "ausgabe", "ausgaben", "debits", "outflow", "depense", "retrait",
    ),
    "credit": (
        "credit", "haben", "deposit", "deposits", "credit amount", "money in", "paid in", "eingang", "gutschrift",
        "einnahme", "einnahmen", "credits", "inflow", "recette", "depot",
    ),
    "side": ("soll haben", "s h", "debit credit", "credit debit", "d c", "c d", "d k", "dr cr", "cr dr", "sens"),
    "currency": ("currency", "wahrung", "waehrung", "devise", "ccy", "monnaie", "currency code", "buchungswahrung"),
    "counterparty": (
        "counterparty", "payee", "payee payer", "payer payee", "merchant", "merchant name", "counterparty name",
        "beneficiary", "auftraggeber empfanger", "empfanger auftraggeber", "auftraggeber empfaenger",
        "auftraggeber beguenstigter", "auftraggeber begunstigter", "beguenstigter zahlungspflichtiger",
        "begunstigter zahlungspflichtiger", "name zahlungsbeteiligter", "zahlungsbeteiligter", "zahlungspartner",
        "zahlungsempfanger", "empfanger", "empfaenger", "partner", "partner name", "contrepartie", "beneficiaire",
        "tiers", "nom de la contrepartie", "name", "nom", "payer", "auftraggeber", "commercant",
    ),
    "description": (
        "purpose", "verwendungszweck", "description", "memo", "details", "transaction description", "narrative",
        "remittance information", "payment reference", "motif", "libelle", "communication", "message", "betreff",
        "buchungstext", "text", "notes", "note", "beschreibung", "vorgang verwendungszweck",
    ),
    "reference": (
        "reference", "transaction id", "id", "referenz", "buchungsreferenz", "booking reference", "reference number",
        "bank reference", "transaction reference", "ref", "numero d operation",
    ),
    "balance": (
        "balance", "saldo", "solde", "running balance", "kontostand", "saldo nach buchung", "balance after",
        "account balance", "kontostand nach buchung",
    ),
    "account": (
        "account", "konto", "compte", "auftragskonto", "own account", "eigenes konto", "iban auftragskonto",
        "iban auftraggeberkonto", "auftraggeberkonto", "account id",
    ),
    "own_iban": ("iban", "account number", "kontonummer", "account no", "numero de compte"),
    "type": ("type", "transaction type", "umsatzart", "buchungsart", "buchungstext", "typ", "type d operation"),
    "status": ("status", "state", "statut", "etat"),
}  # fmt: skip
_ACCOUNT_LABELS = frozenset((*_NAMES["account"], *_NAMES["own_iban"], "card", "card number", "karte", "kartennummer"))
_PERIOD_LABELS = frozenset(("period", "zeitraum", "periode", "date range", "statement period"))
_DAYS = re.compile(r"\b\d{1,4}[./-]\d{1,2}[./-]\d{2,4}\b")
_HEADER_ROWS = 40
_UNIT = re.compile(r"\(\s*(\w+|[€£])\s*\)\s*$|\s(?:in |en )?([A-Z]{3}|euros?|[€£])\s*$")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b")


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is to be read.

    Attributes:
        columns: Role to column, from 0.
        width: Number of columns.
        header_line: Rows that begin below this line are bookings.
        currency, account: What headers or the lines above them state for the whole file.
        period: First and last day that a line above the headers states, as they are written.
    """

    delimiter: str
    columns: Mapping[Role, int]
    width: int
    header_line: int
    currency: str | None = None
    account: str | None = None
    period: tuple[str, str] | None = None


@dataclass(slots=True)
class _Stated:
    period: tuple[str, str] | None = None
    currency: str | None = None
    account: str | None = None
    iban: str | None = None


def find_layout(text: str) -> Layout | None:
    """The layout under the delimiter and header row that give most columns a role; ``None`` where none is sure.

    Sure is a header with a date, an amount (or debit and credit) and a text.
    """
    best: Layout | None = None
    for delimiter in ";,\t":
        above: list[Row] = []
        for row in islice(read_rows(text, delimiter), _HEADER_ROWS):
            columns = _columns(row.cells)
            if _is_sure(columns) and (best is None or len(columns) > len(best.columns)):
                stated = _read_preamble(above)
                currency = _unit_of_headers(row.cells, columns) or stated.currency
                width = max(index + 1 for index, cell in enumerate(row.cells) if cell)
                account = stated.iban or stated.account
                best = Layout(delimiter, columns, width, row.line, currency, account, stated.period)
            above.append(row)
    return best


def currency_code(word: str) -> str | None:
    """The ISO 4217 code that a cell, header or unit means; ``None`` where it means none for sure."""
    code = SYMBOLS.get(word, "EUR" if word.casefold() in ("euro", "euros") else word.upper())
    return code if is_currency(code) else None


def is_iban(text: str) -> bool:
    """Whether it passes the check of ISO 13616 (modulo 97)."""
    bare = text.replace(" ", "")
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", bare):
        return False
    return int("".join(str(int(char, 36)) for char in bare[4:] + bare[:4])) % 97 == 1


def plain_words(text: str) -> str:
    """A header without accents, punctuation, unit and capitals."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[\W_]+", " ", plain.casefold()).split())


def _split_unit(header: str) -> tuple[str, str | None]:
    """A header such as ``Betrag (EUR)`` or ``Amount in EUR``, without its unit, and the unit's code."""
    match = _UNIT.search(header)
    code = currency_code(match[1] or match[2]) if match else None
    return (header[: match.start()], code) if match and code else (header, None)


def _columns(cells: Sequence[str]) -> dict[Role, int]:
    """Give each role the column that bears its best name; a column that has a role is taken."""
    names = [plain_words(_split_unit(cell)[0]) for cell in cells]
    columns: dict[Role, int] = {}
    for role, wanted in _NAMES.items():
        for name in wanted:
            index = next((i for i, each in enumerate(names) if each == name and i not in columns.values()), None)
            if index is not None:
                columns[role] = index
                break
    return columns


def _is_sure(columns: Mapping[Role, int]) -> bool:
    has_amount = "amount" in columns or {"debit", "credit"} <= columns.keys()
    return "date" in columns and has_amount and bool({"counterparty", "description"} & columns.keys())


def _unit_of_headers(cells: Sequence[str], columns: Mapping[Role, int]) -> str | None:
    """The currency in the amounts' own headers, if they name one."""
    roles: tuple[Role, ...] = ("amount",) if "amount" in columns else ("debit", "credit")
    codes = {_split_unit(cells[columns[role]])[1] for role in roles}
    return codes.pop() if len(codes) == 1 else None


def _read_preamble(rows: Sequence[Row]) -> _Stated:
    """Account and currency from lines such as ``Account;DE89…`` or ``Currency: EUR`` above the header."""
    stated = _Stated()
    for row in rows:
        cells = [part.strip() for cell in row.cells for part in cell.split(":")]
        filled = [cell for cell in cells if cell]
        for match in _IBAN.finditer(" ".join(filled)):
            iban = match[0].replace(" ", "")
            if is_iban(iban):
                stated.iban = stated.iban or iban
        if len(filled) >= 2:
            label, value = plain_words(filled[0]), filled[1]
            if label in _ACCOUNT_LABELS:
                stated.account = stated.account or value
            days = _DAYS.findall(" ".join(filled[1:]))
            if label in _PERIOD_LABELS and len(days) == 2:
                stated.period = stated.period or (days[0], days[1])
            if label in _NAMES["currency"]:
                stated.currency = stated.currency or currency_code(value)
    return stated
