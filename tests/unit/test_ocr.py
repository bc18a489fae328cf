"""Turned, skewed, noisy: the words of a page are read, in order, and each is found where it stands."""

from __future__ import annotations

import itertools
import json
import math
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ingest.parsers.ocr import OcrPage, read
from ingest.parsers.reading_order import arrange
from tests.unit.papers import LETTER, noisy, picture, share_found

RECEIPTS = Path(__file__).parents[2].parent / "shared" / "data" / "scans" / "sroie" / "data"


def page_of(paper: Image.Image) -> OcrPage:
    return read(np.asarray(paper))


def uncovered_ink(paper: Image.Image, page: OcrPage) -> float:
    """The share of dark pixels that lie in no word's box."""
    ink = np.asarray(paper.convert("L")) < 110
    total = ink.sum()
    for word in page.words:
        ink[math.floor(word.y0) : math.ceil(word.y1) + 1, math.floor(word.x0) : math.ceil(word.x1) + 1] = False
    return float(ink.sum() / total)


@pytest.mark.parametrize("turn", [0, 3, -2, 11, 90, 180, 270, 88])
def test_a_page_is_read_whichever_way_it_lies(turn: int) -> None:
    """``turn`` is counter-clockwise, as Pillow counts."""
    straight = picture()
    paper = straight.rotate(turn, expand=True, fillcolor=(250, 250, 246), resample=Image.Resampling.BICUBIC)
    page = page_of(noisy(paper))
    assert share_found(LETTER, page.text) >= 0.97
    assert page.confidence > 0.9
    assert (page.rotation - turn + 180) % 360 - 180 == pytest.approx(0, abs=0.6)
    assert uncovered_ink(paper, page) < 0.02
    # The subject's first letter stands at (70, 177) of the straight page.
    subject = next(word for word in page.words if page.text[word.char_start : word.char_end].startswith("Betreff"))
    angle = math.radians(-turn)
    dx, dy = 70 + 50 - straight.width / 2, 177 + 15 - straight.height / 2
    x = paper.width / 2 + dx * math.cos(angle) - dy * math.sin(angle)
    y = paper.height / 2 + dx * math.sin(angle) + dy * math.cos(angle)
    assert subject.x0 <= x <= subject.x1
    assert subject.y0 <= y <= subject.y1


def test_lines_paragraphs_and_umlauts_are_kept() -> None:
    page = page_of(picture())
    assert page.text == LETTER
    quotes = [page.text[word.char_start : word.char_end] for word in page.words]
    assert quotes == LETTER.split()


def test_words_of_a_line_stand_side_by_side() -> None:
    page = page_of(picture("one two three four five"))
    boxes = [(word.x0, word.x1) for word in page.words]
    assert [page.text[word.char_start : word.char_end] for word in page.words] == [
        "one",
        "two",
        "three",
        "four",
        "five",
    ]
    assert all(left[0] < left[1] <= right[0] + 4 for left, right in itertools.pairwise(boxes))


@pytest.mark.parametrize(
    "paper", [Image.new("RGB", (400, 300), "white"), noisy(Image.new("RGB", (300, 400), (90, 120, 80)), 40)]
)
def test_a_picture_without_words_gives_none(paper: Image.Image) -> None:
    assert page_of(paper) == OcrPage("", (), 0.0, 0.0)


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (900, 3)])
def test_odd_shapes_are_no_fault(size: tuple[int, int]) -> None:
    assert page_of(Image.new("RGB", size, "white")).text == ""


# ---------------------------------------------------------------- reading order


def boxes_of(*rows: tuple[float, float, float]) -> np.ndarray:
    """x0, x1 and top of pieces that are 10 high."""
    return np.array([(x0, top, x1, top + 10) for x0, x1, top in rows], dtype=float)


def test_the_cells_of_a_table_stay_in_their_row() -> None:
    boxes = boxes_of(*[(0, 120, 14 * n) for n in range(6)], *[(300, 340, 14 * n + 2) for n in range(6)])
    assert arrange(boxes, [20] * 6 + [6] * 6) == [[[n, n + 6] for n in range(6)]]


def test_columns_of_prose_are_read_one_after_the_other() -> None:
    left = [(0, 200, 50 + 14 * n) for n in range(6)]
    right = [(230, 430, 50 + 14 * n) for n in range(6)]
    boxes = boxes_of((0, 430, 0), *left, *right, (0, 430, 180))
    order = [i for paragraph in arrange(boxes, [60] + [38] * 12 + [60]) for row in paragraph for i in row]
    assert order == list(range(14))


def test_a_row_that_climbs_is_one_row() -> None:
    boxes = boxes_of(
        *[(60 * n, 60 * n + 50, 3 * n) for n in range(8)], *[(60 * n, 60 * n + 50, 16 + 3 * n) for n in range(8)]
    )
    assert arrange(boxes, [8] * 16) == [[list(range(8)), list(range(8, 16))]]


def test_white_space_parts_paragraphs() -> None:
    boxes = boxes_of((0, 200, 0), (0, 200, 14), (0, 200, 28), (0, 200, 60), (0, 200, 74))
    assert arrange(boxes, [30] * 5) == [[[0], [1], [2]], [[3], [4]]]


def test_nothing_has_no_order() -> None:
    assert arrange(np.empty((0, 4)), []) == []


# ---------------------------------------------------------------- real receipts


@pytest.mark.real
@pytest.mark.skipif(not RECEIPTS.exists(), reason="the real receipts are not here")
def test_receipts_tell_company_date_address_and_total() -> None:
    found = wanted = 0
    for image in sorted((RECEIPTS / "img").glob("*.jpg"))[::5]:
        text = _letters(page_of(Image.open(image).convert("RGB")).text)
        fields = json.loads((RECEIPTS / "key" / f"{image.stem}.json").read_text())
        wanted += len(fields)
        found += sum(_letters(value) in text for value in fields.values())
    assert found >= 0.9 * wanted


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())
