"""Accounts as a person sees them: under which numbers, whose, how far their statements reach, and whether they add up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import sql
from pkm.errors import NotFound, UsageError
from pkm.ledger import reconcile
from pkm.ledger.balance import Row, Stated
from pkm.ledger.holder import agreed
from pkm.ledger.identity import normalise
from pkm.ledger.reconcile import AccountReview, Break, Contradiction, Span
from pkm.models import AccountId, CollectionId
from pkm.store import recognition
from pkm.store.database import Connection


@dataclass(frozen=True, slots=True)
class Same:
    """A number that is the same account, and who says so: ``statement``, ``pkm`` or ``person``."""

    number: str
    by: str


@dataclass(frozen=True, slots=True)
class Paper:
    """One statement; ``difference`` is by how much its bookings miss its closing balance, where it states both.

    Where it states no currency, that of its book is the only one of the account, or ``XXX``.
    """

    id: int
    path: str
    since: date | None
    until: date | None
    opening: Decimal | None
    closing: Decimal | None
    count: int
    difference: Decimal | None
    states_currency: bool


@dataclass(frozen=True, slots=True)
class Book:
    """An account's records of one currency; gaps, overlaps and contradictions name statements by id."""

    currency: str
    since: date | None
    until: date | None
    reconciled: bool | None
    balance: Decimal | None
    balance_on: date | None
    statements: tuple[Paper, ...]
    gaps: tuple[Span, ...]
    overlaps: tuple[Span, ...]
    breaks: tuple[Break, ...]
    contradictions: tuple[Contradiction, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """One account with all that is the same.

    Attributes:
        name: What a person calls it, else its statements.
        holder: Whose it is, as a person says, else its statements.
        numbers: Its other numbers.
        closed_on: Its last day, where a person says that it was closed and no statement goes on after it.
        could_be: Numbers of accounts that may be the same: a person has to say.
        reconciled: Whether all that can be added up does; ``None`` where nothing can.
    """

    id: AccountId
    number: str
    name: str
    label: str | None
    holder: str | None
    institution: str | None
    kind: str | None
    currency: str
    closed_on: date | None
    numbers: tuple[Same, ...]
    could_be: tuple[str, ...]
    reconciled: bool | None
    books: tuple[Book, ...]

    @property
    def until(self) -> date | None:
        """How far its statements reach."""
        return max((each.until for each in self.books if each.until), default=None)


def listing(connection: Connection, collection: CollectionId | None = None) -> list[Account]:
    """All accounts, by name and number; the ledger is to be settled before (``settle.ensure``)."""
    rows = list(sql.queries.accounts.accounts(connection, collection=collection))
    groups: dict[int, list[Any]] = {}
    for row in rows:
        groups.setdefault(row.root_id, []).append(row)
    groups = {
        root: members for root, members in groups.items() if any(each.is_stated or each.label for each in members)
    }
    reviews: defaultdict[str, list[AccountReview]] = defaultdict(list)
    for each in reviews_of(connection, collection):
        reviews[each.account].append(each)
    known = {row.id: row for row in rows}
    could_be: defaultdict[int, set[str]] = defaultdict(set)
    for pair in recognition.recognised(connection, list(sql.queries.settle.known_accounts(connection))).could_be:
        for one in pair:
            could_be[one] |= {known[other].number for other in pair if other != one and other in known}
    found = [
        _account(known[root], members, reviews[str(root)], tuple(sorted(could_be[root])))
        for root, members in groups.items()
    ]
    return sorted(found, key=lambda each: (each.name.casefold(), each.number))


def one(connection: Connection, account: AccountId) -> Account:
    """The account that this one belongs to."""
    root = _group(connection, account)[0]
    return next(each for each in listing(connection, CollectionId(root.collection_id)) if each.id == root.root_id)


def find(connection: Connection, text: str, collection: CollectionId | None = None) -> AccountId:
    """The account of a number, the end of one, or a name; raises ``NotFound``, or ``UsageError`` where several fit."""
    wanted, name = normalise(text), text.casefold().strip()
    rows = [
        row for row in sql.queries.accounts.accounts(connection, collection=collection) if row.is_stated or row.label
    ]
    fits: tuple[Callable[[Any], bool], ...] = (
        lambda row: wanted in {normalise(each) for each in (row.number, *row.aliases)},
        lambda row: name in {(row.label or "").casefold(), row.name.casefold()},
        lambda row: len(wanted) >= 3 and any(normalise(each).endswith(wanted) for each in (row.number, *row.aliases)),
    )
    for fit in fits:
        found = [row for row in rows if fit(row)]
        if len({row.root_id for row in found}) > 1:
            numbers = ", ".join(row.number for row in found)
            raise UsageError(f"{text!r} could be any of several accounts: {numbers}", "give the whole number")
        if found:
            return AccountId(min(found, key=lambda row: (normalise(row.number) != wanted, row.id != row.root_id)).id)
    raise NotFound(f"there is no account {text!r}", "pkm accounts lists them")


def name(connection: Connection, account: AccountId, label: str) -> None:
    """Call an account so; an empty name gives it back the one that its statements use."""
    for each in _group(connection, account):
        sql.queries.accounts.set_label(
            connection, account=each.id, label=label.strip() if each.id == each.root_id else ""
        )


def assign(connection: Connection, account: AccountId, holder: str) -> None:
    """Say whose an account is; an empty name takes that back."""
    for each in _group(connection, account):
        sql.queries.accounts.set_holder(
            connection, account=each.id, holder=holder.strip() if each.id == each.root_id else ""
        )


def close(connection: Connection, account: AccountId, on: date | None = None) -> None:
    """Say that an account was closed, so that no later statement is missing.

    Args:
        on: Its last day; that of its last statement, if ``None``.

    Raises:
        UsageError: Where its statements go on after that day, or no day is given and no statement states one.
    """
    last = one(connection, account).until
    on = on or last
    if on is None:
        raise UsageError("no statement of this account says how far it reaches", "say when it was closed: --on DAY")
    if last and on < last:
        raise UsageError(f"its statements go on to {last}", "it can have been closed on that day, or later")
    _set_closed(connection, account, on)


def reopen(connection: Connection, account: AccountId) -> None:
    """Take back that an account was closed."""
    _set_closed(connection, account, None)


def _set_closed(connection: Connection, account: AccountId, on: date | None) -> None:
    for each in _group(connection, account):
        sql.queries.accounts.set_closed(connection, account=each.id, closed_on=on if each.id == each.root_id else None)


def merge(connection: Connection, account: AccountId, other: AccountId) -> None:
    """Say that ``other`` is the same as ``account``; stands above whatever pkm finds. Raises ``UsageError``."""
    root = _group(connection, account)[0].root_id
    if root == _group(connection, other)[0].root_id:
        raise UsageError("these two are one account already")
    sql.queries.accounts.set_joinable(connection, account=account)
    sql.queries.accounts.set_same(connection, account=other, same_as=account)
    _note(connection, account, other)


def split(connection: Connection, account: AccountId) -> None:
    """Say that an account is no other; stands above whatever pkm finds. Raises ``UsageError`` where it is alone."""
    members = _group(connection, account)
    if len(members) == 1:
        raise UsageError("nothing else is the same as this account")
    sql.queries.accounts.unset_same(connection, same_as=account)
    sql.queries.accounts.set_apart(connection, account=account)
    _note(connection, *(each.id for each in members))


def _note(connection: Connection, *accounts: int) -> None:
    for each in accounts:
        sql.queries.accounts.note(connection, account=each)


def _group(connection: Connection, account: AccountId) -> list[Any]:
    """The rows of all accounts that are the same as this one."""
    rows = list(sql.queries.accounts.accounts(connection, collection=None))
    root = next(row.root_id for row in rows if row.id == account)
    return [row for row in rows if row.root_id == root]


def reviews_of(connection: Connection, collection: CollectionId | None) -> list[AccountReview]:
    """Reviews of all accounts; ``account`` is the id, as text, of the one that the statements belong to."""
    statements = [
        Stated(
            row.id, str(row.root_id), row.currency, row.since, row.until, row.opening, row.closing, row.moved, row.count,
            row.first_booked, row.last_booked, row.document_id, row.path, row.format, row.states_currency,
        )
        for row in sql.queries.accounts.stated(connection, collection=collection)
    ]  # fmt: skip
    shared = sorted({each.id for pair in reconcile.overlapping(statements) for each in pair})
    rows = [Row(*row) for row in sql.queries.accounts.rows_of(connection, statements=shared)] if shared else []
    latest: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for root, currency, *row in sql.queries.accounts.latest_balances(connection, collection=collection):
        latest[str(root), currency].append(Row(*row))
    return reconcile.review(statements, rows, latest)


def _account(root: Any, members: list[Any], reviews: list[AccountReview], could_be: tuple[str, ...]) -> Account:
    label = root.label or min((each.label for each in members if each.label), default=None)
    holder = root.holder or min((each.holder for each in members if each.holder), default=None)
    holder = holder or agreed(name for each in members for name in each.stated)
    numbers = [Same(each.number, each.merged_by) for each in members if each.id != root.id]
    own = {each.number for each in members}
    aliases = sorted({alias for each in members for alias in each.aliases} - own)
    verdicts = [each.is_reconciled for each in reviews]
    goes_on = root.closed_on and any(each.until and each.until > root.closed_on for each in reviews)
    return Account(
        AccountId(root.id), root.number, label or root.name, label, holder,
        root.institution or next((each.institution for each in members if each.institution), None),
        root.kind or next((each.kind for each in members if each.kind), None), root.currency, None if goes_on else root.closed_on,
        (*numbers, *(Same(alias, "statement") for alias in aliases)), could_be,
        False if False in verdicts else (True if True in verdicts else None), tuple(map(_book, reviews)),
    )  # fmt: skip


def _book(review: AccountReview) -> Book:
    return Book(
        review.currency, review.since, review.until, review.is_reconciled, review.balance, review.balance_on,
        tuple(map(_paper, review.statements)),
        review.gaps, review.overlaps, review.breaks, review.contradictions,
    )  # fmt: skip


def _paper(stated: Stated) -> Paper:
    since, until = stated.covers or (None, None)
    return Paper(
        stated.id, stated.path, since, until, stated.opening, stated.closing, stated.count, stated.difference,
        stated.states_currency,
    )  # fmt: skip
