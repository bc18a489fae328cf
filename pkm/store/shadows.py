"""Spaces beside the active one: the one that is being filled to be gone over to, and those that were active before.

A home goes over in one transaction, and only to a space that lacks no passage. Who writes passages holds the active space
meanwhile (``spaces.hold``), so none can come in between. The space before stays as it is; it gets no new passages, and
lacks them until it is filled again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

import sql
from pkm.errors import Contended, NotFound, SpaceMismatch, UsageError
from pkm.faults import reach
from pkm.models import Space
from pkm.store import spaces
from pkm.store.database import Connection, Database

PATIENCE_S = 5  # for who stores files just now; whoever comes later waits behind
GRACE_S = 60  # for searches that began in a space that is dropped, and for a moment in which nobody uses the tables
_POLL_S, _RETRY_S = 0.05, 0.005


@dataclass(frozen=True, slots=True)
class Held:
    """A space of the home.

    Attributes:
        wanted: It is being filled, to be gone over to.
        chosen: ``pkm reembed`` made it the active one, whatever ``PKM_EMBEDDER`` says.
        compared: What a sample of questions found in it and in the space before it.
        failure: Why filling it stopped.
    """

    id: int
    space: Space
    active: bool
    wanted: bool
    chosen: bool
    activated_at: datetime | None
    compared: dict[str, Any] | None
    failure: str | None
    dropped: bool


def held(connection: Connection) -> list[Held]:
    """All spaces: the active one, those before it from the latest on, and the one that is being filled."""
    return [
        Held(
            row.id, Space(row.name, row.model, row.dimensions, row.sparse, row.multi, row.window_tokens, row.late),
            row.active, row.wanted, row.chosen, row.activated_at, row.compared, row.failure, row.dropped,
        )
        for row in sql.queries.shadows.all(connection)
    ]  # fmt: skip


def find(connection: Connection, name: str) -> Held:
    """The space of that name; raises ``NotFound``."""
    for each in held(connection):
        if each.space.name == name:
            return each
    raise NotFound(f"this home has no space {name}", "pkm reembed --list shows those that it has")


def wanted(connection: Connection) -> Held | None:
    """The space that is being filled."""
    return next((each for each in held(connection) if each.wanted), None)


def previous(connection: Connection) -> Held | None:
    """The space that was active before this one and is still there."""
    return next((each for each in held(connection) if each.activated_at and not (each.active or each.dropped)), None)


def size(connection: Connection, space_id: int) -> tuple[int, int, int]:
    """How many passages a space has, how many there are, and its bytes on the disk."""
    total = int(sql.queries.shadows.count_passages(connection))
    spaces.enter(connection, space_id)
    row = sql.queries.shadows.count_vectors(connection)
    return row.passages, total, row.bytes


def want(connection: Connection, space: Space) -> int:
    """Let the home go over to this space; makes it where it is not there yet. Returns its id.

    Raises:
        UsageError: It is active already, or the home is about to go over to another.
        SpaceMismatch: A space of that name is there, of a model that gives other vectors.
    """
    sql.queries.spaces.lock(connection)
    known = held(connection)
    for each in known:
        if each.wanted and each.space.name != space.name:
            raise UsageError(
                f"this home is about to go over to {each.space.name}", "let that end, or end it: pkm reembed --abort"
            )
    same = next((each for each in known if each.space.name == space.name), None)
    if same is None:
        _hold_off(connection, sql.queries.shadows.hold_off_writers)
        number = spaces.create(connection, space, active=False)
    elif same.active:
        raise UsageError(f"this home is searched with {space.name} already")
    elif same.dropped:
        raise Contended(f"{space.name} is being dropped", f"run: pkm reembed --drop {space.name}")
    elif (same.space.dimensions, same.space.sparse) != (space.dimensions, space.sparse):
        raise SpaceMismatch(
            f"the vectors of {space.name} are not those that this home has of it ({same.space.dimensions} dimensions)",
            f"serve the same model again, or drop them first: pkm reembed --drop {space.name}",
        )
    else:
        number = same.id
    if any(each.active for each in known):
        sql.queries.shadows.want(connection, space=number)
    else:
        go_over(connection, number)
    return number


def hold_wanted(connection: Connection, space_id: int) -> bool:
    """Whether this space is still to be filled; it stays so until the transaction ends."""
    return sql.queries.shadows.hold_wanted(connection, space=space_id) is not None


def give_up(connection: Connection) -> Held | None:
    """Let the home go over to no other space; returns the one that it would have gone over to."""
    sql.queries.spaces.lock(connection)
    given_up = wanted(connection)
    sql.queries.shadows.want_none(connection)
    return given_up


def go_over(connection: Connection, space_id: int) -> None:
    """Make this space the active one, at the transaction's end. Whether it is complete is looked at under ``fence``."""
    sql.queries.shadows.leave(connection)
    sql.queries.shadows.enter(connection, space=space_id)


def fence(connection: Connection) -> None:
    """Wait until nobody writes passages, and let nobody begin to until the transaction ends."""
    sql.queries.shadows.be_patient(connection, patience=f"{PATIENCE_S}s")
    try:
        sql.queries.shadows.fence(connection)
    except psycopg.errors.LockNotAvailable as exc:
        raise _busy() from exc
    sql.queries.shadows.be_patient(connection, patience="0")


def note_failure(connection: Connection, space_id: int, failure: str | None) -> None:
    """Write down why filling a space stopped."""
    sql.queries.shadows.note_failure(connection, space=space_id, failure=failure)


def note_comparison(connection: Connection, space_id: int, compared: Mapping[str, Any]) -> None:
    """Write down what a sample of questions found."""
    sql.queries.shadows.note_comparison(connection, space=space_id, compared=Jsonb(compared))


def drop(database: Database, name: str) -> None:
    """Drop a space with all that it holds; searches that began in it end first.

    Raises:
        NotFound: There is none of that name.
        UsageError: It is active, or being filled.
        Contended: Others use the tables that it refers to, and keep using them.
    """
    with database.transaction() as connection:
        sql.queries.spaces.lock(connection)
        found = find(connection, name)
        if found.active:
            raise UsageError(f"{name} is what this home is searched with", "go over to another first")
        if found.wanted:
            raise UsageError(f"this home is about to go over to {name}", "end that: pkm reembed --abort")
        sql.queries.shadows.mark_dropped(connection, space=found.id)
    reach("space.marked")
    with database.transaction() as connection:
        since = sql.queries.shadows.now(connection)  # whoever begins from here on does not find it
    until = time.monotonic() + GRACE_S
    while time.monotonic() < until:
        with database.transaction() as connection:
            if not sql.queries.shadows.is_looked_into(connection, since=since):
                break
        time.sleep(_POLL_S)
    with database.transaction() as connection:
        sql.queries.spaces.lock(connection)
        _hold_off(connection, sql.queries.shadows.hold_off_all)
        sql.queries.shadows.drop_tables(connection, space=found.id)
        sql.queries.shadows.delete(connection, space=found.id)
    reach("space.dropped")


@contextmanager
def filling_alone(database: Database) -> Iterator[bool]:
    """Whether this process is the only one that fills a space; then it stays so until the block ends, or the process."""
    with database.session() as connection:
        yield bool(sql.queries.shadows.fill_alone(connection))


def is_filled(connection: Connection) -> bool:
    """Whether a process fills a space just now."""
    return bool(sql.queries.shadows.is_filled(connection))


def _hold_off(connection: Connection, lock: Callable[[Connection], object]) -> None:
    """Lock the tables that everybody uses in a moment in which nobody does: nobody waits behind who waits for them."""
    until = time.monotonic() + GRACE_S
    while True:
        try:
            with connection.transaction():
                lock(connection)
        except psycopg.errors.LockNotAvailable as exc:
            if time.monotonic() > until:
                raise _busy() from exc
            time.sleep(_RETRY_S)
        else:
            return


def _busy() -> Contended:
    return Contended("others use the database's tables without a pause", "run it again; nothing was lost")
