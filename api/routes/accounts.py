"""Accounts, and whether their statements add up."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel

from api.auth import Caller
from api.context import Served
from api.problems import documented
from pkm.json import to_json
from pkm.store import accounts, people, settle
from pkm.store.accounts import Account

router = APIRouter(prefix="/v1", tags=["ledger"])


class Accounts(BaseModel):
    """All accounts, each with all that is the same, and its records currency by currency."""

    accounts: list[Account]


@router.get("/accounts", response_model=Accounts, responses=documented(404))
def list_accounts(service: Served, caller: Caller, collection: str | None = None) -> dict[str, Any]:
    """All accounts: numbers, period covered, gaps, what does not add up, the last balance."""
    settle.ensure(service.database)
    with service.database.transaction(caller.person) as connection:
        found = accounts.listing(connection, people.within(connection, collection))
    return {"accounts": to_json(found)}
