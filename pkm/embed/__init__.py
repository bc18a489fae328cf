"""Embedding models behind one protocol; each loads at its first use, so that naming one costs nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, Protocol

from pkm.config import EMBEDDERS, Settings
from pkm.errors import SettingError, SpaceMismatch
from pkm.models import Embeddings, Late, Space

KEEPING: dict[str, Late] = {"stored": "stored", "full": "full"}  # spaces of BGE-M3 by the token vectors that they keep
WARM = "warm " * 500  # a text for which everything is loaded that passages need, as a question alone may not


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

    No model is loaded and no server asked. Raises ``SpaceMismatch`` where the settings ask for another model than the one
    of ``space``, with which the home was built; a model that turns out to differ is told at its first use.
    """
    built_with = None if space is None else space.name.partition(":")[0]
    if space and settings.embedder and settings.embedder != built_with:
        raise _mismatch(space, settings.embedder, f"PKM_EMBEDDER says {settings.embedder}")
    if space and built_with == "http" and settings.embedder_model and space.model != settings.embedder_model:
        wanted = settings.embedder_model
        raise _mismatch(space, f"http:{wanted}", f"PKM_EMBEDDER_MODEL says {wanted}")
    return open_named(settings, space.name if space else settings.embedder or "minilm", space)


def open_named(settings: Settings, name: str, space: Space | None = None) -> Embedder:
    """The embedder of the space of that name, whether the home has it or not; ``space`` is what it has of it.

    Names are ``minilm``, ``minilm:bf16``, ``minilm:int8``, ``bge-m3`` with the same, with ``bge-m3:stored`` and ``bge-m3:full`` (that
    keep token vectors so) and both (``bge-m3:int8+stored``), and ``http:MODEL``, with ``+sparse``, ``+stored`` or ``+full`` behind it
    for what else servers give. Raises ``SettingError`` for another.
    """
    kind, _, variant = name.partition(":")
    match kind:
        case "minilm":
            from pkm.embed.minilm import VARIANTS, MiniLM

            if variant and variant not in VARIANTS:
                raise SettingError(f"there is no minilm:{variant}", f"it is one of {', '.join(VARIANTS)}")
            return MiniLM(variant)
        case "bge-m3":
            return _open_bge_m3(settings, name, variant, space)
        case "http":
            return _open_http(settings, name, variant, space)
    raise SettingError(f"there is no embedder {name!r}", "it is one of " + ", ".join(EMBEDDERS))


def _open_bge_m3(settings: Settings, name: str, said: str, space: Space | None) -> Embedder:
    """BGE-M3 here; where the name of its space says how token vectors are kept, it does so whatever PKM_LATE says."""
    from pkm.embed.bge_m3 import VARIANTS, BgeM3

    parts = said.split("+") if said else []
    variant = parts.pop(0) if parts and parts[0] in VARIANTS else ""
    if len(parts) > 1 or not KEEPING.keys() >= {*parts}:
        raise SettingError(
            f"there is no {name}", f"it is one of {', '.join((*VARIANTS, *KEEPING))}, or two of them as in int8+stored"
        )
    if parts:
        kept = space or replace(BgeM3(settings.bge_m3_path, late=KEEPING[parts[0]]).space, name=name)
        return BgeM3(settings.bge_m3_path, kept, variant=variant)
    late = None if settings.late == "off" else settings.late
    return BgeM3(settings.bge_m3_path, space and _interacting(space, settings.late), late=late, variant=variant)


def _open_http(settings: Settings, name: str, variant: str, space: Space | None) -> Embedder:
    """A model on servers; of a new home it gives what there are servers for, unless the name of its space says what."""
    from pkm.embed.http import HttpEmbedder, read_name

    model, sparse_url, multi_url = settings.embedder_model, settings.embedder_sparse_url, settings.embedder_multi_url
    weighs, late = sparse_url is not None, settings.late if multi_url and settings.late != "off" else None
    if space is not None:
        space = _interacting(space, settings.late) if space.multi or multi_url else space
        weighs, late = space.sparse == "learned", space.late if space.multi else None
    elif variant:
        model, weighs, late = read_name(variant)
    for needed, url, kind in (
        (True, settings.embedder_url, ""),
        (weighs, sparse_url, "SPARSE_"),
        (late, multi_url, "MULTI_"),
    ):
        if needed and not url:
            raise SettingError(f"{name} is served by an embedding server", f"set PKM_EMBEDDER_{kind}URL to where it is")
    return HttpEmbedder(
        settings.embedder_url or "", model, settings.embedder_api_key, space,
        sparse_url=sparse_url if weighs else None, multi_url=multi_url if late else None, late=late,
    )  # fmt: skip


def _interacting(space: Space, wanted: Late | Literal["off"] | None) -> Space:
    """The space with late interaction as the settings want it: what is stored may be left aside, or made of texts instead."""
    match wanted:
        case None:
            return space
        case "off":
            return replace(space, multi=False)
        case "reencode":
            return replace(space, multi=True, late=wanted)
    if space.multi and space.late == wanted:
        return space
    kind, _, said = space.name.partition(":")
    other = f"{kind}:{'+'.join([*(each for each in said.split('+') if each and each not in KEEPING), wanted])}"
    raise SpaceMismatch(
        f"this home keeps no token vectors that are {wanted}, but PKM_LATE says {wanted}",
        f"off and reencode need none; otherwise take that setting back, and run: pkm reembed --to {other}",
    )


def _mismatch(space: Space, wanted: str, found: str) -> SpaceMismatch:
    return SpaceMismatch(
        f"this home was built with {space.name} ({space.dimensions} dimensions), but {found}",
        f"take that setting back; another embedder is gone over to by: pkm reembed --to {wanted}",
    )
