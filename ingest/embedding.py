"""Passages of several files embedded together; one file that the embedder cannot take stops no other."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from ingest.work import Work
from pkm.embed import Embedder
from pkm.errors import ServiceError
from pkm.faults import reach
from pkm.store import vectors
from pkm.store.database import Database


@dataclass(frozen=True, slots=True)
class Embedded:
    """Files whose passages have vectors, those by the passages' hashes, and files that the embedder did not take, with why."""

    works: list[Work]
    vectors: dict[bytes, vectors.Stored]
    refused: list[tuple[Work, str]]


def embed(database: Database, embedder: Embedder, space_id: int, works: Sequence[Work]) -> Embedded:
    """The vectors of all passages of these files: those that are stored already, and new ones together.

    Where the embedder fails and yet answers a question, each file is given to it alone. Raises what the embedder raises
    where it does not answer at all.
    """
    try:
        return Embedded(list(works), _embed(database, embedder, space_id, works), [])
    except ServiceError:
        raise
    except Exception as exc:
        try:
            embedder.query("pkm")
        except Exception:
            raise exc from None
        if len(works) == 1:
            return Embedded([], {}, [(works[0], f"it could not be embedded: {type(exc).__name__}")])
    parts = [embed(database, embedder, space_id, [each]) for each in works]
    return Embedded(
        [work for part in parts for work in part.works],
        {digest: stored for part in parts for digest, stored in part.vectors.items()},
        [each for part in parts for each in part.refused],
    )


def _embed(database: Database, embedder: Embedder, space_id: int, works: Sequence[Work]) -> dict[bytes, vectors.Stored]:
    everything = {chunk.hash: chunk for work in works for document in work.chunks for chunk in document}
    with ExitStack() as stages:
        outcomes = [stages.enter_context(work.stage("embed")) for work in works]
        with database.transaction(durable=False) as connection:
            known = vectors.reuse(connection, space_id, everything.keys())
        fresh = [chunk for digest, chunk in everything.items() if digest not in known]
        if fresh:
            known |= vectors.pack(embedder.passages([chunk.embedded for chunk in fresh]), fresh)
        for outcome in outcomes:
            outcome.append(f"passages embedded together: {len(fresh)}")
    reach("embed.done")
    return known
