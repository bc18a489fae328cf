"""Words counted anew: what an earlier version of pkm counted otherwise gets the terms of this one, some documents at a time.

So does the name of a document whose file lies elsewhere now (``pkm.store.names``). Until a document's turn comes it is found by the terms that it has: questions ask for those of no language too, as every
text had them before. Killed half-way it goes on with the documents that are left.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

import sql
from pkm import lexical
from pkm.counting import PASSAGE_WORDS, bm25_weights
from pkm.models import ParsedDocument, Space
from pkm.store import folding, inverted, spaces, vectors, vocabulary
from pkm.store.database import Connection, Database

TOGETHER = 20  # documents


def is_due(connection: Connection, space_id: int) -> bool:
    """Whether any document was counted by an earlier version, or under another name."""
    spaces.enter(connection, space_id)
    return bool(sql.queries.recounting.is_due(connection, version=lexical.VERSION))


def recount(database: Database, space_id: int, space: Space) -> int:
    """Count the words of all documents that an earlier version counted, or that are called otherwise now; returns how many."""
    done = after = 0
    while True:
        with database.transaction(durable=False) as connection:
            inverted.enter(connection, space_id)
            rows = list(
                sql.queries.recounting.outdated(connection, version=lexical.VERSION, after=after, most=TOGETHER)
            )
            earlier = [row.document_id for row in rows if abs(row.version) < lexical.VERSION]
            for row in rows:
                whole = row.document_id in earlier
                if whole:
                    _recount_passages(connection, space, row)
                _recount_document(connection, row, whole=whole)
            if earlier and sql.queries.recounting.has_blocks(connection):
                folding.outdate(connection, space_id)
        if not rows:
            break
        done, after = done + len(rows), rows[-1].document_id
    folding.tidy(database, space_id)
    return done


def _recount_passages(connection: Connection, space: Space, row: Any) -> None:
    if space.sparse != "bm25":
        return
    passages = list(sql.queries.recounting.passages(connection, document=row.document_id))
    sql.queries.recounting.drop_fresh(connection, document=row.document_id)
    counted = [
        bm25_weights(
            lexical.terms(f"{each.heading}\n{row.text[each.char_start : each.char_end]}", (row.language,)),
            PASSAGE_WORDS,
        )
        for each in passages
    ]
    for each, weights in zip(passages, counted, strict=True):
        sql.queries.recounting.set_terms(connection, chunk=each.id, terms=list(weights), weights=list(weights.values()))
    inverted.insert(
        connection,
        inverted.Texts.PASSAGES,
        np.array([term for weights in counted for term in weights], dtype=np.int32),
        np.repeat([each.id for each in passages], [len(each) for each in counted]).astype(np.int64),
        np.array([weight for weights in counted for weight in weights.values()], dtype=np.float32),
    )


def _recount_document(connection: Connection, row: Any, *, whole: bool) -> None:
    """Count the words of a document and of its name; unless its ``whole`` is to be, what was counted before stays."""
    passages = list(sql.queries.recounting.passages(connection, document=row.document_id))
    edges = [0, *(edge for each in passages for edge in (each.char_start, each.char_end)), len(row.text)]
    between = tuple((low, high) for low, high in list(pairwise(edges))[::2] if low < high)
    document = ParsedDocument(
        row.text, row.kind, row.title, row.mime, language=row.language, name=row.name, head=row.head,
        header_end=row.header_end, quoted=between if passages else (),
    )  # fmt: skip
    counted = vectors.count(connection, {row.document_id: document})[row.document_id]
    vocabulary.insert(connection, counted.spelt)
    words = counted.weights
    before = set(row.terms)
    if whole:
        before.clear()
        sql.queries.recounting.drop_fresh_of_document(connection, document=row.document_id)
    else:
        inverted.withdraw(connection, inverted.Texts.DOCUMENTS, row.document_id, before - words.keys())
    fresh = {term: weight for term, weight in words.items() if term not in before}
    sql.queries.recounting.set_document_terms(
        connection, document=row.document_id, terms=list(words), weights=list(words.values()), version=lexical.VERSION
    )
    vectors.insert_document_postings(connection, {row.document_id: fresh})
