"""Persons, their collections, and the tokens that speak for them."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sql
from pkm.errors import Forbidden, NotFound, UsageError
from pkm.models import Collection, CollectionId, Person, PersonId
from pkm.store.database import Connection

OWNER = "owner"
HOUSEHOLD = "household"
LONGEST_NAME = 100  # of a collection, in characters


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom a bearer token speaks for, and how far."""

    person: PersonId
    scope: str


@dataclass(frozen=True, slots=True)
class Token:
    """What is known of a bearer token, which is not the token itself."""

    id: int
    person: str
    scope: str
    made: datetime
    expires: datetime
    used: datetime | None


def ensure_owner(connection: Connection) -> PersonId:
    """The home's first person; made, with a collection, where there is none."""
    first = sql.queries.people.first_person(connection)
    if first is not None:
        return PersonId(first)
    connection.execute("lock table person in share row exclusive mode")  # two processes may find it empty at once
    return PersonId(sql.queries.people.ensure_owner(connection, name=OWNER, collection=HOUSEHOLD).id)


def find_person(connection: Connection, name: str) -> Person:
    """The person of that name; raises ``NotFound``."""
    row = sql.queries.people.person_by_name(connection, name=name)
    if row is None:
        raise NotFound(f"there is no person {name!r}")
    return Person(PersonId(row.id), row.name)


def names(connection: Connection, collection: CollectionId | None = None) -> list[str]:
    """What the home's persons are called, as far as that is known: by themselves, and as holders of the accounts that it keeps."""
    return [each.name for each in sql.queries.people.names(connection, collection=collection) if each.name != OWNER]


def find_collection(connection: Connection, name: str | None) -> Collection:
    """The collection of that name, or the first one; raises ``NotFound``."""
    if name is None:
        row = next(iter(sql.queries.people.collections(connection)), None)
    else:
        row = sql.queries.people.collection_by_name(connection, name=name)
    if row is None:
        raise NotFound(f"there is no collection {name!r}", "pkm ingest PATH --collection NAME makes one")
    return Collection(CollectionId(row.id), row.name, PersonId(row.owner))


def collection_called(connection: Connection, name: str) -> CollectionId | None:
    """The collection that is called so, in capitals or not."""
    called = (row.id for row in sql.queries.people.collections(connection) if row.name.casefold() == name.casefold())
    return next(map(CollectionId, called), None)


def within(connection: Connection, name: str | None) -> CollectionId | None:
    """The collection that a look is restricted to; ``None``, which is all of them, without a name. Raises ``NotFound``."""
    return None if name is None else find_collection(connection, name).id


def ensure_collection(connection: Connection, name: str | None, owner: PersonId) -> Collection:
    """The collection of that name, made where there is none; without a name the first one. Raises ``UsageError`` for what is no name."""
    if name is not None and not name.strip():
        raise UsageError("a collection needs a name")
    if name is not None and not (name.isprintable() and len(name) <= LONGEST_NAME):
        raise UsageError(f"a collection's name is one line of at most {LONGEST_NAME} printable characters")
    try:
        return find_collection(connection, name)
    except NotFound:
        row = sql.queries.people.create_collection(connection, name=name or HOUSEHOLD, owner=owner)
        return Collection(CollectionId(row.id), row.name, PersonId(row.owner))


def create_token(
    connection: Connection, person: PersonId, scope: str, lifetime: timedelta
) -> tuple[int, str, datetime]:
    """Make a bearer token; only its SHA-256 is kept. Returns id, token and the end of its life."""
    token = "pkm_" + secrets.token_urlsafe(32)
    expires = datetime.now(UTC) + lifetime
    number = sql.queries.people.create_token(
        connection, person=person, digest=_digest(token), scope=scope, expires=expires
    )
    return int(number), token, expires


def tokens(connection: Connection) -> list[Token]:
    """All tokens, as they were made; also those that have ended."""
    return [Token(*row) for row in sql.queries.people.tokens(connection)]


def revoke_token(connection: Connection, token: int) -> None:
    """Forget a token; raises ``NotFound``."""
    if not sql.queries.people.delete_token(connection, token=token):
        raise NotFound(f"there is no token {token}", "pkm token list numbers them")


def identify(connection: Connection, token: str) -> Identity:
    """Whom a bearer token speaks for; raises ``Forbidden`` for one that is unknown or has ended."""
    row = sql.queries.people.token_by_digest(connection, digest=_digest(token))
    if row is None:
        raise Forbidden("this token is unknown or has ended", "make one with: pkm token create")
    return Identity(PersonId(row.person_id), row.scope)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
