"""A paper as lines and cells: which words stand beside, or under, a label."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

LONGEST_ROW = 500
_CELL = re.compile(r"[^\s|](?:(?![ \u00a0]{3,}|[\t|]).)*")
_GLUE = re.compile(r"[\s:.#=|]*(?:(?:is|lautet|beträgt|est|of|de|vom)\b)?[\s:|#]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Span:
    """A range of the text without white space at its ends."""

    char_start: int
    char_end: int

    def __bool__(self) -> bool:
        return self.char_end > self.char_start


@dataclass(frozen=True)
class Layout:
    """The lines of a text from ``start`` to ``end``; a line that quotes an older mail is left out."""

    text: str
    start: int
    end: int

    @cached_property
    def lines(self) -> list[Span]:
        """All lines that hold something."""
        found, position = [], self.start
        for line in self.text[self.start : self.end].split("\n"):
            told = line.strip()
            if told and not told.startswith(">"):
                begin = position + len(line) - len(line.lstrip())
                found.append(Span(begin, begin + len(told)))
            position += len(line) + 1
        return found

    @cached_property
    def _starts(self) -> list[int]:
        return [each.char_start for each in self.lines]

    def says(self, span: Span) -> str:
        """Its words."""
        return self.text[span.char_start : span.char_end]

    def cells(self, line: Span) -> list[Span]:
        """Its columns: apart by a bar, a tab or three spaces; a line that is too long for a row is one."""
        if line.char_end - line.char_start > LONGEST_ROW:
            return [line]
        return [
            Span(match.start(), match.start() + len(match.group().rstrip()))
            for match in _CELL.finditer(self.text, line.char_start, line.char_end)
        ]

    def line_at(self, position: int) -> int | None:
        """The index of the line that holds the position."""
        index = bisect_right(self._starts, position) - 1
        return index if index >= 0 and position <= self.lines[index].char_end else None

    def labelled(self, label: re.Pattern[str]) -> Iterator[Span]:
        """What stands beside or below each place of a label."""
        for match in label.finditer(self.text, self.start, self.end):
            if spot := self.beside(match):
                yield spot

    def beside(self, label: re.Match[str]) -> Span | None:
        """What stands to the right of a label; where nothing does, in its column below it."""
        index = self.line_at(label.start())
        if index is None:
            return None
        line = self.lines[index]
        glue = _GLUE.match(self.text, label.end(), line.char_end)
        rest = Span(glue.end() if glue else label.end(), line.char_end)
        columns = self.cells(line)
        own = next((n for n, each in enumerate(columns) if each.char_start <= label.start() < each.char_end), 0)
        below = self.cells(self.lines[index + 1]) if index + 1 < len(self.lines) else []
        if len(columns) > 1 and len(below) == len(columns) and not self._has_value(line, label.end()):
            return below[own]
        if rest:
            return rest
        return Span(below[0].char_start, self.lines[index + 1].char_end) if below else None

    def _has_value(self, line: Span, position: int) -> bool:
        """Whether a digit stands behind the position: a head of a table has none."""
        return re.search(r"\d", self.text[position : line.char_end]) is not None
