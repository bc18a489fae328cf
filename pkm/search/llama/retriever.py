"""pkm's search as a retriever."""

from __future__ import annotations

import asyncio
from typing import Any

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.callbacks import CallbackManager
from llama_index.core.schema import NodeRelationship, NodeWithScore, QueryBundle, RelatedNodeInfo, TextNode
from llama_index.core.vector_stores.types import MetadataFilters

from pkm.models import Hit
from pkm.search.llama.conditions import to_arguments
from pkm.search.searcher import Searcher

_HIDDEN = ["document_id", "page", "char_start", "char_end", "kind"]


class PkmRetriever(BaseRetriever):  # type: ignore[misc]
    """Gives the hits of ``Searcher.search`` as nodes.

    Args:
        k: At most so many nodes.
        filters: On ``kind``, ``date``, ``collection``, ``source``, ``path`` and ``language``.
        callback_manager: Of llama-index.
        conditions: Further keyword arguments of ``Searcher.search``.

    Raises:
        UsageError: Where pkm cannot filter like that.
    """

    def __init__(
        self,
        searcher: Searcher,
        k: int = 10,
        filters: MetadataFilters | None = None,
        callback_manager: CallbackManager | None = None,
        **conditions: Any,
    ) -> None:
        self._searcher, self._k = searcher, k
        self._conditions = to_arguments(filters) | conditions
        super().__init__(callback_manager=callback_manager)

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        hits = self._searcher.search(query_bundle.query_str, k=self._k, **self._conditions)
        return [NodeWithScore(node=_node(hit), score=hit.score) for hit in hits]

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return await asyncio.to_thread(self._retrieve, query_bundle)


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
    return TextNode(
        id_=f"{hit.document_id}:{hit.char_start}-{hit.char_end}",
        text=hit.text,
        start_char_idx=hit.char_start,
        end_char_idx=hit.char_end,
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=str(hit.document_id))},
        metadata=metadata,
        excluded_llm_metadata_keys=_HIDDEN,
        excluded_embed_metadata_keys=[*_HIDDEN, "date"],
    )
