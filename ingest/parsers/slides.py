"""The slides of a presentation as blocks, each with its number, none of their words missing.

``unstructured`` gives titles, text shapes and tables in reading order, but not what charts, diagrams and comments say, nor shapes
that begin outside the slide, and speaker's notes before the slide that they explain; these follow at the end of theirs.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from ingest.parsers.markup import Block
from ingest.parsers.package import pack, parse_xml
from ingest.parsers.partition import blocks_of_pptx, fill

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TELLING = ("/chart", "/diagramData", "/notesSlide", "/comments")
_EMU_PER_POINT = 12_700
_MAIN_TYPE = re.compile(
    rb"application/vnd\.(?:ms-powerpoint\.(?:presentation|slideshow|template)\.macroEnabled"
    rb"|openxmlformats-officedocument\.presentationml\.(?:slideshow|template))\.main\+xml"
)
_PRESENTATION_TYPE = b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"


def blocks_of_slides(parts: dict[str, bytes]) -> list[Block]:
    """All slides in the order in which they are shown."""
    types = "[Content_Types].xml"
    parts = {**parts, types: _MAIN_TYPE.sub(_PRESENTATION_TYPE, parts[types])}
    found = blocks_of_pptx(pack(parts))
    blocks: list[Block] = []
    for number, name in enumerate(_slides(parts), start=1):
        own = [block for block in found if block.page == number]
        blocks.extend(fill(own, _paragraphs(parts, name), number))
    return blocks


def size_of_slides(parts: dict[str, bytes]) -> tuple[float, float]:
    """Width and height of the slides in points."""
    size = parse_xml(parts["ppt/presentation.xml"]).find("{*}sldSz")
    if size is None:
        return 0.0, 0.0
    return int(size.get("cx", "0")) / _EMU_PER_POINT, int(size.get("cy", "0")) / _EMU_PER_POINT


def _slides(parts: dict[str, bytes]) -> list[str]:
    """Part names of the slides, in the order of the presentation."""
    targets = {key: target for key, _, target in _relations(parts, "ppt/presentation.xml")}
    listed = parse_xml(parts["ppt/presentation.xml"]).iter("{*}sldId")
    return [targets[key] for slide in listed if (key := slide.get(_R + "id", "")) in targets]


def _relations(parts: dict[str, bytes], name: str) -> Iterator[tuple[str, str, str]]:
    """Id, type and target part of each relation of a part."""
    folder, base = posixpath.split(name)
    data = parts.get(f"{folder}/_rels/{base}.rels")
    for relation in parse_xml(data) if data else ():
        target = posixpath.normpath(posixpath.join("/" + folder, relation.get("Target", ""))).lstrip("/")
        if relation.get("TargetMode") != "External" and target in parts:
            yield relation.get("Id", ""), relation.get("Type", ""), target


def _paragraphs(parts: dict[str, bytes], name: str) -> Iterator[str]:
    """Every paragraph of a slide, its notes and diagrams, and each series of its charts as a row."""
    telling = [target for _, kind, target in _relations(parts, name) if kind.endswith(_TELLING)]
    for part in [name, *telling]:
        tree = parse_xml(parts[part])
        for field in tree.iter(_A + "fld"):
            if field.get("type") == "slidenum":
                field.clear()
        for paragraph in tree.iter(_A + "p"):
            pieces = (each.text or "" if each.tag == _A + "t" else " " for each in paragraph.iter(_A + "t", _A + "br"))
            if text := " ".join("".join(pieces).split()):
                yield text
        yield from (" ".join(note.text.split()) for note in tree.iter(_P + "text") if note.text)  # of before 2018
        for series in tree.iter(_C + "ser"):
            if cells := [value.text for value in series.iter(_C + "v") if value.text]:
                yield " | ".join(cells)
