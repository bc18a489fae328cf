"""BGE-M3 on one device: FlagEmbedding's model (https://arxiv.org/abs/2402.03216), given batches of token windows.

FlagEmbedding's own ``encode`` takes texts by number, embeds its first batch twice, weighs token by token in Python and
brings every padding position to the processor's memory; here that is left out, what the model computes is the same.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from pkm.embed.rounded import round_products
from pkm.errors import ModelError

if TYPE_CHECKING:
    from numpy.typing import NDArray

Window = list[int]


@dataclass(frozen=True, slots=True)
class Encoded:
    """What the model gives for n windows.

    Attributes:
        dense: Shape (n, dimensions).
        weights: Of every token of every window, one window after the other; shape (tokens,).
        multi: A vector a token but the first of each window, which is BGE-M3's; shape (tokens - n, dimensions).
    """

    dense: NDArray[np.float32]
    weights: NDArray[np.float32]
    multi: NDArray[np.floating[Any]] | None


class M3:
    """The model on one device.

    Threads may share it on the processor, and do: there each operation has one thread, batches run side by side. Threads
    that share a batch wait for each other; on a busy machine of two cores the tiny model was 30 times slower so.

    Args:
        folder: The weights, and ``tokenizer.json``.
        device: As torch names it.
        variant: How it computes: ``bf16``, ``int8`` (``rounded``), or else in half precision on a GPU and in float32 on the processor.
    """

    def __init__(self, folder: Path, device: str, variant: str = "") -> None:
        self._device = device
        with _offline():
            import torch

            if device == "cpu":
                torch.set_num_threads(1)
            try:
                torch.empty(0, device=device)  # where it is not there, what takes seconds to import need not be
                from FlagEmbedding import BGEM3FlagModel
                from transformers.utils import logging

                logging.disable_progress_bar()
                flag = BGEM3FlagModel(str(folder), use_fp16=device != "cpu" and not variant, devices=[device])
                flag.model.to(device).eval()
                if variant == "bf16":
                    flag.model.bfloat16()
                elif variant == "int8":
                    round_products(flag.model.model)
            except (OSError, ValueError, RuntimeError, AssertionError) as exc:
                raise ModelError(
                    f"the model in {folder} cannot be loaded on {device} ({type(exc).__name__})",
                    "free some memory, or download it again",
                ) from exc
        self.flag, self._torch = flag, torch
        self._padding = flag.tokenizer.pad_token_id

    def encode(self, windows: Sequence[Window], *, multi: bool) -> Encoded:
        """Embed one batch; where it exceeds the device's memory, in halves.

        Raises:
            ModelError: Where one window alone exceeds it.
            RuntimeError: Where the device fails; a GPU is of no more use to this process then.
        """
        try:
            return self._encode(windows, multi=multi)
        except self._torch.OutOfMemoryError as exc:
            if len(windows) == 1:
                raise ModelError(f"{self._device} has no memory for a text of {len(windows[0])} tokens") from exc
        self._torch.cuda.empty_cache()
        middle = len(windows) // 2
        first, second = (self.encode(part, multi=multi) for part in (windows[:middle], windows[middle:]))
        joined = None
        if first.multi is not None and second.multi is not None:
            joined = np.concatenate((first.multi, second.multi))
        return Encoded(
            np.concatenate((first.dense, second.dense)), np.concatenate((first.weights, second.weights)), joined
        )

    def _encode(self, windows: Sequence[Window], *, multi: bool) -> Encoded:
        torch = self._torch
        longest = max(map(len, windows))
        tokens = np.full((len(windows), longest), self._padding, dtype=np.int64)
        for row, window in enumerate(windows):
            tokens[row, : len(window)] = window
        lengths = np.array([len(window) for window in windows])
        seen = torch.from_numpy((np.arange(longest) < lengths[:, None]).astype(np.int64)).to(self._device)
        features = {"input_ids": torch.from_numpy(tokens).to(self._device), "attention_mask": seen}
        with torch.inference_mode():
            given = self.flag.model(features, return_dense=True, return_sparse=True, return_colbert_vecs=multi)
            real = seen.bool()
            dense = given["dense_vecs"].float().cpu().numpy()
            weights = given["sparse_vecs"].squeeze(-1)[real].float().cpu().numpy()
            if not multi:
                return Encoded(dense, weights, None)
            vectors = given["colbert_vecs"][real[:, 1:]]
            # Computed in half precision they hold no more, and half the bytes leave the GPU.
            return Encoded(dense, weights, (vectors.float() if self._device == "cpu" else vectors.half()).cpu().numpy())


@contextmanager
def _offline() -> Iterator[None]:
    """Keep the hub's client from the network while the model is loaded; it reads this when it is imported."""
    before = {name: os.environ.get(name) for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")}
    os.environ.update(dict.fromkeys(before, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
