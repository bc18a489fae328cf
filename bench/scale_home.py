"""A home of many synthetic passages, whose vectors, terms, documents and texts lie in the product's own tables.

Twenty passages a document; a twentieth of the documents no longer holds. One document in ten is a contract, one in a hundred an
e-mail, and so on (``SHARES``): filters are on kinds. Vectors are those of ``synthetic_vectors.py``, texts and terms those of
``synthetic_texts.py``. What a question finds is held against a look at everything that is stored (``Truth``).
"""

from __future__ import annotations

import json
import struct
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from bench.synthetic_texts import LANGUAGE, Document, Question, Terms, TextSource
from bench.synthetic_vectors import PASSAGES, Vectors, VectorSource
from pkm import lexical
from pkm.config import Settings
from pkm.counting import DOCUMENT_WORDS, LEAST, NAMED
from pkm.models import Kind, Space
from pkm.services import EmbeddedPostgres
from pkm.store import arrays, bulk, compaction, folding, hnsw, inverted, people, rebuilding, sources, spaces, vocabulary
from pkm.store.database import Connection, Database
from pkm.store.inverted import Texts

SHARES: dict[str, tuple[int, Kind]] = {
    "10 %": (10, "contract"), "1 %": (100, "email"), "0.1 %": (1_000, "invoice"), "0.01 %": (10_000, "message"),
}  # fmt: skip
OTHERS: Kind = "note"
PASSAGE_POSTINGS = ("passage_posting", "passage_block", "passage_gone")
DOCUMENT_POSTINGS = ("document_posting", "document_block", "document_gone")
POSTINGS = PASSAGE_POSTINGS + DOCUMENT_POSTINGS
PAST = 20  # one document in so many no longer holds
TOGETHER, FOLDED = 500, 50  # documents that are stored together; where their postings are folded as they come
ASIDE = "passage_vector_signs_aside"  # the HNSW index's name while nothing is to use it
RAW_BYTES = 12  # of a posting: id and weight, the term once for all
SEED = 1
Search = Callable[[Connection, int], Sequence[float]]  # what is found for the question of that number scores
_INTEGER, _REAL = (23, ">i4"), (700, ">f4")  # PostgreSQL's number of the type, and numpy's name


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as all arms are asked it."""

    vector: NDArray[np.float32]
    question: Question


class Home:
    """Kept in its folder: what was loaded once need not be again.

    Args:
        statistics: Whose terms passages have: a model's, or words as BM25 counts them.
    """

    def __init__(self, folder: Path, dimensions: int, statistics: Literal["bm25", "learned"]) -> None:
        self._server = EmbeddedPostgres(folder)
        self._vectors, self.texts = VectorSource(dimensions, SEED), TextSource(statistics, SEED)
        self.space = Space("synthetic", "synthetic", dimensions, statistics, False, 512)
        self._note = folder / "loaded.json"
        self.documents = 0
        self.insert_s = self.fold_s = 0.0  # for which the server worked to insert, and both to fold
        with suppress(FileNotFoundError):
            self.documents = json.loads(self._note.read_text())
        self._start()
        with self.database.transaction() as connection:
            home = people.ensure_collection(connection, None, people.ensure_owner(connection)).id
            self._source = sources.register(connection, home, "folder", "/papers", keep=True).id
            self._collection = home
            self.space_id = spaces.activate(connection, self.space)
        self._put_back()  # whoever was killed while it was aside left it there

    def _start(self) -> None:
        self._server.start()
        self.database = Database.at(self._server.url)

    def restart(self) -> None:
        """Start the server anew: its memory is set from the home's size then, and it may have been empty."""
        self.close()
        self._start()

    def close(self) -> None:
        """Stop the server."""
        self.database.close()
        self._server.stop()

    def processes(self) -> list[int]:
        """The server's, that answer this one."""
        with self.database.transaction() as connection:
            return [
                row.pid for row in connection.execute("select pid from pg_stat_activity where application_name = 'pkm'")
            ]

    # ------------------------------------------------------------ rows

    def load(self, documents: int, *, postings: bool = False) -> None:
        """Put so many further documents in; with fresh ``postings``, folded as they come, or without any."""
        end = self.documents + documents
        while self.documents < end:
            numbers = range(self.documents, min(self.documents + (FOLDED if postings else TOGETHER), end))
            made = self._make(numbers)
            with self.database.transaction(durable=False) as connection:
                before = worked_s(connection)
                self._insert(connection, *made, postings=postings)
                self.insert_s += worked_s(connection) - before
            if postings:
                before = self._worked_s()
                folding.tidy(self.database, self.space_id)
                self.fold_s += self._worked_s() - before
            self.documents = numbers.stop
            if not self.documents % (10 * TOGETHER):
                say(f"{self.documents:,} documents")
        self._note.write_text(json.dumps(self.documents))

    def _worked_s(self) -> float:
        """Seconds for which this process and the server's have had a processor; there is one connection, used again and again."""
        with self.database.transaction() as connection:
            return time.process_time() + worked_s(connection)

    def _make(self, numbers: range) -> tuple[list[Document], Vectors, list[Terms], list[Terms]]:
        """Documents, their passages' vectors and terms, and their own terms."""
        documents = [self.texts.document(each) for each in numbers]
        vectors = self._vectors.passages_from(numbers.start * PASSAGES, len(numbers) * PASSAGES)
        terms = [self.texts.terms(each, place) for each in documents for place in range(PASSAGES)]
        return documents, np.concatenate(list(vectors)), terms, [self._document_terms(each) for each in documents]

    def _insert(
        self, connection: Connection, documents: list[Document], vectors: Vectors, terms: list[Terms], words: list[Terms],
        *, postings: bool,
    ) -> None:  # fmt: skip
        spaces.enter(connection, self.space_id)
        first, home = documents[0].number, self._collection
        passages = [[self.texts.text(each) for each in document.words] for document in documents]
        with connection.cursor() as cursor:
            columns = "id collection_id source_id path state size mtime_ns ctime_ns inode"
            with cursor.copy(_copy("file", columns)) as rows:
                for each in documents:
                    path = f"/papers/{each.number}/{each.title}.pdf"
                    rows.write_row((each.number, home, self._source, path, "indexed", 1, 1, 1, each.number))
            columns = "id collection_id file_id ordinal kind title head language mime sha256 has_object text valid_to"
            with cursor.copy(_copy("document", columns)) as rows:
                for each, own in zip(documents, passages, strict=True):
                    past = "2026-01-01" if each.number % PAST == 11 else None
                    rows.write_row((
                        each.number, home, each.number, 0, kind_of(each.number), each.title, "", LANGUAGE, "", "", False,
                        "\n".join(own), past,
                    ))  # fmt: skip
            columns = "id collection_id document_id ordinal char_start char_end heading kind hash"
            with cursor.copy(_copy("chunk", columns)) as rows:
                for each, own in zip(documents, passages, strict=True):
                    place = 0
                    for ordinal, text in enumerate(own):
                        number, end = each.number * PASSAGES + ordinal, place + len(text)
                        rows.write_row((
                            number, home, each.number, ordinal, place, end, "", kind_of(each.number), number.to_bytes(8),
                        ))  # fmt: skip
                        place = end + 1
        halves = vectors.astype(">f2")
        _write(connection, "passage_vector", "chunk_id collection_id document_id dense terms weights", (
            _number(first * PASSAGES + place) + _number(home) + _number(first + place // PASSAGES)
            + struct.pack(">ihh", 4 + halves[place].nbytes, self.space.dimensions, 0) + halves[place].tobytes()
            + _array(_INTEGER, own[0]) + _array(_REAL, own[1])
            for place, own in enumerate(terms)
        ))  # fmt: skip
        _write(connection, "document_words", "document_id collection_id terms weights version", (
            _number(each.number) + _number(home) + _array(_INTEGER, own[0]) + _array(_REAL, own[1])
            + struct.pack(">ih", 2, lexical.VERSION)
            for each, own in zip(documents, words, strict=True)
        ))  # fmt: skip
        if postings:
            _insert_postings(connection, Texts.PASSAGES, first * PASSAGES, terms)
            _insert_postings(connection, Texts.DOCUMENTS, first, words)

    def _document_terms(self, document: Document) -> Terms:
        """Its words, and which of them name it: the title."""
        terms, weights = self.texts.count(np.concatenate(document.words), DOCUMENT_WORDS)
        named = np.unique(np.array(list(lexical.terms(document.title, (LANGUAGE,))), dtype=np.int32))
        more, names = (
            np.setdiff1d(named, terms),
            np.array([lexical.in_name(int(each)) for each in named], dtype=np.int32),
        )
        return (
            np.concatenate([terms, more, names]),
            np.concatenate([
                weights, np.full(len(more), LEAST, np.float32), np.full(len(names), NAMED, np.float32)
            ]),
        )  # fmt: skip

    def insert_vocabulary(self) -> None:
        """Let the home know how its words are written; for a home whose postings are made."""
        with self.database.transaction(durable=False) as connection:
            spaces.enter(connection, self.space_id)
            with connection.cursor() as cursor, cursor.copy("copy vocabulary (term, word) from stdin") as rows:
                for term, word in zip(self.texts.numbers.tolist(), self.texts.vocabulary, strict=True):
                    rows.write_row((term, word))
            vocabulary.sweep(connection)

    def fold(self) -> None:
        """Make all postings of what is stored."""
        rebuilding.rebuild(self.database, self.space_id)

    def build(self) -> None:
        """Build the HNSW index."""
        hnsw.ensure(self.database, self.space_id, self.space, Settings(Path()))

    @contextmanager
    def without_index(self) -> Iterator[None]:
        """With the HNSW index put aside every vector is looked at."""
        self.run(f"alter index passage_vector_signs rename to {ASIDE}")
        try:
            yield
        finally:
            self._put_back()

    def _put_back(self) -> None:
        self.run(f"alter index if exists {ASIDE} rename to passage_vector_signs")

    def run(self, *statements: str) -> None:
        """Statements in the space, each by itself."""
        with self.database.session() as connection:
            connection.execute(f"set search_path = space_{self.space_id}, public")
            for each in statements:
                connection.execute(each.encode())

    def rest(self) -> None:
        """What a service and its server do when a load is over."""
        self.vacuum()
        with self.database.transaction() as connection:
            due = compaction.is_due(connection, self.space_id)
        if due:
            compaction.compact(self.database, self.space_id)

    def vacuum(self) -> None:
        """Make room, and let the planner know what there is."""
        others = ("passage_vector", "document_words", "document", "chunk", "file")
        self.run(*(f"vacuum (analyze) {each}" for each in (*POSTINGS, *others)))

    def compact(self) -> None:
        """Write the tables of postings anew."""
        self.run(*(f"vacuum (full, analyze) {each}" for each in POSTINGS))

    def delete(self, documents: int) -> None:
        """Delete so many documents, of all there are."""
        with self.database.transaction() as connection:
            connection.execute(
                "delete from document where id in (select id from document order by hashint8(id) limit %s)",
                (documents,),
            )

    def size(self, *relations: str) -> int:
        """Bytes of tables with their indexes, or of indexes."""
        with self.database.transaction() as connection:
            spaces.enter(connection, self.space_id)
            rows = connection.execute(
                "select coalesce(sum(pg_total_relation_size(to_regclass(name))), 0)::bigint as bytes from unnest(%s::text[]) as name",
                (list(relations),),
            )
            return sum(row.bytes for row in rows)

    # ------------------------------------------------------------ questions

    def questions(self, count: int) -> list[Asked]:
        """Further passages of documents that were loaded first, as a question's vector would be, with words of theirs."""
        passages = self.documents * PASSAGES
        chosen = np.random.default_rng([SEED, 7]).choice(passages, count, replace=False).tolist()
        vectors = self._vectors.questions(count, passages)
        return [Asked(vector, self.texts.question(each)) for vector, each in zip(vectors, chosen, strict=True)]


def kind_of(number: int) -> Kind:
    """The kind of the document of that number."""
    return next((kind for every, kind in sorted(SHARES.values(), reverse=True) if number % every == 3), OTHERS)


def worked_s(connection: Connection) -> float:
    """Seconds for which the connection's server process has had a processor, however busy the machine is with others' work."""
    return processor_s(connection.info.backend_pid)


def processor_s(process: int) -> float:
    """Seconds for which a process has had a processor (Linux)."""
    return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9


def say(words: str) -> None:
    """Tell who waits."""
    print(f"{time.strftime('%H:%M:%S')} {words}", file=sys.stderr, flush=True)


# ------------------------------------------------------------ PostgreSQL's binary COPY


def _copy(table: str, columns: str) -> str:
    return f"copy {table} ({', '.join(columns.split())}) from stdin"


def _write(connection: Connection, table: str, columns: str, rows: Iterator[bytes]) -> None:
    head = struct.pack(">h", len(columns.split()))
    with connection.cursor() as cursor, cursor.copy(f"{_copy(table, columns)} (format binary)") as stream:
        stream.write(bulk.SIGNATURE + b"".join(head + each for each in rows) + bulk.TRAILER)


def _number(value: int) -> bytes:
    return struct.pack(">iq", 8, value)


def _array(kind: tuple[int, str], values: NDArray[Any]) -> bytes:
    """An array of one dimension, as ``pkm.store.arrays`` reads it."""
    number, name = kind
    elements = np.empty(len(values), dtype=[("length", ">i4"), ("value", name)])
    elements["length"], elements["value"] = 4, values
    return struct.pack(">6i", 20 + elements.nbytes, 1, 0, number, len(values), 1) + elements.tobytes()


def _insert_postings(connection: Connection, texts: Texts, first: int, terms: Sequence[Any]) -> None:
    ids = np.repeat(np.arange(first, first + len(terms)), [len(own) for own, _ in terms])
    inverted.insert(
        connection, texts, np.concatenate([own for own, _ in terms]), ids, np.concatenate([own for _, own in terms])
    )


# ------------------------------------------------------------ looking at everything


class Best:
    """The k best of each question, of what was seen so far."""

    def __init__(self, questions: int, k: int) -> None:
        self._k = k
        self.scores = np.full((questions, k), -np.inf, dtype=np.float32)

    def add(self, scores: NDArray[np.float32]) -> None:
        """See scores of shape (questions, n)."""
        every = np.concatenate([self.scores, scores], axis=1)
        self.scores = -np.partition(-every, self._k - 1, axis=1)[:, : self._k]


class Truth:
    """What the best of each question score in each arm, by kind of document; ``None`` is every kind.

    Scores, not passages: of two that score the same either may be found. What scores 0 is none.
    """

    def __init__(self, home: Home, asked: Sequence[Asked], weights: Sequence[dict[int, float]], k: int) -> None:
        vectors = np.stack([each.vector for each in asked]).astype(np.float16).astype(np.float32)  # as they are asked
        terms = np.array(sorted({term for each in weights for term in each}), dtype=np.int32)
        factors = np.zeros((len(terms), len(asked)), dtype=np.float32)
        for column, own in enumerate(weights):
            factors[np.searchsorted(terms, list(own)), column] = list(own.values())
        kinds: list[Kind | None] = [None, *(kind for _, kind in SHARES.values())]
        self.dense = {each: Best(len(asked), k) for each in kinds}
        self.words = {each: Best(len(asked), k) for each in kinds}
        for rows in self._everything(home):
            whole = np.frombuffer(b"".join(bytes(row.dense)[4:] for row in rows), dtype=">f2").reshape(len(rows), -1)
            near = vectors @ whole.astype(np.float32).T
            shared = _shared([row.terms for row in rows], [row.weights for row in rows], terms, factors)
            kind = np.array([row.kind for row in rows])
            for each in kinds:
                among = slice(None) if each is None else kind == each
                self.dense[each].add(near[:, among])
                self.words[each].add(shared[:, among])

    @staticmethod
    def _everything(home: Home, together: int = 5_000) -> Iterator[list[Any]]:
        with home.database.transaction() as connection:
            spaces.enter(connection, home.space_id)
            after = -1
            while rows := arrays.rows(
                connection,
                "select c.chunk_id, halfvec_send(c.dense) as dense, c.terms, c.weights, d.kind from passage_vector c"
                " join document d on d.id = c.document_id where d.valid_to is null and c.chunk_id > %(after)s"
                " order by c.chunk_id limit %(most)s",
                after=after, most=together,
            ):  # fmt: skip
                yield rows
                after = rows[-1].chunk_id


def _shared(
    terms: list[NDArray[np.int32]], weights: list[NDArray[np.float32]], wanted: NDArray[np.int32], factors: NDArray[np.float32]
) -> NDArray[np.float32]:  # fmt: skip
    """Inner products of passages' weights with questions', shape (questions, passages)."""
    from scipy.sparse import csr_matrix

    every = np.concatenate(terms)
    places = np.searchsorted(wanted, every).clip(max=len(wanted) - 1)
    held = np.flatnonzero(wanted[places] == every)
    owners = np.repeat(np.arange(len(terms)), [len(each) for each in terms])[held]
    values = np.concatenate(weights)[held]
    matrix = csr_matrix((values, (owners, places[held])), (len(terms), len(wanted)))
    product: NDArray[np.float32] = (matrix @ factors).T
    return product
