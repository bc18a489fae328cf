"""Asking and searching in a caller's name, for every face of the service: plain HTTP, chat, tools and MCP."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from anyio import to_thread

from api.service import Service
from pkm.models import Answer, Citation, DocumentId, Hit, PersonId

if TYPE_CHECKING:
    from pkm.answer import Event
    from pkm.answer.conversation import Exchange, Standalone


@dataclass(frozen=True, slots=True)
class Desk:
    """Where one caller asks; ``base`` is where that caller's links lead."""

    service: Service
    person: PersonId
    base: str

    async def stream(
        self, question: str, as_of: date | None = None, collection: str | None = None, no_llm: bool = False
    ) -> AsyncIterator[Event]:
        """The answer as it is made; citations carry links that open."""
        models = await self.service.models()
        answerer = models.quoting if no_llm else models.answerer
        async for event in answerer.stream(question, as_of=as_of, collection=collection, person=self.person):
            if isinstance(event.data, Citation):
                yield replace(event, data=self._linked(event.data))
            elif isinstance(event.data, Answer):
                yield replace(event, data=self._with_links(event.data))
            else:
                yield event

    async def ask(
        self, question: str, as_of: date | None = None, collection: str | None = None, no_llm: bool = False
    ) -> Answer:
        """The whole answer."""
        models = await self.service.models()
        answerer = models.quoting if no_llm else models.answerer
        return self._with_links(await answerer.ask(question, as_of=as_of, collection=collection, person=self.person))

    async def read_on(self, before: Sequence[Exchange], said: str) -> Standalone:
        """The last message of a conversation as a question of its own."""
        return await (await self.service.models()).answerer.read_on(before, said)

    async def search(self, query: str, **asked: Any) -> list[Hit]:
        """The best passages, asked for as ``Searcher.search`` is."""
        searcher = (await self.service.models()).searcher
        run = partial(searcher.search, query, person=self.person, **asked)
        return await to_thread.run_sync(run, limiter=self.service.searching)

    def link(self, cited: Citation | Hit) -> str:
        """What opens the cited words in a browser."""
        return self.address(cited.document_id, cited.char_start, cited.char_end)

    def address(self, document: DocumentId, char_start: int, char_end: int) -> str:
        """What opens a range of a document in a browser."""
        return self.base + self.service.links.view(self.person, document, char_start, char_end)

    def _linked(self, citation: Citation) -> Citation:
        return replace(citation, url=self.link(citation))

    def _with_links(self, answer: Answer) -> Answer:
        return replace(answer, citations=tuple(self._linked(each) for each in answer.citations))
