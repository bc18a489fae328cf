"""From a document's text to passages: ranges of about 500 characters that end where the text itself pauses.

Section edges (headings, pages) are never crossed. Between them a passage grows to the strongest
pause within reach: the end of a paragraph before that of a row, of a sentence, of a clause, of a word. Passages of
about this size, split on structure, find more than larger or fixed ones (bench/retrieval).

A passage's context is the headings above it (``pkm.prepared.contexts``). A mail's header opens its
first passage: by itself it repeats sender and subject, says nothing, and would be found before what the mail says.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from pkm.models import Heading, ParsedDocument, Passage, Space
from pkm.prepared import BETWEEN, CONTEXT, contexts

LONGEST = 500  # characters of a passage, edge spaces not counted
SHORTEST = 250  # characters after which any pause may end a passage, the strongest first
TAIL = 120  # a rest of a section that is shorter joins the passage before it
TITLE = 500  # characters of a heading that are kept with each passage below it

# Strength of a pause by the group that matched: paragraph, turn of who speaks (or a line with its label), row, sentence, clause, word.
_PAUSE = re.compile(
    r"(?P<p>\n[^\S\n]*(?:\n\s*)+)"
    r"|(?P<r>\n\s*(?=(?:[-*•‣·]|\(?\w{1,3}[.)])\s)|(?<=[|;])[^\S\n]*\n|(?<=\t) *\n|\n(?=[^\n]*(?:\t|\||  ))|\n(?=[\d(\[]))"
    r"|(?P<t>\n(?=[^\W\d_a-zß-ÿ][^\n:.!?;,/]{0,40}:[ \t]))"
    r"|(?P<s>(?<=[.!?…])[\"'”’)\]]*\s+(?=[^\W_a-z]|[\"'“‘(\[])|(?<=[。！？]))"
    r"|(?P<c>(?<=[;:,])\s+|\n)"
)
# What ends no sentence: the number of a day or floor ("am 1. April"), and that of what follows it ("done. 5. Termination").
_ORDINAL = re.compile(r"(?:[.,:;]|\b(?![A-ZÄÖÜ])[^\W\d_]+)\s+\d{1,2}\.\Z")
_STRENGTH = {"p": 5, "t": 4, "r": 3, "s": 3, "c": 2}
_PIECE = re.compile(r"[A-Za-z]+|\d+|[^\w\s]|\w")


def split(document: ParsedDocument, space: Space) -> list[Passage]:
    """The passages of a document, in order: every character but white space lies in one of them, or is quoted from others."""
    text = document.text
    heading_starts = [each.char_start for each in document.headings]
    paths = _paths(document.headings)
    page_starts = [each.char_start for each in document.pages]
    quoted_edges = [edge for each in document.quoted for edge in each]
    edges = sorted({0, len(text), *heading_starts, *page_starts, *quoted_edges})
    passages = []
    for start, end in pairwise(each for each in edges if 0 <= each <= len(text)):
        if bisect_right(quoted_edges, start) % 2:
            continue
        above = bisect_right(heading_starts, start)
        path = paths[above - 1] if above else ""
        page = bisect_right(page_starts, start)
        number = document.pages[page - 1].number if page else None
        budget = space.window_tokens - 2 - count_tokens(path[-CONTEXT:])
        day = (document.headings[above - 1].date if above else None) or document.date
        passages += [Passage(low, high, number, path, "", day) for low, high in _ranges(text, start, end, budget)]
    context = contexts((each.heading, each.char_end - each.char_start) for each in passages)
    return [replace(each, context=context[each.heading]) for each in passages]


def count_tokens(text: str) -> int:
    """An estimate from above of the tokens that a subword tokenizer makes of ``text``.

    Words of Latin letters give a token for each begun four letters, numbers for each begun two digits, anything else
    for each character. It exceeds MiniLM's own count on ordinary prose by a third; where strange text exceeds the
    estimate, the embedder still reads all of it, in windows.
    """
    count = 0
    for piece in _PIECE.findall(text):
        count += 1 if len(piece) == 1 else (len(piece) + 1) // 2 if piece[0].isdigit() else (len(piece) + 3) // 4
    return count


def _ranges(text: str, start: int, end: int, budget: int) -> Iterator[tuple[int, int]]:
    """Cut one section into ranges without white space at their edges and within the budget of tokens."""
    pauses = [
        (each.end(), _STRENGTH[each.lastgroup or "c"])
        for each in _PAUSE.finditer(text, start, end)
        if each.lastgroup != "s" or not _ORDINAL.search(text, max(start, each.start() - 24), each.start())
    ]
    places = [place for place, _ in pauses]
    while (start := _skip_space(text, start, end)) < end:
        longest = LONGEST
        while True:
            cut = _cut(text, start, end, longest, pauses, places)
            words = text[start:cut].rstrip()
            if len(words) <= budget or longest == 1 or count_tokens(words) <= budget:
                break
            longest = max(1, min(len(words), longest) * 3 // 4)
        yield start, start + len(words)
        start = cut


def _cut(text: str, start: int, end: int, longest: int, pauses: list[tuple[int, int]], places: list[int]) -> int:
    """Where the passage that begins at ``start`` ends: the strongest pause in reach, the last of equals."""
    if end - start <= longest:
        return end
    first = bisect_left(places, start + max(1, longest * SHORTEST // LONGEST))
    last = bisect_right(places, start + longest)
    if first < last:
        cut = max((strength, place) for place, strength in pauses[first:last])[1]
    else:
        space = max(text.rfind(each, start + 1, start + longest) for each in " \n\t")
        cut = space + 1 if space > start else start + longest
    return end if end - cut <= min(TAIL, longest // 4) else cut


def _skip_space(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def _paths(headings: tuple[Heading, ...]) -> list[str]:
    """For each heading the titles that lead to it, outermost first."""
    paths: list[str] = []
    open_: list[Heading] = []
    for heading in headings:
        while open_ and open_[-1].level >= heading.level:
            open_.pop()
        open_.append(heading)
        paths.append(BETWEEN.join(each.title[:TITLE] for each in open_))
    return paths
