"""Vectors of a passage's tokens in few bytes, for late interaction.

Two forms. ``full`` keeps every vector, a byte a component, or two: scores are off by less than a thousandth. ``stored`` keeps a few
kilobytes a passage: vectors are pooled by twos (Clavié, Chaffin and Adams 2024, "Reducing the Footprint of Multi-Vector
Retrieval with Minimal Performance Impact via Token Pooling", https://arxiv.org/abs/2409.14683: hierarchical, with Ward's
criterion), turned, so that no component is larger than others, and cut to as many steps as fit into ``VECTOR_BYTES``: one
bit a component at 1024 dimensions, two at 384. A vector's scale makes its inner products right on average (Gao and Long
2024, "RaBitQ", https://arxiv.org/abs/2405.12497, section 3.2). At equal bytes coarser steps cost less than more pooling, and
two bits pooled less than one bit not pooled (bench/late_interaction.py).

Layout, little-endian: the vectors' steps, each vector from a full byte on, then a scale a vector (``full``: float32,
``stored``: float16).
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

Form = Literal["full", "stored"]
Floats = NDArray[np.float32]

POOLED = 2  # vectors that become one, on average
VECTOR_BYTES = 128
FINE_BELOW = 512  # dimensions: with fewer, a byte a component would make scores off by more than a thousandth
_REACH = 1.4  # half of the steps span this times √bits standard deviations: the least error on turned vectors


class Tokens(NamedTuple):
    """Token vectors of several passages, one passage after the other.

    Attributes:
        directions: Shape (n, dimensions); times its scale each row is a vector.
        scales: Shape (n,).
        counts: How many vectors each passage has, shape (passages,).
    """

    directions: Floats
    scales: Floats
    counts: NDArray[np.int64]


def pack(vectors: Floats, form: Form = "full") -> bytes:
    """Pack the token vectors of a passage, shape (n, dimensions)."""
    if form == "full":
        step = _step(vectors.shape[1])
        scales = np.abs(vectors).max(axis=1, keepdims=True, initial=0) / np.iinfo(step).max
        codes = np.rint(vectors / np.where(scales > 0, scales, 1)).astype(step).view(np.uint8)
    else:
        bits = bits_of(vectors.shape[1])
        steps, scales = cut(turn(pool(vectors), form), bits)
        codes = _join(steps, bits)
    packed: bytes = codes.tobytes() + scales.astype(_scale(form)).tobytes()
    return packed


def unpack(packed: Sequence[bytes], dimensions: int, form: Form = "full") -> Tokens:
    """The vectors of several passages; those of ``stored`` are turned, and are compared with a question that is as well."""
    bits, scale = 8 * _step(dimensions).itemsize if form == "full" else bits_of(dimensions), _scale(form)
    row = -(-dimensions * bits // 8)
    counts = [len(each) // (row + scale.itemsize) for each in packed]
    edges = [count * row for count in counts]
    codes = np.frombuffer(b"".join(each[:edge] for each, edge in zip(packed, edges, strict=True)), np.uint8)
    scales = np.frombuffer(b"".join(each[edge:] for each, edge in zip(packed, edges, strict=True)), scale)
    if form == "full":
        directions = codes.view(_step(dimensions)).astype(np.float32).reshape(-1, dimensions)
    else:
        directions = _middles(bits)[codes].reshape(-1, row * 8 // bits)[:, :dimensions]
    return Tokens(directions, scales.astype(np.float32), np.array(counts, dtype=np.int64))


def turn(vectors: Floats, form: Form) -> Floats:
    """Token vectors, shape (n, dimensions), as those of this form are: of a question, to compare them."""
    return vectors if form == "full" else vectors @ _rotation(vectors.shape[1])


def pool(vectors: Floats, together: int = POOLED) -> Floats:
    """The means, of unit length, of clusters of token vectors: one for each ``together`` of them."""
    from scipy.cluster.hierarchy import fcluster, linkage

    count = -(-len(vectors) // together)
    if together == 1 or len(vectors) < 2:
        return vectors
    owners = fcluster(linkage(vectors, "ward"), count, "maxclust") - 1
    sums = np.zeros((owners.max() + 1, vectors.shape[1]), dtype=np.float32)
    np.add.at(sums, owners, vectors)
    pooled: Floats = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12)
    return pooled


def bits_of(dimensions: int) -> int:
    """How many bits a component of a ``stored`` vector has: 1, 2, 4 or 8."""
    return next((bits for bits in (8, 4, 2) if dimensions * bits <= VECTOR_BYTES * 8), 1)


@lru_cache(maxsize=4)
def _rotation(dimensions: int) -> Floats:
    """An orthogonal matrix, shape (dimensions, dimensions), that mixes all components; what is stored depends on it.

    Random signs, then Hadamard's matrix for the power of two in ``dimensions`` and the cosine transform for the rest of it.
    """
    power = dimensions & -dimensions
    rest = dimensions // power
    hadamard = np.ones((1, 1))
    while len(hadamard) < power:
        hadamard = np.block([[hadamard, hadamard], [hadamard, -hadamard]]) / math.sqrt(2)
    cosine = np.cos(np.pi * (np.arange(rest) + 0.5)[:, None] * np.arange(rest) / rest) * math.sqrt(2 / rest)
    cosine[:, 0] = math.sqrt(1 / rest)
    noise = np.frombuffer(hashlib.shake_256(b"pkm multivector").digest(dimensions), np.uint8)
    signs = np.where(noise & 1, 1.0, -1.0)
    rotation: Floats = (signs[:, None] * np.kron(hadamard, cosine)).astype(np.float32)
    return rotation


def _step(dimensions: int) -> np.dtype[Any]:
    """How a component of a ``full`` vector is kept; the fewer there are, the more each one's error counts."""
    return np.dtype("<i1" if dimensions >= FINE_BELOW else "<i2")


def _scale(form: Form) -> np.dtype[Any]:
    return np.dtype("<f4" if form == "full" else "<f2")


def cut(vectors: Floats, bits: int) -> tuple[NDArray[np.uint8], Floats]:
    """The step that each component falls into, counted from the lowest, and a scale a vector, shape (n, 1)."""
    half = 1 << bits - 1
    spread = vectors.std(axis=1, keepdims=True)
    unit = np.where(spread > 0, spread, 1) * (_REACH * math.sqrt(bits) / half)
    steps = np.clip(np.floor(vectors / unit), -half, half - 1)
    middles = steps + 0.5
    shared = (vectors * middles).sum(axis=1, keepdims=True)
    scales = (vectors * vectors).sum(axis=1, keepdims=True) / np.where(shared > 0, shared, 1)
    return (steps + half).astype(np.uint8), scales


def _join(codes: NDArray[np.uint8], bits: int) -> NDArray[np.uint8]:
    """Codes of so many bits side by side in bytes, the first in the lowest bits."""
    apiece = 8 // bits
    filled = np.pad(codes, ((0, 0), (0, -codes.shape[1] % apiece))).reshape(len(codes), -1, apiece)
    shifts = np.arange(apiece, dtype=np.uint8) * np.uint8(bits)
    joined: NDArray[np.uint8] = np.bitwise_or.reduce(filled << shifts, axis=2)
    return joined


@lru_cache(maxsize=4)
def _middles(bits: int) -> Floats:
    """The middles of the steps that each byte stands for, shape (256, 8 / bits)."""
    shifts = np.arange(8 // bits) * bits
    middles: Floats = ((np.arange(256)[:, None] >> shifts & (1 << bits) - 1) - ((1 << bits - 1) - 0.5)).astype(
        np.float32
    )
    return middles
