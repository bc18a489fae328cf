"""Two spaces held against each other on the home's own passages and judged questions, before it goes over to one of them.

A question is the beginning of a sentence of a passage. Whether that passage is found by its vectors alone says what the
model is worth here; how many of the hits of the one space are those of the other, all arms together, how much will change.
Where there are thumbs, the questions that were asked say more: each space answers them, with the weights that pkm has by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from pkm.embed import Embedder
from pkm.eval import asking, bootstrap, thumbs
from pkm.eval.bootstrap import Interval
from pkm.models import Fusion, Hit
from pkm.search import Searcher
from pkm.store import filling, judgements, people
from pkm.store.database import Database

QUESTIONS = 100
DEPTH = 10  # hits that are looked at
MARGIN = 0.1  # of the questions: what is lost less than that may be chance
FEWEST_JUDGED = 10  # questions: fewer prove nothing
_WORDS = 8  # of a sentence: the whole of it would be found by anything
_SENTENCE = re.compile(r"[^.!?…\n]{20,}")
_WORD = re.compile(r"\w+(?:['’.,-]\w+)*")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What judged questions say: the mean nDCG@10 in both spaces, and how much it grows."""

    questions: int
    before: float
    now: float
    gain: Interval

    @property
    def is_worse(self) -> bool:
        """Whether it surely falls."""
        return self.questions >= FEWEST_JUDGED and self.gain.high is not None and self.gain.high < 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """What questions found.

    Attributes:
        questions: How many were asked.
        agreement: The share of the first ten hits in the space before that are among those of the new one; ``None``
            where the old model could not be asked.
        found_before, found: The share of the questions whose own passage is among the ten nearest vectors.
        judged: What the owner's judged questions say; ``None`` where there is none, or the old model could not be asked.
    """

    questions: int
    agreement: float | None
    found_before: float | None
    found: float
    judged: Verdict | None = None

    @property
    def is_worse(self) -> bool:
        """Whether the new space finds clearly less."""
        if self.judged is not None and self.judged.is_worse:
            return True
        return self.found_before is not None and self.found_before - self.found > MARGIN


def compare(
    database: Database, before: Embedder | None, after: Embedder, going_on: Callable[[], None] = lambda: None
) -> Comparison | None:
    """Ask both spaces the same questions; ``None`` in a home without a passage to ask for.

    Args:
        going_on: Is called after each question; may raise.
    """
    with database.transaction() as connection:
        sample = filling.sample(connection, QUESTIONS)
    asked = [(each, question) for each in sample if (question := question_of(each.text))]
    if not asked:
        return None
    new, old = Searcher(database, after), None if before is None else Searcher(database, before)
    shared, found_before, found = 0.0, 0, 0
    for passage, question in asked:
        found += passage.text in _nearest(new, question)
        if old is not None:
            found_before += passage.text in _nearest(old, question)
            hits = {_place(each) for each in old.search(question, k=DEPTH)}
            shared += len(hits & {_place(each) for each in new.search(question, k=DEPTH)}) / max(1, len(hits))
        going_on()
    count = len(asked)
    if before is None or old is None:
        return Comparison(count, None, None, round(found / count, 4))
    return Comparison(
        count, round(shared / count, 4), round(found_before / count, 4), round(found / count, 4),
        _judge(database, before, after, going_on),
    )  # fmt: skip


def _judge(database: Database, before: Embedder, after: Embedder, going_on: Callable[[], None]) -> Verdict | None:
    """Let both spaces answer the questions of which persons said what was useful."""
    with database.transaction() as connection:
        owner = people.ensure_owner(connection)
    with database.transaction(owner) as connection:
        collected = thumbs.collect(judgements.listed(connection, owner)).questions
    questions, _ = asking.prepare(database, list(enumerate(collected, start=1)), owner, "thumbs")
    if not questions:
        return None
    measured = []
    for embedder in (before, after):
        searcher, weights = Searcher(database, embedder), Fusion.of(embedder.space)
        results = asking.ask(searcher, questions, weights, lambda *_: going_on(), multi=False)["hybrid"]
        measured.append([results[each.key]["ndcg@10"] for each in questions])
    then, now = measured
    gain = bootstrap.mean([late - early for early, late in zip(then, now, strict=True)])
    count = len(questions)
    return Verdict(count, round(sum(then) / count, 4), round(sum(now) / count, 4), gain)


def question_of(text: str) -> str:
    """The first words of the longest sentence of a passage; empty where it has none."""
    longest = max(_SENTENCE.findall(text), key=len, default="")
    words = _WORD.findall(longest)
    return " ".join(words[:_WORDS]) if len(words) > 2 else ""


def _nearest(searcher: Searcher, question: str) -> set[str]:
    return {each.text for each in searcher.search(question, k=DEPTH, arm="dense")}


def _place(hit: Hit) -> tuple[int, int]:
    return hit.document_id, hit.char_start
