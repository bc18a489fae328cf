"""pkm behind llama-index: what its own tests ask of vector stores, its indexes, pipelines and engines, and pkm's own view."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from llama_index.core import Document, StorageContext, VectorStoreIndex
from llama_index.core.callbacks import CallbackManager, CBEventType, LlamaDebugHandler
from llama_index.core.ingestion import DocstoreStrategy, IngestionPipeline
from llama_index.core.llms import MockLLM
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.query_engine import RetrieverQueryEngine
from llama_index.core.schema import ImageNode, IndexNode, NodeRelationship, RelatedNodeInfo, TextNode
from llama_index.core.storage.docstore import SimpleDocumentStore
from llama_index.core.vector_stores.types import (
    FilterCondition,
    FilterOperator,
    MetadataFilter,
    MetadataFilters,
    VectorStoreQuery,
    VectorStoreQueryMode,
)

from ingest import check, forgetting
from ingest.check import Finding
from pkm.config import Settings
from pkm.errors import PkmError, UsageError
from pkm.models import Embeddings, PersonId
from pkm.search import Searcher
from pkm.search.llama import PkmEmbedding, PkmRetriever, PkmVectorStore
from pkm.store import facts, people
from pkm.store.database import Database
from tests.clock import LONGEST_S
from tests.integration.test_search import MAILS, WordEmbedder, keep

OPERATORS = FilterOperator
EMBEDDER = WordEmbedder()


def vector(text: str) -> list[float]:
    return [float(each) for each in EMBEDDER.query(text).dense[0]]


def node(number: str, text: str, source: str | None = None, *, embedded: bool = True, **metadata: Any) -> TextNode:
    made = TextNode(
        id_=number, text=text, metadata=metadata, excluded_embed_metadata_keys=list(metadata),
        relationships={} if source is None else {NodeRelationship.SOURCE: RelatedNodeInfo(node_id=source)},
    )  # fmt: skip
    if embedded:
        made.embedding = vector(text)
    return made


NODES = [
    node(
        "a", "the lease of the flat ends in June", "lease", year=2024, tags=["home", "contract"], city="Bern", pages=1
    ),
    node("b", "the landlord wants the rent in advance", "lease", year=2025, tags=["home"], city="Basel", empty=""),
    node("c", "the boiler was repaired by a plumber", "boiler", year=2023, tags=[], city="Bern", price=12.5),
    node("d", "the quick brown fox and the hound", "fable", kind_of="fable", year="2024"),
    node("e", "a boat is for rent at the lake", None, city="100% Lugano"),
]


def names(store: PkmVectorStore, **asked: Any) -> list[str]:
    found = store.query(VectorStoreQuery(**{"similarity_top_k": 10} | asked))
    assert found.ids is not None
    assert found.nodes is not None
    assert found.similarities is not None
    assert [each.node_id for each in found.nodes] == found.ids
    assert len(found.similarities) == len(found.ids)
    assert found.similarities == sorted(found.similarities, reverse=True)
    return list(found.ids)


def where(key: str, operator: FilterOperator, value: Any = None) -> MetadataFilters:
    return MetadataFilters(filters=[MetadataFilter(key=key, value=value, operator=operator)])


@pytest.fixture
def store(database: Database) -> PkmVectorStore:
    made = PkmVectorStore(database, EMBEDDER)
    assert made.add(NODES) == ["a", "b", "c", "d", "e"]
    return made


# ---------------------------------------------------------------- adding and asking


def test_a_store_without_nodes_finds_none(database: Database) -> None:
    empty = PkmVectorStore(database, EMBEDDER)
    assert names(empty, query_embedding=vector("rent")) == []
    assert names(empty, query_str="rent", mode=VectorStoreQueryMode.HYBRID) == []
    assert empty.get_nodes() == []
    empty.delete("lease")
    empty.delete_nodes(["a"])
    empty.clear()


def test_by_meaning_the_nearest_node_is_first_and_its_score_a_cosine(store: PkmVectorStore) -> None:
    found = store.query(
        VectorStoreQuery(query_embedding=[2 * each for each in vector(NODES[2].text)], similarity_top_k=1)
    )
    assert found.ids == ["c"]
    assert found.similarities == pytest.approx([1.0], abs=2e-3)


def test_what_comes_back_is_what_was_added(store: PkmVectorStore) -> None:
    for back, given in zip(store.get_nodes(), NODES, strict=True):
        bare = given.model_copy()
        bare.embedding = None
        assert back == bare
        assert back.ref_doc_id == given.ref_doc_id


def test_by_words_only_nodes_that_have_one_are_found(store: PkmVectorStore) -> None:
    for mode in (VectorStoreQueryMode.SPARSE, VectorStoreQueryMode.TEXT_SEARCH):
        assert set(names(store, query_str="rent?", mode=mode)) == {"b", "e"}
        assert set(names(store, query_str="what is the rent?", mode=mode, sparse_top_k=2)) == {"b", "e"}
        assert len(names(store, query_str="rent", mode=mode, sparse_top_k=1)) == 1
        assert names(store, query_str="Zuerich", mode=mode) == []


def test_hybrid_weighs_words_and_meaning(store: PkmVectorStore) -> None:
    asked = {"query_str": "the fox", "query_embedding": vector("the fox"), "mode": VectorStoreQueryMode.HYBRID}
    assert names(store, **asked)[0] == "d"
    assert len(names(store, **asked, hybrid_top_k=2)) == 2
    for alpha in (0.0, 1.0):
        assert names(store, **asked, alpha=alpha)[0] == "d"
    with pytest.raises(UsageError, match=r"alpha=1\.5"):
        names(store, **asked, alpha=1.5)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"query_embedding": [1.0, 2.0]}, "2 dimensions, this home's 64"),
        ({"query_embedding": [0.0] * 64}, "zero"),
        ({}, "needs query_embedding or query_str"),
        ({"mode": VectorStoreQueryMode.HYBRID, "query_embedding": vector("x")}, "needs query_str"),
        ({"mode": VectorStoreQueryMode.SPARSE}, "needs query_str"),
        ({"mode": VectorStoreQueryMode.MMR, "query_embedding": vector("x")}, "no mode 'mmr'"),
    ],
)
def test_what_cannot_be_asked_is_told(store: PkmVectorStore, asked: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        names(store, **asked)


def test_nodes_of_other_models_are_refused_and_none_is_stored(database: Database) -> None:
    store = PkmVectorStore(database, EMBEDDER)
    strange = NODES[1].model_copy()
    for vectors, said in (
        ([1.0, 2.0], "2 dimensions"), ([float("nan")] * 64, "not of numbers"), (vector("quite another"), "not of this home"),
    ):  # fmt: skip
        strange.embedding = vectors
        with pytest.raises(UsageError, match=said):
            store.add([strange, NODES[0]])
    with pytest.raises(UsageError, match="node empty has no text"):
        store.add([NODES[0], TextNode(id_="empty", text="")])
    for odd in (TextNode(text="a\0b"), TextNode(text="a \ud800"), TextNode(text="a", metadata={"b": [{"c": "\0"}]})):
        with pytest.raises(UsageError, match="NUL character"):
            store.add([NODES[0], odd])
    with pytest.raises(UsageError, match="has no text"):
        store.add([ImageNode(id_="picture", image_path="x.png")])
    assert store.get_nodes() == []


def test_nodes_without_vectors_are_embedded_here(database: Database) -> None:
    store = PkmVectorStore(database, EMBEDDER)
    store.add([node("a", "the lease ends", embedded=False), node("b", "the boat leaks", embedded=False)])
    assert names(store, query_embedding=vector("the boat leaks"))[0] == "b"


def test_a_node_that_is_added_again_takes_its_place(store: PkmVectorStore) -> None:
    store.add([node("b", "the deposit is paid back", "lease")])
    assert sorted(each.node_id for each in store.get_nodes()) == ["a", "b", "c", "d", "e"]
    assert names(store, query_str="advance", mode=VectorStoreQueryMode.SPARSE) == []
    assert names(store, query_str="deposit", mode=VectorStoreQueryMode.SPARSE) == ["b"]


def test_of_nodes_with_one_id_the_last_is_kept_whatever_they_came_of(store: PkmVectorStore) -> None:
    store.add([node("x", "an old hut", "hut"), node("y", "a tent", "tent"), node("x", "a new hut", "tent")])
    assert [each.get_content() for each in store.get_nodes(["x"])] == ["a new hut"]
    store.delete("tent")
    assert store.get_nodes(["x", "y"]) == []


def test_index_nodes_stay_index_nodes(store: PkmVectorStore) -> None:
    store.add(
        [IndexNode(id_="i", text="summary of everything", index_id="other", embedding=vector("summary of everything"))]
    )
    [found] = store.get_nodes(["i"])
    assert isinstance(found, IndexNode)
    assert found.index_id == "other"


# ---------------------------------------------------------------- filters

CASES = [
    ("city", OPERATORS.EQ, "Bern", "ac"),
    ("year", OPERATORS.EQ, 2024, "a"),
    ("year", OPERATORS.EQ, "2024", "d"),
    ("year", OPERATORS.NE, 2024, "bcde"),
    ("city", OPERATORS.NE, "Bern", "bde"),
    ("year", OPERATORS.GT, 2023, "ab"),
    ("year", OPERATORS.GTE, 2024, "ab"),
    ("year", OPERATORS.LT, 2024, "c"),
    ("price", OPERATORS.LTE, 12.5, "c"),
    ("city", OPERATORS.GT, "Basel", "ac"),
    ("city", OPERATORS.IN, ["Bern", "Basel"], "abc"),
    ("year", OPERATORS.IN, [2025], "b"),
    ("year", OPERATORS.IN, [], ""),
    ("city", OPERATORS.NIN, ["Bern", "Basel"], "de"),
    ("tags", OPERATORS.CONTAINS, "contract", "a"),
    ("city", OPERATORS.CONTAINS, "Bern", ""),
    ("tags", OPERATORS.ANY, ["contract", "home"], "ab"),
    ("tags", OPERATORS.ALL, ["contract", "home"], "a"),
    ("tags", OPERATORS.EQ, "home", ""),
    ("city", OPERATORS.TEXT_MATCH, "er", "ac"),
    ("city", OPERATORS.TEXT_MATCH, "ber", ""),
    ("city", OPERATORS.TEXT_MATCH_INSENSITIVE, "BER", "ac"),
    ("city", OPERATORS.TEXT_MATCH, "0%", "e"),
    ("city", OPERATORS.TEXT_MATCH, ".", ""),
    ("empty", OPERATORS.IS_EMPTY, None, "abcde"),
    ("tags", OPERATORS.IS_EMPTY, None, "cde"),
    ("city", OPERATORS.IS_EMPTY, None, "d"),
    ("ref_doc_id", OPERATORS.EQ, "lease", "ab"),
    ('no "such" key\\', OPERATORS.EQ, "'; drop table node; --", ""),
]


@pytest.mark.parametrize(("key", "operator", "value", "expected"), CASES)
def test_each_operator(store: PkmVectorStore, key: str, operator: FilterOperator, value: Any, expected: str) -> None:
    filters = where(key, operator, value)
    assert "".join(each.node_id for each in store.get_nodes(filters=filters)) == expected
    assert "".join(sorted(names(store, query_embedding=vector("the rent"), filters=filters))) == expected
    hybrid = names(store, query_str="the rent", mode=VectorStoreQueryMode.HYBRID, filters=filters)
    assert "".join(sorted(hybrid)) == expected
    words = names(store, query_str="rent lease plumber fox", mode=VectorStoreQueryMode.SPARSE, filters=filters)
    assert "".join(sorted(words)) == expected


def test_filters_are_joined_and_nested(store: PkmVectorStore) -> None:
    bern, recent = (
        MetadataFilter(key="city", value="Bern"),
        MetadataFilter(key="year", value=2024, operator=OPERATORS.GTE),
    )

    def found(condition: FilterCondition, *parts: MetadataFilter | MetadataFilters) -> str:
        return "".join(
            n.node_id for n in store.get_nodes(filters=MetadataFilters(filters=list(parts), condition=condition))
        )

    assert found(FilterCondition.AND, bern, recent) == "a"
    assert found(FilterCondition.OR, bern, recent) == "abc"
    assert found(FilterCondition.NOT, bern, recent) == "de"
    either = MetadataFilters(filters=[bern, MetadataFilter(key="city", value="Basel")], condition=FilterCondition.OR)
    assert found(FilterCondition.AND, either, recent) == "ab"
    assert found(FilterCondition.NOT, either) == "de"
    assert found(FilterCondition.AND) == "abcde"


@pytest.mark.parametrize(
    ("operator", "value"),
    [
        (OPERATORS.IN, "Bern"),
        (OPERATORS.EQ, ["Bern"]),
        (OPERATORS.ANY, "x"),
        (OPERATORS.TEXT_MATCH, 3),
        (OPERATORS.LT, float("inf")),
        (OPERATORS.EQ, float("nan")),
    ],
)
def test_a_value_that_does_not_go_with_its_operator_is_told(
    store: PkmVectorStore, operator: FilterOperator, value: Any
) -> None:
    with pytest.raises(UsageError):
        names(store, query_embedding=vector("rent"), filters=where("city", operator, value))


def test_documents_and_nodes_can_be_named(store: PkmVectorStore) -> None:
    assert sorted(names(store, query_embedding=vector("rent"), doc_ids=["lease", "boiler"])) == ["a", "b", "c"]
    assert names(store, query_embedding=vector("rent"), node_ids=["d"]) == ["d"]
    assert len(names(store, query_embedding=vector("rent"), node_ids=[], doc_ids=[])) == 5


# ---------------------------------------------------------------- deleting


def test_a_document_is_deleted_with_all_its_nodes(store: PkmVectorStore) -> None:
    store.delete("no such")
    store.delete("lease")
    assert [each.node_id for each in store.get_nodes()] == ["c", "d", "e"]
    assert "b" not in names(store, query_embedding=vector(NODES[1].text))
    store.delete("e")  # a node that came of no document
    store.add(NODES[:2])
    assert [each.node_id for each in store.get_nodes()] == ["c", "d", "a", "b"]


def test_nodes_are_deleted_by_id_by_filter_and_by_both(store: PkmVectorStore) -> None:
    store.delete_nodes()
    store.delete_nodes(["no such"])
    assert len(store.get_nodes()) == 5
    store.delete_nodes(["c", "d"], where("city", OPERATORS.EQ, "Bern"))
    assert [each.node_id for each in store.get_nodes()] == ["a", "b", "d", "e"]
    store.delete_nodes(["d"])
    store.delete_nodes(filters=where("city", OPERATORS.EQ, "Bern"))
    assert sorted(each.node_id for each in store.get_nodes()) == ["b", "e"]
    assert set(names(store, query_embedding=vector(NODES[0].text))) == {"b", "e"}
    assert names(store, query_str="advance", mode=VectorStoreQueryMode.SPARSE) == ["b"]


def test_what_is_left_of_a_document_keeps_its_vectors_and_loses_the_words(database: Database) -> None:
    embedder = CountingEmbedder()
    store = PkmVectorStore(database, embedder)
    store.add(NODES[:3])
    before = embedder.count
    store.delete_nodes(["a"])
    assert embedder.count == before
    with database.transaction() as connection:
        texts = [row.text for row in connection.execute("select text from document order by id")]
    assert texts == [NODES[2].text, NODES[1].text]


def test_clear_deletes_nodes_and_nothing_else(store: PkmVectorStore, database: Database) -> None:
    keep(database, MAILS[:1], EMBEDDER, "llama-index")
    store.clear()
    assert names(store, query_embedding=vector("rent")) == []
    hits = Searcher(database, EMBEDDER).search("boiler", collection="llama-index")
    assert {hit.title for hit in hits} == {"Boiler"}


class CountingEmbedder(WordEmbedder):
    count = 0

    def passages(self, texts: Sequence[str]) -> Embeddings:
        self.count += len(texts)
        return super().passages(texts)


# ---------------------------------------------------------------- pkm's own view


def test_nodes_are_documents_like_any_other(store: PkmVectorStore, database: Database, home: Settings) -> None:
    searcher = Searcher(database, EMBEDDER)
    [hit] = searcher.search("rent in advance", k=1, collection="llama-index")
    assert (hit.path, hit.text) == ("llama-index/lease", NODES[1].text)
    with database.transaction() as connection:
        owner = people.ensure_owner(connection)
        [text] = [row.text for row in connection.execute("select text from document where id = %s", (hit.document_id,))]
        assert facts.find(connection) == []
    assert text[hit.char_start : hit.char_end] == hit.text
    assert _findings(database, home, owner) == []
    gone = forgetting.forget_path(database, home, "llama-index/lease", owner)
    assert (gone["documents"], gone["chunks"]) == (1, 2)
    assert [each.node_id for each in store.get_nodes()] == ["c", "d", "e"]
    assert all(each.path != "llama-index/lease" for each in searcher.search("rent in advance"))
    store.add(NODES[:2])  # who adds it again wants it known again
    assert names(store, query_str="advance", mode=VectorStoreQueryMode.SPARSE) == ["b"]
    assert _findings(database, home, owner) == []


def test_repairs_take_no_node_for_a_file_that_is_gone(
    store: PkmVectorStore, database: Database, home: Settings
) -> None:
    with database.transaction() as connection:
        owner = people.ensure_owner(connection)
        connection.execute("delete from space_1.passage_vector where chunk_id = (select min(id) from chunk)")
    findings = _findings(database, home, owner)
    assert findings
    assert check.repair(database, home, findings)["read_again"] == 0
    assert len(store.get_nodes()) == 5


def _findings(database: Database, home: Settings, owner: PersonId) -> list[Finding]:
    return [each for each in check.check(database, home, owner, deep=False) if isinstance(each, Finding)]


def test_the_parts_of_a_document_that_come_later_join_it(
    store: PkmVectorStore, database: Database, home: Settings
) -> None:
    store.add([node("f", "the keys are handed over", "lease", embedded=False)])
    store.delete_nodes(["a"])
    with database.transaction() as connection:
        owner = people.ensure_owner(connection)
    assert _findings(database, home, owner) == []
    store.delete("lease")
    assert [each.node_id for each in store.get_nodes()] == ["c", "d", "e"]


def test_metadata_say_what_a_document_is(database: Database) -> None:
    store = PkmVectorStore(database, EMBEDDER)
    store.add([node("x", "terms of the lease", "l", title="Lease", date="2024-05-01", kind="contract", language="en")])
    [hit] = Searcher(database, EMBEDDER).search(
        "lease", kind="contract", since=date(2024, 5, 1), until=date(2024, 5, 1)
    )
    assert hit.title == "Lease"


def test_another_collection_is_another_store(store: PkmVectorStore, database: Database) -> None:
    other = PkmVectorStore(database, EMBEDDER, collection="other")
    other.add([node("a", "the rent of the other", "lease")])
    assert names(other, query_embedding=vector("rent")) == ["a"]
    other.clear()
    assert len(store.get_nodes()) == 5


# ---------------------------------------------------------------- with llama-index's own parts

DOCUMENTS = [
    Document(
        id_="lease",
        text="The lease of the flat ends in June. " * 8 + "The rent is due on Friday.",
        metadata={"city": "Bern"},
    ),
    Document(id_="boat", text="The boat leaks at the stern. " * 8, metadata={"city": "Lugano"}),
]


def test_an_index_over_it_asks_updates_and_deletes(database: Database) -> None:
    store, model = PkmVectorStore(database, EMBEDDER), PkmEmbedding(EMBEDDER)
    splitter = SentenceSplitter(chunk_size=60, chunk_overlap=10)
    index = VectorStoreIndex.from_documents(
        DOCUMENTS, StorageContext.from_defaults(vector_store=store), embed_model=model, transformations=[splitter]
    )
    assert len(store.get_nodes(filters=where("ref_doc_id", OPERATORS.EQ, "lease"))) > 1
    again = VectorStoreIndex.from_vector_store(store, embed_model=model)
    for mode in ("default", "hybrid", "sparse"):
        nodes = again.as_retriever(similarity_top_k=2, sparse_top_k=2, vector_store_query_mode=mode).retrieve(
            "does the boat leak"
        )
        assert len(nodes) == 2
        assert {each.node.ref_doc_id for each in nodes} == {"boat"}, mode
    filtered = again.as_retriever(similarity_top_k=9, filters=where("city", OPERATORS.EQ, "Bern")).retrieve(
        "does the boat leak"
    )
    assert {each.node.ref_doc_id for each in filtered} == {"lease"}
    index.update_ref_doc(Document(id_="boat", text="The boat was sold.", metadata={"city": "Lugano"}))
    assert "sold" in again.as_retriever(similarity_top_k=1).retrieve("boat sold")[0].get_content()
    assert not any("leaks" in each.get_content() for each in store.get_nodes())
    index.delete_ref_doc("lease")
    assert {each.ref_doc_id for each in store.get_nodes()} == {"boat"}
    index.delete_nodes([each.node_id for each in store.get_nodes()])
    assert store.get_nodes() == []


def test_a_pipeline_puts_in_what_changed_and_takes_out_what_is_gone(database: Database) -> None:
    store = PkmVectorStore(database, EMBEDDER)
    pipeline = IngestionPipeline(
        transformations=[SentenceSplitter(chunk_size=60, chunk_overlap=10), PkmEmbedding(EMBEDDER)], vector_store=store,
        docstore=SimpleDocumentStore(), docstore_strategy=DocstoreStrategy.UPSERTS_AND_DELETE,
    )  # fmt: skip
    pipeline.run(documents=DOCUMENTS)
    count = len(store.get_nodes())
    assert pipeline.run(documents=DOCUMENTS) == []
    assert len(store.get_nodes()) == count
    pipeline.run(documents=[Document(id_="boat", text="The boat was sold.")])
    assert [each.get_content() for each in store.get_nodes()] == ["The boat was sold."]


def test_an_engine_answers_from_it(store: PkmVectorStore) -> None:
    index = VectorStoreIndex.from_vector_store(store, embed_model=PkmEmbedding(EMBEDDER))
    engine = index.as_query_engine(llm=MockLLM(), vector_store_query_mode="hybrid", similarity_top_k=2)
    response = engine.query("who repaired the boiler?")
    assert response.source_nodes[0].node.node_id == "c"
    assert NODES[2].text in str(response)


def test_everything_works_beside_the_event_loop(database: Database) -> None:
    store = PkmVectorStore(database, EMBEDDER)

    async def work() -> list[list[str]]:
        await store.async_add(NODES)
        rent = VectorStoreQuery(query_embedding=vector("rent"), similarity_top_k=9)
        seen = [(await store.aquery(rent)).ids]
        await store.adelete("lease")
        await store.adelete_nodes(["d"])
        seen.append([each.node_id for each in await store.aget_nodes()])
        await store.aclear()
        seen.append((await store.aquery(rent)).ids)
        index = VectorStoreIndex.from_vector_store(store, embed_model=PkmEmbedding(EMBEDDER))
        await index.ainsert(DOCUMENTS[1])
        seen.append([each.node.ref_doc_id for each in await index.as_retriever().aretrieve("boat")])
        return [list(each or []) for each in seen]

    first, second, third, fourth = asyncio.run(work())
    assert sorted(first) == ["a", "b", "c", "d", "e"]
    assert second == ["c", "e"]
    assert third == []
    assert fourth == ["boat"]


# ---------------------------------------------------------------- the retriever


@pytest.fixture
def mails(database: Database) -> Searcher:
    keep(database, MAILS, EMBEDDER)
    return Searcher(database, EMBEDDER)


def test_a_retriever_gives_hits_as_nodes_that_lead_back(mails: Searcher) -> None:
    engine = RetrieverQueryEngine.from_args(PkmRetriever(mails, k=3, kind="email"), llm=MockLLM())
    nodes = engine.query("train to Vienna").source_nodes
    hits = mails.search("train to Vienna", k=3, kind="email")
    assert [(each.get_content(), each.score) for each in nodes] == [(hit.text, hit.score) for hit in hits]
    first = nodes[0].node
    assert first.ref_doc_id == str(hits[0].document_id)
    assert (first.metadata["path"], first.start_char_idx, first.end_char_idx) == (
        hits[0].path, hits[0].char_start, hits[0].char_end,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("filters", "titles"),
    [
        ([("kind", OPERATORS.EQ, "email")], {"Boiler", "Dinner", "Holiday"}),
        ([("date", OPERATORS.GTE, "2024-02-05")], {"Dinner", "Holiday", "Chat with Bob"}),
        ([("date", OPERATORS.GT, "2024-02-05"), ("date", OPERATORS.LT, "2024-03-06")], {"Holiday"}),
        ([("date", OPERATORS.EQ, "2024-02-05")], {"Dinner"}),
        ([("date", OPERATORS.LTE, "2024-01-05"), ("collection", OPERATORS.EQ, "household")], {"Boiler"}),
        ([("date", OPERATORS.LTE, "2024-01-05"), ("path", OPERATORS.EQ, "/papers")], {"Boiler"}),
        ([("path", OPERATORS.EQ, "/paper")], set()),
        ([("date", OPERATORS.LTE, "2024-01-05"), ("source", OPERATORS.EQ, 1)], {"Boiler"}),
    ],
)
def test_a_retriever_filters(mails: Searcher, filters: list[tuple[str, FilterOperator, Any]], titles: set[str]) -> None:
    asked = MetadataFilters(filters=[MetadataFilter(key=k, operator=o, value=v) for k, o, v in filters])
    assert {each.node.metadata["title"] for each in PkmRetriever(mails, filters=asked).retrieve("friday")} == titles


@pytest.mark.parametrize(
    "filters",
    [
        where("kind", OPERATORS.NE, "email"),
        where("kind", OPERATORS.EQ, "novel"),
        where("author", OPERATORS.EQ, "ann"),
        where("date", OPERATORS.GTE, "yesterday"),
        where("date", OPERATORS.GT, "9999-12-31"),
        where("date", OPERATORS.LT, "0001-01-01"),
        MetadataFilters(filters=[MetadataFilter(key="kind", value="email")], condition=FilterCondition.NOT),
        MetadataFilters(
            filters=[MetadataFilter(key="kind", value="email"), MetadataFilter(key="kind", value="note")],
            condition=FilterCondition.OR,
        ),
        MetadataFilters(filters=[MetadataFilter(key="kind", value="email"), MetadataFilter(key="kind", value="note")]),
    ],
)
def test_what_a_retriever_cannot_filter_is_told(mails: Searcher, filters: MetadataFilters) -> None:
    with pytest.raises(PkmError):
        PkmRetriever(mails, filters=filters)


def test_a_retriever_reports_to_callbacks(mails: Searcher) -> None:
    debug = LlamaDebugHandler(print_trace_on_end=False)
    PkmRetriever(mails, k=2, callback_manager=CallbackManager([debug])).retrieve("dinner")
    [(begun, ended)] = debug.get_event_pairs(CBEventType.RETRIEVE)
    assert begun.payload is not None
    assert ended.payload is not None
    assert len(ended.payload["nodes"]) == 2


def test_a_retriever_does_not_hold_up_the_event_loop(database: Database) -> None:
    keep(database, MAILS, EMBEDDER)
    asking, let_go = threading.Event(), threading.Event()

    class Slow(WordEmbedder):
        def query(self, text: str) -> Embeddings:
            asking.set()
            assert let_go.wait(LONGEST_S)
            return super().query(text)

    async def work() -> int:
        task = asyncio.create_task(PkmRetriever(Searcher(database, Slow()), k=2).aretrieve("dinner"))
        while not asking.is_set():
            await asyncio.sleep(0.01)
        let_go.set()  # reached only where the loop runs while the search waits
        return len(await task)

    assert asyncio.run(work()) == 2
