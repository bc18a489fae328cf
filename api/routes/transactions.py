"""The ledger."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Query

from api import schemas
from api.auth import Caller
from api.context import Served
from api.problems import documented
from pkm.json import to_json
from pkm.ledger import totals
from pkm.store import ledger, people, settle

router = APIRouter(prefix="/v1", tags=["ledger"])


@router.get("/transactions", response_model=schemas.Transactions, responses=documented(404))
def transactions(
    service: Served,
    caller: Caller,
    since: date | None = None,
    until: date | None = None,
    account: Annotated[str | None, Query(description="A number, the end of one, or a name.")] = None,
    counterparty: Annotated[str | None, Query(description="Words of the counterparty or the description.")] = None,
    category: str | None = None,
    min_amount: Annotated[Decimal | None, Query(alias="min", allow_inf_nan=False)] = None,
    max_amount: Annotated[Decimal | None, Query(alias="max", allow_inf_nan=False)] = None,
    collection: str | None = None,
) -> dict[str, Any]:
    """Bookings that match, oldest first, with their sums by currency."""
    settle.ensure(service.database)
    with service.database.transaction(caller.person) as connection:
        within = people.within(connection, collection)
        found = ledger.listed(
            connection, since=since, until=until, account=account, counterparty=counterparty, category=category,
            min_amount=min_amount, max_amount=max_amount, collection=within,
        )  # fmt: skip
    return {"transactions": to_json(found), "totals": to_json(totals.total(found))}
