"""In which order the lines of a scanned page are read: rows from top to bottom, columns of prose one after the other.

A table's cells stay together in their row; text is taken for columns only where both sides of a white strip are prose.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Row = list[int]

SAME_ROW = 0.5
COLUMN_ROWS = 4
COLUMN_CHARS = 25
PARAGRAPH_GAP = 1.5


def arrange(boxes: NDArray[np.floating], lengths: Sequence[int]) -> list[list[Row]]:
    """Paragraphs of rows of indices into ``boxes``.

    Args:
        boxes: Shape (n, 4): x0, y0, x1, y1 of each piece of text on the upright page.
        lengths: Characters in each piece.
    """
    if not len(boxes):
        return []
    blocks = _split_columns(_rows(boxes), boxes, lengths)
    return [paragraph for block in blocks for paragraph in _paragraphs(block, boxes)]


def _rows(boxes: NDArray[np.floating]) -> list[Row]:
    """Pieces side by side share a row; each is held against its left neighbour, so that a row may climb a little."""
    rows: list[Row] = []
    for index in boxes[:, 0].argsort(kind="stable").tolist():
        shares = [_shared_height(boxes[row[-1]], boxes[index]) for row in rows]
        best = max(range(len(rows)), key=shares.__getitem__, default=-1)
        if best >= 0 and shares[best] >= SAME_ROW:
            rows[best].append(index)
        else:
            rows.append([index])
    return sorted(rows, key=lambda row: float(boxes[row][:, [1, 3]].mean()))


def _shared_height(left: NDArray[np.floating], right: NDArray[np.floating]) -> float:
    """Overlap in y as a share of the lower piece's height; 0 where one covers the other, as an overprint does."""
    if right[0] < (left[0] + left[2]) / 2:
        return 0.0
    shared = min(left[3], right[3]) - max(left[1], right[1])
    return float(shared / max(min(left[3] - left[1], right[3] - right[1]), 1e-6))


def _split_columns(rows: list[Row], boxes: NDArray[np.floating], lengths: Sequence[int]) -> list[list[Row]]:
    """Blocks of rows in reading order: what is above the columns, the left one, the right one, what is below."""
    found = _gutter(rows, boxes, lengths)
    if found is None:
        return [rows] if rows else []
    first, last, x = found
    middle = boxes[:, [0, 2]].mean(axis=1)
    left = [kept for row in rows[first:last] if (kept := [i for i in row if middle[i] < x])]
    right = [kept for row in rows[first:last] if (kept := [i for i in row if middle[i] >= x])]
    return [
        block for part in (rows[:first], left, right, rows[last:]) for block in _split_columns(part, boxes, lengths)
    ]


def _gutter(rows: list[Row], boxes: NDArray[np.floating], lengths: Sequence[int]) -> tuple[int, int, float] | None:
    """The longest run of rows (first, one past the last) that a white strip at ``x`` parts into two sides of prose."""
    import numpy as np

    if len(rows) < COLUMN_ROWS:
        return None
    used = boxes[[i for row in rows for i in row]]
    strip = float(np.median(used[:, 3] - used[:, 1])) / 2
    best: tuple[int, int, int, float] | None = None
    for x in np.arange(used[:, 0].min() + strip, used[:, 2].max() - strip, strip):
        sides = []
        for row in rows:
            covered = any(boxes[i, 0] < x + strip / 2 and boxes[i, 2] > x - strip / 2 for i in row)
            left = sum(lengths[i] for i in row if boxes[i, 2] <= x)
            right = sum(lengths[i] for i in row if boxes[i, 0] >= x)
            sides.append(None if covered else (left, right))
        for first, last in _runs([side is not None for side in sides]):
            run = [side for side in sides[first:last] if side is not None]
            both = [position for position, (left, right) in enumerate(run) if left and right]
            if len(both) < COLUMN_ROWS:
                continue
            prose = min(np.median([run[position][side] for position in both]) for side in (0, 1)) >= COLUMN_CHARS
            if prose and (best is None or len(both) > best[0]):
                best = (len(both), first + both[0], first + both[-1] + 1, float(x))
    return best[1:] if best else None


def _runs(flags: Sequence[bool]) -> list[tuple[int, int]]:
    """Ranges (first, one past the last) over which the flags are set."""
    edges = [i for i in range(len(flags) + 1) if (i > 0 and flags[i - 1]) != (i < len(flags) and flags[i])]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _paragraphs(rows: list[Row], boxes: NDArray[np.floating]) -> list[list[Row]]:
    """Part rows where more white than usual lies between two."""
    import numpy as np

    spans = np.array([(boxes[row][:, 1].min(), boxes[row][:, 3].max()) for row in rows])
    steps = np.diff(spans.mean(axis=1))
    usual = float(np.median(steps)) if len(steps) else 0.0
    height = float(np.median(spans[:, 1] - spans[:, 0]))
    breaks = np.flatnonzero(steps > PARAGRAPH_GAP * max(usual, height)) + 1
    return [rows[first:last] for first, last in pairwise([0, *breaks.tolist(), len(rows)])]
