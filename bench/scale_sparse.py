"""The sparse arm at scale: blocks of postings, held against GIN and against HNSW over ``sparsevec``.

    python -m bench.scale_sparse --passages 100000 [--statistics bm25] [--others] [--out bench/out/scale_sparse.json]

Passages are made up: terms follow Zipf's law, about 120 distinct ones a passage where a model weighs them (weights grow
with rarity, as BGE-M3's do: "of" weighs .06 where "25" weighs .33) and about 50 where words are counted. A question takes
some terms of a passage and some that stand everywhere. Everything runs in an embedded PostgreSQL of its own; recall is
against looking at every passage. Raw postings are 12 bytes each: id and weight, the term once for all.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from pkm.models import Kind, Space
from pkm.services import EmbeddedPostgres
from pkm.store import arrays, folding, people, postings, sources, spaces
from pkm.store.database import Connection, Database
from pkm.store.filters import Filter

RAW_BYTES = 12
DOCUMENT = 50  # passages
SHARES = (0.1, 0.01, 0.001, 0.0001)  # of the passages that pass a filter
KINDS: tuple[Kind, ...] = ("contract", "email", "invoice", "message")  # one for each share; the others are notes
GIN_RAREST, GIN_MOST = 4, 5000


@dataclass(frozen=True, slots=True)
class Statistics:
    """What terms are like."""

    vocabulary: int
    drawn: int
    exponent: float
    learned: bool


KNOWN = {"learned": Statistics(250_000, 190, 1.05, True), "bm25": Statistics(2_000_000, 66, 1.1, False)}


class Corpus:
    """Passages as a matrix of passages and terms; terms are numbered from the most frequent."""

    def __init__(self, statistics: Statistics, passages: int, seed: int) -> None:
        self._chance, self._statistics = np.random.default_rng(seed), statistics
        ranks = np.arange(1, statistics.vocabulary + 1)
        shares = ranks**-statistics.exponent
        self._cumulated = np.cumsum(shares / shares.sum())
        rows, terms, weights = [], [], []
        for start in range(0, passages, 10_000):
            size = min(10_000, passages - start)
            lengths = np.clip(self._chance.normal(statistics.drawn, statistics.drawn / 4, size), 4, None).astype(int)
            owners = np.repeat(np.arange(start, start + size), lengths)
            drawn = np.searchsorted(self._cumulated, self._chance.random(len(owners)))
            pairs, counts = np.unique(owners * np.int64(1 << 32) + drawn, return_counts=True)
            rows.append((pairs >> 32).astype(np.int32))
            terms.append((pairs & 0xFFFFFFFF).astype(np.int32))
            weights.append(self._weigh(terms[-1], counts, lengths[rows[-1] - start]))
        shape = (passages, statistics.vocabulary)
        self.matrix = csr_matrix((np.concatenate(weights), (np.concatenate(rows), np.concatenate(terms))), shape)
        self.frequencies = np.bincount(self.matrix.indices, minlength=statistics.vocabulary)

    def _weigh(
        self, terms: NDArray[np.int32], counts: NDArray[np.int64], lengths: NDArray[np.int64]
    ) -> NDArray[np.float32]:
        if not self._statistics.learned:
            norm = 1.2 * (0.25 + 0.75 * lengths / self._statistics.drawn)
            return (counts * 2.2 / (counts + norm)).astype(np.float32)
        rarity = np.log(terms + 2) / np.log(self._statistics.vocabulary)
        noise = self._chance.lognormal(0, 0.5, len(terms))
        return (0.02 + 0.25 * rarity * noise).clip(0.005, 0.8).astype(np.float32)

    def questions(self, count: int) -> list[dict[int, float]]:
        """Six to fourteen terms: some of a passage, some that anybody uses."""
        asked = []
        for passage in self._chance.integers(0, self.matrix.shape[0], count):
            own = self.matrix.indices[self.matrix.indptr[passage] : self.matrix.indptr[passage + 1]]
            some = self._chance.choice(own, min(len(own), int(self._chance.integers(3, 8))), replace=False)
            common = np.searchsorted(self._cumulated, self._chance.random(int(self._chance.integers(3, 7))))
            terms = np.unique(np.concatenate([some, common])).astype(np.int32)
            if self._statistics.learned:
                weights = self._weigh(terms, np.ones(len(terms)), np.ones(len(terms)))
            else:
                held = self.frequencies[terms]
                weights = np.log1p((self.matrix.shape[0] - held + 0.5) / (held + 0.5)).astype(np.float32)
            asked.append(dict(zip(terms.tolist(), weights.tolist(), strict=True)))
        return asked

    def best(self, asked: dict[int, float], k: int, among: NDArray[np.int64] | None = None) -> NDArray[np.float64]:
        """The k largest scores, by looking at every passage."""
        question = np.zeros(self.matrix.shape[1])
        question[list(asked)] = list(asked.values())
        scores = self.matrix @ question
        scores = scores if among is None else scores[among]
        return np.sort(scores[scores > 0])[::-1][:k]


class Home:
    """An embedded PostgreSQL with the corpus in a space."""

    def __init__(self, folder: Path, corpus: Corpus, dimensions: int) -> None:
        self._server = EmbeddedPostgres(folder)
        self._server.start()
        self.database = Database.at(self._server.url)
        self.corpus, count = corpus, corpus.matrix.shape[0]
        self.kinds = np.full(count // DOCUMENT + 1, "note", dtype=object)
        chance = np.random.default_rng(1)
        for share, kind in zip(SHARES, KINDS, strict=True):
            self.kinds[chance.random(len(self.kinds)) < share] = kind
        with self.database.transaction(durable=False) as connection:
            home = people.ensure_collection(connection, None, people.ensure_owner(connection)).id
            sources.register(connection, home, "folder", "/papers", keep=True)
            self.space = spaces.activate(connection, Space("bench", "bench", dimensions, "learned", False, 256))
            connection.execute(
                "insert into file (collection_id, source_id, path, size, mtime_ns, ctime_ns, inode) values (%s, 1, '/a', 1, 1, 1, 1)",
                (home,),
            )
            connection.cursor().executemany(
                "insert into document (id, collection_id, file_id, ordinal, kind, title, head, mime, sha256, has_object, text)"
                " overriding system value values (%s, %s, 1, %s, %s, '', '', '', '', false, 'x')",
                [(number, home, number, kind) for number, kind in enumerate(self.kinds)],
            )
            connection.execute(
                "insert into chunk (id, collection_id, document_id, ordinal, char_start, char_end, heading, kind, hash)"
                " overriding system value select n, %s, n / %s, n %% %s, 0, 1, '', 'note', '' from generate_series(0, %s - 1) n",
                (home, DOCUMENT, DOCUMENT, count),
            )
            spaces.enter(connection, self.space)
            dense = f"[{','.join(['1'] * dimensions)}]"
            statement = "copy passage_vector (chunk_id, collection_id, document_id, dense, terms, weights) from stdin"
            with connection.cursor() as cursor, cursor.copy(statement) as stream:
                for number in range(count):
                    low, high = corpus.matrix.indptr[number : number + 2]
                    terms = ",".join(map(str, corpus.matrix.indices[low:high].tolist()))
                    weights = ",".join(f"{each:.9g}" for each in corpus.matrix.data[low:high].tolist())
                    stream.write_row((number, home, number // DOCUMENT, dense, f"{{{terms}}}", f"{{{weights}}}"))

    def close(self) -> None:
        """Stop the server."""
        self.database.close()
        self._server.stop()

    def run(self, statement: str) -> float:
        """Run it in the space; seconds."""
        begun = time.perf_counter()
        with self.database.session() as connection:
            spaces.enter(connection, self.space)
            connection.execute(f"set search_path = space_{self.space}, public")
            connection.execute(statement.encode())
        return round(time.perf_counter() - begun, 1)

    def size(self, *relations: str) -> int:
        """Bytes of tables with their indexes, or of an index."""
        with self.database.transaction() as connection:
            spaces.enter(connection, self.space)
            return sum(
                connection.execute("select pg_total_relation_size(%s::regclass)", (each,)).fetchone()[0]
                for each in relations
            )


Search = Callable[[Connection, dict[int, float], int], Sequence[float]]


def measure(home: Home, questions: list[dict[int, float]], k: int, search: Search, repeats: int) -> dict[str, Any]:
    """Milliseconds of a question, the best of some runs of it; of processors, on average; and the recall@10 by scores."""
    times, found = [], []
    with home.database.transaction() as connection:
        spaces.enter(connection, home.space)
        backend = psutil.Process(connection.info.backend_pid)
        for asked in questions:  # warm
            search(connection, asked, k)
        before = backend.cpu_times()
        used = time.process_time()
        for asked in questions:
            runs = []
            for _ in range(repeats):
                begun = time.perf_counter()
                scores = search(connection, asked, k)
                runs.append((time.perf_counter() - begun) * 1000)
            times.append(min(runs))
            found.append(scores)
        after = backend.cpu_times()
        used = time.process_time() - used + after.user + after.system - before.user - before.system
    recalls = []
    for asked, scores in zip(questions, found, strict=True):
        best = home.corpus.best(asked, 10)
        recalls.append(sum(score >= best[-1] * (1 - 1e-6) for score in scores[: len(best)]) / max(1, len(best)))
    return _milliseconds(times) | {
        "cpu_ms": round(used / repeats / len(questions) * 1000, 2),
        "recall_at_10": round(float(np.mean(recalls)), 4),
    }


def _milliseconds(times: list[float]) -> dict[str, float]:
    return {f"p{each}_ms": round(float(np.percentile(times, each)), 2) for each in (50, 95)}


def by_blocks(connection: Connection, asked: dict[int, float], k: int) -> list[float]:
    """What pkm does."""
    return [each.score for each in postings.search(connection, asked, k, Filter())]


def by_gin(connection: Connection, asked: dict[int, float], k: int) -> list[float]:
    """Passages that share one of the rarest terms (the question's heaviest), scored exactly."""
    rarest = sorted(asked, key=lambda term: -asked[term])[:GIN_RAREST]
    rows = arrays.rows(
        connection,
        "select terms, weights from passage_vector where terms && %(rarest)s::int[] limit %(most)s",
        rarest=rarest, most=GIN_MOST,
    )  # fmt: skip
    scores = postings.sums([row.terms for row in rows], [row.weights for row in rows], asked)
    return sorted(scores.tolist(), reverse=True)[:k]


def by_sparsevec(vocabulary: int) -> Search:
    """HNSW over sparsevec."""

    def search(connection: Connection, asked: dict[int, float], k: int) -> list[float]:
        question = "{" + ",".join(f"{term + 1}:{weight}" for term, weight in sorted(asked.items())) + f"}}/{vocabulary}"
        connection.execute("select set_config('hnsw.ef_search', '200', true)")
        rows = connection.execute(
            "select -(v <#> %(question)s::sparsevec) as score from sparse order by v <#> %(question)s::sparsevec limit %(k)s",
            {"question": question, "k": k},
        )
        return [row.score for row in rows]

    return search


def filtered(home: Home, questions: list[dict[int, float]], k: int) -> dict[str, Any]:
    """The same in passages of one kind, at each share."""
    report = {}
    owners = np.arange(home.corpus.matrix.shape[0]) // DOCUMENT
    for share, kind in zip(SHARES, KINDS, strict=True):
        among = np.flatnonzero(home.kinds[owners] == kind)
        times, whole = [], 0
        for asked in questions:
            with home.database.transaction() as connection:
                spaces.enter(connection, home.space)
                begun = time.perf_counter()
                found = postings.search(connection, asked, k, Filter(kind=kind))
                times.append((time.perf_counter() - begun) * 1000)
            best = home.corpus.best(asked, k, among)
            whole += np.allclose([each.score for each in found], best, rtol=1e-5) if len(found) == len(best) else 0
        report[str(share)] = _milliseconds(times) | {
            "passages": len(among),
            "exactly_the_best": round(whole / len(questions), 4),
        }
    return report


def main() -> None:
    """Build, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--statistics", choices=sorted(KNOWN), default="learned")
    parser.add_argument("--dimensions", type=int, default=384, help="of the vectors that lie beside the terms")
    parser.add_argument("--others", action="store_true", help="measure GIN and sparsevec too")
    parser.add_argument("--repeats", type=int, default=5, help="runs of a question, of which the best counts")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()

    statistics = KNOWN[asked.statistics]
    corpus = Corpus(statistics, asked.passages, asked.seed)
    questions = corpus.questions(asked.questions)
    raw = corpus.matrix.nnz * RAW_BYTES
    folder = Path(tempfile.mkdtemp(prefix="pkm-bench-"))
    report: dict[str, Any] = {
        "passages": asked.passages, "statistics": asked.statistics, "postings": int(corpus.matrix.nnz),
        "distinct_terms_a_passage": round(corpus.matrix.nnz / asked.passages, 1), "raw_mb": round(raw / 1e6, 1),
        "terms_a_question": round(float(np.mean([len(each) for each in questions])), 1), "seed": asked.seed,
    }  # fmt: skip
    home = Home(folder, corpus, asked.dimensions)
    try:
        begun = time.perf_counter()
        folding.rebuild(home.database, home.space)
        folding.fold(home.database, home.space)
        build_s = round(time.perf_counter() - begun, 1)
        home.run("vacuum (full, analyze) passage_posting")
        for table in ("passage_vector", "passage_block", "chunk", "document"):
            home.run(f"vacuum (analyze) {table}")
        print(f"built in {build_s} s", file=sys.stderr, flush=True)
        size = home.size("passage_posting", "passage_block", "passage_gone")
        report["blocks"] = {
            "build_s": build_s, "size_mb": round(size / 1e6, 1), "size_of_raw": round(size / raw, 3),
            "fresh_mb": round(home.size("passage_posting") / 1e6, 1),
            "k_10": measure(home, questions, 10, by_blocks, asked.repeats),
            "k_200": measure(home, questions, 200, by_blocks, asked.repeats),
            "filtered_k_10": filtered(home, questions[:50], 10),
        }  # fmt: skip
        print(json.dumps(report), file=sys.stderr, flush=True)
        if asked.others:
            build_s = home.run("create index passage_terms on passage_vector using gin (terms)")
            report["gin"] = {
                "build_s": build_s, "size_of_raw": round(home.size("passage_terms") / raw, 3),
                "k_10": measure(home, questions, 10, by_gin, asked.repeats),
            }  # fmt: skip
            home.run("drop index passage_terms")
            home.run(
                "create table sparse as select chunk_id, ('{' || (select string_agg((term + 1) || ':' || weight, ',' order by term)"
                f" from unnest(terms, weights) as each (term, weight)) || '}}/{statistics.vocabulary}')::sparsevec"
                f"({statistics.vocabulary}) as v from passage_vector"
            )
            build_s = home.run(
                "set maintenance_work_mem = '1GB'; create index sparse_near on sparse using hnsw (v sparsevec_ip_ops)"
            )
            report["sparsevec_hnsw"] = {
                "build_s": build_s, "size_of_raw": round(home.size("sparse") / raw, 3),
                "k_10": measure(home, questions, 10, by_sparsevec(statistics.vocabulary), asked.repeats),
            }  # fmt: skip
    finally:
        home.close()
        shutil.rmtree(folder)
    report["peak_memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(report, indent=2))
    if asked.out:
        asked.out.parent.mkdir(parents=True, exist_ok=True)
        asked.out.write_text(json.dumps(report, indent=2) + "\n")


if __name__ == "__main__":
    main()
