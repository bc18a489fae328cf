"""What a model computed otherwise costs and gives: processor time, nearness to float32, and what is found.

Passages and questions are those of the CUAD contracts (``../shared/data``). Variants take turns, so that what else the
machine does falls on all of them. One JSON object on stdout. Usage:

    python -m bench.model_variants [--passages 1000] [--bge-m3 FOLDER]

MiniLM's, or those of BGE-M3 with the weights in a folder, on the processor.
"""

from __future__ import annotations

import argparse
import json
import platform
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.chunking import split
from pkm.embed import Embedder, bge_m3
from pkm.embed.bge_m3 import BgeM3
from pkm.embed.minilm import VARIANTS, MiniLM
from pkm.models import Embeddings, ParsedDocument

FOLDER = Path(__file__).parents[1].parent / "shared" / "data" / "retrieval" / "cuad_dev"
TURNS = 3
QUESTIONS = 100
DEPTH = 10


def read(count: int) -> tuple[list[str], list[str]]:
    """Passages from all contracts, evenly, and questions."""
    passages: list[str] = []
    for path in sorted((FOLDER / "cuad").rglob("*.txt")):
        document = ParsedDocument(path.read_text(encoding="utf-8"), "contract", path.stem, "text/plain")
        passages += [document.text[each.char_start : each.char_end] for each in split(document, MiniLM.space)]
    questions = [each["query"] for each in json.loads((FOLDER / "queries.json").read_text(encoding="utf-8"))["tests"]]
    step = max(1, len(passages) // count)
    return passages[::step][:count], questions[:: max(1, len(questions) // QUESTIONS)][:QUESTIONS]


def timed(work: Callable[[], Any]) -> tuple[Any, float, float]:
    """What the work gives, seconds on the clock, and seconds of all processors."""
    clock, used = time.perf_counter(), time.process_time()
    given = work()
    return given, time.perf_counter() - clock, time.process_time() - used


def first(passages: NDArray[np.float32], questions: NDArray[np.float32]) -> NDArray[np.intp]:
    """The nearest passages of each question, shape (questions, DEPTH)."""
    return np.argsort(-(questions @ passages.T), axis=1, kind="stable")[:, :DEPTH]


def nearness(given: Embeddings, exact: Embeddings) -> dict[str, dict[str, float]]:
    """Lowest and mean cosine of each kind of vectors with what they are in float32; of token vectors the mean of each text's."""
    cosines = {"dense": np.sum(given.dense * exact.dense, axis=1)}
    if given.sparse is not None and exact.sparse is not None:
        cosines["sparse"] = np.array([_cosine(*each) for each in zip(given.sparse, exact.sparse, strict=True)])
    if given.multi is not None and exact.multi is not None:
        pairs = zip(given.multi, exact.multi, strict=True)
        cosines["multi"] = np.array([float(np.sum(one * other, axis=1).mean()) for one, other in pairs])
    return {
        kind: {"lowest": round(float(each.min()), 5), "mean": round(float(each.mean()), 5)}
        for kind, each in cosines.items()
    }


def _cosine(one: Mapping[int, float], other: Mapping[int, float]) -> float:
    norms = np.linalg.norm(list(one.values())) * np.linalg.norm(list(other.values()))
    return float(sum(weight * other.get(term, 0.0) for term, weight in one.items()) / norms) if norms else 1.0


def measure(count: int, models: Mapping[str, Embedder]) -> dict[str, Any]:
    """All variants, beside the model as it is, which is called ``fp32``."""
    passages, questions = read(count)
    loads = {name: timed(lambda model=model: model.query("warm"))[1] for name, model in models.items()}
    clock: dict[str, list[float]] = {name: [] for name in models}
    used: dict[str, list[float]] = {name: [] for name in models}
    asking: dict[str, list[float]] = {name: [] for name in models}
    vectors: dict[str, Embeddings] = {}
    asked: dict[str, NDArray[np.float32]] = {}
    for _ in range(TURNS):
        for name, model in models.items():
            given, took, worked = timed(lambda model=model: model.passages(passages))
            vectors[name] = given
            clock[name].append(took)
            used[name].append(worked)
            each = [timed(lambda text=text, model=model: model.query(text).dense[0]) for text in questions]
            asked[name] = np.stack([one[0] for one in each])
            asking[name] += [one[1] for one in each]
    truth = first(vectors["fp32"].dense, asked["fp32"])
    found = {}
    for name in models:
        hits = first(vectors[name].dense, asked[name])
        shared = [len(set(one) & set(other)) for one, other in zip(hits.tolist(), truth.tolist(), strict=True)]
        found[name] = {
            "load_s": round(loads[name], 2),
            "passages_per_s": round(len(passages) / min(clock[name]), 1),
            "processor_ms_per_passage": round(min(used[name]) / len(passages) * 1000, 2),
            "times_fp32_by_processor_time": round(min(used["fp32"]) / min(used[name]), 2),
            "query_ms_median": round(float(np.median(asking[name])) * 1000, 2),
            "cosine_to_fp32": nearness(vectors[name], vectors["fp32"]),
            "recall_at_10_of_fp32": round(sum(shared) / truth.size, 4),
            "same_first_hit": round(float(np.mean(hits[:, 0] == truth[:, 0])), 4),
        }
    return {
        "processor": _processor(), "passages": len(passages), "questions": len(questions), "turns": TURNS,
        "variants": found,
    }  # fmt: skip


def _processor() -> dict[str, Any]:
    flags: set[str] = set()
    for line in Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else ():
        if line.startswith("flags"):
            flags = set(line.split(":")[1].split())
            break
    telling = ("avx2", "avx_vnni", "avx512_vnni", "avx512_bf16", "amx_bf16", "amx_int8")
    return {"machine": platform.machine(), "has": [each for each in telling if each in flags]}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--passages", type=int, default=1000)
    parser.add_argument("--bge-m3", metavar="FOLDER")
    given = parser.parse_args()
    models: dict[str, Embedder] = {name or "fp32": MiniLM(name) for name in ("", *VARIANTS)}
    if folder := given.bge_m3:
        models = {name or "fp32": BgeM3(folder, devices=["cpu"], variant=name) for name in ("", *bge_m3.VARIANTS)}
    print(json.dumps(measure(given.passages, models), indent=2))
