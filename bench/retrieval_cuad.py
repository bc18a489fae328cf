"""How much of what a question asks for do the first hits hold? 50 contracts, 475 questions with exact answers (CUAD).

For each question: the share of the answer's characters within the first 8,000 characters of hits. Beside pkm's search,
in the same run, what a plain splitter finds: 500 characters a passage, exact dense search. Usage:

    python bench/retrieval_cuad.py [--embed]     --embed: do not use the vectors of an earlier run
"""

from __future__ import annotations

import argparse
import atexit
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest import jobs
from ingest.watch import Silent
from pkm import config
from pkm.embed import Embedder, open_embedder
from pkm.models import ARMS, Arm, Embeddings, Space
from pkm.search import Searcher
from pkm.store import people
from pkm.store.database import Database

FOLDER = Path(__file__).parents[1].parent / "shared" / "data" / "retrieval" / "cuad_dev"
CACHE = Path(__file__).parent / "out"
BUDGET = 8_000
PLAIN = 500

Span = tuple[str, int, int]


class CachedEmbedder:
    """An embedder whose passages' vectors are kept on disk, since they take minutes; questions are embedded anew."""

    def __init__(self, embedder: Embedder, path: Path, fresh: bool) -> None:
        self._embedder, self._path = embedder, path
        self._known: dict[str, NDArray[np.float32]] = {}
        self._count, self._elapsed_s = 0, 0.0
        if path.is_file() and not fresh:
            with np.load(path) as stored:
                self._known = dict(zip(stored["keys"].tolist(), stored["dense"], strict=True))

    @property
    def space(self) -> Space:
        """The embedder's."""
        return self._embedder.space

    def passages(self, texts: Sequence[str]) -> Embeddings:
        """Those of an earlier run, and new ones where it had none."""
        missing = [each for each in dict.fromkeys(texts) if each not in self._known]
        for start in range(0, len(missing), 256):
            batch = missing[start : start + 256]
            begun = time.perf_counter()
            self._known.update(zip(batch, self._embedder.passages(batch).dense, strict=True))
            self._elapsed_s += time.perf_counter() - begun
            self._count += len(batch)
            print(f"embedded {self._count}, {self.speed()}", file=sys.stderr, flush=True)
        return Embeddings(np.stack([self._known[each] for each in texts]))

    def query(self, text: str) -> Embeddings:
        """Always anew."""
        return self._embedder.query(text)

    def speed(self) -> str:
        """Of what was embedded in this run."""
        return f"{self._count / self._elapsed_s:.1f} passages/s" if self._count else "all vectors from an earlier run"

    def save(self) -> None:
        """Keep the vectors for the next run."""
        self._path.parent.mkdir(exist_ok=True)
        np.savez(self._path, keys=np.array(list(self._known)), dense=np.stack(list(self._known.values())))


def questions() -> list[tuple[str, list[Span]]]:
    """Each question with the spans that answer it."""
    tests = json.loads((FOLDER / "queries.json").read_text(encoding="utf-8"))["tests"]
    return [
        (test["query"], [(Path(each["file_path"]).name, *each["span"]) for each in test["snippets"]]) for test in tests
    ]


def share_found(found: Sequence[Span], gold: Sequence[Span]) -> float:
    """The share of the gold characters within the first ``BUDGET`` characters of what was found."""
    wanted = {(name, at) for name, start, end in gold for at in range(start, end)}
    seen: set[tuple[str, int]] = set()
    left = BUDGET
    for name, start, end in found:
        seen.update((name, at) for at in range(start, min(end, start + left)))
        left -= end - start
        if left <= 0:
            break
    return len(wanted & seen) / len(wanted)


def measure_pkm(fresh: bool, arms: Sequence[Arm]) -> None:
    """Ingest the contracts into a temporary home and search it."""
    folder = tempfile.mkdtemp(prefix="pkm-bench-")
    atexit.register(shutil.rmtree, folder)  # after the server in it has stopped: what is registered last runs first
    settings = config.load({"PKM_HOME": folder, "PKM_TIMEZONE": "UTC"})
    embedder = CachedEmbedder(open_embedder(settings, None), CACHE / "passages.npz", fresh)
    with Database.open(settings) as database:
        with database.transaction() as connection:
            owner = people.ensure_owner(connection)
        begun = time.perf_counter()
        report = jobs.ingest(
            database, settings, [FOLDER / "cuad"], jobs.read_here(settings, embedder), Silent(), person=owner
        )
        elapsed = time.perf_counter() - begun
        embedder.save()
        print(
            f"ingested {report.documents} documents, {report.chunks} passages in {elapsed:.1f} s ({embedder.speed()})"
        )
        searcher = Searcher(database, embedder)
        searcher.search("warm up")
        for arm in arms:
            shares, times = [], []
            for question, gold in questions():
                begun = time.perf_counter()
                hits = searcher.search(question, k=40, arm=arm)
                times.append(time.perf_counter() - begun)
                shares.append(share_found([(Path(hit.path).name, hit.char_start, hit.char_end) for hit in hits], gold))
            show(f"pkm search, {arm}", shares, times)


def measure_plain(fresh: bool) -> None:
    """The baseline: texts cut every 500 characters, searched by meaning alone, exactly."""
    settings = config.load({"PKM_TIMEZONE": "UTC"})
    embedder = CachedEmbedder(open_embedder(settings, None), CACHE / "plain.npz", fresh)
    spans: list[Span] = []
    texts: list[str] = []
    for path in sorted((FOLDER / "cuad").iterdir()):
        text = path.read_bytes().decode("utf-8")
        for start in range(0, len(text), PLAIN):
            spans.append((path.name, start, min(len(text), start + PLAIN)))
            texts.append(text[start : start + PLAIN])
    dense = embedder.passages(texts).dense
    embedder.save()
    shares, times = [], []
    for question, gold in questions():
        begun = time.perf_counter()
        order = np.argsort(-(dense @ embedder.query(question).dense[0]), kind="stable")[:40]
        times.append(time.perf_counter() - begun)
        shares.append(share_found([spans[each] for each in order], gold))
    show(f"plain {PLAIN}-character splitter, exact dense search ({len(spans)} passages)", shares, times)


def show(name: str, shares: Sequence[float], times: Sequence[float]) -> None:
    p50, p95 = np.percentile(np.array(times) * 1000, [50, 95])
    print(
        f"{name}: {np.mean(shares):.3f} of the gold characters; a search takes {p50:.0f} ms (p95 {p95:.0f} ms)",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--embed", action="store_true", help="embed again, do not use vectors of an earlier run")
    parser.add_argument("--arms", nargs="+", default=["hybrid", "dense", "sparse"], choices=ARMS)
    parser.add_argument("--no-baseline", action="store_true")
    given = parser.parse_args()
    measure_pkm(given.embed, given.arms)
    if not given.no_baseline:
        measure_plain(given.embed)


if __name__ == "__main__":
    main()
