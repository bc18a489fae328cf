"""BGE-M3's other two kinds of vectors over HTTP: weights of tokens, and a vector a token.

A server of vLLM (0.32) gives one kind, which ``--pooler-config.task`` chooses, by ``/pooling``: ``token_classify`` a weight for each token
but the first and last, ``token_embed`` a vector for each but the first, as FlagEmbedding has it. TEI (1.7) gives weights of terms
by ``/embed_sparse``, of models that it serves with ``--pooling splade``. Numbers come from vLLM as little-endian float32 in base64: as
JSON a vector a token is several times longer, and slower to read than to compute.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from pkm.embed.bge_m3 import IGNORED
from pkm.embed.server import Server
from pkm.errors import ModelError

if TYPE_CHECKING:
    from numpy.typing import NDArray


def weigh(server: Server, texts: Sequence[str]) -> list[dict[int, float]]:
    """Of each text the largest weight of each token, above 0. Raises ``TooMuch``, ``ModelError``."""
    try:
        if server.reach.dialect == "tei":
            rows = server.ask("/embed_sparse", {"inputs": list(texts), "truncate": False})
            found = [{int(each["index"]): float(each["value"]) for each in row if each["value"] > 0} for row in rows]
        else:
            tokens = [_tokens(server, each) for each in texts]
            ids = [[id for id, _ in each] for each in tokens]
            rows, _ = _pool(server, "token_classify", ids)
            found = [_heaviest(own[1:-1], weights) for own, weights in zip(tokens, rows, strict=True)]
    except (KeyError, TypeError, ValueError) as exc:
        raise ModelError(f"{server.shown} answered with something that is not weights of tokens") from exc
    if len(found) != len(texts) or not all(np.isfinite(list(each.values())).all() for each in found):
        raise ModelError(f"{server.shown} gave {len(found)} usable rows of weights for {len(texts)} texts")
    return found


def embed_tokens(server: Server, texts: Sequence[str], dimensions: int) -> list[NDArray[np.float32]]:
    """Of each text unit vectors, shape (tokens, dimensions). Raises ``TooMuch``, ``ModelError``."""
    try:
        rows, read = _pool(server, "token_embed", list(texts))
        found = [each.reshape(-1, dimensions) for each in rows]
        if sum(map(len, found)) != read - len(texts):
            raise ValueError("of other dimensions")
    except (KeyError, TypeError, ValueError) as exc:
        raise ModelError(
            f"{server.shown} answered with something that is not vectors of {dimensions} dimensions"
        ) from exc
    norms = [np.linalg.norm(each, axis=1, keepdims=True) for each in found]
    if len(found) != len(texts) or not all(np.isfinite(each).all() and each.all() for each in norms):
        raise ModelError(f"{server.shown} gave usable vectors of tokens for fewer than {len(texts)} texts")
    return [vectors / norm for vectors, norm in zip(found, norms, strict=True)]


def _tokens(server: Server, text: str) -> list[tuple[int, str]]:
    body = {"model": server.model, "prompt": text, "add_special_tokens": True, "return_token_strs": True}
    answer = server.ask("/tokenize", body)
    return list(zip(answer["tokens"], answer["token_strs"], strict=True))


def _pool(server: Server, task: str, given: Sequence[Any]) -> tuple[list[NDArray[np.float32]], int]:
    """Numbers for each of the texts, or of their tokens, and how many tokens were read of all of them."""
    body = {"model": server.model, "input": given, "task": task, "encoding_format": "base64"}
    answer = server.ask("/pooling", body)
    rows = sorted(answer["data"], key=lambda each: each["index"])
    numbers = [np.frombuffer(base64.b64decode(each["data"], validate=True), dtype="<f4") for each in rows]
    return numbers, int(answer["usage"]["prompt_tokens"])


def _heaviest(tokens: Sequence[tuple[int, str]], weights: NDArray[np.float32]) -> dict[int, float]:
    found: dict[int, float] = {}
    for (id, written), weight in zip(tokens, weights.tolist(), strict=True):
        if not weight <= 0 and written not in IGNORED:  # what is no number is left for others to find
            found[id] = max(weight, found.get(id, weight))
    return found
