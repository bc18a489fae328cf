"""Processes that read files, shared by tests: starting one takes longer than most of what is read.

How they begin and end, what they may use up and that what befalls one concerns no other is held by the tests of the sandbox;
that each run has its own, by those of the command line and of the service.
"""

from __future__ import annotations

from ingest import jobs
from ingest.sandbox import Sandbox
from pkm.config import Settings
from pkm.embed import Embedder
from pkm.models import Space

_opened: dict[tuple[str, Space], Sandbox] = {}


def shared(settings: Settings, space: Space) -> Sandbox:
    """Two processes that read for this space by the clock of the house; they live as long as the tests."""
    key = (settings.timezone, space)
    if key not in _opened:
        _opened[key] = Sandbox(2, timezone=settings.timezone, space=space)
    return _opened[key]


def read_here(settings: Settings, embedder: Embedder) -> jobs.Reader:
    """A reader that reads with them."""
    return jobs.read_here(settings, embedder, sandbox=shared(settings, embedder.space))


def close() -> None:
    """End them."""
    while _opened:
        _opened.popitem()[1].close()
