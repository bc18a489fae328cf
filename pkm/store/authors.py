"""Who speaks in a document: found by what names it, confirmed by a mail's sender."""

from __future__ import annotations

from collections.abc import Sequence

import sql
from pkm import lexical
from pkm.models import DocumentId, Kind
from pkm.store import vocabulary
from pkm.store.database import Connection


def documents_of(connection: Connection, name: str, kinds: Sequence[Kind] | None, most: int) -> list[DocumentId]:
    """Mails that somebody sent, chats that they take part in, papers that bear their name; ``kinds`` says which of them.

    Args:
        most: At most so many.
    """
    languages = vocabulary.languages(connection)
    parts = [name[start:end] for start, end in lexical.words(name)]
    terms: list[int] = []
    numbers: list[int] = []
    for number, part in enumerate(parts):
        kin = {each for of in lexical.kin(part, languages).values() for each in of}
        terms += kin
        numbers += [number] * len(kin)
    rows = sql.queries.naming.by_author(
        connection, terms=terms, words=numbers, count=len(parts), kinds=None if kinds is None else list(kinds),
        patterns=[rf"\m{part}\M" for part in parts if part.isalnum()], most=most,
    )  # fmt: skip
    return [DocumentId(row.id) for row in rows]
