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
_UNKNOWN = "what is in it has no format that pkm reads, whatever its name says"
_OF_PROGRAMS = frozenset(
    ("application/octet-stream", "application/x-msdos-program", "application/x-msdownload", "application/wasm")
)


def refusal(file: Candidate) -> Refused:
    """Why a file is not read that no parser knows; ``wordless`` where neither its bytes nor its name speak of words."""
    kind = filetype.guess(file.head)
    found = kind.mime if kind else ""
    named = mimetypes.guess_type(file.name)[0] or ""
    reason = _WORDLESS.get(found) or _WORDLESS.get((found or named).partition("/")[0])
    if reason and (not named or named in _OF_PROGRAMS or named.startswith(("audio/", "video/", "font/"))):
        return Refused(reason, wordless=True)
    return Refused(_OTHERS.get(found, _UNKNOWN))
