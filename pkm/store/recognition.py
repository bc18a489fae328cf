"""The steps of settling that say whose a booking is: which accounts are one, and what its payee counts as."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import sql
from pkm.ledger import counterparty, words
from pkm.ledger.identity import CARD, Known, Recognised, ending_of, is_card_number, is_nameless, own_keys, recognise
from pkm.ledger.own import Own, OwnAccount
from pkm.models import NO_CURRENCY
from pkm.store.database import Connection
from pkm.store.touched import Touched, touch


def renew_payees(connection: Connection) -> None:
    """Have payees told again where the rules for that have changed and may tell another; what a person merged stays together."""
    if not sql.queries.settle.take_rules(connection, version=counterparty.VERSION):
        return
    names = _aliases(connection)
    for row in sql.queries.settle.merged_rows(connection):
        own = (row.collection_id, counterparty.of(row.counterparty, row.description))
        if own[1] != row.payee and own not in names:
            names[own] = row.payee
            sql.queries.settle.merge_payee(connection, collection=own[0], payee=own[1], name=row.payee)
    again = []
    for row in sql.queries.settle.told_payees(connection):
        name = counterparty.by_name(row.counterparty)
        if name is None or _resolve(names, row.collection_id, name) != row.payee:
            again.append(row)
    sql.queries.settle.unsettle_payees(
        connection, collections=[row.collection_id for row in again], payees=[row.payee for row in again]
    )


def settle_payees(connection: Connection, _: Touched) -> None:
    """Give bookings the payee that a person merged theirs into; what was parted again gets its own back.

    Bookings that an earlier version stored have neither payee nor stems yet.
    """
    names = _aliases(connection)
    rows = list(sql.queries.settle.renamed_rows(connection))
    owns = [_resolve(names, row.collection_id, counterparty.of(row.counterparty, row.description)) for row in rows]
    changed = [
        {"id": row.id, "payee": own, "stems": stems}
        for row, own in zip(rows, owns, strict=True)
        if (stems := words.stems(row.counterparty, row.description)) != row.stems or row.payee != own
    ]
    if changed:
        sql.queries.settle.set_payee(connection, changed)
        touch(connection, [each["id"] for each in changed])
    if names:
        merged = [(collection, payee, _resolve(names, collection, payee)) for collection, payee in names]
        collections, old, new = map(list, zip(*merged, strict=True))
        renamed = sql.queries.settle.rename_payees(connection, collections=collections, payees=old, names=new)
        touch(connection, [row.id for row in renamed])


def settle_accounts(connection: Connection, _: Touched) -> None:
    """Work out which accounts are the same; what any change bears on is touched."""
    sql.queries.settle.refresh_accounts(connection)
    sql.queries.settle.refresh_aliases(connection)
    rows = list(sql.queries.settle.known_accounts(connection))
    found = recognised(connection, rows)
    told = {row.id: row for row in rows}
    members: defaultdict[int, list[str]] = defaultdict(list)
    for row in rows:
        if row.currencies:
            members[found.merged.get(row.id, (row.id, ""))[0]] += [*_numbers(row), row.kind or ""]
    changed = []
    for row in rows:
        root, by = found.merged.get(row.id, (None, None))
        same = members[root or row.id]
        settled_as = " ".join([told[root or row.id].number, *sorted(set(same))]) if row.currencies else None
        if (root, by, settled_as) != (row.merged_into, row.merged_by, row.settled_as):
            changed.append((row.id, root, by, settled_as))
    if changed:
        ids, roots, finders, facts = map(list, zip(*changed, strict=True))
        sql.queries.settle.touch_same_accounts(connection)
        sql.queries.settle.set_merged(connection, ids=ids, roots=roots, by=finders, settled_as=facts)
        sql.queries.settle.touch_accounts(connection, accounts=ids)
    sql.queries.settle.touch_same_accounts(connection)
    _settle_own_numbers(connection)


def settle_currencies(connection: Connection, _: Touched) -> None:
    """File bookings of statements that state no currency under the only one of their account; without one they stay so.

    The statement itself keeps ``XXX``, so that a second currency of the account, whenever it comes, takes that back.
    """
    rows = list(sql.queries.currencies.filed_otherwise(connection))
    if rows:
        ids, currencies = map(list, zip(*rows, strict=True))
        touch(connection, ids)
        sql.queries.currencies.set_currency(connection, ids=ids, currencies=currencies)
        touch(connection, ids)
    sql.queries.currencies.touch_closings(connection)


def recognised(connection: Connection, rows: Sequence[Any]) -> Recognised:
    """Which of these accounts are one, collection by collection; those without statements are none."""
    collections: defaultdict[int, list[Known]] = defaultdict(list)
    twins: defaultdict[int, set[int]] = defaultdict(set)
    numbers = {row.id: _numbers(row) for row in rows}
    vague = [id for id, own in numbers.items() if all(is_nameless(each) or ending_of(each) for each in own)]
    for pair in sql.queries.settle.told_alike(connection, accounts=vague) if vague else ():
        endings = {*map(ending_of, numbers[pair.account_id])} - {""}
        if all(any(other.endswith(each) for other in numbers[pair.other_id]) for each in endings):
            twins[pair.account_id].add(pair.other_id)
    for row in rows:
        if row.currencies:
            currencies = frozenset(row.currencies) - {NO_CURRENCY}
            known = Known(
                row.id,
                _numbers(row),
                row.institution,
                row.kind,
                currencies,
                row.same_as,
                row.apart,
                frozenset(twins[row.id]),
            )
            collections[row.collection_id].append(known)
    found = [recognise(each) for each in collections.values()]
    return Recognised(
        {id: root for each in found for id, root in each.merged.items()},
        tuple(pair for each in found for pair in each.could_be),
    )


def own_accounts(connection: Connection) -> dict[int, Own]:
    """The own accounts of each collection, by the number under which they are shown."""
    rows = {row.id: row for row in sql.queries.settle.known_accounts(connection)}
    owed: defaultdict[int, list[tuple[str, Decimal, date]]] = defaultdict(list)
    for row in sql.queries.settle.owed(connection):
        owed[rows[row.account_id].merged_into or row.account_id].append((row.currency, row.amount, row.day))
    told: defaultdict[int, list[tuple[date, date]]] = defaultdict(list)
    for row in sql.queries.settle.told(connection):
        told[rows[row.account_id].merged_into or row.account_id].append((row.since, row.until))
    groups: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows.values():
        if row.currencies:
            groups[row.merged_into or row.id].append(row)
    collections: defaultdict[int, list[OwnAccount]] = defaultdict(list)
    for root, members in groups.items():
        kinds = {each.kind for each in members}
        numbers = tuple(number for each in members for number in _numbers(each))
        is_card = CARD in kinds or (kinds == {None} and any(map(is_card_number, numbers)))
        account = OwnAccount(
            rows[root].number, numbers, CARD if is_card else None, tuple(owed[root]), tuple(told[root])
        )
        collections[rows[root].collection_id].append(account)
    return {collection: Own.of(accounts) for collection, accounts in collections.items()}


def _settle_own_numbers(connection: Connection) -> None:
    """Touch the bookings whose other side has become, or is no longer, an account of the household's own."""
    before = {
        (row.collection_id, row.form): (row.account, row.is_card) for row in sql.queries.settle.own_numbers(connection)
    }
    now = {
        (collection, form): (account, account in own.cards)
        for collection, own in own_accounts(connection).items()
        for form, account in own.keys.items()
    }
    changed = {each for each in before.keys() | now.keys() if before.get(each) != now.get(each)}
    if not changed:
        return
    if gone := changed - now.keys():
        collections, forms = map(list, zip(*gone, strict=True))
        sql.queries.settle.delete_own_numbers(connection, collections=collections, forms=forms)
    if kept := [
        {"collection": each[0], "form": each[1], "account": now[each][0], "is_card": now[each][1]}
        for each in changed & now.keys()
    ]:
        sql.queries.settle.insert_own_number(connection, kept)
    paid_to = [
        (row.collection_id, row.number)
        for row in sql.queries.settle.other_accounts(connection)
        if any((row.collection_id, key) in changed for key in own_keys(row.number))
    ]
    if paid_to:
        collections, numbers = map(list, zip(*paid_to, strict=True))
        rows = sql.queries.settle.paid_to(connection, collections=collections, numbers=numbers)
        touch(connection, [row.id for row in rows])


def _numbers(row: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys((row.number, *row.aliases)))


def _aliases(connection: Connection) -> dict[tuple[int, str], str]:
    return {(row.collection_id, row.payee): row.name for row in sql.queries.settle.payee_aliases(connection)}


def _resolve(names: Mapping[tuple[int, str], str], collection: int, payee: str) -> str:
    """What a payee counts as, where the name that it was merged into was merged on; of a circle, the first name."""
    seen: list[str] = []
    while (collection, payee) in names and payee not in seen:
        seen.append(payee)
        payee = names[collection, payee]
    return min(seen[seen.index(payee) :]) if payee in seen else payee
