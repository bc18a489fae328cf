"""Look at a folder or a file: what is new, changed, renamed or gone since the last look. Opens no file."""

from __future__ import annotations

import os
import stat as modes
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import repeat

from ingest.sources import mounts
from ingest.sources.mounts import Footing
from ingest.sources.patterns import Patterns
from ingest.sources.scan import Refusal, Scan, Seen, write
from ingest.sources.walk import Listing, Walk, is_left_aside, unpacked, walk_file
from pkm.errors import NotFound, PkmError
from pkm.models import Source
from pkm.store import forgetting, places, sources
from pkm.store.database import Database
from pkm.store.forgetting import Veil
from pkm.store.leased import Stat
from pkm.store.paths import shown_path
from pkm.store.places import DELETED, REFUSED, Page

_TELL_EVERY = 1000
_NO_FILE = Stat(0, 0, 0, 0)  # of what was refused because it is no file


@dataclass(slots=True)
class _Found:
    """What a walk saw, and then what is left of that once all that was known is taken from it."""

    files: dict[bytes, bytes] = field(default_factory=dict)
    odd: dict[bytes, Refusal] = field(default_factory=dict)
    unseen: set[bytes] = field(default_factory=set)
    told: set[bytes] = field(default_factory=set)  # of the odd: refused before
    known: int = 0
    unchanged: int = 0
    changed: dict[bytes, Stat] = field(default_factory=dict)
    missing: dict[bytes, Stat] = field(default_factory=dict)


def look(
    database: Database,
    source: Source,
    roots: Sequence[str] = (),
    *,
    priority: int = 0,
    quiet_s: float = 0,
    watch: Callable[[int], None] = lambda _: None,
) -> Scan:
    """Look at a folder or file, or at its parts at and below ``roots``; what lies in other sources inside of it is theirs.

    Args:
        quiet_s: What changed within so many seconds waits that long before it is read: it may still be written.

    Raises:
        PkmError: The place is missing, or so much of it that its disk is rather out of reach; all is kept then.
    """
    footing = _stand(source)
    lost = mounts.lost_mounts(source.cursor, footing)
    if any(mounts.is_below(source.place, each) for each in lost):
        raise _missing(source, "the disk seems not to be mounted")
    with database.transaction() as connection:
        veil = forgetting.veil(connection, source.id)
        others = [each.place for each in sources.inside(connection, source)]
    patterns = Patterns(source.place, source.include, source.exclude)
    walk = Walk(
        source.place, patterns, others=others,
        with_git=bool(source.options.get("gitignore", True)), plainly=source.kind == "upload",
    )  # fmt: skip
    found = _Found()
    with places.knowing(database, source.id, roots) as known:
        for each in _listings(source, walk, roots):
            before = len(found.files)
            found.files |= each.files
            found.odd |= {refusal.path: refusal for refusal in each.odd}
            found.unseen.update(each.unseen)
            if before // _TELL_EVERY != len(found.files) // _TELL_EVERY:
                watch(len(found.files))
        _compare(found, known)
    _keep_unseen(found, lost)
    whole = source.kind == "folder" and not roots
    lost_files = _count_lost(found) if source.kind == "folder" else 0
    if roots and lost_files > mounts.FEW:  # only the whole place tells whether its disk is away
        return look(database, source, priority=priority, quiet_s=quiet_s, watch=watch)
    doubtful = lost_files if whole else 0
    if doubtful and mounts.seems_away(
        source.place, source.cursor, footing, found.known, doubtful, is_empty=_is_empty(source.place)
    ):
        raise PkmError(
            f"{lost_files} of {found.known} files are gone from {source.location} at once, as if its disk were away",
            f"they are kept; if they were deleted: pkm refresh {source.id} --accept-empty",
        )
    scan = _write(database, source, walk, found, veil, priority, quiet_s)
    watch(scan.scanned)
    _remember(database, source, footing, found, lost, patterns.idle if whole else None)
    return scan


def _stand(source: Source) -> Footing:
    place = source.place if source.kind != "file" else source.place.rpartition(b"/")[0] or b"/"
    try:
        return mounts.stand(place, mounts.read_mounts())
    except OSError as exc:
        raise _missing(source, f"{source.location} is missing") from exc


def _missing(source: Source, why: str) -> NotFound:
    return NotFound(why, f"its files are kept; pkm sources remove {source.id} lets them go")


def _listings(source: Source, walk: Walk, roots: Sequence[str]) -> Iterator[Listing]:
    if source.kind == "file":
        yield from walk_file(source.place)
    elif not roots:
        yield from walk.everything()
    else:
        for each in roots:
            yield from walk.part(os.fsencode(each))


def _compare(found: _Found, known: Iterable[Page]) -> None:
    """Take from what was found all that is known as it is; note what changed and what was not found."""
    take = found.files.pop
    for page in known:
        stats = list(map(take, page.places, repeat(b"")))
        if b"".join(stats) == page.stats:
            found.unchanged += len(stats)
            continue
        for now, (place, was) in zip(stats, page.each(), strict=True):
            if now == was:
                found.unchanged += 1
            elif now:
                found.changed[place] = unpacked(now)
            elif place in found.odd:
                if was == REFUSED:
                    found.told.add(place)
            elif not was.endswith(DELETED):
                found.missing[place] = unpacked(was)
    found.known = found.unchanged + len(found.changed) + len(found.missing)


def _keep_unseen(found: _Found, lost: Iterable[bytes]) -> None:
    """What could not be looked at, or lies below a folder that would not open, or on a disk that is away, is unseen, not gone."""
    for each in lost:
        if any(path != each and mounts.is_below(path, each) for path in found.missing):
            found.odd[each] = Refusal(each, "the disk seems not to be mounted; its files are kept", protects=True)
            if found.missing.pop(each, None) == _NO_FILE:
                found.told.add(each)
    if unseen := found.unseen.union(each.path for each in found.odd.values() if each.protects):
        found.missing = {path: stat for path, stat in found.missing.items() if not _lies_within(path, unseen)}


def _lies_within(path: bytes, places: Collection[bytes]) -> bool:
    """Whether a path is one of these places, or lies in one; takes as long as it is deep, however many they are."""
    while path and path not in places:
        path = path.rpartition(b"/")[0]
    return bool(path) or b"/" in places


def _write(
    database: Database, source: Source, walk: Walk, found: _Found, veil: Veil, priority: int, quiet_s: float
) -> Scan:
    fresh = sorted(found.changed.items())
    arrived = [(place, unpacked(stat)) for place, stat in sorted(found.files.items()) if not walk.is_junk(place)]
    wanted = [each for each in arrived if not veil.covers(shown_path(each[0])[0], each[1])]
    moved_from = _match_renamed(wanted, found.missing)
    stats = dict(wanted)
    gone, left_out = _tell_apart(walk, found.missing)
    with database.transaction() as connection:
        ids = places.ids(connection, source.id, [*gone, *left_out, *moved_from.values()])
        told = places.reasons(connection, source.id, [*found.told])
    moved = {place: (ids[old], stats[place]) for place, old in moved_from.items() if old in ids}
    new = [each for each in wanted if each[0] not in moved]
    write(
        database, source, fresh + new, moved=moved, priority=priority, quiet_s=quiet_s,
        refused=[each for place, each in sorted(found.odd.items()) if told.get(place) != each.reason],
        gone=[ids[each] for each in gone if each in ids], left_out=[ids[each] for each in left_out if each in ids],
    )  # fmt: skip
    return Scan(
        new=len(new),
        changed=len(fresh),
        scanned=found.unchanged + len(fresh) + len(arrived),
        unchanged=found.unchanged + len(arrived) - len(wanted) + len(moved),
        deleted=len(gone) + len(left_out),
        problems=[each.as_problem() for each in found.odd.values()],
    )


def _tell_apart(walk: Walk, missing: dict[bytes, Stat]) -> tuple[list[bytes], list[bytes]]:
    """Files that are gone, and those that are there and left out; one that was replaced during the walk is neither."""
    gone, left_out = [], []
    for place, stat in sorted(missing.items()):
        try:
            now = os.lstat(place)
        except OSError:
            gone.append(place)
            continue
        if not modes.S_ISREG(now.st_mode):  # a folder, or a link that is not followed, took its name
            gone.append(place)
        elif Stat.of(now) == stat or not any(place in each.files for each in walk.part(place)):
            left_out.append(place)
    return gone, left_out


def _count_lost(found: _Found) -> int:
    """How many files are missing that are not merely left out, or lie under another name now."""
    here = {_identity(unpacked(stat)) for stat in found.files.values()} if found.missing else set()
    return sum(_identity(stat) not in here and not os.path.lexists(place) for place, stat in found.missing.items())


def _is_empty(place: bytes) -> bool:
    """Whether a folder holds nothing but what is left aside anywhere."""
    with os.scandir(place) as entries:
        return all(is_left_aside(each.name) for each in entries)


def _identity(stat: Stat) -> tuple[int, int, int]:
    """What stays the same when a file is renamed."""
    return stat.inode, stat.size, stat.mtime_ns


def _match_renamed(arrived: Sequence[Seen], missing: dict[bytes, Stat]) -> dict[bytes, bytes]:
    """New places of vanished files, with their old ones: same inode, size and time of change. Takes them from ``missing``."""
    by_identity = {_identity(stat): place for place, stat in missing.items() if stat.inode}
    moved = {}
    for place, stat in arrived:
        old = by_identity.pop(_identity(stat), None)
        if old is not None:
            del missing[old]
            moved[place] = old
    return moved


def _remember(
    database: Database, source: Source, footing: Footing, found: _Found, lost: Iterable[bytes],
    idle: Sequence[str] | None,
) -> None:  # fmt: skip
    """Keep what the place stands on and which patterns match nothing, where that is new; a disk that is away is still waited for."""
    awaited = frozenset(each for each in lost if each in found.odd)
    now = Footing(footing.device, footing.points | awaited, footing.is_remote).as_cursor()
    if idle or (idle is not None and "idle" in source.cursor):
        now["idle"] = list(idle)
    if any(source.cursor.get(name) != value for name, value in now.items()):
        with database.transaction() as connection:
            sources.remember(connection, source.id, dict(source.cursor) | now)
