"""Passages that say the same in several documents are one hit: the best of them, with where else it is said.

What a passage says another says too if all of its words stand there in the same order, whatever stands between them and
around: one paper in two files is seldom cut at the same places. One other word, a name or a number, and they are two. Short
ones are left alone: "ok, see you" is said in many chats and means another thing in each. Within a document nothing is
folded: a clause that stands there twice is two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pkm import lexical
from pkm.models import ChunkId, DocumentId
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
    said = _Said()
    kept = 0
    for start in range(0, len(ranked), k):
        batch = ranked[start : start + k]
        rows |= show([each.chunk for each in batch])
        for each in batch:
            words = lexical.wording(rows[each.chunk].text)
            same = said.elsewhere(words, each.document)
            if same is not None:
                folded[each.chunk] = same
            else:
                said.add(words, each)
                kept += 1
            if kept == k:
                return folded, rows
    return folded, rows


class _Said:
    """What better passages say."""

    def __init__(self) -> None:
        self._with: defaultdict[str, list[tuple[Candidate, str]]] = defaultdict(list)

    def add(self, words: Sequence[str], candidate: Candidate) -> None:
        """Note a passage by each of its words."""
        if len(words) >= WORDS:
            said = (candidate, _joined(words))
            for word in set(words):
                self._with[word].append(said)

    def elsewhere(self, words: Sequence[str], document: DocumentId) -> ChunkId | None:
        """The best passage of another document that holds all of these words in a row, if they are enough."""
        if len(words) < WORDS:
            return None
        own = _joined(words)
        for candidate, said in self._with.get(max(words, key=len), ()):
            if candidate.document != document and own in said:
                return candidate.chunk
        return None


def _joined(words: Sequence[str]) -> str:
    return f" {' '.join(words)} "
