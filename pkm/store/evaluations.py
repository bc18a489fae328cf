"""What evaluations measured, and the weights that were learned from them, space by space."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb

import sql
from pkm.models import Fusion, PersonId, Space
from pkm.store.database import Connection

KEPT = 20  # runs of a person
Results = Mapping[str, Mapping[str, Mapping[str, float]]]  # arm, question's hash, measure


@dataclass(frozen=True, slots=True)
class Kept:
    """A run as it is kept: what each arm measured for each question."""

    id: int
    at: datetime
    space: str
    weights: Fusion
    results: Results


@dataclass(frozen=True, slots=True)
class Learned:
    """Weights of a space, and what they were measured to bring."""

    weights: Fusion
    gain: Mapping[str, Any]
    at: datetime


def keep(connection: Connection, person: PersonId, space: str, weights: Fusion, results: Results) -> int:
    """Keep a run; of all that there are, the oldest go."""
    number = sql.queries.evaluations.keep(
        connection, person=person, space=space, weights=Jsonb(asdict(weights)), results=Jsonb(results)
    )
    sql.queries.evaluations.drop_older(connection, person=person, kept=KEPT)
    return int(number)


def recent(connection: Connection, person: PersonId) -> Iterator[Kept]:
    """The runs of a person, the last one first."""
    for row in sql.queries.evaluations.recent(connection, person=person):
        yield Kept(row.id, row.at, row.space, _fusion(row.weights), row.results)


def weights(connection: Connection, space_id: int) -> Learned | None:
    """The weights that were learned for a space, if any were."""
    row = sql.queries.evaluations.weights(connection, space=space_id)
    return None if row is None else Learned(_fusion(row.weights), row.gain, row.at)


def weights_of(connection: Connection, space_id: int, space: Space) -> Fusion:
    """The weights with which a space is searched: learned, or else as pkm has them."""
    learned = weights(connection, space_id)
    return Fusion.of(space) if learned is None else learned.weights


def set_weights(connection: Connection, space_id: int, learned: Fusion, gain: Mapping[str, Any]) -> None:
    """Let every search of a space weigh so from now on."""
    sql.queries.evaluations.set_weights(
        connection, space=space_id, weights=Jsonb(asdict(learned)), gain=Jsonb(dict(gain))
    )


def reset_weights(connection: Connection, space_id: int) -> bool:
    """Let every search of a space weigh as pkm does by itself; whether it did not."""
    return bool(sql.queries.evaluations.reset_weights(connection, space=space_id))


def _fusion(stored: Mapping[str, Any]) -> Fusion:
    """Weights as an earlier or later pkm may have kept them: what they do not say is as by default."""
    return Fusion(**{each.name: stored[each.name] for each in fields(Fusion) if each.name in stored})
