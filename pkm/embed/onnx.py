"""MiniLM in whole numbers of eight bits, run by ONNX Runtime: for processors without bfloat16, and a quarter of the memory.

Weights are rounded once, a scale for each output; what flows between is rounded as it comes, a scale for each product
(https://arxiv.org/abs/1712.05877). Everything else stays in float32. The graph is written here, since there is no checkpoint
of it; its operators are ONNX's and ONNX Runtime's own (MultiHeadAttention).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from pkm.embed.bert import EPSILON, HEADS, LAYERS, tokenizer_of
from pkm.errors import ModelError

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LARGEST = 127
_OPSET, _IR_VERSION = 20, 9  # of LayerNormalization and Gelu; what ONNX Runtime has read since 1.17


class Int8Bert:
    """The encoder with mean pooling. Safe to share between threads; a run takes one of them."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime
        from safetensors.numpy import load_file

        self.tokenizer = tokenizer_of(folder)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        model = _Graph(load_file(folder / "model.safetensors")).build()
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    def embed(self, windows: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        """Vectors of unit length, shape (n, 384), of n token windows."""
        longest = max(map(len, windows))
        tokens = np.zeros((len(windows), longest), dtype=np.int64)
        mask = np.zeros((len(windows), longest), dtype=np.int32)
        for row, each in enumerate(windows):
            tokens[row, : len(each)] = each
            mask[row, : len(each)] = 1
        given = {"tokens": tokens, "positions": np.arange(longest), "mask": mask}
        vectors: NDArray[np.float32] = self._session.run(None, given)[0]
        return vectors


class _Graph:
    """BERT as ONNX, written node by node."""

    def __init__(self, weights: dict[str, NDArray[np.float32]]) -> None:
        try:
            import onnx
        except ImportError as exc:
            raise ModelError("minilm:int8 needs the package onnx", "pip install onnx") from exc
        self._onnx, self._weights = onnx, weights
        self._nodes: list[Any] = []
        self._constants: list[Any] = []

    def build(self) -> bytes:
        """The whole model, serialised."""
        helper, types, weights = self._onnx.helper, self._onnx.TensorProto, self._weights
        places = (
            weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
        )
        words = self._node("Gather", self._constant(weights["embeddings.word_embeddings.weight"]), "tokens")
        x = self._normalise(
            self._node("Add", words, self._node("Gather", self._constant(places), "positions")), "embeddings.LayerNorm"
        )
        for number in range(LAYERS):
            x = self._layer(x, f"encoder.layer.{number}.")
        counted = self._node("Unsqueeze", self._node("Cast", "mask", to=types.FLOAT), self._constant(np.array([2])))
        total = self._node("ReduceSum", self._node("Mul", x, counted), self._constant(np.array([1])), keepdims=0)
        self._nodes.append(helper.make_node("LpNormalization", [total], ["vectors"], axis=-1, p=2))
        graph = helper.make_graph(
            self._nodes,
            "minilm",
            [
                helper.make_tensor_value_info("tokens", types.INT64, ["n", "longest"]),
                helper.make_tensor_value_info("positions", types.INT64, ["longest"]),
                helper.make_tensor_value_info("mask", types.INT32, ["n", "longest"]),
            ],
            [helper.make_tensor_value_info("vectors", types.FLOAT, ["n", places.shape[1]])],
            self._constants,
        )
        sets = [helper.make_opsetid("", _OPSET), helper.make_opsetid("com.microsoft", 1)]
        model: bytes = helper.make_model(graph, opset_imports=sets, ir_version=_IR_VERSION).SerializeToString()
        return model

    def _layer(self, x: str, prefix: str) -> str:
        own = {part: [self._weights[f"{prefix}attention.self.{each}.{part}"] for each in ("query", "key", "value")]
               for part in ("weight", "bias")}  # fmt: skip
        joined = self._product(x, np.concatenate(own["weight"]), np.concatenate(own["bias"]))
        parts = self._constant(np.array([len(each) for each in own["bias"]]))
        split = self._nodes_of("Split", 3, joined, parts, axis=-1)
        mixed = self._node("MultiHeadAttention", *split, "", "mask", domain="com.microsoft", num_heads=HEADS)
        x = self._normalise(
            self._node("Add", x, self._dense(mixed, f"{prefix}attention.output.dense")),
            f"{prefix}attention.output.LayerNorm",
        )
        inner = self._node("Gelu", self._dense(x, f"{prefix}intermediate.dense"))
        return self._normalise(
            self._node("Add", x, self._dense(inner, f"{prefix}output.dense")), f"{prefix}output.LayerNorm"
        )

    def _dense(self, x: str, name: str) -> str:
        return self._product(x, self._weights[f"{name}.weight"], self._weights[f"{name}.bias"])

    def _product(self, x: str, weight: NDArray[np.float32], bias: NDArray[np.float32]) -> str:
        """``x @ weight.T + bias`` with both factors rounded to eight bits."""
        scale = np.abs(weight).max(axis=1) / _LARGEST
        steps = np.rint(weight / scale[:, None]).astype(np.int8).T
        rounded, own_scale, zero = self._nodes_of("DynamicQuantizeLinear", 3, x)
        counted = self._node("MatMulInteger", rounded, self._constant(steps), zero)
        both = self._node("Mul", own_scale, self._constant(scale))
        value = self._node("Mul", self._node("Cast", counted, to=self._onnx.TensorProto.FLOAT), both)
        return self._node("Add", value, self._constant(bias))

    def _normalise(self, x: str, name: str) -> str:
        weight, bias = (self._constant(self._weights[f"{name}.{part}"]) for part in ("weight", "bias"))
        return self._node("LayerNormalization", x, weight, bias, epsilon=EPSILON, axis=-1)

    def _constant(self, values: NDArray[Any]) -> str:
        name = f"constant{len(self._constants)}"
        self._constants.append(self._onnx.numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def _node(self, kind: str, *given: str, **how: Any) -> str:
        return self._nodes_of(kind, 1, *given, **how)[0]

    def _nodes_of(self, kind: str, count: int, *given: str, **how: Any) -> list[str]:
        names = [f"{kind}{len(self._nodes)}.{each}" for each in range(count)]
        self._nodes.append(self._onnx.helper.make_node(kind, list(given), names, **how))
        return names
