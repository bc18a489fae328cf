"""What is stored: whose it is, where it comes from, and its text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from pkm.models.ids import CollectionId, DocumentId, FileId, Kind, PersonId, SourceId, SourceKind


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whose records pkm keeps; every transaction runs in a person's name."""

    id: PersonId
    name: str


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents that belong together, with an owner and an audience."""

    id: CollectionId
    name: str
    owner: PersonId


@dataclass(frozen=True, slots=True)
class Source:
    """A place that is looked at again: a folder, a file, the upload point or a mailbox.

    Attributes:
        location: Its path or address as people see it.
        place: Its path in the bytes of its name.
        every: How often it is looked at, if not as often as all others.
        include: Patterns as in a ``.gitignore``, below the location: only what one of them matches; all if empty.
        exclude: Patterns of what is left out.
        options: What its kind needs to know; never a secret, only where it is found.
        cursor: What its kind left behind at the last look to go on from.
        failure: Why the last look failed; ``failed_since`` when it first did.
    """

    id: SourceId
    collection_id: CollectionId
    kind: SourceKind
    location: str
    place: bytes
    registered: bool
    created_at: datetime
    scanned_at: datetime | None
    paused: bool = False
    every: timedelta | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    cursor: Mapping[str, Any] = field(default_factory=dict)
    failure: str | None = None
    failed_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One stored text with what names it; where ``valid_to`` is set, an earlier version that held until then."""

    id: DocumentId
    collection_id: CollectionId
    file_id: FileId
    parent_id: DocumentId | None
    path: str
    locator: str | None
    name: str | None
    kind: Kind
    title: str
    date: date | None
    language: str | None
    mime: str
    sha256: str
    text: str
    header_end: int
    meta: dict[str, str] = field(hash=False)
    valid_from: datetime | None = None
    valid_to: datetime | None = None
