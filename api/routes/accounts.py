"""Accounts, and whether their statements add up."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from api import schemas
from api.auth import Caller
from api.context import Served
from api.problems import documented
from pkm.json import to_json
from pkm.store import accounts, people, settle

router = APIRouter(prefix="/v1", tags=["ledger"])


@router.get("/accounts", response_model=schemas.Accounts, responses=documented(404))
def list_accounts(service: Served, caller: Caller, collection: str | None = None) -> dict[str, Any]:
    """All accounts: numbers, period covered, gaps, what does not add up, the last balance."""
    settle.ensure(service.database)
    with service.database.transaction(caller.person) as connection:
        found = accounts.listing(connection, people.within(connection, collection))
    return {"accounts": to_json(found)}
