"""Migrations, identity and the translation of driver errors."""

from __future__ import annotations

import os
import socket
import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from datetime import timedelta

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from pkm.errors import DatabaseError, Forbidden
from pkm.models import PersonId
from pkm.services import EmbeddedPostgres
from pkm.store import people
from pkm.store.database import Beside, Database, applied_migrations, migrate

SEEN = "select (select count(*) from collection), current_setting('pkm.person_id')"


def _schema(server: EmbeddedPostgres, url: str) -> str:
    dump = subprocess.run(
        [str(server.tools / "pg_dump"), "--schema-only", "--no-owner", "-d", url],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return "\n".join(line for line in dump.splitlines() if line and not line.startswith(("--", "\\")))


def test_replayed_migrations_give_the_schema_of_a_fresh_database(server: EmbeddedPostgres, database_url: str) -> None:
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("create database replayed")
    replayed = f"{server.url.rpartition(' ')[0]} dbname=replayed"
    try:
        for _ in range(2):  # the second time has nothing to do
            with psycopg.connect(replayed, autocommit=True) as connection:
                migrate(connection)
        assert _schema(server, replayed) == _schema(server, database_url)
    finally:
        with psycopg.connect(server.url, autocommit=True) as connection:
            connection.execute("drop database replayed")


def test_a_death_amid_migrations_costs_nothing(server: EmbeddedPostgres, database_url: str) -> None:
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("create database died")
    died = f"{server.url.rpartition(' ')[0]} dbname=died"
    try:
        with psycopg.connect(died, autocommit=True) as connection:
            migrate(connection, until="0001_initial")
            connection.execute(
                "create function die() returns trigger language plpgsql as"
                " $$ begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$;"
                " create trigger die before insert on _yoyo_migration execute function die()"
            )
        with pytest.raises(psycopg.OperationalError), psycopg.connect(died, autocommit=True) as connection:
            migrate(connection)
        with psycopg.connect(died, autocommit=True) as connection:
            assert applied_migrations(connection) == {"0001_initial"}
            connection.execute("drop function die cascade")
            migrate(connection)
        assert _schema(server, died) == _schema(server, database_url)
    finally:
        with psycopg.connect(server.url, autocommit=True) as connection:
            connection.execute("drop database died with (force)")


def test_a_database_of_a_newer_pkm_is_refused(database: Database) -> None:
    with psycopg.connect(database.url, autocommit=True) as connection:
        connection.execute("update _yoyo_migration set migration_id = '9999_from_the_future'")
        assert applied_migrations(connection) == {"9999_from_the_future"}
        with pytest.raises(DatabaseError, match="newer pkm"):
            migrate(connection)


def test_every_transaction_has_an_identity(database: Database) -> None:
    with database.transaction(PersonId(7)) as connection:
        assert connection.execute("select current_setting('pkm.person_id')").fetchone() == ("7",)
    with database.transaction() as connection:
        assert connection.execute("select current_setting('pkm.person_id')").fetchone() == ("0",)


@pytest.mark.parametrize(("snapshot", "seen"), [(True, False), (False, True)])
def test_a_snapshot_sees_nothing_that_others_write_meanwhile(database: Database, snapshot: bool, seen: bool) -> None:
    count = "select count(*) from collection"
    with database.transaction() as connection:
        owner = people.ensure_owner(connection)
    for name in ("first", "second"):  # a connection that served one is no snapshot for the next
        with database.transaction(snapshot=not snapshot):
            pass
        with database.transaction(snapshot=snapshot) as reading:
            (before,) = reading.execute(count).fetchone()
            with database.transaction() as writing:
                people.ensure_collection(writing, name, owner)
            (after,) = reading.execute(count).fetchone()
        assert (after > before) == seen


@pytest.mark.parametrize("connections", [1, 2, 8])
def test_what_is_read_beside_a_snapshot_is_what_the_snapshot_sees(database_url: str, connections: int) -> None:
    with Database.at(database_url, connections) as database, Database.at(database_url) as others:
        with others.transaction() as connection:
            owner = people.ensure_owner(connection)
        with ExitStack() as open_ones:
            for _ in range(min(connections, 3)):
                open_ones.enter_context(database.transaction())  # so that there are as many
        with database.transaction(PersonId(7), snapshot=True) as reading:
            before = reading.execute(SEEN).fetchone()
            with others.transaction() as writing:
                people.ensure_collection(writing, "later", owner)
            with database.beside(reading) as beside:
                reads = [
                    beside.begin(lambda connection: (connection.info.backend_pid, connection.execute(SEEN).fetchone()))
                    for _ in range(2)
                ]
                during = reading.execute(SEEN).fetchone()
                (one, found), (other, as_well) = (read() for read in reads)
            assert len({one, other, reading.info.backend_pid}) == min(connections, 3)
            assert before == during == found == as_well == (1, "7")
        with (
            pytest.raises(DatabaseError, match="DivisionByZero"),
            database.transaction(snapshot=True) as reading,
            database.beside(reading) as beside,
        ):
            beside.begin(lambda connection: connection.execute("select 1 / 0"))()
        with database.transaction() as reading:
            assert reading.execute("select count(*) from collection").fetchone() == (2,)


def test_without_room_for_a_snapshot_all_is_read_on_the_first_connection(database: Database) -> None:
    with database.transaction(snapshot=True) as reading, ThreadPoolExecutor(1) as threads:
        beside = Beside(reading, database._pool, threads, alone=True)
        reads = [beside.begin(lambda connection: connection.info.backend_pid) for _ in range(2)]
        assert {read() for read in reads} == {reading.info.backend_pid}
        assert reading.execute("select count(*) from pg_ls_dir('pg_snapshots')").fetchone() == (0,)


def test_driver_errors_become_one_line_without_anybodys_words(database: Database) -> None:
    with pytest.raises(DatabaseError) as caught, database.transaction() as connection:
        connection.execute("insert into person (name) values ('my secret'), ('my secret')")
    assert "my secret" not in str(caught.value)
    for address in ("postgresql://me:hunter2@127.0.0.1:1/none", "host=127.0.0.1 port=1 user=me password=hunter2"):
        with pytest.raises(DatabaseError, match=r"127\.0\.0\.1.* cannot be reached") as caught:
            Database.at(address)
        assert "hunter2" not in str(caught.value)
        assert "PKM_DATABASE_URL" in caught.value.hint


@contextmanager
def over_tcp(url: str) -> Iterator[str]:
    """The address of the same database by way of a port."""
    known = conninfo_to_dict(url)

    def pass_on(source: socket.socket, target: socket.socket) -> None:
        with source, target, suppress(OSError):
            while block := source.recv(1 << 16):
                target.sendall(block)

    def answer() -> None:
        with suppress(OSError):
            while True:
                client, server = listening.accept()[0], socket.socket(socket.AF_UNIX)
                server.connect(f"{known['host']}/.s.PGSQL.5432")
                for each in ((client, server), (server, client)):
                    threading.Thread(target=pass_on, args=each, daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=answer, daemon=True).start()
        port = listening.getsockname()[1]
        yield f"host=127.0.0.1 port={port} user={known['user']} dbname={known['dbname']} sslmode=disable"


def test_a_server_whose_machine_is_gone_is_noticed_within_a_minute(database_url: str) -> None:
    with over_tcp(database_url) as url, Database.at(url) as opened:
        for connected in (opened.transaction(), opened.session()):
            with connected as connection, socket.socket(fileno=os.dup(connection.fileno())) as wire:
                idle, pause, count = (
                    wire.getsockopt(socket.IPPROTO_TCP, each)
                    for each in (socket.TCP_KEEPIDLE, socket.TCP_KEEPINTVL, socket.TCP_KEEPCNT)
                )
                assert idle + pause * count <= 60
                assert wire.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
                assert 0 < wire.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) <= 60_000


def test_a_new_home_has_one_person_and_one_collection(database: Database) -> None:
    with database.transaction() as connection:
        owner = people.ensure_owner(connection)
        assert people.ensure_owner(connection) == owner
        assert people.find_collection(connection, None).owner == owner


def test_tokens_are_kept_as_hashes_and_end(database: Database) -> None:
    with database.transaction() as connection:
        owner = people.ensure_owner(connection)
        _, token, _ = people.create_token(connection, owner, "read", timedelta(days=1))
        _, ended, _ = people.create_token(connection, owner, "all", timedelta(seconds=-1))
        assert people.identify(connection, token) == people.Identity(owner, "read")
        for wrong in (ended, token[:-1], ""):
            with pytest.raises(Forbidden):
                people.identify(connection, wrong)
        stored = connection.execute("select string_agg(t::text, ' ') from token t").fetchone()
        assert stored is not None
        assert token not in stored[0]


def test_every_table_of_peoples_words_carries_its_collection(database: Database) -> None:
    with database.transaction() as connection:
        without = connection.execute(
            "select table_name from information_schema.tables t where table_schema = 'public' and table_type = 'BASE TABLE'"
            " and table_name not like '\\_yoyo%%' and table_name not like 'yoyo%%' and not exists (select from information_schema.columns c"
            " where c.table_name = t.table_name and c.column_name = 'collection_id') order by 1"
        ).fetchall()
    assert [row[0] for row in without] == [
        "backup_place",
        "collection",
        "discarded_file",
        "discarded_object",
        "erasure",
        "evaluation",
        "fact_reading",
        "payee_rules",
        "person",
        "quotation_due",
        "run",
        "space",
        "space_weight",
        "token",
        "veil",
        "worker",
    ]
