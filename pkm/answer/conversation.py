"""A message that goes on with the questions before it, made a question of its own: "and in April?", "what about Rewe?".

What the message names takes the place of its like in the question before: a time of a time, a thing of a thing. What comes
of it is taken only where the planner reads it so, the same figure of the same things but for what was changed; else the
message stands as it was typed, and what has no meaning of its own finds no answer. Whoever asks is shown what was read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pydantic import BaseModel

from pkm.answer.courtesy import language_of_courtesy
from pkm.answer.follow_up import LONGEST, gone_on
from pkm.answer.follow_up_papers import paper_shown, quotes_paper
from pkm.answer.follow_up_things import MOST_WORDS
from pkm.answer.follow_up_words import PRONOUN
from pkm.answer.generate import Message, fill_in
from pkm.answer.language import content
from pkm.answer.papers import contracts
from pkm.answer.planning import asking
from pkm.answer.planning.period import fold_in_place

if TYPE_CHECKING:
    from pkm.answer.generate import Generator

MOST_TURNS = 20  # that a question is followed back
MOST_SHOWN = 5  # questions that a model is shown
LONGEST_SHOWN = 400  # characters of each, and of what it makes of them

_INSTRUCTIONS = """You are given the questions of one person, in order. The last may leave out what those before it said.
Write the last as a question that can be understood alone, in its own language, with words of these questions only.
Where it already can be, write it as it is. Answer with one JSON object whose "question" is the question."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what was answered to it."""

    question: str
    answer: str


class Restated(BaseModel):
    """What a model makes of a conversation."""

    question: str


@dataclass(frozen=True, slots=True)
class Standalone:
    """A question that needs no other; ``is_restated`` where it is not what was typed, and whoever asks is to be told."""

    question: str
    is_restated: bool = False


async def standalone(
    before: Sequence[Exchange], said: str, today: date, generator: Generator | None = None
) -> Standalone:
    """The last message with what it leaves to those before it: by the rules, else by a model, where there is one."""
    read_on = restated(before, said, today)
    if generator is None or read_on.question != said.strip() or not before or not _leans(said):
        return read_on
    asked = [each.question.strip() for each in before[-MOST_SHOWN:]]
    lines = "\n".join(f"{n}. {each[:LONGEST_SHOWN]}" for n, each in enumerate((*asked, said.strip()), 1))
    filled = await fill_in(generator, (Message("system", _INSTRUCTIONS), Message("user", lines)), Restated)
    new = " ".join(filled.question.split()) if filled else ""
    return Standalone(new, is_restated=True) if _adds_nothing(new, asked, said) else read_on


def restated(before: Sequence[Exchange], said: str, today: date) -> Standalone:
    """The last message with what it leaves to those before it, by the rules."""
    whole = answer = quoted = ""
    read_on = Standalone(said.strip())
    for each in (*before[-MOST_TURNS:], Exchange(said, "")):
        message = each.question.strip()
        if whole and contracts.asks_which(answer):
            read_on = Standalone(f"{whole} {message}")  # "When can I cancel the lease? The garage"
        else:
            new = (paper_shown(quoted, message) or gone_on(whole, message, today)) if whole else None
            read_on = Standalone(new or message, new is not None)
        if read_on.question != message or not (language_of_courtesy(message) or (whole and _leans(message))):
            whole = read_on.question  # what was not understood has nothing to add
        answer, quoted = each.answer, each.answer if quotes_paper(each.answer) else quoted
    return read_on


def _leans(said: str) -> bool:
    """Whether a message can hardly be understood alone."""
    short = len(said) <= LONGEST and len(content(said)) <= MOST_WORDS
    return short and (asking.goes_on(said) or PRONOUN.search(fold_in_place(said)) is not None)


def _adds_nothing(new: str, asked: Sequence[str], said: str) -> bool:
    """Whether a model's question is made of words that were said, and is not the message itself."""
    told = set(content(" ".join((*asked, said))))
    return bool(content(new)) and len(new) <= LONGEST_SHOWN and new != said.strip() and told.issuperset(content(new))
