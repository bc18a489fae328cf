"""The sparse arm finds what looking at every passage finds: fresh or folded, before and after deletes, under any filter."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from psycopg.errors import UniqueViolation

from ingest.indexing import Indexer
from pkm.config import Settings
from pkm.models import ChunkId, CollectionId, DocumentId, Space
from pkm.store import blocks, compaction, folding, inverted, people, postings, rebuilding, sources, spaces
from pkm.store.database import Connection, Database
from pkm.store.filters import Filter

SPACE = Space("words", "words", 1, "learned", False, 256)
FIRST_DAY = date(2024, 1, 1)
KINDS = ("note", "email", "contract")


@dataclass
class Corpus:
    """Passages of a space of its own, kept beside in memory."""

    database: Database
    space_id: int
    collections: tuple[CollectionId, CollectionId]
    source: int
    held: dict[ChunkId, dict[int, float]] = field(default_factory=dict)
    of: dict[ChunkId, tuple[DocumentId, str, date, CollectionId]] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def add(self, connection: Connection, seed: int, documents: int, passages: int) -> None:
        """Store random passages: terms as in words of a language, weights in few values, so that some are equal."""
        chance = np.random.default_rng(seed)
        spaces.enter(connection, self.space_id)
        papers, places, vectors = [], [], []
        for _ in range(documents):
            document, kind = DocumentId(next(self.numbers)), str(chance.choice(KINDS))
            collection = self.collections[int(chance.integers(2))]
            papers.append((document, collection, document, kind))
            for number in range(passages):
                chunk, day = ChunkId(next(self.numbers)), FIRST_DAY + timedelta(days=int(chance.integers(10)))
                terms = np.unique((chance.zipf(1.3, int(chance.integers(0, 12))) % 40).astype(np.int32))
                weights = chance.integers(1, 9, len(terms)).astype(np.float32) / (8 if chance.random() < 0.8 else 7000)
                places.append((chunk, collection, document, number, kind, day))
                vectors.append((chunk, collection, document, terms.tolist(), weights.tolist()))
                self.held[chunk] = dict(zip(terms.tolist(), weights.tolist(), strict=True))
                self.of[chunk] = (document, kind, day, collection)
        with connection.cursor() as cursor:
            cursor.executemany(
                "insert into document (id, collection_id, file_id, ordinal, kind, title, head, mime, sha256, has_object, text)"
                " overriding system value values (%s, %s, 1, %s, %s, '', '', '', '', false, 'x')", papers,
            )  # fmt: skip
            cursor.executemany(
                "insert into chunk (id, collection_id, document_id, ordinal, char_start, char_end, heading, kind, date, hash)"
                " overriding system value values (%s, %s, %s, %s, 0, 1, '', %s, %s, '')", places,
            )  # fmt: skip
            cursor.executemany(
                "insert into passage_vector (chunk_id, collection_id, document_id, dense, terms, weights)"
                " values (%s, %s, %s, '[1]', %s, %s)", vectors,
            )  # fmt: skip
        inverted.insert(
            connection,
            inverted.Texts.PASSAGES,
            np.array([term for *_, terms, _ in vectors for term in terms], dtype=np.int32),
            np.array([chunk for chunk, *_, terms, _ in vectors for _ in terms], dtype=np.int64),
            np.array([weight for *_, weights in vectors for weight in weights], dtype=np.float32),
        )

    def forget(self, connection: Connection, documents: Sequence[DocumentId]) -> None:
        """Delete documents."""
        connection.execute("delete from document where id = any(%s)", (list(documents),))
        for chunk in [each for each, (document, *_) in self.of.items() if document in documents]:
            del self.held[chunk], self.of[chunk]

    def documents(self, places: Sequence[int] | None = None) -> list[DocumentId]:
        """All of them, or those at these places (modulo their number)."""
        every = sorted({document for document, *_ in self.of.values()})
        return every if places is None else [every[each % len(every)] for each in places if every]

    def expected(self, asked: dict[int, float], which: Filter) -> dict[ChunkId, float]:
        """By looking at everything."""
        scored = {}
        for chunk, own in self.held.items():
            document, kind, day, collection = self.of[chunk]
            passes = (
                (which.kind is None or kind == which.kind)
                and (which.since is None or day >= which.since)
                and (which.until is None or day <= which.until)
                and (which.collection is None or collection == which.collection)
                and (which.documents is None or document in which.documents)
            )
            total = sum(asked[term] * weight for term, weight in own.items() if term in asked)
            if passes and total > 0:
                scored[chunk] = total
        return scored

    def compare(self, asked: dict[int, float], k: int, which: Filter) -> None:
        with self.database.transaction(snapshot=True) as connection:
            spaces.enter(connection, self.space_id)
            found = postings.search(connection, asked, k, which)
        expected = self.expected(asked, which)
        best = sorted(expected.values(), reverse=True)[:k]
        assert [each.score for each in found] == pytest.approx(best, rel=1e-9)
        # which of two comes first whose sums differ in their last bit is for who added them up to say
        assert [expected[each.chunk] for each in found] == pytest.approx(best, rel=1e-9)
        assert len({each.chunk for each in found}) == len(found)
        assert all(each.document == self.of[each.chunk][0] for each in found)
        for sure in {1, k // 2} - {0, k}:
            with self.database.transaction(snapshot=True) as connection:
                spaces.enter(connection, self.space_id)
                found = postings.search(connection, asked, k, which, sure)
            assert [each.score for each in found[:sure]] == pytest.approx(best[:sure], rel=1e-9)
            assert [each.score for each in found] == pytest.approx([expected[each.chunk] for each in found], rel=1e-9)


@pytest.fixture
def corpus(database: Database, monkeypatch: pytest.MonkeyPatch) -> Corpus:
    for module, name in (
        (folding, "LEAST"),
        (folding, "MANY"),
        (rebuilding, "WINDOW"),
        (blocks, "LEVELLED"),
        (postings, "ROUND"),
        (postings, "VERIFIED"),
        (postings, "SCORED"),
        (postings, "WHOLE"),
        (postings, "SAMPLED"),
        (postings, "PROBES"),
        (postings, "UNLIKE"),
        (compaction, "LEAST"),
        (compaction, "SHARE"),
        (compaction, "PAGES"),
    ):
        monkeypatch.setattr(module, name, getattr(module, name))  # as they were, when the test is over
    with database.transaction() as connection:
        owner = people.ensure_owner(connection)
        home, work = (people.ensure_collection(connection, name, owner).id for name in (None, "work"))
        source = sources.register(connection, home, "folder", "/papers", keep=True).id
        space_id = spaces.activate(connection, SPACE)
        connection.execute(
            "insert into file (collection_id, source_id, path, size, mtime_ns, ctime_ns, inode) values (%s, %s, '/papers/a', 1, 1, 1, 1)",
            (home, source),
        )
    return Corpus(database, space_id, (home, work), source)


asked_terms = st.dictionaries(
    st.integers(-2, 45), st.sampled_from([0.125, 0.5, 1.0, 3.0]) | st.floats(0.01, 9), min_size=1, max_size=8
)
places = st.lists(st.integers(0, 20), max_size=3)
days = st.none() | st.integers(0, 9).map(lambda day: FIRST_DAY + timedelta(days=day))
steps = st.lists(st.sampled_from(["add", "fold", "forget", "purge", "rebuild"]), min_size=1, max_size=5)


@settings(max_examples=100, phases=[Phase.explicit, Phase.generate])
@given(data=st.data())
def test_search_finds_what_looking_at_everything_finds(corpus: Corpus, data: st.DataObject) -> None:
    before = corpus.documents()
    with corpus.database.transaction() as connection:
        corpus.forget(connection, before)
        corpus.add(connection, data.draw(st.integers(0, 2**16)), 3, 8)
    folding.LEAST, folding.MANY = data.draw(st.sampled_from([(1, 1), (1, 9), (4, 16)]))
    folding.PORTION = data.draw(st.sampled_from([1, 7, 250_000]))
    postings.WHOLE = data.draw(st.sampled_from([0, 12, 4000]))
    postings.ROUND = data.draw(st.sampled_from([1, 30, 100_000]))
    postings.PROBES = data.draw(st.sampled_from([0, 16, 10**6]))  # whether passages that pass are asked for or listed
    postings.UNLIKE = data.draw(st.sampled_from([1, 4, 10**6]))
    postings.SAMPLED = data.draw(st.sampled_from([1, 5, 8000]))
    postings.VERIFIED, postings.SCORED = data.draw(st.sampled_from([(0, 10**6), (2, 10**6), (64, 1), (0, 1)]))
    for step in data.draw(steps):
        blocks.LEVELLED = data.draw(st.sampled_from([0, 12, 4000]))  # blocks of before lie beside those of levels
        match step:
            case "add":
                with corpus.database.transaction() as connection:
                    corpus.add(connection, data.draw(st.integers(0, 2**16)), 2, 6)
            case "fold":
                folding.fold(corpus.database, corpus.space_id)
            case "forget":
                with corpus.database.transaction() as connection:
                    corpus.forget(connection, corpus.documents(data.draw(places)))
            case "purge":
                folding.purge(corpus.database, corpus.space_id)
            case "rebuild":
                rebuilding.WINDOW = data.draw(st.sampled_from([1, 60, 2_000_000]))
                rebuilding.rebuild(corpus.database, corpus.space_id)
        which = Filter(
            kind=data.draw(st.none() | st.sampled_from(KINDS)),
            since=data.draw(days),
            until=data.draw(days),
            collection=data.draw(st.none() | st.sampled_from(corpus.collections)),
            documents=None if (some := data.draw(st.none() | places)) is None else corpus.documents(some),
        )
        for each in (Filter(), which):
            corpus.compare(data.draw(asked_terms), data.draw(st.sampled_from([1, 2, 5, 50])), each)
    with corpus.database.transaction() as connection:
        spaces.enter(connection, corpus.space_id)
        assert all(each == ([], []) for each in inverted.audit(connection))


def test_folding_beside_writers_and_who_deletes_hides_nothing(corpus: Corpus) -> None:
    folding.LEAST = folding.MANY = 1
    blocks.LEVELLED, postings.WHOLE, postings.ROUND = 3, 2, 1
    compaction.LEAST, compaction.SHARE = 0, 10**9  # whatever there is to give back
    written = threading.Event()
    faults: list[BaseException] = []

    def told(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as exc:  # told below: a thread's own end is silent
            faults.append(exc)

    def write_and_delete() -> None:
        for turn in range(20):
            write(turn)

    def write(turn: int) -> None:
        own = Corpus(corpus.database, corpus.space_id, corpus.collections, corpus.source, numbers=corpus.numbers)
        with corpus.database.transaction() as connection:
            own.add(connection, turn, 1, 6)
        which = Filter(documents=own.documents())
        own.compare({1: 1.0, 2: 0.5, 7: 2.0}, 5, which)  # seen as soon as it is stored
        if turn % 2:
            with corpus.database.transaction() as connection:
                own.forget(connection, own.documents())
            with corpus.database.transaction() as connection:
                spaces.enter(connection, corpus.space_id)
                assert postings.search(connection, {1: 1.0, 2: 0.5, 7: 2.0}, 5, which) == []  # and gone at once
        with held:
            corpus.held |= own.held
            corpus.of |= own.of

    def fold() -> None:
        while not written.is_set():
            folding.fold(corpus.database, corpus.space_id)
            folding.purge(corpus.database, corpus.space_id)
            compaction.compact(corpus.database, corpus.space_id)

    held = threading.Lock()
    writers, folders = (
        [threading.Thread(target=told, args=(work,)) for _ in range(2)] for work in (write_and_delete, fold)
    )
    for each in (*writers, *folders):
        each.start()
    for each in writers:
        each.join()
    written.set()
    for each in folders:
        each.join()
    assert faults == []
    folding.purge(corpus.database, corpus.space_id)
    assert len(corpus.held) > 20
    for asked in ({1: 1.0}, {0: 0.1, 3: 5.0, 12: 0.5}, dict.fromkeys(range(40), 1.0)):
        corpus.compare(asked, 30, Filter())
    with corpus.database.transaction() as connection:
        spaces.enter(connection, corpus.space_id)
        assert all(each == ([], []) for each in inverted.audit(connection))
        assert connection.execute("select count(*) from passage_gone").fetchone() == (0,)


def test_frequent_terms_that_cannot_matter_are_not_read(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    with corpus.database.transaction() as connection:
        corpus.add(connection, 3, 20, 20)
    blocks.LEVELLED = postings.WHOLE = 10
    folding.fold(corpus.database, corpus.space_id)
    read: list[postings._Step] = []
    take = postings._take
    monkeypatch.setattr(postings, "_take", lambda *asked: read.extend(found := take(*asked)) or found)
    postings.ROUND = 1
    frequent = max(range(40), key=lambda term: sum(term in own for own in corpus.held.values()))
    rare = min(
        (term for own in corpus.held.values() for term in own),
        key=lambda term: (sum(term in own for own in corpus.held.values()), term),
    )
    corpus.compare({rare: 1000.0, frequent: 0.001}, 1, Filter())
    assert {each.term for each in read} == {rare}
    read.clear()
    corpus.compare({frequent: 1.0}, 1, Filter())
    assert 0 < sum(each.passages for each in read) < sum(frequent in own for own in corpus.held.values()) / 2


def test_what_came_and_went_gives_its_room_back_once_nothing_waits(corpus: Corpus, home: Settings) -> None:
    compaction.LEAST, compaction.PAGES = 200_000, 3
    folding.MANY, folding.LEAST = 10**6, 10**6  # all that is fresh stays so
    for seed in range(2):
        with corpus.database.transaction() as connection:
            corpus.add(connection, seed, 40, 40)
        if not seed:
            folding.fold_rest(corpus.database, corpus.space_id, inverted.Texts.PASSAGES)
    with corpus.database.transaction() as connection:
        corpus.forget(connection, corpus.documents(range(0, 80, 2)))
    with corpus.database.session() as session:
        session.execute(f"set search_path = space_{corpus.space_id}, public")
        session.execute("analyze passage_posting, passage_block")
        with pytest.raises(UniqueViolation):  # what is left of who dies while an index is made
            session.execute("create unique index concurrently half_made on passage_posting (term)")
        size = "select pg_total_relation_size('passage_posting') + pg_total_relation_size('passage_block') as bytes"
        [before] = session.execute(size)

        with Indexer(corpus.database, home) as indexer:
            indexer.look()
        assert session.execute("select from pg_class where relname = 'half_made'").rowcount == 1  # a file waits
        session.execute("update file set state = 'indexed'")
        with Indexer(corpus.database, home) as indexer:
            indexer.look()

        [after] = session.execute(size)
        assert after.bytes < before.bytes / 2
        assert session.execute("select from pg_class where relname = 'half_made'").rowcount == 0
        fresh = session.execute("select term from passage_posting").fetchall()
        assert not {row.term for row in session.execute("select term from passage_block")} & {row.term for row in fresh}
    for asked in ({1: 1.0}, {0: 0.1, 3: 5.0, 12: 0.5}, dict.fromkeys(range(40), 1.0)):
        corpus.compare(asked, 30, Filter())
    with corpus.database.transaction() as connection:
        assert not compaction.is_due(connection, corpus.space_id)
        assert all(each == ([], []) for each in inverted.audit(connection))


def test_an_index_that_was_left_half_made_goes_though_there_is_no_room_to_give_back(
    corpus: Corpus, home: Settings
) -> None:
    with corpus.database.transaction() as connection:
        corpus.add(connection, 1, 40, 40)
    with corpus.database.session() as session:
        session.execute(f"set search_path = space_{corpus.space_id}, public")
        session.execute("update file set state = 'indexed'")
        with Indexer(corpus.database, home) as indexer:  # what is due without it
            indexer.look()
        with corpus.database.transaction() as connection:
            assert not compaction.is_due(connection, corpus.space_id)
        with pytest.raises(UniqueViolation):  # as who dies while it is made anew
            session.execute("create unique index concurrently half_made on passage_block ((1))")
        with Indexer(corpus.database, home) as indexer:
            indexer.look()
        assert session.execute("select from pg_class where relname = 'half_made'").rowcount == 0
