"""A mail server (IMAP, RFC 3501) that breaks a rule where a test says so."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

_UIDS = re.compile(r"(\d+)(?::(\d+))?")
_PARTIAL = re.compile(r"BODY\.PEEK\[\]<(\d+)\.(\d+)>")


@dataclass
class Mailbox:
    """One folder, and what the server does wrong.

    Attributes:
        most: Bytes of a message that it hands out at once, whatever it is asked for.
        states: Size of a message as it says it is; that of its bytes unless given.
        silent: Lines that it leaves out of its answer to EXAMINE.
    """

    messages: dict[int, bytes]
    most: int = 1 << 30
    states: int | None = None
    silent: frozenset[str] = frozenset()
    validity: int = 1
    port: int = field(default=0, init=False)

    @contextmanager
    def served(self) -> Iterator[str]:
        """The address of the mailbox while the block runs."""

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = allow_reuse_address = True

        with Server(("127.0.0.1", 0), lambda *given: _Session(self, *given)) as server:
            threading.Thread(target=server.serve_forever, args=[0.05], daemon=True).start()
            try:
                yield f"imap://anna@127.0.0.1:{server.server_address[1]}"
            finally:
                server.shutdown()


class _Session(socketserver.StreamRequestHandler):
    def __init__(self, mailbox: Mailbox, *given: object) -> None:
        self.mailbox = mailbox
        super().__init__(*given)  # type: ignore[arg-type]

    def handle(self) -> None:
        self._say(b"* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] here")
        for line in self.rfile:
            tag, _, command = line.decode("latin-1").strip().partition(" ")
            self._answer(command)
            self._say(f"{tag} OK done".encode())
            if command.upper() == "LOGOUT":
                return

    def _answer(self, command: str) -> None:
        box, words = self.mailbox, command.upper()
        if words.startswith("CAPABILITY"):
            self._say(b"* CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR")
        elif words.startswith("LIST"):
            self._say(b'* LIST (\\HasNoChildren) "/" INBOX')
        elif words.startswith("EXAMINE"):
            lines = {
                "EXISTS": f"* {len(box.messages)} EXISTS",
                "UIDVALIDITY": f"* OK [UIDVALIDITY {box.validity}] so",
                "UIDNEXT": f"* OK [UIDNEXT {max(box.messages, default=0) + 1}] so",
            }
            for name, said in lines.items():
                if name not in box.silent:
                    self._say(said.encode())
        elif words.startswith("UID SEARCH"):
            _, _, *wanted = words.split()
            asked = set(_numbers(wanted[1])) if wanted[0] == "UID" else box.messages.keys()
            self._say(f"* SEARCH {' '.join(map(str, sorted(box.messages.keys() & asked)))}".encode())
        elif words.startswith("UID FETCH"):
            _, _, wanted, what = words.split(" ", 3)
            for uid in _numbers(wanted):
                if uid in box.messages:
                    self._hand_out(uid, what)

    def _hand_out(self, uid: int, what: str) -> None:
        data = self.mailbox.messages[uid]
        if "RFC822.SIZE" in what:
            self._say(f"* {uid} FETCH (UID {uid} RFC822.SIZE {self.mailbox.states or len(data)})".encode())
            return
        name = "BODY[]"
        if asked := _PARTIAL.search(what):
            first, count = int(asked[1]), min(int(asked[2]), self.mailbox.most)
            data, name = data[first : first + count], f"BODY[]<{first}>"
        self._say(f"* {uid} FETCH (UID {uid} {name} {{{len(data)}}}".encode() + b"\r\n" + data + b")")

    def _say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")


def _numbers(wanted: str) -> Iterator[int]:
    for first, last in _UIDS.findall(wanted):
        yield from range(int(first), int(last or first) + 1)
