"""Passages of several files embedded together; one file that the embedder cannot take stops no other."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from ingest.work import Work
from pkm.embed import Embedder
from pkm.embed.windows import require_usable, unusable
from pkm.errors import PkmError, ServiceError
from pkm.faults import reach
from pkm.models import Embeddings
from pkm.store import vectors
from pkm.store.database import Database

UNUSABLE = "the embedding model gave a vector of zeros, or one that is no number, for one of its passages"


@dataclass(frozen=True, slots=True)
class Embedded:
    """Files whose passages have vectors, those by the passages' hashes, and files that the embedder did not take, with why."""

    works: list[Work]
    vectors: dict[bytes, vectors.Stored]
    refused: list[tuple[Work, str]]


def embed(database: Database, embedder: Embedder, space_id: int, works: Sequence[Work]) -> Embedded:
    """The vectors of all passages of these files: those that are stored already, and new ones together.

    A file one of whose passages got no usable vector is refused. Where the embedder fails and yet answers a question, each
    file is given to it alone. Raises what the embedder raises where it does not answer at all, or with no usable vector.
    """
    try:
        return _embed(database, embedder, space_id, works)
    except ServiceError:
        raise
    except Exception as exc:
        try:
            _probe(embedder)
        except Exception:
            raise exc from None
        if len(works) == 1:
            why = str(exc) if isinstance(exc, PkmError) else type(exc).__name__
            return Embedded([], {}, [(works[0], f"it could not be embedded: {why}")])
    parts = [embed(database, embedder, space_id, [each]) for each in works]
    return Embedded(
        [work for part in parts for work in part.works],
        {digest: stored for part in parts for digest, stored in part.vectors.items()},
        [each for part in parts for each in part.refused],
    )


def _embed(database: Database, embedder: Embedder, space_id: int, works: Sequence[Work]) -> Embedded:
    everything = {chunk.hash: chunk for work in works for chunk in work.passages()}
    with ExitStack() as stages:
        outcomes = [stages.enter_context(work.stage("embed")) for work in works]
        with database.transaction(durable=False) as connection:
            known = vectors.reuse(connection, space_id, everything.keys())
        fresh = [chunk for digest, chunk in everything.items() if digest not in known]
        lost: set[bytes] = set()
        if fresh:
            given = embedder.passages([chunk.embedded for chunk in fresh])
            rows = unusable(given, embedder.space, len(fresh))
            if rows:
                _probe(embedder)
            lost = {fresh[row].hash for row in rows}
            sound = [row for row, chunk in enumerate(fresh) if chunk.hash not in lost]
            known |= vectors.pack(_only(given, sound), [fresh[row] for row in sound], embedder.space.late)
        for outcome in outcomes:
            outcome.append(f"passages embedded together: {len(fresh)}")
    reach("embed.done")
    hurt = [not lost.isdisjoint(chunk.hash for chunk in work.passages()) for work in works]
    taken = [work for work, is_hurt in zip(works, hurt, strict=True) if not is_hurt]
    return Embedded(taken, known, [(work, UNUSABLE) for work, is_hurt in zip(works, hurt, strict=True) if is_hurt])


def _only(given: Embeddings, rows: Sequence[int]) -> Embeddings:
    """The vectors of some of the texts."""
    return Embeddings(
        given.dense[list(rows)],
        None if given.sparse is None else [given.sparse[row] for row in rows],
        None if given.multi is None else [given.multi[row] for row in rows],
    )


def _probe(embedder: Embedder) -> None:
    """Raise where the embedder answers no question: then no file is to blame."""
    require_usable(embedder.query("pkm"), embedder.space, 1)
