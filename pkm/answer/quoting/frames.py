"""What stands around what a paper says: headings, stamps, greetings, signatures, the heads of tables, what a mail repeats."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from pkm.answer.language import content, meanings
from pkm.answer.quoting import sentences
from pkm.answer.quoting.evidence import Passage

HEADING_WORDS = 3
HEAD_CHARACTERS = 1500
TABLE_HEAD_LINES = 12
SEPARATED = frozenset({"text/csv", "text/tab-separated-values"})

_STAMP = re.compile(
    r"(?m)^(?:\\?\[\d[^\]\n]{5,30}\]\s?|\d{4}-\d\d-\d\d \d{1,2}:\d\d(?::\d\d)?\s|\d{1,4}[./-]\d{1,2}[./-]\d{2,4},?\s\d{1,2}:\d\d(?::\d\d)?(?:\s?[ap]\.?m\.?)?\s-\s)",
    re.IGNORECASE,
)
_FORBIDS = re.compile(  # "3. No overnight sleeping." is a rule, and what follows another
    r"(?i)^\W*\d[\d.)]*\s+(?:no|never|not|kein\w*|nicht|nie|pas|aucune?|ne)\b"
)
_LINES = r"(?:[^\n]*\S[^\n]*(?:\n|\Z))*"
_SIGNATURE = re.compile(rf"(?m)^-- ?\r?\n{_LINES}")
_QUOTED_SIGNATURE = re.compile(r"(?m)^(?:> ?)+-- ?\r?\n(?:^(?:> ?)+[^\s>][^\n]*(?:\n|\Z))*")
_CLOSING = re.compile(
    r"(?mi)^(?:(?:best|kind|kindest|warm|warmest|many) (?:regards|wishes)|regards|best|cheers|sincerely|yours|(?:many )?thanks|thank you"
    r"|(?:mit )?(?:freundlichen?|besten?|viele|liebe|herzliche) (?:grüßen?|grüssen?|gruß|gruss)|mfg|(?:bien )?cordialement|(?:bien )?à vous)"
    rf"[^\n.?]{{0,20}}[,.!]?[ \t]*\r?\n(?:\s*\n)?{_LINES}"
    rf"|^[^\n.?]{{0,30}}\b(?:grüßen?|grüssen?|gruß|gruss|regards)[,.!]?[ \t]*\r?\n(?:\s*\n)?{_LINES}"
)
_GREETING = re.compile(  # "On 5 May Ruth wrote:", "Dear Ruth,"
    r"(?:wrote|schrieb|a écrit)\b[^:\n]{0,60}:\s*(?:\Z|\n|>)|\A(?:dear|hello|hi|sehr geehrte\w*|liebe[rs]?|hallo|guten tag|bonjour|chere?s?|chère?s?)\b[^.:;\n]{0,60}[,!]?\Z",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"(?m)^\s*>|(?:wrote|schrieb|a écrit)\s?:\s*$")
_DEAR = re.compile(
    r"(?mi)^[ \t]*(?:dear|hello|hi|sehr geehrte\w*|liebe[rs]?|hallo|guten (?:tag|morgen)|madame|mademoiselle|monsieur|ch[eè]re?s?|bonjour)\b[^\n.:]{0,80}[,!][ \t]*$"
)
_ASKING = re.compile(
    r"(?<!\w)(?:(?:please|kindly|could you|can you|would you) (?:\w+ )?(?:tell|let|say|inform|advise|confirm)|let me know|tell (?:me|us)|bitte \w+ sie (?:mir|uns)|sagen? sie (?:mir|uns)|sag(?:t|e)? (?:mir|uns|bescheid)"
    r"|(?:teilen|teilt|teile) (?:sie )?(?:mir|uns)|veuillez (?:me|nous)|(?:dites|dis)-(?:moi|nous)|merci de (?:me|nous))\b[^.?!]{0,80}\b(?:where|when|who|whom|what|which|whether|how|if|wo|wohin|wann|wer|wem|was|welche\w*|ob|wie|où|quand|qui|quel\w*|si|combien)\b",
    re.IGNORECASE,
)
_LINE = re.compile(r"[^\n]*\S[^\n]*")
MOST_NAMES = 8  # of a sender: who has more means harm
_WORD = re.compile(r"[\w'’-]+")
_BLANK = re.compile(r"_{5,}|\.{12,}\s*\Z")
_LABEL = re.compile(r"\W*([^:\n]{3,60})\s?:\s+\S[^\n]*\Z")
_ENUMERATION = re.compile(r"\s*(?:§\s*\d+[a-z]?[.)]?|(?:\d+(?:\.\d+)*|[a-zA-Z])[.)])\s")


def without_stamps(said: str) -> str:
    """Messages without the times at which they were sent, which are not what they say."""
    return _STAMP.sub("", said)


def messages(text: str, start: int, end: int) -> list[sentences.Span]:
    """Spans of the messages of a chat that begin in a range; of one without stamps, its lines."""
    begun = [each.start() for each in _STAMP.finditer(text, start, end)]
    if not begun:
        return [each.span() for each in _LINE.finditer(text, start, end)]
    return [sentences.trim(text, left, right) for left, right in pairwise([*begun, end])]


@lru_cache(maxsize=64)
def speakers_of(text: str) -> str:
    """The names of who says anything in a chat, a line each."""
    said = (without_stamps(text[slice(*each)]).partition(": ") for each in messages(text, 0, len(text)))
    return "\n".join(dict.fromkeys(name for name, colon, _ in said if colon))


def is_greeting(said: str) -> bool:
    """Whether it only says to whom or by whom what follows was written."""
    return _GREETING.search(said) is not None


def signatures_of(passage: Passage) -> tuple[sentences.Span, ...]:
    """Where mails are signed, from the dashes, the closing words or the line that is the sender's name to the next empty line."""
    document = passage.document
    forms = [_SIGNATURE, _QUOTED_SIGNATURE]
    if document.kind == "email":
        forms.append(_CLOSING)
        sender = _WORD.findall(document.meta.get("from", "").partition("<")[0])[:MOST_NAMES]
        if names := "|".join(map(re.escape, sender)):
            forms.append(re.compile(rf"(?m)^[ \t]*(?:(?:{names})\b[ \t.]*)+(?:\r?\n|\Z){_LINES}"))
    return tuple(
        (each.start() - passage.char_start, each.end() - passage.char_start)
        for form in forms
        for each in form.finditer(document.text, document.header_end)
    )


def asks_back(said: str) -> bool:
    """Whether a sentence asks to be told what it speaks of: "Please tell me where to send it"."""
    return _ASKING.search(said) is not None


def is_quoted(text: str, left: int, right: int) -> bool:
    """Whether a mail repeats here what an older one said."""
    lines = text[text.rfind("\n", 0, left) + 1 : right]
    return _QUOTED.search(lines) is not None


def table_head(passage: Passage) -> str:
    """The names of the columns, where the document is a table: they hold for each of its rows."""
    if passage.document.kind in {"email", "message", "contract"}:
        return ""
    marks = (" | ", "\t", ";", ",") if passage.document.mime in SEPARATED else (" | ", "\t")  # prose has commas, too
    first_lines = passage.document.text[:1000].splitlines()[:TABLE_HEAD_LINES]
    return next((each for each in first_lines if any(each.count(mark) >= 2 for mark in marks)), "")


def tells_more(said: str, topic: Sequence[str], least: int = 2) -> bool:
    """Whether the sentences say ``least`` words that the question does not, or one and a number: a heading alone answers nothing."""
    said = _ENUMERATION.sub("", said, count=1) if _ENUMERATION.match(said) else said
    known = frozenset().union(*map(meanings, topic))
    if (label := _LABEL.match(said)) and known.intersection(content(label[1])):  # "Blood group: A negative"
        least = min(least, 1)
    news = set(content(said)).difference(known)
    return not said.startswith("#") and (
        len(news) >= least or (bool(news) and any(letter.isdigit() for letter in said))
    )


def opens_section(said: str) -> bool:
    """Whether it is the heading of a numbered section: ``9. Termination``, ``§ 3 Kaution.``."""
    match = _ENUMERATION.match(said)
    is_bare = match is not None and len(said[match.end() :].split()) <= HEADING_WORDS
    return (
        match is not None
        and len(said) < sentences.MIN_RUNNING_LINE
        and (said[-1].isalpha() or (is_bare and said[-1] == "."))
    )


def is_clause(said: str) -> bool:
    """Whether a numbered clause begins: it says another thing than the one before."""
    return _ENUMERATION.match(said) is not None


def is_title(said: str) -> bool:
    """Whether it is the heading of a section, by its number or its mark: all up to the next one is said of it."""
    return said.startswith("#") or (opens_section(said) and not _FORBIDS.search(said))


def in_section(text: str, span: sentences.Span, place: int) -> sentences.Span:
    """The part of a span that lies in the section of a place, without the heading above."""
    start, end = span
    for line in _LINE.finditer(text, *span):
        said = line.group().strip()
        begins = line.start() + line.group().index(said)
        if begins == place or not (is_clause(said) or is_title(said)):  # "1. May" is the number of no section
            continue
        if begins > place:
            end = line.start()
            break
        start = line.end() if is_title(said) and line.end() <= place else line.start()
    return sentences.trim(text, start, end)


def letter_begins(text: str) -> int:
    """Where a letter greets whom it is written to: above are its head and its subject; 0 where none is greeted."""
    match = _DEAR.search(text[:HEAD_CHARACTERS])
    return match.end() if match else 0


def subject_line(text: str, greeting_end: int) -> str:
    """The line above the greeting of a letter, or right below it, where it stands by itself: what the letter is about."""
    above = text[:greeting_end].rstrip().rpartition("\n")[0].rstrip()
    line = above.rpartition("\n")
    if line[1] and above[: -len(line[2])].endswith("\n\n"):
        return line[2].strip()
    start = greeting_end + len(text[greeting_end:]) - len(text[greeting_end:].lstrip())
    end = text.find("\n", start)
    return text[start:end] if end > 0 and is_subject(text, greeting_end, start, end) else ""


def is_subject(text: str, greeting_end: int, left: int, right: int) -> bool:
    """Whether a line stands by itself right below a letter's greeting, and only names what the letter is on."""
    said = text[left:right]
    is_first = bool(greeting_end) and not text[greeting_end:left].strip() and text[right : right + 2] == "\n\n"
    return is_first and "\n" not in said and not said.endswith(tuple(".!?:;,"))


def is_caption(text: str, left: int, right: int) -> bool:
    """Whether a line stands above a paragraph or other lines and only names what they are on: no end, no label, no figure."""
    said = text[left:right]
    if "\n" in said or said.endswith(tuple(".!?:;,")) or _LABEL.match(said) or not said[:1].isupper():
        return False
    following = text[right : right + HEAD_CHARACTERS].partition("\n")[2]
    paragraph = following.partition("\n\n")[0].strip()
    is_alone = not text[:left].rstrip(" \t") or text[:left].rstrip(" \t").endswith("\n\n")
    name = said.split("  ")[0]
    if name.isupper() and not any(map(str.isdigit, name)):
        return bool(paragraph)
    return (
        is_alone
        and following[:1].isupper()
        and paragraph.endswith(".")
        and len(paragraph) > len(said)
        and not any(map(str.isdigit, said))
    )


def is_blank_to_sign(said: str) -> bool:
    """Whether it is a place for a signature: ``By: ________``."""
    return _BLANK.search(said) is not None


def is_heading(said: str, topic: Sequence[str]) -> bool:
    """Whether it only names what is asked about, and is no sentence."""
    return not said.endswith((".", "!", "?")) and not tells_more(said, topic)
