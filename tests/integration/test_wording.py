"""Words as people write them: other forms, numbers and days in other writings, errors; and words counted by an earlier pkm."""

import threading

import pytest

from ingest.indexing import Indexer
from pkm import lexical
from pkm.config import Settings
from pkm.search import Searcher, spelling
from pkm.store import documents, erasure, folding, inverted, recounting, spaces, vocabulary
from pkm.store.database import Database
from tests.integration.test_search import WordEmbedder, keep, note, texts

PAPERS = [
    note("Both parties may terminate the obligations of this agreement with Ostwind in writing.", language="en"),
    note("Die Verträge mit Meridian enden durch Kündigung. Die Häuser bleiben vermietet.", language="de"),
    note("Invoice RE-2024-00123 of 12.05.2024: 1.234,56 EUR to DE89 3704 0044 0532 0130 00, thank you."),
    note("Invoice RE-2024-00777 of 13.05.2024: 123.456 EUR to DE02 1203 0000 0000 2020 51, thank you."),
    note("The boiler was mended by the plumber."),
    note("Please send it to AT611904300234573201, as always."),
    note("We met at the fair with 61 guests."),
]


@pytest.fixture
def papers(database: Database) -> Searcher:
    keep(database, PAPERS, WordEmbedder())
    return Searcher(database, WordEmbedder())


def first(searcher: Searcher, question: str) -> str:
    found = searcher.search(question, arm="sparse")
    return found[0].text if found else ""


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("termination", "terminate"), ("obligation", "obligations"), ("Vertrag", "Verträge"), ("Haus", "Häuser"),
        ("kündigungen", "Kündigung"), ("may 12, 2024", "RE-2024-00123"), ("2024-05-13", "RE-2024-00777"),
        ("1,234.56", "RE-2024-00123"), ("1234.56", "RE-2024-00123"), ("123,456", "RE-2024-00777"),
        ("DE89370400440532013000", "RE-2024-00123"), ("de02-1203-0000-0000-2020-51", "RE-2024-00777"),
        ("at61 1904 3002 3457 3201", "as always"), ("AT61 1904 3002 3457 3201 BIC OPSKATWW", "as always"),
        ("AT61\u00a01904\u00a03002\u00a03457\u00a03201", "as always"), ("AT61 1904 3002 3457 3201", "as always"), ("EUR1234.56", "RE-2024-00123"),
        ("RE/2024/00777", "RE-2024-00777"), ("re202400123", "RE-2024-00123"),
    ],
)  # fmt: skip
def test_a_form_or_writing_finds_the_others(papers: Searcher, question: str, words: str) -> None:
    assert words in first(papers, question)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Ostwnid", "Ostwind"), ("Merdian", "Meridian"), ("plummber", "plumber"), ("obligatoisn", "obligations"),
        ("RE-2024-00128", "RE-2024-00123"), ("DE89 3704 0044 0532 0130 01", "DE89"), ("re202400778", "RE-2024-00777"),
        ("AT61 1904 3002 3457 3202", "as always"), ("at61-1904-3002-3475-3201", "as always"),
    ],
)  # fmt: skip
def test_a_word_that_nobody_wrote_finds_the_nearest(papers: Searcher, question: str, words: str) -> None:
    assert words in first(papers, question)


@pytest.mark.parametrize(
    "question",
    [
        "boiler",
        "Tİ33 0006 1005 1978 6457 8413 26",
        "RE-2024-00123",
        "1,234.57",
        "13.06.2024",
        "xylophone",
        "the",
        "",
        "🙂",
    ],
)
def test_what_is_known_or_near_to_nothing_stays_as_it_is(database: Database, papers: Searcher, question: str) -> None:
    assert papers.search("boiler")
    with database.transaction() as connection:
        found = spaces.active(connection)
        assert found is not None
        spaces.enter(connection, found[0])
        assert spelling.mend(connection, question, vocabulary.languages(connection)) == question


def test_of_a_text_full_of_strange_words_the_first_are_looked_up(database: Database, papers: Searcher) -> None:
    strange = [f"{one}{two}urbilkz" for one in "bcdfghjklm" for two in "aeiouy"]
    with database.transaction() as connection:
        found = spaces.active(connection)
        assert found is not None
        spaces.enter(connection, found[0])
        languages = vocabulary.languages(connection)
        soon = spelling.look_up(connection, " ".join(["plummber", *strange, "boiller"]), languages)
    assert soon == {"plummber": ["plumber"]}


CHINESE = [
    note("租赁合同\n\n甲方将房屋出租给乙方。租金为每月人民币五千元。合同将于二零二五年六月三十日到期。"),
    note("保险单\n\n每年的保险费为一千二百元。投保人应当在每年一月缴纳保险费。"),
    note("学校通知\n\n秋季运动会将于十月十二日举行。请家长准备运动鞋和水壶。"),
]


@pytest.mark.parametrize(
    ("question", "words"),
    [("租金是多少", "五千元"), ("合同什么时候到期？", "到期"), ("什么时候缴纳保险费", "一月"), ("运动会", "秋季")],
)
def test_what_is_written_without_blanks_is_found_by_its_words(database: Database, question: str, words: str) -> None:
    keep(database, [*PAPERS, *CHINESE], WordEmbedder())
    searcher = Searcher(database, WordEmbedder())
    assert words in first(searcher, question)
    assert words in searcher.search(question)[0].text


def test_words_of_what_was_forgotten_are_offered_to_nobody(database: Database) -> None:
    [gone, _] = keep(database, [note("the zanzibarian plumber"), note("the plumber")], WordEmbedder())
    with database.transaction() as connection:
        documents.forget(connection, gone)
        erasure.note(connection)
    with database.transaction() as connection:
        due = erasure.due(connection)
    assert due is not None
    erasure.erase(database, due)
    with database.transaction() as connection:
        spaces.enter(connection, 1)
        words = {row.word for row in connection.execute("select word from vocabulary")}
    assert "plumber" in words
    assert "zanzibarian" not in words


@pytest.mark.parametrize("folded", [False, True])
def test_what_an_earlier_version_counted_is_counted_anew(database: Database, folded: bool) -> None:
    keep(database, PAPERS, WordEmbedder())
    searcher = Searcher(database, WordEmbedder())
    questions = ["termination", "Vertrag", "1,234.56", "may 12, 2024", "Ostwind agreement", "plumber boiler"]
    expected = [[(hit.text, hit.score) for hit in searcher.search(each, arm="sparse")] for each in questions]
    with database.transaction() as connection:
        spaces.enter(connection, 1)
        rows = connection.execute("select chunk_id, terms from passage_vector").fetchall()
        for row in rows:  # every word was another number then
            other = [(term ^ 5) for term in row.terms]
            connection.execute("update passage_vector set terms = %s where chunk_id = %s", (other, row.chunk_id))
        connection.execute("update passage_posting set term = term # 5")
        connection.execute("update document_posting set term = term # 5")
        connection.execute(
            "update document_words set version = %s, terms = array(select term # 5 from unnest(terms) term)",
            (lexical.VERSION - 1,),
        )
        connection.execute("delete from vocabulary")
    if folded:
        folding.LEAST, before = 1, folding.LEAST
        try:
            assert folding.fold(database, 1) > 0
        finally:
            folding.LEAST = before
    assert searcher.search("termination", arm="sparse") == []
    with database.transaction() as connection:
        assert recounting.is_due(connection, 1)
    assert recounting.recount(database, 1, WordEmbedder.space) == len(PAPERS)
    assert recounting.recount(database, 1, WordEmbedder.space) == 0
    found = [[(hit.text, hit.score) for hit in searcher.search(each, arm="sparse")] for each in questions]
    assert [[text for text, _ in each] for each in found] == [[text for text, _ in each] for each in expected]
    for one, other in zip(found, expected, strict=True):
        assert [score for _, score in one] == pytest.approx([score for _, score in other])
    assert "Ostwind" in texts(searcher.search("Ostwnid", arm="sparse"))[0]
    with database.transaction() as connection:
        spaces.enter(connection, 1)
        assert all(each == ([], []) for each in inverted.audit(connection))


def test_what_becomes_due_while_words_are_put_in_order_is_counted_before_the_end(
    database: Database, home: Settings
) -> None:
    keep(database, PAPERS, WordEmbedder())
    looked = threading.Event()

    def work() -> None:
        looked.wait()
        with database.transaction() as connection:
            spaces.enter(connection, 1)
            connection.execute("update document_words set version = -version")

    with Indexer(database, home) as indexer:
        indexer._thread = threading.Thread(target=work)
        indexer._thread.start()
        indexer.look()
        looked.set()
    with database.transaction() as connection:
        assert not recounting.is_due(connection, 1)
