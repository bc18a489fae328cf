"""What bookings are for: filed by the owner's rule, the bank's code, the counterparty's other bookings, or likeness.

Filing is a function of the bookings and the rules alone: in whatever order they came, they end in the same categories.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

import sql
from pkm.errors import NotFound
from pkm.ledger import category, codes, likeness, prototypes
from pkm.ledger.category import INCOME
from pkm.ledger.rule import Pattern, pattern_of
from pkm.models import CollectionId, Embeddings, Space
from pkm.store import parts
from pkm.store.database import Connection, Database

if TYPE_CHECKING:
    from pkm.store.touched import Touched

TOLD_TOGETHER = 4096  # payees
_BY_WORDS = "words"

Nearest = Callable[[Sequence[str]], list[tuple[str | None, float]]]


class Embedder(Protocol):
    """What likening needs of an embedder (``pkm.embed``)."""

    @property
    def space(self) -> Space:
        """What it gives."""
        ...

    def passages(self, texts: Sequence[str]) -> Embeddings:
        """The vectors of these texts."""
        ...


@dataclass(slots=True)
class _Payee:
    """A payee with the words that tell what it is like, and what was told."""

    collection_id: int
    payee: str
    bookings: int
    incoming: bool
    words: str
    told_by: str
    category: str | None = None
    score: float = 1.0

    @property
    def digest(self) -> bytes:
        """Tells one payee's words from others without keeping them."""
        return hashlib.blake2b(f"{self.incoming}|{self.payee}|{self.words}".encode(), digest_size=16).digest()


def categorise(connection: Connection, touched: Touched) -> None:  # noqa: ARG001 - it lies in temporary tables
    """File the bookings of all payees that settling touched: a step of ``pkm.store.settle``."""
    sql.queries.categories.begin_filing(connection)
    sql.queries.categories.file_touched(connection)
    sql.queries.categories.forget_untouched(connection)
    _file(connection)


def file_matching(connection: Connection, collection: CollectionId, pattern: Pattern) -> int:
    """File the bookings of all payees that a rule's words fit; returns how many bookings changed their category."""
    sql.queries.settle.hold_alone(connection)
    sql.queries.categories.begin_filing(connection)
    sql.queries.categories.file_matching(
        connection, collection=collection, anchor=pattern.anchor, pattern=pattern.expression
    )
    return _file(connection)


def liken(database: Database, embedder: Embedder) -> int:
    """Tell by an embedder what the payees are like whose bookings came or went; returns how many bookings changed.

    To be called where an embedder is at hand, when reading files has come to rest; elsewhere payees are told by words. No
    transaction is held while it embeds: what comes meanwhile is told the next time.
    """
    told_by = f"{prototypes.version()} {embedder.space.name}"
    nearest = _nearest_by(embedder)
    changed = 0
    while True:
        with database.transaction() as connection:
            rows = sql.queries.categories.untold_payees(connection, told_by=told_by, limit=TOLD_TOGETHER)
            payees = [_payee(row, told_by) for row in rows]
            before = _told_before(connection, payees)
        if not payees:
            return changed
        _tell(payees, before, nearest)
        with database.transaction(durable=False) as connection:
            sql.queries.settle.hold_alone(connection)
            if news := _keep(connection, payees):
                sql.queries.categories.begin_filing(connection)
                sql.queries.categories.file_payees(
                    connection, collections=[each for each, _ in news], payees=[each for _, each in news]
                )
                changed += _file(connection)


def require(connection: Connection, name: str, collection: CollectionId | None) -> None:
    """Raises ``NotFound``, with those that are called nearly so, for a category that neither pkm nor a booking knows."""
    known = counts(connection, collection)
    if name in known:
        return
    near = [other for other in (category.named(name),) if other] or get_close_matches(name.casefold(), known)
    hint = f"did you mean {' or '.join(near)}? " if near else ""
    raise NotFound(f"there is no category {name!r}", f"{hint}pkm rules categories lists them")


def counts(connection: Connection, collection: CollectionId | None) -> dict[str, int]:
    """The categories in use and those that pkm knows, with how many bookings each has; the fullest first."""
    held = {row.name: int(row.bookings) for row in sql.queries.categories.counts(connection, collection=collection)}
    found = dict.fromkeys(category.names(), 0) | held
    return dict(sorted(found.items(), key=lambda each: (-each[1], each[0])))


# ---------------------------------------------------------------- filing


def _file(connection: Connection) -> int:
    """File the bookings of the payees in ``filed_payee``, and what they are divided into; returns how many of the ledger changed."""
    queries = sql.queries.categories
    queries.analyse_filing(connection)
    untold = [_payee(row, f"{prototypes.version()} {_BY_WORDS}") for row in queries.untold_filed(connection)]
    _tell(untold, _told_before(connection, untold))
    _keep(connection, untold)
    rules = list(queries.rules_of_filed(connection))
    patterns = [pattern_of(each.words) for each in rules]
    told = {
        "collections": [each.collection_id for each in rules], "accounts": [each.account_id for each in rules],
        "lowest": [each.min_amount for each in rules], "highest": [each.max_amount for each in rules],
        "anchors": [each.anchor for each in patterns], "patterns": [each.expression for each in patterns],
        "categories": [each.category for each in rules],
    }  # fmt: skip
    changed = 0
    if parts.are_there(connection):
        sql.queries.parts.elect(connection)
        changed += int(sql.queries.parts.file(connection, **told, **_known(sql.queries.parts.codes(connection))))
    known = _known(queries.codes_of_filed(connection))
    lumps = [codes.lumps(each) for each in known["codes"]]
    return changed + int(queries.file(connection, **told, **known, code_lumps=lumps, income=sorted(INCOME)))


def _known(rows: Iterable[Any]) -> dict[str, list[str]]:
    """The codes that mean a category, each with it."""
    found = {row.code: name for row in rows if (name := codes.category_of(row.code)) is not None}
    return {"codes": list(found), "code_categories": list(found.values())}


# ---------------------------------------------------------------- telling what payees are like


def _payee(row: Any, told_by: str) -> _Payee:
    return _Payee(
        row.collection_id,
        row.payee,
        row.bookings,
        row.incoming,
        likeness.words_of(row.descriptions, row.times),
        told_by,
    )


def _nearest_by(embedder: Embedder) -> Nearest:
    """What finds the category of texts by an embedder; the examples are embedded once, if there is a text."""
    phrases, names = prototypes.examples()
    examples = cache(lambda: embedder.passages(phrases).dense)

    def nearest(texts: Sequence[str]) -> list[tuple[str | None, float]]:
        return likeness.nearest(examples(), names, embedder.passages(texts).dense)

    return nearest


def _told_before(connection: Connection, payees: Sequence[_Payee]) -> dict[tuple[int, str], Any]:
    rows = sql.queries.categories.told_before(
        connection, collections=[each.collection_id for each in payees], payees=[each.payee for each in payees]
    )
    return {(row.collection_id, row.payee): row for row in rows}


def _tell(payees: Sequence[_Payee], before: Mapping[tuple[int, str], Any], nearest: Nearest | None = None) -> None:
    """Say what these payees are like.

    What was told of the same words stands. What no word tells is told by ``nearest``, and without it by nothing yet.
    """
    unknown = []
    for each in payees:
        old = before.get((each.collection_id, each.payee))
        if old and bytes(old.words) == each.digest and (old.told_by == each.told_by or _stands(old.told_by, nearest)):
            each.told_by, each.category, each.score = old.told_by, old.category, old.score
        else:
            each.category = prototypes.told(each.payee, each.words, each.incoming)
            if each.category is None:
                unknown.append(each)
    if nearest is not None and unknown:
        for each, (name, score) in zip(unknown, nearest([_text(each) for each in unknown]), strict=True):
            each.category = name if each.incoming or name not in INCOME else None
            each.score = score


def _keep(connection: Connection, payees: Sequence[_Payee]) -> list[tuple[int, str]]:
    """Keep what was told; returns the payees of which another category was told before."""
    news = sql.queries.categories.tell(
        connection, collections=[each.collection_id for each in payees], payees=[each.payee for each in payees],
        bookings=[each.bookings for each in payees], told_by=[each.told_by for each in payees],
        words=[each.digest for each in payees], categories=[each.category for each in payees],
        scores=[each.score for each in payees],
    )  # fmt: skip
    return [(row.collection_id, row.payee) for row in news]


def _stands(told_by: str, nearest: Nearest | None) -> bool:
    """Whether what an embedder told before is not to be replaced by what words alone tell."""
    return nearest is None and told_by.partition(" ")[0] == prototypes.version()


def _text(payee: _Payee) -> str:
    return payee.payee if payee.words in payee.payee else f"{payee.payee} {payee.words}"
