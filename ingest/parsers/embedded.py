"""Files inside an office file: workbooks in a letter, letters in a workbook, packed objects, and texts that are shown in place.

ECMA-376 part 1, 15.2.10 (embedded packages), 15.2.9 (embedded objects), 17.17.2 (alternative formats); [MS-OLEDS] 2.3.6.
"""

from __future__ import annotations

import posixpath
import struct
from collections.abc import Iterator, Mapping
from io import BytesIO

from ingest.parsers.mail_header import safe_name
from ingest.parsers.package import OLE_MAGIC, parse_xml
from pkm.errors import Refused

_ITSELF = {"WordDocument": ".doc", "Workbook": ".xls", "Book": ".xls", "PowerPoint Document": ".ppt"}
_WORDLESS = frozenset(("Equation Native",))
_NATIVE = "\x01Ole10Native"
_UNKNOWN = "an object of another program is embedded there, which pkm does not open"


def embedded_files(parts: Mapping[str, bytes]) -> tuple[list[tuple[str, bytes]], list[tuple[str, str]]]:
    """Names and bytes of what is embedded in a file of these parts; and where something is that cannot be read, with why.

    The tables that charts are drawn from are none: the chart says the same.
    """
    drawn = {each for name in parts if "/charts/_rels/" in name for each in _targets(parts, name)}
    shown = [each for each in _targets(parts, "word/_rels/document.xml.rels", "/aFChunk") if each in parts]
    files: list[tuple[str, bytes]] = []
    faults: list[tuple[str, str]] = []
    for part in dict.fromkeys((*(each for each in sorted(parts) if "/embeddings/" in each), *shown)):
        data, name = parts[part], posixpath.basename(part)
        if part in drawn or not data:
            continue
        if not data.startswith(OLE_MAGIC):
            files.append((name, data))
            continue
        try:
            found = _of_object(name, data)
        except Exception:  # a hostile container fails in any way at all, and each means the same
            found = None
        if found is None:
            faults.append((part, _UNKNOWN))
        elif found[1]:
            files.append(found)
    return files, faults


def _targets(parts: Mapping[str, bytes], name: str, kind: str = "") -> Iterator[str]:
    """What a part refers to, in relations of a kind."""
    folder = posixpath.dirname(posixpath.dirname(name))
    try:
        relations = parse_xml(parts[name]) if name in parts else ()
    except Refused:
        return
    for each in relations:
        if each.get("TargetMode") != "External" and each.get("Type", "").endswith(kind):
            yield posixpath.normpath(posixpath.join("/" + folder, each.get("Target", ""))).lstrip("/")


def _of_object(name: str, data: bytes) -> tuple[str, bytes] | None:
    """The file that an object holds: packed as it was, or as its program stores it; no bytes where it has no words."""
    import olefile

    with olefile.OleFileIO(BytesIO(data)) as container:
        streams = {each[0] for each in container.listdir()}
        if streams & _WORDLESS:
            return name, b""
        if _NATIVE in streams:
            return _unpacked(container.openstream(_NATIVE).read())
        for stream, ending in (("Package", ""), ("CONTENTS", ".pdf")):
            if stream in streams:
                return posixpath.splitext(name)[0] + ending, container.openstream(stream).read()
    own = next((_ITSELF[each] for each in streams if each in _ITSELF), None)
    return None if own is None else (posixpath.splitext(name)[0] + own, data)


def _unpacked(native: bytes) -> tuple[str, bytes]:
    """Name and bytes of a packed file: behind label and name, marks, and the path from which it was taken."""
    at = 6
    label, at = _string(native, at)
    _, at = _string(native, at)
    _, at = _string(native, at + 8)
    [size] = struct.unpack_from("<I", native, at)
    return safe_name(label, "object"), native[at + 4 : at + 4 + size]


def _string(data: bytes, at: int) -> tuple[str, int]:
    """A string that a zero ends, and where what follows begins."""
    end = data.index(b"\0", at)
    return data[at:end].decode("cp1252", "replace"), end + 1
