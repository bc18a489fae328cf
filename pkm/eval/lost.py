"""Why a question finds what it finds: each hit with what spoke for it, and where something expected was lost on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import msgspec

from pkm import lexical
from pkm.eval.question import Expectation
from pkm.json import to_json
from pkm.models import Arm, ChunkId, DocumentId, Fusion, Hit, PersonId
from pkm.search import Searcher
from pkm.search.searcher import MOST_HITS
from pkm.search.trace import Implied, Look, Trace
from pkm.store import evaluations, expected, spaces
from pkm.store.database import Connection, Database
from pkm.store.expected import Target
from pkm.store.filters import Filter

Fate = Literal["found", "cut", "folded", "passed over", "not retrieved", "filtered", "not embedded", "not ingested"]
ALONE: tuple[Arm, ...] = ("dense", "sparse")
_ASKED = {"audience": "person"}  # as whoever asks calls it


@dataclass(frozen=True, slots=True)
class Shown:
    """A hit with the rank that each arm gave its passage, and the score of its document as a whole; ``None``: not seen."""

    hit: Hit
    ranks: Mapping[str, int | None]
    document_score: float | None


@dataclass(frozen=True, slots=True)
class Named:
    """A document that the question names."""

    document_id: DocumentId
    path: str
    title: str


@dataclass(frozen=True, slots=True)
class Found:
    """What became of something expected.

    Attributes:
        rank: Among all candidates, from 1; ``None`` where it is none.
        ranks: In each arm alone, as far as that is looked at.
    """

    expect: Expectation
    fate: Fate
    reason: str
    rank: int | None = None
    ranks: Mapping[str, int | None] | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """A search, told.

    Attributes:
        conditions: That came with the question.
        implied: That the question itself makes.
        named: Documents that it names; in them ``rest`` is looked for, without the words ``spent`` on naming them.
        candidates: How many passages any arm found, and how many of them say what a better one says.
    """

    question: str
    space: str
    weights: Fusion
    conditions: Mapping[str, Any]
    implied: tuple[Implied, ...]
    named: tuple[Named, ...]
    spent: tuple[str, ...]
    rest: str
    candidates: int
    folded: int
    hits: tuple[Shown, ...]
    expected: tuple[Found, ...]
    timings_ms: Mapping[str, float]


def explain(
    database: Database,
    searcher: Searcher,
    question: str,
    expect: Sequence[Expectation] = (),
    *,
    k: int = 10,
    person: PersonId,
    **conditions: Any,
) -> Explanation:
    """Ask a question and tell how it went.

    Args:
        conditions: As ``Searcher.search`` takes them, beside ``arm``.
    """
    trace = searcher.trace(question, k=k, person=person, **conditions)
    with database.transaction(person) as connection:
        number, space = spaces.in_use(connection)
        spaces.enter(connection, number)
        past = trace.asked.instant is not None
        targets = [
            expected.find(connection, path=each.path, document=each.document, page=each.page, text=each.text, past=past)
            for each in expect
        ]
        kept = frozenset(each.chunk for each in trace.fused)
        deeper: dict[Arm, dict[ChunkId, int]] = {}
        if any(each.chunks and not each.chunks & kept for each in targets):
            for arm in ALONE:
                alone = searcher.trace(question, k=MOST_HITS, arm=arm, person=person, **conditions)
                deeper[arm] = {each.chunk: rank for rank, each in enumerate(alone.fused, start=1)}
        names = trace.naming.named if trace.naming is not None else []
        places = expected.places(connection, {*names, *(each.document for each in trace.fused)})
        found = tuple(
            _follow(connection, trace, each, target, deeper, places)
            for each, target in zip(expect, targets, strict=True)
        )
        weights = evaluations.weights_of(connection, number, space)
    rest = question if trace.naming is None else trace.naming.rest
    return Explanation(
        question, space.name, weights, {_ASKED.get(name, name): value for name, value in conditions.items() if value is not None},
        trace.implied, tuple(Named(each, *places[each]) for each in names if each in places), _spent(question, rest),
        rest, len(trace.fused), len(trace.folded), tuple(_shown(trace)), found, trace.timings_ms,
    )  # fmt: skip


def _shown(trace: Trace) -> list[Shown]:
    scores = {} if trace.naming is None else trace.naming.scores
    kept = [each for each in trace.fused if each.chunk not in trace.folded][: trace.k]
    return [
        Shown(hit, _ranks(trace.looks, each.chunk), scores.get(each.document))
        for hit, each in zip(trace.hits, kept, strict=True)
    ]


def _ranks(looks: Sequence[Look], chunk: ChunkId) -> dict[str, int | None]:
    """The rank of a passage in each arm, at the last look that saw it."""
    found: dict[str, int | None] = dict.fromkeys(ALONE)
    for look in looks:
        for arm, near in (("dense", look.dense), ("sparse", look.sparse)):
            rank = next((rank for rank, each in enumerate(near, start=1) if each.chunk == chunk), None)
            found[arm] = rank or found[arm]
    return found


def _spent(question: str, rest: str) -> tuple[str, ...]:
    """The words of the question that are not in the rest of it."""
    left = [rest[start:stop] for start, stop in lexical.words(rest)]
    spent = []
    for start, stop in lexical.words(question):
        word = question[start:stop]
        if word in left:
            left.remove(word)
        else:
            spent.append(word)
    return tuple(spent)


# ---------------------------------------------------------------- where something was lost


def _follow(
    connection: Connection,
    trace: Trace,
    expect: Expectation,
    target: Target,
    deeper: Mapping[Arm, Mapping[ChunkId, int]],
    places: Mapping[DocumentId, tuple[str, str]],
) -> Found:
    """What became of the best passage that meets an expectation."""
    if target.missing is not None:
        return Found(expect, "not ingested", target.missing)
    kept = [each for each in trace.fused if each.chunk not in trace.folded]
    rank = next((rank for rank, each in enumerate(kept, start=1) if each.chunk in target.chunks), None)
    if rank is not None:
        ranks = _ranks(trace.looks, kept[rank - 1].chunk)
        if rank <= trace.k:
            return Found(expect, "found", f"it is hit {rank}", rank, ranks)
        return Found(expect, "cut", f"it is at rank {rank}, and {trace.k} hits were asked for", rank, ranks)
    for place, each in enumerate(trace.fused, start=1):
        if each.chunk in target.chunks:
            into = next(other for other in trace.fused if other.chunk == trace.folded[each.chunk])
            path = places[into.document][0] if into.document in places else f"document {into.document}"
            rank = next((rank for rank, other in enumerate(kept, start=1) if other.chunk == into.chunk), None)
            reason = f"a passage of {path} says the same" + (f", which is at rank {rank}" if rank else "")
            return Found(expect, "folded", reason, place, _ranks(trace.looks, each.chunk))
    if not (there := expected.embedded(connection, target.chunks)):
        return Found(expect, "not embedded", "its passages have no vectors in this space yet")
    if filtered := _filtered(connection, trace, there):
        return Found(expect, "filtered", filtered)
    return _unseen(trace, expect, frozenset(there), deeper)


def _filtered(connection: Connection, trace: Trace, chunks: set[ChunkId]) -> str | None:
    """Which condition none of these passages passes; ``None`` where some passes all of them."""
    which = trace.looks[0].which if trace.looks else trace.asked
    if expected.passing(connection, chunks, which):
        return None
    then = Filter(instant=which.instant, as_of=which.as_of)
    if not expected.passing(connection, chunks, then):
        return "it no longer holds" if which.as_of is None else f"it did not hold on {which.as_of}"
    for name, value in which.asked().items():
        if not expected.passing(connection, chunks, replace(then, **{name: value})):
            return _told(trace, name, value)
    return "none of its passages passes all of the conditions"


def _told(trace: Trace, name: str, value: Any) -> str:
    """A condition in words, and who made it."""
    if getattr(trace.asked, name) == value:
        numbered = {"collection": "not of the collection asked for", "person": "not to be seen by the person asked for"}
        return numbered.get(name, f"not {name} {value}, which was asked for")
    made = ", ".join(f"“{each.words}” ({each.condition})" for each in trace.implied if each.kept)
    return f"the question itself asks for {made}, which it is not"


def _unseen(
    trace: Trace, expect: Expectation, chunks: frozenset[ChunkId], deeper: Mapping[Arm, Mapping[ChunkId, int]]
) -> Found:
    """Something that passes every condition and is no candidate: which arms passed it over, and by how far."""
    first = trace.looks[0]
    seen = {each.chunk for each in (*first.dense, *first.sparse)}
    ranks: dict[str, int | None] = {
        arm: min((rank for chunk, rank in deeper.get(arm, {}).items() if chunk in chunks), default=None)
        for arm in ALONE
    }
    if seen & chunks:
        reason = "the question names its document, and other passages there answer the rest of it better"
        return Found(expect, "passed over", reason, None, ranks)
    said = []
    for arm, taken in (("dense", len(first.dense)), ("sparse", len(first.sparse))):
        rank = ranks[arm]
        if rank is not None:
            where = f"at rank {rank}"
        elif arm == "sparse" and len(deeper["sparse"]) < MOST_HITS:
            where = "not at all: they share no word that tells"
        else:
            where = f"behind rank {len(deeper['dense' if arm == 'dense' else 'sparse'])}"
        said.append(f"the {arm} arm gives {taken} passages and has it {where}")
    return Found(expect, "not retrieved", "; ".join(said), None, ranks)


def as_json(told: Explanation) -> dict[str, Any]:
    """An explanation in its JSON form."""
    shown: dict[str, Any] = to_json(replace(told, expected=()))
    return shown | {
        "expected": [
            {
                "expect": msgspec.to_builtins(each.expect), "fate": each.fate, "reason": each.reason, "rank": each.rank,
                "ranks": to_json(each.ranks),
            }
            for each in told.expected
        ]
    }  # fmt: skip
