"""Which column has which role: what its header means, held against what its cells are.

The rules are tried in order, each over all columns from the left: the first column that a rule fits has its role, and a
column that has a role is taken. A header alone decides nothing that the cells refute: "Valuta" over days is a value date,
over codes a currency.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from ingest.parsers.csv_kinds import Content, contents_of
from ingest.parsers.csv_rows import Row
from ingest.parsers.csv_words import STATUS, concepts_of, plain_words

Role = Literal[
    "date", "value", "amount", "debit", "credit", "side", "currency", "counterparty", "payer", "payee", "description",
    "reference", "end_to_end", "balance", "account", "account_name", "alias", "number", "counterparty_account", "product", "type", "status", "fee",
    "original_amount", "original_currency", "rate", "category", "mcc",
]  # fmt: skip
ROLES: tuple[Role, ...] = get_args(Role)
Columns = Mapping[Role, tuple[int, ...]]
SEVERAL: frozenset[Role] = frozenset(("description", "alias"))  # roles that several columns share

_MONEY: frozenset[Content] = frozenset(("amounts", "empty"))
_FILLED: frozenset[Content] = frozenset(("amounts",))
_DAYS: frozenset[Content] = frozenset(("days",))
_CODES: frozenset[Content] = frozenset(("currencies", "empty"))
_NAMES: frozenset[Content] = frozenset(("words", "numbers", "empty", "amounts"))
_WORDS: frozenset[Content] = frozenset(("words", "numbers", "empty", "amounts", "sides", "currencies"))
_SIDES: frozenset[Content] = frozenset(("sides",))


@dataclass(frozen=True, slots=True)
class _Rule:
    """A role for a column whose header names all of ``has`` and none of ``lacks`` and whose cells are one of ``content``."""

    role: Role
    content: frozenset[Content]
    has: frozenset[str]
    lacks: frozenset[str]

    def fits(self, concepts: frozenset[str], content: Content) -> bool:
        return content in self.content and self.has <= concepts and not self.lacks & concepts


def _rule(role: Role, content: frozenset[Content], has: str, lacks: str = "") -> _Rule:
    return _Rule(role, content, frozenset(has.split()), frozenset(lacks.split()))


_RULES = (
    _rule("side", _SIDES, "DEBIT CREDIT"),
    _rule("side", _SIDES, "SIDE"),
    _rule("side", _SIDES, "TYPE"),
    _rule("side", _SIDES, "TRANSACTION"),
    _rule("mcc", _WORDS, "MCC", "DATE"),
    _rule("category", _WORDS, "CATEGORY", "DATE MCC"),
    _rule("status", _WORDS, "STATUS", "DATE REFERENCE"),
    _rule("original_currency", _CODES, "CURRENCY ORIGINAL", "AMOUNT"),
    _rule("fee", _MONEY, "FEE", "CURRENCY REFERENCE RATE"),
    _rule("original_amount", _MONEY, "AMOUNT ORIGINAL", "FEE BALANCE RATE"),
    _rule("original_amount", _MONEY, "ORIGINAL", "FEE BALANCE RATE DATE CURRENCY TEXT IGNORE"),
    _rule("rate", _MONEY, "RATE", "DATE FEE"),
    _rule("balance", _MONEY, "BALANCE", "DATE"),
    _rule("value", _DAYS, "VALUE DATE"),
    _rule("value", _DAYS, "VALUE"),
    _rule("date", _DAYS, "BOOKING DATE", "ORIGINAL"),
    _rule("date", _DAYS, "BOOKING"),
    _rule("date", _DAYS, "DATE", "TRANSACTION CATEGORY"),
    _rule("date", _DAYS, "TRANSACTION"),
    _rule("date", _DAYS, ""),
    _rule("currency", _CODES, "CURRENCY ACCOUNT", "COUNTER"),
    _rule("currency", _CODES, "CURRENCY", "ORIGINAL TRANSACTION AMOUNT FEE"),
    _rule("currency", _CODES, "CURRENCY", "ORIGINAL AMOUNT FEE"),
    _rule("currency", frozenset(("currencies",)), "", "TEXT COUNTER ORIGINAL TYPE FEE"),
    _rule("debit", _MONEY, "DEBIT", "CREDIT BALANCE FEE TYPE REFERENCE CURRENCY"),
    _rule("credit", _MONEY, "CREDIT", "DEBIT BALANCE FEE TYPE REFERENCE CARD CURRENCY"),
    _rule("amount", _FILLED, "NET", "FEE BALANCE"),
    _rule("amount", _FILLED, "AMOUNT ACCOUNT", "BALANCE COUNTER ORIGINAL FEE"),
    _rule("amount", _FILLED, "AMOUNT BOOKING", "BALANCE ORIGINAL FEE"),
    _rule("amount", _FILLED, "AMOUNT UNIT", "BALANCE ORIGINAL FEE"),
    _rule("amount", _FILLED, "AMOUNT", "BALANCE ORIGINAL FEE TRANSACTION"),
    _rule("amount", _FILLED, "AMOUNT", "BALANCE ORIGINAL FEE"),
    _rule("amount", _FILLED, "AMOUNT", "BALANCE FEE"),
    _rule("amount", _FILLED, "GROSS"),
    _rule("amount", _FILLED, "WEAK_AMOUNT", "BALANCE ORIGINAL FEE RATE"),
    _rule("original_currency", frozenset(("currencies",)), "CURRENCY", "FEE"),
    _rule("product", _WORDS, "PRODUCT"),
    _rule("account", _NAMES, "OWN IBAN"),
    _rule("account", _NAMES, "OWN", "NAME TEXT CURRENCY"),
    _rule("alias", _NAMES, "OWN ACCOUNT", "NAME IGNORE CURRENCY"),
    _rule("counterparty_account", _NAMES, "COUNTER ACCOUNT IBAN", "NAME"),
    _rule("counterparty_account", _NAMES, "COUNTER ACCOUNT", "NAME IGNORE CARD"),
    _rule("counterparty", _WORDS, "COUNTER NAME PAYER PAYEE"),
    _rule("payer", _WORDS, "PAYER", "PAYEE ACCOUNT TEXT IGNORE REFERENCE"),
    _rule("payee", _WORDS, "PAYEE", "PAYER ACCOUNT TEXT IGNORE REFERENCE"),
    _rule("counterparty", _WORDS, "COUNTER NAME", "IGNORE TEXT"),
    _rule("counterparty", _WORDS, "COUNTER", "ACCOUNT TEXT IGNORE REFERENCE TYPE PAYER PAYEE"),
    _rule("counterparty", _WORDS, "PAYER PAYEE", "ACCOUNT IGNORE REFERENCE"),
    _rule("counterparty", _WORDS, "NAME TEXT", "ACCOUNT"),
    _rule("counterparty", _WORDS, "NAME", "ACCOUNT CARD IGNORE PRODUCT"),
    _rule("end_to_end", _WORDS, "E2E"),
    _rule("reference", _WORDS, "REFERENCE TRANSACTION", "PAYMENT COUNTER IGNORE TYPE TEXT"),
    _rule("reference", _WORDS, "REFERENCE BOOKING", "PAYMENT COUNTER IGNORE TYPE FEE"),
    _rule("reference", _WORDS, "ID", "PAYMENT COUNTER ACCOUNT E2E IGNORE MCC CATEGORY FEE"),
    _rule("number", _NAMES, "ACCOUNT IBAN", "NAME COUNTER CARD"),
    _rule("number", _NAMES, "ACCOUNT", "NAME COUNTER IGNORE CURRENCY AMOUNT BALANCE TYPE CARD TEXT"),
    _rule("number", _NAMES, "CARD", "NAME COUNTER IGNORE TYPE TEXT"),
    _rule("account_name", _NAMES, "ACCOUNT NAME", "COUNTER CARD"),
    _rule("type", _WORDS, "TYPE", "TEXT CURRENCY IGNORE"),
    _rule("description", _WORDS, "TEXT", "TYPE IGNORE ID"),
)  # fmt: skip
# Where nothing said what a booking was for.
_LATER = (
    _rule("description", _WORDS, "TEXT", "IGNORE"),
    _rule("description", _WORDS, "TYPE"),
    _rule("description", frozenset(("words",)), "", "IGNORE STATUS ACCOUNT"),
)
# What the payer wrote stands below "Reference" where that tells no booking from the others.
_EXTRA = (
    _rule("type", _WORDS, "TYPE", "IGNORE"),
    _rule("description", frozenset(("words",)), "TEXT ID", "TYPE IGNORE"),
)

_TEXTS: frozenset[Role] = frozenset(("counterparty", "payer", "payee", "description", "category"))


def columns_of(header: Sequence[str], rows: Sequence[Row]) -> tuple[dict[Role, tuple[int, ...]], tuple[Content, ...]]:
    """The roles of the columns below a header, and what each column holds."""
    contents = contents_of(rows, len(header))
    concepts = [concepts_of(cell) for cell in header]
    columns: dict[Role, tuple[int, ...]] = {}
    _apply(_RULES, concepts, contents, columns, rows)
    if "side" not in columns:
        blank = [i for i, cell in enumerate(header) if not cell and contents[i] == "sides"]
        if blank:
            columns["side"] = (blank[0],)
    if not {"counterparty", "payer", "payee", "description"} & columns.keys():
        for rule in _LATER:
            _apply((rule,), concepts, contents, columns, rows)
            if "description" in columns:
                break
    _apply(_EXTRA, concepts, contents, columns, rows)
    _settle(columns, concepts, rows)
    return columns, contents


def is_bank(columns: Columns, header: Sequence[str]) -> bool:
    """Whether the roles are those of a bank's export: a day, money and words.

    Where the money's header is a word that other tables use as well ("value", "total"), a second sign of a bank is wanted.
    """
    if "date" not in columns or not {"amount", "debit", "credit"} & columns.keys() or not _TEXTS & columns.keys():
        return False
    named = concepts_of(header[columns["date"][0]]) & {"DATE", "BOOKING", "VALUE", "TRANSACTION"}
    money = [index for role in ("amount", "debit", "credit") for index in columns.get(role, ())]
    plain = any(concepts_of(header[i]) & {"AMOUNT", "DEBIT", "CREDIT", "NET", "GROSS", "UNIT"} for i in money)
    return bool(named) and (plain or bool({"balance", "currency", "side", "account"} & columns.keys()))


def _apply(
    rules: Iterable[_Rule], concepts: Sequence[frozenset[str]], contents: Sequence[Content],
    columns: dict[Role, tuple[int, ...]], rows: Sequence[Row],
) -> None:  # fmt: skip
    for rule in rules:
        for index, (meaning, content) in enumerate(zip(concepts, contents, strict=True)):
            if rule.role in columns and rule.role not in SEVERAL:
                break
            if any(index in each for each in columns.values()) or not rule.fits(meaning, content):
                continue
            if rule.role == "reference" and not _is_unique(index, rows):
                continue
            columns[rule.role] = (*columns.get(rule.role, ()), index)


def _is_unique(index: int, rows: Sequence[Row]) -> bool:
    """Whether the column tells each row from every other, as a bank's own number of a booking does."""
    cells = [row.cells[index] for row in rows if index < len(row.cells) and row.cells[index]]
    single = [each for each in cells if " " not in each and any(char.isdigit() for char in each)]
    return bool(cells) and len(single) == len(cells) == len(set(cells)) and len(cells) * 10 >= len(rows) * 9


def _settle(columns: dict[Role, tuple[int, ...]], concepts: Sequence[frozenset[str]], rows: Sequence[Row]) -> None:
    """What only the whole set of roles decides."""
    sides: tuple[tuple[Role, Role], ...] = (("payer", "payee"), ("payee", "payer"))
    for one, other in sides:
        if "counterparty" not in columns and one in columns and other not in columns:
            columns["counterparty"] = columns.pop(one)
    said = [index for index in columns.get("description", ()) if _says_status(index, rows)]
    if said and "status" not in columns and len(said) < len(columns["description"]):
        columns["status"] = (said[0],)
        columns["description"] = tuple(index for index in columns["description"] if index != said[0])
    if "amount" in columns and {"debit", "credit"} & columns.keys():
        split = [*columns.get("debit", ()), *columns.get("credit", ())]
        whole = columns["amount"][0]
        both = {"debit", "credit"} <= columns.keys()
        signed = any(_cell(row, whole).startswith(("-", "(")) or _cell(row, whole).endswith("-") for row in rows)
        filled = all(_cell(row, whole) for row in rows if any(_cell(row, each) for each in split))
        if both and not (signed and filled):
            del columns["amount"]
        else:
            columns.pop("debit", None), columns.pop("credit", None)
    amount = columns.get("amount")
    if amount and "UNIT" in concepts[amount[0]] and "currency" in columns and "original_amount" not in columns:
        spare = [i for i, each in enumerate(concepts) if "AMOUNT" in each and (i,) != amount and not _taken(i, columns)]
        if spare:  # an amount in the currency of its row, beside the one that the account was charged
            columns["original_amount"] = (spare[0],)
            columns.setdefault("original_currency", columns.pop("currency"))


def _says_status(index: int, rows: Sequence[Row]) -> bool:
    cells = {plain_words(cell) for row in rows if (cell := _cell(row, index))}
    return bool(cells) and cells <= STATUS


def _taken(index: int, columns: Columns) -> bool:
    return any(index in each for each in columns.values())


def _cell(row: Row, index: int) -> str:
    return row.cells[index] if index < len(row.cells) else ""
