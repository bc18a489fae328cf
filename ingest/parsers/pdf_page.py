"""One PDF page: its text layer where that is what one sees, recognised text where the page is a picture."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from ingest.parsers.ocr import read
from ingest.parsers.pages import Sheet, scanned
from ingest.parsers.pdf_text import Layer, place, read_layer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Embedded = tuple[str, bytes | None]

POINTS_PER_INCH = 72
DPI = 300
RENDERED_PIXELS = 9_000_000
ENOUGH_CHARS = 1_500
UNREAD_CHARS = 50
PICTURE_SHARE = 0.4
GARBAGE_SHARE = 0.3
RICHER = 1.2
FORM_DEPTH = 4


def read_page(document: Any, index: int) -> tuple[Sheet, list[Embedded]]:
    """Read page ``index`` (from 0) of a ``pypdfium2.PdfDocument``, what its form fields hold included.

    Returns:
        The page, notes on it behind its text (they have no boxes), and the files that are pinned to it.
    """
    page = document[index]
    try:
        pinned, notes, overlaid = _annotations(page)
        if overlaid and _flatten(page):
            page.close()
            page = document[index]
        layer = read_layer(page)
        width, height = page.get_size()
        if _hides_text(page, layer, width * height):
            sheet = _recognise(page, width, height)
            if sum(map(len, sheet.text.split())) > RICHER * (layer.visible - layer.garbage):
                return noted(sheet, notes), pinned
        return noted(Sheet(layer.text, layer.spans, layer.boxes, width, height), notes), pinned
    finally:
        page.close()


def read_embedded(attachment: Any) -> Embedded:
    """Name and bytes of a ``pypdfium2.PdfAttachment``; no bytes where it is damaged."""
    import pypdfium2

    name = attachment.get_name()
    try:
        return name, bytes(attachment.get_data())
    except pypdfium2.PdfiumError:
        return name, None


class _Annotations(NamedTuple):
    """What is put on a page: files, what readers noted, and whether fields, text boxes or stamps lie above it."""

    pinned: list[Embedded]
    notes: list[str]
    overlaid: bool


def _annotations(page: Any) -> _Annotations:
    import pypdfium2
    import pypdfium2.raw as pdfium

    pinned: list[Embedded] = []
    notes: list[str] = []
    overlaid = False
    marks = (
        pdfium.FPDF_ANNOT_TEXT, pdfium.FPDF_ANNOT_HIGHLIGHT, pdfium.FPDF_ANNOT_UNDERLINE, pdfium.FPDF_ANNOT_SQUIGGLY,
        pdfium.FPDF_ANNOT_STRIKEOUT, pdfium.FPDF_ANNOT_CARET,
    )  # fmt: skip
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        subtype = pdfium.FPDFAnnot_GetSubtype(annotation)
        overlaid |= subtype in (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_STAMP)
        if handle := subtype == pdfium.FPDF_ANNOT_FILEATTACHMENT and pdfium.FPDFAnnot_GetFileAttachment(annotation):
            pinned.append(read_embedded(pypdfium2.PdfAttachment(handle, page.pdf)))
        if subtype in marks and not pdfium.FPDFAnnot_GetFlags(annotation) & pdfium.FPDF_ANNOT_FLAG_HIDDEN:
            notes.append(_note(annotation))
        pdfium.FPDFPage_CloseAnnot(annotation)
    return _Annotations(pinned, notes, overlaid)


def _note(annotation: Any) -> str:
    """What a reader wrote to a mark."""
    import pypdfium2.raw as pdfium

    size = pdfium.FPDFAnnot_GetStringValue(annotation, b"Contents", None, 0)
    units = (pdfium.FPDF_WCHAR * (size // 2))()
    pdfium.FPDFAnnot_GetStringValue(annotation, b"Contents", units, size)
    text = bytes(units).decode("utf-16-le", "replace").replace("\r\n", "\n").replace("\r", "\n")
    return "".join(each for each in text if each == "\n" or unicodedata.category(each)[0] != "C").strip()


def noted(sheet: Sheet, notes: list[str], apart: str = "\n\n") -> Sheet:
    """The page with its notes behind its text, parted so; what a mark says of the page's own words stands there already."""
    words = " ".join(sheet.text.split())
    new = [each for each in dict.fromkeys(notes) if " ".join(each.split()) not in words]
    text = "\n\n".join(filter(None, (sheet.text.rstrip("\n"), apart.join(new))))
    return replace(sheet, text=text) if new else sheet


def _flatten(page: Any) -> bool:
    """Make what lies above the page part of it, since pdfium reads only that; whether anything changed."""
    import pypdfium2.raw as pdfium

    return bool(pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS)


def _hides_text(page: Any, layer: Layer, area: float) -> bool:
    """Whether there may be something to read that the text layer does not say.

    So it is where the layer is garbage, where a page without any text shows something, and where pictures cover much
    of the page and next to no text lies on them: a scan under a stamp or below a letterhead, not one that was
    recognised before.
    """
    import numpy as np
    import pypdfium2.raw as pdfium

    if layer.garbage > GARBAGE_SHARE * layer.visible:
        return True
    if not layer.visible:
        return bool(pdfium.FPDFPage_CountObjects(page))
    if layer.visible >= ENOUGH_CHARS:
        return False
    pictures = place(page, np.array(list(_pictures(page)), dtype=np.float32).reshape(-1, 4))
    sides = pictures[:, 2:] - pictures[:, :2]
    if sides.prod(axis=1).sum() < PICTURE_SHARE * area:
        return False
    middles = (layer.boxes[:, None, :2] + layer.boxes[:, None, 2:]) / 2
    inside = (middles >= pictures[:, :2]) & (middles <= pictures[:, 2:])
    covered = np.any(np.all(inside, axis=2), axis=1)
    return bool(np.diff(layer.spans[covered], axis=1).sum() < UNREAD_CHARS)


def _pictures(page: Any) -> Iterator[tuple[float, float, float, float]]:
    """Left, bottom, right, top of each picture; of the whole form where one lies in a form."""
    import pypdfium2.raw as pdfium

    edges = [ctypes.c_float() for _ in range(4)]
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        each = pdfium.FPDFPage_GetObject(page, index)
        if _holds_picture(each, 0) and pdfium.FPDFPageObj_GetBounds(each, *edges):
            left, bottom, right, top = (edge.value for edge in edges)
            yield left, bottom, right, top


def _holds_picture(each: Any, depth: int) -> bool:
    """Whether a page object is a picture, or a form with one in it."""
    import pypdfium2.raw as pdfium

    kind = pdfium.FPDFPageObj_GetType(each)
    if kind != pdfium.FPDF_PAGEOBJ_FORM or depth == FORM_DEPTH:
        return bool(kind == pdfium.FPDF_PAGEOBJ_IMAGE)
    count = pdfium.FPDFFormObj_CountObjects(each)
    return any(_holds_picture(pdfium.FPDFFormObj_GetObject(each, index), depth + 1) for index in range(count))


def _recognise(page: Any, width: float, height: float) -> Sheet:
    """Render the page and read the picture."""
    scale = min(DPI / POINTS_PER_INCH, math.sqrt(RENDERED_PIXELS / max(width * height, 1.0)))
    bitmap = page.render(scale=scale, rev_byteorder=True)
    pixels: NDArray[np.uint8] = bitmap.to_numpy()[:, :, :3]
    return scanned(read(pixels), width, height, 1 / scale)
