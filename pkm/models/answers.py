"""What a question is answered with, and what the answer rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from pkm.models.found import Envelope
from pkm.models.ids import DocumentId
from pkm.models.ledger import Figure


@dataclass(frozen=True, slots=True)
class Citation:
    """A claim's source at the very words: ``document.text[char_start:char_end] == quote``.

    ``boxes`` are (x0, y0, x1, y1) on the page, one a line, empty where a format has none. ``sha256`` is the
    original's, so that a reader can tell whether the file is still the one that was cited. ``mail`` and ``place`` as in a hit.
    """

    n: int
    document_id: DocumentId
    path: str
    title: str
    date: date | None
    page: int | None
    char_start: int
    char_end: int
    quote: str
    sha256: str
    url: str
    boxes: tuple[tuple[float, float, float, float], ...] = ()
    mail: Envelope | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """A period of an account that no statement covers."""

    account: str
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that could have mattered and could not be read."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """What an answer rests on: statements seen and expected, periods missing, files unread, and how many still wait to be read."""

    statements: int = 0
    expected: int = 0
    gaps: tuple[Gap, ...] = ()
    unread: tuple[Unread, ...] = ()
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What ``ask`` says: Markdown with markers ``[n]`` into ``citations``; all numbers quoted or in ``figures``."""

    status: Literal["answered", "partial", "abstained"]
    answer: str
    citations: tuple[Citation, ...]
    figures: tuple[Figure, ...]
    coverage: Coverage
    plan: dict[str, Any]
    generator: str
    unsupported: tuple[str, ...]
    timings_ms: dict[str, float]
    degraded: str | None = None
