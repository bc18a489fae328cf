"""Texts as a model reads them: in windows where they are longer than it reads, in batches of like length, side by side.

A text of several windows has the mean of their vectors, each counted with its length.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from pkm.errors import ModelError
from pkm.models import Embeddings, Space

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SURROGATE = re.compile("[\ud800-\udfff]")


def processors() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def readable(text: str) -> str:
    """The text without lone surrogates, which no tokenizer and no server takes: U+FFFD stands in their places."""
    return text if text.isascii() else _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)


def cut(length: int, most: int) -> list[slice]:
    """Ranges of nearly equal length, none longer than ``most``; an empty text is one empty range."""
    count = max(1, -(-length // most))
    return [slice(*each) for each in pairwise(round(part * length / count) for part in range(count + 1))]


def batches(lengths: Sequence[int], most: int) -> Iterator[list[int]]:
    """Positions in batches of like length that hold at most ``most`` tokens, padding counted; the longest come first.

    So nobody waits at the end for one who was given the longest last, and what exceeds a memory does so at once.
    """
    batch: list[int] = []
    longest = 0
    for each in sorted(range(len(lengths)), key=lambda each: -lengths[each]):
        if batch and (len(batch) + 1) * longest > most:
            yield batch
            batch = []
        longest = longest if batch else lengths[each]
        batch.append(each)
    if batch:
        yield batch


def average(
    vectors: NDArray[np.float32],
    owners: Sequence[int] | NDArray[np.intp],
    lengths: Sequence[int] | NDArray[np.intp],
    count: int,
) -> NDArray[np.float32]:
    """Unit vectors of ``count`` texts from those of their windows; a text whose windows cancel out keeps zeros."""
    sums = np.zeros((count, vectors.shape[1]), dtype=np.float32)
    np.add.at(sums, np.asarray(owners, dtype=np.intp), vectors * np.asarray(lengths, dtype=np.float32)[:, None])
    norms = np.linalg.norm(sums, axis=1, keepdims=True)
    unit: NDArray[np.float32] = np.divide(sums, norms, out=sums, where=norms != 0)
    return unit


def join(parts: Sequence[Embeddings]) -> Embeddings:
    """One after the other; they are of one space."""
    sparse = [each for part in parts for each in part.sparse or ()]
    multi = [each for part in parts for each in part.multi or ()]
    return Embeddings(
        np.concatenate([each.dense for each in parts]),
        None if parts[0].sparse is None else sparse,
        None if parts[0].multi is None else multi,
    )


def take(given: Embeddings, rows: Sequence[int]) -> Embeddings:
    """Those of these texts, in this order."""
    return Embeddings(
        given.dense[list(rows)],
        None if given.sparse is None else [given.sparse[each] for each in rows],
        None if given.multi is None else [given.multi[each] for each in rows],
    )


def merge(given: Embeddings, owners: Sequence[int], lengths: Sequence[int], count: int) -> Embeddings:
    """Of ``count`` texts from those of their windows, in order: the mean of vectors by length, the largest weight of a token, all token vectors."""
    dense = average(given.dense, owners, lengths, count)
    sparse: list[dict[int, float]] = [{} for _ in range(count)]
    for owner, weights in zip(owners, given.sparse or (), strict=False):
        sparse[owner] = {
            each: max(weights.get(each, 0.0), sparse[owner].get(each, 0.0))
            for each in weights.keys() | sparse[owner].keys()
        }
    multi: list[list[NDArray[np.float32]]] = [[] for _ in range(count)]
    for owner, vectors in zip(owners, given.multi or (), strict=False):
        multi[owner].append(vectors)
    return Embeddings(
        dense,
        None if given.sparse is None else sparse,
        None if given.multi is None else [np.concatenate(each) for each in multi],
    )


def unusable(given: Embeddings, space: Space, count: int) -> list[int]:
    """Texts to which a model gave no vector that can be compared: not finite, or zeros, in the precision that is stored.

    Raises ``ModelError`` where it did not give what the space holds, for every text.
    """
    if given.dense.shape != (count, space.dimensions):
        raise ModelError(f"{space.name} gave vectors of shape {given.dense.shape} for {count} texts")
    for name, kind, wanted in (
        ("sparse", given.sparse, space.sparse == "learned"),
        ("multi", given.multi, space.multi),
    ):
        if (kind is not None) != wanted or (kind is not None and len(kind) != count):
            raise ModelError(
                f"{space.name} gave {'no' if kind is None else len(kind)} {name} vectors for {count} texts"
            )
    with np.errstate(over="ignore"):
        stored = given.dense.astype(np.float16)
    sound = [bool(np.all(np.isfinite(each)) and np.any(each)) for each in stored]
    return [row for row in range(count) if not (sound[row] and _finite(given, row))]


def _finite(given: Embeddings, row: int) -> bool:
    """Whether the other vectors of a text are numbers."""
    if given.sparse is not None and not np.all(np.isfinite(list(given.sparse[row].values()))):
        return False
    return given.multi is None or bool(np.all(np.isfinite(given.multi[row])))


def require_usable(given: Embeddings, space: Space, count: int) -> Embeddings:
    """The same; raises ``ModelError`` where any text has no vector that can be compared."""
    if unusable(given, space, count):
        raise ModelError(f"{space.name} gives vectors that are zeros or no numbers", "its weights may be damaged")
    return given
