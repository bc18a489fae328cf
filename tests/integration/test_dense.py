"""Vectors near to a question: k come back whenever k exist, whatever the filter; the index that is used, and how it comes to be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import numpy as np
import psycopg
import pytest
from pgvector import HalfVector

import sql
from bench.synthetic_vectors import VectorSource
from pkm.models import CollectionId, DocumentId, PersonId, SourceId, Space
from pkm.services import EmbeddedPostgres
from pkm.store import dense, hnsw, people, spaces
from pkm.store.database import Connection, Database
from pkm.store.filters import Filter

ROWS, DIMENSIONS = 30_000, 256
SPACE = Space("synthetic", "synthetic", DIMENSIONS, "bm25", False, 256)
RARE = {10: "xa", 100: "xb", 1_000: "xc", 10_000: "xd"}  # languages; one document in so many


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
        made = np.concatenate(list(VectorSource(DIMENSIONS, seed=1).passages(rows)))
        with connection.cursor() as cursor, cursor.copy(sql.queries.vectors.copy_vectors.sql) as stream:
            stream.set_types(("int8", "int8", "int8", "halfvec", "int4[]", "float4[]", "bytea"))
            for (chunk, collection, document), vector in zip(chunks, made, strict=True):
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
        vectors = np.concatenate(list(VectorSource(DIMENSIONS, seed=1).passages(ROWS)))
        ids = np.array([row.id for row in connection.execute("select id from chunk order by id")])
        allowed = np.isin(ids, list(there))
        recall = []
        for k, question in zip((1, 10, 10, 10, 200), VectorSource(DIMENSIONS, seed=1).questions(5, ROWS), strict=True):
            found = dense.search(connection, question, k, which)
            assert len(found) == min(k, len(there)), (name, k)
            assert {each.chunk for each in found} <= there
            scores = np.where(allowed, vectors @ question, -np.inf)
            nearest = set(ids[np.argsort(-scores, kind="stable")[: len(found)]].tolist())
            recall.append(len(nearest & {each.chunk for each in found}) / max(1, len(found)) if found else 1.0)
            assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
        assert np.mean(recall) >= 0.95, recall
