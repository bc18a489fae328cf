"""What else there is for many passages, beside pkm's own: pgvector as it comes, GIN over terms, HNSW over ``sparsevec``.

Each is measured in the same home with the same questions, and dropped again.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from pgvector import HalfVector

from bench.scale_home import Asked, Home, Search, Truth
from bench.synthetic_texts import PIECES
from pkm.store import arrays, postings
from pkm.store.database import Connection

K = 10
GIN_RAREST, GIN_MOST = 4, 5000  # heaviest terms of a question, of which one must be shared; passages that are scored


class Arms(Protocol):
    """Questions that are asked in some way, with what is the best."""

    home: Home
    asked: Sequence[Asked]
    weights: Sequence[dict[int, float]]
    truth: Truth

    def ask(self, search: Search, truth: NDArray[np.float32]) -> dict[str, Any]:
        """Recall, and milliseconds."""
        ...


def plain(arms: Arms) -> dict[str, Any]:
    """HNSW over whole vectors with pgvector's and PostgreSQL's defaults."""
    made = _built(
        arms.home, "plain", "set maintenance_work_mem = '64MB'",
        "create index plain on passage_vector using hnsw (dense halfvec_ip_ops)",
    )  # fmt: skip

    def search(connection: Connection, question: int) -> list[float]:
        rows = connection.execute(
            "select -(c.dense <#> %(vector)s) as score from passage_vector c join document d on d.id = c.document_id"
            " where d.valid_to is null order by c.dense <#> %(vector)s limit 10",
            {"vector": HalfVector(arms.asked[question].vector)},
        )
        return [row.score for row in rows]

    made |= arms.ask(search, arms.truth.dense[None].scores)
    arms.home.run("drop index plain")
    return made


def gin(arms: Arms) -> dict[str, Any]:
    """Passages that share one of the rarest terms (the question's heaviest), scored exactly."""
    made = _built(arms.home, "passage_terms", "create index passage_terms on passage_vector using gin (terms)")

    def search(connection: Connection, question: int) -> list[float]:
        weights = arms.weights[question]
        rows = arrays.rows(
            connection, "select c.terms, c.weights from passage_vector c join document d on d.id = c.document_id"
            " where d.valid_to is null and c.terms && %(rarest)s::int[] limit %(most)s",
            rarest=sorted(weights, key=lambda term: -weights[term])[:GIN_RAREST], most=GIN_MOST,
        )  # fmt: skip
        scores = postings.sums([row.terms for row in rows], [row.weights for row in rows], weights)
        return sorted(scores.tolist(), reverse=True)[:K]

    made |= arms.ask(search, arms.truth.words[None].scores)
    arms.home.run("drop index passage_terms")
    return made


def sparsevec(arms: Arms) -> dict[str, Any]:
    """HNSW over ``sparsevec``, of a model's terms."""
    made = _built(
        arms.home, "sparse", "set maintenance_work_mem = '1GB'",
        "create table sparse as select c.chunk_id, ('{' || (select string_agg((term + 1) || ':' || weight, ',' order by term)"
        f" from unnest(terms, weights) as each (term, weight)) || '}}/{PIECES.vocabulary}')::sparsevec({PIECES.vocabulary}) as v"
        " from passage_vector c join document d on d.id = c.document_id where d.valid_to is null",
        "create index sparse_near on sparse using hnsw (v sparsevec_ip_ops)",
    )  # fmt: skip

    def search(connection: Connection, question: int) -> list[float]:
        numbers = ",".join(f"{term + 1}:{weight}" for term, weight in sorted(arms.weights[question].items()))
        connection.execute("select set_config('hnsw.ef_search', '200', true)")
        rows = connection.execute(
            "select -(v <#> %(asked)s::sparsevec) as score from sparse order by v <#> %(asked)s::sparsevec limit 10",
            {"asked": f"{{{numbers}}}/{PIECES.vocabulary}"},
        )
        return [row.score for row in rows]

    made |= arms.ask(search, arms.truth.words[None].scores)
    arms.home.run("drop table sparse")
    return made


def _built(home: Home, name: str, *statements: str) -> dict[str, Any]:
    begun = time.perf_counter()
    home.run(*statements)
    return {"build_s": round(time.perf_counter() - begun, 1), "bytes": home.size(name)}
