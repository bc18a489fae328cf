"""Totals that are kept: what bookings come to by day and month, and by year for each payee, so that decades are added up at once.

Triggers note the months and payees whose bookings came, went or changed; settling reckons those anew. A total is read only
where nothing is noted (``figures.sums``), so that no figure is ever of yesterday.
"""

from __future__ import annotations

import sql
from pkm.store.database import Connection


def are_stale(connection: Connection) -> bool:
    """Whether bookings have changed since."""
    return bool(sql.queries.totals.is_stale(connection))


def renew(connection: Connection) -> None:
    """Reckon anew what is stale; to be called by who holds the ledger alone."""
    queries = sql.queries.totals
    if are_stale(connection):
        queries.forget_stale(connection)
        queries.keep_months(connection)
        queries.keep_years(connection)
        queries.clear_stale(connection)
