"""What an answer may rest on: passages that the search found, with the documents that they stand in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import zip_longest
from typing import TYPE_CHECKING

from pkm.answer.language import in_other_words, keywords
from pkm.answer.quoting import values
from pkm.errors import NotFound
from pkm.facts.values import MONTHS
from pkm.models import Document, DocumentId, Hit, Kind, PersonId
from pkm.search import folders
from pkm.store import documents, mail

if TYPE_CHECKING:
    from pkm.search import Searcher
    from pkm.store.database import Connection, Database

PASSAGES = 12
HEAD_CHARACTERS = 300
AROUND_CHARACTERS = 300
MAIL_CHARACTERS = 20_000  # that are read of each later mail of a thread
NOUNS: dict[Kind, str] = {
    "statement": "statement account", "contract": "contract", "email": "email", "message": "message chat",
    "invoice": "invoice receipt", "note": "note",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Passage:
    """A range of a document around what the search found: ``text`` is ``document.text[char_start:char_end]``.

    ``parent`` is what the document is attached to, ``place`` the words of the question that name a folder in which it lies.
    """

    hit: Hit
    document: Document
    char_start: int
    char_end: int
    parent: Document | None = None
    place: str = ""

    @property
    def text(self) -> str:
        """The words."""
        return self.document.text[self.char_start : self.char_end]

    @property
    def title(self) -> str:
        """What names the document: its title, its file's name, the title of what it is attached to, and the folder that was asked for."""
        file_name = self.document.path.rpartition("/")[2].rpartition(".")[0].replace("_", " ").replace("-", " ")
        return "\n".join(
            (self.document.title, self.document.name or file_name, self.parent.title if self.parent else "", self.place)
        )

    @property
    def nouns(self) -> str:
        """What people call a document of its kind."""
        return NOUNS.get(self.document.kind, "")

    @property
    def head(self) -> str:
        """Its first lines (a mail's header), which say whom it comes from and what it is about."""
        return self.document.text[: max(self.document.header_end, HEAD_CHARACTERS)]

    @property
    def is_of_quotation(self) -> bool:
        """Whether the search found it in what a mail quotes: the home lacks the mail that said it."""
        return self.hit.char_start >= int(self.document.meta.get("quoted_from", len(self.document.text)))

    @property
    def folder(self) -> str:
        """What the folder is called in which its file lies: ``car`` for ``papers/car/R2026-3160.pdf``."""
        return re.sub(r"[_-]", " ", self.document.path.rpartition("/")[0].rpartition("/")[2])

    @property
    def month(self) -> str:
        """The names of its document's month, with the year, as a question may say when it was written."""
        day = self.document.date
        return f"{' '.join(each for each, number in MONTHS.items() if number == day.month)} {day.year}" if day else ""

    def speaks_of(self, since: date | None, until: date | None) -> bool:
        """Whether the document is of a day in that time, or the words name one, or a year that it touches."""
        told = values.read(f"{self.title}\n{self.text}")
        years = {int(each) for number in told.numbers for each in number if each == int(each) and 1900 < each < 2100}
        spans = [(day, day) for day in (self.document.date,) if day]
        spans += [span for each in told.days if (span := each.span)]
        spans += [(date(year, 1, 1), date(year, 12, 31)) for year in years]
        return any((until is None or first <= until) and (since is None or last >= since) for first, last in spans)


def gather(
    query: str, searcher: Searcher, database: Database, person: PersonId, collection: str | None = None,
    as_of: date | None = None, within: Sequence[DocumentId] | None = None,
) -> list[Passage]:  # fmt: skip
    """The passages nearest to a question, best first; those that held at the end of ``as_of``, and none of a later day.

    With ``within`` of these documents only.

    The whole question finds what it means; its content words alone, without the small ones that short mails are full
    of, find what names the thing exactly; their synonyms find what says it otherwise or in another language. They take turns. The time that a question names is no filter: a letter of
    May tells what is due in July.
    """
    find = partial(searcher.trace, k=PASSAGES, collection=collection, as_of=as_of, person=person)
    meant = find(query, documents=within)
    speaking = meant.looks[0].which.documents if meant.looks else within  # "What did Anna write": what she wrote
    exact = find(keywords(query) or query, arm="sparse", documents=speaking)
    words = in_other_words(query)
    otherwise = find(words, arm="sparse", documents=speaking).hits if words else ()
    hits = take_turns(meant.hits, exact.hits, otherwise)
    if as_of is not None:
        hits = [each for each in hits if each.date is None or each.date <= as_of]
    with database.transaction(person) as connection:
        found = read_documents(connection, [each.document_id for each in hits])
        parents = read_documents(connection, [each.parent_id for each in found.values() if each.parent_id is not None])
    passages: list[Passage] = []
    places = list(folders.said(query))
    for each in hits:
        document = found.get(each.document_id)
        if document is not None:
            place = "\n".join(said.name for said in places if said.holds(document.path))
            place = f"{place} {' '.join(folders.NOUN.findall(query))}" if place else ""
            _add(passages, each, document, parents.get(document.parent_id or DocumentId(0)), place)
    return passages


def answering(connection: Connection, found: Passage, as_of: date | None = None) -> list[Passage]:
    """The later mails of a mail's thread, each from its beginning; none for another document."""
    if found.document.kind != "email":
        return []
    mails = read_documents(connection, mail.answers(connection, found.document)).values()
    return [
        Passage(replace(found.hit, document_id=each.id, char_start=0, char_end=end), each, 0, end)
        for each in mails
        for end in (min(len(each.text), MAIL_CHARACTERS),)
        if as_of is None or (each.date is not None and each.date <= as_of)
    ]


def _add(passages: list[Passage], hit: Hit, document: Document, parent: Document | None, place: str) -> None:
    """Add a hit with the lines around it: a mail's header is found, and its body answers.

    Where one that is nearer covers it already, nothing is added.
    """
    if any(
        each.document.id == document.id and each.char_start <= hit.char_start and hit.char_end <= each.char_end
        for each in passages
    ):
        return
    text = document.text
    start = max(
        text.rfind("\n", 0, max(hit.char_start - AROUND_CHARACTERS, 0)) + 1, hit.char_start - 2 * AROUND_CHARACTERS, 0
    )
    end = text.find("\n", min(hit.char_end + AROUND_CHARACTERS, len(text)))
    end = len(text) if end < 0 else end
    passages.append(Passage(hit, document, start, min(end, hit.char_end + 2 * AROUND_CHARACTERS), parent, place))


def take_turns(*lists: Sequence[Hit]) -> list[Hit]:
    """All hits, each passage once, where it first stands in the order of their ranks in either list."""
    found: dict[tuple[DocumentId, int], Hit] = {}
    for each in (one for rank in zip_longest(*lists) for one in rank if one is not None):
        found.setdefault((each.document_id, each.char_start), each)
    return list(found.values())


def read_documents(connection: Connection, ids: Sequence[DocumentId]) -> dict[DocumentId, Document]:
    """The documents that are still there."""
    found: dict[DocumentId, Document] = {}
    for each in dict.fromkeys(ids):
        try:
            found[each] = documents.find(connection, each)
        except NotFound:  # it was replaced since the search
            continue
    return found
