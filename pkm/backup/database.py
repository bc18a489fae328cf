"""The database's part of a backup: a copy of an embedded server's files, whole or what changed, or a dump of a configured one."""

from __future__ import annotations

import errno
import os
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from pkm import services
from pkm.backup import manifest
from pkm.backup.kept import Watch
from pkm.config import Settings
from pkm.errors import PkmError, ServiceError
from pkm.store import backups
from pkm.store.database import Database

_POLL_S = 0.25
_NO_ROOM = os.strerror(errno.ENOSPC)  # as PostgreSQL's tools say it, in the language of LC_ALL=C
_NO_SUMMARY = "WAL summar"  # how PostgreSQL begins to say that it cannot tell what changed


def copy(database: Database, target: Path, before: Path | None, watch: Watch) -> bool:
    """Copy the server's files while it runs; only what changed since the copy in ``before``, where that can be told.

    Every page is held against its checksum on the way. Returns whether it is of changes only.
    """
    arguments = [
        "-d",
        database.url,
        "-D",
        str(target),
        "-X",
        "stream",
        "-c",
        "fast",
        "--no-sync",
        "--manifest-checksums=SHA256",
    ]
    if before is not None:
        try:
            _run("pg_basebackup", [*arguments, f"--incremental={before / manifest.NAME}"], database, watch)
            return True
        except ServiceError as exc:
            if _NO_SUMMARY not in str(exc):
                raise
    _run("pg_basebackup", arguments, database, watch)
    return False


def dump(settings: Settings, target: Path) -> None:
    """Write all that a configured database holds into one file, as it is at one moment."""
    url, secret = _without_password(settings.database_url or "")
    _run("pg_dump", ["-d", url, "-Fc", "--no-owner", "--no-privileges", "-f", str(target)], secret=secret)


def verify(folder: Path) -> None:
    """Hold a copy or a dump against its checksums. Raises ``PkmError`` where it is damaged."""
    try:
        manifest.check_seals(folder)
        if (folder / "database.dump").exists():
            _run("pg_restore", ["-f", os.devnull, str(folder / "database.dump")])
        else:
            copied = folder / "database"
            for each in manifest.check(copied):
                log = [
                    f"--path={copied / 'pg_wal'}",
                    f"--timeline={each.timeline}",
                    f"--start={each.start}",
                    f"--end={each.end}",
                ]
                _run("pg_waldump", ["--quiet", *log])
    except PkmError as exc:
        raise PkmError(f"the database's copy in {folder.name} is damaged: {exc}", "take another one") from exc


def install(chain: Sequence[Path], server: services.EmbeddedPostgres) -> None:
    """Make the files of an embedded server out of a full copy and those of changes after it."""
    copies = [str(each / "database") for each in chain]
    server.install(lambda data: _run("pg_combinebackup", [*copies, "-o", str(data)]))


def load(dumped: Path, url: str) -> None:
    """Fill an empty database from a dump, all of it or nothing."""
    where, secret = _without_password(url)
    arguments = ["-d", where, "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", str(dumped)]
    _run("pg_restore", arguments, secret=secret)


def _without_password(url: str) -> tuple[str, str | None]:
    """The same address for a command line, which others on the machine can read, and its password."""
    parts = conninfo_to_dict(url)
    password = parts.pop("password", None)
    address = make_conninfo(**{key: str(value) for key, value in parts.items() if value is not None})
    return address, None if password is None else str(password)


def _run(
    tool: str, arguments: Sequence[str], database: Database | None = None, watch: Watch | None = None,
    secret: str | None = None,
) -> None:  # fmt: skip
    """Run one of PostgreSQL's tools; raises ``ServiceError`` with the last thing it said."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PG")} | {"LC_ALL": "C"}
    if secret is not None:
        environment["PGPASSWORD"] = secret
    process = subprocess.Popen(
        [str(services.postgres_tools() / tool), *arguments], env=environment, cwd="/", text=True, umask=0o077,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        if database is not None and watch is not None:
            with database.session() as connection:
                while process.poll() is None:
                    watch("database", *backups.progress(connection))
                    time.sleep(_POLL_S)
        _, said = process.communicate()
    except BaseException:
        process.kill()
        process.wait()
        raise
    if process.returncode:
        errors = (
            [line for line in said.splitlines() if "error:" in line or "ERROR:" in line]
            or said.splitlines()
            or ["no reason given"]
        )
        hint = "free some space there and run it again; nothing was lost" if _NO_ROOM in errors[0] else ""
        raise ServiceError(f"{tool} failed: {errors[0].strip()}", hint)


def check_pages(database: Database) -> str | None:
    """Hold every page of the server's files, heap and index, against its checksum; what is wrong, if anything.

    A copy that goes nowhere: the server reads and checks all that a backup would. Raises ``DatabaseError`` where the server
    is away, or went meanwhile: that tells nothing of its pages.
    """
    try:
        _run("pg_basebackup", ["-d", database.url, "--target=blackhole", "-X", "none", "-c", "fast", "--no-manifest"])
    except ServiceError as exc:
        with database.session():
            return str(exc)
    return None
