"""What the owner says of bookings: rules that decide categories, and counterparties that are one. Each change files at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import sql
from pkm.errors import NotFound, UsageError
from pkm.ledger import category as taxonomy
from pkm.ledger.counterparty import normalise
from pkm.ledger.rule import Pattern, pattern_of
from pkm.models import AccountId, CollectionId, TransactionId
from pkm.store import categories
from pkm.store.database import Connection

LONGEST_WORDS, LONGEST_NAME = 200, 60


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; ``number`` is its place in the order, the first that fits decides. Amounts are signed, both inclusive."""

    number: int
    id: int
    words: str
    account: str | None
    min_amount: Decimal | None
    max_amount: Decimal | None
    category: str


@dataclass(frozen=True, slots=True)
class Fit:
    """A booking that a rule's words fit, as it is filed at present."""

    id: TransactionId
    booked_on: date
    amount: Decimal
    currency: str
    counterparty: str
    description: str
    category: str
    category_from: str | None


def listed(connection: Connection, collection: CollectionId) -> list[Rule]:
    """The rules in their order."""
    return [Rule(*row) for row in sql.queries.categories.rules(connection, collection=collection)]


def add(
    connection: Connection, collection: CollectionId, words: str, category: str, *, account: str | None = None,
    min_amount: Decimal | None = None, max_amount: Decimal | None = None,
) -> tuple[Rule, int]:  # fmt: skip
    """Add a rule behind the others and file by it; returns it, and how many bookings changed their category.

    A category that pkm knows goes by its name there, whatever the owner called it. Raises ``UsageError`` where the rule says
    nothing, ``NotFound`` where there is no such account.
    """
    pattern = _check(words, min_amount, max_amount)
    sql.queries.categories.lock_rules(connection, collection=collection)
    made = sql.queries.categories.insert_rule(
        connection, collection=collection, words=" ".join(words.split()), category=name_of(category),
        account=_account(connection, collection, account), min_amount=min_amount, max_amount=max_amount,
    )  # fmt: skip
    changed = categories.file_matching(connection, collection, pattern)
    return next(each for each in listed(connection, collection) if each.id == made), changed


def remove(connection: Connection, collection: CollectionId, number: int) -> tuple[Rule, int]:
    """Remove a rule and file without it; returns it, and how many bookings changed. Raises ``NotFound``."""
    gone = _find(connection, collection, number)
    sql.queries.categories.delete_rule(connection, rule=gone.id)
    return gone, categories.file_matching(connection, collection, pattern_of(gone.words))


def move(connection: Connection, collection: CollectionId, number: int, to: int) -> tuple[Rule, int]:
    """Put a rule at another place in the order and file by that; returns it, and how many bookings changed."""
    moved = _find(connection, collection, number)
    ids = [each.id for each in listed(connection, collection) if each.id != moved.id]
    if not 1 <= to <= len(ids) + 1:
        raise NotFound(f"there is no place {to} in the order", f"its last place is {len(ids) + 1}: pkm rules")
    ids.insert(to - 1, moved.id)
    sql.queries.categories.place_rules(connection, ids=ids)
    changed = categories.file_matching(connection, collection, pattern_of(moved.words))
    return replace(moved, number=to), changed


def fitting(
    connection: Connection, collection: CollectionId, words: str, *, account: str | None = None,
    min_amount: Decimal | None = None, max_amount: Decimal | None = None,
) -> list[Fit]:  # fmt: skip
    """The bookings that such a rule would fit, newest first."""
    pattern = _check(words, min_amount, max_amount)
    rows = sql.queries.categories.matching(
        connection, collection=collection, account=_account(connection, collection, account), lowest=min_amount,
        highest=max_amount, anchor=pattern.anchor, pattern=pattern.expression,
    )  # fmt: skip
    return [Fit(*row) for row in rows]


def merge(connection: Connection, collection: CollectionId, names: Sequence[str], into: str) -> tuple[list[str], str]:
    """Count these counterparties as one from now on; returns the keys that did not go by it yet, and the one that they go by.

    The ledger is to be settled after it. Raises ``NotFound`` for a counterparty of which there is no booking.
    """
    name = normalise(into)
    keys = list(dict.fromkeys(key for each in names if (key := normalise(each)) != name))
    if not name:
        raise UsageError("a counterparty needs a name", "give one with --as")
    if not keys:
        return [], name
    known = {row.payee for row in sql.queries.categories.known_payees(connection, collection=collection, payees=keys)}
    if missing := [each for each in keys if each not in known]:
        raise NotFound(f"no booking has the counterparty {missing[0]!r}", "see: pkm transactions --counterparty …")
    sql.queries.categories.follow_merge(connection, collection=collection, payees=keys, name=name)
    sql.queries.categories.merge_payees(connection, collection=collection, payees=keys, name=name)
    return keys, name


def unmerge(connection: Connection, collection: CollectionId, names: Sequence[str]) -> int:
    """Part counterparties that were merged, named by themselves or by what they go by; the ledger is to be settled after it.

    Returns how many; raises ``NotFound`` where none was merged.
    """
    keys = [normalise(each) for each in names]
    parted = int(sql.queries.categories.unmerge_payees(connection, collection=collection, payees=keys))
    if not parted:
        raise NotFound("no such counterparty was merged", "see: pkm rules")
    return parted


def merged(connection: Connection, collection: CollectionId) -> list[tuple[str, str]]:
    """Counterparties that were merged, each with what it goes by."""
    return [(row.payee, row.name) for row in sql.queries.categories.aliases(connection, collection=collection)]


def name_of(category: str) -> str:
    """The name under which a category is kept: pkm's own where it means that one; raises ``UsageError`` for none."""
    name = " ".join(category.casefold().split())
    if not name or len(name) > LONGEST_NAME:
        raise UsageError(f"a category has a name of 1 to {LONGEST_NAME} characters")
    if name == taxonomy.TRANSFER:
        raise UsageError("transfers are found by their two sides, not by rules")
    if name == taxonomy.SPLIT:
        raise UsageError("a booking is split by its statement, not by rules")
    return taxonomy.named(name) or name


def _account(connection: Connection, collection: CollectionId, account: str | None) -> AccountId | None:
    """The one account of that number, end of a number, or name, if one is named.

    Raises ``NotFound``, ``UsageError`` where there are several.
    """
    if account is None:
        return None
    wanted = account.strip()
    found = sql.queries.categories.accounts_called(connection, collection=collection, account=wanted) if wanted else ()
    ids = [AccountId(row.id) for row in found]
    if len(ids) > 1:
        raise UsageError(f"{len(ids)} accounts are called {account!r}", "give more of its number")
    if not ids:
        raise NotFound(f"there is no account {account!r}", "see: pkm accounts")
    return ids[0]


def _check(words: str, min_amount: Decimal | None, max_amount: Decimal | None) -> Pattern:
    """What the words look for; raises ``UsageError`` where a rule says nothing or contradicts itself."""
    if len(words) > LONGEST_WORDS:
        raise UsageError(f"the words of a rule are longer than {LONGEST_WORDS} characters")
    if any(each is not None and not each.is_finite() for each in (min_amount, max_amount)):
        raise UsageError("a rule's amounts are finite")
    if min_amount is not None and max_amount is not None and min_amount > max_amount:
        raise UsageError("the least amount is above the highest", "money out is negative: --min -100 --max -50")
    return pattern_of(words)


def _find(connection: Connection, collection: CollectionId, number: int) -> Rule:
    sql.queries.categories.lock_rules(connection, collection=collection)
    rules = listed(connection, collection)
    if not 1 <= number <= len(rules):
        raise NotFound(f"there is no rule {number}", "see: pkm rules")
    return rules[number - 1]
