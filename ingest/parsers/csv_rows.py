"""The rows of a delimited text (RFC 4180) with their places in it, which the standard library's reader does not tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NEWLINE = re.compile(r"\r\n|\r|\n")
_AS_TEXT = re.compile(r'="([^"]*)"')  # what a spreadsheet is told to show as it stands: ="0041"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: ``line`` is the line of an editor in which it begins, or the row of a sheet, from 1; cells are trimmed."""

    line: int
    char_start: int
    char_end: int
    cells: tuple[str, ...]
    sheet: str = ""

    @property
    def locator(self) -> str:
        """The row's name in problems and citations."""
        return f"sheet {self.sheet} row {self.line}" if self.sheet else f"row {self.line}"


def read_rows(text: str, delimiter: str) -> Iterator[Row]:
    """All rows that are not blank. A quotation mark that does not enclose a whole cell is a character like others."""
    mark = re.escape(delimiter)
    cell = re.compile(rf' *"(?P<quoted>(?:[^"]++|"")*+)" *(?={mark}|[\r\n]|\Z)|(?P<bare>[^{mark}\r\n]*)')
    position, line = 0, 1
    while position < len(text):
        start, cells = position, []
        while True:
            match = next(cell.finditer(text, position))  # "bare" matches anything, at once
            quoted = match["quoted"]
            told = (match["bare"] if quoted is None else quoted.replace('""', '"')).strip()
            cells.append(as_text[1] if (as_text := _AS_TEXT.fullmatch(told)) else told)
            position = match.end()
            if not text.startswith(delimiter, position):
                break
            position += 1
        if any(cells):
            yield Row(line, start, position, tuple(cells))
        line += len(_NEWLINE.findall(text, start, position)) + 1
        newline = _NEWLINE.match(text, position)
        position = newline.end() if newline else position
