"""Who speaks in a document: found by what names it, confirmed by a mail's sender."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np

import sql
from pkm import lexical
from pkm.models import DocumentId, Kind
from pkm.store import neighbours, vocabulary
from pkm.store.database import Connection

_NONE = np.empty(0, dtype=np.int64)


def documents_of(connection: Connection, name: str, kinds: Sequence[Kind] | None, most: int) -> list[DocumentId]:
    """Mails that somebody sent, with what is attached to them, chats that they take part in, papers that bear their name.

    Args:
        kinds: Which of them; all, if ``None``.
        most: At most so many.
    """
    parts = [name[start:end] for start, end in lexical.words(name)]
    rows = sql.queries.naming.by_author(
        connection, documents=named_by(connection, parts), kinds=None if kinds is None else list(kinds),
        patterns=[rf"\m{part}\M" for part in parts if part.isalnum()], most=most,
    )  # fmt: skip
    return [DocumentId(row.id) for row in rows]


def named_by(connection: Connection, parts: Sequence[str]) -> list[int]:
    """The documents in whose names all of these words stand, in any form."""
    languages = vocabulary.languages(connection)
    words = [{lexical.in_name(each) for of in lexical.kin(part, languages).values() for each in of} for part in parts]
    postings = neighbours.read_documents(connection, {each for own in words for each in own})
    named = [np.concatenate([_NONE, *(ids for term, (ids, _) in postings if term in own)]) for own in words]
    found: list[int] = reduce(np.intersect1d, named).tolist() if named else []
    return found
