"""Documents as wholes: what their words and names add up to, from rows and from blocks."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest

from pkm import counting, lexical
from pkm.models import DocumentId, ParsedDocument
from pkm.services import EmbeddedPostgres
from pkm.store import documents, folding, inverted, neighbours, rebuilding, recounting, spaces
from pkm.store.database import Connection, Database
from pkm.store.filters import Filter
from tests.conftest import cloned, named
from tests.integration.test_search import WordEmbedder, keep, note

WORDS = [f"{one}{two}{three}" for one in "bdfgk" for two in "aeiou" for three in ("mon", "ral", "tix")]
ASKED = {word: 0.5 + number / 10 for number, word in enumerate(WORDS[::7])}


@pytest.fixture(scope="module")
def kept(server: EmbeddedPostgres) -> Iterator[tuple[str, dict[DocumentId, ParsedDocument]]]:
    """The name of a database that holds papers, and the papers."""
    chance = Random(5)
    drawn = [
        note(
            " ".join(chance.choices(WORDS, k=chance.randint(5, 400))),
            " ".join(chance.choices(WORDS, k=3)),
            "email" if n % 4 == 0 else "note",
        )
        for n in range(80)
    ]
    with cloned(server) as name:
        with Database.at(named(server, name)) as database:
            papers = dict(zip(keep(database, drawn, WordEmbedder()), drawn, strict=True))
        yield name, papers


@pytest.fixture
def database(server: EmbeddedPostgres, kept: tuple[str, dict[DocumentId, ParsedDocument]]) -> Iterator[Database]:
    with cloned(server, kept[0]) as name, Database.at(named(server, name)) as opened:
        yield opened


@pytest.fixture
def papers(
    kept: tuple[str, dict[DocumentId, ParsedDocument]], monkeypatch: pytest.MonkeyPatch
) -> dict[DocumentId, ParsedDocument]:
    monkeypatch.setattr(folding, "LEAST", 1)
    return kept[1]


def _expected(
    connection: Connection, papers: dict[DocumentId, ParsedDocument]
) -> dict[DocumentId, tuple[float, set[int]]]:
    """Score and naming terms of each document that shares a word, by the formula."""
    found = {}
    for number, paper in papers.items():
        path = connection.execute(
            "select path from file where id = (select file_id from document where id = %s)", (number,)
        ).fetchone()
        assert path is not None
        named = lexical.terms(counting.name_of(paper, path[0]))
        own = counting.bm25_weights(lexical.terms(counting.own_words(paper)), counting.DOCUMENT_WORDS)
        asked = {lexical.number(word): weight for word, weight in ASKED.items()}
        score = sum(weight * own.get(term, 0.0) + 2 * weight * (term in named) for term, weight in asked.items())
        if score:
            found[number] = score, asked.keys() & named.keys()
    return found


def _found(connection: Connection, k: int, which: Filter) -> list[neighbours.NearDocument]:
    asked = {lexical.number(word): weight for word, weight in ASKED.items()}
    return neighbours.documents(connection, asked, {term: 2 * each for term, each in asked.items()}, k, which)


@pytest.mark.parametrize("which", [Filter(), Filter(kind="email"), Filter(kind="invoice")])
@pytest.mark.parametrize("listed", [neighbours.LISTED, 10, 0])
def test_the_best_documents_come_first_from_rows_and_from_blocks(
    database: Database,
    papers: dict[DocumentId, ParsedDocument],
    which: Filter,
    listed: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(neighbours, "LISTED", listed)
    for folded in (False, True):
        if folded:
            assert folding.fold(database, 1) > 0
        with database.transaction() as connection:
            spaces.enter(connection, 1)
            expected = {
                number: each
                for number, each in _expected(connection, papers).items()
                if which.kind in (None, papers[number].kind)
            }
            best = sorted(expected, key=lambda each: (-expected[each][0], each))
            for k in (3, 200):
                found = _found(connection, k, which)
                assert len(found) == min(k, len(best))
                if not folded:
                    assert [each.document for each in found] == best[:k]
                for each in found:
                    score, named = expected[each.document]
                    assert each.score == pytest.approx(score, rel=0.02 if folded else 1e-5)
                    assert each.score >= score - 1e-5
                    assert each.named == named
            assert all(each == ([], []) for each in inverted.audit(connection, inverted.Texts.DOCUMENTS))


def test_a_document_that_is_gone_is_not_found_and_leaves_the_blocks(
    database: Database, papers: dict[DocumentId, ParsedDocument]
) -> None:
    folding.fold(database, 1)
    gone = list(papers)[::3]
    with database.transaction() as connection:
        spaces.enter(connection, 1)
        for each in gone:
            documents.forget(connection, each)
        assert {each.document for each in _found(connection, 200, Filter())}.isdisjoint(gone)
        before = neighbours.read_documents(connection, [lexical.number(each) for each in ASKED])
    assert folding.purge(database, 1) > 0
    with database.transaction() as connection:
        spaces.enter(connection, 1)
        after = neighbours.read_documents(connection, [lexical.number(each) for each in ASKED])
        assert any(set(gone) & set(ids.tolist()) for _, (ids, _) in before)
        assert not any(set(gone) & set(ids.tolist()) for _, (ids, _) in after)
        assert all(each == ([], []) for each in inverted.audit(connection, inverted.Texts.DOCUMENTS))


def test_who_dies_between_counting_anew_and_folding_anew_is_made_good_by_the_next(
    database: Database, papers: dict[DocumentId, ParsedDocument], monkeypatch: pytest.MonkeyPatch
) -> None:
    folding.fold(database, 1)
    with database.transaction() as connection:
        spaces.enter(connection, 1)
        connection.execute("update document_words set version = 0")
        connection.execute("update document set text = 'Zanzibar ' || text, title = 'Zanzibar'")

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(rebuilding, "rebuild", die)
        with pytest.raises(KeyboardInterrupt):
            recounting.recount(database, 1, WordEmbedder.space)
    assert recounting.recount(database, 1, WordEmbedder.space) == 0
    with database.transaction() as connection:
        spaces.enter(connection, 1)
        [(_, (ids, _))] = neighbours.read_documents(connection, [lexical.in_name(lexical.number("zanzibar"))])
        assert len(ids) == len(papers)
        for texts in inverted.Texts:
            assert all(each == ([], []) for each in inverted.audit(connection, texts))
        assert not folding.is_due(connection, 1)
