"""Look at a mailbox (IMAP, RFC 3501 and 9051): fetch what is new, follow what moved, let go of what is gone.

Nothing on the server changes: folders are opened with EXAMINE, messages fetched with BODY.PEEK. Each message is kept as
it comes (``spool``), so that a look that was killed, or whose connection broke, goes on where it was. A message is known
again by its hash: in another folder, under another number, or after the server numbered all anew, it keeps its documents.
"""

from __future__ import annotations

import imaplib
import os
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ingest.sources.imap_address import Address
from ingest.sources.imap_fetch import Arrival, batch, fetch, size_up, still_there
from ingest.sources.imap_folders import Change, Life, choose, compare
from ingest.sources.imap_login import PASSING, connect, read_secret
from ingest.sources.mounts import FEW
from ingest.sources.scan import Scan
from ingest.sources.spool import Draft, Spool, hash_of
from pkm.config import Settings
from pkm.errors import Unreachable, UsageError
from pkm.faults import reach
from pkm.message_urls import message_url, split_message_url
from pkm.models import Problem, Source
from pkm.store import documents, files, mail, sources
from pkm.store.database import Database
from pkm.store.mail import Fetched, Message

if TYPE_CHECKING:
    from imapclient import IMAPClient

LARGEST_MB = 100
SIZED_TOGETHER = 500
DELETED_TOGETHER = 500
RETRY_DELAYS_S = (0.5, 1, 2, 4, 8, 15)  # without a message in between
MAX_LOSSES = 3  # connections that one message may break
_GONE = "it is no longer in the mailbox"


def options(
    location: str, *, password_file: str | None = None, password_env: str | None = None, token_file: str | None = None,
    token_env: str | None = None, folders: Sequence[str] = (), exclude_folders: Sequence[str] = (),
    ca_file: str | None = None, plain: bool = False, largest_mb: int | None = None,
) -> tuple[str, dict[str, Any]]:  # fmt: skip
    """The location of a mailbox in its one form, and what its source needs to know: never a secret, only where it is.

    Raises:
        UsageError: The location is none, or the options contradict each other.
        Unreachable: The secret cannot be read from there.
    """
    address = Address.parse(location)
    given = {
        "password_file": _absolute(password_file), "password_env": password_env, "token_file": _absolute(token_file),
        "token_env": token_env,
    }  # fmt: skip
    if sum(each is not None for each in given.values()) != 1:
        raise UsageError(
            "a mailbox needs one place where its password or token is",
            "--password-file, --password-env, --token-file or --token-env",
        )
    if address.folder and folders:
        raise UsageError("the folder stands in the address already", "leave it out there, or leave --folder out")
    if plain and address.tls:
        raise UsageError("imaps:// is never plain", "--plain belongs to imap://")
    if largest_mb is not None and largest_mb < 1:
        raise UsageError("the largest message has at least 1 MB")
    kept = {
        **given, "folders": list(folders), "exclude_folders": list(exclude_folders), "ca_file": _absolute(ca_file), "plain": plain,
        "largest_mb": largest_mb,
    }  # fmt: skip
    kept = {name: value for name, value in kept.items() if value}
    read_secret(kept)
    return str(address), kept


def _absolute(path: str | None) -> str | None:
    """A path that means the same wherever pkm is started."""
    return None if path is None else os.path.abspath(os.path.expanduser(path))  # noqa: PTH100, PTH111


def look(
    database: Database,
    settings: Settings,
    source: Source,
    *,
    priority: int = 0,
    watch: Callable[[int], None] = lambda _: None,
) -> Scan:
    """Look at a mailbox; where the connection breaks, connect anew and go on.

    Raises:
        Unreachable: The server cannot be reached or lets nobody in; nothing is marked as deleted then.
    """
    return _Look(database, settings, source, priority, watch).run()


class _Look:
    """One look, over as many connections as it takes."""

    def __init__(
        self, database: Database, settings: Settings, source: Source, priority: int, watch: Callable[[int], None]
    ) -> None:
        self.database, self.source, self.priority, self.watch = database, source, priority, watch
        self.address = Address.parse(source.location)
        self.options = source.options
        self.largest = int(source.options.get("largest_mb") or LARGEST_MB) << 20
        self.spool = Spool(settings.home, source.id)
        self.lives = {name: Life(*life) for name, life in source.cursor.get("folders", {}).items()}
        self.found = Scan()
        self.losses: Counter[str] = Counter()  # connections that broke while a message was fetched
        self.kept = 0  # messages so far: the sign of progress

    def run(self) -> Scan:
        """Look until the end, or until nothing comes any more."""
        self.spool.clear()
        connected, failures, kept = False, 0, 0
        while True:
            try:
                with connect(self.address, self.options) as client:
                    connected = True
                    self._pass(client)
                return self.found
            except PASSING as exc:
                failures = 1 if self.kept > kept else failures + 1
                kept = self.kept
                if not connected or failures > len(RETRY_DELAYS_S):
                    raise Unreachable(
                        f"{self.address.host} cannot be reached: {_words(exc)}",
                        "what was fetched before is kept; pkm tries again",
                    ) from None
                time.sleep(RETRY_DELAYS_S[failures - 1])
            except (imaplib.IMAP4.error, ValueError, LookupError):
                raise Unreachable(
                    f"{self.address.host} answers in a way that pkm does not understand",
                    "what was fetched before is kept",
                ) from None

    def _pass(self, client: IMAPClient) -> None:
        """Compare, fetch, let go, with one connection."""
        if client.has_capability("CONDSTORE") and client.has_capability("ENABLE"):
            client.enable("CONDSTORE")  # some servers count only for who asks for it
        names = choose(client, self.address, self.options)
        with self.database.transaction() as connection:
            known = mail.known(connection, self.source.id)
        if self.largest > self.source.cursor.get("largest", self.largest):  # what was too large may not be so any more
            known = [each for each in known if each.place or each.state != "quarantined"]
        folders, refused = _by_folder(known)
        changes: list[Change] = []
        for name in names:
            url = self.address.folder_url(name)
            lives = folders.get(url, {})
            change = compare(client, name, lives, self.lives.get(name))
            if change is not None:
                changes.append(change)
                current = lives.pop(change.life.validity, {})
                lives[0] = {uid: current[uid] for uid in change.gone}
                continue
            folders.pop(url, None)  # unseen, not gone
            if refused.pop(url, None) is None:
                self._refuse(url, "the server does not open this folder")
        gone = [each for lives in folders.values() for numbers in lives.values() for each in numbers.values()]
        self.found.scanned = sum(each.present - len(each.arrived) for each in changes)
        self.watch(self.found.scanned)
        lost = _by_hash([*gone, *refused.values()])
        for each in changes:
            self._fetch_all(client, each, lost)
        rest = [each for held in lost.values() for each in held]
        messages = sum(each.place is not None for each in rest)
        if messages > FEW and not self.found.scanned and "folders" in self.source.cursor:
            raise Unreachable(
                f"{self.address.host} shows no message at all: {messages} messages are gone at once, as if they were out of its reach",
                f"they are kept; if they were deleted: pkm refresh {self.source.id} --accept-empty",
            )
        self._let_go(rest)
        self.lives |= {each.folder: each.life for each in changes}
        self.found.unchanged = self.found.scanned - self.found.new
        with self.database.transaction() as connection:
            lives_kept = {name: list(life) for name, life in self.lives.items() if name in names}
            sources.remember(connection, self.source.id, {"folders": lives_kept, "largest": self.largest})

    def _fetch_all(self, client: IMAPClient, change: Change, lost: dict[str, list[Message]]) -> None:
        """Fetch what arrived in a folder, the newest first."""
        if not change.arrived:
            return
        opened = client.select_folder(change.folder, readonly=True)
        if opened.get(b"UIDVALIDITY") != change.life.validity:
            raise imaplib.IMAP4.abort("the folder was numbered anew meanwhile")
        url = self.address.folder_url(change.folder)
        for start in range(0, len(change.arrived), SIZED_TOGETHER):
            uids = change.arrived[start : start + SIZED_TOGETHER]
            arrivals = size_up(client, url, change.life.validity, uids)
            settled = {each.uid for each in arrivals if self._is_refused(each)}
            for together in batch([each for each in arrivals if each.uid not in settled], self.losses):
                self.losses.update(each.url for each in together)
                drafts = fetch(client, together, self.spool, self.largest)
                self._keep(drafts, lost)
                self.losses.subtract(each.url for each in together)
                settled.update(each.uid for each in together if each.url in drafts)
            for uid in still_there(client, set(uids) - settled):
                url_of_it = message_url(url, change.life.validity, uid)
                self._refuse_message(url_of_it, "the server lists this message and does not hand it out")

    def _is_refused(self, arrival: Arrival) -> bool:
        """Whether a message is not to be fetched, which is written down then."""
        if arrival.size > self.largest:
            self._refuse_message(
                arrival.url, f"it is larger than {self.largest >> 20} MB; --largest-mb of the source sets the limit"
            )
        elif self.losses[arrival.url] >= MAX_LOSSES:
            self._refuse_message(arrival.url, "the connection breaks whenever it is fetched")
        else:
            return False
        return True

    def _keep(self, drafts: Mapping[str, Draft], lost: dict[str, list[Message]]) -> None:
        """Commit messages: one that was elsewhere in the mailbox moves, any other waits for its turn."""
        arrived = []
        with self.database.transaction() as connection:
            documents.hold_originals(connection)
            places = self.spool.settle(list(drafts.values()))
            reach("mail.spooled")
            for (url, draft), (place, stat) in zip(drafts.items(), places, strict=True):
                if held := lost.get(draft.sha256):
                    mail.move(connection, held.pop().id, self.source.id, url)
                else:
                    arrived.append(Fetched(url, bytes(place), stat))
            mail.see(connection, self.source, arrived, self.priority)
        reach("mail.seen")
        self.kept += len(drafts)
        self.found.new += len(arrived)
        self.found.scanned += len(drafts)
        self.watch(self.found.scanned)

    def _refuse_message(self, url: str, reason: str) -> None:
        self._refuse(url, reason)
        self.found.scanned += 1
        self.found.new += 1

    def _refuse(self, url: str, reason: str) -> None:
        """Write down what is not fetched."""
        with self.database.transaction() as connection:
            files.refuse_seen(connection, self.source.collection_id, self.source.id, [(url.encode(), reason)])
        self.found.problems.append(Problem(url, None, reason))

    def _let_go(self, gone: Sequence[Message]) -> None:
        for start in range(0, len(gone), DELETED_TOGETHER):
            some = gone[start : start + DELETED_TOGETHER]
            with self.database.transaction() as connection:
                mail.lose(connection, [each.id for each in some if not each.forgotten], _GONE)
                mail.drop(connection, [each.id for each in some if each.forgotten])
            reach("mail.vanished")
        self.found.deleted += sum(not each.forgotten for each in gone)


def _by_folder(known: Sequence[Message]) -> tuple[dict[str, dict[int, dict[int, Message]]], dict[str, Message]]:
    """Messages by their folder's URL, its life and their number; and folders that would not open, by their URL."""
    found: dict[str, dict[int, dict[int, Message]]] = defaultdict(lambda: defaultdict(dict))
    closed = {}
    for each in known:
        if place := split_message_url(each.path):
            folder, validity, uid = place
            found[folder][validity][uid] = each
        else:
            closed[each.path] = each
    return found, closed


def _by_hash(messages: Sequence[Message]) -> dict[str, list[Message]]:
    """Messages by the hash of their bytes; those without bytes under what is no hash."""
    found: dict[str, list[Message]] = defaultdict(list)
    for each in messages:
        found["" if each.place is None else hash_of(each.place)].append(each)
    return found


def _words(exc: BaseException) -> str:
    """Why a connection broke, without what the server said."""
    return (exc.strerror if isinstance(exc, OSError) and exc.strerror else "the connection broke").lower()
