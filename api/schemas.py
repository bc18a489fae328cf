"""The contract's JSON, both ways: what questions and searches may say, and the shape and meaning of answers and bookings.

Responses are made by ``pkm.json.to_json``; these models hold them to the contract and describe them in OpenAPI. What one
route alone takes or gives stands in its module.
"""

from __future__ import annotations

from datetime import date as Day
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from api.problems import why_no_text
from pkm.models import Arm, CategorySource, Kind, Role

Amount = Annotated[
    str, Field(pattern=r"^-?\d+(\.\d+)?$", description="A decimal; money out is negative.", examples=["-1234.50"])
]
Question = Annotated[str, Field(min_length=1, max_length=4000, examples=["When can I end the lease?"])]
Count = Annotated[int, Field(ge=0)]


class Form(BaseModel):
    """A request's body: what it does not know it refuses."""

    model_config = ConfigDict(extra="forbid")

    @field_validator("*")
    @classmethod
    def can_be_looked_up(cls, value: Any) -> Any:
        """PostgreSQL has no NUL in its texts, and no half of a surrogate pair."""
        if isinstance(value, str) and (fault := why_no_text(value)):
            raise ValueError(fault)
        return value


class AskForm(Form):
    """A question."""

    question: Question
    as_of: Day | None = Field(None, description="Answer as if this were today.")
    collection: str | None = None
    stream: bool = Field(False, description="Answer as server-sent events.")
    no_llm: bool = Field(False, description="Quote and compute only; ask no language model.")


class SoughtForm(Form):
    """How many passages are looked for, and which."""

    k: int = Field(10, ge=1, le=1000)
    kind: Kind | None = None
    since: Day | None = None
    until: Day | None = None
    collection: str | None = None
    source: str | None = Field(None, description="The number of a source, or its place.")
    path: str | None = Field(None, description="A file, or a folder with all that lies in it, as hits name it.")
    language: str | None = Field(None, description="In which the document is written, as ISO 639-1 has it.")
    audience: str | None = Field(None, alias="person", description="Only what the person of that name may see.")
    as_of: Day | None = Field(None, description="What held at the end of that day, not what holds now.")


class SearchForm(SoughtForm):
    """A search for passages."""

    query: Question
    arm: Arm = "hybrid"


class Scores(BaseModel):
    """A hit's score in each arm."""

    dense: float | None
    sparse: float | None
    late: float | None


class Envelope(BaseModel):
    """What is told of a mail beside its subject and day."""

    sender: str
    folder: str | None = Field(description="Where it lies on the server; null where it came from elsewhere.")
    thread: str | None = Field(description="Message id of the first mail of its thread.")


class Hit(BaseModel):
    """A passage that was found; ``text`` is the document's text from ``char_start`` to ``char_end``."""

    rank: int
    score: float
    document_id: int
    path: str
    title: str
    kind: Kind
    date: Day | None
    page: int | None
    char_start: int
    char_end: int
    text: str
    scores: Scores
    also_at: list[str] = Field(description="Where the same bytes lie beside path.")
    valid_to: datetime | None = Field(description="Until when it held, where it is an earlier version.")
    mail: Envelope | None = Field(description="Who sent it and where it lies, where the document is a mail.")
    place: str = Field(description="The path, and below it what it lies in: `letters.zip!/2024/lease.pdf`.")


class Hits(BaseModel):
    """What a search found, best first."""

    hits: list[Hit]


class Citation(BaseModel):
    """The very words that a claim rests on; ``url`` opens them in a browser, for a week."""

    n: int
    document_id: int
    path: str
    title: str
    date: Day | None
    page: int | None
    char_start: int
    char_end: int
    quote: str
    sha256: str
    url: str
    boxes: list[tuple[float, float, float, float]]
    mail: Envelope | None = Field(description="Who sent it and where it lies, where the document is a mail.")
    place: str = Field(description="The path, and below it what it lies in: `letters.zip!/2024/lease.pdf`.")


class Figure(BaseModel):
    """A number that was computed, never written by a model; ``rows`` are the bookings it can be recomputed from."""

    name: str
    value: str
    currency: str | None
    count: int
    rows: list[int]
    query: str


class Gap(BaseModel):
    """A period of an account that no statement covers."""

    account: str
    since: Day
    until: Day


class Unread(BaseModel):
    """A file that could have mattered and could not be read."""

    path: str
    reason: str


class Coverage(BaseModel):
    """What an answer rests on."""

    statements: int
    expected: int
    gaps: list[Gap]
    unread: list[Unread]
    waiting: int = Field(description="Files that wait to be read for the first time.")


class Answer(BaseModel):
    """Markdown with markers ``[n]`` that point into ``citations``."""

    status: Literal["answered", "partial", "abstained"]
    answer: str
    citations: list[Citation]
    figures: list[Figure]
    coverage: Coverage
    plan: dict[str, Any]
    generator: str
    unsupported: list[str]
    timings_ms: dict[str, float]
    degraded: str | None = None


class Part(BaseModel):
    """A part of one booking, with a category of its own."""

    amount: Amount
    category: str
    name: str = Field(description="What the statement calls it.")
    memo: str
    char_start: int = Field(description="Where its lines begin in the document's text.")
    char_end: int
    category_from: CategorySource | None


class Transaction(BaseModel):
    """One booking."""

    id: int
    account: str
    booked_on: Day
    value_on: Day | None
    amount: Amount
    currency: str
    counterparty: str
    description: str
    category: str
    status: str
    reference: str | None
    document_id: int
    path: str
    locator: str
    char_start: int = Field(description="Where its record begins in the document's text.")
    char_end: int
    type: str | None = Field(description="The bank's own word for its kind, lower case.")
    payee: str = Field(description="The counterparty's name without noise, or what it was merged into.")
    role: Role = Field(description="What it is to the household.")
    category_from: CategorySource | None = Field(description="Who says the category; null: nobody does.")
    parts: list[Part] = Field(description="What its statement divides it into by category; they sum to the amount.")
    part_of: Amount | None = Field(
        description="What the whole booking comes to, where the amount is of some of its parts."
    )
    place: str = Field(description="Where its statement lies, inside of an archive too: bank.zip!/2024/giro.csv.")


class Total(BaseModel):
    """Sums of one currency."""

    currency: str
    inflow: Amount
    outflow: Amount
    net: Amount
    count: int


class Transactions(BaseModel):
    """Bookings, oldest first, and their sums."""

    transactions: list[Transaction]
    totals: list[Total]
