"""From a question to hits: candidates of every arm, one score, the best of them with their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from pkm import lexical
from pkm.embed import Embedder
from pkm.errors import UsageError
from pkm.models import ARMS, Arm, ChunkId, DocumentId, Embeddings, Hit, Kind, PersonId, Scores
from pkm.search import fusion, late, naming
from pkm.store import chunks, neighbours, people, spaces
from pkm.store.database import Connection, Database
from pkm.store.mail import envelope
from pkm.store.neighbours import Filter

CANDIDATES = 200  # of each arm
RERANKED = 100  # passages whose token vectors are read
# Measured on contracts (bench/retrieval_cuad.py); more weight on dense would suit those, and hurt mails and chats.
DENSE_WEIGHT = 0.65
DOCUMENT_WEIGHT = 0.5
MOST_HITS = 1000
ANYBODY = PersonId(0)  # pkm itself


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A passage with its scores; ``fused`` is in [0, 1]."""

    chunk: ChunkId
    document: DocumentId
    fused: float
    scores: Scores


class Searcher:
    """Searches a home's active space. Safe to share between threads: each search is a transaction of its own.

    Args:
        zone: In which days begin and end; the machine's own, if ``None``.
    """

    def __init__(self, database: Database, embedder: Embedder, zone: tzinfo | None = None) -> None:
        self._database, self._embedder, self._zone = database, embedder, zone

    def search(
        self,
        query: str,
        *,
        k: int = 10,
        kind: Kind | None = None,
        since: date | None = None,
        until: date | None = None,
        collection: str | None = None,
        arm: Arm = "hybrid",
        as_of: date | None = None,
        person: PersonId = ANYBODY,
    ) -> list[Hit]:
        """The k best passages, best first; equal ones in the order in which they were stored.

        Args:
            query: A question or words, in any language that the embedder reads.
            k: At most so many hits.
            kind, since, until, collection: Conditions on the document; days are inclusive.
            arm: ``dense`` and ``sparse`` give that arm alone.
            as_of: What held at the end of that day, instead of what holds now. What was first taken in later counts too,
                unless it bears a later date: a document is older than pkm's knowledge of it.
            person: In whose name to look.

        Raises:
            UsageError: Where the query is empty, or ``k`` or ``arm`` makes no sense.
            NotFound: Where there is no such collection.
        """
        if not query.strip():
            raise UsageError("the query is empty", "say what to search for")
        if not 1 <= k <= MOST_HITS:
            raise UsageError(f"k={k} makes no sense", f"it takes 1 to {MOST_HITS}")
        if arm not in ARMS:
            raise UsageError(f"there is no arm {arm!r}", "it is one of " + ", ".join(ARMS))
        vectors = self._embedder.query(query) if arm != "sparse" or self._learned else None
        with self._database.transaction(person) as connection:
            active = spaces.active(connection)
            if active is None:
                return []
            spaces.enter(connection, active[0])
            which = Filter(
                None if collection is None else people.find_collection(connection, collection).id, kind, since, until,
                instant=None if as_of is None else self._end_of(as_of), as_of=as_of,
            )  # fmt: skip
            if arm == "dense" and vectors is not None:
                near = neighbours.dense(connection, vectors.dense[0], k, which)
                ranked = [(each.chunk, each.score, Scores(dense=each.score)) for each in near]
            elif arm == "sparse":
                near = neighbours.sparse(connection, self._weigh(connection, query, vectors), k, which)
                ranked = [(each.chunk, each.score, Scores(sparse=each.score)) for each in near]
            else:
                assert vectors is not None  # noqa: S101 - only the sparse arm does without
                ranked = self._fuse(connection, query, vectors, which)[:k]
            return _hits(connection, ranked)

    def _end_of(self, day: date) -> datetime:
        """The instant at which a day is over."""
        if day == date.max:
            raise UsageError(f"as of {day} makes no sense", "it takes a day before that")
        midnight = datetime.combine(day + timedelta(days=1), time.min)
        return midnight.astimezone() if self._zone is None else midnight.replace(tzinfo=self._zone)

    @property
    def _learned(self) -> bool:
        return self._embedder.space.sparse == "learned"

    def _weigh(self, connection: Connection, text: str, vectors: Embeddings | None) -> dict[int, float]:
        """The sparse arm's weights: the model's own, or the idf of each of the text's words."""
        if vectors is not None and vectors.sparse is not None:
            return vectors.sparse[0]
        terms = lexical.terms(text)
        return {term: terms[term] * each for term, each in neighbours.passage_idf(connection, terms).items()}

    def _fuse(
        self, connection: Connection, query: str, vectors: Embeddings, which: Filter
    ) -> list[tuple[ChunkId, float, Scores]]:
        """All candidates with their scores, best first.

        The whole question looks everywhere. In the documents that it names, what it asks beside naming them decides
        instead; how well a document as a whole answers is added to all of its passages.
        """
        names = naming.split(connection, query, which)
        found = self._candidates(connection, query, vectors, which)
        if names.named:
            named = frozenset(names.named)
            inside = self._candidates(
                connection, names.rest, self._embedder.query(names.rest), which.within(names.named)
            )
            found = [each for each in found if each.document not in named] + inside
        documents = fusion.normalise(names.scores, lowest=0.0)
        scored = [
            (each.chunk, each.fused + DOCUMENT_WEIGHT * documents.get(each.document, 0.0), each.scores)
            for each in found
        ]
        highest = 1 + DOCUMENT_WEIGHT
        return sorted(((c, score / highest, s) for c, score, s in scored), key=lambda each: (-each[1], each[0]))

    def _candidates(self, connection: Connection, text: str, vectors: Embeddings, which: Filter) -> list[_Candidate]:
        """The best of each arm, each with its scores in all of them."""
        question, weights = vectors.dense[0], self._weigh(connection, text, vectors)
        near = neighbours.dense(connection, question, CANDIDATES, which)
        near += neighbours.sparse(connection, weights, CANDIDATES, which)
        home = {each.chunk: each.document for each in near}
        dense = neighbours.dense_of(connection, question, home)
        sparse = neighbours.sparse_of(connection, weights, home)
        meaning = fusion.normalise(dense)
        words = fusion.normalise(sparse, lowest=0.0) if any(sparse.values()) else {}
        fused = fusion.fuse((DENSE_WEIGHT, meaning), (1 - DENSE_WEIGHT, words))
        close: dict[ChunkId, float] = {}
        if vectors.multi is not None:
            best = sorted(home, key=lambda each: (-fused[each], each))[:RERANKED]
            tokens = neighbours.multi_of(connection, best, len(question))
            close = {each: late.score(vectors.multi[0], passage) for each, passage in tokens.items()}
            meaning = fusion.fuse((0.5, meaning), (0.5, fusion.normalise(close)))
            fused = fusion.fuse((DENSE_WEIGHT, meaning), (1 - DENSE_WEIGHT, words))
        return [
            _Candidate(each, home[each], fused[each], Scores(dense[each], sparse[each], close.get(each)))
            for each in home
        ]


def _hits(connection: Connection, ranked: Sequence[tuple[ChunkId, float, Scores]]) -> list[Hit]:
    """The ranked passages with what a hit shows of them."""
    rows = chunks.hits(connection, [chunk for chunk, _, _ in ranked])
    hits = []
    for rank, (chunk, score, scores) in enumerate(ranked, start=1):
        row = rows[chunk]
        hits.append(
            Hit(
                rank=rank, score=score, document_id=row.document_id, path=row.path, title=row.title, kind=row.kind,
                date=row.date, page=row.page, char_start=row.char_start, char_end=row.char_end, text=row.text, scores=scores,
                also_at=tuple(row.also_at), valid_to=row.valid_to, mail=envelope(row.path, row.kind, row.meta),
            )
        )  # fmt: skip
    return hits
