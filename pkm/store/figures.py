"""Figures of the ledger: every sum, count, median and choice of bookings that an answer states is one of these queries."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal, NamedTuple

import sql
from pkm.ledger import rhythms
from pkm.ledger.category import SPLIT, TRANSFER
from pkm.ledger.recurring import Payment, Recurring, recurring
from pkm.models import AccountId, CollectionId, DocumentId, TransactionId
from pkm.store import parts
from pkm.store.chosen import Filter, Term
from pkm.store.database import Connection
from pkm.store.sums import Sorting, Sum, add, less_common, ordered, take

Grouping = Literal["day", "week", "month", "quarter", "year", "category", "counterparty", "account", "role"]
SILENT = timedelta(days=92)


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
    """An account of the household, or a part of one that was merged; ``id`` and ``root`` name the whole.

    ``holder`` is whose a person says that it is, ``stated`` whom its statements name; ``folder`` is the name of the one in
    which most of its statements lie, ``place`` its path, ``file`` how most of their files are called, in letters alone.
    """

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
    folder: str | None = None
    stated: Sequence[str] = ()
    place: str | None = None
    file: str | None = None


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
    if chosen.without is not None:
        return _sums_apart(connection, chosen, grouping)
    chosen = _opened(connection, chosen)
    kept = kept_time(chosen, grouping)
    divided = parts.are_there(connection)
    apart = divided and grouping == "category"
    if kept is None:
        rows = _rows(connection, "sums", chosen, grouping=grouping, apart=apart)
    else:
        rows = _rows(connection, "kept_sums", chosen, grouping=grouping, **kept)
    found: dict[tuple[str, str | None], Sum] = {}
    for row in rows:
        if not (apart and row.key == SPLIT):
            take(found, row)
    if apart or (divided and chosen.terms):
        for row in _rows(connection, "sums", chosen, "shares", grouping=grouping, apart=apart):
            if row.key != TRANSFER or TRANSFER in chosen.roles or not apart:
                take(found, row, is_divided=True)
    elif divided and TRANSFER not in chosen.roles:
        for row in parts.moved(connection, chosen, grouping):  # to another own account, as a part of these bookings
            if one := found.get((row.currency, row.key)):
                found[row.currency, row.key] = one.less(row.amount, row.amount if row.refund else Decimal(0))
    return list(found.values())


def _sums_apart(connection: Connection, chosen: Filter, grouping: Grouping | None) -> list[Sum]:
    """The sums of what is meant less those of what is left out of it."""
    whole, other = chosen.parted()
    less = {(each.currency, each.key): each for each in sums(connection, other, grouping)}
    found = []
    for each in sums(connection, whole, grouping):
        own = chosen.of_category(each.key or "") if grouping == "category" else chosen
        found.append(less_common(connection, each, less.get((each.currency, each.key)), own))
    return [each for each in found if each.count]


def _opened(connection: Connection, chosen: Filter) -> Filter:
    """Without the ends of its time beyond which there are no bookings: totals of a month that has begun are then of use."""
    days = span(connection, chosen.collection)
    if days is None:
        return chosen
    return replace(
        chosen,
        since=chosen.since if chosen.since and chosen.since > days[0] else None,
        until=chosen.until if chosen.until and chosen.until < days[1] else None,
    )


def kept_time(chosen: Filter, grouping: Grouping | None) -> dict[str, Any] | None:
    """From which day on and before which there are kept totals of what is meant; ``None`` where there are none.

    They are kept by month and category, for groups by counterparty by year, and by day; of parts of it the bookings themselves
    tell.
    """
    if chosen.side or chosen.into or chosen.lowest is not None or chosen.highest is not None:
        return None
    if chosen.weekdays is not None and grouping in {"category", "counterparty"}:
        return None
    span = {"day": "day", "week": "day", "counterparty": "year"}.get(grouping or "", "month")
    span = "day" if chosen.weekdays is not None else span
    if chosen.has_topic and (span != "month" or not chosen.is_of_categories):
        return None
    start, stop = chosen.since, chosen.until and chosen.until + timedelta(days=1)
    if start and span != "day" and (start.day > 1 or (span == "year" and start.month > 1)):
        is_next = span == "year" or start.month == 12
        start = date(start.year + 1, 1, 1) if is_next else date(start.year, start.month + 1, 1)
    if stop and span != "day":
        stop = date(stop.year, 1 if span == "year" else stop.month, 1)
    if start and stop and start >= stop:
        return None
    return {"span": span, "unit": "year" if span == "year" else "month", "start": start, "stop": stop}


def reach(connection: Connection, chosen: Filter) -> tuple[date, date] | None:
    """The days of the first and the last booking that is meant."""
    (row,) = _rows(connection, "reach", chosen)
    return None if row.first is None else (row.first, row.last)


def middle(connection: Connection, chosen: Filter, count: int) -> tuple[Decimal, Decimal]:
    """The two middle amounts of what is meant, which is of one currency and as many; one and the same of an odd number."""
    rows = _rows(connection, "middle", chosen, skip=(count - 1) // 2, most=2 - count % 2)
    return rows[0].amount, rows[-1].amount


def top(connection: Connection, chosen: Filter, sorting: Sorting, most: int | None) -> list[TransactionId]:
    """The ids of the first bookings in that order; equal ones by day."""
    if chosen.without is not None:
        return _top_apart(connection, chosen, sorting, most)
    narrow = chosen.has_topic or chosen.lowest is not None
    rows = _rows(connection, "top", chosen, sorting=sorting, narrow=narrow, most=most)
    return [row.id for row in rows]


def _top_apart(connection: Connection, chosen: Filter, sorting: Sorting, most: int | None) -> list[TransactionId]:
    """The first of what is meant that are not left out of it: ever more are read until there are enough."""
    whole, other = chosen.parted()
    apart = frozenset(each for part in sums(connection, other) for each in part.ids)
    asked = most
    while True:
        found = top(connection, whole, sorting, asked)
        left = [each for each in found if each not in apart]
        if most is None or asked is None or len(left) >= most or len(found) < asked:
            break
        asked *= 8
    divided = {each: add(stays.values()) for each, stays in parts.meant(connection, chosen, apart).items() if stays}
    if divided:  # what is not left out of them has a place among the others
        left += [each for part in sums(connection, whole) for each in part.ids if each in divided]
        left = ordered(connection, left, divided, sorting)
    return left[:most]


def series(connection: Connection, chosen: Filter, until: date) -> list[Recurring]:
    """The payments that come back and go on at a day, or where statements of their account end before it.

    An account of which they tell nothing for ``SILENT``, while they do of others, is taken for one that has ended.
    """
    told = dict(sql.queries.figures.told_until(connection, collection=chosen.collection))
    known = {account: min(day, until) for account, day in told.items() if day is not None}
    newest = max(known.values(), default=until)
    ends = {account: day if newest - day <= SILENT else newest for account, day in known.items()}
    return [each for each in recurring(_regular(connection, chosen)) if each.goes_on(ends.get(each.account, newest))]


def _regular(connection: Connection, chosen: Filter) -> list[Payment]:
    """The bookings of payees, or of one amount of theirs, that keep a rhythm."""
    import numpy as np

    (row,) = _rows(connection, "columns", chosen)
    if row.ids is None:
        return []
    ids, *told = (np.frombuffer(each, ">i8").astype(np.int64) for each in row)
    found = ids[rhythms.regular(*told)].tolist()
    payments = [Payment(*each) for each in sql.queries.figures.payments(connection, ids=found)]
    shares = parts.meant(connection, chosen, found) if chosen.terms else {}
    return [each._replace(amount=add(shares[each.id].values())) if each.id in shares else each for each in payments]


def charges(connection: Connection, chosen: Filter) -> list[Charges]:
    """The bookings by payee and account."""
    return [Charges(*row) for row in _rows(connection, "charges", chosen)]


def stated_balances(connection: Connection, accounts: Sequence[AccountId], day: date) -> list[StatedBalance]:
    """The stated balance nearest to a day, by part of an account and currency; earlier ones before later ones."""
    rows = sql.queries.figures.stated_balances(connection, accounts=list(accounts), day=day)
    return [StatedBalance(*row) for row in rows]


def holdings(connection: Connection, accounts: Sequence[AccountId], day: date) -> list[HoldingRow]:
    """What the accounts held by their last statements up to a day."""
    return [HoldingRow(*row) for row in sql.queries.figures.holdings(connection, accounts=list(accounts), day=day)]


def has_any(connection: Connection, chosen: Filter) -> bool:
    """Whether any booking is meant."""
    return bool(_rows(connection, "any", chosen)[0][0])


def one_sided(connection: Connection, chosen: Filter) -> int:
    """Of how many transfers no statement tells the other side."""
    ids = [each for part in sums(connection, chosen) for each in part.ids]
    return int(sql.queries.figures.one_sided(connection, ids=ids)) if ids else 0


def span(connection: Connection, collection: CollectionId | None) -> tuple[date, date] | None:
    """The days of the first and the last booking of anything."""
    row = sql.queries.figures.span(connection, collection=collection)
    return None if row.first is None else (row.first, row.last)


def currencies(connection: Connection, collection: CollectionId | None) -> list[str]:
    """The currencies of all bookings, those of most statements first."""
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


def payees_called(connection: Connection, collection: CollectionId | None, names: Sequence[str]) -> list[str]:
    """Those of these names that are a payee's."""
    return [
        row.payee for row in sql.queries.figures.payees_called(connection, collection=collection, names=list(names))
    ]


def own_accounts(connection: Connection, collection: CollectionId | None) -> list[OwnAccount]:
    """All accounts with their parts, under the number, label and holder of the whole."""
    return [OwnAccount(*row) for row in sql.queries.figures.own_accounts(connection, collection=collection)]


def query(name: str, chosen: Filter, of: str | None = None) -> str:
    """A named query over what a filter means: what no word narrows is not united of parts, so that an index may order it.

    ``of`` is another function in SQL to choose by: ``shares`` tells divided bookings alone, ``chosen_and_shares`` all.
    """
    told: str = getattr(sql.queries.figures, name).sql
    return told.replace(" chosen(", f" {of or ('chosen' if chosen.has_topic else 'counted')}(")


def _saying(connection: Connection, chosen: Filter, told: dict[str, Any]) -> list[str] | None:
    """The payees beside those that are meant whole in whose bookings one of the words stands; ``None`` where that is not known."""
    saying = sql.queries.figures.payees_saying(
        connection, collection=chosen.collection, words=told["words"], apart=told["payees"] or []
    )
    return list(saying) if saying is not None else None


def _rows(connection: Connection, name: str, chosen: Filter, of: str | None = None, **more: object) -> list[Any]:
    """What a query finds, planned for its own filter; in binary, as half of the time would go into writing out ids."""
    if of is None and name not in {"sums", "kept_sums"} and chosen.terms and parts.are_there(connection):
        of = "chosen_and_shares"
    sql.queries.figures.plan_anew(connection)
    told = chosen.arguments()
    if told["words"]:
        told["among"] = _saying(connection, chosen, told)
    with connection.cursor(binary=True) as cursor:
        return cursor.execute(query(name, chosen, of), told | more).fetchall()
