"""Nodes of llama-index as pkm stores them, and back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import PurePath

import numpy as np
from llama_index.core.schema import BaseNode, MetadataMode
from llama_index.core.vector_stores.utils import metadata_dict_to_node, node_to_metadata_dict
from numpy.typing import NDArray

from pkm.errors import UsageError
from pkm.models import KINDS
from pkm.store.nodes import Node, Origin

ID = "_node_id"  # in the metadata of what is stored, beside llama-index's own ref_doc_id
_CONTENT, _TYPE = "_node_content", "_node_type"
_NO_LETTER = re.compile("[\0\ud800-\udfff]")


def to_node(given: BaseNode) -> Node:
    """What is stored of a node; raises ``UsageError`` for one without text, or with what is no letter."""
    text = given.get_content(metadata_mode=MetadataMode.NONE)
    if not text:
        raise UsageError(f"node {given.node_id} has no text", "pkm finds and cites words; leave such nodes out")
    if any(_NO_LETTER.search(each) for each in _strings([given.node_id, text, given.metadata])):
        raise UsageError(
            f"node {given.node_id!a} holds a NUL character, or half of a surrogate pair", "PostgreSQL keeps neither"
        )
    metadata = node_to_metadata_dict(given, remove_text=True)
    content, type_ = metadata.pop(_CONTENT), metadata.pop(_TYPE)
    context = given.get_metadata_str(mode=MetadataMode.EMBED).strip()
    return Node(given.node_id, text, type_, metadata | {ID: given.node_id}, content, context)


def _strings(value: object) -> Iterator[str]:
    """All strings in a value, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _strings([*value, *value.values()])
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _strings(each)


def to_base(node: Node) -> BaseNode:
    """A stored node as it was given, without its vector."""
    return metadata_dict_to_node({_CONTENT: node.content, _TYPE: node.type}, node.text)


def origin_of(given: BaseNode) -> Origin:
    """The document that a node came of, as far as its metadata tell of it; itself, if it came of none."""
    told = {key: str(value) for key, value in given.metadata.items() if isinstance(value, str | int)}
    number = given.ref_doc_id or given.node_id
    name = told.get("title") or told.get("file_name") or PurePath(told.get("file_path", "")).name
    return Origin(
        number,
        name or number,
        next((kind for kind in KINDS if kind == told.get("kind")), "other"),
        told.get("file_type", "text/plain"),
        _day(told.get("date", "")),
        told.get("language"),
    )


def to_vectors(given: Sequence[Sequence[float]], dimensions: int) -> NDArray[np.float32]:
    """Vectors of unit length, shape (n, dimensions); raises ``UsageError`` where they are not of the home's model."""
    if strange := {len(each) for each in given} - {dimensions}:
        raise UsageError(
            f"a vector has {min(strange)} dimensions, this home's {dimensions}",
            "embed with the home's own model: embed_model=PkmEmbedding(embedder)",
        )
    vectors = np.array(given, dtype=np.float32).reshape(-1, dimensions)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    if not (np.isfinite(lengths).all() and (lengths > 0).all()):
        raise UsageError("a vector is zero, or not of numbers")
    unit: NDArray[np.float32] = vectors / lengths
    return unit


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
