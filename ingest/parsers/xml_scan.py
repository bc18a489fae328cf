"""XML as a stream of elements with the places where they stand in the text.

A scan of the tags instead of an XML parser: it gives offsets in characters, goes on after a bare ``&`` or an end that is
missing, as banks' exports have them, and expands nothing: a document type declaration, with which alone entities could be
declared, is refused, and what is read are the five entities of XML and characters by number (XML 1.0, sections 2.1-2.8, 4.6).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from pkm.errors import Refused

_MARKUP = re.compile(
    r"<(?:(?P<end>/)?(?:[\w.\-]+:)?(?P<name>[A-Za-z_][\w.\-]*)(?P<attributes>(?:\s[^<>\"']*(?:\"[^\"<]*\"|'[^'<]*'))*)\s*"
    r"(?:(?P<empty>/)>|>(?:(?P<leaf>[^<]*)</(?:[\w.\-]+:)?(?P=name)\s*>)?)"
    r"|(?P<cdata>!\[CDATA\[)|(?P<comment>!--)|(?P<doctype>!DOCTYPE)|(?P<instruction>\?))"
)
_ATTRIBUTE = re.compile(r"(?:[\w.\-]+:)?(?P<name>[\w.\-]+)\s*=\s*(?:\"(?P<value>[^\"]*)\"|'(?P<other>[^']*)')")
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos);")
_DEEPEST = 100
_CLOSERS = {"cdata": "]]>", "comment": "-->", "instruction": "?>"}


@dataclass(slots=True)
class Element:
    """An element without its namespace: attributes, text (without its children's), children, and its place.

    ``whole`` is false where the text ends, or an outer element does, before its closing tag.
    """

    name: str
    char_start: int
    char_end: int
    attributes: dict[str, str] = field(default_factory=dict)
    text: str = ""
    children: list[Element] = field(default_factory=list)
    whole: bool = False

    def all(self, path: str) -> list[Element]:
        """All elements at a path of names parted by ``/``."""
        found = [self]
        for name in _steps(path):
            found = [child for each in found for child in each.children if child.name == name]
            if not found:
                break
        return found

    def first(self, *paths: str) -> Element | None:
        """The first element at the first of the paths where there is one."""
        for path in paths:
            if found := self.all(path):
                return found[0]
        return None

    def value(self, *paths: str) -> str:
        """The text at the first of the paths that has one, white space folded; empty where none has."""
        for path in paths:
            for each in self.all(path):
                if each.text:
                    return each.text
        return ""


@lru_cache(1024)
def _steps(path: str) -> tuple[str, ...]:
    return tuple(path.split("/"))


def scan(text: str, names: frozenset[str]) -> Iterator[tuple[Element, Element | None]]:
    """Every element of one of the names as it ends, with the one around it as far as it has been read.

    What is given out is not kept as a child: time is linear in the text's length, memory that of the largest element that is
    given out. Raises ``Refused`` for a document type declaration and for elements that are nested deeper than any bank's file has them.
    """
    stack: list[_Open] = []
    position = 0
    while token := _MARKUP.search(text, position):
        start, end = token.span()
        if stack and (chunk := text[position:start]) and not chunk.isspace():
            stack[-1].pieces.append(_decode(chunk))
        position = end
        ends, name, attributes, empty, leaf = token.group("end", "name", "attributes", "empty", "leaf")
        if ends:
            if leaf is not None:  # ``</a>text</a>``: the second ends another one
                position = token.start("leaf")
            yield from _close(stack, name, start, position, names)
        elif name:
            if len(stack) >= _DEEPEST:
                raise Refused(f"its elements are nested more than {_DEEPEST} deep")
            element = Element(name, start, end, _attributes(attributes) if attributes else {})
            if leaf is None and not empty:
                stack.append(_Open(element))
                continue
            element.whole = True
            if leaf:
                element.text = " ".join(_decode(leaf).split())
            if name in names:
                yield element, stack[-1].element if stack else None
            elif stack:
                stack[-1].element.children.append(element)
        elif (kind := token.lastgroup or "") == "doctype":
            raise Refused("it declares a document type, which no bank's file needs and by which harmful ones are made")
        else:
            closed = text.find(_CLOSERS[kind], position)
            closed = len(text) if closed < 0 else closed
            if kind == "cdata" and stack:
                stack[-1].pieces.append(text[position:closed])
            position = min(len(text), closed + len(_CLOSERS[kind]))
    while stack:
        yield from _leave(stack, len(text), names)


@dataclass(slots=True)
class _Open:
    """An element that has not ended yet, with the pieces of its text."""

    element: Element
    pieces: list[str] = field(default_factory=list)


def _close(
    stack: list[_Open], name: str, start: int, end: int, names: frozenset[str]
) -> Iterator[tuple[Element, Element | None]]:
    """Leave the innermost element of a name and, unfinished, what is open inside; an end without a start is nothing."""
    if not any(each.element.name == name for each in reversed(stack)):
        return
    while stack[-1].element.name != name:
        yield from _leave(stack, start, names)
    stack[-1].element.whole = True
    yield from _leave(stack, end, names)


def _leave(stack: list[_Open], end: int, names: frozenset[str]) -> tuple[tuple[Element, Element | None], ...]:
    """End the innermost element: give it out, or keep it in the one around it."""
    innermost = stack.pop()
    element = innermost.element
    element.char_end = end
    if innermost.pieces:
        element.text = " ".join("".join(innermost.pieces).split())
    around = stack[-1].element if stack else None
    if element.name in names:
        return ((element, around),)
    if around:
        around.children.append(element)
    return ()


def _attributes(text: str) -> dict[str, str]:
    return {each["name"]: _decode(each["value"] or each["other"] or "") for each in _ATTRIBUTE.finditer(text)}


def _decode(text: str) -> str:
    return _REFERENCE.sub(lambda match: html.unescape(match[0]), text) if "&" in text else text
