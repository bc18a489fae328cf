"""Files that no parser knows: told by what they are, and those apart that hold no words by their nature."""

from __future__ import annotations

import mimetypes
from typing import TYPE_CHECKING

import filetype

from pkm.errors import Refused

if TYPE_CHECKING:
    from ingest.parsers import Candidate

_WORDLESS = {
    "audio": "it is sound, which pkm does not read",
    "video": "it is a film, which pkm does not read",
    "application/x-executable": "it is a program",
    "application/x-msdownload": "it is a program",
    "application/wasm": "it is a program",
    "application/font-woff": "it is a typeface",
    "application/font-sfnt": "it is a typeface",
}
_OTHERS = {
    "application/x-sqlite3": "it is a program's database, which pkm does not open: let the program export what it keeps",
}
_MAGIC = (
    (b"!BDN", "it is Outlook's own store (PST, OST), which pkm does not open: export the mail as .msg or .eml, or as mbox (readpst does)"),
    (b"\xcf\xad\x12\xfe", "it is a folder of Outlook Express (DBX), which pkm does not open: have a mail program import it, and export mbox"),
)  # fmt: skip
_ENDINGS = {".icloud": "it lies in iCloud only: have it downloaded, then it is read"}
_LINKS = frozenset((".gdoc", ".gsheet", ".gslides", ".gdraw", ".gform", ".gsite", ".gjam", ".gnote"))
_LINK = "it is only a link to a document at Google: download the document itself, or export it (Takeout)"
_ZEROS = "it begins with nothing but zeros: it lies in a cloud only, or was not written to its end"
UNKNOWN = "what is in it has no format that pkm reads, whatever its name says"
_OF_PROGRAMS = frozenset(
    ("application/octet-stream", "application/x-msdos-program", "application/x-msdownload", "application/wasm")
)


def refusal(file: Candidate, otherwise: str = UNKNOWN) -> Refused:
    """Why a file is not read that no parser knows; ``wordless`` where neither its bytes nor its name speak of words."""
    told = next((why for magic, why in _MAGIC if file.head.startswith(magic)), None) or _ENDINGS.get(file.suffix)
    if told:
        return Refused(told)
    kind = filetype.guess(file.head)
    found = kind.mime if kind else ""
    named = mimetypes.guess_type(file.name)[0] or ""
    reason = _WORDLESS.get(found) or _WORDLESS.get((found or named).partition("/")[0])
    if reason and (not named or named in _OF_PROGRAMS or named.startswith(("audio/", "video/", "font/"))):
        return Refused(reason, wordless=True)
    return Refused(_OTHERS.get(found, otherwise) if any(file.head) else _ZEROS)


def is_link(file: Candidate) -> bool:
    """Whether a file only says where at Google its document lies."""
    return (
        file.suffix in _LINKS
        and file.head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{")
        and b"google.com" in file.head
    )


def link_refusal() -> Refused:
    """Why such a file is not read: who finds its name would take the document for known."""
    return Refused(_LINK)
