"""An evaluation: how well each arm answers judged questions, and what changed since the one before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pkm.errors import UsageError
from pkm.eval import asking, bootstrap, metrics
from pkm.eval.asking import Ready, Watch
from pkm.eval.bootstrap import Interval
from pkm.models import Fusion, PersonId
from pkm.search import Searcher
from pkm.store import evaluations, spaces
from pkm.store.database import Database
from pkm.store.evaluations import Kept, Results

ARMS = ("hybrid", "dense", "sparse", "multi")


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since an earlier run, on the questions that both asked: mean paired differences, by arm and measure."""

    at: datetime
    space: str
    weights: Fusion
    questions: int
    arms: Mapping[str, Mapping[str, Interval]]


@dataclass(frozen=True, slots=True)
class Unfound:
    """A question of which the whole search finds nothing that was expected, as deep as it is looked at."""

    line: int
    question: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was measured: means over questions with their 95 % intervals, by arm and measure."""

    space: str
    weights: Fusion
    learned: bool
    questions: int
    arms: Mapping[str, Mapping[str, Interval]]
    since: Since | None
    unfound: tuple[Unfound, ...]


def evaluate(
    database: Database, searcher: Searcher, questions: Sequence[Ready], person: PersonId, watch: Watch = lambda *_: None
) -> Evaluation:
    """Ask every question in every arm, measure, hold it against the last run on the same questions, and keep it.

    Raises ``UsageError`` where no question is left or nothing was embedded yet.
    """
    if not questions:
        raise UsageError("there is no judged question whose answer could be found", "the problems say why")
    with database.transaction(person) as connection:
        number, space = spaces.in_use(connection)
        learned = evaluations.weights(connection, number)
    weights = Fusion.of(space) if learned is None else learned.weights
    results = asking.ask(searcher, questions, weights, watch, multi=space.multi)
    with database.transaction(person) as connection:
        since = against(evaluations.recent(connection, person), results)
        evaluations.keep(connection, person, space.name, weights, results)
    return Evaluation(
        space.name, weights, learned is not None, len(questions), summarise(results), since,
        tuple(
            Unfound(each.line, each.judged.question)
            for each in questions
            if not results["hybrid"][each.key]["mrr"]
        ),
    )  # fmt: skip


def summarise(results: Results) -> dict[str, dict[str, Interval]]:
    """Of each arm and measure the mean over questions."""
    return {
        arm: {name: bootstrap.mean([each[name] for each in results[arm].values()]) for name in metrics.NAMES}
        for arm in ARMS
        if arm in results
    }


def against(earlier: Iterable[Kept], results: Results) -> Since | None:
    """The difference to the latest run that asked some of these questions."""
    for run in earlier:
        shared = sorted(run.results.get("hybrid", {}).keys() & results["hybrid"].keys())
        if shared:
            arms = {
                arm: found
                for arm in ARMS
                if arm in results and (found := differences(run.results.get(arm, {}), results[arm], shared))
            }
            return Since(run.at, run.space, run.weights, len(shared), arms)
    return None


def differences(
    before: Mapping[str, Mapping[str, float]], after: Mapping[str, Mapping[str, float]], shared: Sequence[str]
) -> dict[str, Interval]:
    """Of each measure the mean of ``after`` minus ``before``, question by question."""
    both = [key for key in shared if key in before and key in after]
    return {
        name: bootstrap.mean([after[key][name] - before[key][name] for key in both])
        for name in metrics.NAMES
        if both and all(name in before[key] for key in both)
    }
