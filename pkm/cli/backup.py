"""``pkm backup`` and ``pkm restore``."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pkm.cli.app import (
    EXIT_FAULT,
    AsJson,
    app,
    by_default,
    counted,
    inventory,
    load_settings,
    open_database,
    plain,
    print_json,
)
from pkm.cli.progress import Line
from pkm.errors import NotFound

if TYPE_CHECKING:
    from pkm.backup.shelf import Shelf
    from pkm.config import Settings

Destination = Annotated[
    Path | None,
    typer.Argument(metavar="DEST", help="A folder of backups; beside the home unless told.", show_default=False),
]


backup_app = typer.Typer(
    cls=by_default("make"), help="Back up all that pkm keeps; list and verify backups.\n\npkm backup [DEST] makes one.",
    epilog="Examples: pkm backup /mnt/disk/pkm --keep 30   |   pkm backup list   |   pkm backup verify",
)  # fmt: skip
app.add_typer(backup_app, name="backup")


@backup_app.command("make", epilog="Example: pkm backup /mnt/disk/pkm --keep 30")
def make_backup(
    dest: Destination = None,
    keep: Annotated[int | None, typer.Option("--keep", min=1, help="Keep so many; older ones go.")] = None,
    full: Annotated[bool, typer.Option("--full", help="Copy all of the database, not only what changed.")] = False,
    as_json: AsJson = False,
) -> None:
    """Make a backup while pkm is in use: verified, there whole or not at all; only what changed, where it can."""
    from pkm.backup import making
    from pkm.backup.shelf import Shelf

    settings = load_settings()
    shelf = Shelf.create(dest or _usual(settings), settings.home)
    begun = time.monotonic()
    with open_database(settings) as (database, _):
        made = making.make(database, settings, shelf, full=full, keep=keep, watch=Line())
    if as_json:
        print_json(made)
        return
    backup = made.backup
    basis = f"changes since {backup.based_on}" if backup.based_on else "the whole database"
    print(
        f"{made.folder}: {basis}, {counted(backup.files, 'file')}; {backup.bytes / 1e6:.1f} MB in {time.monotonic() - begun:.0f} s"
    )
    if made.removed:
        print("removed: " + ", ".join(made.removed))
    _warn_of(made.folder.parent, made.damaged)


@backup_app.command("list", epilog="Example: pkm backup list /mnt/disk/pkm --json")
def list_backups(dest: Destination = None, as_json: AsJson = False) -> None:
    """List the backups that are whole, the oldest first."""
    found = _shelf(dest)
    if as_json:
        print_json({"folder": found.folder, "backups": found.backups(), "damaged": list(found.damaged())})
        return
    for each in found.backups():
        basis = f"  adds to {each.based_on}" if each.based_on else ""
        print(f"{each.name}  {each.kind:11}  {each.bytes / 1e6:10.1f} MB  {counted(each.files, 'file')}{basis}")
    _warn_of(found.folder, found.damaged())
    if not found.backups():
        print(f"{found.folder} holds no backup that is whole" if found.damaged() else f"{found.folder} holds no backup")


@backup_app.command("verify", epilog="Example: pkm backup verify /mnt/disk/pkm")
def verify_backups(dest: Destination = None, as_json: AsJson = False) -> None:
    """Read every byte of every backup and hold it against its checksum; exit 1 when one is damaged, or none is there."""
    from pkm.backup import making

    found = _shelf(dest)
    with found.steady():
        results = [
            {"name": name, "ok": fault is None, "detail": fault} for name, fault in sorted(making.verify(found, Line()))
        ]
    if not results:
        raise NotFound(f"{found.folder} holds no backup", "pkm backup [DEST] makes one")
    if as_json:
        print_json({"ok": all(each["ok"] for each in results), "backups": results})
    else:
        for each in results:
            print(f"{each['name']}  " + ("whole" if each["ok"] else f"DAMAGED: {each['detail']}"))
    if not all(each["ok"] for each in results):
        raise typer.Exit(EXIT_FAULT)


@app.command(
    epilog="Examples: pkm restore /mnt/disk/pkm --home ~/pkm   |   pkm restore /mnt/disk/pkm/2026-03-01T020000Z"
)
def restore(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="SRC", help="A folder of backups (the newest is meant), or one backup.", show_default=False
        ),
    ],
    home: Annotated[
        Path | None, typer.Option("--home", help="Where to; PKM_HOME unless told. It must be empty.")
    ] = None,
    forgotten: Annotated[
        list[Path] | None, typer.Option("--forgotten", help="A further forgotten.json, as each home has one.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Bring a backup back into an empty home.

    On any machine; what was forgotten since stays forgotten.
    """
    from ingest import forgetting
    from ingest.check import find_faults
    from pkm.backup import restoring
    from pkm.backup.shelf import read_ledgers
    from pkm.store import erasure, people

    settings = load_settings()
    if home is not None:
        settings = replace(settings, home=home.expanduser().absolute())
    extra = tuple(each for path in forgotten or () for each in read_ledgers(path))
    gone: dict[str, int] = {}
    with restoring.restore(source, settings, extra, Line()) as (restored, database):
        for each in restored.forgotten:
            lost = forgetting.forget_known(database, settings, each)
            gone = {what: gone.get(what, 0) + count for what, count in lost.items()}
        with database.transaction() as connection:
            due = erasure.due(connection)
            owner = people.ensure_owner(connection)
        if due is not None:
            erasure.erase(database, due, Line())
        findings = find_faults(database, settings, owner)
    if as_json:
        print_json({"backup": restored.backup, "home": restored.home, "forgotten": gone, "findings": findings})
    else:
        print(
            f"{restored.home}: brought back from {restored.backup.name}, made {restored.backup.made_at:%Y-%m-%d %H:%M} UTC"
        )
        if any(gone.values()):
            print("forgotten again: " + inventory({what: count for what, count in gone.items() if count}))
        for found in findings:
            print(plain(f"{found.what} {found.id}: {found.detail}"))
        print(f"use it with: PKM_HOME={restored.home}")
    if findings:
        raise typer.Exit(EXIT_FAULT)


def _warn_of(folder: Path, damaged: Iterable[str]) -> None:
    for name in damaged:
        print(
            f"damaged: {folder / name} — pkm backup verify says how; once its folder is deleted it is gone",
            file=sys.stderr,
        )


def _usual(settings: Settings) -> Path:
    """Where backups lie unless told: beside the home."""
    return settings.home.with_name(settings.home.name + "-backups")


def _shelf(dest: Path | None) -> Shelf:
    from pkm.backup.shelf import Shelf

    return Shelf(Path(os.path.realpath(dest or _usual(load_settings()))))
