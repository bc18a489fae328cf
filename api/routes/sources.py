"""The places that files come from: who owns the home may add, change and remove them.

A mailbox cannot be added here: its password is found in a file of the machine and sent to the server that is named, so
who holds a token could send any file anywhere.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, status
from pydantic import BaseModel, Field

from api.auth import Caller, Writer
from api.context import Served
from api.problems import documented
from api.schemas import Form
from api.service import Service
from ingest import jobs
from pkm.errors import Forbidden, UsageError
from pkm.json import to_json
from pkm.models import PersonId, SourceId
from pkm.store import sources
from pkm.store.people import Identity

router = APIRouter(prefix="/v1/sources", tags=["sources"])

Every = Annotated[
    str | None, Field(max_length=20, examples=["30m", "4h", "1d"], description="`default`: the house's own.")
]
Patterns = Annotated[list[Annotated[str, Field(max_length=1000)]] | None, Field(max_length=1000)]


class WaysForm(Form):
    """How a source is looked at; what is left out stays as it is."""

    every: Every = None
    include: Patterns = Field(None, description="As in a .gitignore: only what one of them matches.")
    exclude: Patterns = Field(None, description="What one of them matches is left out.")
    gitignore: bool | None = Field(None, description="Whether what git ignores is left out of repositories.")
    paused: bool | None = None

    def ways(self) -> jobs.Ways:
        """The same for ingestion."""
        return jobs.Ways(self.every, self.include, self.exclude, self.gitignore, self.paused)


class SourceForm(WaysForm):
    """A place to look at."""

    location: str = Field(min_length=1, max_length=4096, description="A path on the service's machine.")
    collection: str | None = None


class Source(BaseModel):
    """A source, how fresh it is and what is wrong with it."""

    id: int
    kind: str
    location: str
    collection: str
    files: int
    refreshed: bool
    paused: bool
    every: str
    include: list[str]
    exclude: list[str]
    unmatched: list[str] = Field(description="Patterns that matched nothing at the last look.")
    created_at: str
    scanned_at: str | None
    next_look: str | None
    watched: bool
    unwatched_because: str | None
    failure: str | None
    failed_since: str | None


class Sources(BaseModel):
    """All sources."""

    sources: list[Source]


class Removed(BaseModel):
    """What went with a source."""

    removed: str
    documents: int
    chunks: int
    vectors: int
    transactions: int
    objects: int


def owner(service: Served, identity: Writer) -> Identity:
    """The home's owner: a path may lead to any file that the service's user can read."""
    if identity.person != service.owner:
        raise Forbidden("only the owner of this home may say which places are read")
    return identity


Owner = Annotated[Identity, Depends(owner)]
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]


@router.get("", response_model=Sources)
def list_sources(service: Served, caller: Caller) -> dict[str, Any]:
    """Every source."""
    return {"sources": _overview(service, caller.person)}


@router.post("", response_model=Source, status_code=status.HTTP_201_CREATED, responses=documented(403, 404))
def add_source(form: SourceForm, service: Served, caller: Owner) -> dict[str, Any]:
    """Register a place, or give one that is registered other ways; it is read soon."""
    if "://" in form.location:
        hint = "run there: pkm sources add"
        raise UsageError("a mailbox is added on the machine itself, where its password is found", hint)
    added = jobs.add_source(
        service.database, service.settings, form.location, form.ways(), collection=form.collection,
        person=caller.person,
    )  # fmt: skip
    jobs.ring(service.settings)
    return _described(service, caller.person, added.id)


@router.patch("/{source_id}", response_model=Source, responses=documented(403, 404))
def change_source(source_id: Number, form: WaysForm, service: Served, caller: Owner) -> dict[str, Any]:
    """Look at a source in other ways, pause or resume it."""
    changed = jobs.change_source(service.database, SourceId(source_id), form.ways(), caller.person)
    jobs.ring(service.settings)
    return _described(service, caller.person, changed.id)


@router.delete("/{source_id}", response_model=Removed, responses=documented(403, 404))
def remove_source(
    source_id: Number,
    service: Served,
    caller: Owner,
    keep_documents: Annotated[bool, Query(description="Only look at it no more.")] = False,
) -> dict[str, Any]:
    """Remove a source and all that came from it; the files themselves are not touched."""
    with service.database.transaction(caller.person) as connection:
        found = sources.get(connection, SourceId(source_id))
    gone = jobs.remove_source(
        service.database, service.settings, found.id, caller.person, keep_documents=keep_documents
    )
    return {"removed": found.location, **gone}


def _overview(service: Service, person: PersonId) -> list[dict[str, Any]]:
    with service.database.transaction(person) as connection:
        found: list[dict[str, Any]] = to_json(
            sources.overview(connection, timedelta(hours=service.settings.refresh_hours))
        )
    return found


def _described(service: Service, person: PersonId, number: SourceId) -> dict[str, Any]:
    return next(each for each in _overview(service, person) if each["id"] == number)
