"""Records of tags, as OFX and CAMT write them: nobody reads the tags, but what they hold."""

from __future__ import annotations

import re
from html import unescape

_TAGGED = re.compile(r"\s*<(?:\w+:)?\w+[^<>]*>\s*<|\s*<[A-Z.]+>[^<\n]+\n?\s*<")
_HELD = re.compile(r">([^<]+)")


def held(words: str) -> str | None:
    """What the tags of a record hold, in a row; ``None`` where the words are none."""
    if not _TAGGED.match(words):
        return None
    return " · ".join(unescape(each.strip()) for each in _HELD.findall(words) if each.strip())
