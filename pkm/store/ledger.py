"""The ledger: accounts, statements and transactions as bank records state them, each booking once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

import sql
from pkm import members, period
from pkm.errors import NotFound
from pkm.ledger import counterparty, words
from pkm.ledger.identity import LONGEST
from pkm.models import (
    NO_CURRENCY,
    CollectionId,
    DocumentId,
    ParsedHolding,
    ParsedStatement,
    ParsedTransaction,
    Transaction,
    TransactionId,
)
from pkm.store import categories, parts
from pkm.store.database import Connection


def insert(
    connection: Connection,
    collection: CollectionId,
    document: DocumentId,
    statements: Sequence[ParsedStatement],
    form: str,
) -> int:
    """Store a document's statements with all that they hold; returns how many transactions.

    ``form`` is the document's type: references of bookings are told apart within one.
    """
    if statements:  # two writers that name the same accounts in different orders would wait for each other
        sql.queries.ledger.lock_accounts(connection, collection=collection)
    for ordinal, each in enumerate(statements):
        account = sql.queries.ledger.ensure_account(
            connection, collection=collection, number=account_number(each.account), name=each.account,
            institution=each.institution, kind=each.account_kind, currency=_currency_of(each),
        )  # fmt: skip
        statement = sql.queries.ledger.insert_statement(
            connection, collection=collection, document=document, account=account, ordinal=ordinal, currency=_currency_of(each),
            since=each.since, until=each.until, opening=each.opening, closing=each.closing, format=form,
            first_booked=min((row.booked_on for row in each.transactions), default=None),
            last_booked=max((row.booked_on for row in each.transactions), default=None),
            name=each.account, institution=each.institution, kind=each.account_kind,
            numbers=_other_numbers(each),
        )  # fmt: skip
        place = {"collection": collection, "document": document, "statement": statement, "account": account}
        rows = [
            place
            | fields_of(row)
            | {
                "payee": counterparty.of(row.counterparty, row.description),
                "stems": words.stems(row.counterparty, row.description),
            }
            for row in each.transactions
        ]
        if rows:
            sql.queries.ledger.insert_transaction(connection, rows)
            parts.insert(connection, collection, statement, each.transactions)
        if each.holdings:
            sql.queries.ledger.insert_holding(connection, [place | fields_of(row) for row in each.holdings])
    return sum(len(each.transactions) for each in statements)


def _currency_of(statement: ParsedStatement) -> str:
    """Its currency: ``XXX`` only where its bookings do not agree on one either."""
    used = {each.currency for each in statement.transactions}
    return used.pop() if statement.currency == NO_CURRENCY and len(used) == 1 else statement.currency


def _other_numbers(statement: ParsedStatement) -> list[str]:
    """The other numbers that it states; what is too long for one is none."""
    others = {account_number(each) for each in statement.numbers} - {account_number(statement.account)}
    return sorted(each for each in others if len(each) <= LONGEST)


def fields_of(row: ParsedTransaction | ParsedHolding) -> dict[str, Any]:
    """A parsed row's columns by name."""
    return {each.name: getattr(row, each.name) for each in fields(row) if each.name != "parts"}


def forget_accounts(connection: Connection) -> None:
    """Delete the accounts of which no statement is left."""
    idle = [row.id for row in sql.queries.ledger.lock_idle_accounts(connection)]
    sql.queries.ledger.delete_idle_accounts(connection, accounts=idle)


def account_number(text: str) -> str:
    """An account's number in the one form by which it is recognised: upper case, no spaces."""
    return "".join(text.split()).upper()


def transactions(
    connection: Connection, *, since: date | None = None, until: date | None = None, account: str | None = None,
    counterparty: str | None = None, category: str | None = None, min_amount: Decimal | None = None,
    max_amount: Decimal | None = None, collection: CollectionId | None = None, ids: Sequence[TransactionId] | None = None,
) -> list[Transaction]:  # fmt: skip
    """The bookings that match, each once, by booking date.

    Args:
        since, until: Booking dates, both inclusive.
        account: A number, the end of one, or a name.
        counterparty: Words that occur in the counterparty or the description, its own or a part's, whatever their case.
        category: Of what is divided the parts of it, which ``amount`` then is.
        min_amount, max_amount: Signed, both inclusive.
    """
    rows = sql.queries.ledger.transactions(
        connection, since=since, until=until, account=account, counterparty=counterparty, category=category,
        min_amount=min_amount, max_amount=max_amount, collection=collection, ids=None if ids is None else list(ids),
    )  # fmt: skip
    told = ((row._asdict(), members.place(row.path, row.within)) for row in rows)
    found = [
        Transaction(**{name: each[name] for name in each if name != "within"}, place=place) for each, place in told
    ]
    return parts.with_parts(connection, found, category)


def listed(
    connection: Connection, *, since: date | None = None, until: date | None = None, account: str | None = None,
    counterparty: str | None = None, category: str | None = None, min_amount: Decimal | None = None,
    max_amount: Decimal | None = None, collection: CollectionId | None = None,
) -> list[Transaction]:  # fmt: skip
    """``transactions`` for who names an account or a category.

    Raises ``UsageError`` for a period that ends before it begins, ``NotFound`` for an account without bookings and for a
    category that neither pkm nor a booking knows.
    """
    period.check(since, until)
    found = transactions(
        connection, since=since, until=until, account=account, counterparty=counterparty, category=category,
        min_amount=min_amount, max_amount=max_amount, collection=collection,
    )  # fmt: skip
    if account is not None and not found and not transactions(connection, account=account, collection=collection):
        raise NotFound(f"there is no account {account!r} with bookings", "pkm accounts lists them")
    if category is not None and not found:
        categories.require(connection, category, collection)
    return found
