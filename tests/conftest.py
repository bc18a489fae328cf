"""A real embedded PostgreSQL for every test that wants one: a migrated template, cloned for each test."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck
from hypothesis import settings as drawing

from pkm import config
from pkm.config import Settings
from pkm.services import EmbeddedPostgres
from pkm.store.database import Database
from tests import readers

_numbers = itertools.count()

if "PYTEST_XDIST_WORKER" in os.environ:  # other tests take the other processors: threads would only wait for each other
    os.environ.setdefault("OMP_NUM_THREADS", "1")

# How long an example takes says nothing on a machine that may stand still; each draws into the same empty database.
drawing.register_profile(
    "pkm", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
drawing.load_profile("pkm")


def pytest_sessionfinish() -> None:
    readers.close()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="Where a test draws or samples, draw many and take all.")


@pytest.fixture
def long(request: pytest.FixtureRequest) -> bool:
    """Whether there is time to draw many and to take all."""
    return bool(request.config.getoption("--long"))


@pytest.fixture(scope="session")
def server() -> Iterator[EmbeddedPostgres]:
    """An embedded server whose database ``template`` is migrated and empty."""
    home = Path(tempfile.mkdtemp(prefix="pkm-tests-", dir=memory()))
    embedded = EmbeddedPostgres(home)
    embedded.start()
    with psycopg.connect(embedded.url, autocommit=True) as connection:
        # What these tests kill are processes, never the machine: nothing has to wait for the disk.
        for each in ("fsync", "full_page_writes"):
            connection.execute(f"alter system set {each} = off")
        connection.execute("alter system set file_copy_method = clone")  # in the kernel, a third of the time
        connection.execute("select pg_reload_conf()")
        connection.execute("create database template")
    Database.at(named(embedded, "template")).close()
    yield embedded
    embedded.stop()
    shutil.rmtree(home)


def memory() -> str | None:
    """A folder in memory, where there is one with room; ext4 takes long to make hundreds of files where as many just went."""
    folder = "/dev/shm"
    with suppress(OSError):
        found = os.statvfs(folder)
        runs_programs = not found.f_flag & os.ST_NOEXEC  # of root, PostgreSQL's may be copied into the home
        if os.access(folder, os.W_OK) and runs_programs and found.f_bavail * found.f_frsize > 4 << 30:
            return folder
    return None


def named(server: EmbeddedPostgres, name: str) -> str:
    """The connection string of a database of the server."""
    return f"{server.url.rpartition(' ')[0]} dbname={name}"


def clone(connection: psycopg.Connection[Any], name: str, template: str = "template") -> None:
    """Make a database like another: its files are copied, which takes a fraction of writing each page to the log."""
    connection.execute(f"create database {name} template {template} strategy file_copy")


@contextmanager
def cloned(server: EmbeddedPostgres, template: str = "template") -> Iterator[str]:
    """The name of a database like another, while the block runs."""
    name = f"test_{next(_numbers)}"
    with psycopg.connect(server.url, autocommit=True) as connection:
        clone(connection, name, template)
        yield name
        connection.execute(f"drop database {name} with (force)")


@pytest.fixture
def database_url(server: EmbeddedPostgres) -> Iterator[str]:
    """The connection string of a database of this test's own."""
    with cloned(server) as name:
        yield named(server, name)


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
