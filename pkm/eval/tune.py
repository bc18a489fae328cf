"""Weights of a space's arms, learned from judged questions and taken only where they help on questions they never saw.

Every setting of a grid is tried on every question once. In each of five folds the setting that is best on the other four is
measured on the fold itself; the gain over pkm's own weights, question by question, is what may be expected of questions
to come (Stone 1974, "Cross-validatory choice"). Token vectors come in only where they gain over the best setting without.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pkm.embed import Embedder
from pkm.errors import UsageError
from pkm.eval import asking, bootstrap, metrics
from pkm.eval.asking import Ready, Watch
from pkm.eval.bootstrap import Interval
from pkm.eval.question import Judged
from pkm.models import Embeddings, Fusion, Space
from pkm.search import Searcher

ENOUGH = 30  # questions: six in each fold
FOLDS = 5
OBJECTIVE = f"ndcg@{metrics.NDCG_AT}"
DENSE = (0.2, 0.35, 0.5, 0.65, 0.8, 0.95)  # sparse is what is left
DOCUMENT = (0.0, 0.5, 1.0, 2.0)
LATE = (0.35, 0.65, 1.3)


@dataclass(frozen=True, slots=True)
class Tuning:
    """What was learned.

    Attributes:
        weights: The best on all questions, of those that held-out questions speak for.
        before, after: The mean on held-out questions with pkm's own weights, and with learned ones.
        gain: Of the one over the other, question by question.
        helps: Whether all of the interval is a gain.
        late: The gain of token vectors over none, where the space has them.
    """

    questions: int
    measure: str
    default: Fusion
    weights: Fusion
    before: float
    after: float
    gain: Interval
    helps: bool
    late: Interval | None


def tune(searcher: Searcher, questions: Sequence[Ready], watch: Watch = lambda *_: None, *, space: Space) -> Tuning:
    """Learn weights of a space; raises ``UsageError`` where the questions are too few."""
    distinct = len({each.asked for each in questions})
    if distinct < ENOUGH:
        raise UsageError(
            f"{distinct} judged questions are too few to learn from: it takes {ENOUGH}",
            "write more, or judge answers and hits with a thumb (docs/evaluation.md)",
        )
    default = Fusion.of(space)
    plain, late = grid(default, late=False), grid(default, late=True) if space.multi else []
    settings = list(dict.fromkeys([default, *plain, *late]))
    table = together(measure(searcher, questions, settings, watch), questions)
    rows = {each: table[number] for number, each in enumerate(settings)}
    return choose(rows, default, plain, late)


def choose(
    rows: Mapping[Fusion, NDArray[np.float64]],
    default: Fusion,
    plain: Sequence[Fusion],
    late: Sequence[Fusion],
) -> Tuning:
    """Decide by what each setting measured for each question.

    Args:
        rows: Of each setting, the measure for each question, in one order.
        plain, late: Settings without and with token vectors.
    """
    count = len(rows[default])
    held_out, chosen, late_gain = held(rows, plain, default), plain, None
    if late:
        with_late = held(rows, late, default)
        late_gain = bootstrap.mean(list(with_late - held_out))
        if _is_gain(late_gain):
            held_out, chosen = with_late, late
    gain = bootstrap.mean(list(held_out - rows[default]))
    return Tuning(
        count, OBJECTIVE, default, best(rows, chosen, np.arange(count), default), float(rows[default].mean()),
        float(held_out.mean()), gain, _is_gain(gain), late_gain,
    )  # fmt: skip


def held(
    rows: Mapping[Fusion, NDArray[np.float64]], settings: Sequence[Fusion], default: Fusion
) -> NDArray[np.float64]:
    """For each question, what the setting measures for it that is best on the questions of the other folds."""
    count = len(next(iter(rows.values())))
    fold = np.random.default_rng(bootstrap.SEED).permutation(count) % FOLDS
    found = np.empty(count)
    for number in range(FOLDS):
        inside = fold == number
        found[inside] = rows[best(rows, settings, np.flatnonzero(~inside), default)][inside]
    return found


def best(
    rows: Mapping[Fusion, NDArray[np.float64]],
    settings: Sequence[Fusion],
    questions: NDArray[np.intp],
    default: Fusion,
) -> Fusion:
    """The setting that is best on some questions; of equals the one nearest to pkm's own."""

    def worth(setting: Fusion) -> tuple[float, float]:
        return round(float(rows[setting][questions].mean()), 9), -_distance(setting, default)

    return max(settings, key=worth)


def grid(default: Fusion, *, late: bool) -> list[Fusion]:
    """The settings that are tried, without or with token vectors."""
    return [
        replace(default, dense=dense, sparse=round(1 - dense, 2), document=document, late=weight)
        for dense, document, weight in itertools.product(DENSE, DOCUMENT, LATE if late else (0.0,))
    ]


def measure(
    searcher: Searcher, questions: Sequence[Ready], settings: Sequence[Fusion], watch: Watch
) -> NDArray[np.float64]:
    """What each setting measures for each question, shape (settings, questions)."""
    table = np.empty((len(settings), len(questions)))

    def one(column: int) -> None:
        for row, weights in enumerate(settings):
            found = questions[column].trace(searcher, weights=weights)
            table[row, column] = questions[column].measure(asking.shown(found), found.folded)[OBJECTIVE]

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for done, _ in enumerate(pool.map(one, range(len(questions))), start=1):
            watch("trying weights", done, len(questions))
    return table


def together(table: NDArray[np.float64], questions: Sequence[Ready]) -> NDArray[np.float64]:
    """A column for each question that is asked, the mean of those of it that expect something else.

    A question whose other line chose the setting that it is measured with would be none that was never seen.
    """
    lines: dict[Judged, list[int]] = {}
    for column, each in enumerate(questions):
        lines.setdefault(each.asked, []).append(column)
    return np.stack([table[:, own].mean(axis=1) for own in lines.values()], axis=1)


class Remembering:
    """An embedder that reads each question once, however often it is asked."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[str, Embeddings] = {}

    @property
    def space(self) -> Space:
        """That of the embedder."""
        return self._embedder.space

    def passages(self, texts: Sequence[str]) -> Embeddings:
        """Embed passages."""
        return self._embedder.passages(texts)

    def query(self, text: str) -> Embeddings:
        """Embed a question, if it was not yet."""
        if text not in self._known:
            self._known[text] = self._embedder.query(text)
        return self._known[text]


def _is_gain(found: Interval) -> bool:
    return found.low is not None and found.low > 0


def _distance(setting: Fusion, default: Fusion) -> float:
    return (
        abs(setting.dense - default.dense) + abs(setting.document - default.document) + abs(setting.late - default.late)
    )


def as_gain(learned: Tuning) -> dict[str, Any]:
    """What is kept beside the weights: on how many questions they were learned, and what they gain."""
    return {"questions": learned.questions, "measure": learned.measure, **asdict(learned.gain)}
