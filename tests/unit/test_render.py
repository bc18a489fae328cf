"""Pages drawn from originals: turned upright, marked where the words stand, and refused where they cannot be drawn."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from ingest.render import _draw_apart, draw
from pkm.errors import Refused

WHITE, MARKED = (255, 255, 255), (255, 214, 0)


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def test_boxes_are_marked_where_they_stand_and_ink_stays_dark(tmp_path: Path) -> None:
    picture = Image.new("RGB", (400, 200), "white")
    picture.paste((0, 0, 0), (120, 60, 130, 70))
    picture.save(tmp_path / "scan.png")
    drawn = opened(draw(tmp_path / "scan.png", 1, 400, 0, [(100, 50, 160, 80)]))
    assert drawn.getpixel((110, 75)) == MARKED
    assert drawn.getpixel((125, 65)) == (0, 0, 0)
    assert drawn.getpixel((110, 100)) == WHITE


def test_a_sideways_page_is_turned_upright_with_its_marks(tmp_path: Path) -> None:
    Image.new("RGB", (400, 200), "white").save(tmp_path / "scan.png")
    drawn = opened(draw(tmp_path / "scan.png", 1, 400, 1, [(10, 20, 60, 40)]))
    assert drawn.size == (200, 400)
    # (x, y) of a page of height h goes to (h - y, x) when it is turned clockwise
    assert drawn.getpixel((200 - 30, 35)) == MARKED
    assert drawn.getpixel((35, 30)) == WHITE


def test_each_frame_of_a_fax_is_a_page(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (50, 50), colour) for colour in ("red", "blue")]
    frames[0].save(tmp_path / "fax.tiff", save_all=True, append_images=frames[1:])
    assert opened(draw(tmp_path / "fax.tiff", 2, 50, 0, [])).getpixel((25, 25)) == (0, 0, 255)


def test_a_photo_is_shown_the_way_the_camera_was_held(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: turn by 90° clockwise to see it upright
    Image.new("RGB", (400, 200), "white").save(tmp_path / "photo.jpg", exif=exif)
    assert opened(draw(tmp_path / "photo.jpg", 1, 200, 0, [])).size == (200, 400)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 nothing follows", b"\x89PNG\r\n\x1a\n broken", b"words"])
def test_what_cannot_be_drawn_is_refused_by_a_process_of_its_own(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file").write_bytes(content)
    task = {"page": 1, "width": 100.0, "quarter_turns": 0, "boxes": ()}
    with pytest.raises(Refused):
        _draw_apart(tmp_path / "file", task)
