"""BGE-M3 (https://arxiv.org/abs/2402.03216) through FlagEmbedding: dense, learned sparse and multi-vector at once."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from pkm.errors import ModelError, SpaceMismatch
from pkm.models import Embeddings, Space

HEADS = ("colbert_linear.pt", "sparse_linear.pt")  # without them FlagEmbedding would weigh at random
BATCH = 12  # texts; FlagEmbedding makes it smaller where the GPU's memory ends
_SPECIAL_POSITIONS = 2  # of XLM-R's positions the first two are padding


class BgeM3:
    """Weights from a folder or the local hub cache; nothing is fetched. Uses every GPU that there is."""

    def __init__(self, path: str, space: Space | None = None) -> None:
        self._path, self._recorded = path, space
        self._loading = Lock()

    @property
    def space(self) -> Space:
        """The recorded one; of a new home, read from the model's ``config.json``. Raises ``ModelError`` without a model."""
        return self._recorded or self._found

    @cached_property
    def _found(self) -> Space:
        config = json.loads((self._folder / "config.json").read_text(encoding="utf-8"))
        window = config["max_position_embeddings"] - _SPECIAL_POSITIONS
        return Space("bge-m3", self._path, config["hidden_size"], "learned", True, window)

    def passages(self, texts: Sequence[str]) -> Embeddings:
        """All three kinds of vectors.

        A text beyond the window is embedded in windows: dense vectors are averaged by length, of a token's weights the
        largest counts, token vectors are joined.
        """
        model = self._model
        limit = self.space.window_tokens
        windows: list[str] = []
        owners: list[int] = []
        for owner, text in enumerate(texts):
            for window in _windows(text, model.tokenizer, limit - 2):
                windows.append(window)
                owners.append(owner)
        if not windows:
            return Embeddings(np.zeros((0, self.space.dimensions), dtype=np.float32), [], [])
        given = model.encode(windows, batch_size=BATCH, max_length=limit)
        dense = np.zeros((len(texts), self.space.dimensions), dtype=np.float32)
        sparse: list[dict[int, float]] = [{} for _ in texts]
        multi: list[list[Any]] = [[] for _ in texts]
        parts = zip(owners, given["dense_vecs"], given["lexical_weights"], given["colbert_vecs"], strict=True)
        for owner, vector, weights, vectors in parts:
            dense[owner] += np.asarray(vector, dtype=np.float32) * len(vectors)
            multi[owner].append(np.asarray(vectors, dtype=np.float32))
            for token, weight in weights.items():
                sparse[owner][int(token)] = max(float(weight), sparse[owner].get(int(token), 0.0))
        dense /= np.linalg.norm(dense, axis=1, keepdims=True)
        return Embeddings(dense, sparse, [np.concatenate(each) for each in multi])

    def query(self, text: str) -> Embeddings:
        """The vectors of a question; BGE-M3 takes it without an instruction."""
        return self.passages([text])

    @cached_property
    def _folder(self) -> Path:
        if (folder := Path(self._path)).is_dir():
            if not (folder / "config.json").is_file():
                raise ModelError(f"{folder} holds no model: config.json is missing", "check PKM_BGE_M3_PATH")
        else:
            from huggingface_hub import snapshot_download
            from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

            try:
                folder = Path(snapshot_download(self._path, local_files_only=True))
            except (LocalEntryNotFoundError, HFValidationError) as exc:
                raise ModelError(
                    f"the weights of {self._path} are not on this machine, and pkm fetches nothing by itself",
                    f"huggingface-cli download {self._path}, or set PKM_BGE_M3_PATH to a folder that holds them",
                ) from exc
        if missing := [each for each in HEADS if not (folder / each).is_file()]:
            raise ModelError(f"{folder} is not a whole BGE-M3: {missing[0]} is missing", "download it again")
        return folder

    @property
    def _model(self) -> Any:
        with self._loading:
            return self._loaded

    @cached_property
    def _loaded(self) -> Any:
        folder = self._folder
        if self._found.dimensions != self.space.dimensions:
            raise SpaceMismatch(
                f"the model in {folder} has {self._found.dimensions} dimensions, this home {self.space.dimensions}",
                "set PKM_BGE_M3_PATH to the model that the home was built with",
            )
        with _offline():
            import torch
            from FlagEmbedding import BGEM3FlagModel

            gpus = [f"cuda:{number}" for number in range(torch.cuda.device_count())]
            try:
                return BGEM3FlagModel(
                    str(folder), use_fp16=bool(gpus), devices=gpus or ["cpu"],
                    return_dense=True, return_sparse=True, return_colbert_vecs=True,
                )  # fmt: skip
            except (OSError, ValueError, RuntimeError) as exc:
                raise ModelError(
                    f"the model in {folder} cannot be loaded ({type(exc).__name__})", "download it again"
                ) from exc


def _windows(text: str, tokenizer: Any, size: int) -> Iterator[str]:
    """The text in pieces of at most ``size`` tokens; nearly always it is one piece."""
    if len(text.encode("utf-8", "surrogatepass")) <= size:  # a token is at least one byte
        yield text
        return
    offsets = tokenizer(text, add_special_tokens=False, return_offsets_mapping=True, truncation=False, verbose=False)
    starts = [start for start, _ in offsets["offset_mapping"]][::size] or [0]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        yield text[start:end]


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
