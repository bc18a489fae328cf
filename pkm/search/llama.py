"""pkm's search as a llama-index retriever, so that people can put it into pipelines of their own.

    from pkm.search.llama import PkmRetriever
    nodes = PkmRetriever(searcher, k=5).retrieve("when does the lease end?")

Importing this module imports llama-index; nothing else in pkm does so for a search.
"""

from __future__ import annotations

from typing import Any

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from pkm.models import Hit
from pkm.search.searcher import Searcher


class PkmRetriever(BaseRetriever):  # type: ignore[misc]
    """Gives the hits of ``Searcher.search`` as nodes; ``conditions`` are its keyword arguments beside ``k``."""

    def __init__(self, searcher: Searcher, k: int = 10, **conditions: Any) -> None:
        self._searcher, self._k, self._conditions = searcher, k, conditions
        super().__init__()

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        hits = self._searcher.search(query_bundle.query_str, k=self._k, **self._conditions)
        return [NodeWithScore(node=_node(hit), score=hit.score) for hit in hits]


def _node(hit: Hit) -> TextNode:
    """A node whose metadata leads back to the very words; only title, path and date are shown to a model."""
    metadata = {
        "title": hit.title,
        "path": hit.path,
        "date": hit.date.isoformat() if hit.date else None,
        "document_id": hit.document_id,
        "page": hit.page,
        "char_start": hit.char_start,
        "char_end": hit.char_end,
        "kind": hit.kind,
    }
    hidden = ["document_id", "page", "char_start", "char_end", "kind"]
    return TextNode(
        id_=f"{hit.document_id}:{hit.char_start}-{hit.char_end}",
        text=hit.text,
        metadata=metadata,
        excluded_llm_metadata_keys=hidden,
        excluded_embed_metadata_keys=[*hidden, "date"],
    )
