"""The ways in which a file in hand ends: each is one transaction, and holds only while the lease does."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import timedelta

from ingest import objects
from ingest.forgetting import forgotten_parts, part_hash
from ingest.parsers import PARSERS
from ingest.watch import Watcher
from ingest.work import REST_S, Work
from pkm.config import Settings
from pkm.errors import Contended, ServiceError, SpaceChanged, Unstorable
from pkm.faults import reach
from pkm.models import CollectionId, FileState, Parsed, Problem, Resume
from pkm.store import chunks, documents, facts, files, forgetting, ledger, queue, spaces, vectors, versions
from pkm.store.database import Connection, Database

MAX_ATTEMPTS = 5  # at a file that keeps changing: with growing pauses, half a minute in all
PARSER_VERSIONS = frozenset(f"{each.name} {each.version}" for each in PARSERS)
# What was refused is worth another look whenever any parser has changed.
ALL_PARSERS = "all: " + ", ".join(sorted(PARSER_VERSIONS))


@dataclass(frozen=True, slots=True)
class Settlement:
    """How one owner ends the files that it has in hand."""

    database: Database
    settings: Settings
    owner: int
    space_id: int
    watcher: Watcher

    def known(self, works: Collection[Work]) -> list[Work]:
        """Settle those whose bytes are known: unchanged since they were read, those of another file, or forgotten ones.

        Returns the others.
        """
        contents: set[tuple[CollectionId, str]] = {(each.file.collection_id, each.sha256) for each in works}
        with self.database.transaction(durable=False) as connection:
            known = queue.known_contents(connection, contents)
        return [
            each
            for each in works
            if not (each.sha256 == each.file.sha256 or (each.file.collection_id, each.sha256) in known)
            or not self._settle_known(each)
        ]

    def _settle_known(self, work: Work) -> bool:
        """Whether the bytes are known; looks closely, and so that nobody else settles the same bytes meanwhile."""
        file = work.file
        state: FileState = "indexed"
        with self.database.transaction(durable=False) as connection:
            if not queue.is_mine(connection, file, self.owner):
                return True
            twin = files.holder(connection, file.collection_id, work.sha256, file.id)
            if twin is None and (heir := files.take_over(connection, file, work.sha256)):
                work.file = file = heir
                work.note("settle", "a file of the same bytes that is gone hands over what it held")
            if twin is not None:
                state = "duplicate"
                work.note("settle", state)
                files.make_room(connection, file, work.sha256, twin)
                files.settle(connection, file, state, work.stat, sha256=work.sha256, original=twin, events=work.events)
            elif forgetting.is_forgotten(connection, file.collection_id, work.sha256):
                state = "deleted"
                forgetting.forget_files(connection, [file.id])
            elif (
                work.sha256 == file.sha256
                and file.parser in PARSER_VERSIONS
                and files.has_documents(connection, file.id)
            ):
                work.note("settle", "unchanged")
                files.settle_unchanged(connection, file, work.stat, work.events)
            else:
                return False
            reach("known.written")
        reach("known.committed")
        self.watcher.settled(file.path, state)
        return True

    def resume(self, work: Work) -> Resume | None:
        """Where a parser may go on in a file that only grew; none where copies of it take over what was read."""
        file = work.file
        if file.resume is None or not work.has_grown or file.parser not in PARSER_VERSIONS:
            return None
        with self.database.transaction(durable=False) as connection:
            if files.copies(connection, file.id) or not files.has_documents(connection, file.id):
                return None
            seen = versions.locators(connection, file.id)
        return replace(file.resume, seen=tuple(each for each in seen if each != file.resume.last))

    def lost_parts(self, work: Work, parsed: Parsed) -> frozenset[str]:
        """Attachments and messages that were forgotten, and are not taken in again."""
        if all(part_hash(each) is None for each in parsed.documents):
            return frozenset()
        with self.database.transaction(durable=False) as connection:
            return forgotten_parts(connection, work.file.collection_id, parsed)

    def forget(self, work: Work) -> None:
        """Nothing is left of the file but what was forgotten."""
        with self.database.transaction(durable=False) as connection:
            if not queue.is_mine(connection, work.file, self.owner):
                return
            forgetting.forget_files(connection, [work.file.id])
        self.watcher.settled(work.file.path, "deleted")

    def vanish(self, work: Work, reason: str) -> None:
        """Settle a file that is gone."""
        self._empty(work, "deleted", reason)

    def refuse(self, work: Work, reason: str, *, passing: bool = False, parsed: Parsed | None = None) -> None:
        """Settle a file nothing of which is taken in.

        Args:
            passing: The reason may pass by itself: it is tried again later, ever more seldom.
            parsed: What was found in it after all: further problems.
        """
        pause = queue.pause_after(work.file.attempts) if passing else None
        self._empty(work, "quarantined", reason, retry_in=pause, parsed=parsed)

    def _empty(
        self,
        work: Work,
        state: FileState,
        reason: str,
        *,
        retry_in: timedelta | None = None,
        parsed: Parsed | None = None,
    ) -> None:
        file = work.file
        work.note("settle", f"{state}: {reason}")
        refusal = Problem(file.path, None, reason)
        further = [each for each in (parsed.problems if parsed else ()) if each.reason != reason]
        with self.database.transaction(durable=False) as connection:
            if not queue.is_mine(connection, file, self.owner):
                return
            if state == "deleted":
                files.give_up(connection, file.id)
            else:
                files.set_aside(connection, file.id, changed=work.sha256 != file.sha256)
            files.settle(
                connection, file, state, work.stat, sha256=work.sha256 or None, reason=reason, retry_in=retry_in,
                parser=ALL_PARSERS if state == "quarantined" else None,
                problems=[refusal, *further] if state == "quarantined" else (), events=work.events,
            )  # fmt: skip
            reach("refuse.written")
        reach("refuse.committed")
        self.watcher.settled(file.path, state)

    def put_back(self, work: Work, why: str) -> None:
        """A file that is being written has another turn when it rests, but not for ever; one that went is deleted."""
        if not os.path.lexists(work.file.location):
            self.vanish(work, "it vanished while it was read")
        elif work.file.attempts >= MAX_ATTEMPTS:
            self.refuse(work, "it keeps changing while it is read; it is tried again when it rests", passing=True)
        else:
            self._wait(work, why, timedelta(seconds=REST_S * 2 ** (work.file.attempts - 1)))

    def _wait(self, work: Work, why: str, pause: timedelta) -> None:
        work.note("read", why)
        with self.database.transaction(durable=False) as connection:
            if not queue.is_mine(connection, work.file, self.owner):
                return
            files.add_events(connection, work.file.collection_id, work.file.id, work.events)
            queue.put_back(connection, work.file.id, pause)
        reach("put-back.committed")

    def store(self, work: Work, stored: dict[bytes, vectors.Stored]) -> None:
        """Make a file visible; one that cannot be stored is refused, and stops no other."""
        try:
            self._commit(work, stored)
        except Unstorable as exc:
            self.refuse(work, str(exc))
        except Contended:
            self._wait(work, "others wrote the same rows; it waits for another turn", timedelta(seconds=REST_S))
        except (ServiceError, OSError, SpaceChanged):
            raise
        except Exception as exc:  # a fault of ours with this one file
            self.refuse(work, f"it could not be stored: {type(exc).__name__}", passing=True)

    def _commit(self, work: Work, stored: dict[bytes, vectors.Stored]) -> None:
        """Make a file visible with all that it holds, in one transaction."""
        file, parsed = work.file, work.parsed
        assert parsed is not None  # noqa: S101 - only parsed files get here
        originals = [each.original for each in parsed.documents if each.original is not None]
        objects.keep(self.settings.home, originals)
        with self.database.transaction(durable=False) as connection:
            if not queue.is_mine(connection, file, self.owner):
                return
            spaces.hold(connection, self.space_id)
            if originals:
                documents.hold_originals(connection)
                objects.keep(self.settings.home, originals)  # those that were swept away meanwhile
            twin = files.holder(connection, file.collection_id, work.sha256, file.id)
            files.make_room(connection, file, work.sha256, twin)
            state: FileState = "indexed" if twin is None else "duplicate"
            if twin is None:
                self._store(connection, work, parsed, stored)
            work.note("settle", state)
            files.settle(
                connection, file, state, work.stat, sha256=work.sha256, original=twin,
                parser=parsed.parser if twin is None else None, resume=parsed.resume if twin is None else None,
                problems=self._problems(connection, work, parsed) if twin is None else (), events=work.events,
            )  # fmt: skip
            reach("commit.inserted")
        reach("commit.committed")
        self.watcher.settled(file.path, state)

    def _store(self, connection: Connection, work: Work, parsed: Parsed, stored: dict[bytes, vectors.Stored]) -> None:
        """Let the file hold these documents, and insert all that belongs to those that are new."""
        file, collection = work.file, work.file.collection_id
        fresh = versions.revise(
            connection, collection, file.id, work.sha256, parsed.documents, changed=work.sha256 != file.sha256,
            appended=parsed.appended, after=file.resume.last if file.resume else None,
        )  # fmt: skip
        for place, number in fresh.items():
            document, new = parsed.documents[place], work.chunks[place]
            chunk_ids = chunks.insert(connection, collection, number, document.kind, document.date, new)
            own = [stored[each.hash] for each in new]
            vectors.insert(connection, self.space_id, collection, number, document, chunk_ids, own)
            ledger.insert(connection, collection, number, document.statements, document.mime)
            facts.insert(connection, collection, number, document)

    def _problems(self, connection: Connection, work: Work, parsed: Parsed) -> list[Problem]:
        """What was refused of the file: where only its end was read anew, what was refused before that still is."""
        before: list[Problem] = []
        if parsed.appended and work.file.resume is not None:
            part = work.file.resume.last or f"message {work.file.resume.parts + 1}"
            before = [
                each
                for each in files.problems_of(connection, work.file.id)
                if each.locator is None or not f"{each.locator}, ".startswith(f"{part}, ")
            ]
        return [*before, *parsed.problems]
