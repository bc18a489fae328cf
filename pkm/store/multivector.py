"""Vectors of a passage's tokens in few bytes, for late interaction.

One byte a component: each vector is scaled by its own largest component, so a score is off by less than a thousandth
while the bytes are a quarter of float32's. Layout, little-endian: n × dimensions int8, then n float32 scales.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_LARGEST = 127


def pack(vectors: NDArray[np.float32]) -> bytes:
    """Pack token vectors of shape (n, dimensions)."""
    scales = np.abs(vectors).max(axis=1, keepdims=True, initial=0) / _LARGEST
    steps = np.rint(vectors / np.where(scales > 0, scales, 1)).astype("<i1")
    packed: bytes = steps.tobytes() + scales.astype("<f4").tobytes()
    return packed


def unpack(packed: bytes, dimensions: int) -> NDArray[np.float32]:
    """The token vectors, shape (n, dimensions)."""
    count = len(packed) // (dimensions + 4)
    steps = np.frombuffer(packed, dtype="<i1", count=count * dimensions).reshape(count, dimensions)
    scales = np.frombuffer(packed, dtype="<f4", offset=count * dimensions)
    vectors: NDArray[np.float32] = steps.astype(np.float32) * scales[:, None]
    return vectors
