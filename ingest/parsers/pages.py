"""Pages of a PDF or scan, joined to one document text.

Pages are joined by an empty line: a page break then parts paragraphs for whoever cuts passages, and a quotation over two
pages shows no control character, as it would with a form feed. ``Page`` keeps the exact ranges.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pkm.models import Page
from pkm.words import pack_columns

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ingest.parsers.ocr import OcrPage

PAGE_BREAK = "\n\n"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page before it is part of a document.

    Attributes:
        spans: Shape (n, 2): start and end of each word in ``text``.
        boxes: Shape (n, 4): x0, y0, x1, y1 of each word, origin top left, in the unit of ``width`` and ``height``.
        confidence, rotation: As in ``pkm.models.Page``.
    """

    text: str
    spans: NDArray[np.integer]
    boxes: NDArray[np.floating]
    width: float
    height: float
    confidence: float | None = None
    rotation: float = 0.0


def scanned(page: OcrPage, width: float, height: float, scale: float) -> Sheet:
    """A sheet of what was read in a picture whose pixels are ``scale`` units of the page wide."""
    import numpy as np

    spans = np.array([(word.char_start, word.char_end) for word in page.words], dtype=np.int64).reshape(-1, 2)
    boxes = np.array([(word.x0, word.y0, word.x1, word.y1) for word in page.words], dtype=np.float64).reshape(-1, 4)
    return Sheet(page.text, spans, boxes * scale, width, height, page.confidence, page.rotation)


def join(sheets: Iterable[tuple[int, Sheet]]) -> tuple[str, tuple[Page, ...]]:
    """The text of numbered sheets and where each of them stands in it."""
    pieces: list[str] = []
    pages: list[Page] = []
    at = 0
    for number, sheet in sheets:
        if pages:
            pieces.append(PAGE_BREAK)
            at += len(PAGE_BREAK)
        pieces.append(sheet.text)
        words = pack_columns(sheet.spans + at, sheet.boxes)
        end = at + len(sheet.text)
        pages.append(Page(number, at, end, sheet.width, sheet.height, words, sheet.confidence, sheet.rotation))
        at = end
    return "".join(pieces), tuple(pages)
