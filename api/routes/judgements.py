"""Thumbs: whether a hit, or what an answer cites, was of use. They become judged questions (``pkm eval``)."""

from __future__ import annotations

from datetime import date as Day
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Response, status
from pydantic import BaseModel, Field, model_validator

from api.auth import Caller, Writer
from api.context import Served
from api.problems import documented
from api.schemas import Form, Question
from pkm.json import to_json
from pkm.models import DocumentId
from pkm.store import judgements
from pkm.store.judgements import Span

router = APIRouter(prefix="/v1/judgements", tags=["asking"])

Offset = Annotated[int, Field(ge=0, le=2**31 - 1)]


class Passage(BaseModel):
    """A passage as hits and citations name it; whatever else they say of it may stay in."""

    document_id: int = Field(ge=1, le=2**62)
    char_start: Offset
    char_end: Offset

    @model_validator(mode="after")
    def is_a_range(self) -> Passage:
        """It ends after it begins."""
        if self.char_end <= self.char_start:
            raise ValueError("char_end is not after char_start")
        return self


class JudgementForm(Form):
    """A thumb: for a hit, that hit; for an answer, its citations."""

    question: Question
    useful: bool
    passages: list[Passage] = Field(min_length=1, max_length=100, description="A hit, or an answer's citations.")
    as_of: Day | None = Field(None, description="As in the question.")

    @model_validator(mode="after")
    def can_be_asked(self) -> JudgementForm:
        """As a judged question it is asked again."""
        if not self.question.strip() or self.as_of == Day.max:
            raise ValueError("nobody can ask that: an empty question, or of the last of all days")
        return self


class Judgement(BaseModel):
    """A passage, and whether it was of use for a question."""

    id: int
    document_id: int
    path: str
    title: str
    char_start: int
    char_end: int
    text: str
    question: str
    useful: bool
    as_of: Day | None
    at: datetime
    collection: str


class Judgements(BaseModel):
    """What the caller said, in that order."""

    judgements: list[Judgement]


@router.post("", response_model=Judgements, status_code=status.HTTP_201_CREATED, responses=documented(403, 404))
def judge(service: Served, caller: Writer, form: JudgementForm) -> dict[str, Any]:
    """Say that passages were of use for a question, or were not; what the caller said of them before is replaced."""
    spans = [Span(DocumentId(each.document_id), each.char_start, each.char_end) for each in form.passages]
    with service.database.transaction(caller.person) as connection:
        said = judgements.say(
            connection, caller.person, form.question, spans, useful=form.useful, as_of=form.as_of
        )  # fmt: skip
        found = [each for each in judgements.listed(connection, caller.person) if each.id in said]
    return {"judgements": to_json(found)}


@router.get("", response_model=Judgements)
def listed(service: Served, caller: Caller) -> dict[str, Any]:
    """What the caller said so far."""
    with service.database.transaction(caller.person) as connection:
        return {"judgements": to_json(judgements.listed(connection, caller.person))}


@router.delete("/{judgement_id}", status_code=status.HTTP_204_NO_CONTENT, responses=documented(403, 404))
def take_back(service: Served, caller: Writer, judgement_id: Annotated[int, Path(ge=1, le=2**62)]) -> Response:
    """Take a judgement back."""
    with service.database.transaction(caller.person) as connection:
        judgements.take_back(connection, caller.person, judgement_id)
    return Response(status_code=status.HTTP_204_NO_CONTENT)
