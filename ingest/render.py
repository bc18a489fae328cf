"""A page of an original as a picture, the cited words marked: what a person looks at to believe an answer.

Originals may be hostile: each picture is drawn by a process of its own, with little memory and little time.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest import objects
from pkm import words
from pkm.config import Settings
from pkm.errors import NotFound, Refused
from pkm.models import DocumentId, PersonId
from pkm.store import documents, files
from pkm.store.database import Database
from pkm.words import Box

if TYPE_CHECKING:
    from PIL.Image import Image

DPI = 110
POINTS_PER_INCH = 72
MAX_SIDE = 2_400  # pixels
MEMORY_BYTES = 3 << 30
TIME_S = 20  # of a processor
LONGEST_S = 300  # where the machine has none to spare
MARK = (255, 214, 0)


def render_page(
    database: Database, settings: Settings, document: DocumentId, number: int, marked: tuple[int, int] | None, person: PersonId
) -> bytes:  # fmt: skip
    """A page as PNG, with the text between two offsets marked.

    Raises:
        NotFound: There is no such page, or the original is gone or no longer the one that was read, as that of an earlier
            version mostly is.
        Refused: The original cannot be drawn.
    """
    with database.transaction(person) as connection:
        sha256, file, until = documents.original(connection, document)
        page = documents.page_words(connection, document, number)
        place = (
            objects.place(settings.home, sha256)
            if file is None
            else Path(os.fsdecode(files.location(connection, file)))
        )
    if page is None:
        raise NotFound(f"document {document} has no page {number}")
    _check_unchanged(place, sha256, until)
    task = {
        "page": number,
        "width": page.width,
        "quarter_turns": round(page.rotation / 90) % 4,
        "boxes": words.boxes(page.words, *marked) if marked else (),
    }
    return _draw_apart(place, task)


def _check_unchanged(place: Path, sha256: str, until: datetime | None) -> None:
    """Whether the very bytes that were read lie there; those of a version that held ``until`` then mostly do not."""
    text = "its text is still there"
    try:
        with place.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as exc:
        raise NotFound("the original is no longer where it was read", text) from exc
    if found == sha256:
        return
    if until is not None:
        raise NotFound(f"this is an earlier version, which held until {until:%Y-%m-%d}: its pages are gone", text)
    raise NotFound("the original changed since it was read", f"{text}; pkm refresh reads it again")


def _draw_apart(place: Path, task: dict[str, Any]) -> bytes:
    """Draw in a process of its own."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "ingest.render", os.fspath(place)], input=json.dumps(task).encode(), capture_output=True,
            timeout=LONGEST_S, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as exc:
        raise Refused("drawing the page took too long") from exc
    if done.returncode or not done.stdout.startswith(b"\x89PNG"):
        raise Refused("the page cannot be drawn")
    return done.stdout


# ---------------------------------------------------------------- in the process of its own


def draw(place: Path, page: int, width: float, quarter_turns: int, boxes: list[Box]) -> bytes:
    """Draw one page as PNG.

    Args:
        place: A PDF or a picture.
        page: Counts from 1.
        width: The page's width in the unit of ``boxes``, before it is turned.
        boxes: What to mark.
        quarter_turns: How often to turn it by 90° clockwise at the end.
    """
    with place.open("rb") as stream:
        is_pdf = b"%PDF-" in stream.read(1024)
    picture = _pdf_page(place, page) if is_pdf else _picture(place, page)
    picture = _mark(picture, boxes, picture.width / width if width else 1.0)
    picture.thumbnail((MAX_SIDE, MAX_SIDE))
    if quarter_turns:
        picture = picture.rotate(-90 * quarter_turns, expand=True)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=False, compress_level=3)
    return out.getvalue()


def _pdf_page(place: Path, page: int) -> Image:
    import pypdfium2

    document = pypdfium2.PdfDocument(place)
    try:
        found = document[page - 1]
        scale = min(DPI / POINTS_PER_INCH, MAX_SIDE / max(*found.get_size(), 1))
        picture: Image = found.render(scale=scale).to_pil().convert("RGB")
        return picture
    finally:
        document.close()


def _picture(place: Path, page: int) -> Image:
    import pillow_heif
    from PIL import Image, ImageOps

    pillow_heif.register_heif_opener()
    with Image.open(place) as opened:
        opened.seek(page - 1)
        return ImageOps.exif_transpose(opened).convert("RGB")


def _mark(picture: Image, boxes: list[Box], scale: float) -> Image:
    """Lay a marker's colour over the boxes, as ink would: what is dark stays dark."""
    from PIL import Image, ImageChops, ImageDraw

    if not boxes:
        return picture
    ink = Image.new("RGB", picture.size, (255, 255, 255))
    pen = ImageDraw.Draw(ink)
    for box in boxes:
        x0, y0, x1, y1 = (round(each * scale) for each in box)
        pen.rectangle((x0 - 2, y0 - 2, max(x1, x0) + 2, max(y1, y0) + 2), fill=MARK)
    return ImageChops.multiply(picture, ink)


def main() -> None:
    """Read the task from standard input, write the PNG to standard output."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (TIME_S, TIME_S))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    task = json.load(sys.stdin)
    sys.stdout.buffer.write(draw(Path(sys.argv[1]), **task))


if __name__ == "__main__":
    main()
