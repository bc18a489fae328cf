"""pkm's vector store beside llama-index's PGVectorStore, both hybrid: the same nodes, vectors, questions, server and run.

Both are asked through llama-index's own ``VectorStore.query``, in turns, one client. On contracts (CUAD, 500 characters a node,
MiniLM) quality is the share of the answer's characters within the first 2,000 and 8,000 characters of hits; on a synthetic
corpus of ``--passages`` nodes it is the share of questions whose passage is among the first ten hits. Disk is what the database
grew by, vacuumed. PGVectorStore is not pkm's dependency, and pins another SQLAlchemy: install it apart, and say where.

    pip install --no-deps --target peer llama-index-vector-stores-postgres psycopg2-binary asyncpg "SQLAlchemy<2.1"
    python -m bench.beside_llama_index --peer peer [--passages 100000] [--questions 200]

Prints JSON, and keeps it in bench/out/beside_llama_index.json. Without a peer it says so and measures pkm alone.
"""

from __future__ import annotations

import argparse
import atexit
import contextlib
import importlib.util
import json
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import psycopg

from bench.synthetic_vectors import VectorSource
from pkm import config
from pkm.embed import Embedder, open_embedder
from pkm.models import Embeddings, Space
from pkm.services import EmbeddedPostgres
from pkm.store.database import Database

if TYPE_CHECKING:
    from llama_index.core.schema import TextNode

CONTRACTS = Path(__file__).parents[1].parent / "shared" / "data" / "retrieval" / "cuad_dev"
OUT = Path(__file__).parent / "out"
CHARACTERS = 500  # of a node
BUDGETS = (2_000, 8_000)
K = 10  # of each arm of PGVectorStore, which gives both; pkm is asked for as many
WORDS, VOCABULARY, ASKED_WORDS, NOISE = 80, 30_000, 6, 0.9
BATCH = 2_000

Span = tuple[str, int, int]


@dataclass
class Corpus:
    """Nodes with vectors; questions with theirs and with what is sought."""

    nodes: list[TextNode]
    questions: list[str]
    vectors: np.ndarray
    embedder: Known
    score: Callable[[int, Sequence[TextNode]], dict[str, float]]
    """Of the question of that number and its hits."""


@dataclass
class Known:
    """An embedder that knows the texts of the corpus; others, such as parts of a question, it embeds."""

    embedder: Embedder
    space: Space
    known: dict[str, np.ndarray] = field(default_factory=dict)

    def passages(self, texts: Sequence[str]) -> Embeddings:
        """Known vectors, or new ones."""
        if missing := [each for each in texts if each not in self.known]:
            self.known.update(zip(missing, self.embedder.passages(missing).dense, strict=True))
        return Embeddings(np.stack([self.known[each] for each in texts]))

    def query(self, text: str) -> Embeddings:
        """What was not asked before is embedded, and not remembered: a search pays for it."""
        return Embeddings(self.known[text][None]) if text in self.known else self.embedder.query(text)


@dataclass
class Random:
    """An embedder for parts of synthetic questions: as good as none, and as fast."""

    dimensions: int

    def passages(self, texts: Sequence[str]) -> Embeddings:
        """Directions that say nothing."""
        rows = np.random.default_rng(len(texts)).normal(size=(len(texts), self.dimensions)).astype(np.float32)
        return Embeddings(rows / np.linalg.norm(rows, axis=1, keepdims=True))

    def query(self, text: str) -> Embeddings:
        """The same."""
        return self.passages([text])


@dataclass
class Side:
    """A vector store and what it cost."""

    store: Any
    database: str
    built_s: float = 0.0
    disk_mb: float = 0.0
    packed_mb: float = 0.0
    tables_mb: dict[str, float] = field(default_factory=dict)
    times: list[float] = field(default_factory=list)
    cpu_s: float = 0.0
    quality: list[dict[str, float]] = field(default_factory=list)

    def summary(self) -> dict[str, float]:
        """What is printed."""
        p50, p95 = np.percentile(np.array(self.times) * 1000, [50, 95])
        shares = {name: round(float(np.mean([each[name] for each in self.quality])), 4) for name in self.quality[0]}
        return shares | {
            "queries_per_s": round(len(self.times) / sum(self.times), 2), "p50_ms": round(float(p50), 1),
            "p95_ms": round(float(p95), 1), "cpu_ms": round(self.cpu_s / len(self.times) * 1000, 1), "disk_mb": round(self.disk_mb, 1), "disk_packed_mb": round(self.packed_mb, 1), "added_s": round(self.built_s, 1),
        }  # fmt: skip


# ---------------------------------------------------------------- what is asked of what


def contracts(count: int) -> Corpus:
    """50 contracts and questions whose answers stand in them."""
    from llama_index.core.schema import NodeRelationship, RelatedNodeInfo, TextNode

    embedder = open_embedder(config.load({"PKM_TIMEZONE": "UTC"}), None)
    known = Known(embedder, embedder.space)
    if (cached := OUT / "plain.npz").is_file():
        with np.load(cached) as stored:
            known.known = dict(zip(stored["keys"].tolist(), stored["dense"], strict=True))
    nodes = []
    for path in sorted((CONTRACTS / "cuad").iterdir()):
        text = path.read_bytes().decode("utf-8")
        for start in range(0, len(text), CHARACTERS):
            nodes.append(
                TextNode(
                    id_=f"{path.name}:{start}", text=text[start : start + CHARACTERS], start_char_idx=start,
                    end_char_idx=min(len(text), start + CHARACTERS), metadata={"file_name": path.name},
                    excluded_embed_metadata_keys=["file_name"],
                    relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=path.name)},
                )
            )  # fmt: skip
    vectors = known.passages([each.text for each in nodes]).dense
    for node, vector in zip(nodes, vectors, strict=True):
        node.embedding = vector.tolist()
    tests = json.loads((CONTRACTS / "queries.json").read_text(encoding="utf-8"))["tests"]
    chosen = [tests[each] for each in np.random.default_rng(0).permutation(len(tests))[:count]]
    gold = [[(Path(each["file_path"]).name, *each["span"]) for each in test["snippets"]] for test in chosen]

    def score(number: int, hits: Sequence[TextNode]) -> dict[str, float]:
        found = [(each.metadata["file_name"], each.start_char_idx or 0, each.end_char_idx or 0) for each in hits]
        return {f"share_within_{budget}": share_found(found, gold[number], budget) for budget in BUDGETS}

    questions = [test["query"] for test in chosen]
    asked = np.concatenate([embedder.query(each).dense for each in questions])
    known.known.update(zip(questions, asked, strict=True))
    return Corpus(nodes, questions, asked, known, score)


def share_found(found: Sequence[Span], gold: Sequence[Span], budget: int) -> float:
    """The share of the gold characters within the first ``budget`` characters of what was found."""
    wanted = {(name, at) for name, start, end in gold for at in range(start, end)}
    seen: set[tuple[str, int]] = set()
    for name, start, end in found:
        if budget <= 0:
            break
        seen.update((name, at) for at in range(start, min(end, start + budget)))
        budget -= end - start
    return len(wanted & seen) / len(wanted)


def synthetic(passages: int, count: int, dimensions: int) -> Corpus:
    """Clustered vectors with texts of words as frequent as words are; a question is a passage's vector, blurred, and its words."""
    from llama_index.core.schema import NodeRelationship, RelatedNodeInfo, TextNode

    chance = np.random.default_rng(0)
    vectors = np.concatenate(list(VectorSource(dimensions, 0).passages(passages)))
    ranks = np.arange(1, VOCABULARY + 1)
    words = np.array([_word(each) for each in ranks])
    shares = (1 / ranks) / (1 / ranks).sum()
    nodes, texts = [], []
    for number in range(passages):
        text = chance.choice(VOCABULARY, WORDS, p=shares)
        texts.append(text)
        nodes.append(
            TextNode(
                id_=str(number), text=" ".join(words[text]), embedding=vectors[number].tolist(),
                relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=f"document {number // 20}")},
            )
        )  # fmt: skip
    sought = chance.choice(passages, count, replace=False)
    blurred = vectors[sought] + NOISE * chance.normal(size=(count, dimensions)) / np.sqrt(dimensions)
    blurred = (blurred / np.linalg.norm(blurred, axis=1, keepdims=True)).astype(np.float32)
    questions = [" ".join(words[chance.choice(texts[each], ASKED_WORDS, replace=False)]) for each in sought]
    space = Space("synthetic", "synthetic", dimensions, "bm25", False, 256)
    known = Known(Random(dimensions), space, dict(zip(questions, blurred, strict=True)))  # type: ignore[arg-type]
    known.known.update((node.text, vector) for node, vector in zip(nodes, vectors, strict=True))

    def score(number: int, hits: Sequence[TextNode]) -> dict[str, float]:
        return {"found_in_10": float(str(sought[number]) in [each.node_id for each in hits[:10]])}

    return Corpus(nodes, questions, blurred, known, score)


def _word(rank: int) -> str:
    """A word of letters that no stemmer takes apart."""
    letters = "bcdfghjklmnpqrstvwxz"
    return "".join(letters[rank // 20**place % 20] + "aeiou"[rank // 7**place % 5] for place in range(4)) + "x"


# ---------------------------------------------------------------- measuring


def measure(sides: dict[str, Side], corpus: Corpus, postmaster: str) -> None:
    """Ask every question of each side, in turns, so that what else the machine does falls on all."""
    from llama_index.core.vector_stores.types import VectorStoreQuery, VectorStoreQueryMode

    queries = [
        VectorStoreQuery(
            query_embedding=vector.tolist(), query_str=question, similarity_top_k=K, sparse_top_k=K, hybrid_top_k=2 * K,
            mode=VectorStoreQueryMode.HYBRID,
        )
        for question, vector in zip(corpus.questions, corpus.vectors, strict=True)
    ]  # fmt: skip
    for side in sides.values():
        for query in queries[:5]:
            side.store.query(query)
    for number, query in enumerate(queries):
        for side in sides.values():
            begun, used = time.perf_counter(), _cpu_s(postmaster)
            result = side.store.query(query)
            side.times.append(time.perf_counter() - begun)
            side.cpu_s += _cpu_s(postmaster) - used
            side.quality.append(corpus.score(number, result.nodes))


def fill(side: Side, corpus: Corpus) -> None:
    """Add all nodes; what the database grew by is what they take: as it is after a vacuum, and with no room left free."""
    before = _size(side.database)
    begun = time.perf_counter()
    for start in range(0, len(corpus.nodes), BATCH):
        side.store.add(corpus.nodes[start : start + BATCH])
        print(f"{type(side.store).__name__}: {start} added", file=sys.stderr, flush=True)
    side.built_s = time.perf_counter() - begun
    with psycopg.connect(side.database, autocommit=True) as connection:
        connection.execute("vacuum analyze")
        connection.execute("checkpoint")
    side.disk_mb = (_size(side.database) - before) / 1e6


def pack(side: Side, empty: int) -> None:
    """Write all tables anew, and see what is left; after the questions, which shall find tables as they came to be."""
    with psycopg.connect(side.database, autocommit=True) as connection:
        connection.execute("vacuum full")
        rows = connection.execute(
            "select relname, pg_total_relation_size(oid) / 1e6 from pg_class where relkind = 'r' and"
            " pg_total_relation_size(oid) > 500000 and relnamespace::regnamespace::text !~ '^(pg_|information)' order by 2 desc"
        )
        side.tables_mb = {name: round(float(size), 1) for name, size in rows}
    side.packed_mb = (_size(side.database) - empty) / 1e6


def _cpu_s(postmaster: str) -> float:
    """What this process and the server have used of processors so far, in seconds; where Linux tells it."""
    used = time.process_time()
    for each in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            told = each.read_text().rpartition(")")[2].split()
            if told[1] == postmaster:
                used += sum(map(int, told[11:13])) / os.sysconf("SC_CLK_TCK")
    return used


def _size(url: str) -> int:
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute("select pg_database_size(current_database())").fetchone()
        assert row is not None
        return int(row[0])


def open_sides(server: EmbeddedPostgres, corpus: Corpus) -> Iterator[tuple[str, Side]]:
    """Both stores, each in a database of its own on the same server."""
    from pkm.search.llama import PkmVectorStore

    url = _create(server, "ours")
    database = Database.at(url)
    atexit.register(database.close)
    yield "pkm", Side(PkmVectorStore(database, corpus.embedder), url)
    if importlib.util.find_spec("llama_index.vector_stores") is None:
        return
    if importlib.util.find_spec("llama_index.vector_stores.postgres") is None:
        return
    from llama_index.vector_stores.postgres import PGVectorStore

    url = _create(server, "theirs")
    found = re.search(r"host='(.*?)' user=(\w+)", url)
    assert found is not None
    there = f"{found[2]}@/theirs?host={found[1]}"
    store = PGVectorStore.from_params(
        connection_string=f"postgresql+psycopg2://{there}", async_connection_string=f"postgresql+asyncpg://{there}",
        table_name="nodes", hybrid_search=True, text_search_config="english", embed_dim=corpus.embedder.space.dimensions,
        use_jsonb=True, hnsw_kwargs={"hnsw_m": 16, "hnsw_ef_construction": 64, "hnsw_ef_search": 40},
    )  # fmt: skip
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("create extension if not exists vector")
    yield "PGVectorStore", Side(store, url)


def _create(server: EmbeddedPostgres, name: str) -> str:
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute(f"create database {name}".encode())
    return f"{server.url.rpartition(' ')[0]} dbname={name}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peer", type=Path, help="folder into which PGVectorStore was installed")
    parser.add_argument("--passages", type=int, help="a synthetic corpus of so many nodes, instead of contracts")
    parser.add_argument("--dimensions", type=int, default=384, help="of the synthetic vectors")
    parser.add_argument("--questions", type=int, default=475)
    given = parser.parse_args()
    if given.peer:
        sys.path.insert(0, str(given.peer.resolve()))
    if not given.passages and not CONTRACTS.is_dir():
        print(json.dumps({"skipped": f"{CONTRACTS} is not there"}))
        return
    corpus = (
        synthetic(given.passages, given.questions, given.dimensions) if given.passages else contracts(given.questions)
    )
    folder = Path(tempfile.mkdtemp(prefix="pkm-bench-"))
    server = EmbeddedPostgres(folder)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    server.start()
    atexit.register(server.stop)
    sides, empty = {}, {}
    for name, side in open_sides(server, corpus):
        empty[name] = _size(side.database)
        fill(side, corpus)
        sides[name] = side
    measure(sides, corpus, next(folder.rglob("postmaster.pid")).read_text().split()[0])
    for name, side in sides.items():
        pack(side, empty[name])
    found: dict[str, Any] = {
        "corpus": f"{given.passages} synthetic passages" if given.passages else "CUAD, 50 contracts",
        "nodes": len(corpus.nodes), "dimensions": corpus.embedder.space.dimensions, "questions": len(corpus.questions),
        **{name: side.summary() for name, side in sides.items()},
        "tables_mb": {name: side.tables_mb for name, side in sides.items()},
    }  # fmt: skip
    if "PGVectorStore" in sides:
        ours, theirs = found["pkm"], found["PGVectorStore"]
        found["pkm_over_PGVectorStore"] = {
            name: round(ours[name] / theirs[name], 3) for name in ours if name not in {"added_s"} and theirs[name]
        }
    else:
        found["PGVectorStore"] = "not installed: see --help"
    OUT.mkdir(exist_ok=True)
    name = f"beside_llama_index{f'_{given.passages}' if given.passages else ''}.json"
    (OUT / name).write_text(json.dumps(found, indent=2) + "\n")
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
