"""Look at a folder or a file: what is new, changed, renamed or gone since the last look. Opens no file."""

from __future__ import annotations

import os
import stat as modes
from collections.abc import Callable, Collection, Iterator

from ingest.sources.scan import Refusal, Scan, Seen, write
from pkm.config import Settings
from pkm.errors import NotFound
from pkm.models import FileId, Source
from pkm.services import HOME_MARK
from pkm.store import files, forgetting, sources
from pkm.store.database import Database
from pkm.store.files import Known, Stat

# Left aside without a word: hidden names, what systems and programs leave behind, and downloads under way.
_HOME_MARK = os.fsencode(HOME_MARK)
_JUNK_NAMES = frozenset({b"Thumbs.db", b"desktop.ini", b"$RECYCLE.BIN", b"System Volume Information", b"__pycache__"})
_JUNK_ENDINGS = (b".part", b".crdownload", b".tmp", b".swp", b"~")


def look(
    database: Database,
    settings: Settings,  # noqa: ARG001 - other kinds of source need them
    source: Source,
    root: str | None = None,
    *,
    priority: int = 0,
    watch: Callable[[int], None] = lambda _: None,
) -> Scan:
    """Look at a folder or file, or at the part of it below ``root``; what lies in other sources inside of it is theirs.

    Raises:
        NotFound: The folder itself is missing; nothing is marked as deleted then, for a disk may be unplugged.
    """
    top = os.fsencode(root) if root else source.place
    if not os.path.lexists(top if source.kind != "file" else os.path.dirname(top)):  # noqa: PTH120
        raise NotFound(
            f"{files.shown_path(top)[0]} is missing", f"its files are kept; pkm sources remove {source.id} lets them go"
        )
    found = Scan()
    with database.transaction() as connection:
        before = files.known(connection, source.id)
        veil = forgetting.veil(connection, source.id)
        others = frozenset(each.place for each in sources.inside(connection, source))
    fresh: list[Seen] = []
    refused: list[Refusal] = []
    seen: set[str] = set()
    arrived: list[Seen] = []
    for each in _walk(top, others, _is_hidden if source.kind == "upload" else _is_junk):
        if isinstance(each, Refusal):
            refused.append(each)
            seen.add(files.shown_path(each.path)[0])
            continue
        path, stat = each
        shown = files.shown_path(path)[0]
        seen.add(shown)
        found.scanned += 1
        if found.scanned % 1000 == 0:
            watch(found.scanned)
        known = before.get(shown)
        if known is None:
            if veil.covers(shown, stat):
                found.unchanged += 1
            else:
                arrived.append(each)
        elif known.stat != stat or known.state == "deleted":
            found.changed += 1
            fresh.append(each)
        else:
            found.unchanged += 1
    watch(found.scanned)
    gone = _vanished(before, seen, top, [each.path for each in refused if each.protects])
    moved = _match_renamed(arrived, gone, before)
    new = [each for each in arrived if each[0] not in moved]
    found.new, found.unchanged = len(new), found.unchanged + len(moved)
    found.deleted = len(gone)
    fresh_refusals = [each for each in refused if not _is_refused_already(before.get(files.shown_path(each.path)[0]))]
    gone_ids = list(gone.values())
    write(database, source, fresh + new, refused=fresh_refusals, moved=moved, gone=gone_ids, priority=priority)
    found.problems = [each.as_problem() for each in refused]
    return found


def _walk(top: bytes, others: Collection[bytes], is_left_aside: Callable[[bytes], bool]) -> Iterator[Seen | Refusal]:
    """Every file below ``top`` that is not in ``others``, or ``top`` itself; links are not followed: no loop can hold us."""
    try:
        status = os.stat(top)
    except OSError:
        return
    if not modes.S_ISDIR(status.st_mode):
        yield (top, Stat.of(status)) if modes.S_ISREG(status.st_mode) else Refusal(top, "it is not a regular file")
        return
    real_top = os.path.realpath(top)
    folders = [top]
    while folders:
        folder = folders.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as exc:
            yield Refusal(folder, f"the folder cannot be opened: {_words(exc)}", protects=True)
            continue
        if folder != top and any(entry.name == _HOME_MARK for entry in entries):
            continue
        for entry in entries:
            if is_left_aside(entry.name) or entry.path in others:
                continue
            try:
                if entry.is_symlink():
                    if refusal := _judge_link(entry.path, real_top):
                        yield refusal
                elif entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                elif entry.is_file(follow_symlinks=False):
                    yield entry.path, Stat.of(entry.stat(follow_symlinks=False))
                else:
                    yield Refusal(entry.path, "it is a pipe, a socket or a device, not a file")
            except FileNotFoundError:
                continue  # gone since the folder was listed
            except OSError as exc:
                yield Refusal(entry.path, f"it cannot be looked at: {_words(exc)}", protects=True)


def _judge_link(path: bytes, real_top: bytes) -> Refusal | None:
    """What to say of a symbolic link: nothing where it leads to something in the folder, which is read under its own name."""
    try:
        target = os.path.realpath(path, strict=True)
    except OSError:
        return Refusal(path, "it is a link that leads nowhere, or in a circle")
    if target == real_top or target.startswith(real_top.rstrip(b"/") + b"/"):
        return None
    return Refusal(path, "it is a link that leads out of the folder and is not followed; ingest its target instead")


def _is_refused_already(known: Known | None) -> bool:
    return known is not None and known.state == "quarantined" and known.stat == Stat(0, 0, 0, 0)


def _is_hidden(name: bytes) -> bool:
    return name.startswith(b".")


def _is_junk(name: bytes) -> bool:
    return _is_hidden(name) or name.startswith(b"~$") or name in _JUNK_NAMES or name.endswith(_JUNK_ENDINGS)


def _words(exc: OSError) -> str:
    return (exc.strerror or type(exc).__name__).lower()


def _vanished(before: dict[str, Known], seen: set[str], top: bytes, protected: list[bytes]) -> dict[str, FileId]:
    """What the last look knew below ``top`` and this one did not see, but for folders that would not open."""
    shown_top = files.shown_path(top)[0]
    hidden = tuple(files.shown_path(each)[0].rstrip("/") + "/" for each in protected)
    inside = shown_top.rstrip("/") + "/"
    return {
        path: known.id
        for path, known in before.items()
        if path not in seen and known.state != "deleted"
        and (path == shown_top or path.startswith(inside)) and not (hidden and path.startswith(hidden))
    }  # fmt: skip


def _match_renamed(
    arrived: list[Seen], gone: dict[str, FileId], before: dict[str, Known]
) -> dict[bytes, tuple[FileId, Stat]]:
    """New paths that are vanished files under another name: same inode, size and time of change.

    Takes them from ``gone``.
    """
    by_identity = {(s.inode, s.size, s.mtime_ns): path for path in gone if (s := before[path].stat).inode}
    moved = {}
    for path, stat in arrived:
        old = by_identity.pop((stat.inode, stat.size, stat.mtime_ns), None)
        if old is not None:
            gone.pop(old, None)
            moved[path] = (before[old].id, stat)
    return moved
