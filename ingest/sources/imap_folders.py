"""The folders of a mailbox: which of them are looked at, and what in one of them is new or gone.

What tells whether anything changed since the last look costs one command a folder: the mod-sequence (RFC 7162) where the
server counts that, else the number that its next message will get. Only then are messages compared by their numbers.
"""

from __future__ import annotations

import fnmatch
import imaplib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from ingest.parsers.trash_and_junk import TRASH_AND_JUNK
from ingest.sources.imap_address import Address, as_folder
from pkm.errors import NotFound, Unreachable

if TYPE_CHECKING:
    from imapclient import IMAPClient

LISTED_TOGETHER = 50_000  # numbers in one answer: imaplib takes a line of a million bytes and no more
RELISTINGS = 3

_UNREADABLE = frozenset({rb"\noselect", rb"\nonexistent"})
_UNWANTED = frozenset({rb"\trash", rb"\junk"})  # RFC 6154
_OVERLAPPING = frozenset({rb"\all", rb"\flagged", rb"\important"})  # what lies there lies in other folders too


class Life(NamedTuple):
    """A folder as it was at the last look: the rest says nothing once ``validity`` is another."""

    validity: int
    next_uid: int | None
    modseq: int | None


@dataclass(frozen=True, slots=True)
class Change:
    """What changed in a folder; ``arrived`` newest first."""

    folder: str
    life: Life
    arrived: Sequence[int]
    gone: Collection[int]
    present: int


def choose(client: IMAPClient, address: Address, options: Mapping[str, Any]) -> list[str]:
    """The folders that are looked at, those last whose messages lie in others too.

    All but trash and junk, unless some are named; a name may hold ``*``.

    Raises:
        NotFound: One that was named is not there.
        Unreachable: The server shows no folder at all: nothing may be taken for gone then.
    """
    listed = [(frozenset(map(bytes.lower, flags)), as_folder(str(name))) for flags, _, name in client.list_folders()]
    there = [(flags, name) for flags, name in listed if not flags & _UNREADABLE]
    if not there:
        raise Unreachable(f"{address.host} shows no folder", "what was fetched before is kept")
    named = [as_folder(each) for each in ([address.folder] if address.folder else options.get("folders") or [])]
    left_out = [as_folder(each) for each in options.get("exclude_folders") or []]
    missing = [each for each in named if not any(_matches(name, [each]) for _, name in there)]
    if missing:
        names = ", ".join(sorted(name for _, name in there)[:20])
        raise NotFound(f"{address.host} has no folder {missing[0]}", f"it has: {names}")
    knows_special = any(flags & _UNWANTED for flags, _ in there)
    chosen = []
    for flags, name in there:
        unwanted = flags & _UNWANTED or (not knows_special and _is_unwanted_name(name))
        if (_matches(name, named) if named else not unwanted) and not _matches(name, left_out):
            chosen.append((bool(flags & _OVERLAPPING), name))
    return [name for _, name in sorted(chosen, key=lambda each: each[0])]


def compare(client: IMAPClient, folder: str, mine: Mapping[int, Collection[int]], before: Life | None) -> Change | None:
    """Open a folder, read-only, and say what changed in it; ``None`` where the server does not open it.

    Args:
        mine: The numbers that are known, for each life of the folder.
    """
    for _ in range(RELISTINGS):
        try:
            opened = client.select_folder(folder, readonly=True)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error:
            return None
        if b"UIDVALIDITY" not in opened:
            return None  # its numbers hold for this connection only
        counts = client.has_capability("CONDSTORE")
        life = Life(opened[b"UIDVALIDITY"], opened.get(b"UIDNEXT"), opened.get(b"HIGHESTMODSEQ") if counts else None)
        exists = opened[b"EXISTS"]
        known = mine.get(life.validity, ())
        past = before if before is not None and before.validity == life.validity else None
        arrived = _arrived(client, known, life, past, exists) if exists else set()
        if arrived is not None and len(known) + len(arrived) == exists:
            return Change(folder, life, sorted(arrived, reverse=True), (), exists)
        listed = _list(client, exists)
        if len(listed) == exists:  # else one went meanwhile and moved the others' places
            present = frozenset(listed)
            new = sorted(present.difference(known), reverse=True)
            return Change(folder, life, new, set(known) - present, exists)
    raise imaplib.IMAP4.abort("the folder keeps changing")


def _arrived(client: IMAPClient, known: Collection[int], life: Life, past: Life | None, exists: int) -> set[int] | None:
    """What is new, if that can be told without listing the folder."""
    if past is None:
        return None
    if life.modseq is not None and past.modseq is not None:
        if life.modseq == past.modseq:
            return set()
        try:
            return set(client.search(f"MODSEQ {past.modseq + 1}")).difference(known)  # flags change too
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error:
            return None  # it offers what it does not understand
    if life.next_uid is not None and life.next_uid == past.next_uid and exists == len(known):
        return set()
    return None


def _list(client: IMAPClient, exists: int) -> list[int]:
    """The numbers of all messages in the folder that is open."""
    found: list[int] = []
    for first in range(1, exists + 1, LISTED_TOGETHER):
        found += client.search(f"{first}:{min(exists, first + LISTED_TOGETHER - 1)}")
    return found


def _matches(name: str, patterns: Iterable[str]) -> bool:
    return any(name == each or fnmatch.fnmatchcase(name, each.replace("[", "[[]")) for each in patterns)


def _is_unwanted_name(name: str) -> bool:
    """Whether a folder is called as trash and junk are, where the server does not say which are."""
    last = name.replace("/", ".").rpartition(".")[2]
    return last.strip().casefold() in TRASH_AND_JUNK
