"""``pkm rules``: what the owner says of categories and counterparties. Every change re-categorises at once."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pkm.cli.answers import parse_amount
from pkm.cli.app import AsJson, app, counted, load_settings, open_database, plain, print_json

if TYPE_CHECKING:
    from pkm.models import CollectionId, PersonId
    from pkm.store.database import Database
    from pkm.store.rules import Rule

SHOWN_FITS = 20

InCollection = Annotated[
    str | None, typer.Option("--collection", "-c", help="Of this collection; of the first one unless told.")
]
Account = Annotated[
    str | None, typer.Option("--account", help="Only on this account: its number, the end of it, or its name.")
]
Least = Annotated[
    Decimal | None,
    typer.Option("--min", parser=parse_amount, metavar="AMOUNT", help="At least; money out is negative."),
]
Most = Annotated[Decimal | None, typer.Option("--max", parser=parse_amount, metavar="AMOUNT", help="At most.")]
Number = Annotated[int, typer.Argument(metavar="N", help="Its number in the list.", min=1, show_default=False)]

rules_app = typer.Typer(help="What decides categories, and which counterparties are one.", invoke_without_command=True)
app.add_typer(
    rules_app,
    name="rules",
    epilog='Examples: pkm rules   |   pkm rules add --words "stadtwerke" --category electricity',
)


@rules_app.callback()
def list_rules(context: typer.Context, collection: InCollection = None, as_json: AsJson = False) -> None:
    """List the rules in their order, the first that fits decides; and the counterparties that were merged."""
    if context.invoked_subcommand is not None:
        return
    from pkm.store import rules

    with _ledger(collection) as (database, owner, within), database.transaction(owner) as connection:
        found = rules.listed(connection, within)
        merged = rules.merged(connection, within)
    if as_json:
        print_json({"rules": found, "merged": [{"counterparty": one, "as": name} for one, name in merged]})
        return
    for each in found:
        print(f"{each.number}. {plain(_worded(each))}")
    for one, name in merged:
        print(f"{plain(one)} counts as {plain(name)}")
    if not found and not merged:
        print('no rules yet: pkm rules add --words "stadtwerke" --category electricity')


@rules_app.command("add", epilog='Example: pkm rules add --words "stadtwerke" --category electricity --max -20')
def add_rule(
    words: Annotated[
        str,
        typer.Option("--words", help="Words that all stand in the booking; * stands for letters.", show_default=False),
    ],
    category: Annotated[
        str,
        typer.Option("--category", help="What such bookings are for; a name of your own is fine.", show_default=False),
    ],
    account: Account = None,
    min_amount: Least = None,
    max_amount: Most = None,
    collection: InCollection = None,
    as_json: AsJson = False,
) -> None:
    """Add a rule behind the others."""
    from pkm.store import rules

    with _ledger(collection) as (database, owner, within), database.transaction(owner) as connection:
        added, changed = rules.add(
            connection, within, words, category, account=account, min_amount=min_amount, max_amount=max_amount
        )
    _tell("added", added, changed, as_json)


@rules_app.command("remove", epilog="Example: pkm rules remove 3")
def remove_rule(number: Number, collection: InCollection = None, as_json: AsJson = False) -> None:
    """Remove a rule; the others move up."""
    from pkm.store import rules

    with _ledger(collection) as (database, owner, within), database.transaction(owner) as connection:
        removed, changed = rules.remove(connection, within, number)
    _tell("removed", removed, changed, as_json)


@rules_app.command("move", epilog="Example: pkm rules move 3 --to 1")
def move_rule(
    number: Number,
    to: Annotated[int, typer.Option("--to", min=1, help="Its new number.", show_default=False)],
    collection: InCollection = None,
    as_json: AsJson = False,
) -> None:
    """Put a rule at another place in the order."""
    from pkm.store import rules

    with _ledger(collection) as (database, owner, within), database.transaction(owner) as connection:
        moved, changed = rules.move(connection, within, number, to)
    _tell("moved", moved, changed, as_json)


@rules_app.command("test", epilog='Example: pkm rules test "*apotheke" --max -5')
def try_rule(
    words: Annotated[str, typer.Argument(metavar="WORDS", help="Words as a rule would have them.", show_default=False)],
    account: Account = None,
    min_amount: Least = None,
    max_amount: Most = None,
    collection: InCollection = None,
    as_json: AsJson = False,
) -> None:
    """Show the bookings that such a rule would fit, and how they are categorised at present; nothing changes."""
    from pkm.store import rules

    with _ledger(collection) as (database, owner, within), database.transaction(owner) as connection:
        found = rules.fitting(connection, within, words, account=account, min_amount=min_amount, max_amount=max_amount)
    counts = dict(Counter(each.category for each in found).most_common())
    if as_json:
        print_json({"count": len(found), "categories": counts, "transactions": found})
        return
    print(
        f"{counted(len(found), 'booking')} would fit"
        + "".join(f"; {count} × {plain(name)}" for name, count in counts.items())
    )
    for each in found[:SHOWN_FITS]:
        print(
            f"  {each.booked_on} {each.amount:,.2f} {each.currency} {plain(each.counterparty or each.description)}: {plain(each.category)}"
        )
    if len(found) > SHOWN_FITS:
        print(f"  … and {len(found) - SHOWN_FITS} more: --json lists all")


@rules_app.command("categories", epilog="Example: pkm rules categories --json")
def list_categories(collection: InCollection = None, as_json: AsJson = False) -> None:
    """List the categories, with how many bookings each has."""
    from pkm.store import categories

    with _ledger(collection) as (database, owner, within), database.transaction(owner) as connection:
        found = categories.counts(connection, within)
    if as_json:
        print_json({"categories": [{"name": name, "count": count} for name, count in found.items()]})
        return
    for name, count in found.items():
        print(f"{count:>7,} {plain(name)}")


@rules_app.command("merge", epilog='Example: pkm rules merge "REWE Markt" "REWE To Go" --as REWE')
def merge_counterparties(
    names: Annotated[
        list[str], typer.Argument(metavar="NAME", help="Counterparties, as bookings name them.", show_default=False)
    ],
    into: Annotated[str, typer.Option("--as", help="What they all count as.", show_default=False)],
    collection: InCollection = None,
    as_json: AsJson = False,
) -> None:
    """Count several counterparties as one; pkm rules unmerge undoes it."""
    from pkm.store import rules, settle

    with _ledger(collection) as (database, owner, within):
        with database.transaction(owner) as connection:
            keys, name = rules.merge(connection, within, names, into)
        settle.ensure(database)
    if as_json:
        print_json({"merged": keys, "as": name})
    else:
        words = f"{', '.join(map(plain, keys))}: counted as" if keys else "they count as one already:"
        print(f"{words} {plain(name)}", file=sys.stderr)


@rules_app.command("unmerge", epilog='Example: pkm rules unmerge "REWE To Go"')
def unmerge_counterparties(
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="NAME", help="Counterparties that were merged, or what they count as.", show_default=False
        ),
    ],
    collection: InCollection = None,
    as_json: AsJson = False,
) -> None:
    """Part counterparties that were merged."""
    from pkm.store import rules, settle

    with _ledger(collection) as (database, owner, within):
        with database.transaction(owner) as connection:
            parted = rules.unmerge(connection, within, names)
        settle.ensure(database)
    if as_json:
        print_json({"parted": parted})
    else:
        print(f"{parted} parted", file=sys.stderr)


@contextmanager
def _ledger(collection: str | None) -> Iterator[tuple[Database, PersonId, CollectionId]]:
    """The database with a ledger that is settled, its owner, and whose rules are meant."""
    from pkm.store import people, settle

    with open_database(load_settings()) as (database, owner):
        settle.ensure(database)
        with database.transaction(owner) as connection:
            within = people.find_collection(connection, collection).id
        yield database, owner, within


def _tell(what: str, rule: Rule, changed: int, as_json: bool) -> None:
    if as_json:
        result: dict[str, Any] = {what: rule, "changed": changed}
        print_json(result)
        return
    print(f"{what} {rule.number}. {plain(_worded(rule))}; {counted(changed, 'booking')} changed", file=sys.stderr)


def _worded(rule: Rule) -> str:
    """A rule as people say it."""
    parts = [f"“{rule.words}”"]
    if rule.account:
        parts.append(f"on {rule.account}")
    if rule.min_amount is not None:
        parts.append(f"from {rule.min_amount:f}")
    if rule.max_amount is not None:
        parts.append(f"up to {rule.max_amount:f}")
    return f"{' '.join(parts)} → {rule.category}"
