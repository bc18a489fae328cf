"""OpenDocument text as a small HTML page, so that it is read as pages are (ODF 1.3 part 3, 5 and 9)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from pkm.errors import Refused

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"

_TAGS = {
    _TEXT + "p": "p",
    _TEXT + "list": "ul",
    _TEXT + "list-item": "li",
    _TEXT + "list-header": "li",
    _TEXT + "note-body": "div",
    _TABLE + "table": "table",
    _TABLE + "table-row": "tr",
    _TABLE + "table-cell": "td",
    _TABLE + "covered-table-cell": "td",
    _DRAW + "page": "div",
    _DRAW + "text-box": "div",
    _OFFICE + "annotation": "div",
}
_UNSEEN = frozenset((_TEXT + "tracked-changes", _TEXT + "note-citation", _OFFICE + "forms", _OFFICE + "scripts"))
_MAX_DEPTH = 400
_OBJECT = re.compile(r"Object \d+/content\.xml")


def page_of(parts: Mapping[str, bytes]) -> str:
    """Heads of pages, the body of ``content.xml``, those of what is embedded, and feet, as HTML; raises ``Refused`` where it is damaged."""
    body = _tree(parts["content.xml"]).find(_OFFICE + "body")
    if body is None:
        raise Refused("the file is damaged: it has no body")
    styles = _tree(parts["styles.xml"]) if parts.get("styles.xml") else None
    heads, feet = ([] if styles is None else list(_edges(styles, each)) for each in ("header", "footer"))
    pieces: list[str] = []
    for each in (*heads, body, *_embedded(parts), *feet):
        _write(each, pieces, 0)
    return f"<html><body>{''.join(pieces)}</body></html>"


def notes_of_sheets(content: bytes) -> Iterator[str]:
    """What is noted at cells and written into drawings of a spreadsheet, a paragraph each."""
    for holder in _tree(content).iter():
        if holder.tag in (_OFFICE + "annotation", _DRAW + "text-box", _DRAW + "custom-shape"):
            for paragraph in holder.iter(_TEXT + "p"):
                if words := " ".join("".join(paragraph.itertext()).split()):
                    yield words


def _tree(data: bytes) -> Element:
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        found: Element = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException) as error:
        raise Refused("the file is damaged: its contents are not XML") from error
    return found


def _edges(styles: Element, kind: str) -> Iterator[Element]:
    """Heads, or feet, of pages of all kinds, each wording once."""
    said = set()
    for page in styles.iter(_STYLE + "master-page"):
        for each in page:
            words = " ".join("".join(each.itertext()).split())
            if each.tag.startswith(_STYLE + kind) and words not in said and any(map(str.isalpha, words)):
                said.add(words)
                yield each


def _embedded(parts: Mapping[str, bytes]) -> Iterator[Element]:
    """The bodies of tables, texts and charts that are embedded."""
    for name in sorted(filter(_OBJECT.fullmatch, parts)):
        body = _tree(parts[name]).find(_OFFICE + "body")
        if body is not None:  # a formula has none
            yield body


def _write(element: Element, pieces: list[str], depth: int) -> None:
    """Append an element's HTML; its tail is the caller's."""
    if element.tag in _UNSEEN:
        return
    if depth > _MAX_DEPTH:
        raise Refused("the file is damaged: its parts are nested without end")
    if element.tag == _TEXT + "line-break":
        pieces.append("<br>")
    elif element.tag in (_TEXT + "s", _TEXT + "tab"):
        pieces.append(" ")
    tag = _TAGS.get(element.tag)
    if element.tag == _TEXT + "h":
        level = element.get(_TEXT + "outline-level", "1")
        tag = f"h{min(int(level), 6) if level.isdigit() and level != '0' else 1}"
    if tag:
        pieces.append(f"<{tag}>")
    pieces.append(escape(element.text or ""))
    for child in element:
        _write(child, pieces, depth + 1)
        pieces.append(escape(child.tail or ""))
    if tag:
        pieces.append(f"</{tag}>")
