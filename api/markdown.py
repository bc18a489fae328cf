"""Citations as Markdown, with the words of documents made harmless: no image, link or markup of theirs takes effect."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pkm.models import Citation

QUOTE_CHARACTERS = 300
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~&:])")


def escaped(text: str) -> str:
    """Text whose every mark of Markdown (CommonMark 2.4) and of HTML stands for itself."""
    return _SPECIAL.sub(r"\\\1", text)


def sources(citations: Iterable[Citation]) -> str:
    """The list of sources that follows an answer, each opening at its words; nothing where there are none."""
    lines = [_line(each) for each in citations]
    return "\n\n**Sources**\n\n" + "\n".join(lines) if lines else ""


def _line(citation: Citation) -> str:
    quote = " ".join(citation.quote.split())
    if len(quote) > QUOTE_CHARACTERS:
        quote = quote[:QUOTE_CHARACTERS].rsplit(" ", 1)[0] + " …"
    where = f", page {citation.page}" if citation.page is not None else ""
    return (
        f"- \\[{citation.n}\\] [{escaped(' '.join(citation.title.split()))}]({citation.url}){where}: “{escaped(quote)}”"
    )
