"""Commands that take files in: ``ingest``, ``refresh``, ``problems``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pkm.cli.app import EXIT_REFUSED, AsJson, app, load_settings, open_database, open_home_embedder, print_json
from pkm.cli.progress import Bar
from pkm.errors import UsageError

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
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH", help="Files and folders, whatever is in them.", show_default=False)
    ],
    collection: Annotated[str | None, typer.Option("--collection", "-c", help="Put them into this collection.")] = None,
    once: Annotated[bool, typer.Option("--once", help="Do not look at these paths again at every refresh.")] = False,
    as_json: AsJson = False,
) -> None:
    """Take files and folders in, and keep looking at them.

    New, changed and vanished files are followed.
    """
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


@app.command(epilog="Examples: pkm refresh   |   pkm refresh 3 ~/letters --json")
def refresh(
    wanted: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SOURCE", help="Numbers or places of sources; all if none is named.", show_default=False
        ),
    ] = None,
    accept_empty: Annotated[
        bool,
        typer.Option(
            "--accept-empty", help="Believe it where a disk is gone or most files are: what is not there is deleted."
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Look at the sources again, now.

    At those that are named, or at every one that is not paused.
    """
    from ingest import jobs
    from pkm.store import sources

    if accept_empty and not wanted:
        raise UsageError("which source is believed to be empty?", "name it: pkm refresh 3 --accept-empty")
    settings = load_settings()
    with open_database(settings) as (database, owner), Bar() as bar:
        with database.transaction(owner) as connection:
            only = [sources.find(connection, each) for each in wanted] if wanted else None
            for each in only or ():
                if accept_empty:
                    sources.remember(connection, each.id, {})
        report = jobs.refresh(database, settings, open_reader(settings, database), bar, only)
    _show(report, as_json)


def _show(report: Report, as_json: bool) -> None:
    if as_json:
        print_json(report)
    else:
        from pkm.cli.refused import show_report

        show_report(report)
    if report.problems:
        raise typer.Exit(EXIT_REFUSED)
