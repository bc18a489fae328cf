"""Candidates of both arms, each with its scores in all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pkm import lexical, marks
from pkm.embed import Embedder
from pkm.models import ChunkId, Embeddings, Fusion, Scores
from pkm.search import fusion, late, particles, spelling, translation
from pkm.search.trace import Candidate, Look
from pkm.store import dense, postings, spaces, vocabulary
from pkm.store.database import Beside, Connection
from pkm.store.dense import Near
from pkm.store.filters import Filter

CANDIDATES = 100  # of each arm, at least
SURE = 3  # times as many as are asked for are to be the best of an arm; the candidates beside them may miss some
SPREAD = 0.5  # of what the dense scores of a wider look span, those of a narrower one are brought to [0, 1] by at least: of two mails the one is not all
SMALL = 0.05  # what a small word of a question weighs in words, of its idf: it decides only where nothing else does


def weigh(connection: Connection, text: str, vectors: Embeddings | None) -> dict[int, float]:
    """The sparse arm's weights: the model's own, or the idf of each of the text's words."""
    if vectors is not None and vectors.sparse is not None:
        return vectors.sparse[0]
    languages = vocabulary.languages(connection)
    small = particles.terms(text, languages)
    text = spelling.mend(connection, text, languages)
    terms, kin = lexical.terms(text, languages), lexical.kin(text, languages)
    others = translation.kin(text, small, languages)
    idf = postings.passage_idf(connection, kin | others)
    share = dict.fromkeys(others, translation.SHARE) | dict.fromkeys(small, SMALL)
    for account, groups in marks.accounts(text):
        if (
            lexical.number(account) in idf
        ):  # what holds it in one word holds none of its groups, and others some by chance
            share |= {term: SMALL for each in groups for term in lexical.word_terms(each, languages)}
    return {term: terms.get(term, 1) * each * share.get(term, 1.0) for term, each in idf.items()}


class Arms:
    """Of one search in a space; the widest look is ended first.

    Args:
        weights: Of the arms in one score.
        k: The hits that are asked for.
    """

    def __init__(self, space_id: int, embedder: Embedder, weights: Fusion, k: int) -> None:
        self._space_id, self._embedder, self._weights = space_id, embedder, weights
        self._most, self._sure = max(CANDIDATES, 2 * k), SURE * k
        self._spread = 0.0

    def begin(
        self, connection: Connection, beside: Beside, text: str, vectors: Embeddings, which: Filter
    ) -> Callable[[], tuple[Look, list[Candidate]]]:
        """Begin to look, with both arms beside a connection that entered the space; call what is returned for what was found."""

        def nearest(other: Connection) -> list[Near]:
            spaces.enter(other, self._space_id, alike=which == Filter())
            return dense.search(other, vectors.dense[0], self._most, which, sure=self._sure)

        def by_words(other: Connection) -> tuple[dict[int, float], list[Near]]:
            spaces.enter(other, self._space_id, alike=which == Filter())
            terms = weigh(other, text, vectors)
            return terms, postings.search(other, terms, self._most, which, sure=self._sure)

        words, near = beside.begin(by_words), beside.begin(nearest)
        return lambda: self._end(connection, text, vectors, which, near(), *words())

    def _end(
        self, connection: Connection, text: str, vectors: Embeddings, which: Filter, nearest: list[Near],
        terms: Mapping[int, float], by_words: list[Near],
    ) -> tuple[Look, list[Candidate]]:  # fmt: skip
        question, weights = vectors.dense[0], self._weights
        look = Look(text, which, tuple(nearest), tuple(by_words))
        home = {each.chunk: each.document for each in (*look.dense, *look.sparse)}
        near = {each.chunk: each.score for each in look.dense}
        sparse = {each.chunk: each.score for each in look.sparse}
        near |= dense.scores(connection, question, sparse.keys() - near.keys())
        sparse |= postings.score(connection, terms, near.keys() - sparse.keys())
        fused = self._join(near, sparse)
        close: dict[ChunkId, float] = {}
        if vectors.multi is not None:
            best = sorted(home, key=lambda each: (-fused[each], each))
            close = late.score_passages(connection, vectors.multi[0], best, self._embedder)
            fused = fusion.fuse((1.0, fused), (weights.late, fusion.normalise(close)))
        highest = weights.dense + weights.sparse + (weights.late if close else 0.0) or 1.0
        return look, [
            Candidate(each, home[each], fused[each] / highest, Scores(near[each], sparse[each], close.get(each)))
            for each in home
        ]

    def _join(self, near: Mapping[ChunkId, float], sparse: Mapping[ChunkId, float]) -> dict[ChunkId, float]:
        """One score of both arms', as large as their weights together at most."""
        words = fusion.normalise(sparse, lowest=0.0) if any(sparse.values()) else {}
        highest, lowest = max(near.values(), default=0.0), min(near.values(), default=0.0)
        self._spread = max(self._spread, highest - lowest)
        meaning = fusion.normalise(near, lowest=min(lowest, highest - SPREAD * self._spread))
        return fusion.fuse((self._weights.dense, meaning), (self._weights.sparse, words))
