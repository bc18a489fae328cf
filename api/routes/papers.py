"""Papers and the bookings that pay them; deadlines."""

from __future__ import annotations

from datetime import date as Day
from typing import Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.auth import Caller
from api.context import Served
from api.problems import documented
from api.schemas import Amount
from pkm.json import to_json
from pkm.store import links, people, settle

router = APIRouter(prefix="/v1", tags=["ledger"])

State = Literal["matched", "unmatched", "doubtful"]


class Payment(BaseModel):
    """A booking that a paper is linked to; ``said`` is a person's word."""

    id: int
    booked_on: Day
    amount: Amount
    currency: str
    counterparty: str
    score: float = Field(ge=0, le=1)
    reason: str
    said: Literal["yes", "no"] | None


class Link(BaseModel):
    """An invoice, receipt or contract; ``item`` tells several papers of one document apart."""

    document_id: int
    path: str
    title: str
    item: int
    kind: Literal["invoice", "receipt", "credit_note", "contract", "price_change"]
    number: str | None
    issuer: str | None
    date: Day | None
    amount: Amount | None
    currency: str | None
    state: State
    transactions: list[Payment]
    doubtful: list[Payment] = Field(description="Beside those of a matched paper: bookings that may belong to it too.")


class Links(BaseModel):
    """Papers by their day."""

    links: list[Link]


class Deadline(BaseModel):
    """By when something must be done: ``renews`` unless notice is given, ``may_end`` then, ``ends``, or ``payment``.

    ``notice_given``: somebody gave notice to that day, and no confirmation was found. ``spans`` are the characters of the document's text that state it.
    """

    document_id: int
    item: int
    what: Literal["renews", "may_end", "ends", "notice_given", "payment"]
    subject: str
    notice_by: Day | None = Field(description="The last day on which notice, or the money, is in time.")
    ends_on: Day | None
    renews_for: str = Field(description="An ISO 8601 duration, or indefinite; empty where it does not renew.")
    spans: list[tuple[int, int]]
    amount: Amount | None
    currency: str | None


class Deadlines(BaseModel):
    """What lies ahead, the nearest first."""

    deadlines: list[Deadline]


@router.get("/links", response_model=Links, responses=documented(404))
def list_links(
    service: Served,
    caller: Caller,
    state: State | None = None,
    since: Day | None = None,
    until: Day | None = None,
    collection: str | None = None,
) -> dict[str, Any]:
    """Invoices, receipts and contracts by their day, each with the bookings that pay it."""
    settle.ensure(service.database)
    with service.database.transaction(caller.person) as connection:
        found = links.find(connection, people.within(connection, collection), state=state, since=since, until=until)
    return {"links": [to_json(links.as_json(each)) for each in found]}


@router.get("/deadlines", response_model=Deadlines, responses=documented(404))
def list_deadlines(service: Served, caller: Caller, collection: str | None = None) -> dict[str, Any]:
    """What contracts and unpaid invoices ask for from today on."""
    settle.ensure(service.database)
    with service.database.transaction(caller.person) as connection:
        found = links.deadlines(connection, service.settings.now().date(), people.within(connection, collection))
    return {"deadlines": to_json(found)}
