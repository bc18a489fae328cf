"""Which passages count: conditions on them and their documents, put into the queries of every arm in one place.

A query says ``passes(c, d)`` of a row ``c`` with ``chunk_id`` and ``document_id`` and its document ``d``, or ``passes(d)`` of a
document alone. In its place come those conditions of ``sql/queries/filters.sql`` that are asked for, and no others, so
that the planner sees what it can use an index for. What is unknown of a passage passes no condition.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any

import sql
from pkm.models import CollectionId, DocumentId, Kind, PersonId, SourceId
from pkm.store.database import Connection

_MARK = re.compile(r"\bpasses\((c, )?d\)")
_OF_PASSAGES = frozenset({"since", "until", "nodes"})


@dataclass(frozen=True, slots=True)
class Filter:
    """Which passages count; ``None`` is no condition. Days are inclusive; a passage without a day is on none.

    Attributes:
        instant: Those that held just before it, instead of those that hold. A document whose first version was seen later
            counts as well, unless its own day is after ``as_of``: pkm cannot know how long it had been there.
        source: From files of that source; a copy there counts.
        path: From that file, or from below that folder; a copy there counts.
        folders: From below any of these folders; likewise.
        within_kind: Of that kind, or attached to a document of that kind.
        language: As its document states or seems to be written in it (ISO 639-1).
        person: From collections of whose audience that person is.
        nodes: Nodes of llama-index (``pkm.store.nodes``) on whose metadata that predicate of SQL's path language holds.
    """

    collection: CollectionId | None = None
    kind: Kind | None = None
    since: date | None = None
    until: date | None = None
    documents: list[DocumentId] | None = None
    instant: datetime | None = None
    as_of: date | None = None
    source: SourceId | None = None
    path: str | None = None
    folders: list[str] | None = None
    within_kind: Kind | None = None
    language: str | None = None
    person: PersonId | None = None
    nodes: str | None = None

    def within(self, documents: Iterable[DocumentId]) -> Filter:
        """The same, in these documents only: of those that it was restricted to before, if it was."""
        if self.documents is not None:
            documents = sorted({*documents} & {*self.documents})
        return replace(self, documents=list(documents))

    def asked(self) -> dict[str, Any]:
        """The conditions that there are, by name."""
        return {each.name: value for each in fields(self) if (value := getattr(self, each.name)) is not None}


def put_in(statement: str, which: Filter) -> str:
    """A query's text with the filter's conditions in the place of ``passes(c, d)`` or ``passes(d)``."""
    names = which.asked().keys() - {"as_of"}  # it belongs to instant
    if "instant" not in names:
        names |= {"holds"}
    of_passages, of_documents = (
        " and ".join(f"({_condition(name)})" for name in chosen)
        for chosen in (sorted(names & _OF_PASSAGES), sorted(names - _OF_PASSAGES))
    )

    def conditions(mark: re.Match[str]) -> str:
        if not of_passages:
            return of_documents
        which_passage = "p.id = c.chunk_id" if mark[1] else "p.document_id = d.id"
        return f"{of_documents} and exists (select from chunk p where {which_passage} and {of_passages})"

    return _MARK.sub(conditions, statement)


def _condition(name: str) -> str:
    statement: str = getattr(sql.queries.filters, name).sql
    return statement.partition("where ")[2].rstrip().rstrip(";")


def select(connection: Connection, query: Any, which: Filter, **asked: Any) -> list[Any]:
    """The rows of a query of ``sql/queries`` in which the filter's conditions were put."""
    text = put_in(query.sql, which)
    return connection.execute(text.encode(), asked | which.asked()).fetchall()


def count(connection: Connection, which: Filter, most: int) -> int:
    """How many passages of the space pass; counts no further than ``most``."""
    (row,) = select(connection, sql.queries.filters.count_passing, which, most=most)
    return int(row.passages)


def estimate(connection: Connection, which: Filter) -> int:
    """How many passages of the space pass, as far as the planner can tell from its statistics: in a millisecond, however many."""
    (row,) = select(connection, sql.queries.filters.estimate_passing, which)
    return int(row[0][0]["Plan"]["Plan Rows"])
