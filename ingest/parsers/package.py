"""Office files as containers: what they are, whether they may be opened, and the parts inside.

OOXML and OpenDocument are ZIP archives of XML; before 2007, and whenever there is a password, Office wrote OLE compound
files. Nothing is unpacked before its declared size is known, and no part that declares entities reaches an XML parser
(ECMA-376 part 2, 8.2.5 forbids DTDs; OpenDocument has no use for them).
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from pkm.errors import Refused

if TYPE_CHECKING:
    from lxml.etree import _Element

ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

MAX_MEMBERS = 20_000
MAX_UNPACKED_BYTES = 1 << 30
MAX_RATIO = 200
_RATIO_FREE_BYTES = 10 << 20

_STRICT, _TRANSITIONAL = (
    re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)"),
    rb"http://schemas.openxmlformats.org/\1/2006/\2",
)
"""ISO 29500 Strict differs in its namespaces, and the readers know only the others."""

_GENERIC_TITLES = ("powerpoint presentation", "powerpoint-präsentation", "présentation powerpoint", "word document")


@dataclass(frozen=True, slots=True)
class Properties:
    """What a file says of itself."""

    title: str | None = None
    day: date | None = None


def members_of(path: Path) -> frozenset[str]:
    """Names of the parts of an archive; empty where it cannot be opened."""
    try:
        with zipfile.ZipFile(path) as archive:
            return frozenset(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return frozenset()


def streams_of(path: Path) -> frozenset[str]:
    """Names of the top-level streams of an OLE compound file; empty where it is none."""
    import olefile

    try:
        with olefile.OleFileIO(str(path)) as container:
            return frozenset(entry[0] for entry in container.listdir())
    except Exception:  # a hostile container fails in any way at all, and each means the same
        return frozenset()


def open_parts(path: Path) -> dict[str, bytes]:
    """All parts of an archive; raises ``Refused`` where it is damaged, locked, a bomb or declares entities."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _measure(entries)
            parts = {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, EOFError, ValueError, OSError, NotImplementedError, RuntimeError) as error:
        if "password" in str(error):
            raise Refused("the file is protected by a password") from error
        raise Refused("the file is damaged or was cut short: its parts cannot be unpacked") from error
    for name, data in parts.items():
        if name.endswith((".xml", ".rels")):
            if _declares_entities(data):
                raise Refused("the file declares XML entities, which office programs never do: it is not opened", name)
            parts[name] = _STRICT.sub(_TRANSITIONAL, data)
    return parts


def pack(parts: Mapping[str, bytes]) -> bytes:
    """An archive of these parts, not compressed."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def parse_xml(data: bytes) -> _Element:
    """An XML part as a tree, nothing fetched or expanded; raises ``Refused`` where it is not well-formed."""
    from lxml import etree

    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Refused("the file is damaged: one of its parts is not XML") from error


def properties_of(parts: Mapping[str, bytes]) -> Properties:
    """Title and day from ``docProps/core.xml`` (OOXML) or ``meta.xml`` (OpenDocument)."""
    data = parts.get("docProps/core.xml") or parts.get("meta.xml")
    if not data:
        return Properties()
    try:
        tree = parse_xml(data)
    except Refused:
        return Properties()
    said = {str(each.tag).rpartition("}")[2]: " ".join((each.text or "").split()) for each in tree.iter()}
    title = said.get("title") or None
    if title and title.casefold() in _GENERIC_TITLES:
        title = None
    # Libraries that write such files leave the dates of their own template in.
    templated = said.get("description", "").startswith("generated ")
    stated = said.get("modified") or said.get("date") or said.get("created") or said.get("creation-date") or ""
    return Properties(title, None if templated else _day(stated))


def _day(stamp: str) -> date | None:
    try:
        return date.fromisoformat(stamp[:10])
    except ValueError:
        return None


def _measure(entries: list[zipfile.ZipInfo]) -> None:
    """Raise ``Refused`` where unpacking would fill the memory."""
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if len(entries) > MAX_MEMBERS:
        raise Refused(f"the file holds more than {MAX_MEMBERS} parts: it is not opened")
    if unpacked > MAX_UNPACKED_BYTES:
        raise Refused(f"the file unpacks to more than {MAX_UNPACKED_BYTES >> 30} GiB: it is not opened")
    if unpacked > _RATIO_FREE_BYTES and unpacked > MAX_RATIO * max(packed, 1):
        raise Refused(f"the file unpacks to more than {MAX_RATIO} times its size: it is not opened")


def _declares_entities(data: bytes) -> bool:
    """Whether a part has a document type, in any encoding that an XML parser detects by itself."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:4]:
        return b"<\0!\0D\0O\0C\0T\0Y\0P\0E\0" in data or b"\0<\0!\0D\0O\0C\0T\0Y\0P\0E" in data
    return b"<!DOCTYPE" in data
