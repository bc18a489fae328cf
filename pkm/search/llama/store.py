"""A collection of a home as a vector store of llama-index: its nodes are passages like any other."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.schema import BaseNode
from llama_index.core.vector_stores.types import (
    BasePydanticVectorStore,
    MetadataFilters,
    VectorStoreQuery,
    VectorStoreQueryMode,
    VectorStoreQueryResult,
)

from pkm.embed import Embedder
from pkm.errors import NotFound, UsageError
from pkm.models import ChunkId, CollectionId, Embeddings, Fusion, PersonId
from pkm.prepared import NewChunk
from pkm.search.llama import translation
from pkm.search.llama.conditions import to_path
from pkm.search.searcher import ANYBODY, Searcher
from pkm.store import dense, folding, hnsw, nodes, people, spaces, vectors
from pkm.store.database import Connection, Database
from pkm.store.filters import Filter
from pkm.store.nodes import Node, Origin
from pkm.store.vectors import Stored

COLLECTION = "llama-index"
EMBED_TOGETHER = 256  # nodes
SAME = 0.98  # least cosine of two vectors of one text by one model, in whatever precision

Given = tuple[Node, Sequence[float] | None]


class PkmVectorStore(BasePydanticVectorStore):  # type: ignore[misc]
    """Keeps nodes in a home and searches them with pkm's own search.

    What is added is found by ``pkm search`` and can be forgotten like any document. Vectors that come with nodes or queries
    must be of the home's own model (``PkmEmbedding``); what comes without is embedded with it.

    Args:
        collection: Its nodes are the store's; other documents in it stay out of sight here.
        person: In whose name to read and write; the owner, where nobody is named.
    """

    stores_text: bool = True
    is_embedding_query: bool = True
    _database: Any = PrivateAttr()
    _embedder: Any = PrivateAttr()
    _searcher: Any = PrivateAttr()
    _collection: str = PrivateAttr()
    _person: PersonId = PrivateAttr()

    def __init__(
        self, database: Database, embedder: Embedder, collection: str = COLLECTION, person: PersonId = ANYBODY
    ) -> None:
        super().__init__(stores_text=True)
        self._database, self._embedder, self._collection, self._person = database, embedder, collection, person
        self._searcher = Searcher(database, embedder)

    @classmethod
    def class_name(cls) -> str:
        """By which llama-index names it."""
        return "PkmVectorStore"

    @property
    def client(self) -> Database:
        """The home's database."""
        database: Database = self._database
        return database

    # ------------------------------------------------------------ adding

    def add(self, nodes: Sequence[BaseNode], **_: Any) -> list[str]:
        """Store nodes, all or none; one whose id is there already takes its place, and of several with one id the last. Returns their ids.

        Raises:
            UsageError: A node has no text, or a vector that is not of the home's model.
        """
        groups: defaultdict[Origin, dict[str, Given]] = defaultdict(dict)
        for each in {each.node_id: each for each in nodes}.values():
            groups[translation.origin_of(each)][each.node_id] = (translation.to_node(each), each.embedding)
        self._store({origin: list(group.values()) for origin, group in groups.items()})
        return [each.node_id for each in nodes]

    async def async_add(self, nodes: Sequence[BaseNode], **_: Any) -> list[str]:
        """``add`` beside the event loop."""
        return await asyncio.to_thread(self.add, nodes)

    def _store(self, groups: Mapping[Origin, Sequence[Given]]) -> None:
        space = self._embedder.space
        own = {origin: [node for node, _ in group] for origin, group in groups.items()}
        composed = {origin: nodes.compose(origin, each, space) for origin, each in own.items()}
        stored = self._embed(
            [
                (chunk, vector if chunk.embedded.endswith(node.text) else None)
                for origin, group in groups.items()
                for chunk, (node, vector) in zip(composed[origin].chunks, group, strict=True)
            ]
        )
        with self._database.transaction(self._person) as connection:
            owner = self._person or people.ensure_owner(connection)
            collection = people.ensure_collection(connection, self._collection, owner).id
            space_id = spaces.activate(connection, space)
            spaces.hold(connection, space_id)
            nodes.hold(connection, collection)
            nodes.remove(connection, space_id, space, collection, {node.id for each in own.values() for node in each})
            for origin, each in own.items():
                nodes.add(connection, space_id, collection, origin, each, composed[origin], stored)
        folding.fold(self._database, space_id, wait=False)  # as a service does, which may not run here
        hnsw.ensure(self._database, space_id, space)

    def _embed(self, given: Sequence[tuple[NewChunk, Sequence[float] | None]]) -> dict[bytes, Stored]:
        """What the space keeps of each passage: the vector it came with, if that is all, else what the embedder gives."""
        space = self._embedder.space
        brought = {chunk.hash: (chunk, vector) for chunk, vector in given if vector is not None}
        stored: dict[bytes, Stored] = {}
        if brought:
            own = [chunk for chunk, _ in brought.values()]
            unit = translation.to_vectors([vector for _, vector in brought.values()], space.dimensions)
            if self._embedder.passages([own[0].embedded]).dense[0] @ unit[0] < SAME:
                raise UsageError(
                    f"these nodes' vectors are not of this home's model, {space.name}",
                    "embed with it: embed_model=PkmEmbedding(embedder)",
                )
            if space.sparse == "bm25" and not space.multi:
                stored = vectors.pack(Embeddings(unit), own)
        missing = [chunk for chunk, _ in given if chunk.hash not in stored]
        for start in range(0, len(missing), EMBED_TOGETHER):
            batch = missing[start : start + EMBED_TOGETHER]
            stored |= vectors.pack(self._embedder.passages([chunk.embedded for chunk in batch]), batch, space.late)
        return stored

    # ------------------------------------------------------------ deleting

    def delete(self, ref_doc_id: str, **_: Any) -> None:
        """Delete the nodes of a document; nothing where there are none."""
        with self._database.transaction(self._person) as connection:
            if collection := self._find(connection):
                nodes.hold(connection, collection)
                nodes.remove_origin(connection, collection, ref_doc_id)

    async def adelete(self, ref_doc_id: str, **_: Any) -> None:
        """``delete`` beside the event loop."""
        await asyncio.to_thread(self.delete, ref_doc_id)

    def delete_nodes(self, node_ids: list[str] | None = None, filters: MetadataFilters | None = None, **_: Any) -> None:
        """Delete those of these nodes that match, or all that match; nothing where neither is said."""
        if node_ids is None and filters is None:
            return
        with self._database.transaction(self._person) as connection:
            if collection := self._find(connection):
                nodes.hold(connection, collection)
                found = nodes.find(connection, collection, node_ids, to_path(filters))
                space = self._embedder.space
                space_id = spaces.activate(connection, space)
                spaces.hold(connection, space_id)
                nodes.remove(connection, space_id, space, collection, {each.node.id for each in found})

    async def adelete_nodes(
        self, node_ids: list[str] | None = None, filters: MetadataFilters | None = None, **_: Any
    ) -> None:
        """``delete_nodes`` beside the event loop."""
        await asyncio.to_thread(self.delete_nodes, node_ids, filters)

    def clear(self) -> None:
        """Delete all nodes of the collection, and nothing else that is in it."""
        with self._database.transaction(self._person) as connection:
            if collection := self._find(connection):
                nodes.hold(connection, collection)
                nodes.clear(connection, collection)

    async def aclear(self) -> None:
        """``clear`` beside the event loop."""
        await asyncio.to_thread(self.clear)

    # ------------------------------------------------------------ reading

    def get_nodes(self, node_ids: list[str] | None = None, filters: MetadataFilters | None = None) -> list[BaseNode]:
        """Those of these nodes that match, those first that were stored first; all, where neither is said."""
        with self._database.transaction(self._person) as connection:
            collection = self._find(connection)
            found = nodes.find(connection, collection, node_ids, to_path(filters)) if collection else []
        return [translation.to_base(each.node) for each in found]

    async def aget_nodes(
        self, node_ids: list[str] | None = None, filters: MetadataFilters | None = None
    ) -> list[BaseNode]:
        """``get_nodes`` beside the event loop."""
        return await asyncio.to_thread(self.get_nodes, node_ids, filters)

    def query(self, query: VectorStoreQuery, **_: Any) -> VectorStoreQueryResult:
        """The best nodes: by meaning (``default``), by words (``sparse``, ``text_search``), or by pkm's whole search (``hybrid``).

        In ``hybrid``, ``alpha`` is the share of meaning in a passage's own score (0: words alone); pkm's own, where not given.

        Raises:
            UsageError: A mode or filter that pkm does not have, or one that lacks its text or vector.
        """
        condition = to_path(query.filters, {"ref_doc_id": query.doc_ids, translation.ID: query.node_ids})
        try:
            ranked = self._rank(query, condition)
        except NotFound:  # no node was ever added
            ranked = []
        with self._database.transaction(self._person) as connection:
            found = nodes.of_passages(connection, [chunk for chunk, _ in ranked])
        there = [(found[chunk].node, score) for chunk, score in ranked if chunk in found]
        return VectorStoreQueryResult(
            nodes=[translation.to_base(node) for node, _ in there],
            similarities=[score for _, score in there],
            ids=[node.id for node, _ in there],
        )

    async def aquery(self, query: VectorStoreQuery, **_: Any) -> VectorStoreQueryResult:
        """``query`` beside the event loop."""
        return await asyncio.to_thread(self.query, query)

    def _rank(self, query: VectorStoreQuery, condition: str) -> list[tuple[ChunkId, float]]:
        match query.mode:
            case VectorStoreQueryMode.DEFAULT:
                return self._rank_by_meaning(query, condition)
            case VectorStoreQueryMode.SPARSE | VectorStoreQueryMode.TEXT_SEARCH:
                arm, k, weights = "sparse", query.sparse_top_k, None
            case VectorStoreQueryMode.HYBRID:
                arm, k, weights = "hybrid", query.hybrid_top_k, _weights(query.alpha)
            case _:
                raise UsageError(f"pkm has no mode {query.mode.value!r}", "default, sparse, text_search or hybrid")
        if query.query_str is None:
            raise UsageError(f"mode {query.mode.value!r} needs query_str")
        k = k or query.similarity_top_k
        with self._database.transaction(self._person) as connection:
            which = self._filter(connection, condition)
        trace = self._searcher.trace(
            query.query_str, k=k, collection=self._collection, arm=arm, nodes=which.nodes, weights=weights,
            person=self._person,
        )  # fmt: skip
        return [(each.chunk, each.score) for each in trace.fused if each.chunk not in trace.folded][:k]

    def _rank_by_meaning(self, query: VectorStoreQuery, condition: str) -> list[tuple[ChunkId, float]]:
        space = self._embedder.space
        if query.query_embedding is not None:
            vector = translation.to_vectors([query.query_embedding], space.dimensions)[0]
        elif query.query_str is not None:
            vector = self._embedder.query(query.query_str).dense[0]
        else:
            raise UsageError("mode 'default' needs query_embedding or query_str")
        with self._database.transaction(self._person) as connection:
            which = self._filter(connection, condition)
            space_id = spaces.of(connection, space)
            if space_id is None:
                return []
            spaces.enter(connection, space_id)
            near = dense.search(connection, vector, query.similarity_top_k, which)
        return [(each.chunk, each.score) for each in near]

    def _filter(self, connection: Connection, condition: str) -> Filter:
        """Nodes that match; where the collection holds nodes alone, each of them is known to be one."""
        collection = people.find_collection(connection, self._collection).id
        known = condition == nodes.ALL and nodes.are_alone(connection, collection)
        return Filter(collection, nodes=None if known else condition)

    def _find(self, connection: Connection) -> CollectionId | None:
        """The collection; none before the first node was added."""
        try:
            return people.find_collection(connection, self._collection).id
        except NotFound:
            return None


def _weights(alpha: float | None) -> Fusion | None:
    if alpha is None:
        return None
    if not 0 <= alpha <= 1:
        raise UsageError(f"alpha={alpha} makes no sense", "it is a share: 0 for words alone, 1 for meaning alone")
    return replace(Fusion(), dense=alpha, sparse=1 - alpha)
