"""Links between papers and bookings: what persons say of them, and their lists. `pkm.store.linking` works them out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from datetime import date as Day
from decimal import Decimal
from typing import Any, Literal, NamedTuple

import sql
from pkm import period
from pkm.errors import NotFound, UsageError
from pkm.facts import Deadline, Fact, PaperKind
from pkm.facts import deadlines as deadlines_of
from pkm.facts import over as over_of
from pkm.ledger.claims import Key
from pkm.ledger.stated import asked_of, by_item, first, sum_of
from pkm.models import CollectionId, DocumentId, TransactionId
from pkm.store import facts
from pkm.store.database import Connection

State = Literal["matched", "doubtful", "unmatched"]
Said = Literal["yes", "no"]
DATED: frozenset[PaperKind] = frozenset({"contract", "cancellation", "notice_given"})
LINKED = {
    "invoice": "invoice",
    "receipt": "receipt",
    "credit_note": "invoice",
    "contract": "contract",
    "price_change": "contract",
}


@dataclass(frozen=True, slots=True)
class Payment:
    """A booking that a paper is linked to."""

    id: TransactionId
    booked_on: date
    amount: Decimal
    currency: str
    counterparty: str
    score: float
    reason: str
    said: Said | None
    state: Literal["matched", "doubtful"] = "matched"
    payee: str = ""


@dataclass(frozen=True, slots=True)
class Linked:
    """A paper's item with what pays it; denied bookings are listed and do not count."""

    document_id: DocumentId
    path: str
    title: str
    item: int
    kind: str
    number: str | None
    issuer: str | None
    date: Day | None
    amount: Decimal | None
    currency: str | None
    state: State
    transactions: tuple[Payment, ...]
    due: Day | None = None
    facts: tuple[Fact, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract with all that it states, and its next deadline."""

    document_id: DocumentId
    path: str
    title: str
    item: int
    facts: tuple[Fact, ...]
    deadline: Deadline | None


class Explanation(NamedTuple):
    """The words of a paper that explain a booking."""

    document_id: DocumentId
    char_start: int
    char_end: int
    why: str


# ---------------------------------------------------------------- what persons say


def say(
    connection: Connection, document: DocumentId, transaction: TransactionId, said: Said, item: int | None = None
) -> None:
    """Note that a person confirmed or denied a link; raises ``NotFound``, ``UsageError`` where the item is open."""
    row = sql.queries.links.of_transaction(connection, transaction=transaction)
    if row is None:
        raise NotFound(f"there is no booking {transaction}", "pkm transactions --json lists them with their ids")
    papers = [each for each in facts.find(connection, documents=[document], kinds=["paper"]) if each.text in LINKED]
    known = {
        each.item
        for each in sql.queries.links.linked(
            connection, collection=None, documents=[document], transactions=[transaction]
        )
    }
    meant = [each for each in papers if (item is None and (each.item in known or not known)) or each.item == item]
    if not meant:
        raise NotFound(f"document {document} states no invoice, receipt or contract", "pkm links lists those that do")
    if len(meant) > 1:
        raise UsageError(f"document {document} holds {len(meant)} papers", "say which one with --item")
    if not sql.queries.links.say(
        connection,
        document=document,
        item=meant[0].item,
        transaction=transaction,
        kind=LINKED[meant[0].text],
        said=said,
    ):
        raise UsageError(f"document {document} and booking {transaction} belong to different collections")


# ---------------------------------------------------------------- listing


def find(
    connection: Connection,
    collection: CollectionId | None = None,
    *,
    state: State | None = None,
    since: date | None = None,
    until: date | None = None,
    documents: Sequence[DocumentId] | None = None,
    kinds: Collection[PaperKind] | None = None,
    priced: bool = True,
) -> list[Linked]:
    """Papers with what pays them, by their day; ``since`` and ``until`` are days of the paper, both included.

    Only those of ``kinds`` are looked at, if any are named. Without ``priced`` also contracts of which no price was read.

    Raises ``UsageError`` for a period that ends before it begins.
    """
    period.check(since, until)
    items = by_item(facts.find(connection, collection, documents=documents, papers=kinds))
    if kinds is not None:
        documents = sorted({document for document, _ in items})
    payments: defaultdict[Key, list[Payment]] = defaultdict(list)
    for row in sql.queries.links.linked(
        connection, collection=collection, documents=None if documents is None else list(documents), transactions=None
    ):
        told = (row.id, row.booked_on, row.amount, row.currency, row.counterparty, round(row.score, 4), row.reason)
        payments[row.document_id, row.item].append(Payment(*told, row.said, row.state, row.payee))
    papers = {row.id: row for row in sql.queries.links.papers(connection, collection=collection, documents=documents)}
    found = []
    for key, own in items.items():
        paper, money = first(own, "paper"), asked_of(own)
        if paper is None or paper.text not in (LINKED if kinds is None else kinds) or key[0] not in papers:
            continue
        if not money and (priced or paper.text != "contract"):
            continue
        row, issued = papers[key[0]], first(own, "date") or first(own, "start")
        day = issued.day if issued and issued.day else row.date
        number, issuer, due = (
            first(own, "number") or first(own, "customer"),
            first(own, "issuer") or first(own, "party"),
            first(own, "due"),
        )
        each = Linked(
            key[0], row.path, row.title, key[1], paper.text, number.text if number else None, issuer.text if issuer else None, day,
            sum_of(money), money[0].currency if money else None, _state(payments[key]), tuple(payments[key]), due.day if due else None, tuple(own),
        )  # fmt: skip
        if (
            (state is None or each.state == state)
            and (since is None or (day and day >= since))
            and (until is None or (day and day <= until))
        ):
            found.append(each)
    return sorted(found, key=lambda one: (one.date or date.min, one.document_id, one.item))


def as_json(each: Linked) -> dict[str, Any]:
    """A paper with what pays it, as the command line and HTTP show it; what may pay it beside that is ``doubtful``."""
    shown = {one.name: getattr(each, one.name) for one in fields(Linked) if one.name not in {"facts", "due"}}
    beside = [
        one for one in each.transactions if each.state == "matched" and one.state == "doubtful" and one.said is None
    ]
    sure = [one for one in each.transactions if one not in beside]
    return shown | {"transactions": [_payment(one) for one in sure], "doubtful": [_payment(one) for one in beside]}


def _payment(each: Payment) -> dict[str, Any]:
    return {one.name: getattr(each, one.name) for one in fields(Payment) if one.name not in {"state", "payee"}}


def _state(payments: Sequence[Payment]) -> State:
    counted = [each for each in payments if each.said != "no"]
    if any(each.state == "matched" for each in counted):
        return "matched"
    return "doubtful" if counted else "unmatched"


def contracts(connection: Connection, today: date, collection: CollectionId | None = None) -> list[Contract]:
    """All contracts with what they state and their next deadline."""
    every = facts.find(connection, collection, papers=DATED)
    ahead = {(each.document_id, each.item): each for each in deadlines_of(every, today)}
    papers = {row.id: row for row in sql.queries.links.papers(connection, collection=collection, documents=None)}
    return [
        Contract(key[0], papers[key[0]].path, papers[key[0]].title, key[1], tuple(own), ahead.get(key))
        for key, own in by_item(every).items()
        if key[0] in papers and (paper := first(own, "paper")) and paper.text == "contract"
    ]


def ends(connection: Connection, today: date, collection: CollectionId | None = None) -> list[Deadline]:
    """By when contracts must be ended, or end; the nearest first."""
    return deadlines_of(facts.find(connection, collection, papers=DATED), today)


def over(connection: Connection, today: date, collection: CollectionId | None = None) -> set[Key]:
    """Documents and items of contracts that have ended, by themselves or as a letter confirms."""
    return over_of(facts.find(connection, collection, papers=DATED), today)


def booked(connection: Connection, collection: CollectionId | None = None) -> list[TransactionId]:
    """The bookings that are linked to a paper, whatever is thought of it."""
    return [TransactionId(row.id) for row in sql.queries.links.booked(connection, collection=collection)]


def deadlines(connection: Connection, today: date, collection: CollectionId | None = None) -> list[Deadline]:
    """What must be done by when: contracts to be ended, invoices to be paid that no booking pays; the nearest first."""
    found = ends(connection, today, collection)
    owing = facts.owing(connection, today, collection)
    for each in find(connection, collection, state="unmatched", documents=owing):
        total = first(each.facts, "total")
        if each.kind != "invoice" or total is None or any(one.kind == "paid" for one in each.facts):
            continue
        dated = [(one.day, one) for one in each.facts if one.day]
        parts = [(day, one) for day, one in dated if one.kind == "instalment"]
        for day, part in parts or [(day, one) for day, one in dated if one.kind in {"due", "direct_debit"}][:1]:
            if day >= today:
                amount = part.amount if part.kind == "instalment" else total.amount
                spans = ((part.char_start, part.char_end), (total.char_start, total.char_end))
                subject = " ".join(filter(None, (each.issuer, each.number))) or each.title
                found.append(
                    Deadline(
                        each.document_id,
                        each.item,
                        "payment",
                        subject,
                        day,
                        None,
                        "",
                        spans,
                        amount,
                        total.currency,
                    )
                )
    return sorted(found, key=lambda one: (one.day, one.document_id, one.item))


def explaining(connection: Connection, transactions: Sequence[TransactionId]) -> dict[TransactionId, list[Explanation]]:
    """For each booking the papers that explain it: the invoice that it pays, the letter that announced its new price."""
    rows = [
        row for row in sql.queries.links.linked(connection, collection=None, documents=None, transactions=list(transactions))
        if row.said != "no" and (row.state == "matched" or row.said == "yes")
    ]  # fmt: skip
    items = by_item(facts.find(connection, documents=sorted({row.document_id for row in rows}))) if rows else {}
    found: dict[TransactionId, list[Explanation]] = {}
    for row in rows:
        own = items.get((row.document_id, row.item), [])
        paper, money = first(own, "paper"), asked_of(own)
        if paper is None or (paper.text == "contract" and sum_of(money) != abs(row.amount)):
            continue
        found.setdefault(row.id, []).extend(
            Explanation(row.document_id, each.char_start, each.char_end, paper.text) for each in money
        )
    return found
