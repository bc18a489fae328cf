"""Every kind of picture becomes a page; one without words, or without its bytes, is refused in plain words."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pillow_heif
import pytest
from PIL import Image as pillow
from PIL import ImageDraw

from ingest.parsers.image import MAX_PIXELS, Image
from pkm.errors import Refused
from pkm.models import Parsed
from pkm.words import unpack
from tests.unit.papers import candidate, picture, share_found

NOTE = "Meter reading 48213 kWh\non 14 March 2024"
EXIF_ORIENTATION = 0x112


def note() -> pillow.Image:
    return picture(NOTE, size=24, width=480, height=420)


def encoded(paper: pillow.Image, form: str, **options: Any) -> bytes:
    pillow_heif.register_heif_opener()
    out = io.BytesIO()
    paper.save(out, form, **options)
    return out.getvalue()


def read(folder: Path, data: bytes, name: str = "meter.bin") -> Parsed:
    file = candidate(folder, data, name)
    assert Image().identify(file)
    return Image().parse(file)


@pytest.mark.parametrize(
    ("form", "mime"),
    [
        ("JPEG", "image/jpeg"),
        ("PNG", "image/png"),
        ("TIFF", "image/tiff"),
        ("WEBP", "image/webp"),
        ("HEIF", "image/heic"),
        ("BMP", "image/bmp"),
        ("GIF", "image/gif"),
    ],
)
def test_each_format_is_known_by_its_bytes(tmp_path: Path, form: str, mime: str) -> None:
    (document,) = read(tmp_path, encoded(note(), form)).documents
    assert share_found(NOTE, document.text) == 1
    assert (document.mime, document.date) == (mime, date(2024, 3, 14))
    (page,) = document.pages
    assert (page.number, page.width, page.height) == (1, 480, 420)
    assert page.confidence is not None
    assert page.confidence > 0.9


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "LA", "I;16", "transparent"])
def test_each_kind_of_pixel_is_read(tmp_path: Path, mode: str) -> None:
    paper = note()
    if mode == "I;16":
        paper = pillow.fromarray(np.asarray(paper.convert("L")).astype(np.uint16) * 200)
    elif mode == "transparent":
        ink = paper.convert("L").point(lambda value: 255 - value)
        paper = pillow.new("RGBA", paper.size, (0, 0, 0, 0))
        paper.putalpha(ink)
    else:
        paper = paper.convert(mode, dither=pillow.Dither.NONE)
    (document,) = read(tmp_path, encoded(paper, "TIFF" if mode == "CMYK" else "PNG")).documents
    assert share_found(NOTE, document.text) == 1


def test_the_camera_tells_which_way_is_up(tmp_path: Path) -> None:
    exif = pillow.Exif()
    exif[EXIF_ORIENTATION] = 6  # to be shown turned clockwise by 90 degrees
    (document,) = read(tmp_path, encoded(note().rotate(90, expand=True), "JPEG", exif=exif)).documents
    (page,) = document.pages
    assert share_found(NOTE, document.text) == 1
    assert (page.width, page.height) == (480, 420)
    assert page.rotation == pytest.approx(0, abs=0.5)
    first = unpack(page.words)[0]
    assert (first.x0, first.y0) == pytest.approx((70, 60), abs=6)


def test_a_large_picture_keeps_its_own_coordinates(tmp_path: Path) -> None:
    factor = 12
    paper = pillow.new("RGB", (480 * factor, 360 * factor), (250, 250, 246))
    paper.paste(note().resize((480 * factor, 420 * factor)))
    (document,) = read(tmp_path, encoded(paper, "JPEG")).documents
    (page,) = document.pages
    assert (page.width, page.height) == paper.size
    assert paper.width * paper.height > 24_000_000
    words = unpack(page.words)
    assert words[0].x0 == pytest.approx(70 * factor, abs=6 * factor)
    assert max(word.x1 for word in words) < paper.width


def test_each_page_of_a_tiff_is_a_page(tmp_path: Path) -> None:
    second = picture("The second page", width=480, height=420)
    blank = pillow.new("RGB", (480, 420), "white")
    data = encoded(note(), "TIFF", save_all=True, append_images=[blank, second])
    (document,) = read(tmp_path, data, "fax.tif").documents
    texts = [document.text[page.char_start : page.char_end] for page in document.pages]
    assert [page.number for page in document.pages] == [1, 2, 3]
    assert (texts[1], texts[2]) == ("", "The second page")
    for page in document.pages:
        for word in unpack(page.words):
            assert page.char_start <= word.char_start < word.char_end <= page.char_end
    few = Image(max_pages=1).parse(candidate(tmp_path, data, "fax.tif"))
    assert [(each.locator, each.reason) for each in few.problems] == [
        ("page 2", "only the first 1 of 3 pages were read")
    ]


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_what_is_there_of_a_cut_off_picture_is_read(tmp_path: Path, form: str) -> None:
    paper = picture("The first line\n\n\n\n\n\n\n\nThe last line", width=480, height=500)
    data = encoded(paper, form)
    parsed = read(tmp_path, data[: len(data) * 2 // 3])
    assert share_found("The first line", parsed.documents[0].text) == 1
    assert [(each.locator, each.reason) for each in parsed.problems] == [
        ("page 1", "the image is cut off: what is there was read")
    ]


def photo() -> pillow.Image:
    """Soft colours, as of things out of focus."""
    colours = np.random.default_rng(3).integers(0, 200, (6, 8, 3), dtype=np.uint8)
    return pillow.fromarray(colours).resize((640, 480), pillow.Resampling.BICUBIC)


@pytest.mark.parametrize("form", ["JPEG", "HEIF", "PNG"])
def test_a_photo_of_things_is_a_document_without_words(tmp_path: Path, form: str) -> None:
    parsed = read(tmp_path, encoded(photo(), form), "IMG_2031.jpg")
    assert [(each.text, each.title) for each in parsed.documents] == [("", "IMG_2031")]
    assert parsed.problems == ()


def test_a_picture_that_may_be_of_a_paper_is_refused_without_words(tmp_path: Path) -> None:
    rows = pillow.new("RGB", (800, 900), (90, 90, 90))
    draw = ImageDraw.Draw(rows)
    for y in range(40, 860, 85):
        for x in range(80, 700, 34):
            draw.rectangle((x, y, x + 20, y + 30), fill="black")
    for paper, form, name in (
        (pillow.new("RGB", (200, 200), "white"), "PNG", "blank.png"),
        (rows, "PNG", "rows.png"),
        (photo(), "TIFF", "scan.tif"),
        (photo(), "PNG", "contract.pdf"),
    ):
        with pytest.raises(Refused, match="no text could be recognised"):
            read(tmp_path, encoded(paper, form), name)


def test_a_pixel_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    for side in (13_000, 20_000):
        data = encoded(pillow.new("1", (side, side)), "PNG")
        assert side * side > MAX_PIXELS > 100 * len(data)
        with pytest.raises(Refused, match="more than 150 million pixels"):
            read(tmp_path, data)


@pytest.mark.parametrize(
    "data", [b"\xff\xd8\xff\xe0\0\x10JFIF", b"\x89PNG\r\n\x1a\n" + bytes(50), b"II*\0\xff\xff\xff\xff"]
)
def test_a_picture_beyond_repair_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(Refused, match="damaged"):
        read(tmp_path, data)


def test_a_text_about_cars_is_no_bitmap(tmp_path: Path) -> None:
    assert not Image().identify(candidate(tmp_path, b"BMW, service of 14 March 2024: oil changed", "car.txt"))
