"""``pkm reembed``: go over to another embedder while the home is in use, and see what spaces it has."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pkm.cli.app import AsJson, app, load_settings, open_database, open_home_embedder, print_json
from pkm.errors import NotFound, PkmError, UsageError

if TYPE_CHECKING:
    from pkm.config import Settings
    from pkm.embed import Embedder
    from pkm.store.database import Connection, Database


@app.command(
    epilog="Examples: pkm reembed   |   pkm reembed --to bge-m3   |   pkm reembed --to http:BAAI/bge-m3 --share 0.3"
    "   |   pkm reembed --back   |   pkm reembed --drop minilm"
)
def reembed(
    to: Annotated[
        str | None,
        typer.Option(
            "--to",
            metavar="SPACE",
            help="Go over to it: minilm[:bf16|:int8], bge-m3[:stored|:full], http:MODEL.",
            show_default=False,
        ),
    ] = None,
    back: Annotated[bool, typer.Option("--back", help="Go back to the space before.")] = False,
    drop: Annotated[
        str | None, typer.Option("--drop", metavar="SPACE", help="Drop one that is not in use.", show_default=False)
    ] = None,
    abort: Annotated[bool, typer.Option("--abort", help="Go over to no other space; drop what was filled.")] = False,
    background: Annotated[
        bool, typer.Option("--background", help="With --to or --back: leave it to pkm serve or pkm worker.")
    ] = False,
    share: Annotated[
        float | None,
        typer.Option(
            "--share", min=0.01, max=1, help="Of the time that is embedded; all of it unless told.", show_default=False
        ),
    ] = None,
    anyway: Annotated[bool, typer.Option("--anyway", help="Go over even where it finds clearly less.")] = False,
    _status: Annotated[bool, typer.Option("--status/--list", help="Say how far it is (without options, too).")] = True,
    as_json: AsJson = False,
) -> None:
    """Go over to another embedder.

    Without a pause: its space is filled beside the active one, compared and gone over to; the old one is kept.

    It goes on where it was stopped, by this command or by itself while pkm serve or pkm worker runs.
    """
    if sum(map(bool, (to, back, drop, abort))) > 1:
        raise UsageError("one of --to, --back, --drop and --abort at a time")
    if background and (share or anyway):
        raise UsageError("--background takes neither --share nor --anyway", "its share is PKM_REEMBED_SHARE")
    settings = load_settings()
    with open_database(settings) as (database, _):
        if drop:
            found: dict[str, Any] = _drop(database, drop)
        elif abort:
            found = _abort(database)
        elif to or back:
            found = _go_over(settings, database, to, background=background, share=share or 1.0, anyway=anyway)
        else:
            found = _list(database)
    if as_json:
        print_json(found)
    else:
        from pkm.cli.render import show_spaces

        show_spaces(found)


def _go_over(
    settings: Settings, database: Database, to: str | None, *, background: bool, share: float, anyway: bool
) -> dict[str, Any]:
    from ingest import reembed
    from pkm.cli.progress import Line

    embedder = _open(settings, database, to)
    if background:
        from pkm.store import shadows

        space = embedder.space
        with database.transaction() as connection:
            shadows.want(connection, space)
        return _list(database)
    following = open_home_embedder(settings, database)
    outcome = reembed.go_over(database, embedder, following.latest, share=share, anyway=anyway, watch=Line())
    return {**asdict(outcome), **_list(database)}


def _open(settings: Settings, database: Database, to: str | None) -> Embedder:
    """The embedder of a space that the home has already, or of a new one; of the one before, if none is named."""
    from pkm.embed import open_named
    from pkm.store import shadows

    with database.transaction() as connection:
        if to is None:
            known = shadows.previous(connection)
        else:
            known = next((each for each in shadows.held(connection) if each.space.name == to), None)
    if known is not None:
        return open_named(settings, known.space.name, known.space)
    if to is None:
        raise NotFound("this home was searched with no other space before", "name one: pkm reembed --to SPACE")
    return open_named(settings, to)


def _drop(database: Database, name: str) -> dict[str, Any]:
    from pkm.store import shadows

    shadows.drop(database, name)
    return {"dropped": name, **_list(database)}


def _abort(database: Database) -> dict[str, Any]:
    from pkm.store import shadows

    with database.transaction() as connection:
        given_up = shadows.give_up(connection)
    if given_up is None:
        raise PkmError("this home is about to go over to no other space")
    if given_up.activated_at is None:  # it was never searched: nothing is lost that --to would not make again
        shadows.drop(database, given_up.space.name)
    return {"aborted": given_up.space.name, **_list(database)}


def _list(database: Database) -> dict[str, Any]:
    from pkm.store import shadows

    with database.transaction() as connection:
        known = shadows.held(connection)
        is_filled = shadows.is_filled(connection)
    spaces = []
    for each in known:
        if not each.dropped:
            with database.transaction() as connection:
                spaces.append(_shown(connection, each))
    return {"filling": is_filled, "spaces": spaces}


def _shown(connection: Connection, each: Any) -> dict[str, Any]:
    from pkm.store import shadows

    passages, total, size = shadows.size(connection, each.id)
    return {
        **asdict(each.space), "active": each.active, "wanted": each.wanted, "passages": passages,
        "lacking": max(0, total - passages), "bytes": size, "activated_at": each.activated_at,
        "compared": each.compared, "failure": each.failure,
    }  # fmt: skip
