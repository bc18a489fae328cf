"""Embedding models behind one protocol; each loads at its first use, so that naming one costs nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from pkm.config import Settings
from pkm.errors import SpaceMismatch
from pkm.models import Embeddings, Space


class Embedder(Protocol):
    """Turns texts into vectors of one space. Safe to share between threads."""

    @property
    def space(self) -> Space:
        """What it gives, known without loading the model."""
        ...

    def passages(self, texts: Sequence[str]) -> Embeddings:
        """Embed texts that will be searched; all of each text counts, however long."""
        ...

    def query(self, text: str) -> Embeddings:
        """Embed a question: ``Embeddings`` of one text."""
        ...


def open_embedder(settings: Settings, space: Space | None) -> Embedder:
    """The embedder of a home: the one that built it, or the configured one (MiniLM by default) for a new home.

    Raises ``SpaceMismatch`` where the settings ask for another one than ``space``, with which the home was built.
    """
    built_with = None if space is None else space.name.partition(":")[0]
    if space and settings.embedder and settings.embedder != built_with:
        raise _mismatch(space, f"PKM_EMBEDDER says {settings.embedder}")
    embedder = _make(settings.embedder or built_with or "minilm", settings)
    if space and (embedder.space.name, embedder.space.dimensions) != (space.name, space.dimensions):
        found = embedder.space
        raise _mismatch(space, f"the settings now lead to {found.name} with {found.dimensions} dimensions")
    return embedder


def _make(name: str, settings: Settings) -> Embedder:
    match name:
        case "bge-m3":
            from pkm.embed.bge_m3 import BgeM3

            return BgeM3(settings.bge_m3_path)
        case "http":
            from pkm.embed.http import HttpEmbedder

            return HttpEmbedder(settings.embedder_url or "", settings.embedder_model, settings.embedder_api_key)
        case _:
            from pkm.embed.minilm import MiniLM

            return MiniLM()


def _mismatch(space: Space, found: str) -> SpaceMismatch:
    built = f"{space.name} ({space.dimensions} dimensions)"
    return SpaceMismatch(
        f"this home was built with {built}, but {found}",
        "unset PKM_EMBEDDER to go on with the home's own model, or set PKM_HOME to a new folder and ingest again",
    )
