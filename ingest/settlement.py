"""The ways in which a file in hand ends: each is one transaction, and holds only while the lease does."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from ingest import objects
from ingest.forgetting import forgotten_parts, part_hash
from ingest.parsers import PARSERS
from ingest.snapshot import REST_S, WRITTEN
from ingest.watch import Watcher
from ingest.work import Work
from pkm.config import Settings
from pkm.errors import Contended, ServiceError, SpaceChanged, Unstorable
from pkm.faults import reach
from pkm.models import CollectionId, FileId, FileState, Parsed, Problem, Resume
from pkm.store import (
    chunks,
    documents,
    early,
    facts,
    files,
    forgetting,
    ledger,
    queue,
    spaces,
    succession,
    vectors,
    versions,
)
from pkm.store.database import Connection, Database
from pkm.store.documents import New
from pkm.store.files import Ending, Event
from pkm.store.leased import MAX_TRIES

PARSER_VERSIONS = frozenset(f"{each.name} {each.version}" for each in PARSERS)
TOGETHER = 256  # passages that are stored in one transaction: what each costs is mostly the way to the database
APPENDED = frozenset(
    ("mbox", "chat-lines", "text", "csv")
)  # who reads what is whole message by message, or line by line
BEHIND = "it is being written all the time: what is known of it is what it was a while ago, and it is read again now and then"
AGAIN_IN = timedelta(minutes=10)  # a file that never rests
# What was refused is worth another look whenever any parser has changed.
ALL_PARSERS = "all: " + ", ".join(sorted(PARSER_VERSIONS))


def batches(works: Iterable[Work]) -> Iterator[list[Work]]:
    """Files to be stored together: with ``TOGETHER`` passages at most, and no two that hold, or held, the same bytes."""
    batch: list[Work] = []
    passages, contents = 0, set[str | None]()
    for work in works:
        own = {work.sha256, work.file.sha256} - {None}
        if batch and (passages + work.count() > TOGETHER or not contents.isdisjoint(own)):
            yield batch
            batch, passages, contents = [], 0, set()
        batch.append(work)
        passages, contents = passages + work.count(), contents | own
    if batch:
        yield batch


@dataclass(frozen=True, slots=True)
class Settlement:
    """How one owner ends the files that it has in hand."""

    database: Database
    settings: Settings
    owner: int
    space_id: int
    watcher: Watcher

    def known(self, works: Collection[Work]) -> list[Work]:
        """Settle those whose bytes are known: unchanged since they were read to the end, those of another file, or forgotten ones.

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
            [claim] = succession.claim(connection, [(file, work.sha256)])
            if claim.twin is None and (heir := succession.take_over(connection, file, work.sha256)):
                work.file = file = heir
                work.note("settle", "a file of the same bytes that is gone hands over what it held")
            if claim.twin is not None:
                state = "duplicate"
                work.note("settle", state)
                succession.make_room(connection, [claim])
                ending = Ending(file, state, work.stat, work.sha256, original=claim.twin, events=work.events)
                files.settle(connection, [ending])
                early.drop(connection, [file.id])
            elif forgetting.is_forgotten(connection, file.collection_id, work.sha256):
                state = "deleted"
                forgetting.forget_files(connection, [file.id])
            elif (
                work.sha256 == file.sha256
                and not work.is_behind()
                and file.parser in PARSER_VERSIONS
                and not (file.resume is not None and file.resume.unfinished)
                and succession.has_documents(connection, file.id)
            ):
                work.note("settle", "unchanged")
                files.settle_unchanged(connection, file, work.stat, work.events)
                early.drop(connection, [file.id])
            else:
                return False
            reach("known.written")
        reach("known.committed")
        self.watcher.settled(file.path, state)
        return True

    def resume(self, work: Work) -> Resume | None:
        """Where a parser may go on in a file that only grew, or of which a portion was read.

        Nowhere where it grew and copies of it take over what was read.
        """
        file = work.file
        if file.resume is None or file.parser not in PARSER_VERSIONS:
            return None
        is_same = work.sha256 == file.sha256
        if not (file.resume.unfinished if is_same else work.has_grown):
            return None
        with self.database.transaction(durable=False) as connection:
            if not is_same and succession.copies(connection, file.id):
                return None
            if not (file.resume.unfinished or succession.has_documents(connection, file.id)):
                return None
            seen = versions.locators(connection, file.id, file.resume.since)
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
        """Settle a file that is gone. What was read of it before is kept until a look tells whether its disk is merely away."""
        with self.database.transaction(durable=False) as connection:
            file = work.file.id
            is_held = succession.has_documents(connection, file) and not succession.copies(connection, file)
        if is_held:
            work.sha256 = ""
            self.refuse(work, "it is not there just now", passing=True)
        else:
            self._empty(work, "deleted", reason)

    def refuse(
        self, work: Work, reason: str, *, passing: bool = False, wordless: bool = False, parsed: Parsed | None = None
    ) -> None:
        """Settle a file nothing of which is taken in.

        Args:
            passing: The reason may pass by itself: it is tried again later, ever more seldom.
            wordless: There is nothing in it to be read: it is ignored from the start.
            parsed: What was found in it after all: further problems.
        """
        pause = queue.pause_after(work.file.attempts) if passing else None
        self._empty(work, "quarantined", reason, retry_in=pause, ignored=wordless, parsed=parsed)

    def refuse_written(self, work: Work) -> None:
        """Settle a file that is written all the time, and no moment of which can be read; what was read of it before is kept."""
        work.sha256 = ""
        self._empty(work, "quarantined", WRITTEN, retry_in=AGAIN_IN)

    def _empty(
        self,
        work: Work,
        state: FileState,
        reason: str,
        *,
        retry_in: timedelta | None = None,
        ignored: bool = False,
        parsed: Parsed | None = None,
    ) -> None:
        file, parser, resume = work.file, ALL_PARSERS if state == "quarantined" else None, None
        holds_other = work.sha256 != file.sha256 if work.sha256 else retry_in is None
        further = [each for each in (parsed.problems if parsed else ()) if each.reason != reason]
        with self.database.transaction(durable=False) as connection:
            if not queue.is_mine(connection, file, self.owner):
                return
            if state == "deleted":
                succession.give_up(connection, file.id)
            elif holds_other:
                succession.set_aside(connection, file.id)
            elif succession.hold_on(connection, file.id):  # nothing says that it holds anything else now
                if not work.sha256 or (retry_in is not None and file.parser in PARSER_VERSIONS):
                    parser, resume = file.parser, file.resume
                work.sha256 = file.sha256 or ""
                further = files.problems_of(connection, file.id)
                reason += f"; {succession.KEPT}"
            work.note("settle", f"{state}: {reason}")
            refusal = Problem(file.path, None, reason)
            ending = Ending(
                file, state, work.stat, work.sha256 or None, reason=reason, retry_in=retry_in,
                parser=parser, resume=resume, ignored=ignored,
                problems=[refusal, *further] if state == "quarantined" else (), events=work.events,
            )  # fmt: skip
            files.settle(connection, [ending])
            reach("refuse.written")
        reach("refuse.committed")
        self.watcher.settled(file.path, state)

    def put_back(self, work: Work, why: str) -> None:
        """A file that is being written has another turn when it rests, or soon after; one that went is deleted."""
        if not os.path.lexists(work.file.location):
            self.vanish(work, "it vanished while it was read")
        else:
            self._wait(work, why, timedelta(seconds=REST_S * 2 ** min(work.file.attempts - 1, MAX_TRIES)))

    def _wait(self, work: Work, why: str, pause: timedelta) -> None:
        work.note("read", why)
        with self.database.transaction(durable=False) as connection:
            if not queue.is_mine(connection, work.file, self.owner):
                return
            files.add_turns(connection, [(work.file, work.events)])
            queue.put_back(connection, work.file.id, pause, why)
        reach("put-back.committed")

    def keep(self, work: Work, stored: Mapping[bytes, vectors.Stored]) -> bool:
        """Keep the vectors of a slice of a large file until all of it is stored, durably; false where it is no longer in our hands."""
        with self.database.transaction() as connection:
            if not queue.is_mine(connection, work.file, self.owner):
                return False
            early.keep(connection, self.space_id, work.file, stored)
            reach("slice.written")
        reach("slice.committed")
        return True

    def store(self, works: Sequence[Work], stored: Mapping[bytes, vectors.Stored]) -> list[Work]:
        """Make files of a batch visible, all at once; one that cannot be stored is refused, and stops no other.

        Returns those of which this was a portion, to be read on.
        """
        try:
            return self._commit(works, stored)
        except (Unstorable, Contended) as exc:
            return self._store_alone(works, stored, exc)
        except (ServiceError, OSError, SpaceChanged):
            raise
        except Exception as exc:
            return self._store_alone(works, stored, exc)

    def _store_alone(
        self, works: Sequence[Work], stored: Mapping[bytes, vectors.Stored], fault: Exception
    ) -> list[Work]:
        """After a fault each file is stored by itself; the one whose fault it was is not."""
        if len(works) > 1:
            return [work for each in works for work in self.store([each], stored)]
        [work] = works
        if isinstance(fault, Unstorable):
            self.refuse(work, str(fault))
        elif isinstance(fault, Contended):
            self._wait(work, "others wrote the same rows; it waits for another turn", timedelta(seconds=REST_S))
        else:  # a fault of ours with this one file
            self.refuse(work, f"it could not be stored: {type(fault).__name__}", passing=True)
        return []

    def _commit(self, works: Sequence[Work], stored: Mapping[bytes, vectors.Stored]) -> list[Work]:
        """Make files visible with all that they hold, or that was read of it, in one transaction; returns those to be read on."""
        originals = [each.original for work in works for each in work.read.documents if each.original is not None]
        objects.keep(self.settings.home, originals)
        with self.database.transaction(durable=False) as connection:
            mine = queue.mine(connection, [each.file for each in works], self.owner)
            works = [each for each in works if each.file.id in mine]
            if not works:
                return []
            spaces.hold(connection, self.space_id)
            if originals:
                documents.hold_originals(connection)
                objects.keep(self.settings.home, originals)  # those that were swept away meanwhile
            claims = succession.claim(connection, [(each.file, each.sha256) for each in works])
            succession.make_room(connection, claims)
            twins = {each.file.id: each.twin for each in claims if each.twin is not None}
            since = self._store(connection, [work for work in works if work.file.id not in twins], stored)
            further = [
                self._further(connection, work, since[work.file.id])
                for work in works
                if work.read.goes_on and work.file.id not in twins
            ]
            ended = [work for work in works if not work.read.goes_on or work.file.id in twins]
            endings = [self._ending(connection, work, twins.get(work.file.id)) for work in ended]
            files.settle(connection, endings)
            early.drop(connection, [each.file.id for each in works])
            reach("commit.inserted")
        reach("commit.committed")
        for each in endings:
            self.watcher.settled(each.file.path, each.state)
        for after in filter(None, (work.file.resume for work in further)):
            self.watcher.portion(after.done, after.total)
            reach("portion.committed")
        return further

    def _store(
        self, connection: Connection, works: Sequence[Work], stored: Mapping[bytes, vectors.Stored]
    ) -> dict[FileId, int]:
        """Let files hold their documents, and insert all that belongs to those that are new.

        Returns, of each file, the ordinal of the first document of this reading.
        """
        revised = versions.revise(connection, [work.revision() for work in works])
        new = [
            New(work.file.collection_id, number, work.read.documents[place], work.prepared[place], work.chunks[place])
            for work, each in zip(works, revised, strict=True)
            for place, number in each.new.items()
        ]
        vectors.insert(connection, self.space_id, new, chunks.insert(connection, new), stored)
        for each in new:
            ledger.insert(connection, each.collection, each.id, each.parsed.statements, each.parsed.mime)
        facts.insert(connection, new)
        return {work.file.id: each.since for work, each in zip(works, revised, strict=True)}

    def _further(self, connection: Connection, work: Work, since: int) -> Work:
        """That a portion of a file is visible: it waits on, and in the same hand, for the next one to be read."""
        after = work.read.goes_on
        assert after is not None  # noqa: S101 - says who is asked wrongly
        after = replace(after, since=since, changed=work.is_changed())
        share = f"{after.done / after.total:.0%} of it is" if after.total else f"{after.parts:,} parts of it are"
        said = f"{share} read; the rest follows"
        work.note("settle", said)
        is_next = work.read.appended and work.file.resume is not None and work.file.resume.unfinished
        ending = Ending(
            work.file, "pending", work.stat, work.sha256, parser=work.read.parser, resume=after, reason=said,
            problems=work.read.problems if is_next else self._problems(connection, work, work.read), events=work.events,
        )  # fmt: skip
        files.read_on(connection, ending, is_next=is_next)
        file = replace(work.file, sha256=work.sha256, parser=work.read.parser, resume=after, crashes=0)
        return Work(file, work.stat, work.sha256, copy=work.copy)

    def _ending(self, connection: Connection, work: Work, twin: FileId | None) -> Ending:
        """That a file is visible, or a copy of one that is."""
        state: FileState = "indexed" if twin is None else "duplicate"
        reason, retry_in, problems = None, None, self._problems(connection, work, work.read)
        if work.is_behind() and twin is None:
            state, reason, retry_in = "quarantined", BEHIND, AGAIN_IN
            problems = [Problem(work.file.path, None, reason), *problems]
        said = f"{state}: {reason}" if reason else state
        events = [*work.events, Event(datetime.now(UTC), "settle", said)]
        if twin is not None:
            return Ending(work.file, state, work.stat, work.sha256, original=twin, events=events)
        return Ending(
            work.file, state, work.stat, work.sha256, parser=work.read.parser, resume=work.read.resume, reason=reason,
            retry_in=retry_in, problems=problems, events=events,
        )  # fmt: skip

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
