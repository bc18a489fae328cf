"""Commands that take files in: ``ingest``, ``refresh``, ``sources``, ``problems``."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pkm.cli.app import EXIT_REFUSED, AsJson, app, load_settings, open_database, open_home_embedder, print_json
from pkm.cli.progress import Bar
from pkm.errors import NotFound

if TYPE_CHECKING:
    from ingest.jobs import Reader, Report
    from pkm.config import Settings
    from pkm.store.database import Database


def open_reader(settings: Settings, database: Database) -> Reader:
    """Let the running service read, where there is one; else read here."""
    from ingest import jobs
    from pkm.presence import running_service

    if running_service(settings) is not None:
        return jobs.read_by_service(settings, lambda: running_service(settings) is not None)
    return jobs.read_here(settings, open_home_embedder(settings, database))


@app.command(
    epilog="Examples: pkm ingest ./scans   |   pkm ingest ~/bank ~/letters --collection household   |   pkm ingest a.pdf --once --json"
)
def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Files and folders, whatever is in them.", show_default=False)],
    collection: Annotated[str | None, typer.Option("--collection", "-c", help="Put them into this collection.")] = None,
    once: Annotated[bool, typer.Option("--once", help="Do not look at these paths again at every refresh.")] = False,
    as_json: AsJson = False,
) -> None:
    """Take files in, and keep looking at them: new, changed and vanished files are followed."""
    from ingest import jobs

    settings = load_settings()
    with open_database(settings) as (database, owner), Bar() as bar:
        report = jobs.ingest(
            database,
            settings,
            paths,
            open_reader(settings, database),
            bar,
            collection=collection,
            keep=not once,
            person=owner,
        )
    _show(report, as_json)


@app.command(epilog="Example: pkm refresh --json")
def refresh(as_json: AsJson = False) -> None:
    """Look at every registered source again, now."""
    from ingest import jobs

    settings = load_settings()
    with open_database(settings) as (database, _), Bar() as bar:
        report = jobs.refresh(database, settings, open_reader(settings, database), bar)
    _show(report, as_json)


def _show(report: Report, as_json: bool) -> None:
    if as_json:
        print_json(report)
    else:
        from pkm.cli.render import show_report

        show_report(report)
    if report.problems:
        raise typer.Exit(EXIT_REFUSED)


sources_app = typer.Typer(help="Places that are looked at again: list them, remove one.", invoke_without_command=True)
app.add_typer(sources_app, name="sources", epilog="Examples: pkm sources   |   pkm sources remove 3")


@sources_app.callback()
def list_sources(context: typer.Context, as_json: AsJson = False) -> None:
    """List the sources."""
    if context.invoked_subcommand is not None:
        return
    from pkm.store import sources

    settings = load_settings()
    with open_database(settings) as (database, owner), database.transaction(owner) as connection:
        found = sources.overview(connection, timedelta(hours=settings.refresh_hours))
    if as_json:
        print_json({"sources": found})
        return
    from pkm.cli.render import show_sources

    show_sources(found)


@sources_app.command("remove", epilog="Example: pkm sources remove 3 --yes")
def remove_source(
    source: Annotated[int, typer.Argument(help="Its number in the list.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: AsJson = False,
) -> None:
    """Remove a source and all that pkm knows from it; the files themselves are not touched."""
    from ingest import jobs
    from pkm.models import SourceId
    from pkm.store import sources

    settings = load_settings()
    with open_database(settings) as (database, owner):
        with database.transaction(owner) as connection:
            found = sources.get(connection, SourceId(source))
        if not yes and not typer.confirm(f"Remove {found.location} and all that pkm knows from it?", err=True):
            raise typer.Abort
        try:
            gone = jobs.forget_path(database, settings, found.location, owner, found.id)
        except NotFound:
            gone = {}
        with database.transaction(owner) as connection:
            sources.delete(connection, found.id)
    if as_json:
        print_json({"removed": found.location, **gone})
    else:
        print(f"removed {found.location}", file=sys.stderr)
