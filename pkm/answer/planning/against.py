"""What a topic is held against: the whole of a share, what is taken off an income, or the other of two things."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pkm.answer.language import content
from pkm.answer.planning import grouping, sayings, times
from pkm.answer.planning.intent import Cut, Direction, Intent, QuestionKind, says
from pkm.answer.planning.period import fold_in_place
from pkm.answer.planning.question import Question, either_of, topic_of
from pkm.answer.planning.wording import MORE, MORE_OR_LESS, any_of

Thing = tuple[str, ...]

_MEASURE = re.compile(
    rf"(?<!\w)(?:(?:{MORE})\s(?:.*?\s)??(?P<than>than|als|que|qu(?='))"
    r"|(?P<measure>against|versus|vs\.?|compared (?:to|with)|as opposed to|gegen(?:uber)?|verglichen mit|im vergleich (?:zu[mr]?|mit)|contre|face aux?|par rapport (?:a|aux?)|compar\w+ (?:a|aux?)|depass\w+))(?!\w)"
)
_EACH_OTHER = any_of(r"""
    compar\w+|versus|vs|against|differen\w+ between
    verglich\w*|vergleich\w*|gegenuber|unterschied zwischen|differenz zwischen
    difference entre|par rapport
""")
_OF_TWO = frozenset({"sum", "list", "compare"})
_CUT: dict[Cut, QuestionKind] = {"share": "share", "rest": "cashflow", "distinct": "count", "part": "sum"}


@dataclass(frozen=True, slots=True)
class Against:
    """Things of which each is meant (none: all that moved), and where their money goes."""

    things: tuple[Thing, ...] = ()
    direction: Direction | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """What is asked, of what, and what that is held against, if anything."""

    wish: Intent
    topic: Thing
    either: tuple[Thing, ...]
    against: Against | None = None


def held(asked: Question, wish: Intent) -> Held | None:
    """What a question asks of the ledger; ``None`` where a plan would lose one of the sides."""
    if asked.said.cut is not None and wish.kind != _CUT[asked.said.cut]:
        return None
    topic = topic_of(asked, wish)
    either = either_of(asked, topic)
    if asked.distinct is not None and asked.distinct.of_shops and not topic:
        return None
    if asked.share is not None:
        whole, direction = asked.share.whole, asked.share.direction
        if direction == wish.direction:  # of what went on groceries, what went on groceries at Alnavi
            topic = tuple(dict.fromkeys((*topic, *whole)))
            either = tuple(tuple(dict.fromkeys((*each, *whole))) for each in either)
        of_all = direction != wish.direction and says(asked.said.text, sayings.SPENT, sayings.SPENDING)
        return Held(wish, topic, either, Against((whole,) if whole else (), direction)) if topic or of_all else None
    if asked.remainder is not None:
        return Held(wish, (*topic, *asked.remainder.income), (), Against(asked.remainder.things, "out"))
    if wish.kind == "recurring" and says(asked.said.text, sayings.COSTS_MORE):
        sides = _measured(asked, topic)
        return Held(wish, sides[0], (), Against((sides[1],), wish.direction)) if sides else None
    group = grouping.group_of(asked.said.text, wish.kind)
    # "IGA or Metro: where did we spend more?" asks which of the two, and not for a table of shops
    divided = group is not None and not (
        group == "counterparty" and either and says(asked.said.text, sayings.WHICH_OF_TWO)
    )
    if wish.kind in _OF_TWO and not divided and (sides := _sides(asked, replace(wish, kind="compare"))):
        return Held(replace(wish, kind="compare"), sides[0], (), Against((sides[1],), wish.direction))
    if wish.kind == "list" and says(asked.said.text, sayings.WHICH_OF_TWO) and not says(asked.said.text, sayings.LIST):
        return None  # of which two is not told
    return Held(wish, topic, either)


def asks_which(asked: Question) -> bool:
    """Whether things are held against each other, and not times."""
    return says(asked.said.text, sayings.WHICH_OF_TWO) or _compares(asked)


def _compares(asked: Question) -> bool:
    return len(asked.times) < times.MOST and says(asked.said.text, _EACH_OTHER)


def _sides(asked: Question, wish: Intent) -> tuple[Thing, Thing] | None:
    """The two things that are held against each other in one time."""
    text = asked.said.text
    if (
        len(asked.times) > 1
        or times.apart(asked.times)
        or asked.held_against
        or says(text, sayings.COUNT, sayings.OFTEN, sayings.AVERAGE)
    ):
        return None
    topic = topic_of(asked, wish)
    either = either_of(asked, topic)
    if not either:
        return _measured(asked, topic)
    weighed = (
        says(text, MORE_OR_LESS)
        and says(text, sayings.SPENT, sayings.SPENDING, sayings.COSTS)
        and says(text, sayings.WHICH_OF_TWO)
    )
    if len(either) != 2 or not (weighed or _compares(asked)):
        return None
    one, other = either
    return (one, other) if set(one).isdisjoint(other) else None


def _measured(asked: Question, topic: Thing) -> tuple[Thing, Thing] | None:
    """The things before and after a measure ("restaurants than on fuel"); ``None`` where either is not one thing."""
    told = [
        (match.start(), match.end(), [stem for stem in content(match.group()) if stem in topic])
        for match in re.finditer(r"[^\W_]+(?:['’&-][^\W_]+)*", asked.rest)
    ]
    told = [each for each in told if each[2]]
    found = {
        (one, other)
        for match in _MEASURE.finditer(fold_in_place(asked.rest))
        if (one := _thing(asked.rest, [each for each in told if each[1] <= match.start(match.lastgroup or 0)]))
        and (other := _thing(asked.rest, [each for each in told if each[0] >= match.end()]))
    }
    if len(found) != 1:
        return None
    one, other = found.pop()
    return (one, other) if set(one).isdisjoint(other) else None


def _thing(text: str, told: Sequence[tuple[int, int, list[str]]]) -> Thing:
    """The stems of words that stand side by side; nothing where other words part them."""
    beside = all(not text[one[1] : other[0]].strip() for one, other in pairwise(told))
    return tuple(dict.fromkeys(stem for each in told for stem in each[2])) if beside else ()
