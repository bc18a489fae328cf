"""Figures of the ledger: every sum, count, median and choice of bookings that an answer states is one of these queries."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal, localcontext
from sys import byteorder
from typing import Any, Literal, NamedTuple, get_args

import sql
from pkm.ledger.recurring import PERIODS, Payment
from pkm.models import AccountId, CollectionId, DocumentId, Role, TransactionId
from pkm.store.database import Connection

Side = Literal["out", "in"]
Grouping = Literal["day", "week", "month", "quarter", "year", "category", "counterparty", "account", "role"]
Sorting = Literal["largest", "smallest", "first", "last"]
ALL: tuple[Role, ...] = get_args(Role)
DIGITS = 60
FLOW: tuple[Role, ...] = ("spending", "income", "refund", "other")  # what is not moved between own accounts


@dataclass(frozen=True, slots=True)
class Term:
    """What one word of a question may stand for: any of these stems in a booking's words, any of these categories."""

    words: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filter:
    """Which bookings are meant, of those that count (told once, booked, not void). What is ``None`` does not narrow.

    Attributes:
        since, until: Booking dates, both inclusive.
        side: Money out, with the refunds of it where ``roles`` holds them, or money in.
        payees: These are meant whole.
        terms: Beside those payees' bookings, those that meet each of these.
        never: Payees who are not meant by their category alone.
        accounts: The ids of all parts of the accounts that are meant.
        lowest, highest: Of the amount without its sign, both inclusive unless ``bounds_excluded``.
    """

    collection: CollectionId | None = None
    since: date | None = None
    until: date | None = None
    side: Side | None = None
    roles: tuple[Role, ...] = FLOW
    payees: tuple[str, ...] | None = None
    terms: tuple[Term, ...] = ()
    never: tuple[str, ...] = ()
    accounts: tuple[AccountId, ...] | None = None
    lowest: Decimal | None = None
    highest: Decimal | None = None
    bounds_excluded: bool = False
    currency: str | None = None

    def arguments(self) -> dict[str, Any]:
        """As the queries take them: the first term is found by index, the others are looked at in what it finds."""
        first = self.terms[0] if self.terms else Term()
        return {
            "collection": self.collection, "since": self.since, "until": self.until, "side": self.side,
            "roles": list(self.roles), "payees": None if self.payees is None or (self.terms and not self.payees) else list(self.payees),
            "categories": list(first.categories) or None, "never": list(self.never) or None, "words": list(first.words) or None,
            "terms": json.dumps([asdict(each) for each in self.terms]) if len(self.terms) > 1 else None,
            "accounts": None if self.accounts is None else list(self.accounts),
            "lowest": self.lowest, "highest": self.highest, "excluded": self.bounds_excluded, "currency": self.currency,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sum:
    """One currency of one group, added up; ``refunded`` is what of ``amount`` refunds make up."""

    key: str | None
    currency: str
    count: int
    amount: Decimal
    ids: tuple[TransactionId, ...]
    refunded: Decimal = Decimal(0)
    refund_ids: tuple[TransactionId, ...] = ()


@dataclass(frozen=True, slots=True)
class Median:
    """The two middle amounts of one currency; one and the same where there is an odd number."""

    currency: str
    count: int
    low: Decimal
    high: Decimal
    ids: tuple[TransactionId, ...]


class Charges(NamedTuple):
    """All bookings of a payee on one account, oldest first."""

    payee: str
    account_id: AccountId
    currency: str
    ids: list[TransactionId]
    days: list[date]
    amounts: list[Decimal]


class StatedBalance(NamedTuple):
    """A balance at the end of a day, as a statement states it."""

    account_id: AccountId
    currency: str
    document_id: DocumentId
    amount: Decimal
    day: date


class HoldingRow(NamedTuple):
    """What an account held of a security; ``value`` is ``None`` where neither it nor a price is stated."""

    id: int
    account_id: AccountId
    security: str
    name: str
    units: Decimal
    unit_price: Decimal | None
    value: Decimal | None
    currency: str
    as_of: date
    document_id: DocumentId
    char_start: int
    char_end: int


class OwnAccount(NamedTuple):
    """An account of the household, or a part of one that was merged; ``id`` and ``root`` name the whole."""

    id: AccountId
    part: AccountId
    number: str
    root: str
    label: str | None
    name: str
    holder: str | None
    kind: str | None
    institution: str | None
    aliases: list[str]


class PayeeWord(NamedTuple):
    """In how many of a payee's bookings a word's stem stands."""

    word: str
    payee: str
    bookings: int
    of: int


def one_collection(connection: Connection, collection: CollectionId | None) -> CollectionId | None:
    """The collection; where none is named and there is but one, that: an index by collection is then of use."""
    if collection is not None:
        return collection
    rows = list(sql.queries.figures.collections(connection))
    return CollectionId(rows[0].id) if len(rows) == 1 else None


def sums(connection: Connection, chosen: Filter, grouping: Grouping | None = None) -> list[Sum]:
    """What the bookings come to, by currency and group; nothing where there are none."""
    rows = sql.queries.figures.sums(_anew(connection), grouping=grouping, **chosen.arguments())
    found: dict[tuple[str, str | None], Sum] = {}
    for row in rows:  # of each group the refunds come last
        ids = _ordered(row.ids)
        one = found.get((row.currency, row.key)) or Sum(row.key, row.currency, 0, Decimal(0), ())
        found[row.currency, row.key] = Sum(
            row.key, row.currency, one.count + row.count, add((one.amount, row.amount)), tuple(sorted(one.ids + ids)),
            row.amount if row.refund else one.refunded, ids if row.refund else (),
        )  # fmt: skip
    return list(found.values())


def add(amounts: Iterable[Decimal]) -> Decimal:
    """Their sum to the last digit: Decimal rounds to its context's 28, and bookings have up to 26 each."""
    with localcontext() as context:
        context.prec = DIGITS
        return sum(amounts, Decimal(0))


def reach(connection: Connection, chosen: Filter) -> tuple[date, date] | None:
    """The days of the first and the last booking that is meant."""
    row = sql.queries.figures.reach(_anew(connection), **chosen.arguments())
    return None if row.first is None else (row.first, row.last)


def medians(connection: Connection, chosen: Filter) -> list[Median]:
    """The middle amounts by currency."""
    rows = sql.queries.figures.medians(_anew(connection), **chosen.arguments())
    return [replace(Median(*row), ids=_ordered(row.ids)) for row in rows]


def top(connection: Connection, chosen: Filter, sorting: Sorting, most: int | None) -> list[TransactionId]:
    """The ids of the first bookings in that order; equal ones by day."""
    narrow = chosen.payees is not None or chosen.lowest is not None
    rows = sql.queries.figures.top(_anew(connection), sorting=sorting, narrow=narrow, most=most, **chosen.arguments())
    return [row.id for row in rows]


def regular(connection: Connection, chosen: Filter) -> list[Payment]:
    """The bookings of payees, or of one amount of theirs, that keep a rhythm."""
    lengths, slips = zip(*PERIODS.values(), strict=True)
    rows = sql.queries.figures.regular(
        _anew(connection),
        lengths=[float(each) for each in lengths],
        slips=[float(each) for each in slips],
        **chosen.arguments(),
    )
    return [Payment(*row) for row in rows]


def charges(connection: Connection, chosen: Filter) -> list[Charges]:
    """The bookings by payee and account."""
    return [Charges(*row) for row in sql.queries.figures.charges(_anew(connection), **chosen.arguments())]


def stated_balances(connection: Connection, accounts: Sequence[AccountId], day: date) -> list[StatedBalance]:
    """The stated balance nearest to a day, by part of an account and currency; earlier ones before later ones."""
    rows = sql.queries.figures.stated_balances(connection, accounts=list(accounts), day=day)
    return [StatedBalance(*row) for row in rows]


def holdings(connection: Connection, accounts: Sequence[AccountId], day: date) -> list[HoldingRow]:
    """What the accounts held by their last statements up to a day."""
    return [HoldingRow(*row) for row in sql.queries.figures.holdings(connection, accounts=list(accounts), day=day)]


def has_any(connection: Connection, chosen: Filter) -> bool:
    """Whether any booking is meant."""
    return bool(sql.queries.figures.any(_anew(connection), **chosen.arguments()))


def span(connection: Connection, collection: CollectionId | None) -> tuple[date, date] | None:
    """The days of the first and the last booking of anything."""
    row = sql.queries.figures.span(connection, collection=collection)
    return None if row.first is None else (row.first, row.last)


def currencies(connection: Connection, collection: CollectionId | None) -> list[str]:
    """The currencies of all bookings."""
    return [row.currency for row in sql.queries.figures.currencies(connection, collection=collection)]


def categories(connection: Connection, collection: CollectionId | None) -> list[str]:
    """The categories of all bookings."""
    return [row.category for row in sql.queries.figures.categories(connection, collection=collection)]


def words_like(
    connection: Connection, collection: CollectionId | None, exact: Iterable[str], patterns: Iterable[str]
) -> list[PayeeWord]:
    """The words of bookings that are one of these or fit a pattern of ``like``, by payee."""
    rows = sql.queries.figures.words_like(connection, collection=collection, exact=list(exact), patterns=list(patterns))
    return [PayeeWord(*row) for row in rows]


def mostly(connection: Connection, payees: Sequence[str], terms: Sequence[Term]) -> set[str]:
    """Of these payees, those most of whose bookings meet each of the terms."""
    told = json.dumps([asdict(each) for each in terms])
    return {row.payee for row in sql.queries.figures.mostly(connection, payees=list(payees), terms=told)}


def count_words(connection: Connection, collection: CollectionId, payees: Sequence[str] | None = None) -> None:
    """Count the words of these payees' bookings anew, of all payees where none are given."""
    told = None if payees is None else list(payees)
    sql.queries.figures.forget_words(connection, collection=collection, payees=told)
    sql.queries.figures.count_words(connection, collection=collection, payees=told)


def recount_words(connection: Connection, _: object = None) -> None:
    """A step of settling: count the words of the payees whose bookings have changed (``touched_payee``)."""
    for row in sql.queries.figures.touched_payees(connection):
        count_words(connection, row.collection_id, row.payees)


def own_accounts(connection: Connection, collection: CollectionId | None) -> list[OwnAccount]:
    """All accounts with their parts, under the number, label and holder of the whole."""
    return [OwnAccount(*row) for row in sql.queries.figures.own_accounts(connection, collection=collection)]


def _anew(connection: Connection) -> Connection:
    """The connection, planning each query for its own filter."""
    sql.queries.figures.plan_anew(connection)
    return connection


def _ordered(packed: bytes) -> tuple[TransactionId, ...]:
    """Ids in order, of eight bytes each as PostgreSQL sends them: a million arrive in a tenth of the time of numbers."""
    ids = array("q", packed)
    if byteorder == "little":
        ids.byteswap()
    return tuple(sorted(ids))  # type: ignore[arg-type]  # a TransactionId is an int
