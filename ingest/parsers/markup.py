"""The part of an HTML page that a reader sees, as a small clean tree and as blocks of text.

Mail and web pages lay text out with tables, forms and hidden boxes. Here scripts and hidden parts go, tables that only
lay out become paragraphs, and what is left holds every visible word, so that whatever reads the tree can be checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from lxml.etree import _Element

LINE_BREAK = "\ufdd0"
"""A Unicode noncharacter (free for internal use) that stands for ``<br>``: parsers fold white space, not this."""

Role = Literal["text", "heading", "item", "rows"]

_UNSEEN = (
    "head", "script", "style", "noscript", "template", "title", "link", "meta", "datalist", "select", "iframe", "object",
    "audio", "video", "canvas", "noembed", "noframes", "map", "xml", "input",
)  # fmt: skip
_AS_DIV = re.compile(
    "form|details|summary|figure|figcaption|nav|main|fieldset|legend|dialog|svg|text|section|article|aside|header|footer"
    "|center|address|caption|marquee|menu|dir|hgroup"
)
_AS_SPAN = re.compile("button|label|textarea|del|ins|font|output|a")
_BLOCK = re.compile(
    "html|body|div|p|pre|blockquote|h[1-6]|ul|ol|li|dl|dt|dd|table|thead|tbody|tfoot|tr|td|th|colgroup|col|hr"
)
_HIDDEN = re.compile(r"(?:^|;)(?:display:none|visibility:hidden)(?:;|!|$)")
_TAG = re.compile(r"</?(?!(?:script|style|head|title|template|noscript|select)\b)[a-z][^<>]*>", re.IGNORECASE)
_BREAK = re.compile(r"<br\b[^<>]*>", re.IGNORECASE)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_TABLE_PARTS = ("thead", "tbody", "tfoot", "tr", "td", "th", "colgroup", "col")
_CELL_LINES, _CELL_CHARS = 4, 600


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading (``level`` from 1), list item or table (a row a line, cells parted by `` | ``)."""

    text: str
    role: Role = "text"
    level: int = 1
    page: int | None = None


def visible(html: str) -> _Element | None:
    """The clean tree of a page, malformed as it may be; ``None`` where there is nothing to see."""
    from lxml import etree

    root = _tree(_BREAK.sub(LINE_BREAK, html.replace(LINE_BREAK, "")))
    if root is None:
        return None
    for element in root.iterdescendants():
        style = re.sub(r"\s", "", element.get("style", "")).lower()
        closed = element.tag == "dialog" and element.get("open") is None
        if closed or element.get("hidden") is not None or _HIDDEN.search(style):
            element.tag = "template"
    etree.strip_elements(root, *_UNSEEN, with_tail=False)
    for image in root.iter("img"):
        image.text = f" {image.get('alt', '')} "
    etree.strip_tags(root, "img", "wbr")
    for element in root.iter():
        tag = str(element.tag)
        element.tag = "div" if _AS_DIV.fullmatch(tag) else "span" if _AS_SPAN.fullmatch(tag) else tag
        element.attrib.clear()
    _settle_tables(root)
    return root


def title_of(html: str) -> str | None:
    """What the page's ``<title>`` says."""
    root = _tree(html)
    found = None if root is None else root.find(".//title")
    return None if found is None else " ".join("".join(found.itertext()).replace(LINE_BREAK, " ").split()) or None


def blocks_of(root: _Element) -> Iterator[Block]:
    """The blocks of a clean tree, in the order of the page, at any depth of nesting."""
    from lxml import etree

    pieces: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    opened: list[str] = []
    for event, element in walk:
        tag = str(element.tag)
        if _BLOCK.fullmatch(tag):
            yield from _flush(pieces, opened)
        if event == "start":
            if tag == "table" and element is not root:
                if rows := rows_of(element):
                    yield Block(rows, "rows")
                walk.skip_subtree()
                opened.append(tag)
                continue
            opened.append(tag)
            pieces.append(element.text or "")
        else:
            opened.pop()
            if element is not root:
                pieces.append(element.tail or "")
    yield from _flush(pieces, opened)


def rows_of(table: _Element) -> str:
    """A data table as lines of cells; empty cells inside a row keep their place."""
    lines = []
    for row in table.iter("tr"):
        cells = [" ".join("".join(cell.itertext()).replace(LINE_BREAK, " ").split()) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            lines.append(" | ".join(cells))
    return "\n".join(lines)


def unfold(text: str) -> str:
    """Line breaks become lines again, without the blanks around them."""
    return re.sub(rf" ?{LINE_BREAK} ?", "\n", text).strip()


def _tree(html: str) -> _Element | None:
    """Parse a page; one that is nested deeper than libxml2 follows is read as a flat row of lines instead."""
    from lxml import etree

    source = html.replace("\0", "")
    for flat in (False, True):
        parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
        try:
            root = etree.fromstring(
                (_TAG.sub(LINE_BREAK, source) if flat else source).encode("utf-8", "replace"), parser
            )
        except etree.XMLSyntaxError:
            return None
        if not any("depth" in error.message for error in parser.error_log):
            break
    return root


def _flush(pieces: list[str], opened: list[str]) -> Iterator[Block]:
    """The paragraph collected so far, if it has any words; empties ``pieces``."""
    raw = "".join(pieces)
    pieces.clear()
    text = raw.replace(LINE_BREAK, "\n").strip("\n") if "pre" in opened else unfold(" ".join(raw.split()))
    if not text.strip():
        return
    level = next((_HEADINGS[tag] for tag in reversed(opened) if tag in _HEADINGS), None)
    if level is not None:
        yield Block(" ".join(text.split()), "heading", level)
    else:
        yield Block(text, "item" if any(tag in ("li", "dd") for tag in opened) else "text")


def _settle_tables(root: _Element) -> None:
    """Turn tables that lay out into paragraphs; leave of data tables one plain text a cell."""
    tables = list(root.iter("table"))
    nesting = {table for table in tables if next(table.iterdescendants("table"), None) is not None}
    for table in reversed(tables):
        cells = list(table.iter("td", "th"))
        texts = {} if table in nesting else {cell: "\n".join(each.text for each in blocks_of(cell)) for cell in cells}
        if table in nesting or _lays_out(table, texts):
            _dissolve(table)
            continue
        for cell, text in texts.items():
            for child in list(cell):
                cell.remove(child)
            cell.text = " ".join(text.split())
    for part in list(root.iter(*_TABLE_PARTS)):
        if next(part.iterancestors("table"), None) is None:
            part.tag = "div"


def _lays_out(table: _Element, texts: dict[Any, str]) -> bool:
    """Whether a table without tables in it holds paragraphs, headings or stray words rather than rows of data."""
    if not texts or any(text.count("\n") >= _CELL_LINES or len(text) > _CELL_CHARS for text in texts.values()):
        return True
    if next(table.iterdescendants("h1", "h2", "h3", "h4", "ul", "ol", "pre", "blockquote"), None) is not None:
        return True
    for part in table.iter("table", "thead", "tbody", "tfoot", "tr"):
        within = ("td", "th") if part.tag == "tr" else ("thead", "tbody", "tfoot", "tr", "colgroup", "col")
        stray = [part.text or "", *(child.tail or "" for child in part)]
        if any(each.strip() for each in stray) or any(child.tag not in within for child in part):
            return True
    return max(sum(1 for cell in row if texts.get(cell)) for row in table.iter("tr")) < 2


def _dissolve(table: _Element) -> None:
    """Make paragraphs of a table's own rows and cells, not of those of tables inside it."""
    table.tag = "div"
    waiting = list(table)
    while waiting:
        part = waiting.pop()
        if part.tag != "table":
            part.tag = "div" if part.tag in _TABLE_PARTS else part.tag
            waiting.extend(part)
