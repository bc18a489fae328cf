"""OpenDocument text as a small HTML page, so that it is read as pages are (ODF 1.3 part 3, 5 and 9)."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from pkm.errors import Refused

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
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


def page_of(content: bytes) -> str:
    """The body of ``content.xml`` as HTML; raises ``Refused`` where it is damaged."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        body = fromstring(content, forbid_dtd=True).find(_OFFICE + "body")
    except (ParseError, DefusedXmlException) as error:
        raise Refused("the file is damaged: its contents are not XML") from error
    if body is None:
        raise Refused("the file is damaged: it has no body")
    pieces: list[str] = []
    _write(body, pieces, 0)
    return f"<html><body>{''.join(pieces)}</body></html>"


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
