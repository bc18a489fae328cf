"""What a look at a source finds, whatever kind of source it is, and how that is written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pkm.faults import reach
from pkm.models import FileId, Problem, Source
from pkm.store import files
from pkm.store.database import Database
from pkm.store.leased import Stat
from pkm.store.paths import shown_path

BATCH = 500
Seen = tuple[bytes, Stat]  # a file's place, in the bytes of its name, and what tells this version of it from the next


@dataclass(slots=True)
class Scan:
    """What a look at a source found."""

    scanned: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    deleted: int = 0
    problems: list[Problem] = field(default_factory=list)


class Refusal(NamedTuple):
    """A thing that is no file to be read; ``protects`` says that what lies below it is unseen, not gone."""

    path: bytes
    reason: str
    protects: bool = False

    def as_problem(self) -> Problem:
        """The same for people to read."""
        return Problem(shown_path(self.path)[0], None, self.reason)


def write(
    database: Database, source: Source, fresh: Sequence[Seen], *, refused: Sequence[Refusal] = (),
    moved: Mapping[bytes, tuple[FileId, Stat]] | None = None, gone: Sequence[FileId] = (),
    left_out: Sequence[FileId] = (), priority: int = 0, quiet_s: float = 0,
) -> None:  # fmt: skip
    """Write down what a look found: files to be read, refusals, files under another name, files that are gone or left out.

    Moved and refused things are one transaction, so that a name is free before another file takes it.

    Args:
        quiet_s: Files that changed within so many seconds wait that long: they may still be written.
    """
    if moved or refused:
        with database.transaction() as connection:
            files.rename(connection, moved or {})
            files.refuse_seen(
                connection, source.collection_id, source.id, [(each.path, each.reason) for each in refused]
            )
        reach("look.moved")
    for start in range(0, len(fresh), BATCH):
        with database.transaction() as connection:
            files.see(connection, source.collection_id, source.id, fresh[start : start + BATCH], priority, quiet_s)
        reach("look.seen")
    for ids, reason, let_go in (
        (gone, "it is no longer there", files.lose),
        (left_out, "its source leaves it out", files.delete),
    ):
        for start in range(0, len(ids), BATCH):
            with database.transaction() as connection:
                let_go(connection, ids[start : start + BATCH], reason)
            reach("look.vanished")
