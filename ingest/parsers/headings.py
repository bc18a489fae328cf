"""Titles and headings of plain text and Markdown, so that passages can be cut where their author cut.

A false heading parts a sentence from its context; a missed one only makes passages a little longer. The rules for plain
text are therefore strict: a line of its own, short, and either numbered with a name or wholly in capitals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pkm.models import Heading

MAX_TITLE_CHARS = 100
_LONGEST = 500  # characters of a heading's line that its title is made of

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
_SETEXT = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_NOT_A_PARAGRAPH = re.compile(r" {0,3}(?:[-*+>|]|\d+[.)])(?:\s|$)| {4}|\t|\s*$")
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(.*?)(?:\r?\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)

_JOPLIN = re.compile(r"^id: [0-9a-f]{32}\n(?:[a-z_]+: ?[^\n]*\n)*type_: \d+\s*\Z", re.MULTILINE)
_JOPLIN_CHARS = 4_000

_DIVISION = re.compile(
    r"(?:(?P<outer>article|artikel|part|teil|titre|chapter|kapitel|chapitre|schedule|anlage|annex|annexe|appendix|exhibit)"
    r"|section|abschnitt|clause|§)\s*(?:\d{1,3}(?:\.\d{1,3})*[a-z]?|[ivxlc]{1,6}|[a-h])\b[.:)]?",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})[.)]?[ \t]+(?P<name>[A-ZÄÖÜÉÈÀ§][^\r\n]*)")
# What stands above a title and names no document.
_STAMP = re.compile(
    r"(?:table of )?contents|index|inhalt(?:sverzeichnis)?|sommaire|table des mati[èe]res|execution (?:copy|version)"
    r"|(?:strictly )?confidential|(?:streng )?vertraulich|confidentiel|draft|entwurf|copy|kopie",
    re.IGNORECASE,
)
_ROMAN = re.compile(r"(?P<number>[IVX]{1,5})\.[ \t]+(?P<name>[A-ZÄÖÜÉÈÀ][^\r\n]*)")
_SMALL_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "into",
        "of",
        "on",
        "or",
        "the",
        "to",
        "with",
        "und",
        "der",
        "die",
        "das",
        "des",
        "dem",
        "den",
        "von",
        "zu",
        "zur",
        "zum",
        "für",
        "im",
        "bei",
        "mit",
        "oder",
        "et",
        "de",
        "la",
        "le",
        "les",
        "du",
        "des",
        "d",
        "l",
        "à",
        "au",
        "aux",
        "en",
        "par",
        "pour",
        "sur",
    ]
)


def headings_of_markdown(text: str) -> tuple[Heading, ...]:
    """ATX (``#``) and setext (underlined) headings outside fenced code and front matter (CommonMark 4.2, 4.3, 4.5)."""
    matter = _FRONT_MATTER.match(text)
    start = matter.end() if matter else 0
    found: list[Heading] = []
    fence, fresh = "", True
    above: tuple[int, str] | None = None
    for at, line in _lines(text, start):
        mark = _FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence) and not line.strip().strip(fence[0]):
                fence, fresh = "", True
        elif mark:
            fence, above = mark[1], None
        elif heading := _ATX.match(line):
            if title := _plain(heading[2] or ""):
                found.append(Heading(at, len(heading[1]), title))
            above, fresh = None, True
        elif above and (rule := _SETEXT.match(line)):
            found.append(Heading(above[0], 1 if rule[1][0] == "=" else 2, _plain(above[1])))
            above, fresh = None, True
        else:
            # By the book all lines of a paragraph above a rule are one heading; nobody means that.
            above = (at, line.strip()) if fresh and not _NOT_A_PARAGRAPH.match(line) else None
            fresh = not line.strip()
    return tuple(found)


def front_matter(text: str) -> dict[str, str]:
    """The plain ``key: value`` lines between the two ``---`` that a Markdown file may begin with."""
    matter = _FRONT_MATTER.match(text)
    pairs = (line.partition(":") for line in matter[1].splitlines()) if matter else ()
    return {key.strip().lower(): value.strip().strip("\"'") for key, colon, value in pairs if colon and value.strip()}


def as_title(words: str) -> str:
    """Words as a title: in one line, and of no more than two titles' length."""
    title = " ".join(words.split())
    return title if len(title) <= 2 * MAX_TITLE_CHARS else title[: 2 * MAX_TITLE_CHARS].rsplit(" ", 1)[0]


def without_matter(text: str) -> str:
    """The text below its front matter."""
    matter = _FRONT_MATTER.match(text)
    return text[matter.end() :] if matter else text


def joplin_properties(text: str) -> dict[str, str]:
    """The ``key: value`` lines at the end of a note that Joplin exports with its own properties; empty for any other."""
    matter = _JOPLIN.search(text[-_JOPLIN_CHARS:])
    pairs = (line.partition(": ") for line in matter[0].splitlines()) if matter else ()
    return {key.strip(): value.strip() for key, _, value in pairs if value.strip()}


def headings_of_text(text: str) -> tuple[Heading, ...]:
    """Headings of a plain text such as a contract: ``ARTICLE 5``, ``§ 4 Miete``, ``5. Termination``, ``DEFINITIONS``.

    One needs an empty line before it, and no other that follows at once: lists and tables of contents look like that. Where
    lines were lost, as in the text of a PDF, a section sign behind the end of a sentence will do.
    """
    found: list[Heading] = []
    waiting: Heading | None = None
    before = ""
    for at, line in _lines(text, 0):
        title = " ".join(line.split())
        is_free = not before or (title.startswith("§") and before[-1] in ".!?)")
        level = _level_of(title) if is_free or waiting else None
        if waiting and level is None:
            found.append(waiting)
        waiting = Heading(at, level, title) if level is not None and is_free else None
        before = title
    return (*found, waiting) if waiting else tuple(found)


def title_of_text(text: str) -> str | None:
    """The first line with words of its own (not ``Exhibit 10.2``, ``Contents``), if it is alone and like a title."""
    lines = [line for _, line in zip(range(40), text.splitlines(), strict=False)]
    for number, line in enumerate(lines):
        title = " ".join(line.split())
        if not title or _DIVISION.fullmatch(title) or _STAMP.fullmatch(title):
            continue
        alone = number + 1 == len(lines) or not lines[number + 1].strip(" \t=-*_~")
        wordy = sum(map(str.isalpha, title)) >= max(3, 0.5 * len(title.replace(" ", "")))
        if alone and wordy and len(title) <= MAX_TITLE_CHARS and title[-1] not in ".,;:?!":
            return title
        return None
    return None


def _level_of(line: str) -> int | None:
    """The level of a line that is a heading."""
    if not 3 <= len(line) <= MAX_TITLE_CHARS or line[-1] in ",;" or "...." in line:
        return None
    if division := _DIVISION.match(line):
        name = line[division.end() :].strip(" .:-–—\t")
        if _names(name) or not name:
            return 1 if division["outer"] or division[0].startswith("§") else 2
    if (numbered := _NUMBERED.fullmatch(line)) and _names(numbered["name"]):
        return 1 + numbered["number"].count(".")
    if (roman := _ROMAN.fullmatch(line)) and _names(roman["name"]):
        return 1
    words = re.findall(r"[^\W\d_]+", line)
    if line.isupper() and 4 <= sum(map(len, words)) >= 0.6 * len(line.replace(" ", "")) and line[-1] not in ".:?!":
        return 1 if len(words) <= 12 else None
    return None


def _names(name: str) -> bool:
    """Whether words name a section: few, begun with capitals as a title is, and no sentence."""
    # A page number at the end makes it a line of a table of contents, quotation marks a definition.
    if re.search(r"[.!?;,:]\s|[.!?;,]$|\s\d{1,3}$|[\"“”„]", name):
        return False
    words = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*", name)
    if not 1 <= len(words) <= 10:
        return False
    led = [word for word in words if word.casefold() not in _SMALL_WORDS]
    capital = sum(1 for word in led if word[0].isupper())
    return words[0][0].isupper() and capital >= 0.6 * len(led)


def _plain(title: str) -> str:
    """A heading's words without Markdown's emphasis, code and link marks."""
    title = re.sub(r"!?\[([^\[\]]*)\]\([^()]*(?:\([^()]*\)[^()]*)*\)", r"\1", title[:_LONGEST])
    return " ".join(re.sub(r"(\*\*|__|\*|`)(\S(?:.*?\S)?)\1", r"\2", title).split())


def _lines(text: str, start: int) -> Iterator[tuple[int, str]]:
    """Lines with their offsets, line ends left off, whatever they are."""
    for match in _LINE.finditer(text, start):
        if match.group() or match.start() < len(text):
            yield match.start(), match.group().rstrip("\r\n")
