"""All rows of a bank's table as statements, one for each account and currency, held against the running balance."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from ingest.parsers.csv_columns import Role
from ingest.parsers.csv_entry import NO_BOOKING, Entry, extend, is_continuation, read_entry, read_number
from ingest.parsers.csv_parts import with_other_sides, with_parts
from ingest.parsers.csv_reading import Reading
from ingest.parsers.csv_rows import Row
from ingest.parsers.csv_signs import NO_SIGN, Question, ask_for_sign, direction_of
from ingest.parsers.csv_words import plain_words
from ingest.parsers.day import read_day
from ingest.parsers.money import read_amount, split_unit
from ingest.parsers.running_balance import Proof, prove
from pkm.errors import Refused
from pkm.models import ParsedStatement, ParsedTransaction, Problem

_MAIN = frozenset(
    ("current", "main", "standard", "konto", "girokonto", "compte courant", "hauptkonto", "cuenta corriente")
)
CARD = "creditcard"  # whose tables state spending as positive
# Of what only cards are called, and how their issuers thank for what paid a bill.
_CARD_NAME = re.compile(
    r"(?<![a-z])(?:visa|mastercard|amex|kreditkarte|credit[ _-]?card)(?![a-z])(?!.*(?:debit|prepaid))", re.IGNORECASE
)
_CARD_PAID = re.compile(
    r"\bpayment\W+thank you\b|\bthank you for your payment\b|\bihre zahlung\W+(?:besten|vielen|herzlichen) dank\b|\bpaiement\W+merci\b|\bmerci de votre paiement\b",
    re.IGNORECASE,
)
_CONVERSION = re.compile(r"conver|wechsel|umrechnung|umtausch|exchange|omwisseling|cambio|vaxling|wymiana")
_ASK_FEE = Question(
    "nothing says whether the fee is in the amounts already or comes on top of them", "--fee included|extra"
)
_ASK_SIGN = ask_for_sign(
    "the running balance fits the opposite of the amounts: either spending is positive, or the balance is what is owed"
)


@dataclass(frozen=True, slots=True)
class Statements:
    """What a table's rows give: statements, and what of them was refused or is doubtful."""

    statements: tuple[ParsedStatement, ...]
    problems: tuple[Problem, ...]


def read_statements(
    rows: Sequence[Row], reading: Reading, shown: str, said_sign: bool = False
) -> Statements | Question:
    """Read all rows and hold each account's and currency's against the running balance; or ask what that shows open."""
    if reading.fee is None:
        decided = _decide_fee(rows, reading)
        if decided is None:
            return _ASK_FEE
        reading = decided
    entries = _entries(rows, reading)
    problems = [
        Problem(shown, each.row.locator, each.refusal)
        for each in entries
        if each.booking is None and not each.accounted
    ]
    statements = []
    for own in _groups(entries):
        found = _statement(own, reading, shown, said_sign)
        if isinstance(found, Question):
            return found
        statements.append(found[0])
        problems += found[1]
    if len(statements) == 1:
        statements = [_framed(statements[0], reading)]
    return Statements(_with_conversions(_as_far(statements)), tuple(problems))


def _as_far(statements: Sequence[ParsedStatement]) -> list[ParsedStatement]:
    """Each with the days of all currencies of its account: a wallet's export tells of a currency that nothing moved, too."""
    days: dict[str, list[date]] = {}
    for each in statements:
        days.setdefault(each.account, []).extend(day for day in (each.since, each.until) if day)
    return [
        replace(each, since=min(days[each.account]), until=max(days[each.account])) if each.since else each
        for each in statements
    ]


def _entries(rows: Sequence[Row], reading: Reading) -> list[Entry]:
    sole = _sole_account(rows, reading)
    is_named = bool(reading.layout.account) or "account" in reading.layout.columns
    entries: list[Entry] = []
    for row in rows:
        if entries and entries[-1].booking and is_continuation(row, reading):
            entries[-1] = extend(entries[-1], row)
            continue
        account = reading.account if reading.fixed_account else _account(row, reading) or sole
        product = " ".join(reading.cell(row, "product").split())
        if product and not is_named and plain_words(product) not in _MAIN:
            account = f"{account} {product}"
        entries.append(read_entry(row, reading, account))
    return with_parts(_with_sums(_with_ends(with_other_sides(entries, reading)), reading))


def _with_ends(entries: list[Entry]) -> list[Entry]:
    """The rows that state the balance of a day are told as opening or closing ones, or as neither: by where the bookings lie."""
    booked: dict[str, list[date]] = {}
    for each in entries:
        if each.booking:
            booked.setdefault(each.account, []).append(each.booking.booked_on)

    def end(entry: Entry) -> Literal["opening", "closing", "sum"]:
        days = booked.get(entry.account)
        if entry.day is None or not days:
            return "sum"
        return "opening" if entry.day < min(days) else "closing" if entry.day >= max(days) else "sum"

    return [replace(each, fact=end(each)) if each.fact == "stated" else each for each in entries]


def _with_sums(entries: list[Entry], reading: Reading) -> list[Entry]:
    """The rows without a day that add up the bookings are told as such, whatever their words: a balance knows nothing of them."""
    if len({(each.account, each.booking.currency) for each in entries if each.booking}) != 1:
        return entries
    moved = [each.booking.amount for each in entries if each.booking]
    came, went = (sum((abs(each) for each in moved if (each > 0) == is_in), Decimal(0)) for is_in in (True, False))
    columns: tuple[tuple[Role, set[Decimal]], ...] = (
        ("debit", {went}), ("credit", {came}), ("amount", {came, went, abs(came - went)}),
    )  # fmt: skip

    def adds_up(row: Row) -> bool:
        told = [(abs(number), sums) for role, sums in columns if (number := read_number(row, role, reading))]
        return bool(told) and not reading.cell(row, "date") and all(number in sums for number, sums in told)

    return [
        replace(each, fact="sum", refusal=NO_BOOKING) if each.refusal and not each.fact and adds_up(each.row) else each
        for each in entries
    ]


def _account(row: Row, reading: Reading) -> str:
    """The account that the row names; a number without the spaces in it."""
    cell = " ".join(reading.cell(row, "account").split()).strip("\"'")
    return cell.replace(" ", "") if any(char.isdigit() for char in cell) else cell


def _sole_account(rows: Sequence[Row], reading: Reading) -> str:
    """The account of rows that name none: the one that all others name, else what the file is called after."""
    named = {cell for row in rows if (cell := _account(row, reading))}
    return named.pop() if len(named) == 1 else reading.account


def _groups(entries: Sequence[Entry]) -> list[list[Entry]]:
    """The entries of each account and currency, with the account's rows that could not be read."""
    keys = dict.fromkeys((each.account, each.booking.currency) for each in entries if each.booking)
    return [
        [
            each for each in entries
            if each.account == account and (each.booking.currency == currency if each.booking else each.fact != "sum")
        ]
        for account, currency in keys
    ]  # fmt: skip


def _proof(own: Sequence[Entry], reading: Reading) -> Proof:
    lines = [(each.booking.amount if each.booking else None, each.balance) for each in _listed(own)]
    return prove(lines, reading.sign == "untold", _order([each.booking.booked_on for each in own if each.booking]))


def _order(days: Sequence[date]) -> Literal[-1, 0, 1]:
    """1 where days only rise, -1 where they only fall, 0 where they do both or neither."""
    steps = {(later > earlier) - (later < earlier) for earlier, later in pairwise(days)} - {0}
    return 1 if steps == {1} else -1 if steps == {-1} else 0


def _listed(own: Sequence[Entry]) -> list[Entry]:
    """The entries of which a balance knows."""
    return [each for each in own if each.fact is None and not each.unmoved]


def _decide_fee(rows: Sequence[Row], reading: Reading) -> Reading | None:
    """Whether fees are in the amounts: as the running balances prove it, in all accounts and currencies together."""
    merits: dict[Literal["included", "extra"], int] = {}
    for fee in ("included", "extra"):
        proofs = [_proof(own, replace(reading, fee=fee)) for own in _groups(_entries(rows, replace(reading, fee=fee)))]
        merits[fee] = sum(each.proven - len(each.doubts) for each in proofs)
    if merits["included"] == merits["extra"]:
        return None
    return replace(reading, fee="included" if merits["included"] > merits["extra"] else "extra")


def _statement(
    own: Sequence[Entry], reading: Reading, shown: str, said_sign: bool
) -> tuple[ParsedStatement, list[Problem]] | Question:
    """One account's statement; rows whose balance does not follow are kept and named."""
    listed = _listed(own)
    first = next(each.booking for each in own if each.booking)
    account, currency = own[0].account, first.currency
    proof = _proof(own, reading)
    if (
        not said_sign
        and proof.opposite
        and (reading.sign == "untold" or (reading.sign == "written" and not proof.proven))
    ):
        return _ASK_SIGN
    if reading.sign == "untold" and not proof.proven:
        return ask_for_sign(NO_SIGN)
    owed = False
    if set(proof.signs) == {-1}:
        amounts = [each.booking.amount for each in listed if each.booking]
        if said_sign or reading.sign not in ("written", "untold"):
            owed = True  # the signs are sure, so the balance is a debt
        elif sum(each < 0 for each in amounts) * 2 > len(amounts):
            return _ASK_SIGN
    if owed:
        proof = replace(
            proof, signs=tuple(1 for _ in proof.signs), opening=_negate(proof.opening), closing=_negate(proof.closing)
        )
    if reading.sign == "untold":
        proof = _with_words(listed, proof, reading)
    is_running = bool(proof.proven) or not proof.doubts
    if _is_one_balance(listed):
        problems = []
    elif not is_running:
        problems = [Problem(shown, None, f"the running balance of {account} does not follow from the amounts")]
    else:
        reason = "its balance does not follow from the rows before: one of them may be missing or wrong"
        problems = [Problem(shown, listed[index].row.locator, reason) for index in proof.doubts]
    bookings: list[ParsedTransaction] = []
    for entry, sign in zip(listed, proof.signs, strict=True):
        if entry.booking and sign:
            stated = entry.booking.balance if is_running else None  # what proves nothing tells no two equal rows apart
            balance = _negate(stated) if owed else stated
            bookings.append(replace(entry.booking, amount=sign * entry.booking.amount, balance=balance))
        elif entry.booking:
            reason = "nothing says whether it is a debit or a credit: no balance is stated before it"
            problems.append(Problem(shown, entry.row.locator, reason))
    if not bookings:
        return ParsedStatement(account, None, None, currency, None, None, None, None, ()), problems
    days = [each.booked_on for each in bookings] + _stated_period(reading)
    facts = {each.fact: each.balance for each in own if each.fact}
    statement = ParsedStatement(
        account=account, institution=None, account_kind=CARD if _is_card(account, bookings, reading) else reading.layout.kind, currency=currency, since=min(days), until=max(days),
        opening=proof.opening if proof.opening is not None else facts.get("opening"),
        closing=proof.closing if proof.closing is not None else facts.get("closing"),
        transactions=tuple(bookings), numbers=_aliases(listed, reading, account), holder=reading.layout.holder,
    )  # fmt: skip
    return statement, problems


def _is_card(account: str, bookings: Sequence[ParsedTransaction], reading: Reading) -> bool:
    """Whether the table is a credit card's: by its signs, the lines above it, its name, or how a paid bill is thanked for."""
    thanked = any(each.amount > 0 and _CARD_PAID.search(each.description) for each in bookings)
    return reading.sign == "spending" or reading.layout.is_card or _CARD_NAME.search(account) is not None or thanked


def _is_one_balance(listed: Sequence[Entry]) -> bool:
    """Whether all rows state the same balance: that of the day of the export."""
    moved = [each for each in listed if each.booking and each.booking.amount]
    return len(moved) > 1 and None not in (told := {each.balance for each in moved}) and len(told) == 1


def _with_words(listed: Sequence[Entry], proof: Proof, reading: Reading) -> Proof:
    """The signs that balances tell, and where they do not the words that leave no doubt; no row is in doubt otherwise."""
    words = [direction_of(each.row, reading.layout) for each in listed]
    signs = tuple(sign or word for sign, word in zip(proof.signs, words, strict=True))
    return replace(proof, signs=signs, doubts=())


def _negate(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else -amount


def _aliases(entries: Sequence[Entry], reading: Reading, account: str) -> tuple[str, ...]:
    """Further numbers under which all rows know the account."""
    found = []
    for index in reading.layout.columns.get("alias", ()):
        cells = {each.row.cells[index] for each in entries if each.booking and index < len(each.row.cells)} - {""}
        if len(cells) == 1 and (number := cells.pop()) != account:
            found.append(number)
    return (*found, *(reading.layout.numbers if account == (reading.layout.account or "") else ()))


def _stated_period(reading: Reading) -> list[date]:
    """The first and last day that the file states, if it does."""
    try:
        return [read_day(day, reading.days) for day in reading.layout.period or ()]
    except Refused:
        return []


def _framed(statement: ParsedStatement, reading: Reading) -> ParsedStatement:
    """With the balances above its table as its opening and closing one, where nothing speaks against it.

    The one before is of the day before the stated period, or adds up with the other. The one behind is of the stated period's
    last day; where none is stated, of the month of its last booking and no day before that: what the file leaves out may have
    moved it later. Another day above the table may be a period's, too, which does not reach as far.
    """
    above, stated = reading.layout.balances_above, _stated_period(reading)
    has_balance = statement.opening is not None or statement.closing is not None or reading.sign == "spending"
    if not above or has_balance or statement.since is None or statement.until is None:
        return statement
    try:
        days = [read_day(day, reading.days) for day, _ in above]
        amounts = [read_amount(split_unit(amount)[0], reading.decimal) for _, amount in above]
        others = {read_day(day, reading.days) for day in reading.layout.days_above} - {*days}
    except Refused:
        return statement
    if reading.layout.is_card and any(each > 0 for each in amounts):
        return statement  # what is owed, or what was paid too much
    balances = dict(zip(days, amounts, strict=True))
    last, first = max(days), min(days)
    if stated:
        is_current = last == stated[-1] >= statement.until
    else:
        is_current = (
            not others
            and last >= statement.until
            and (last.year, last.month) == (statement.until.year, statement.until.month)
        )
    closing = balances[last] if is_current else None
    moved = sum((each.amount for each in statement.transactions), Decimal(0))
    adds_up = closing is not None and first < statement.since and balances[first] + moved == closing
    is_before = bool(stated) and first == stated[0] - timedelta(days=1)
    return replace(statement, opening=balances[first] if adds_up or is_before else None, closing=closing)


def _with_conversions(statements: Sequence[ParsedStatement]) -> tuple[ParsedStatement, ...]:
    """Both rows of a conversion between two currencies of a wallet, each with the other's amount as its original."""
    waiting: dict[tuple[date, str], list[ParsedTransaction]] = {}
    for statement in statements:
        for each in statement.transactions:
            if (
                _CONVERSION.search(plain_words(f"{each.type or ''} {each.description}"))
                and each.original_amount is None
            ):
                waiting.setdefault((each.booked_on, each.type or each.description), []).append(each)
    other: dict[str, ParsedTransaction] = {}
    for pair in waiting.values():
        if len(pair) == 2 and pair[0].currency != pair[1].currency and pair[0].amount * pair[1].amount < 0:
            other[pair[0].locator], other[pair[1].locator] = pair[1], pair[0]
    return tuple(
        replace(statement, transactions=tuple(
            replace(each, original_amount=-other[each.locator].amount, original_currency=other[each.locator].currency)
            if each.locator in other else each
            for each in statement.transactions
        ))
        for statement in statements
    )  # fmt: skip
