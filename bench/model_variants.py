"""What MiniLM computed otherwise costs and gives: processor time, memory, nearness to float32, and what is found.

Passages and questions are those of the CUAD contracts (``../shared/data``). Variants take turns, so that what else the
machine does falls on all of them. One JSON object on stdout. Usage: ``python -m bench.model_variants [--passages 1000]``.
"""

from __future__ import annotations

import argparse
import json
import platform
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.chunking import split
from pkm.embed.minilm import VARIANTS, MiniLM
from pkm.models import ParsedDocument

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


def measure(count: int) -> dict[str, Any]:
    """All variants, beside the model as it is."""
    passages, questions = read(count)
    models = {name or "fp32": MiniLM(name) for name in ("", *VARIANTS)}
    loads = {name: timed(lambda model=model: model.query("warm"))[1] for name, model in models.items()}
    clock: dict[str, list[float]] = {name: [] for name in models}
    used: dict[str, list[float]] = {name: [] for name in models}
    asking: dict[str, list[float]] = {name: [] for name in models}
    vectors: dict[str, NDArray[np.float32]] = {}
    asked: dict[str, NDArray[np.float32]] = {}
    for _ in range(TURNS):
        for name, model in models.items():
            given, took, worked = timed(lambda model=model: model.passages(passages).dense)
            vectors[name] = given
            clock[name].append(took)
            used[name].append(worked)
            each = [timed(lambda text=text, model=model: model.query(text).dense[0]) for text in questions]
            asked[name] = np.stack([one[0] for one in each])
            asking[name] += [one[1] for one in each]
    truth = first(vectors["fp32"], asked["fp32"])
    found = {}
    for name in models:
        cosine = np.sum(vectors[name] * vectors["fp32"], axis=1)
        hits = first(vectors[name], asked[name])
        shared = [len(set(one) & set(other)) for one, other in zip(hits.tolist(), truth.tolist(), strict=True)]
        found[name] = {
            "load_s": round(loads[name], 2),
            "passages_per_s": round(len(passages) / min(clock[name]), 1),
            "processor_ms_per_passage": round(min(used[name]) / len(passages) * 1000, 2),
            "times_fp32_by_processor_time": round(min(used["fp32"]) / min(used[name]), 2),
            "query_ms_median": round(float(np.median(asking[name])) * 1000, 2),
            "cosine_to_fp32": {"lowest": round(float(cosine.min()), 5), "mean": round(float(cosine.mean()), 5)},
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
    print(json.dumps(measure(parser.parse_args().passages), indent=2))
