"""From a question to hits: candidates of every arm, one score, the best of them with their words."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from datetime import time as clock
from functools import partial
from typing import Any, TypedDict, Unpack

from pkm import members, period
from pkm.embed import Embedder
from pkm.errors import UsageError
from pkm.models import ARMS, Arm, ChunkId, DocumentId, Embeddings, Fusion, Hit, Kind, PersonId, Scores
from pkm.search import folds, fusion, implied, naming, recency
from pkm.search.arms import Arms, weigh
from pkm.search.following import Following
from pkm.search.naming import Naming
from pkm.search.trace import Candidate, Look, Trace
from pkm.store import authors, chunks, dense, evaluations, people, postings, sources, spaces
from pkm.store.database import Connection, Database
from pkm.store.filters import Filter
from pkm.store.mail import envelope

MOST_HITS = 1000
ANYBODY = PersonId(0)  # pkm itself
_CODE = re.compile(r"[A-Za-z]{2}")  # ISO 639-1


class Conditions(TypedDict, total=False):
    """Which passages count, and in whose name to look; what is left out, or ``None``, is no condition.

    Attributes:
        since, until: Days of the document, inclusive.
        source: By its number or place.
        path: A file, or a folder with all that lies in it, as pkm shows it.
        language: In which a document is written (ISO 639-1).
        audience: Only what the person of that name may see; not in whose name to look, which ``person`` says.
        as_of: What held at the end of that day, instead of what holds now. What was first taken in later counts too,
            unless it bears a later date: a document is older than pkm's knowledge of it.
        documents: Only in these.
    """

    kind: Kind | None
    since: date | None
    until: date | None
    collection: str | None
    source: str | None
    path: str | None
    language: str | None
    audience: str | None
    as_of: date | None
    documents: Sequence[DocumentId] | None
    person: PersonId


class Searcher:
    """Searches the space of its embedder. Safe to share between threads: each search is a transaction of its own.

    Args:
        embedder: Each search stays in the space that it began in, also with one that follows the home to another.
        zone: In which days begin and end; the machine's own, if ``None``.
        weights: Of the arms; those learned for the space, or measured ones, if ``None``.
    """

    def __init__(
        self, database: Database, embedder: Embedder, zone: tzinfo | None = None, weights: Fusion | None = None
    ) -> None:
        self._database, self._embedder, self._zone = database, embedder, zone
        self._fusion = weights

    def search(self, query: str, *, k: int = 10, arm: Arm = "hybrid", **conditions: Unpack[Conditions]) -> list[Hit]:
        """The k best passages, best first; equal ones in the order in which they were stored.

        Args:
            query: A question or words, in any language that the embedder reads.
            k: At most so many hits.
            arm: ``dense`` and ``sparse`` give that arm alone.
            conditions: Which passages count, and in whose name to look.

        Raises:
            UsageError: Where the query or the path is empty, or ``k``, ``arm``, the period or the language makes no sense.
            NotFound: Where there is no such collection, source or person.
        """
        return list(self.trace(query, k=k, arm=arm, **conditions).hits)

    def trace(
        self,
        query: str,
        *,
        k: int = 10,
        arm: Arm = "hybrid",
        weights: Fusion | None = None,
        nodes: str | None = None,
        **conditions: Unpack[Conditions],
    ) -> Trace:
        """``search``, with how it came to its hits; ``weights`` count for this search alone, ``nodes`` is ``Filter``'s."""
        if not query.strip():
            raise UsageError("the query is empty", "say what to search for")
        period.check(conditions.get("since"), conditions.get("until"))
        if not 1 <= k <= MOST_HITS:
            raise UsageError(f"k={k} makes no sense", f"it takes 1 to {MOST_HITS}")
        if arm not in ARMS:
            raise UsageError(f"there is no arm {arm!r}", "it is one of " + ", ".join(ARMS))
        if isinstance(self._embedder, Following):
            return self._embedder.within(
                lambda embedder: Searcher(self._database, embedder, self._zone, self._fusion).trace(
                    query, k=k, arm=arm, weights=weights, nodes=nodes, **conditions
                )
            )
        stages = _Stages()
        vectors = self._embedder.query(query) if arm != "sparse" or self._learned else None
        stages.end("embed")
        person = conditions.get("person", ANYBODY)
        with self._database.transaction(person, snapshot=True) as connection:
            trace = Trace(query, replace(self._filter(connection, conditions), nodes=nodes), k)
            space = spaces.of(connection, self._embedder.space)
            if space is None:
                return trace
            spaces.enter(connection, space, alike=trace.asked == Filter())
            if arm != "hybrid":
                trace = self._single(connection, trace, arm, vectors)
                stages.end(arm)
                return _show(trace, chunks.hits(connection, [each.chunk for each in trace.fused]), stages)
            assert vectors is not None  # noqa: S101 - only the sparse arm does without
            weights = weights or self._fusion or evaluations.weights_of(connection, space, self._embedder.space)
            arms = Arms(space, self._embedder, weights, k)
            trace, names, found = self._look(connection, arms, trace, vectors, stages)
            if not names.named:
                return _fuse(connection, trace, names, found, weights, stages)
        inside = self._embedder.query(names.rest)  # which may take its time, and holds no connection meanwhile
        stages.end("embed")
        with self._database.transaction(person, snapshot=True) as connection:
            spaces.require(connection, self._embedder.space, space)
            spaces.enter(connection, space)
            which, named = trace.looks[0].which.within(names.named), frozenset(names.named)
            with self._database.beside(connection) as beside:
                look, among = arms.begin(connection, beside, names.rest, inside, which)()
            trace = replace(trace, looks=(*trace.looks, look))
            found = [each for each in found if each.document not in named] + among
            return _fuse(connection, trace, names, found, weights, stages)

    def written_by(
        self, name: str, kinds: Sequence[Kind] | None, most: int, *, person: PersonId = ANYBODY
    ) -> list[DocumentId]:
        """The documents that somebody wrote or whose name they bear; of these kinds, at most so many."""
        if isinstance(self._embedder, Following):
            return self._embedder.within(
                lambda embedder: Searcher(self._database, embedder, self._zone, self._fusion).written_by(
                    name, kinds, most, person=person
                )
            )
        with self._database.transaction(person) as connection:
            space = spaces.of(connection, self._embedder.space)
            if space is None:
                return []
            spaces.enter(connection, space)
            return authors.documents_of(connection, name, kinds, most)

    def _filter(self, connection: Connection, asked: Conditions) -> Filter:
        documents, source, path = asked.get("documents"), asked.get("source"), asked.get("path")
        as_of, audience = asked.get("as_of"), asked.get("audience")
        if path is not None and not path:
            raise UsageError("an empty path names nothing", "say a file or a folder")
        language = asked.get("language")
        if language is not None and not _CODE.fullmatch(language):
            raise UsageError(f"{language!r} is no code of a language", "it takes two letters, such as en, de or fr")
        return Filter(
            people.within(connection, asked.get("collection")), asked.get("kind"), asked.get("since"), asked.get("until"),
            documents=None if documents is None else list(documents),
            instant=None if as_of is None else self._end_of(as_of), as_of=as_of,
            source=None if source is None else sources.find(connection, source).id,
            path=path, language=language and language.lower(),
            person=None if audience is None else people.find_person(connection, audience).id,
        )  # fmt: skip

    def _end_of(self, day: date) -> datetime:
        """The instant at which a day is over."""
        if day == date.max:
            raise UsageError(f"as of {day} makes no sense", "it takes a day before that")
        midnight = datetime.combine(day + timedelta(days=1), clock.min)
        return midnight.astimezone() if self._zone is None else midnight.replace(tzinfo=self._zone)

    @property
    def _learned(self) -> bool:
        return self._embedder.space.sparse == "learned"

    def _single(self, connection: Connection, trace: Trace, arm: Arm, vectors: Embeddings | None) -> Trace:
        """What one arm finds, with its own scores."""
        if arm == "dense" and vectors is not None:
            near = dense.search(connection, vectors.dense[0], trace.k, trace.asked)
            look = Look(trace.question, trace.asked, dense=tuple(near))
            scores = [Scores(dense=each.score) for each in near]
        else:
            weights = weigh(connection, trace.question, vectors)
            near = postings.search(connection, weights, trace.k, trace.asked)
            look = Look(trace.question, trace.asked, sparse=tuple(near))
            scores = [Scores(sparse=each.score) for each in near]
        fused = [
            Candidate(each.chunk, each.document, each.score, score) for each, score in zip(near, scores, strict=True)
        ]
        return replace(trace, looks=(look,), fused=tuple(fused))

    def _look(
        self, connection: Connection, arms: Arms, trace: Trace, vectors: Embeddings, stages: _Stages
    ) -> tuple[Trace, Naming, list[Candidate]]:
        """What the whole question finds everywhere where its own conditions hold, and which documents it names."""
        with self._database.beside(connection) as beside:
            which, conditions = implied.narrow(connection, trace.question, trace.asked)
            stages.end("conditions")
            everywhere = arms.begin(connection, beside, trace.question, vectors, which)
            names = naming.split(connection, trace.question, which)
            stages.end("documents")
            look, found = everywhere()
            stages.end("passages")
        return replace(trace, implied=conditions, naming=names, looks=(look,)), names, found


def _fuse(
    connection: Connection, trace: Trace, names: Naming, found: Sequence[Candidate], weights: Fusion, stages: _Stages
) -> Trace:
    """All candidates with their scores, best first, and the best as hits.

    In the documents that the question names, what it asks beside naming them decides; how well a document as a whole answers is added
    to all of its passages.
    """
    documents = fusion.normalise(names.scores, lowest=0.0, highest=names.attainable)
    newness: dict[ChunkId, float] = {}
    if recency.is_asked(trace.question):
        newness = recency.score(chunks.days(connection, [each.chunk for each in found]))
    highest = 1 + weights.document + (weights.recency if newness else 0.0)

    def total(each: Candidate) -> float:
        document, new = documents.get(each.document, 0.0), newness.get(each.chunk, 0.0)
        return (each.score + weights.document * document + weights.recency * new) / highest

    fused = [Candidate(each.chunk, each.document, total(each), each.scores) for each in found]
    fused.sort(key=lambda each: (-each.score, each.chunk))
    stages.end("passages")
    folded, rows = folds.fold(fused, trace.k, partial(chunks.hits, connection))
    return _show(replace(trace, fused=tuple(fused), folded=folded), rows, stages)


@dataclass(slots=True)
class _Stages:
    """How long each stage took."""

    begun: float
    took_ms: dict[str, float]

    def __init__(self) -> None:
        self.begun, self.took_ms = time.perf_counter(), {}

    def end(self, stage: str) -> None:
        """A stage is over; the next begins."""
        now = time.perf_counter()
        self.took_ms[stage] = self.took_ms.get(stage, 0.0) + (now - self.begun) * 1000
        self.begun = now


def _show(trace: Trace, rows: Mapping[ChunkId, Any], stages: _Stages) -> Trace:
    """The search with its hits: the first passages that were not folded, with what a hit shows of them."""
    shown = [each for each in trace.fused if each.chunk in rows and each.chunk not in trace.folded][: trace.k]
    elsewhere: dict[ChunkId, list[str]] = {each.chunk: list(rows[each.chunk].also_at) for each in shown}
    for chunk, same in trace.folded.items():
        elsewhere[same] += [rows[chunk].path, *rows[chunk].also_at]
    hits = []
    for rank, each in enumerate(shown, start=1):
        row = rows[each.chunk]
        hits.append(
            Hit(
                rank=rank, score=each.score, document_id=row.document_id, path=row.path, title=row.title, kind=row.kind,
                date=row.date, page=row.page, char_start=row.char_start, char_end=row.char_end, text=row.text,
                scores=each.scores, also_at=tuple(dict.fromkeys(elsewhere[each.chunk])), valid_to=row.valid_to,
                mail=envelope(row.path, row.kind, row.meta), place=members.place(row.path, row.locator),
            )
        )  # fmt: skip
    stages.end("hits")
    return replace(trace, hits=tuple(hits), timings_ms=stages.took_ms)
