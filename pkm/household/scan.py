"""Paper that was scanned or photographed: rendered, printed unevenly, laid askew, blurred, speckled, compressed."""

from __future__ import annotations

import io
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from pkm.household.typeset import Block

if TYPE_CHECKING:
    from PIL import Image, ImageFont

DPI = 200
SIZE = (1654, 2339)  # A4 at 200 dpi
MARGIN = 170
POINTS = {"title": 50, "heading": 37, "text": 31}


def scanned_pdf(content: Sequence[Block], rng: Random) -> bytes:
    """A PDF of images only, one a page, as a flatbed scanner writes it."""
    first, *rest = [_wear(_print(page), rng) for page in _pages(content)]
    stream = io.BytesIO()
    moment = time.gmtime(0)
    first.save(
        stream, "PDF", save_all=True, append_images=rest, resolution=DPI, quality=74, creationDate=moment, modDate=moment
    )  # fmt: skip
    return stream.getvalue()


def photo(content: Sequence[Block], rng: Random) -> bytes:
    """A JPEG as a phone takes it: warm light that falls off to one side."""
    import numpy as np
    from PIL import Image

    grey = np.asarray(_wear(_print(list(content)), rng), dtype=np.float32)
    across = np.linspace(rng.uniform(0.8, 0.88), 1.0, grey.shape[1], dtype=np.float32)
    warm = np.array([1.0, 0.975, 0.92], dtype=np.float32)
    coloured = grey[:, :, None] * across[None, :, None] * warm
    stream = io.BytesIO()
    Image.fromarray(coloured.clip(0, 255).astype(np.uint8)).save(stream, "JPEG", quality=78)
    return stream.getvalue()


def png(text: str) -> bytes:
    """A small, clean picture of one line."""
    from PIL import Image, ImageDraw

    picture = Image.new("L", (900, 120), 255)
    ImageDraw.Draw(picture).text((30, 40), text, font=_font(31), fill=0)
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()


def _pages(content: Sequence[Block]) -> list[list[Block]]:
    """Part the blocks at their page breaks."""
    pages: list[list[Block]] = [[]]
    for each in content:
        if each.kind == "page":
            pages.append([])
        else:
            pages[-1].append(each)
    return pages


def _font(size: int) -> ImageFont.FreeTypeFont:
    """Bitstream Vera, which reportlab carries; Pillow's own font knows neither umlauts nor the euro sign."""
    import reportlab
    from PIL import ImageFont

    place = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
    return ImageFont.truetype(place, size, layout_engine=ImageFont.Layout.BASIC)


def _print(content: Sequence[Block]) -> Image.Image:
    """Set the blocks on white A4, lines broken at words."""
    from PIL import Image, ImageDraw

    page = Image.new("L", SIZE, 255)
    draw = ImageDraw.Draw(page)
    down = float(MARGIN)
    for each in content:
        font = _font(POINTS[each.kind])
        down += 0.5 * POINTS[each.kind]
        line = ""
        for word in [*each.text.split(), ""]:
            wider = f"{line} {word}".strip()
            if word and font.getlength(wider) <= SIZE[0] - 2 * MARGIN:
                line = wider
                continue
            draw.text((MARGIN, down), line, font=font, fill=30)
            down += 1.45 * POINTS[each.kind]
            line = word
    if down > SIZE[1] - MARGIN / 2:
        raise ValueError("the text is longer than its page")
    return page


def _wear(page: Image.Image, rng: Random) -> Image.Image:
    """Skew by 0.8 to 2.5 degrees, blur slightly, add paper tone and noise."""
    import numpy as np
    from PIL import Image, ImageFilter

    angle = rng.uniform(0.8, 2.5) * rng.choice((-1, 1))
    turned = page.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255).filter(ImageFilter.GaussianBlur(0.7))
    noise = np.random.default_rng(rng.randrange(2**32)).standard_normal((SIZE[1], SIZE[0]), dtype=np.float32)
    paper = np.asarray(turned, dtype=np.float32) * 0.95 + 7 * noise
    return Image.fromarray(paper.clip(0, 255).astype(np.uint8))
