"""Whether what is claimed of a value is said of another one: of "PIN 5520, PUK 71 440 982" the PUK is not 5520.

A text says a value with the words beside it, up to the next value. Of the values of one sort (days, spans of time, amounts of one
unit, codes) the one that a claim speaks of is said with no fewer of the claim's words than any other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain, pairwise, repeat

from pkm.answer.language import stems_of
from pkm.answer.planning.anchors import UNITS
from pkm.answer.quoting import sentences, values
from pkm.answer.quoting.coverage import stated
from pkm.answer.quoting.rates import rates
from pkm.answer.quoting.values import Values

LEAST_DIGITS = 3  # of bare numbers that are not counts, nor those of clauses
CENTS = -2
RATE = 0.5  # of a word: "a month", "monthly"
_APART = re.compile(
    r"[;,:](?=\s)(?!\s(?:19|20)\d\d\b)|(?<!\d)[.!?](?=\s)|\s{2,}|\t|\n|\s[|–—-]\s"
    r"|\s(?=(?:and|or|of which|und|oder|sowie|davon|et|ou|puis|dont)\s)"
)
# Said of most amounts: beside another in a sentence it tells which is meant, elsewhere nothing.
_COSTS = stems_of("cost costs price kosten kostet kostete preis coûte coûtent coût prix")
_PART = re.compile(r"[;,](?=\s)|\n|(?<!\d)[.!?](?=\s)")
IsSilent = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence where a value may stand.

    Attributes:
        stamped: A message with the time at which it was sent, which is not what it says.
        above: The heading, and the head of the table, under which it stands.
        before: Sentences before it that say of what it is: they state no value.
        is_row: Whether it is a table's, whose values have their words in its head.
        is_turn: Whether it is part of a conversation, where what is said later goes on from what was said.
        written: When; a day without a year is the next one.
    """

    text: str
    stamped: str
    above: str = ""
    before: str = ""
    is_row: bool = False
    is_turn: bool = False
    written: date | None = None

    @property
    def around(self) -> str:
        """It and what it is read with."""
        return f"{self.above}\n{self.before}\n{self.text}"


def segments(text: str, is_silent: IsSilent, written: date | None = None) -> Iterator[tuple[str, Values]]:
    """The parts of a text, each with its values, at least one: a part ends behind a value, where a mark or a word sets it apart.

    One that speaks of no thing is said of what the one before speaks of ("800 EUR, from May 850 EUR").

    Args:
        is_silent: Whether words speak of no thing.
    """
    cuts = [*((match.start(), match[0][0] in ".!?\n") for match in _APART.finditer(text)), (len(text), True)]
    stating = [not is_empty(values.read(text[start:end])) for start, end in pairwise([0, *(end for end, _ in cuts)])]
    last = max((n for n, states in enumerate(stating) if states), default=-1)
    start, before, states = 0, "", False
    for n, (end, is_full) in enumerate(cuts):
        states |= stating[n]
        if end < len(text) and not (states and (is_full or n < last)):
            continue
        own = text[start:end]
        before = f"{before} {own}" if is_silent(own) else own
        yield before, values.read(own, written)
        start, states = end, False


def is_named_elsewhere(names: AbstractSet[str], things: Mapping[str, float], said: Sequence[Said]) -> bool:
    """Whether, wherever all the names stand, a part of a sentence that lacks one of them says more of the things."""
    own, others = list[float](), [0.0]
    for each in said:
        for part in _PART.split(each.text):
            named = stated(names, part)
            weight = sum(things[one] for one in stated(things, f"{each.above}\n{part}"))
            (own if named == names else others).append(weight)
    return bool(names) and bool(own) and max(own) < max(others)


def is_empty(stating: Values) -> bool:
    """Whether there is no value."""
    return not (stating.days or stating.numbers or stating.codes)


def is_outdone(
    value: Values, things: Mapping[str, float], claim: str, said: Sequence[Said], is_silent: IsSilent
) -> bool:
    """Whether, wherever a value stands, another of its sort that is not claimed is said with more of the things.

    Beside it in a sentence, the other's part says all of them that its part says, and more; elsewhere more of them than all
    that stands around it.

    Args:
        things: What is claimed of the value, each with its weight.
        claim: The sentence that claims it, and perhaps others.
    """
    claimed = values.read(claim)
    if _is_year(value) and sum(map(len, (claimed.days, claimed.numbers, claimed.codes))) > 1:
        return False  # the year of the other
    claimed_rates = rates(claim)

    def told(text: str) -> frozenset[str]:
        return stated(things, text) | (claimed_rates & rates(text))

    def weight(text: str) -> float:
        return sum(things.get(each, RATE) for each in told(text) - _COSTS)

    def says_more(other: str, own: str) -> bool:
        telling, others = (frozenset(each for each in told(one) if things.get(each, 1) == 1) for one in (own, other))
        return telling < others or (telling == others and told(own) < told(other))

    parts = [_parts(each, is_silent) for each in said]
    beside = [[words for words, each in one if _is_rival(each, value, claimed)] for one in parts]
    rivals = [max(map(weight, one), default=-1.0) for one in beside]

    def is_first(n: int) -> bool:
        there = [words for words, each in parts[n] if not values.missing(value, each)]
        if not said[n].is_row and all(any(says_more(other, own) for other in beside[n]) for own in there):
            return False
        goes_on = n > 0 and (rivals[n - 1] < 0 or sentences.goes_on(said[n].text))
        around = [each.text for each in said[n - 1 : n] if goes_on] + there
        around += [said[n].text] if "\n" not in said[n].text else []
        others = rivals[n + 1 :] if said[n].is_turn else rivals[:n] + rivals[n + 1 :]
        return weight("\n".join(around)) >= max(others, default=0.0)

    stands = [n for n, one in enumerate(parts) if any(not values.missing(value, each) for _, each in one)]
    return bool(stands) and not any(map(is_first, stands))


@lru_cache(maxsize=2048)
def _parts(said: Said, is_silent: IsSilent) -> tuple[tuple[str, Values], ...]:
    """What a sentence says of its values, part by part: the first is said of what stands before, too."""
    befores = chain((said.before,), repeat(""))
    return tuple(
        (f"{said.above}\n{before}\n{words}", stating)
        for before, (words, stating) in zip(befores, segments(said.text, is_silent, said.written), strict=False)
    )


def _is_rival(stating: Values, value: Values, claimed: Values) -> bool:
    """Whether a part states a value of the sort, none that is claimed, and not the value."""
    if not values.missing(value, stating):
        return False
    return any(values.missing(each, claimed) for each in stating.each() if is_of_sort(value, each))


def is_of_sort(value: Values, other: Values) -> bool:
    """Whether one value may be mistaken for the other: days and years, codes, spans of time, numbers of one unit or of none."""
    if _is_year(value) or _is_year(other):
        return (_is_year(value) or bool(value.days)) and (_is_year(other) or bool(other.days))
    if value.numbers and other.numbers:
        (unit,), (another,) = value.units, other.units
        if not unit and not another:
            return min(map(_length, (value, other))) >= LEAST_DIGITS
        return unit == another or (unit in UNITS and another in UNITS) or (_is_money(value) and _is_money(other))
    return bool((value.codes and other.codes) or (value.days and other.days))


def _is_money(value: Values) -> bool:
    """Whether it has a currency, or cents where tables leave that out."""
    return value.units[0] in values.CURRENCIES or (
        not value.units[0] and any(each.as_tuple().exponent == CENTS for each in value.numbers[0])
    )


def _length(value: Values) -> int:
    return len(str(max(value.numbers[0])))


def _is_year(value: Values) -> bool:
    return bool(value.numbers) and value.units == ("",) and any(map(values.is_year, value.numbers[0]))
