"""What has changed in the ledger since it was last settled, as the steps of settling see it."""

from __future__ import annotations

from dataclasses import dataclass

import sql
from pkm.store.database import Connection


@dataclass(frozen=True, slots=True)
class Touched:
    """What a step works on.

    The sets themselves lie in temporary tables of the transaction, for SQL to join:

    * ``touched_amount (collection_id, amount, currency)``: all bookings of that currency with that amount either way;
    * ``touched_payee (collection_id, payee)``: all bookings of that payee;
    * ``touched_account (account_id)``: accounts whose statements or bookings came or went, with all that are the same.

    A step that changes what later ones depend on adds to them (``touch``).

    Attributes:
        amounts, payees, accounts: How many there were when settling began.
    """

    amounts: int
    payees: int
    accounts: int


def take(connection: Connection) -> Touched | None:
    """Take what is unsettled into the temporary tables; ``None`` where nothing is."""
    sql.queries.settle.create_touched(connection)
    if not sql.queries.settle.take_unsettled(connection):
        return None
    sql.queries.settle.analyse_touched(connection)
    return Touched(**sql.queries.settle.count_touched(connection)._asdict())


def touch(connection: Connection, transactions: list[int]) -> None:
    """Have the later steps look at the amounts and payees of these bookings too."""
    if transactions:
        sql.queries.settle.touch(connection, ids=transactions)
