"""Settling the ledger: all that is worked out of the raw bank records, a step at a time.

What statements say never changes. Which accounts are one, which records state the same booking, what belongs together
and what each booking is for follows from the set of all records and from what persons said: the order of import does
not matter, and importing twice changes nothing. Triggers note what came and went (``unsettled``); settling works on
that, on all that it may bear on, and on nothing else.
"""

from __future__ import annotations

from collections.abc import Callable

import sql
from pkm.ledger import counterparty
from pkm.store import totals
from pkm.store.bookings import settle_duplicates
from pkm.store.categories import categorise
from pkm.store.database import Connection, Database
from pkm.store.figures import recount_words
from pkm.store.linking import relink
from pkm.store.pairs import settle_pairs, settle_wallets
from pkm.store.recognition import renew_payees, settle_accounts, settle_currencies, settle_payees
from pkm.store.standing import review_statements
from pkm.store.touched import Touched, take

__all__ = ["STEPS", "Touched", "ensure", "settle"]

Step = Callable[[Connection, Touched], None]

STEPS: tuple[Step, ...] = (
    settle_payees,
    settle_accounts,
    settle_currencies,
    settle_duplicates,
    settle_wallets,
    settle_pairs,
    categorise,
    recount_words,
    review_statements,
    relink,
)


def ensure(database: Database) -> None:
    """Settle the ledger if anything is unsettled; whoever reads it for an answer or a listing asks for this first."""
    with database.transaction() as connection:
        waiting = sql.queries.settle.is_unsettled(connection, rules=counterparty.VERSION)
    if waiting:
        settle(database)


def settle(database: Database) -> None:
    """Settle what is unsettled, in one transaction: killed half-way it is simply done again.

    Nobody else writes bookings meanwhile; readers see the ledger as it was until all of it is settled.
    """
    with database.transaction(durable=False) as connection:
        sql.queries.settle.hold_alone(connection)
        renew_payees(connection)
        touched = take(connection)
        if touched is not None:
            for step in STEPS:
                step(connection, touched)
        totals.renew(connection)  # bookings are filed anew without being unsettled, too
