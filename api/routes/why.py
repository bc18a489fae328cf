"""Why a question finds what it finds."""

from __future__ import annotations

from datetime import date as Day
from datetime import datetime
from typing import Annotated, Any, Literal

from anyio import to_thread
from fastapi import APIRouter
from pydantic import BaseModel, Field, model_validator

from api.context import Asking
from api.problems import documented
from api.schemas import Form, Hit, Question, SoughtForm

router = APIRouter(prefix="/v1", tags=["asking"])

Words = Annotated[str, Field(min_length=1, max_length=4000)]


class ExpectationForm(Form):
    """Something that ought to be found: all that is said of it must hold."""

    path: Words | None = Field(None, description="A file's path, or the end of one.")
    document: int | None = Field(None, ge=1, le=2**62)
    page: int | None = Field(None, ge=1, le=2**31 - 1)
    text: Words | None = Field(None, description="Words of the passage, in whatever spacing and case.")
    grade: int = Field(1, ge=1, le=10, description="How much it says, against the others.")

    @model_validator(mode="after")
    def says_something(self) -> ExpectationForm:
        """It names a path, a document or a text."""
        if self.path is None and self.document is None and not (self.text or "").strip():
            raise ValueError("an expectation names a path, a document or a text")
        return self


class WhyForm(SoughtForm):
    """A search that is to be told."""

    question: Question
    expect: list[ExpectationForm] = Field(default_factory=list, max_length=100)


class Shown(BaseModel):
    """A hit with the rank that each arm gave it, and the score of its document as a whole."""

    hit: Hit
    ranks: dict[str, int | None]
    document_score: float | None


class Named(BaseModel):
    """A document that the question names."""

    document_id: int
    path: str
    title: str


class Implied(BaseModel):
    """A condition that the question itself makes; ``kept`` is false where nothing would have been left."""

    words: str
    condition: str
    documents: int | None = Field(description="In how many it holds; null where that was not counted.")
    kept: bool


class Fate(BaseModel):
    """What became of something expected, and at which rank of all candidates it is."""

    expect: dict[str, Any]
    fate: Literal["found", "cut", "folded", "passed over", "not retrieved", "filtered", "not embedded", "not ingested"]
    reason: str
    rank: int | None
    ranks: dict[str, int | None] | None


class Told(BaseModel):
    """How a search went."""

    question: str
    space: str
    weights: dict[str, Any]
    conditions: dict[str, str | Day | datetime]
    implied: list[Implied]
    named: list[Named]
    spent: list[str] = Field(description="Words of the question that were spent on naming documents.")
    rest: str = Field(description="What is looked for in the documents that are named.")
    candidates: int
    folded: int
    hits: list[Shown]
    expected: list[Fate]
    timings_ms: dict[str, float]


@router.post("/why", response_model=Told, responses=documented(404))
async def why(form: WhyForm, desk: Asking) -> dict[str, Any]:
    """Search, and tell of each hit what spoke for it, and of what was expected where it was lost."""
    from pkm.eval import lost
    from pkm.eval.question import Expectation

    searcher = (await desk.service.models()).searcher
    expect = [Expectation(**each.model_dump()) for each in form.expect]
    conditions = form.model_dump(exclude={"question", "expect"})

    def run() -> dict[str, Any]:
        told = lost.explain(
            desk.service.database, searcher, form.question, expect, person=desk.person, **conditions
        )  # fmt: skip
        return lost.as_json(told)

    return await to_thread.run_sync(run, limiter=desk.service.searching)
