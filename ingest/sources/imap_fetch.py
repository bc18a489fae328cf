"""Fetch messages from the folder that is open, many small ones by one command, a large one in pieces; flags stay as they are."""

from __future__ import annotations

import imaplib
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ingest.sources.imap_address import message_url
from ingest.sources.spool import Draft, Spool

if TYPE_CHECKING:
    from imapclient import IMAPClient

BATCH_MESSAGES = 100
BATCH_BYTES = 4 << 20  # what memory holds of messages; a larger one comes in pieces of this size


class _Gone(Exception):
    """The message is not there any more."""


class Arrival(NamedTuple):
    """A message that is new on the server."""

    uid: int
    url: str
    size: int


def size_up(client: IMAPClient, folder_url: str, validity: int, uids: Sequence[int]) -> list[Arrival]:
    """The messages of these numbers, in their order, with their size as the server states it."""
    answer = client.fetch(uids, ["RFC822.SIZE"])
    return [
        Arrival(uid, message_url(folder_url, validity, uid), int(answer[uid][b"RFC822.SIZE"]))
        for uid in uids
        if b"RFC822.SIZE" in answer.get(uid, {})
    ]


def batch(arrivals: Sequence[Arrival], losses: Mapping[str, int]) -> Iterator[list[Arrival]]:
    """Messages to be fetched by one command each; the large, and what broke a connection before, come last and alone."""
    together: list[Arrival] = []
    total = 0
    for each in arrivals:
        if _comes_alone(each, losses):
            continue
        if together and (len(together) == BATCH_MESSAGES or total + each.size > BATCH_BYTES):
            yield together
            together, total = [], 0
        together.append(each)
        total += each.size
    if together:
        yield together
    yield from ([each] for each in arrivals if _comes_alone(each, losses))


def _comes_alone(arrival: Arrival, losses: Mapping[str, int]) -> bool:
    return arrival.size > BATCH_BYTES or losses.get(arrival.url, 0) > 0


def fetch(client: IMAPClient, arrivals: Sequence[Arrival], spool: Spool, largest: int) -> dict[str, Draft] | None:
    """Messages by their URL, but for those that went meanwhile; ``None`` where the server refuses the only one.

    Args:
        largest: Bytes after which a message is not read on: its size may have been stated wrongly.
    """
    try:
        if len(arrivals) == 1 and arrivals[0].size > BATCH_BYTES:
            return {arrivals[0].url: spool.write(_pieces(client, arrivals[0].uid, largest))}
        answer = client.fetch([each.uid for each in arrivals], ["BODY.PEEK[]"])
        bodies = ((each.url, answer.get(each.uid, {}).get(b"BODY[]")) for each in arrivals)
        return {url: spool.write([body]) for url, body in bodies if isinstance(body, bytes)}
    except _Gone:
        return {}
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:
        if len(arrivals) == 1:
            return None
        raise imaplib.IMAP4.abort("one of the messages cannot be fetched") from None  # each is tried alone then


def _pieces(client: IMAPClient, uid: int, largest: int) -> Iterator[bytes]:
    """A message piece by piece; raises ``_Gone`` where it is gone."""
    position = 0
    while position <= largest:
        answer = client.fetch([uid], [f"BODY.PEEK[]<{position}.{BATCH_BYTES}>"])
        piece = answer.get(uid, {}).get(f"BODY[]<{position}>".encode())
        if not isinstance(piece, bytes):
            raise _Gone
        yield piece
        position += len(piece)
        if len(piece) < BATCH_BYTES:
            return
