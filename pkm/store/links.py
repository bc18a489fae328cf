"""Links between papers and bookings: worked out of facts, bookings and what persons said, and listed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from datetime import date as Day
from decimal import Decimal
from typing import Any, Literal, NamedTuple

import sql
from pkm import period
from pkm.errors import NotFound, UsageError
from pkm.facts import Deadline, Fact
from pkm.facts import deadlines as deadlines_of
from pkm.ledger.agreements import Agreement, match_agreements
from pkm.ledger.claims import SURE, Claim, Key, merge
from pkm.ledger.holder import agreed
from pkm.ledger.matching import PARTS_WITHIN, Link, match
from pkm.ledger.names import tokens
from pkm.ledger.payees import Payees
from pkm.ledger.stated import agreements_of, by_item, claims_of, first
from pkm.models import CollectionId, DocumentId, Transaction, TransactionId
from pkm.store import facts, figures
from pkm.store.database import Connection
from pkm.store.touched import Touched

State = Literal["matched", "doubtful", "unmatched"]
Said = Literal["yes", "no"]
LINKED = {
    "invoice": "invoice",
    "receipt": "receipt",
    "credit_note": "invoice",
    "contract": "contract",
    "price_change": "contract",
}
BY_TWIN = "a person said so of another paper of the same amount"


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


# ---------------------------------------------------------------- working them out


def relink(connection: Connection, touched: Touched) -> None:  # noqa: ARG001 - a step of settling
    """Match all papers anew: a function of facts, bookings and what persons said. Writes what has changed only.

    Not narrowed to what was touched: a booking that is taken from one paper is free for the next.
    """
    facts.renew(connection)
    for row in sql.queries.links.collections(connection):
        _relink(connection, CollectionId(row.collection_id))
    _forget_orphans(connection)


def _relink(connection: Connection, collection: CollectionId) -> None:
    said = list(sql.queries.links.said(connection, collection=collection))
    told: dict[str, frozenset[tuple[Key, TransactionId]]] = {
        word: frozenset(((each.document_id, each.item), each.transaction_id) for each in said if each.said == word) for word in ("yes", "no")
    }  # fmt: skip
    claims, agreements = stated(connection, collection)
    claims = merge(claims)
    payees = Payees(row.payee for row in sql.queries.links.payees(connection, collection=collection))
    rows = _candidates(connection, collection, claims, agreements, payees)
    confirmed = [(each, number) for each in claims for key, number in told["yes"] if key in each.papers]
    settled, taken = {each.papers for each, _ in confirmed}, {number for _, number in confirmed}
    found = match(
        [each for each in claims if each.papers not in settled],
        [each for each in rows if each.id not in taken],
        told["no"],
        payees.names,
        _holders(connection, collection),
    )
    found += [
        Link(paper, each.kind, number, "matched", 1.0, BY_TWIN) for each, number in confirmed for paper in each.papers
    ]
    found += match_agreements(agreements, rows, told["no"], payees.names)
    fixed = told["yes"] | told["no"]
    wanted = {(each.paper, each.transaction): each for each in found if (each.paper, each.transaction) not in fixed}
    known = {
        ((each.document_id, each.item), each.transaction_id): each
        for each in sql.queries.links.known(connection, collection=collection)
    }
    _write(connection, collection, wanted, known)


def _holders(connection: Connection, collection: CollectionId) -> set[frozenset[str]]:
    """The words of each name in which the household's accounts are held, as a person says or else their statements."""
    accounts = figures.own_accounts(connection, collection)
    return {tokens(name) for each in accounts if (name := each.holder or agreed(each.stated))}


def _write(
    connection: Connection, collection: CollectionId, wanted: Mapping[tuple[Key, TransactionId], Link], known: Mapping[tuple[Key, TransactionId], Any]
) -> None:  # fmt: skip
    """Delete what is no more or has changed, insert what is new."""
    same = {key for key, each in wanted.items() if key in known and _plain(each) == _stored(known[key])}
    gone = [
        {"document": document, "item": item, "transaction": number}
        for ((document, item), number) in known.keys() - same
    ]
    if gone:
        sql.queries.links.delete(connection, gone)
    new = [
        {
            "document": each.paper[0], "item": each.paper[1], "transaction": each.transaction, "collection": collection,
            "kind": each.kind, "state": each.state, "score": each.score, "reason": each.reason,
        }
        for key, each in wanted.items() if key not in same
    ]  # fmt: skip
    if new:
        sql.queries.links.insert(connection, new)


def _plain(link: Link) -> tuple[object, ...]:
    return link.kind, link.state, round(link.score, 3), link.reason


def _stored(row: Any) -> tuple[object, ...]:
    return row.kind, row.state, round(row.score, 3), row.reason


def _forget_orphans(connection: Connection) -> None:
    """Links of collections in which no paper states anything any more."""
    sql.queries.links.delete_orphans(connection)


def stated(connection: Connection, collection: CollectionId | None) -> tuple[list[Claim], list[Agreement]]:
    """What the papers of a collection claim, and what was agreed."""
    items = by_item(facts.find(connection, collection))
    papers = list(sql.queries.links.papers(connection, collection=collection))
    titles = {row.id: f"{row.title} {row.name or ''}" for row in papers}
    return claims_of(items, titles, {row.id: row.date for row in papers}), agreements_of(items, titles)


def _candidates(
    connection: Connection,
    collection: CollectionId,
    claims: Sequence[Claim],
    agreements: Sequence[Agreement],
    payees: Payees,
) -> list[Transaction]:
    """The bookings that can matter: of an amount that is stated, or of a payee that is named."""
    amounts = {
        abs(amount)
        for each in claims
        for amount in (each.amount, *(part for part, _ in each.parts), *([each.discount[0]] if each.discount else []))
    }
    amounts |= {price.amount for each in agreements for price in each.prices}
    if not amounts:
        return []
    named = {name for each in claims if each.kind == "invoice" for name in each.names} | {
        name for each in agreements for name in each.names
    }
    meant = {payee for name in named for payee in payees.like(name, SURE)}
    windows = [each.window for each in claims]
    since = min((first for first, _ in windows), default=date.max)
    until = max((last for _, last in windows), default=date.min) + PARTS_WITHIN if windows else date.min
    if agreements:
        since, until = date.min, date.max

    def fetch() -> list[Any]:
        return list(
            sql.queries.links.candidates(
                connection,
                collection=collection,
                amounts=sorted(amounts),
                payees=sorted(meant),
                since=since,
                until=until,
            )
        )

    rows = fetch()
    accounts = {iban for each in agreements for iban in each.ibans}
    paid = {row.payee for row in rows if (row.counterparty_account or "").replace(" ", "").upper() in accounts} - meant
    if paid:  # whoever holds an account that a contract states may have been paid another amount, too
        meant |= paid
        rows = fetch()
    return [Transaction(**row._asdict(), value_on=None, category="", path="") for row in rows]


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
) -> list[Linked]:
    """Papers with what pays them, by their day; ``since`` and ``until`` are days of the paper, both included.

    Raises ``UsageError`` for a period that ends before it begins.
    """
    period.check(since, until)
    payments: defaultdict[Key, list[Payment]] = defaultdict(list)
    for row in sql.queries.links.linked(
        connection, collection=collection, documents=None if documents is None else list(documents), transactions=None
    ):
        told = (row.id, row.booked_on, row.amount, row.currency, row.counterparty, round(row.score, 4), row.reason)
        payments[row.document_id, row.item].append(Payment(*told, row.said, row.state, row.payee))
    papers = {row.id: row for row in sql.queries.links.papers(connection, collection=collection)}
    found = []
    for key, own in by_item(facts.find(connection, collection, documents=documents)).items():
        paper, money = first(own, "paper"), first(own, "total") or first(own, "price")
        if paper is None or money is None or paper.text not in LINKED or key[0] not in papers:
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
            money.amount, money.currency, _state(payments[key]), tuple(payments[key]), due.day if due else None, tuple(own),
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
    every = facts.find(connection, collection)
    ahead = {(each.document_id, each.item): each for each in deadlines_of(every, today)}
    papers = {row.id: row for row in sql.queries.links.papers(connection, collection=collection)}
    return [
        Contract(key[0], papers[key[0]].path, papers[key[0]].title, key[1], tuple(own), ahead.get(key))
        for key, own in by_item(every).items()
        if key[0] in papers and (paper := first(own, "paper")) and paper.text == "contract"
    ]


def deadlines(connection: Connection, today: date, collection: CollectionId | None = None) -> list[Deadline]:
    """What must be done by when: contracts to be ended, invoices to be paid that no booking pays; the nearest first."""
    found = deadlines_of(facts.find(connection, collection), today)
    for each in find(connection, collection, state="unmatched"):
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
        paper, money = first(own, "paper"), first(own, "total") or first(own, "price")
        if paper is None or money is None:
            continue
        if paper.text == "contract" and money.amount != abs(row.amount):
            continue
        found.setdefault(row.id, []).append(Explanation(row.document_id, money.char_start, money.char_end, paper.text))
    return found
