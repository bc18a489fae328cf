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
from pkm.store import arrays, filters, folding, multivector
from pkm.store.blocks import Ids, Weights
from pkm.store.database import Connection
from pkm.store.dense import Near as Near  # noqa: PLC0414
from pkm.store.filters import Filter as Filter  # noqa: PLC0414
from pkm.store.folding import Texts

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


def multi_of(
    connection: Connection, chunks: Collection[ChunkId], dimensions: int
) -> dict[ChunkId, NDArray[np.float32]]:
    """Token vectors that are kept in ``full``, shape (tokens, dimensions)."""
    packed = packed_of(connection, chunks)
    found = {chunk: multivector.unpack([each], dimensions) for chunk, each in packed.items()}
    return {chunk: each.directions * each.scales[:, None] for chunk, each in found.items()}


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
    ids, scores = _sum([(factors[term], *own) for term, own in postings.items()])
    best = _passing(connection, ids[np.lexsort((ids, -scores))], k, which)
    total = dict(zip(ids.tolist(), scores.tolist(), strict=True))
    names: dict[int, list[int]] = {each: [] for each in best}
    for term in name_weights:
        if (own := postings.get(lexical.in_name(term))) is not None:
            for each in np.intersect1d(best, own[0]).tolist():
                names[each].append(term)
    return [NearDocument(DocumentId(each), total[each], frozenset(names[each])) for each in best]


def read_documents(connection: Connection, terms: Collection[int]) -> dict[int, tuple[Ids, Weights]]:
    """The documents of each term and what it weighs there; none of terms that stand in more than ``COMMON``."""
    wanted = [term for term, count in _frequencies(connection, terms).items() if count <= COMMON]
    rows = Texts.DOCUMENTS.rows(connection, "read", terms=wanted)
    return {term: own[:2] for term, own in folding.by_term(rows).items()}


def _sum(parts: Sequence[tuple[float, Ids, Weights]]) -> tuple[Ids, NDArray[np.float64]]:
    """The ids that stand in any of the parts, and the sums of what they weigh there times the part's factor."""
    if not parts:
        return np.empty(0, dtype=np.int64), np.empty(0)
    ids, places = np.unique(np.concatenate([ids for _, ids, _ in parts]), return_inverse=True)
    weighed = np.concatenate([weights * factor for factor, _, weights in parts])
    return ids, np.bincount(places, weights=weighed, minlength=len(ids)).astype(np.float64)


def _passing(connection: Connection, ids: Ids, k: int, which: Filter) -> list[int]:
    """The first k of these documents that pass."""
    found: list[int] = []
    done, size = 0, 2 * k
    while len(found) < k and done < len(ids):
        if done and len(ids) - done > LISTED:  # few pass: those are listed, where they are not too many
            [(listed,)] = _select(connection, "passing_documents", which, most=LISTED)
            if listed is None or len(listed) <= LISTED:
                left = ids[done:][np.isin(ids[done:], [] if listed is None else listed)]
                return [*found, *left.tolist()][:k]
        part = ids[done : done + size]
        passing = {row.id for row in _select(connection, "documents_passing", which, ids=part.tolist())}
        found += [each for each in part.tolist() if each in passing]
        done, size = done + size, size * 4
    return found[:k]


def _select(connection: Connection, name: str, which: Filter, **asked: Any) -> list[Any]:
    text = filters.put_in(getattr(sql.queries.vectors, name).sql, which)
    return arrays.rows(connection, text, **asked, **which.asked())


def idf(count: int, frequency: int) -> float:
    """Inverse document frequency as BM25 has it, never below 0 (Lucene's form: 1 is added inside the logarithm)."""
    return math.log1p((max(count, frequency) - frequency + 0.5) / (frequency + 0.5))
