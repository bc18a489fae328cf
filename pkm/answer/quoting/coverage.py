"""How much of what a question is about a passage states: by itself, in its title, or under its table's head."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from pkm.answer.language import GENERIC_STEMS, content, means
from pkm.answer.planning.plan import Plan
from pkm.answer.quoting.evidence import Passage
from pkm.facts.codes import find_ibans
from pkm.ledger.words import stem, words

NEAR = 0.4  # of the topic: less, and a model is not even asked
GENERIC_WEIGHT = 0.3
GENERIC_COVERAGE = 0.15
TELLING_DIGITS = 4  # fewer stand in longer numbers by chance
_IBAN_STEM = stem("iban")


def is_near(plan: Plan, passages: Sequence[Passage]) -> bool:
    """Whether any passage states enough of the topic to be worth a model's time."""
    weights = weigh(plan.topic, plan.sought, GENERIC_COVERAGE)
    return bool(weights) and any(
        share(weights, stated(plan.topic, f"{each.title}\n{each.head}\n{each.text}")) >= NEAR for each in passages
    )


def weigh(topic: Sequence[str], light: Sequence[str] = (), generic: float = GENERIC_WEIGHT) -> dict[str, float]:
    """How much each word of the topic tells; a word that any record may hold tells little, a short number too."""
    return {
        each: generic if each in GENERIC_STEMS or each in light or (each.isdigit() and len(each) < 3) else 1.0
        for each in topic
    }


def stated(topic: Iterable[str], text: str) -> frozenset[str]:
    """The words of the topic that a text states, by themselves or by a synonym."""
    said = stems(text)
    return frozenset(each for each in topic if means(each, said) or (each == _IBAN_STEM and any(find_ibans(text))))


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
    """The stems of a text's words."""
    return {stem(each) for each in words(text)}


def missing(plan: Plan, passages: Sequence[Passage]) -> list[str]:
    """The words of the question that no passage states, as the question has them."""
    seen: set[str] = set()
    for each in passages:
        seen |= stems(f"{each.title}\n{each.head}\n{each.text}")
    absent = {each for each, weight in weigh(plan.topic, plan.sought).items() if weight == 1 and not means(each, seen)}
    return [word for word in re.findall(r"[^\W_]+", plan.question) if absent.intersection(content(word))]
