"""What a period's expenses are judged by: no more of the ledger is read than the rules look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

import sql
from pkm.ledger.unusual import HISTORY, SETTLED_DAYS, History, Year, payee_of
from pkm.models import CollectionId, Transaction, TransactionId
from pkm.store.database import Connection
from pkm.store.endings import ended

YEARS_OF_MONTHS = 4  # the season of how many earlier years a category's month is held against


def read(
    connection: Connection, since: date, until: date, collection: CollectionId | None = None
) -> tuple[list[Transaction], History]:
    """The period's expenses, and what each is judged by; paths are left out, as no rule looks at them."""
    rows = sql.queries.history.payments(
        connection,
        since=since,
        until=until,
        later=until + timedelta(days=SETTLED_DAYS),
        collection=collection,
        most=HISTORY,
    )
    payments: defaultdict[tuple[str, str], list[Transaction]] = defaultdict(list)
    expenses = []
    for row in rows:
        each = Transaction(*row)
        payments[payee_of(each), each.currency].append(each)
        if since <= each.booked_on <= until:
            expenses.append(each)
    years = defaultdict(
        Year,
        {
            (row.currency, row.month): Year(tuple(row.ids), tuple(row.amounts))
            for row in sql.queries.history.years(connection, since=since, until=until, collection=collection)
        },
    )
    over = ended(connection, {payee_of(each) for each in expenses}, collection)
    currencies = sorted({each.currency for each in expenses})
    started = {
        row.currency: row.booked_on
        for row in sql.queries.history.started(connection, currencies=currencies, collection=collection)
    }
    account_started = {
        (row.account, row.currency): row.booked_on
        for row in sql.queries.history.account_started(connection, collection=collection)
    }
    months: defaultdict[tuple[str, str], dict[date, object]] = defaultdict(dict)
    first = since.replace(day=1) - timedelta(days=366 * YEARS_OF_MONTHS)
    for row in sql.queries.history.months(connection, since=first, until=until, collection=collection):
        months[row.category, row.currency][row.month] = row.spent

    def rows_of(category: str, currency: str, first: date, last: date) -> Sequence[TransactionId]:
        found = sql.queries.history.rows_of(
            connection, category=category, currency=currency, since=first, until=last, collection=collection
        )
        return [row.id for row in found]

    return expenses, History(payments, years, started, account_started, months, rows_of, over)  # type: ignore[arg-type]
