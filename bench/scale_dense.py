"""How quick is dense search among many passages, and what does it miss? Every speed with its recall@10 against exact search.

Synthetic vectors (``synthetic_vectors.py``) go straight into a home's own tables, twenty passages a document; a twentieth of
the documents no longer holds. Then: the index and its size, questions with several efforts, filters down to one passage in
10,000, and what is left of it all when a fifth was deleted and a fifth is new. One JSON object on stdout; ``cpu`` is what the
server's process worked for a question, which others on the machine change little. Usage:

    python -m bench.scale_dense [--passages N ...] [--dimensions D] [--queries Q] [--plain] [--no-churn]

    --passages 100000 1000000   several sizes: how the time of a question grows with their number
    --plain                     beside it pgvector as it comes: HNSW over whole vectors, built with a server's defaults
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pgvector import HalfVector

from bench.synthetic_vectors import PASSAGES, VectorSource
from pkm.config import Settings
from pkm.models import Space
from pkm.services import EmbeddedPostgres
from pkm.store import dense, hnsw, people, spaces
from pkm.store.database import Connection, Database
from pkm.store.filters import Filter

K = 10
EFFORTS = (50, 100, 200, 400)
SHARES = {"10 %": (10, "xa"), "1 %": (100, "xb"), "0.1 %": (1_000, "xc"), "0.01 %": (10_000, "xd")}
PAST = 20  # one document in so many no longer holds
SEED = 1
PLAIN = "create index plain on passage_vector using hnsw (dense halfvec_ip_ops)"
Found = list[set[int]]
Search = Callable[[Connection, NDArray[np.float32]], set[int]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, nargs="+", default=[100_000])
    parser.add_argument("--dimensions", type=int, default=1024)
    parser.add_argument("--queries", type=int, default=100)
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--no-churn", action="store_true")
    parser.add_argument("--folder", type=Path, help="where the database lies while it is measured")
    asked = parser.parse_args()
    sizes = []
    for passages in asked.passages:
        home = Path(tempfile.mkdtemp(prefix="pkm-scale-", dir=asked.folder))
        server = EmbeddedPostgres(home)
        try:
            server.start()
            with closing(_Scale(server, passages, asked.dimensions, asked.queries)) as scale:
                sizes.append(scale.measure(asked))
        finally:
            server.stop()
            shutil.rmtree(home, ignore_errors=True)
    report: dict[str, Any] = {"dimensions": asked.dimensions, "queries": asked.queries, "k": K, "sizes": sizes}
    if len(sizes) > 1:
        first, last = sizes[0], sizes[-1]
        times = math.log(last["search"]["default"]["cpu_mean_ms"] / first["search"]["default"]["cpu_mean_ms"])
        report["time_grows_as_N_to_the"] = round(times / math.log(last["passages"] / first["passages"]), 3)
    json.dump(report, sys.stdout, indent=2)


class _Scale:
    """One home of one size."""

    def __init__(self, server: EmbeddedPostgres, passages: int, dimensions: int, queries: int) -> None:
        self._server, self._passages, self._dimensions = server, passages, dimensions
        self._database = Database.at(server.url)
        self._source = VectorSource(dimensions, SEED)
        self._space = Space("synthetic", "synthetic", dimensions, "bm25", False, 512)
        self._questions = self._source.questions(queries, passages)
        self._documents = -(-passages // PASSAGES)
        self._next = 0  # the first document that was not loaded yet

    def measure(self, asked: argparse.Namespace) -> dict[str, Any]:
        """Load, index, ask, filter, churn."""
        report: dict[str, Any] = {"passages": self._passages, "questions_in": "milliseconds"}
        with self._database.transaction() as connection:
            people.ensure_collection(connection, None, people.ensure_owner(connection))
            self._space_id = spaces.activate(connection, self._space)
        report["load_s"], truths = self._timed(lambda: self._load(self._passages))
        self._say(f"loaded in {report['load_s']} s")
        if asked.plain:
            report["plain"] = self._measure_plain(truths["100 %"])
            self._say(f"plain: {report['plain']}")
        settings = Settings(Path())
        plan = hnsw.plan(settings, self._passages, self._dimensions)
        report["build_s"], _ = self._timed(lambda: hnsw.ensure(self._database, self._space_id, self._space, settings))
        report |= {"build": asdict(plan), "sizes": self._sizes()}
        self._say(f"built in {report['build_s']} s: {report['sizes']}")
        self._restart()
        report["search"] = {
            name: self._ask(self._search(Filter(), effort), truths["100 %"])
            for name, effort in [("default", None), *((str(each), each) for each in EFFORTS)]
        }
        self._say(f"search: {report['search']['default']}")
        report["filters"] = {
            name: self._ask(self._search(Filter(language=language)), truths[name])
            for name, (_, language) in SHARES.items()
        }
        self._say(f"filters: {report['filters']}")
        if not asked.no_churn:
            report["churn"] = self._churn()
        return report

    def close(self) -> None:
        """Leave the server."""
        self._database.close()

    def _restart(self) -> None:
        """Start the server anew: its memory is set from the home's size then, and this one was empty."""
        self.close()
        self._server.stop()
        self._server.start()
        self._database = Database.at(self._server.url)

    def _measure_plain(self, truth: Found) -> dict[str, Any]:
        """HNSW over whole vectors with pgvector's and PostgreSQL's defaults."""
        with self._database.session() as connection:
            connection.execute(f"set search_path = space_{self._space_id}, public")
            connection.execute("set maintenance_work_mem = '64MB'")
            report: dict[str, Any] = {"build_s": self._timed(lambda: connection.execute(PLAIN))[0]}
        report["bytes"] = self._sizes()["plain"]
        query = (
            "select c.chunk_id from passage_vector c join document d on d.id = c.document_id where d.valid_to is null"
            " order by c.dense <#> %s::halfvec limit 10"
        )

        def search(connection: Connection, question: NDArray[np.float32]) -> set[int]:
            return {row.chunk_id for row in connection.execute(query, (HalfVector(question),))}

        report |= self._ask(search, truth)
        with self._database.session() as connection:
            connection.execute(f"drop index space_{self._space_id}.plain")
        return report

    # ------------------------------------------------------------ rows

    def _load(self, passages: int) -> dict[str, Found]:
        """Put further passages in; returns, by filter, the nearest of these for each question."""
        first, self._next = self._next, self._next + -(-passages // PASSAGES)
        with self._database.transaction() as connection:
            chunks = self._insert_documents(connection, first, self._next)[:passages]
            spaces.enter(connection, self._space_id)
            best = {name: _Best(len(self._questions)) for name in ("100 %", *SHARES)}
            done = 0
            array = np.array([0, 0, 0], dtype=">i4").tobytes()
            row = _row_type(self._dimensions)
            statement = "copy passage_vector (chunk_id, collection_id, document_id, dense, terms, weights) from stdin (format binary)"
            with connection.cursor() as cursor, cursor.copy(statement) as stream:
                stream.write(b"PGCOPY\n\xff\r\n\0" + bytes(8))
                for block in self._source.passages_from(first * PASSAGES, passages):
                    here = chunks[done : done + len(block)]
                    done += len(block)
                    halves = block.astype(">f2")
                    rows = np.zeros(len(block), row)
                    rows["fields"], rows["l0"], rows["l1"], rows["l2"] = 6, 8, 8, 8
                    rows["chunk"], rows["collection"], rows["document"] = here["chunk"], 1, here["document"]
                    rows["l3"], rows["dimensions"], rows["dense"] = 4 + 2 * self._dimensions, self._dimensions, halves
                    rows["l4"] = rows["l5"] = 12
                    rows["terms"], rows["weights"] = (
                        array[:8] + b"\0\0\0\x17",
                        array[:8] + b"\0\0\x02\xbc",
                    )  # int4, float4
                    stream.write(rows.tobytes())
                    scores = self._questions @ halves.astype(np.float32).T
                    for name, found in best.items():
                        found.add(scores, here["chunk"], _passing(here["number"], name))
                stream.write(b"\xff\xff")
        with self._database.session() as connection:
            connection.execute(f"vacuum analyze space_{self._space_id}.passage_vector")
            connection.execute("vacuum analyze document, chunk")
        return {name: found.sets() for name, found in best.items()}

    def _insert_documents(self, connection: Connection, first: int, end: int) -> NDArray[Any]:
        """Documents of these numbers with their passages: number of the document, its id, the passage's id."""
        languages = " ".join(
            f"when n %% {every} = 3 then '{name}'" for every, name in sorted(SHARES.values(), reverse=True)
        )
        rows = connection.execute(
            f"""with s as (
                insert into source (collection_id, kind, location, registered) values (1, 'folder', '/' || %(first)s, true) returning id
            ), f as (
                insert into file (collection_id, source_id, path, state, size, mtime_ns, ctime_ns, inode)
                select 1, s.id, '/' || n, 'indexed', 1, 1, 1, n from s, generate_series(%(first)s, %(end)s - 1) as n
                returning id, inode as n
            ), d as (
                insert into document (collection_id, file_id, ordinal, kind, title, head, language, mime, sha256, has_object, text,
                    valid_to)
                select 1, id, 0, 'note', '', '', case {languages} end, '', '', false, 'x',
                    case when n %% {PAST} = 11 then now() end
                from f returning id, file_id
            ), c as (
                insert into chunk (collection_id, document_id, ordinal, char_start, char_end, heading, kind, hash)
                select 1, d.id, ordinal, 0, 1, '', 'note', int8send(f.n * {PASSAGES} + ordinal)
                from f join d on d.file_id = f.id, generate_series(0, {PASSAGES - 1}) as ordinal
                order by f.n, ordinal returning id, document_id, ordinal
            )
            select f.n::bigint, d.id, c.id as chunk from c join d on d.id = c.document_id join f on f.id = d.file_id
            order by f.n, c.ordinal""",
            {"first": first, "end": end},
        ).fetchall()
        return np.array([tuple(each) for each in rows], dtype=[("number", "i8"), ("document", "i8"), ("chunk", "i8")])

    # ------------------------------------------------------------ measuring

    @staticmethod
    def _search(which: Filter, effort: int | None = None) -> Search:
        def search(connection: Connection, question: NDArray[np.float32]) -> set[int]:
            return {each.chunk for each in dense.search(connection, question, K, which, effort)}

        return search

    def _ask(self, search: Search, truth: Found) -> dict[str, Any]:
        """All questions twice, the second time measured."""
        seconds: list[float] = []
        busy: list[float] = []
        for _ in range(2):
            seconds, busy, recall, whole = [], [], [], 0
            for question, nearest in zip(self._questions, truth, strict=True):
                with self._database.transaction() as connection:
                    spaces.enter(connection, self._space_id)
                    pid = connection.info.backend_pid
                    worked, begun = _worked_s(pid), time.perf_counter()
                    found = search(connection, question)
                    seconds.append(time.perf_counter() - begun)
                    busy.append(_worked_s(pid) - worked)
                whole += len(found) == min(K, len(nearest))
                recall.append(len(found & nearest) / len(nearest) if nearest else 1.0)
        took, worked_ms = 1000 * np.array(seconds), 1000 * np.array(busy)
        return {
            "recall": round(float(np.mean(recall)), 4), "all_k": whole / len(truth), "mean_ms": round(float(took.mean()), 2),
            "p50_ms": round(float(np.median(took)), 2), "p95_ms": round(float(np.quantile(took, 0.95)), 2), "cpu_mean_ms": round(float(worked_ms.mean()), 2),
            "cpu_p95_ms": round(float(np.quantile(worked_ms, 0.95)), 2),
        }  # fmt: skip

    def _sizes(self) -> dict[str, int]:
        """Bytes of the table of vectors and of its indexes."""
        with self._database.transaction() as connection:
            rows = connection.execute(
                "select relname, pg_table_size(oid) as bytes from pg_class where relnamespace = %s::regnamespace"
                " and relname in ('passage_vector', 'passage_vector_signs', 'passage_vector_by_document', 'plain')",
                (f"space_{self._space_id}",),
            ).fetchall()
        return {row.relname: row.bytes for row in rows}

    def _churn(self) -> dict[str, Any]:
        """Delete a fifth, insert as much, vacuum; hold the index against one that is built anew."""
        fifth = self._documents // 5
        step = max(1, fifth // 10)
        insert_before, _ = self._timed(lambda: self._load(step * PASSAGES))
        with self._database.transaction() as connection:
            connection.execute("delete from document where id in (select id from document order by hashint8(id) limit %s)", (fifth,))  # fmt: skip
        with self._database.session() as connection:
            connection.execute(f"vacuum space_{self._space_id}.passage_vector")
        self._load((fifth - 2 * step) * PASSAGES)
        insert_after, _ = self._timed(lambda: self._load(step * PASSAGES))
        with self._database.session() as connection:
            vacuum_s, _ = self._timed(
                lambda: connection.execute(f"vacuum analyze space_{self._space_id}.passage_vector")
            )
        truth = self._exact()
        churned = self._ask(self._search(Filter()), truth)
        size = self._sizes()["passage_vector_signs"]
        with self._database.session() as connection:
            connection.execute(f"drop index space_{self._space_id}.passage_vector_signs")
        hnsw.ensure(self._database, self._space_id, self._space, Settings(Path()))
        fresh = self._ask(self._search(Filter()), truth)
        return {
            "insert_before_s": insert_before, "insert_after_s": insert_after, "inserted": step * PASSAGES,
            "insert_cost": round(insert_after / insert_before, 3), "vacuum_s": vacuum_s, "search": churned, "fresh": fresh,
            "recall_drop": round(fresh["recall"] - churned["recall"], 4),
            "index_of_fresh": round(size / self._sizes()["passage_vector_signs"], 3),
        }  # fmt: skip

    def _exact(self) -> Found:
        """The nearest of what is stored now, by a scan of everything."""
        best = _Best(len(self._questions))
        with self._database.transaction() as connection:
            spaces.enter(connection, self._space_id)
            with connection.cursor(name="every", binary=True) as cursor:
                cursor.itersize = 5_000
                cursor.execute(
                    "select c.chunk_id, halfvec_send(c.dense) as dense from passage_vector c join document d on d.id = c.document_id"
                    " where d.valid_to is null"
                )
                while rows := cursor.fetchmany(5_000):
                    vectors = np.frombuffer(b"".join(bytes(row.dense)[4:] for row in rows), dtype=">f2")
                    scores = self._questions @ vectors.reshape(len(rows), -1).astype(np.float32).T
                    best.add(scores, np.array([row.chunk_id for row in rows]), np.ones(len(rows), dtype=bool))
        return best.sets()

    @staticmethod
    def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
        begun = time.perf_counter()
        result = work()
        return round(time.perf_counter() - begun, 2), result

    def _say(self, words: str) -> None:
        print(f"{self._passages:,} passages: {words}", file=sys.stderr, flush=True)


def _worked_s(pid: int) -> float:
    """Seconds for which a process has had a processor (Linux), however busy the machine is with others' work."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


class _Best:
    """The K best of each question, of what was seen so far."""

    def __init__(self, questions: int) -> None:
        self._scores = np.full((questions, K), -np.inf, dtype=np.float32)
        self._ids = np.full((questions, K), -1, dtype=np.int64)

    def add(self, scores: NDArray[np.float32], ids: NDArray[np.int64], passing: NDArray[np.bool_]) -> None:
        """See scores of shape (questions, n)."""
        if not passing.any():
            return
        all_scores = np.concatenate([self._scores, scores[:, passing]], axis=1)
        all_ids = np.concatenate([self._ids, np.broadcast_to(ids[passing], (len(scores), int(passing.sum())))], axis=1)
        order = np.argpartition(-all_scores, K - 1, axis=1)[:, :K]
        self._scores = np.take_along_axis(all_scores, order, axis=1)
        self._ids = np.take_along_axis(all_ids, order, axis=1)

    def sets(self) -> Found:
        """Their ids, by question."""
        return [{int(each) for each in row if each >= 0} for row in self._ids]


def _passing(numbers: NDArray[np.int64], name: str) -> NDArray[np.bool_]:
    """Of documents of these numbers: which hold and pass the filter of that name, as ``_insert_documents`` made them."""
    holds: NDArray[np.bool_] = numbers % PAST != 11
    if name == "100 %":
        return holds
    mine = SHARES[name][0]
    rarer = np.any([numbers % every == 3 for every, _ in SHARES.values() if every > mine], axis=0)
    passing: NDArray[np.bool_] = holds & (numbers % mine == 3) & ~rarer
    return passing


def _row_type(dimensions: int) -> np.dtype[Any]:
    """A row of passage_vector in PostgreSQL's binary COPY; a halfvec is its dimensions, two spare bytes, its numbers."""
    return np.dtype([
        ("fields", ">i2"), ("l0", ">i4"), ("chunk", ">i8"), ("l1", ">i4"), ("collection", ">i8"), ("l2", ">i4"), ("document", ">i8"),
        ("l3", ">i4"), ("dimensions", ">i2"), ("spare", ">i2"), ("dense", ">f2", (dimensions,)),
        ("l4", ">i4"), ("terms", "V12"), ("l5", ">i4"), ("weights", "V12"),
    ])  # fmt: skip


if __name__ == "__main__":
    main()
