"""The word boxes of a page as one small value: packed by the parsers, read when an answer shows where it found a quote.

Format: zlib over six little-endian int32 columns, one after the other: the distance from the previous word's
``char_start``, the length in characters, x0, y0, width and height, the last four in hundredths of the page's unit
(a point or a pixel). Columns of small differences are what zlib compresses best.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pkm.models import Word

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Box = tuple[float, float, float, float]

HUNDREDTHS = 100
COLUMNS = 6
SAME_LINE = 0.5


def pack(words: Sequence[Word]) -> bytes:
    """Pack words, in the order in which they are read; no words give no bytes."""
    import numpy as np

    spans = np.array([(word.char_start, word.char_end) for word in words], dtype=np.int64).reshape(-1, 2)
    boxes = np.array([(word.x0, word.y0, word.x1, word.y1) for word in words], dtype=np.float64).reshape(-1, 4)
    return pack_columns(spans, boxes)


def pack_columns(spans: NDArray[np.integer], boxes: NDArray[np.floating]) -> bytes:
    """Pack n words that already lie in arrays: ``spans`` of shape (n, 2) and ``boxes`` of shape (n, 4)."""
    import numpy as np

    if not len(spans):
        return b""
    rows = np.empty((COLUMNS, len(spans)), dtype="<i4")
    rows[0] = np.diff(spans[:, 0], prepend=0)
    rows[1] = spans[:, 1] - spans[:, 0]
    corners = np.rint(boxes * HUNDREDTHS)
    rows[2:4] = corners[:, :2].T
    rows[4:6] = (corners[:, 2:] - corners[:, :2]).T
    return zlib.compress(rows.tobytes(), 1)


def unpack(data: bytes) -> list[Word]:
    """The words that ``pack`` was given, their boxes rounded to a hundredth."""
    if not data:
        return []
    spans, boxes = _columns(data)
    return [Word(*span, *box) for span, box in zip(spans.tolist(), boxes.tolist(), strict=True)]


def boxes(words_packed: bytes, char_start: int, char_end: int) -> tuple[Box, ...]:
    """Where the text between two offsets stands on the page: a box a line, in reading order."""
    if not words_packed:
        return ()
    spans, corners = _columns(words_packed)
    touched = (spans[:, 0] < char_end) & (spans[:, 1] > char_start)
    lines: list[Box] = []
    for box in corners[touched].tolist():
        x0, y0, x1, y1 = box
        if lines and _on_one_line(lines[-1], (x0, y0, x1, y1)):
            left, top, right, bottom = lines[-1]
            lines[-1] = (min(left, x0), min(top, y0), max(right, x1), max(bottom, y1))
        else:
            lines.append((x0, y0, x1, y1))
    return tuple(lines)


def _columns(data: bytes) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Spans of shape (n, 2) and boxes of shape (n, 4)."""
    import numpy as np

    rows = np.frombuffer(zlib.decompress(data), dtype="<i4").reshape(COLUMNS, -1).astype(np.int64)
    starts = np.cumsum(rows[0])
    corners = np.stack((rows[2], rows[3], rows[2] + rows[4], rows[3] + rows[5]), axis=1) / HUNDREDTHS
    return np.stack((starts, starts + rows[1]), axis=1), corners


def _on_one_line(line: Box, word: Box) -> bool:
    """Whether a word overlaps the line by half of the lower one's height."""
    shared = min(line[3], word[3]) - max(line[1], word[1])
    return shared >= SAME_LINE * min(line[3] - line[1], word[3] - word[1])
