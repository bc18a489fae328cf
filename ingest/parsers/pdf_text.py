"""The text layer of a PDF page: what pdfium reads, cleaned, with a box for each word.

pdfium counts UTF-16 units, Python counts characters, and cleaning drops some of either; everything here is therefore
done on an array of units, of which each kept one still knows its place in pdfium's list. Only the first and last
character of a word are asked for their box: the box of the word is the one around both.
"""

from __future__ import annotations

import ctypes
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, repeat
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Boxes = NDArray[np.float32]

VISIBLE, SPACE, NEWLINE, DROPPED = range(4)
HYPHEN_OR_UNMAPPED = 0xFFFE
GENERATED_HYPHEN = 0x02
NEWLINE_UNIT = 0x0A
SOFT_HYPHEN = 0xAD
REPLACEMENT = 0xFFFD
PARAGRAPH_STEP = 1.3


@dataclass(frozen=True, slots=True)
class Layer:
    """The text of a page.

    Attributes:
        text: Lines end with a line feed; an empty line parts paragraphs.
        spans, boxes: A row a word, as in ``ingest.parsers.pages.Sheet``, in points.
        visible: Characters that are not white space.
        garbage: Those of them that stand for no letter: private use, unmapped, control.
    """

    text: str
    spans: Ints
    boxes: Boxes
    visible: int
    garbage: int


def read_layer(page: Any) -> Layer:
    """Read the text layer of a ``pypdfium2.PdfPage``."""
    import numpy as np

    textpage = page.get_textpage()
    try:
        raw = textpage.get_text_range(errors="surrogatepass")
        units = np.frombuffer(raw.encode("utf-16-le", "surrogatepass"), dtype="<u2").copy()
        if not len(units):
            return Layer("", np.empty((0, 2), np.int64), np.empty((0, 4), np.float32), 0, 0)
        kinds = _classes()[units]
        joints = _settle_specials(textpage, units, kinds)
        kept = np.flatnonzero(kinds != DROPPED)
        seen = kinds[kept] == VISIBLE
        cut = np.isin(kept, joints) if len(joints) else np.zeros(len(kept), dtype=bool)
        before = np.concatenate(([False], seen[:-1]))
        starts = np.flatnonzero(seen & (~before | cut))
        ends = np.flatnonzero(seen & np.concatenate((~seen[1:] | cut[1:], [True])))
        edges = _char_indices(textpage, np.concatenate((kept[starts], kept[ends])), len(units))
        boxes = _word_boxes(page, textpage, edges)
    finally:
        textpage.close()
    clean = units[kept]
    low = (clean & 0xFC00) == 0xDC00
    garbage = int(_garbage()[units].sum())
    text = clean.tobytes().decode("utf-16-le")
    spans = np.stack((starts, ends + 1), axis=1)
    line_ends = np.flatnonzero(clean == NEWLINE_UNIT)
    if low.any():
        before = np.concatenate(([0], low.cumsum()))
        spans -= before[spans]
        line_ends -= before[line_ends]
    text, spans = _part_paragraphs(text, spans, boxes, line_ends)
    return Layer(text, spans, boxes, int(seen.sum()), garbage)


@cache
def _classes() -> NDArray[np.uint8]:
    """For each UTF-16 unit, what becomes of it."""
    import numpy as np

    classes = np.full(0x10000, VISIBLE, dtype=np.uint8)
    for code in range(0x10000):
        char = chr(code)
        if char.isspace() and (code >= 0x20 or char == "\t"):
            classes[code] = SPACE
        elif unicodedata.category(char) == "Cc" or code in (0x200B, 0x2060, 0xFEFF, 0xFFFF):
            classes[code] = DROPPED
    classes[ord("\n")] = NEWLINE
    return classes


@cache
def _garbage() -> NDArray[np.bool_]:
    """For each UTF-16 unit, whether it stands for no letter: private use, replacement, control."""
    import numpy as np

    garbage = np.zeros(0x10000, dtype=bool)
    garbage[0xE000:0xF900] = garbage[REPLACEMENT] = True
    garbage[[code for code in range(0xA0) if unicodedata.category(chr(code)) == "Cc" and chr(code) not in "\t\n\r"]] = (
        True
    )
    return garbage


def _settle_specials(textpage: Any, units: NDArray[np.uint16], kinds: NDArray[np.uint8]) -> Ints:
    """Resolve line ends, hyphens and lone surrogates in place; returns where a word goes on after a line end.

    At a line end pdfium puts U+FFFE for a hyphen, and also for a glyph that it cannot name. A hyphen between two small
    letters was made by the typesetter and goes; any other belongs to the word.
    """
    import numpy as np
    import pypdfium2.raw as pdfium

    lone_return = (units == 0x0D) & np.concatenate((units[1:] != 0x0A, [True]))
    if lone_return.any():
        units[lone_return], kinds[lone_return] = NEWLINE_UNIT, NEWLINE
    surrogates = (units & 0xF800) == 0xD800
    if surrogates.any():
        high, low = (units & 0xFC00) == 0xD800, (units & 0xFC00) == 0xDC00
        paired = np.zeros(len(units), dtype=bool)
        paired[:-1] |= high[:-1] & low[1:]
        paired[1:] |= paired[:-1] & low[1:]
        units[surrogates & ~paired] = REPLACEMENT
    units[units == SOFT_HYPHEN] = ord("-")
    joints = []
    for index in np.flatnonzero(units == HYPHEN_OR_UNMAPPED).tolist():
        char_index = int(_char_indices(textpage, np.array([index]), len(units))[0])
        if pdfium.FPDFText_GetUnicode(textpage, char_index) != GENERATED_HYPHEN:
            units[index] = REPLACEMENT
            continue
        joints.append(index + 1)
        around = [chr(units[at]) for at in (index - 1, index + 1) if 0 <= at < len(units)]
        if len(around) == 2 and around[0].isalpha() and around[1].islower():
            kinds[index] = DROPPED
        else:
            units[index] = ord("-")
    return np.array(joints, dtype=np.int64)


def _char_indices(textpage: Any, text_indices: Ints, units: int) -> Ints:
    """Places in pdfium's list of characters, which differs from its text where it leaves a character out."""
    import numpy as np
    import pypdfium2.raw as pdfium

    if textpage.count_chars() == units:
        return text_indices
    return np.array(
        [pdfium.FPDFText_GetCharIndexFromTextIndex(textpage, index) for index in text_indices.tolist()], dtype=np.int64
    )


@cache
def _char_box() -> Callable[[int | None, int, int], int]:
    """``FPDFText_GetLooseCharBox(page, index, FS_RECTF*)`` with plain addresses: no object is made for a call."""
    import pypdfium2.raw as pdfium

    prototype = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
    return prototype(ctypes.cast(pdfium.FPDFText_GetLooseCharBox, ctypes.c_void_p).value or 0)


def _word_boxes(page: Any, textpage: Any, indices: Ints) -> Boxes:
    """Boxes of shape (n, 4), origin top left of the page as it is shown.

    Args:
        page: Its rotation and visible box apply.
        textpage: Whose characters ``indices`` count.
        indices: The first characters of n words, then their last ones.
    """
    import numpy as np

    rects = np.zeros((len(indices), 4), dtype=np.float32)
    handle = ctypes.cast(textpage.raw, ctypes.c_void_p).value
    addresses = range(rects.ctypes.data, rects.ctypes.data + rects.nbytes, rects.strides[0])
    sum(map(_char_box(), repeat(handle), indices.tolist(), addresses))
    # FS_RECTF holds left, top, right, bottom.
    first, last = rects[: len(rects) // 2], rects[len(rects) // 2 :]
    least, most = np.minimum(first, last), np.maximum(first, last)
    return place(page, np.stack((least[:, 0], least[:, 3], most[:, 2], most[:, 1]), axis=1))


def place(page: Any, bounds: Boxes) -> Boxes:
    """Turn left, bottom, right, top in the file's coordinates into x0, y0, x1, y1 on the page as it is shown."""
    import numpy as np

    left, bottom, right, top = bounds.T
    page_left, page_bottom, page_right, page_top = page.get_bbox()
    rotation = page.get_rotation()
    if rotation == 90:
        columns = (bottom - page_bottom, left - page_left, top - page_bottom, right - page_left)
    elif rotation == 180:
        columns = (page_right - right, bottom - page_bottom, page_right - left, top - page_bottom)
    elif rotation == 270:
        columns = (page_top - top, page_right - right, page_top - bottom, page_right - left)
    else:
        columns = (left - page_left, page_top - top, right - page_left, page_top - bottom)
    return np.stack(columns, axis=1)


def _part_paragraphs(text: str, spans: Ints, boxes: Boxes, line_ends: Ints) -> tuple[str, Ints]:
    """Put an empty line where the next line stands further down than usual, or on another column."""
    import numpy as np

    line_starts = np.concatenate(([0], line_ends + 1))
    firsts = spans[:, 0].searchsorted(line_starts)
    filled = np.flatnonzero(firsts[:-1] < firsts[1:])
    if firsts[-1] < len(spans):
        filled = np.append(filled, len(firsts) - 1)
    if len(filled) < 3:
        return text, spans
    upper, lower = boxes[firsts[filled], 1], boxes[firsts[filled], 3]
    heights = lower - upper
    steps = np.diff(upper + lower) / 2
    downward = np.sort(steps[steps > heights[1:] / 2])
    if not len(downward):
        return text, spans
    usual = downward[len(downward) // 2]
    apart = (steps > PARAGRAPH_STEP * np.maximum(usual, heights[:-1])) | (steps < -usual)
    breaks = line_starts[filled[1:][apart]]
    if not len(breaks):
        return text, spans
    edges = [0, *breaks.tolist(), len(text)]
    parted = "\n".join(text[start:end] for start, end in pairwise(edges))
    return parted, spans + breaks.searchsorted(spans[:, 0], side="right")[:, None]
