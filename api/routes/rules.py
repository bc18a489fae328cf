"""The owner's rules: what decides a booking's category."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Path, status
from pydantic import BaseModel, Field

from api.auth import Caller, Writer
from api.context import Served
from api.problems import documented
from api.schemas import Amount, Form
from pkm.json import to_json
from pkm.models import CollectionId
from pkm.store import people, rules, settle

router = APIRouter(prefix="/v1/rules", tags=["ledger"])

Bound = Annotated[Decimal | None, Field(allow_inf_nan=False)]


class RuleForm(Form):
    """A rule to add behind the others."""

    words: str = Field(min_length=1, max_length=200, description="All of them stand in the booking; * is any letters.")
    category: str = Field(min_length=1, max_length=60, examples=["electricity"])
    account: str | None = Field(None, description="A number, the end of one, or a name.")
    min_amount: Bound = Field(None, alias="min", description="At least; money out is negative.")
    max_amount: Bound = Field(None, alias="max", description="At most.")
    collection: str | None = None


class Rule(BaseModel):
    """A rule; ``number`` is its place in the order, the first that fits decides."""

    number: int
    id: int
    words: str
    account: str | None
    min_amount: Amount | None
    max_amount: Amount | None
    category: str


class Rules(BaseModel):
    """The rules in their order."""

    rules: list[Rule]


class Change(BaseModel):
    """A rule that came or went, and how many bookings changed their category by that."""

    rule: Rule
    changed: int


@router.get("", response_model=Rules, responses=documented(404))
def listed(service: Served, caller: Caller, collection: str | None = None) -> dict[str, Any]:
    """The rules in their order."""
    with service.database.transaction(caller.person) as connection:
        found = rules.listed(connection, people.find_collection(connection, collection).id)
    return {"rules": to_json(found)}


@router.post("", response_model=Change, status_code=status.HTTP_201_CREATED, responses=documented(403, 404))
def add(service: Served, caller: Writer, form: RuleForm) -> dict[str, Any]:
    """Add a rule behind the others; bookings are categorised by it at once."""
    settle.ensure(service.database)
    with service.database.transaction(caller.person) as connection:
        within = people.find_collection(connection, form.collection).id
        added, changed = rules.add(
            connection, within, form.words, form.category, account=form.account, min_amount=form.min_amount,
            max_amount=form.max_amount,
        )  # fmt: skip
    return {"rule": to_json(added), "changed": changed}


@router.delete("/{number}", response_model=Change, responses=documented(403, 404))
def remove(
    service: Served,
    caller: Writer,
    number: Annotated[int, Path(ge=1, le=2**31)],
    collection: str | None = None,
) -> dict[str, Any]:
    """Remove the rule of that number; bookings are categorised without it at once."""
    settle.ensure(service.database)
    with service.database.transaction(caller.person) as connection:
        within: CollectionId = people.find_collection(connection, collection).id
        removed, changed = rules.remove(connection, within, number)
    return {"rule": to_json(removed), "changed": changed}
