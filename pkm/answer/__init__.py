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
from pkm.answer.generate import PromptTooLong, fast, said
from pkm.answer.papers import contracts
from pkm.answer.planning import plan as planning
from pkm.answer.planning.presumed import read_apart
from pkm.answer.prompt import compose
from pkm.answer.quoting import whole
from pkm.answer.quoting.cite import number
from pkm.answer.quoting.coverage import is_near
from pkm.answer.quoting.draft import Draft, abstaining, inviting
from pkm.answer.quoting.evidence import Passage
from pkm.answer.quoting.own_matters import set_general_aside
from pkm.answer.records import Records
from pkm.answer.verify import check
from pkm.config import Settings
from pkm.errors import ModelError, UsageError
from pkm.models import Answer, Coverage, PersonId
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
        self._records = Records(database, searcher)
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
        question = await asyncio.to_thread(self._records.with_names, question, person, collection)
        asked = self._plan(question, as_of, collection, person)
        await self._fill(asked)
        yield Event("plan", asked.plan.to_json())
        courtesy, reads_on = language_of_courtesy(question), self._generator is not None
        draft = inviting(courtesy) if courtesy else None
        draft = draft or await asyncio.to_thread(self._records.reckon, asked, reads_on=reads_on)
        if draft is None:
            passages, coverage = await asyncio.to_thread(self._records.gather, asked)
            for passage in passages:
                yield Event("hit", passage.hit)
            draft = contracts.ask_which(asked.meant, passages, coverage) if asked.meant else None
            if draft is None:
                async for piece in self._generate(asked, passages):
                    yield Event("token", piece)
                if asked.degraded is not None:
                    yield Event("error", {"detail": asked.degraded})
                draft = await asyncio.to_thread(self._verify, asked, passages, coverage)
                draft = await asyncio.to_thread(self._records.settle, asked, draft, passages, coverage)
            else:
                draft = await asyncio.to_thread(self._records.hold_against_bookings, asked, draft, passages, coverage)
        draft = await asyncio.to_thread(self._records.mind_waiting, asked, draft)
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

    async def _generate(self, asked: Asked, passages: Sequence[Passage]) -> AsyncIterator[str]:
        """What the model writes; a fault of its endpoint ends it and is noted."""
        passages, _ = set_general_aside(asked.plan, passages)
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
            asked.written, asked.generator = said(asked.written), model.name
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
                return self._records.claim(asked, verified, passages, coverage)
            if verified.not_found:
                return abstaining(plan, passages, coverage)
            asked.degraded = (
                f"nothing that {asked.generator} wrote was borne out by the records"
                if asked.written.strip()
                else f"{asked.generator} wrote nothing (if it thinks first, it may have run out of room: see PKM_LLM_CONTEXT_TOKENS)"
            )
            asked.generator = EXTRACTIVE
        return self._records.quote(asked, passages, coverage)

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
