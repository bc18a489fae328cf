"""``pkm accounts``: whose accounts there are, how far their statements reach, and whether they add up."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pkm.cli.answers import parse_day
from pkm.cli.app import AsJson, app, counted, load_settings, open_database, plain, print_json
from pkm.ledger.identity import is_unnamed
from pkm.models import NO_CURRENCY

if TYPE_CHECKING:
    from pkm.store.accounts import Account, Book
    from pkm.store.database import Connection

Which = Annotated[
    str, typer.Argument(metavar="ACCOUNT", help="Its number, the end of it, or its name.", show_default=False)
]
SHOWN = 5
QUIET_DAYS = 400  # after which an account may have been closed, while others go on
MAP = "Say so: pkm accounts map"

accounts = typer.Typer(
    help="What each account's statements cover, and whether they add up.\n\nAlso what is known of each, and how its records are read.",
    invoke_without_command=True,
)
app.add_typer(
    accounts,
    name="accounts",
    epilog='Examples: pkm accounts   |   pkm accounts name 4711 "Joint account"   |   pkm accounts merge 4711 DE02120300000000202051',
)


@accounts.callback()
def begin(context: typer.Context, as_json: AsJson = False) -> None:
    """Without a command: list all accounts."""
    if context.invoked_subcommand is None:
        list_accounts(as_json)


@accounts.command("list", epilog="Example: pkm accounts list --json")
def list_accounts(as_json: AsJson = False) -> None:
    """List all accounts: period covered, gaps, what does not add up, the last balance."""
    from pkm.store import accounts as store

    with _settled() as connection:
        found = store.listing(connection)
    _show(found, as_json)


@accounts.command("show", epilog="Example: pkm accounts show 4711")
def show(account: Which, as_json: AsJson = False) -> None:
    """Show one account with all its statements."""
    from pkm.store import accounts as store

    with _settled() as connection:
        found = store.one(connection, store.find(connection, account))
    if as_json:
        print_json(found)
    else:
        _print_account(found, everything=True)


@accounts.command("name", epilog='Example: pkm accounts name 4711 "Joint account"')
def name(
    account: Which,
    label: Annotated[str, typer.Argument(metavar="NAME", help='What to call it; "" for what its statements call it.')],
    as_json: AsJson = False,
) -> None:
    """Give an account a name."""
    from pkm.store import accounts as store

    _change(account, lambda connection: store.name(connection, store.find(connection, account), label), as_json)


@accounts.command("assign", epilog="Example: pkm accounts assign 4711 --to Anna")
def assign(
    account: Which,
    to: Annotated[str, typer.Option("--to", help='Whose it is; "" for nobody.', show_default=False)],
    as_json: AsJson = False,
) -> None:
    """Say whose an account is."""
    from pkm.store import accounts as store

    _change(account, lambda connection: store.assign(connection, store.find(connection, account), to), as_json)


@accounts.command(
    "close", epilog="Example: pkm accounts close 4711 --on 2025-06-30   |   undone by: pkm accounts reopen 4711"
)
def close(
    account: Which,
    on: Annotated[
        date | None,
        typer.Option("--on", parser=parse_day, metavar="DAY", help="Its last day, if its last statement ends before."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say that an account was closed: no later statement of it is missing."""
    from pkm.store import accounts as store

    _change(account, lambda connection: store.close(connection, store.find(connection, account), on), as_json)


@accounts.command("reopen", epilog="Example: pkm accounts reopen 4711")
def reopen(account: Which, as_json: AsJson = False) -> None:
    """Take back that an account was closed."""
    from pkm.store import accounts as store

    _change(account, lambda connection: store.reopen(connection, store.find(connection, account)), as_json)


@accounts.command(
    "merge",
    epilog="Example: pkm accounts merge 4711 DE02120300000000202051   |   undone by: pkm accounts split DE02120300000000202051",
)
def merge(
    account: Which,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="The account that is the same.", show_default=False)],
    as_json: AsJson = False,
) -> None:
    """Say that another account is the same as this one."""
    from pkm.store import accounts as store

    _change(
        account,
        lambda connection: store.merge(connection, store.find(connection, account), store.find(connection, other)),
        as_json,
    )


@accounts.command(
    "split", epilog="Example: pkm accounts split 4711   |   undone by: pkm accounts merge 4711 DE02120300000000202051"
)
def split(account: Which, as_json: AsJson = False) -> None:
    """Say that an account is the same as no other, whatever pkm finds."""
    from pkm.store import accounts as store

    _change(account, lambda connection: store.split(connection, store.find(connection, account)), as_json)


@contextmanager
def _settled() -> Iterator[Connection]:
    """A transaction on the settled ledger, in the owner's name."""
    from pkm.store import settle

    with open_database(load_settings()) as (database, owner):
        settle.ensure(database)
        with database.transaction(owner) as connection:
            yield connection


def _change(account: str, change: Callable[[Connection], None], as_json: bool) -> None:
    """Change something about an account, settle, and show the account as it is then."""
    from pkm.store import accounts as store
    from pkm.store import settle

    with open_database(load_settings()) as (database, owner):
        settle.ensure(database)
        with database.transaction(owner) as connection:
            found = store.find(connection, account)
            change(connection)
        settle.settle(database)
        with database.transaction(owner) as connection:
            shown = store.one(connection, found)
    if as_json:
        print_json(shown)
    else:
        _print_account(shown, everything=False)


def _show(found: list[Account], as_json: bool) -> None:
    if as_json:
        print_json({"accounts": found})
        return
    newest = max((each.until for each in found if each.until), default=None)
    for each in found:
        _print_account(each, everything=False)
        if newest and each.until and each.closed_on is None and (newest - each.until).days > QUIET_DAYS:
            _say(f"nothing after {each.until}; if it was closed: pkm accounts close {shlex.quote(each.number)}", 1)
    if not found:
        print("no accounts; pkm ingest takes bank statements in")


def _print_account(account: Account, *, everything: bool) -> None:
    """An account in a few lines."""
    facts = [
        account.kind, account.institution, account.holder and f"holder {account.holder}",
        account.closed_on and f"closed on {account.closed_on}",
    ]  # fmt: skip
    title = (
        account.name
        if "".join(account.name.split()).upper() == account.number
        else f"{account.name} ({account.number})"
    )
    _say(", ".join([title, *(each for each in facts if each)]))
    if account.numbers:
        _say("also: " + ", ".join(f"{each.number} ({_said(each.by)})" for each in account.numbers), 1)
    if account.could_be:
        _say(f"could be the same as {', '.join(account.could_be)}: say so with pkm accounts merge", 1)
    for book in account.books:
        if is_unnamed(account.number) and (book.contradictions or book.breaks):
            file = shlex.quote(book.statements[-1].path)
            _say(
                f"its files name no account and contradict each other. Are they of two? {MAP} {file} --account NAME --for folder",
                1,
            )
        head, *rest = _book_lines(book, everything)
        _say(head, 1)
        for line in rest:
            _say(line, 2)


def _say(line: str, depth: int = 0) -> None:
    """A line of the terminal, ``depth`` steps inwards."""
    print("  " * depth + plain(line))


def _said(by: str) -> str:
    return {"pkm": "recognised", "person": "you said so", "statement": "its statements say so"}[by]


def _book_lines(book: Book, everything: bool) -> Iterator[str]:
    """What is to be said of an account's records in one currency: their sum first, then each thing about them."""
    paths = {each.id: each.path for each in book.statements}
    period = f"{book.since} to {book.until}" if book.since else "no days"
    verdict = {True: "reconciled", False: "does not add up", None: "states no balances to add up to"}[book.reconciled]
    balance = f"; balance {book.balance:,.2f} on {book.balance_on}" if book.balance is not None else ""
    money = "no currency known" if book.currency == NO_CURRENCY else book.currency
    yield f"{money}: {counted(len(book.statements), 'statement')}, {period}; {verdict}{balance}"
    unsaid = sum(not each.states_currency for each in book.statements)
    if unsaid and book.currency != NO_CURRENCY:
        yield f"{counted(unsaid, 'statement')} without a currency: {book.currency} is the only one of the account"
    troubles: list[tuple[str, list[str]]] = [
        ("gaps", [f"no statement covers {each.since} to {each.until}" for each in book.gaps]),
        (
            "differences",
            [f"{each.path}: its bookings miss its balance by {each.difference:,.2f}" for each in book.statements if each.difference],
        ),
        (
            "breaks",
            [f"{each.missing:,.2f} moved unseen between {paths[each.after]} and {paths[each.before]}" for each in book.breaks],
        ),
        ("contradictions", [_contradiction(each, paths) for each in book.contradictions]),
        ("overlaps", [f"{each.since} to {each.until} is told by {_told_by(each, paths)}" for each in book.overlaps]),
    ]  # fmt: skip
    for what, lines in troubles:
        shown = lines if everything else lines[:SHOWN]
        yield from shown
        if len(lines) > len(shown):
            yield f"and {len(lines) - len(shown)} more {what}: pkm accounts show tells all"
    if everything:
        for each in book.statements:
            yield f"{each.since} to {each.until}: {counted(each.count, 'booking')}, {each.path}"


def _told_by(overlap: Any, paths: dict[int, str]) -> str:
    """The files of the statements that cover the same days; a file may hold several."""
    names = list(dict.fromkeys(paths[n] for n in overlap.statements))
    return " and ".join(names) if len(names) > 1 else f"{len(overlap.statements)} statements in {names[0]}"


def _contradiction(each: Any, paths: dict[int, str]) -> str:
    if each.kind == "balance":
        return f"for {each.day} {paths[each.statement]} states {each.value:,.2f} and {paths[each.other]} {each.other_value:,.2f}"
    return f"{each.value:,.2f} on {each.day} stands in {paths[each.statement]}, not in {paths[each.other]}"
