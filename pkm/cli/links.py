"""``pkm links``: which papers are paid by which bookings, and what contracts state. What a person says stands above the rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from pkm import period
from pkm.cli.answers import InCollection, Since, Until
from pkm.cli.app import AsJson, app, load_settings, open_database, plain, print_json

if TYPE_CHECKING:
    from pkm.config import Settings
    from pkm.facts import Fact
    from pkm.models import CollectionId
    from pkm.store.database import Connection
    from pkm.store.links import Contract, Linked

_DURATION = re.compile(r"P(\d+)([DWMY])")
_UNITS = {"D": "day", "W": "week", "M": "month", "Y": "year"}
State = Literal["matched", "unmatched", "doubtful"]

links_app = typer.Typer(help="Invoices, receipts and contracts, and what pays them.", invoke_without_command=True)
app.add_typer(
    links_app,
    name="links",
    epilog="Examples: pkm links --state unmatched --since 2025-01-01   |   pkm links confirm 41 977",
)

Document = Annotated[
    int,
    typer.Argument(
        metavar="DOCUMENT", help="The paper's document id, as pkm links prints it.", min=1, show_default=False
    ),
]
Booking = Annotated[int, typer.Argument(metavar="BOOKING", help="The booking's id.", min=1, show_default=False)]
Item = Annotated[int | None, typer.Option("--item", help="Which paper of a document that holds several.")]


@links_app.callback()
def list_links(
    context: typer.Context,
    state: Annotated[State | None, typer.Option("--state", help="Only papers in this state.")] = None,
    since: Since = None,
    until: Until = None,
    collection: InCollection = None,
    as_json: AsJson = False,
) -> None:
    """List papers by their day, each with the bookings that pay it, how sure that is and why."""
    if context.invoked_subcommand is not None:
        return
    from pkm.store import links

    period.check(since, until)
    with _settled(collection) as (connection, within, _):
        found = links.find(connection, within, state=state, since=since, until=until)
    if as_json:
        print_json({"links": [links.as_json(each) for each in found]})
    else:
        _show(found)


@links_app.command("confirm", epilog="Example: pkm links confirm 41 977")
def confirm_link(document: Document, transaction: Booking, item: Item = None, as_json: AsJson = False) -> None:
    """Say that a paper and a booking belong together."""
    _say(document, transaction, "yes", item, as_json)


@links_app.command("deny", epilog="Example: pkm links deny 41 977")
def deny_link(document: Document, transaction: Booking, item: Item = None, as_json: AsJson = False) -> None:
    """Say that a paper and a booking do not belong together."""
    _say(document, transaction, "no", item, as_json)


@links_app.command("contracts", epilog="Example: pkm links contracts --json")
def list_contracts(collection: InCollection = None, as_json: AsJson = False) -> None:
    """List contracts with what they state, and all deadlines that lie ahead."""
    from pkm.store import links

    with _settled(collection) as (connection, within, settings):
        today = settings.now().date()
        found = links.contracts(connection, today, within)
        ahead = links.deadlines(connection, today, within)
    if as_json:
        print_json({"contracts": found, "deadlines": ahead})
        return
    _show_contracts(found)
    for each in ahead:
        print(f"{each.day}  {plain(each.subject)}: {_worded(each.what, each.ends_on, each.renews_for)}")
    if not found and not ahead:
        print("no contracts and no deadlines")


@contextmanager
def _settled(collection: str | None) -> Iterator[tuple[Connection, CollectionId | None, Settings]]:
    """A transaction in the owner's name on a settled ledger, and the collection that is meant."""
    from pkm.store import people, settle

    settings = load_settings()
    with open_database(settings) as (database, owner):
        settle.ensure(database)
        with database.transaction(owner) as connection:
            yield connection, people.within(connection, collection), settings


def _say(document: int, transaction: int, said: Literal["yes", "no"], item: int | None, as_json: bool) -> None:
    """Note it, match all anew, and print the paper as it stands then."""
    from pkm.models import DocumentId, TransactionId
    from pkm.store import links, settle

    paper = DocumentId(document)
    with open_database(load_settings()) as (database, owner):
        settle.ensure(database)
        with database.transaction(owner) as connection:
            links.say(connection, paper, TransactionId(transaction), said, item)
        settle.ensure(database)
        with database.transaction(owner) as connection:
            found = links.find(connection, documents=[paper])
    if as_json:
        print_json({"links": [links.as_json(each) for each in found]})
    else:
        _show(found)


# ---------------------------------------------------------------- what people see


def _show(found: Sequence[Linked]) -> None:
    """A paper a line, below it the bookings."""
    for each in found:
        amount = f"{each.amount:,.2f} {each.currency or ''}".strip() if each.amount is not None else ""
        named = " ".join(filter(None, (each.kind.replace("_", " "), each.number and plain(each.number))))
        whose = plain(each.issuer or each.title)
        print(f"{each.date or '          '}  {each.state:9}  {amount:>16}  {named}, {whose}  [{each.document_id}]")
        for one in each.transactions:
            word = {
                "yes": "confirmed",
                "no": "denied",
                None: f"{one.score:.2f}{'' if one.state == 'matched' else '?'}",
            }[one.said]
            print(
                f"{'':12}{one.booked_on}  {one.amount:,.2f} {one.currency}  {plain(one.counterparty)}  ({word}: {plain(one.reason)})  [{one.id}]"
            )
    if not found:
        print("no papers")


def _show_contracts(found: Sequence[Contract]) -> None:
    for each in found:
        print(f"{plain(each.title)}  {plain(each.path)}  [{each.document_id}]")
        for fact in each.facts:
            if fact.kind not in {"paper", "domain"}:
                checked = " (checked)" if fact.checked else ""
                print(f"    {fact.kind.replace('_', ' ')}: {plain(_stated(fact))}{checked}")


def _stated(fact: Fact) -> str:
    """What a contract states, in words."""
    money = f"{fact.amount:,.2f} {fact.currency or ''}".strip() if fact.amount else ""
    length, _, target = fact.text.partition("/")
    match fact.kind:
        case "price" | "extra" if money:
            return f"{money} every {_length(length)}".replace("every 1 ", "a ") if length else money
        case "deposit" if money:
            return money
        case "notice":
            return _length(length) + (f" to the end of the {target}" if target not in {"", "any"} else "")
        case "notice_by" if not fact.day:
            return f"{fact.text.removeprefix('--')} of every year"
        case "minimum_end" if fact.day:
            return str(fact.day)
        case "minimum_term" | "renewal":
            return _length(length)
    return fact.text


def _length(duration: str) -> str:
    """A duration of ISO 8601 in words: ``P3M`` is 3 months; what is none, as it is."""
    told = _DURATION.fullmatch(duration)
    return f"{told[1]} {_UNITS[told[2]]}{'' if told[1] == '1' else 's'}" if told else duration


def _worded(what: str, ends_on: date | None, renews_for: str) -> str:
    """What happens on the day of a deadline, in words."""
    words = {
        "renews": f"last day of notice, or it renews ({_length(renews_for)})", "ends": "it ends",
        "may_end": "last day of notice" + (f" to end it on {ends_on}" if ends_on else ""),
        "notice_given": "notice was given for this day, no confirmation was found", "payment": "to be paid",
    }  # fmt: skip
    return words[what]
