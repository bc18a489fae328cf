"""Places that are looked at again: ``pkm sources add``, ``list``, ``pause``, ``resume``, ``remove``."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import Annotated, Any

import typer

from pkm.cli.app import AsJson, app, ask_leave, counted, inventory, load_settings, open_database, print_json
from pkm.cli.app import plain as shown

sources_app = typer.Typer(
    help="Places that are looked at again: folders, files, mailboxes.", invoke_without_command=True
)
app.add_typer(
    sources_app,
    name="sources",
    epilog="Examples: pkm sources   |   pkm sources add ~/letters --every 30m --exclude '*.log'",
)

Which = Annotated[str, typer.Argument(metavar="ID|LOCATION", help="Its number in the list, or its place.")]
_MAIL = "Mailbox"


@sources_app.callback()
def show_by_default(context: typer.Context, as_json: AsJson = False) -> None:
    """List the sources, unless told to do something with them."""
    if context.invoked_subcommand is None:
        _list(as_json)


@sources_app.command("list", epilog="Example: pkm sources list --json")
def list_sources(as_json: AsJson = False) -> None:
    """List the sources: how fresh each is, when it is looked at next, and what is wrong with it."""
    _list(as_json)


def _list(as_json: bool) -> None:
    from pkm.store import sources

    settings = load_settings()
    with open_database(settings) as (database, owner), database.transaction(owner) as connection:
        found = sources.overview(connection, timedelta(hours=settings.refresh_hours))
    if as_json:
        print_json({"sources": found})
        return
    from pkm.cli.render import show_sources

    show_sources(found)


@sources_app.command(
    "add",
    epilog="Examples: pkm sources add ~/letters --every 1d --exclude 'drafts/'   |   "
    "pkm sources add imaps://anna@mail.example.org --password-file ~/.mail-password",
)
def add_source(
    location: Annotated[str, typer.Argument(metavar="PATH|URL", help="A folder, a file, or imaps://user@host.", show_default=False)],
    collection: Annotated[str | None, typer.Option("--collection", "-c", help="Put its files into this collection.")] = None,
    every: Annotated[str | None, typer.Option("--every", metavar="30m|4h|1d", help="How often it is looked at; as often as all others unless told.")] = None,
    include: Annotated[list[str] | None, typer.Option("--include", metavar="PATTERN", help="Take only what this matches, as in a .gitignore; may be repeated.")] = None,
    exclude: Annotated[list[str] | None, typer.Option("--exclude", metavar="PATTERN", help="Leave out what this matches; may be repeated.")] = None,
    gitignore: Annotated[bool | None, typer.Option("--gitignore/--no-gitignore", help="Leave out what git ignores in repositories, which is the default.", show_default=False)] = None,
    password_file: Annotated[str | None, typer.Option("--password-file", rich_help_panel=_MAIL, help="A file that holds the mailbox's password.")] = None,
    password_env: Annotated[str | None, typer.Option("--password-env", rich_help_panel=_MAIL, help="A variable of the environment that holds it.")] = None,
    token_file: Annotated[str | None, typer.Option("--token-file", rich_help_panel=_MAIL, help="A file that holds an OAuth token.")] = None,
    token_env: Annotated[str | None, typer.Option("--token-env", rich_help_panel=_MAIL, help="A variable of the environment that holds it.")] = None,
    folder: Annotated[list[str] | None, typer.Option("--folder", rich_help_panel=_MAIL, help="Only this mail folder; may be repeated.")] = None,
    exclude_folder: Annotated[list[str] | None, typer.Option("--exclude-folder", rich_help_panel=_MAIL, help="Not this mail folder; may be repeated.")] = None,
    ca_file: Annotated[str | None, typer.Option("--ca-file", rich_help_panel=_MAIL, help="Whom to trust for the server's certificate.")] = None,
    plain: Annotated[bool, typer.Option("--plain", rich_help_panel=_MAIL, help="Let the connection be readable by others.")] = False,
    largest_mb: Annotated[int | None, typer.Option("--largest-mb", rich_help_panel=_MAIL, help="Leave larger messages where they are.")] = None,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Register a place to be looked at, or give a registered one other ways; it is read at its next look."""
    from ingest import jobs

    settings = load_settings()
    mailbox = {
        "password_file": password_file, "password_env": password_env, "token_file": token_file, "token_env": token_env,
        "folders": folder, "exclude_folders": exclude_folder, "ca_file": ca_file, "plain": plain, "largest_mb": largest_mb,
    }  # fmt: skip
    ways = jobs.Ways(every=every, include=include, exclude=exclude, gitignore=gitignore)
    with open_database(settings) as (database, owner):
        source = jobs.add_source(
            database, settings, location, ways, collection=collection, mailbox=mailbox, person=owner
        )
        found = _described(database, owner, settings.refresh_hours, source.id)
    from pkm.presence import running_service

    is_running = running_service(settings) is not None
    if is_running:
        jobs.ring(settings)
    if as_json:
        print_json(found)
    else:
        then = "the service reads it now" if is_running else f"read it now with: pkm refresh {source.id}"
        print(f"source {source.id}: {shown(source.location)} — {then}")


@sources_app.command("pause", epilog="Example: pkm sources pause 3")
def pause_source(source: Which, as_json: AsJson = False) -> None:
    """Look at a source no more until it is resumed; what came from it stays."""
    _set_paused(source, True, as_json)


@sources_app.command("resume", epilog="Example: pkm sources resume 3")
def resume_source(source: Which, as_json: AsJson = False) -> None:
    """Look at a paused source again."""
    _set_paused(source, False, as_json)


def _set_paused(wanted: str, paused: bool, as_json: bool) -> None:
    from ingest import jobs
    from pkm.store import sources

    settings = load_settings()
    with open_database(settings) as (database, owner):
        with database.transaction(owner) as connection:
            source = sources.find(connection, wanted)
        jobs.change_source(database, source.id, jobs.Ways(paused=paused), owner)
        found = _described(database, owner, settings.refresh_hours, source.id)
    if as_json:
        print_json(found)
    else:
        print(
            f"source {source.id}: {shown(source.location)} is {'paused' if paused else 'looked at again'}",
            file=sys.stderr,
        )


@sources_app.command(
    "remove", epilog="Examples: pkm sources remove 3 --yes   |   pkm sources remove ~/old --keep-documents"
)
def remove_source(
    source: Which,
    keep_documents: Annotated[
        bool, typer.Option("--keep-documents", help="Only look at it no more; what came from it stays as it is.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: AsJson = False,
) -> None:
    """Remove a source and all that pkm knows from it; the files themselves are not touched."""
    from ingest import jobs
    from pkm.store import sources

    settings = load_settings()
    with open_database(settings) as (database, owner):
        with database.transaction(owner) as connection:
            found = sources.find(connection, source)
            held = sources.holdings(connection, found.id)
        if not yes and not keep_documents:
            ask_leave(f"Remove {shown(found.location)} and what pkm knows from it ({inventory(held)})?")
        gone = jobs.remove_source(database, settings, found.id, owner, keep_documents=keep_documents)
    if as_json:
        print_json({"removed": found.location, **gone})
    elif keep_documents:
        print(f"{shown(found.location)} is looked at no more; what came from it stays", file=sys.stderr)
    else:
        print(f"removed {shown(found.location)}: {counted(gone['documents'], 'document')}", file=sys.stderr)


def _described(database: Any, owner: Any, refresh_hours: float, number: int) -> dict[str, Any]:
    from pkm.store import sources

    with database.transaction(owner) as connection:
        every = timedelta(hours=refresh_hours)
        return next(each for each in sources.overview(connection, every) if each["id"] == number)
