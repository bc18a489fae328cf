"""A process of its own that goes over to another embedder and drops the one before."""

from __future__ import annotations

from ingest import reembed
from pkm import config
from pkm.eval import comparison
from pkm.store import shadows, spaces
from pkm.store.database import Database
from tests.free_embedder import FreeEmbedder, OtherEmbedder


def main() -> None:
    """What a person does, who runs the command again until it is done."""
    reembed.FEWEST_TOKENS = reembed.MOST_TOKENS = 200  # a few passages
    reembed.DOCUMENTS = 8
    comparison.QUESTIONS = 8  # of which too few are found by chance to be believed
    with Database.open(config.load()) as database:
        with database.transaction() as connection:
            active = spaces.active(connection)
        if active is None or active[1] != OtherEmbedder.space:
            reembed.go_over(database, OtherEmbedder(), FreeEmbedder, anyway=True)
        with database.transaction() as connection:
            left = [each.space.name for each in shadows.held(connection) if not each.active]
        for name in left:
            shadows.drop(database, name)
