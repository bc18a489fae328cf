"""``pkm token``: bearer tokens that speak for a person over HTTP, made, listed and revoked."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

import typer

from pkm.cli.app import AsJson, app, by_default, load_settings, open_database, plain, print_json

token_app = typer.Typer(
    cls=by_default("list"), help="Tokens that speak for a person over HTTP: make, list, revoke.",
    epilog="Examples: pkm token create --scope read --days 30   |   pkm token list   |   pkm token revoke 3",
)  # fmt: skip
app.add_typer(token_app, name="token")


@token_app.command("create", epilog="Example: pkm token create --scope read --days 30")
def create_token(
    person: Annotated[
        str | None, typer.Option("--person", help="Whom it speaks for; the home's owner unless told.")
    ] = None,
    scope: Annotated[Literal["all", "read"], typer.Option("--scope", help="What it may do.")] = "all",
    days: Annotated[int, typer.Option("--days", min=1, max=3650, help="How long it lives.")] = 365,
    as_json: AsJson = False,
) -> None:
    """Make a token and print it this once; only its hash is kept."""
    from pkm.store import people

    with open_database(load_settings()) as (database, owner), database.transaction(owner) as connection:
        whom = owner if person is None else people.find_person(connection, person).id
        number, token, expires = people.create_token(connection, whom, scope, timedelta(days=days))
    if as_json:
        print_json({"id": number, "token": token, "expires": expires})
        return
    print(token)
    print(
        f"It is shown this once and lives until {expires:%Y-%m-%d}. Use it as: Authorization: Bearer TOKEN",
        file=sys.stderr,
    )


@token_app.command("list", epilog="Example: pkm token list --json")
def list_tokens(as_json: AsJson = False) -> None:
    """List tokens: whom each speaks for, what it may do, when it was made, ends and was last used; never the token."""
    from pkm.store import people

    with open_database(load_settings()) as (database, owner), database.transaction(owner) as connection:
        found = people.tokens(connection)
    if as_json:
        print_json({"tokens": found})
        return
    if not found:
        print("no tokens: pkm token create makes one")
    now = datetime.now(UTC)
    for each in found:
        ends = "ended" if each.expires <= now else "lives until"
        used = f"last used {each.used:%Y-%m-%d}" if each.used else "never used"
        print(
            f"{each.id}: {plain(each.person)}, {each.scope}, made {each.made:%Y-%m-%d}, {ends} {each.expires:%Y-%m-%d}, {used}"
        )


@token_app.command("revoke", epilog="Example: pkm token revoke 3")
def revoke_tokens(
    tokens: Annotated[
        list[int], typer.Argument(metavar="ID", help="As pkm token list numbers them.", show_default=False)
    ],
    as_json: AsJson = False,
) -> None:
    """Revoke tokens: they open nothing from now on."""
    from pkm.store import people

    with open_database(load_settings()) as (database, owner), database.transaction(owner) as connection:
        for each in tokens:
            people.revoke_token(connection, each)
    if as_json:
        print_json({"revoked": tokens})
        return
    print(f"revoked: {', '.join(map(str, tokens))}")
