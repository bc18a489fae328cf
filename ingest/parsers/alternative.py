"""Of a mail that says the same as plain text and as HTML (RFC 2046 section 5.1.4): whether the plain text says all of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape

_UNSEEN = re.compile(r"<(/?)(?:style|script)\b", re.IGNORECASE)
_MARK = re.compile(r"<[^<>]*>")
_EXCUSE = re.compile(r"\bhtml\b|\bmime\b", re.IGNORECASE)
_EXCUSE_WORDS = 60
_LINK = re.compile(r"<?\w+://\S+")
_WORD = re.compile(r"\w+")
_COVERED = 0.9


def is_fuller(htmls: Sequence[str], plain: str) -> bool:
    """Whether the HTML tells what the plain text leaves out, which only excuses itself, or says part of the same."""
    said = _WORD.findall(_LINK.sub(" ", plain))
    shown = [word for html in htmls for word in _WORD.findall(_shown(html))]
    if len(said) < _EXCUSE_WORDS and len(said) < len(shown) and _EXCUSE.search(plain):
        return True
    own = set(said)
    is_part = len(own.intersection(shown)) >= _COVERED * len(own)
    return len(said) * 4 < len(shown) or (is_part and len(said) * 3 < len(shown) * 2)


def _shown(html: str) -> str:
    """About what a page shows: enough to see which words it has."""
    shown, *rest = _UNSEEN.split(html)
    shown += " ".join(text for slash, text in zip(rest[::2], rest[1::2], strict=True) if slash)
    return _LINK.sub(" ", unescape(_MARK.sub(" ", shown)))
