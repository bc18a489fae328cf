"""Commands that say what happened and put things right: ``status``, ``forget``, ``check``, ``config``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pkm.cli.app import (
    EXIT_FAULT,
    AsJson,
    app,
    ask_leave,
    counted,
    inventory,
    load_settings,
    open_database,
    open_home_embedder,
    plain,
    print_json,
)
from pkm.errors import DatabaseError, NotFound, UsageError

if TYPE_CHECKING:
    from pkm.models import DocumentId, PersonId
    from pkm.store.database import Database


@app.command(epilog="Example: pkm status --json")
def status(as_json: AsJson = False) -> None:
    """Say what is there, what waits to be read, and who works."""
    from pkm.store.status import read_status

    settings = load_settings()
    with open_database(settings) as (database, owner):
        found = read_status(database, settings, owner)
    if as_json:
        print_json(found)
        return
    from pkm.cli.render import show_status

    show_status(found)


@app.command(epilog="Examples: pkm forget ./scans/letter.jpg --yes   |   pkm forget 42 --yes --json")
def forget(
    target: Annotated[
        str | None,
        typer.Argument(
            metavar="PATH|DOCUMENT_ID", help="A file, a folder, or a document's number.", show_default=False
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    erase: Annotated[
        bool | None,
        typer.Option(
            "--erase/--no-erase",
            help="Erase the bytes now, or in the night; now where that is quick.",
            show_default=False,
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Forget what pkm made of a file, folder or document.

    Texts, vectors, bookings and kept originals go; files on disk stay. Without a target, with --erase: erase now what
    was forgotten before.
    """
    from ingest import jobs
    from pkm.backup import memory

    if not target and not erase:
        raise UsageError("what is to be forgotten?", "name a file, a folder or a document's number")
    settings = load_settings()
    gone: dict[str, int] = {}
    kept_at: list[str] = []
    with open_database(settings) as (database, owner):
        if target is not None:
            try:
                meant = _meant(database, owner, target)
                ahead = jobs.foresee(database, meant, owner)
            except NotFound as exc:
                if _waits(database):
                    hint = (
                        "it may be forgotten already: its bytes are erased in the night, or now by: pkm forget --erase"
                    )
                    raise NotFound(str(exc), hint) from exc
                raise
            if not yes:
                ask_leave(f"Forget {plain(target)} and all that pkm made of it ({inventory(ahead.counts)})?")
            if isinstance(meant, str):
                gone = jobs.forget_path(database, settings, meant, owner)
            else:
                gone = jobs.forget_document(database, settings, meant, owner)
            kept_at = ahead.kept_at
        older = memory.tell(database, settings)
        fate = _erase(database, wanted=erase)
    if as_json:
        print_json({**gone, "kept_at": kept_at, **fate, "backups": older})
        return
    if gone:
        held = inventory({what: count for what, count in gone.items() if count})
        print(f"forgotten: {held or 'where it lay; no document went with it'}")
    for each in kept_at:
        print(f"the same bytes stay known at {plain(each)}; to forget all copies, name the document by its number")
    _show_fate(fate)
    for shelf in older:
        if not shelf.told:
            print(
                f"{shelf.location} cannot be reached: backups there still hold it, and bring it back until pkm backup was run there"
            )
        else:
            names = ", ".join(shelf.names)
            print(
                f"{shelf.location} holds it in {counted(len(shelf.names), 'backup')} made before (restored, it is forgotten again): {names}"
            )


def _meant(database: Database, owner: PersonId, target: str) -> str | DocumentId:
    """The path, however it is written, or the document that is meant. Raises ``NotFound``."""
    from pkm.models import DocumentId
    from pkm.store import files
    from pkm.store.paths import ways

    if target.isdecimal() and not os.path.lexists(target):
        return DocumentId(int(target))
    with database.transaction(owner) as connection:
        found = next((each for each in ways(target) if files.below(connection, each)), None)
    if found is None:
        raise NotFound(f"{target}: pkm has not seen it", "pkm status lists the sources, pkm search finds documents")
    return found


def _waits(database: Database) -> bool:
    """Whether something that was forgotten waits to be erased."""
    from pkm.store import erasure

    with database.transaction() as connection:
        return erasure.due(connection) is not None


def _erase(database: Database, *, wanted: bool | None) -> dict[str, Any]:
    """Erase what was forgotten where that is wanted or quick; what became of it."""
    from ingest.forgetting import AT_ONCE_S
    from pkm.cli.progress import Line
    from pkm.store import erasure

    with database.transaction() as connection:
        due = erasure.due(connection)
    if due is None:
        return {"erased": True, "erase_s": 0, "left": []}
    if wanted is False or (wanted is None and due.seconds > AT_ONCE_S):
        return {"erased": False, "erase_s": round(due.seconds), "left": []}
    try:
        done = erasure.erase(database, due, Line())
    except DatabaseError as exc:
        return {"erased": False, "erase_s": round(due.seconds), "left": [f"{exc}"]}
    return {"erased": True, "erase_s": done.seconds, "left": done.left}


def _show_fate(fate: dict[str, Any]) -> None:
    if fate["erased"]:
        print("its bytes are erased from the database's files")
    else:
        print(
            f"no answer, search or listing knows it any more; its bytes are erased from the database's files in the night"
            f" while pkm serve or pkm worker runs, or now by: pkm forget --erase (about {fate['erase_s']} s, pkm waits meanwhile)"
        )
    for each in fate["left"]:
        print(f"left to the database's administrator: {each}" if fate["erased"] else each)


@app.command(epilog="Examples: pkm check --deep   |   pkm check --repair")
def check(
    deep: Annotated[
        bool, typer.Option("--deep", help="Read every original and every page of the database's files again.")
    ] = False,
    embedder: Annotated[
        bool,
        typer.Option("--embedder", help="Ask the embedder whether it is the model that this home was filled with."),
    ] = False,
    repair: Annotated[
        bool, typer.Option("--repair", help="Make anew what can be derived again, delete strays.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Hold all that is stored against itself.

    States, texts, passages, vectors, bookings, kept originals and indexes.
    """
    from ingest import check as checking
    from pkm.cli.progress import Line
    from pkm.search.recognition import find_stranger
    from pkm.store.checks import Finding

    settings = load_settings()
    findings: list[Finding] = []
    left: list[str] = []
    done: dict[str, int] = {}
    with open_database(settings) as (database, owner):
        for each in checking.check(database, settings, owner, deep=deep, watch=Line()):
            if isinstance(each, Finding):
                findings.append(each)
            else:
                left.append(each.detail)
        if embedder:
            findings += find_stranger(open_home_embedder(settings, database))
        if repair and findings:
            done = checking.repair(database, settings, findings)
    if as_json:
        shown = [{"what": each.what, "id": each.id, "detail": each.detail, "hint": each.hint} for each in findings]
        print_json({"ok": not findings, "findings": shown, "not_checked": left, **done})
    else:
        for each in findings:
            print(
                plain(f"{each.what} {each.id}: {each.detail}" + (f" — {each.hint}" if each.hint and not repair else ""))
            )
        for detail in left:
            print(f"not checked: {detail}")
        if done:
            print(
                f"{done['read_again']} files wait to be read again (pkm refresh), {done['deleted']} strays are deleted"
            )
        if not findings:
            print("all that was checked is well" if left else "all is well")
    if findings:
        raise typer.Exit(EXIT_FAULT)


@app.command(epilog="Example: pkm config --json")
def config(as_json: AsJson = False) -> None:
    """Print the effective settings, and where each came from.

    Secrets are masked.
    """
    shown = load_settings().masked()
    if as_json:
        print_json(shown)
        return
    for name, each in shown.items():
        value = "" if each["value"] is None else each["value"]
        print(f"{name}={value}  # {each['origin']}")
