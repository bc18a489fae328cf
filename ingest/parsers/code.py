"""Source code: the document is the file, its definitions are its headings, so that a passage is a function or a part of one.

Definitions are found by what begins them in the languages of the day, in the text without its comments and strings
(Pygments knows those of 500 languages); what stands directly above one, comment or decorator, belongs to it.
"""

from __future__ import annotations

import json
import re
import time
from typing import TYPE_CHECKING, Any

from ingest.parsers.encoding import encoding_of
from ingest.parsers.kind import CODE_SUFFIXES
from ingest.parsers.text import read_text
from pkm.errors import Refused
from pkm.models import Heading, Parsed, ParsedDocument, Problem

if TYPE_CHECKING:
    from ingest.parsers import Candidate

MAX_LEXED_CHARS = 2_000_000  # a larger file was written by a program: it is searched without headings
_LEXING_S, _LEXING_S_PER_CHAR = 2.0, 40e-6
"""Of processor time, more than any file needs that a person wrote: for some repetitions lexers need the square of their length."""
_TAB = 4
_MODIFIER = (
    r"(?:export|default|declare|public|private|protected|internal|static|final|abstract|sealed|open|data|inline|virtual|override"
    r"|async|unsafe|extern|const|readonly|partial|local|pub(?:\([\w: ]+\))?|create|or|replace|temporary|if|not|exists|materialized"
    r"|unique|case|companion|suspend|mutating|template\s*<[^>\n]*>)"
)
_DEFINITION = re.compile(
    rf"^(?P<indent>[ \t]*)(?:{_MODIFIER}\s+)*"
    r"(?P<word>def|class|func|fn|fun|function|struct|interface|trait|impl|enum|type|object|module|namespace|protocol|extension"
    r"|record|union|sub|procedure|table|view|trigger|macro_rules!)(?:<[^>\n]*>)?\s+(?:if\s+not\s+exists\s+)?(?:\([^)\n]*\)\s*)?"
    r"(?P<name>[A-Za-z_$\"`][\w.:$\"`?!=]*)",
    re.MULTILINE | re.IGNORECASE,
)
_ARROW = re.compile(
    r"^(?P<indent>[ \t]*)(?:export\s+)?(?:const|let|var)\s+(?P<name>[\w$]+)\s*(?::[^=\n]+)?=\s*(?:async\s*)?"
    r"(?:function\b|\([^\n]*\)\s*(?::[^=\n]+)?=>|[\w$]+\s*=>)",
    re.MULTILINE,
)
# name(parameters) with an opening brace behind: C and its kin, methods of JavaScript, functions of a shell.
_BRACED = re.compile(
    r"^(?P<indent>[ \t]*)(?!return\b|else\b|new\b|throw\b)(?:[\w:<>,\[\]~$?]+[ \t*&]+)*?(?P<name>[A-Za-z_$~][\w:$~-]*)\s*\([^;{}]{0,600}?\)"
    r"(?:\s*(?:const|noexcept|override|final|throws\s+[\w., ]+|:\s*[\w<>\[\]|. ]+))*\s*\{",
    re.MULTILINE,
)
_CONTROL = frozenset(
    [
        "if",
        "for",
        "while",
        "switch",
        "catch",
        "foreach",
        "match",
        "until",
        "elif",
        "else",
        "return",
        "do",
        "try",
        "using",
        "lock",
        "synchronized",
        "when",
    ]
)


class Code:
    """A source file, told by its ending."""

    name = "code"
    version = "4"

    def identify(self, file: Candidate) -> bool:
        """Whether it is text that is called as code is."""
        return file.suffix in CODE_SUFFIXES and encoding_of(file.head) is not None

    def parse(self, file: Candidate) -> Parsed:
        """The file as one document, unchanged; of a notebook, what its cells say."""
        read = read_text(file)
        problems = tuple(Problem(file.shown, None, fault) for fault in read.faults)
        text = _cells(read.text) if file.suffix == ".ipynb" else read.text
        document = ParsedDocument(
            text=text, kind="code", title=file.name, mime="text/plain", headings=definitions(text, file.name),
            meta={"encoding": read.encoding},
        )  # fmt: skip
        return Parsed((document,), problems)


def definitions(text: str, name: str) -> tuple[Heading, ...]:
    """A heading for each definition, nested as they are indented."""
    if len(text) > MAX_LEXED_CHARS:
        return ()
    bare = _bare(text, name)
    found: dict[int, Heading] = {}
    for pattern in (_DEFINITION, _ARROW, _BRACED):
        for each in pattern.finditer(bare):
            parts = each.groupdict()
            if parts["name"].lower() in _CONTROL:
                continue
            start = _begin(text, bare, each.start())
            word = f"{parts['word'].lower()} " if parts.get("word") else ""
            level = 1 + len(parts["indent"].expandtabs(_TAB))
            found.setdefault(start, Heading(start, level, word + parts["name"].strip('"`:')))
    return tuple(found[start] for start in sorted(found))


def _bare(text: str, name: str) -> str:
    """The text with blanks for comments and strings, character for character."""
    from pygments.lexers import get_lexer_for_filename
    from pygments.token import Comment, String
    from pygments.util import ClassNotFound

    try:
        lexer: Any = get_lexer_for_filename(name)
    except ClassNotFound:
        return text
    pieces: list[str] = []
    end = 0
    last = time.process_time() + _LEXING_S + _LEXING_S_PER_CHAR * len(text)
    for start, kind, value in lexer.get_tokens_unprocessed(text):
        if (
            start != end or time.process_time() > last
        ):  # a lexer that lost its place or its way: what it says is of no use
            return text
        hidden = (kind in Comment and kind not in Comment.Preproc) or kind in String
        pieces.append(re.sub(r"[^\n]", " ", value) if hidden else value)
        end += len(value)
    return "".join(pieces) if end == len(text) else text


def _begin(text: str, bare: str, start: int) -> int:
    """Where a definition begins with the comments and decorators that stand directly above it."""
    while start > 0:
        above = bare.rfind("\n", 0, start - 1) + 1
        line, code = text[above : start - 1].strip(), bare[above : start - 1].strip()
        if not line or (code and not code.startswith(("@", "#["))):
            break
        start = above
    return start


def _cells(text: str) -> str:
    """The sources of a Jupyter notebook's cells (nbformat 4), an empty line between them; no outputs."""
    try:
        cells = json.loads(text)["cells"]
        sources = ["".join(cell["source"]) for cell in cells]
    except (ValueError, KeyError, TypeError) as exc:
        raise Refused("it is called a notebook and is none") from exc
    if not any(sources):
        raise Refused("the notebook is empty")
    return "\n\n".join(sources)
