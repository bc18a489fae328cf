"""Passages of several files embedded together, those of a large file in slices; one file that the embedder cannot take stops no other."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ingest.work import Work
from pkm.embed import Embedder
from pkm.embed.windows import require_usable, unusable
from pkm.errors import PkmError, ServiceError
from pkm.faults import reach
from pkm.models import Embeddings
from pkm.prepared import NewChunk
from pkm.store import early, vectors
from pkm.store.database import Database
from pkm.store.vectors import Stored

UNUSABLE = "the embedding model gave a vector of zeros, or one that is no number, for one of its passages"


TELLING = 16  # passages whose time tells how fast the embedder is


@dataclass(frozen=True, slots=True)
class Embedded:
    """What became of files that were given to the embedder.

    Attributes:
        works: All of their passages have vectors.
        vectors: Those, by the passages' hashes.
        slices: Large files that go on, and what was embedded of them just now.
        refused: Files that the embedder did not take, with why.
        pace: Passages a second; ``None`` where there were too few to tell.
    """

    works: list[Work]
    vectors: dict[bytes, Stored]
    slices: list[tuple[Work, dict[bytes, Stored]]]
    refused: list[tuple[Work, str]]
    pace: float | None = None


def embed(database: Database, embedder: Embedder, space_id: int, works: Sequence[Work], most: int) -> Embedded:
    """The vectors of the passages of these files: those that are stored already, and new ones together.

    Of a file with more than ``most`` new ones that many are embedded, or what the others leave of it: it has further turns.
    A file one of whose passages got no usable vector is refused. Where the embedder fails and yet answers a question, each
    file is given to it alone. Raises what the embedder raises where it does not answer at all, or with no usable vector.
    """
    try:
        return _embed(database, embedder, space_id, works, most)
    except ServiceError:
        raise
    except Exception as exc:
        try:
            probe(embedder)
        except Exception:
            raise exc from None
        if len(works) == 1:
            why = str(exc) if isinstance(exc, PkmError) else type(exc).__name__
            return Embedded([], {}, [], [(works[0], f"it could not be embedded: {why}")])
    parts = [embed(database, embedder, space_id, [each], most) for each in works]
    return Embedded(
        [work for part in parts for work in part.works],
        {digest: stored for part in parts for digest, stored in part.vectors.items()},
        [each for part in parts for each in part.slices],
        [each for part in parts for each in part.refused],
    )


def _embed(database: Database, embedder: Embedder, space_id: int, works: Sequence[Work], most: int) -> Embedded:
    for work in works:
        if work.left is None:
            work.note("embed", "begun")
    try:
        known = _known(database, space_id, [work for work in works if work.left is None])
        parts = list(_parts(works, known, most))
        fresh = {chunk.hash: chunk for part in parts for chunk in part.now}
        begun = time.monotonic()
        lost = _give(embedder, list(fresh.values()), known) if fresh else set()
    except BaseException:
        for work in works:
            work.note("embed", "failed")
        raise
    reach("embed.done")
    took_s = max(time.monotonic() - begun, 1e-6)
    embedded = Embedded([], known, [], [], len(fresh) / took_s if len(fresh) >= TELLING else None)
    for part in parts:
        work = part.work
        if lost and not lost.isdisjoint(each.hash for each in part.now):
            work.note("embed", f"done; passages embedded together: {len(fresh)}")
            embedded.refused.append((work, UNUSABLE))
        elif part.later:
            if work.left is None:
                work.early = {each.hash: known[each.hash] for each in work.passages() if each.hash in known}
            now = {each.hash: known[each.hash] for each in part.now}
            work.early |= now
            work.left = part.later
            embedded.slices.append((work, now))
        else:
            known |= work.early
            work.note("embed", f"done; passages embedded together: {len(fresh)}")
            embedded.works.append(work)
    return embedded


class _Part(NamedTuple):
    """Of a file, which passages are embedded now and which another time."""

    work: Work
    now: list[NewChunk]
    later: list[NewChunk]


def _known(database: Database, space_id: int, works: Sequence[Work]) -> dict[bytes, Stored]:
    """The vectors of passages of files that were not looked at yet, as far as they are stored, or kept of slices."""
    hashes = {each.hash for work in works for each in work.passages()}
    if not hashes:
        return {}
    with database.transaction(durable=False) as connection:
        known = vectors.reuse(connection, space_id, hashes)
        return known | early.of(connection, space_id, [work.file.id for work in works])


def _parts(works: Sequence[Work], known: Collection[bytes], most: int) -> Iterator[_Part]:
    """Files with what is embedded of them together: all that is not known, or of a large one a slice."""
    room = most
    for work in works:
        left = [each for each in work.to_embed() if each.hash not in known]
        cut = len(left) if len(left) <= most else max(room, most // 4, 1)
        room -= cut
        yield _Part(work, left[:cut], left[cut:])


def _give(embedder: Embedder, fresh: Sequence[NewChunk], known: dict[bytes, Stored]) -> set[bytes]:
    """Embed passages: their vectors are known now. Returns the hashes of those that got none that can be used."""
    given = embedder.passages([chunk.embedded for chunk in fresh])
    rows = unusable(given, embedder.space, len(fresh))
    if rows:
        probe(embedder)
    lost = {fresh[row].hash for row in rows}
    sound = [row for row, chunk in enumerate(fresh) if chunk.hash not in lost]
    known |= vectors.pack(_only(given, sound), [fresh[row] for row in sound], embedder.space.late)
    return lost


def _only(given: Embeddings, rows: Sequence[int]) -> Embeddings:
    """The vectors of some of the texts."""
    return Embeddings(
        given.dense[list(rows)],
        None if given.sparse is None else [given.sparse[row] for row in rows],
        None if given.multi is None else [given.multi[row] for row in rows],
    )


def probe(embedder: Embedder) -> None:
    """Raise where the embedder answers no question: then no file is to blame."""
    require_usable(embedder.query("pkm"), embedder.space, 1)
