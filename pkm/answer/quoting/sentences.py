"""Where the sentences of a text begin and end, for texts as they come: wrapped lines, lists, tables, mail headers.

A line break ends a sentence unless the line runs on: it fills its column and the next line is no list item, label or
heading. Abbreviations and ordinals (``Nr. 4``, ``30. Juni``) do not end one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pkm.answer.language import FUNCTION_WORDS, detect, vocabulary
from pkm.answer.planning.anchors import month_names
from pkm.ledger.words import fold

Span = tuple[int, int]

_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)")
_ABBREVIATIONS = vocabulary(
    """mr mrs ms dr prof st no nr nos art abs bzw ca etc e.g i.e z.b d.h u.a vgl ggf inkl zzgl str tel fig vol inc ltd co corp
    jan feb mar apr jun jul aug sep sept oct okt nov dec dez janv févr avr juil déc m mme al p pp approx incl u s a b kd vers cust acc mio mrd tsd
    u.s p.o geb gest verh gez verw bj hr allg evtl bzgl lfd mtl jährl réf dep arr fa
    """
)
_ITEM = re.compile(
    r"\s*(?:[-*•–·>|#]|\(?\d{1,3}[.)]\s|§|\(?[a-z]\)\s|[^\W\d_][\w /-]{0,30}:\s"
    r"|\u200e?\[?\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? \d{1,2}:\d\d)"  # the stamp of a message
)
_GAP = re.compile(r"(?<=[^\s.,;:!?]) {2,}(?=\S)|\t| \| ")
# How a sentence begins that cannot be understood, or may turn what was said, without the one before.
_GOES_ON = re.compile(
    r"\W*(?:it|its|they|their|this|these|that|those|such|he|she|however|but|except|otherwise|unless|instead|then|thereafter|also|the same"
    r"|er|es|sie|ihre?|sein|dies\w*|das gilt|dabei|dazu|davon|dafür|dadurch|danach|dann|darüber|hierfür|hiervon|jedoch|aber|doch|allerdings|ausgenommen|außer|sonst|andernfalls|ansonsten|stattdessen|gleiches|auch|nicht jedoch"
    r"|il|ils|elle|elles|ce|cela|ceci|cette|ces|celui-ci|celle-ci|toutefois|cependant|mais|sauf|sinon|ensuite|en revanche|dans ce cas|il en est de même)(?!\w)",
    re.IGNORECASE,
)
_RULED = re.compile(r"[|:+ =-]*-[|:+ =-]*")  # the line below the head of a table
# Amounts at the end of a line: several, or one far behind its label.
_AMOUNT = r"[-+−]?[$€£]?\s?\d[\d.,'’]*[.,]\d\d(?:\s?[$€£])?"
_AMOUNTS = re.compile(rf"(?:(?<=\s){_AMOUNT}(?:\s+|$)){{2,}}$")
_FAR_AMOUNT = re.compile(rf"(?: {{3,}}|\t){_AMOUNT}$")
_MARKED = re.compile(r"[:;.!?]\s|[.!?:;]$")
_SEPARATOR = re.compile(r"[;,](?=\S)")  # of values in a line, without a blank behind it
LEAST_SEPARATORS = 3
_APART = re.compile(r"[-/]")  # "Versicherungsschein-Nr."
_UNIT = re.compile(r"\d\s?[a-z]$")  # "9 h."
_LIST = re.compile(r":[ \t]*\n\s*(?:^[ \t]*(?:[-*•–·]|\(?\d{1,2}[.)])[ \t]+\S[^\n]*(?:\n|\Z))+", re.MULTILINE)
MAX_LIST = 900  # characters
RUNS_ON = 0.6
MIN_RUNNING_LINE = 45
AROUND = 160  # characters beside a number, which tell in what language it stands


def list_behind(text: str, start: int, end: int) -> int | None:
    """Where the list ends of which ``text[start:end]`` says what it is a list of ("Still missing:") and its first items; else ``None``."""
    begun = _LIST.search(text, start, end)
    if begun is None:
        return None
    whole = _LIST.match(text, begun.start())
    return max(end, whole.end()) if whole and whole.end() - start <= MAX_LIST else None


def split(text: str) -> list[Span]:
    """Spans of the sentences, without the white space around them."""
    spans: list[Span] = []
    for start, end in _blocks(text):
        position = start
        for match in _END.finditer(text, start, end):
            if _ends_here(text, match, start):
                spans.append((position, match.end()))
                position = match.end()
        spans.append((position, end))
    return [trimmed for each in spans if (trimmed := trim(text, *each))[0] < trimmed[1]]


def within(text: str, start: int, end: int) -> list[str]:
    """The sentences that lie in a range, as the whole text splits them: of a range alone the first line may look short."""
    return [text[max(left, start) : min(right, end)] for left, right in split(text) if left < end and start < right]


def paragraphs(text: str) -> list[Span]:
    """Spans of the lines that read on, without the white space around them."""
    return [trimmed for each in _blocks(text) if (trimmed := trim(text, *each))[0] < trimmed[1]]


def going_on(text: str, spans: Sequence[Span], start: int, end: int) -> Span:
    """The range with the sentence before it, where its first goes on from that, and with those behind it that go on from it."""
    inside = [n for n, each in enumerate(spans) if each[0] < end and start < each[1]]
    if not inside:
        return start, end
    first, last = inside[0], inside[-1]
    while first and _GOES_ON.match(text, spans[first][0]):
        first -= 1
    while last + 1 < len(spans) and _GOES_ON.match(text, spans[last + 1][0]):
        last += 1
    return min(start, spans[first][0]), max(end, spans[last][1])


def goes_on(said: str) -> bool:
    """Whether a sentence begins as one that goes on from what was said before it."""
    return _GOES_ON.match(said) is not None


def trim(text: str, start: int, end: int) -> Span:
    """The span without white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _blocks(text: str) -> list[Span]:
    """Runs of lines that read on."""
    lines = [match.span() for match in re.finditer(r"[^\n]*(?:\n|$)", text) if match.end() > match.start()]
    width = sorted(end - start for start, end in lines)[int(len(lines) * 0.9)] if lines else 0
    blocks: list[Span] = []
    line = ""
    for start, end in lines:
        if blocks and _runs_on(line, text[start:end], width):
            blocks[-1] = (blocks[-1][0], end)
        else:
            blocks.append((start, end))
        line = text[start:end]
    return blocks


def _runs_on(line: str, following: str, width: int) -> bool:
    """Whether a line continues in the next one."""
    bare = line.rstrip()
    if len(bare) < max(MIN_RUNNING_LINE, RUNS_ON * width) or not following.strip() or bare.endswith((":", ";")):
        return False
    if bare.endswith((".", "!", "?")) and _is_title(following):
        return False
    if len(_SEPARATOR.findall(line)) == len(_SEPARATOR.findall(following)) >= LEAST_SEPARATORS:
        return False
    if any(has_amounts(each) or _FAR_AMOUNT.search(each.rstrip()) for each in (line, following)):
        return False
    return not _ITEM.match(following) and "\t" not in line and " | " not in line and not is_row(line)


def has_amounts(line: str) -> bool:
    """Whether a line ends with several amounts, as the rows of bills do, however their columns are set apart."""
    return _AMOUNTS.search(line.rstrip()) is not None


def is_row(line: str) -> bool:
    """Whether a line has three columns or more, set apart by bars, tabs or spaces; two spaces alone may only fill a line."""
    gaps = _GAP.findall(line.strip())
    return len(gaps) >= 2 and any(each == "\t" or len(each) > 2 for each in gaps)


def cells(line: str) -> list[str]:
    """What stands in the columns of a row."""
    return [each.strip() for each in _GAP.split(line.strip().strip("|"))]


def labelled(head: str, row: str) -> list[tuple[str, str]]:
    """The cells of a row that hold something, each with the name of its column; none where they are not as many."""
    names, told = cells(head), cells(row)
    if len(names) != len(told) or not any(names):
        return []
    return [(name, cell) for name, cell in zip(names, told, strict=True) if cell]


def head_above(text: str, row: Span) -> str:
    """The row that names the columns of a row; empty where it is none of a table, or stands in no text as one sentence."""
    spans = split(text)
    head = table_heads(text, spans).get(spans.index(row)) if row in spans else None
    return text[slice(*spans[head])] if head is not None else ""


def table_heads(text: str, spans: Sequence[Span]) -> dict[int, int]:
    """The rows of the tables among some sentences, each with the one that names its columns: the first, without a figure."""
    heads: dict[int, int] = {}
    lines = [place for place, span in enumerate(spans) if not _RULED.fullmatch(text[slice(*span)])]
    for before, place in pairwise(lines):
        above, row = text[slice(*spans[before])], text[slice(*spans[place])]
        if text[spans[before][1] : spans[place][0]].count("\n") == place - before and _is_table(above, row):
            head = heads.get(before, before)
            if head != before or not any(each.isdigit() for each in above):
                heads[place] = head
    return heads


def _is_table(above: str, row: str) -> bool:
    """Whether one of two lines stands below the other in a table: both have columns, or rows of amounts stand below names or each other."""
    if is_row(above) and is_row(row):
        return True
    return has_amounts(row) and (has_amounts(above) or not (_MARKED.search(above) or any(map(str.isdigit, above))))


def _is_title(line: str) -> bool:
    """Whether a line is a heading by its look: short, begun with a capital, without an end."""
    bare = line.strip()
    return len(bare) < MIN_RUNNING_LINE and bare[:1].isupper() and bare[-1].isalnum()


def _ends_here(text: str, match: re.Match[str], block_start: int) -> bool:
    """Whether a full stop ends a sentence."""
    if not match.group().startswith("."):
        return True
    before = re.search(r"(\S*)$", text[max(block_start, match.start() - 20) : match.start()])
    word = before.group(1).strip("(\"'„“").casefold() if before else ""
    following = text[match.end() : match.end() + 12].lstrip()
    line = text[max(text.rfind("\n", 0, match.start()) + 1, block_start) : match.start()]
    if _APART.split(word)[-1] in _ABBREVIATIONS or (len(word) == 1 and word.isalpha()):
        return following[:1].isupper() and _UNIT.search(line) is not None
    if word.isdigit() and len(word) <= 3:  # an ordinal, a day of the month or the number of a clause
        is_clause = not line.removesuffix(word).strip("([§ \t")
        if is_clause or not following[:1].isupper():
            return False
        is_day = fold(re.split(r"\W", following, maxsplit=1)[0]) in month_names()  # "am 3. März"
        return not is_day and not _writes_ordinals(text, match.start())
    return not following[:1].islower()


def _writes_ordinals(text: str, place: int) -> bool:
    """Whether numbers with a full stop may be ordinals where they stand: not in English and French, as far as it tells."""
    said = text[max(0, place - AROUND) : place + AROUND]
    language = detect(said)
    return language == "de" or FUNCTION_WORDS[language].isdisjoint(said.casefold().split())
