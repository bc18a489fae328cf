"""What a period's expenses are judged by: no more of the ledger is read than the rules look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import sql
from pkm.ledger.history import History, Payments, Year, fee_of, payee_of
from pkm.ledger.unusual import HISTORY, SETTLED_DAYS
from pkm.models import CollectionId, Transaction, TransactionId
from pkm.store import parts
from pkm.store.database import Connection
from pkm.store.endings import ended

YEARS_OF_MONTHS = 4  # the season of how many earlier years a category's month is held against
SPARE = 50  # read beyond what is looked at, in place of what was returned


def read(
    connection: Connection, since: date, until: date, collection: CollectionId | None = None
) -> tuple[list[Transaction], History]:
    """The period's expenses, and what each is judged by; paths are left out, as no rule looks at them."""
    queries = sql.queries.history
    rows = queries.expenses(connection, since=since, until=until, collection=collection)
    expenses = parts.with_parts(connection, [Transaction(*row) for row in rows])
    payees = {payee_of(each) for each in expenses}
    years = {
        (row.currency, row.month): Year(tuple(row.ids), tuple(row.amounts))
        for row in queries.years(connection, since=since, until=until, collection=collection)
    }
    currencies = sorted({each.currency for each in expenses})
    started = {
        row.currency: row.booked_on for row in queries.started(connection, currencies=currencies, collection=collection)
    }
    account_started = {
        (row.account, row.currency): row.booked_on for row in queries.account_started(connection, collection=collection)
    }
    months: defaultdict[tuple[str, str], dict[date, Decimal]] = defaultdict(dict)
    first = (since - timedelta(days=366 * YEARS_OF_MONTHS)).replace(day=1)
    for row in queries.months(connection, since=first, until=until, collection=collection):
        months[row.category, row.currency][row.month] = row.spent

    def rows_of(category: str, currency: str, first: date, last: date) -> Sequence[TransactionId]:
        found = queries.rows_of(
            connection, category=category, currency=currency, since=first, until=last, collection=collection
        )
        return [row.id for row in found]

    return expenses, History(
        _payments(connection, expenses, payees, since, until, collection), defaultdict(Year, years), started,
        account_started, months, rows_of, ended(connection, payees, collection),
    )  # fmt: skip


def _payments(
    connection: Connection, expenses: Sequence[Transaction], payees: Iterable[str], since: date, until: date,
    collection: CollectionId | None,
) -> dict[tuple[str, str], Payments]:  # fmt: skip
    """What was paid to each payee, oldest first."""
    queries = sql.queries.history
    numbers = {row.id: row.number for row in queries.numbers(connection)}
    returned = {row.id for row in queries.returned(connection)}
    rows = queries.payments(
        connection, payees=sorted(payees), since=since, later=until + timedelta(days=SETTLED_DAYS), collection=collection,
        most=HISTORY + SPARE,
    )  # fmt: skip
    found = {}
    for row in rows:
        own = Payments(row.days, row.ids, row.amounts, [numbers[each] for each in row.accounts], [""] * len(row.ids))
        if not returned.isdisjoint(row.ids):
            own = Payments.of(each for each in own if each.id not in returned)
        found[row.payee, row.currency] = own
    charging = {
        (payee_of(each), each.currency) for each in expenses if fee_of(each.counterparty, each.description, each.type)
    }
    return found | {key: _with_fees(connection, found[key]) for key in charging}


def _with_fees(connection: Connection, payments: Payments) -> Payments:
    """The same, each with the kind of fee that its words say."""
    rows = sql.queries.history.wordings(connection, ids=list(payments.ids))
    kinds = {row.id: fee_of(row.counterparty, row.description, row.type) for row in rows}
    return replace(payments, fees=[kinds[each] for each in payments.ids])
