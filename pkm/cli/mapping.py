"""``pkm accounts map``: how a table is read, and a person's word on what its file leaves open."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from pkm.cli.accounts import accounts
from pkm.cli.app import EXIT_REFUSED, AsJson, load_settings, open_database, print_json
from pkm.errors import UsageError
from pkm.models import CsvProfile, Parsed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pkm.models import CollectionId, PersonId
    from pkm.store.database import Database

_SHOWN = 5


def parse_column(text: str) -> tuple[str, str]:
    """``ROLE=NAME`` as it is given on the command line."""
    from ingest.parsers.csv_columns import ROLES

    role, equals, name = text.partition("=")
    if not equals or not name or role not in ROLES:
        raise typer.BadParameter(f"{text!r} is not ROLE=NAME; roles are {', '.join(ROLES)}")
    return role, name


def parse_currency(text: str) -> str:
    """An ISO 4217 code."""
    from ingest.parsers.money import currency_code

    code = currency_code(text)
    if code is None:
        raise typer.BadParameter(f"{text!r} is no currency; write EUR")
    return code


@accounts.command(
    "map",
    epilog="Examples: pkm accounts map bank.csv   |   pkm accounts map bank.csv --date-order day-first --currency EUR"
    "   |   pkm accounts map card.csv --column date=When --column amount=3 --sign debit-positive",
)
def map_table(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV or XLSX file of the layout.", exists=True, dir_okay=False)],
    date_order: Annotated[
        Literal["day-first", "month-first", "year-first"] | None, typer.Option("--date-order", help="What goes first in its dates.")
    ] = None,
    decimal: Annotated[Literal[",", "."] | None, typer.Option("--decimal", help="The decimal sign of its amounts.")] = None,
    currency: Annotated[
        str | None, typer.Option("--currency", parser=parse_currency, metavar="CODE", help="The currency of rows that state none.")
    ] = None,
    account: Annotated[str | None, typer.Option("--account", help="The number or name of the account that it is of.")] = None,
    which: Annotated[
        Literal["layout", "folder", "file"],
        typer.Option("--for", help="Which files are of --account: all of the layout, those in this folder, or this one."),
    ] = "layout",
    column: Annotated[
        list[Any] | None,
        typer.Option("--column", parser=parse_column, metavar="ROLE=NAME", help="Which column, by name or number, has a role."),
    ] = None,
    sign: Annotated[
        Literal["debit-positive", "as-written"] | None,
        typer.Option("--sign", help="Whether spending is stated as positive, or signs are to be taken as written."),
    ] = None,
    fee: Annotated[
        Literal["included", "extra"] | None, typer.Option("--fee", help="Whether fees are in the amounts or on top of them.")
    ] = None,
    forget: Annotated[bool, typer.Option("--forget", help="Forget what was said of this layout.")] = False,
    collection: Annotated[str | None, typer.Option("--collection", "-c", help="For files of this collection.")] = None,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Show how a table is read; with options, say how, once for all files of its layout: they are read again at once."""
    columns: dict[str, tuple[str, ...]] = {}
    for role, name in column or ():
        columns[role] = (*columns.get(role, ()), name)
    if which != "layout" and account is None:
        raise UsageError("--for says which files are of --account", "name the account")
    place = Path(os.path.realpath(file))
    here = {} if which == "layout" else {str(place if which == "file" else place.parent): account or ""}
    said = CsvProfile(date_order, decimal, currency, None if here else account, columns, sign, fee, here)
    settings = load_settings()
    with open_database(settings) as (database, owner):
        home, known = _profiles(database, owner, file, collection)
        parsed = _look(file, known)
        keys = _layouts(parsed)
        if not keys:
            raise UsageError(f"{file} holds no table", "pkm ingest reads its words all the same")
        again = 0
        if forget or said != CsvProfile():
            new = {} if forget else {key: _merge(known.get(key), said) for key in keys}
            parsed = _look(file, {key: each for key, each in known.items() if key not in keys} | new)
            _refuse_unknown(parsed, file)
            again = _keep(database, owner, home, keys, new)
            if again:
                _read(settings, database)
    result = _describe(parsed) | {"stored": bool(said != CsvProfile() and not forget), "read_again": again}
    if as_json:
        print_json(result)
    else:
        from pkm.cli.render import show_mapping

        show_mapping(result)
    if any(table["open"] for table in result["tables"]):
        raise typer.Exit(EXIT_REFUSED)


def _profiles(
    database: Database, owner: PersonId, file: Path, collection: str | None
) -> tuple[CollectionId, Mapping[str, CsvProfile]]:
    """The collection that the file is in, or else the one that is named or the first, and what was said in it."""
    from pkm.models import CollectionId
    from pkm.store import files, people, profiles

    with database.transaction(owner) as connection:
        rows = files.by_path(connection, os.path.realpath(file))
        if collection is None and rows:
            home = CollectionId(rows[0].collection_id)
        else:
            home = people.ensure_collection(connection, collection, owner).id
        return home, profiles.of(connection, [home]).get(home, {})


def _look(file: Path, profiles: Mapping[str, CsvProfile]) -> Parsed:
    """What the file gives when it is read so, by a process of its own as always."""
    from ingest.sandbox import Sandbox

    place = Path(os.path.realpath(file))
    with Sandbox(1) as sandbox:
        return sandbox.submit(place, str(place), place.name, profiles).result().parsed


def _tables(parsed: Parsed) -> list[dict[str, Any]]:
    return [table for each in parsed.documents if "reading" in each.meta for table in json.loads(each.meta["reading"])]


def _layouts(parsed: Parsed) -> list[str]:
    return list(dict.fromkeys(table["layout"] for table in _tables(parsed)))


def _merge(old: CsvProfile | None, said: CsvProfile) -> CsvProfile:
    """What was said before with what is said now."""
    if old is None:
        return said
    given = {
        name: value
        for name in ("date_order", "decimal", "currency", "account", "sign", "fee")
        if (value := getattr(said, name)) is not None
    }
    return replace(old, **given, columns={**old.columns, **said.columns}, accounts={**old.accounts, **said.accounts})


def _refuse_unknown(parsed: Parsed, file: Path) -> None:
    """Say at once that a named column is not there."""
    for table in _tables(parsed):
        if table["unknown"]:
            raise UsageError(
                f"{file} has no column {', '.join(table['unknown'])}", f"its columns are: {', '.join(table['header'])}"
            )


def _keep(
    database: Database, owner: PersonId, home: CollectionId, keys: list[str], new: Mapping[str, CsvProfile]
) -> int:
    """Store it, and let the files of these layouts wait for another turn; returns how many."""
    from pkm.store import profiles

    with database.transaction(owner) as connection:
        profiles.forget(connection, home, keys)
        for key, profile in new.items():
            profiles.keep(connection, home, key, profile)
        return profiles.read_again(connection, home, keys)


def _read(settings: Any, database: Database) -> None:
    from pkm.cli.intake import open_reader
    from pkm.cli.progress import Bar

    with Bar() as bar:
        open_reader(settings, database)(database, None, bar)


def _describe(parsed: Parsed) -> dict[str, Any]:
    """Each table with its first bookings as they are read, or, where something is open, its first rows as they stand."""
    bookings = [
        each for document in parsed.documents for statement in document.statements for each in statement.transactions
    ]
    first = sorted(bookings, key=lambda each: each.char_start)[:_SHOWN]
    return {
        "tables": _tables(parsed),
        "transactions": len(bookings),
        "first": [
            {
                "locator": each.locator, "booked_on": each.booked_on, "value_on": each.value_on, "amount": each.amount,
                "currency": each.currency, "counterparty": each.counterparty, "description": each.description,
                "balance": each.balance,
            }
            for each in first
        ],
        "accounts": sorted({statement.account for document in parsed.documents for statement in document.statements}),
        "problems": parsed.problems,
    }  # fmt: skip
