"""Papers and bookings as one question needs them: which are meant, what they are called, and the words that prove it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import chain

from pkm.answer import phrases
from pkm.answer.language import content, narrower
from pkm.answer.planning.plan import Plan
from pkm.answer.quoting.cite import Quote, in_lines, inert, trimmed
from pkm.answer.quoting.draft import Draft, Part
from pkm.answer.quoting.evidence import read_documents
from pkm.answer.reckoning.compute import describe, figure
from pkm.answer.reckoning.coverage import Basis, rest_on
from pkm.facts import Fact, PaperKind
from pkm.facts.roles import ROLES
from pkm.ledger.claims import plain_code
from pkm.ledger.stated import asked_of, first
from pkm.models import CollectionId, Document, DocumentId, Figure, Transaction
from pkm.store import documents, files, ledger, links, standing
from pkm.store.database import Connection
from pkm.store.links import Linked, Payment

AROUND_CHARACTERS = 60
PAYABLE: frozenset[PaperKind] = frozenset({"invoice", "receipt", "credit_note"})
_NAMING = frozenset({"issuer", "party", "subject", "domain", "number", "customer", *ROLES})


class Desk:
    """Where the papers of a home, and what pays them, lie for one question."""

    def __init__(
        self,
        plan: Plan,
        connection: Connection,
        collection: CollectionId | None,
        of: Sequence[DocumentId] | None = None,
    ) -> None:
        self.plan, self.connection, self.collection = plan, connection, collection
        self._of = of
        self._documents: dict[DocumentId, Document] = {}
        self._bookings: dict[int, Transaction] = {}
        self._papers: dict[frozenset[PaperKind], list[Linked]] = {}
        self._near: dict[tuple[DocumentId, int, int], str] = {}

    def papers(self, kinds: Collection[PaperKind]) -> list[Linked]:
        """All papers of these kinds, or those of them that are in these documents, with what pays them, by day."""
        wanted = frozenset(kinds)
        if wanted not in self._papers:
            self._papers[wanted] = links.find(
                self.connection, self.collection, documents=self._of, kinds=wanted, priced=False
            )
        return self._papers[wanted]

    # ------------------------------------------------------------ what is meant

    def named(self, kinds: Collection[PaperKind]) -> list[Linked]:
        """The papers of these kinds that the question's words, time and amount mean, by day; a number names its own alone."""
        plan, every = self.plan, self.papers(kinds)
        asked = plain_code(plan.question)
        numbered = [
            each for each in every if each.number and len(code := plain_code(each.number)) > 2 and code in asked
        ]
        if numbered:
            return numbered
        found = [
            each for each in every
            if (plan.amount is None or abs(each.amount or 0) == plan.amount) and self.is_about(self.words_of(each))
        ]  # fmt: skip
        if plan.kind == "contract":  # its time is that of the charges
            return found
        until = min(plan.until or plan.today, plan.today)
        return [each for each in found if each.date is None or (plan.since or each.date) <= each.date <= until]

    def meant_bookings(self) -> list[Transaction]:
        """The bookings of the amount, the time and the words of the question; without an amount, those that a paper explains."""
        plan, amount = self.plan, self.plan.amount
        ids = None if amount is not None else links.booked(self.connection, self.collection)
        found: dict[int, Transaction] = {}
        for exact in (None,) if amount is None else (-amount, amount):
            rows = ledger.transactions(
                self.connection, since=plan.since, until=min(plan.until or plan.today, plan.today), min_amount=exact,
                max_amount=exact, collection=self.collection, ids=ids,
            )  # fmt: skip
            found |= {each.id: each for each in rows if plan.currency in {None, each.currency}}
        told = [
            each for each in found.values() if self.is_about(f"{each.counterparty} {each.description} {each.category}")
        ]
        return told or (list(found.values()) if amount is not None and len(found) == 1 else [])

    def is_about(self, text: str) -> bool:
        """Whether each word of the topic stands in a text, itself or in another word for it; a number as it is written."""
        return told_of(self.plan.topic, text) == {*self.plan.topic}

    def words_of(self, each: Linked) -> str:
        """The words by which a paper, and what pays it, may be asked for."""
        names = [fact.text for fact in each.facts if fact.kind in _NAMING]
        span = _before_price(each)
        near = self._slice(span) if span else ""
        booked = {f"{row.counterparty} {row.category}" for row in map(self.booking, each.transactions[-3:])}
        return " ".join([each.title, re.sub(r"[_/.-]", " ", each.path.rpartition("/")[2]), near, *names, *booked])

    # ------------------------------------------------------------ words

    def say(self, name: str, **values: object) -> str:
        """A fixed sentence in the question's language."""
        return phrases.say(name, self.plan.language, **values)

    def called(self, each: Linked) -> str:
        """A paper by kind, number, issuer and day, with its amount as it states it."""
        money = next(iter(asked_of(each.facts)), None)
        return self.say(
            "paper_of", kind=self.say(f"paper_{each.kind}"), number=f" {inert(each.number)}" if each.number else "",
            issuer=self.say("paper_from", issuer=inert(each.issuer)) if each.issuer else "",
            day=self.say("paper_on", day=phrases.day(each.date, self.plan.language)) if each.date else "",
            amount=self.words(each.document_id, money) if money else "",
        )  # fmt: skip

    def listed(self, each: Linked) -> Part:
        """A paper as an item of a list, with when it is due."""
        return Part(capital(self.called(each) + self.due(each)), self.quotes(each), "item")

    def due(self, each: Linked) -> str:
        """When it is due, as a part of a sentence."""
        return self.say("due", day=phrases.day(each.due, self.plan.language)) if each.due else ""

    def shown(self, row: Transaction) -> str:
        """A booking in brackets."""
        return f"({describe(row, self.plan)})"

    def words(self, document: DocumentId, fact: Fact) -> str:
        """The very words of a fact."""
        return inert(self.text(document)[fact.char_start : fact.char_end])

    # ------------------------------------------------------------ what proves it

    def quotes(self, each: Linked) -> tuple[Quote, ...]:
        """What a paper says of its amount, its number, and of when it is due."""
        named = [fact for fact in (first(each.facts, "number"), first(each.facts, "due")) if fact]
        facts = [*asked_of(each.facts), *named]
        return tuple(
            dict.fromkeys(self.quote(each.document_id, fact.char_start, fact.char_end) for fact in facts)
        )  # fmt: skip

    def quote(self, document: DocumentId, char_start: int, char_end: int) -> Quote:
        """The whole lines that hold the words."""
        return in_lines(self._document(document), char_start, char_end)

    def span(self, document: DocumentId, char_start: int, char_end: int) -> Quote:
        """The words alone."""
        return trimmed(self._document(document), char_start, char_end)

    def row(self, row: Transaction) -> Quote:
        """A booking's line in its statement."""
        return trimmed(self._document(row.document_id), row.char_start, row.char_end)

    def figure(self, name: str, row: Transaction) -> Figure:
        """A booking's amount."""
        return figure(name, row.amount, row.currency, [row], "the booking's amount")

    def booking(self, one: Payment) -> Transaction:
        """The booking that a paper is linked to."""
        if one.id not in self._bookings:
            read = chain.from_iterable(self._papers.values())
            wanted = [each.id for paper in read for each in paper.transactions]
            self._bookings = {each.id: each for each in ledger.transactions(self.connection, ids=wanted)}
        return self._bookings[one.id]

    def _slice(self, span: tuple[DocumentId, int, int]) -> str:
        """Words of one of the papers, read for all at once."""
        if span not in self._near:
            read = chain.from_iterable(self._papers.values())
            self._near = documents.slices(self.connection, filter(None, map(_before_price, read)))
        return self._near[span]

    def text(self, document: DocumentId) -> str:
        """All that a paper says."""
        return self._document(document).text

    def _document(self, number: DocumentId) -> Document:
        if number not in self._documents:
            self._documents |= read_documents(self.connection, [number])
        return self._documents[number]

    # ------------------------------------------------------------ the whole

    def basis(self) -> Basis:
        """What statements there are of the time that is asked for, and how they stand."""
        plan, until = self.plan, self.plan.until or self.plan.today
        found = rest_on(
            standing.spans(self.connection, self.collection),
            standing.faults(self.connection, self.collection, plan.since, min(until, plan.today)),
            [(plan.since, plan.until)], plan.today, plan.language,
        )  # fmt: skip
        unread = tuple(files.unread(self.connection))
        return replace(found, coverage=replace(found.coverage, unread=unread))

    def draft(self, parts: Sequence[Part], figures: Sequence[Figure] = (), *, of_all: bool = False) -> Draft:
        """The answer; where it speaks of what is not there (``of_all``), what is wrong with statements makes it partial."""
        basis = self.basis()
        if not of_all:
            return Draft("answered", tuple(parts), tuple(figures), basis.coverage)
        said = [
            Part(each, (), "sentence" if n else "paragraph")
            for n, each in enumerate((*basis.warnings, *basis.sentences))
        ]
        return Draft(
            "partial" if basis.warnings else "answered", (*parts, *said), (*figures, *basis.figures), basis.coverage
        )


def _before_price(paper: Linked) -> tuple[DocumentId, int, int] | None:
    """Where the words stand that lead to the price of a contract."""
    price = first(paper.facts, "price")
    start = max(0, price.char_start - AROUND_CHARACTERS) if price else 0
    return (paper.document_id, start, price.char_start) if price and price.char_start > start else None


def capital(text: str) -> str:
    """A text that begins a sentence."""
    return text[:1].upper() + text[1:]


def told_of(topic: Collection[str], text: str) -> set[str]:
    """The words of a topic that stand in a text, themselves or in another word for them; a number as it is written.

    "D.I.Y." is "DIY".
    """
    if not topic:
        return set()
    told, plain = set(content(text)), plain_code(text)
    told |= {each.replace(".", "") for each in told}
    return {
        term for term in topic
        if any(narrower(term.replace(".", ""), word) for word in told) or (any(map(str.isdigit, term)) and plain_code(term) in plain)
    }  # fmt: skip
