"""BERT's encoder (https://arxiv.org/abs/1810.04805) with mean pooling, of MiniLM's six layers: in PyTorch, and in NumPy.

The layers are written out here because importing sentence-transformers takes longer than a whole cold search may, and
importing PyTorch takes a second of it; tests hold each result against the others. Weights as their checkpoint names them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

LAYERS, HEADS, EPSILON = 6, 12, 1e-12
_erf = np.frompyfunc(math.erf, 1, 1)


def tokenizer_of(folder: Path) -> Tokenizer:
    """The tokenizer of a checkpoint, which cuts and fills up nothing."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


class Bert:
    """The encoder in PyTorch, for many texts."""

    def __init__(self, folder: Path, *, half: bool = False) -> None:
        import torch
        from safetensors.torch import load_file

        torch.set_num_threads(1)  # of one operation; batches run side by side instead
        # PyTorch hands convolutions to oneDNN and products in float32 to MKL, which has under half of its speed on a
        # processor that is not Intel's.
        self._convolves = not half and torch.backends.mkldnn.is_available()
        self.tokenizer = tokenizer_of(folder)
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


class LightBert:
    """The encoder in NumPy, for a question or two: there in a tenth of a second, and half as fast as PyTorch from then on."""

    def __init__(self, folder: Path) -> None:
        from safetensors import safe_open

        self.tokenizer = tokenizer_of(folder)
        weights: Any = safe_open(folder / "model.safetensors", framework="numpy")
        names = set(weights.keys())
        words = "embeddings.word_embeddings.weight"
        self._words = weights.get_slice(words)  # of 30,522 rows a question needs a dozen
        self._weights: dict[str, NDArray[np.float32]] = {each: weights.get_tensor(each) for each in names - {words}}

    def embed(self, windows: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        """Vectors of unit length, shape (n, 384), of n token windows."""
        return np.stack([self._embed(each) for each in windows])

    def _embed(self, tokens: Sequence[int]) -> NDArray[np.float32]:
        x = np.concatenate([self._words[each : each + 1] for each in tokens])
        x += self._weights["embeddings.position_embeddings.weight"][: len(tokens)]
        x = self._normalise(x + self._weights["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        for number in range(LAYERS):
            prefix = f"encoder.layer.{number}."
            mixed = self._project(self._attend(x, f"{prefix}attention.self."), f"{prefix}attention.output.dense")
            x = self._normalise(x + mixed, f"{prefix}attention.output.LayerNorm")
            inner = self._project(x, f"{prefix}intermediate.dense")
            inner *= (1 + _erf(inner / math.sqrt(2)).astype(np.float32)) / 2  # GELU (https://arxiv.org/abs/1606.08415)
            x = self._normalise(x + self._project(inner, f"{prefix}output.dense"), f"{prefix}output.LayerNorm")
        pooled = x.mean(axis=0)
        vector: NDArray[np.float32] = pooled / np.linalg.norm(pooled)
        return vector

    def _attend(self, x: NDArray[np.float32], prefix: str) -> NDArray[np.float32]:
        query, key, value = (
            self._project(x, prefix + each).reshape(len(x), HEADS, -1).swapaxes(0, 1)
            for each in ("query", "key", "value")
        )
        scores = query @ key.swapaxes(1, 2) / np.float32(math.sqrt(query.shape[2]))
        shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
        shares /= shares.sum(axis=-1, keepdims=True)
        mixed: NDArray[np.float32] = (shares @ value).swapaxes(0, 1).reshape(x.shape)
        return mixed

    def _project(self, x: NDArray[np.float32], name: str) -> NDArray[np.float32]:
        projected: NDArray[np.float32] = x @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        return projected

    def _normalise(self, x: NDArray[np.float32], name: str) -> NDArray[np.float32]:
        x = x - x.mean(axis=-1, keepdims=True)
        x /= np.sqrt(np.square(x).mean(axis=-1, keepdims=True) + np.float32(EPSILON))
        scaled: NDArray[np.float32] = x * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]
        return scaled
