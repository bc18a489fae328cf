"""How quick is search among many passages, and what does it miss? Each arm, and the whole search, with filters and after churn.

Synthetic passages (``scale_home.py``) go straight into a home's own tables: vectors, terms and texts of the same passages. Then, of
each arm by itself, of both with their one score (``fused``), and of ``Searcher.search``, which looks at names and whole documents as
well (question embedded already): milliseconds, beside them those that
the client and the server's process worked, since others may use the machine; recall@10 against a look at everything; filters
down to one passage in 10,000. Of both arms and of the whole search, recall is against the same without the HNSW index. One JSON object
on stdout. Usage:

    python -m bench.scale_search [--passages N ...] [--statistics learned|bm25] [--folder F] [--churn] [--plain] [--others]

    --passages 100000 1000000   several sizes: how the time of a question grows with their number
    --folder F                  the homes are kept in F, and not loaded again the next time
    --churn                     then delete a fifth and insert as much, and hold what is left against the same made anew
    --plain                     beside it pgvector as it comes: HNSW over whole vectors, built with a server's defaults
    --others                    beside the blocks of postings GIN, and HNSW over sparsevec
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import reduce
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench import scale_others
from bench.scale_home import (
    DOCUMENT_POSTINGS,
    PASSAGE_POSTINGS,
    RAW_BYTES,
    SHARES,
    Asked,
    Home,
    Search,
    Truth,
    processor_s,
    say,
)
from bench.synthetic_vectors import PASSAGES
from pkm import lexical
from pkm.models import Embeddings, Hit, Kind, Space
from pkm.search import Searcher
from pkm.search.arms import Arms
from pkm.store import dense, evaluations, postings, spaces, vocabulary
from pkm.store.database import Connection
from pkm.store.filters import Filter

K = 10
EFFORTS = (50, 200, 400)
LOOKED_AT = 100  # candidates of each arm of a search for ten hits
STILL = 1e-4  # of a score, by which it may fall short for its last bits


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, nargs="+", default=[100_000])
    parser.add_argument("--statistics", choices=["learned", "bm25"], default="learned")
    parser.add_argument("--dimensions", type=int, default=1024)
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--folder", type=Path)
    for each in ("churn", "plain", "others"):
        parser.add_argument(f"--{each}", action="store_true")
    asked = parser.parse_args()
    sizes = []
    for passages in asked.passages:
        kept = asked.folder and asked.folder / f"{asked.statistics}-{asked.dimensions}-{passages}"
        folder = kept or Path(tempfile.mkdtemp(prefix="pkm-scale-"))
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with closing(Home(folder, asked.dimensions, asked.statistics)) as home:
                sizes.append({"passages": passages} | prepare(home, folder, passages) | measure(home, asked))
        finally:
            if not kept:
                shutil.rmtree(folder, ignore_errors=True)
    report: dict[str, Any] = vars(asked) | {"folder": None, "k": K, "sizes": sizes}
    if len(sizes) > 1:
        report["grows_as_N_to_the"] = grow(sizes[0], sizes[-1])
    json.dump(report, sys.stdout, indent=2)


def prepare(home: Home, folder: Path, passages: int) -> dict[str, Any]:
    """Load and index what is not there yet; how long that took, now or when it was done."""
    note = folder / "prepared.json"
    took: dict[str, Any] = json.loads(note.read_text()) if note.exists() else {}
    stages: dict[str, Callable[[], Any]] = {
        "load_s": lambda: home.load(-(-passages // PASSAGES) - home.documents),
        "fold_s": home.fold,
        "vocabulary_s": home.insert_vocabulary,
        "vacuum_s": home.vacuum,
        "build_s": home.build,
    }
    for name, work in stages.items():
        if name not in took:
            took[name] = timed(work)
            note.write_text(json.dumps(took))
            say(f"{passages:,} passages: {name} {took[name]}")
    home.restart()
    return took


def measure(home: Home, asked: argparse.Namespace) -> dict[str, Any]:
    """All that is asked of a home."""
    report: dict[str, Any] = {"sizes": sizes_of(home)}
    say(f"{report['sizes']}")
    arms = _Arms(home, home.questions(asked.questions))
    report["dense"] = arms.dense() | {"efforts": {str(each): arms.dense(effort=each) for each in EFFORTS}}
    report["dense"]["filters"] = {share: arms.dense(kind) for share, (_, kind) in SHARES.items()}
    say(f"dense: {report['dense']}")
    report["words"] = arms.words() | {f"k_{LOOKED_AT}": arms.words(k=LOOKED_AT)}
    report["words"]["filters"] = {share: arms.words(kind) for share, (_, kind) in SHARES.items()}
    say(f"words: {report['words']}")
    report["fused"] = arms.fused() | {"filters": {share: arms.fused(kind) for share, (_, kind) in SHARES.items()}}
    say(f"fused: {report['fused']}")
    kinds = {"100 %": None} | {share: kind for share, (_, kind) in SHARES.items()}
    report["search"] = {share: arms.search(kind) for share, kind in kinds.items()}
    say(f"search: {report['search']}")
    if asked.plain:
        report["plain"] = scale_others.plain(arms)
    if asked.others:
        report |= {"gin": scale_others.gin(arms), "sparsevec": scale_others.sparsevec(arms)}
    if asked.churn:
        report["churn"] = churn(home, asked.questions)
        say(f"churn: {report['churn']}")
    return report


class _Arms:
    """Questions, and what a look at everything finds for them."""

    def __init__(self, home: Home, asked: Sequence[Asked]) -> None:
        self.home, self.asked = home, asked
        self.weights: Sequence[dict[int, float]] = [self._weigh(each) for each in asked]
        self.truth = Truth(home, asked, self.weights, K)
        self._embedder = _Embedded(home.space, asked)

    def _weigh(self, asked: Asked) -> dict[int, float]:
        if self.home.space.sparse == "learned":
            return asked.question.pieces
        with self.home.database.transaction() as connection:
            spaces.enter(connection, self.home.space_id)
            languages = vocabulary.languages(connection)
            idf = postings.passage_idf(connection, lexical.kin(asked.question.text, languages))
        counts = lexical.terms(asked.question.text, languages)
        return {term: each * counts[term] for term, each in idf.items() if each > 0}

    def dense(self, kind: Kind | None = None, effort: int | None = None) -> dict[str, Any]:
        """The dense arm."""

        def search(connection: Connection, question: int) -> list[float]:
            found = dense.search(connection, self.asked[question].vector, K, Filter(kind=kind), effort)
            return [each.score for each in found]

        return self.ask(search, self.truth.dense[kind].scores)

    def words(self, kind: Kind | None = None, k: int = K) -> dict[str, Any]:
        """The sparse arm."""

        def search(connection: Connection, question: int) -> list[float]:
            return [each.score for each in postings.search(connection, self.weights[question], k, Filter(kind=kind))]

        return self.ask(search, self.truth.words[kind].scores)

    def ask(self, search: Search, truth: NDArray[np.float32]) -> dict[str, Any]:
        """All questions twice, the second time measured."""
        clock = _Clock()
        for _ in range(2):
            clock = _Clock()
            recall, whole = [], 0
            for question, best in enumerate(truth):
                with self.home.database.transaction() as connection:
                    spaces.enter(connection, self.home.space_id)
                    with clock.watch([connection.info.backend_pid]):
                        found = np.array(search(connection, question)[:K])
                best = best[best > 0]
                whole += len(found) >= len(best)
                recall.append(np.sum(found >= best.min() - STILL) / len(best) if len(best) else 1.0)
        return {"recall": round(float(np.mean(recall)), 4), "all_k": whole / len(truth)} | clock.report()

    def fused(self, kind: Kind | None = None) -> dict[str, Any]:
        """Both arms beside each other, and one score of each of their candidates."""

        def look(question: int) -> set[int]:
            database, space, text = self.home.database, self.home.space, self.asked[question].question.text
            self._embedder.question = question
            with database.transaction(snapshot=True) as connection:
                spaces.enter(connection, self.home.space_id, alike=True)
                weights = evaluations.weights_of(connection, self.home.space_id, space)
                with database.beside(connection) as beside:
                    arms = Arms(self.home.space_id, self._embedder, weights, K)
                    _, found = arms.begin(connection, beside, text, self._embedder.query(text), Filter(kind=kind))()
            return {each.chunk for each in sorted(found, key=lambda each: -each.score)[:K]}

        with self.home.without_index():
            exact = [look(each) for each in range(len(self.asked))]
        clock = _Clock()
        for _ in range(2):
            clock, recall = _Clock(), []
            for question, expected in enumerate(exact):
                with clock.watch(self.home.processes()):
                    found = look(question)
                recall.append(len(found & expected) / len(expected) if expected else 1.0)
        return {"recall": round(float(np.mean(recall)), 4)} | clock.report()

    def search(self, kind: Kind | None) -> dict[str, Any]:
        """The whole search; stages as ``pkm why`` tells them."""
        searcher = Searcher(self.home.database, self._embedder)
        with self.home.without_index():
            exact = [self._hits(searcher, each, kind) for each in range(len(self.asked))]
        clock, stages = _Clock(), dict[str, float]()
        for _ in range(2):
            clock, stages, recall = _Clock(), {}, []
            for question, expected in enumerate(exact):
                with clock.watch(self.home.processes()):
                    self._embedder.question = question
                    trace = searcher.trace(self.asked[question].question.text, k=K, kind=kind)
                for name, took in trace.timings_ms.items():
                    stages[name] = stages.get(name, 0.0) + took / len(exact)
                found = {_place(each) for each in trace.hits}
                recall.append(len(found & expected) / len(expected) if expected else 1.0)
        return (
            {"recall": round(float(np.mean(recall)), 4), "all_k": float(np.mean([len(each) == K for each in exact]))}
            | clock.report()
            | {"stages_ms": {name: round(each, 2) for name, each in stages.items()}}
        )

    def _hits(self, searcher: Searcher, question: int, kind: Kind | None) -> set[tuple[int, int]]:
        self._embedder.question = question
        return {_place(each) for each in searcher.search(self.asked[question].question.text, k=K, kind=kind)}


class _Embedded:
    """An embedder that has embedded its questions already: only what is done in the home is measured."""

    def __init__(self, space: Space, asked: Sequence[Asked]) -> None:
        self.space, self._asked, self.question = space, asked, 0

    def query(self, text: str) -> Embeddings:  # noqa: ARG002 - was embedded before
        """The vectors of the question at hand, whatever part of it is asked for."""
        asked = self._asked[self.question]
        return Embeddings(asked.vector[None], [asked.question.pieces] if self.space.sparse == "learned" else None)

    def passages(self, texts: Sequence[str]) -> Embeddings:
        """Never asked for."""
        raise NotImplementedError


class _Clock:
    """Seconds of questions: on the wall, of this process, and of the server's processes that answered."""

    def __init__(self) -> None:
        self._rows: list[tuple[float, float, float]] = []

    def watch(self, processes: Sequence[int]) -> _Watch:
        """Time what is done within, for which those processes of the server work."""
        return _Watch(processes, self._rows)

    def report(self) -> dict[str, float]:
        """In milliseconds; ``cpu`` is of all processes."""
        wall, client, server = 1000 * np.array(self._rows).T
        return {
            "mean_ms": _round(wall.mean()), "p50_ms": _round(np.median(wall)), "p95_ms": _round(np.quantile(wall, 0.95)),
            "client_mean_ms": _round(client.mean()), "server_mean_ms": _round(server.mean()),
            "cpu_mean_ms": _round((client + server).mean()), "cpu_p95_ms": _round(np.quantile(client + server, 0.95)),
        }  # fmt: skip


class _Watch:
    def __init__(self, processes: Sequence[int], rows: list[tuple[float, float, float]]) -> None:
        self._processes, self._rows = processes, rows

    def __enter__(self) -> None:
        self._before = self._now()

    def __exit__(self, *_: object) -> None:
        after = self._now()
        self._rows.append(tuple(b - a for a, b in zip(self._before, after, strict=True)))  # type: ignore[arg-type]

    def _now(self) -> tuple[float, float, float]:
        return time.perf_counter(), time.process_time(), sum(map(processor_s, self._processes))


def _round(value: Any) -> float:
    return round(float(value), 2)


def _place(hit: Hit) -> tuple[int, int]:
    return int(hit.document_id), hit.char_start


def sizes_of(home: Home) -> dict[str, Any]:
    """Bytes; of the sparse arm's tables beside raw postings."""
    with home.database.transaction() as connection:
        spaces.enter(connection, home.space_id)
        raw = {
            table: RAW_BYTES * row.terms
            for table in ("passage_vector", "document_words")
            for row in connection.execute(f"select sum(cardinality(terms)) as terms from {table}")
        }
    words, documents = home.size(*PASSAGE_POSTINGS), home.size(*DOCUMENT_POSTINGS)
    return {
        "dense_index": home.size("passage_vector_signs"), "signs_index": home.size("passage_vector_by_document"), "words": words,
        "fresh_words": home.size("passage_posting"), "words_of_raw": round(words / raw["passage_vector"], 3), "document_words": documents,
        "document_words_of_raw": round(documents / raw["document_words"], 3), "vectors": home.size("passage_vector"),
    }  # fmt: skip


def churn(home: Home, questions: int) -> dict[str, Any]:
    """Delete a fifth, insert as much, tidy as a service does; hold what is left against indexes that are made anew."""
    fifth = home.documents // 5
    step = max(1, fifth // 10)
    before = _inserted(home, step)
    report: dict[str, Any] = {"delete_s": timed(lambda: home.delete(fifth))}
    say(f"deleted {fifth:,} documents: {report}")
    _inserted(home, fifth - 2 * step)
    report["rest_s"] = timed(home.rest)
    after = _inserted(home, step)
    home.rest()
    churned, sizes = _Arms(home, home.questions(questions)), sizes_of(home)
    report |= {"insert_before": before, "insert_after": after, "inserted": step * PASSAGES,
        "insert_cost": {each: round(after[each] / before[each], 3) for each in after},
        "dense": churned.dense(), "words": churned.words(), "search": churned.search(None)}  # fmt: skip
    say(f"churned: {report} {sizes}")
    home.run("drop index passage_vector_signs")
    home.build()
    home.fold()
    home.compact()
    fresh = sizes_of(home)
    report |= {"fresh_dense": churned.dense(), "fresh_words": churned.words(), "sizes": sizes, "fresh_sizes": fresh}
    report["of_fresh"] = {
        each: round(sizes[each] / fresh[each], 3) for each in ("dense_index", "words", "document_words")
    }
    report["recall_drop"] = round(report["fresh_dense"]["recall"] - report["dense"]["recall"], 4)
    return report


def _inserted(home: Home, documents: int) -> dict[str, float]:
    """Insert so many; for how long the server worked at that, and at folding with this process."""
    home.insert_s = home.fold_s = 0.0
    home.load(documents, postings=True)
    return {"insert_s": round(home.insert_s, 2), "fold_s": round(home.fold_s, 2)}


def grow(first: dict[str, Any], last: dict[str, Any]) -> dict[str, dict[str, float]]:
    """The power of their number with which the time of a question grows, the processor's and the clock's."""

    def of(*path: str) -> dict[str, float]:
        less, more = (reduce(lambda report, each: report[each], path, size) for size in (first, last))
        times = math.log(last["passages"] / first["passages"])
        return {each: round(math.log(more[each] / less[each]) / times, 3) for each in ("cpu_mean_ms", "mean_ms")}

    return {"dense": of("dense"), "words": of("words"), "fused": of("fused"), "search": of("search", "100 %")}


def timed(work: Callable[[], Any]) -> float:
    """Seconds on the wall."""
    begun = time.perf_counter()
    work()
    return round(time.perf_counter() - begun, 1)


if __name__ == "__main__":
    main()
