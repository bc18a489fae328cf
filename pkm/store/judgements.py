"""What persons said of hits and answers: whether a passage was of use for a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sql
from pkm.errors import NotFound
from pkm.models import DocumentId, PersonId
from pkm.store.database import Connection


@dataclass(frozen=True, slots=True)
class Span:
    """A range of a document's text, in characters."""

    document_id: DocumentId
    char_start: int
    char_end: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """A passage, and whether it was of use for a question that was asked as of a day, or of now."""

    id: int
    document_id: DocumentId
    path: str
    title: str
    char_start: int
    char_end: int
    text: str
    question: str
    useful: bool
    as_of: date | None
    at: datetime
    collection: str
    person_id: PersonId


def say(
    connection: Connection, person: PersonId, question: str, spans: Sequence[Span], *, useful: bool, as_of: date | None
) -> list[int]:
    """Note what a person says of these passages; returns the judgements' ids. What was said of them before is replaced.

    Raises ``NotFound`` for a document that there is not, or that is not that person's to see, or that is shorter.
    """
    said = []
    for each in spans:
        row = sql.queries.judgements.say(
            connection, person=person, document=each.document_id, char_start=each.char_start, char_end=each.char_end,
            question=question, useful=useful, as_of=as_of,
        )  # fmt: skip
        if row is None:
            raise NotFound(f"there is no such passage in a document {each.document_id}")
        said.append(int(row.id))
    return said


def listed(connection: Connection, person: PersonId) -> list[Judgement]:
    """All that a person said, in the order in which it was first said."""
    return [Judgement(**row._asdict()) for row in sql.queries.judgements.listed(connection, person=person)]


def take_back(connection: Connection, person: PersonId, judgement: int) -> None:
    """Delete a judgement; raises ``NotFound``."""
    if not sql.queries.judgements.take_back(connection, person=person, judgement=judgement):
        raise NotFound("there is no such judgement")


def of_documents(connection: Connection, documents: Sequence[DocumentId]) -> list[Judgement]:
    """All that was said of these documents, by whomever."""
    if not documents:
        return []
    return [
        Judgement(**row._asdict()) for row in sql.queries.judgements.of_documents(connection, documents=list(documents))
    ]


def say_again(connection: Connection, said: Sequence[Judgement], document: DocumentId) -> None:
    """Let judgements of a document that was read anew be of what takes its place, where that holds the same words."""
    for each in said:
        sql.queries.judgements.say_again(
            connection, document=document, text=each.text, person=each.person_id, question=each.question,
            useful=each.useful, as_of=each.as_of, at=each.at,
        )  # fmt: skip
