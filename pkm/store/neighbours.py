"""Passages and documents near to a question: by inner product of vectors, and by the weights of shared terms."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

import sql
from pkm import lexical
from pkm.models import ChunkId, DocumentId
from pkm.store import arrays, filters, inverted
from pkm.store.blocks import Ids, Weights
from pkm.store.database import Connection
from pkm.store.filters import Filter
from pkm.store.inverted import Texts

COMMON = 300_000  # a term that stands in more documents than this tells few apart: they are not read
LISTED = 30_000  # documents that pass a filter: they are listed, where few of those that are found do


@dataclass(frozen=True, slots=True)
class NearDocument:
    """A document, its score, and which of the question's terms stand in its name."""

    document: DocumentId
    score: float
    named: frozenset[int]


@dataclass(frozen=True, slots=True)
class Frequency:
    """In how many documents a term stands, and how many it names."""

    documents: int
    named: int


def packed_of(connection: Connection, chunks: Collection[ChunkId]) -> dict[ChunkId, bytes]:
    """The token vectors of those of these passages that have some, as ``multivector`` packs them."""
    rows = sql.queries.vectors.multi_of(connection, chunks=list(chunks))
    return {ChunkId(row.chunk_id): bytes(row.multi) for row in rows}


def document_frequencies(
    connection: Connection, kin: Mapping[int, Collection[int]]
) -> tuple[int, dict[int, Frequency]]:
    """How many documents there are, and the frequencies of each term that stands in any, counted with its kin."""
    count = sql.queries.vectors.count_documents(connection)
    known = _frequencies(connection, [*kin, *map(lexical.in_name, kin)])
    found = {}
    for term in known.keys() & kin.keys():
        documents = min(sum(known.get(each, 0) for each in kin[term]), max(count, 1))
        named = sum(known.get(lexical.in_name(each), 0) for each in kin[term])
        found[term] = Frequency(documents, min(named, documents))
    return count, found


def _frequencies(connection: Connection, terms: Collection[int]) -> dict[int, int]:
    rows = Texts.DOCUMENTS.rows(connection, "frequencies", terms=list(terms))
    return {row.term: row.passages for row in rows}


def documents(
    connection: Connection, weights: Mapping[int, float], name_weights: Mapping[int, float], k: int, which: Filter
) -> list[NearDocument]:
    """The k documents in which, and in whose names, the terms weigh most; rounded up to blocks' units (``blocks``)."""
    factors = dict(weights) | {lexical.in_name(term): each for term, each in name_weights.items()}
    postings = read_documents(connection, factors)
    ids, scores = _sum([(factors[term], *own) for term, own in postings])
    best = _passing(connection, ids, scores, k, which)
    chosen = np.array([document for document, _ in best], dtype=np.int64)
    names: dict[int, list[int]] = {document: [] for document, _ in best}
    for code, (holders, _) in postings:
        if (term := lexical.in_name(code)) in name_weights:
            for document in chosen[np.isin(chosen, holders)].tolist():
                names[document].append(term)
    return [NearDocument(DocumentId(document), score, frozenset(names[document])) for document, score in best]


def read_documents(connection: Connection, terms: Collection[int]) -> list[tuple[int, tuple[Ids, Weights]]]:
    """Terms, each once or more, with documents and what it weighs there; none of terms that stand in more than ``COMMON``."""
    wanted = [term for term, count in _frequencies(connection, terms).items() if count <= COMMON]
    rows = Texts.DOCUMENTS.rows(connection, "read", terms=wanted)
    return [(row.term, inverted.unpack(row)) for row in rows]


def _sum(parts: Sequence[tuple[float, Ids, Weights]]) -> tuple[Ids, NDArray[np.float64]]:
    """The ids that stand in any of the parts, ascending, and the sums of what they weigh there times the part's factor."""
    if not parts:
        return np.empty(0, dtype=np.int64), np.empty(0)
    low, high = min(int(ids.min()) for _, ids, _ in parts), max(int(ids.max()) for _, ids, _ in parts)
    sums = np.zeros(high - low + 1)
    for factor, ids, weights in parts:
        sums[ids - low] += weights * factor
    found = np.flatnonzero(sums > 0)
    return found + low, sums[found]


def _passing(
    connection: Connection, ids: Ids, scores: NDArray[np.float64], k: int, which: Filter
) -> list[tuple[int, float]]:
    """The best k of these documents that pass, with their scores, best first; of equals the older."""
    found: list[int] = []
    total: dict[int, float] = {}
    size = k + k // 4
    while True:
        places = _best(scores, size)
        part = ids[places]
        total |= zip(part.tolist(), scores[places].tolist(), strict=True)
        if len(part):
            [(passing,)] = _select(connection, "documents_passing", which, ids=part)
            found += [] if passing is None else part[np.isin(part, passing)].tolist()
        ids, scores = np.delete(ids, places), np.delete(scores, places)
        if len(found) >= k or not len(ids):
            return [(each, total[each]) for each in found[:k]]
        size *= 4
        if len(ids) > LISTED:  # few pass: others are left out, where they can be listed
            [(listed,)] = _select(connection, "passing_documents", which, most=LISTED)
            if listed is None or len(listed) <= LISTED:
                held = np.isin(ids, [] if listed is None else listed)
                ids, scores = ids[held], scores[held]
                rest = _best(scores, k - len(found))
                return [(each, total[each]) for each in found] + [
                    *zip(ids[rest].tolist(), scores[rest].tolist(), strict=True)
                ]


def _best(scores: NDArray[np.float64], count: int) -> NDArray[np.intp]:
    """Where the largest so many stand, the largest first; of equals the first, also at the end."""
    if len(scores) <= count:
        return np.argsort(-scores, kind="stable")
    least = np.partition(scores, -count)[-count]
    places = np.concatenate([np.flatnonzero(scores > least), np.flatnonzero(scores == least)])[:count]
    return np.sort(places)[np.argsort(-scores[np.sort(places)], kind="stable")]


def _select(connection: Connection, name: str, which: Filter, **asked: Any) -> list[Any]:
    text = filters.put_in(getattr(sql.queries.vectors, name).sql, which)
    return arrays.rows(connection, text, **asked, **which.asked())


def idf(count: int, frequency: int) -> float:
    """Inverse document frequency as BM25 has it, never below 0 (Lucene's form: 1 is added inside the logarithm)."""
    return math.log1p((max(count, frequency) - frequency + 0.5) / (frequency + 0.5))
