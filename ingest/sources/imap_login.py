"""Into a mailbox: a connection that nobody else can read, and a login whose secret is read from where its owner keeps it.

The secret is read anew at each login, so that a token that another program renews stays good. It goes to the server that
was named and nowhere else: into no log, message or row.
"""

from __future__ import annotations

import imaplib
import logging
import os
import re
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.sources.imap_address import Address
from pkm.errors import Unreachable

if TYPE_CHECKING:
    from imapclient import IMAPClient

CONNECT_TIMEOUT_S = 15
READ_TIMEOUT_S = 60
PASSING = (OSError, imaplib.IMAP4.abort)
"""What a connection dies of and may not the next time. Faults that stay are ``Unreachable``."""

_ATOM = re.compile(r"[A-Za-z0-9!#$&'+,./:;<=>?@^_`|~-]+")
_LATER = ("[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[SERVERBUG]")  # RFC 5530


@contextmanager
def connect(address: Address, options: Mapping[str, Any]) -> Iterator[IMAPClient]:
    """A client that is logged in, until the block ends.

    Args:
        options: As ``imap.options`` gives them.

    Raises:
        Unreachable: The certificate, the secret or the server's abilities are not what they must be.
        OSError, imaplib.IMAP4.abort: The connection failed; another may not.
    """
    from imapclient import IMAPClient, SocketTimeout

    logging.getLogger("imapclient").setLevel(logging.WARNING)  # it would log what goes over the line
    secret, is_token = _secret(options)
    try:
        trust = ssl.create_default_context(cafile=options.get("ca_file"))
    except OSError as exc:
        raise Unreachable(f"the CA file {options.get('ca_file')} cannot be read: {exc.strerror or exc}") from exc
    try:
        client = IMAPClient(
            address.host, address.port, ssl=address.tls, ssl_context=trust if address.tls else None,
            timeout=SocketTimeout(CONNECT_TIMEOUT_S, READ_TIMEOUT_S),
        )  # fmt: skip
        try:
            if not address.tls:
                _secure(client, address, trust, plain=bool(options.get("plain")))
            _log_in(client, address, secret, is_token=is_token)
            yield client
        finally:
            with suppress(OSError, imaplib.IMAP4.error):
                client.logout()
            with suppress(OSError, imaplib.IMAP4.error):
                client.shutdown()
    except ssl.SSLCertVerificationError as exc:
        raise Unreachable(
            f"{address.host} shows a certificate that proves nothing: {exc.verify_message}",
            "for a server of your own, name the file of its CA with --ca-file",
        ) from exc


def read_secret(options: Mapping[str, Any]) -> None:
    """Raise ``Unreachable`` where the secret is not where it is said to be."""
    _secret(options)


def _secret(options: Mapping[str, Any]) -> tuple[str, bool]:
    """The password or token, and whether it is a token."""
    for kind in ("password", "token"):
        if name := options.get(f"{kind}_env"):
            secret = os.environ.get(name, "")
            if not secret:
                raise Unreachable(f"the environment has no {name}", "pkm and its service must both be started with it")
        elif file := options.get(f"{kind}_file"):
            try:
                with Path(file).open(encoding="utf-8") as kept:
                    secret, status = kept.read().rstrip("\r\n"), os.fstat(kept.fileno())
            except (OSError, UnicodeDecodeError) as exc:
                reason = exc.strerror if isinstance(exc, OSError) else "it is not UTF-8"
                raise Unreachable(f"the {kind} cannot be read from {file}: {reason}") from None
            if (
                status.st_uid == os.geteuid() and status.st_mode & 0o077
            ):  # of another's file its owner decides, as ssh has it
                raise Unreachable(f"others than you may use {file}, which holds the {kind}", f"chmod 600 {file}")
            if not secret:
                raise Unreachable(f"the file {file} is empty", f"it holds the {kind} and nothing else")
        else:
            continue
        if any(each in secret for each in "\r\n\0"):
            raise Unreachable(f"the {kind} has more than one line", f"its place holds the {kind} and nothing else")
        return secret, kind == "token"
    raise Unreachable("no password and no token is named", "name one with --password-file, or an option like it")


def _secure(client: IMAPClient, address: Address, trust: ssl.SSLContext, *, plain: bool) -> None:
    """Turn a connection that began open into one that is closed to others (STARTTLS)."""
    if plain:
        return
    if client.has_capability("STARTTLS"):
        try:
            client.starttls(trust)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as exc:
            raise Unreachable(f"{address.host} offers TLS and does not begin it") from exc
    elif not address.is_loopback:
        raise Unreachable(
            f"{address.host} offers no TLS on this port: anybody on the way could read the password",
            "use imaps:// if it has that, or say --plain if you trust the way",
        )


def _log_in(client: IMAPClient, address: Address, secret: str, *, is_token: bool) -> None:
    try:
        if is_token and client.has_capability("AUTH=OAUTHBEARER"):
            client.oauthbearer_login(address.user, secret)
        elif is_token:
            client.oauth2_login(address.user, secret)
        elif client.has_capability("AUTH=PLAIN"):
            client.plain_login(address.user, secret)
        elif client.has_capability("LOGINDISABLED") or not (_ATOM.fullmatch(address.user) and secret.isascii()):
            raise Unreachable(f"{address.host} offers no way to log in that pkm knows with this name and password")
        else:
            client.login(address.user, secret)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as exc:
        said = _words_of(str(exc), secret)
        if any(code in said for code in _LATER):
            raise imaplib.IMAP4.abort("not now") from None
        raise Unreachable(
            f"{address.host} does not let {address.user} in: {said}",
            "is the password, app password or token right, and not expired?",
        ) from None


def _words_of(reply: str, secret: str) -> str:
    """What a server said, on one line, without the secret should it repeat that."""
    words = " ".join("".join(each if each.isprintable() else " " for each in reply.replace(secret, "…")).split())
    return words[:200]
