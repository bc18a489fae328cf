"""How much of what a question is about a passage states: by itself, in its title, or under its table's head."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

from pkm.answer import verbs
from pkm.answer.language import GENERIC_STEMS, SILENT, content, means, parts, stems_of
from pkm.answer.planning.lookup import asks_of_rule, asks_why, plain
from pkm.answer.planning.plan import Plan
from pkm.answer.quoting.evidence import Passage
from pkm.facts.codes import find_ibans
from pkm.ledger.words import stem, words

NEAR = 0.4  # of the topic: less, and a model is not even asked
GENERIC_WEIGHT = 0.3
GENERIC_COVERAGE = 0.15
VERB_COVERAGE = 0.5
MIN_HALF = 4  # letters of a word that is one half of a compound
TELLING_DIGITS = 4  # fewer stand in longer numbers by chance
_IBAN_STEM = stem("iban")
_TAILS = stems_of(
    "schaden schäden anlage anlagen gerät geräte verein club wert werte unterricht tage"
)  # in which a compound says little


def is_near(plan: Plan, passages: Sequence[Passage]) -> bool:
    """Whether any passage states enough of the topic to be worth a model's time."""
    return bool(plan.topic) and any(
        cover(plan, stated(plan.topic, f"{each.title}\n{each.head}\n{each.text}")) >= NEAR for each in passages
    )


def weigh(topic: Sequence[str], light: Sequence[str] = (), generic: float = GENERIC_WEIGHT) -> dict[str, float]:
    """How much each word of the topic tells; a word that any record may hold tells little, a short number too."""
    return {
        each: generic if each in GENERIC_STEMS or each in light or (each.isdigit() and len(each) < 3) else 1.0
        for each in topic
    }


def cover(plan: Plan, terms: AbstractSet[str]) -> float:
    """The share of the topic that the terms are: a verb that they do not say counts half, for a paper may use another.

    Where nothing but its words tells an answer, all of them count.
    """
    weights = weigh(plan.topic, plan.sought, GENERIC_COVERAGE)
    return share(halve(weights, verbs.of_question(plan.question), terms) if is_telling(plan) else weights, terms)


def is_telling(plan: Plan) -> bool:
    """Whether an answer is known by more than its words: by a value, a rule, a reason."""
    question = plain(plan.question)
    return bool(plan.expected) or asks_of_rule(question) or asks_why(question)


def halve(weights: Mapping[str, float], done: Collection[str], terms: AbstractSet[str]) -> dict[str, float]:
    """The weights, of verbs that the terms do not hold half of it, unless there are only verbs."""
    if weights.keys() <= set(done):
        return dict(weights)
    return {
        each: weight * VERB_COVERAGE if each in done and each not in terms else weight
        for each, weight in weights.items()
    }


def stated(topic: Iterable[str], text: str, done: Mapping[str, str] | None = None) -> frozenset[str]:
    """The words of the topic that a text states, by themselves, by a synonym, by both halves of a compound.

    Args:
        done: The verbs of the question, each with its root: those are stated by any of their forms.
    """
    said = _telling(text)
    return frozenset(
        each
        for each in topic
        if means(each, said)
        or (each == _IBAN_STEM and any(find_ibans(text)))
        or (done and each in done and verbs.is_said(done[each], text, said))
        or (len(each) >= 2 * MIN_HALF and _is_said_in_halves(each, frozenset(said)))
        or _without_tail(each) in said
    )


@lru_cache(maxsize=20_000)
def _without_tail(compound: str) -> str:
    """A compound without a second half that papers leave out ("Elementar", for "Elementarschäden"); else itself."""
    rest = next((compound.removesuffix(each) for each in _TAILS if compound.endswith(each)), compound)
    return stem(rest) if len(rest) > MIN_HALF else compound


@lru_cache(maxsize=20_000)
def _is_said_in_halves(compound: str, said: frozenset[str]) -> bool:
    """Whether a text says both words of a compound apart, each alone or in another compound: "Flötenunterricht: Unterricht, Querflöte"."""
    if len(compound) < 2 * MIN_HALF or not compound.isalpha():
        return False
    return any(_is_in(second, said) and _is_in(first, said) for first, second in _halves(compound))


def _halves(compound: str) -> Iterator[tuple[str, str]]:
    for end in range(MIN_HALF, len(compound) - MIN_HALF + 1):
        yield stem(compound[:end]), stem(compound[end:])


def _is_in(half: str, said: frozenset[str]) -> bool:
    return means(half, said) or (
        len(half) >= MIN_HALF and any(each.startswith(half) or each.endswith(half) for each in said)
    )


def named(topic: Sequence[str], passage: Passage) -> frozenset[str]:
    """The words of the topic that name a document: in its title, a number within a longer one, and beside them its kind.

    A bill is named by who sends it too, in its first line.
    """
    title = "".join(passage.title.split())
    sender = passage.head.partition("\n")[0] if passage.document.kind == "invoice" else ""
    numbers = {each for each in topic if each.isdigit() and len(each) >= TELLING_DIGITS and each in title}
    own = stated(topic, f"{passage.title}\n{sender}") | numbers
    return own | stated(topic, passage.nouns) if own else own


def share(weights: dict[str, float], terms: AbstractSet[str]) -> float:
    """The share of the topic, by weight, that the terms are."""
    return sum(weights[each] for each in terms) / sum(weights.values())


def stems(text: str) -> set[str]:
    """The stems of a text's words, and of the words of which they are made."""
    return {one for each in words(text) for one in (stem(each), *parts(each))}


def _telling(text: str) -> set[str]:
    """Those of the words that say anything by themselves."""
    return {one for each in words(text) if each not in SILENT for one in (stem(each), *parts(each))}


def missing(plan: Plan, passages: Sequence[Passage]) -> list[str]:
    """The words of the question that no passage states, as the question has them."""
    seen: set[str] = set()
    for each in passages:
        seen |= stems(f"{each.title}\n{each.head}\n{each.text}")
    absent = {each for each, weight in weigh(plan.topic, plan.sought).items() if weight == 1 and not means(each, seen)}
    return [word for word in re.findall(r"[^\W_]+", plan.question) if absent.intersection(content(word))]
