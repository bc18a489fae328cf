"""Ties papers to bookings: worked out of facts, bookings and what persons said, as a step of settling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import sql
from pkm.ledger.agreements import Agreement, match_agreements
from pkm.ledger.claims import SURE, Claim, Key, merge
from pkm.ledger.holder import agreed
from pkm.ledger.matching import PARTS_WITHIN, Link, match
from pkm.ledger.names import tokens
from pkm.ledger.payees import Payees
from pkm.ledger.stated import agreements_of, by_item, claims_of
from pkm.models import CollectionId, Transaction, TransactionId
from pkm.store import facts, figures
from pkm.store.database import Connection
from pkm.store.touched import Touched

BY_TWIN = "a person said so of another paper of the same amount"


def relink(connection: Connection, touched: Touched) -> None:  # noqa: ARG001 - a step of settling
    """Match all papers anew: a function of facts, bookings and what persons said. Writes what has changed only.

    Not narrowed to what was touched: a booking that is taken from one paper is free for the next.
    """
    facts.renew(connection)
    for row in sql.queries.links.collections(connection):
        _relink(connection, CollectionId(row.collection_id))
    _forget_orphans(connection)


def _relink(connection: Connection, collection: CollectionId) -> None:
    said = list(sql.queries.links.said(connection, collection=collection))
    told: dict[str, frozenset[tuple[Key, TransactionId]]] = {
        word: frozenset(((each.document_id, each.item), each.transaction_id) for each in said if each.said == word) for word in ("yes", "no")
    }  # fmt: skip
    claims, agreements = stated(connection, collection)
    claims = merge(claims)
    payees = Payees(row.payee for row in sql.queries.links.payees(connection, collection=collection))
    rows = _candidates(connection, collection, claims, agreements, payees)
    confirmed = [(each, number) for each in claims for key, number in told["yes"] if key in each.papers]
    settled, taken = {each.papers for each, _ in confirmed}, {number for _, number in confirmed}
    found = match(
        [each for each in claims if each.papers not in settled],
        [each for each in rows if each.id not in taken],
        told["no"],
        payees.names,
        _holders(connection, collection),
    )
    found += [
        Link(paper, each.kind, number, "matched", 1.0, BY_TWIN) for each, number in confirmed for paper in each.papers
    ]
    found += match_agreements(agreements, rows, told["no"], payees.names)
    fixed = told["yes"] | told["no"]
    wanted = {(each.paper, each.transaction): each for each in found if (each.paper, each.transaction) not in fixed}
    known = {
        ((each.document_id, each.item), each.transaction_id): each
        for each in sql.queries.links.known(connection, collection=collection)
    }
    _write(connection, collection, wanted, known)


def _holders(connection: Connection, collection: CollectionId) -> set[frozenset[str]]:
    """The words of each name in which the household's accounts are held, as a person says or else their statements."""
    accounts = figures.own_accounts(connection, collection)
    return {tokens(name) for each in accounts if (name := each.holder or agreed(each.stated))}


def _write(
    connection: Connection, collection: CollectionId, wanted: Mapping[tuple[Key, TransactionId], Link], known: Mapping[tuple[Key, TransactionId], Any]
) -> None:  # fmt: skip
    """Delete what is no more or has changed, insert what is new."""
    same = {key for key, each in wanted.items() if key in known and _plain(each) == _stored(known[key])}
    gone = [
        {"document": document, "item": item, "transaction": number}
        for ((document, item), number) in known.keys() - same
    ]
    if gone:
        sql.queries.links.delete(connection, gone)
    new = [
        {
            "document": each.paper[0], "item": each.paper[1], "transaction": each.transaction, "collection": collection,
            "kind": each.kind, "state": each.state, "score": each.score, "reason": each.reason,
        }
        for key, each in wanted.items() if key not in same
    ]  # fmt: skip
    if new:
        sql.queries.links.insert(connection, new)


def _plain(link: Link) -> tuple[object, ...]:
    return link.kind, link.state, round(link.score, 3), link.reason


def _stored(row: Any) -> tuple[object, ...]:
    return row.kind, row.state, round(row.score, 3), row.reason


def _forget_orphans(connection: Connection) -> None:
    """Links of collections in which no paper states anything any more."""
    sql.queries.links.delete_orphans(connection)


def stated(connection: Connection, collection: CollectionId | None) -> tuple[list[Claim], list[Agreement]]:
    """What the papers of a collection claim, and what was agreed."""
    items = by_item(facts.find(connection, collection))
    papers = list(sql.queries.links.papers(connection, collection=collection, documents=None))
    titles = {row.id: f"{row.title} {row.name or ''}" for row in papers}
    return claims_of(items, titles, {row.id: row.date for row in papers}), agreements_of(items, titles)


def _candidates(
    connection: Connection,
    collection: CollectionId,
    claims: Sequence[Claim],
    agreements: Sequence[Agreement],
    payees: Payees,
) -> list[Transaction]:
    """The bookings that can matter: of an amount that is stated, or of a payee that is named."""
    amounts = {
        abs(amount)
        for each in claims
        for amount in (each.amount, *(part for part, _ in each.parts), *([each.discount[0]] if each.discount else []))
    }
    amounts |= {price.amount for each in agreements for price in each.prices}
    if not amounts:
        return []
    named = {name for each in claims if each.kind == "invoice" for name in each.names} | {
        name for each in agreements for name in each.names
    }
    meant = {payee for name in named for payee in payees.like(name, SURE)}
    windows = [each.window for each in claims]
    since = min((first for first, _ in windows), default=date.max)
    until = max((last for _, last in windows), default=date.min) + PARTS_WITHIN if windows else date.min
    if agreements:
        since, until = date.min, date.max

    def fetch() -> list[Any]:
        return list(
            sql.queries.links.candidates(
                connection,
                collection=collection,
                amounts=sorted(amounts),
                payees=sorted(meant),
                since=since,
                until=until,
            )
        )

    rows = fetch()
    accounts = {iban for each in agreements for iban in each.ibans}
    paid = {row.payee for row in rows if (row.counterparty_account or "").replace(" ", "").upper() in accounts} - meant
    if paid:  # whoever holds an account that a contract states may have been paid another amount, too
        meant |= paid
        rows = fetch()
    return [Transaction(**row._asdict(), value_on=None, category="", path="") for row in rows]
