"""The embedder of a home's active space, also when the home goes over to another while this process runs."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from pkm.config import Settings
from pkm.embed import WARM, Embedder, open_embedder
from pkm.errors import PkmError, SpaceChanged
from pkm.models import Embeddings, Space
from pkm.search.recognition import Recognised
from pkm.store import shadows, spaces
from pkm.store.database import Database

LOOK_S = 1.0  # between two looks at which space is active
AGAIN_S = 60.0  # until a model that could not be loaded is tried again
Open = Callable[[Settings, Space | None], Embedder]
T = TypeVar("T")
log = logging.getLogger("pkm.embed")


class Following:
    """The embedder of the active space. Safe to share between threads.

    A search takes the one that is there ``now`` and keeps it to its end: a question is only ever compared with vectors of
    the model that read it. When the home goes over to another space, the new model is loaded beside the old one, which
    answers until it is there.
    """

    def __init__(self, database: Database, settings: Settings, open_one: Open = open_embedder) -> None:
        self._database, self._settings, self._open = database, settings, open_one
        self._turn = threading.Lock()
        self._embedder: Embedder | None = None
        self._loading: threading.Thread | None = None
        self._looked = 0.0

    @property
    def space(self) -> Space:
        """The space of the one at hand."""
        return self.now().space

    def passages(self, texts: Sequence[str]) -> Embeddings:
        """Embed texts with the one at hand."""
        return self.now().passages(texts)

    def query(self, text: str) -> Embeddings:
        """Embed a question with the one at hand."""
        return self.now().query(text)

    def now(self) -> Embedder:
        """The one at hand; it is the active space's, or that of the one before while the new model is being loaded."""
        with self._turn:
            if self._embedder is None:
                return self._take()
            if time.monotonic() - self._looked > LOOK_S:
                self._looked = time.monotonic()
                if not self._is_active(self._embedder):
                    self._begin_loading()
            return self._embedder

    def latest(self) -> Embedder:
        """The one of the active space, loaded now if need be: what writes, writes there."""
        with self._turn:
            if self._embedder is None or not self._is_active(self._embedder):
                return self._take()
            return self._embedder

    def within(self, work: Callable[[Embedder], T]) -> T:
        """Do something that stays in one space; again in the active one where its own was dropped meanwhile."""
        try:
            return work(self.now())
        except SpaceChanged:
            return work(self.latest())

    def _is_active(self, embedder: Embedder) -> bool:
        with self._database.transaction() as connection:
            found = spaces.active(connection)
        return found is None or found[1].name == embedder.space.name

    def _take(self) -> Embedder:
        self._embedder = self._open_active()
        self._looked = time.monotonic()
        return self._embedder

    def _open_active(self) -> Embedder:
        with self._database.transaction() as connection:
            active = next((each for each in shadows.held(connection) if each.active), None)
        if active is None:
            return Recognised(self._database, self._open(self._settings, None))
        settings = self._settings
        if active.chosen:  # the settings say with what the home began
            settings = replace(settings, embedder=None, embedder_model=None)
        return Recognised(self._database, self._open(settings, active.space))

    def _begin_loading(self) -> None:
        if self._loading is None or not self._loading.is_alive():
            self._loading = threading.Thread(target=self._load, name="pkm-embedder-loading", daemon=True)
            self._loading.start()

    def _load(self) -> None:
        try:
            embedder = self._open_active()
            embedder.passages([WARM])
        except PkmError as exc:
            log.error("the embedder that the home went over to cannot be used here: %s (%s)", exc, exc.hint)
            self._looked = time.monotonic() + AGAIN_S - LOOK_S
            return
        log.info("searching with %s from now on", embedder.space.name)
        with self._turn:
            self._embedder = embedder
