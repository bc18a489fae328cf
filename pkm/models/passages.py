"""Passages and their vectors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from pkm.models.ids import Late

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Passage:
    """A range of a document's text, as it is searched and quoted.

    Attributes:
        heading: The path of headings above it, outermost first, joined with `` › ``.
        context: The headings above it, as far as they fit: embedded before the passage, never quoted.
        date: The day of what the nearest heading heads, or the document's.
    """

    char_start: int
    char_end: int
    page: int | None
    heading: str
    context: str
    date: date | None = None


@dataclass(frozen=True, slots=True)
class Space:
    """An embedding model and what it gives.

    Attributes:
        name: ``minilm``, ``bge-m3`` or ``http:<model>``; one space is active in a home.
        model: Folder, hub name or server model, as it was given.
        dimensions: Length of a dense vector.
        sparse: ``learned`` where the model weighs tokens itself, ``bm25`` where pkm counts words.
        multi: Whether it gives a vector a token, for late interaction.
        window_tokens: What the model reads of one text; the rest would be cut, so passages stay below it.
        late: Where those of passages come from, if it gives them: kept whole or in few bytes (``pkm.store.multivector``), or
            made again of the texts of the best candidates, for which a GPU is needed.
    """

    name: str
    model: str
    dimensions: int
    sparse: Literal["bm25", "learned"]
    multi: bool
    window_tokens: int
    late: Late = "full"


@dataclass(frozen=True, slots=True)
class Fusion:
    """How much each part counts in a passage's score; all are ≥ 0 and count against one another.

    Attributes:
        dense, sparse, late: Of the passage itself; an arm that the space does not have is left out.
        document: Of the document as a whole, beside 1 for the passage.
        recency: Of how new the passage is among those found, where the question asks for what is newest.
    """

    dense: float = 0.65
    sparse: float = 0.35
    late: float = 0.65
    document: float = 1.0
    recency: float = 0.1

    @classmethod
    def of(cls, space: Space) -> Fusion:
        """The weights of a space as long as none are learned: where pkm cannot know the model, meaning counts as much as words.

        That costs a good model nothing, and saves much with a bad one (docs/measurements.md, "Ranks or scores").
        """
        return cls(dense=0.5, sparse=0.5) if space.name.startswith("http:") else cls()


@dataclass(frozen=True, slots=True)
class Embeddings:
    """Vectors of n texts.

    Attributes:
        dense: Shape (n, dimensions), float32, each row of unit length.
        sparse: Per text, token id to weight (> 0); ``None`` where the space counts words.
        multi: Per text, shape (tokens, dimensions), float32, rows of unit length; ``None`` where not given.
    """

    dense: NDArray[np.float32]
    sparse: list[dict[int, float]] | None = None
    multi: list[NDArray[np.float32]] | None = None
