import math
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import count, zip_longest
from zlib import crc32

import numpy as np
import pytest

from ingest import chunking
from pkm import counting, lexical
from pkm.embed import Embedder
from pkm.embed.minilm import MiniLM
from pkm.errors import NotFound, SpaceChanged, UsageError
from pkm.models import ARMS, DocumentId, Embeddings, Fusion, Heading, Hit, Kind, ParsedDocument, Space
from pkm.prepared import chunks_of, new_chunk, prepare
from pkm.search import Searcher, naming
from pkm.search.arms import Arms
from pkm.store import chunks, documents, people, sources, spaces, vectors
from pkm.store.database import Database
from pkm.store.documents import New
from pkm.store.filters import Filter

_numbers = count(1)


class WordEmbedder:
    """A free embedder: a text's vector is the sum of random directions, one for each of its words."""

    space = Space("words", "words", 64, "bm25", False, 256)

    def passages(self, texts: Sequence[str]) -> Embeddings:
        rows = []
        for text in texts:
            vector = np.full(64, 1e-3)
            for word in text.lower().split():
                vector += np.random.default_rng(crc32(word.strip(".,;:?!").encode())).normal(size=64)
            rows.append(vector / np.linalg.norm(vector))
        return Embeddings(np.array(rows, dtype=np.float32))

    def query(self, text: str) -> Embeddings:
        return self.passages([text])


def note(text: str, title: str = "", kind: Kind = "note", day: date | None = None, **more: object) -> ParsedDocument:
    return ParsedDocument(text, kind, title, "text/plain", day, **more)  # type: ignore[arg-type]


def keep(
    database: Database,
    given: Sequence[ParsedDocument],
    embedder: Embedder,
    collection: str | None = None,
    paths: Sequence[str] = (),
) -> list[DocumentId]:
    """Store documents, each as a file of its own, the way ingestion does."""
    stored = []
    with database.transaction() as connection:
        owner = people.ensure_owner(connection)
        home = people.ensure_collection(connection, collection, owner).id
        source = sources.register(connection, home, "folder", f"/papers/{collection}", keep=True).id
        space_id = spaces.activate(connection, embedder.space)
        for each, path in zip_longest(given, paths):
            number = next(_numbers)
            [file] = [
                row.id
                for row in connection.execute(
                    "insert into file (collection_id, source_id, path, size, mtime_ns, ctime_ns, inode)"
                    " values (%s, %s, %s, 1, 1, 1, 1) returning id",
                    (home, source, path or f"/papers/{number}.txt"),
                )
            ]
            document = documents.insert_one(connection, home, file, "0" * 64, each, parent=None, ordinal=0)
            place = path or f"/papers/{number}.txt"
            prepared = prepare(each, chunking.split(each, embedder.space), place, embedder.space)
            own = chunks_of(each, prepared, embedder.space)
            new = New(home, document, each, prepared, own)
            ids = chunks.insert(connection, [new])
            packed = (
                vectors.pack(embedder.passages([chunk.embedded for chunk in own]), own, embedder.space.late)
                if own
                else {}
            )
            vectors.insert(connection, space_id, [new], ids, packed)
            stored.append(document)
    return stored


MAILS = [
    note("From: ann@example.org\nSubject: Boiler\n\nThe boiler leaks again, the plumber comes on Friday at nine.",
         "Boiler", "email", date(2024, 1, 5), header_end=39),
    note("From: bob@example.org\nSubject: Dinner\n\nShall we have dinner on Friday? Bring the red wine.",
         "Dinner", "email", date(2024, 2, 5), header_end=39),
    note("From: eve@example.org\nSubject: Holiday\n\nThe train to Vienna leaves at seven in the morning.",
         "Holiday", "email", date(2024, 3, 5), header_end=40),
    note("ok see you", "Chat with Bob", "message", date(2024, 3, 6)),
    note("did the plumber call about the leak?", "Chat with Bob", "message", None),
]  # fmt: skip


@pytest.fixture
def mails(database: Database) -> Searcher:
    keep(database, MAILS, WordEmbedder())
    return Searcher(database, WordEmbedder())


def texts(hits: Sequence[Hit]) -> list[str]:
    return [hit.text for hit in hits]


def test_a_passage_of_a_chat_is_found_by_its_own_day(database: Database) -> None:
    text = "Anna: the plumber comes\n\nBen: the plumber was here\n"
    days = (
        Heading(0, 1, "2020-01-05", date(2020, 1, 5)),
        Heading(text.index("Ben"), 1, "2024-03-06", date(2024, 3, 6)),
    )
    keep(
        database,
        [ParsedDocument(text, "message", "Chat", "text/plain", date=date(2024, 3, 6), headings=days)],
        WordEmbedder(),
    )
    searcher = Searcher(database, WordEmbedder())
    for arm in ARMS:
        early = searcher.search("plumber", until=date(2020, 12, 31), arm=arm)
        late = searcher.search("plumber", since=date(2021, 1, 1), arm=arm)
        assert (texts(early), texts(late)) == (["Anna: the plumber comes"], ["Ben: the plumber was here"])


def test_a_hit_is_the_very_words_of_its_document(database: Database, mails: Searcher) -> None:
    hits = mails.search("when does the train leave", k=5)
    assert [hit.rank for hit in hits] == [1, 2, 3, 4, 5]
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert "train to Vienna" in hits[0].text
    assert (hits[0].title, hits[0].kind, hits[0].date, hits[0].page) == ("Holiday", "email", date(2024, 3, 5), None)
    with database.transaction() as connection:
        for hit in hits:
            stored = documents.find(connection, hit.document_id)
            assert stored.text[hit.char_start : hit.char_end] == hit.text
            assert stored.path == hit.path


def test_the_dense_arm_orders_by_inner_product_alone(mails: Searcher) -> None:
    embedder = WordEmbedder()
    hits = mails.search("plumber on Friday", k=20, arm="dense")
    question = embedder.query("plumber on Friday").dense[0]
    read = [
        chunk
        for each in MAILS
        for chunk in chunks_of(
            each, prepare(each, chunking.split(each, embedder.space), "", embedder.space), embedder.space
        )
    ]
    given = embedder.passages([each.embedded for each in read]).dense @ question
    expected = {each.text: float(own) for each, own in zip(MAILS, given, strict=True)}
    assert len(hits) == len(MAILS)  # each is one passage
    for hit in hits:
        assert hit.scores.dense == pytest.approx(expected[hit.text], abs=2e-3)  # halfvec keeps 11 bits
        assert hit.scores.sparse is None
    assert hits[0].text == max(expected, key=expected.__getitem__)


def test_the_sparse_arm_is_bm25(mails: Searcher) -> None:
    """Robertson and Zaragoza 2009, equations 3.15 and 3.16, written out for words that no stemmer touches."""
    bodies = [quote for each in MAILS for quote in _quotes(each)]
    words = [Counter(lexical.fold(body[a:b]) for a, b in lexical.words(body)) for body in bodies]
    expected = []
    for body, counted in zip(bodies, words, strict=True):
        score = 0.0
        for term in ("plumber", "friday"):
            df = sum(term in each for each in words)
            idf = math.log(1 + (len(words) - df + 0.5) / (df + 0.5))
            tf = counted[term]
            score += idf * tf * 2.2 / (tf + 1.2 * (0.25 + 0.75 * counted.total() / counting.PASSAGE_WORDS))
        if score:
            expected.append((body, pytest.approx(score, rel=1e-5)))
    expected.sort(key=lambda each: -each[1].expected)
    hits = mails.search("plumber Friday", arm="sparse")
    assert [(hit.text, hit.score) for hit in hits] == expected
    assert len(hits) == 3


def _quotes(document: ParsedDocument) -> list[str]:
    return [document.text[each.char_start : each.char_end] for each in chunking.split(document, WordEmbedder.space)]


@pytest.mark.parametrize("arm", ["hybrid", "dense", "sparse"])
def test_filters_keep_out_all_that_they_exclude(mails: Searcher, arm: str) -> None:
    def dates(**conditions: object) -> set[date | None]:
        found = mails.search("plumber train dinner you the", k=50, arm=arm, **conditions)  # type: ignore[arg-type]
        return {hit.date for hit in found}

    assert dates() == {date(2024, 1, 5), date(2024, 2, 5), date(2024, 3, 5), date(2024, 3, 6), None}
    assert dates(kind="email") == {date(2024, 1, 5), date(2024, 2, 5), date(2024, 3, 5)}
    assert dates(since=date(2024, 2, 5)) == {date(2024, 2, 5), date(2024, 3, 5), date(2024, 3, 6)}
    assert dates(until=date(2024, 2, 5)) == {date(2024, 1, 5), date(2024, 2, 5)}
    assert dates(kind="email", since=date(2024, 1, 6), until=date(2024, 3, 4)) == {date(2024, 2, 5)}
    assert dates(kind="contract") == set()


def test_a_collection_is_searched_alone(database: Database, mails: Searcher) -> None:
    keep(database, [note("the plumber of the office")], WordEmbedder(), "work")
    assert texts(mails.search("plumber", collection="work")) == ["the plumber of the office"]
    assert "the plumber of the office" not in texts(mails.search("plumber", k=50, collection="household"))
    with pytest.raises(NotFound):
        mails.search("plumber", collection="nowhere")


def test_a_search_looks_where_it_is_told_to(database: Database) -> None:
    papers = [
        note("the plumber of the lake house", "Lake", "note", language="en"),
        note("der Klempner, the plumber, im Haus", "See", "note", language="de"),
        note("a plumber of the town", "Town", "note"),
    ]
    keep(database, papers, WordEmbedder(), paths=["/papers/lake/en.txt", "/papers/lake/de.txt", "/papers/lakeside.txt"])
    keep(database, [note("the plumber of the office", "Office", "note")], WordEmbedder(), "work")
    searcher = Searcher(database, WordEmbedder())

    def titles(**conditions: str) -> set[str]:
        return {each.title for each in searcher.search("plumber", **conditions)}  # type: ignore[arg-type]

    assert titles(path="/papers/lake") == titles(path="/papers/lake/") == {"Lake", "See"}
    assert titles(path="/papers/lake/de.txt") == titles(language="DE") == {"See"}
    assert titles(path="/papers/lake", language="fr") == titles(path="/papers/la") == set()
    with pytest.raises(UsageError, match="'german' is no code of a language"):
        titles(language="german")
    assert titles(audience="owner", path="/papers/lake") == {"Lake", "See"}
    with database.transaction() as connection:
        connection.execute("insert into person (name) values ('Nora')")
    assert titles(audience="Nora") == set()
    with pytest.raises(NotFound):
        titles(audience="nobody")
    assert titles(source="/papers/work") == {"Office"}
    assert titles(source="/papers/work", path="/papers/lake") == set()
    for nowhere in ("/papers/nowhere", "/papers/\0", "/papers/\ud800"):
        with pytest.raises(NotFound):
            titles(source=nowhere)
    with pytest.raises(UsageError):
        titles(path="")


@pytest.mark.parametrize(
    ("query", "k", "arm"), [("  ", 5, "hybrid"), ("x", 0, "hybrid"), ("x", 10**6, "dense"), ("x", 5, "both")]
)
def test_a_search_that_makes_no_sense_is_refused(mails: Searcher, query: str, k: int, arm: str) -> None:
    with pytest.raises(UsageError):
        mails.search(query, k=k, arm=arm)  # type: ignore[arg-type]


class TurnedEmbedder:
    """A text begins with how many degrees its vector is turned away from that of every question."""

    space = Space("turned", "turned", 2, "bm25", False, 256)

    def passages(self, texts: Sequence[str]) -> Embeddings:
        angles = np.radians([float(each.split()[0]) for each in texts])
        return Embeddings(np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32))

    def query(self, text: str) -> Embeddings:
        return self.passages(["0"])


def test_of_two_passages_that_are_nearly_as_near_words_tell_the_better(database: Database) -> None:
    embedder = TurnedEmbedder()
    near = [note("48 the ladder leans there"), note("50 the gutter leaks")]
    far = [note(f"{angle} somebody leaves") for angle in (5, 60, 75, 85)]
    [first, second, *_] = keep(database, [*near, *far], embedder)
    with database.transaction(snapshot=True) as connection, database.beside(connection) as beside:
        found = spaces.active(connection)
        assert found is not None
        spaces.enter(connection, found[0])
        arms = Arms(found[0], embedder, Fusion(), 10)
        looks = [
            arms.begin(connection, beside, "does the gutter leak?", embedder.query("?"), which)
            for which in (Filter(), Filter(documents=[first, second]))
        ]
        _, (_, inside) = [each() for each in looks]
    scores = {each.document: each.score for each in inside}
    assert scores[second] > scores[first]


def test_a_home_that_holds_nothing_finds_nothing(database: Database) -> None:
    assert Searcher(database, WordEmbedder()).search("anything") == []


def test_only_what_is_current_is_found(database: Database, mails: Searcher) -> None:
    [old] = mails.search("red wine", k=1)
    with database.transaction() as connection:
        connection.execute("update document set valid_to = now() where id = %s", (old.document_id,))
    for arm in ("hybrid", "dense", "sparse"):
        assert old.document_id not in {hit.document_id for hit in mails.search("red wine dinner", k=50, arm=arm)}  # type: ignore[arg-type]


def test_equal_passages_come_in_the_order_in_which_they_were_stored(database: Database) -> None:
    ids = keep(database, [note("the same words") for _ in range(6)], WordEmbedder())
    searcher = Searcher(database, WordEmbedder())
    for arm in ("hybrid", "dense", "sparse"):
        assert [hit.document_id for hit in searcher.search("same words", arm=arm)] == ids  # type: ignore[arg-type]


# ---------------------------------------------------------------- which document, and what about it


def contract(party: str, notice: str) -> ParsedDocument:
    """A contract that repeats its party's name where nothing is said, and says what matters without it."""
    chatter = [
        f"{party} and the customer confirm that {party} Telecom keeps the registered office of {party} at the seat of"
        f" {party}. References to {party} in this phone contract include every company of {party}. Paragraph {number}."
        for number in range(12)
    ]
    chatter.insert(7, f"Either side may end this agreement at the close of any month with a notice period of {notice}.")
    return note(f"Phone contract with {party}\n\n" + "\n\n".join(chatter), f"Phone contract {party}", "contract")


def test_words_that_name_a_document_choose_it_and_the_rest_chooses_its_passage(database: Database) -> None:
    parties = {"Ostwind": "nine weeks", "Meridian": "four weeks", "Halcyon": "two years", "Larkspur": "ten days"}
    keep(database, [*(contract(*each) for each in parties.items()), *MAILS], WordEmbedder())
    searcher = Searcher(database, WordEmbedder())
    for party, notice in parties.items():
        first = searcher.search(f"What is the notice period of the phone contract with {party} Telecom?", k=1)[0]
        assert notice in first.text, party


class LookingEmbedder(WordEmbedder):
    """Looks something up in a database before it embeds a question, as one does that makes sure of its model."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.asked: list[str] = []

    def query(self, text: str) -> Embeddings:
        with self._database.transaction() as connection:
            connection.execute("select 1 as one")
        self.asked.append(text)
        return super().query(text)


def test_no_connection_is_held_while_a_question_is_embedded(database: Database, database_url: str) -> None:
    keep(database, [*(contract(name, "a week") for name in ("Ostwind", "Meridian")), *MAILS], WordEmbedder())
    with Database.at(database_url, pool_size=1) as narrow:
        embedder = LookingEmbedder(narrow)
        question = "What is the notice period of the phone contract with Ostwind Telecom?"
        trace = Searcher(narrow, embedder).trace(question, k=1)
    assert trace.naming is not None
    assert embedder.asked == [question, trace.naming.rest]
    assert "a week" in trace.hits[0].text


class DroppingEmbedder(WordEmbedder):
    """Its space is dropped before the second question is embedded."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._asked = 0

    def query(self, text: str) -> Embeddings:
        self._asked += 1
        if self._asked == 2:
            with self._database.transaction() as connection:
                connection.execute("update space set name = 'another'")
        return super().query(text)


def test_a_space_that_goes_amid_a_search_is_not_mixed_with_another(database: Database) -> None:
    keep(database, [*(contract(name, "a week") for name in ("Ostwind", "Meridian")), *MAILS], WordEmbedder())
    searcher = Searcher(database, DroppingEmbedder(database))
    with pytest.raises(SpaceChanged):
        searcher.search("What is the notice period of the phone contract with Ostwind Telecom?")


def test_a_question_that_names_nothing_spends_nothing(database: Database) -> None:
    tuning = note("It is tuned in March, by Mr Hale.", "piano")
    keep(database, [tuning, *MAILS, *(contract(name, "a week") for name in ("Ostwind", "Meridian"))], WordEmbedder())
    with database.transaction() as connection:
        found = spaces.active(connection)
        assert found is not None
        spaces.enter(connection, found[0])
        split = naming.split(connection, "how long is the notice period?", Filter())
        assert split.named == []
        assert split.rest == "how long is the notice period?"
        assert split.attainable > max(split.scores.values())
        asked_about = naming.split(connection, "When is the piano tuned?", Filter())
        assert (asked_about.named, asked_about.rest) == ([], "When is the piano tuned?")
        only_names = naming.split(connection, "Ostwind Telecom", Filter())
        assert only_names.rest == "Ostwind Telecom"


def test_a_question_finds_what_was_written_in_another_language(database: Database) -> None:
    embedder = WordEmbedder()
    given = [
        note("Hecken dürfen nicht höher als 1,25 m sein.", language="de"),
        note("The shed may be painted green.", language="en"),
    ]
    [hedge, _] = keep(database, given, embedder)
    searcher = Searcher(database, embedder)
    assert [each.document_id for each in searcher.search("Is there a limit for hedges?", arm="sparse")] == [hedge]
    trace = searcher.trace("Is there a limit for hedges?")
    assert trace.naming is not None
    assert max(trace.naming.scores, key=trace.naming.scores.__getitem__) == hedge


def test_the_score_of_whole_documents_does_not_hurt_short_ones(database: Database) -> None:
    """A long paper that mentions everything once must not bury the mail that answers."""
    everything = " ".join(
        f"{word} is mentioned here." for word in ["boiler", "plumber", "Friday", "dinner", "wine", "train", "Vienna"]
    )
    paper = note(f"Household almanac\n\n{everything}\n\n" + "Dust lies on the shelves of the attic. " * 80, "Almanac")
    keep(database, [paper, *MAILS], MiniLM())
    searcher = Searcher(database, MiniLM())
    for question, words in [
        ("When does the plumber come?", "Friday at nine"),
        ("What should I bring to dinner?", "red wine"),
        ("At what time does the train to Vienna leave?", "seven in the morning"),
    ]:
        assert words in searcher.search(question, k=1)[0].text


# ---------------------------------------------------------------- the store beneath


def test_a_document_that_goes_takes_its_vectors_and_postings_along(database: Database) -> None:
    ids = keep(database, MAILS, WordEmbedder())
    with database.transaction() as connection:
        found = spaces.active(connection)
        assert found is not None
        spaces.enter(connection, found[0])

        def left() -> list[int]:
            tables = ("passage_vector", "passage_posting", "document_words", "document_posting")
            return [connection.execute(f"select count(*) from {table}").fetchone()[0] for table in tables]  # type: ignore[index]

        before = left()
        documents.forget(connection, ids[0])
        between = left()
        assert all(0 < after < earlier for after, earlier in zip(between, before, strict=True))
        for each in ids[1:]:
            documents.forget(connection, each)
        assert left() == [0, 0, 0, 0]


def test_a_file_that_moved_while_it_was_read_is_found_by_its_new_name(database: Database) -> None:
    [number] = keep(database, [note("Nothing to see.")], WordEmbedder(), paths=["/papers/insurance.txt"])
    stale = prepare(note("Nothing to see."), [], "/papers/unsorted.txt", WordEmbedder.space)
    with database.transaction() as connection:
        home = people.ensure_collection(connection, "personal", people.ensure_owner(connection)).id
        space_id, _ = spaces.active(connection) or (0, None)
        connection.execute(f"delete from space_{space_id}.document_words")
        vectors.insert(connection, space_id, [New(home, number, note("Nothing to see."), stale, [])], [[]], {})
        [row] = connection.execute(f"select terms from space_{space_id}.document_words").fetchall()
    named = {lexical.in_name(lexical.number(each)) for each in ("insurance", "unsorted")}
    assert named & set(row.terms) == {lexical.in_name(lexical.number("insurance"))}


def test_vectors_of_unchanged_passages_are_known_again(database: Database) -> None:
    keep(database, MAILS, WordEmbedder())
    passages = chunking.split(MAILS[0], WordEmbedder.space)
    later = replace(MAILS[0], text=MAILS[0].text.replace("nine", "eleven"))
    prepared, changed = (
        [new_chunk(each, passage, WordEmbedder.space) for passage in passages] for each in (MAILS[0], later)
    )
    packed = vectors.pack(WordEmbedder().passages([each.embedded for each in prepared]), prepared)
    with database.transaction() as connection:
        found = spaces.active(connection)
        assert found is not None
        known = vectors.reuse(connection, found[0], {each.hash for each in [*prepared, *changed]})
    assert known.keys() == {each.hash for each in prepared}
    for digest, stored in known.items():
        np.testing.assert_array_equal(stored.dense.to_numpy(), packed[digest].dense.to_numpy())
        assert dict(zip(stored.terms, stored.weights, strict=True)) == pytest.approx(
            dict(zip(packed[digest].terms, packed[digest].weights, strict=True))
        )


def test_two_processes_that_create_the_space_at_once_share_it(database: Database) -> None:
    made: list[int] = []
    start = threading.Barrier(4)

    def create() -> None:
        start.wait()
        with database.transaction() as connection:
            made.append(spaces.activate(connection, WordEmbedder.space))

    threads = [threading.Thread(target=create) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(made) == 4
    assert len(set(made)) == 1
    with database.transaction() as connection:
        assert spaces.active(connection) == (made[0], WordEmbedder.space)


def test_llama_index_retrieves_through_pkm(mails: Searcher) -> None:
    from llama_index.core.llms import MockLLM
    from llama_index.core.query_engine import RetrieverQueryEngine

    from pkm.search.llama import PkmRetriever

    engine = RetrieverQueryEngine.from_args(PkmRetriever(mails, k=3, kind="email"), llm=MockLLM())
    response = engine.query("train to Vienna")
    nodes = response.source_nodes
    hits = mails.search("train to Vienna", k=3, kind="email")
    assert [node.get_content() for node in nodes] == texts(hits)
    assert [node.score for node in nodes] == [hit.score for hit in hits]
    first = nodes[0].node.metadata
    assert {name: first[name] for name in ("document_id", "path", "page", "char_start", "char_end")} == {
        "document_id": hits[0].document_id, "path": hits[0].path, "page": None,
        "char_start": hits[0].char_start, "char_end": hits[0].char_end,
    }  # fmt: skip
