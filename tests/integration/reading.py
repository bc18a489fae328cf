"""A process of its own that takes a folder in, as a person or a worker does."""

from __future__ import annotations

import io
import sys
from pathlib import Path

from ingest import jobs, pipeline
from ingest.sandbox import Limits, Sandbox
from ingest.watch import Silent
from pkm import config
from pkm.config import Settings
from pkm.store import people
from pkm.store.database import Database
from tests.free_embedder import FreeEmbedder

UPLOADED = b"The spare key lies under the third pot.\n"


def main() -> None:
    """Ingest the folder that is named, take an upload, refresh."""
    folder = Path(sys.argv[1])
    pipeline.EMBED_TOGETHER = 6  # so that a short book is embedded in slices
    settings = config.load()
    with Database.open(settings) as database:
        with database.transaction() as connection:
            owner = people.ensure_owner(connection)
        with _one(settings) as sandbox:
            read = jobs.read_here(settings, FreeEmbedder(), sandbox=sandbox)
            jobs.ingest(database, settings, [folder], read, Silent(), person=owner)
            jobs.receive_upload(database, settings, "key.txt", io.BytesIO(UPLOADED), None, owner)
            jobs.refresh(database, settings, read, Silent())


def refresh() -> None:
    """Look again at all that is known."""
    settings = config.load()
    with Database.open(settings) as database, _one(settings) as sandbox:
        jobs.refresh(database, settings, jobs.read_here(settings, FreeEmbedder(), sandbox=sandbox), Silent())


def _one(settings: Settings) -> Sandbox:
    """A process that parses, of a mailbox two messages at a time."""
    return Sandbox(1, Limits(portion_parts=2), timezone=settings.timezone, space=FreeEmbedder.space)
