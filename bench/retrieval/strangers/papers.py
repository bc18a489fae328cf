"""What a room writes: papers, and questions with the words that answer them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARK = re.compile(r"\[\[(\w+)\|(.*?)\]\]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Paper:
    """A file below the folder, and by a key the words in it that answer a question."""

    path: str
    text: str
    answers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the set that it belongs to, and what answers it: words, and in which file."""

    text: str
    group: str
    gold: tuple[tuple[str, str], ...]


def write(path: str, marked: str) -> Paper:
    """A paper of a text in which ``[[key|words]]`` marks the words that answer a question."""
    return Paper(path, _MARK.sub(r"\2", marked), {match[1]: match[2] for match in _MARK.finditer(marked)})


def ask(text: str, group: str, paper: Paper, *keys: str) -> Asked:
    """A question that these words of a paper answer."""
    return Asked(text, group, tuple((paper.path, paper.answers[key]) for key in keys))
