"""The adapter to ``unstructured``: its elements become blocks, its types and its habits stop here.

Three of its habits are turned off. It reports use (``DO_NOT_TRACK``, ``SCARF_NO_ANALYTICS``, read when it is imported); it
downloads a spaCy model at the first partition; and spaCy imports torch, which reading needs for nothing (2 s, 180 MiB).
It also leaves out words: forms, figures, navigation, anything beside ``<main>``, single characters. Pages are therefore
cleaned first (``markup.visible``), and what comes back is held against the words of the page; if one is missing, our
own walk over the same tree is taken instead.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ingest.parsers.markup import LINE_BREAK, Block, blocks_of, rows_of, unfold, visible
from pkm.models import Heading, Page

if TYPE_CHECKING:
    from lxml.etree import _Element

_WALK_CHARS = 2_000_000
"""Pages beyond this go to our own walk at once: ``unstructured`` needs seconds a megabyte."""
_LONGEST_WORD = 1_000
"""So do those with a longer word: the time that spaCy's tokenizer takes grows with its square."""


def text_of_html(html: str) -> tuple[str, tuple[Heading, ...]]:
    """The visible text of a page or mail body and its headings; empty where there is nothing to see.

    Paragraphs are parted by an empty line, list items and ``<br>`` by a line, cells by `` | ``. Hidden text (inline style,
    ``hidden``), scripts and styles are left out. Never raises, whatever the page.
    """
    text, headings, _ = compose(blocks_of_html(html))
    return text, headings


def blocks_of_html(html: str) -> list[Block]:
    """The blocks of a page, none of its visible words missing."""
    root = visible(html)
    if root is None:
        return []
    walked = list(blocks_of(root))
    if sum(len(block.text) for block in walked) > _WALK_CHARS:
        return walked
    if any(len(word) > _LONGEST_WORD for block in walked for word in block.text.split()):
        return walked
    parted = _partition_tree(root)
    return parted if _words(parted) == _words(walked) else walked


def blocks_of_docx(data: bytes) -> list[Block]:
    """The blocks of a Word document; a page header or footer that repeats comes once."""
    make_offline()
    from unstructured.partition.docx import partition_docx

    # Word notes where its last run broke pages; on another machine they break elsewhere, so no page is claimed.
    return [replace(block, page=None) for block in _blocks(partition_docx(file=BytesIO(data), languages=[""]))]


def blocks_of_pptx(data: bytes) -> list[Block]:
    """The blocks of a presentation, each with its slide; the slide's title is its heading."""
    make_offline()
    from unstructured.partition.pptx import partition_pptx

    elements = partition_pptx(file=BytesIO(data), languages=[""])
    return [
        # Any short line on a slide counts as a title there; only the title shape's own are of level 1.
        replace(block, role="text") if block.role == "heading" and block.level > 1 else block
        for block in _blocks(elements)
    ]


def fill(blocks: list[Block], paragraphs: Iterable[str], page: int | None = None) -> list[Block]:
    """The blocks, and after them each of the file's paragraphs whose words they lack."""
    whole = _squeeze("".join(block.text for block in blocks))
    missing, at = [], 0
    for paragraph in paragraphs:
        words = _squeeze(paragraph)
        found = whole.find(words, at)
        found = found if found >= 0 else whole.find(words)
        if found >= 0:
            at = found
        else:
            whole += words
            missing.append(Block(paragraph, page=page))
    return blocks + missing


def compose(
    blocks: Iterable[Block], size: tuple[float, float] = (0.0, 0.0)
) -> tuple[str, tuple[Heading, ...], tuple[Page, ...]]:
    """Join blocks into one text; a page, of ``size`` points, spans its blocks and ends where the next begins."""
    pieces: list[str] = []
    headings: list[Heading] = []
    starts: list[tuple[int, int]] = []
    at, last = 0, None
    for block in blocks:
        if last is not None:
            gap = "\n" if last.role == block.role == "item" and last.page == block.page else "\n\n"
            pieces.append(gap)
            at += len(gap)
        if block.page is not None and (not starts or starts[-1][0] != block.page):
            starts.append((block.page, at))
        if block.role == "heading":
            headings.append(Heading(at, block.level, " ".join(block.text.split())))
        pieces.append(block.text)
        at += len(block.text)
        last = block
    spans = pairwise([*starts, (0, at)])
    pages = tuple(Page(number, start, end, *size) for (number, start), (_, end) in spans)
    return "".join(pieces), tuple(headings), pages


@cache
def make_offline() -> None:
    """Ready ``unstructured`` for a machine without a network: no reports, no downloads, no torch.

    ``unstructured.nlp.tokenize`` installs ``en_core_web_sm`` from GitHub where it is missing. It only wants sentences and
    words of it, to tell a heading from a paragraph; a blank English pipeline with a rule for sentence ends gives both.
    """
    os.environ.update(DO_NOT_TRACK="1", SCARF_NO_ANALYTICS="true", HF_HUB_OFFLINE="1", UNSTRUCTURED_DISABLE_NOTICE="1")
    torch_is_absent = "torch" not in sys.modules
    if torch_is_absent:
        sys.modules["torch"] = None  # type: ignore[assignment]  # the documented way to make an import fail
    try:
        import spacy
        from unstructured.nlp import tokenize
    finally:
        if torch_is_absent:
            del sys.modules["torch"]

    def load_local_pipeline() -> Any:
        if spacy.util.is_package("en_core_web_sm"):
            return spacy.load("en_core_web_sm", exclude=["ner", "lemmatizer", "attribute_ruler"])
        pipeline = spacy.blank("en")
        pipeline.add_pipe("sentencizer")
        return pipeline

    tokenize._load_spacy_model = load_local_pipeline


def _partition_tree(root: _Element) -> list[Block]:
    """What ``unstructured`` makes of a clean tree; nothing where it fails."""
    make_offline()
    from lxml import etree
    from unstructured.partition.html import partition_html

    page = etree.tostring(root, encoding="unicode", method="html")
    try:
        return list(_blocks(partition_html(text=page, languages=[""])))
    except (RecursionError, ValueError, AssertionError, AttributeError):
        return []


def _blocks(elements: Sequence[Any]) -> Iterator[Block]:
    """Elements as blocks; of page headers and footers, which repeat, each wording once."""
    margins: set[str] = set()
    for element in elements:
        category, page = element.category, element.metadata.page_number
        if category == "PageBreak" or element.text in margins:
            continue
        if category in ("Header", "Footer"):
            margins.add(element.text)
        if category == "Table":
            if rows := _rows_of_html(element.metadata.text_as_html) or element.text:
                yield Block(rows, "rows", page=page)
            continue
        text = unfold(element.text) if LINE_BREAK in element.text else element.text.strip()
        if not text:
            continue
        if category == "Title":
            yield Block(" ".join(text.split()), "heading", (element.metadata.category_depth or 0) + 1, page)
        else:
            yield Block(text, "item" if category == "ListItem" else "text", page=page)


def _rows_of_html(table: str | None) -> str:
    """The rows of ``text_as_html``."""
    from lxml import etree

    if not table:
        return ""
    return rows_of(etree.fromstring(table, etree.HTMLParser(huge_tree=True)))


def _squeeze(text: str) -> str:
    """Text without white space and without the bars that we put between cells."""
    return re.sub(r"[\s|]+", "", text)


def _words(blocks: Iterable[Block]) -> list[str]:
    """All words in order: what two readings of a page must share."""
    return [word for block in blocks for word in block.text.split()]
