"""Which category a counterparty is most like: by words that tell, else by the example phrases that are nearest to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pkm.ledger import prototypes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# How near is near depends on the model. Two examples of different categories are hardly ever as near as this quantile
# of theirs; with MiniLM it is 0.59, where the nearest example was right for every merchant of tests/merchants.py.
QUANTILE = 0.999
MARGIN = 0.1  # of that threshold, by which the category must be nearer than the next


def words_of(descriptions: Sequence[str], times: Sequence[int] = ()) -> str:
    """The words that stand in more than half of what bookings say, in the order of the first; numbers say nothing.

    ``times``: how many bookings say each of the descriptions, one where it is left out.
    """
    each = [dict.fromkeys(word for word in prototypes.fold(text) if not word.isdecimal()) for text in descriptions]
    weights = times or [1] * len(each)
    counts: Counter[str] = Counter()
    for words, weight in zip(each, weights, strict=True):
        for word in words:
            counts[word] += weight
    return " ".join(word for word in counts if counts[word] * 2 > sum(weights))


def nearest(
    examples: NDArray[np.float32], names: Sequence[str], vectors: NDArray[np.float32]
) -> list[tuple[str | None, float]]:
    """The category whose example is nearest to each vector, and how near; ``None`` where that is not near enough.

    Args:
        examples: Shape (e, dimensions), rows of unit length; the category of each in ``names``.
        vectors: Shape (n, dimensions), rows of unit length.
    """
    import numpy as np

    categories = sorted(set(names))
    owner = np.array([categories.index(name) for name in names])
    apart = (examples @ examples.T)[owner[:, None] != owner[None, :]]
    threshold = float(np.quantile(apart, QUANTILE))
    near = vectors @ examples.T
    best = np.stack([near[:, owner == each].max(axis=1) for each in range(len(categories))], axis=1)
    found: list[tuple[str | None, float]] = []
    for row in best:
        second, first = np.sort(row)[-2:]
        is_near = first >= threshold and first - second >= MARGIN * threshold
        found.append((categories[int(row.argmax())] if is_near else None, float(first)))
    return found
