"""What must hold of any set of bank records, however and in whatever order they came."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import NamedTuple

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import sql
from pkm.ledger import totals
from pkm.models import NO_CURRENCY, ParsedPart, ParsedStatement, Rows, TransactionId
from pkm.store import figures, ledger, settle
from pkm.store import totals as totals_kept
from pkm.store.chosen import ALL, Filter
from pkm.store.database import Database
from pkm.store.sums import merged
from tests.integration.books import Books, row, statement

START = date(2025, 3, 1)
ACCOUNTS = ("DE89370400440532013000", "0532013000", "DE02120300000000202051", "XXXXXXXXXXXX1234", "4111********1234")
FORMS = ("application/x-ofx", "text/csv", "application/pdf")
WORDS = ("Rewe", "Transfer", "Exchanged to USD", "Hotel refund", "Rücklastschrift Gym", "Card settlement", "Ada")
NAMES = ("Groceries", "Clothing")
_names = itertools.count()


def divided(amount: str, shares: tuple[str, ...], account: str | None) -> tuple[ParsedPart, ...]:
    """Parts that sum to an amount; the last one, of what is left, may go to an account."""
    rest = Decimal(amount) - sum(map(Decimal, shares))
    told = [
        ParsedPart(Decimal(each), f"Shop:{name}", "", 0, 1, f"name:{name}")
        for each, name in zip(shares, NAMES, strict=False)
    ]
    return (*told, ParsedPart(rest, "", "rest", 0, 1, None, account)) if shares else ()


records = st.builds(
    lambda amount, day, words, currency, status, reference, other, corrects, end, shares, account: row(
        amount, START + timedelta(day), words, currency=currency, status=status, reference=reference,
        counterparty_account=other, corrects=corrects and corrects[0], correction=corrects and corrects[1], end_to_end=end,
        parts=divided(amount, shares, account),
    ),
    st.sampled_from(["-10", "10", "-4", "4", "-7.35", "7.35", "0"]), st.integers(0, 40), st.sampled_from(WORDS),
    st.sampled_from(["EUR", "EUR", "USD"]), st.sampled_from(["booked"] * 4 + ["pending"]),
    st.sampled_from([None, None, None, "R1", "R2", "R3"]), st.sampled_from([None, None, *ACCOUNTS[:3]]),
    st.sampled_from([None] * 8 + [("R1", "replace"), ("R2", "delete"), ("R3", "reversal"), ("R1", None)]),
    st.sampled_from([None, None, None, "E1"]),
    st.sampled_from([(), (), (), ("-3",), ("-3", "8.50"), ("5", "-1")]), st.sampled_from([None, *ACCOUNTS[1:3]]),
)  # fmt: skip
papers = st.builds(
        lambda rows, account, form, period, currency: (
            statement(
                *(replace(each, currency=currency) if currency == NO_CURRENCY else each for each in rows),
                account=account, currency=currency, since=START if period else None, until=START + timedelta(period) if period else None,
                closing=Decimal(-10) if period == 20 else None,
                account_kind="creditcard" if "1234" in account else None,
            ),
            form,
        ),
        st.lists(records, min_size=1, max_size=6), st.sampled_from(ACCOUNTS), st.sampled_from(FORMS),
        st.sampled_from([0, 0, 20, 45]), st.sampled_from(["EUR", "EUR", "EUR", "USD", NO_CURRENCY, NO_CURRENCY]),
)  # fmt: skip
libraries = st.lists(papers, min_size=1, max_size=5)
Library = list[tuple[ParsedStatement, str]]
quick = settings(
    max_examples=30,
    phases=[Phase.explicit, Phase.generate],
)


def filled(database: Database, library: Library, settle_between: bool = False) -> Books:
    books = Books.open(database, f"books {next(_names)}")
    for paper, form in library:
        books.take(paper, form=form)
        if settle_between:
            settle.settle(database)
    return books


@quick
@given(libraries, st.randoms(use_true_random=False), st.booleans())
def test_the_order_of_import_does_not_matter(
    database: Database, library: Library, random: Random, between: bool
) -> None:
    expected = filled(database, library).picture()
    random.shuffle(library)
    assert filled(database, library, between).picture() == expected


@quick
@given(libraries, st.booleans())
def test_anything_imported_twice_changes_nothing(database: Database, library: Library, between: bool) -> None:
    once = filled(database, library).picture()
    assert filled(database, [*library, *library], between).picture() == once


@quick
@given(libraries, libraries)
def test_what_is_forgotten_leaves_nothing_behind(database: Database, library: Library, others: Library) -> None:
    expected = filled(database, library).picture()
    books = Books.open(database, f"books {next(_names)}")
    for paper, form in library:
        books.take(paper, form=form)
    passing = [books.take(paper, form=form) for paper, form in others]
    settle.settle(database)
    for each in passing:
        books.forget(each)
        if each % 2:
            settle.settle(database)
    assert books.picture() == expected


@quick
@given(libraries)
def test_sums_are_those_by_hand_and_currencies_never_mix(database: Database, library: Library) -> None:
    books = filled(database, library)
    settle.ensure(database)
    with database.transaction() as connection:
        found = ledger.transactions(connection, collection=books.collection)
    by_hand: defaultdict[str, Decimal] = defaultdict(Decimal)
    for each in found:
        by_hand[each.currency] += each.amount
    assert {each.currency: each.net for each in totals.total(found)} == dict(by_hand)
    with database.transaction() as connection:
        chosen = Filter(books.collection, roles=ALL)
        wholes, groups = figures.sums(connection, chosen), figures.sums(connection, chosen, "category")
    for each in wholes:
        own = merged(None, [group for group in groups if group.currency == each.currency])
        assert (own.amount, own.count, own.ids) == (each.amount, each.count, each.ids)
    assert all(each.category != "split" or sum(part.amount for part in each.parts) == each.amount for each in found)
    stated = Counter((each.amount, each.currency) for paper, _ in library for each in paper.transactions)
    for paper, _ in library:  # what states no currency counts as the only one of its account, which is one of these
        stated += Counter(
            (each.amount, sole)
            for each in paper.transactions
            for sole in ("EUR", "USD")
            if each.currency == NO_CURRENCY
        )
    assert Counter((each.amount, each.currency) for each in found) <= stated
    with database.transaction() as connection:
        mixed = connection.execute(
            "select p.kind from booking_pair p join transaction o on o.id = p.out_id join transaction b on b.id = p.back_id"
            " where o.currency <> b.currency and p.found <> 'exchange'"
        )
        assert mixed.fetchall() == []


@quick
@given(libraries, libraries, st.sampled_from([1, 2, 3]))
def test_kept_totals_are_always_those_of_the_bookings(
    database: Database, library: Library, others: Library, which: int
) -> None:
    """Before and after settling, when statements come, go and come again."""
    books = Books.open(database, f"books {next(_names)}")
    for paper, form in library:
        books.take(paper, form=form)
    kept_totals_hold(books)
    settle.settle(database)
    passing = [books.take(paper, form=form) for paper, form in others]
    kept_totals_hold(books)
    if which != 1:
        settle.settle(database)
    for paper_id in passing[::which]:
        books.forget(paper_id)
    kept_totals_hold(books)
    settle.ensure(database)
    kept_totals_hold(books)
    with database.transaction() as connection:
        assert not totals_kept.are_stale(connection)
        kept = connection.execute(
            "select span, first, account_id, role, currency, coalesce(category, payee), count, amount, ids from total where collection_id = %s",
            (books.collection,),
        ).fetchall()
    by_hand: defaultdict[tuple[object, ...], list[Counted]] = defaultdict(list)
    for each in counted(books):
        month = each.booked_on.replace(day=1)
        by_hand["day", each.booked_on, each.account_id, each.role, each.currency, None].append(each)
        by_hand["month", month, each.account_id, each.role, each.currency, each.category].append(each)
        by_hand["year", month.replace(month=1), each.account_id, each.role, each.currency, each.payee].append(each)
    assert {tuple(row[:6]): (row.count, row.amount, tuple(Rows(row.ids))) for row in kept} == {
        key: (len(rows), sum(each.amount for each in rows), tuple(sorted(each.id for each in rows)))
        for key, rows in by_hand.items()
    }


class Counted(NamedTuple):
    """A booking that counts."""

    id: TransactionId
    booked_on: date
    account_id: int
    role: str
    currency: str
    category: str
    payee: str
    amount: Decimal


def counted(books: Books) -> list[Counted]:
    with books.database.transaction() as connection:
        rows = connection.execute(
            "select id, booked_on, account_id, role, currency, category, payee, amount from transaction"
            " where collection_id = %s and duplicate_of is null and not void and status = 'booked'",
            (books.collection,),
        )
        return [Counted(*row) for row in rows]


def kept_totals_hold(books: Books) -> None:
    """What sums tell of decades is what their rows come to, and a category's months are those of its expenses."""
    every = counted(books)
    chosen = Filter(books.collection, roles=ALL)
    with books.database.transaction() as connection:
        days = figures.sums(connection, chosen, "day")
        months = figures.sums(connection, chosen, "month")
        payees = figures.sums(connection, chosen, "counterparty")
        spent = sql.queries.history.months(
            connection, since=date(2024, 1, 1), until=date(2026, 1, 31), collection=books.collection
        )
        told = {(row.category, row.currency, row.month): row.spent for row in spent}
        expenses = connection.execute(
            "select coalesce(p.category, e.category), e.currency, date_trunc('month', booked_on)::date, -sum(coalesce(p.amount, e.amount))"
            " from expense e left join booking_part p on p.booking_id = e.id and e.category = 'split'"
            " where e.collection_id = %s and (p.amount is not null or e.category <> 'split')"
            " group by 1, 2, 3 having sum(coalesce(p.amount, e.amount)) <> 0",
            (books.collection,),
        )
        assert told == {tuple(row[:3]): row[3] for row in expenses}
    for found, key in (
        (days, lambda each: str(each.booked_on)),
        (months, lambda each: str(each.booked_on.replace(day=1))),
        (payees, lambda each: each.payee),
    ):
        by_hand: defaultdict[tuple[str, str], list[Counted]] = defaultdict(list)
        for each in every:
            by_hand[key(each), each.currency].append(each)
        assert {(each.key, each.currency): (each.amount, each.count, tuple(each.ids)) for each in found} == {
            group: (sum(each.amount for each in rows), len(rows), tuple(sorted(each.id for each in rows)))
            for group, rows in by_hand.items()
        }
