"""What the routes share: the database, the searcher and the answerer of one home, opened once.

The models load in the background while the service already answers everything that needs none.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from anyio import CapacityLimiter, to_thread

from api.links import Links
from pkm.config import Settings
from pkm.errors import PkmError, ServiceError
from pkm.models import PersonId
from pkm.services import make_home
from pkm.store import people
from pkm.store.database import Database

if TYPE_CHECKING:
    from pkm.answer import Answerer
    from pkm.search import Searcher

CONCURRENT_SEARCHES = 2  # an encode uses every core: more at once would only make each slower
log = logging.getLogger("pkm.api")


@dataclass(frozen=True, slots=True)
class Models:
    """What needs a loaded model."""

    searcher: Searcher
    answerer: Answerer
    quoting: Answerer  # asks no language model


class Service:
    """One home, as HTTP serves it."""

    def __init__(self, settings: Settings, local_token: str | None = None) -> None:
        self.settings = settings
        self.local_token = local_token
        self.searching = CapacityLimiter(CONCURRENT_SEARCHES)
        self._database: Database | None = None
        self._links: Links | None = None
        self._loading: asyncio.Task[Models] | None = None
        self.owner = PersonId(0)

    @property
    def database(self) -> Database:
        """The open database."""
        if self._database is None:
            raise ServiceError("the service is not open yet")
        return self._database

    @property
    def links(self) -> Links:
        """The signed links of this home."""
        if self._links is None:
            raise ServiceError("the service is not open yet")
        return self._links

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[None]:
        """Hold the database open, and load the models meanwhile."""
        self._database = await to_thread.run_sync(Database.open, self.settings)
        try:
            self._links = Links.of_home(make_home(self.settings.home))
            self.owner = await to_thread.run_sync(self._find_owner)
            self._loading = self._start_loading()
            yield
        finally:
            if self._loading is not None:
                await asyncio.wait({self._loading})
            await to_thread.run_sync(self._database.close)
            self._database = None

    def _find_owner(self) -> PersonId:
        with self.database.transaction() as connection:
            return people.ensure_owner(connection)

    async def models(self) -> Models:
        """The loaded models; waits for them, and tries again where loading failed before."""
        if self._loading is None or (self._loading.done() and not self.loaded):
            self._loading = self._start_loading()
        return await asyncio.shield(self._loading)

    @property
    def loaded(self) -> bool:
        """Whether the models are there."""
        return self._loading is not None and self._loading.done() and _fault_of(self._loading) is None

    @property
    def has_failed(self) -> bool:
        """Whether the models could not be loaded; the next question tries again."""
        return self._loading is not None and self._loading.done() and not self.loaded

    def _start_loading(self) -> asyncio.Task[Models]:
        async def load() -> Models:
            return await to_thread.run_sync(self._load)

        loading = asyncio.create_task(load())
        loading.add_done_callback(_log_fault)
        return loading

    def _load(self) -> Models:
        from pkm.answer import Answerer
        from pkm.answer.generate import open_generator
        from pkm.embed import WARM
        from pkm.search import Searcher
        from pkm.search.following import Following

        embedder = Following(self.database, self.settings)
        searcher = Searcher(self.database, embedder, self.settings.zone)
        embedder.now().passages([WARM])  # the first encode is several times slower than those after it
        return Models(
            searcher,
            Answerer(self.database, searcher, self.settings, open_generator(self.settings)),
            Answerer(self.database, searcher, self.settings, None),
        )


def _fault_of(loading: asyncio.Task[Models]) -> str | None:
    """Why a load that is done failed, if it did."""
    if loading.cancelled():
        return "it was stopped"
    error = loading.exception()
    if error is None:
        return None
    return str(error) if isinstance(error, PkmError) else type(error).__name__


def _log_fault(loading: asyncio.Task[Models]) -> None:
    if fault := _fault_of(loading):
        log.error("the models could not be loaded: %s", fault)
