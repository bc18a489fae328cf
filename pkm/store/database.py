"""The door to PostgreSQL: connections, identity, migrations, and the one place where driver errors become ours."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar

import psycopg
import psycopg.sql
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import namedtuple_row
from psycopg_pool import ConnectionPool, PoolTimeout

import sql
from pkm import services
from pkm.config import Settings, mask_password
from pkm.errors import Contended, DatabaseError, SettingError, Unstorable
from pkm.models import PersonId
from pkm.store import home

Connection = psycopg.Connection[Any]
T = TypeVar("T")

MIN_POSTGRES = 16
MIN_VECTOR = (0, 8, 4)
_MIGRATION_LOCK = 0x706B6D  # "pkm": the advisory lock under which migrations are applied
# The form that yoyo gave it, which applied the migrations of the first homes.
_MIGRATION_TABLE = """create table if not exists _yoyo_migration (
    migration_hash varchar(64) primary key, migration_id varchar(255), applied_at_utc timestamp
)"""
_CONNECT_TIMEOUT_S = 20
# A server whose machine is gone says nothing: without these who waits for it waits for two hours (tcp(7)).
_NOTICE: dict[str, Any] = {
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
}
_AT_ONCE_S = 0.001  # a connection that is free is had in less
_BESIDE = 2  # connections beside the first that are read on at once
logging.getLogger("psycopg").addHandler(logging.NullHandler())  # what it warns of becomes a fault of one line
PKM = PersonId(0)  # pkm itself, where no person asks


class Beside:
    """Where something is read while a connection is used for something else (``Database.beside``).

    Args:
        alone: Read all on the first connection: what the others see the server notes in a file, for which there is no room.
    """

    def __init__(self, connection: Connection, pool: ConnectionPool, threads: Executor, *, alone: bool) -> None:
        self._connection, self._pool, self._threads = connection, pool, threads
        self._begin: psycopg.sql.Composed | None = None
        if alone:
            return
        [known] = connection.execute(
            "select pg_export_snapshot() as snapshot, current_setting('pkm.person_id') as person"
        )
        self._begin = psycopg.sql.SQL(
            "set transaction snapshot {}; select set_config('pkm.person_id', {}, true) as person"
        ).format(known.snapshot, known.person)

    def begin(self, read: Callable[[Connection], T]) -> Callable[[], T]:
        """Begin to read; call what is returned for what was read. Where no connection is free at once it is read then."""
        if self._begin is None:
            return partial(read, self._connection)
        try:
            other = self._pool.getconn(_AT_ONCE_S)
        except PoolTimeout:
            return partial(read, self._connection)
        return self._threads.submit(self._read, other, self._begin, read).result

    def _read(self, other: Connection, begin: psycopg.sql.Composed, read: Callable[[Connection], T]) -> T:
        try:
            other.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            with other.transaction():
                other.execute(begin)
                return read(other)
        finally:
            self._pool.putconn(other)


class Database:
    """A pool of connections to a migrated database. Open it with ``Database.open``; close it when done."""

    def __init__(self, url: str, pool_size: int = 8, search_effort: int | None = None) -> None:
        self.url = url
        options = {} if search_effort is None else {"options": f"-c pkm.search_effort={search_effort}"}  # dense.sql
        self._pool = ConnectionPool(
            url, min_size=0, max_size=pool_size, open=False, timeout=_CONNECT_TIMEOUT_S,
            kwargs={
                "row_factory": namedtuple_row, "connect_timeout": _CONNECT_TIMEOUT_S, "application_name": "pkm",
                **_NOTICE, **options,
            },
        )  # fmt: skip

    @classmethod
    def open(cls, settings: Settings, pool_size: int = 8) -> Database:
        """Reach the configured or embedded PostgreSQL, bring its schema up to date, and let it follow its home."""
        services.require_whole(settings.home)
        database = cls.at(services.postgres_url(settings), pool_size, settings.search_effort)
        with database.transaction() as connection:
            home.follow(connection, settings.home, own=not settings.database_url)
        return database

    @classmethod
    def at(cls, url: str, pool_size: int = 8, search_effort: int | None = None) -> Database:
        """Reach the PostgreSQL at ``url`` and bring its schema up to date."""
        try:
            conninfo_to_dict(url)
        except psycopg.ProgrammingError as exc:
            message = "PKM_DATABASE_URL is no address of a PostgreSQL"
            raise SettingError(message, "write it as postgresql://USER@HOST/NAME") from exc
        with (
            _translated(url),
            psycopg.connect(url, connect_timeout=_CONNECT_TIMEOUT_S, autocommit=True, **_NOTICE) as connection,
        ):
            _check_versions(connection)
            migrate(connection)
        database = cls(url, pool_size, search_effort)
        database._pool.open()
        return database

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def transaction(
        self, person: PersonId = PKM, *, durable: bool = True, snapshot: bool = False
    ) -> Iterator[Connection]:
        """One transaction in a person's name (0: pkm itself); commits at the end, rolls back on an exception.

        Without ``durable`` it does not wait for the disk: after a power cut the last such transactions may never have
        been, each of them whole. That suits work that is simply done again; a durable one later makes them last too.
        All queries of a ``snapshot`` see the database as it was at the first, whatever others write meanwhile.
        """
        with _translated(self.url), self._mended(), self._pool.connection() as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ if snapshot else None
            with connection.transaction():
                connection.execute(
                    "select set_config('pkm.person_id', %s, true) as person, set_config('synchronous_commit', %s, true) as wait",
                    (str(person), "on" if durable else "off"),
                )
                yield connection

    @contextmanager
    def beside(self, connection: Connection) -> Iterator[Beside]:
        """Reading on further connections while the first, that of a ``snapshot``, is used: all see the same."""
        with ThreadPoolExecutor(_BESIDE) as threads:
            yield Beside(connection, self._pool, threads, alone=services.explain_loss(self.url) is not None)

    @contextmanager
    def _mended(self) -> Iterator[None]:
        """Where the server went away, its other connections are gone too: nobody is given one of them."""
        try:
            yield
        except psycopg.OperationalError:
            self._pool.check()
            raise

    @contextmanager
    def session(self) -> Iterator[Connection]:
        """A connection in autocommit, for work that no transaction may hold (vacuum, ``LISTEN``)."""
        with (
            _translated(self.url),
            psycopg.connect(self.url, autocommit=True, row_factory=namedtuple_row, **_NOTICE) as connection,
        ):
            yield connection


@contextmanager
def _translated(url: str) -> Iterator[None]:
    """Turn driver errors into ``DatabaseError`` of one line, without the row values that PostgreSQL adds."""
    try:
        yield
    except (psycopg.errors.DiskFull, psycopg.errors.OutOfMemory) as exc:
        hint = "free some space and try again; nothing was lost"
        raise (services.explain_loss(url) or DatabaseError("the database's disk is full", hint)) from exc
    except (psycopg.DataError, psycopg.IntegrityError, psycopg.errors.ProgramLimitExceeded) as exc:
        raise Unstorable(f"the database cannot hold it: {type(exc).__name__}") from exc
    except (psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure) as exc:
        raise Contended("others wrote the same rows at the same time", "run it again; nothing was lost") from exc
    except (psycopg.OperationalError, PoolTimeout) as exc:
        if known := services.explain_loss(url):
            raise known from exc
        reason = (str(exc).strip().splitlines() or ["no answer"])[-1].strip()
        embedded = services.is_embedded(url)
        where = "embedded" if embedded else mask_password(url)
        hint = "run it again; nothing was lost" if embedded else "check PKM_DATABASE_URL, and that the server runs"
        raise DatabaseError(f"the database ({where}) cannot be reached: {reason}", hint) from exc
    except (psycopg.errors.DataCorrupted, psycopg.errors.IndexCorrupted) as exc:
        hint = "the disk or the memory of the machine fails: bring the home back from a backup (pkm restore)"
        raise DatabaseError(f"the database's files are damaged: {exc.diag.message_primary}", hint) from exc
    except psycopg.Error as exc:
        reason = exc.diag.message_primary or type(exc).__name__
        raise DatabaseError(f"the database refused: {reason}") from exc


def _check_versions(connection: psycopg.Connection[Any]) -> None:
    version = connection.info.server_version
    if version < MIN_POSTGRES * 10_000:
        raise DatabaseError(
            f"PostgreSQL {version // 10_000} is too old: pkm needs {MIN_POSTGRES} or newer",
            "upgrade it, or unset PKM_DATABASE_URL to use the embedded one",
        )
    row = connection.execute("select default_version from pg_available_extensions where name = 'vector'").fetchone()
    if row is None:
        raise DatabaseError("this PostgreSQL has no pgvector", "install pgvector ≥ 0.8.4 (image pgvector/pgvector)")
    installed = connection.execute("select extversion from pg_extension where extname = 'vector'").fetchone()
    found = (installed or row)[0]
    if tuple(int(part) for part in found.split(".")) < MIN_VECTOR:
        wanted = ".".join(map(str, MIN_VECTOR))
        hint = "run: alter extension vector update" if installed and installed != row else "install a newer pgvector"
        raise DatabaseError(f"pgvector {found} is too old: pkm needs {wanted} or newer", hint)


def applied_migrations(connection: psycopg.Connection[Any]) -> frozenset[str]:
    """The ids of the migrations that this database has seen."""
    if connection.execute("select to_regclass('_yoyo_migration')").fetchone() == (None,):
        return frozenset()
    return frozenset(row[0] for row in connection.execute("select migration_id from _yoyo_migration"))


def migrate(connection: psycopg.Connection[Any], until: str | None = None) -> None:
    """Apply what is missing, one process at a time; a database from a newer pkm is refused.

    Each migration is applied and noted in one transaction: who is killed amid them goes on with the next one.

    Args:
        connection: In autocommit.
        until: The id of the last migration that is wanted; all are unless told.
    """
    applied = applied_migrations(connection)
    if unknown := sorted(applied - sql.migration_ids()):
        raise DatabaseError(f"this database belongs to a newer pkm (it has {unknown[-1]})", "upgrade pkm")
    if applied == sql.migration_ids():
        return
    connection.execute("select pg_advisory_lock(%s)", (_MIGRATION_LOCK,))
    try:
        connection.execute(_MIGRATION_TABLE)
        for each in sorted(sql.migration_ids() - applied_migrations(connection)):
            if until is not None and each > until:
                break
            with connection.transaction():
                connection.execute((sql.MIGRATIONS / f"{each}.sql").read_bytes())
                connection.execute(
                    "insert into _yoyo_migration (migration_hash, migration_id, applied_at_utc)"
                    " values (%s, %s, now() at time zone 'utc')",
                    (hashlib.sha256(each.encode()).hexdigest(), each),
                )
    finally:
        connection.execute("select pg_advisory_unlock(%s)", (_MIGRATION_LOCK,))
