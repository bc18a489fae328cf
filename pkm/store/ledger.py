"""The ledger: accounts, statements and transactions as bank records state them, each booking once."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import sql
from pkm.models import CollectionId, DocumentId, ParsedStatement, ParsedTransaction, Transaction, TransactionId
from pkm.store.database import Connection


class StatementRow(NamedTuple):
    """One statement: what period of which account it covers."""

    id: int
    account: str
    account_name: str
    currency: str
    since: date | None
    until: date | None
    opening: Decimal | None
    closing: Decimal | None
    document_id: DocumentId
    path: str


class AccountRow(NamedTuple):
    """One account with the period that its statements span."""

    number: str
    name: str
    institution: str | None
    kind: str | None
    currency: str
    statements: int
    since: date | None
    until: date | None


def insert(
    connection: Connection, collection: CollectionId, document: DocumentId, statements: Sequence[ParsedStatement]
) -> int:
    """Store a document's statements with their transactions; returns how many transactions."""
    if statements:  # two writers that name the same accounts in different orders would wait for each other
        sql.queries.ledger.lock_accounts(connection, collection=collection)
    count = 0
    for ordinal, each in enumerate(statements):
        account = sql.queries.ledger.ensure_account(
            connection, collection=collection, number=account_number(each.account), name=each.account,
            institution=each.institution, kind=each.account_kind, currency=each.currency,
        )  # fmt: skip
        statement = sql.queries.ledger.insert_statement(
            connection, collection=collection, document=document, account=account, ordinal=ordinal, currency=each.currency,
            since=each.since, until=each.until, opening=each.opening, closing=each.closing,
        )  # fmt: skip
        rows = [
            {
                "collection": collection, "document": document, "statement": statement, "account": account,
                "fingerprint": fingerprint, "booked_on": row.booked_on, "value_on": row.value_on, "amount": row.amount,
                "currency": row.currency, "counterparty": row.counterparty, "description": row.description,
                "type": row.type, "status": row.status, "reference": row.reference, "locator": row.locator,
                "char_start": row.char_start, "char_end": row.char_end,
            }
            for row, fingerprint in zip(each.transactions, fingerprints(each.transactions), strict=True)
        ]  # fmt: skip
        if rows:
            sql.queries.ledger.insert_transaction(connection, rows)
        count += len(rows)
    return count


def forget_accounts(connection: Connection) -> None:
    """Delete the accounts of which no statement is left."""
    idle = [row.id for row in sql.queries.ledger.lock_idle_accounts(connection)]
    sql.queries.ledger.delete_idle_accounts(connection, accounts=idle)


def account_number(text: str) -> str:
    """An account's number in the one form by which it is recognised: upper case, no spaces."""
    return "".join(text.split()).upper()


def fingerprints(transactions: Sequence[ParsedTransaction]) -> list[str]:
    """What makes a booking the same one in overlapping exports of an account.

    The bank's own reference where there is one; else its day, amount and words, and which of several equal ones of
    that day it is, so that two equal coffees stay two. Given as a hash, for words may be longer than an index entry.
    """
    seen: Counter[str] = Counter()
    found = []
    for each in transactions:
        words = " ".join(f"{each.counterparty} {each.description}".casefold().split())
        key = (
            f"ref:{each.reference}"
            if each.reference
            else f"{each.booked_on}|{each.amount.normalize():f}|{each.currency}|{words}"
        )
        seen[key] += 1
        found.append(hashlib.blake2b(f"{key}#{seen[key]}".encode(), digest_size=16).hexdigest())
    return found


def transactions(
    connection: Connection, *, since: date | None = None, until: date | None = None, account: str | None = None,
    counterparty: str | None = None, category: str | None = None, min_amount: Decimal | None = None,
    max_amount: Decimal | None = None, collection: CollectionId | None = None, ids: Sequence[TransactionId] | None = None,
) -> list[Transaction]:  # fmt: skip
    """The bookings that match, each once, by booking date.

    Args:
        since, until: Booking dates, both inclusive.
        account: A number, the end of one, or a name.
        counterparty: Words that occur in the counterparty or the description, whatever their case.
        min_amount, max_amount: Signed, both inclusive.
    """
    rows = sql.queries.ledger.transactions(
        connection, since=since, until=until, account=account, counterparty=counterparty, category=category,
        min_amount=min_amount, max_amount=max_amount, collection=collection, ids=None if ids is None else list(ids),
    )  # fmt: skip
    return [Transaction(**row._asdict()) for row in rows]


def statements(connection: Connection, collection: CollectionId | None = None) -> list[StatementRow]:
    """All statements by account and period."""
    return [StatementRow(*row) for row in sql.queries.ledger.statements(connection, collection=collection)]


def accounts(connection: Connection, collection: CollectionId | None = None) -> list[AccountRow]:
    """All accounts with the period that their statements span."""
    return [AccountRow(*row) for row in sql.queries.ledger.accounts(connection, collection=collection)]
