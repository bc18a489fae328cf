"""Forms in a PDF that are XML (XFA): what is printed on them and what was filled in, for their pages only say "please wait".

XFA 3.3: the packet ``template`` holds captions and printed text, ``datasets`` the values, by the names of the fields.
"""

from __future__ import annotations

import ctypes
from collections import defaultdict, deque
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ingest.parsers.package import parse_xml

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_PACKET_BYTES = 64 << 20
_FIELDS = ("field", "exclGroup")


def form_of(document: Any) -> list[str]:
    """The lines of the form in a ``pypdfium2.PdfDocument``, a field each; raises ``Refused`` where it is damaged."""
    packets = _packets(document)
    trees = {name: parse_xml(packets[name]) for name in ("template", "datasets") if packets.get(name)}
    if not trees and (whole := packets.get("")):  # one stream holds all
        root = parse_xml(whole)
        trees = {_name(each): each for each in root if _name(each) in ("template", "datasets")}
    values: defaultdict[str, deque[str]] = defaultdict(deque)
    for name, value in _values(trees["datasets"]) if "datasets" in trees else ():
        values[name].append(value)
    lines = list(_printed(trees["template"], values)) if "template" in trees else []
    left = (f"{name}: {value}" for name, each in values.items() for value in each)
    return [*lines, *left]


def _packets(document: Any) -> dict[str, bytes]:
    """The form's streams by their names."""
    import pypdfium2.raw as pdfium

    found: dict[str, bytes] = {}
    for number in range(max(0, pdfium.FPDF_GetXFAPacketCount(document))):
        size = pdfium.FPDF_GetXFAPacketName(document, number, None, 0)
        name = ctypes.create_string_buffer(size)
        pdfium.FPDF_GetXFAPacketName(document, number, name, size)
        needed = ctypes.c_ulong()
        known = pdfium.FPDF_GetXFAPacketContent(document, number, None, 0, ctypes.byref(needed))
        if not known or not 0 < needed.value <= MAX_PACKET_BYTES:
            continue
        content = ctypes.create_string_buffer(needed.value)
        if pdfium.FPDF_GetXFAPacketContent(document, number, content, needed.value, ctypes.byref(needed)):
            found[name.value.decode("utf-8", "replace")] = content.raw.strip()
    return found


def _values(datasets: _Element) -> Iterator[tuple[str, str]]:
    """Names and values that were filled in."""
    for each in datasets.iter("{*}*"):
        if len(each) == 0 and (value := " ".join((each.text or "").split())):
            yield _name(each), value


def _printed(template: _Element, values: dict[str, deque[str]]) -> Iterator[str]:
    """What is printed, in its order, with the value of each field behind its caption; takes these out of ``values``."""
    for each in template.iter("{*}draw", *("{*}" + name for name in _FIELDS)):
        is_field = _name(each) in _FIELDS
        caption = _words(each, "caption" if is_field else "value")
        own = values.get(each.get("name", "")) if is_field else None
        value = own.popleft() if own else _words(each, "value") if is_field else ""
        if caption or own is not None:
            yield ": ".join(filter(None, (caption or each.get("name", ""), value)))


def _words(element: _Element, child: str) -> str:
    """The text below a child."""
    found = element.find("{*}" + child)
    return "" if found is None else " ".join("".join(map(str, found.itertext())).split())


def _name(element: _Element) -> str:
    return str(element.tag).rpartition("}")[2]
