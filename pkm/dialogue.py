"""What people say to each other, line by line: who speaks, where that begins, and the words without their stamps.

``Anna: see you at six`` is a turn. Chats put a stamp before it (``12/05/2024, 18:02 - ``, ``[2024-05-12 18:02] ``), transcripts
of calls, interviews and minutes mostly none.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

_GAP = r"[^\S\n]"
_STAMP = re.compile(
    rf"^[\W_]{{0,8}}?(?=[^\n]{{0,24}}\d[:.h]{_GAP}?\d\d)\[?\d{{1,4}}(?:[\d./:,،年月日일년월上下午前後오전후-]|{_GAP}){{6,24}}"
    rf"(?:{_GAP}?[^\W\d]\.?{_GAP}?[^\W\d]\.?)?(?:\]{_GAP}|{_GAP}[-–]{_GAP})\u200e?",
    re.MULTILINE,
)
_TURN = re.compile(r"^(?P<speaker>[^\W\d_][^\n:.!?;,/]{0,40}):[ \t]+(?=\S)", re.MULTILINE)
_SENDER = re.compile(r'^From: "?([^<"\n]+)', re.MULTILINE)
_SUBJECT = re.compile(r"^Subject: (.+)", re.MULTILINE)
SPEAKERS_MOST = 12
TURNS_LEAST = 3  # of somebody who takes part
TURNS_SHARE = 0.6  # of all lines that say something
READ = 20_000  # characters that tell


class Dialogue(NamedTuple):
    """A text of turns: where the first begins, and who speaks, the most talkative first."""

    start: int
    speakers: tuple[str, ...]


def find(text: str) -> Dialogue | None:
    """The dialogue that a text without stamps is; ``None`` where it is none: too few lines are somebody's of at least two speakers."""
    beginning = text[:READ]
    turns = [*_TURN.finditer(beginning)]
    counts = Counter(each["speaker"].strip() for each in turns)
    speakers = [name for name, count in counts.most_common(SPEAKERS_MOST) if count >= TURNS_LEAST]
    said = [each for each in turns if each["speaker"].strip() in speakers]
    lines = sum(bool(line.strip()) for line in beginning[said[0].start() if said else 0 :].splitlines())
    if len(speakers) < 2 or len(said) < TURNS_SHARE * lines:
        return None
    return Dialogue(said[0].start(), tuple(speakers))


def announced(header: str) -> str:
    """A mail's header in a line, as a turn begins: ``Anna Berg: The tent``."""
    parts = [each for field in (_SENDER, _SUBJECT) if (match := field.search(header)) and (each := match[1].strip())]
    return ": ".join(parts)


def unstamped(text: str) -> str:
    """The lines of a chat without the day and time before each: what is said, and by whom."""
    return _STAMP.sub("", text)
