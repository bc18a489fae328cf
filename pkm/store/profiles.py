"""How a person said that tables of a layout are to be read, and the files that are read again because of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict

import msgspec
from psycopg.types.json import Jsonb

import sql
from pkm.models import CollectionId, CsvProfile
from pkm.store.database import Connection


def of(connection: Connection, collections: Iterable[CollectionId]) -> dict[CollectionId, dict[str, CsvProfile]]:
    """The profiles of each of these collections by layout."""
    found: dict[CollectionId, dict[str, CsvProfile]] = {}
    for row in sql.queries.profiles.of(connection, collections=list(collections)):
        profile = msgspec.convert(row.profile, CsvProfile)
        found.setdefault(CollectionId(row.collection_id), {})[row.layout] = profile
    return found


def keep(connection: Connection, collection: CollectionId, layout: str, profile: CsvProfile) -> None:
    """Read tables of this layout so from now on."""
    sql.queries.profiles.keep(connection, collection=collection, layout=layout, profile=Jsonb(asdict(profile)))


def forget(connection: Connection, collection: CollectionId, layouts: Sequence[str]) -> None:
    """Leave tables of these layouts to evidence again."""
    sql.queries.profiles.forget(connection, collection=collection, layouts=list(layouts))


def read_again(connection: Connection, collection: CollectionId, layouts: Sequence[str]) -> int:
    """Let all files with tables of these layouts wait for another turn; returns how many."""
    return int(sql.queries.profiles.read_again(connection, collection=collection, layouts=list(layouts)))
