"""How a search went, stage by stage: what ``search`` shows is its last stage, ``pkm why`` tells of the others.

A passage that was expected and is no hit was lost in one of them: it is in no ``Look`` (filtered, or an arm preferred
others), it is in ``folded`` (another says the same), or its place in ``fused`` is behind the k that were asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pkm.models import ChunkId, DocumentId, Hit, Scores
from pkm.search.naming import Naming
from pkm.store.dense import Near
from pkm.store.filters import Filter


@dataclass(frozen=True, slots=True)
class Implied:
    """A condition that the question itself makes: which words make it, what it asks, in how many documents that holds.

    ``documents`` is ``None`` where they are not counted. ``kept`` is false where nothing would have been left, so that it was taken back.
    """

    words: str
    condition: str
    documents: int | None
    kept: bool


@dataclass(frozen=True, slots=True)
class Look:
    """One look at the passages: for which words, which of them counted, and what each arm found, best first."""

    text: str
    which: Filter
    dense: tuple[Near, ...] = ()
    sparse: tuple[Near, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage with its score of all arms and of its document, in [0, 1], and the score in each arm."""

    chunk: ChunkId
    document: DocumentId
    score: float
    scores: Scores


@dataclass(frozen=True, slots=True)
class Trace:
    """A search from its question to its hits.

    Attributes:
        asked: The conditions that came with the question.
        implied: Those that the question itself makes.
        naming: Which documents it names, and how whole documents score; ``None`` where one arm was asked for.
        looks: At all passages first, then at those of the named documents.
        fused: All candidates, best first.
        folded: Candidates that say what a better one says, and which one that is.
        k: How many hits were asked for.
        timings_ms: Of each stage.
    """

    question: str
    asked: Filter
    k: int
    implied: tuple[Implied, ...] = ()
    naming: Naming | None = None
    looks: tuple[Look, ...] = ()
    fused: tuple[Candidate, ...] = ()
    folded: Mapping[ChunkId, ChunkId] = field(default_factory=dict)
    hits: tuple[Hit, ...] = ()
    timings_ms: Mapping[str, float] = field(default_factory=dict)
