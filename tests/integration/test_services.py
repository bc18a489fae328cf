"""Embedded servers: shared by processes, cleaned up after the dead, stopped by the last."""

from __future__ import annotations

import os
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from pkm import config, services
from pkm.config import Settings
from pkm.errors import ServiceError
from pkm.presence import announce, running_service
from pkm.services import RESTORING, EmbeddedPostgres, EmbeddedRedis, make_home, mark_restoring
from pkm.store.database import Database
from tests.clock import LONGEST_S, is_running, until
from tests.conftest import memory

USER = """
import sys
from pathlib import Path
from pkm.services import EmbeddedPostgres
server = EmbeddedPostgres(Path(sys.argv[1]))
server.start()
print("up", flush=True)
sys.stdin.read()
"""


STOPPED = """
import os, signal, sys, threading
from pathlib import Path
from pkm.services import EmbeddedPostgres

class Stopped(EmbeddedPostgres):
    def _run(self, tool, *arguments, check=True):
        if arguments[0] == "start":
            threading.Timer(float(sys.argv[2]), os.kill, (os.getpid(), signal.SIGTERM)).start()
        return super()._run(tool, *arguments, check=check)

signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
Stopped(Path(sys.argv[1])).start()
signal.pause()
"""


# What a library has registered to be asked before a fork (pthread_atfork(3)), such as OpenBLAS, that waits for its threads then.
ASKED = """
import ctypes, os, subprocess, sys
from pathlib import Path
from pkm.services import EmbeddedPostgres

asked = []
handler = ctypes.CFUNCTYPE(None)(lambda: asked.append(True))
ctypes.CDLL(None)["__register_atfork"](handler, None, None, None)
server = EmbeddedPostgres(Path(sys.argv[1]))
server.start()
server.stop()
print(len(asked))
subprocess.run(["true"], user=os.getuid())
print(len(asked))
"""


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that the account of the database may pass through, also when root runs the tests."""
    folder = Path(tempfile.mkdtemp(prefix="pkm-services-", dir=memory()))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


def _start_user(home: Path, server: str = "Postgres") -> subprocess.Popen[str]:
    user = subprocess.Popen(
        [sys.executable, "-c", USER.replace("Postgres", server), str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert user.stdout is not None
    assert user.stdout.readline() == "up\n"
    return user


def _leave(user: subprocess.Popen[str]) -> None:
    user.communicate(timeout=LONGEST_S)


def _postmaster(home: Path) -> int:
    return int((home / "postgres" / "data" / "postmaster.pid").read_text().splitlines()[0])


def _fails(database: Database) -> bool:
    try:
        with database.transaction():
            return False
    except ServiceError:
        return True


def _revives(settings: Settings) -> bool:
    try:
        services.revive(settings)
    except ServiceError:
        return False
    return True


def _lost(connection: psycopg.Connection[Any]) -> bool:
    try:
        connection.execute("select 1")
    except psycopg.OperationalError:
        return True
    return False


def _answers(server: EmbeddedPostgres) -> bool:
    try:
        psycopg.connect(server.url).close()
    except psycopg.OperationalError:
        return False
    return True


def test_processes_share_a_server_and_the_last_one_stops_it(place: Path) -> None:
    home = place / "home"
    first, second = _start_user(home), _start_user(home)
    server = EmbeddedPostgres(home)
    pid = _postmaster(home)
    _leave(first)
    assert _answers(server)
    assert _postmaster(home) == pid
    _leave(second)
    assert not _answers(server)
    assert "does not exist" not in server.log.read_text()  # nobody asks for a database that is not there


def test_a_killed_user_leaves_a_server_that_the_next_one_takes_over(place: Path) -> None:
    home = place / "home"
    killed = _start_user(home)
    pid = _postmaster(home)
    killed.kill()
    _leave(killed)
    next_user = _start_user(home)
    assert _postmaster(home) == pid
    _leave(next_user)
    assert not _answers(EmbeddedPostgres(home))


def test_a_killed_server_is_started_again_and_keeps_its_data(place: Path) -> None:
    home = place / "home"
    server = EmbeddedPostgres(home)
    server.start()
    with psycopg.connect(server.url) as connection:
        connection.execute("create table kept as select 42 as answer")
    pid = _postmaster(home)
    os.kill(pid, signal.SIGKILL)
    until(lambda: not is_running(pid), "it ends")
    server.stop()
    again = EmbeddedPostgres(home)
    again.start()
    try:
        with psycopg.connect(again.url) as connection:
            assert connection.execute("select answer from kept").fetchone() == (42,)
            assert connection.execute("show data_checksums").fetchone() == ("on",)
            assert connection.execute("show listen_addresses").fetchone() == ("",)
    finally:
        again.stop()


def test_who_comes_while_the_server_recovers_from_a_killed_connection_waits_for_it(place: Path) -> None:
    first = EmbeddedPostgres(place / "home")
    first.start()
    try:
        postmaster = _postmaster(place / "home")
        for _ in range(3):
            with psycopg.connect(first.url) as connection, psycopg.connect(first.url, autocommit=True) as witness:
                connection.execute("create table if not exists big as select generate_series(1, 200000) as n")
                connection.commit()
                os.kill(connection.info.backend_pid, signal.SIGKILL)
                until(lambda: _lost(witness), "the server ends all connections, to recover")
            second = _start_user(place / "home")
            _leave(second)
        assert _postmaster(place / "home") == postmaster
    finally:
        first.stop()


def test_a_server_that_never_ends_stopping_is_started_anew(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = EmbeddedPostgres(place / "home"), EmbeddedPostgres(place / "home")
    first.start()
    try:
        with psycopg.connect(first.url) as connection:
            connection.execute("create table kept as select 42 as answer")
            row = connection.execute("select pid from pg_stat_activity where backend_type = 'checkpointer'").fetchone()
        assert row is not None
        postmaster = _postmaster(place / "home")
        os.kill(row[0], signal.SIGSTOP)  # it writes no last checkpoint
        os.kill(postmaster, signal.SIGINT)
        monkeypatch.setattr("pkm.services.postgres.START_TIMEOUT_S", 10)
        second.start()
        assert _postmaster(place / "home") != postmaster
        with psycopg.connect(second.url) as connection:
            assert connection.execute("select answer from kept").fetchone() == (42,)
    finally:
        second.stop()
        first.stop()


@pytest.mark.parametrize("after_s", [0.001, 0.02, 0.1])
def test_who_is_told_to_stop_while_the_server_comes_up_leaves_none(place: Path, after_s: float) -> None:
    home = place / "home"
    stopped = subprocess.run([sys.executable, "-c", STOPPED, home, str(after_s)], check=False, timeout=LONGEST_S)
    assert stopped.returncode == 143
    assert (home / "postgres" / "data" / "PG_VERSION").exists()
    assert not (home / "postgres" / "data" / "postmaster.pid").exists()


def test_an_initialisation_that_was_interrupted_is_begun_anew(place: Path) -> None:
    home = place / "home"
    server = EmbeddedPostgres(home)
    (home / "postgres" / "data.unfinished-1234" / "base").mkdir(parents=True)
    server.start()
    assert _answers(server)
    assert not list((home / "postgres").glob("data.unfinished-*"))
    server.stop()


def test_no_mode_outside_of_the_home_changes(place: Path) -> None:
    before = place.stat().st_mode
    server = EmbeddedPostgres(place / "home")
    server.start()
    server.stop()
    assert place.stat().st_mode == before
    assert (place / "home" / "postgres").stat().st_mode & 0o077 == 0


def test_a_home_with_a_long_path_gets_a_short_socket(place: Path) -> None:
    home = place / ("deep" * 20) / "home"
    home.parent.mkdir(parents=True)
    home.parent.chmod(0o711)
    server = EmbeddedPostgres(home)
    server.start()
    redis = EmbeddedRedis(home)
    redis.start()
    made = (server.socket_folder, redis.socket.parent)
    assert _answers(server)
    assert all(each.is_dir() and not each.is_relative_to(place) for each in made)
    server.stop()
    redis.stop()
    assert not any(each.exists() for each in made)


def test_the_write_ahead_log_takes_no_more_than_its_part_of_the_disk(place: Path) -> None:
    """On a small disk it would fill it, whatever little the home holds."""
    server = EmbeddedPostgres(place / "home")
    server.start()
    with psycopg.connect(server.url) as connection:
        found = connection.execute("select setting::int from pg_settings where name = 'max_wal_size'").fetchone()
    server.stop()
    room_mb = shutil.disk_usage(place).total >> 20
    assert found is not None
    assert 64 <= found[0] <= max(64, min(room_mb // 4, 4096))


def test_a_home_that_cannot_be_written_is_one_clear_line(place: Path) -> None:
    (place / "file").write_text("")
    with pytest.raises(ServiceError, match="cannot be created") as caught:
        EmbeddedPostgres(place / "file" / "home")
    assert "PKM_HOME" in caught.value.hint


def test_a_home_that_is_half_brought_back_is_closed_also_to_a_process_of_the_same_number(place: Path) -> None:
    home = place / "home"
    make_home(home)
    (home / RESTORING).write_text(str(os.getpid()))  # in containers every process of pkm has the number 1
    for settings in (Settings(home=home), Settings(home=home, database_url="postgresql://127.0.0.1:1/none")):
        with pytest.raises(ServiceError, match="is not whole"):
            Database.open(settings)
    mark_restoring(home)
    assert make_home(home) == home / "run"


def test_redis_lives_while_it_is_used(place: Path) -> None:
    first, second = EmbeddedRedis(place / "home"), EmbeddedRedis(place / "home")
    first.start()
    second.start()
    first.stop()
    assert second._answers()
    second.stop()
    assert not second._answers()


def test_a_redis_whose_last_user_was_killed_is_stopped_unless_somebody_came(place: Path) -> None:
    settings = config.load({"PKM_HOME": str(place / "home")})
    redis = EmbeddedRedis(settings.home)
    first, second = (_start_user(settings.home, "Redis") for _ in range(2))
    for user, lives in ((first, True), (second, False)):
        user.kill()
        user.communicate()
        assert redis._answers()
        services.stop_idle(settings)
        assert redis._answers() == lives


def test_the_service_of_a_home_is_found_while_it_lives(place: Path) -> None:
    settings = config.load({"PKM_HOME": str(place / "home")})
    assert running_service(settings) is None
    with announce(settings, "http://127.0.0.1:1", "secret"):
        assert running_service(settings) == ("http://127.0.0.1:1", "secret")
        assert (settings.home / "run" / "service.json").stat().st_mode & 0o077 == 0
        with pytest.raises(ServiceError, match="already runs"), announce(settings, "http://127.0.0.1:2", "other"):
            pass
    assert running_service(settings) is None


def test_configured_servers_are_used_as_they_are(place: Path) -> None:
    settings = config.load(
        {
            "PKM_HOME": str(place / "home"),
            "PKM_DATABASE_URL": "postgresql://elsewhere/db",
            "PKM_REDIS_URL": "redis://elsewhere",
        }
    )
    assert services.postgres_url(settings) == "postgresql://elsewhere/db"
    assert services.redis_url(settings) == "redis://elsewhere"
    assert not (place / "home").exists()


def test_servers_that_die_under_their_users_are_started_again(place: Path) -> None:
    settings = config.load({"PKM_HOME": str(place / "home")})
    with Database.open(settings) as database:
        with database.transaction() as connection:
            connection.execute("create table kept (word text)")
            connection.execute("insert into kept values ('bluebird')")
        redis = services.redis_url(settings)
        os.kill(_postmaster(settings.home), signal.SIGKILL)
        EmbeddedRedis(settings.home)._halt()
        until(lambda: _fails(database), "its processes, which answer until they notice that it died, end")
        until(lambda: _revives(settings), "it is started again once they have ended")
        until(lambda: not _fails(database), "who lost it is connected again")
        with database.transaction() as connection:
            assert connection.execute("select word from kept").fetchone() == ("bluebird",)
        assert (services.redis_url(settings), EmbeddedRedis(settings.home)._answers()) == (redis, True)
    services.stop_all()
    assert not (settings.home / "postgres" / "data" / "postmaster.pid").exists()


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="it registers what is asked in glibc's way")
def test_the_server_is_started_and_stopped_while_another_thread_computes(place: Path) -> None:
    """Who asked the libraries for leave to fork would wait for OpenBLAS, whose threads may be at work, for ever."""
    done = subprocess.run(
        [sys.executable, "-c", ASKED, str(place / "home")], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["0", "1"]  # the second: a fork would have been noticed
