"""How an OFX file's bytes are read: Unicode where they are, else the code page that its header declares."""

from __future__ import annotations

import re

from ingest.parsers.encoding import Decoded, decode

_CODE_PAGES = {"1252": "cp1252", "8859-1": "latin-1", "iso-8859-1": "latin-1", "none": "cp1252"}
_HEADER_BYTES = 2_048


def decode_ofx(data: bytes) -> Decoded:
    """Decode as the header says, unless the bytes are Unicode: a code page accepts those too, and headers lie."""
    found = decode(data)
    declared = _declared(data[:_HEADER_BYTES])
    if declared and not (found and found.encoding.startswith("utf")):
        try:
            return Decoded(data.decode(declared).replace("\0", "\ufffd"), declared)
        except (UnicodeDecodeError, LookupError):
            pass
    return found or Decoded(data.decode("cp1252", "replace").replace("\0", "\ufffd"), "cp1252")


def _declared(head: bytes) -> str | None:
    """The codec that an OFX 1 header (section 2.2) or an XML declaration names; ``None`` where it names none."""
    declared = dict(re.findall(r"\b(ENCODING|CHARSET)\s*[:=]\s*[\"']?([\w.\-]+)", head.decode("latin-1").upper()))
    charset = declared.get("CHARSET", "NONE").lower()
    if charset != "none":
        if part := re.fullmatch(r"8859-(\d{1,2})", charset):
            charset = f"iso8859-{part[1]}"
        return _CODE_PAGES.get(charset, f"cp{charset}" if charset.isdigit() else charset)
    encoding = declared.get("ENCODING", "").lower()
    return None if encoding in ("", "usascii", "us-ascii", "unicode", "utf-8") else encoding
