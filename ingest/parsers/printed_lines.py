"""The lines of printed pages as one sees them: words side by side, whatever the order in which a file stores them."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from pkm.models import Page, ParsedDocument, Word
from pkm.words import unpack

PAGE_WIDTH = 1000.0
"""Every page is brought to this width, so that points and pixels compare."""

_SAME_LINE = 0.5
_SLIP = 60.0
_FEW = 3
_CELL_GAP = 0.65
"""A gap wider than this share of the letters' height parts cells; a space between words is about half as wide."""


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line.

    Attributes:
        text: Its words, cells parted by two spaces or more, words by one.
        starts: Where in ``text`` each word begins.
        words: With boxes on the upright page, its width being ``PAGE_WIDTH``.
        is_recognised: Whether it was read in a picture.
    """

    page: int
    number: int
    text: str
    starts: tuple[int, ...]
    words: tuple[Word, ...]
    is_recognised: bool

    @property
    def top(self) -> float:
        """Its upper edge on the page."""
        return min(word.y0 for word in self.words)

    @property
    def bottom(self) -> float:
        """Its lower edge on the page."""
        return max(word.y1 for word in self.words)

    @property
    def height(self) -> float:
        """Of its letters."""
        return median(word.y1 - word.y0 for word in self.words)

    @property
    def span(self) -> tuple[int, int]:
        """Where the line stands in the document's text."""
        return min(word.char_start for word in self.words), max(word.char_end for word in self.words)

    def x_of(self, start: int, end: int) -> tuple[float, float]:
        """The left and right edge of ``text[start:end]``; within a word, by its share of letters."""
        return self._edge(start), self._edge(end - 1, 1)

    def _edge(self, at: int, after: int = 0) -> float:
        index = bisect_right(self.starts, at) - 1
        word = self.words[index]
        share = (at - self.starts[index] + after) / max(word.char_end - word.char_start, 1)
        return word.x0 + min(max(share, 0.0), 1.0) * (word.x1 - word.x0)


def read_lines(document: ParsedDocument) -> list[Line]:
    """All lines of a document with word boxes, page by page from top to bottom; scanned pages are brought in line."""
    pages = [list(_lines_of(page, document.text)) for page in document.pages]
    anchors = [_anchor(page) for page in pages]
    first = next((anchor for anchor in anchors if anchor is not None), 0.0)
    found = []
    for page, anchor in zip(pages, anchors, strict=True):
        shift = first - anchor if anchor is not None else 0.0
        is_slipped = 0 < abs(shift) <= _SLIP and page[0].is_recognised
        found += [_moved(line, shift) for line in page] if is_slipped else page
    return found


def _anchor(lines: Sequence[Line]) -> float | None:
    """Where most lines that begin with a figure begin: sheets lie on a scanner now more to the left, now to the right."""
    edges = sorted(line.words[0].x0 for line in lines if line.text[:1].isdigit())
    if len(edges) < _FEW:
        return None
    near = max(([other for other in edges if abs(other - edge) <= _SLIP / 4] for edge in edges), key=len)
    return median(near)


def _moved(line: Line, shift: float) -> Line:
    words = tuple(replace(word, x0=word.x0 + shift, x1=word.x1 + shift) for word in line.words)
    return replace(line, words=words)


def _lines_of(page: Page, text: str) -> Iterable[Line]:
    words = _upright(unpack(page.words), page)
    if not words:
        return
    height = median(word.y1 - word.y0 for word in words)
    rows: list[list[Word]] = []
    for word in sorted(words, key=_middle):
        if rows and _middle(word) - sum(map(_middle, rows[-1])) / len(rows[-1]) <= _SAME_LINE * height:
            rows[-1].append(word)
        else:
            rows.append([word])
    for number, row in enumerate(rows, start=1):
        yield _line(sorted(row, key=lambda word: word.x0), page, number, text, height)


def _line(row: Sequence[Word], page: Page, number: int, text: str, height: float) -> Line:
    pieces: list[str] = []
    starts: list[int] = []
    at = 0
    for before, word in zip([None, *row], row, strict=False):
        gap = "" if before is None else " " if word.x0 - before.x1 <= _CELL_GAP * height else "  "
        starts.append(at + len(gap))
        pieces += [gap, text[word.char_start : word.char_end]]
        at += len(gap) + word.char_end - word.char_start
    return Line(page.number, number, "".join(pieces), tuple(starts), tuple(row), page.confidence is not None)


def _middle(word: Word) -> float:
    return (word.y0 + word.y1) / 2


def _upright(words: Sequence[Word], page: Page) -> list[Word]:
    """The words' boxes after the page was turned upright about its middle and brought to ``PAGE_WIDTH``.

    A turned word's box is the upright one around it, ``w cos + h sin`` wide and ``w sin + h cos`` high: solved for w, h.
    """
    turns = round(page.rotation / 90)
    skew = math.radians(page.rotation - 90 * turns)
    angle = math.radians(page.rotation)
    sine, cosine = math.sin(angle), math.cos(angle)
    width, height = (page.height, page.width) if turns % 2 else (page.width, page.height)
    scale = PAGE_WIDTH / max(width, 1.0)
    tilt, level = abs(math.sin(skew)), math.cos(skew)
    found = []
    for word in words:
        across, down = word.x1 - word.x0, word.y1 - word.y0
        if turns % 2:
            across, down = down, across
        wide = max((across * level - down * tilt) / (level**2 - tilt**2), 1e-3)
        high = max((down * level - across * tilt) / (level**2 - tilt**2), 1e-3)
        x, y = (word.x0 + word.x1 - page.width) / 2, (word.y0 + word.y1 - page.height) / 2
        x, y = x * cosine - y * sine + width / 2, x * sine + y * cosine + height / 2
        found.append(
            Word(
                word.char_start, word.char_end, (x - wide / 2) * scale, (y - high / 2) * scale, (x + wide / 2) * scale,
                (y + high / 2) * scale,
            )
        )  # fmt: skip
    return found
