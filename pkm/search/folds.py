"""Passages that say the same in several documents are one hit: the best of them, with where else it is said.

The same are those with the same words in the same order, whatever stands between them. Short ones are left alone: "ok, see
you" is said in many chats and means another thing in each. Within a document nothing is folded: a clause that stands
there twice is two.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pkm import lexical
from pkm.models import ChunkId
from pkm.search.trace import Candidate

WORDS = 12  # that a passage must have at least


def fold(
    ranked: Sequence[Candidate], k: int, show: Callable[[Sequence[ChunkId]], Mapping[ChunkId, Any]]
) -> tuple[dict[ChunkId, ChunkId], dict[ChunkId, Any]]:
    """Which of the ranked passages, down to the k-th that stays, are folded into which better one, and what ``show`` says of them.

    Args:
        show: Gives rows with ``text`` and ``document_id``.
    """
    rows: dict[ChunkId, Any] = {}
    folded: dict[ChunkId, ChunkId] = {}
    first: dict[tuple[str, ...], Candidate] = {}
    kept = 0
    for start in range(0, len(ranked), k):
        batch = ranked[start : start + k]
        rows |= show([each.chunk for each in batch])
        for each in batch:
            words = tuple(lexical.wording(rows[each.chunk].text))
            same = first.setdefault(words, each) if len(words) >= WORDS else each
            if same.document != each.document:
                folded[each.chunk] = same.chunk
            else:
                kept += 1
            if kept == k:
                return folded, rows
    return folded, rows
