"""The tags of an OFX file: SGML whose values need no closing tag (OFX 1.6 section 2.3), or XML (OFX 2.x).

One reader serves both, since real files mix them. Entities other than characters' own are left as they are, so
nothing expands; comments and CDATA sections (OFX 2.2 section 2.3.2.1) are honoured.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(r"<!--|<!\[CDATA\[|<(?P<closes>/?)(?:\w+:)?(?P<name>[A-Za-z][\w.]*)(?:\s[^<>]*)?/?>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,30});")


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag with the text that follows it.

    Attributes:
        name: In capitals, without a namespace.
        value: Its text, decoded, white space folded; empty for a tag that only groups others.
        char_start, char_end: From its ``<`` to its ``>``.
        value_end: Where its value ends in the file.
    """

    name: str
    closes: bool
    value: str
    char_start: int
    char_end: int
    value_end: int


def tags(text: str) -> Iterator[Tag]:
    """All tags in order, in time linear in the text's length."""
    last = {"<!--": text.rfind("-->"), "<![CDATA[": text.rfind("]]>")}
    open_tag: re.Match[str] | None = None
    pieces: list[str] = []
    value_end = position = 0
    while token := _TOKEN.search(text, position):
        chunk = text[position : token.start()]
        pieces.append(_decode_entities(chunk))
        value_end = position + len(chunk.rstrip()) if chunk.strip() else value_end
        position = token.end()
        if token["name"]:
            if open_tag:
                yield _tag(open_tag, pieces, value_end)
            open_tag, pieces, value_end = token, [], position
        elif position <= last[token[0]]:  # an opener that nothing closes is no comment: what follows stays readable
            end = text.index("-->" if token[0] == "<!--" else "]]>", position)
            if token[0] != "<!--":
                pieces.append(text[position:end])
            position = value_end = end + 3
    if open_tag:
        rest = text[position:]
        yield _tag(open_tag, [*pieces, _decode_entities(rest)], position + len(rest.rstrip()))


def _tag(token: re.Match[str], pieces: list[str], value_end: int) -> Tag:
    return Tag(
        token["name"].upper(), bool(token["closes"]), " ".join("".join(pieces).split()),
        token.start(), token.end(), value_end,
    )  # fmt: skip


def _decode_entities(text: str) -> str:
    """Decode ``&amp;``, ``&#233;`` and the like once; a bare ``&``, as in ``AT&T``, stays."""
    return _ENTITY.sub(lambda entity: html.unescape(entity[0]), text) if "&" in text else text
