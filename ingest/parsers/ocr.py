"""Text recognition: rapidocr with the PP-OCRv6 models that its wheel carries, on the CPU, without any download.

Lines are found once, at a size that is quick; each is then cut out of the full picture along its own slanted frame and
read upright. So a page may be turned or skewed without ever being resampled as a whole.
"""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.parsers.reading_order import arrange
from pkm.models import Word

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]
    Quads = NDArray[np.float32]

DETECTION_PIXELS = 1_900_000
DETECTION_SIDE = 3_500
DETECTION_ASPECT = 5
LINE_HEIGHT = 96
WORD_MARGIN = 0.42
DOUBTFUL = 0.85
SAMPLE = 4
LEAST_CONFIDENCE = 0.5


@dataclass(frozen=True, slots=True)
class OcrPage:
    """What was read in a picture.

    Attributes:
        text: Rows in reading order, a blank line between paragraphs.
        words: With boxes in the picture's own pixels, as it was given.
        confidence: Mean over the characters, in [0, 1]; 0 without text.
        rotation: Degrees clockwise that bring the text upright, in (-180, 180].
        lines: How many places look like a line of text, read or not.
    """

    text: str
    words: tuple[Word, ...]
    confidence: float
    rotation: float
    lines: int = 0


@dataclass(frozen=True, slots=True)
class _Line:
    """A recognised line: each word with the range of the line's width that it takes, in [0, 1]."""

    words: tuple[tuple[str, float, float], ...]
    confidence: float

    @property
    def text(self) -> str:
        return " ".join(word for word, _, _ in self.words)


def read(pixels: Pixels) -> OcrPage:
    """Read an RGB picture of shape (height, width, 3), whichever way up it is."""
    import numpy as np

    quads = _detect(pixels)
    if not len(quads):
        return OcrPage("", (), 0.0, 0.0)
    angle = _direction(quads)
    quads = _turn(quads, angle)
    lines = None if abs(angle) > 45 else _recognise(pixels, quads)
    if lines is None or _confidence(lines) < DOUBTFUL:
        if _is_upside_down(pixels, quads):
            angle += 180.0
            quads = np.roll(quads, 2, axis=1)
            lines = None
        lines = lines or _recognise(pixels, quads)
    kept = [i for i, line in enumerate(lines) if line.words and line.confidence >= LEAST_CONFIDENCE]
    if not any(_has_word(lines[i].text) for i in kept):
        return OcrPage("", (), 0.0, 0.0, len(quads))
    return _compose(quads[kept], [lines[i] for i in kept], angle, pixels.shape)


def _has_word(text: str) -> bool:
    """Whether there are two letters or digits: a lone one is what a picture without text looks like."""
    return sum(map(str.isalnum, text)) >= 2


def _compose(quads: Quads, lines: list[_Line], angle: float, shape: tuple[int, ...]) -> OcrPage:
    """Put the lines into reading order and note where each word stands in text and picture."""
    pieces: list[str] = []
    words: list[Word] = []
    length = 0
    order = arrange(_upright_boxes(quads, angle), [len(line.text) for line in lines])
    for number, paragraph in enumerate(order):
        for place, row in enumerate(paragraph):
            gap = "\n" if place else "\n\n" if number else ""
            for index in row:
                for word, start, end in lines[index].words:
                    pieces.append(gap + word)
                    length += len(gap)
                    words.append(Word(length, length + len(word), *_box(quads[index], start, end, shape)))
                    length += len(word)
                    gap = " "
    return OcrPage("".join(pieces), tuple(words), _confidence(lines), 180.0 - (180.0 + angle) % 360.0, len(quads))


def _detect(pixels: Pixels) -> Quads:
    """Where lines of text stand: shape (n, 4, 2), corners clockwise, from any of them."""
    import cv2
    import numpy as np

    height, width = pixels.shape[:2]
    scale = min(1.0, DETECTION_SIDE / max(height, width), math.sqrt(DETECTION_PIXELS / (height * width)))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA) if scale < 1 else pixels
    # The detector magnifies until the shorter side is long enough: a thin strip would become gigantic.
    rows, columns = (max(0, max(size) // DETECTION_ASPECT - side) for side in (size[1], size[0]))
    if rows or columns:
        small = cv2.copyMakeBorder(small, 0, rows, 0, columns, cv2.BORDER_REPLICATE)
    found = _engine()(small[:, :, ::-1].copy(), use_det=True, use_cls=False, use_rec=False).boxes
    if found is None:
        return np.empty((0, 4, 2), dtype=np.float32)
    return np.asarray(found, dtype=np.float32) * np.array([width / size[0], height / size[1]], dtype=np.float32)


def _direction(quads: Quads) -> float:
    """The direction in which the lines run, in degrees (clockwise from rightwards), ±180 left open."""
    import numpy as np

    across = (quads[:, 1] - quads[:, 0] + quads[:, 2] - quads[:, 3]) / 2
    down = (quads[:, 3] - quads[:, 0] + quads[:, 2] - quads[:, 1]) / 2
    wide, tall = np.linalg.norm(across, axis=1), np.linalg.norm(down, axis=1)
    along = np.where((wide >= tall)[:, None], across, down)
    long, short = np.maximum(wide, tall), np.minimum(wide, tall)
    weights = np.where(long >= 2 * short, long, 0.01 * long)
    angles = np.degrees(np.arctan2(along[:, 1], along[:, 0]))
    sideways = np.abs(np.abs(angles) - 90) < 45
    main = 90.0 if weights[sideways].sum() > weights[~sideways].sum() else 0.0
    skews = (angles - main + 45) % 90 - 45
    fitting = sideways == (main == 90.0)
    order = skews[fitting].argsort()
    sums = weights[fitting][order].cumsum()
    return main + float(skews[fitting][order][np.searchsorted(sums, sums[-1] / 2)])


def _turn(quads: Quads, angle: float) -> Quads:
    """Start each frame at the corner from which its upper edge runs in the given direction."""
    import numpy as np

    radians = math.radians(angle)
    edges = np.roll(quads, -1, axis=1) - quads
    upper = (edges @ np.array([math.cos(radians), math.sin(radians)], dtype=np.float32)).argmax(axis=1)
    return np.take_along_axis(quads, ((upper[:, None] + np.arange(4)) % 4)[:, :, None], axis=1)


def _is_upside_down(pixels: Pixels, quads: Quads) -> bool:
    """Whether the longest lines read better from the other side."""
    import numpy as np

    longest = np.linalg.norm(quads[:, 1] - quads[:, 0], axis=1).argsort()[::-1][:SAMPLE]
    here = _confidence(_recognise(pixels, quads[longest]))
    return _confidence(_recognise(pixels, np.roll(quads[longest], 2, axis=1))) > here


def _recognise(pixels: Pixels, quads: Quads) -> list[_Line]:
    """Read each frame, from its first corner on."""
    result = _engine().recognize_txt([_cut(pixels, quad) for quad in quads])
    return [
        _line(text, score, word_info)
        for text, score, word_info in zip(result.txts, result.scores, result.word_results, strict=True)
    ]


def _cut(pixels: Pixels, quad: Quads) -> Pixels:
    """A slanted frame as an upright BGR strip."""
    import cv2
    import numpy as np

    sides = np.linalg.norm(np.roll(quad, -1, axis=0) - quad, axis=1).tolist()
    width, height = max(sides[0], sides[2], 1.0), max(sides[1], sides[3], 1.0)
    shrink = min(1.0, LINE_HEIGHT / height)
    size = (max(1, round(width * shrink)), max(1, round(height * shrink)))
    corners = np.array([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], dtype=np.float32)
    warp = cv2.getPerspectiveTransform(quad, corners)
    strip = cv2.warpPerspective(pixels, warp, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.ascontiguousarray(strip[:, :, ::-1])


def _line(text: str, score: float, word_info: Any) -> _Line:
    """Part a line into words; the recogniser tells the column of each character, of ``line_txt_len`` columns."""
    words = text.split()
    columns = [column for word in word_info.word_cols for column in word]
    total = float(word_info.line_txt_len)
    if len(columns) != sum(map(len, words)) or total <= 0:
        columns, total = [i for i, char in enumerate(text) if not char.isspace()], float(max(len(text), 1))
    firsts = [0, *accumulate(map(len, words))]
    # A character's column is near its middle; the frame fits the line, so its ends are those of the outer words.
    starts, ends = [0.0], []
    for first in firsts[1:-1]:
        gap = (columns[first] - columns[first - 1]) * WORD_MARGIN
        ends.append((columns[first - 1] + 0.5 + gap) / total)
        starts.append((columns[first] + 0.5 - gap) / total)
    return _Line(tuple(zip(words, starts, [*ends, 1.0], strict=False)), float(score))


def _confidence(lines: list[_Line]) -> float:
    """Mean confidence over the characters of the lines."""
    sizes = [len(line.text) for line in lines]
    return sum(line.confidence * size for line, size in zip(lines, sizes, strict=True)) / max(sum(sizes), 1)


def _upright_boxes(quads: Quads, angle: float) -> NDArray[np.floating]:
    """Boxes of shape (n, 4) after the page was turned upright."""
    import numpy as np

    radians = math.radians(angle)
    turned = quads @ np.array(
        [[math.cos(radians), -math.sin(radians)], [math.sin(radians), math.cos(radians)]], dtype=np.float32
    )
    return np.concatenate((turned.min(axis=1), turned.max(axis=1)), axis=1)


def _box(quad: Quads, start: float, end: float, shape: tuple[int, ...]) -> tuple[float, float, float, float]:
    """The upright box around a part of a frame, within the picture."""
    import numpy as np

    upper, lower = quad[1] - quad[0], quad[2] - quad[3]
    corners = np.stack(
        [quad[0] + start * upper, quad[0] + end * upper, quad[3] + end * lower, quad[3] + start * lower]
    ).clip(0, (shape[1], shape[0]))
    (x0, y0), (x1, y1) = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
    return x0, y0, x1, y1


@cache
def _engine() -> Any:
    """One engine a process. Model paths are given, so that rapidocr has nothing to look up or fetch."""
    import rapidocr

    models = Path(rapidocr.__file__).parent / "models"
    return rapidocr.RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.max_side_len": 4 * DETECTION_SIDE,
            "Global.return_word_box": True,
            "EngineConfig.onnxruntime.intra_op_num_threads": int(os.environ.get("OMP_NUM_THREADS", "2")),
            "Det.model_path": str(models / "PP-OCRv6_det_small.onnx"),
            "Rec.model_path": str(models / "PP-OCRv6_rec_small.onnx"),
            "Cls.model_path": str(models / "ch_ppocr_mobile_v2.0_cls_mobile.onnx"),
        }
    )
