"""Vectors near to a question: k come back whenever k exist, whatever the filter; the index that is used, and how it comes to be."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import numpy as np
import psycopg
import pytest
from pgvector import HalfVector

import sql
from bench.synthetic_vectors import VectorSource
from ingest.indexing import Indexer
from pkm.config import Settings
from pkm.errors import Unstorable
from pkm.models import ChunkId, CollectionId, DocumentId, PersonId, SourceId, Space
from pkm.services import EmbeddedPostgres
from pkm.store import dense, erasure, filters, hnsw, people, spaces, status, vectors
from pkm.store.database import Connection, Database
from pkm.store.dense import EXACT_ROWS
from pkm.store.filters import Filter
from tests.clock import LONGEST_S, until

ROWS, DIMENSIONS = 30_000, 256
SPACE = Space("synthetic", "synthetic", DIMENSIONS, "bm25", False, 256)
RARE = {10: "xa", 100: "xb", 1_000: "xc", 10_000: "xd"}  # languages; one document in so many


@cache
def made(rows: int) -> np.ndarray:
    """Shape (rows, dimensions), in the order of their passages."""
    return np.concatenate(list(VectorSource(DIMENSIONS, seed=1).passages(rows)))


def fill(database: Database, rows: int) -> int:
    """A space of ``rows`` passages, two a document, in two collections, sources and folders; a tenth no longer hold."""
    languages = (
        "case "
        + " ".join(f"when n %% {every} = 3 then '{name}'" for every, name in sorted(RARE.items(), reverse=True))
        + " end"
    )
    with database.transaction() as connection:
        owner = people.ensure_owner(connection)
        collections = [people.ensure_collection(connection, name, owner).id for name in (None, "other")]
        space_id = spaces.activate(connection, SPACE)
        connection.execute(
            "insert into source (collection_id, kind, location, registered) select c, 'folder', '/papers/' || c, true"
            " from unnest(%s::bigint[]) as c", (collections,))  # fmt: skip
        connection.execute(
            f"""with f as (
                insert into file (collection_id, source_id, path, state, size, mtime_ns, ctime_ns, inode)
                select s.collection_id, s.id, s.location || '/' || n %% 100 || '/' || n, 'indexed', 1, 1, 1, n
                from generate_series(1, %(documents)s) as n
                join source s on s.collection_id = case when n %% 20 = 0 then %(second)s else %(first)s end
                returning id, collection_id, inode as n
            ), d as (
                insert into document (collection_id, file_id, ordinal, kind, title, head, date, language, mime, sha256, has_object,
                    text, valid_from, valid_to)
                select collection_id, id, 0, case when n %% 4 = 0 then 'email' else 'note' end, '', '',
                    date '2000-01-01' + (n %% 3650)::integer, {languages}, '', '', false, 'x', '2020-01-01',
                    case when n %% 10 = 9 then timestamptz '2022-01-01' end
                from f returning id, collection_id, kind, date
            )
            insert into chunk (collection_id, document_id, ordinal, char_start, char_end, heading, kind, date, hash)
            select collection_id, id, ordinal, 0, 1, '', kind, date, '' from d, generate_series(0, 1) as ordinal""",
            {"documents": rows // 2, "first": collections[0], "second": collections[1]},
        )
        spaces.enter(connection, space_id)
        chunks = connection.execute("select id, collection_id, document_id from chunk order by id").fetchall()
        with connection.cursor() as cursor, cursor.copy(sql.queries.vectors.copy_vectors.sql) as stream:
            stream.set_types(("int8", "int8", "int8", "halfvec", "int4[]", "float4[]", "bytea"))
            for (chunk, collection, document), vector in zip(chunks, made(rows), strict=True):
                stream.write_row((chunk, collection, document, HalfVector(vector), [], [], None))
    with database.session() as connection:
        connection.execute(f"vacuum analyze space_{space_id}.passage_vector, document, chunk, file")
    return space_id


@pytest.fixture(scope="module")
def filled(server: EmbeddedPostgres) -> Iterator[tuple[Database, int]]:
    """A database with an indexed space of 30,000 passages; tests leave it as it is."""
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("create database filled template template")
    with Database.at(f"{server.url.rpartition(' ')[0]} dbname=filled") as database:
        space_id = fill(database, ROWS)
        hnsw.ensure(database, space_id, SPACE)
        yield database, space_id
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("drop database filled with (force)")


FILTERS = {
    "everything": Filter(),
    "a tenth": Filter(language="xa"),
    "a hundredth": Filter(language="xb"),
    "a thousandth": Filter(language="xc"),
    "a ten-thousandth": Filter(language="xd"),
    "none": Filter(language="none"),
    "a kind": Filter(kind="email"),
    "a collection": Filter(collection=CollectionId(2)),
    "two conditions that never meet": Filter(collection=CollectionId(2), language="xa"),
    "a week": Filter(since=date(2003, 5, 1), until=date(2003, 5, 7)),
    "a source": Filter(source=SourceId(2)),
    "a folder": Filter(path="/papers/1/7"),
    "a folder as it is written": Filter(path="/papers/1/7/"),
    "a file": Filter(path="/papers/1/7/307"),
    "nowhere": Filter(path="/papers/1/7/30"),
    "documents": Filter(documents=[DocumentId(each) for each in range(100, 400)]),
    "no documents": Filter(documents=[]),
    "what held": Filter(instant=datetime(2021, 1, 1, tzinfo=UTC), as_of=date(2020, 12, 31)),
    "before anything": Filter(instant=datetime(1990, 1, 1, tzinfo=UTC), as_of=date(1989, 12, 31)),
    "an owner": Filter(person=PersonId(1)),
    "a stranger": Filter(person=PersonId(77)),
}  # fmt: skip


def passing(connection: Connection, which: Filter) -> set[int]:
    """The passages that pass, by conditions of this test's own on plain tables."""
    members = {row[0] for row in connection.execute("select collection_id from collection_member where person_id = %s", (which.person,))}  # fmt: skip
    found = set()
    for row in connection.execute(
        "select c.id, c.document_id, c.date as day, d.date, d.collection_id, d.kind, d.language, d.valid_from, d.valid_to, f.path, f.source_id from chunk c join document d on d.id = c.document_id"
        " join file f on f.id = d.file_id"
    ):
        if which.instant is None:
            held = row.valid_to is None
        else:
            assert which.as_of is not None
            known = row.valid_from < which.instant or row.date <= which.as_of  # every one is a first version
            held = known and (row.valid_to is None or row.valid_to >= which.instant)
        folder = (which.path or "").rstrip("/")
        if (
            held
            and which.collection in {None, row.collection_id}
            and which.kind in {None, row.kind}
            and which.language in {None, row.language}
            and which.source in {None, row.source_id}
            and (which.path is None or row.path == folder or row.path.startswith(folder + "/"))
            and (which.since is None or row.day >= which.since)
            and (which.until is None or row.day <= which.until)
            and (which.documents is None or row.document_id in which.documents)
            and (which.person is None or row.collection_id in members)
        ):
            found.add(row.id)
    return found


@pytest.mark.parametrize("name", FILTERS)
def test_k_passages_come_back_whenever_k_exist_and_they_are_the_nearest(
    filled: tuple[Database, int], name: str
) -> None:
    database, space_id = filled
    which = FILTERS[name]
    with database.transaction() as connection:
        there = passing(connection, which)
        spaces.enter(connection, space_id)
        ids = np.array([row.id for row in connection.execute("select id from chunk order by id")])
        allowed = np.isin(ids, list(there))
        recall = []
        for k, question in zip((1, 10, 10, 10, 200), VectorSource(DIMENSIONS, seed=1).questions(5, ROWS), strict=True):
            found = dense.search(connection, question, k, which)
            assert len(found) == min(k, len(there)), (name, k)
            assert {each.chunk for each in found} <= there
            scores = np.where(allowed, made(ROWS) @ question, -np.inf)
            nearest = set(ids[np.argsort(-scores, kind="stable")[: len(found)]].tolist())
            if k <= 10:
                recall.append(len(nearest & {each.chunk for each in found}) / max(1, len(found)) if found else 1.0)
            assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
        assert np.mean(recall) >= 0.95, recall


@pytest.mark.parametrize("cost", [1, 10_000])
def test_steps_through_the_index_and_a_look_at_all_signs_find_the_same(
    filled: tuple[Database, int], cost: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dense, "STEP_COST", cost)  # either way seems dear
    used: list[str] = []
    select = filters.select

    def note(connection: Connection, query: Any, which: Filter, **asked: Any) -> list[Any]:
        used.append(query.__name__)
        return select(connection, query, which, **asked)

    monkeypatch.setattr(filters, "select", note)
    database, space_id = filled
    with database.transaction() as connection:
        spaces.enter(connection, space_id)
        ids = np.array([row.id for row in connection.execute("select id from chunk order by id")])
        allowed = np.isin(ids, list(passing(connection, Filter())))
        recall = []
        for question in VectorSource(DIMENSIONS, seed=1).questions(20, ROWS):
            scores = np.where(allowed, made(ROWS) @ question, -np.inf)
            nearest = set(ids[np.argsort(-scores)[:10]].tolist())
            recall.append(len(nearest & {each.chunk for each in dense.search(connection, question, 10, Filter())}) / 10)
    assert np.mean(recall) >= 0.95, recall
    assert set(used) - {"estimate_passing", "count_passing"} == {"nearest" if cost == 1 else "nearest_by_signs"}


@pytest.mark.parametrize("name", ["a kind", "a tenth", "an owner"])
def test_signs_are_read_in_an_index_alone(filled: tuple[Database, int], name: str) -> None:
    database, space_id = filled
    question = HalfVector(VectorSource(DIMENSIONS, seed=1).questions(1, ROWS)[0])
    with database.transaction() as connection:
        spaces.enter(connection, space_id)
        plan = explained(connection, "nearest_by_signs", FILTERS[name], vector=question, k=10, candidates=50)
    assert "Index Only Scan using passage_vector_by_document" in plan, plan
    assert "passage_vector_signs" not in plan, plan


def explained(connection: Connection, query: str, which: Filter, **asked: object) -> str:
    text = filters.put_in(getattr(sql.queries.dense, query).sql, which)
    rows = connection.execute(f"explain {text}".encode(), asked | which.asked()).fetchall()
    return "\n".join(row[0][:150] for row in rows)


@pytest.mark.parametrize("name", ["everything", "a tenth", "a kind", "an owner", "a source", "what held", "a folder"])
def test_the_index_of_signs_finds_candidates_whatever_the_filter(filled: tuple[Database, int], name: str) -> None:
    database, space_id = filled
    question = HalfVector(VectorSource(DIMENSIONS, seed=1).questions(1, ROWS)[0])
    with database.transaction() as connection:
        spaces.enter(connection, space_id)
        sql.queries.dense.begin_effort(connection, effort="100", most="20000")
        plan = explained(connection, "nearest", FILTERS[name], vector=question, k=10, candidates=50)
        found = filters.select(
            connection, sql.queries.dense.nearest, FILTERS[name], vector=question, k=10, candidates=50
        )
        there = passing(connection, FILTERS[name])
    assert "passage_vector_signs" in plan, plan
    assert len(found) == 10  # it goes on until enough passed
    assert {row.chunk_id for row in found} <= there


def test_beside_what_the_index_leads_to_the_rest_of_its_document_is_looked_at(filled: tuple[Database, int]) -> None:
    database, space_id = filled
    vectors = VectorSource(DIMENSIONS, seed=1).questions(20, ROWS)
    with database.transaction() as connection:
        spaces.enter(connection, space_id)
        sql.queries.dense.begin_effort(connection, effort="100", most="20000")
        for name in ("everything", "a kind"):
            there = passing(connection, FILTERS[name])
            for vector in map(HalfVector, vectors):
                rows = filters.select(
                    connection, sql.queries.dense.nearest, FILTERS[name], vector=vector, k=5, candidates=1
                )
                assert len(rows) == len({row.chunk_id for row in rows}) == 2  # a document has two
                assert len({row.document_id for row in rows}) == 1
                assert {row.chunk_id for row in rows} <= there
                assert rows[0].score >= rows[1].score


@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("a thousandth", "document_by_language"),
        ("a week", "chunk_by_day"),
        ("a file", "file_below"),
        ("documents", "passage_vector_by_document"),
    ],
)
def test_what_few_pass_is_found_through_an_index_and_not_by_reading_all_vectors(
    filled: tuple[Database, int], name: str, index: str
) -> None:
    database, space_id = filled
    question = HalfVector(VectorSource(DIMENSIONS, seed=1).questions(1, ROWS)[0])
    with database.transaction() as connection:
        spaces.enter(connection, space_id)
        plan = explained(connection, "nearest_exact", FILTERS[name], vector=question, k=10)
    assert index in plan, plan
    assert "Seq Scan on passage_vector" not in plan, plan


def test_an_effort_that_is_set_is_used(filled: tuple[Database, int]) -> None:
    database, space_id = filled
    with Database.at(database.url, search_effort=37) as opened, opened.transaction() as connection:
        spaces.enter(connection, space_id)
        dense.search(connection, VectorSource(DIMENSIONS, seed=1).questions(1, ROWS)[0], 10, Filter())
        (effort,) = connection.execute("select current_setting('hnsw.ef_search')").fetchone() or (None,)
        assert effort == "37"
        assert connection.execute("show enable_sort").fetchone() == ("on",)  # what follows is planned as ever


def test_the_estimate_tells_rare_filters_from_common_ones(filled: tuple[Database, int]) -> None:
    database, space_id = filled
    with database.transaction() as connection:
        spaces.enter(connection, space_id)
        for name in ("everything", "a tenth", "a kind", "a collection", "a hundredth"):
            there = len(passing(connection, FILTERS[name]))
            assert there / 3 < filters.estimate(connection, FILTERS[name]) < there * 3, name
            assert filters.count(connection, FILTERS[name], ROWS) == there
        assert filters.count(connection, Filter(), 7) == 7


# ---------------------------------------------------------------- how the index comes to be


def grow(database: Database, space_id: int, rows: int) -> None:
    """Copies of the first passage, under further documents' numbers."""
    with database.transaction() as connection:
        spaces.enter(connection, space_id)
        connection.execute(
            """with c as (
                insert into chunk (collection_id, document_id, ordinal, char_start, char_end, heading, kind, hash)
                select collection_id, document_id, ordinal + n, 0, 1, '', kind, '' from chunk, generate_series(2, %(rows)s) as n
                where id = (select min(id) from chunk) returning id, collection_id, document_id
            )
            insert into passage_vector (chunk_id, collection_id, document_id, dense, terms, weights)
            select c.id, c.collection_id, c.document_id, v.dense, '{}', '{}'
            from c, (select dense from passage_vector order by chunk_id limit 1) as v""",
            {"rows": rows},
        )


def test_an_index_is_due_when_exact_search_gets_slow_and_later_while_more_is_to_come(
    database: Database, home: Settings
) -> None:
    space_id = fill(database, 100)
    with database.transaction() as connection:
        assert not hnsw.is_due(connection, space_id, loading=False)
        assert hnsw.state(connection, space_id) == {"state": "none"}
    grow(database, space_id, EXACT_ROWS + 1)
    with database.transaction() as connection:
        assert hnsw.is_due(connection, space_id, loading=False)
        assert not hnsw.is_due(connection, space_id, loading=True)
        shown = status.read_status(database, home, PersonId(1))
        assert shown["index"] == {"state": "none"}
    with Indexer(database, home) as indexer:
        indexer.look()
    with database.transaction() as connection:
        assert not hnsw.is_due(connection, space_id, loading=False)
        assert hnsw.state(connection, space_id) == {"state": "ready"}


BUILDER = """
import sys
from pathlib import Path
from pkm.config import Settings
from pkm.store import hnsw
from pkm.store.database import Database
from tests.integration.test_dense import SPACE
with Database.at(sys.argv[1]) as database:
    hnsw.ensure(database, int(sys.argv[2]), SPACE, Settings(Path()))
"""


@contextmanager
def as_it_was(database_url: str) -> Iterator[None]:
    """Look at the database as it is now: until the end of that, no index which is built beside its use is finished."""
    with psycopg.connect(database_url) as connection:
        connection.execute("set transaction isolation level repeatable read")
        connection.execute("select 1")
        yield


def test_a_build_whose_server_process_is_killed_leaves_a_rest_that_the_next_one_clears_away(
    database: Database, database_url: str
) -> None:
    space_id = fill(database, EXACT_ROWS + 2_000)

    def progress() -> dict[str, Any] | None:
        with database.transaction() as connection:
            found = hnsw.state(connection, space_id)
        is_on = found["state"] == "building" and (found["done"] > 0 or found["phase"] == "waiting for old snapshots")
        return found if is_on else None

    builder = subprocess.Popen([sys.executable, "-c", BUILDER, database_url, str(space_id)], stderr=subprocess.PIPE)
    try:
        with as_it_was(database_url):
            found = until(progress, "some passages are in the index")
            assert found is not None
            assert found["total"] >= found["done"]
            assert found["seconds"] >= 0
            with database.transaction() as connection:
                connection.execute("select pg_cancel_backend(pid) from pg_stat_progress_create_index")
            assert builder.wait(LONGEST_S) != 0
    finally:
        builder.kill()
        builder.communicate()
    with database.transaction() as connection:
        spaces.enter(connection, space_id)
        assert sql.queries.hnsw.is_usable(connection) is False  # a rest that serves no search
        question = VectorSource(DIMENSIONS, seed=1).questions(1, 1000)[0]
        assert len(dense.search(connection, question, 10, Filter())) == 10
        assert hnsw.is_due(connection, space_id, loading=False)
    hnsw.ensure(database, space_id, SPACE)
    with database.transaction() as connection:
        assert hnsw.state(connection, space_id) == {"state": "ready"}


def test_while_one_builds_the_others_leave_it_to_him_and_files_are_read(database: Database, home: Settings) -> None:
    space_id = fill(database, EXACT_ROWS + 1_000)
    with database.session() as connection:
        assert sql.queries.hnsw.try_lock(connection, space=space_id)
        assert not hnsw.build(database, home, space_id, SPACE)
        connection.execute("select pg_advisory_unlock_all()")  # a server lets go some time after a connection is closed
    assert hnsw.build(database, home, space_id, SPACE)
    grow(database, space_id, 10)  # what comes later is found too
    with database.transaction() as connection:
        spaces.enter(connection, space_id)
        first = connection.execute("select dense from passage_vector order by chunk_id limit 1").fetchone()
        assert first is not None
        found = dense.search(connection, first.dense.to_numpy().astype(np.float32), 10, Filter())
        assert all(each.score == pytest.approx(1, abs=1e-2) for each in found)


@pytest.mark.parametrize(
    "wrong", [np.full(DIMENSIONS, np.nan), np.zeros(DIMENSIONS), np.ones(DIMENSIONS + 1), np.full(DIMENSIONS, 1e-9)]
)
def test_a_vector_without_a_direction_or_of_another_space_is_not_stored(database: Database, wrong: np.ndarray) -> None:
    space_id = fill(database, 20)
    with pytest.raises(Unstorable), database.transaction() as connection:  # noqa: PT012
        spaces.enter(connection, space_id)
        connection.execute("delete from passage_vector where chunk_id = (select min(chunk_id) from passage_vector)")
        vectors.insert_passages(
            connection, space_id, [vectors.Place(ChunkId(1), DocumentId(1), CollectionId(1))],
            [vectors.Stored(HalfVector(wrong.astype(np.float16)), [], [], None)],
        )  # fmt: skip
    with database.transaction() as connection:
        spaces.enter(connection, space_id)
        assert (
            connection.execute(
                "select from chunk c where not exists (select from passage_vector v where v.chunk_id = c.id)"
            ).fetchone()
            is None
        )


def test_how_an_index_is_built_follows_the_data_and_the_machine_and_what_is_set(home: Settings) -> None:
    small, large = (hnsw.plan(home, count, 1024) for count in (20_000, 1_000_000))
    assert small.memory_mb < large.memory_mb
    assert large.memory_mb >= 900  # a graph of a million with 128 bytes of signs each is to fit
    assert hnsw.plan(home, 10**9, 1024, allowed_mb=700).memory_mb == 700
    assert hnsw.plan(home, 10**9, 1024).memory_mb * hnsw.MEMORY_SHARE <= os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**20 + 4  # fmt: skip
    chosen = replace(home, index_m=24, index_ef_construction=200, index_memory_mb=99, index_workers=0)
    assert hnsw.plan(chosen, 10**6, 1024) == hnsw.Build(24, 200, 99, 0)


def test_what_was_forgotten_is_erased_while_an_index_is_being_built_and_the_index_comes_back(
    database: Database, database_url: str
) -> None:
    space_id = fill(database, EXACT_ROWS + 2_000)
    with database.transaction() as connection:
        connection.execute("delete from document where id = (select min(id) from document)")
        erasure.note(connection)

    def is_being_built() -> bool:
        with database.transaction() as connection:
            return hnsw.state(connection, space_id)["state"] == "building"

    builder = subprocess.Popen([sys.executable, "-c", BUILDER, database_url, str(space_id)], stderr=subprocess.PIPE)
    try:
        with as_it_was(database_url):
            until(is_being_built, "the index is being built")
        with database.transaction() as connection:
            due = erasure.due(connection)
        assert due is not None
        erasure.erase(database, due)
    finally:
        builder.kill()
        builder.communicate()
    with database.transaction() as connection:
        assert erasure.due(connection) is None
        assert hnsw.state(connection, space_id) == {"state": "ready"}
