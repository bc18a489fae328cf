"""What a search finds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from pkm.models.ids import DocumentId, Kind


@dataclass(frozen=True, slots=True)
class Scores:
    """A hit's score in each arm; ``None`` where the arm did not see it."""

    dense: float | None = None
    sparse: float | None = None
    late: float | None = None


@dataclass(frozen=True, slots=True)
class Envelope:
    """What is told of a mail beside its subject and day.

    Attributes:
        folder: Where it lies on the server; ``None`` where it came from elsewhere.
        thread: Message id of the first mail of its thread.
    """

    sender: str
    folder: str | None
    thread: str | None


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found.

    Attributes:
        rank: Counts from 1.
        score: Orders hits and has no unit.
        also_at: Where the same lies beside ``path``: copies of the file, and files with the same words in a passage.
        valid_to: Until when the document held, where it is an earlier version.
        mail: Who sent it and where it lies, where the document is a mail.
        place: Its path, and below it what it lies in: ``letters.zip!/2024/lease.pdf``.
    """

    rank: int
    score: float
    document_id: DocumentId
    path: str
    title: str
    kind: Kind
    date: date | None
    page: int | None
    char_start: int
    char_end: int
    text: str
    scores: Scores
    also_at: tuple[str, ...] = ()
    valid_to: datetime | None = None
    mail: Envelope | None = None
    place: str = ""
