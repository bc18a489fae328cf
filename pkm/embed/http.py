"""An embedding server that speaks OpenAI's ``POST /embeddings`` (vLLM, TEI, llama.cpp, Ollama): dense vectors only."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from pkm.errors import ModelError, SpaceMismatch
from pkm.models import Embeddings, Space

if TYPE_CHECKING:
    import httpx
    from numpy.typing import NDArray

BATCH = 64  # texts a request
WINDOW_TOKENS = 512  # what the smallest of the common models reads
TRIES = 4
BACK_OFF_S = 0.5  # doubles with each try
TIMEOUT_S = 60.0
_TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504})


class HttpEmbedder:
    """A model at an endpoint; its dimensions are those of the first vector that it gives."""

    def __init__(
        self,
        url: str,
        model: str | None = None,
        api_key: str | None = None,
        space: Space | None = None,
        *,
        back_off_s: float = BACK_OFF_S,
    ) -> None:
        self._url = url.rstrip("/")
        self._wanted = space.model if space else model
        self._recorded = space
        self._headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        self._back_off_s = back_off_s
        self._probing = Lock()

    @property
    def space(self) -> Space:
        """The recorded one; of a new home, the server is asked once which model it serves and how long its vectors are."""
        if self._recorded:
            return self._recorded
        with self._probing:
            return self._probed

    @cached_property
    def _probed(self) -> Space:
        dimensions = self._embed(["dimensions"]).shape[1]
        return Space(f"http:{self._model}", self._model, dimensions, "bm25", False, WINDOW_TOKENS)

    def passages(self, texts: Sequence[str]) -> Embeddings:
        """One unit vector a text, asked for in batches; raises ``ModelError``."""
        dimensions = self.space.dimensions
        batches = [self._embed(texts[start : start + BATCH]) for start in range(0, len(texts), BATCH)]
        dense = np.concatenate(batches) if batches else np.zeros((0, dimensions), dtype=np.float32)
        if dense.shape[1] != dimensions:
            raise SpaceMismatch(
                f"the vectors of {self._url} have {dense.shape[1]} dimensions, those of this home {dimensions}",
                "let it serve the model that the home was built with, or set PKM_HOME to a new folder and ingest again",
            )
        return Embeddings(dense)

    def query(self, text: str) -> Embeddings:
        """The vector of a question."""
        return self.passages([text])

    @cached_property
    def _model(self) -> str:
        if self._wanted:
            return self._wanted
        listed = self._request("GET", "/models")
        try:
            return str(listed["data"][0]["id"])
        except (KeyError, IndexError, TypeError) as exc:
            raise ModelError(f"{self._url} lists no model", "set PKM_EMBEDDER_MODEL") from exc

    @cached_property
    def _client(self) -> httpx.Client:
        import httpx

        return httpx.Client(headers=self._headers, timeout=TIMEOUT_S, follow_redirects=False)

    def _embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of one batch, shape (n, dimensions)."""
        body = {"model": self._model, "input": list(texts), "encoding_format": "float"}
        answer = self._request("POST", "/embeddings", body)
        try:
            rows = sorted(answer["data"], key=lambda each: each["index"])
            vectors = np.array([each["embedding"] for each in rows], dtype=np.float32)
        except (KeyError, TypeError, ValueError) as exc:
            raise ModelError(f"{self._url} answered with something that is not embeddings") from exc
        if vectors.ndim != 2 or len(vectors) != len(texts) or not np.isfinite(vectors).all():
            raise ModelError(f"{self._url} answered with {len(vectors)} usable vectors for {len(texts)} texts")
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        if not norms.all():
            raise ModelError(f"{self._url} answered with a vector of zeros")
        unit: NDArray[np.float32] = vectors / norms
        return unit

    def _request(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """The JSON of one answer; what may pass by itself is tried again. No text of ours goes into the error."""
        import httpx

        reason = ""
        for attempt in range(TRIES):
            if attempt:
                time.sleep(self._back_off_s * 2 ** (attempt - 1))
            try:
                response = self._client.request(method, self._url + path, json=body)
            except httpx.TransportError as exc:
                reason = f"does not answer ({type(exc).__name__})"
                continue
            if response.status_code in _TRANSIENT:
                reason = f"answers with status {response.status_code}"
                continue
            if response.status_code != 200:
                raise ModelError(
                    f"the embedding server {self._url} refuses with status {response.status_code}",
                    "check PKM_EMBEDDER_URL, PKM_EMBEDDER_MODEL and PKM_EMBEDDER_API_KEY",
                )
            try:
                return response.json()
            except ValueError as exc:
                raise ModelError(f"{self._url} answered with something that is not JSON") from exc
        raise ModelError(f"the embedding server {self._url} {reason}", "start it, or check PKM_EMBEDDER_URL")
