"""The processes of a home: kept running as a supervisor would (systemd, Docker), found, and killed."""

from __future__ import annotations

import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import psycopg

from pkm.services import EmbeddedPostgres, EmbeddedRedis

RESTART_S = 0.5
FAULT = re.compile(r"Traceback \(most recent call last\)|PANIC:|Segmentation fault")


class Kept:
    """A command that is run again whenever it ends; what it says goes into a file."""

    def __init__(self, name: str, choose: Callable[[], Sequence[str]], environment: dict[str, str], log: Path) -> None:
        self.name, self._choose, self._environment, self._log = name, choose, environment, log
        self._ended = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self.exits: dict[int, int] = {}
        self._thread = threading.Thread(target=self._keep, daemon=True)
        self._thread.start()

    @property
    def pid(self) -> int | None:
        """The process of this moment."""
        process = self._process
        return process.pid if process is not None and process.returncode is None else None

    def end(self) -> None:
        """Run it no more: ask it to stop, and wait."""
        self._ended.set()
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.terminate()
        self._thread.join(90)
        if self._thread.is_alive() and self._process is not None:
            raise RuntimeError(f"{self.name} did not stop within 90 s")

    def _keep(self) -> None:
        while not self._ended.is_set():
            with self._log.open("ab") as log:
                self._process = subprocess.Popen(
                    [sys.executable, *self._choose()], env=self._environment, stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL, stderr=log, start_new_session=True,
                )  # fmt: skip
                code = self._process.wait()
            self.exits[code] = self.exits.get(code, 0) + 1
            self._ended.wait(RESTART_S)


class Cast:
    """All that may be killed on a home while it takes a tree in."""

    def __init__(self, home: Path, tree: Path, environment: dict[str, str], logs: Path, chance: random.Random) -> None:
        self.home, self._chance, self._logs = home, chance, logs
        self._postgres, self._redis = EmbeddedPostgres(home), EmbeddedRedis(home)
        pkm = ("-m", "pkm.cli")
        commands = ((*pkm, "ingest", str(tree)), (*pkm, "refresh"))
        self.service = Kept("api", lambda: (*pkm, "serve", "--port", "0"), environment, logs / "api.log")
        self.worker = Kept("worker", lambda: (*pkm, "worker"), environment, logs / "worker.log")
        self.command = Kept("cli", lambda: chance.choice(commands), environment, logs / "cli.log")

    @property
    def database_url(self) -> str:
        """Where the home's database is."""
        return self._postgres.url

    def find(self, kind: str) -> int | None:
        """A process of that kind, if one runs."""
        match kind:
            case "api":
                return self.service.pid
            case "cli":
                return self.command.pid
            case "worker":
                return self._one([self.worker.pid, *_children(self.service.pid, "ingest.worker")])
            case "reader":
                owners = [self.worker.pid, self.command.pid, *_children(self.service.pid, "ingest.worker")]
                return self._one([pid for each in owners for pid in _children(each, "ingest.sandbox.reader")])
            case "postmaster":
                return self.postmaster()
            case "backend":
                return self._one(_children(self.postmaster(), "pkm postgres"))
            case "redis":
                return self._redis_pid()
        raise ValueError(kind)

    def postmaster(self) -> int | None:
        """PostgreSQL's first process."""
        try:
            pid = int((self._postgres.data / "postmaster.pid").read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return None
        return pid if b"postgres" in _command_line(pid) else None

    def workers(self) -> set[int]:
        """The processes that give a sign of life; raises where the database is away."""
        with psycopg.connect(self.database_url, connect_timeout=5) as connection:
            return {row[0] for row in connection.execute("select pid from worker_alive")}

    def has_begun(self) -> bool:
        """Whether the home knows what it is to take in: a command that was killed before it noted that promised nothing."""
        try:
            with psycopg.connect(self.database_url, connect_timeout=5) as connection:
                return bool(connection.execute("select from source limit 1").fetchall())
        except psycopg.Error:
            return False

    def flush_redis(self) -> bool:
        """FLUSHALL; whether there was a Redis to flush."""
        try:
            return self._ask_redis("FLUSHALL").startswith("+OK")
        except OSError:
            return False

    def _redis_pid(self) -> int | None:
        try:
            found = re.search(r"process_id:(\d+)", self._ask_redis("INFO", "server"))
        except OSError:
            return None
        return int(found[1]) if found else None

    def _ask_redis(self, *words: str) -> str:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(5)
            connection.connect(str(self._redis.socket))
            connection.sendall(" ".join(words).encode() + b"\r\n")
            return connection.recv(4096).decode(errors="replace")

    def _one(self, pids: Sequence[int | None]) -> int | None:
        alive = sorted(each for each in pids if each is not None)
        return self._chance.choice(alive) if alive else None

    def faults(self) -> list[str]:
        """Lines of the processes' logs that no log should have."""
        found = []
        for log in sorted(self._logs.glob("*.log")):
            lines = log.read_text(errors="replace").splitlines()
            for number, line in enumerate(lines):
                if FAULT.search(line):
                    end = next((each for each in lines[number + 1 :] if each and not each.startswith(" ")), "")
                    found.append(f"{log.name}: {line.strip()} {end.strip()}")
        return found

    def end(self) -> None:
        """Stop everything kindly."""
        for each in (self.command, self.worker, self.service):
            each.end()


def kill(pid: int) -> bool:
    """SIGKILL; whether there was something to be killed."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def _children(parent: int | None, words: str) -> list[int]:
    """Processes that a process started, with these words in their command line (proc(5))."""
    if parent is None:
        return []
    found = []
    for each in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, IndexError, ValueError):
            if int(each.read_text().rpartition(")")[2].split()[1]) == parent:
                pid = int(each.parent.name)
                if words.encode() in _command_line(pid):
                    found.append(pid)
    return found


def _command_line(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ")
    except OSError:
        return b""
