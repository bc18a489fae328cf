"""Fetch messages from the folder that is open, many small ones by one command, a large one in pieces; flags stay as they are."""

from __future__ import annotations

import imaplib
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ingest.sources.spool import Draft, Spool
from pkm.message_urls import message_url

if TYPE_CHECKING:
    from imapclient import IMAPClient

_T = TypeVar("_T")
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
    """The messages of these numbers, in their order, with their size as the server states it, as far as it does."""
    try:
        answer = client.fetch(uids, ["RFC822.SIZE"])
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:
        halves = _halves(uids)
        return [each for half in halves for each in size_up(client, folder_url, validity, half)]
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


def fetch(client: IMAPClient, arrivals: Sequence[Arrival], spool: Spool, largest: int) -> dict[str, Draft]:
    """Messages by their URL, but for those that went meanwhile or that the server does not hand out.

    Args:
        largest: Bytes after which a message is not read on: its size may have been stated wrongly.
    """
    try:
        if len(arrivals) == 1 and arrivals[0].size > BATCH_BYTES:
            return {arrivals[0].url: spool.write(_pieces(client, arrivals[0], largest))}
        answer = client.fetch([each.uid for each in arrivals], ["BODY.PEEK[]"])
    except _Gone:
        return {}
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:
        found: dict[str, Draft] = {}
        for half in _halves(arrivals):
            found |= fetch(client, half, spool, largest)
        return found
    bodies = ((each.url, answer.get(each.uid, {}).get(b"BODY[]")) for each in arrivals)
    return {url: spool.write([body]) for url, body in bodies if isinstance(body, bytes)}


def still_there(client: IMAPClient, uids: Collection[int]) -> list[int]:
    """Those of these numbers that the server still lists."""
    if not uids:
        return []
    client.noop()  # it may say now what went
    return list(client.search(f"UID {','.join(map(str, sorted(uids)))}"))


def _halves(things: Sequence[_T]) -> Sequence[Sequence[_T]]:
    """Both halves of what failed together, to find what fails; nothing of what failed alone."""
    middle = len(things) // 2
    return (things[:middle], things[middle:]) if middle else ()


def _pieces(client: IMAPClient, arrival: Arrival, largest: int) -> Iterator[bytes]:
    """A message piece by piece; raises ``_Gone`` where it is gone, or goes on beyond what is read of one.

    Some servers hand out less at once than they are asked for, and some state a wrong size: where both speak of the end, it is.
    """
    position = 0
    while True:
        answer = client.fetch([arrival.uid], [f"BODY.PEEK[]<{position}.{BATCH_BYTES}>"]).get(arrival.uid)
        piece = answer.get(f"BODY[]<{position}>".encode()) if answer else None
        if answer is None or not (isinstance(piece, bytes) or position):
            raise _Gone
        yield piece or b""
        position += len(piece or b"")
        if position > largest:
            raise _Gone
        if not piece or (len(piece) < BATCH_BYTES and position >= arrival.size):
            return
