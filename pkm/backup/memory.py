"""What forgetting means for backups: they are told what is not to come back, and it is said which still hold it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pkm.backup.shelf import Shelf
from pkm.config import Settings
from pkm.errors import PkmError
from pkm.services import make_home
from pkm.store import backups, forgetting
from pkm.store.database import Database

LEDGER = "forgotten.json"


@dataclass(frozen=True, slots=True)
class Older:
    """A folder of backups that were made before something was forgotten.

    Attributes:
        names: Of the backups, the oldest first.
        told: Whether the folder could be told; where it could not, its backups bring the thing back.
    """

    location: str
    names: tuple[str, ...]
    told: bool


def tell(database: Database, settings: Settings) -> list[Older]:
    """Write what was forgotten into the home and beside every backup that can be reached; say what older ones hold."""
    with database.transaction() as connection:
        ledger = forgetting.ledger(connection)
        places = backups.places(connection)
    Shelf(make_home(settings.home).parent).remember(ledger)
    older = []
    for each in places:
        shelf = Shelf(Path(each.location))
        try:
            names = tuple(backup.name for backup in shelf.backups())
            told = bool(names)
            if told:
                shelf.remember(ledger)
        except (OSError, PkmError):  # or what it knows of others is damaged, which is not to be written over
            names, told = (), False
        older.append(Older(each.location, names, told))
    return older
