"""What can be asked of ingestion: take these paths, look at every source again, take this upload, forget that.

All of it works on rows in PostgreSQL. Where a service runs on the home, its worker reads the waiting files and these
functions only wait for it; where none runs, they read the files themselves.
"""

from __future__ import annotations

import os
import re
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal

from ingest import objects
from ingest.forgetting import erase_when_due, foresee, forget_document, forget_path, want_again
from ingest.render import render_page
from ingest.sources.ways import Ways, add_source, change_source, remove_source, resolve
from pkm.config import Settings
from pkm.errors import DatabaseError, PkmError, SpaceChanged, UsageError
from pkm.faults import reach
from pkm.json import to_json
from pkm.models import FileId, FileState, PersonId, Source, SourceId, Trouble
from pkm.services import make_home
from pkm.store import documents, files, forgetting, people, queue, runs, sources, workers
from pkm.store.database import Database
from pkm.store.leased import Stat
from pkm.store.paths import lies_in, shown_path

if TYPE_CHECKING:
    from ingest.indexing import Indexer
    from ingest.sandbox import Sandbox
    from ingest.watch import Watcher
    from pkm.embed import Embedder

__all__ = [
    "MAX_UPLOAD_BYTES", "Reader", "Report", "UploadReceipt", "Ways", "add_source", "change_source", "erase_when_due",
    "foresee", "forget_document", "forget_path", "ingest", "read_by_service", "read_here", "receive_upload", "refresh", "remove_source",
    "render_page", "ring",
]  # fmt: skip

MAX_UPLOAD_BYTES = 4 << 30
WORKERLESS_S = 60
UPLOAD_PRIORITY = 10  # what a person just dropped in comes before the backlog


@dataclass(frozen=True, slots=True)
class Report:
    """What an ingest or a refresh did; the JSON that ``pkm ingest`` prints.

    ``transactions`` are the bookings that the ledger has of it, ``told_again`` further records of them, as of a
    reservation whose booking came, or of statements that overlap: both together are what the files hold.
    """

    scanned: int
    new: int
    changed: int
    unchanged: int
    deleted: int
    indexed: int
    duplicate: int
    quarantined: int
    ignored: int
    problems: tuple[Trouble, ...]
    documents: int
    chunks: int
    transactions: int
    told_again: int
    elapsed_s: float


@dataclass(frozen=True, slots=True)
class UploadReceipt:
    """What became of an upload so far."""

    file_id: FileId
    sha256: str
    path: str
    state: FileState


Reader = Callable[[Database, Sequence[SourceId] | None, "Watcher"], None]


def read_here(
    settings: Settings, embedder: Embedder, stopping: threading.Event | None = None, indexer: Indexer | None = None,
    looking: Callable[[], bool] = lambda: False, sandbox: Sandbox | None = None,
) -> Reader:  # fmt: skip
    """A reader that reads waiting files in this process, with this embedder, until told to stop.

    It waits for the space's index where that is due, unless it is given who builds it. With an embedder that follows the home it goes on in the space that the home goes over to meanwhile.

    Args:
        looking: Whether somebody looks at sources meanwhile.
        sandbox: Whose processes parse, and go on when all is read; else one a processor, of this reader's own.
    """

    def read(database: Database, wanted: Sequence[SourceId] | None, watcher: Watcher) -> None:
        from ingest.pipeline import Pipeline
        from pkm.search.following import Following

        while True:
            latest = embedder.latest() if isinstance(embedder, Following) else embedder
            try:
                with Pipeline(
                    database, latest, settings, stopping=stopping, indexer=indexer, looking=looking, sandbox=sandbox
                ) as pipeline:
                    return pipeline.run(wanted, watcher)
            except SpaceChanged:
                if latest is embedder:
                    raise

    return read


def read_by_service(settings: Settings, is_running: Callable[[], bool]) -> Reader:
    """A reader that rings the service's worker and waits until it has read the waiting files."""

    def read(database: Database, wanted: Sequence[SourceId] | None, watcher: Watcher) -> None:
        ring(settings)
        total = left = -1
        seen = time.monotonic()  # when a worker last lived; one that dies is replaced sooner
        while left:
            with database.transaction() as connection:
                left = queue.count_pending(connection, wanted)
                seen = time.monotonic() if workers.alive(connection) else seen
            if total < 0:
                total = left
                watcher.waiting(total)
            for _ in range(total - left):
                watcher.settled("", "indexed")
            total = left
            if left and not is_running():
                raise PkmError("the service stopped while it read", "run the same command again: it goes on from there")
            if left and time.monotonic() - seen > WORKERLESS_S:
                raise PkmError(f"no worker runs beside the service: files that wait: {left}", "start one: pkm worker")
            time.sleep(0.2 if left else 0)

    return read


# ---------------------------------------------------------------- looking


def ingest(
    database: Database, settings: Settings, paths: Sequence[str | Path], read: Reader, watcher: Watcher, *,
    collection: str | None = None, keep: bool = True, person: PersonId,
) -> Report:  # fmt: skip
    """Take the files at these paths in, and keep looking at them unless told otherwise.

    Args:
        keep: Register each path as a source that every refresh looks at again.

    Raises:
        NotFound: One of the paths does not exist; nothing was done then.
    """
    roots: list[Path] = []
    for root in (resolve(settings, given) for given in paths):
        if not any(root.is_relative_to(each) for each in roots):
            roots = [*(each for each in roots if not each.is_relative_to(root)), root]
    looked_at: list[tuple[Source, Sequence[str]]] = []
    with database.transaction(person) as connection:
        owned = people.ensure_collection(connection, collection, person)
        for root in roots:
            kind: Literal["folder", "file"] = "folder" if root.is_dir() else "file"
            if kind == "file":
                want_again(connection, owned.id, root)
            source = sources.register(connection, owned.id, kind, os.fspath(root), keep=keep)
            looked_at.append((source, () if source.location == shown_path(os.fsencode(root))[0] else [os.fspath(root)]))
            looked_at += [
                (each, ())
                for each in sources.inside(connection, source)
                if Path(os.fsdecode(each.place)).is_relative_to(root)
            ]
    return _run(database, settings, "ingest", looked_at, read, watcher)


def refresh(
    database: Database, settings: Settings, read: Reader, watcher: Watcher, only: Sequence[Source] | None = None, *,
    quiet_s: float = 0,
) -> Report:  # fmt: skip
    """Look again at these sources, or at every registered one that is not paused, and read what is new there.

    Args:
        quiet_s: What changed within so many seconds waits that long before it is read: it may still be written.
    """
    if only is None:
        with database.transaction() as connection:
            only = sources.registered(connection)
    return _run(database, settings, "refresh", [(each, ()) for each in only], read, watcher, quiet_s)


def _run(
    database: Database, settings: Settings, kind: Literal["ingest", "refresh"],
    looked_at: Sequence[tuple[Source, Sequence[str]]], read: Reader, watcher: Watcher, quiet_s: float = 0,
) -> Report:  # fmt: skip
    from ingest.sources import look

    begun = time.monotonic()
    with database.transaction() as connection:
        run = runs.begin(connection, kind)
    reach("run.begun")
    scans, failed = [], []
    for source, roots in looked_at:
        try:
            scans.append(scan := look(database, settings, source, roots, quiet_s=quiet_s, watch=watcher.scanned))
        except DatabaseError:
            raise
        except PkmError as exc:  # the others go on
            failed.append(Trouble(source.location, None, ": ".join(filter(None, (str(exc), exc.hint)))))
            continue
        if roots and not scan.scanned and not scan.problems:
            failed += [
                Trouble(each, None, f"source {source.id} leaves it out") for each in roots if Path(each).is_file()
            ]
    wanted = [source.id for source, _ in looked_at]
    whole = [source.id for source, roots in looked_at if not roots]
    parts = [source.id for source, roots in looked_at if roots]
    places = [shown_path(os.fsencode(each))[0] for _, roots in looked_at for each in roots]
    read(database, wanted, watcher)
    reach("run.read")
    with database.transaction() as connection:
        counts = files.settled_since(connection, run, wanted)
        refused = files.problems(connection, whole)
        refused += [each for each in files.problems(connection, parts) if lies_in(each.path, places)]
        report = Report(
            scanned=sum(each.scanned for each in scans),
            new=sum(each.new for each in scans),
            changed=sum(each.changed for each in scans),
            unchanged=sum(each.unchanged for each in scans),
            problems=(*failed, *refused),
            elapsed_s=round(time.monotonic() - begun, 3),
            **counts,
        )
        stored = to_json(report)
        del stored["problems"]  # they have a table of their own
        runs.finish(connection, run, stored)
    return report


# ---------------------------------------------------------------- uploads


def receive_upload(
    database: Database, settings: Settings, name: str, stream: BinaryIO, collection: str | None, person: PersonId
) -> UploadReceipt:
    """Keep an upload under its collection and hash and let it wait for its turn; the same bytes twice are one file.

    Raises:
        UsageError: It is empty or larger than ``MAX_UPLOAD_BYTES``.
    """
    import hashlib

    uploads = make_home(settings.home).parent / "uploads"
    uploads.mkdir(exist_ok=True, mode=0o700)
    descriptor, unfinished = tempfile.mkstemp(dir=uploads, prefix=objects.UNFINISHED)
    try:
        digest, size = hashlib.sha256(), 0
        with os.fdopen(descriptor, "wb") as kept:
            while block := stream.read(1 << 20):
                size += len(block)
                if size > MAX_UPLOAD_BYTES:
                    raise UsageError(
                        f"the upload is larger than {MAX_UPLOAD_BYTES >> 30} GiB", "put it in a folder and ingest that"
                    )
                digest.update(block)
                kept.write(block)
            kept.flush()
            os.fsync(kept.fileno())
        if not size:
            raise UsageError("the upload is empty")
        sha256 = digest.hexdigest()
        with database.transaction(person) as connection:
            documents.hold_originals(connection)
            owned = people.ensure_collection(connection, collection, person)
            source = sources.register(connection, owned.id, "upload", str(uploads / str(owned.id)), keep=True)
            place = uploads / str(owned.id) / sha256 / _safe_name(name)
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not place.exists():
                Path(unfinished).rename(place)
            objects.sync_folders((place.parent, place.parent.parent, uploads))
            reach("upload.kept")
            forgetting.lift(connection, owned.id, sha256, str(place), Stat.of(place.stat()))
            known = files.by_path(connection, str(place))
            if not any(row.state in {"indexed", "duplicate", "pending"} for row in known):
                stat = Stat.of(place.stat())
                files.see(connection, owned.id, source.id, [(os.fsencode(place), stat)], UPLOAD_PRIORITY)
            row = files.by_path(connection, str(place))[0]
        reach("upload.committed")
    finally:
        Path(unfinished).unlink(missing_ok=True)
    ring(settings)
    return UploadReceipt(FileId(row.id), sha256, str(place), row.state)


def _safe_name(name: str) -> str:
    """A file name made of what was sent: no folders, no control or direction characters, not hidden, not too long."""
    last = re.split(r"[/\\]", name)[-1]
    clean = "".join(each if each.isprintable() else "_" for each in last).strip().lstrip(".") or "upload"
    stem, dot, ending = clean.rpartition(".")
    return f"{_cut(stem, 160)}.{_cut(ending, 40)}" if dot and stem else _cut(clean, 200)


def _cut(text: str, most_bytes: int) -> str:
    return text.encode()[:most_bytes].decode("utf-8", "ignore")


# ---------------------------------------------------------------- the bell


def ring(settings: Settings) -> None:
    """Tell the worker to look now. A bell that cannot be rung is no fault: the worker looks every minute anyway."""
    from ingest.worker import ring_bell

    ring_bell(settings)
