"""A real mail server: Dovecot as an ordinary process on loopback, with a certificate of a CA made for it.

Works for root, whose mail belongs to ``nobody`` then (Dovecot serves no mail of root's), and for anybody else.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from imapclient import IMAPClient

from tests.clock import until

PROGRAM = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
PASSWORD = "a-secret-that-no-row-holds-é"
_TOKEN_KEY = b"the key of the tokens of this test"

_CONFIG = """
protocols = imap
base_dir = {root}/run
state_dir = {root}/state
log_path = {root}/log
ssl = yes
ssl_cert = <{root}/server.pem
ssl_key = <{root}/server.key
listen = 127.0.0.1
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
mail_location = maildir:~/Maildir
first_valid_uid = 1
mail_max_userip_connections = 100
auth_mechanisms = plain login xoauth2 oauthbearer
auth_failure_delay = 0
maildir_very_dirty_syncs = no
{capability}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain_port}
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
passdb {{
  driver = static
  mechanisms = plain login
  args = password={password}
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {root}/oauth2
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={root}/mail/%u
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Trash {{
    auto = create
    special_use = \\Trash
  }}
  mailbox Junk {{
    auto = create
    special_use = \\Junk
  }}
}}
"""
_OAUTH2 = """
introspection_mode = local
local_validation_key_dict = fs:posix:prefix={root}/keys/
username_attribute = sub
"""


class Dovecot:
    """A mail server with a folder of its own; any user with the one password may log in."""

    def __init__(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="pkm-dovecot-", dir="/tmp"))
        self.root.chmod(0o755)
        self.port, self.plain_port = _free_ports(2)
        self.ca = self.root / "ca.pem"
        self._process: subprocess.Popen[bytes] | None = None
        _make_certificates(self.root)
        (self.root / "mail").mkdir()
        key = self.root / "keys" / "default" / "HS256"
        key.mkdir(parents=True)
        (key / "default").write_bytes(base64.b64encode(_TOKEN_KEY))
        (self.root / "oauth2").write_text(_OAUTH2.format(root=self.root))
        self._uid, self._gid = (65534, 65534) if os.geteuid() == 0 else (os.geteuid(), os.getegid())
        if os.geteuid() == 0:
            os.chown(self.root / "mail", self._uid, self._gid)

    # ------------------------------------------------------------ the process

    def start(self, capability: str = "") -> None:
        """Start it and wait until it answers; ``capability`` stands for all that it can do."""
        import grp
        import pwd

        me, group = pwd.getpwuid(os.geteuid()).pw_name, grp.getgrgid(os.getegid()).gr_name
        root = os.geteuid() == 0
        config = self.root / "dovecot.conf"
        config.write_text(
            _CONFIG.format(
                root=self.root, password=PASSWORD, port=self.port, plain_port=self.plain_port, uid=self._uid, gid=self._gid,
                internal="dovecot" if root else me, login="dovenull" if root else me, group="dovecot" if root else group,
                capability=f"imap_capability = {capability}" if capability else "",
            )
        )  # fmt: skip
        assert PROGRAM is not None
        self._process = subprocess.Popen([PROGRAM, "-F", "-c", str(config)], start_new_session=True)
        until(self._answers, "Dovecot answers")

    def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, (self.root / "log").read_text()
        try:
            socket.create_connection(("127.0.0.1", self.port)).close()
        except OSError:
            return False
        return True

    def kill(self) -> None:
        """End it and all its children at once, in the middle of whatever they do."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def close(self) -> None:
        """End it, and remove its folder."""
        self.kill()
        shutil.rmtree(self.root)

    # ------------------------------------------------------------ users and their mail

    def add_user(self, name: str) -> User:
        """A user with an empty mailbox."""
        return User(self, name)

    def own(self, place: Path) -> None:
        """Give what a test wrote into a mailbox to the server."""
        if os.geteuid() == 0:
            os.chown(place, self._uid, self._gid)


class User:
    """Somebody who has mail, and another program than pkm that handles it."""

    def __init__(self, server: Dovecot, name: str) -> None:
        self.server, self.name = server, name
        self.begins_open = False  # turned to TLS by STARTTLS

    @property
    def maildir(self) -> Path:
        """Where the server keeps the mail."""
        return self.server.root / "mail" / self.name / "Maildir"

    @property
    def location(self) -> str:
        """The mailbox as a source."""
        scheme, port = ("imap", self.server.plain_port) if self.begins_open else ("imaps", self.server.port)
        return f"{scheme}://{self.name.replace('@', '%40')}@127.0.0.1:{port}"

    def token(self, lives_s: int = 3600) -> str:
        """A bearer token (JWT, RFC 7519) with which this user may log in."""
        claims = {"sub": self.name, "exp": int(time.time()) + lives_s, "iat": int(time.time()) - 10}
        head = _as_base64(json.dumps({"alg": "HS256", "typ": "JWT"}).encode())
        signed = head + b"." + _as_base64(json.dumps(claims).encode())
        return (signed + b"." + _as_base64(hmac.new(_TOKEN_KEY, signed, hashlib.sha256).digest())).decode()

    @contextmanager
    def client(self) -> Iterator[IMAPClient]:
        """The other program, logged in."""
        trust = ssl.create_default_context(cafile=str(self.server.ca))
        with IMAPClient("127.0.0.1", self.server.port, ssl_context=trust) as client:
            client.plain_login(self.name, PASSWORD)
            yield client

    def deliver(self, *messages: bytes, folder: str = "INBOX") -> None:
        """Mail comes in."""
        with self.client() as client:
            if not client.folder_exists(folder):
                client.create_folder(folder)
            for each in messages:
                client.append(folder, each)

    def flags(self, folder: str = "INBOX") -> dict[int, tuple[bytes, ...]]:
        """The flags of each message."""
        with self.client() as client:
            client.select_folder(folder, readonly=True)
            return {uid: tuple(flags) for uid, flags in client.get_flags(client.search()).items()}

    def expunge(self, subject: str, folder: str = "INBOX") -> None:
        """A message is deleted for good."""
        with self.client() as client:
            client.select_folder(folder)
            client.delete_messages(client.search(["SUBJECT", subject]))
            client.expunge()

    def move(self, subject: str, folder: str, target: str) -> None:
        """A message is put into another folder."""
        with self.client() as client:
            if not client.folder_exists(target):
                client.create_folder(target)
            client.select_folder(folder)
            client.move(client.search(["SUBJECT", subject]), target)

    def number_anew(self) -> None:
        """The inbox loses its numbers, as after a move to another server: UIDVALIDITY changes."""
        for each in self.maildir.glob("dovecot*"):
            each.unlink()
        time.sleep(1.1)  # it is the second in which the folder is first opened


def _as_base64(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def _make_certificates(folder: Path) -> None:
    """A CA, and a certificate of its for 127.0.0.1."""

    def openssl(*arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    openssl("req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=Home CA",
            "-addext", "keyUsage=critical,keyCertSign")  # fmt: skip
    openssl("req", *key, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=127.0.0.1")
    (folder / "extensions").write_text("subjectAltName=IP:127.0.0.1\n")
    openssl("x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2",
            "-out", "server.pem", "-extfile", "extensions")  # fmt: skip
