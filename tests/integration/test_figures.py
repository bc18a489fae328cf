"""The queries behind figures: recomputed from their rows by a second way, whatever the filter; found by index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from statistics import median

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pkm.models import AccountId, CollectionId, Role, Transaction, TransactionId
from pkm.services import EmbeddedPostgres
from pkm.store import figures, ledger, totals
from pkm.store.chosen import Filter, Term
from pkm.store.database import Connection, Database
from pkm.store.figures import Grouping
from pkm.store.sums import merged
from tests.integration.seeded_ledger import Entry, Ledger

GIRO, CARD = "DE02100100100006820101", "DE88500700100175526303"
FIRST = date(2025, 1, 1)
SHOPS = (
    ("Corner Market", "Groceries fresh", "groceries"), ("Holm Energie", "Electricity advance", "electricity"),
    ("PayLater", "Order of shoes", "uncategorised"), ("PayLater", "Order of groceries", "uncategorised"), ("Oven", "Bakery", "groceries"),
)  # fmt: skip
ROLES: tuple[Role, ...] = ("spending", "income", "refund", "transfer", "other")
TERMS = (
    Term(("grocer",)), Term(("electricit", "strom"), ("electricity",)), Term(("shoe",), ("groceries",)), Term((), ("groceries",)),
)  # fmt: skip


@pytest.fixture(scope="module")
def many(server: EmbeddedPostgres) -> Database:
    """A thousand random bookings, the same for every example."""
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("create database figures template template")
    database = Database.at(f"{server.url.rpartition(' ')[0]} dbname=figures")
    made = Ledger.begin(database)
    for account in (GIRO, CARD):
        made.state(account, FIRST, FIRST + timedelta(400))
    random = Random(5)
    entries = []
    for _ in range(1000):
        who, words, category = random.choice(SHOPS)
        amount = Decimal(random.randint(-90_000, 90_000)).scaleb(-random.choice((0, 1, 2, 3)))
        entries.append(
            Entry(
                FIRST + timedelta(random.randrange(400)), str(amount or 1), who, words, category, random.choice(ROLES),
                random.choice((GIRO, CARD)), random.choice(("EUR", "EUR", "GBP")), random.choice(("booked", "booked", "pending")),
            )
        )  # fmt: skip
    made.book(entries)
    with database.transaction() as connection:
        connection.execute("update transaction set void = true where id % 17 = 0")
        connection.execute("update transaction set duplicate_of = id - 1 where id % 19 = 0")
        divide(connection, random)
        totals.renew(connection)
        connection.execute(
            "update transaction set void = true where id %% 3 = 0 and booked_on < %s", (FIRST + timedelta(40),)
        )
    yield database
    database.close()
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("drop database figures with (force)")


PARTS = (
    ("groceries", ["bread"]), ("electricity", []), ("uncategorised", ["shoe"]), ("uncategorised", []), ("transfer", []),
    ("groceries", ["shoe"]),
)  # fmt: skip


def divide(connection: Connection, random: Random) -> None:
    """Give every seventh booking parts of any sign that sum to it, and one that is told by another its parts through that."""
    for row in connection.execute(
        "update transaction set category = 'split' where id % 7 = 0 returning id, amount, collection_id"
    ).fetchall():
        amounts = [Decimal(random.randint(-90_000, 90_000)).scaleb(-2) for _ in range(random.randrange(4))]
        for position, amount in enumerate((*amounts, row.amount - sum(amounts))):
            category, stems = random.choice(PARTS)
            connection.execute(
                "insert into booking_part (transaction_id, booking_id, collection_id, position, amount, name, memo, stems, category,"
                " char_start, char_end) values (%s, %s, %s, %s, %s, '', '', %s, %s, 0, 1)",
                (row.id, row.id, row.collection_id, position, amount, stems, category),
            )


def some(values: tuple[object, ...]) -> st.SearchStrategy[object]:
    return st.one_of(st.none(), st.lists(st.sampled_from(values), min_size=1, unique=True).map(tuple))


days = st.one_of(st.none(), st.integers(-10, 410).map(lambda n: FIRST + timedelta(n)))
amounts = st.one_of(st.none(), st.decimals(0, 90_000, places=1))
filters = st.builds(
    Filter,
    since=days, until=days, weekdays=st.sampled_from((None, None, (6, 7), (1,))), side=st.sampled_from((None, "in", "out")), roles=st.lists(st.sampled_from(ROLES), unique=True).map(tuple),
    payees=st.sampled_from((None, (), ("holm energie",), ("paylater", "oven"))), terms=st.lists(st.sampled_from(TERMS), max_size=2).map(tuple),
    never=st.sampled_from(((), ("oven",))), accounts=st.sampled_from((None, (AccountId(1),), (AccountId(1), AccountId(2)))),
    lowest=amounts, highest=amounts, bounds_excluded=st.booleans(), currency=st.sampled_from((None, "EUR", "CHF")),
)  # fmt: skip


def stems_of_parts(connection: Connection) -> dict[TransactionId, list[list[str]]]:
    """The stems of each part of what is divided."""
    rows = connection.execute("select booking_id, stems from booking_part order by booking_id, position").fetchall()
    return {row.booking_id: [each.stems for each in rows if each.booking_id == row.booking_id] for row in rows}


def share(chosen: Filter, each: Transaction, stems: list[str], parts: Sequence[list[str]]) -> Transaction:
    """As much of a booking as a filter's terms mean: of what is divided those parts that meet them, by their own sign."""
    if not each.parts or not chosen.terms:
        return each

    def is_meant(category: str, words: list[str]) -> bool:
        told = set(words) | (set(stems) if category == "uncategorised" else set())
        met = [
            category in term.categories or not (told | (set() if term.categories else set(stems))).isdisjoint(term.words)
            or ((category == "uncategorised" or not term.categories) and each.payee in (chosen.payees or ()))
            for term in chosen.terms
        ]  # fmt: skip
        only_filed = {*words, *stems}.isdisjoint(chosen.terms[0].words)
        return category != "transfer" and all(met) and not (only_filed and each.payee in chosen.never)

    own = tuple(part for part, words in zip(each.parts, parts, strict=True) if is_meant(part.category, words))
    amount = sum((part.amount for part in own), Decimal(0))
    turned = each.role in {"spending", "income", "refund", "other"} and amount != 0 and amount * each.amount <= 0
    way: Role = "spending" if amount < 0 else "refund" if each.role == "spending" else "income"
    return replace(each, amount=amount, parts=own, part_of=each.amount, role=way if turned else each.role)


def spent(chosen: Filter, each: Transaction) -> Decimal:
    """Its amount, without what was only moved where moves are not asked for."""
    moved = [part.amount for part in each.parts if part.category == "transfer"]
    return each.amount if chosen.terms or "transfer" in chosen.roles else each.amount - sum(moved)


def is_moved(each: Transaction) -> bool:
    """Whether all of its parts went to other own accounts."""
    return bool(each.parts) and all(part.category == "transfer" for part in each.parts)


def fits(chosen: Filter, each: Transaction, account: AccountId, stems: list[str]) -> bool:
    """The filter's own meaning, in Python."""
    side = {None: True, "out": each.amount < 0 or each.role == "refund", "in": each.amount > 0}[chosen.side]
    size = abs(each.amount)
    low, high = chosen.lowest, chosen.highest
    above = low is None or size > low or (size == low and not chosen.bounds_excluded)
    below = high is None or size < high or (size == high and not chosen.bounds_excluded)
    said = [set(term.words) & set(stems) for term in chosen.terms]
    filed = [each.category in term.categories for term in chosen.terms]
    meets = bool(chosen.terms) and all(a or b for a, b in zip(said, filed, strict=True))
    only_filed = bool(chosen.terms) and not said[0]  # found by its category alone
    meant = (
        bool(each.parts)
        if each.part_of is not None
        else (chosen.payees is None and not chosen.terms)
        or each.payee in (chosen.payees or ())
        or (meets and not (only_filed and each.payee in chosen.never))
    )
    return (
        side and above and below and meant and each.role in chosen.roles
        and (chosen.since is None or each.booked_on >= chosen.since) and (chosen.until is None or each.booked_on <= chosen.until)
        and (chosen.weekdays is None or each.booked_on.isoweekday() in chosen.weekdays)
        and (chosen.accounts is None or account in chosen.accounts) and chosen.currency in {None, each.currency}
    )  # fmt: skip


@settings(max_examples=150)
@given(chosen=filters)
def test_every_figure_is_what_its_rows_give(many: Database, chosen: Filter) -> None:
    with many.transaction() as connection:
        facts = {row.id: row for row in connection.execute("select id, account_id, stems from transaction")}
        said = stems_of_parts(connection)
        every = {
            each.id: share(chosen, each, facts[each.id].stems, said.get(each.id, ()))
            for each in ledger.transactions(connection) if each.status == "booked"
        }  # fmt: skip
        parts = figures.sums(connection, chosen)
        middles = {
            each.currency: figures.middle(connection, replace(chosen, currency=each.currency), each.count)
            for each in parts
        }
        divided = {
            name: figures.sums(connection, chosen, name) for name in ("month", "category", "counterparty", "account")
        }
        largest = figures.top(connection, chosen, "largest", 3)
        is_any = figures.has_any(connection, chosen)
        reach = figures.reach(connection, chosen)
    expected: defaultdict[str, set[TransactionId]] = defaultdict(set)
    for each in every.values():
        if fits(chosen, each, facts[each.id].account_id, facts[each.id].stems):
            expected[each.currency].add(each.id)
    assert {each.currency: set(each.ids) for each in parts} == expected
    assert is_any == bool(expected)
    booked = [every[row].booked_on for rows in expected.values() for row in rows]
    assert reach == ((min(booked), max(booked)) if booked else None)
    for part in parts:
        rows = [every[row] for row in part.ids]
        assert part.amount == sum((spent(chosen, each) for each in rows), Decimal(0))
        assert part.count == len(rows) == len(set(part.ids))
        back = [each for each in rows if each.role == "refund"]
        assert part.refunded == sum((spent(chosen, each) for each in back), Decimal(0))
        assert set(part.refund_ids) == {each.id for each in back}
    assert {currency: (low + high) / 2 for currency, (low, high) in middles.items()} == {
        currency: median(every[row].amount for row in rows) for currency, rows in expected.items()
    }
    for groups in divided.values():
        for part in parts:
            own = [each for each in groups if each.currency == part.currency]
            assert sum((each.amount for each in own), Decimal(0)) == part.amount
            whole = groups is not divided["category"] or "transfer" in chosen.roles
            told = [row for row in part.ids if whole or not is_moved(every[row])]
            assert sorted({row for each in own for row in each.ids}) == told
            assert (merged(None, own).ids == tuple(told)) if own else not told
    for group in divided["month"]:
        assert {f"{every[row].booked_on:%Y-%m}-01" for row in group.ids} == {group.key}
    sizes = sorted((abs(every[row].amount) for rows in expected.values() for row in rows), reverse=True)
    assert [abs(every[row].amount) for row in largest] == sizes[:3]


wholes = st.builds(
    Filter, since=days, until=days, roles=st.lists(st.sampled_from(ROLES), unique=True).map(tuple),
    accounts=st.sampled_from((None, (AccountId(1),), (AccountId(1), AccountId(2)))), currency=st.sampled_from((None, "EUR", "CHF")),
    payees=st.sampled_from((None, (), ("holm energie",), ("paylater", "oven"))),
    terms=st.sampled_from(((), *((each,) for each in TERMS if each.categories))), never=st.sampled_from(((), (), ("oven",))),
)  # fmt: skip
GROUPINGS: dict[Grouping | None, Callable[[Transaction, AccountId], str | None]] = {
    None: lambda _, __: None,
    "day": lambda each, _: str(each.booked_on),
    "week": lambda each, _: str(each.booked_on - timedelta(each.booked_on.weekday())),
    "month": lambda each, _: f"{each.booked_on:%Y-%m}-01",
    "quarter": lambda each, _: f"{each.booked_on:%Y}-{(each.booked_on.month - 1) // 3 * 3 + 1:02}-01",
    "year": lambda each, _: f"{each.booked_on:%Y}-01-01",
    "category": lambda each, _: each.category,
    "counterparty": lambda each, _: each.payee,
    "account": lambda _, account: str(account),
    "role": lambda each, _: each.role,
}


@given(chosen=wholes, grouping=st.sampled_from(list(GROUPINGS)))
def test_kept_totals_are_what_their_rows_give(many: Database, chosen: Filter, grouping: Grouping | None) -> None:
    """Of days and whole months and years, and of categories, from what is kept; of parts and of months that have changed since
    from the bookings."""
    with many.transaction() as connection:
        facts = {row.id: row for row in connection.execute("select id, account_id, stems from transaction")}
        said = stems_of_parts(connection)
        every = [
            share(chosen, each, facts[each.id].stems, said.get(each.id, ()))
            for each in ledger.transactions(connection) if each.status == "booked"
        ]  # fmt: skip
        found = figures.sums(connection, chosen, grouping)
    expected: defaultdict[tuple[str | None, str], list[Transaction]] = defaultdict(list)
    for each in every:
        account = facts[each.id].account_id
        if not fits(chosen, each, account, facts[each.id].stems):
            continue
        for one in each.by_category() if grouping == "category" else (each,):
            if one.category != "transfer" or "transfer" in chosen.roles:
                expected[GROUPINGS[grouping](one, account), one.currency].append(one)
    assert {(each.key, each.currency) for each in found} == expected.keys()
    for part in found:
        rows = expected[part.key, part.currency]
        back = [row for row in rows if row.role == "refund"]
        assert list(part.ids) == sorted(row.id for row in rows)
        assert part.count == len(rows)
        assert part.amount == sum((spent(chosen, row) for row in rows), Decimal(0))
        assert list(part.refund_ids) == sorted(row.id for row in back)
        assert part.refunded == sum((spent(chosen, row) for row in back), Decimal(0))


# ---------------------------------------------------------------- found by index


def explain(connection: Connection, name: str, chosen: Filter, **more: object) -> str:
    """The plan of a query, with parallel and sequential scans only where nothing else will do."""
    connection.execute("set local enable_seqscan = off")
    connection.execute("set local max_parallel_workers_per_gather = 0")
    rows = connection.execute(f"explain {figures.query(name, chosen)}", {**chosen.arguments(), **more}).fetchall()
    return "\n".join(row[0] for row in rows)


YEAR = Filter(since=FIRST, until=FIRST + timedelta(30), side="out")


@pytest.mark.parametrize(
    ("chosen", "index"),
    [
        (YEAR, "Index Only Scan using figure_by_day"),
        (replace(YEAR, payees=("holm energie",)), "Index Only Scan using figure_by_payee"),
        (replace(YEAR, payees=(), terms=(Term((), ("electricity",)),)), "Index Only Scan using figure_by_category"),
        (replace(YEAR, since=None, until=None, payees=("oven",), terms=(Term(("shoe",)),)), "figure_by_stems"),
    ],
)
def test_sums_are_found_by_index(many: Database, chosen: Filter, index: str) -> None:
    with many.session() as session:
        session.execute("vacuum analyze transaction")
    with many.transaction() as connection:
        told = explain(connection, "sums", chosen, grouping=None)
    assert index in told, told
    assert "Function Scan" not in told  # chosen() became part of the query


@pytest.mark.parametrize(
    ("grouping", "terms", "around"),
    [
        ("category", (), "figure_by_day"), ("counterparty", (), "figure_by_day"), ("week", (), "figure_by_day"),
        ("month", TERMS[1:2], "figure_by_stems"),
    ],
)  # fmt: skip
def test_sums_over_years_are_kept(many: Database, grouping: Grouping, terms: tuple[Term, ...], around: str) -> None:
    chosen = Filter(until=FIRST + timedelta(395), terms=terms)
    kept = figures.kept_time(chosen, grouping)
    assert kept
    with many.session() as session:
        session.execute("vacuum analyze transaction, total")
    with many.transaction() as connection:
        told = explain(connection, "kept_sums", chosen, grouping=grouping, **kept)
    assert "total_by_time" in told, told
    assert around in told, told  # the days around and what is stale, and what a topic's words find
    assert "Seq Scan on transaction" not in told


def test_a_median_is_read_at_its_place(many: Database) -> None:
    with many.session() as session:
        session.execute("vacuum analyze transaction")
    with many.transaction() as connection:
        connection.execute("set local enable_sort = off")
        told = explain(connection, "middle", Filter(currency="EUR"), skip=100, most=2)
    assert "Index Only Scan using figure_by_amount" in told, told


def test_rhythms_are_looked_for_in_an_index(many: Database) -> None:
    with many.session() as session:
        session.execute("vacuum analyze transaction")
    with many.transaction() as connection:
        told = explain(connection, "columns", YEAR)
    assert "Index Only Scan using figure_by_day" in told, told


def test_the_largest_of_all_are_read_in_order(many: Database) -> None:
    with many.transaction() as connection:
        told = explain(connection, "top", Filter(collection=CollectionId(1)), sorting="largest", narrow=False, most=10)
    assert "Scan using transaction_by_amount" in told or "Scan Backward using transaction_by_amount" in told, told
