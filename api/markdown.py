"""Citations as Markdown, with the words of documents made harmless: no image, link or markup of theirs takes effect."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pkm.models import Citation
from pkm.tagged import held

QUOTE_CHARACTERS = 300
_SPECIAL = re.compile(r"([\\`*_{}\[(<>#+!|~&:$])")
_BARE = str.maketrans({"[": "(", "]": ")"})


def escaped(text: str) -> str:
    r"""Text whose every mark of Markdown (CommonMark 2.4) and of HTML stands for itself.

    Brackets and parentheses are escaped where they open only: chats, Open WebUI's for one, read ``\(…\)``, ``\[…\]`` and
    ``$…$`` as formulas.
    """
    return _SPECIAL.sub(r"\\\1", text)


def formulas_inert(answer: str) -> str:
    r"""An answer's Markdown, in which a chat that knows formulas finds none; ``<`` as ``\<``, for not all read ``&lt;``."""
    without = answer.replace("\\](", "]\\(").replace("\\]", "]").replace("&lt;", "\\<")
    return re.sub(r"\$|(?<=\S)>", r"\\\g<0>", without)


def sources(citations: Iterable[Citation]) -> str:
    """The list of sources that follows an answer, each opening at its words; nothing where there are none."""
    lines = [_line(each) for each in citations]
    return "\n\n**Sources**\n\n" + "\n".join(lines) if lines else ""


def _line(citation: Citation) -> str:
    of_tags = held(citation.quote)
    quote = " ".join((of_tags or citation.quote).split())
    if len(quote) > QUOTE_CHARACTERS:
        quote = quote[:QUOTE_CHARACTERS].rsplit(" ", 1)[0] + " …"
    said = escaped(quote) if of_tags or not quote else f"“{escaped(quote)}”"
    where = f", page {citation.page}" if citation.page is not None else ""
    title = escaped(" ".join(citation.title.split()).translate(_BARE))
    return f"{citation.n}. [{title}]({citation.url}){where}{': ' if said else ''}{said}"
