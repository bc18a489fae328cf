"""``pkm serve`` and ``pkm worker`` as processes, as people, systemd and compose run them."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import cast

import httpx
import pytest

from api import serve
from api.serve import environment
from pkm import presence
from pkm.config import Settings
from pkm.services import EmbeddedRedis
from pkm.store.database import Connection, Database
from tests.clock import LONGEST_S, until
from tests.unit.test_deploy import services as composed

PKM = (sys.executable, "-m", "pkm.cli")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as bound:
        return int(bound.getsockname()[1])


def ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/readyz", timeout=LONGEST_S, trust_env=False).status_code == 200
    except httpx.TransportError:
        return False


@contextmanager
def running(arguments: list[str], environ: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A pkm process; asked to stop at the end, and to have stopped well."""
    with log.open("wb") as stream:
        process = subprocess.Popen([*PKM, *arguments], env=environ, stdout=stream, stderr=stream)
    try:
        yield process
        process.send_signal(signal.SIGTERM)
        process.wait(LONGEST_S)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def run(arguments: list[str], environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*PKM, *arguments], env=environ, capture_output=True, text=True, check=False)


@pytest.fixture
def environ(home: Settings) -> dict[str, str]:
    """The environment of a process on this test's home."""
    return environment(home) | {"PKM_EMBEDDER": "minilm"}


def test_the_composed_api_and_worker_read_and_serve(home: Settings, database_url: str, tmp_path: Path) -> None:
    redis = EmbeddedRedis(tmp_path / "redis")
    redis.start()
    port = str(free_port())
    here = {"PKM_HOME": str(home.home), "PKM_DATABASE_URL": database_url, "PKM_REDIS_URL": redis.url}
    rest = {name: value for name, value in os.environ.items() if not name.startswith("PKM_")}
    commands, environments = {}, {}
    for name in ("api", "worker"):
        given = composed()[name]
        commands[name] = [{"8080": port, "0.0.0.0": "127.0.0.1"}.get(str(each), str(each)) for each in given["command"]]
        environments[name] = rest | given["environment"] | here
    url = f"http://127.0.0.1:{port}"
    with ExitStack() as stack:
        stack.callback(redis.stop)
        for name in ("api", "worker"):
            stack.enter_context(running(commands[name], environments[name], tmp_path / f"{name}.log"))
        until(lambda: ready(url), "the service is ready")
        token = json.loads(run(["token", "create", "--json"], environments["api"]).stdout)["token"]
        with httpx.Client(
            base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=LONGEST_S, trust_env=False
        ) as client:
            words = b"The piano tuner comes on the second Tuesday of May."
            reply = client.post("/v1/documents", files={"file": ("tuner.txt", words)})
            assert reply.status_code == 202
            until(lambda: client.get(reply.headers["Location"]).json()["state"] == "indexed", "the upload is read")
            (hit, *_) = client.post("/v1/search", json={"query": "piano tuner"}).json()["hits"]
            assert hit["text"].encode() in words
    for name in ("api", "worker"):
        assert "Traceback" not in (tmp_path / f"{name}.log").read_text()
        assert "piano" not in (tmp_path / f"{name}.log").read_text()


def test_serve_runs_a_worker_starts_it_again_and_takes_it_along(
    home: Settings, environ: dict[str, str], tmp_path: Path
) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    log = tmp_path / "serve.log"

    def workers() -> list[int]:
        found = []
        for each in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                command, variables = each.read_bytes(), (each.parent / "environ").read_bytes()
            except OSError:
                continue
            if b"ingest.worker" in command and str(home.home).encode() in variables:
                found.append(int(each.parent.name))
        return found

    with running(["serve", "--port", str(port)], environ, log) as process:
        until(lambda: ready(url), "the service is ready")
        assert presence.running_service(home) is not None
        (first,) = until(workers, "a worker")
        again = run(["serve", "--port", str(free_port())], environ)
        assert again.returncode == 1
        assert "already runs on this home" in again.stderr
        os.kill(first, signal.SIGKILL)
        until(lambda: [each for each in workers() if each != first], "another worker")
    assert process.returncode == 0, log.read_text()
    assert not EmbeddedRedis(home.home)._answers()
    assert workers() == []
    assert presence.running_service(home) is None
    assert re.search(r"the worker ended with -9; it is started again", log.read_text())


class Looks:
    """A database that counts how often it is asked; a worker that wakes gives a sign of life before the second time."""

    def __init__(self, database: Database, wakes: int | None = None) -> None:
        self.count, self._database, self._wakes = 0, database, wakes

    def transaction(self) -> AbstractContextManager[Connection]:
        self.count += 1
        if self.count == 2:
            with self._database.transaction() as connection:
                connection.execute("update worker set beat_at = now() where pid = %s", (self._wakes,))
        return self._database.transaction()


def test_a_worker_that_hangs_is_killed_and_one_that_lives_or_wakes_up_is_not(
    home: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that gives a sign of life each day is silent on the third."""
    monkeypatch.setattr(serve, "LOOK_S", 0.05)

    async def begin(beat: str) -> asyncio.subprocess.Process:
        process = await asyncio.create_subprocess_exec("sleep", "3600")
        with database.transaction() as connection:
            connection.execute(
                "insert into worker (owner, life, pid, host, reading, every, beat_at)"
                " values (%s, gen_random_uuid(), %s, %s, false, interval '1 day', now() - %s::interval)",
                (process.pid, process.pid, socket.gethostname(), beat),
            )
        return process

    async def watch() -> None:
        begun = living, woken, hanging = [await begin(beat) for beat in ("47 hours", "49 hours", "49 hours")]
        looks = Looks(database), Looks(database, woken.pid), Looks(database)
        watching = [
            asyncio.create_task(serve._end_silent(process, home, cast(Database, seen)))
            for process, seen in zip(begun, looks, strict=True)
        ]
        try:
            assert await hanging.wait() == -signal.SIGKILL
            while min(each.count for each in looks[:2]) <= 2 * serve.LOOKS:
                await asyncio.sleep(serve.LOOK_S)
            assert (living.returncode, woken.returncode) == (None, None)
        finally:
            for each in watching:
                each.cancel()
            for each in begun:
                if each.returncode is None:
                    each.kill()
                    await each.wait()

    asyncio.run(watch())


def test_a_port_in_use_is_said_in_one_line(environ: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run(["serve", "--port", str(port)], environ)
    assert done.returncode == 1
    assert f"port {port} is in use" in done.stderr
    assert "--port" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_database_that_is_away_is_said_in_one_line(environ: dict[str, str]) -> None:
    away = {"PKM_DATABASE_URL": f"postgresql://pkm@127.0.0.1:{free_port()}/pkm"}
    done = run(["serve", "--port", str(free_port())], environ | away)
    assert done.returncode == 1
    assert "cannot be reached" in done.stderr
    assert "Traceback" not in done.stderr
