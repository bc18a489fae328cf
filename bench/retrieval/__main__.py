"""Ingest the judged documents into a home of their own, search it, and search them the plain ways.

    python -m bench.retrieval [--embed] [--sample N] [--seeds N] [--strangers] [--fusions]

Writes JSON to stdout and to bench/out/retrieval.json; progress goes to stderr.
"""

from __future__ import annotations

import argparse
import atexit
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from bench.retrieval import fusions, judged, scores, strangers
from bench.retrieval.judged import Judged, Text
from bench.retrieval.plain import WAYS, Plain, Way
from bench.retrieval.remembered import Remembered
from bench.retrieval.scores import Span
from ingest import jobs
from ingest.watch import Silent
from pkm import config
from pkm.embed import Embedder, open_embedder
from pkm.models import ARMS
from pkm.search import Searcher
from pkm.store import people
from pkm.store.database import Database

OUT = Path(__file__).parents[1] / "out"
HITS = 100
Find = Callable[[str], list[Span]]


def measure(
    folder: Path, ask: Callable[[Sequence[Text]], list[Judged]], fresh: bool, sample: int, compared: bool
) -> list[dict[str, Any]]:
    """A row for each question and way of searching, or of joining both arms."""
    home = tempfile.mkdtemp(prefix="pkm-bench-")
    atexit.register(shutil.rmtree, home)  # after the server in it has stopped: what is registered last runs first
    settings = config.load({"PKM_HOME": home, "PKM_TIMEZONE": "UTC"})
    own = open_embedder(settings, None)
    embedder = Remembered(own, OUT / "passages.npz", fresh)
    with Database.open(settings) as database:
        with database.transaction() as connection:
            owner = people.ensure_owner(connection)
        jobs.ingest(database, settings, [folder], jobs.read_here(settings, embedder), Silent(), person=owner)
        embedder.save()
        with database.transaction(owner) as connection:
            texts = judged.read_texts(connection, folder)
        questions = ask(texts)[::sample]
        if compared:
            ways = {name: _searching(each, "hybrid") for name, each in fusions.searchers(database, own).items()}
        else:
            baseline = Remembered(own, OUT / "plain.npz", fresh)
            ways = {f"plain {way}": find for way, find in _plain(texts, baseline).items()}
            baseline.save()
            searcher = Searcher(database, own)
            ways |= {f"pkm {arm}": _searching(searcher, arm) for arm in ARMS}
        rows = []
        for name, find in ways.items():
            find("warm up")
            for each in questions:
                begun = time.perf_counter()
                found = find(each.question)
                took = time.perf_counter() - begun
                rows.append(
                    {"group": each.group, "way": name, "ms": took * 1000, "score": scores.score(found, each.gold)}
                )
            print(f"{name}: {len(questions)} questions", file=sys.stderr, flush=True)
        return rows


def _plain(texts: Sequence[Text], embedder: Embedder) -> dict[str, Find]:
    plain = Plain(texts, embedder)

    def finding(way: Way) -> Find:
        return lambda question: plain.rank(question, embedder.query(question).dense[0], way, HITS)

    return {way: finding(way) for way in WAYS}


def _searching(searcher: Searcher, arm: Any) -> Find:
    def find(question: str) -> list[Span]:
        hits = searcher.search(question, k=HITS, arm=arm)
        return [Span(each.document_id, each.char_start, each.char_end) for each in hits]

    return find


def report(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Mean scores by group of questions and way, and how ours compares with the best plain way."""
    groups: dict[str, Any] = {}
    rows = [*rows, *({**row, "group": whole} for row in rows if (whole := judged.whole_of(row["group"])))]
    for group in dict.fromkeys(row["group"] for row in rows):
        ways: dict[str, Any] = {}
        for way in dict.fromkeys(row["way"] for row in rows):
            own = [row for row in rows if row["group"] == group and row["way"] == way]
            p50, p95 = np.percentile([row["ms"] for row in own], [50, 95])
            found = scores.mean([row["score"] for row in own])
            ways[way] = {key: round(value, 4) for key, value in asdict(found).items()} | {
                "questions": len(own), "p50_ms": round(float(p50), 1), "p95_ms": round(float(p95), 1),
            }  # fmt: skip
        groups[group] = {"ways": ways}
        if "pkm hybrid" not in ways:
            continue
        groups[group]["pkm hybrid over the best plain way"] = {
            part: round(
                ways["pkm hybrid"][part]
                / max(0.01, *(each[part] for way, each in ways.items() if way.startswith("plain"))),
                2,
            )
            for part in ("within_2000", "within_8000", "ndcg")
        }
    return groups


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--embed", action="store_true", help="do not use the vectors of an earlier run")
    parser.add_argument("--sample", type=int, default=1, help="ask every N-th question only")
    parser.add_argument("--seeds", type=int, default=4, help="so many households")
    parser.add_argument("--strangers", action="store_true", help="only the documents on which nothing was tuned")
    parser.add_argument("--fusions", action="store_true", help="only ways to join both arms, with worse embedders too")
    given = parser.parse_args()
    room = partial(measure, fresh=given.embed, sample=given.sample, compared=given.fusions)
    rows = []
    if judged.CONTRACTS.is_dir() and not given.strangers:
        rows += room(judged.CONTRACTS / "cuad", judged.ask_contracts)
    with tempfile.TemporaryDirectory(prefix="pkm-bench-") as folder:
        asked = strangers.build(Path(folder))
        rows += room(Path(folder), lambda texts: judged.ask_strangers(asked, texts))
    for seed in range(11, 11 + given.seeds * (not given.strangers)):
        with tempfile.TemporaryDirectory(prefix="pkm-bench-") as folder:
            key = judged.build_household(Path(folder), seed)
            rows += room(Path(folder), partial(judged.ask_household, key))
    told = json.dumps(report(rows), indent=1)
    OUT.mkdir(exist_ok=True)
    (OUT / ("fusions.json" if given.fusions else "retrieval.json")).write_text(told + "\n", encoding="utf-8")
    print(told)


if __name__ == "__main__":
    main()
