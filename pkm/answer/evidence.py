"""What an answer may rest on: passages that the search found, with the documents that they stand in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pkm.errors import NotFound
from pkm.models import Document, DocumentId, Hit, PersonId
from pkm.store import documents

if TYPE_CHECKING:
    from pkm.search import Searcher
    from pkm.store.database import Connection, Database

PASSAGES = 12
HEAD_CHARACTERS = 300


@dataclass(frozen=True, slots=True)
class Passage:
    """A hit and its document; ``hit.text`` is ``document.text[hit.char_start:hit.char_end]``.

    ``parent`` is what the document is attached to.
    """

    hit: Hit
    document: Document
    parent: Document | None = None

    @property
    def title(self) -> str:
        """What names the document: its title, its file's name, and the title of what it is attached to."""
        file_name = self.document.path.rpartition("/")[2].rpartition(".")[0].replace("_", " ").replace("-", " ")
        return "\n".join(
            (self.document.title, self.document.name or file_name, self.parent.title if self.parent else "")
        )

    @property
    def head(self) -> str:
        """Its first lines (a mail's header), which say whom it comes from and what it is about."""
        return self.document.text[: max(self.document.header_end, HEAD_CHARACTERS)]


def gather(
    query: str, searcher: Searcher, database: Database, person: PersonId, collection: str | None = None,
    as_of: date | None = None, k: int = PASSAGES,
) -> list[Passage]:  # fmt: skip
    """The passages nearest to a question, best first; none of a later day than ``as_of``.

    The time that a question names is not made a filter: a letter of May tells what is due in July.
    """
    hits = searcher.search(query, k=k, collection=collection, person=person)
    if as_of is not None:
        hits = [each for each in hits if each.date is None or each.date <= as_of]
    with database.transaction(person) as connection:
        found = read_documents(connection, [each.document_id for each in hits])
        parents = read_documents(connection, [each.parent_id for each in found.values() if each.parent_id is not None])
    return [
        Passage(each, found[each.document_id], parents.get(found[each.document_id].parent_id or DocumentId(0)))
        for each in hits
        if each.document_id in found
    ]


def read_documents(connection: Connection, ids: Sequence[DocumentId]) -> dict[DocumentId, Document]:
    """The documents that are still there."""
    found: dict[DocumentId, Document] = {}
    for each in dict.fromkeys(ids):
        try:
            found[each] = documents.find(connection, each)
        except NotFound:  # it was replaced since the search
            continue
    return found
