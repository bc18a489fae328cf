"""What is said to an embedding server: TEI in its own words, all others (vLLM, llama.cpp, Ollama) in OpenAI's.

TEI (https://huggingface.github.io/text-embeddings-inference, 1.7) is known by its ``/info``, vLLM (0.32) by the
``max_model_len`` of ``/v1/models``: both say how much their model reads, and count tokens. Both serve one kind of vectors
a server: dense ones are asked for here, the others in ``heads``.
"""

from __future__ import annotations

import json
import random
import time
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from pkm.config import mask_password
from pkm.errors import ModelError

if TYPE_CHECKING:
    import httpx
    from numpy.typing import NDArray

TRIES = 4
BACK_OFF_S = 0.5  # doubles with each try; up to as much again by chance, so that who failed together does not return so
LONGEST_PAUSE_S = 30.0  # whatever the server asks for
CONNECT_S, SILENCE_S, TOTAL_S = 5.0, 60.0, 300.0  # of one request
MOST_BYTES = 256 << 20  # of one answer
TEXTS = 64  # a request, where the server does not say
WINDOW_TOKENS = 512  # what the smallest of the common models read; likewise
_ROBERTA_POSITIONS = 2  # that vLLM counts as readable, though no token has them
_TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504})
_TOO_MUCH = frozenset({400, 413, 422})  # how servers refuse texts or batches that are too long


class Refused(ModelError):
    """The server understood a request, and will not."""


class TooMuch(Refused):
    """It will not, perhaps for the size of the request."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What a server takes.

    Attributes:
        dialect: Whose words it understands.
        model: The one that it serves, where only it knows.
        window_tokens: That the model reads of one text, special tokens counted.
        texts: At most, in a request.
    """

    dialect: str
    model: str | None
    window_tokens: int
    texts: int


class Server:
    """One endpoint. Safe to share between threads; no text of ours goes into an error."""

    def __init__(
        self, url: str, model: str | None, api_key: str | None, back_off_s: float = BACK_OFF_S, total_s: float = TOTAL_S
    ) -> None:
        self._url = url.rstrip("/")
        self._root = self._url.removesuffix("/v1")
        self.shown = mask_password(self._url)
        self._wanted = model
        self._headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        self._back_off_s, self._total_s = back_off_s, total_s

    @cached_property
    def reach(self) -> Reach:
        """Asked once. Raises ``ModelError``."""
        try:
            info = self._ask("GET", f"{self._root}/info")
            return Reach(
                "tei", str(info["model_id"]), int(info["max_input_length"]), int(info["max_client_batch_size"])
            )
        except (Refused, KeyError, TypeError, ValueError):
            pass
        listed: list[Any] = []
        try:
            listed = list(self._ask("GET", f"{self._url}/models")["data"])
            served: dict[str, Any] = next((each for each in listed if self._wanted in (None, each["id"])), {})
            if longest := served.get("max_model_len"):
                return Reach("vllm", str(served["id"]), int(longest) - _ROBERTA_POSITIONS, TEXTS)
            return Reach("openai", str(listed[0]["id"]), WINDOW_TOKENS, TEXTS)
        except (Refused, KeyError, IndexError, TypeError, ValueError, AttributeError) as exc:
            if self._wanted is None:
                raise ModelError(f"{self.shown} lists no model", "set PKM_EMBEDDER_MODEL") from exc
            return Reach("openai", None, WINDOW_TOKENS, TEXTS)

    @property
    def model(self) -> str:
        """The wanted model, or the first that the server lists."""
        return self._wanted or self.reach.model or ""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of a batch, shape (n, dimensions); what is no number, or no direction, is left for others to find.

        Raises ``TooMuch``, ``ModelError``.
        """
        if self.reach.dialect == "tei":
            body = {"inputs": list(texts), "normalize": True, "truncate": False}
            rows = self.ask("/embed", body)
        else:
            body = {"model": self.model, "input": list(texts), "encoding_format": "float"}
            answer = self._ask("POST", f"{self._url}/embeddings", body)
            try:
                rows = [each["embedding"] for each in sorted(answer["data"], key=lambda each: each["index"])]
            except (KeyError, TypeError) as exc:
                raise ModelError(f"{self.shown} answered with something that is not embeddings") from exc
        try:
            vectors = np.array(rows, dtype=np.float32)
        except (TypeError, ValueError) as exc:
            raise ModelError(f"{self.shown} answered with something that is not embeddings") from exc
        count = len(vectors) if vectors.ndim else 0
        if count != len(texts):
            raise ModelError(f"{self.shown} answered with {count} vectors for {len(texts)} texts")
        if vectors.ndim != 2 or not vectors.size:
            raise ModelError(f"{self.shown} answered with something that is not embeddings")
        with np.errstate(all="ignore"):
            norms = np.linalg.norm(vectors, axis=1, keepdims=True)
            unit: NDArray[np.float32] = np.divide(vectors, norms, out=vectors, where=norms != 0)
        return unit

    def count(self, texts: Sequence[str]) -> list[int]:
        """How many tokens each text has, special ones counted; where the server does not count, hardly ever too few."""
        reach = self.reach
        try:
            if reach.dialect == "tei" and texts:
                body: dict[str, Any] = {"inputs": list(texts), "add_special_tokens": True}
                return [len(each) for each in self.ask("/tokenize", body)]
            if reach.dialect == "vllm":
                asked = ({"model": self.model, "prompt": each, "add_special_tokens": True} for each in texts)
                return [int(self.ask("/tokenize", each)["count"]) for each in asked]
        except (Refused, KeyError, TypeError, ValueError):
            pass
        return [_estimate(each) for each in texts]

    def ask(self, path: str, body: dict[str, Any]) -> Any:
        """What it answers to something beside OpenAI's routes. Raises ``TooMuch``, ``ModelError``."""
        return self._ask("POST", f"{self._root}{path}", body)

    @cached_property
    def _client(self) -> httpx.Client:
        import httpx

        timeout = httpx.Timeout(SILENCE_S, connect=CONNECT_S)
        client = httpx.Client(headers=self._headers, timeout=timeout, follow_redirects=False, trust_env=False)
        weakref.finalize(self, client.close)
        return client

    def _ask(self, method: str, url: str, body: dict[str, Any] | None = None) -> Any:
        """The JSON of one answer; what may pass by itself is tried again."""
        import httpx

        reason, hint, pause_s = "", "", 0.0
        for attempt in range(TRIES):
            if attempt:
                time.sleep(max(pause_s, self._back_off_s * 2 ** (attempt - 1) * random.uniform(1, 2)))  # noqa: S311
            try:
                status, asked_s, content = self._exchange(method, url, body)
            except (httpx.TransportError, httpx.DecodingError, TimeoutError) as exc:
                reason, hint = f"does not answer ({type(exc).__name__})", "start it, or check PKM_EMBEDDER_URL"
                pause_s = 0.0
                continue
            if status in _TRANSIENT:
                reason, hint = f"answers with status {status}", "try again later; what it logs may say why"
                pause_s = asked_s
                continue
            if status != 200:
                raise (TooMuch if status in _TOO_MUCH else Refused)(
                    f"the embedding server {self.shown} refuses with status {status}",
                    "check PKM_EMBEDDER_URL, PKM_EMBEDDER_MODEL and PKM_EMBEDDER_API_KEY",
                )
            try:
                return json.loads(content)
            except (ValueError, RecursionError) as exc:
                raise ModelError(f"{self.shown} answered with something that is not JSON") from exc
        raise ModelError(f"the embedding server {self.shown} {reason}", hint)

    def _exchange(self, method: str, url: str, body: dict[str, Any] | None) -> tuple[int, float, bytes]:
        """Status, the pause that the server asks for in seconds, and content of one answer."""
        deadline = time.monotonic() + self._total_s
        content = bytearray()
        with self._client.stream(method, url, json=body) as response:
            for piece in response.iter_bytes():
                content += piece
                if time.monotonic() > deadline or len(content) > MOST_BYTES:
                    raise TimeoutError
            wanted = response.headers.get("Retry-After", "")
            return (
                response.status_code,
                min(float(wanted), LONGEST_PAUSE_S) if wanted.isdecimal() else 0.0,
                bytes(content),
            )


def _estimate(text: str) -> int:
    """Of Latin letters two make a token at least, words with the space before them; anything else may be one a byte."""
    letters = sum(each.isascii() and (each.isalpha() or each == " ") for each in text)
    return len(text.encode()) - letters // 2 + 2
