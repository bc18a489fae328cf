"""Answers that carry their evidence: plan, gather evidence, generate or extract, verify.

``Answerer(database, searcher, settings, generator).ask("When can I cancel the lease?")`` gives an ``Answer``; ``stream``
gives it step by step. Importing this package loads no model library, and no database connection is held while a model
writes.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date
from time import perf_counter
from typing import TYPE_CHECKING, Any, Literal

from pkm.answer.asked import EXTRACTIVE, Asked
from pkm.answer.courtesy import language_of_courtesy
from pkm.answer.follow_up import complete
from pkm.answer.generate import PromptTooLong, fast
from pkm.answer.papers import contracts
from pkm.answer.papers.endings import with_deadlines
from pkm.answer.papers.listing import list_contracts, may_tell
from pkm.answer.papers.rents import tell_rent
from pkm.answer.planning import plan as planning
from pkm.answer.planning.plan import Plan
from pkm.answer.planning.presumed import as_ledger, asks_price_now, in_all, read_apart
from pkm.answer.prompt import compose
from pkm.answer.quoting import whole
from pkm.answer.quoting.cite import number
from pkm.answer.quoting.coverage import is_near
from pkm.answer.quoting.draft import (
    Draft,
    abstaining,
    claiming,
    inviting,
    joined,
    one_of_two,
    quoting,
    still_reading,
    tells,
    tells_another,
)
from pkm.answer.quoting.evidence import Passage, gather
from pkm.answer.quoting.extract import choose
from pkm.answer.quoting.later import with_later
from pkm.answer.reckon import from_bookings
from pkm.answer.reckoning import account_numbers
from pkm.answer.verify import check
from pkm.config import Settings
from pkm.errors import ModelError, UsageError
from pkm.models import Answer, CollectionId, Coverage, DocumentId, PersonId
from pkm.store import files, people
from pkm.store.database import Database

if TYPE_CHECKING:
    from pkm.answer.conversation import Exchange, Standalone
    from pkm.answer.generate import Generator
    from pkm.search import Searcher

SHORTER = 3  # a prompt that had too many tokens is tried once more at a third of the size
FIRST_YEAR, LAST_YEAR = 1000, 9000  # "999 years ago" must be a day of the calendar
OWNER = PersonId(0)


@dataclass(frozen=True, slots=True)
class Event:
    """One step of an answer: what was planned, found, written and cited; ``done`` carries the whole ``Answer``."""

    event: Literal["plan", "hit", "token", "citation", "error", "done"]
    data: Any


class Answerer:
    """Answers questions from one home: in a model's words where there is a generator, else by quoting; sums from the ledger."""

    def __init__(self, database: Database, searcher: Searcher, settings: Settings, generator: Generator | None) -> None:
        self._database = database
        self._searcher = searcher
        self._settings = settings
        self._generator = generator

    async def read_on(self, before: Sequence[Exchange], said: str) -> Standalone:
        """The last message of a conversation as a question of its own."""
        from pkm.answer import conversation

        planner = fast(self._settings, self._generator) if self._generator else None
        return await conversation.standalone(before, said, self._settings.now().date(), planner)

    async def ask(
        self, question: str, *, as_of: date | None = None, collection: str | None = None, person: PersonId = OWNER
    ) -> Answer:
        """The whole answer."""
        answer: Answer | None = None
        async for event in self.stream(question, as_of=as_of, collection=collection, person=person):
            answer = event.data if event.event == "done" else None
        assert answer is not None  # noqa: S101  # the last event is always "done"
        return answer

    async def stream(
        self, question: str, *, as_of: date | None = None, collection: str | None = None, person: PersonId = OWNER
    ) -> AsyncIterator[Event]:
        """Answer step by step; what a model writes streams as it comes, ``done`` holds what was borne out of it.

        ``as_of`` is the day from which the question is seen: later documents and bookings do not count.
        """
        asked = self._plan(question, as_of, collection, person)
        await self._fill(asked)
        yield Event("plan", asked.plan.to_json())
        courtesy = language_of_courtesy(question)
        draft = inviting(courtesy) if courtesy else await asyncio.to_thread(self._list, asked)
        draft = draft or await asyncio.to_thread(self._reckon, asked)
        if draft is None:
            passages, coverage = await asyncio.to_thread(self._gather, asked)
            for passage in passages:
                yield Event("hit", passage.hit)
            draft = contracts.ask_which(asked.meant, passages, coverage) if asked.meant else None
            if draft is None:
                async for piece in self._generate(asked, passages):
                    yield Event("token", piece)
                if asked.degraded is not None:
                    yield Event("error", {"detail": asked.degraded})
                draft = await asyncio.to_thread(self._verify, asked, passages, coverage)
                draft = await asyncio.to_thread(self._complete, asked, draft)
                draft = await asyncio.to_thread(self._add_deadlines, asked, draft, passages)
            booked = _quotes_statements_only(draft, passages)
            if draft.status == "abstained" or booked:
                draft = await asyncio.to_thread(self._reckon_otherwise, asked) or draft
            figure = asked.figure or in_all(asked.plan)
            if figure and asked.generator == EXTRACTIVE and tells_another(figure, draft):
                draft = abstaining(asked.plan, passages, coverage)
            if booked and (asked.timed or asked.plan.is_beyond or asked.plan.is_of_price) and not draft.figures:
                # a line of a statement is no answer to what bookings cannot tell
                draft = abstaining(asked.plan, passages, coverage)
        draft = await asyncio.to_thread(self._mind_waiting, asked, draft)
        if asked.generator == EXTRACTIVE:
            yield Event("token", draft.write())
        answer = await asyncio.to_thread(self._cite, asked, draft)
        for citation in answer.citations:
            yield Event("citation", citation)
        yield Event("done", answer)

    def _plan(self, question: str, as_of: date | None, collection: str | None, person: PersonId) -> Asked:
        begun = perf_counter()
        if not question.strip():
            raise UsageError("there is no question")
        if as_of is not None and not FIRST_YEAR <= as_of.year <= LAST_YEAR:
            raise UsageError(f"as of {as_of} makes no sense", f"it takes the years {FIRST_YEAR} to {LAST_YEAR}")
        plan = planning.read(question.strip(), as_of or self._settings.now().date())
        both = None if plan.is_about_money_moved else read_apart(plan.question, plan.today)
        asked = Asked(plan, as_of, collection, person, begun, both=both and complete(both, plan.today))
        asked.time("plan", begun)
        return asked

    async def _fill(self, asked: Asked) -> None:
        """Where the rules cannot place a question of money, a model may; what it cannot, or not in time, stays as it was."""
        if self._generator is None:
            return
        from pkm.answer.planning import model_plan

        begun = perf_counter()
        filled = await model_plan.fill(asked.plan.question, asked.plan, fast(self._settings, self._generator))
        if filled is not None:
            asked.plan, asked.placed = filled, asked.plan
        asked.time("plan", begun)

    def _reckon(self, asked: Asked) -> Draft | None:
        """The answer from bookings; where they cannot know, the question becomes one to documents."""
        if not asked.plan.is_about_money_moved:
            if both := self._reckon_both(asked):
                return both
            told = account_numbers.tell(asked.plan, self._database, asked.person, self._collection(asked))
            first = asked.plan.is_terse or asks_price_now(asked.plan)
            return told or (self._reckon_otherwise(asked) if first else None)
        begun = perf_counter()
        draft = self._from_bookings(asked, asked.plan)
        asked.time("retrieve", begun)
        if draft is None:
            asked.timed = asked.placed is None
            asked.figure = asked.plan
            asked.plan = asked.placed or asked.plan.as_lookup()
            return self._list(asked)
        return draft

    def _list(self, asked: Asked) -> Draft | None:
        """All contracts of a kind, or the parts of the rent, where they are asked for."""
        with self._database.transaction(asked.person) as connection:
            asking = connection, asked.plan, self._collection(asked)
            return list_contracts(*asking) or tell_rent(*asking)

    def _reckon_otherwise(self, asked: Asked) -> Draft | None:
        """What bookings tell of a question that does not speak of money moved ("groceries in May")."""
        begun = perf_counter()
        plans = () if asked.timed else as_ledger(asked.plan)
        for plan in plans:
            draft = self._from_bookings(asked, plan)
            runs = plan is plans[-1] or (draft is not None and any(each.name == "series" for each in draft.figures))
            if draft is not None and runs and any(each.rows for each in draft.figures):
                asked.plan, asked.generator = plan, EXTRACTIVE
                break
        else:
            draft = None
        asked.time("retrieve", begun)
        return draft

    def _reckon_both(self, asked: Asked) -> Draft | None:
        """The answer to the first of two questions, with that to the other, or that there is another."""
        both = asked.both
        if both is None or (both.leans and self._generator is not None):  # a model reads on
            return None
        whole = asked.plan
        first = self._tell(asked, both.first)
        tries = both.leans or (first is not None and both.stands)
        second = self._tell(asked, both.second) if tries else None
        asked.plan, asked.meant = both.first if first and not both.leans else whole, None
        if first and second:
            return joined(first, second)
        half = one_of_two(first, both.second) if first else one_of_two(second, both.first) if second else None
        if both.leans:  # one sentence may answer both
            asked.half = half
            return None
        return half

    def _complete(self, asked: Asked, draft: Draft) -> Draft:
        """A draft that tells both of two questions to papers; else what answers one of them, and that the other is left."""
        both = asked.both
        if both is None or asked.generator != EXTRACTIVE or not (both.first.kind == both.second.kind == "lookup"):
            return draft
        left = [each for each in (both.first, both.second) if draft.status == "abstained" or not tells(each, draft)]
        if not left or asked.half is not None:
            return asked.half if left and asked.half else draft
        return draft if draft.status == "abstained" else one_of_two(draft, left[0])

    def _tell(self, asked: Asked, plan: Plan) -> Draft | None:
        """What bookings, or else papers in their own words, tell of one of two questions."""
        asked.plan = plan
        if plan.is_about_money_moved:
            draft = self._from_bookings(asked, plan)
            return draft if draft and draft.status != "abstained" else None
        passages, coverage = self._gather(asked)
        if asked.meant and contracts.ask_which(asked.meant, passages, coverage):
            return None
        draft = self._add_deadlines(asked, self._verify(asked, passages, coverage), passages)
        figure = in_all(plan)
        other = _quotes_statements_only(draft, passages) or (figure is not None and tells_another(figure, draft))
        return draft if draft.status == "answered" and not other else None

    def _from_bookings(self, asked: Asked, plan: Plan) -> Draft | None:
        if not plan.is_about_money_moved:
            return None
        return from_bookings(
            plan, self._database, asked.person, self._collection(asked), lambda query: self._search(asked, query)
        )

    def _gather(self, asked: Asked) -> tuple[list[Passage], Coverage]:
        begun = perf_counter()
        passages = self._search(asked, asked.plan.question)
        collection = self._collection(asked)
        with self._database.transaction(asked.person) as connection:
            asked.meant = contracts.find(connection, asked.plan, collection)
        if asked.meant is not None:
            own = [each for number in asked.contracts for each in self._search(asked, asked.plan.question, [number])]
            passages = own + [
                each
                for each in passages
                if asked.meant.counts(each.document) and each.document.id not in asked.contracts
            ]
        if asked.timed and (asked.plan.since or asked.plan.until):
            passages = [each for each in passages if each.speaks_of(asked.plan.since, asked.plan.until)]
        with self._database.transaction(asked.person) as connection:
            unread = files.unread(connection)
        asked.time("retrieve", begun)
        return passages, Coverage(unread=tuple(unread))

    def _search(self, asked: Asked, query: str, within: Sequence[DocumentId] | None = None) -> list[Passage]:
        return gather(query, self._searcher, self._database, asked.person, asked.collection, asked.as_of, within)

    async def _generate(self, asked: Asked, passages: Sequence[Passage]) -> AsyncIterator[str]:
        """What the model writes; a fault of its endpoint ends it and is noted."""
        near = asked.meant is not None or is_near(asked.plan, passages)
        if self._generator is None or whole.show(asked.plan, passages) or not near:
            return
        begun = perf_counter()
        try:
            model = await self._generator.model()
            for room in (model.context_tokens, model.context_tokens // SHORTER):
                messages, asked.given = compose(asked.plan, passages, room)
                try:
                    async for piece in self._generator.stream(messages):
                        asked.written += piece
                        yield piece
                    break
                except PromptTooLong:
                    if room != model.context_tokens:
                        raise
            asked.generator = model.name
        except ModelError as fault:
            asked.degraded = str(fault)
        asked.time("generate", begun)

    def _verify(self, asked: Asked, passages: Sequence[Passage], coverage: Coverage) -> Draft:
        """The model's words as far as the passages bear them out; else the records' own; else none."""
        begun = perf_counter()
        plan = asked.plan
        if asked.generator != EXTRACTIVE:
            verified = check(asked.written, plan, asked.given)
            asked.unsupported = verified.unsupported
            asked.time("verify", begun)
            if verified.claims:
                return claiming(verified, coverage)
            if verified.not_found:
                return abstaining(plan, passages, coverage)
            asked.degraded = f"nothing that {asked.generator} wrote was borne out by the records"
            asked.generator = EXTRACTIVE
        own = contracts.quote(asked.meant, passages) if asked.meant else []
        stated = own if asked.meant and asked.meant.kinds else []
        extracts = whole.show(plan, passages) or stated or choose(plan, may_tell(plan, passages)) or own
        with self._database.transaction(asked.person) as connection:
            extracts = with_later(connection, plan, extracts, passages, asked.as_of)
        asked.time("verify", begun)
        return quoting(plan, extracts, coverage) if extracts else abstaining(plan, passages, coverage)

    def _add_deadlines(self, asked: Asked, draft: Draft, passages: Sequence[Passage]) -> Draft:
        with self._database.transaction(asked.person) as connection:
            return with_deadlines(connection, asked.plan, draft, passages, self._collection(asked), asked.contracts)

    def _mind_waiting(self, asked: Asked, draft: Draft) -> Draft:
        """Where files wait to be read, the answer is of those that were, and says so."""
        collection = self._collection(asked)
        with self._database.transaction(asked.person) as connection:
            waiting = files.waiting(connection, collection)
        return still_reading(draft, waiting, asked.plan.language) if waiting else draft

    def _cite(self, asked: Asked, draft: Draft) -> Answer:
        citations = number(draft.quotes, self._database, asked.person, self._settings.public_url)
        asked.time("total", asked.begun)
        return Answer(
            status=draft.status,
            answer=draft.write(),
            citations=citations,
            figures=draft.figures,
            coverage=draft.coverage,
            plan=asked.plan.to_json(),
            generator=asked.generator,
            unsupported=asked.unsupported,
            timings_ms={
                stage: asked.timings_ms.get(stage, 0.0) for stage in ("plan", "retrieve", "generate", "verify", "total")
            },
            degraded=asked.degraded,
        )

    def _collection(self, asked: Asked) -> CollectionId | None:
        if asked.collection is None:
            return None
        with self._database.transaction(asked.person) as connection:
            return people.find_collection(connection, asked.collection).id


def _quotes_statements_only(draft: Draft, passages: Sequence[Passage]) -> bool:
    """Whether all that is quoted are lines of bank statements."""
    statements = {each.document.id for each in passages if each.document.kind == "statement"}
    return bool(draft.quotes) and all(each.document.id in statements for each in draft.quotes)
