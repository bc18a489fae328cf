"""Photos and scans: each picture, or each page of a TIFF, is a page whose text is recognised.

Coordinates are those of the picture as a viewer shows it, with the camera's orientation (EXIF) applied. A photo of things
is a document without words; a picture that may be of a paper, and of which nothing can be read, is refused.
"""

from __future__ import annotations

import mimetypes
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from ingest.parsers.headings import title_of_text
from ingest.parsers.kind import guess_date, guess_kind, guess_language
from ingest.parsers.ocr import read
from ingest.parsers.pages import Sheet, join, scanned
from ingest.parsers.pdf_statement import read_statement
from ingest.pulse import beat
from pkm.errors import Refused
from pkm.models import Parsed, ParsedDocument, Problem

if TYPE_CHECKING:
    from PIL import Image as pillow

    from ingest.parsers import Candidate

MAX_PIXELS = 150_000_000
READ_PIXELS = 24_000_000
MAX_PAGES = 2_000
REDUCED_COPY = 1
NEW_SUBFILE_TYPE = 254
BITMAP_HEADERS = frozenset((12, 40, 52, 56, 64, 108, 124))
HEIF_BRANDS = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"))
LINES_OF_THINGS = 3
"""So many places of a photo of things may look like lines of text, as tiles and coins do."""
LIGHT = 170
LIGHT_SHARE = 0.6
"""Paper: so much of it is at least so light, of 255."""
FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "HEIF", "BMP", "GIF")


class Image:
    """JPEG, PNG, TIFF, WebP, HEIC, BMP and the first picture of a GIF.

    Args:
        max_pages: Of one TIFF; the rest becomes a problem.
    """

    name = "image"
    version = "4"

    def __init__(self, max_pages: int = MAX_PAGES) -> None:
        self._max_pages = max_pages

    def identify(self, file: Candidate) -> bool:
        """Whether it begins as one of the formats does."""
        return _mime(file.head) is not None

    def parse(self, file: Candidate) -> Parsed:
        """Recognise the text; a paper without any is refused, a damaged picture read as far as it goes."""
        with _opened(file) as picture:
            found = _read_frames(picture, file.shown, self._max_pages)
        text, pages = join(found.sheets)
        problems = found.problems
        if not text.strip() and (problems or found.papers or not _is_named_as_picture(file.name)):
            raise Refused(problems[0].reason if problems else "no text could be recognised in the image")
        stem = PurePath(file.name).stem
        title = title_of_text(text) or stem
        document = ParsedDocument(
            text=text,
            kind=guess_kind(file.name, text),
            title=title,
            mime=_mime(file.head) or "image/*",
            date=guess_date(text),
            language=guess_language(text),
            head="" if stem == title else stem,
            pages=pages,
        )
        document, doubts = read_statement(document, file.shown)
        return Parsed((document,), (*problems, *doubts))


@dataclass(slots=True)
class _Frames:
    """What was read: numbered pages, what could not be read of them, and whether one without text may be a paper."""

    sheets: list[tuple[int, Sheet]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    papers: bool = False


def _is_named_as_picture(name: str) -> bool:
    """Whether a file's name is that of a picture, or says nothing."""
    return (mimetypes.guess_type(name)[0] or "image/").startswith("image/")


def _mime(head: bytes) -> str | None:
    """The format, by the file's first bytes."""
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith((b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")):
        return "image/tiff"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp" and head[8:12] in HEIF_BRANDS:
        return "image/heic"
    # Two letters are too few: a text may begin with BM as well.
    if head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in BITMAP_HEADERS and head[6:10] == bytes(4):
        return "image/bmp"
    return None


@contextmanager
def _opened(file: Candidate) -> Iterator[pillow.Image]:
    """The picture, not yet decoded; raises ``Refused`` where it cannot be."""
    import pillow_heif
    from PIL import Image as pillow
    from PIL import UnidentifiedImageError

    pillow_heif.register_heif_opener()
    with warnings.catch_warnings():
        # Pillow warns of large pictures and of odd metadata; the size is checked below, metadata does not matter.
        warnings.simplefilter("ignore")
        try:
            picture = pillow.open(file.path, formats=FORMATS)
        except pillow.DecompressionBombError as error:
            raise Refused(_too_large()) from error
        except (UnidentifiedImageError, ValueError, SyntaxError, OSError) as error:
            raise Refused("the image is damaged: it could not be opened") from error
        with picture:
            yield picture


def _too_large() -> str:
    return f"the image has more than {MAX_PIXELS // 1_000_000} million pixels"


def _read_frames(picture: pillow.Image, shown: str, most: int) -> _Frames:
    """The pages of a TIFF, or the one picture of any other format."""
    found = _Frames()
    frames = getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1
    for index in range(min(frames, most)):
        locator = f"page {index + 1}"
        try:
            picture.seek(index)
            if picture.format == "TIFF" and _is_thumbnail(picture):
                continue
            frame, whole = _decode(picture)
            sheet, is_paper = _read_frame(frame)
            found.sheets.append((index + 1, sheet))
            found.papers |= is_paper or picture.format == "TIFF"
        except Refused as refusal:
            found.problems.append(Problem(shown, locator, str(refusal)))
        except (OSError, EOFError, ValueError, SyntaxError, ArithmeticError):
            found.problems.append(Problem(shown, locator, "the image is damaged and could not be read"))
        else:
            if not whole:
                found.problems.append(Problem(shown, locator, "the image is cut off: what is there was read"))
        beat()
    if frames > most:
        found.problems.append(Problem(shown, f"page {most + 1}", f"only the first {most} of {frames} pages were read"))
    return found


def _is_thumbnail(picture: Any) -> bool:
    """Whether a TIFF's frame is a small copy of another (TIFF 6.0, NewSubfileType)."""
    return bool(picture.tag_v2.get(NEW_SUBFILE_TYPE, 0) & REDUCED_COPY)


def _decode(picture: pillow.Image) -> tuple[pillow.Image, bool]:
    """The frame's pixels, and whether all of them were there."""
    from PIL import ImageFile

    if picture.width * picture.height > MAX_PIXELS:
        raise Refused(_too_large())
    try:
        picture.load()
    except OSError:
        frame = picture.tell()
        ImageFile.LOAD_TRUNCATED_IMAGES = True
        try:
            picture.seek(frame)
            picture.load()
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = False
        return picture, False
    return picture, True


def _read_frame(picture: pillow.Image) -> tuple[Sheet, bool]:
    """Recognise the text of one decoded picture; whether it may be of a paper, by its light and what looks like lines."""
    import numpy as np
    from PIL import ImageOps

    upright = ImageOps.exif_transpose(picture)
    width, height = upright.size
    shrink = max(1, round((width * height / READ_PIXELS) ** 0.5))
    pixels = np.asarray(_on_white(upright.reduce(shrink) if shrink > 1 else upright))
    page = read(pixels)
    is_paper = page.lines > LINES_OF_THINGS or bool((pixels.min(axis=2) >= LIGHT).mean() >= LIGHT_SHARE)
    return scanned(page, width, height, shrink), is_paper


def _on_white(picture: pillow.Image) -> pillow.Image:
    """The picture as RGB; what is transparent shows white paper."""
    from PIL import Image as pillow

    if picture.mode.startswith("I") or picture.mode == "F":
        low, high = picture.convert("F").getextrema()
        span = max(float(high) - float(low), 1e-9)  # type: ignore[arg-type]
        picture = picture.convert("F").point(lambda value: (value - low) * (255 / span)).convert("L")
    if picture.has_transparency_data:
        layered = picture.convert("RGBA")
        return pillow.alpha_composite(pillow.new("RGBA", layered.size, "white"), layered).convert("RGB")
    return picture.convert("RGB")
