"""A home of the version before: what it holds is settled like what is read today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import psycopg
import pytest

import sql
from pkm.services import EmbeddedPostgres
from pkm.store import figures, ledger, people, settle
from pkm.store.chosen import Filter, Term
from pkm.store.database import Database, migrate

FIRST = "0001_initial"


@pytest.fixture
def old_url(server: EmbeddedPostgres) -> Iterator[str]:
    """A database as the first migration leaves it."""
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("create database old")
    url = f"{server.url.rpartition(' ')[0]} dbname=old"
    with psycopg.connect(url, autocommit=True) as connection:
        migrate(connection, until=FIRST)
    yield url
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("drop database old with (force)")


def test_bookings_of_an_earlier_version_are_settled_and_found(old_url: str) -> None:
    with psycopg.connect(old_url, autocommit=True) as connection:
        one = connection.execute
        one("insert into person (name) values ('owner')")
        one("insert into collection (name, owner_id) values ('personal', 1)")
        one("insert into source (collection_id, kind, location, registered) values (1, 'folder', '/a', true)")
        one(
            "insert into file (collection_id, source_id, path, state, size, mtime_ns, ctime_ns, inode)"
            " values (1, 1, '/a/1', 'indexed', 1, 1, 1, 1)"
        )
        one(
            "insert into file_event (collection_id, file_id, stage, outcome)"
            " values (1, 1, 'hash', 'begun'), (1, 1, 'hash', 'done'), (1, 1, 'settle', 'indexed')"
        )
        one(
            "insert into document (collection_id, file_id, ordinal, kind, title, head, mime, sha256, has_object, text)"
            " values (1, 1, 0, 'statement', 'Bank', '', 'text/csv', '0', false, 'x')"
        )
        for number in ("DE89370400440532013000", "DE02120300000000202051"):
            one(
                "insert into account (collection_id, number, name, currency) values (1, %s, %s, 'EUR')",
                (number, number),
            )
        for account in (1, 2):
            one(
                "insert into statement (collection_id, document_id, account_id, ordinal, currency) values (1, 1, %s, %s, 'EUR')",
                (account, account),
            )
        for n, (account, amount, name, words) in enumerate(
            (
                (1, "-42.10", "REWE Markt 4711 Berlin", "Lebensmittel"),
                (1, "-500", "Eigenes Konto", "Umbuchung"),
                (2, "500", "", "Umbuchung"),
            )
        ):
            one(
                "insert into transaction (collection_id, document_id, statement_id, account_id, fingerprint, booked_on, amount,"
                " currency, counterparty, description, status, locator, char_start, char_end)"
                " values (1, 1, %s, %s, %s, '2026-01-05', %s, 'EUR', %s, %s, 'booked', %s, 0, 1)",
                (account, account, str(n), amount, name, words, f"row {n}"),
            )
    with Database.at(old_url) as database:
        settle.ensure(database)
        with database.transaction() as connection:
            assert people.find_collection(connection, "personal").id == 1
            assert [(each.stage, each.outcome) for each in sql.queries.files.history(connection, file=1)] == [
                ("hash", "begun"), ("hash", "done"), ("settle", "indexed"),
            ]  # fmt: skip
            rows = ledger.transactions(connection)
            assert [(each.amount, each.role) for each in rows] == [
                (Decimal("-42.10"), "spending"), (Decimal(-500), "transfer"), (Decimal(500), "transfer"),
            ]  # fmt: skip
            assert rows[0].payee.startswith("rewe")
            term = Term(words=tuple(_stems(connection)))
            (found,) = figures.sums(connection, Filter(side="out", terms=(term,), since=date(2026, 1, 1)))
            assert (found.amount, found.count) == (Decimal("-42.10"), 1)
            kept = connection.execute(
                "select role, sum(count) as count, sum(amount) as amount from total where span = 'month' group by 1 order by 1"
            )
            assert [tuple(each) for each in kept] == [("spending", 1, Decimal("-42.10")), ("transfer", 2, Decimal(0))]


def _stems(connection: psycopg.Connection[object]) -> list[str]:
    from pkm.ledger.words import stems

    return list(stems("REWE", ""))
