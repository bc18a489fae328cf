"""What was refused, and what a person says to it: ``problems``, ``problems retry``, ``problems ignore``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from pkm.cli.app import EXIT_REFUSED, AsJson, app, load_settings, open_database, print_json
from pkm.errors import NotFound, UsageError

problems_app = typer.Typer(
    help="What was refused: list it, try it again, hear no more of it.", invoke_without_command=True
)
app.add_typer(
    problems_app,
    name="problems",
    epilog="Examples: pkm problems   |   pkm problems retry --all   |   pkm problems ignore ./scans/broken.pdf",
)


@problems_app.callback()
def list_problems(
    context: typer.Context,
    collection: Annotated[str | None, typer.Option("--collection", "-c", help="Only of this collection.")] = None,
    ignored: Annotated[bool, typer.Option("--ignored", help="Only what is ignored.")] = False,
    as_json: AsJson = False,
) -> None:
    """List what was refused: path, place in it, reason, since when, and when it is tried again by itself."""
    if context.invoked_subcommand is not None:
        return
    from pkm.store import people, refusals

    with open_database(load_settings()) as (database, owner), database.transaction(owner) as connection:
        within = people.within(connection, collection or None)
        found = refusals.listed(connection, within, ignored=ignored)
    if as_json:
        print_json({"problems": found})
    else:
        from pkm.cli.refused import show_refusals

        show_refusals(found)


@problems_app.command("retry", epilog="Examples: pkm problems retry ./scans   |   pkm problems retry --all")
def retry(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="PATH", help="Files, or folders with all below.", show_default=False)
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="All that is refused and not ignored.")] = False,
    as_json: AsJson = False,
) -> None:
    """Try refused files again, now."""
    from ingest import jobs
    from pkm.cli.intake import open_reader
    from pkm.cli.progress import Bar
    from pkm.store import refusals, sources
    from pkm.store.paths import lies_in, ways

    if bool(paths) == every:
        raise UsageError("what shall be tried again?", "name files or folders, or say --all")
    settings = load_settings()
    named = [each for path in paths or () for each in ways(path)]
    with open_database(settings) as (database, owner), Bar() as bar:
        with database.transaction(owner) as connection:
            again = refusals.retry(connection, None if every else named)
            looking = [sources.get(connection, each) for each in sorted(again.looking)]
        if not again.files and not looking and not every:
            raise NotFound(
                f"{', '.join(paths or ())}: no file there is refused as a whole", "pkm problems lists what is"
            )
        if looking:
            jobs.refresh(database, settings, open_reader(settings, database), bar, looking)
        if again.files:
            open_reader(settings, database)(database, list(again.reading), bar)
        with database.transaction(owner) as connection:
            left = [each for each in refusals.listed(connection) if every or lies_in(each.path, named)]
    if as_json:
        print_json({"retried": again.files, "problems": left})
    else:
        from pkm.cli.refused import show_refusals

        print(f"tried again: {again.files}" + ("; looked at again: the rest" if looking else ""), file=sys.stderr)
        show_refusals(left)
    if left:
        raise typer.Exit(EXIT_REFUSED)


@problems_app.command("ignore", epilog="Example: pkm problems ignore ./scans/broken.pdf")
def ignore(
    path: Annotated[
        str, typer.Argument(metavar="PATH", help="A file, or a folder with all below.", show_default=False)
    ],
    as_json: AsJson = False,
) -> None:
    """Hear no more of what is refused there, while it stays as it is: not here, not in answers, not as exit code 3."""
    from pkm.store import refusals
    from pkm.store.paths import ways

    with open_database(load_settings()) as (database, owner), database.transaction(owner) as connection:
        count = sum(refusals.ignore(connection, each) for each in ways(path))
    if not count:
        raise NotFound(f"{path}: nothing is refused there", "pkm problems lists what is")
    if as_json:
        print_json({"ignored": count})
    else:
        print(f"ignored: {count} (pkm problems --ignored lists them)")
