"""Judged questions put to the search: what each arm ranks where, and which expectations nothing can meet."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from pkm.errors import NotFound
from pkm.eval import metrics
from pkm.eval.question import Judged
from pkm.models import ChunkId, Fusion, PersonId, Problem
from pkm.search import Searcher
from pkm.search.trace import Trace
from pkm.store import expected, forgetting, people
from pkm.store.database import Database

Watch = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Ready:
    """A question that can be asked.

    Attributes:
        key: Knows it again, without its words.
        targets: Of each expectation that the home can meet, the passages that do; none where it can meet none.
        grades: Of those expectations.
    """

    line: int
    judged: Judged
    key: str
    person: PersonId
    targets: tuple[frozenset[ChunkId], ...]
    grades: tuple[int, ...]

    @property
    def asked(self) -> Judged:
        """What is asked, whatever is expected of it."""
        return msgspec.structs.replace(self.judged, expect=())

    def trace(self, searcher: Searcher, *, arm: Any = "hybrid", weights: Fusion | None = None) -> Trace:
        """Ask it."""
        return searcher.trace(
            self.judged.question, k=metrics.DEPTH, arm=arm, person=self.person, weights=weights,
            **self.judged.conditions(),
        )  # fmt: skip

    def measure(self, ranking: Sequence[ChunkId], folded: Mapping[ChunkId, ChunkId] | None = None) -> dict[str, float]:
        """How well a ranking answers it; what is ``folded`` into another is met by that, which says the same and names it."""
        folded = folded or {}
        targets = [each | {folded[chunk] for chunk in each if chunk in folded} for each in self.targets]
        return metrics.measure(metrics.ranks(ranking[: metrics.DEPTH], targets), self.grades)


def prepare(
    database: Database, questions: Sequence[tuple[int, Judged]], owner: PersonId, path: str
) -> tuple[list[Ready], list[Problem]]:
    """Look up what questions expect; returns those that can be measured, and what cannot and why.

    Args:
        questions: With the lines at which they stand.
        owner: Who asks, where a question does not say.
        path: Where problems say that they are.
    """
    ready, problems = [], []
    with database.transaction(owner) as connection:
        key = forgetting.key(connection)
        first: dict[Judged, int] = {}
        for line, judged in questions:

            def refuse(reason: str, at: str = f"line {line}") -> None:
                problems.append(Problem(path, at, reason))

            if (before := first.setdefault(judged, line)) != line:
                refuse(f"it says what line {before} says, and counts once")
                continue
            try:
                person = owner if judged.person is None else people.find_person(connection, judged.person).id
                if judged.collection is not None:
                    people.find_collection(connection, judged.collection)
            except NotFound as exc:
                refuse(str(exc))
                continue
            targets, grades = [], []
            for number, each in enumerate(judged.expect, start=1):
                target = expected.find(
                    connection, path=each.path, document=each.document, page=each.page, text=each.text,
                    past=judged.as_of is not None,
                )  # fmt: skip
                if target.missing is not None:
                    refuse(f"expectation {number}: {target.missing}")
                else:
                    targets.append(target.chunks)
                    grades.append(each.grade)
            if targets:
                digest = hashlib.sha256(key + msgspec.json.encode(judged)).hexdigest()[:32]
                ready.append(Ready(line, judged, digest, person, tuple(targets), tuple(grades)))
    return ready, problems


def alone(
    searcher: Searcher, question: Ready, whole: Trace, weights: Fusion, *, multi: bool
) -> dict[str, list[ChunkId]]:
    """What each arm finds for a question by itself, best first: ``dense``, ``sparse``, and ``multi`` where it is asked for.

    Late interaction only orders what the others found in the ``whole`` search, so ``multi`` is those in the order that it
    would give.
    """
    ranked = {arm: [each.chunk for each in question.trace(searcher, arm=arm).fused] for arm in ("dense", "sparse")}
    if multi:
        counted = whole if weights.late else question.trace(searcher, weights=replace(weights, late=1.0))
        late = {each.chunk: each.scores.late for each in counted.fused if each.scores.late is not None}
        ranked["multi"] = sorted(late, key=lambda chunk: (-late[chunk], chunk))
    return ranked


def shown(trace: Trace) -> list[ChunkId]:
    """The passages of a search, as they would be hits."""
    return [each.chunk for each in trace.fused if each.chunk not in trace.folded]


def ask(
    searcher: Searcher, questions: Sequence[Ready], weights: Fusion, watch: Watch, *, multi: bool
) -> Mapping[str, dict[str, dict[str, float]]]:
    """Of each arm, what is measured for each question by its key; ``multi``: whether the space has token vectors."""
    results: dict[str, dict[str, dict[str, float]]] = {}
    for number, question in enumerate(questions):
        watch("asking", number, len(questions))
        whole = question.trace(searcher, weights=weights)
        measured = {"hybrid": question.measure(shown(whole), whole.folded)} | {
            arm: question.measure(ranking)
            for arm, ranking in alone(searcher, question, whole, weights, multi=multi).items()
        }
        for arm, values in measured.items():
            results.setdefault(arm, {})[question.key] = values
    watch("asking", len(questions), len(questions))
    return results
