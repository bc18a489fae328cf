"""Paper to read: PDFs and pictures that the tests draw, with what is on them known in advance."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import reportlab
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.parsers import Candidate

LETTER = """Hausverwaltung Müller & Söhne
Große Bergstraße 17, 22767 Hamburg

Betreff: Kündigung vom 14. März 2024

Das Mietverhältnis endet am 30. Juni 2024.
Die Kaution von 1.845,50 EUR wird auf Ihr
Konto DE89 3704 0044 0532 überwiesen."""


def font(size: int) -> ImageFont.FreeTypeFont:
    """A font with umlauts, which Pillow's own has not."""
    return ImageFont.truetype(str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"), size)


def picture(text: str = LETTER, size: int = 26, width: int = 900, height: int = 620) -> Image.Image:
    """Dark words on light paper."""
    paper = Image.new("RGB", (width, height), (250, 250, 246))
    draw = ImageDraw.Draw(paper)
    for number, line in enumerate(text.splitlines()):
        draw.text((70, 60 + number * size * 3 // 2), line, fill=(30, 30, 36), font=font(size))
    return paper


def noisy(paper: Image.Image, strength: float = 10, seed: int = 7) -> Image.Image:
    """The same as a cheap scanner sees it."""
    noise = np.random.default_rng(seed).normal(0, strength, (paper.height, paper.width, 3))
    return Image.fromarray((np.asarray(paper) + noise).clip(0, 255).astype(np.uint8))


def share_found(wanted: str, text: str) -> float:
    """The share of the wanted words that the text holds, each as often as it is wanted."""
    words, had = re.findall(r"\w+", wanted.lower()), Counter(re.findall(r"\w+", text.lower()))
    return sum((Counter(words) & had).values()) / len(words)


def candidate(folder: Path, data: bytes, name: str) -> Candidate:
    """The bytes as a file."""
    path = folder / name
    path.write_bytes(data)
    return Candidate.at(path, name)


class Pdf:
    """A PDF in the making, by reportlab."""

    def __init__(self, size: tuple[float, float] = (595, 842)) -> None:
        self.buffer = io.BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=size, invariant=True)

    def lines(
        self, *lines: str, x: float = 60, y: float = 760, size: float = 12, step: float = 16, mode: int = 0
    ) -> Pdf:
        text = self.canvas.beginText(x, y)
        text.setFont("Helvetica", size, step)
        text.setTextRenderMode(mode)
        for line in lines:
            text.textLine(line)
        self.canvas.drawText(text)
        return self

    def image(self, paper: Image.Image, x: float, y: float, width: float, height: float) -> Pdf:
        self.canvas.drawImage(ImageReader(paper), x, y, width, height)
        return self

    def page(self) -> Pdf:
        self.canvas.showPage()
        return self

    def data(self) -> bytes:
        self.canvas.save()
        return self.buffer.getvalue()


def raw_pdf(objects: Sequence[bytes]) -> bytes:
    """A PDF of numbered objects, the catalogue first (ISO 32000-1, 7.5)."""
    out, offsets = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return out + end % (size, table, size, len(out))


def stream(data: bytes) -> bytes:
    """A stream object's body."""
    return b"<</Length %d>>stream\n%s\nendstream" % (len(data), data)


def mapped_pdf(content: bytes, mapping: dict[str, str], page: bytes = b"") -> bytes:
    """One page in Helvetica whose ToUnicode map says that glyphs stand for other text; ``page`` adds entries to it."""
    pairs = b"".join(
        b"<%02X> <%s>\n" % (ord(glyph), text.encode("utf-16-be").hex().upper().encode())
        for glyph, text in mapping.items()
    )
    cmap = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def /CMapType 2 def\n"
        b"1 begincodespacerange <00> <FF> endcodespacerange\n%d beginbfchar\n%sendbfchar endcmap end end"
    ) % (len(mapping), pairs)
    unicode_entry = b"/ToUnicode 5 0 R" if mapping else b""
    return raw_pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 4 0 R>>>>/Contents 6 0 R%s>>" % page,
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica%s>>" % unicode_entry,
            stream(cmap),
            stream(content),
        ]
    )
