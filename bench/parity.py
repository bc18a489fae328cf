"""Are the scores of what is stored those that FlagEmbedding itself computes? 200 texts, 50 questions, all pairs; JSON out.

The texts go through pkm's own ingestion into PostgreSQL; of each pair the scores are computed from there as a search does,
and from the words by FlagEmbedding's ``compute_score``, pair by pair: beside others it pads, and then a token of the question
that no token of the text is like counts 0 instead of less. Usage, with a folder of BGE-M3's weights or of a checkpoint of
its shape:

    python -m bench.parity FOLDER [--texts 200] [--questions 50] [--served DENSE SPARSE MULTI]

With ``--served`` the vectors come from three embedding servers with the same weights, such as vLLM's.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest import jobs
from ingest.watch import Silent
from pkm import config
from pkm.config import Settings
from pkm.embed import Embedder
from pkm.embed.bge_m3 import BgeM3
from pkm.embed.http import HttpEmbedder
from pkm.search import late
from pkm.store import chunks, dense, neighbours, people, postings, spaces
from pkm.store.database import Database
from pkm.store.filters import Filter

ALLOWED = 1e-3
WEIGHTS = {"dense": 0.4, "sparse": 0.2, "multi": 0.4}
WORDS = [
    "the",
    "a",
    "of",
    "to",
    "and",
    "in",
    "lease",
    "tenant",
    "rent",
    "notice",
    "bank",
    "statement",
    "invoice",
    "contract",
    "payment",
    "account",
    "month",
    "year",
    "euro",
    "Miete",
    "Vertrag",
    "straße",
    "größer",
    "naïve",
    "Ωmega",
    "1.234,50",
    "2024-03-05",
    "DE89370400440532013000",
    "日本語",
    "договор",
    "😀",
    "3",
    "42",
]

Scores = dict[str, NDArray[np.float64]]


def compare(
    database: Database, settings: Settings, embedder: Embedder, flag: Any, texts: int, questions: int
) -> dict[str, Any]:
    """The largest differences between both over all pairs, and where they lie.

    Args:
        flag: FlagEmbedding's own model, loaded from the same weights.
    """
    chance = random.Random(7)
    written = [" ".join(chance.choices(WORDS, k=chance.randint(1, 40))) for _ in range(texts)]
    asked = [" ".join(chance.choices(WORDS, k=chance.randint(1, 12))) for _ in range(questions)]
    _ingest(database, settings, embedder, written)
    differences: dict[str, list[NDArray[np.float64]]] = {name: [] for name in (*WEIGHTS, "sum")}
    for question in asked:
        read, ours = _stored(database, embedder, question)
        theirs = _computed(flag, question, read)
        for name, each in differences.items():
            each.append(np.abs(ours[name] - theirs[name]))
    largest = {name: float(np.max(each)) for name, each in differences.items()}
    return {
        "texts": len(read), "questions": questions, "dimensions": embedder.space.dimensions, "weights": WEIGHTS,
        "largest_difference": largest,
        "mean_difference": {name: float(np.mean(each)) for name, each in differences.items()},
        "within": {name: each <= ALLOWED for name, each in largest.items()}, "allowed": ALLOWED,
    }  # fmt: skip


def _ingest(database: Database, settings: Settings, embedder: Embedder, written: list[str]) -> None:
    with database.transaction() as connection:
        owner = people.ensure_owner(connection)
    with tempfile.TemporaryDirectory(prefix="pkm-parity-texts-") as folder:
        for number, text in enumerate(written):
            Path(folder, f"{number}.txt").write_text(text, encoding="utf-8")
        read = jobs.read_here(settings, embedder)
        report = jobs.ingest(database, settings, [Path(folder)], read, Silent(), person=owner)
    if report.problems:
        raise RuntimeError(f"{len(report.problems)} texts could not be ingested")


def _stored(database: Database, embedder: Embedder, question: str) -> tuple[list[str], Scores]:
    """All stored passages, and the question's scores with them, from what PostgreSQL holds."""
    vectors = embedder.query(question)
    if vectors.sparse is None or vectors.multi is None:
        raise RuntimeError("the model does not give all three")
    with database.transaction() as connection:
        active = spaces.active(connection)
        if active is None:
            raise RuntimeError("nothing is stored")
        spaces.enter(connection, active[0])
        ids = sorted(near.chunk for near in dense.search(connection, vectors.dense[0], 10_000, Filter()))
        read = chunks.hits(connection, ids)
        near, shared = (
            dense.scores(connection, vectors.dense[0], ids),
            postings.score(connection, vectors.sparse[0], ids),
        )
        packed = neighbours.packed_of(connection, ids)
    scores: Scores = {
        "dense": np.array([near[each] for each in ids]),
        "sparse": np.array([shared[each] for each in ids]),
        "multi": late.score_stored(vectors.multi[0], [packed[each] for each in ids], "full").astype(np.float64),
    }
    scores["sum"] = sum((WEIGHTS[name] * scores[name] for name in WEIGHTS), np.zeros(len(ids))) / sum(WEIGHTS.values())
    return [read[each].text for each in ids], scores


def _computed(flag: Any, question: str, texts: list[str]) -> Scores:
    """FlagEmbedding's scores of the question with each text."""
    given = flag.compute_score(
        [(question, text) for text in texts], batch_size=1, weights_for_different_modes=list(WEIGHTS.values())
    )
    names = {"dense": "dense", "sparse": "sparse", "multi": "colbert", "sum": "colbert+sparse+dense"}
    return {name: np.array(given[theirs]) for name, theirs in names.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--texts", type=int, default=200)
    parser.add_argument("--questions", type=int, default=50)
    parser.add_argument(
        "--served", nargs=3, metavar=("DENSE", "SPARSE", "MULTI"), help="addresses, as in PKM_EMBEDDER_URL"
    )
    arguments = parser.parse_args()
    import torch
    from FlagEmbedding import BGEM3FlagModel

    torch.set_num_threads(1)
    flag = BGEM3FlagModel(arguments.folder, use_fp16=False, devices=["cpu"])
    home = Path(tempfile.mkdtemp(prefix="pkm-parity-"))
    try:
        settings = config.load({"PKM_HOME": str(home)})
        with Database.open(settings) as database:
            embedder: Embedder = BgeM3(arguments.folder)
            if arguments.served:
                dense_url, sparse_url, multi_url = arguments.served
                embedder = HttpEmbedder(dense_url, sparse_url=sparse_url, multi_url=multi_url, late="full")
            found = compare(database, settings, embedder, flag, arguments.texts, arguments.questions)
    finally:
        from pkm import services

        services.stop_all()
        shutil.rmtree(home)
    json.dump({"checkpoint": arguments.folder, "served": arguments.served, **found}, sys.stdout, indent=2)
    sys.stdout.write("\n")
    if not all(found["within"].values()):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
