"""BGE-M3 (https://arxiv.org/abs/2402.03216) through FlagEmbedding: dense, learned sparse and multi-vector at once."""

from __future__ import annotations

import json
import weakref
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from pkm.embed import windows
from pkm.errors import ModelError, SpaceMismatch
from pkm.models import Embeddings, Late, Space

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pkm.embed.crew import Crew
    from pkm.embed.m3 import Encoded, Window

# Without the heads FlagEmbedding would weigh at random.
VARIANTS = ("bf16", "int8")
PARTS = ("config.json", "tokenizer.json", "colbert_linear.pt", "sparse_linear.pt")
BATCH_TOKENS = {"cpu": 1024, "cuda": 32768}  # padding counted; where a GPU's memory ends, batches are halved
IGNORED = ("<s>", "</s>", "<pad>", "<unk>")  # tokens that FlagEmbedding gives no weight
_SPECIAL_POSITIONS = 2  # of XLM-R's positions the first two are padding


class BgeM3:
    """Weights from a folder or the local hub cache; nothing is fetched.

    Args:
        devices: As torch names them, a process each; unless given every GPU, and without any the processor.
        late: Of a new home; ``None`` for no token vectors.
        variant: Computed otherwise, in a space of its own: ``bf16``, or ``int8``, which runs on the processor.
    """

    def __init__(
        self,
        path: str,
        space: Space | None = None,
        devices: Sequence[str] | None = None,
        late: Late | None = "full",
        variant: str = "",
    ) -> None:
        self._path, self._recorded, self._wanted, self._late = path, space, devices, late
        self._variant = variant
        self._loading = Lock()

    @property
    def space(self) -> Space:
        """The recorded one; of a new home, read from the model's ``config.json``. Raises ``ModelError`` without a model."""
        return self._recorded or self._found

    def passages(self, texts: Sequence[str]) -> Embeddings:
        """All kinds of vectors that the space holds.

        A text beyond the window is embedded in windows: dense vectors are averaged by length, of a token's weights the
        largest counts, token vectors are joined.
        """
        return self._embed(texts, urgent=False)

    def query(self, text: str) -> Embeddings:
        """The vectors of a question, before any passages that wait; BGE-M3 takes it without an instruction."""
        return windows.require_usable(self._embed([text], urgent=True), self.space, 1)

    def close(self) -> None:
        """End the processes of its devices; without it they end with this process."""
        with self._loading:
            if "_crew" in self.__dict__:
                self._crew.close()
                del self._crew

    def _embed(self, texts: Sequence[str], *, urgent: bool) -> Embeddings:
        crew, tokenizer = self._model
        space = self.space
        if not texts:
            return Embeddings(np.zeros((0, space.dimensions), dtype=np.float32), [], [] if space.multi else None)
        first, last = tokenizer.encode("").ids
        parts: list[Window] = []
        owners: list[int] = []
        readable = [windows.readable(text) for text in texts]
        for owner, encoding in enumerate(tokenizer.encode_batch(readable, add_special_tokens=False)):
            for each in windows.cut(len(encoding.ids), space.window_tokens - 2):
                parts.append([first, *encoding.ids[each], last])
                owners.append(owner)
        most = BATCH_TOKENS["cpu" if set(self.devices) == {"cpu"} else "cuda"]
        order = list(windows.batches([len(each) for each in parts], most))
        given = crew.encode([[parts[each] for each in batch] for batch in order], multi=space.multi, urgent=urgent)
        ignored = {id for token in IGNORED if (id := tokenizer.token_to_id(token)) is not None}
        return _join(given, order, parts, owners, len(texts), ignored)

    @cached_property
    def devices(self) -> Sequence[str]:
        """Where it runs."""
        if self._wanted:
            return self._wanted
        if self._variant == "int8":
            return ["cpu"]
        import torch

        return [f"cuda:{number}" for number in range(torch.cuda.device_count())] or ["cpu"]

    @property
    def _model(self) -> tuple[Crew, Any]:
        with self._loading:
            return self._crew, self._tokenizer

    @cached_property
    def _crew(self) -> Crew:
        from pkm.embed.crew import Crew

        if self._found.dimensions != self.space.dimensions:
            raise SpaceMismatch(
                f"the model in {self._folder} has {self._found.dimensions} dimensions, this home {self.space.dimensions}",
                "set PKM_BGE_M3_PATH to the model that the home was built with",
            )
        crew = Crew(self._folder, self.devices, self._variant)
        weakref.finalize(self, crew.close)
        return crew

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        try:
            tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        except Exception as exc:  # the library has no class of its own for it
            raise self._damaged("tokenizer.json") from exc
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def _found(self) -> Space:
        try:
            config = json.loads((self._folder / "config.json").read_bytes())
            dimensions, window = int(config["hidden_size"]), int(config["max_position_embeddings"]) - _SPECIAL_POSITIONS
        except (ValueError, KeyError, TypeError) as exc:
            raise self._damaged("config.json") from exc
        multi, late = self._late is not None, self._late or "full"
        name = f"bge-m3:{self._variant}" if self._variant else "bge-m3"
        return Space(name, self._path, dimensions, "learned", multi, window, late)

    def _damaged(self, part: str) -> ModelError:
        return ModelError(f"{part} in {self._folder} cannot be read", "download the model again")

    @cached_property
    def _folder(self) -> Path:
        if not (folder := Path(self._path)).is_dir():
            if folder.is_absolute():
                raise ModelError(
                    f"there is no folder {folder}", "set PKM_BGE_M3_PATH to the one that holds the weights"
                )
            from huggingface_hub import snapshot_download
            from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

            try:
                folder = Path(snapshot_download(self._path, local_files_only=True))
            except (LocalEntryNotFoundError, HFValidationError) as exc:
                raise ModelError(
                    f"the weights of {self._path} are not on this machine, and pkm fetches nothing by itself",
                    f"hf download {self._path}, or set PKM_BGE_M3_PATH to a folder that holds them",
                ) from exc
        if missing := [each for each in PARTS if not (folder / each).is_file()]:
            raise ModelError(
                f"{folder} is not a whole BGE-M3: {missing[0]} is missing",
                "check PKM_BGE_M3_PATH, or download it again",
            )
        return folder


def _join(
    given: Sequence[Encoded],
    order: Sequence[Sequence[int]],
    parts: Sequence[Window],
    owners: Sequence[int],
    count: int,
    ignored: set[int],
) -> Embeddings:
    """The vectors of ``count`` texts from those of their windows, which come batch by batch, in ``order``."""
    places = np.concatenate([np.array(batch) for batch in order])
    lengths = np.array([len(parts[each]) for each in places])
    owner = np.array(owners)[places]
    dense = windows.average(np.concatenate([each.dense for each in given]), owner, lengths, count)
    tokens = np.concatenate([np.array(parts[each]) for each in places])
    weights = np.concatenate([each.weights for each in given])
    sparse = _heaviest(np.repeat(owner, lengths), tokens, weights, count, ignored)
    if any(each.multi is None for each in given):
        return Embeddings(dense, sparse)
    vectors = np.concatenate([each.multi for each in given if each.multi is not None])
    ends = np.cumsum(lengths - 1)
    own: list[list[NDArray[Any]]] = [[] for _ in range(count)]
    for each in np.argsort(places):
        own[owner[each]].append(vectors[ends[each] - lengths[each] + 1 : ends[each]])
    return Embeddings(dense, sparse, [np.concatenate(each).astype(np.float32) for each in own])


def _heaviest(
    owners: NDArray[np.intp],
    tokens: NDArray[np.int64],
    weights: NDArray[np.float32],
    count: int,
    ignored: set[int],
) -> list[dict[int, float]]:
    """The largest weight of each token in each of ``count`` texts, where it is above 0."""
    counted = ~(weights <= 0) & ~np.isin(tokens, list(ignored))  # what is no number is left for others to find
    owners, tokens, weights = owners[counted], tokens[counted], weights[counted]
    sorting = np.lexsort((-weights, tokens, owners))
    owners, tokens, weights = owners[sorting], tokens[sorting], weights[sorting]
    first = np.ones(len(tokens), dtype=bool)
    first[1:] = (np.diff(tokens) != 0) | (np.diff(owners) != 0)
    edges = np.searchsorted(owners[first], np.arange(count + 1))
    pairs = list(zip(tokens[first].tolist(), weights[first].tolist(), strict=True))
    return [dict(pairs[low:high]) for low, high in pairwise(edges)]
