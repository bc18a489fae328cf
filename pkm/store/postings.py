"""The sparse arm: passages by the inner product of their terms' weights with the question's, exactly.

MaxScore (Turtle and Flood 1995, "Query evaluation: strategies and optimizations") a part of a term at a time: of a term that
stands in many passages those where it weighs much are a part of their own (Anh and Moffat 2006, "Pruned query evaluation
using pre-computed impacts"). Parts whose reading lowers most what is left to be added are read first. What is read is a bound
from above of each passage's score; the best of them are scored exactly, from the passage's own weights. Once the k-th best of
those beats all that the parts still unread could add together, no passage that was not seen yet can come in: what stands
everywhere and weighs little is never read.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import reduce
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

import sql
from pkm.models import ChunkId
from pkm.store import arrays, filters, inverted
from pkm.store.blocks import Ids
from pkm.store.database import Connection
from pkm.store.dense import Near
from pkm.store.filters import Filter
from pkm.store.neighbours import idf

ROUND = 60_000  # postings that are read together at first
WHOLE = 4000  # postings of a term that are read in one go
VERIFIED = 32  # passages that are scored exactly beyond k, at a time
SCORED = 2500  # postings that are read in the time in which a passage is scored
LISTED = 120_000  # at most so many passages that pass a filter are listed, so that others are left out early
PROBES = 16  # passages that are listed in the time in which one by itself is asked whether it passes
UNLIKE = 4  # times as few that pass as were expected, before they are listed after all
SAMPLED = 8000  # bounds by which it is told which are large
SLACK = 1 + 1e-5  # sums of 32-bit floats


class Frequency(NamedTuple):
    """In how many passages a term stands, and the most that it weighs there."""

    passages: int
    top: float


def frequencies(connection: Connection, terms: Collection[int]) -> dict[int, Frequency]:
    """Of each of these terms that stands anywhere."""
    rows = sql.queries.postings.frequencies(connection, terms=list(terms))
    return {row.term: Frequency(row.passages, row.top) for row in rows}


def passage_idf(connection: Connection, kin: Mapping[int, Collection[int]]) -> dict[int, float]:
    """How much each term tells passages apart, counted with its kin; terms that stand in none are left out."""
    count = sql.queries.vectors.count_passages(connection)
    known = frequencies(connection, kin)
    return {
        term: idf(count, min(count, sum(known[each].passages for each in kin[term] if each in known))) for term in known
    }


def search(
    connection: Connection, weights: Mapping[int, float], k: int, which: Filter, sure: int | None = None
) -> list[Near]:
    """The k passages whose terms weigh most, counted with the question's weights: as many as share a term and pass.

    What others fold meanwhile may be missed, unless the transaction is a ``snapshot``.

    Args:
        sure: Of so many it is certain that none weighs more, of all k if ``None``; the others are the best of what was looked at
            to know that.
    """
    asked = {term: weight for term, weight in weights.items() if weight > 0}
    parts = list(sql.queries.postings.parts(connection, terms=list(asked)))
    unread = _steps(parts, asked)
    judge = _Judge(connection, weights, k, min(sure or k, k), which)
    listed, share = judge.narrow()
    pool, batch, size, goal = _Pool(), math.ceil((k + VERIFIED) / share), ROUND, 0.0
    if parts:
        pool.reach(min(each.first for each in parts), max(each.last for each in parts))
    if listed is not None:
        pool.keep(listed)
    while unread:
        left = sum(each.passages for each in unread)
        if listed is not None and len(listed) <= max(batch, left // SCORED):
            judge.score(np.setdiff1d(listed, pool.judged))
            break
        read = _take(unread, size, goal)
        unread, size = unread[len(read) :], size * 4
        rows = arrays.rows(
            connection, sql.queries.postings.read_parts.sql,
            terms=[each.term for each in read], above=[each.above for each in read], upto=[each.upto for each in read],
            fresh=[each.term for each in read if each.fresh],
        )  # fmt: skip
        rest = sum(each.gain for each in unread)
        if rows:
            pool.reach(*inverted.span(rows))
        for row in rows:
            pool.add(weights[row.term], *inverted.unpack(row))
        pool.settle(judge.threshold - rest)
        if unread and max(judge.threshold, pool.bound(int(judge.sure / share))) < rest:
            continue  # whatever the best score, any passage may still come in
        while len(pool.ids):
            ids = pool.best(batch)
            passed = judge.score(ids)
            pool.drop(ids, least=judge.threshold - rest)
            if listed is None and passed * UNLIKE < share * len(ids) and len(pool.ids):
                listed, share = judge.list_passing(), max(passed, 1) / len(ids)
                if listed is not None:
                    pool.keep(listed)
            if unread and (judge.threshold < rest or len(pool.ids) > batch):
                break
            batch *= 2
        if judge.threshold > rest:
            pool.close()
            if not len(pool.ids):
                break
        goal = judge.threshold - pool.bound(batch)  # with less left to be added, most of the pool can be dropped
    return judge.best()


def score(connection: Connection, weights: Mapping[int, float], chunks: Collection[ChunkId]) -> dict[ChunkId, float]:
    """The sum of shared weights of each of these passages; 0 where nothing is shared."""
    found = dict.fromkeys(chunks, 0.0)
    for row in arrays.rows(connection, sql.queries.postings.of.sql, chunks=np.fromiter(chunks, np.int64)):
        found |= zip(row.chunks.tolist(), _sums(row, weights).tolist(), strict=True)
    return found


class _Step(NamedTuple):
    """Postings of a term that are read together: blocks that weigh at most ``upto`` and more than ``above``, or ``fresh`` ones.

    ``gain`` is by how much less any passage can be given by what is still unread.
    """

    term: int
    gain: float
    passages: int
    above: float
    upto: float
    fresh: bool

    def join(self, other: _Step) -> _Step:
        """Both in one."""
        return _Step(
            self.term, self.gain + other.gain, self.passages + other.passages, min(self.above, other.above),
            max(self.upto, other.upto), self.fresh or other.fresh,
        )  # fmt: skip


def _steps(rows: list[Any], weights: Mapping[int, float]) -> list[_Step]:
    """All that could be read, of rows of ``parts``, those first that gain most for each of their postings; a term's heavier parts before its lighter ones."""
    by_term: dict[int, list[Any]] = {}
    for row in sorted(rows, key=lambda each: -each.top):
        by_term.setdefault(row.term, []).append(row)
    steps: list[_Step] = []
    for term, parts in by_term.items():
        bounds = [each.top for each in parts if not each.is_fresh] + [0.0]
        own: list[_Step] = []
        for part, after in zip(parts, [each.top for each in parts[1:]] + [0.0], strict=True):
            above, upto = (np.inf, 0.0) if part.is_fresh else (bounds[bounds.index(part.top) + 1], part.top)
            step = _Step(term, weights[term] * (part.top - after), part.passages, above, upto, part.is_fresh)
            while own and own[-1].gain * step.passages <= step.gain * own[-1].passages:
                step = own.pop().join(step)
            own.append(step)
        if sum(each.passages for each in own) <= WHOLE:
            own = [reduce(_Step.join, own)]
        steps += own
    return sorted(steps, key=lambda each: -each.gain / each.passages)


def _take(unread: list[_Step], size: int, goal: float) -> list[_Step]:
    """The first of these steps, one at least: as many as have so many postings together, or leave no more than ``goal`` to be gained."""
    read: list[_Step] = []
    total, rest = 0, sum(each.gain for each in unread)
    for each in unread:
        total += each.passages
        if read and (total > size or rest < goal):
            break
        read.append(each)
        rest -= each.gain
    return read


def _sums(row: Any, asked: Mapping[int, float]) -> NDArray[np.float64]:
    """The inner product of each passage's weights, as a row of ``score`` or ``of`` has them, with those asked for."""
    if not asked:
        return np.zeros(len(row.counts))
    order = sorted(asked)
    wanted, factors = np.array(order, dtype=np.int32), np.array([asked[term] for term in order])
    every = arrays.joined(row.terms, row.counts, "i4")
    places = np.searchsorted(wanted, every).clip(max=len(wanted) - 1)
    shared = np.flatnonzero(wanted[places] == every)
    owners = np.repeat(np.arange(len(row.counts)), row.counts)[shared]
    products = factors[places[shared]] * arrays.joined(row.weights, row.counts, "f4")[shared]
    totals: NDArray[np.float64] = np.bincount(owners, weights=products, minlength=len(row.counts)).astype(np.float64)
    return totals


class _Pool:
    """Passages that may be among the best, with a bound from above of what their terms that were read weigh."""

    def __init__(self) -> None:
        self.ids: Ids = np.empty(0, dtype=np.int64)  # ascending
        self.judged: Ids = np.empty(0, dtype=np.int64)
        self._only: Ids | None = None
        self._first = 0
        self._sums: NDArray[np.float32] = np.empty(
            0, dtype=np.float32
        )  # of all passages from the first on; NaN: judged
        self._bounds: NDArray[np.float32] = np.empty(0, dtype=np.float32)

    def reach(self, first: int, last: int) -> None:
        """Have room for what passages between these weigh."""
        had = len(self._sums)
        if had:
            first, last = min(first, self._first), max(last, self._first + had - 1)
        if last - first + 1 > had:
            sums = np.zeros(last - first + 1, dtype=np.float32)
            sums[self._first - first : self._first - first + had] = self._sums
            self._first, self._sums = first, sums

    def add(self, factor: float, ids: Ids, weights: NDArray[np.float32]) -> None:
        """Add what a further term weighs in these passages, each once and within reach."""
        np.add.at(self._sums, ids - self._first, weights * np.float32(factor * SLACK))

    def settle(self, least: float) -> None:
        """Take in what was added; whose bound is below ``least`` is out."""
        least = max(least, float(np.finfo(np.float32).tiny))
        if self._only is None:
            found = np.flatnonzero(self._sums >= least)  # of booleans that is several times as quick
            self.ids, self._bounds = found + self._first, self._sums[found]
        elif len(self._only):
            self.reach(int(self._only[0]), int(self._only[-1]))
            self._select(self._only, self._sums[self._only - self._first], least)

    def best(self, count: int) -> Ids:
        """So many of the largest bounds."""
        if len(self.ids) <= count:
            return self.ids
        large = self._large(count)
        return self.ids[large[np.argpartition(self._bounds[large], -count)[-count:]]]

    def bound(self, place: int) -> float:
        """The largest bound but so many; 0 where there are no more."""
        if len(self.ids) <= place:
            return 0.0
        bounds = self._bounds[self._large(place + 1)]
        return float(np.partition(bounds, -place - 1)[-place - 1])

    def _large(self, count: int) -> NDArray[np.intp]:
        """Where the largest bounds are: at least so many, and of many not many more, told by every so manieth of them."""
        some = self._bounds[:: max(1, len(self._bounds) // SAMPLED)]
        place = min(len(some), 4 + 4 * count * len(some) // len(self._bounds))
        found = np.flatnonzero(self._bounds >= np.partition(some, -place)[-place])
        return found if len(found) >= count else np.arange(len(self._bounds))

    def drop(self, judged: Ids, least: float) -> None:
        """Leave out those that were judged, for good, and those whose bound is below ``least``."""
        self.judged = np.concatenate([self.judged, judged])
        self._sums[judged - self._first] = np.nan
        self._bounds[np.searchsorted(self.ids, judged)] = np.nan
        self._select(self.ids, self._bounds, least)

    def keep(self, allowed: Ids) -> None:
        """Leave out all others, now and later."""
        self._only = allowed
        self.ids, here, _ = np.intersect1d(self.ids, allowed, assume_unique=True, return_indices=True)
        self._bounds = self._bounds[here]

    def close(self) -> None:
        """Take in no further passages."""
        self._only = self.ids

    def _select(self, ids: Ids, bounds: NDArray[np.float32], least: float) -> None:
        held = bounds >= least
        self.ids, self._bounds = ids[held], bounds[held]


@dataclass(slots=True)
class _Judge:
    """Scores passages exactly, and knows the best k that pass the filter; what another must score to be among the first ``sure``."""

    connection: Connection
    weights: Mapping[int, float]
    k: int
    sure: int
    which: Filter
    threshold: float = -np.inf
    _found: list[Near] = field(default_factory=list)

    def score(self, chunks: Ids) -> int:
        """Score those of these passages that pass; returns how many those are."""
        passed = 0
        for row in self._select(sql.queries.postings.score, chunks=chunks):
            scored = zip(row.chunks.tolist(), row.documents.tolist(), _sums(row, self.weights).tolist(), strict=True)
            self._found += [Near(*each) for each in scored if each[2] > 0]
            passed += len(row.chunks)
        self._found = self.best()
        if len(self._found) >= self.sure:
            self.threshold = self._found[self.sure - 1].score
        return passed

    def best(self) -> list[Near]:
        """The best so far; ties go to the older one."""
        return sorted(self._found, key=lambda each: (-each.score, each.chunk))[: self.k]

    def narrow(self) -> tuple[Ids | None, float]:
        """All passages that pass the filter, if to list them costs less than to ask it of each that is found; else the share that passes, about."""
        if self.which == Filter():
            return None, 1.0
        passing = filters.estimate(self.connection, self.which)
        passages = max(passing, sql.queries.vectors.count_passages(self.connection), 1)
        if passing > math.isqrt(PROBES * (self.k + VERIFIED) * passages):
            return None, passing / passages
        listed = self.list_passing()
        return listed, 1.0 if listed is not None else min(1.0, LISTED / passages)

    def list_passing(self) -> Ids | None:
        """All passages that pass the filter, ascending, if those are not too many."""
        [(chunks,)] = self._select(sql.queries.postings.passing, most=LISTED)
        passing: Ids = np.empty(0, dtype=np.int64) if chunks is None else chunks
        return np.sort(passing) if len(passing) <= LISTED else None

    def _select(self, query: Any, **asked: Any) -> list[Any]:
        text = filters.put_in(query.sql, self.which)
        return arrays.rows(self.connection, text, **asked, **self.which.asked())
