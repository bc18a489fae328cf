"""A real embedded PostgreSQL for every test that wants one: a migrated template, cloned for each test."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from pkm import config
from pkm.config import Settings
from pkm.services import EmbeddedPostgres
from pkm.store.database import Database

_numbers = itertools.count()


@pytest.fixture(scope="session")
def server() -> Iterator[EmbeddedPostgres]:
    """An embedded server whose database ``template`` is migrated and empty."""
    home = Path(tempfile.mkdtemp(prefix="pkm-tests-"))
    embedded = EmbeddedPostgres(home)
    embedded.start()
    with psycopg.connect(embedded.url, autocommit=True) as connection:
        connection.execute("create database template")
    Database.at(_named(embedded, "template")).close()
    yield embedded
    embedded.stop()
    shutil.rmtree(home)


def _named(server: EmbeddedPostgres, name: str) -> str:
    return f"{server.url.rpartition(' ')[0]} dbname={name}"


@pytest.fixture
def database_url(server: EmbeddedPostgres) -> Iterator[str]:
    """The connection string of a database of this test's own."""
    name = f"test_{next(_numbers)}"
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute(f"create database {name} template template")
        yield _named(server, name)
        connection.execute(f"drop database {name} with (force)")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A database of this test's own."""
    with Database.at(database_url) as opened:
        yield opened


@pytest.fixture
def home(tmp_path: Path, database_url: str) -> Settings:
    """Settings of a temporary home on a database of this test's own."""
    return config.load(
        {"PKM_HOME": str(tmp_path / "home"), "PKM_DATABASE_URL": database_url, "PKM_TIMEZONE": "Europe/Berlin"}
    )
