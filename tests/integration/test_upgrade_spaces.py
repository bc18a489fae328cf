"""Spaces of the version before: their passages are found at once, and counted as this version does in the background."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from pgvector import HalfVector
from pgvector.psycopg import register_vector

from pkm import counting, lexical
from pkm.search import Searcher
from pkm.services import EmbeddedPostgres
from pkm.store import folding, inverted, recounting, spaces
from pkm.store.database import Database, migrate
from tests.integration.test_search import WordEmbedder

BEFORE = "0005"
TEXTS = ["Both parties may harmonise the agreement with Ostwind.", "Die Verträge mit Meridian enden.", "The plumber."]
LANGUAGES = ["en", "de", None]


@pytest.fixture
def old_url(server: EmbeddedPostgres) -> Iterator[str]:
    """A database as the migrations before this version leave it, with a space and three documents in it."""
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("create database old_spaces")
    url = f"{server.url.rpartition(' ')[0]} dbname=old_spaces"
    with psycopg.connect(url, autocommit=True) as connection:
        migrate(connection, until=BEFORE)
    with psycopg.connect(url) as connection:
        _fill(connection)
    yield url
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("drop database old_spaces with (force)")


def _fill(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    """As ingestion of that version did; its terms are those of no language."""
    one = connection.execute
    one("insert into person (name) values ('owner')")
    one("insert into collection (name, owner_id) values ('personal', 1)")
    one("insert into source (collection_id, kind, location, registered) values (1, 'folder', '/a', true)")
    one(
        "insert into file (collection_id, source_id, path, state, size, mtime_ns, ctime_ns, inode) values (1, 1, '/a/1', 'indexed', 1, 1, 1, 1)"
    )
    space = WordEmbedder.space
    one(
        "insert into space (name, model, dimensions, sparse, multi, window_tokens, active) values (%s, %s, %s, 'bm25', false, 256, true)",
        (space.name, space.model, space.dimensions),
    )
    one("select create_space_tables(1, %s)", (space.dimensions,))
    register_vector(connection)
    one("set search_path = space_1, public")
    for number, (text, language) in enumerate(zip(TEXTS, LANGUAGES, strict=True), start=1):
        weights = counting.bm25_weights(lexical.terms(text), counting.PASSAGE_WORDS)
        one(
            "insert into document (collection_id, file_id, ordinal, kind, title, head, mime, sha256, has_object, text, language)"
            " values (1, 1, %s, 'note', '', '', 'text/plain', '0', false, %s, %s)",
            (number, text, language),
        )
        one(
            "insert into chunk (collection_id, document_id, ordinal, char_start, char_end, heading, kind, hash) values (1, %s, 0, 0, %s, '', 'note', '')",
            (number, len(text)),
        )
        dense = HalfVector(WordEmbedder().passages([text]).dense[0])
        one(
            "insert into passage_vector (chunk_id, collection_id, dense, terms, weights) values (%s, 1, %s, %s, %s)",
            (number, dense, list(weights), list(weights.values())),
        )
        one(
            "insert into document_words (document_id, collection_id, terms) values (%s, 1, %s)", (number, list(weights))
        )
        for term, weight in weights.items():
            one("insert into passage_posting values (%s, %s, %s, %s)", (term, number, number, weight))
            one("insert into document_posting values (%s, %s, %s, true)", (term, number, weight))


def test_passages_of_an_earlier_version_are_found_and_counted_anew(old_url: str) -> None:
    with Database.at(old_url) as database:
        searcher = Searcher(database, WordEmbedder())

        def found(question: str, arm: str = "sparse") -> list[str]:
            return [hit.text for hit in searcher.search(question, arm=arm)]  # type: ignore[arg-type]

        for arm in ("sparse", "dense", "hybrid"):
            assert found("harmonise the agreement", arm)[0] == TEXTS[0]
        assert found("verträge")[0] == TEXTS[1]
        assert found("harmonisation") == []
        with database.transaction() as connection:
            assert recounting.is_due(connection, 1)
        assert recounting.recount(database, 1, WordEmbedder.space) == len(TEXTS)
        assert found("harmonisation") == [TEXTS[0]]
        assert found("Vertrag")[0] == TEXTS[1]
        assert found("plumbre") == [TEXTS[2]]
        folding.fold(database, 1)
        with database.transaction() as connection:
            assert not recounting.is_due(connection, 1)
            spaces.enter(connection, 1)
            assert all(each == ([], []) for each in inverted.audit(connection))
            connection.execute("delete from document where id = 1")
        assert found("harmonisation") == []
