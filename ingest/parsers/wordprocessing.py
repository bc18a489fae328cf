"""The parts of a Word document as blocks, none of its words missing.

``unstructured`` reads what python-docx shows: paragraphs and tables that lie directly in the body. Content controls,
tracked insertions and text boxes wrap theirs, so these wrappers are taken off first, and what was deleted goes; foot- and
endnotes and comments lie in parts of their own and follow the body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.parsers.markup import Block
from ingest.parsers.package import pack, parse_xml
from ingest.parsers.partition import blocks_of_docx, fill

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WRAPPERS = tuple(_W + tag for tag in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml", "fldSimple"))
_GONE = tuple(_W + tag for tag in ("del", "moveFrom", "sdtPr", "sdtEndPr", "customXmlPr", "smartTagPr"))
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_NOTES = ("word/footnotes.xml", "word/endnotes.xml", "word/comments.xml")
_MAIN_TYPE = re.compile(
    rb"application/vnd\.(?:ms-word\.(?:document|template)\.macroEnabled(?:Template)?"
    rb"|openxmlformats-officedocument\.wordprocessingml\.template)\.main\+xml"
)
_DOCUMENT_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def blocks_of_word(parts: dict[str, bytes]) -> list[Block]:
    """Headers, body and footers in order, then notes and comments."""
    from lxml import etree

    body = parse_xml(parts["word/document.xml"])
    _unwrap(body)
    main, types = "word/document.xml", "[Content_Types].xml"
    opened = {
        **parts,
        main: etree.tostring(body, encoding="UTF-8", xml_declaration=True, standalone=True),
        types: _MAIN_TYPE.sub(_DOCUMENT_TYPE, parts[types]),  # python-docx takes templates for something else
    }
    blocks = fill(blocks_of_docx(pack(opened)), _paragraphs(body))
    for name in _NOTES:
        if name in parts:
            notes = parse_xml(parts[name])
            _unwrap(notes)
            blocks.extend(Block(text) for text in _paragraphs(notes))
    return blocks


def _unwrap(root: _Element) -> None:
    """Take off wrappers, drop what was deleted, and set text boxes behind the paragraph that holds them."""
    from lxml import etree

    etree.strip_elements(root, *_GONE, _FALLBACK, with_tail=False)
    etree.strip_tags(root, *_WRAPPERS)
    for box in list(root.iter(_W + "txbxContent")):
        holder = next(box.iterancestors(_W + "p"), None)
        if holder is None or (parent := holder.getparent()) is None:
            continue
        for content in reversed(list(box)):
            parent.insert(parent.index(holder) + 1, content)


def _paragraphs(root: _Element) -> Iterator[str]:
    """The text of each paragraph that has any."""
    for paragraph in root.iter(_W + "p"):
        pieces = []
        for part in paragraph.iter(_W + "t", _W + "tab", _W + "br", _W + "cr", _W + "noBreakHyphen"):
            tag = part.tag[len(_W) :]
            pieces.append((part.text or "") if tag == "t" else "-" if tag == "noBreakHyphen" else " ")
        if text := " ".join("".join(pieces).split()):
            yield text
